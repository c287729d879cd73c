/* grant_proof_pages.h -- handlers of the proof and of its check.
 *
 *   .../{id}/proof                     the proof as it would be handed in today; confirmations and the button (KI)
 *   .../{id}/proof/text                the four texts of the report
 *   .../{id}/proof/amounts             expenses by the books, where they are not what is recorded
 *   .../{id}/proof/amounts.xlsx, .csv  the same to take along; read back under .../grants/proof/import
 *   .../{id}/proofs/{code}             one that was handed in ({code}: number of its event), from its paper alone
 *   .../{id}/proofs/{code}/proof.pdf, .xlsx; template.xlsx: in the workbook of the authority
 *   .../{id}/closing                   admit, ask back, close: a draft for the second person (authority)
 *   .../{id}/closings/{code}/letter.pdf   letter of an approved one
 */
#ifndef FEATURES_GRANTS_GRANT_PROOF_PAGES_H
#define FEATURES_GRANTS_GRANT_PROOF_PAGES_H
#include "features/grants/grant_closing.h"
#include "features/grants/grant_pages.h"

err proof_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_post(struct cx *cx, const struct request *rq, struct res *rs);
err proof_handed_in_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_text_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_text_post(struct cx *cx, const struct request *rq, struct res *rs);
err proof_amounts_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_amounts_post(struct cx *cx, const struct request *rq, struct res *rs);
err proof_pdf_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err proof_sheet_get(struct cx *cx, const struct request *rq, struct res *rs);
err closing_get(struct cx *cx, const struct request *rq, struct res *rs);
err closing_post(struct cx *cx, const struct request *rq, struct res *rs);
err closing_letter_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_grant_proof, page_grant_proven, page_grant_closing;
extern const struct record proof_confirm_rec, proof_text_form_rec, proof_amounts_form_rec;

/* The proof that was handed in as event {code} of the path. E_NOTFOUND: there is none. */
err proof_asked(struct cx *cx, const struct request *rq, const struct grant_view *v,
                const struct grant_event **ret_event, struct grant_proof *ret) MUST;
/* The event of this number and kind; NULL: there is none. */
const struct grant_event *grant_event_asked(const struct request *rq, const struct grant_view *v, const char *kind);
#endif
