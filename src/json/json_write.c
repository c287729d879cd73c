#include "base/money.h"
#include "json/json.h"

/* NULL: the byte stands for itself. The HTML characters are escaped so that the text may stand in a page. */
static const char *json_escape(char c)
{
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	case '<':
		return "\\u003c";
	case '>':
		return "\\u003e";
	case '&':
		return "\\u0026";
	case '\'':
		return "\\u0027";
	default:
		return NULL;
	}
}

/* U+2028 and U+2029 end a line in scripts before ECMAScript 2019. */
static bool line_separator(str s, size_t i)
{
	return str_starts(str_part(s, i, s.n), "\xE2\x80\xA8") || str_starts(str_part(s, i, s.n), "\xE2\x80\xA9");
}

static bool special(str s, size_t i, bool sound)
{
	unsigned char c = (unsigned char)s.p[i];
	if (c >= 0x80)
		return !sound || (c == 0xE2 && line_separator(s, i));
	return c < 0x20 || c == 0x7F || json_escape(s.p[i]);
}

/* Writes the special character at s.p[i]; returns the bytes it takes. */
static size_t add_special(struct text *out, str s, size_t i, bool sound)
{
	unsigned char c = (unsigned char)s.p[i];
	const char *escape = json_escape(s.p[i]);
	if (escape)
		text_c(out, escape);
	else if (c < 0x80)
		text_print(out, "\\u%04x", c);
	else if (!sound)
		text_c(out, "\\ufffd");
	else
		text_c(out, (unsigned char)s.p[i + 2] == 0xA8 ? "\\u2028" : "\\u2029");
	return c >= 0x80 && sound ? 3 : 1;
}

void json_quoted(struct text *out, str s)
{
	bool sound = utf8_valid(s); /* our texts are; what is not must still not break the document */
	size_t from = 0;            /* runs without special characters are copied in one piece */
	text_char(out, '"');
	for (size_t i = 0; i < s.n;) {
		if (!special(s, i, sound)) {
			i++;
			continue;
		}
		text_add(out, str_part(s, from, i));
		i += add_special(out, s, i, sound);
		from = i;
	}
	text_add(out, str_part(s, from, s.n));
	text_char(out, '"');
}

static void json_value(struct text *out, const struct field *f, const void *row)
{
	struct value v = record_get(f, row);
	if (v.none) {
		text_c(out, "null");
		return;
	}
	switch (f->kind) {
	case KIND_INT:
	case KIND_MONEY:
		text_int(out, v.i);
		return;
	case KIND_BOOL:
		text_c(out, v.i ? "true" : "false");
		return;
	case KIND_DECIMAL:
		text_add(out, decimal_plain(out->mem, v.i));
		return;
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_PATH:
	case KIND_HTML:
		json_quoted(out, v.s);
		return;
	case KIND_DAY:
		json_quoted(out, day_iso(out->mem, v.d));
		return;
	case KIND_INSTANT:
		json_quoted(out, instant_iso(out->mem, (instant){ v.i }));
		return;
	case KIND_ONE:
		json_record(out, f->of, v.one);
		return;
	case KIND_MANY:
		json_list(out, f->of, v.many);
		return;
	}
}

void json_record(struct text *out, const struct record *r, const void *row)
{
	const char *before = "{";
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		if (f->hidden)
			continue;
		text_c(out, before);
		json_quoted(out, str_of(f->name));
		text_char(out, ':');
		json_value(out, f, row);
		before = ",";
	}
	text_c(out, *before == '{' ? "{}" : "}");
}

void json_list(struct text *out, const struct record *r, const struct list *l)
{
	text_char(out, '[');
	for (size_t i = 0; i < l->n; i++) {
		text_c(out, i ? "," : "");
		json_record(out, r, list_at(l, i));
	}
	text_char(out, ']');
}
