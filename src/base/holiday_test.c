/* holiday_test.c -- the holidays of North Rhine-Westphalia against published calendars. */
#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static void is(day d, const char *name)
{
	const char *found = holiday_nrw(d);
	assert_true(day_is(d));
	if (!name)
		assert_null(found);
	else if (!found || strcmp(found, name) != 0)
		fail_msg("expected %s, found %s", name, found ? found : "no holiday");
}

/* Published dates; 2008-03-23 and 2038-04-25 are the earliest and the latest of these hundred years. */
static void easter(void **state UNUSED)
{
	static const int known[][3] = { { 1990, 4, 15 }, { 1991, 3, 31 }, { 1994, 4, 3 },  { 1999, 4, 4 },
		                        { 2000, 4, 23 }, { 2005, 3, 27 }, { 2008, 3, 23 }, { 2011, 4, 24 },
		                        { 2016, 3, 27 }, { 2019, 4, 21 }, { 2020, 4, 12 }, { 2021, 4, 4 },
		                        { 2022, 4, 17 }, { 2023, 4, 9 },  { 2024, 3, 31 }, { 2025, 4, 20 },
		                        { 2026, 4, 5 },  { 2027, 3, 28 }, { 2030, 4, 21 }, { 2035, 3, 25 },
		                        { 2038, 4, 25 }, { 2049, 4, 18 }, { 2076, 4, 19 }, { 2100, 3, 28 } };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		assert_int_equal(easter_sunday(known[i][0]).n, day_of(known[i][0], known[i][1], known[i][2]).n);
}

static void easter_is_a_sunday_in_its_window(void **state UNUSED)
{
	for (int year = 1900; year <= 2199; year++) {
		day e = easter_sunday(year);
		assert_int_equal(day_weekday(e), 7);
		assert_true(day_cmp(e, DAY(year, 3, 22)) >= 0 && day_cmp(e, DAY(year, 4, 25)) <= 0);
	}
}

static void the_eleven_of_2026(void **state UNUSED)
{
	is(DAY(2026, 1, 1), "Neujahr");
	is(DAY(2026, 4, 3), "Karfreitag");
	is(DAY(2026, 4, 6), "Ostermontag");
	is(DAY(2026, 5, 1), "Tag der Arbeit");
	is(DAY(2026, 5, 14), "Christi Himmelfahrt");
	is(DAY(2026, 5, 25), "Pfingstmontag");
	is(DAY(2026, 6, 4), "Fronleichnam");
	is(DAY(2026, 10, 3), "Tag der Deutschen Einheit");
	is(DAY(2026, 11, 1), "Allerheiligen");
	is(DAY(2026, 12, 25), "1. Weihnachtstag");
	is(DAY(2026, 12, 26), "2. Weihnachtstag");
	int count = 0;
	for (day d = DAY(2026, 1, 1); day_year(d) == 2026; d = day_add(d, 1))
		count += holiday_nrw(d) != NULL;
	assert_int_equal(count, 11);
}

static void holidays_of_other_laender_are_none(void **state UNUSED)
{
	is(DAY(2026, 1, 6), NULL);   /* Heilige Drei Könige */
	is(DAY(2026, 3, 8), NULL);   /* Frauentag */
	is(DAY(2026, 8, 15), NULL);  /* Mariä Himmelfahrt */
	is(DAY(2026, 9, 20), NULL);  /* Weltkindertag */
	is(DAY(2026, 12, 24), NULL); /* Heiligabend */
	is(DAY(2026, 12, 31), NULL);
	assert_null(holiday_nrw(DAY_NONE));
}

static void repentance_day_until_1994(void **state UNUSED)
{
	is(DAY(1990, 11, 21), "Buß- und Bettag");
	is(DAY(1993, 11, 17), "Buß- und Bettag");
	is(DAY(1994, 11, 16), "Buß- und Bettag");
	is(DAY(1995, 11, 22), NULL);
	is(DAY(2026, 11, 18), NULL);
}

static void reformation_day_once(void **state UNUSED)
{
	is(DAY(2016, 10, 31), NULL);
	is(DAY(2017, 10, 31), "Reformationstag");
	is(DAY(2018, 10, 31), NULL);
}

