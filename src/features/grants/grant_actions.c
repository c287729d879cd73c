/* What can be done next in a case, the most urgent first, the rest in the order in which people do it. A new page of a
 * case adds its line here. */
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_decision_pages.h"
#include "features/grants/grant_queue.h"

#include <inttypes.h>
#include <string.h>

/* word: grants.do.<kind>; folder: of its page behind the case. */
static const struct action {
	const char *kind, *folder;
} actions[] = {
	{ "answered", "submit/answered" },
	{ "heard", "submit/heard" },
	{ "waived", "submit/waived" },
	{ "delivered", "record/delivered" },
	{ "checked_content", "check/checked_content" },
	{ "checked_figures", "check/checked_figures" },
	{ "asked", "check/asked" },
	{ "closing_draft", "closing" },
	{ "proven", "proof" },
	{ "repaid", "check/repaid" },
	{ "appealed", "submit/appealed" },
	{ "appeal_ended", "check/appeal_ended" },
	{ "hearing_ended", "check/hearing_ended" },
	{ "hearing", "check/hearing" },
	{ "called", "calls/new" },
	{ "withdrawn", "submit/withdrawn" },
	{ "resumed", "record/resumed" },
	{ "discarded", "record/discarded" },
};

static void add(struct cx *cx, struct list *ret, str text, str path)
{
	*LIST_ADD(cx->mem, ret, struct grant_action) = (struct grant_action){ text, path };
}

/* What is checked or proven already is not offered again until the authority asks back; the day of delivery counts for
 * nothing once the decision is final, and whoever calls for money goes to court no more. */
static bool done_before(const struct grant_state *s, const char *kind)
{
	return (!strcmp(kind, "delivered") && s->is_final) || (!strcmp(kind, "appealed") && s->called_cents) ||
	       (!strcmp(kind, "checked_content") && s->content_check) ||
	       (!strcmp(kind, "checked_figures") && s->figures_check) ||
	       (!strcmp(kind, "proven") && s->proof && !s->question);
}

static void add_drafts(struct cx *cx, const struct request *rq, const struct grant_view *v, struct list *ret)
{
	if (!frame_may(cx, rq, RIGHT_GRANT_CHECK))
		return;
	LIST_EACH (const struct grant_draft, d, &v->state.drafts) {
		str what = str_print(cx->mem, "grants.see." STR_FMT, STR_ARG(d->event->kind));
		add(cx, ret, word(cx->words, cx->mem, what.p),
		    grant_at(cx, rq, str_print(cx->mem, "drafts/%" PRId64, d->event->seq).p));
	}
}

/* The first application of a case, or a changed one. Who may prepare it need not be who submits it. */
static void add_application(struct cx *cx, const struct request *rq, const struct grant_view *v, struct list *ret)
{
	const char *key = v->state.applied ? "grants.do.applied_again" : "grants.do.applied";
	if (frame_may(cx, rq, RIGHT_GRANT_RECORD) && !grant_may(&v->state, S("applied"), 0, cx->today))
		add(cx, ret, word(cx->words, cx->mem, key), grant_at(cx, rq, "application"));
}

static void add_decisions(struct cx *cx, const struct request *rq, const struct grant_view *v, struct list *ret)
{
	if (!frame_may(cx, rq, RIGHT_GRANT_CHECK))
		return;
	for (const char *const *type = decision_type_choices.codes; *type; type++)
		if (!decision_may(&v->state, str_of(*type), cx->today))
			add(cx, ret, word(cx->words, cx->mem, str_print(cx->mem, "grants.decide.%s.title", *type).p),
			    grant_at(cx, rq, str_print(cx->mem, "decision/%s", *type).p));
}

/* --- what is most urgent ------------------------------------------------------------------------------------------ */

static str decision_at(struct cx *cx, const struct request *rq, const struct grant_state *s)
{
	for (const char *const *type = decision_type_choices.codes; *type; type++)
		if (!decision_may(s, str_of(*type), cx->today))
			return grant_at(cx, rq, str_print(cx->mem, "decision/%s", *type).p);
	return STR_NONE;
}

