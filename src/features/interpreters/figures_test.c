/* The figures of the pool on both databases: each bucket has as many records as it says, counting rules, the median,
 * last year, cost per pot; another KI and other years are not in it. And the reminders after 3 and 10 days (P-INT-6).
 * Story 11. */
#include "features/interpreters/settlement_test.h"

#include "features/interpreters/figures.h"
#include "features/interpreters/pool_chase.h"

static const struct sql mails = { "SELECT count(*) FROM job WHERE kind = 'pool.mail'", "" };
static const struct sql chased = { "SELECT count(*) FROM booking_event WHERE kind = 'chased' AND booking_id = $1",
	                           "i" };

static int64_t count(const struct sql *q, struct bounds v)
{
	int64_t n;
	assert_int_equal(db_int(&k->cx, q, &n, v), OK);
	return n;
}

static struct figure_data read_year(const struct tenant *centre, int year)
{
	struct figure_data d;
	assert_int_equal(figures_read(&k->cx, centre->id, day_of(year, 1, 1), day_of(year, 12, 31), &d), OK);
	return d;
}

static int64_t bucket(const struct figure_data *d, enum figure_kind kind, const char *code)
{
	struct list buckets = figure_buckets(k->cx.words, k->cx.mem, d, kind);
	LIST_EACH (const struct figure_bucket, b, &buckets)
		if (str_is(b->code, code))
			return b->count;
	return 0;
}

/* The promise of every figure: it opens to as many records as it says. */
static void opens_to_its_records(const struct figure_data *d)
{
	for (int kind = 0; kind < FIGURE_KINDS; kind++) {
		struct list buckets = figure_buckets(k->cx.words, k->cx.mem, d, kind);
		int64_t sum = 0;
		LIST_EACH (const struct figure_bucket, b, &buckets) {
			assert_int_equal(figure_records(k->cx.mem, d, kind, b->code).n, b->count);
			assert_true(b->label.n > 0);
			sum += b->count;
		}
		if (kind != FIGURE_COST) /* two pots can pay one assignment */
			assert_int_equal(figure_records(k->cx.mem, d, kind, STR_NONE).n, sum);
	}
}

static void add_year(int64_t p, int64_t land)
{
	const struct past many[] = {
		{ .person = p,
		  .pot = land,
		  .from = "2026-03-02T09:00",
		  .to = "2026-03-02T10:00",
		  .received = "2026-03-01",
		  .booked = "2026-03-01T20:00" },
		{ .person = p,
		  .pot = land,
		  .from = "2026-03-03T09:00",
		  .to = "2026-03-03T10:00",
		  .language = "prs",
		  .municipality = "Coesfeld",
		  .received = "2026-02-20",
		  .booked = "2026-02-25T08:00" },
		{ .person = p,
		  .from = "2026-03-04T09:00",
		  .to = "2026-03-04T10:00",
		  .stage = "reported",
		  .institution_kind = "daycare",
		  .occasion = "admission",
		  .received = "2026-02-01",
		  .booked = "2026-03-01T08:00" },
		{ .person = p, .from = "2026-03-05T09:00", .to = "2026-03-05T10:00", .stage = "not_held" },
		{ .person = p,
		  .from = "2026-03-06T09:00",
		  .to = "2026-03-06T10:00",
		  .stage = "late_cancelled",
		  .cancelled = "2026-03-06T08:00" },
		{ .from = "2026-03-07T09:00", .to = "2026-03-07T10:00", .stage = "open", .language = "prs" },
		{ .person = p, .from = "2026-12-20T09:00", .to = "2026-12-20T10:00", .stage = "booked" }, /* to come */
		{ .from = "2026-12-21T09:00", .to = "2026-12-21T10:00", .stage = "open" },
		{ .person = p, .from = "2025-03-02T09:00", .to = "2025-03-02T10:00" },
	};
	past_add(&coesfeld, many, sizeof many / sizeof *many, NULL);
}

