/* activity_evaluation.h -- what activities give to an evaluation (S-EVA-1). */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_EVALUATION_H
#define FEATURES_ACTIVITIES_ACTIVITY_EVALUATION_H
#include "core/evaluation.h"
#include "db/db.h"

extern const struct evaluation_table *const activity_evaluation[]; /* ends with NULL */
extern const struct sql activity_evaluation_sql[];
#endif
