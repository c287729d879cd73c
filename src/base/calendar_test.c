/* calendar_test.c -- days and instants; the holidays have a test of their own. */
#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

static void same(str s, const char *expected)
{
	assert_non_null(s.p);
	assert_string_equal(str_c(mem, s), expected);
}

static void days_count_from_1900(void **state UNUSED)
{
	assert_int_equal(DAY(1900, 1, 1).n, 1);
	assert_int_equal(DAY(1970, 1, 1).n, 25568);
	assert_int_equal(day_diff(DAY(2026, 11, 21), DAY(1970, 1, 1)), 20778); /* date -d 2026-11-21 +%s, / 86400 */
	assert_false(day_is(DAY_NONE));
	assert_true(day_is(DAY(2199, 12, 31)));
	assert_false(day_is(day_add(DAY(2199, 12, 31), 1)));
	assert_false(day_is(day_add(DAY(1900, 1, 1), -1)));
	assert_false(day_is(day_add(DAY(2026, 1, 1), INT32_MAX)));
	assert_true(day_cmp(DAY_NONE, DAY(1900, 1, 1)) < 0);
	assert_true(day_cmp(DAY(2026, 3, 1), DAY(2026, 2, 28)) > 0);
}

static void days_that_there_are_not(void **state UNUSED)
{
	assert_false(day_is(day_of(2026, 2, 29)));
	assert_true(day_is(day_of(2028, 2, 29)));
	assert_false(day_is(day_of(1900, 2, 29)));
	assert_true(day_is(day_of(2000, 2, 29)));
	assert_false(day_is(day_of(2100, 2, 29)));
	assert_false(day_is(day_of(2026, 2, 31)));
	assert_false(day_is(day_of(2026, 4, 31)));
	assert_false(day_is(day_of(2026, 0, 1)));
	assert_false(day_is(day_of(2026, 13, 1)));
	assert_false(day_is(day_of(2026, 1, 0)));
	assert_false(day_is(day_of(1899, 12, 31)));
	assert_false(day_is(day_of(2200, 1, 1)));
}

static void each_day_has_one_name(void **state UNUSED)
{
	int count = 0, y, m, dom, before = 0;
	for (day d = DAY(1900, 1, 1); day_is(d); d = day_add(d, 1)) {
		day_split(d, &y, &m, &dom);
		assert_int_equal(day_of(y, m, dom).n, d.n);
		assert_int_equal(day_weekday(d), count % 7 + 1);
		assert_true(y * 10000 + m * 100 + dom > before);
		before = y * 10000 + m * 100 + dom;
		count++;
	}
	assert_int_equal(before, 21991231);
	assert_int_equal(count, 300 * 365 + 74 - 1); /* leap days of 1904, 1908 ... 2196, but not of 2100 */
}

static void known_weekdays(void **state UNUSED)
{
	assert_int_equal(day_weekday(DAY(1949, 5, 23)), 1);
	assert_int_equal(day_weekday(DAY(1989, 11, 9)), 4);
	assert_int_equal(day_weekday(DAY(2026, 11, 21)), 6);
	assert_int_equal(day_weekday(DAY_NONE), 0);
	assert_int_equal(day_year(DAY_NONE), 0);
}

static void months_end_where_they_end(void **state UNUSED)
{
	same(day_iso(mem, day_add_months(DAY(2026, 1, 31), 1)), "2026-02-28");
	same(day_iso(mem, day_add_months(DAY(2028, 1, 31), 1)), "2028-02-29");
	same(day_iso(mem, day_add_months(DAY(2028, 2, 29), 12)), "2029-02-28");
	same(day_iso(mem, day_add_months(DAY(2026, 11, 30), 3)), "2027-02-28");
	same(day_iso(mem, day_add_months(DAY(2026, 1, 15), -1)), "2025-12-15");
	same(day_iso(mem, day_add_months(DAY(2026, 3, 31), -13)), "2025-02-28");
	assert_false(day_is(day_add_months(DAY(2199, 12, 1), 1)));
	assert_false(day_is(day_add_months(DAY(2026, 1, 1), INT32_MIN)));
	assert_false(day_is(day_add_months(DAY_NONE, 1)));
}

