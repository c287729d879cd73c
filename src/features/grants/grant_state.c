/* How a case stands. The events are applied one after the other; what is said of a day is added at the end. */
#include "features/grants/grant_state.h"

#include "base/money.h"
#include "features/rulebook/rulebook.h"

/* --- one event after the other ------------------------------------------------------------------------------------ */

struct walk {
	struct cx *cx;
	const struct list *events;
	const struct grant_terms *terms;
	struct grant_state *s;
	const struct grant_event *answered; /* the application that was decided on last, and its paper */
	struct grant_paper answered_paper;
};

static const struct grant_event *event_with_id(const struct list *events, struct maybe id)
{
	LIST_EACH (const struct grant_event, e, events)
		if (id.has && e->id == id.v)
			return e;
	return NULL;
}

static struct grant_call *call_with_id(const struct grant_state *s, struct maybe id)
{
	LIST_EACH (struct grant_call, c, &s->calls)
		if (id.has && c->event_id == id.v)
			return c;
	return NULL;
}

const struct grant_call *grant_call_of(const struct grant_state *s, int64_t event_id)
{
	return call_with_id(s, MAYBE(event_id));
}

static err read_paper(struct walk *w, const struct grant_event *e, struct grant_paper *ret)
{
	*ret = (struct grant_paper){ 0 };
	return e->content.p ? grant_paper_read(w->cx, e->content, &grant_paper_rec, ret) : OK;
}

static void forget_checks(struct grant_state *s)
{
	s->content_check = s->figures_check = NULL;
}

static void end_hearing(struct grant_state *s)
{
	s->hearing = NULL;
	s->hearing_until = DAY_NONE;
	s->heard = false;
}

static err on_applied(struct walk *w, const struct grant_event *e)
{
	w->s->applied = e;
	w->s->submitted = true;
	if (!day_is(w->s->applied_on))
		w->s->applied_on = e->day;
	w->s->question = NULL;
	forget_checks(w->s);
	return read_paper(w, e, &w->s->application);
}

/* What was not decided yet is taken back; the application that was decided on stays. */
static err on_withdrawn(struct walk *w, UNUSED const struct grant_event *e)
{
	w->s->applied = w->answered;
	w->s->application = w->answered_paper;
	w->s->question = NULL;
	if (!w->answered)
		w->s->applied_on = DAY_NONE;
	forget_checks(w->s);
	return OK;
}

static err on_asked(struct walk *w, const struct grant_event *e)
{
	w->s->question = e;
	return OK;
}

static err on_answered(struct walk *w, UNUSED const struct grant_event *e)
{
	w->s->question = NULL;
	return OK;
}

static err on_checked_content(struct walk *w, const struct grant_event *e)
{
	w->s->content_check = e;
	return OK;
}

static err on_checked_figures(struct walk *w, const struct grant_event *e)
{
	w->s->figures_check = e;
	return OK;
}

static err on_draft(struct walk *w, const struct grant_event *e)
{
	LIST_ADD(w->cx->mem, &w->s->drafts, struct grant_draft)->event = e;
	struct grant_call *call = call_with_id(w->s, e->about_id);
	if (str_is(e->kind, "payout_draft") && call) {
		call->draft_id = e->id;
		call->draft_cents = e->cents.v;
	}
	return OK;
}

static void drop_draft(struct grant_state *s, const struct grant_event *draft)
{
	size_t kept = 0;
	LIST_EACH (const struct grant_draft, d, &s->drafts)
		if (d->event != draft)
			*LIST_AT(&s->drafts, struct grant_draft, kept++) = *d;
	s->drafts.n = kept;
}

static void application_answered(struct walk *w, const struct grant_event *draft)
{
	w->s->answered_seq = draft->seq;
	w->answered = w->s->applied;
	w->answered_paper = w->s->application;
	forget_checks(w->s);
}

static void demand(struct walk *w, int64_t cents, day by)
{
	w->s->demanded_cents += cents;
	*LIST_ADD(w->cx->mem, &w->s->demands, struct grant_demand) = (struct grant_demand){ cents, by };
}

