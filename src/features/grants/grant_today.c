/* What the start page says of grants: to a KI a question, a hearing, the end of the window, a promised concept; to the
 * authority what waits for it. */
#include <inttypes.h>

#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_application.h"
#include "features/grants/grant_queue.h"
#include "features/grants/grant_use_remind.h"
#include "features/rulebook/rulebook.h"

enum { SOON_DAYS = 60 }; /* a term is shown from so many days before it ends */

/* due: the day on which a term ends; since: how long it waits already; one of them absent. */
static void add(struct cx *cx, struct list *tasks, const struct grant_case *c, const char *key, day due, day since,
                const char *tail)
{
	str name = word(cx->words, cx->mem, str_print(cx->mem, "grant_programme." STR_FMT, STR_ARG(c->programme)).p);
	const struct arg *args =
	        args_copy(cx->mem, ARGS({ "programme", name }, { "year", str_print(cx->mem, "%" PRId64, c->year) },
	                                { "day", day_is(due) ? say_day(cx->words, cx->mem, due) : S("") }));
	bool over = day_is(due) && day_cmp(due, cx->today) < 0;
	*LIST_ADD(cx->mem, tasks, struct task) =
	        (struct task){ .text = word_args(cx->words, cx->mem, key, args),
		               .hint = word_args(cx->words, cx->mem, str_print(cx->mem, "%s_hint", key).p, args),
		               .due = over            ? word(cx->words, cx->mem, "grants.task_over")
		                      : day_is(since) ? word_plural(cx->words, cx->mem, "grants.waits_days",
		                                                    day_diff(cx->today, since), NO_ARGS)
		                                      : STR_NONE,
		               .path = str_print(cx->mem, STR_FMT "%s", STR_ARG(c->path), tail) };
}

static bool soon(const struct cx *cx, day due)
{
	return day_is(due) && day_diff(due, cx->today) <= SOON_DAYS;
}

/* Until a current concept is recorded (S-FUN-2). */
static err add_promise(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                       const struct grant_state *s, struct list *tasks)
{
	struct grant_promise p;
	TRY(grant_promise_of(cx, centre, s, &p));
	if (p.open && soon(cx, p.by))
		add(cx, tasks, c, "grants.task_concept", p.by, DAY_NONE, "");
	return OK;
}

static err add_case(struct cx *cx, const struct tenant *centre, const struct grant_known *k, struct list *tasks)
{
	const struct grant_case *c = &k->c;
	const struct grant_state *s = &k->state;
	bool submits = user_may_at(cx->user, RIGHT_GRANT_SUBMIT, centre->id);
	if (s->question && submits)
		add(cx, tasks, c, "grants.task_question", DAY_NONE, s->question->day, "/submit/answered");
	if (s->hearing && !s->heard && submits)
		add(cx, tasks, c, "grants.task_hearing", s->hearing_until, s->hearing->day, "/submit/heard");
	if (!s->applied && !s->decision && !s->discarded && soon(cx, s->terms.application_end) &&
	    c->year > day_year(cx->today))
		add(cx, tasks, c, "grants.task_apply", s->terms.application_end, DAY_NONE, "/application");
	grant_use_tasks(cx, c, s, tasks);
	if (str_is(s->stage, "proof_due") && soon(cx, s->proof_due))
		add(cx, tasks, c, "grants.task_proof", s->proof_due, DAY_NONE, "/proof");
	if (day_is(s->repay_by))
		add(cx, tasks, c, "grants.task_repay", s->repay_by, DAY_NONE, "");
	return add_promise(cx, centre, c, s, tasks);
}

static err of_centre(struct cx *cx, struct list *tasks)
{
	struct tenant centre;
	struct list known = { 0 };
	bool older;
	TRY(tenant_by_id(cx, cx->user->centre_id.v, &centre));
	TRY(grants_of_centre(cx, &centre, day_year(cx->today) - 3, &known, &older));
	LIST_EACH (const struct grant_known, k, &known)
		TRY(add_case(cx, &centre, k, tasks));
	return OK;
}

static err of_authority(struct cx *cx, struct list *tasks)
{
	int64_t waiting = 0, drafts = 0, late = 0;
	struct list known = { 0 };
	TRY(grants_watched(cx, &known));
	LIST_EACH (const struct grant_known, k, &known) {
		str what = grant_wait_of(&k->state, &k->events, cx->user->id, cx->today).what;
		waiting += what.p && !str_is(what, "own_draft");
		drafts += str_is(what, "approve");
		late += k->state.proof_late || k->state.repay_late;
	}
	if (late)
		*LIST_ADD(cx->mem, tasks, struct task) = (struct task){
			.text = word_plural(cx->words, cx->mem, "grants.task_late", late, NO_ARGS),
			.hint = word(cx->words, cx->mem, "grants.task_late_hint"),
			.path = S("/land/grants#h-overdue"),
			.due = word(cx->words, cx->mem, "grants.task_over"),
		};
	if (!waiting)
		return OK;
	*LIST_ADD(cx->mem, tasks, struct task) = (struct task){
		.text = word_plural(cx->words, cx->mem, "grants.task_waiting", waiting, NO_ARGS),
		.hint = word_plural(cx->words, cx->mem, "grants.task_drafts", drafts, NO_ARGS),
		.path = S("/land/grants"),
	};
	return OK;
}

err grants_today(struct cx *cx, struct list *tasks)
{
	if (!cx->user)
		return OK;
	if (user_may(cx->user, RIGHT_GRANT_CHECK))
		return of_authority(cx, tasks);
	return cx->user->centre_id.has && user_may(cx->user, RIGHT_GRANT_RECORD) ? of_centre(cx, tasks) : OK;
}
