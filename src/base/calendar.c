#include "base/calendar.h"
#include "base/error.h"

enum {
	FIRST_YEAR = 1900,
	LAST_YEAR = 2199,
	BEFORE_FIRST = 693900, /* days from 0000-03-01 to 1899-12-31 */
	LAST_DAY = 109573,     /* 2199-12-31 */
	FOUR_CENTURIES = 146097,
};

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return month == 2 && leap(year) ? 29 : days[month - 1];
}

/* Days since 0000-03-01. Years that begin in March put the leap day at the end. */
static int march_days(int year, int month, int dom)
{
	int y = month <= 2 ? year - 1 : year;
	int m = (month + 9) % 12;
	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + dom - 1;
}

day day_of(int year, int month, int dom)
{
	if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12)
		return DAY_NONE;
	if (dom < 1 || dom > month_length(year, month))
		return DAY_NONE;
	return (day){ march_days(year, month, dom) - BEFORE_FIRST };
}

bool day_is(day d)
{
	return d.n != 0;
}

static day in_range(int64_t n)
{
	return n >= 1 && n <= LAST_DAY ? (day){ (int32_t)n } : DAY_NONE;
}

void day_split(day d, int *ret_year, int *ret_month, int *ret_dom)
{
	if (!day_is(d)) {
		*ret_year = *ret_month = *ret_dom = 0;
		return;
	}
	int n = d.n + BEFORE_FIRST;
	int era = n / FOUR_CENTURIES;
	int doe = n % FOUR_CENTURIES;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int m = (5 * doy + 2) / 153;
	*ret_dom = doy - (153 * m + 2) / 5 + 1;
	*ret_month = m < 10 ? m + 3 : m - 9;
	*ret_year = yoe + era * 400 + (*ret_month <= 2);
}

int day_year(day d)
{
	int y, m, dom;
	day_split(d, &y, &m, &dom);
	return y;
}

int day_cmp(day a, day b)
{
	return (a.n > b.n) - (a.n < b.n);
}

day day_add(day d, int days)
{
	return day_is(d) ? in_range((int64_t)d.n + days) : DAY_NONE;
}

day day_add_months(day d, int months)
{
	if (!day_is(d))
		return DAY_NONE;
	int y, m, dom;
	day_split(d, &y, &m, &dom);
	int64_t count = (int64_t)y * 12 + m - 1 + months;
	if (count < FIRST_YEAR * 12 || count >= (LAST_YEAR + 1) * 12)
		return DAY_NONE;
	y = (int)(count / 12);
	m = (int)(count % 12) + 1;
	return day_of(y, m, dom < month_length(y, m) ? dom : month_length(y, m));
}

int day_weekday(day d)
{
	return day_is(d) ? (d.n - 1) % 7 + 1 : 0; /* 1900-01-01 was a Monday */
}

int day_diff(day later, day earlier)
{
	ASSERT(day_is(later) && day_is(earlier));
	return later.n - earlier.n;
}

/* One run of digits, between least and most of them, off the front of *s. */
static bool digits(str *s, size_t least, size_t most, int *ret)
{
	size_t n = 0;
	int v = 0;
	while (n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9')
		v = v * 10 + s->p[n++] - '0';
	*s = str_part(*s, n, s->n);
	*ret = v;
	return n >= least;
}

static bool sign(str *s, const char *c)
{
	if (!str_starts(*s, c))
		return false;
	*s = str_part(*s, 1, s->n);
	return true;
}

static bool parse_iso(str s, day *ret)
{
	int y, m, d;
	if (!digits(&s, 4, 4, &y) || !sign(&s, "-") || !digits(&s, 2, 2, &m) || !sign(&s, "-") || !digits(&s, 2, 2, &d))
		return false;
	*ret = day_of(y, m, d);
	return s.n == 0 && day_is(*ret);
}

static bool parse_german(str s, day *ret)
{
	int y, m, d;
	if (!digits(&s, 1, 2, &d) || !sign(&s, ".") || !digits(&s, 1, 2, &m) || !sign(&s, "."))
		return false;
	size_t written = s.n;
	if ((written != 2 && written != 4) || !digits(&s, written, written, &y))
		return false;
	*ret = day_of(written == 2 ? 2000 + y : y, m, d);
	return day_is(*ret);
}

bool day_parse(str s, day *ret)
{
	day d;
	if (!parse_iso(s, &d) && !parse_german(s, &d))
		return false;
	*ret = d;
	return true;
}

str day_iso(struct arena *a, day d)
{
	int y, m, dom;
	day_split(d, &y, &m, &dom);
	return day_is(d) ? str_print(a, "%04d-%02d-%02d", y, m, dom) : S("");
}

str day_german(struct arena *a, day d)
{
	int y, m, dom;
	day_split(d, &y, &m, &dom);
	return day_is(d) ? str_print(a, "%02d.%02d.%04d", dom, m, y) : S("");
}

bool month_parse(str s, day *ret)
{
	int y, m;
	if (!digits(&s, 4, 4, &y) || !sign(&s, "-") || !digits(&s, 2, 2, &m) || s.n > 0)
		return false;
	*ret = day_of(y, m, 1);
	return day_is(*ret);
}

str month_iso(struct arena *a, day d)
{
	return str_copy(a, str_part(day_iso(a, d), 0, 7));
}

day month_first(day d)
{
	int y, m, dom;
	day_split(d, &y, &m, &dom);
	return day_of(y, m, 1);
}

day month_last(day d)
{
	return day_add(day_add_months(month_first(d), 1), -1);
}