static day else_day(day named, day before)
{
	return day_is(named) ? named : before;
}

/* Of what holds, the days that a later decision does not name: a revocation names none. */
static void keep_days(struct grant_paper *now, const struct grant_paper *before)
{
	now->from = else_day(now->from, before->from);
	now->until = else_day(now->until, before->until);
	now->due_on = else_day(now->due_on, before->due_on);
}

/* A refusal of a changed application leaves what was granted, and its finality, as it is. */
static err decision_approved(struct walk *w, const struct grant_event *draft, day on)
{
	struct grant_state *s = w->s;
	struct grant_paper paper;
	TRY(read_paper(w, draft, &paper));
	s->decision = draft;
	if (grant_undecided(s) && !str_is(paper.type, "revocation"))
		application_answered(w, draft);
	if (str_is(paper.type, "refusal") && s->granted.total_cents > 0)
		return OK;
	if (s->granted.total_cents > 0)
		keep_days(&paper, &s->granted);
	s->granted = paper;
	s->decided_on = on;
	s->delivered_on = s->final_on = DAY_NONE;
	s->waived = s->appealed = s->is_final = false;
	s->appealed_on = DAY_NONE;
	end_hearing(s);
	if (s->proof)
		s->figures_check = NULL; /* they were checked against what held before */
	if (str_is(paper.type, "revocation"))
		demand(w, draft->cents.v, paper.repay_by);
	return OK;
}

static err closing_approved(struct walk *w, const struct grant_event *draft)
{
	struct grant_paper paper;
	TRY(read_paper(w, draft, &paper));
	w->s->closing = draft;
	demand(w, draft->cents.v, paper.due_on);
	return OK;
}

static err on_approved(struct walk *w, const struct grant_event *e)
{
	const struct grant_event *draft = event_with_id(w->events, e->about_id);
	struct grant_call *call = draft ? call_with_id(w->s, draft->about_id) : NULL;
	if (!draft)
		return OK;
	drop_draft(w->s, draft);
	if (str_is(draft->kind, "decision_draft"))
		return decision_approved(w, draft, e->day);
	if (str_is(draft->kind, "payout_draft") && call) {
		call->approved = true;
		call->approved_on = e->day;
	}
	return str_is(draft->kind, "closing_draft") ? closing_approved(w, draft) : OK;
}

static err on_rejected(struct walk *w, const struct grant_event *e)
{
	const struct grant_event *draft = event_with_id(w->events, e->about_id);
	struct grant_call *call = draft ? call_with_id(w->s, draft->about_id) : NULL;
	drop_draft(w->s, draft);
	if (call && call->draft_id == draft->id)
		call->draft_id = call->draft_cents = 0;
	return OK;
}

static err on_delivered(struct walk *w, const struct grant_event *e)
{
	w->s->delivered_on = e->day;
	return OK;
}

static err on_waived(struct walk *w, const struct grant_event *e)
{
	w->s->waived = true;
	w->s->final_on = e->day;
	return OK;
}

static err on_appealed(struct walk *w, const struct grant_event *e)
{
	w->s->appealed = true;
	w->s->appealed_on = e->day;
	return OK;
}

static err on_appeal_ended(struct walk *w, const struct grant_event *e)
{
	w->s->appealed = false;
	w->s->final_on = e->day;
	return OK;
}

static err on_called(struct walk *w, const struct grant_event *e)
{
	struct grant_paper paper;
	TRY(read_paper(w, e, &paper));
	*LIST_ADD(w->cx->mem, &w->s->calls, struct grant_call) = (struct grant_call){
		.event_id = e->id,
		.group = paper.group,
		.called_on = e->day,
		.called_by = e->recorded_by,
		.cents = e->cents.v,
		.lines = paper.lines,
	};
	return OK;
}

static err on_call_withdrawn(struct walk *w, const struct grant_event *e)
{
	struct grant_call *call = call_with_id(w->s, e->about_id);
	if (call)
		call->withdrawn = true;
	return OK;
}

