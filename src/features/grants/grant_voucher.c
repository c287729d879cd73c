#include "features/grants/grant_voucher.h"

#include "core/user.h"
#include "features/grants/grant_proof.h"
#include "features/rulebook/rulebook.h"

enum { MOST_OF_LINE = 10, MOST_OF_CASE = 20000 };
const struct evidence_purpose grant_vouchers = { "grant.cost", EVIDENCE_ANY, GRANT_VOUCHER_BYTES, MOST_OF_CASE,
	                                         MOST_OF_LINE };

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* Vouchers are kept because the rules say how long; without such a rule none is wanted. */
err grant_vouchers_wanted(struct cx *cx, const struct grant_case *c, bool *ret)
{
	struct list rules = { 0 };
	TRY(rules_known(cx, cx->now, &rules));
	*ret = day_is(proof_keep_until(&rules, c, day_of((int)c->year, 12, 31)));
	return OK;
}

err grant_vouchers_of(struct cx *cx, const struct grant_case *c, int64_t cost_id, struct list *ret)
{
	return evidence_list_of_part(cx, &grant_vouchers, c->centre_id, c->id, cost_id, ret);
}

err grant_voucher_find(struct cx *cx, const struct grant_case *c, int64_t id, struct evidence *ret)
{
	return evidence_find(cx, &grant_vouchers, c->centre_id, c->id, id, ret);
}

err grant_voucher_find_proven(struct cx *cx, const struct grant_case *c, int64_t id, struct evidence *ret)
{
	struct grant_state s;
	TRY(grant_state_on(cx, c, &s, NULL));
	if (!s.proof)
		return fail(cx, E_NOTFOUND, "evidence.unknown", NO_ARGS);
	return grant_voucher_find(cx, c, id, ret);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

/* What comes after the proof, such as a page that the authority asked for, is kept as long as the rest. */
static err stays_until(struct cx *cx, const struct grant_case *c, const struct grant_state *s)
{
	struct list rules = { 0 };
	if (!s->proof)
		return OK;
	TRY(rules_known(cx, cx->now, &rules));
	return grant_vouchers_keep_until_in_tx(cx, c, proof_keep_until(&rules, c, s->proof->day));
}

err grant_voucher_keep_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct grant_voucher_keep *in = in_;
	struct evidence *ret = ret_;
	struct grant_state s;
	struct grant_cost line;
	ASSERT(db_in_tx(cx));
	TRY(grant_state_on(cx, in->c, &s, NULL));
	if (s.closing)
		return fail(cx, E_INVALID, "grants.may_not.closed", NO_ARGS);
	TRY(grant_cost_find(cx, in->c, in->cost_id, &line));
	if (line.cancelled.p)
		return fail(cx, E_STALE, "grants.cost.cancelled_already", NO_ARGS);
	*ret = *in->file;
	ret->part_id = line.id;
	TRY(evidence_keep_in_tx(cx, &grant_vouchers, in->c->centre_id, in->c->id, user_signature(cx), "file", ret));
	return stays_until(cx, in->c, &s);
}

err grant_voucher_remove_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct grant_voucher_remove *in = in_;
	struct grant_state s;
	struct evidence e;
	ASSERT(db_in_tx(cx));
	TRY(grant_state_on(cx, in->c, &s, NULL));
	TRY(grant_voucher_find(cx, in->c, in->id, &e));
	if (s.proof || s.closing)
		return fail(cx, E_STALE, "grants.voucher.stays", NO_ARGS);
	*(int64_t *)ret_ = e.part_id;
	return evidence_remove_in_tx(cx, &grant_vouchers, in->c->centre_id, in->c->id, in->id);
}

err grant_vouchers_keep_until_in_tx(struct cx *cx, const struct grant_case *c, day until)
{
	return evidence_keep_until_in_tx(cx, &grant_vouchers, c->centre_id, c->id, until);
}