static void typed_days(void **state UNUSED)
{
	const char *const same_day[] = { "2026-11-01", "01.11.2026", "1.11.2026", "01.11.26", "1.11.26" };
	for (size_t i = 0; i < sizeof same_day / sizeof *same_day; i++) {
		day d = DAY_NONE;
		assert_true(day_parse(str_of(same_day[i]), &d));
		assert_int_equal(d.n, DAY(2026, 11, 1).n);
	}
}

static void typed_nonsense(void **state UNUSED)
{
	const char *const bad[] = { "",          "31.02.2026", "29.02.2026", "2026-02-29",  "2026-2-1",
		                    "01.11.",    "01.11.026",  "1.11.20266", "2026-11-01 ", " 1.1.26",
		                    "1/11/2026", "01-11-26",   "2026.11.01", "00.00.0000",  "1.1.1899",
		                    "111.1.26",  "-1.1.2026",  "1.1.+226",   "morgen",      "2026-11-01T00:00" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		day d = DAY(2000, 1, 1);
		if (day_parse(str_of(bad[i]), &d))
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(d.n, DAY(2000, 1, 1).n);
	}
	day d;
	assert_false(day_parse(STR_NONE, &d));
}

static void days_for_readers(void **state UNUSED)
{
	same(day_iso(mem, DAY(2026, 11, 1)), "2026-11-01");
	same(day_german(mem, DAY(2026, 11, 1)), "01.11.2026");
	same(day_iso(mem, DAY_NONE), "");
	same(day_german(mem, DAY_NONE), "");
}

static const instant one_ms = { 1 };

/* Milliseconds of a UTC time; the days between are counted by the calendar, which each_day_has_one_name() proves. */
static instant utc(int y, int m, int d, int hour, int minute)
{
	return (instant){ ((int64_t)day_diff(DAY(y, m, d), DAY(1970, 1, 1)) * 1440 + hour * 60 + minute) * 60000 };
}

static void clock_on_the_wall(void **state UNUSED)
{
	assert_int_equal(instant_minute(utc(2026, 11, 21, 6, 48)), 7 * 60 + 48);
	assert_int_equal(instant_minute(utc(2026, 10, 24, 22, 0)), 0);
	assert_int_equal(instant_at(DAY(2026, 11, 21), 7 * 60 + 48).ms, utc(2026, 11, 21, 6, 48).ms);
	assert_int_equal(instant_at(DAY(2026, 7, 1), 0).ms, utc(2026, 6, 30, 22, 0).ms);
	assert_int_equal(instant_at(DAY(2026, 7, 1), 1440).ms, instant_at(DAY(2026, 7, 2), 0).ms);
	assert_int_equal(instant_at(DAY(2026, 10, 25), 150).ms, utc(2026, 10, 25, 0, 30).ms); /* the first 02:30 */
	assert_int_equal(instant_at(DAY(2026, 3, 29), 150).ms, utc(2026, 3, 29, 1, 30).ms);   /* none: 03:30 */
	assert_int_equal(instant_minute(instant_at(DAY(2026, 3, 29), 150)), 210);
}

static void instants_for_machines(void **state UNUSED)
{
	same(instant_iso(mem, (instant){ INT64_C(1795243680123) }), "2026-11-21T06:48:00.123Z");
	same(instant_iso(mem, one_ms), "1970-01-01T00:00:00.001Z");
	same(instant_iso(mem, (instant){ -1 }), "1969-12-31T23:59:59.999Z");
	same(instant_iso(mem, (instant){ 0 }), "");
	same(instant_iso(mem, (instant){ INT64_MAX }), "");
	same(instant_iso(mem, (instant){ INT64_MIN }), "");
}

/* What Europe/Berlin shows does not hang on the environment of the process. */
static void summer_time_ends_on_25_october_2026(void **state UNUSED)
{
	setenv("TZ", "America/New_York", 1);
	same(instant_local(mem, utc(2026, 10, 24, 22, 30)), "25.10.2026, 00:30");
	same(instant_local(mem, utc(2026, 10, 25, 0, 59)), "25.10.2026, 02:59");
	same(instant_local(mem, utc(2026, 10, 25, 1, 0)), "25.10.2026, 02:00");
	same(instant_local(mem, utc(2026, 10, 25, 2, 0)), "25.10.2026, 03:00");
	unsetenv("TZ");
}

static void summer_time_begins_on_29_march_2026(void **state UNUSED)
{
	same(instant_local(mem, utc(2026, 3, 29, 0, 59)), "29.03.2026, 01:59");
	same(instant_local(mem, utc(2026, 3, 29, 1, 0)), "29.03.2026, 03:00");
	same(instant_local(mem, utc(2026, 11, 21, 6, 48)), "21.11.2026, 07:48");
}

