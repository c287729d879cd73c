#include "core/tenant.h"

#include "core/statements.h"

static const struct field tenant_fields[] = {
	FIELD(struct tenant, id, KIND_INT),
	FIELD(struct tenant, slug, KIND_TEXT),
	FIELD(struct tenant, name, KIND_TEXT),
	FIELD(struct tenant, kind, KIND_TEXT),
};
static const struct record tenant_rec = RECORD("tenant", struct tenant, tenant_fields);

const struct sql tenant_sql[] = {
	{ "SELECT id, slug, name, kind FROM centre WHERE slug = $1", "s" },
	{ "SELECT id, slug, name, kind FROM centre WHERE id = $1", "i" },
	{ 0 },
};

err tenant_by_slug(struct cx *cx, str slug, struct tenant *ret)
{
	return db_row(cx, &tenant_sql[0], &tenant_rec, ret, V(slug));
}

err tenant_by_id(struct cx *cx, int64_t id, struct tenant *ret)
{
	return db_row(cx, &tenant_sql[1], &tenant_rec, ret, V(id));
}
