/* What the tests of the pool share: see pool_test.h. */
#include "features/interpreters/pool_test.h"

#include "core/audit.h"
#include "view/embedded.h"

struct kit *k;
struct tenant coesfeld, bottrop;

static void german(void)
{
	assert_int_equal(words_load(), OK);
	k->cx.words = words_of(S("de"));
}

static struct tenant centre_called(const char *slug)
{
	struct tenant t;
	assert_int_equal(tenant_by_slug(&k->cx, str_of(slug), &t), OK);
	t.slug = str_copy(k->mem, t.slug);
	t.name = str_copy(k->mem, t.name);
	t.kind = str_copy(k->mem, t.kind);
	return t;
}

int pool_set_up(void **state)
{
	(void)state;
	struct migration list[64];
	int n = 0;
	for (const struct embedded_file *f = embedded_migrations; f->name; f++)
		list[n++] = (struct migration){ f->name, { f->data, f->size } };
	k = kit_open(list, n);
	db_set_commit_hook(k->pool, audit_commit_hook);
	german();
	coesfeld = centre_called("coesfeld");
	bottrop = centre_called("bottrop");
	return 0;
}

int pool_tear_down(void **state)
{
	(void)state;
	kit_close(k);
	return 0;
}

void next(void)
{
	kit_next(k);
	german();
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

err save(const struct tenant *centre, saver fn, const void *row, void *ret, size_t size)
{
	struct pool_in in = { .centre = centre, .row = row };
	return db_tx(&k->cx, "test", fn, &in, ret, size);
}
