/* What institutions type into the form: times of the day, dates and the lead time, remarks that tell too much
 * (P-INT-1). It is Saturday, 21.11.2026, 07:48. */
#include "features/interpreters/booking_ask.h"
#include "features/interpreters/pool_test.h"

static void times_of_the_day_as_people_write_them(void **state UNUSED)
{
	static const struct {
		const char *typed;
		int64_t minutes; /* -1: none */
	} want[] = {
		{ "9:30", 570 },     { "09:30", 570 },  { "9.30", 570 },   { "9", 540 },    { "9 Uhr", 540 },
		{ "9:30 Uhr", 570 }, { " 0:00 ", 0 },   { "23:59", 1439 }, { "24:00", -1 }, { "9:60", -1 },
		{ "9:5", -1 },       { "neun", -1 },    { "", -1 },        { "930", -1 },   { "-1:00", -1 },
		{ "9:+5", -1 },      { "9:30:00", -1 }, { "1e1:00", -1 },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		int64_t minutes = -1;
		bool fine = booking_clock(str_of(want[i].typed), &minutes);
		assert_int_equal(fine ? minutes : -1, want[i].minutes);
	}
}

static void a_birthday_in_the_remark_is_noticed(void **state UNUSED)
{
	static const struct {
		const char *remark;
		bool tells;
	} want[] = {
		{ "Für Amir, geb. 03.04.2015.", true },
		{ "geboren 3.4.15", false /* too short to be sure */ },
		{ "am 31.12.1980", true },
		{ "03.04.2015", true },
		{ "Termin auch am 05.12.2026 möglich", false },
		{ "seit 01.08.2026 bei uns", false },
		{ "Raum 12.3.4", false },
		{ "Tel. 02541.12345678", false },
		{ "99.99.1980", false },
		{ "", false },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		assert_int_equal(booking_remark_tells(str_of(want[i].remark), on("2026-11-21")), want[i].tells);
}

/* The night of 28 to 29 March 2026 has no 02:30; in October 02:30 comes twice, and the first is meant. */
static void the_hour_that_is_not_there(void **state UNUSED)
{
	struct pool_settings s = { .most_minutes = 180 };
	struct list dates = { 0 };
	struct booking_ask in = {
		.way = S("on_site"), .day = on("2027-03-28"), .begin = S("2:30"), .minutes = MAYBE(60)
	};
	assert_int_equal(booking_ask_dates(&k->cx, &s, &in, &dates), E_INVALID);
	assert_string_equal(problem_at("begin"), "request_form.no_such_hour");
	next();
	in.day = on("2027-10-31");
	dates = (struct list){ 0 };
	assert_int_equal(booking_ask_dates(&k->cx, &s, &in, &dates), OK);
	const struct booking_date *d = LIST_AT(&dates, struct booking_date, 0);
	assert_int_equal(d->ends_at.ms - d->starts_at.ms, 3600000);
	assert_string_equal(instant_iso(k->cx.mem, d->starts_at).p, "2027-10-31T00:30:00.000Z");
}

/* Three dates, each against the lead time; one message for a reason that is missing. */
static void stand_ins_count_for_the_lead_time(void **state UNUSED)
{
	struct pool_settings s = { .most_minutes = 180, .lead = { 5, true, false } };
	struct list dates = { 0 };
	struct booking_ask in = { .way = S("on_site"),
		                  .day = on("2026-11-27"),
		                  .day_2 = on("2026-11-26"),
		                  .begin = S("9"),
		                  .begin_2 = S("14:00"),
		                  .minutes = MAYBE(60) };
	assert_int_equal(booking_ask_dates(&k->cx, &s, &in, &dates), E_INVALID);
	assert_string_equal(problem_at("urgent_reason"), "lead.needs_reason");
	next();
	in.urgent_reason = S("Schulwechsel");
	dates = (struct list){ 0 };
	assert_int_equal(booking_ask_dates(&k->cx, &s, &in, &dates), OK);
	assert_int_equal(dates.n, 2);
	s.lead.hard = true;
	dates = (struct list){ 0 };
	assert_int_equal(booking_ask_dates(&k->cx, &s, &in, &dates), E_INVALID);
	assert_string_equal(problem_at("day_2"), "lead.too_late");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(times_of_the_day_as_people_write_them),
		TEST(a_birthday_in_the_remark_is_noticed),
		TEST(the_hour_that_is_not_there),
		TEST(stand_ins_count_for_the_lead_time),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
