/* quality_evaluation.h -- what quality gives to an evaluation: concluded self-assessments (S-EVA-1, S-EVA-2). */
#ifndef FEATURES_QUALITY_QUALITY_EVALUATION_H
#define FEATURES_QUALITY_QUALITY_EVALUATION_H
#include "core/evaluation.h"
#include "db/db.h"

extern const struct evaluation_table *const quality_evaluation[]; /* ends with NULL */
extern const struct sql quality_evaluation_sql[];
#endif
