/* What can be done next in a case, in the order in which people do it. A new page of a case adds its line here. */
#include "core/words.h"
#include "features/grants/grant_decision_pages.h"

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
};

static void add(struct cx *cx, struct list *ret, str text, str path)
{
	*LIST_ADD(cx->mem, ret, struct grant_action) = (struct grant_action){ text, path };
}

/* What is checked already is not offered again; the day of delivery counts for nothing once the decision is final, and
 * whoever calls for money goes to court no more. */
static bool done_before(const struct grant_state *s, const char *kind)
{
	return (!strcmp(kind, "delivered") && s->is_final) || (!strcmp(kind, "appealed") && s->called_cents) ||
	       (!strcmp(kind, "checked_content") && s->content_check) ||
	       (!strcmp(kind, "checked_figures") && s->figures_check);
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
}
