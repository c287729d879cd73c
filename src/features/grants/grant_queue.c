/* What a case waits for, and the cases of all KI with their states. */
#include "features/grants/grant_queue.h"

#include "features/rulebook/rulebook.h"

static const char *const wait_codes[] = { "approve",     "answer", "check", "decide",    "revoke", "proof",
	                                  "check_proof", "payout", "pay",   "own_draft", NULL };
const struct choices grant_wait_choices = { "grant_wait", wait_codes };

static struct grant_wait waits(const char *what, day since)
{
	return (struct grant_wait){ str_of(what), since, 0 };
}

static const struct grant_event *newest_of(const struct list *events, const char *kind)
{
	const struct grant_event *found = NULL;
	LIST_EACH (const struct grant_event, e, events)
		if (str_is(e->kind, kind))
			found = e;
	return found;
}

/* Between an application or proof and the draft of what is decided on it. */
static struct grant_wait wait_of_checks(const struct grant_state *s, const struct list *events, const char *first,
                                        const char *then, const struct grant_event *paper)
{
	const struct grant_event *answer = newest_of(events, "answered");
	bool answered = answer && answer->seq > paper->seq;
	if (s->content_check && s->figures_check)
		return waits(then, s->figures_check->day);
	return waits(answered ? "answer" : first, answered ? answer->day : paper->day);
}

/* The first call on which something can be done: not one that a revocation or the proof has overtaken. */
static struct grant_wait wait_of_calls(const struct grant_state *s)
{
	LIST_EACH (const struct grant_call, c, &s->calls) {
		str next = c->approved ? S("paid") : S("payout_draft");
		day from = c->approved ? c->approved_on : c->called_on;
		if (!grant_may(s, next, c->event_id, from))
			return (struct grant_wait){ str_of(c->approved ? "pay" : "payout"), c->called_on, c->event_id };
	}
	return (struct grant_wait){ 0 };
}

struct grant_wait grant_wait_of(const struct grant_state *s, const struct list *events, int64_t account_id, day today)
{
	const struct grant_event *own = NULL;
	LIST_EACH (const struct grant_draft, d, &s->drafts) {
		if (d->event->account_id != account_id)
			return (struct grant_wait){ S("approve"), d->event->day, d->event->seq };
		own = d->event;
	}
	if (own)
		return waits("own_draft", own->day);
	if (s->question)
		return (struct grant_wait){ 0 };
	if (s->hearing && !s->closing)
		return s->heard || day_cmp(today, s->hearing_until) > 0 ? waits("revoke", s->hearing->day)
		                                                        : wait_of_calls(s);
	if (grant_undecided(s))
		return wait_of_checks(s, events, "check", "decide", s->applied);
	if (s->proof && !s->closing)
		return wait_of_checks(s, events, "check_proof", "proof", s->proof);
	return wait_of_calls(s);
}

/* --- many cases with their states --------------------------------------------------------------------------------- */

static struct grant_known *known_of(const struct list *known, int64_t case_id, size_t *at)
{
	for (size_t i = 0; i < known->n; i++) {
		struct grant_known *k = LIST_AT(known, struct grant_known, (*at + i) % known->n);
		if (k->c.id == case_id) {
			*at = (*at + i) % known->n;
			return k;
		}
	}
	return NULL;
}

static err put_together(struct cx *cx, const struct list *cases, const struct list *events, struct list *ret)
{
	struct list rules = { 0 };
	size_t at = 0;
	TRY(rules_known(cx, cx->now, &rules));
	LIST_EACH (const struct grant_case, c, cases)
		LIST_ADD(cx->mem, ret, struct grant_known)->c = *c;
	LIST_EACH (const struct grant_land_event, e, events) {
		struct grant_known *k = known_of(ret, e->case_id, &at);
		if (k)
			*LIST_ADD(cx->mem, &k->events, struct grant_event) = e->event;
	}
	LIST_EACH (struct grant_known, k, ret) {
		struct grant_terms terms = grant_terms_of(&rules, &k->c);
		TRY(grant_state_of(cx, &k->c, &k->events, &terms, &k->state));
	}
	return OK;
}

err grants_known(struct cx *cx, int64_t year, str programme, struct list *ret)
{
	struct list cases = { 0 }, events = { 0 };
	TRY(grant_cases_of_land(cx, year, programme, &cases));
	TRY(grant_events_of_land(cx, year, &events));
	return put_together(cx, &cases, &events, ret);
}

err grants_of_centre(struct cx *cx, const struct tenant *centre, int64_t first, struct list *ret, bool *ret_older)
{
	struct list all = { 0 }, cases = { 0 }, events = { 0 };
	TRY(grant_cases_of_centre(cx, centre, &all));
	LIST_EACH (const struct grant_case, c, &all)
		if (c->year >= first)
			*LIST_ADD(cx->mem, &cases, struct grant_case) = *c;
	*ret_older = cases.n < all.n;
	TRY(grant_events_brief(cx, centre, first, &events));
	return put_together(cx, &cases, &events, ret);
}

enum { YEARS_BACK = 3 };

err grants_watched(struct cx *cx, struct list *ret)
{
	struct list cases = { 0 }, events = { 0 };
	int64_t from = day_year(cx->today) - YEARS_BACK, until = day_year(cx->today) + 1;
	TRY(grant_cases_still_open(cx, from, until, &cases));
	TRY(grant_steps_still_open(cx, from, until, &events));
	return put_together(cx, &cases, &events, ret);
}
