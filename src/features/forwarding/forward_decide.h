/* forward_decide.h -- what somebody proposes for a bid, and what somebody else decides (P-FUN-7).
 *
 * Of two who grant at once: both read how much is left in the same transaction that books it, serializable; and the
 * checks of forward_round and forward_quota stop what would still slip through. */
#ifndef FEATURES_FORWARDING_FORWARD_DECIDE_H
#define FEATURES_FORWARDING_FORWARD_DECIDE_H
#include "features/forwarding/forward_bid.h"

extern const struct choices forward_verdict_choices; /* grant, refuse */

struct forward_proposal {
	int64_t id, bid_id;
	str verdict;
	int64_t cents;
	str reason, content_hash;
	int64_t proposed_by;
	str proposed_by_name;
	instant proposed_at;
	str decided_by_name; /* absent: not decided yet */
	bool agreed;
};
extern const struct record forward_proposal_rec;
struct forward_share {
	int64_t line_id, cents;
};
extern const struct record forward_share_rec;

/* The newest; E_NOTFOUND without words: there is none. */
err proposal_find(struct cx *cx, int64_t centre_id, int64_t bid_id, struct forward_proposal *ret) MUST;
err proposal_shares(struct cx *cx, int64_t centre_id, int64_t proposal_id, struct list *ret) MUST; /* forward_share */
/* What was granted, line by line: the shares of the agreed proposal; none if there is none. */
err granted_shares(struct cx *cx, int64_t centre_id, int64_t bid_id, struct list *ret) MUST;
/* The most that could still be granted to this bid: of the round, and of its town's quota if it has one. */
err left_for(struct cx *cx, const struct forward_round *r, const struct forward_bid *b, int64_t *ret_round,
             struct maybe *ret_town) MUST;

struct proposal_new {
	int64_t centre_id, bid_id, seen;
	str verdict, reason;
	struct list shares; /* struct forward_share; not for refusals */
};
/* E_INVALID at "cents": more than a line asks for, nothing at all, more than is left. ret: struct forward_proposal */
err proposal_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;
struct proposal_decide {
	int64_t centre_id, bid_id, seen;
	bool agree;
	str note; /* why not; needed if it is sent back */
};
/* E_DENIED by four_eyes_check. E_STALE forward.content_changed: it is not what was proposed. E_INVALID
 * forward.over_per_bid, forward.over_budget, forward.over_quota. */
err proposal_decide_in_tx(struct cx *cx, const void *in, void *ret) MUST;

extern const struct sql forward_decide_sql[];
#endif
