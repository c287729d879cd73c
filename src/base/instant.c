/* instant.c -- the part of calendar.h about instants. Central European Time is computed here, so that a host without
 * a time zone database, or with another TZ, shows the same hours. */
#include "base/calendar.h"
#include "base/error.h"
#include <time.h>

#define SECOND_MS INT64_C(1000)
#define HOUR_MS (3600 * SECOND_MS)
#define DAY_MS (24 * HOUR_MS)

enum { UNIX_DAY = 25568 }; /* 1970-01-01 counted from 1900-01-01 = 1 */

instant instant_now(void)
{
	struct timespec t;
	ASSERT(clock_gettime(CLOCK_REALTIME, &t) == 0);
	return (instant){ (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 };
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static day utc_day(int64_t ms)
{
	int64_t n = floor_div(ms, DAY_MS);
	/* far instants have no day; the bound keeps the sum in range before day_add looks at it */
	return n > -UNIX_DAY && n < 200000 ? day_add((day){ UNIX_DAY }, (int)n) : DAY_NONE;
}

/* The hour 01:00 UTC of a day, where summer time begins and ends (Directive 2000/84/EC). */
static int64_t one_utc(day d)
{
	return (d.n - UNIX_DAY) * DAY_MS + HOUR_MS;
}

static day last_sunday(int year, int month)
{
	day last = day_add(day_add_months(day_of(year, month, 1), 1), -1);
	return day_add(last, -(day_weekday(last) % 7));
}

/* Summer time came to Germany in 1980 and ended in September until 1995 (Sommerzeitverordnungen). */
static bool summer(int64_t ms)
{
	int year = day_year(utc_day(ms));
	if (year < 1980)
		return false;
	day begin = year == 1980 ? day_of(1980, 4, 6) : last_sunday(year, 3);
	day end = last_sunday(year, year < 1996 ? 9 : 10);
	return ms >= one_utc(begin) && ms < one_utc(end);
}

static int64_t to_berlin(int64_t ms)
{
	return ms + (summer(ms) ? 2 : 1) * HOUR_MS;
}

day instant_day(instant t)
{
	return t.ms && day_is(utc_day(t.ms)) ? utc_day(to_berlin(t.ms)) : DAY_NONE;
}

int instant_minute(instant t)
{
	int64_t local = to_berlin(t.ms);
	return (int)((local - floor_div(local, DAY_MS) * DAY_MS) / 60000);
}

str instant_iso(struct arena *a, instant t)
{
	day d = utc_day(t.ms);
	if (t.ms == 0 || !day_is(d))
		return S("");
	int y, m, dom;
	day_split(d, &y, &m, &dom);
	int ms = (int)(t.ms - floor_div(t.ms, DAY_MS) * DAY_MS);
	return str_print(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", y, m, dom, ms / 3600000, ms / 60000 % 60,
	                 ms / 1000 % 60, ms % 1000);
}

str instant_local(struct arena *a, instant t)
{
	day d = instant_day(t);
	if (!day_is(d))
		return S("");
	int minutes = instant_minute(t);
	return str_print(a, STR_FMT ", %02d:%02d", STR_ARG(day_german(a, d)), minutes / 60, minutes % 60);
}

/* "07:48", "07:48:30", "07:48:30.123" off the front of *s. */
static bool clock_time(str *s, int64_t *ret_ms)
{
	static const char shape[] = "00:00:00.000";
	static const int64_t unit[] = { 10 * HOUR_MS, HOUR_MS, 0, 600000, 60000, 0, 10000, 1000, 0, 100, 10, 1 };
	size_t n = 0;
	int64_t ms = 0;
	for (; n < s->n && n < sizeof shape - 1; n++) {
		bool digit = s->p[n] >= '0' && s->p[n] <= '9';
		if (shape[n] == '0' ? !digit : s->p[n] != shape[n])
			break;
		ms += digit ? (s->p[n] - '0') * unit[n] : 0;
	}
	if (n != 5 && n != 8 && n != 12)
		return false;
	if (s->p[3] > '5' || (n > 5 && s->p[6] > '5') || ms >= DAY_MS)
		return false;
	*s = str_part(*s, n, s->n);
	*ret_ms = ms;
	return true;
}

/* Local time to UTC. The hour that comes twice in October is taken as summer time; the one that March leaves out is
 * no time. */
static bool from_berlin(int64_t local, int64_t *ret_ms)
{
	for (int hours = 2; hours >= 1; hours--) {
		int64_t ms = local - hours * HOUR_MS;
		if (to_berlin(ms) == local) {
			*ret_ms = ms;
			return true;
		}
	}
	return false;
}

instant instant_at(day d, int minute)
{
	ASSERT(day_is(d) && minute >= 0 && minute <= 1440);
	int64_t local = (d.n - UNIX_DAY) * DAY_MS + minute * INT64_C(60000), ms;
	/* no such time in March: what a clock that was not changed shows */
	return (instant){ from_berlin(local, &ms) ? ms : local - HOUR_MS };
}

bool instant_parse(str s, instant *ret)
{
	size_t n = 0;
	while (n < s.n && s.p[n] != 'T' && s.p[n] != ',' && s.p[n] != ' ')
		n++;
	day d;
	int64_t in_day, ms;
	if (!day_parse(str_part(s, 0, n), &d))
		return false;
	str rest = str_part(s, n, s.n);
	rest = str_starts(rest, ", ") ? str_part(rest, 2, rest.n) : str_part(rest, 1, rest.n);
	if (!clock_time(&rest, &in_day) || (rest.n && !str_is(rest, "Z")))
		return false;
	ms = (int64_t)(d.n - UNIX_DAY) * DAY_MS + in_day;
	if (rest.n == 0 && !from_berlin(ms, &ms))
		return false;
	*ret = (instant){ ms };
	return ms != 0;
}
