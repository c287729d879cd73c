/* What the Land sees: sums of released versions only (S-REP-2), who misses the duty (S-FUN-5), days on which reports
 * are due, reminders. Runs after the tests of releasing, in the same demo. */
#include "app/reports_test.h"

#include "core/app.h"
#include "core/check.h"
#include "core/setting.h"
#include "core/user.h"
#include "features/reports/land_wish.h"
#include "features/reports/report_due.h"
#include "features/reports/report_land.h"

static int64_t ask(const char *text)
{
	const struct sql q = { text, "" };
	int64_t n = -1;
	assert_int_equal(db_int(&k->cx, &q, &n, V_NONE), OK);
	return n;
}

static const struct report_figure *figure_in(const struct report_content *c, const char *code)
{
	LIST_EACH (const struct report_figure, f, &c->figures)
		if (str_is(f->code, code))
			return f;
	return NULL;
}

static int64_t sum_of(const struct list *points, int64_t centre_id)
{
	int64_t sum = 0;
	LIST_EACH (const struct report_point, p, points)
		sum += !centre_id || p->centre_id == centre_id ? p->value.v : 0;
	return sum;
}

/* S-REP-2: the newest versions, month by month and by cells of the year; a correction replaces, it does not add. */
void the_land_adds_up_what_was_released(void **state UNUSED)
{
	static const char *const months[] = { "2025-08", "2025-09" };
	struct list points = { 0 }, totals = { 0 };
	int64_t want = 0, cells = 0;
	for (size_t i = 0; i < 2; i++) {
		struct report_content c;
		(void)stored(months[i], 0, &c);
		const struct report_figure *f = figure_in(&c, "activities.count");
		want += f ? f->value.v : 0;
	}
	assert_int_equal(report_points(&k->cx, S("activities.count"), S("2025-01"), S("2025-12"), &points), OK);
	assert_true(want > 20);
	assert_int_equal(sum_of(&points, coesfeld.id), want);
	assert_int_equal(
	        report_totals(&k->cx, indicator_of_code(&k->cx, S("activities.count")), S("kind"), 2025, &totals), OK);
	LIST_EACH (const struct report_total, t, &totals)
		cells += t->value;
	assert_int_equal(cells, sum_of(&points, 0));
}

/* Posts are not added up over months: cells and value are the sum of what each KI had on average. */
void posts_are_an_average(void **state UNUSED)
{
	const struct indicator *posts = indicator_of_code(&k->cx, S("staff.filled"));
	struct list centres = { 0 }, totals = { 0 };
	int64_t whole = 0, cells = 0;
	assert_int_equal(land_centres_of(&k->cx, S("staff.filled"), 2026, &centres), OK);
	LIST_EACH (const struct land_centre, c, &centres)
		whole += land_value(posts, c->sum, c->reported);
	assert_int_equal(report_totals(&k->cx, posts, S("staff_line"), 2026, &totals), OK);
	LIST_EACH (const struct report_total, t, &totals)
		cells += t->value;
	assert_true(whole > 54 * 3000 && whole < 54 * 30000);
	assert_in_range(cells, whole - 54 * 6, whole + 54 * 6); /* each is rounded by itself */
}

static const struct land_line *line_in(const struct list *lines, const char *state)
{
	LIST_EACH (const struct land_line, l, lines)
		if (str_is(l->state, state))
			return l;
	return NULL;
}

/* S-FUN-5: on the list, on the start page of the granting authority, and for the head of that KI. */
void who_misses_the_duty_is_seen(void **state UNUSED)
{
	struct report_rules rules = { 0 };
	struct list lines = { 0 }, tasks = { 0 };
	assert_int_equal(report_rules_read(&k->cx, &rules), OK);
	assert_int_equal(report_land_lines(&k->cx, &rules, DAY(2026, 10, 1), &lines), OK);
	assert_int_equal(lines.n, 54);
	assert_true(line_in(&lines, "released") && line_in(&lines, "released_late"));
	const struct land_line *late = line_in(&lines, "late");
	assert_non_null(late);
	assert_true(late->late_months >= 1 && str_has(late->late_names, "Oktober 2026") && !late->path.p);
	as("authority@arnsberg");
	assert_int_equal(report_today(&k->cx, &tasks), OK);
	assert_int_equal(tasks.n, 1);
	struct user head = { .role = S("head"), .centre_id = MAYBE(late->centre_id), .centre_slug = late->slug };
	k->cx.user = &head;
	tasks = (struct list){ 0 };
	assert_int_equal(report_today(&k->cx, &tasks), OK);
	assert_true(tasks.n >= 1);
	const struct task *t = LIST_AT(&tasks, struct task, tasks.n - 1);
	assert_true(str_has(t->text, "Oktober 2026") && str_has(t->due, "16.11.2026") &&
	            str_ends(t->path, "/2026-10/draft"));
	as("specialist@coesfeld");
	tasks = (struct list){ 0 };
	assert_int_equal(report_today(&k->cx, &tasks), OK);
	assert_int_equal(tasks.n, 0);
}

static struct setting_row since(const char *from, const char *value)
{
	return (struct setting_row){
		.valid_from = on(from), .value = str_of(value), .mark = S("read"), .source = S("x")
	};
}

