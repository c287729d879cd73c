/* forward_link.c -- the secret links of third parties: 256 random bits, of which the database has the hash. Looking at
 * one never uses it up. It ends after three years, a week after a mail has brought a newer one, or when the KI says so.
 */
#include "crypt/crypt.h"
#include "core/audit.h"
#include "features/forwarding/forward_bid.h"

#define DAY_MS INT64_C(86400000)

static const struct field link_fields[] = {
	FIELD(struct bid_link, bid_id, KIND_INT),
	FIELD(struct bid_link, centre_id, KIND_INT),
	FIELD(struct bid_link, expires_at, KIND_INSTANT),
};
static const struct record link_rec = RECORD("forward_link", struct bid_link, link_fields);

enum { MAKE, FIND, END };
const struct sql forward_link_sql[] = {
	[MAKE] = { "INSERT INTO forward_link (hash, bid_id, centre_id, made_at, expires_at) VALUES ($1, $2, $3, $4, "
	           "$5)",
	           "siitt" },
	/* tenant: whoever has the code */
	[FIND] = { "SELECT bid_id, centre_id, expires_at FROM forward_link WHERE hash = $1", "s" },
	[END] = { "UPDATE forward_link SET expires_at = $3 WHERE centre_id = $1 AND bid_id = $2 AND expires_at > $3",
	          "iit" },
	{ 0 },
};

static str hash_of(struct arena *a, str code)
{
	return crypt_hash_parts(a, (const str[]){ S("forward link"), code }, 2);
}

err bid_links_end_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, instant by)
{
	return db_exec(cx, &forward_link_sql[END], NULL, V(centre_id, bid_id, by));
}

err bid_link_make_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, str *ret_code)
{
	str code = crypt_token(cx->mem);
	TRY(db_exec(cx, &forward_link_sql[MAKE], NULL,
	            V(hash_of(cx->mem, code), bid_id, centre_id, cx->now,
	              (instant){ cx->now.ms + BID_LINK_DAYS * DAY_MS })));
	audit_note(cx, "forward.link", bid_object(cx, bid_id), MAYBE(centre_id));
	*ret_code = code;
	return OK;
}

err bid_link_renew_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, str *ret_code)
{
	TRY(bid_links_end_in_tx(cx, centre_id, bid_id, (instant){ cx->now.ms + BID_OLD_LINK_DAYS * DAY_MS }));
	return bid_link_make_in_tx(cx, centre_id, bid_id, ret_code);
}

err bid_link_find(struct cx *cx, str code, struct bid_link *ret)
{
	err e = db_row(cx, &forward_link_sql[FIND], &link_rec, ret, V(hash_of(cx->mem, code)));
	if (e == E_NOTFOUND)
		return fail(cx, E_NOTFOUND, "forward.no_link", NO_ARGS);
	TRY(e);
	return ret->expires_at.ms <= cx->now.ms ? fail(cx, E_STALE, "forward.link_over", NO_ARGS) : OK;
}
