/* staff_demo.h -- example staff of all 54 KI from their founding to today: part-time splits, changes of head,
 * vacancies, secondments, some findings. Seeded by the KI: the same on every machine, but for what is still open today.
 */
#ifndef FEATURES_STAFF_STAFF_DEMO_H
#define FEATURES_STAFF_STAFF_DEMO_H
#include "db/db.h"

/* In its own transactions, one per KI; expects the 54 KI. All people are invented. */
err staff_demo(struct cx *cx) MUST;

extern const struct sql staff_demo_sql[];
#endif
