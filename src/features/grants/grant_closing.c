#include "features/grants/grant_closing.h"

#include "base/arena.h"
#include "core/setting.h"
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_decision.h"
#include "features/grants/grant_letter.h"

static const struct field position_fields[] = {
	FIELD(struct closing_line, item, KIND_TEXT),
	FIELD(struct closing_line, label, KIND_TEXT),
	FIELD(struct closing_line, group, KIND_TEXT),
	FIELD(struct closing_line, paid_cents, KIND_MONEY),
	FIELD(struct closing_line, proven_cents, KIND_MONEY),
	FIELD(struct closing_line, admitted_cents, KIND_MONEY),
	FIELD(struct closing_line, back_cents, KIND_MONEY),
	FIELD(struct closing_line, reason, KIND_TEXT, .max = 1000),
};
const struct record closing_line_rec = RECORD("closing_line", struct closing_line, position_fields);

#define TEXT_OF(member, ...) FIELD(struct grant_closing, member, KIND_TEXT, __VA_ARGS__)
#define MONEY_OF(member) FIELD(struct grant_closing, member, KIND_MONEY)
#define FIELD_OF(member, kind_, ...) FIELD(struct grant_closing, member, kind_, __VA_ARGS__)
static const struct field fields[] = {
	PAPER_FIELDS(struct grant_closing),
	TEXT_OF(centre),
	TEXT_OF(carrier),
	TEXT_OF(slug),
	TEXT_OF(programme),
	TEXT_OF(authority),
	TEXT_OF(recipient_lines),
	TEXT_OF(file_number),
	FIELD_OF(year, KIND_INT),
	FIELD_OF(proof_number, KIND_INT),
	FIELD_OF(proof_day, KIND_DAY),
	FIELD_OF(decisions, KIND_MANY, .of = &proof_decision_rec),
	FIELD_OF(positions, KIND_MANY, .of = &closing_line_rec),
	MONEY_OF(granted_cents),
	MONEY_OF(paid_cents),
	MONEY_OF(proven_cents),
	MONEY_OF(admitted_cents),
	MONEY_OF(back_cents),
	FIELD_OF(interest_until, KIND_DAY),
	FIELD_OF(interest, KIND_ONE, .of = &grant_interest_rec),
	FIELD_OF(waived, KIND_BOOL),
	FIELD_OF(before_cents, KIND_MONEY, .maybe = true),
	MONEY_OF(waived_cents),
	MONEY_OF(demand_cents),
	TEXT_OF(waiver_reason, .lines = true, .max = 4000),
	TEXT_OF(note, .lines = true, .max = 4000),
	FIELD_OF(words, KIND_MANY, .of = &proof_word_rec),
};
const struct record grant_closing_rec = RECORD("grant_closing", struct grant_closing, fields);

/* Of the letter: "closing_words.<code>". */
static const char closing_words[] =
        "subject_demand subject_close about lead_demand lead_close positions position paid proven admitted back before "
        "total interest interest_none stretch reckoning money waived result demand due note grounds grounds_interest "
        "reasons assumed grant change revocation";

/* --- the form ----------------------------------------------------------------------------------------------------- */

#define ADMITTED(i, code)                                                                                              \
	{ .name = "admitted_" code,                                                                                    \
	  .kind = KIND_MONEY,                                                                                          \
	  .label = "item." code,                                                                                       \
	  .maybe = true,                                                                                               \
	  .input = true,                                                                                               \
	  .max = 100000000000,                                                                                         \
	  .offset = offsetof(struct closing_form, admitted) + (i) * sizeof(struct maybe) },                            \
	        { .name = "reason_" code,                                                                              \
		  .kind = KIND_TEXT,                                                                                   \
		  .label = "closing_form.reason",                                                                      \
		  .input = true,                                                                                       \
		  .max = 1000,                                                                                         \
		  .offset = offsetof(struct closing_form, reason) + (i) * sizeof(str) },
