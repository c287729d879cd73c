/* forward_round.h -- rounds with their quotas and blocks: SQL and rules. */
#ifndef FEATURES_FORWARDING_FORWARD_ROUND_H
#define FEATURES_FORWARDING_FORWARD_ROUND_H
#include "core/route.h"
#include "features/forwarding/block_rules.h"

extern const struct choices forward_programme_choices; /* komman, prevention, other */
extern const struct choices forward_quota_choices;     /* none, equal, own */

struct forward_round {
	int64_t id, version, centre_id;
	str title, programme;
	int64_t year;
	day opens_on, closes_on; /* the window in which bids are in time */
	day decide_by;           /* what applicants are told; absent: no day is promised */
	day from_day, to_day;    /* when the measures take place; the rules of from_day hold */
	day proof_due;
	int64_t budget_cents, granted_cents;
	struct maybe per_bid_cents;
	str quota_by;
	bool calls;         /* the money is called by the third party before it is handed over */
	bool room_once;     /* one lump sum for a room, not one for each kind (Köln) */
	str about;          /* to the public: what is wanted */
	int64_t left_cents; /* for pages */
	str path;
};
extern const struct record forward_round_rec;
extern const struct record forward_round_form_rec; /* of the form: its .input fields */

struct forward_quota {
	int64_t round_id;
	str ags8, town;
	int64_t weight; /* thousandths */
	int64_t quota_cents, granted_cents, left_cents;
};
extern const struct record forward_quota_rec;

struct forward_block { /* local rules of a block that is offered */
	int64_t round_id;
	str block; /* block_choices */
	struct maybe unit_cents, most_units, min_cents, use_percent, plan_above_cents;
	bool paperless; /* the proof needs no vouchers */
	str path;
};
extern const struct record forward_block_rec;

err round_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* the newest window first; at most 200 */
/* Those for which bids can be begun today: the window is open, or over while the measures still go on. */
err round_list_public(struct cx *cx, int64_t centre_id, struct list *ret) MUST;
bool round_in_window(const struct forward_round *r, day on);
err round_find(struct cx *cx, int64_t centre_id, int64_t id, struct forward_round *ret) MUST; /* E_NOTFOUND */
err round_current(struct cx *cx, int64_t centre_id, struct forward_round *ret) MUST; /* the newest; E_NOTFOUND: none */

/* in: struct forward_round with centre_id and id (0: a new one) and the version that was seen; ret: the same, saved. A
 * new one offers all blocks of its programme. E_INVALID: days in the wrong order, the title is taken, less money than
 * is granted already. E_STALE. */
err round_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;

err quota_list(struct cx *cx, int64_t centre_id, int64_t round_id, struct list *ret) MUST; /* by town */
struct quota_save {
	int64_t centre_id, round_id, version;
	struct list weights; /* struct forward_quota: ags8 and weight */
};
/* Sets all quotas; none at all: no town has one. What was granted is counted again. E_INVALID: a town would have less
 * than it was granted. ret: struct forward_round. */
err quota_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;

err block_list(struct cx *cx, int64_t centre_id, int64_t round_id, struct list *ret) MUST; /* as people see them */
err block_find(struct cx *cx, int64_t centre_id, int64_t round_id, str block, struct forward_block *ret) MUST;
struct block_save {
	int64_t centre_id;
	bool remove;
	struct forward_block block;
};
err block_save_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* in: struct block_save */

/* The rules that hold in a round: the rulebook's of its first day, and its own. */
err round_terms(struct cx *cx, const struct tenant *centre, const struct forward_round *r,
                struct block_terms *ret) MUST;

extern const struct sql forward_round_sql[];
#endif
