/* centre_entitlement_pages.h -- what the Land funds for a KI on a day: gathered once, shown as page and as letter. */
#ifndef FEATURES_CENTRES_CENTRE_ENTITLEMENT_PAGES_H
#define FEATURES_CENTRES_CENTRE_ENTITLEMENT_PAGES_H
#include "core/centre_frame.h"
#include "features/centres/centres_model.h"
#include "features/rulebook/rulebook.h"

/* A programme with its own total: the KI guideline's first, then KOMM-AN and KIM. */
struct funding_part {
	str programme;
	bool is_base;
	struct list items;        /* struct entitlement_item */
	struct maybe total_cents; /* absent: nothing is known, so it is unknown and not zero */
	bool complete, assumed;
};

struct centre_entitlement {
	struct centre_frame frame;
	struct centre centre;
	day day;
	str day_typed, day_error;
	str recognition, verdict;
	bool nothing; /* no rule in force on that day */
	struct entitlement entitlement;
	struct list parts;          /* struct funding_part: the same, as the page shows it */
	const struct rule_use *raa; /* S-CEN-10: the transitional rule, while it ran */
	struct maybe ceiling;       /* local rule under Ziffer 2.3, in cents */
	day ceiling_since;
	struct list chips; /* struct link */
	str chart, path, pdf_path;
};
err centre_entitlement_fill(struct cx *cx, const struct request *rq, day on, struct centre_entitlement *ret) MUST;

/* Pure. */
struct list funding_parts(struct arena *a, const struct entitlement *e);

/* The information sheet as PDF. */
err centre_entitlement_letter(struct cx *cx, const struct request *rq, const struct centre_entitlement *e,
                              str *ret) MUST;
#endif