#define IN(member, kind_, ...) FIELD(struct closing_form, member, kind_, .input = true, __VA_ARGS__)
static const struct field form_fields[] = {
	GRANT_ITEMS_EACH(ADMITTED) FIELD(struct closing_form, version, KIND_INT, .hidden = true),
	IN(interest_until, KIND_DAY, .required = true),
	IN(due_on, KIND_DAY, .required = true),
	IN(waived, KIND_BOOL),
	IN(waiver_reason, KIND_TEXT, .lines = true, .max = 4000),
	IN(note, KIND_TEXT, .lines = true, .max = 4000),
};
enum { FORM_FIELDS = sizeof form_fields / sizeof *form_fields };
const struct record closing_form_rec = RECORD("closing_form", struct closing_form, form_fields);

static const struct proof_line *proven_of(const struct grant_proof *p, const char *item)
{
	LIST_EACH (const struct proof_line, l, &p->expenses)
		if (str_is(l->item, item) && l->paid_cents > 0)
			return l;
	return NULL;
}

const struct record *closing_form_of(struct arena *a, const struct grant_proof *p)
{
	struct field *mine = NEW_ARRAY(a, struct field, FORM_FIELDS);
	struct record *r = NEW(a, struct record);
	*r = closing_form_rec;
	r->fields = mine;
	r->count = 0;
	for (size_t i = 0; i < FORM_FIELDS; i++)
		if (i >= 2 * GRANT_ITEMS || proven_of(p, grant_items[i / 2]))
			mine[r->count++] = form_fields[i];
	return r;
}

/* What was proven, and no more than what is granted now: a revocation may have come after the proof. */
static int64_t most_of(const struct grant_state *s, const struct proof_line *l)
{
	const struct grant_line *granted = grant_line_of(&s->granted.lines, l->item);
	int64_t most = granted ? granted->cents : 0;
	return l->used_cents < most ? l->used_cents : most;
}

struct closing_form closing_form_fresh(const struct grant_state *s, const struct grant_proof *p, day today, int months)
{
	struct closing_form f = { .version = s->seen,
		                  .interest_until = today,
		                  .due_on = day_add_months(today, months) };
	for (size_t i = 0; i < GRANT_ITEMS; i++) {
		const struct proof_line *l = proven_of(p, grant_items[i]);
		if (l)
			f.admitted[i] = MAYBE(most_of(s, l));
	}
	return f;
}

struct closing_form closing_form_again(const struct closing_form *fresh, const struct grant_closing *before, day today)
{
	struct closing_form f = *fresh;
	for (size_t i = 0; i < GRANT_ITEMS; i++)
		LIST_EACH (const struct closing_line, l, &before->positions)
			if (str_is(l->item, grant_items[i]) && f.admitted[i].has) {
				f.reason[i] = l->reason;
				if (l->admitted_cents < f.admitted[i].v)
					f.admitted[i].v = l->admitted_cents;
			}
	f.interest_until = before->interest_until;
	if (day_cmp(before->paper.due_on, today) >= 0)
		f.due_on = before->paper.due_on;
	f.waived = before->waived;
	f.waiver_reason = before->waiver_reason;
	f.note = before->note;
	return f;
}

/* --- what comes of it --------------------------------------------------------------------------------------------- */

static const char *field_name(struct cx *cx, const char *which, const char *item)
{
	return str_print(cx->mem, "%s_%s", which, item).p;
}

