/* What the start page shows of the people of the pool: papers that run out, applicants who wait. */
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/interpreters/pool_people_pages.h"

static void add_task(struct cx *cx, struct list *tasks, str slug, const char *key, const char *view, int64_t n)
{
	if (n == 0)
		return;
	*LIST_ADD(cx->mem, tasks, struct task) =
	        (struct task){ .text = word_plural(cx->words, cx->mem, key, n, NO_ARGS),
		               .hint = word(cx->words, cx->mem, str_print(cx->mem, "%s_hint", key).p),
		               .path = str_print(cx->mem, "/centres/" STR_FMT "/interpreters/people/%s", STR_ARG(slug),
		                                 view) };
}

err pool_people_today(struct cx *cx, struct list *tasks)
{
	const struct people_filter any = { 0 };
	struct list people = { 0 };
	struct centre self;
	int64_t expired = 0, expiring = 0, waiting = 0;
	if (!cx->user || !cx->user->centre_id.has || !user_may(cx->user, RIGHT_POOL_RECORD))
		return OK;
	TRY(centre_find(cx, cx->user->centre_id.v, cx->today, &self));
	const struct tenant centre = { .id = self.id, .slug = self.slug, .name = self.name, .kind = self.kind };
	TRY(interpreter_whole_list(cx, &centre, &any, cx->today, &people));
	LIST_EACH (const struct person_whole, w, &people) {
		bool bad = false;
		LIST_EACH (const struct interpreter_lack, l, &w->standing.lacks)
			bad |= !str_is(l->how, "expiring");
		expired += w->standing.active && bad;
		expiring += w->standing.active && !bad && w->standing.lacks.n > 0;
		waiting += w->standing.applicant && day_is(w->standing.since) &&
		           day_diff(cx->today, interpreter_waits_since(w, cx->today)) > APPLICANT_DAYS;
	}
	add_task(cx, tasks, centre.slug, "pool.task_lacking", "expiring", expired);
	add_task(cx, tasks, centre.slug, "pool.task_expiring", "expiring", expiring);
	add_task(cx, tasks, centre.slug, "pool.task_waiting", "applicants", waiting);
	return OK;
}
