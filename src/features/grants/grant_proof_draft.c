/* The proof in the database: what is prepared, and handing it in. */
#include <inttypes.h>

#include "core/audit.h"
#include "core/indicator.h"
#include "core/setting.h"
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres.h"
#include "features/grants/grant_proof.h"
#include "json/json.h"

static const struct field draft_fields[] = {
	FIELD(struct proof_draft, version, KIND_INT, .hidden = true),
	FIELD(struct proof_draft, use, KIND_TEXT, .max = 8000),
	FIELD(struct proof_draft, staff, KIND_TEXT, .max = 8000),
	FIELD(struct proof_draft, success, KIND_TEXT, .max = 8000),
	FIELD(struct proof_draft, deviation, KIND_TEXT, .max = 8000),
	FIELD(struct proof_draft, amounts, KIND_MANY, .of = &proof_typed_rec),
};
const struct record proof_draft_rec = RECORD("proof_draft", struct proof_draft, draft_fields);

struct stored {
	int64_t version;
	str content;
};
static const struct field stored_fields[] = {
	FIELD(struct stored, version, KIND_INT),
	FIELD(struct stored, content, KIND_TEXT),
};
static const struct record stored_rec = RECORD("proof_stored", struct stored, stored_fields);

static const struct field sum_fields[] = {
	FIELD(struct proof_sum, side, KIND_TEXT),
	FIELD(struct proof_sum, item, KIND_TEXT),
	FIELD(struct proof_sum, source, KIND_TEXT),
	FIELD(struct proof_sum, cents, KIND_MONEY),
};
static const struct record sum_rec = RECORD("proof_sum", struct proof_sum, sum_fields);

enum { DRAFT, DRAFT_ADD, DRAFT_CHANGE, SUMS };
const struct sql proof_sql[] = {
	[DRAFT] = { "SELECT d.version, d.content FROM grant_proof_draft d JOIN grant_case g ON g.id = d.case_id"
	            " WHERE g.centre_id = $1 AND d.case_id = $2",
	            "ii" },
	[DRAFT_ADD] = { "INSERT INTO grant_proof_draft (case_id, content, changed_by, changed_at)"
	                " VALUES ($1, $2, $3, $4) RETURNING version, content",
	                "isst" },
	[DRAFT_CHANGE] = { "UPDATE grant_proof_draft SET version = version + 1, content = $2, changed_by = $3,"
	                   " changed_at = $4 WHERE case_id = $1 AND version = $5 RETURNING version, content",
	                   "issti" },
	/* All costs of the year in one aggregate: a case may have thousands of lines. */
	[SUMS] = { "SELECT c.side, c.item, c.source, CAST(SUM(c.cents) AS BIGINT) AS cents FROM grant_cost c"
	           " LEFT JOIN grant_cost_cancelled x ON x.cost_id = c.id WHERE c.centre_id = $1 AND c.case_id = $2"
	           " AND x.cost_id IS NULL GROUP BY c.side, c.item, c.source ORDER BY c.side, c.item, c.source"
	           " LIMIT 1000",
	           "ii" },
	{ 0 },
};

err proof_sums(struct cx *cx, const struct grant_case *c, struct list *ret)
{
	return db_list(cx, &proof_sql[SUMS], &sum_rec, ret, V(c->centre_id, c->id));
}

/* --- the draft ---------------------------------------------------------------------------------------------------- */

static err unpack(struct cx *cx, const struct stored *s, struct proof_draft *ret)
{
	*ret = (struct proof_draft){ 0 };
	TRY(grant_paper_read(cx, s->content, &proof_draft_rec, ret));
	ret->version = s->version;
	return OK;
}

err proof_draft_get(struct cx *cx, const struct grant_case *c, struct proof_draft *ret)
{
	struct stored s = { 0 };
	*ret = (struct proof_draft){ 0 };
	err e = db_row(cx, &proof_sql[DRAFT], &stored_rec, &s, V(c->centre_id, c->id));
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	return unpack(cx, &s, ret);
}

err proof_draft_save_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct proof_draft_in *in = in_;
	struct grant_case c;
	struct grant_state s;
	struct proof_draft before;
	struct stored stored = { 0 };
	TRY(grant_case_find(cx, in->centre, in->case_id, &c));
	TRY(grant_state_on(cx, &c, &s, NULL));
	const char *why_not = grant_may(&s, S("proven"), 0, cx->today);
	if (why_not)
		return fail(cx, E_INVALID, why_not, NO_ARGS);
	TRY(proof_draft_get(cx, &c, &before));
	if (before.version != in->draft.version)
		return fail(cx, E_STALE, "grants.proof.stale", NO_ARGS);
	str json = grant_paper_json(cx->mem, &proof_draft_rec, &in->draft);
	str by = user_signature(cx);
	if (before.version)
		TRY(db_row(cx, &proof_sql[DRAFT_CHANGE], &stored_rec, &stored,
		           V(c.id, json, by, cx->now, before.version)));
	else
		TRY(db_row(cx, &proof_sql[DRAFT_ADD], &stored_rec, &stored, V(c.id, json, by, cx->now)));
	audit_change(cx, "grant.proof_draft", str_print(cx->mem, "%s/proof", str_part(c.path, 1, c.path.n).p),
	             MAYBE(c.centre_id), &proof_draft_rec, before.version ? &before : NULL, &in->draft);
	return unpack(cx, &stored, ret);
}
