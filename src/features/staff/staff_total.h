/* staff_total.h -- the plan of a day in one line, for the sentence that answers, the start page and the state-wide
 * page. Pure but for the words. */
#ifndef FEATURES_STAFF_STAFF_TOTAL_H
#define FEATURES_STAFF_STAFF_TOTAL_H
#include "features/staff/staff_model.h"

struct plan_total {
	int64_t wanted; /* entitled; where a line knows no entitlement, what is set up */
	int64_t posts, filled, vacant, not_set_up;
	int64_t month_cents, year_cents; /* what the vacancy leaves undrawn, as far as known */
	int64_t so_far_cents;            /* this year up to the day's month */
	bool complete;                   /* every line with a vacancy knows what it costs */
	int64_t breaches, notices, hints;
};
extern const struct record plan_total_rec;
struct plan_total plan_total_of(const struct staff_day *d);
/* "Am 26. November 2026 sind 7,5 von 8,5 Stellen besetzt; 1 Verstoß, 2 Hinweise." */
str plan_sentence(struct cx *cx, const struct staff_day *d, const struct plan_total *t);
#endif
