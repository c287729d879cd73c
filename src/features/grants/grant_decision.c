/* What a decision says, and what is refused of its draft. */
#include "features/grants/grant_decision.h"

#include <inttypes.h>
#include <string.h>

#include "core/setting.h"
#include "core/words.h"
#include "features/centres/centres.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_letter.h"

static const char *const type_codes[] = { "grant", "refusal", "change", "revocation", NULL };
const struct choices decision_type_choices = { "decision_type", type_codes };

static const struct field fields[] = {
	PAPER_FIELDS(struct decision),
	FIELD(struct decision, file_number, KIND_TEXT),
	FIELD(struct decision, purpose, KIND_TEXT, .max = 2000),
	FIELD(struct decision, payout, KIND_TEXT, .max = 2000),
	FIELD(struct decision, conditions, KIND_TEXT, .max = 4000),
	FIELD(struct decision, reason, KIND_TEXT, .max = 4000),
	FIELD(struct decision, authority, KIND_TEXT),
	FIELD(struct decision, applicant_lines, KIND_TEXT),
	FIELD(struct decision, applicant, KIND_TEXT),
	FIELD(struct decision, ags8, KIND_TEXT),
	FIELD(struct decision, centre_name, KIND_TEXT),
	FIELD(struct decision, remedies, KIND_TEXT, .max = 2000),
	FIELD(struct decision, applied_on, KIND_DAY),
	FIELD(struct decision, asked_cents, KIND_MONEY),
	FIELD(struct decision, before_cents, KIND_MONEY),
	FIELD(struct decision, asked, KIND_MANY, .of = &grant_line_rec),
};
const struct record decision_rec = RECORD("grant_decision", struct decision, fields);

/* --- what is proposed --------------------------------------------------------------------------------------------- */

static str say(struct cx *cx, const char *key, const struct arg *args)
{
	return word_args(cx->words, cx->mem, key, args);
}

/* As it was asked for; what is known to be too much is not proposed. */
static void propose_lines(struct cx *cx, const struct list *asked, bool nothing, struct list *ret)
{
	LIST_EACH (const struct grant_line, l, asked) {
		struct grant_line *to = LIST_ADD(cx->mem, ret, struct grant_line);
		*to = *l;
		to->note = STR_NONE;
		if (l->ceiling_cents.has && to->cents > l->ceiling_cents.v)
			to->cents = l->ceiling_cents.v;
		if (nothing)
			to->cents = 0;
	}
}

static err add_parties(struct cx *cx, const struct tenant *centre, struct decision *d)
{
	struct centre self;
	struct setting_row authority;
	TRY(centre_find(cx, centre->id, cx->today, &self));
	TRY(grant_address(cx, centre->id, cx->today, &d->applicant_lines));
	TRY(setting_get(cx, &setting_authority, 0, cx->today, &authority));
	d->authority = authority.value;
	d->applicant = self.carrier;
	d->ags8 = self.ags8;
	d->centre_name = self.name;
	return OK;
}

static void add_texts(struct cx *cx, const struct grant_case *c, struct decision *d)
{
	str programme = say(cx, str_print(cx->mem, "grant_programme." STR_FMT, STR_ARG(c->programme)).p, NO_ARGS);
	str year = str_print(cx->mem, "%" PRId64, c->year);
	d->file_number = say(cx, "decision.file_number", ARGS({ "ags", d->ags8 }, { "year", year }));
	d->purpose = say(cx, "decision.purpose", ARGS({ "programme", programme }, { "name", d->centre_name }));
	d->payout = say(cx, "decision.payout", NO_ARGS);
	d->conditions = say(cx, "decision.conditions", NO_ARGS);
}

err decision_propose(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                     const struct grant_state *s, const char *type, struct decision *ret)
{
	const bool revokes = !strcmp(type, "revocation");
	*ret = (struct decision){ .applied_on = s->applied_on, .before_cents = s->granted_cents };
	ret->paper = (struct grant_paper){ .format = GRANT_FORMAT,
		                           .type = str_of(type),
		                           .from = s->granted.from,
		                           .until = s->granted.until,
		                           .due_on = s->proof_due };
	if (!day_is(s->granted.from)) {
		ret->paper.from = day_of((int)c->year, 1, 1);
		ret->paper.until = day_of((int)c->year, 12, 31);
	}
	/* Without a new application a change begins with what holds now. */
	const bool open = grant_undecided(s);
	const struct list *asked = revokes || !s->applied ? &s->granted.lines : &s->application.lines;
	const struct list *from = open ? asked : &s->granted.lines;
	ret->asked = *asked;
	ret->asked_cents = grant_lines_total(asked);
	ret->undecided = open;
	propose_lines(cx, from, revokes || !strcmp(type, "refusal"), &ret->paper.lines);
	ret->paper.total_cents = grant_lines_total(&ret->paper.lines);
	TRY(add_parties(cx, centre, ret));
	add_texts(cx, c, ret);
	TRY(grant_remedies(cx, &ret->remedies));
	return OK;
}

