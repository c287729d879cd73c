/* audit.h -- who did what, when: an append-only chain of hashes, written by a hook before every commit.
 *
 * Invariants
 *  1. Every db_tx leaves at least one row; one without a note leaves a row with its name. The only exceptions say so
 *     with audit_quiet(): noting that a session was seen, an anonymous answer (S-STA-7), that somebody had nothing to
 * record in a week (P-ACT-1), the steps of a job (job_event is their log), and what a visitor leaves who is on his way
 * to the sign-in service.
 *  2. hash = BLAKE2b-256(previous hash, seq, at, actor, tenant, action, object, detail), each part with its length.
 *  3. audit_head holds the last seq and hash, so that cutting off the tail is found; its copy in the log finds the
 * rest.
 */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H
#include "base/context.h"
#include "base/record.h"

struct audit_row {
	int64_t seq;
	instant at;
	str actor;              /* login, "system", or of a program "login (tokens/3)" */
	struct maybe centre_id; /* tenant */
	str action;             /* "rule.approve" */
	str object;             /* "rules/specialist-2023-kreis" */
	str detail;             /* JSON: {"field": [before, after]}; content of the change */
	str previous, hash;
};
extern const struct record audit_rec;

/* Notes for the open transaction (asserts that one is open). */
void audit_note(struct cx *cx, const char *action, str object, struct maybe centre_id);
/* The same with the difference; before == NULL: created, after == NULL: removed. Hidden fields are left out. */
void audit_change(struct cx *cx, const char *action, str object, struct maybe centre_id, const struct record *r,
                  const void *before, const void *after);
void audit_quiet(struct cx *cx);                                /* this transaction is not worth a row */
err audit_commit_hook(struct cx *cx, const char *tx_name) MUST; /* given to db_set_commit_hook */

err audit_list(struct cx *cx, int64_t before_seq, int limit, struct list *ret) MUST; /* newest first */
struct audit_verdict {
	bool ok;
	int64_t rows, first_bad; /* first_bad: seq of the first row that does not fit; 0 if ok */
	str head_hash;
	str reason; /* word key: audit.changed audit.gap audit.truncated audit.head_differs */
};
/* The last number and its hash; 0 and zeros if there is none. */
err audit_head(struct cx *cx, int64_t *ret_seq, str *ret_hash) MUST;
/* For what is remembered of a KI: the hash of the last link that speaks of it or of no KI at all; "" if there is none.
 * As long as it is the same, no transaction that leaves a link has changed anything of this KI. One look-up. */
err audit_mark(struct cx *cx, int64_t centre_id, str *ret) MUST;
/* Reads the whole chain in slices, in a snapshot that stays open for the caller's other reads (or the open
 * transaction). `known_head` may be absent: "SEQ:HASH" noted elsewhere must still be in the chain. */
err audit_verify(struct cx *cx, str known_head, struct audit_verdict *ret) MUST;
#endif