static err on_paid(struct walk *w, const struct grant_event *e)
{
	struct grant_call *call = call_with_id(w->s, e->about_id);
	if (!call)
		return OK;
	call->paid_id = e->id;
	call->paid_cents = e->cents.v;
	call->paid_on = e->day;
	call->use_by = day_add_months(e->day, (int)w->terms->use_months);
	call->warn_from = day_add(e->day, (int)w->terms->warning_days);
	return OK;
}

static err on_used(struct walk *w, const struct grant_event *e)
{
	struct grant_call *call = call_with_id(w->s, e->about_id);
	if (call)
		call->used_cents += e->cents.v;
	return OK;
}

static err on_hearing(struct walk *w, const struct grant_event *e)
{
	struct grant_paper paper;
	TRY(read_paper(w, e, &paper));
	w->s->hearing = e;
	w->s->hearing_until = paper.due_on;
	w->s->heard = false;
	return OK;
}

static err on_heard(struct walk *w, UNUSED const struct grant_event *e)
{
	w->s->heard = true;
	return OK;
}

static err on_hearing_ended(struct walk *w, UNUSED const struct grant_event *e)
{
	end_hearing(w->s);
	return OK;
}

static err on_proven(struct walk *w, const struct grant_event *e)
{
	w->s->proof = e;
	w->s->question = NULL;
	forget_checks(w->s);
	return OK;
}

static err on_repaid(struct walk *w, const struct grant_event *e)
{
	w->s->repaid_cents += e->cents.v;
	return OK;
}

static err on_discarded(struct walk *w, UNUSED const struct grant_event *e)
{
	w->s->discarded = true;
	return OK;
}

static err on_resumed(struct walk *w, UNUSED const struct grant_event *e)
{
	w->s->discarded = false;
	return OK;
}

static const struct step {
	const char *kind;
	err (*apply)(struct walk *w, const struct grant_event *e);
	enum right right;
} steps[] = {
	{ "applied", on_applied, RIGHT_GRANT_SUBMIT },
	{ "withdrawn", on_withdrawn, RIGHT_GRANT_SUBMIT },
	{ "asked", on_asked, RIGHT_GRANT_CHECK },
	{ "answered", on_answered, RIGHT_GRANT_SUBMIT },
	{ "checked_content", on_checked_content, RIGHT_GRANT_CHECK },
	{ "checked_figures", on_checked_figures, RIGHT_GRANT_CHECK },
	{ "decision_draft", on_draft, RIGHT_GRANT_CHECK },
	{ "payout_draft", on_draft, RIGHT_GRANT_CHECK },
	{ "closing_draft", on_draft, RIGHT_GRANT_CHECK },
	{ "approved", on_approved, RIGHT_GRANT_DECIDE },
	{ "rejected", on_rejected, RIGHT_GRANT_DECIDE },
	{ "delivered", on_delivered, RIGHT_GRANT_RECORD },
	{ "waived", on_waived, RIGHT_GRANT_SUBMIT },
	{ "appealed", on_appealed, RIGHT_GRANT_SUBMIT },
	{ "appeal_ended", on_appeal_ended, RIGHT_GRANT_CHECK },
	{ "called", on_called, RIGHT_GRANT_SUBMIT },
	{ "call_withdrawn", on_call_withdrawn, RIGHT_GRANT_SUBMIT },
	{ "paid", on_paid, RIGHT_GRANT_CHECK },
	{ "used", on_used, RIGHT_GRANT_RECORD },
	{ "hearing", on_hearing, RIGHT_GRANT_CHECK },
	{ "heard", on_heard, RIGHT_GRANT_SUBMIT },
	{ "hearing_ended", on_hearing_ended, RIGHT_GRANT_CHECK },
	{ "proven", on_proven, RIGHT_GRANT_SUBMIT },
	{ "repaid", on_repaid, RIGHT_GRANT_CHECK },
	{ "discarded", on_discarded, RIGHT_GRANT_RECORD },
	{ "resumed", on_resumed, RIGHT_GRANT_RECORD },
};

