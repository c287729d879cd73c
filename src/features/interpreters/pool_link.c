/* pool_link.c -- making, finding and ending the links of mails. */
#include "features/interpreters/pool_link.h"

#include "crypt/crypt.h"

static const struct field link_fields[] = {
	FIELD(struct pool_link, id, KIND_INT),
	FIELD(struct pool_link, centre_id, KIND_INT),
	FIELD(struct pool_link, purpose, KIND_TEXT),
	FIELD(struct pool_link, booking_id, KIND_INT, .maybe = true),
	FIELD(struct pool_link, interpreter_id, KIND_INT, .maybe = true),
	FIELD(struct pool_link, round, KIND_INT, .maybe = true),
	FIELD(struct pool_link, made_at, KIND_INSTANT),
	FIELD(struct pool_link, expires_at, KIND_INSTANT),
	FIELD(struct pool_link, used_at, KIND_INSTANT),
};
static const struct record link_rec = RECORD("pool_link", struct pool_link, link_fields);

enum { MAKE, FIND, USE, END_PERSON };
const struct sql pool_link_sql[] = {
	[MAKE] = { "INSERT INTO pool_link (hash, centre_id, purpose, booking_id, interpreter_id, round, made_at, "
	           "expires_at)"
	           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	           "sisiiitt" },
	[FIND] = { "SELECT id, centre_id, purpose, booking_id, interpreter_id, round, made_at, expires_at, used_at"
	           " FROM pool_link WHERE hash = $1 AND purpose = $2",
	           "ss" },
	[USE] = { "UPDATE pool_link SET used_at = $2 WHERE id = $1 AND centre_id = $3 AND used_at IS NULL", "iti" },
	[END_PERSON] = { "UPDATE pool_link SET expires_at = $3 WHERE interpreter_id = $1 AND purpose = $2"
	                 " AND used_at IS NULL AND expires_at > $3 AND made_at < $3",
	                 "ist" },
	{ 0 },
};

str pool_link_hash(struct arena *a, str code)
{
	return crypt_hash_parts(a, (const str[]){ S("pool link"), code }, 2);
}

err pool_link_make_in_tx(struct cx *cx, const struct pool_link *l, str *ret_code)
{
	str code = crypt_token(cx->mem);
	TRY(db_exec(cx, &pool_link_sql[MAKE], NULL,
	            V(pool_link_hash(cx->mem, code), l->centre_id, l->purpose, l->booking_id, l->interpreter_id,
	              l->round, cx->now, l->expires_at)));
	*ret_code = code;
	return OK;
}

err pool_link_find(struct cx *cx, str code, const char *purpose, struct pool_link *ret)
{
	err e = db_row(cx, &pool_link_sql[FIND], &link_rec, ret, V(pool_link_hash(cx->mem, code), str_of(purpose)));
	if (e == E_NOTFOUND)
		return fail(cx, E_NOTFOUND, "pool_link.unknown", NO_ARGS);
	TRY(e);
	if (ret->used_at.ms)
		return fail(cx, E_STALE, "pool_link.used", NO_ARGS);
	return ret->expires_at.ms <= cx->now.ms ? fail(cx, E_STALE, "pool_link.over", NO_ARGS) : OK;
}

err pool_link_use_in_tx(struct cx *cx, const struct pool_link *l)
{
	int64_t changed;
	TRY(db_exec(cx, &pool_link_sql[USE], &changed, V(l->id, cx->now, l->centre_id)));
	return changed ? OK : fail(cx, E_STALE, "pool_link.used", NO_ARGS);
}

err pool_link_end_person_in_tx(struct cx *cx, int64_t interpreter_id, const char *purpose)
{
	return db_exec(cx, &pool_link_sql[END_PERSON], NULL, V(interpreter_id, str_of(purpose), cx->now));
}
