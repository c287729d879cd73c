#include <jansson.h>

#include "base/arena.h"
#include "base/money.h"
#include "json/json.h"

enum { MOST_BYTES = 16 * 1024 * 1024 };

static err read_object(struct arena *a, const json_t *o, const struct record *r, void *row);

static bool read_number(const json_t *v, struct value *ret)
{
	ret->i = json_integer_value(v);
	return json_is_integer(v);
}

static bool read_text(struct arena *a, enum kind kind, const json_t *v, struct value *ret)
{
	instant t = { 0 };
	if (!json_is_string(v))
		return false;
	ret->s = str_copy(a, (str){ json_string_value(v), json_string_length(v) });
	if (kind == KIND_DAY)
		return day_parse(ret->s, &ret->d);
	if (kind != KIND_INSTANT)
		return true;
	if (!instant_parse(ret->s, &t))
		return false;
	ret->i = t.ms;
	return true;
}

/* A JSON reader makes a floating point number of it; of what we write, three decimals, every digit comes back. */
static bool read_decimal(struct arena *a, const json_t *v, struct value *ret)
{
	return json_is_number(v) && decimal_parse(str_print(a, "%.3f", json_number_value(v)), &ret->i);
}

static bool read_scalar(struct arena *a, const struct field *f, const json_t *v, struct value *ret)
{
	switch (f->kind) {
	case KIND_INT:
	case KIND_MONEY:
		return read_number(v, ret);
	case KIND_DECIMAL:
		return read_decimal(a, v, ret);
	case KIND_BOOL:
		ret->i = json_is_true(v);
		return json_is_boolean(v);
	default:
		return read_text(a, f->kind, v, ret);
	}
}

static err read_list(struct arena *a, const json_t *v, const struct field *f, void *row)
{
	struct list *to = (struct list *)((char *)row + f->offset);
	if (!json_is_array(v))
		return E_INVALID;
	for (size_t i = 0; i < json_array_size(v); i++)
		TRY(read_object(a, json_array_get(v, i), f->of, list_add(a, to, f->of->size)));
	return OK;
}

static err read_one(struct arena *a, const json_t *v, const struct field *f, void *row)
{
	void *member = (char *)row + f->offset;
	if (f->maybe) {
		void *made = arena_alloc(a, f->of->size);
		*(void **)member = made;
		member = made;
	}
	return read_object(a, v, f->of, member);
}

static err read_member(struct arena *a, const json_t *v, const struct field *f, void *row)
{
	struct value value = { 0 };
	if (!v || json_is_null(v))
		return OK;
	if (f->kind == KIND_MANY)
		return read_list(a, v, f, row);
	if (f->kind == KIND_ONE)
		return read_one(a, v, f, row);
	if (!read_scalar(a, f, v, &value))
		return E_INVALID;
	record_set(f, row, value);
	return OK;
}

static err read_object(struct arena *a, const json_t *o, const struct record *r, void *row)
{
	if (!json_is_object(o))
		return E_INVALID;
	for (size_t i = 0; i < r->count; i++)
		if (!r->fields[i].hidden)
			TRY(read_member(a, json_object_get(o, r->fields[i].name), &r->fields[i], row));
	return OK;
}

err json_read(struct arena *a, str body, const struct record *r, void *ret)
{
	if (!body.p || body.n > MOST_BYTES)
		return E_INVALID;
	json_t *v = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL);
	err e = read_object(a, v, r, ret);
	json_decref(v);
	return e;
}
