#include "features/grants/grant_proof_letter.h"

#include <inttypes.h>

#include "base/money.h"
#include "features/grants/grant_letter.h"

static str money(const struct grant_sheet *s, int64_t cents)
{
	return money_german(s->mem, cents);
}

static str maybe_money(const struct grant_sheet *s, struct maybe cents)
{
	return cents.has ? money(s, cents.v) : STR_NONE;
}

static str decimal(const struct grant_sheet *s, int64_t thousandths)
{
	return decimal_german(s->mem, thousandths);
}

/* --- report ------------------------------------------------------------------------------------------------------- */

static void add_decisions(struct grant_sheet *s, const struct grant_proof *p)
{
	sheet_heading(s, "decisions");
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "decision"), sheet_word(s, "number"), sheet_word(s, "amount"));
	LIST_EACH (const struct proof_decision, d, &p->decisions)
		SHEET_ROW(s, DOC_ROW, day_german(s->mem, d->day),
		          d->file_number.n ? d->file_number : str_print(s->mem, "%" PRId64, d->number),
		          money(s, d->cents));
	sheet_money(s, "granted", p->granted_cents);
	sheet_money(s, "paid", p->paid_cents);
}

static void add_figure(struct grant_sheet *s, const struct proof_figure *f)
{
	const char *stop = str_ends(f->amount, ".") ? "" : "."; /* "160:45 Std." has one */
	sheet_text(s, str_print(s->mem, STR_FMT ": " STR_FMT "%s " STR_FMT, STR_ARG(f->name), STR_ARG(f->amount), stop,
	                        STR_ARG(f->rule)));
	if (f->cells.n == 0)
		return;
	SHEET_ROW(s, DOC_HEAD_ROW, f->split, sheet_word(s, "value"));
	LIST_EACH (const struct proof_cell, c, &f->cells)
		SHEET_ROW(s, DOC_ROW, c->label, c->amount);
}

static void add_people(struct grant_sheet *s, const struct grant_proof *p)
{
	if (p->people.n == 0)
		return;
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "person"), sheet_word(s, "post"), sheet_word(s, "from"),
	          sheet_word(s, "until"), sheet_word(s, "share"));
	LIST_EACH (const struct proof_person, one, &p->people)
		SHEET_ROW(s, DOC_ROW, one->name, one->post, day_german(s->mem, one->from),
		          day_german(s->mem, one->until), decimal(s, one->fte));
}

static void add_report(struct grant_sheet *s, const struct grant_proof *p)
{
	sheet_heading(s, "report");
	sheet_named(s, "use", p->use);
	LIST_EACH (const struct proof_figure, f, &p->figures)
		add_figure(s, f);
	sheet_named(s, "staff", p->staff);
	add_people(s, p);
	sheet_named(s, "success", p->success);
	sheet_named(s, "deviation", p->deviation);
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

static str percent(const struct grant_sheet *s, int64_t share)
{
	return str_print(s->mem, STR_FMT " %%", STR_ARG(decimal(s, share)));
}

static void add_lines(struct grant_sheet *s, const char *heading, const struct list *lines, int64_t decided,
                      int64_t total)
{
	sheet_heading(s, heading);
	s->amounts = 3;
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "position"), sheet_word(s, "percent"), sheet_word(s, "by_decision"),
	          sheet_word(s, "by_account"));
	LIST_EACH (const struct proof_line, l, lines)
		SHEET_ROW(s, DOC_ROW, l->label, percent(s, l->share), maybe_money(s, l->decision_cents),
		          money(s, l->cents));
	SHEET_ROW(s, DOC_SUM_ROW, sheet_word(s, "total"), S(""), money(s, decided), money(s, total));
	s->amounts = 0;
}

