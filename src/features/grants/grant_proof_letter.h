/* grant_proof_letter.h -- a proof that was handed in, as a letter and as a table: from its paper alone, so the same
 * bytes at any time. */
#ifndef FEATURES_GRANTS_GRANT_PROOF_LETTER_H
#define FEATURES_GRANTS_GRANT_PROOF_LETTER_H
#include "features/grants/grant_proof.h"

err proof_letter(struct cx *cx, const struct grant_proof *p, str *ret) MUST;
/* All figures, one row per position, post and stretch of interest. */
err proof_xlsx(struct cx *cx, const struct grant_proof *p, str *ret) MUST;
/* In the workbook of the authority that held on the day of handing in, the KI's own first. E_NOTFOUND: there is none.
 */
err proof_sheet(struct cx *cx, int64_t centre_id, const struct grant_proof *p, str *ret) MUST;
err proof_sheet_there(struct cx *cx, int64_t centre_id, const struct grant_proof *p, bool *ret) MUST;
extern const struct sheet_purpose *const grant_sheets[];
#endif
