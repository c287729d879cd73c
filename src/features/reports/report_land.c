#include "features/reports/report_land.h"

#include "core/user.h"
#include "core/words.h"
#include "features/reports/report_pages.h"

static const struct report_month *month_of(const struct list *months, int64_t centre_id, str month)
{
	LIST_EACH (const struct report_month, m, months)
		if (m->centre_id == centre_id && str_eq(m->month, month))
			return m;
	return NULL;
}

/* Which of the owed months are late, in words. */
static void count_late(struct cx *cx, const struct list *owed, const struct list *months, struct land_line *l)
{
	struct text names = TEXT(cx->mem);
	LIST_EACH (const struct report_owed, o, owed) {
		if (day_cmp(cx->today, o->duty.due) <= 0 ||
		    month_of(months, l->centre_id, month_iso(cx->mem, o->first)))
			continue;
		l->late_months++;
		text_c(&names, names.n ? ", " : "");
		text_add(&names, say_month(cx->words, cx->mem, o->first));
	}
	l->late_names = l->late_months ? text_str(&names) : STR_NONE;
}

static void fill_line(struct cx *cx, const struct report_rules *rules, day first, const struct report_month *m,
                      struct land_line *l)
{
	struct report_duty duty = report_duty_of(rules, first, cx->today);
	if (m)
		duty.due = m->was_due;
	l->state = report_state(&duty, first, m ? m->released_on : DAY_NONE, cx->today);
	l->tone = str_of(report_tone(l->state));
	if (!m)
		return;
	l->released_on = m->released_on;
	l->number = MAYBE(m->number);
	l->path = str_print(cx->mem, "/centres/" STR_FMT "/reports/" STR_FMT, STR_ARG(l->slug), STR_ARG(m->month));
}

err report_land_lines(struct cx *cx, const struct report_rules *rules, day first, struct list *ret)
{
	const struct centre_query all = { .district = S(""), .kind = S(""), .limit = 100 };
	struct list centres = { 0 }, owed = { 0 }, months = { 0 };
	report_owed_months(cx->mem, rules, cx->today, REPORT_OWED_MOST, &owed);
	day from = owed.n ? LIST_AT(&owed, struct report_owed, owed.n - 1)->first : first;
	if (day_cmp(first, from) < 0)
		from = first;
	TRY(centre_list(cx, &all, cx->today, &centres));
	TRY(report_months_of_land(cx, month_iso(cx->mem, from), month_iso(cx->mem, cx->today), &months));
	LIST_EACH (const struct centre, c, &centres) {
		struct land_line *l = LIST_ADD(cx->mem, ret, struct land_line);
		*l = (struct land_line){ .centre_id = c->id,
			                 .slug = c->slug,
			                 .name = c->name,
			                 .short_name = c->short_name,
			                 .hex_column = c->hex_column,
			                 .hex_row = c->hex_row };
		fill_line(cx, rules, first, month_of(&months, c->id, month_iso(cx->mem, first)), l);
		count_late(cx, &owed, &months, l);
	}
	return OK;
}

/* --- start page --------------------------------------------------------------------------------------------------- */

static void add_task(struct cx *cx, struct list *tasks, const struct report_owed *o)
{
	bool late = day_cmp(cx->today, o->duty.due) > 0;
	*LIST_ADD(cx->mem, tasks, struct task) = (struct task){
		.text = word_args(cx->words, cx->mem, "reports.task",
		                  ARGS({ "month", say_month(cx->words, cx->mem, o->first) })),
		.hint = word(cx->words, cx->mem, "reports.task_hint"),
		.path = str_print(cx->mem, "/centres/" STR_FMT "/reports/" STR_FMT "/draft",
		                  STR_ARG(cx->user->centre_slug), STR_ARG(month_iso(cx->mem, o->first))),
		.due = word_args(cx->words, cx->mem, late ? "reports.task_late" : "reports.task_due",
		                 ARGS({ "day", say_day(cx->words, cx->mem, o->duty.due) })),
	};
}

