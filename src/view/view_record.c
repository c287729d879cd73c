/* view_record.c -- records as the data of a page. */
#include "view/view_render.h"

struct datum record_datum(const struct record *r, const void *row)
{
	return (struct datum){ .record = r, .value = row };
}

static bool belongs(const struct field *f, const struct record *r)
{
	uintptr_t at = (uintptr_t)f, first = (uintptr_t)r->fields;
	return at >= first && at < first + r->count * sizeof(*f);
}

static const struct field *part_field(struct name_part *part, const struct record *r)
{
	const struct field *f = atomic_load_explicit(&part->field, memory_order_relaxed);
	if (f && belongs(f, r))
		return f;
	if (atomic_load_explicit(&part->without, memory_order_relaxed) == r)
		return NULL;
	f = record_field(r, part->name);
	if (f)
		atomic_store_explicit(&part->field, f, memory_order_relaxed);
	else
		atomic_store_explicit(&part->without, r, memory_order_relaxed);
	return f;
}

static bool is_nested(const struct field *f)
{
	return f->kind == KIND_ONE || f->kind == KIND_MANY;
}

static const void *nested_row(const struct field *f, const void *row)
{
	return row ? record_get(f, row).one : NULL;
}

/* The last part of a name may ask for another form of a scalar. */
static bool find_form(const struct field *f, str name, enum form *ret)
{
	*ret = str_is(name, "iso") ? FORM_ISO : FORM_RAW;
	if (*ret == FORM_ISO)
		return f->kind == KIND_DAY || f->kind == KIND_INSTANT;
	return str_is(name, "raw") && !is_nested(f) && f->kind != KIND_HTML;
}

/* From a field, along the other parts of the name. Works without a row, too: so does the check. */
static bool walk(const struct op *op, struct datum *d)
{
	for (size_t i = 1; i < op->part_count; i++) {
		if (d->field->kind != KIND_ONE)
			return i + 1 == op->part_count && find_form(d->field, op->parts[i].name, &d->form);
		d->value = nested_row(d->field, d->value);
		d->record = d->field->of;
		d->field = part_field(&op->parts[i], d->record);
		if (!d->field)
			return false;
	}
	return true;
}

bool record_find(void *self UNUSED, const struct datum *scopes, size_t n, const struct op *op, struct datum *ret)
{
	if (op->is_word) {
		*ret = (struct datum){ .form = FORM_WORD, .key = str_part(op->text, 2, op->text.n) };
		return true;
	}
	if (!op->part_count) {
		*ret = n ? scopes[n - 1] : (struct datum){ 0 };
		return n > 0;
	}
	for (size_t i = n; i-- > 0;) {
		if (scopes[i].field)
			continue; /* a single value has no names in it */
		const struct field *f = part_field(&op->parts[0], scopes[i].record);
		if (!f)
			continue;
		*ret = (struct datum){ .record = scopes[i].record, .field = f, .value = scopes[i].value };
		return walk(op, ret);
	}
	return false;
}

static str raw_text(struct arena *a, const struct field *f, struct value v)
{
	switch (f->kind) {
	case KIND_BOOL:
		return v.i ? S("true") : S("false");
	case KIND_DAY:
		return day_iso(a, v.d);
	case KIND_INT:
	case KIND_MONEY:
	case KIND_DECIMAL:
	case KIND_INSTANT:
		return str_print(a, "%lld", (long long)v.i);
	default:
		return v.s;
	}
}

static const char *word_text(const struct formatter *f, struct arena *a, str key, bool markup, str *ret)
{
	if (markup)
		return "is a word, no markup: two braces";
	*ret = f->word(f->self, a, key);
	return ret->p ? NULL : "is no word of the catalogue";
}

static bool is_plain(enum kind k)
{
	return k == KIND_TEXT || k == KIND_PATH || k == KIND_HTML;
}

static const char *record_text(void *self, struct arena *a, const struct datum *d, bool markup, str *ret)
{
	const struct formatter *f = self;
	if (d->form == FORM_WORD)
		return word_text(f, a, d->key, markup, ret);
	if (!d->field || is_nested(d->field))
		return "has no text";
	if (markup && (d->field->kind != KIND_HTML || d->form != FORM_SHOWN))
		return "is no markup: two braces";
	*ret = STR_NONE;
	if (!d->value)
		return NULL;
	struct value v = record_get(d->field, d->value);
	if (v.none)
		return NULL;
	if (d->form == FORM_RAW)
		*ret = raw_text(a, d->field, v);
	else if (d->form == FORM_ISO)
		*ret = d->field->kind == KIND_DAY ? day_iso(a, v.d) : instant_iso(a, (instant){ v.i });
	else if (is_plain(d->field->kind))
		*ret = v.s;
	else
		*ret = f->value(f->self, a, d->record, d->field, d->value);
	return NULL;
}

static size_t record_count(void *self UNUSED, const struct datum *d)
{
	if (!d->field)
		return d->value != NULL;
	if (!d->value)
		return 0;
	struct value v = record_get(d->field, d->value);
	switch (d->field->kind) {
	case KIND_MANY:
		return v.many ? v.many->n : 0;
	case KIND_ONE:
		return v.one != NULL;
	case KIND_BOOL:
		return !v.none && v.i;
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_PATH:
	case KIND_HTML:
		return !v.none && v.s.n > 0;
	default:
		return !v.none;
	}
}

static struct datum record_item(void *self UNUSED, const struct datum *d, size_t i)
{
	if (!d->field || !is_nested(d->field))
		return *d;
	struct value v = record_get(d->field, d->value);
	const void *row = d->field->kind == KIND_ONE ? v.one : list_at(v.many, i);
	return record_datum(d->field->of, row);
}

struct source record_source(const struct formatter *f)
{
	return (struct source){ .self = (void *)(uintptr_t)f,
		                .find = record_find,
		                .text = record_text,
		                .count = record_count,
		                .item = record_item };
}
