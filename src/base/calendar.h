/* calendar.h -- days, instants, and the working days of North Rhine-Westphalia.
 *
 * A `day` counts from 1900-01-01 = 1; 0 is "no day", so a zeroed struct has none. Days from 1900-01-01 to 2199-12-31.
 * An `instant` is in milliseconds since 1970-01-01T00:00:00Z; 0 is "never". People see Europe/Berlin.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H
#include "base/text.h"

typedef struct day {
	int32_t n;
} day;
typedef struct instant {
	int64_t ms;
} instant;

#define DAY_NONE ((day){ 0 })
day day_of(int year, int month, int dom); /* no such day (31.02.) gives DAY_NONE */
#define DAY(y, m, d) day_of((y), (m), (d))
bool day_is(day d); /* not DAY_NONE */
void day_split(day d, int *ret_year, int *ret_month, int *ret_dom);
int day_year(day d);
int day_cmp(day a, day b); /* DAY_NONE is before all days */
day day_add(day d, int days);
day day_add_months(day d, int months); /* 31.01. + 1 month = last day of February */
int day_weekday(day d);                /* 1 Monday ... 7 Sunday */
int day_diff(day later, day earlier);  /* in days */

/* Reads 2026-11-21, 21.11.2026, 21.11.26 (= 2026) and 1.1.2026. False if it is no day of the calendar. */
bool day_parse(str s, day *ret);
str day_iso(struct arena *a, day d);    /* "2026-11-21"; no day gives "" */
str day_german(struct arena *a, day d); /* "21.11.2026" */
/* Months as they stand in addresses and columns: "2026-11". Reads nothing else; *ret: its first day. */
bool month_parse(str s, day *ret);
str month_iso(struct arena *a, day d); /* of any day */
day month_first(day d);
day month_last(day d);

/* Public holidays of NRW (Feiertagsgesetz NW): the eleven of the law, Easter computed (Gregorian, Meeus), 1990-2100,
 * with Tag der Deutschen Einheit since 1990, Buss- und Bettag until 1994, Reformationstag 2017 once.
 * Returns the German name, or NULL on other days. */
const char *holiday_nrw(day d);
day easter_sunday(int year);
bool day_is_working(day d);              /* Monday to Friday, no public holiday */
day day_add_working(day d, int days);    /* the days-th working day after (before, if negative) d; 0: d itself */
int day_count_working(day from, day to); /* working days in [from, to); 0 if to <= from */

instant instant_now(void);     /* only src/app and src/http call this: time comes from cx */
day instant_day(instant t);    /* the day it is in Europe/Berlin */
int instant_minute(instant t); /* the minute of that day, 0 ... 1439, as the clock on the wall shows it */
/* The other way round: minute 0 ... 1440 of a day. What March leaves out is an hour later, what October repeats is the
 * first of the two. */
instant instant_at(day d, int minute);
str instant_iso(struct arena *a, instant t);   /* "2026-11-21T06:48:00.123Z" */
str instant_local(struct arena *a, instant t); /* "21.11.2026, 07:48" in Europe/Berlin */
/* Reads what the two above write, and 2026-11-21T07:48 (Europe/Berlin, as browsers send it). False if it is no time. */
bool instant_parse(str s, instant *ret);
#endif