/* 17 June ended with the Unification Treaty, which took effect after that day: 1990 had both. */
static void two_days_of_unity_in_1990(void **state UNUSED)
{
	is(DAY(1990, 6, 17), "Tag der deutschen Einheit");
	is(DAY(1990, 10, 3), "Tag der Deutschen Einheit");
	is(DAY(1991, 6, 17), NULL);
	is(DAY(1991, 10, 3), "Tag der Deutschen Einheit");
}

static void unknown_before_1990(void **state UNUSED)
{
	is(DAY(1989, 12, 25), NULL);
	is(DAY(2101, 1, 1), NULL);
	is(DAY(2100, 3, 26), "Karfreitag");
}

static void working_days(void **state UNUSED)
{
	assert_true(day_is_working(DAY(2026, 11, 20)));
	assert_false(day_is_working(DAY(2026, 11, 21)));
	assert_false(day_is_working(DAY(2026, 11, 22)));
	assert_false(day_is_working(DAY(2026, 6, 4)));
	assert_true(day_is_working(DAY(2026, 12, 24)));
	assert_false(day_is_working(DAY_NONE));
}

/* Thursday 24 December 2026 is followed by Friday and Saturday that are holidays, then a Sunday; 1 January 2027 is a
 * Friday. */
static void working_days_over_christmas_2026(void **state UNUSED)
{
	assert_int_equal(day_add_working(DAY(2026, 12, 23), 1).n, DAY(2026, 12, 24).n);
	assert_int_equal(day_add_working(DAY(2026, 12, 23), 2).n, DAY(2026, 12, 28).n);
	assert_int_equal(day_add_working(DAY(2026, 12, 24), 5).n, DAY(2027, 1, 4).n);
	assert_int_equal(day_add_working(DAY(2027, 1, 4), -5).n, DAY(2026, 12, 24).n);
	assert_int_equal(day_add_working(DAY(2026, 12, 26), 0).n, DAY(2026, 12, 26).n);
	assert_int_equal(day_add_working(DAY(2026, 12, 26), -1).n, DAY(2026, 12, 24).n);
	assert_false(day_is(day_add_working(DAY(2199, 12, 30), 5)));
	assert_int_equal(day_count_working(DAY(2026, 12, 24), DAY(2027, 1, 4)), 5);
	assert_int_equal(day_count_working(DAY(2026, 12, 25), DAY(2026, 12, 28)), 0);
	assert_int_equal(day_count_working(DAY(2027, 1, 4), DAY(2026, 12, 24)), 0);
	assert_int_equal(day_count_working(DAY(2026, 12, 24), DAY(2026, 12, 24)), 0);
}

/* 2026: 261 days from Monday to Friday, less the eight holidays that fall on one:
 * Neujahr, Karfreitag, Ostermontag, 1 May, Himmelfahrt, Pfingstmontag, Fronleichnam, 25 December. */
static void working_days_of_whole_years(void **state UNUSED)
{
	assert_int_equal(day_count_working(DAY(2026, 1, 1), DAY(2027, 1, 1)), 261 - 8);
	/* 2008: Christi Himmelfahrt fell on 1 May and took one day only; 262 - 9 */
	is(DAY(2008, 5, 1), "Tag der Arbeit");
	assert_int_equal(day_count_working(DAY(2008, 1, 1), DAY(2009, 1, 1)), 262 - 9);
}

static void counting_and_stepping_agree(void **state UNUSED)
{
	int count = 0;
	day from = DAY(1989, 3, 7);
	for (day d = from; day_cmp(d, DAY(2031, 1, 1)) < 0; d = day_add(d, 1)) {
		assert_int_equal(day_count_working(from, d), count);
		count += day_is_working(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easter),
		cmocka_unit_test(easter_is_a_sunday_in_its_window),
		cmocka_unit_test(the_eleven_of_2026),
		cmocka_unit_test(holidays_of_other_laender_are_none),
		cmocka_unit_test(repentance_day_until_1994),
		cmocka_unit_test(reformation_day_once),
		cmocka_unit_test(two_days_of_unity_in_1990),
		cmocka_unit_test(unknown_before_1990),
		cmocka_unit_test(working_days),
		cmocka_unit_test(working_days_over_christmas_2026),
		cmocka_unit_test(working_days_of_whole_years),
		cmocka_unit_test(counting_and_stepping_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
