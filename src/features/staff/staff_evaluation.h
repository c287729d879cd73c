/* staff_evaluation.h -- what the staff plan gives to an evaluation: who fills posts, on the last day of a quarter
 * (S-EVA-1). */
#ifndef FEATURES_STAFF_STAFF_EVALUATION_H
#define FEATURES_STAFF_STAFF_EVALUATION_H
#include "core/evaluation.h"
#include "db/db.h"

extern const struct evaluation_table *const staff_evaluation[]; /* ends with NULL */
extern const struct sql staff_evaluation_sql[];
#endif
