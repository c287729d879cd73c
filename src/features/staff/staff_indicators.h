/* staff_indicators.h -- what the staff plan counts for reports (core/indicator.h): filled posts on the last day of the
 * period, by line of the plan (P-ACT-2, S-STA-8). */
#ifndef FEATURES_STAFF_STAFF_INDICATORS_H
#define FEATURES_STAFF_STAFF_INDICATORS_H
#include "core/indicator.h"
#include "db/db.h"

extern const struct indicator *const staff_indicators[]; /* ends with NULL */
extern const struct sql staff_indicator_sql[];
#endif
