/* holiday.c -- the part of calendar.h about public holidays and working days.
 *
 * Law: Feiertagsgesetz NW (as of 23.04.1989 and its changes), s. 2. Three things are historical:
 *  - 17 June, Tag der deutschen Einheit, was still a holiday in 1990: the federal act of 04.08.1953 went only with the
 *    Unification Treaty (art. 2 (2)), which made 3 October the holiday from 1990 on. 1990 so had both days of unity.
 *  - Buss- und Bettag was given up from 1995 on, to pay for the long-term care insurance.
 *  - Reformationstag was a holiday in 2017 only, the 500th year.
 */
#include "base/calendar.h"
#include "base/error.h"

enum { FIRST_KNOWN = 1990, LAST_KNOWN = 2100, MOST_HOLIDAYS = 13 };

struct holiday {
	day on;
	const char *name;
};

/* Meeus, Astronomical Algorithms, chapter 8: valid for every Gregorian year. */
day easter_sunday(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4;
	int g = (b - (b + 8) / 25 + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;
	return day_of(year, n / 31, n % 31 + 1);
}

/* The Wednesday before 23 November. */
static day repentance_day(int year)
{
	day eve = day_of(year, 11, 22);
	return day_add(eve, -((day_weekday(eve) + 4) % 7));
}

static size_t holidays_of(int year, struct holiday ret[MOST_HOLIDAYS])
{
	if (year < FIRST_KNOWN || year > LAST_KNOWN)
		return 0;
	day easter = easter_sunday(year);
	const struct holiday every_year[] = {
		{ day_of(year, 1, 1), "Neujahr" },
		{ day_add(easter, -2), "Karfreitag" },
		{ day_add(easter, 1), "Ostermontag" },
		{ day_of(year, 5, 1), "Tag der Arbeit" },
		{ day_add(easter, 39), "Christi Himmelfahrt" },
		{ day_add(easter, 50), "Pfingstmontag" },
		{ day_add(easter, 60), "Fronleichnam" },
		{ day_of(year, 10, 3), "Tag der Deutschen Einheit" },
		{ day_of(year, 11, 1), "Allerheiligen" },
		{ day_of(year, 12, 25), "1. Weihnachtstag" },
		{ day_of(year, 12, 26), "2. Weihnachtstag" },
	};
	size_t n = 0;
	while (n < sizeof every_year / sizeof *every_year) {
		ret[n] = every_year[n];
		n++;
	}
	if (year == 1990)
		ret[n++] = (struct holiday){ day_of(1990, 6, 17), "Tag der deutschen Einheit" };
	if (year <= 1994)
		ret[n++] = (struct holiday){ repentance_day(year), "Buß- und Bettag" };
	if (year == 2017)
		ret[n++] = (struct holiday){ day_of(2017, 10, 31), "Reformationstag" };
	ASSERT(n <= MOST_HOLIDAYS);
	return n;
}

const char *holiday_nrw(day d)
{
	struct holiday h[MOST_HOLIDAYS];
	size_t n = day_is(d) ? holidays_of(day_year(d), h) : 0;
	for (size_t i = 0; i < n; i++)
		if (day_cmp(h[i].on, d) == 0)
			return h[i].name;
	return NULL;
}

bool day_is_working(day d)
{
	return day_is(d) && day_weekday(d) <= 5 && !holiday_nrw(d);
}

day day_add_working(day d, int days)
{
	int step = days < 0 ? -1 : 1;
	for (int64_t left = (int64_t)days * step; left > 0 && day_is(d);) {
		d = day_add(d, step);
		left -= day_is_working(d);
	}
	return d;
}

/* Days from Monday to Friday in [1900-01-01, d). */
static int weekdays_before(day d)
{
	int n = d.n - 1;
	return n / 7 * 5 + (n % 7 < 5 ? n % 7 : 5);
}

/* Whether h[i] takes a working day away: two holidays can meet, as on 1 May 2008. */
static bool costs_a_day(const struct holiday *h, size_t i, day from, day to)
{
	for (size_t k = 0; k < i; k++)
		if (day_cmp(h[k].on, h[i].on) == 0)
			return false;
	return day_weekday(h[i].on) <= 5 && day_cmp(h[i].on, from) >= 0 && day_cmp(h[i].on, to) < 0;
}

int day_count_working(day from, day to)
{
	ASSERT(day_is(from) && day_is(to));
	if (day_cmp(to, from) <= 0)
		return 0;
	int count = weekdays_before(to) - weekdays_before(from);
	for (int year = day_year(from); year <= day_year(to); year++) {
		struct holiday h[MOST_HOLIDAYS];
		size_t n = holidays_of(year, h);
		for (size_t i = 0; i < n; i++)
			count -= costs_a_day(h, i, from, to);
	}
	return count;
}
