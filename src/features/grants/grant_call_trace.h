/* grant_call_trace.h -- how a call came about (P-FUN-6): what was granted when it was made, what had been called
 * before, what this call takes, what it leaves; by position, and by the group of Ziffern that is called together.
 * Reckoned from the events before the call, so that it says the same at any time. */
#ifndef FEATURES_GRANTS_GRANT_CALL_TRACE_H
#define FEATURES_GRANTS_GRANT_CALL_TRACE_H
#include "features/grants/grant_call.h"

/* left = granted - before - cents. A sum is that of the positions of its group above it. */
struct grant_call_step {
	str label, group;
	bool sum;
	int64_t granted_cents, before_cents, cents, left_cents;
	struct maybe percent; /* thousandths: what this call takes of what is granted; absent: nothing is granted now */
	str calculation, note; /* as the KI reckoned when it called */
};
extern const struct record grant_call_step_rec;

struct grant_call_trace {
	str file_number; /* of the decision that held */
	day decided_on;
	struct list steps;  /* struct grant_call_step */
	str window, groups; /* what the rules say of the day and of the groups, with their source and mark */
};
extern const struct record grant_call_trace_rec;
/* events: of the case, oldest first; e: the one that called, p: its paper. */
err grant_call_trace_of(struct cx *cx, const struct grant_case *c, const struct list *events,
                        const struct grant_event *e, const struct grant_call_paper *p,
                        struct grant_call_trace *ret) MUST;
#endif
