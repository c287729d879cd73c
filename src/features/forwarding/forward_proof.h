/* forward_proof.h -- what a third party did with the money, and what the KI admits of it (P-VOL-1).
 *
 * A line whose block is paperless in the round needs a number and no voucher; any other needs vouchers. What is granted
 * and not admitted is to be repaid. */
#ifndef FEATURES_FORWARDING_FORWARD_PROOF_H
#define FEATURES_FORWARDING_FORWARD_PROOF_H
#include "core/evidence.h"
#include "features/forwarding/forward_decide.h"

extern const struct evidence_purpose forward_vouchers; /* beside a bid; the part is the line */

struct proof_line {                       /* a granted line with what was said of it */
	int64_t line_id, bid_id, version; /* version: number of the last event that was seen */
	str block, building;
	int64_t granted_cents;
	bool lump; /* by units, not by cost */
	bool paperless;
	struct maybe given_units;  /* that the grant is for: what the rules left of those that were asked for */
	struct maybe units, cents; /* absent: nothing said yet */
	str note;
	int64_t files;
	struct maybe admitted_cents; /* by the KI */
	str reason;
	int64_t claimed_cents; /* what the numbers come to: never more than was granted */
	bool missing;          /* numbers, or a voucher */
	str path;
};
extern const struct record forward_proof_line_rec;
extern const struct record forward_proof_form_rec; /* of the third party: units, cents, note and a file */
struct proof_said {
	int64_t version;
	struct maybe units, cents;
	str note;
	str file; /* bytes; absent: none was chosen */
};
/* Those that were granted something; with their proofs, checks and files. */
err proof_lines(struct cx *cx, const struct forward_round *r, const struct forward_bid *b, struct list *ret) MUST;

struct proof_save {
	const struct forward_bid *bid;
	int64_t line_id, seen;
	const struct proof_said *said;
	struct evidence *file; /* taken already; NULL: none */
};
err proof_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
struct proof_send {
	const struct forward_round *round;
	const struct forward_bid *bid;
	int64_t seen;
};
/* E_INVALID forward.proof_missing: a line lacks its numbers or its vouchers. */
err proof_send_in_tx(struct cx *cx, const void *in, void *ret) MUST;

struct proof_check {
	const struct forward_round *round;
	const struct forward_bid *bid;
	int64_t seen;
	struct list lines; /* struct proof_line: line_id, admitted_cents, reason */
};
/* E_INVALID at "admitted_cents": more than granted; at "reason": it is less and nobody says why. ret: struct maybe,
 * what is to be repaid. Vouchers are kept for five years from the day on which the proof was handed in (T40). */
err proof_check_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* in: struct bid_step of kind "repaid". E_INVALID: more than is still to be repaid. */
err proof_repaid_in_tx(struct cx *cx, const void *in, void *ret) MUST;

extern const struct sql forward_proof_sql[];
#endif
