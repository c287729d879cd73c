/* grant_proof_table.h -- the figures of all proofs of a KI that are being prepared, as a table: taken along, filled
 * without network, and read back with line-exact messages and what changed (P-FUN-3).
 *
 * A row is a position of a case. Read back are the amount by the books and its reason; the other columns are for those
 * who fill it. An amount that is what the proof proposes anyway, without a reason, is no entry: it follows the recorded
 * costs. Positions that are not in the file stay as they are. Taken as a whole, or, with one mistake, not at all.
 */
#ifndef FEATURES_GRANTS_GRANT_PROOF_TABLE_H
#define FEATURES_GRANTS_GRANT_PROOF_TABLE_H
#include "core/import.h"
#include "features/grants/grant_proof.h"

struct proof_table_row {
	str programme, item;
	int64_t year;
	struct maybe decision_cents, recorded_cents;
	struct maybe account_cents; /* by the books */
	str note;
};
extern const struct record proof_table_rec;
err proof_table(struct cx *cx, const struct tenant *centre, struct list *ret) MUST; /* struct proof_table_row */

/* What a table would change. */
struct proof_table_found {
	int64_t rows;
	struct import_said said;
	struct list drafts;  /* struct proof_draft_in: of the cases with a change */
	struct list changes; /* struct proof_table_row */
	int64_t unchanged;
};
err proof_table_look(struct cx *cx, const struct tenant *centre, const struct csv *table,
                     struct proof_table_found *ret) MUST;
/* Looks again and takes all; with a message none: E_INVALID. */
err proof_table_take_in_tx(struct cx *cx, const struct import_in *in) MUST;

err proof_table_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_table_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_import_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_import_post(struct cx *cx, const struct request *rq, struct res *rs);
err proof_preview_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_preview_post(struct cx *cx, const struct request *rq, struct res *rs);
#endif
