/* The letter at the end of a case: what is admitted, what is asked back, on what grounds, and the way of remedy. */
#include <inttypes.h>

#include "base/money.h"
#include "features/grants/grant_closing.h"
#include "features/grants/grant_letter.h"

/* "Zuwendungsbescheid vom 18.01.2024 über 386.000,00 €; Änderungsbescheid ...", and the proof that was checked. */
static void add_about(struct grant_sheet *s, const struct grant_closing *c)
{
	LIST_EACH (const struct proof_decision, d, &c->decisions)
		sheet_text(s, str_print(s->mem, STR_FMT " " STR_FMT ": " STR_FMT,
		                        STR_ARG(sheet_word(s, str_c(s->mem, d->type))),
		                        STR_ARG(day_german(s->mem, d->day)), STR_ARG(money_german(s->mem, d->cents))));
	sheet_named(s, "about", day_german(s->mem, c->proof_day));
}

static void add_positions(struct grant_sheet *s, const struct grant_closing *c)
{
	s->amounts = 4;
	sheet_heading(s, "positions");
	SHEET_ROW(s, DOC_HEAD_ROW, sheet_word(s, "position"), sheet_word(s, "paid"), sheet_word(s, "proven"),
	          sheet_word(s, "admitted"), sheet_word(s, "back"));
	LIST_EACH (const struct closing_line, l, &c->positions)
		SHEET_ROW(s, DOC_ROW, l->label, money_german(s->mem, l->paid_cents),
		          money_german(s->mem, l->proven_cents), money_german(s->mem, l->admitted_cents),
		          money_german(s->mem, l->back_cents));
	SHEET_ROW(s, DOC_SUM_ROW, sheet_word(s, "total"), money_german(s->mem, c->paid_cents),
	          money_german(s->mem, c->proven_cents), money_german(s->mem, c->admitted_cents),
	          money_german(s->mem, c->back_cents));
	s->amounts = 0;
	LIST_EACH (const struct closing_line, l, &c->positions)
		if (l->reason.p)
			sheet_text(s, str_print(s->mem, STR_FMT ": " STR_FMT, STR_ARG(l->label), STR_ARG(l->reason)));
}

static void add_amount(struct grant_sheet *s, int kind, const char *code, int64_t cents)
{
	if (cents || kind == DOC_SUM_ROW)
		SHEET_ROW(s, kind, sheet_word(s, code), money_german(s->mem, cents));
}

/* What is demanded, as the sum that it is. */
static void add_result(struct grant_sheet *s, const struct grant_closing *c)
{
	sheet_heading(s, "result");
	add_amount(s, DOC_ROW, "back", c->back_cents);
	add_amount(s, DOC_ROW, "before", -c->before_cents.v);
	add_amount(s, DOC_ROW, "interest", c->interest.cents);
	add_amount(s, DOC_ROW, "waived", -c->waived_cents);
	add_amount(s, DOC_SUM_ROW, "demand", c->demand_cents);
	if (c->waived)
		sheet_text(s, c->waiver_reason);
	sheet_named(s, "due", day_is(c->paper.due_on) ? day_german(s->mem, c->paper.due_on) : STR_NONE);
}

static void add_grounds(struct grant_sheet *s, const struct grant_closing *c, bool demands)
{
	if (c->note.p) {
		sheet_heading(s, "note");
		sheet_text(s, c->note);
	}
	if (!demands)
		return;
	sheet_heading(s, "grounds");
	sheet_text(s, sheet_word(s, "grounds_interest"));
	sheet_heading(s, "reasons");
	sheet_text(s, sheet_word(s, "remedy"));
}

err closing_letter(struct cx *cx, const struct grant_closing *c, const struct grant_event *draft,
                   const struct grant_event *approval, str *ret)
{
	bool demands = str_is(c->paper.type, "demand");
	struct grant_sheet s = { .mem = cx->mem, .words = &c->words };
	sheet_text(&s, sheet_word(&s, demands ? "lead_demand" : "lead_close"));
	add_about(&s, c);
	add_positions(&s, c);
	if (demands || c->waived || c->before_cents.has)
		add_result(&s, c);
	if (c->interest.stretches.n)
		sheet_interest(&s, &c->interest);
	add_grounds(&s, c, demands);
	str title = sheet_word(&s, demands ? "subject_demand" : "subject_close");
	const struct authority_letter letter = { .authority = c->authority,
		                                 .recipient_lines = c->recipient_lines,
		                                 .file_number = c->file_number,
		                                 .subject = str_print(cx->mem, STR_FMT ": " STR_FMT " %" PRId64,
		                                                      STR_ARG(title), STR_ARG(c->programme), c->year),
		                                 .draft = draft,
		                                 .approval = approval,
		                                 .lines = &s.lines };
	return authority_letter_pdf(cx, &letter, ret);
}
