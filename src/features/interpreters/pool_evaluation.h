/* pool_evaluation.h -- what the pool gives to an evaluation: requests and assignments, and who works how much
 * (S-EVA-1). */
#ifndef FEATURES_INTERPRETERS_POOL_EVALUATION_H
#define FEATURES_INTERPRETERS_POOL_EVALUATION_H
#include "core/evaluation.h"
#include "db/db.h"

extern const struct evaluation_table *const pool_evaluation[]; /* ends with NULL */
extern const struct sql pool_evaluation_sql[];
#endif
