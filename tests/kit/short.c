#include "kit/short.h"

struct kit *k;

void next(void)
{
	kit_next(k);
	k->cx.words = words_of(S("de"));
}

day on(const char *text)
{
	day d = DAY_NONE;
	assert_true(!text || day_parse(str_of(text), &d));
	return d;
}

const char *problem_at(const char *field)
{
	const struct problem *p = problem_of(&k->cx, field);
	assert_non_null(p);
	return p->key;
}

const char *fault(void)
{
	assert_non_null(k->cx.fault.key);
	return k->cx.fault.key;
}

struct tenant centre_called(const char *slug)
{
	struct tenant t;
	assert_int_equal(tenant_by_slug(&k->cx, str_of(slug), &t), OK);
	t.slug = str_copy(k->mem, t.slug);
	t.name = str_copy(k->mem, t.name);
	t.kind = str_copy(k->mem, t.kind);
	return t;
}