/* What waits for the authority, as its queue says. */
static struct grant_action urgent_to_authority(struct cx *cx, const struct request *rq, const struct grant_view *v)
{
	const struct grant_wait w = grant_wait_of(&v->state, &v->events, cx->user->id, cx->today);
	const char *tail = NULL, *key = NULL;
	if (str_is(w.what, "approve"))
		tail = str_print(cx->mem, "drafts/%" PRId64, w.about).p;
	else if (str_is(w.what, "payout") || str_is(w.what, "pay")) {
		bool pay = str_is(w.what, "pay");
		key = pay ? "grants.paid.do" : "grants.payout.do";
		tail = str_print(cx->mem, "calls/%" PRId64 "/%s", w.about, pay ? "paid" : "payout").p;
	} else if (str_is(w.what, "decide"))
		return (struct grant_action){ .path = decision_at(cx, rq, &v->state) };
	else if (str_is(w.what, "revoke"))
		tail = "decision/revocation";
	else if (str_is(w.what, "proof"))
		tail = "closing";
	else if (w.what.p && !str_is(w.what, "own_draft"))
		tail = v->state.content_check ? "check/checked_figures" : "check/checked_content";
	return (struct grant_action){ .text = key ? word(cx->words, cx->mem, key) : STR_NONE,
		                      .path = tail ? grant_at(cx, rq, tail) : STR_NONE };
}

/* What the KI owes: an answer, then money whose use nobody has noted and whose term is near or over, then the proof of
 * a year that is over. In the year itself it calls for money. */
static struct grant_action urgent_to_centre(struct cx *cx, const struct request *rq, const struct grant_view *v)
{
	const struct grant_state *s = &v->state;
	if (s->question || (s->hearing && !s->heard))
		return (struct grant_action){ .path = grant_at(cx, rq,
			                                       s->question ? "submit/answered" : "submit/heard") };
	LIST_EACH (const struct grant_call, c, &s->calls)
		if (c->unused_cents > 0 && day_cmp(c->warn_from, cx->today) <= 0 &&
		    grant_can(cx, rq, s, "used", c->event_id))
			return (struct grant_action){
				word(cx->words, cx->mem, "grants.use.do"),
				grant_at(cx, rq, str_print(cx->mem, "calls/%" PRId64 "/use", c->event_id).p),
			};
	bool over = v->c.year < day_year(cx->today);
	return (struct grant_action){ .path = grant_at(cx, rq, over && !s->proof ? "proof" : "calls/new") };
}

/* To the front, if it can be done; what is named by its text is added. */
static void put_first(struct cx *cx, const struct grant_action *a, struct list *all)
{
	size_t at = all->n;
	if (!a->path.p)
		return;
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(LIST_AT(all, struct grant_action, i)->path, a->path))
			at = i;
	if (at == all->n) {
		if (!a->text.p)
			return;
		*LIST_ADD(cx->mem, all, struct grant_action) = *a;
	}
	const struct grant_action first = *LIST_AT(all, struct grant_action, at);
	for (size_t i = at; i > 0; i--)
		*LIST_AT(all, struct grant_action, i) = *LIST_AT(all, struct grant_action, i - 1);
	*LIST_AT(all, struct grant_action, 0) = first;
}

void grant_actions(struct cx *cx, const struct request *rq, const struct grant_view *v, struct list *ret)
{
	add_drafts(cx, rq, v, ret);
	add_decisions(cx, rq, v, ret);
	if (!v->state.applied)
		add_application(cx, rq, v, ret);
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		const struct action *a = &actions[i];
		if (grant_can(cx, rq, &v->state, a->kind, 0) && !done_before(&v->state, a->kind))
			add(cx, ret, word(cx->words, cx->mem, str_print(cx->mem, "grants.do.%s", a->kind).p),
			    grant_at(cx, rq, a->folder));
	}
	if (v->state.applied)
		add_application(cx, rq, v, ret);
	const struct grant_action urgent =
	        frame_may(cx, rq, RIGHT_GRANT_CHECK) ? urgent_to_authority(cx, rq, v) : urgent_to_centre(cx, rq, v);
	put_first(cx, &urgent, ret);
}