/* At most three lines: the oldest first, as they are the most urgent. */
static err own_tasks(struct cx *cx, const struct report_rules *rules, struct list *tasks)
{
	struct list owed = { 0 }, months = { 0 };
	int shown = 0;
	report_owed_months(cx->mem, rules, cx->today, REPORT_OWED_MOST, &owed);
	if (!owed.n)
		return OK;
	TRY(report_months(cx, cx->user->centre_id.v,
	                  month_iso(cx->mem, LIST_AT(&owed, struct report_owed, owed.n - 1)->first),
	                  month_iso(cx->mem, cx->today), &months));
	for (size_t i = owed.n; i-- > 0 && shown < 3;) {
		const struct report_owed *o = LIST_AT(&owed, struct report_owed, i);
		if (month_of(&months, cx->user->centre_id.v, month_iso(cx->mem, o->first)))
			continue;
		add_task(cx, tasks, o);
		shown++;
	}
	return OK;
}

err report_duties(struct cx *cx, int64_t centre_id, struct list *ret)
{
	struct report_rules rules = { 0 };
	struct list owed = { 0 }, months = { 0 };
	TRY(report_rules_read(cx, &rules));
	report_owed_months(cx->mem, &rules, cx->today, REPORT_OWED_MOST, &owed);
	if (!owed.n)
		return OK;
	str from = month_iso(cx->mem, LIST_AT(&owed, struct report_owed, owed.n - 1)->first);
	TRY(report_months(cx, centre_id, from, month_iso(cx->mem, cx->today), &months));
	for (size_t i = owed.n; i-- > 0;) {
		const struct report_owed *o = LIST_AT(&owed, struct report_owed, i);
		if (day_cmp(cx->today, o->duty.due) <= 0 || month_of(&months, centre_id, month_iso(cx->mem, o->first)))
			continue;
		*LIST_ADD(cx->mem, ret, struct duty) = (struct duty){
			.text = word_args(cx->words, cx->mem, "reports.duty_missing",
			                  ARGS({ "month", say_month(cx->words, cx->mem, o->first) },
			                       { "day", say_day(cx->words, cx->mem, o->duty.due) })),
			.path = S("/land/reports#missing"),
		};
	}
	return OK;
}

static int64_t missing(const struct list *lines)
{
	int64_t n = 0;
	LIST_EACH (const struct land_line, l, lines)
		n += l->late_months > 0;
	return n;
}

/* A KI that misses the controlling duty shows as such to the granting authority: it holds payment back (S-FUN-5). */
static err authority_task(struct cx *cx, const struct report_rules *rules, struct list *tasks)
{
	struct list lines = { 0 };
	TRY(report_land_lines(cx, rules, day_add_months(month_first(cx->today), -1), &lines));
	int64_t n = missing(&lines);
	if (n)
		*LIST_ADD(cx->mem, tasks, struct task) =
		        (struct task){ .text = word_plural(cx->words, cx->mem, "reports.task_missing", n, NO_ARGS),
			               .hint = word(cx->words, cx->mem, "reports.task_missing_hint"),
			               .path = S("/land/reports#missing") };
	return OK;
}

err report_today(struct cx *cx, struct list *tasks)
{
	struct report_rules rules = { 0 };
	bool head = cx->user && cx->user->centre_id.has && user_may(cx->user, RIGHT_REPORT_RELEASE);
	bool authority = user_role(cx->user) == ROLE_AUTHORITY;
	if (!head && !authority)
		return OK;
	TRY(report_rules_read(cx, &rules));
	return head ? own_tasks(cx, &rules, tasks) : authority_task(cx, &rules, tasks);
}

err report_watched(struct cx *cx, struct list *figures)
{
	struct report_rules rules = { 0 };
	struct list lines = { 0 };
	int64_t released = 0;
	day first = day_add_months(month_first(cx->today), -1);
	if (!user_may(cx->user, RIGHT_REPORT_LAND))
		return OK;
	TRY(report_rules_read(cx, &rules));
	if (!day_is(report_duty_of(&rules, first, cx->today).due))
		return OK;
	TRY(report_land_lines(cx, &rules, first, &lines));
	LIST_EACH (const struct land_line, l, &lines)
		released += l->number.has;
	*LIST_ADD(cx->mem, figures, struct figure) = (struct figure){
		.label = word_args(cx->words, cx->mem, "reports.figure_land",
		                   ARGS({ "month", say_month(cx->words, cx->mem, first) })),
		.value = word_args(cx->words, cx->mem, "reports.some_of",
		                   ARGS({ "some", say_int(cx->words, cx->mem, released) },
		                        { "all", say_int(cx->words, cx->mem, (int64_t)lines.n) })),
		.hint = word_plural(cx->words, cx->mem, "reports.figure_missing", missing(&lines), NO_ARGS),
		.path = S("/land/reports"),
	};
	return OK;
}