/* The fifteenth of November 2026 is a Sunday, the first of May a holiday; Easter Monday follows a weekend. */
void due_days_move_to_working_days(void **state UNUSED)
{
	struct report_rules r = { 0 };
	assert_int_equal(day_cmp(report_due_day(DAY(2026, 10, 1), 15), DAY(2026, 11, 16)), 0);
	assert_int_equal(day_cmp(report_due_day(DAY(2026, 4, 1), 1), DAY(2026, 5, 4)), 0);
	assert_int_equal(day_cmp(report_due_day(DAY(2026, 3, 1), 4), DAY(2026, 4, 7)), 0);
	assert_int_equal(day_cmp(report_due_day(DAY(2026, 5, 1), 15), DAY(2026, 6, 15)), 0);
	/* Nobody has said anything: no duty, and five as the threshold. */
	struct report_duty d = report_duty_of(&r, DAY(2026, 10, 1), DAY(2026, 11, 21));
	assert_true(!day_is(d.due) && d.assumed && d.threshold == 5 && !d.recipient.p);
	assert_string_equal(report_state(&d, DAY(2026, 10, 1), DAY_NONE, DAY(2026, 11, 21)).p, "open");
	*LIST_ADD(k->cx.mem, &r.duty, struct setting_row) = since("2026-09-01", "1");
	*LIST_ADD(k->cx.mem, &r.due_day, struct setting_row) = since("2026-09-01", "10");
	d = report_duty_of(&r, DAY(2026, 8, 1), DAY(2026, 11, 21));
	assert_false(day_is(d.due)); /* the duty began later */
	d = report_duty_of(&r, DAY(2026, 9, 1), DAY(2026, 11, 21));
	assert_int_equal(day_cmp(d.due, DAY(2026, 10, 12)), 0);
	assert_false(d.assumed);
	assert_string_equal(report_state(&d, DAY(2026, 9, 1), DAY_NONE, DAY(2026, 10, 12)).p, "open");
	assert_string_equal(report_state(&d, DAY(2026, 9, 1), DAY_NONE, DAY(2026, 10, 13)).p, "late");
	assert_string_equal(report_state(&d, DAY(2026, 9, 1), DAY(2026, 10, 13), DAY(2026, 11, 1)).p, "released_late");
	assert_string_equal(report_state(&d, DAY(2026, 11, 1), DAY_NONE, DAY(2026, 11, 21)).p, "running");
	struct list owed = { 0 };
	report_owed_months(k->cx.mem, &r, DAY(2026, 11, 21), 13, &owed);
	assert_int_equal(owed.n, 2);
}

static err exec_text(struct cx *cx, const void *in, void *ret UNUSED)
{
	return db_exec(cx, in, NULL, V_NONE);
}

static void change(const char *text)
{
	const struct sql q = { text, "" };
	assert_int_equal(db_tx(&k->cx, "test.change", exec_text, &q, NULL, 0), OK);
}

static void run_on(day today)
{
	const struct job job = { 0 };
	k->cx.today = today;
	assert_int_equal(report_remind_job_run(&k->cx, &job), OK);
	begin();
}

/* A frozen text that somebody changed past the program is found. */
void a_changed_text_is_found(void **state UNUSED)
{
	struct list findings = { 0 };
	assert_int_equal(report_check(&k->cx, &findings), OK);
	assert_int_equal(LIST_AT(&findings, struct remark, 0)->weight, CHECK_GOOD);
	change("UPDATE report SET content = content || ' ' WHERE id = (SELECT MAX(id) FROM report)");
	findings = (struct list){ 0 };
	assert_int_equal(report_check(&k->cx, &findings), OK);
	assert_int_equal(LIST_AT(&findings, struct remark, 0)->weight, CHECK_BROKEN);
}

#define REMINDERS "SELECT count(*) FROM report_reminder"
#define MAILS "SELECT count(*) FROM job WHERE kind = 'mail'"

/* One mail three days before and one after, none twice, none for what is released; without a mail server nothing. */
void heads_are_reminded_once(void **state UNUSED)
{
	struct app *app = (struct app *)(uintptr_t)k->cx.app; /* the test's own */
	change("DELETE FROM report WHERE month = '2026-10' AND centre_id = (SELECT id FROM centre WHERE slug = "
	       "'unna')");
	change("INSERT INTO account_email (account_id, email, set_at) SELECT id, 'leitung@example.org', 1 FROM account"
	       " WHERE role = 'head'");
	int64_t mails = ask(MAILS);
	run_on(DAY(2026, 11, 14));
	assert_int_equal(ask(REMINDERS), 0);
	app->config.mail = (struct mail_config){ .server = { .url = S("smtp://127.0.0.1:1") },
		                                 .from = S("scharnier@example.org"),
		                                 .public_url = S("https://scharnier.example.org") };
	run_on(DAY(2026, 11, 12));
	assert_int_equal(ask(REMINDERS), 0); /* too early */
	run_on(DAY(2026, 11, 13));
	run_on(DAY(2026, 11, 14));
	run_on(DAY(2026, 11, 16));
	assert_int_equal(ask(REMINDERS), 1);
	assert_int_equal(ask(MAILS), mails + 1);
	run_on(DAY(2026, 11, 17));
	run_on(DAY(2026, 11, 18));
	assert_int_equal(ask(REMINDERS), 2);
	assert_int_equal(ask(MAILS), mails + 2);
}
