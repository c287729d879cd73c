/* pot_pages.h -- pages of the pots of a KI: money of a year, one pot with its history, forms (P-INT-8). */
#ifndef FEATURES_INTERPRETERS_POT_PAGES_H
#define FEATURES_INTERPRETERS_POT_PAGES_H
#include "core/route.h"

err pots_get(struct cx *cx, const struct request *rq, struct res *rs);
err pot_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_pots, page_pot;

err pot_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err pot_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err pot_edit_get(struct cx *cx, const struct request *rq, struct res *rs);
err pot_edit_post(struct cx *cx, const struct request *rq, struct res *rs);
err pot_terms_get(struct cx *cx, const struct request *rq, struct res *rs);
err pot_terms_post(struct cx *cx, const struct request *rq, struct res *rs);
err pot_year_get(struct cx *cx, const struct request *rq, struct res *rs);
err pot_year_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct record pot_year_asked_rec; /* ?year= */

/* What is left of a pot, in one sentence. */
struct pot_money;
str pot_money_say(struct cx *cx, const struct pot_money *m);
/* The year of ?year=; this one if none is asked for. E_INVALID adds a problem at "year"; *ret is this year then. */
err pot_year_asked(struct cx *cx, const struct request *rq, int64_t *ret) MUST;
#endif
