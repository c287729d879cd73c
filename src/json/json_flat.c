#include <jansson.h>

#include "base/arena.h"
#include "json/json.h"
#include <stdio.h>
#include <stdlib.h>

/* A form of ours has at most some dozen fields; a body above this is no form. */
enum { MOST_BYTES = 1024 * 1024, MOST_PAIRS = 2000, REAL_ROOM = 32 };

struct flat {
	struct arena *mem;
	struct list pairs; /* struct json_pair */
};

/* The shortest digits that read back as the same number: 0.1 stays "0.1". */
static str real_text(struct arena *a, double d)
{
	char buffer[REAL_ROOM];
	for (int precision = 1; precision <= 17; precision++) {
		snprintf(buffer, sizeof buffer, "%.*g", precision, d);
		if (strtod(buffer, NULL) == d)
			break;
	}
	return str_copy(a, str_of(buffer));
}

static str scalar_text(struct arena *a, const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_STRING:
		return str_copy(a, (str){ json_string_value(v), json_string_length(v) });
	case JSON_INTEGER:
		return str_print(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	case JSON_REAL:
		return real_text(a, json_real_value(v));
	case JSON_TRUE:
		return S("1");
	default:
		return S("");
	}
}

static err add_scalar(struct flat *to, str name, const json_t *v)
{
	if (json_is_object(v) || json_is_array(v) || to->pairs.n == MOST_PAIRS)
		return E_INVALID;
	if (!json_is_null(v))
		*LIST_ADD(to->mem, &to->pairs, struct json_pair) = (struct json_pair){ name, scalar_text(to->mem, v) };
	return OK;
}

static err add_member(struct flat *to, str name, const json_t *v)
{
	if (!json_is_array(v))
		return add_scalar(to, name, v);
	for (size_t i = 0; i < json_array_size(v); i++)
		TRY(add_scalar(to, name, json_array_get(v, i)));
	return OK;
}

static err add_members(struct flat *to, json_t *object)
{
	const char *name;
	json_t *v;
	if (!json_is_object(object))
		return E_INVALID;
	json_object_foreach(object, name, v) TRY(add_member(to, str_copy(to->mem, str_of(name)), v));
	return OK;
}

err json_flat(struct arena *a, str body, struct json_pair **ret, size_t *ret_n)
{
	struct flat to = { .mem = a };
	if (!body.p || body.n > MOST_BYTES)
		return E_INVALID;
	json_t *object = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL);
	err e = add_members(&to, object);
	json_decref(object);
	TRY(e);
	*ret = to.pairs.items;
	*ret_n = to.pairs.n;
	return OK;
}
