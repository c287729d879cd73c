#include "json/json.h"

#include <jansson.h>

#include "base/arena.h"

enum { MOST_BYTES = 1024 * 1024, MOST_LEAVES = 2000, MOST_LEVELS = 8 };

static int64_t whole(double d)
{
	if (d >= 9223372036854775807.0)
		return INT64_MAX;
	return d <= -9223372036854775808.0 ? INT64_MIN : (int64_t)d;
}

static err add_leaf(struct arena *a, str name, const json_t *v, struct list *to)
{
	if (json_is_null(v))
		return OK;
	if (to->n == MOST_LEAVES)
		return E_INVALID;
	struct leaf leaf = { .name = name, .kind = LEAF_BOOL, .text = json_is_true(v) ? S("1") : S("") };
	if (json_is_string(v)) {
		leaf.kind = LEAF_TEXT;
		leaf.text = str_copy(a, (str){ json_string_value(v), json_string_length(v) });
	} else if (json_is_number(v)) {
		leaf.kind = LEAF_NUMBER;
		leaf.number = json_is_integer(v) ? json_integer_value(v) : whole(json_real_value(v));
		leaf.text = STR_NONE;
	}
	*LIST_ADD(a, to, struct leaf) = leaf;
	return OK;
}

static err add(struct arena *a, str name, json_t *v, int level, struct list *to);

static err add_members(struct arena *a, str name, json_t *object, int level, struct list *to)
{
	const char *member;
	json_t *v;
	json_object_foreach(object, member, v)
	{
		str way = name.n > 0 ? str_print(a, STR_FMT ".%s", STR_ARG(name), member) : str_copy(a, str_of(member));
		TRY(add(a, way, v, level, to));
	}
	return OK;
}

static err add(struct arena *a, str name, json_t *v, int level, struct list *to)
{
	if (json_is_object(v))
		return level < MOST_LEVELS ? add_members(a, name, v, level + 1, to) : E_INVALID;
	if (!json_is_array(v))
		return add_leaf(a, name, v, to);
	if (level >= MOST_LEVELS)
		return E_INVALID;
	for (size_t i = 0; i < json_array_size(v); i++)
		TRY(add(a, name, json_array_get(v, i), level + 1, to));
	return OK;
}

err json_leaves(struct arena *a, str body, struct list *ret)
{
	*ret = (struct list){ 0 };
	if (!body.p || body.n > MOST_BYTES)
		return E_INVALID;
	json_t *v = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL);
	err e = json_is_object(v) ? add_members(a, S(""), v, 1, ret) : E_INVALID;
	json_decref(v);
	return e;
}

str leaf_text(const struct list *leaves, const char *name)
{
	LIST_EACH (struct leaf, l, leaves)
		if (str_is(l->name, name))
			return l->kind == LEAF_TEXT ? l->text : STR_NONE;
	return STR_NONE;
}