static err add_position(struct cx *cx, const struct grant_state *s, const struct closing_form *f, size_t i,
                        const struct proof_line *l, struct grant_closing *c)
{
	int64_t most = most_of(s, l), admitted = f->admitted[i].has ? f->admitted[i].v : most;
	str reason = str_blank(f->reason[i]) ? STR_NONE : f->reason[i];
	if (admitted < 0 || admitted > most)
		return problem_add(cx, field_name(cx, "admitted", grant_items[i]), "grants.closing.too_much",
		                   ARGS({ "most", say_money(cx->words, cx->mem, most) }));
	if (admitted < most && !reason.p)
		return problem_add(cx, field_name(cx, "reason", grant_items[i]), "grants.closing.reason_missing",
		                   NO_ARGS);
	*LIST_ADD(cx->mem, &c->positions, struct closing_line) =
	        (struct closing_line){ .item = l->item,
		                       .label = l->label,
		                       .group = l->group,
		                       .paid_cents = l->paid_cents,
		                       .proven_cents = l->used_cents,
		                       .admitted_cents = admitted,
		                       .back_cents = l->paid_cents - admitted,
		                       .reason = reason };
	*LIST_ADD(cx->mem, &c->paper.lines, struct grant_line) = (struct grant_line){ .item = l->item,
		                                                                      .label = l->label,
		                                                                      .group = l->group,
		                                                                      .cents = admitted,
		                                                                      .ceiling_cents = MAYBE(most),
		                                                                      .calculation = l->calculation,
		                                                                      .note = reason };
	c->paid_cents += l->paid_cents;
	c->proven_cents += l->used_cents;
	c->admitted_cents += admitted;
	c->back_cents += l->paid_cents - admitted;
	return OK;
}

static err add_positions(struct cx *cx, const struct closing_basis *b, const struct closing_form *f,
                         struct grant_closing *c)
{
	err e = OK;
	for (size_t i = 0; i < GRANT_ITEMS; i++) {
		const struct proof_line *l = proven_of(b->proof, grant_items[i]);
		err bad = l ? add_position(cx, b->state, f, i, l, c) : OK;
		e = bad != OK ? bad : e;
	}
	return e;
}

static err add_interest(struct cx *cx, const struct closing_basis *b, const struct closing_form *f,
                        struct grant_closing *c)
{
	struct list parts = { 0 };
	const struct interest_rules rules = { .rules = b->rules,
		                              .authority = b->c->kind,
		                              .centre_id = b->c->centre_id,
		                              .english = !str_is(str_of(words_language(cx->words)), "de") };
	c->interest.complete = true;
	const struct interest_back back = { c->before_cents.v, c->back_cents - c->before_cents.v };
	grant_interest_money(cx->mem, b->state, b->events, back, day_of((int)b->c->year, 12, 31), f->interest_until,
	                     &parts);
	LIST_EACH (const struct interest_money, m, &parts)
		grant_interest_add(cx->mem, &rules, m, &c->interest);
	if (!c->interest.complete && !f->waived)
		return problem_add(cx, "interest_until", "grants.closing.rate_unknown", NO_ARGS);
	if (f->waived && str_blank(f->waiver_reason))
		return problem_add(cx, "waiver_reason", "grants.closing.reason_missing", NO_ARGS);
	c->waived = f->waived;
	c->waived_cents = f->waived ? c->interest.cents : 0;
	c->waiver_reason = f->waived ? f->waiver_reason : STR_NONE;
	return OK;
}

static err check_days(struct cx *cx, const struct closing_basis *b, const struct closing_form *f)
{
	err e = OK;
	if (day_cmp(f->interest_until, b->proof_event->day) < 0)
		e = problem_add(cx, "interest_until", "grants.closing.before_proof", NO_ARGS);
	if (day_cmp(f->due_on, cx->today) < 0)
		e = problem_add(cx, "due_on", "grants.closing.due_past", NO_ARGS);
	return e;
}

