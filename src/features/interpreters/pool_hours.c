#include "features/interpreters/pool_hours.h"

#include <ctype.h>

#include "base/arena.h"

enum { DAY_MINUTES = 24 * 60 };

static int by_begin(const void *a, const void *b)
{
	const struct day_span *x = a, *y = b;
	return (x->from_minute > y->from_minute) - (x->from_minute < y->from_minute);
}

/* What people put between times, as signs that the rest of this file knows: ',' between spans, '-' within one. The text
 * is folded: lower case, without marks. */
static str plain(struct arena *a, str typed)
{
	static const struct {
		const char *word, *sign;
	} signs[] = { { "\xe2\x80\x93", "-" },
		      { "\xe2\x80\x94", "-" },
		      { "bis", "-" },
		      { "to", "-" },
		      { "und", "," },
		      { "and", "," },
		      { ";", "," },
		      { "+", "," },
		      { "uhr", "" },
		      { "h", "" } };
	struct text t = TEXT(a);
	str s = utf8_fold(a, typed);
	for (size_t i = 0; i < s.n;) {
		size_t step = 0;
		for (size_t k = 0; k < sizeof signs / sizeof *signs && !step; k++)
			if (str_starts(str_part(s, i, s.n), signs[k].word)) {
				text_c(&t, signs[k].sign);
				step = str_of(signs[k].word).n;
			}
		if (!step) {
			if (!isspace((unsigned char)s.p[i]))
				text_char(&t, s.p[i]);
			step = 1;
		}
		i += step;
	}
	return text_str(&t);
}

/* "8", "8:30", "08.30", "24:00" */
static bool read_time(str s, int64_t *ret)
{
	char sign = str_has(s, ":") ? ':' : '.';
	int64_t hour, minute = 0;
	str rest = s, first = str_split(&rest, sign);
	if (first.n == 0 || first.n > 2 || !str_to_int(first, &hour))
		return false;
	if (rest.p && (rest.n != 2 || !str_to_int(rest, &minute)))
		return false;
	*ret = hour * 60 + minute;
	return hour >= 0 && minute >= 0 && minute < 60 && *ret <= DAY_MINUTES;
}

/* "8-12"; "ab 14": until the end of the day. */
static bool read_span(str s, struct day_span *ret)
{
	str rest = s;
	ret->to_minute = DAY_MINUTES;
	if (str_starts(s, "ab"))
		return read_time(str_part(s, 2, s.n), &ret->from_minute) && ret->from_minute < DAY_MINUTES;
	str from = str_split(&rest, '-');
	return rest.p && read_time(from, &ret->from_minute) && read_time(rest, &ret->to_minute) &&
	       ret->to_minute > ret->from_minute;
}

/* Those that touch are one. False: two overlap. */
static bool join(struct list *spans, struct list *ret, struct arena *a)
{
	list_sort(spans, by_begin);
	LIST_EACH (const struct day_span, s, spans) {
		struct day_span *last = ret->n ? LIST_AT(ret, struct day_span, ret->n - 1) : NULL;
		if (last && s->from_minute < last->to_minute)
			return false;
		if (last && s->from_minute == last->to_minute)
			last->to_minute = s->to_minute;
		else
			*LIST_ADD(a, ret, struct day_span) = *s;
	}
	return true;
}

bool hours_parse(struct arena *a, str typed, struct list *ret)
{
	struct list spans = { 0 };
	str rest = plain(a, typed);
	if (rest.n == 0)
		return true;
	while (rest.p)
		if (!read_span(str_split(&rest, ','), LIST_ADD(a, &spans, struct day_span)))
			return false;
	return join(&spans, ret, a);
}

str hours_said(struct arena *a, const struct list *spans)
{
	struct text t = TEXT(a);
	LIST_EACH (const struct day_span, s, spans)
		text_print(&t, "%s%d:%02d\xe2\x80\x93%d:%02d", t.n ? ", " : "", (int)(s->from_minute / 60),
		           (int)(s->from_minute % 60), (int)(s->to_minute / 60), (int)(s->to_minute % 60));
	return text_str(&t);
}
