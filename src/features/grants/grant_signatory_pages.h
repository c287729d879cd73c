/* grant_signatory_pages.h -- who signs for the KI.
 *
 *   /centres/{slug}/grants/signatories            who may, beside the head; the head sees all accounts
 *   .../signatories/{id}, .../{id}/end            names one account, sets its days, takes it away (head)
 */
#ifndef FEATURES_GRANTS_GRANT_SIGNATORY_PAGES_H
#define FEATURES_GRANTS_GRANT_SIGNATORY_PAGES_H
#include "core/signatory.h"
#include "features/grants/grant_pages.h"

err grant_signatories_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_signatory_get(struct cx *cx, const struct request *rq, struct res *rs);
err grant_signatory_post(struct cx *cx, const struct request *rq, struct res *rs);
err grant_signatory_end_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_grant_signatories;
extern const struct record grant_signatory_rec;
#endif
