#include "doc/xlsx_style.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"

/* --- what a format code shows ------------------------------------------------------------------------------------- */

/* Passes over what is shown as it is: "text", \x, _x, *x, and [colours and conditions]; but [h], [mm], [s] are times.
 */
static size_t pass_literal(str code, size_t i)
{
	char c = code.p[i];
	if (c == '\\' || c == '_' || c == '*')
		return i + 2;
	if (c == '"' || c == '[') {
		char closing = c == '"' ? '"' : ']';
		for (i++; i < code.n && code.p[i] != closing; i++) {
		}
		return i + 1;
	}
	return i;
}

static bool is_elapsed(str code, size_t i)
{
	size_t end = i + 1;
	if (code.p[i] != '[' || end >= code.n)
		return false;
	char c = (char)tolower((unsigned char)code.p[end]);
	while (end < code.n && tolower((unsigned char)code.p[end]) == c)
		end++;
	return (c == 'h' || c == 'm' || c == 's') && end < code.n && code.p[end] == ']';
}

enum xlsx_meaning xlsx_meaning_of_code(str code)
{
	bool days = false, months = false, times = false;
	for (size_t i = 0; i < code.n && code.p[i] != ';';) {
		times |= is_elapsed(code, i);
		size_t next = pass_literal(code, i);
		if (next > i) {
			i = next;
			continue;
		}
		char c = (char)tolower((unsigned char)code.p[i++]);
		days |= c == 'y' || c == 'd';
		months |= c == 'm'; /* or minutes: of times they are */
		times |= c == 'h' || c == 's';
	}
	days |= months && !times;
	if (days && times)
		return MEANS_MOMENT;
	return days ? MEANS_DAY : times ? MEANS_TIME : MEANS_NUMBER;
}

/* Those that have a number and no code in the file (18.8.30), with the East Asian ones. */
static enum xlsx_meaning built_in(int64_t format)
{
	bool shows_day = (format >= 14 && format <= 17) || (format >= 27 && format <= 31) ||
	                 (format >= 50 && format <= 54) || format == 36 || format == 57 || format == 58;
	if (shows_day)
		return MEANS_DAY;
	if (format == 22)
		return MEANS_MOMENT;
	bool shows_time = (format >= 18 && format <= 21) || (format >= 32 && format <= 35) ||
	                  (format >= 45 && format <= 47) || format == 55 || format == 56;
	return shows_time ? MEANS_TIME : MEANS_NUMBER;
}

/* --- the part ----------------------------------------------------------------------------------------------------- */

struct code {
	int64_t id;
	enum xlsx_meaning meaning;
};
struct style_listener {
	struct arena *mem;
	struct xlsx_styles *styles;
	struct list codes; /* struct code; they come before the styles */
	struct text as_day;
	size_t inner; /* where the content of the open <xf> begins */
};

static enum xlsx_meaning meaning_of_format(const struct style_listener *l, str id)
{
	int64_t n;
	if (!str_to_int(id, &n))
		return MEANS_NUMBER;
	LIST_EACH (const struct code, c, &l->codes)
		if (c->id == n)
			return c->meaning;
	return built_in(n);
}

static bool style_opened(void *self, const struct xml_tag *t)
{
	static const char *const replaced[] = { "numFmtId", "applyNumberFormat", NULL };
	struct style_listener *l = self;
	if (!strcmp(t->name, "numFmt") && !strcmp(t->parent, "numFmts")) {
		struct code c = { .meaning = xlsx_meaning_of_code(xml_attribute(t, "formatCode")) };
		if (str_to_int(xml_attribute(t, "numFmtId"), &c.id))
			*LIST_ADD(l->mem, &l->codes, struct code) = c;
	} else if (!strcmp(t->name, "cellXfs") && t->depth == 2) {
		struct text again = TEXT(l->mem);
		xml_open_tag(&again, t, (const char *const[]){ "count", NULL }, "");
		xml_edit(l->mem, &l->styles->edits, t->from, t->to, text_str(&again));
	} else if (!strcmp(t->name, "xf") && !strcmp(t->parent, "cellXfs")) {
		*LIST_ADD(l->mem, &l->styles->items, struct xlsx_style) =
		        (struct xlsx_style){ .meaning = meaning_of_format(l, xml_attribute(t, "numFmtId")) };
		l->as_day = TEXT(l->mem);
		xml_open_tag(&l->as_day, t, replaced, " numFmtId=\"14\" applyNumberFormat=\"1\"");
		l->inner = t->to;
	}
	return true;
}

