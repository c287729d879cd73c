/* spending.h -- what a feature already knows was spent on, or is promised to, an item that the Land pays: recorded
 * once, not entered again for the grant (P-FUN-6). Features hand it up in struct feature (.spending). */
#ifndef CORE_SPENDING_H
#define CORE_SPENDING_H
#include "base/context.h"
#include "base/list.h"

struct spending {
	str item;                             /* of the rulebook: "interpreter_costs" */
	int64_t spent_cents, committed_cents; /* of the year; committed: agreed and not settled yet */
	str text; /* where it comes from, in words: "Abrechnung der Sprachmittlung, Topf Landesmittel" */
	str path; /* where it is seen */
};
/* Of all features, in their order (struct spending). */
err spending_list(struct cx *cx, int64_t centre_id, int64_t year, struct list *ret) MUST;
#endif
