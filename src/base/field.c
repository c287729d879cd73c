/* field.c -- the part of record.h that reads and shows what people type. */
#include "base/arena.h"
#include "base/money.h"
#include "base/record.h"
#include <inttypes.h>
#include <string.h>

enum { TEXT_MAX = 200 }; /* characters, where a field says nothing */

static err refuse(const char **ret_key, const char *key)
{
	*ret_key = key;
	return E_INVALID;
}

/* Any control character: C0, DEL, and C1, which is C2 80 ... C2 9F in UTF-8. */
static bool control(str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	return c < 0x20 || c == 0x7F || (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0);
}

/* Line ends become \n; tabs in a one-line text become spaces, as cells copied from a table bring them. False: a
 * control character that has no business in a text. */
static bool tidy(struct arena *a, const struct field *f, str s, str *ret)
{
	struct text t = TEXT(a);
	for (size_t i = 0; i < s.n; i++) {
		bool newline = s.p[i] == '\n' || s.p[i] == '\r';
		if (newline && f->lines) {
			i += s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
			text_char(&t, '\n');
		} else if (s.p[i] == '\t') {
			text_char(&t, f->lines ? '\t' : ' ');
		} else if (control(s, i)) {
			return false;
		} else {
			text_char(&t, s.p[i]);
		}
	}
	*ret = utf8_nfc(a, text_str(&t));
	return true;
}

static err parse_text(struct arena *a, const struct field *f, str s, struct value *v, const char **ret_key)
{
	if (!tidy(a, f, s, &v->s))
		return refuse(ret_key, "form.bad_text");
	int64_t length = (int64_t)utf8_length(v->s);
	if (length > (f->max ? f->max : TEXT_MAX))
		return refuse(ret_key, "form.too_long");
	if (length < f->min)
		return refuse(ret_key, "form.too_short");
	return OK;
}

static err parse_choice(struct arena *a, const struct field *f, str s, struct value *v, const char **ret_key)
{
	if (!choices_has(f->choices, s))
		return refuse(ret_key, "form.not_a_choice");
	v->s = str_copy(a, s);
	return OK;
}

static err parse_bool(const struct field *f, str s, struct value *v, const char **ret_key)
{
	static const char *const yes[] = { "1", "on", "true", "ja", NULL };
	static const char *const no[] = { "", "0", "off", "false", "nein", NULL };
	v->i = choices_has(&(struct choices){ .codes = yes }, s);
	if (!v->i && s.n && !choices_has(&(struct choices){ .codes = no }, s))
		return refuse(ret_key, "form.not_a_choice");
	if (!v->i && f->required) /* a consent that must be given */
		return refuse(ret_key, "form.required");
	return OK;
}

static err parse_number(const struct field *f, str s, struct value *v, const char **ret_key)
{
	if (f->kind == KIND_MONEY && !money_parse(s, &v->i))
		return refuse(ret_key, "form.not_money");
	if (f->kind == KIND_DECIMAL && !decimal_parse(s, &v->i))
		return refuse(ret_key, "form.not_a_number");
	if (f->kind == KIND_INT && !str_to_int(s, &v->i))
		return refuse(ret_key, "form.not_a_number");
	bool bounded = f->min != 0 || f->max != 0;
	if (bounded && (v->i < f->min || v->i > f->max))
		return refuse(ret_key, "form.out_of_range");
	return OK;
}

static err parse_kind(struct arena *a, const struct field *f, str s, struct value *v, const char **ret_key)
{
	instant t;
	switch (f->kind) {
	case KIND_TEXT:
		return parse_text(a, f, s, v, ret_key);
	case KIND_CHOICE:
		return parse_choice(a, f, s, v, ret_key);
	case KIND_DAY:
		return day_parse(s, &v->d) ? OK : refuse(ret_key, "form.not_a_day");
	case KIND_INSTANT:
		if (!instant_parse(s, &t))
			return refuse(ret_key, "form.not_a_day");
		v->i = t.ms;
		return OK;
	case KIND_BOOL:
		return parse_bool(f, s, v, ret_key);
	case KIND_INT:
	case KIND_MONEY:
	case KIND_DECIMAL:
		return parse_number(f, s, v, ret_key);
	default:
		ASSERT(!"a kind that people can type");
	}
}

/* A number without .maybe has no place for "absent": a blank must not silently become 0 in a total. */
static bool must_be_there(const struct field *f)
{
	bool counted = f->kind == KIND_INT || f->kind == KIND_MONEY || f->kind == KIND_DECIMAL;
	return f->required || (counted && !f->maybe);
}

err field_parse(struct arena *a, const struct field *f, str typed, void *row, const char **ret_key)
{
	struct value v = { 0 };
	if (!utf8_valid(typed))
		return refuse(ret_key, "form.bad_text");
	str s = str_trim(typed);
	if (s.n == 0 && f->kind != KIND_BOOL) {
		if (must_be_there(f))
			return refuse(ret_key, "form.required");
		v.none = true;
	} else {
		TRY(parse_kind(a, f, s, &v, ret_key));
	}
	record_set(f, row, v);
	return OK;
}

static str with_comma(struct arena *a, str s)
{
	char *p = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '.' ? ',' : s.p[i];
	return (str){ p, s.n };
}

str field_typed(struct arena *a, const struct field *f, const void *row)
{
	struct value v = record_get(f, row);
	if (v.none)
		return S("");
	switch (f->kind) {
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_PATH:
	case KIND_HTML:
		return v.s;
	case KIND_DAY:
		return day_german(a, v.d);
	case KIND_INSTANT:
		return instant_local(a, (instant){ v.i });
	case KIND_BOOL:
		return v.i ? S("1") : S("");
	case KIND_INT:
		return str_print(a, "%" PRId64, v.i);
	case KIND_MONEY:
		return money_plain(a, v.i);
	case KIND_DECIMAL:
		return with_comma(a, decimal_plain(a, v.i));
	case KIND_ONE:
	case KIND_MANY:
		break;
	}
	ASSERT(!"a kind that people can type");
}
