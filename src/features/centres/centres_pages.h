/* centres_pages.h -- the handlers and pages of this feature, gathered in centres_feature.c. */
#ifndef FEATURES_CENTRES_CENTRES_PAGES_H
#define FEATURES_CENTRES_CENTRES_PAGES_H
#include "core/route.h"

#define HANDLER(name) err name(struct cx *cx, const struct request *rq, struct res *rs)
HANDLER(centres_get); /* the 54: map, list, filters */
HANDLER(centres_csv_get);
HANDLER(centres_xlsx_get);
HANDLER(centre_get); /* public profile of a KI */
HANDLER(centre_entitlement_get);
HANDLER(centre_entitlement_pdf_get);
HANDLER(may_apply_get);
HANDLER(checks_get);
HANDLER(checks_post);
HANDLER(bodies_get);
HANDLER(bodies_post);
HANDLER(site_get);
HANDLER(site_post);
HANDLER(site_move_post);
HANDLER(suggestions_get);
HANDLER(suggestions_post);
HANDLER(suggestion_get);
HANDLER(suggestion_answer_post);
HANDLER(conflicts_get);
HANDLER(conflicts_post);
HANDLER(conflict_get);
HANDLER(conflict_step_post);
HANDLER(conflict_conclude_get);
HANDLER(conflict_conclude_post);
HANDLER(agreements_get);
HANDLER(agreements_post);
HANDLER(agreement_get);
HANDLER(agreement_post);
#undef HANDLER

extern const struct record centres_asked_rec, centres_export_asked_rec, may_apply_asked_rec;
extern const struct page page_centres, page_centre, page_centre_entitlement, page_may_apply, page_checks, page_bodies,
        page_site, page_suggestions, page_suggestion, page_conflicts, page_conflict, page_agreements, page_agreement;
#endif
