/* four_eyes.h -- nobody approves what he entered, by any road: page, interface, command line, import (P-FUN-7).
 *
 * Whoever stores an approval repeats in its row who entered the thing and the hash of its content, both held by a
 * foreign key, with CHECK (decided_by <> entered_by): the database stops what the program would let through, and an
 * approval never covers another content than the one that was looked at. An example: table rule_decision, table
 * grant_approval.
 */
#ifndef CORE_FOUR_EYES_H
#define CORE_FOUR_EYES_H
#include "base/context.h"
#include "db/db.h"

/* E_DENIED with words if cx->user entered the thing himself, or if the one who did is the same person under a second
 * account: of the same name, or vouched for by the sign-in service under the same mark. Called in the transaction that
 * stores the approval. */
err four_eyes_check(struct cx *cx, int64_t entered_by) MUST;
extern const struct sql four_eyes_sql[];
#endif
