/* What the start page says of follow-ups: to the KI those that are due, to the LaSI those that wait for its consent. */
#include "core/user.h"
#include "core/words.h"
#include "features/quality/quality_pages.h"

static str due_words(struct cx *cx, const struct follow_up *f)
{
	return word_args(cx->words, cx->mem, f->overdue ? "quality.task_overdue" : "quality.task_due_on",
	                 ARGS({ "day", say_day(cx->words, cx->mem, f->due_on) }));
}

/* One line for all that are due; it says the day of the most urgent one. */
static err own_today(struct cx *cx, struct list *tasks)
{
	struct list all = { 0 };
	const struct follow_up *first = NULL;
	int64_t n = 0;
	TRY(follow_ups_of(cx, cx->user->centre_id.v, &all));
	LIST_EACH (const struct follow_up, f, &all)
		if (f->open && day_diff(f->due_on, cx->today) <= QUALITY_SOON_DAYS) {
			first = first ? first : f;
			n++;
		}
	if (first)
		*LIST_ADD(cx->mem, tasks, struct task) =
		        (struct task){ .text = word_plural(cx->words, cx->mem, "quality.task_due", n, NO_ARGS),
			               .hint = first->what,
			               .path = str_print(cx->mem, "/centres/" STR_FMT "/quality/follow-ups",
			                                 STR_ARG(first->slug)),
			               .due = due_words(cx, first) };
	return OK;
}

static err land_today(struct cx *cx, struct list *tasks)
{
	struct list open = { 0 };
	int64_t n = 0;
	TRY(follow_ups_open(cx, &open));
	LIST_EACH (const struct follow_up, f, &open)
		n += str_is(f->state, "proposed");
	if (n > 0)
		*LIST_ADD(cx->mem, tasks, struct task) =
		        (struct task){ .text = word_plural(cx->words, cx->mem, "quality.task_agree", n, NO_ARGS),
			               .hint = word(cx->words, cx->mem, "quality.task_agree_hint"),
			               .path = S("/land/quality#follow-ups") };
	return OK;
}

err quality_today(struct cx *cx, struct list *tasks)
{
	if (user_may(cx->user, RIGHT_REPORT_EVALUATE))
		return land_today(cx, tasks);
	if (cx->user && cx->user->centre_id.has && user_may(cx->user, RIGHT_REPORT_PREPARE))
		return own_today(cx, tasks);
	return OK;
}
