/* pool_link.h -- links in mails that work without signing in (P-INT-3, P-INT-6).
 *
 * A link is 256 random bits; the database has only their hash, so that whoever reads it can open none. It is for one
 * purpose, one booking or person, and ends. Looking at it (GET) never uses it up, because mail programs look at links
 * by themselves; what can be done only once is used in the transaction that does it.
 *
 * Purposes: answer (yes or no, once) request (the institution's page) times (the person says the times) sign (the
 * institution confirms them) person (the person's own pages) calendar (feed) feedback.
 */
#ifndef FEATURES_INTERPRETERS_POOL_LINK_H
#define FEATURES_INTERPRETERS_POOL_LINK_H
#include "base/context.h"
#include "db/db.h"

struct pool_link {
	int64_t id, centre_id;
	str purpose;
	struct maybe booking_id, interpreter_id, round;
	instant made_at, expires_at, used_at;
};
/* *ret_code: what stands in the address, 43 characters; known only now. */
err pool_link_make_in_tx(struct cx *cx, const struct pool_link *l, str *ret_code) MUST;
/* E_NOTFOUND pool_link.unknown: no such link, or for something else. E_STALE: pool_link.over (its time is over),
 * pool_link.used. Words say what to do next; *ret is filled for E_STALE, too. */
err pool_link_find(struct cx *cx, str code, const char *purpose, struct pool_link *ret) MUST;
err pool_link_use_in_tx(struct cx *cx, const struct pool_link *l) MUST; /* E_STALE pool_link.used: somebody else did */
/* A person's links of this purpose end now: a new one is made, or the person left. */
err pool_link_end_person_in_tx(struct cx *cx, int64_t interpreter_id, const char *purpose) MUST;
str pool_link_hash(struct arena *a, str code); /* as the table has it */

extern const struct sql pool_link_sql[];
#endif
