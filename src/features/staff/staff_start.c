/* What the start page shows of the staff plan: what needs action, and the figures that a role watches. */
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_total.h"

/* The KI of whoever keeps its staff plan; *ret_is false: of nobody. */
static err own_day(struct cx *cx, bool *ret_is, struct tenant *centre, struct staff_day *ret)
{
	struct centre self;
	*ret_is = cx->user && cx->user->centre_id.has && user_may(cx->user, RIGHT_STAFF_RECORD);
	if (!*ret_is)
		return OK;
	TRY(centre_find(cx, cx->user->centre_id.v, cx->today, &self));
	*centre = (struct tenant){ .id = self.id, .slug = self.slug, .name = self.name, .kind = self.kind };
	return staff_day_of(cx, centre, cx->today, ret);
}

static void add_task(struct cx *cx, struct list *tasks, const struct tenant *centre, const char *key, int64_t n)
{
	if (n == 0)
		return;
	*LIST_ADD(cx->mem, tasks, struct task) =
	        (struct task){ .text = word_plural(cx->words, cx->mem, key, n, NO_ARGS),
		               .hint = word(cx->words, cx->mem, str_print(cx->mem, "%s_hint", key).p),
		               .path = str_print(cx->mem, "/centres/" STR_FMT "/staff#findings",
		                                 STR_ARG(centre->slug)) };
}

err staff_today(struct cx *cx, struct list *tasks)
{
	struct tenant centre;
	struct staff_day d;
	bool is;
	int64_t breaches = 0, ending = 0;
	TRY(own_day(cx, &is, &centre, &d));
	if (!is)
		return OK;
	LIST_EACH (const struct finding, f, &d.findings) {
		breaches += str_is(f->weight, "breach");
		ending += str_is(f->kind, "secondment_ends");
	}
	add_task(cx, tasks, &centre, "staff.task_breaches", breaches);
	add_task(cx, tasks, &centre, "staff.task_ending", ending);
	return OK;
}

static err own_figures(struct cx *cx, struct list *figures)
{
	struct tenant centre;
	struct staff_day d;
	bool is;
	TRY(own_day(cx, &is, &centre, &d));
	if (!is || d.plan.posts.n == 0) /* nobody keeps the plan here yet */
		return OK;
	struct plan_total t = plan_total_of(&d);
	str path = str_print(cx->mem, "/centres/" STR_FMT "/staff", STR_ARG(centre.slug));
	*LIST_ADD(cx->mem, figures, struct figure) =
	        (struct figure){ .label = word(cx->words, cx->mem, "staff.figure_filled"),
		                 .value = word_args(cx->words, cx->mem, "staff.of",
		                                    ARGS({ "some", say_decimal(cx->words, cx->mem, t.filled) },
		                                         { "all", say_decimal(cx->words, cx->mem, t.wanted) })),
		                 .path = path };
	if (t.vacant > 0)
		*LIST_ADD(cx->mem, figures, struct figure) =
		        (struct figure){ .label = word(cx->words, cx->mem, "staff.figure_month"),
			                 .value = say_money(cx->words, cx->mem, t.month_cents),
			                 .hint = t.complete ? STR_NONE
			                                    : word(cx->words, cx->mem, "staff.as_far_as_known"),
			                 .path = path };
	return OK;
}

static err land_figures(struct cx *cx, struct list *figures)
{
	struct list rows = { 0 };
	int64_t posts = 0, filled = 0;
	TRY(staff_of_land(cx, cx->today, &rows));
	LIST_EACH (const struct staff_land_sums, r, &rows)
		for (int line = 0; line < STAFF_LINES; line++) {
			posts += r->lines[line].posts;
			filled += r->lines[line].filled;
		}
	if (posts == 0)
		return OK;
	*LIST_ADD(cx->mem, figures, struct figure) =
	        (struct figure){ .label = word(cx->words, cx->mem, "staff.figure_land"),
		                 .value = word_args(cx->words, cx->mem, "staff.of",
		                                    ARGS({ "some", say_decimal(cx->words, cx->mem, filled) },
		                                         { "all", say_decimal(cx->words, cx->mem, posts) })),
		                 .hint = word(cx->words, cx->mem, "staff.figure_land_hint"),
		                 .path = S("/land/staff") };
	return OK;
}

err staff_figures(struct cx *cx, struct list *figures)
{
	return user_may(cx->user, RIGHT_STAFF_LAND) ? land_figures(cx, figures) : own_figures(cx, figures);
}