static void summer_time_of_former_years(void **state UNUSED)
{
	same(instant_local(mem, utc(1979, 7, 1, 12, 0)), "01.07.1979, 13:00");
	same(instant_local(mem, utc(1980, 4, 6, 1, 0)), "06.04.1980, 03:00");
	same(instant_local(mem, utc(1980, 9, 28, 1, 0)), "28.09.1980, 02:00");
	same(instant_local(mem, utc(1995, 9, 24, 1, 0)), "24.09.1995, 02:00");
	same(instant_local(mem, utc(1996, 10, 27, 0, 30)), "27.10.1996, 02:30");
}

static void the_day_begins_in_berlin(void **state UNUSED)
{
	assert_int_equal(instant_day(utc(2026, 12, 31, 22, 59)).n, DAY(2026, 12, 31).n);
	assert_int_equal(instant_day(utc(2026, 12, 31, 23, 0)).n, DAY(2027, 1, 1).n);
	assert_int_equal(instant_day(utc(2026, 7, 1, 21, 59)).n, DAY(2026, 7, 1).n);
	assert_int_equal(instant_day(utc(2026, 7, 1, 22, 0)).n, DAY(2026, 7, 2).n);
	assert_false(day_is(instant_day((instant){ 0 })));
	assert_false(day_is(instant_day((instant){ INT64_MAX })));
	same(instant_local(mem, (instant){ 0 }), "");
}

static void now_is_after_this_was_written(void **state UNUSED)
{
	assert_true(instant_now().ms > utc(2026, 1, 1, 0, 0).ms);
}

static void typed_instants(void **state UNUSED)
{
	static const char *const same_time[] = {
		"2026-11-21T06:48:00.000Z", "2026-11-21T06:48Z", "2026-11-21T07:48",
		"21.11.2026, 07:48",        "21.11.2026 07:48",  "2026-11-21T07:48:00"
	};
	instant t = { 0 };
	for (size_t i = 0; i < sizeof same_time / sizeof *same_time; i++) {
		assert_true(instant_parse(str_of(same_time[i]), &t));
		assert_true(t.ms == utc(2026, 11, 21, 6, 48).ms);
	}
	assert_true(instant_parse(S("2026-10-25T02:30"), &t)); /* comes twice: the first, in summer time */
	assert_true(t.ms == utc(2026, 10, 25, 0, 30).ms);
	assert_true(instant_parse(S("2026-06-30T23:59:59.999"), &t));
	assert_true(t.ms == utc(2026, 6, 30, 22, 0).ms - 1);
}

static void typed_times_that_there_are_not(void **state UNUSED)
{
	static const char *const bad[] = { "",
		                           "2026-11-21",
		                           "2026-11-21T",
		                           "2026-11-21T24:00",
		                           "2026-11-21T07:60",
		                           "2026-11-21T07:48:60",
		                           "2026-11-21T7:48",
		                           "2026-02-31T07:48",
		                           "2026-11-21T07:48z",
		                           "2026-11-21T07:48Zx",
		                           "2026-11-21T07:48:0",
		                           "2026-03-29T02:30",
		                           "T07:48",
		                           "21.11.2026,  07:48",
		                           "2026-11-21T-1:00" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		instant t;
		if (instant_parse(str_of(bad[i]), &t))
			fail_msg("accepted: %s", bad[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_count_from_1900),
		cmocka_unit_test(days_that_there_are_not),
		cmocka_unit_test(each_day_has_one_name),
		cmocka_unit_test(known_weekdays),
		cmocka_unit_test(months_end_where_they_end),
		cmocka_unit_test(typed_days),
		cmocka_unit_test(typed_nonsense),
		cmocka_unit_test(days_for_readers),
		cmocka_unit_test(clock_on_the_wall),
		cmocka_unit_test(instants_for_machines),
		cmocka_unit_test(summer_time_ends_on_25_october_2026),
		cmocka_unit_test(summer_time_begins_on_29_march_2026),
		cmocka_unit_test(summer_time_of_former_years),
		cmocka_unit_test(the_day_begins_in_berlin),
		cmocka_unit_test(now_is_after_this_was_written),
		cmocka_unit_test(typed_instants),
		cmocka_unit_test(typed_times_that_there_are_not),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
