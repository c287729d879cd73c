/* grant_proof_letter.h -- a proof that was handed in, as a letter and as a table: from its paper alone, so the same
 * bytes at any time. */
#ifndef FEATURES_GRANTS_GRANT_PROOF_LETTER_H
#define FEATURES_GRANTS_GRANT_PROOF_LETTER_H
#include "features/grants/grant_proof.h"

err proof_letter(struct cx *cx, const struct grant_proof *p, str *ret) MUST;
/* All figures, one row per position, post and stretch of interest. */
err proof_xlsx(struct cx *cx, const struct grant_proof *p, str *ret) MUST;
#endif