static err fill_head(struct cx *cx, const struct closing_basis *b, const struct closing_form *f,
                     struct grant_closing *c)
{
	struct setting_row authority;
	struct decision granted = { 0 };
	const struct grant_proof *p = b->proof;
	if (b->state->decision)
		TRY(decision_read(cx, b->state->decision, &granted));
	TRY(setting_get(cx, &setting_authority, 0, cx->today, &authority));
	*c = (struct grant_closing){
		.paper = { .format = GRANT_FORMAT, .from = p->paper.from, .until = p->paper.until },
		.centre = p->centre,
		.carrier = p->carrier,
		.slug = p->slug,
		.programme = p->programme,
		.authority = authority.value,
		.file_number = granted.file_number,
		.year = p->year,
		.proof_number = b->proof_event->seq,
		.proof_day = b->proof_event->day,
		.decisions = p->decisions,
		.granted_cents = b->state->granted_cents,
		.interest_until = f->interest_until,
		.note = str_blank(f->note) ? STR_NONE : f->note
	};
	TRY(grant_address(cx, b->c->centre_id, cx->today, &c->recipient_lines));
	proof_words_fill(cx, "closing_words", closing_words, &c->words);
	struct proof_word *remedy = LIST_ADD(cx->mem, &c->words, struct proof_word);
	remedy->code = S("remedy");
	return grant_remedies(cx, &remedy->text);
}

err closing_of(struct cx *cx, const struct closing_basis *b, const struct closing_form *f, struct grant_closing *ret)
{
	TRY(fill_head(cx, b, f, ret));
	err days = check_days(cx, b, f), positions = add_positions(cx, b, f, ret);
	if (days != OK || positions != OK)
		return days != OK ? days : positions;
	int64_t demanded = b->state->demanded_cents;
	if (demanded > 0 && ret->back_cents > 0)
		ret->before_cents = MAYBE(demanded < ret->back_cents ? demanded : ret->back_cents);
	TRY(add_interest(cx, b, f, ret));
	ret->demand_cents = ret->back_cents - ret->before_cents.v + ret->interest.cents - ret->waived_cents;
	ret->paper.total_cents = ret->admitted_cents;
	ret->paper.type = ret->demand_cents > 0 ? S("demand") : S("close");
	if (ret->demand_cents > 0)
		ret->paper.due_on = f->due_on;
	return OK;
}

/* --- with the database -------------------------------------------------------------------------------------------- */

err closing_read(struct cx *cx, const struct grant_event *draft, struct grant_closing *ret)
{
	*ret = (struct grant_closing){ 0 };
	return grant_paper_read(cx, draft->content, &grant_closing_rec, ret);
}

/* German, whatever the reader's language: it is an official paper. */
static err draft_of(struct cx *cx, const struct closing_add *in, struct grant_event *ret)
{
	struct grant_case c;
	struct grant_state s;
	struct grant_proof proof;
	struct grant_closing closing;
	struct list events = { 0 }, rules = { 0 };
	TRY(grant_case_find(cx, in->centre, in->case_id, &c));
	TRY(grant_state_on(cx, &c, &s, &events));
	if (!s.proof)
		return fail(cx, E_INVALID, "grants.may_not.no_proof", NO_ARGS);
	TRY(rules_known(cx, cx->now, &rules));
	TRY(proof_read(cx, s.proof, &proof));
	const struct closing_basis basis = { &c, &s, &events, &rules, &proof, s.proof };
	TRY(closing_of(cx, &basis, in->form, &closing));
	*ret = (struct grant_event){ .kind = S("closing_draft"),
		                     .about_id = MAYBE(s.proof->id),
		                     .day = cx->today,
		                     .cents = MAYBE(closing.demand_cents),
		                     .note = closing.note,
		                     .content = grant_paper_json(cx->mem, &grant_closing_rec, &closing) };
	return OK;
}

err closing_draft_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct closing_add *in = in_;
	struct grant_add add = { .centre = in->centre, .case_id = in->case_id, .seen = in->form->version };
	const struct words *of_reader = cx->words;
	cx->words = words_sibling(of_reader, S("de"));
	err e = draft_of(cx, in, &add.event);
	cx->words = of_reader;
	TRY(e);
	return grant_add_in_tx(cx, &add, ret);
}
