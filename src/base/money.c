#include "base/money.h"
#include "base/error.h"
#include <string.h>

int64_t money_times(int64_t cents, int64_t thousandths)
{
	__int128 product = (__int128)cents * thousandths;
	__int128 rounded = (product + (product < 0 ? -500 : 500)) / 1000; /* C truncates: half goes away from zero */
	ASSERT(rounded >= INT64_MIN && rounded <= INT64_MAX);
	return (int64_t)rounded;
}

/* What rounding down leaves of a share: cents times a weight, by the sum of the weights. */
static __int128 remainder_of(__int128 cents, int64_t weight, __int128 sum)
{
	return cents * weight % sum;
}

/* How many shares have a larger remainder, or the same and come earlier. */
static size_t rank_of(__int128 cents, const int64_t *weights, size_t n, __int128 sum, size_t mine)
{
	size_t ahead = 0;
	__int128 own = remainder_of(cents, weights[mine], sum);
	for (size_t i = 0; i < n; i++) {
		__int128 other = remainder_of(cents, weights[i], sum);
		ahead += other > own || (other == own && i < mine);
	}
	return ahead;
}

void money_split(int64_t cents, const int64_t *weights, size_t n, int64_t *ret)
{
	int sign = cents < 0 ? -1 : 1;
	__int128 amount = (__int128)cents * sign, sum = 0, left = amount;
	for (size_t i = 0; i < n; i++) {
		ASSERT(weights[i] >= 0);
		sum += weights[i];
		ret[i] = 0;
	}
	if (!sum) {
		if (n)
			ret[0] = cents;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		ret[i] = (int64_t)(amount * weights[i] / sum);
		left -= ret[i];
	}
	for (size_t i = 0; i < n; i++) { /* fewer cents are left than there are shares with a remainder */
		ret[i] += rank_of(amount, weights, n, sum, i) < (size_t)left;
		ret[i] *= sign;
	}
}

static bool digit(str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static size_t run(str s, size_t from)
{
	size_t n = 0;
	while (digit(s, from + n))
		n++;
	return n;
}

/* The end of the whole-number part: digits, or digits in groups of three parted by points. 0 if there is none. */
static size_t whole_end(str s)
{
	size_t end = run(s, 0);
	if (end == 0 || end > 3)
		return end;
	while (end < s.n && s.p[end] == '.' && run(s, end + 1) == 3)
		end += 4;
	return end;
}

/* The digits of s without points, as an integer. */
static bool collect(str s, int64_t *ret)
{
	char buffer[20];
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.')
			continue;
		if (n == sizeof buffer)
			return false;
		buffer[n++] = s.p[i];
	}
	return str_to_int((str){ buffer, n }, ret);
}

/* whole * 10^places + the decimals, filled up with zeros. */
static bool join(str whole, str decimals, size_t places, int64_t *ret)
{
	int64_t v, part = 0;
	if (!collect(whole, &v) || decimals.n > places || (decimals.n && !str_to_int(decimals, &part)))
		return false;
	for (size_t i = 0; i < places; i++)
		if (__builtin_mul_overflow(v, 10, &v))
			return false;
	for (size_t i = decimals.n; i < places; i++)
		part *= 10;
	if (__builtin_add_overflow(v, part, &v))
		return false;
	*ret = v;
	return true;
}

static bool minus(str *s)
{
	bool yes = str_starts(*s, "-");
	if (yes || str_starts(*s, "+"))
		*s = str_part(*s, 1, s->n);
	return yes;
}

static str without_currency(str s)
{
	s = str_trim(s);
	if (str_ends(s, "€"))
		s = str_part(s, 0, s.n - strlen("€"));
	else if (str_ends(s, "EUR"))
		s = str_part(s, 0, s.n - strlen("EUR"));
	return str_trim(s);
}

bool money_parse(str s, int64_t *ret_cents)
{
	s = without_currency(s);
	bool negative = minus(&s);
	size_t end = whole_end(s);
	size_t decimals = end < s.n ? run(s, end + 1) : 0;
	bool comma = end < s.n && s.p[end] == ',' && decimals >= 1;
	bool point = end < s.n && s.p[end] == '.' && decimals == 2 && !str_has(str_part(s, 0, end), ".");
	if (end == 0 || (end < s.n && !comma && !point) || (end < s.n && end + 1 + decimals != s.n))
		return false;
	int64_t v;
	if (!join(str_part(s, 0, end), str_part(s, end + 1, s.n), 2, &v))
		return false;
	*ret_cents = negative ? -v : v;
	return true;
}