static void add_use(struct grant_sheet *s, const struct grant_proof *p)
{
	s->amounts = 4;
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "position"), sheet_word(s, "eligible"), sheet_word(s, "paid"),
	          sheet_word(s, "used"), sheet_word(s, "back"));
	LIST_EACH (const struct proof_line, l, &p->expenses)
		SHEET_ROW(s, DOC_ROW, l->label, money(s, l->eligible_cents), money(s, l->paid_cents),
		          money(s, l->used_cents), money(s, l->back_cents));
	int64_t eligible = 0;
	LIST_EACH (const struct proof_line, l, &p->expenses)
		eligible += l->eligible_cents;
	SHEET_ROW(s, DOC_SUM_ROW, sheet_word(s, "total"), money(s, eligible), money(s, p->paid_cents),
	          money(s, p->used_cents), money(s, p->back_cents));
	s->amounts = 0;
	LIST_EACH (const struct proof_line, l, &p->expenses) {
		sheet_text(s, str_print(s->mem, STR_FMT ": " STR_FMT, STR_ARG(l->label), STR_ARG(l->calculation)));
		sheet_named(s, "note", l->note);
	}
}

/* "6 von 6": of half a post that was filled all year; its share stands beside it. */
static str filled_of(const struct grant_sheet *s, const struct proof_post *post)
{
	return str_print(s->mem, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(decimal(s, post->filled_months)),
	                 STR_ARG(sheet_word(s, "of")), STR_ARG(decimal(s, post->filled_months + post->vacant_months)));
}

static void add_posts(struct grant_sheet *s, const struct grant_proof *p)
{
	if (p->posts.n == 0)
		return;
	sheet_heading(s, "posts");
	s->amounts = 4;
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "post"), sheet_word(s, "share"), sheet_word(s, "filled"),
	          sheet_word(s, "cost"), sheet_word(s, "granted_post"));
	LIST_EACH (const struct proof_post, post, &p->posts)
		SHEET_ROW(s, DOC_ROW, post->title, decimal(s, post->fte), filled_of(s, post),
		          maybe_money(s, post->cost_cents), maybe_money(s, post->granted_cents));
	s->amounts = 0;
	sheet_text(s, sheet_word(s, "post_months"));
	LIST_EACH (const struct proof_post, post, &p->posts)
		sheet_text(s,
		           str_print(s->mem, STR_FMT ": " STR_FMT, STR_ARG(post->title), STR_ARG(post->calculation)));
	sheet_text(s, sheet_word(s, "marked"));
}

static void add_confirmed(struct grant_sheet *s, const struct grant_proof *p)
{
	sheet_heading(s, "confirmed");
	sheet_text(s, sheet_word(s, "kept"));
	sheet_text(s, sheet_word(s, "necessary"));
	sheet_text(s, sheet_word(s, "booked"));
	sheet_named(s, "signed",
	            str_print(s->mem, STR_FMT ", " STR_FMT, STR_ARG(p->submitted_by), STR_ARG(p->submitted_on)));
	if (day_is(p->keep_until))
		sheet_named(s, "keep_until", day_german(s->mem, p->keep_until));
	sheet_sign(s, p->submitted_by);
}

err proof_letter(struct cx *cx, const struct grant_proof *p, str *ret)
{
	struct grant_sheet s = { .mem = cx->mem, .words = &p->words };
	if (p->demo)
		sheet_text(&s, sheet_word(&s, "demo"));
	if (p->late)
		sheet_text(&s, sheet_word(&s, "late"));
	add_decisions(&s, p);
	add_report(&s, p);
	sheet_heading(&s, "numbers");
	add_lines(&s, "income", &p->income, p->granted_cents, p->income_cents);
	add_lines(&s, "expenses", &p->expenses, p->granted_cents, p->expense_cents);
	sheet_heading(&s, "result");
	add_use(&s, p);
	add_posts(&s, p);
	sheet_interest(&s, &p->interest);
	add_confirmed(&s, p);
	const struct doc_letter letter = { .sender = p->centre,
		                           .sender_lines = p->letter_lines,
		                           .recognition = p->recognition.p ? p->recognition : S(""),
		                           .recipient_lines = p->authority,
		                           .reference = p->reference,
		                           .date = p->submitted_on,
		                           .subject = str_print(cx->mem, STR_FMT " " STR_FMT " %" PRId64,
		                                                STR_ARG(sheet_word(&s, "subject")),
		                                                STR_ARG(p->programme), p->year),
		                           .lines = s.lines.items,
		                           .n = s.lines.n,
		                           .language = S("de"),
		                           .page_format = sheet_word(&s, "page_format"),
		                           .made = p->submitted_at };
	return doc_pdf(cx->mem, &letter, ret);
}

