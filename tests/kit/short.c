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

static err create(struct cx *cx, const void *in, void *ret)
{
	return user_create_in_tx(cx, in, ret);
}

struct user account_made(const char *login, const char *name, const char *role, const char *centre)
{
	const struct user_new in = { .login = str_of(login),
		                     .name = str_of(name ? name : login),
		                     .role = str_of(role),
		                     .centre_slug = str_of(centre),
		                     .password = S("ein langes Passwort") };
	struct user u;
	assert_int_equal(db_tx(&k->cx, "account", create, &in, &u, sizeof u), OK);
	u.login = str_copy(k->mem, u.login);
	u.name = str_copy(k->mem, u.name);
	u.role = str_copy(k->mem, u.role);
	u.centre_slug = str_copy(k->mem, u.centre_slug);
	return u;
}