static const struct step *step_of(str kind)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_is(kind, steps[i].kind))
			return &steps[i];
	ASSERT(!"a kind of event without a step");
	return NULL;
}

enum right grant_right_of(str kind)
{
	return step_of(kind)->right;
}

/* --- what comes of it --------------------------------------------------------------------------------------------- */

static struct grant_item *item_at(struct walk *w, const struct grant_line *l)
{
	LIST_EACH (struct grant_item, i, &w->s->items)
		if (str_eq(i->item, l->item))
			return i;
	struct grant_item *fresh = LIST_ADD(w->cx->mem, &w->s->items, struct grant_item);
	*fresh = (struct grant_item){ .item = l->item, .label = l->label, .group = l->group };
	return fresh;
}

/* A payout that is lower than its call is split over the positions in proportion. */
static void add_paid(struct walk *w, const struct grant_call *c)
{
	size_t n = c->lines.n;
	int64_t *called = NEW_ARRAY(w->cx->mem, int64_t, n + 1), *paid = NEW_ARRAY(w->cx->mem, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		called[i] = LIST_AT(&c->lines, const struct grant_line, i)->cents;
	if (n)
		money_split(c->paid_cents, called, n, paid);
	for (size_t i = 0; i < n; i++)
		item_at(w, LIST_AT(&c->lines, const struct grant_line, i))->paid_cents += paid[i];
}

static void add_call(struct walk *w, struct grant_call *c)
{
	c->unused_cents = c->paid_cents - c->used_cents;
	bool idle = c->paid_id && c->unused_cents > 0 && !w->s->closing; /* a closed year is asked for nothing more */
	c->late = idle && day_cmp(w->cx->today, c->use_by) > 0;
	c->warn = idle && !c->late && day_cmp(w->cx->today, c->warn_from) >= 0;
	if (c->withdrawn)
		return;
	w->s->called_cents += c->paid_id ? c->paid_cents : c->cents;
	w->s->paid_cents += c->paid_cents;
	w->s->used_cents += c->used_cents;
	if (c->paid_id)
		add_paid(w, c);
	else
		LIST_EACH (const struct grant_line, l, &c->lines)
			item_at(w, l)->called_cents += l->cents;
}

static void add_up(struct walk *w)
{
	struct grant_state *s = w->s;
	LIST_EACH (const struct grant_line, l, &s->application.lines)
		item_at(w, l)->asked_cents += l->cents;
	LIST_EACH (const struct grant_line, l, &s->granted.lines)
		item_at(w, l)->granted_cents += l->cents;
	LIST_EACH (struct grant_call, c, &s->calls)
		add_call(w, c);
	LIST_EACH (struct grant_item, i, &s->items) {
		i->called_cents += i->paid_cents;
		i->left_cents = i->granted_cents - i->called_cents;
	}
	s->asked_cents = s->application.total_cents;
	s->granted_cents = s->granted.total_cents;
}

err grant_state_of(struct cx *cx, const struct grant_case *c, const struct list *events,
                   const struct grant_terms *terms, struct grant_state *ret)
{
	*ret = (struct grant_state){ .terms = *terms };
	struct walk w = { .cx = cx, .events = events, .terms = terms, .s = ret };
	LIST_EACH (const struct grant_event, e, events) {
		TRY(step_of(e->kind)->apply(&w, e));
		ret->seen = e->seq;
	}
	add_up(&w);
	grant_state_days(ret, c, cx->today);
	return OK;
}

err grant_state_on(struct cx *cx, const struct grant_case *c, struct grant_state *ret, struct list *ret_events)
{
	struct list rules = { 0 },
	            *events = ret_events ? ret_events : LIST_ADD(cx->mem, &(struct list){ 0 }, struct list);
	TRY(rules_known(cx, cx->now, &rules));
	TRY(grant_events(cx, c, events));
	struct grant_terms terms = grant_terms_of(&rules, c);
	return grant_state_of(cx, c, events, &terms, ret);
}