/* --- XLSX --------------------------------------------------------------------------------------------------------- */

struct row {
	str part, position;
	struct maybe decision, account, eligible, paid, used, back;
	str reckoning;
};
static const struct field row_fields[] = {
	FIELD(struct row, part, KIND_TEXT, .label = "numbers"),
	FIELD(struct row, position, KIND_TEXT, .label = "position"),
	FIELD(struct row, decision, KIND_MONEY, .maybe = true, .label = "by_decision"),
	FIELD(struct row, account, KIND_MONEY, .maybe = true, .label = "by_account"),
	FIELD(struct row, eligible, KIND_MONEY, .maybe = true, .label = "eligible"),
	FIELD(struct row, paid, KIND_MONEY, .maybe = true, .label = "paid"),
	FIELD(struct row, used, KIND_MONEY, .maybe = true, .label = "used"),
	FIELD(struct row, back, KIND_MONEY, .maybe = true, .label = "back"),
	FIELD(struct row, reckoning, KIND_TEXT, .label = "reckoning"),
};
static const struct record row_rec = RECORD("proof_row", struct row, row_fields);

/* The heads of the columns are frozen words, too; all cells are texts and amounts. */
static str frozen_word(void *self, struct arena *a UNUSED, str key)
{
	LIST_EACH (const struct proof_word, w, (const struct list *)self)
		if (str_eq(w->code, key))
			return w->text;
	return STR_NONE;
}

static str no_value(void *self UNUSED, struct arena *a UNUSED, const struct record *r UNUSED,
                    const struct field *f UNUSED, const void *row UNUSED)
{
	return STR_NONE;
}

static void put_rows(struct cx *cx, const struct grant_proof *p, struct list *ret)
{
	LIST_EACH (const struct proof_line, l, &p->income)
		*LIST_ADD(cx->mem, ret, struct row) = (struct row){ .part = proof_said(&p->words, "income"),
			                                            .position = l->label,
			                                            .decision = l->decision_cents,
			                                            .account = MAYBE(l->cents) };
	LIST_EACH (const struct proof_line, l, &p->expenses)
		*LIST_ADD(cx->mem, ret, struct row) = (struct row){ .part = proof_said(&p->words, "expenses"),
			                                            .position = l->label,
			                                            .decision = l->decision_cents,
			                                            .account = MAYBE(l->cents),
			                                            .eligible = MAYBE(l->eligible_cents),
			                                            .paid = MAYBE(l->paid_cents),
			                                            .used = MAYBE(l->used_cents),
			                                            .back = MAYBE(l->back_cents),
			                                            .reckoning = l->calculation };
	LIST_EACH (const struct proof_post, post, &p->posts)
		*LIST_ADD(cx->mem, ret, struct row) = (struct row){ .part = proof_said(&p->words, "posts"),
			                                            .position = post->title,
			                                            .account = post->cost_cents,
			                                            .eligible = post->granted_cents,
			                                            .reckoning = post->calculation };
	LIST_EACH (const struct interest_stretch, t, &p->interest.stretches)
		*LIST_ADD(cx->mem, ret, struct row) =
		        (struct row){ .part = proof_said(&p->words, "interest"),
			              .position = str_print(cx->mem, STR_FMT "–" STR_FMT,
			                                    STR_ARG(day_german(cx->mem, t->from)),
			                                    STR_ARG(day_german(cx->mem, t->until))),
			              .back = t->cents,
			              .reckoning = t->calculation };
}

err proof_xlsx(struct cx *cx, const struct grant_proof *p, str *ret)
{
	struct list rows = { 0 }, words = p->words;
	put_rows(cx, p, &rows);
	const struct formatter formatter = { &words, frozen_word, no_value };
	const struct doc_table table = { .title = str_print(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(p->reference),
		                                            STR_ARG(p->centre)),
		                         .note = p->demo ? proof_said(&p->words, "demo") : STR_NONE,
		                         .record = &row_rec,
		                         .rows = &rows,
		                         .made = p->submitted_at };
	return doc_xlsx(cx->mem, &table, &formatter, ret);
}
