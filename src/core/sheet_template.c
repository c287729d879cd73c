/* sheet_template.c -- versions of workbooks with their mappings. */
#include "core/sheet_template.h"

#include <inttypes.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/user.h"
#include "crypt/crypt.h"

enum { MOST_VERSIONS = 200 };

static const struct field template_fields[] = {
	FIELD(struct sheet_template, id, KIND_INT, .hidden = true),
	FIELD(struct sheet_template, version, KIND_INT),
	FIELD(struct sheet_template, purpose, KIND_TEXT),
	FIELD(struct sheet_template, centre_id, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct sheet_template, file_id, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct sheet_template, valid_from, KIND_DAY),
	FIELD(struct sheet_template, file, KIND_TEXT),
	FIELD(struct sheet_template, size, KIND_INT, .hidden = true),
	FIELD(struct sheet_template, hash, KIND_TEXT),
	FIELD(struct sheet_template, mapping, KIND_TEXT, .lines = true, .max = SHEET_MOST_MAPPING),
	FIELD(struct sheet_template, set_by, KIND_TEXT),
	FIELD(struct sheet_template, set_at, KIND_INSTANT),
};
const struct record sheet_template_rec = RECORD("sheet_template", struct sheet_template, template_fields);

enum { ON, VERSIONS, BYTES, ADD_FILE, ADD };
#define COLUMNS                                                                                                        \
	"t.id, t.version, t.purpose, t.centre_id, t.file_id, t.valid_from, f.name AS file, coalesce(f.size, 0) AS "    \
	"size,"                                                                                                        \
	" f.hash, t.mapping, t.set_by, t.set_at FROM sheet_template t LEFT JOIN sheet_file f ON f.id = t.file_id"      \
	" WHERE t.purpose = $1 AND coalesce(t.centre_id, 0) = $2"
const struct sql sheet_template_sql[] = {
	[ON] = { "SELECT " COLUMNS " AND t.valid_from <= $3 ORDER BY t.valid_from DESC, t.version DESC LIMIT 1",
	         "sid" },
	[VERSIONS] = { "SELECT " COLUMNS " ORDER BY t.version DESC LIMIT $3", "sii" },
	[BYTES] = { "SELECT content FROM sheet_file WHERE id = $1 AND coalesce(centre_id, 0) = $2", "ii" },
	[ADD_FILE] = { "INSERT INTO sheet_file (centre_id, name, content, size, hash) VALUES ($1, $2, $3, $4, $5)"
	               " RETURNING id",
	               "isbis" },
	[ADD] = { "INSERT INTO sheet_template (purpose, centre_id, version, valid_from, file_id, mapping, set_by, "
	          "set_at)"
	          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	          "siidisst" },
	{ 0 },
};

const struct sheet_purpose *const *sheet_purpose_all(const struct cx *cx)
{
	struct list found = { 0 };
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		for (const struct sheet_purpose *const *p = (*f)->sheets; p && *p; p++)
			*LIST_ADD(cx->mem, &found, const struct sheet_purpose *) = *p;
	*LIST_ADD(cx->mem, &found, const struct sheet_purpose *) = NULL;
	return found.items;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

err sheet_template_own(struct cx *cx, const struct sheet_purpose *p, int64_t centre_id, day on,
                       struct sheet_template *ret)
{
	return db_row(cx, &sheet_template_sql[ON], &sheet_template_rec, ret, V(str_of(p->name), centre_id, on));
}

err sheet_template_on(struct cx *cx, const struct sheet_purpose *p, int64_t centre_id, day on,
                      struct sheet_template *ret)
{
	err e = sheet_template_own(cx, p, centre_id, on, ret);
	bool none = e == E_NOTFOUND || (e == OK && !ret->file_id.has);
	if (none && centre_id)
		return sheet_template_on(cx, p, 0, on, ret);
	return none ? fail(cx, E_NOTFOUND, "sheets.none", NO_ARGS) : e;
}

err sheet_template_versions(struct cx *cx, const struct sheet_purpose *p, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &sheet_template_sql[VERSIONS], &sheet_template_rec, ret,
	               V(str_of(p->name), centre_id, MOST_VERSIONS));
}

struct content {
	str content;
};
static const struct field content_fields[] = { FIELD(struct content, content, KIND_TEXT) };
static const struct record content_rec = RECORD("sheet_file", struct content, content_fields);

err sheet_template_bytes(struct cx *cx, const struct sheet_template *t, str *ret)
{
	struct content c;
	TRY(db_row(cx, &sheet_template_sql[BYTES], &content_rec, &c,
	           V(t->file_id, t->centre_id.has ? t->centre_id.v : 0)));
	*ret = c.content;
	return str_eq(crypt_hash(cx->mem, c.content), t->hash) ? OK : fail(cx, E_BROKEN, "upload.damaged", NO_ARGS);
}

/* --- adding ------------------------------------------------------------------------------------------------------- */

static err keep_file(struct cx *cx, const struct sheet_new *n, struct maybe owner, struct sheet_template *t)
{
	int64_t id;
	t->file_id = n->file_id;
	if (!n->content.p)
		return OK;
	t->file = n->name;
	t->hash = crypt_hash(cx->mem, n->content);
	TRY(db_int(cx, &sheet_template_sql[ADD_FILE], &id,
	           V(owner, n->name, bound_bytes(n->content.p, n->content.n), (int64_t)n->content.n, t->hash)));
	t->file_id = MAYBE(id);
	return OK;
}

static str object_of(struct cx *cx, const struct sheet_template *t)
{
	return str_print(cx->mem, "sheets/" STR_FMT "/%" PRId64, STR_ARG(t->purpose), t->version);
}

err sheet_template_add_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct sheet_new *n = in;
	struct list before = { 0 };
	struct maybe owner = { n->centre_id, n->centre_id != 0 };
	struct sheet_template t = { .purpose = str_of(n->purpose->name),
		                    .centre_id = owner,
		                    .mapping = n->mapping,
		                    .valid_from = n->valid_from,
		                    .version = n->version + 1,
		                    .set_by = user_signature(cx),
		                    .set_at = cx->now };
	ASSERT(db_in_tx(cx));
	if (day_cmp(n->valid_from, cx->today) < 0) /* what held on a past day stays what it was */
		return problem_add(cx, "valid_from", "sheets.past", NO_ARGS);
	TRY(sheet_template_versions(cx, n->purpose, n->centre_id, &before));
	int64_t newest = before.n ? LIST_AT(&before, struct sheet_template, 0)->version : 0;
	if (newest != n->version)
		return fail(cx, E_STALE, "sheets.stale", NO_ARGS);
	if (!n->content.p && n->file_id.has)
		t.file = LIST_AT(&before, struct sheet_template, 0)->file;
	TRY(keep_file(cx, n, owner, &t));
	TRY(db_int(cx, &sheet_template_sql[ADD], &t.id,
	           V(t.purpose, owner, t.version, t.valid_from, t.file_id, t.mapping, t.set_by, t.set_at)));
	audit_change(cx, "sheet.set", object_of(cx, &t), owner, &sheet_template_rec,
	             before.n ? LIST_AT(&before, struct sheet_template, 0) : NULL, &t);
	*(struct sheet_template *)ret = t;
	return OK;
}
