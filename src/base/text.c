#include "base/text.h"
#include "base/arena.h"
#include "base/error.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

str str_of(const char *c)
{
	return c ? (str){ c, strlen(c) } : STR_NONE;
}

str str_copy(struct arena *a, str s)
{
	return s.p ? (str){ str_c(a, s), s.n } : STR_NONE;
}

const char *str_c(struct arena *a, str s)
{
	char *p = arena_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

static void text_vprint(struct text *t, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

str str_print(struct arena *a, const char *format, ...)
{
	struct text t = TEXT(a);
	va_list args;
	va_start(args, format);
	text_vprint(&t, format, args);
	va_end(args);
	return text_str(&t);
}

str str_part(str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return s.p ? (str){ s.p + from, to - from } : STR_NONE;
}

/* Bytes of white space at the start: a tab to carriage return, a space, or U+00A0. */
static size_t space_at_start(str s)
{
	if (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		return 1;
	return str_starts(s, "\xC2\xA0") ? 2 : 0;
}

static size_t space_at_end(str s)
{
	if (s.n && space_at_start(str_part(s, s.n - 1, s.n)))
		return 1;
	return str_ends(s, "\xC2\xA0") ? 2 : 0;
}

str str_trim(str s)
{
	size_t k;
	while ((k = space_at_start(s)))
		s = str_part(s, k, s.n);
	while ((k = space_at_end(s)))
		s = str_part(s, 0, s.n - k);
	return s;
}

bool str_eq(str a, str b)
{
	if (!a.p || !b.p)
		return !a.p && !b.p;
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

bool str_is(str a, const char *c)
{
	return str_eq(a, str_of(c));
}

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, const char *prefix)
{
	size_t n = strlen(prefix);
	return s.p && s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool str_ends(str s, const char *suffix)
{
	size_t n = strlen(suffix);
	return s.p && s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

bool str_has(str s, const char *needle)
{
	return s.p && memmem(s.p, s.n, needle, strlen(needle)) != NULL;
}

bool str_blank(str s)
{
	return str_trim(s).n == 0;
}

str str_split(str *rest, char separator)
{
	str whole = *rest;
	const char *at = whole.n ? memchr(whole.p, separator, whole.n) : NULL;
	if (!at) {
		*rest = STR_NONE;
		return whole;
	}
	size_t n = (size_t)(at - whole.p);
	*rest = str_part(whole, n + 1, whole.n);
	return str_part(whole, 0, n);
}

bool str_to_int(str s, int64_t *ret)
{
	bool minus = str_starts(s, "-");
	if (minus || str_starts(s, "+"))
		s = str_part(s, 1, s.n);
	if (s.n == 0)
		return false;
	int64_t v = 0; /* counted downwards: INT64_MIN has no positive twin */
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
			return false;
	}
	if (!minus && v == INT64_MIN)
		return false;
	*ret = minus ? v : -v;
	return true;
}

char *text_room(struct text *t, size_t n)
{
	ASSERT(n < SIZE_MAX / 4 && t->n < SIZE_MAX / 4);
	size_t needed = t->n + n + 1;
	if (needed > t->cap) {
		size_t cap = t->cap * 2 > 64 ? t->cap * 2 : 64;
		if (cap < needed)
			cap = needed;
		char *p = arena_alloc(t->mem, cap);
		if (t->n)
			memcpy(p, t->p, t->n);
		t->p = p;
		t->cap = cap;
	}
	return t->p + t->n;
}

void text_add(struct text *t, str s)
{
	char *to = text_room(t, s.n);
	if (s.n)
		memcpy(to, s.p, s.n);
	t->n += s.n;
	t->p[t->n] = '\0';
}

void text_c(struct text *t, const char *c)
{
	text_add(t, str_of(c));
}

void text_char(struct text *t, char c)
{
	text_add(t, (str){ &c, 1 });
}

void text_int(struct text *t, int64_t i)
{
	text_print(t, "%" PRId64, i);
}

static void text_vprint(struct text *t, const char *format, va_list args)
{
	va_list again;
	ASSERT(format != NULL);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	ASSERT(n >= 0);
	vsnprintf(text_room(t, (size_t)n), (size_t)n + 1, format, again);
	va_end(again);
	t->n += (size_t)n;
}

void text_print(struct text *t, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	text_vprint(t, format, args);
	va_end(args);
}

static const char *html_escape(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void text_html(struct text *t, str s)
{
	size_t from = 0; /* runs without special characters are copied in one piece */
	for (size_t i = 0; i < s.n; i++) {
		const char *escape = html_escape(s.p[i]);
		if (!escape)
			continue;
		text_add(t, str_part(s, from, i));
		text_c(t, escape);
		from = i + 1;
	}
	text_add(t, str_part(s, from, s.n));
}

static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void text_url(struct text *t, str s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (unreserved(s.p[i]))
			text_char(t, s.p[i]);
		else
			text_add(t, (str){ (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3 });
	}
}

str text_str(const struct text *t)
{
	return t->p ? (str){ t->p, t->n } : S("");
}
