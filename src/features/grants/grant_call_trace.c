#include "features/grants/grant_call_trace.h"

#include "core/words.h"
#include "features/grants/grant_decision.h"
#include "features/rulebook/rulebook.h"

static const struct field step_fields[] = {
	FIELD(struct grant_call_step, label, KIND_TEXT),
	FIELD(struct grant_call_step, group, KIND_TEXT),
	FIELD(struct grant_call_step, sum, KIND_BOOL),
	FIELD(struct grant_call_step, granted_cents, KIND_MONEY),
	FIELD(struct grant_call_step, before_cents, KIND_MONEY),
	FIELD(struct grant_call_step, cents, KIND_MONEY),
	FIELD(struct grant_call_step, left_cents, KIND_MONEY),
	FIELD(struct grant_call_step, percent, KIND_DECIMAL, .maybe = true),
	FIELD(struct grant_call_step, calculation, KIND_TEXT),
	FIELD(struct grant_call_step, note, KIND_TEXT),
};
const struct record grant_call_step_rec = RECORD("grant_call_step", struct grant_call_step, step_fields);
static const struct field trace_fields[] = {
	FIELD(struct grant_call_trace, file_number, KIND_TEXT),
	FIELD(struct grant_call_trace, decided_on, KIND_DAY),
	FIELD(struct grant_call_trace, window, KIND_TEXT),
	FIELD(struct grant_call_trace, groups, KIND_TEXT),
	FIELD(struct grant_call_trace, steps, KIND_MANY, .of = &grant_call_step_rec),
};
const struct record grant_call_trace_rec = RECORD("grant_call_trace", struct grant_call_trace, trace_fields);

/* --- positions ---------------------------------------------------------------------------------------------------- */

static void finish(struct grant_call_step *s)
{
	s->left_cents = s->granted_cents - s->before_cents - s->cents;
	if (s->granted_cents > 0)
		s->percent = MAYBE((s->cents * 200000 + s->granted_cents) / (2 * s->granted_cents));
}

static int64_t called_before(const struct grant_state *before, str item)
{
	LIST_EACH (const struct grant_item, i, &before->items)
		if (str_eq(i->item, item))
			return i->called_cents;
	return 0;
}

/* One position of the decision that held; its part in the sum of its group. */
static void add_position(struct cx *cx, const struct grant_state *before, const struct grant_line *granted,
                         const struct grant_call_paper *p, struct grant_call_trace *ret, struct grant_call_step *sum)
{
	const struct grant_line *called = grant_line_of(&p->paper.lines, granted->item);
	struct grant_call_step *s = LIST_ADD(cx->mem, &ret->steps, struct grant_call_step);
	*s = (struct grant_call_step){ .label = granted->label,
		                       .group = granted->group,
		                       .granted_cents = granted->cents,
		                       .before_cents = called_before(before, granted->item),
		                       .cents = called ? called->cents : 0,
		                       .calculation = called ? called->calculation : STR_NONE,
		                       .note = called ? called->note : STR_NONE };
	finish(s);
	sum->granted_cents += s->granted_cents;
	sum->before_cents += s->before_cents;
	sum->cents += s->cents;
}

static bool group_done(const struct list *steps, str group)
{
	LIST_EACH (const struct grant_call_step, s, steps)
		if (s->sum && str_eq(s->group, group))
			return true;
	return false;
}

static void add_group(struct cx *cx, const struct grant_state *before, str group, const struct grant_call_paper *p,
                      struct grant_call_trace *ret)
{
	struct grant_call_step sum = { .group = group, .sum = true };
	LIST_EACH (const struct grant_line, l, &before->granted.lines)
		if (l->cents && str_eq(l->group, group))
			add_position(cx, before, l, p, ret, &sum);
	sum.label = word_args(cx->words, cx->mem, "grants.call.group_sum",
	                      ARGS({ "group", word(cx->words, cx->mem,
	                                           str_print(cx->mem, "grant_group." STR_FMT, STR_ARG(group)).p) }));
	finish(&sum);
	*LIST_ADD(cx->mem, &ret->steps, struct grant_call_step) = sum;
}

/* --- rules -------------------------------------------------------------------------------------------------------- */

/* r: NULL: the rulebook has none. */
static str ruled(struct cx *cx, const struct rule *r, str said)
{
	if (!r)
		return said;
	return word_args(
	        cx->words, cx->mem, "grants.call.ruled",
	        ARGS({ "said", said }, { "rule", r->code }, { "source", r->source },
	             { "mark", word(cx->words, cx->mem, str_print(cx->mem, "mark." STR_FMT, STR_ARG(r->mark)).p) }));
}

static str window_said(struct cx *cx, const struct grant_terms *t, day on)
{
	if (!day_is(t->call_from) || !day_is(t->call_to))
		return word(cx->words, cx->mem, "grants.call.no_window");
	bool within = day_cmp(on, t->call_from) >= 0 && day_cmp(on, t->call_to) <= 0;
	return word_args(cx->words, cx->mem, within ? "grants.call.in_window" : "grants.call.out_of_window",
	                 ARGS({ "from", say_day(cx->words, cx->mem, t->call_from) },
	                      { "to", say_day(cx->words, cx->mem, t->call_to) },
	                      { "day", say_day(cx->words, cx->mem, on) }));
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static err decision_held(struct cx *cx, const struct grant_state *before, struct grant_call_trace *ret)
{
	struct decision d;
	ret->decided_on = before->decided_on;
	if (!before->decision)
		return OK;
	TRY(decision_read(cx, before->decision, &d));
	ret->file_number = d.file_number;
	return OK;
}

err grant_call_trace_of(struct cx *cx, const struct grant_case *c, const struct list *events,
                        const struct grant_event *e, const struct grant_call_paper *p, struct grant_call_trace *ret)
{
	struct list earlier = { 0 }, rules = { 0 };
	struct grant_state before;
	*ret = (struct grant_call_trace){ 0 };
	LIST_EACH (const struct grant_event, x, events)
		if (x->seq < e->seq)
			*LIST_ADD(cx->mem, &earlier, struct grant_event) = *x;
	TRY(rules_known(cx, cx->now, &rules));
	const struct grant_terms terms = grant_terms_of(&rules, c);
	TRY(grant_state_of(cx, c, &earlier, &terms, &before));
	TRY(decision_held(cx, &before, ret));
	LIST_EACH (const struct grant_line, l, &before.granted.lines)
		if (l->cents && !group_done(&ret->steps, l->group))
			add_group(cx, &before, l->group, p, ret);
	ret->window = ruled(cx, terms.by[TERM_CALL_WINDOW], window_said(cx, &terms, e->day));
	ret->groups =
	        ruled(cx, terms.by[TERM_CALL_GROUPS],
	              word(cx->words, cx->mem, terms.two_groups ? "grants.calls_apart" : "grants.calls_together"));
	return OK;
}
