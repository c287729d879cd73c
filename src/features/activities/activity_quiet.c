#include "features/activities/activity_quiet.h"

#include "core/audit.h"
#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"

static const char *const reason_codes[] = { "absent", "office", "training", "other", NULL };
const struct choices quiet_reason_choices = { "quiet_reason", reason_codes };

static const struct field week_fields[] = {
	FIELD(struct quiet_week, monday, KIND_DAY),
	FIELD(struct quiet_week, reason, KIND_CHOICE, .choices = &quiet_reason_choices),
};
const struct record quiet_week_rec = RECORD("quiet_week", struct quiet_week, week_fields);
static const struct field answer_fields[] = {
	FIELD(struct quiet_week, monday, KIND_DAY, .input = true, .required = true),
	FIELD(struct quiet_week, reason, KIND_CHOICE, .input = true, .required = true,
	      .choices = &quiet_reason_choices),
};
const struct record quiet_answer_rec = RECORD("quiet_week", struct quiet_week, answer_fields);

struct begin_row {
	instant created_at;
	day first_day;
};
static const struct field begin_fields[] = {
	FIELD(struct begin_row, created_at, KIND_INSTANT),
	FIELD(struct begin_row, first_day, KIND_DAY),
};
static const struct record begin_rec = RECORD("quiet_begin", struct begin_row, begin_fields);
struct busy_row {
	day day;
};
static const struct field busy_fields[] = { FIELD(struct busy_row, day, KIND_DAY) };
static const struct record busy_rec = RECORD("quiet_busy", struct busy_row, busy_fields);

enum { BEGIN, BUSY, ANSWERED, ANSWER };
const struct sql quiet_sql[] = {
	[BEGIN] = { "SELECT u.created_at, (SELECT MIN(a.day) FROM activity a WHERE a.centre_id = $1 AND a.account_id = "
	            "$2)"
	            " AS first_day FROM account u WHERE u.id = $2",
	            "ii" },
	[BUSY] = { "SELECT day FROM activity WHERE centre_id = $1 AND account_id = $2 AND day BETWEEN $3 AND $4"
	           " GROUP BY day ORDER BY day LIMIT 100",
	           "iidd" },
	[ANSWERED] = { "SELECT monday, reason FROM activity_quiet_week WHERE centre_id = $1 AND account_id = $2"
	               " AND monday BETWEEN $3 AND $4 ORDER BY monday LIMIT 10",
	               "iidd" },
	[ANSWER] = { "INSERT INTO activity_quiet_week (account_id, monday, centre_id, reason, said_at)"
	             " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, monday) DO UPDATE SET reason = "
	             "excluded.reason,"
	             " said_at = excluded.said_at",
	             "idist" },
	{ 0 },
};

static bool has_working_day(day monday)
{
	return day_count_working(monday, day_add(monday, 7)) > 0;
}

static bool is_busy(const struct list *busy, day monday)
{
	LIST_EACH (const struct busy_row, b, busy)
		if (day_cmp(b->day, monday) >= 0 && day_diff(b->day, monday) < 7)
			return true;
	return false;
}

static str reason_of(const struct list *answered, day monday)
{
	LIST_EACH (const struct quiet_week, w, answered)
		if (w->monday.n == monday.n)
			return w->reason;
	return STR_NONE;
}

/* The Monday of the first week whose Thursday lies in that month. */
static day first_monday(day first)
{
	int weekday = day_weekday(first);
	return day_add(first, weekday <= 4 ? 1 - weekday : 8 - weekday);
}

/* From when on somebody can have recorded: the account, or what was recorded for it before it was there. */
static err begin_of(struct cx *cx, const struct tenant *centre, day *ret)
{
	struct begin_row b;
	TRY(db_row(cx, &quiet_sql[BEGIN], &begin_rec, &b, V(centre->id, cx->user->id)));
	*ret = instant_day(b.created_at);
	if (day_is(b.first_day) && day_cmp(b.first_day, *ret) < 0)
		*ret = b.first_day;
	return OK;
}

err quiet_weeks(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	int year, month, dom;
	struct list busy = { 0 }, answered = { 0 };
	day begin;
	day_split(cx->today, &year, &month, &dom);
	day this_month = day_of(year, month, 1), last_month = day_add_months(this_month, -1);
	if (day_count_working(this_month, day_add(cx->today, 1)) == 0) /* its first working day is still to come */
		return OK;
	day from = first_monday(last_month), to = day_add(first_monday(this_month), -1);
	TRY(begin_of(cx, centre, &begin));
	TRY(db_list(cx, &quiet_sql[BUSY], &busy_rec, &busy, V(centre->id, cx->user->id, from, to)));
	TRY(db_list(cx, &quiet_sql[ANSWERED], &quiet_week_rec, &answered, V(centre->id, cx->user->id, from, to)));
	for (day monday = from; day_cmp(monday, to) < 0; monday = day_add(monday, 7))
		if (day_cmp(monday, begin) >= 0 && has_working_day(monday) && !is_busy(&busy, monday))
			*LIST_ADD(cx->mem, ret, struct quiet_week) =
			        (struct quiet_week){ monday, reason_of(&answered, monday) };
	return OK;
}

err quiet_answer_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct quiet_in *i = in;
	struct list weeks = { 0 };
	bool asked = false;
	ASSERT(db_in_tx(cx));
	TRY(quiet_weeks(cx, i->centre, &weeks));
	LIST_EACH (const struct quiet_week, w, &weeks)
		asked |= w->monday.n == i->week.monday.n;
	if (!asked)
		return problem_add(cx, "monday", "quiet.not_asked", NO_ARGS);
	audit_quiet(cx); /* only the person sees that there was nothing */
	return db_exec(cx, &quiet_sql[ANSWER], NULL,
	               V(cx->user->id, i->week.monday, i->centre->id, i->week.reason, cx->now));
}

err activity_today(struct cx *cx, struct list *tasks)
{
	struct tenant centre;
	struct list weeks = { 0 };
	int64_t open = 0;
	if (!cx->user || !cx->user->centre_id.has || !user_may(cx->user, RIGHT_ACTIVITY_RECORD))
		return OK;
	TRY(tenant_by_id(cx, cx->user->centre_id.v, &centre));
	TRY(quiet_weeks(cx, &centre, &weeks));
	LIST_EACH (const struct quiet_week, w, &weeks)
		open += !w->reason.p;
	if (open > 0)
		*LIST_ADD(cx->mem, tasks, struct task) =
		        (struct task){ .text = word_plural(cx->words, cx->mem, "quiet.task", open, NO_ARGS),
			               .hint = word(cx->words, cx->mem, "quiet.task_hint"),
			               .path = str_print(cx->mem, "/centres/" STR_FMT "/activities/quiet",
			                                 STR_ARG(centre.slug)) };
	return OK;
}