static bool style_closed(void *self, const struct xml_tag *t)
{
	struct style_listener *l = self;
	if (!strcmp(t->name, "cellXfs") && t->depth == 2)
		l->styles->list_end = t->from;
	if (strcmp(t->name, "xf") != 0 || strcmp(t->parent, "cellXfs") != 0)
		return true;
	text_add(&l->as_day, str_part(l->styles->part, l->inner, t->from));
	text_print(&l->as_day, "</%s>", t->full_name);
	LIST_AT(&l->styles->items, struct xlsx_style, l->styles->items.n - 1)->as_day = text_str(&l->as_day);
	return true;
}

err xlsx_styles_read(struct book *b, struct xlsx_styles *ret)
{
	struct style_listener l = { .mem = b->mem, .styles = ret };
	const struct xml_listener listener = { .open = style_opened, .close = style_closed, .self = &l };
	*ret = (struct xlsx_styles){ 0 };
	if (!b->styles.p)
		return OK;
	TRY(book_part(b, b->styles, &ret->part));
	return xml_read(b->mem, ret->part, &listener) == OK ? OK : book_fail(b, "xlsx.damaged", b->styles);
}

enum xlsx_meaning xlsx_meaning_of(const struct xlsx_styles *s, int64_t style)
{
	return style >= 0 && (size_t)style < s->items.n ? LIST_AT(&s->items, struct xlsx_style, style)->meaning
	                                                : MEANS_NUMBER;
}