static void each_figure_opens_to_as_many_records(void **state UNUSED)
{
	int64_t land = past_pot(&coesfeld, "Landesmittel", "land", 1, false, 4000), run;
	past_pot(&coesfeld, "Kreis", "own", 2, true, 0);
	past_card(&coesfeld, "rheinisch-berg", "2020-01-01", false);
	int64_t p = past_person(&coesfeld, "Haddad", "none"), other = past_person(&bottrop, "Fremd", "none");
	const struct past foreign = { .person = other, .from = "2026-03-02T09:00", .to = "2026-03-02T10:00" };
	add_year(p, land);
	past_add(&bottrop, &foreign, 1, NULL);
	assert_int_equal(settle(&coesfeld, "2026-10", &run), OK);
	struct figure_data d = read_year(&coesfeld, 2026), before = read_year(&coesfeld, 2025);
	opens_to_its_records(&d);
	opens_to_its_records(&before);
	assert_int_equal(bucket(&d, FIGURE_LANGUAGE, "ckb"), 2);
	assert_int_equal(bucket(&d, FIGURE_LANGUAGE, "prs"), 1);
	assert_int_equal(bucket(&before, FIGURE_LANGUAGE, "ckb"), 1);
	assert_int_equal(bucket(&d, FIGURE_INSTITUTION, "daycare"), 1);
	assert_int_equal(bucket(&d, FIGURE_MUNICIPALITY, "Coesfeld"), 1);
	assert_int_equal(bucket(&d, FIGURE_OCCASION, "admission"), 1);
	assert_int_equal(bucket(&d, FIGURE_UNFILLED, "prs"), 1);
	assert_int_equal(bucket(&d, FIGURE_UNFILLED, "ckb"), 0); /* its day is still to come */
	assert_int_equal(bucket(&d, FIGURE_WAITING, "0-1"), 1);
	assert_int_equal(bucket(&d, FIGURE_WAITING, "4-7"), 1);
	assert_int_equal(bucket(&d, FIGURE_WAITING, "15"), 1);
	assert_int_equal(figure_median(k->cx.mem, &d).v, 5000);
	/* 25 + 15 of the second from the Land, 10 from the KI; the late ones by the card: nothing */
	struct list costs = figure_buckets(k->cx.words, k->cx.mem, &d, FIGURE_COST);
	assert_int_equal(LIST_AT(&costs, struct figure_bucket, 0)->cents, 4000);
	assert_int_equal(LIST_AT(&costs, struct figure_bucket, 0)->code.n > 0, 1);
	struct figure_data foreign_year = read_year(&bottrop, 2026);
	assert_int_equal(foreign_year.rows.n, 1);
	opens_to_its_records(&foreign_year);
}

static void nothing_is_a_figure_too(void **state UNUSED)
{
	struct figure_data d = read_year(&coesfeld, 2024);
	opens_to_its_records(&d);
	assert_false(figure_median(k->cx.mem, &d).has);
}

/* --- reminders ---------------------------------------------------------------------------------------------------- */

static void run_chase(void)
{
	const struct job job = { .kind = S("pool.chase"), .attempt = 1 };
	assert_int_equal(pool_chase_job_run(&k->cx, &job), OK);
	next();
}

static void a_day_later(int days)
{
	k->cx.now.ms += days * INT64_C(86400000);
	k->cx.today = instant_day(k->cx.now);
}

/* It is 2026-11-21. */
static void reminded_after_3_and_10_days_and_no_more(void **state UNUSED)
{
	int64_t p = past_person(&coesfeld, "Haddad", "none"), ids[6];
	const struct past many[] = {
		{ .person = p, .from = "2026-11-17T09:00", .to = "2026-11-17T10:00", .stage = "booked" },
		{ .person = p, .from = "2026-11-16T09:00", .to = "2026-11-16T10:00", .stage = "reported" },
		{ .person = p,
		  .from = "2026-11-20T09:00",
		  .to = "2026-11-20T10:00",
		  .stage = "booked" },                                                 /* too fresh */
		{ .person = p, .from = "2026-11-15T09:00", .to = "2026-11-15T10:00" }, /* signed */
		{ .person = p, .from = "2026-08-01T09:00", .to = "2026-08-01T10:00", .stage = "booked" }, /* too old */
		{ .from = "2026-11-10T09:00", .to = "2026-11-10T10:00", .stage = "open" },                /* nobody */
	};
	past_add(&coesfeld, many, 6, ids);
	instant now = k->cx.now;
	run_chase();
	assert_int_equal(count(&chased, V(ids[0])), 1);
	assert_int_equal(count(&chased, V(ids[1])), 1);
	for (int n = 2; n < 6; n++)
		assert_int_equal(count(&chased, V(ids[n])), 0);
	assert_int_equal(count(&mails, V_NONE), 2);
	run_chase(); /* the same day once more */
	assert_int_equal(count(&mails, V_NONE), 2);
	past_verify();
	k->cx.now = now;
	a_day_later(7); /* 11 days: the second one for the first two, the first one for the third */
	run_chase();
	assert_int_equal(count(&chased, V(ids[0])), 2);
	assert_int_equal(count(&chased, V(ids[2])), 1);
	assert_int_equal(count(&mails, V_NONE), 5);
	k->cx.now = now;
	a_day_later(20);
	run_chase();
	assert_int_equal(count(&chased, V(ids[0])), 2); /* and then it is enough */
	past_verify();
}

static void steps_by_days(void **state UNUSED)
{
	const instant end = { INT64_C(1700000000000) };
	static const struct {
		int64_t hours;
		int step;
	} cases[] = { { 0, 0 }, { 71, 0 }, { 72, 1 }, { 239, 1 }, { 240, 2 }, { 9999, 2 } };
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++)
		assert_int_equal(pool_chase_step(end, (instant){ end.ms + cases[n].hours * 3600000 }), cases[n].step);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_figure_opens_to_as_many_records),
		TEST(nothing_is_a_figure_too),
		TEST(reminded_after_3_and_10_days_and_no_more),
		TEST(steps_by_days),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