bool decimal_parse(str s, int64_t *ret_thousandths)
{
	s = str_trim(s);
	bool negative = minus(&s);
	size_t end = run(s, 0);
	size_t decimals = end < s.n ? run(s, end + 1) : 0;
	bool separated = end < s.n && (s.p[end] == ',' || s.p[end] == '.') && decimals >= 1;
	if (end == 0 || (end < s.n && !separated) || (end < s.n && end + 1 + decimals != s.n))
		return false;
	int64_t v;
	if (!join(str_part(s, 0, end), str_part(s, end + 1, s.n), 3, &v))
		return false;
	*ret_thousandths = negative ? -v : v;
	return true;
}

/* INT64_MIN has no positive twin in int64_t. */
static uint64_t magnitude(int64_t i)
{
	return i < 0 ? -(uint64_t)i : (uint64_t)i;
}

static void grouped(struct text *t, uint64_t v, char separator)
{
	if (v >= 1000) {
		grouped(t, v / 1000, separator);
		text_char(t, separator);
		text_print(t, "%03u", (unsigned)(v % 1000));
	} else {
		text_print(t, "%u", (unsigned)v);
	}
}

str int_german(struct arena *a, int64_t i)
{
	struct text t = TEXT(a);
	text_c(&t, i < 0 ? "-" : "");
	grouped(&t, magnitude(i), '.');
	return text_str(&t);
}

str int_english(struct arena *a, int64_t i)
{
	struct text t = TEXT(a);
	text_c(&t, i < 0 ? "-" : "");
	grouped(&t, magnitude(i), ',');
	return text_str(&t);
}

str money_grouped(struct arena *a, int64_t cents)
{
	struct text t = TEXT(a);
	text_c(&t, cents < 0 ? "-" : "");
	grouped(&t, magnitude(cents) / 100, '.');
	text_print(&t, ",%02u", (unsigned)(magnitude(cents) % 100));
	return text_str(&t);
}

str money_german(struct arena *a, int64_t cents)
{
	return str_print(a, STR_FMT "\u00A0€", STR_ARG(money_grouped(a, cents)));
}

str money_english(struct arena *a, int64_t cents)
{
	struct text t = TEXT(a);
	text_c(&t, cents < 0 ? "-€" : "€");
	grouped(&t, magnitude(cents) / 100, ',');
	text_print(&t, ".%02u", (unsigned)(magnitude(cents) % 100));
	return text_str(&t);
}

str money_plain(struct arena *a, int64_t cents)
{
	return str_print(a, "%s%llu,%02u", cents < 0 ? "-" : "", (unsigned long long)(magnitude(cents) / 100),
	                 (unsigned)(magnitude(cents) % 100));
}

/* A separator and the thousandths without zeros at the end; nothing for whole numbers. */
static void fraction(struct text *t, int64_t thousandths, char separator)
{
	unsigned part = (unsigned)(magnitude(thousandths) % 1000);
	if (part % 10)
		text_print(t, "%c%03u", separator, part);
	else if (part % 100)
		text_print(t, "%c%02u", separator, part / 10);
	else if (part)
		text_print(t, "%c%u", separator, part / 100);
}

str decimal_german(struct arena *a, int64_t thousandths)
{
	struct text t = TEXT(a);
	text_c(&t, thousandths < 0 ? "-" : "");
	grouped(&t, magnitude(thousandths) / 1000, '.');
	fraction(&t, thousandths, ',');
	return text_str(&t);
}

str decimal_english(struct arena *a, int64_t thousandths)
{
	struct text t = TEXT(a);
	text_c(&t, thousandths < 0 ? "-" : "");
	grouped(&t, magnitude(thousandths) / 1000, ',');
	fraction(&t, thousandths, '.');
	return text_str(&t);
}

str decimal_plain(struct arena *a, int64_t thousandths)
{
	struct text t = TEXT(a);
	text_print(&t, "%s%llu", thousandths < 0 ? "-" : "", (unsigned long long)(magnitude(thousandths) / 1000));
	fraction(&t, thousandths, '.');
	return text_str(&t);
}
