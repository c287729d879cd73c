/* pool_indicators.h -- what the pool counts for reports (core/indicator.h): requests, assignments, hours, unfilled
 * requests, cost; by language, kind of institution, municipality, occasion and month (P-ACT-2, S-INT-1; story 11).
 *
 * Counting rules as in figures.h. Hours are those that were reported or countersigned; while nobody has, those that
 * were agreed. Written translations have no hours.
 */
#ifndef FEATURES_INTERPRETERS_POOL_INDICATORS_H
#define FEATURES_INTERPRETERS_POOL_INDICATORS_H
#include "core/indicator.h"
#include "db/db.h"

extern const struct indicator *const pool_indicators[]; /* ends with NULL */
extern const struct sql pool_indicator_sql[];
#endif
