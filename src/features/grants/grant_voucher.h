/* grant_voucher.h -- vouchers of a KI's own costs as files, beside the lines that they prove (P-VOL-1, P-FUN-4;
 * ANBest-G no. 7.5: images and data media will do).
 *
 * A file lies beside the case (core/evidence.h); the part is the line. The KI adds files until the case is closed and
 * removes them until the proof is handed in. From then on they stay until vouchers need no more be kept (T40), and the
 * authority may read them: grant_voucher_find_proven() knows none before.
 *
 * Where the rules say how long vouchers are kept, every expense that counts has one. That a line has no file here says
 * so much and no more: it may lie in a folder.
 */
#ifndef FEATURES_GRANTS_GRANT_VOUCHER_H
#define FEATURES_GRANTS_GRANT_VOUCHER_H
#include "core/evidence.h"
#include "features/grants/grant_cost.h"
#include "features/grants/grant_state.h"

enum { GRANT_VOUCHER_BYTES = 5 * 1024 * 1024 };
extern const struct evidence_purpose grant_vouchers;

/* Whether the rules want a voucher for each expense of this case. */
err grant_vouchers_wanted(struct cx *cx, const struct grant_case *c, bool *ret) MUST;
/* Those of a line, in the order in which they came (struct evidence). */
err grant_vouchers_of(struct cx *cx, const struct grant_case *c, int64_t cost_id, struct list *ret) MUST;

/* With its bytes. E_NOTFOUND evidence.unknown: no such file in this case. */
err grant_voucher_find(struct cx *cx, const struct grant_case *c, int64_t id, struct evidence *ret) MUST;
/* The same of a proof that was handed in; E_NOTFOUND, too, if there is none. */
err grant_voucher_find_proven(struct cx *cx, const struct grant_case *c, int64_t id, struct evidence *ret) MUST;

/* in: struct grant_voucher_keep; ret: struct evidence. The same file twice beside a line is one. E_STALE: the line is
 * cancelled. E_INVALID: the case is closed, or there are as many files as may be. */
struct grant_voucher_keep {
	const struct grant_case *c;
	int64_t cost_id;
	const struct evidence *file; /* as evidence_take() made it */
};
err grant_voucher_keep_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* in: struct grant_voucher_remove; ret: int64_t, the line that it stood beside. E_STALE: the proof is handed in. */
struct grant_voucher_remove {
	const struct grant_case *c;
	int64_t id;
};
err grant_voucher_remove_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* A proof was handed in: those that are there stay until this day; absent: no rule says how long. */
err grant_vouchers_keep_until_in_tx(struct cx *cx, const struct grant_case *c, day until) MUST;
#endif
