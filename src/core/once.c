#include "core/once.h"

#include "core/audit.h"
#include "crypt/crypt.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

enum { KEEP, FORGET, MINE };
const struct sql once_sql[] = {
	[KEEP] = { "INSERT INTO form_once (hash, request, at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
	           "sst" },
	[FORGET] = { "DELETE FROM form_once WHERE at < $1", "t" },
	/* A request may commit more than one transaction. */
	[MINE] = { "SELECT COUNT(*) FROM form_once WHERE hash = $1 AND request = $2", "ss" },
	{ 0 },
};

str once_mark(struct cx *cx)
{
	return crypt_token(cx->mem);
}

void once_of_request(struct cx *cx, const struct req *rq)
{
	if (rq->method == POST && !str_blank(pairs_get(&rq->form, "once"))) {
		const str parts[] = { rq->path, rq->body };
		cx->once = crypt_hash_parts(cx->mem, parts, 2);
	}
}

err once_keep_in_tx(struct cx *cx)
{
	int64_t kept = 0, mine = 0;
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &once_sql[KEEP], &kept, V(cx->once, cx->request_id, cx->now)));
	if (kept)
		return db_exec(cx, &once_sql[FORGET], NULL, V((instant){ cx->now.ms - DAY_MS }));
	TRY(db_int(cx, &once_sql[MINE], &mine, V(cx->once, cx->request_id)));
	return mine ? OK : fail(cx, E_STALE, "form.sent_already", NO_ARGS);
}

err once_commit_hook(struct cx *cx, const char *tx_name)
{
	if (cx->once.p)
		TRY(once_keep_in_tx(cx));
	return audit_commit_hook(cx, tx_name);
}