int64_t xlsx_style_of_day(struct arena *a, struct xlsx_styles *s, int64_t style)
{
	if (style < 0)
		style = 0; /* a cell without a style has the first */
	if ((size_t)style >= s->items.n || !s->list_end)
		return -1;
	struct xlsx_style like = *LIST_AT(&s->items, struct xlsx_style, style);
	if (like.meaning == MEANS_DAY || like.meaning == MEANS_MOMENT)
		return style;
	for (size_t i = s->items.n - (size_t)s->added; i < s->items.n; i++) /* made for another cell like it */
		if (str_eq(LIST_AT(&s->items, struct xlsx_style, i)->as_day, like.as_day))
			return (int64_t)i;
	xml_edit(a, &s->edits, s->list_end, s->list_end, like.as_day);
	like.meaning = MEANS_DAY;
	*LIST_ADD(a, &s->items, struct xlsx_style) = like;
	s->added++;
	return (int64_t)s->items.n - 1;
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

enum { DIGITS = 15, MOST_PLACES = 330 }; /* what Excel shows of a number; what a double can be */

/* mantissa × 10^power, of at most 15 digits */
struct decimal {
	bool negative;
	int64_t mantissa;
	int power;
};

static bool read_power(str s, size_t *i, int *power)
{
	int64_t typed = 0;
	if (*i < s.n && (s.p[*i] == 'e' || s.p[*i] == 'E')) {
		if (!str_to_int(str_part(s, *i + 1, s.n), &typed) || typed > MOST_PLACES || typed < -MOST_PLACES)
			return false;
		*i = s.n;
	}
	*power += (int)typed;
	return true;
}

static bool read_decimal(str s, struct decimal *ret)
{
	size_t i = 0, digits = 0;
	bool behind_point = false, any = false, up = false;
	*ret = (struct decimal){ 0 };
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		ret->negative = s.p[i++] == '-';
	for (; i < s.n && (isdigit((unsigned char)s.p[i]) || (s.p[i] == '.' && !behind_point)); i++) {
		if (s.p[i] == '.') {
			behind_point = true;
			continue;
		}
		any = true;
		if (digits < DIGITS) {
			ret->mantissa = ret->mantissa * 10 + (s.p[i] - '0');
			digits += ret->mantissa != 0;
			ret->power -= behind_point;
		} else { /* the first digit that is not shown rounds */
			up |= digits++ == DIGITS && s.p[i] >= '5';
			ret->power += !behind_point;
		}
	}
	ret->mantissa += up;
	return any && read_power(s, &i, &ret->power) && i == s.n && ret->power < MOST_PLACES &&
	       ret->power > -2 * MOST_PLACES;
}

static str say_decimal(struct arena *a, struct decimal d)
{
	struct text t = TEXT(a);
	if (d.mantissa == 0)
		return S("0");
	for (; d.mantissa % 10 == 0 && d.power < 0; d.power++)
		d.mantissa /= 10;
	str digits = str_print(a, "%" PRId64, d.mantissa);
	int before = (int)digits.n + d.power; /* digits before the comma */
	text_c(&t, d.negative ? "-" : "");
	text_add(&t, before > 0 ? str_part(digits, 0, (size_t)before) : S("0"));
	for (int i = (int)digits.n; i < before; i++)
		text_c(&t, "0");
	text_c(&t, d.power < 0 ? "," : "");
	for (int i = before; i < 0; i++)
		text_c(&t, "0");
	text_add(&t, str_part(digits, before > 0 ? (size_t)before : 0, digits.n));
	return text_str(&t);
}

/* Seconds of a count of days; false: before day 0, or behind 31.12.9999. */
static bool seconds_of(struct decimal d, int64_t *ret)
{
	enum { LAST_DAY = 2958465, DAY_SECONDS = 86400 };
	int64_t scale = 1;
	if (d.negative && d.mantissa)
		return false;
	for (; d.power > 0 && d.mantissa <= LAST_DAY; d.power--)
		d.mantissa *= 10;
	for (; d.power < -DIGITS + 1 && d.mantissa; d.power++)
		d.mantissa /= 10;
	for (; d.power < 0 && d.mantissa; d.power++)
		scale *= 10;
	int64_t whole = d.mantissa / scale, rest = d.mantissa % scale;
	if (whole > LAST_DAY || d.power > 0)
		return false;
	for (; scale > 10000000000000; scale /= 10)
		rest /= 10;
	*ret = whole * DAY_SECONDS + (rest * DAY_SECONDS + scale / 2) / scale;
	return true;
}

static str say_time(struct arena *a, int64_t seconds)
{
	str minutes = str_print(a, "%02" PRId64 ":%02" PRId64, seconds / 3600, seconds / 60 % 60);
	return seconds % 60 == 0 ? minutes : str_print(a, STR_FMT ":%02" PRId64, STR_ARG(minutes), seconds % 60);
}

/* Excel counts a 29.02.1900 that never was as 60. */
static day day_counted(int64_t n, bool from_1904)
{
	if (from_1904)
		return day_add(DAY(1904, 1, 1), (int)n);
	if (n == 0 || n == 60)
		return DAY_NONE;
	return day_add(DAY(1900, 1, 1), (int)(n > 60 ? n - 2 : n - 1));
}

bool xlsx_number(struct arena *a, str value, enum xlsx_meaning meaning, bool from_1904, str *ret)
{
	enum { DAY_SECONDS = 86400 };
	struct decimal d;
	int64_t seconds;
	if (!read_decimal(str_trim(value), &d))
		return false;
	*ret = say_decimal(a, d);
	if (meaning == MEANS_NUMBER || !seconds_of(d, &seconds))
		return true;
	if (meaning == MEANS_TIME) {
		*ret = say_time(a, seconds);
		return true;
	}
	day on = day_counted(seconds / DAY_SECONDS, from_1904);
	if (!day_is(on) || day_cmp(on, DAY(2199, 12, 31)) > 0)
		return true; /* no day of our calendar: the number is what there is */
	*ret = day_iso(a, on);
	if (meaning == MEANS_MOMENT)
		*ret = str_print(a, STR_FMT " " STR_FMT, STR_ARG(*ret), STR_ARG(say_time(a, seconds % DAY_SECONDS)));
	return true;
}
