/* centre_entitlement_pages.h -- what the Land funds for a KI on a day: gathered once, shown as page and as letter. */
#ifndef FEATURES_CENTRES_CENTRE_ENTITLEMENT_PAGES_H
#define FEATURES_CENTRES_CENTRE_ENTITLEMENT_PAGES_H
#include "features/centres/centre_frame.h"
#include "features/rulebook/rulebook.h"

/* One item on two days. */
struct item_change {
	str item;
	struct maybe before_quantity, after_quantity;
	struct maybe before_total, after_total; /* absent: unknown, or not funded (see the flags) */
	struct maybe difference;                /* absent: not computable */
	bool before_unknown, after_unknown, is_post, differs;
};
struct day_comparison {
	day other;
	struct list items; /* struct item_change */
	int64_t before_total, after_total, difference;
	bool complete; /* on both days */
};

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
	day day;
	str day_typed, day_error;
	str other_typed, other_error; /* the day to compare with */
	str recognition, verdict;
	bool nothing; /* no rule in force on that day */
	struct entitlement entitlement;
	struct list parts;          /* struct funding_part: the same, as the page shows it */
	const struct rule_use *raa; /* S-CEN-10: the transitional rule, while it ran */
	struct maybe ceiling;       /* local rule under Ziffer 2.3, in cents */
	day ceiling_since;
	const struct day_comparison *comparison;
	struct list chips; /* struct link */
	str chart, path, pdf_path;
};
/* `other` may be DAY_NONE: no comparison. */
err centre_entitlement_fill(struct cx *cx, const struct request *rq, day on, day other,
                            struct centre_entitlement *ret) MUST;

/* Pure: the items of both days side by side. */
void days_compare(struct arena *a, const struct entitlement *before, const struct entitlement *after,
                  struct day_comparison *ret);

/* Pure. */
struct list funding_parts(struct arena *a, const struct entitlement *e);

/* The information sheet as PDF. */
err centre_entitlement_letter(struct cx *cx, const struct request *rq, const struct centre_entitlement *e,
                              str *ret) MUST;
#endif
