#include "core/upload.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/statements.h"
#include "core/table.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"

enum { MINUTE_MS = 60 * 1000, DAY_MINUTES = 24 * 60, MEGABYTE = 1024 * 1024 };

static const struct field upload_fields[] = {
	FIELD(struct upload, id, KIND_INT),
	FIELD(struct upload, account_id, KIND_INT, .hidden = true),
	FIELD(struct upload, centre_id, KIND_INT, .maybe = true, .hidden = true),
	FIELD(struct upload, purpose, KIND_TEXT),
	FIELD(struct upload, name, KIND_TEXT),
	FIELD(struct upload, content, KIND_TEXT, .hidden = true),
	FIELD(struct upload, size, KIND_INT),
	FIELD(struct upload, hash, KIND_TEXT),
	FIELD(struct upload, converted, KIND_BOOL),
	FIELD(struct upload, created_at, KIND_INSTANT),
	FIELD(struct upload, expires_at, KIND_INSTANT),
};
const struct record upload_rec = RECORD("upload", struct upload, upload_fields);

enum { KEEP, GET_ONE, DROP, SWEEP, MAKE_ROOM };
const struct sql upload_sql[] = {
	[KEEP] = { "INSERT INTO upload (account_id, centre_id, purpose, name, content, size, hash, converted, "
	           "created_at, "
	           "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
	           "iissbisitt" },
	[GET_ONE] = { "SELECT id, account_id, centre_id, purpose, name, content, size, hash, converted, created_at, "
	              "expires_at FROM upload WHERE id = $1 AND account_id = $2 AND coalesce(centre_id, 0) = $3"
	              " AND purpose = $4 AND expires_at > $5",
	              "iiist" },
	[DROP] = { "DELETE FROM upload WHERE id = $1 AND account_id = $2 AND coalesce(centre_id, 0) = $3"
	           " AND expires_at > $4",
	           "iiit" },
	[SWEEP] = { "DELETE FROM upload WHERE expires_at <= $1", "t" },
	[MAKE_ROOM] = { "DELETE FROM upload WHERE account_id = $1 AND id NOT IN"
	                " (SELECT id FROM upload WHERE account_id = $1 ORDER BY id DESC LIMIT $2)",
	                "ii" },
	{ 0 },
};

/* --- looking at a file -------------------------------------------------------------------------------------------- */

static err refuse(struct cx *cx, const struct file *f, const char *key, const struct arg *args)
{
	return problem_add(cx, str_c(cx->mem, f->field), key, args);
}

/* Read once to see whether it can be read: whoever sent it learns it at the form, not a step later. */
static err take_table(struct cx *cx, const struct file *f, struct upload *u)
{
	struct csv table;
	struct table_fault fault;
	err e = table_read(cx, f->bytes, &table, &fault);
	if (e == E_INVALID)
		return refuse(cx, f, fault.key, fault.args);
	u->converted = table.converted;
	return e;
}

static err take_workbook(struct cx *cx, const struct file *f)
{
	struct list sheets;
	struct xlsx_fault fault;
	err e = xlsx_sheets(cx->mem, f->bytes, &sheets, &fault);
	if (e == E_INVALID)
		return refuse(cx, f, fault.key, xlsx_args(cx, fault.sheet, fault.cell, fault.detail));
	return e;
}

err upload_take(struct cx *cx, const struct upload_purpose *p, int64_t centre_id, const struct file *f,
                struct upload *ret)
{
	ASSERT(cx->user && p->minutes > 0 && p->minutes <= DAY_MINUTES);
	*ret = (struct upload){
		.account_id = cx->user->id, .purpose = str_of(p->name), .name = f->name, .content = f->bytes
	};
	if (centre_id)
		ret->centre_id = MAYBE(centre_id);
	if ((int64_t)f->bytes.n > p->most_bytes)
		return refuse(cx, f, "form.file_too_large",
		              ARGS({ "max", say_int(cx->words, cx->mem, p->most_bytes / MEGABYTE) }));
	switch (p->content) {
	case UPLOAD_TABLE:
		TRY(take_table(cx, f, ret));
		break;
	case UPLOAD_WORKBOOK:
		TRY(take_workbook(cx, f));
		break;
	}
	ret->size = (int64_t)ret->content.n;
	ret->hash = crypt_hash(cx->mem, ret->content);
	ret->created_at = cx->now;
	ret->expires_at = (instant){ cx->now.ms + p->minutes * MINUTE_MS };
	return OK;
}

/* --- keeping, finding, dropping ----------------------------------------------------------------------------------- */

static str object_of(struct cx *cx, int64_t id)
{
	return str_print(cx->mem, "uploads/%" PRId64, id);
}

err upload_keep_in_tx(struct cx *cx, const void *in, void *ret)
{
	struct upload u = *(const struct upload *)in;
	ASSERT(db_in_tx(cx) && u.hash.p);
	TRY(upload_sweep_in_tx(cx));
	TRY(db_exec(cx, &upload_sql[MAKE_ROOM], NULL, V(u.account_id, UPLOAD_MOST_KEPT - 1)));
	TRY(db_int(cx, &upload_sql[KEEP], &u.id,
	           V(u.account_id, u.centre_id, u.purpose, u.name, bound_bytes(u.content.p, u.content.n), u.size,
	             u.hash, u.converted ? 1 : 0, u.created_at, u.expires_at)));
	audit_note(cx, "upload.keep", object_of(cx, u.id), u.centre_id);
	*(struct upload *)ret = u;
	return OK;
}

err upload_get(struct cx *cx, const struct upload_purpose *p, int64_t centre_id, int64_t id, struct upload *ret)
{
	ASSERT(cx->user);
	err e = db_row(cx, &upload_sql[GET_ONE], &upload_rec, ret,
	               V(id, cx->user->id, centre_id, str_of(p->name), cx->now));
	if (e == E_NOTFOUND)
		return fail(cx, E_NOTFOUND, "upload.gone", NO_ARGS);
	TRY(e);
	if (!str_eq(crypt_hash(cx->mem, ret->content), ret->hash))
		return fail(cx, E_BROKEN, "upload.damaged", NO_ARGS);
	return OK;
}

err upload_drop_in_tx(struct cx *cx, const struct upload *u)
{
	int64_t dropped = 0;
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &upload_sql[DROP], &dropped,
	            V(u->id, u->account_id, u->centre_id.has ? u->centre_id.v : 0, cx->now)));
	if (dropped == 0)
		return fail(cx, E_STALE, "upload.gone", NO_ARGS);
	audit_note(cx, "upload.use", object_of(cx, u->id), u->centre_id);
	return OK;
}

err upload_sweep_in_tx(struct cx *cx)
{
	ASSERT(db_in_tx(cx));
	return db_exec(cx, &upload_sql[SWEEP], NULL, V(cx->now));
}