err decision_read(struct cx *cx, const struct grant_event *draft, struct decision *ret)
{
	*ret = (struct decision){ 0 };
	return grant_paper_read(cx, draft->content, &decision_rec, ret);
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static const char *field_of(struct cx *cx, const char *prefix, str item)
{
	return str_print(cx->mem, "%s_" STR_FMT, prefix, STR_ARG(item)).p;
}

static int64_t called_cents(const struct grant_state *s, str item)
{
	LIST_EACH (const struct grant_item, i, &s->items)
		if (str_eq(i->item, item))
			return i->called_cents;
	return 0;
}

static err check_line(struct cx *cx, const struct grant_state *s, const struct decision *d, const struct grant_line *l)
{
	const struct grant_line *asked = grant_line_of(&d->asked, l->item);
	const bool revokes = str_is(d->paper.type, "revocation");
	if (!asked || l->cents > asked->cents)
		return problem_add(
		        cx, field_of(cx, "cents", l->item),
		        revokes ? "grants.more_than_granted" : "grants.more_than_asked",
		        args_copy(cx->mem, ARGS({ "asked", say_money(cx->words, cx->mem, asked ? asked->cents : 0) })));
	if (!revokes && l->cents < called_cents(s, l->item))
		return problem_add(cx, field_of(cx, "cents", l->item), "grants.less_than_called",
		                   args_copy(cx->mem, ARGS({ "called", say_money(cx->words, cx->mem,
		                                                                 called_cents(s, l->item)) })));
	if (l->ceiling_cents.has && l->cents > l->ceiling_cents.v)
		return problem_add(
		        cx, field_of(cx, "cents", l->item), "grants.more_than_ceiling",
		        args_copy(cx->mem, ARGS({ "ceiling", say_money(cx->words, cx->mem, l->ceiling_cents.v) })));
	if (l->cents < asked->cents && str_blank(l->note) && !revokes)
		return problem_add(cx, field_of(cx, "note", l->item), "grants.less_needs_reason", NO_ARGS);
	return OK;
}

static err check_whole(struct cx *cx, const struct grant_state *s, const struct decision *d, int64_t repay_cents)
{
	const bool revokes = str_is(d->paper.type, "revocation"), refuses = str_is(d->paper.type, "refusal");
	if ((revokes || refuses) && str_blank(d->reason))
		return problem_add(cx, "reason", "form.required", NO_ARGS);
	if (!refuses && !revokes && d->paper.total_cents == 0)
		return problem_add(cx, "reason", "grants.nothing_granted", NO_ARGS);
	if (str_is(d->paper.type, "change") && !d->undecided && d->paper.total_cents < s->granted_cents)
		return problem_add(
		        cx, "reason", "grants.less_needs_hearing",
		        args_copy(cx->mem, ARGS({ "before", say_money(cx->words, cx->mem, s->granted_cents) })));
	if (revokes && d->paper.total_cents >= s->granted_cents)
		return problem_add(cx, "reason", "grants.nothing_revoked", NO_ARGS);
	if (revokes && repay_cents > s->paid_cents - s->demanded_cents)
		return problem_add(cx, "repay_cents", "grants.more_than_paid",
		                   args_copy(cx->mem, ARGS({ "paid", say_money(cx->words, cx->mem,
		                                                               s->paid_cents - s->demanded_cents) })));
	if (revokes && repay_cents && day_cmp(d->paper.repay_by, cx->today) <= 0)
		return problem_add(cx, "repay_by", "grants.repay_by_past", NO_ARGS);
	if (day_is(d->paper.until) && day_cmp(d->paper.until, d->paper.from) < 0)
		return problem_add(cx, "until", "centres.ends_before", NO_ARGS);
	return OK;
}

err decision_check(struct cx *cx, const struct grant_state *s, const struct decision *d, int64_t repay_cents)
{
	err e = OK;
	if (!str_is(d->paper.type, "refusal"))
		LIST_EACH (const struct grant_line, l, &d->paper.lines)
			if (check_line(cx, s, d, l) != OK)
				e = E_INVALID;
	err whole = check_whole(cx, s, d, repay_cents);
	return e != OK ? e : whole;
}

int64_t decision_repay(const struct grant_state *s, const struct decision *d)
{
	int64_t over = s->paid_cents - s->demanded_cents - d->paper.total_cents;
	return over > 0 ? over : 0;
}

day revocation_until(const struct grant_state *s)
{
	return s->hearing ? day_add_months(s->hearing->day, 12) : DAY_NONE;
}
