/* grant_decision_pages.h -- the draft of a decision, and its letter.
 *
 *   /centres/{slug}/grants/{id}/decision/{code}           form of a draft; {code}: grant, refusal, change, revocation
 *   .../drafts/{code}                                     for the second person (grant_draft_pages.c)
 *   .../decisions/{code}/letter                           as PDF; {code}: number of the draft's event
 */
#ifndef FEATURES_GRANTS_GRANT_DECISION_PAGES_H
#define FEATURES_GRANTS_GRANT_DECISION_PAGES_H
#include "features/grants/grant_decision.h"
#include "features/grants/grant_pages.h"

/* What can be drafted now, of the types; NULL: it fits. */
const char *decision_may(const struct grant_state *s, str type, day on);
err decision_get(struct cx *cx, const struct request *rq, struct res *rs);
err decision_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_decision;
extern const struct record decision_form_rec; /* all fields that a form may have */

err decision_letter_get(struct cx *cx, const struct request *rq, struct res *rs);
/* The approval of a draft, or NULL. */
const struct grant_event *grant_approval_of(const struct list *events, int64_t draft_id);
/* A draft by the number of its event; NULL: none, or it is not for this reader: the KI sees what was approved. */
const struct grant_event *grant_draft_of(const struct cx *cx, const struct request *rq, const struct grant_view *v);
#endif
