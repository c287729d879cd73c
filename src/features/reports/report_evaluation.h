/* report_evaluation.h -- what reports give to an evaluation: the figures of released months, as published (S-EVA-1). */
#ifndef FEATURES_REPORTS_REPORT_EVALUATION_H
#define FEATURES_REPORTS_REPORT_EVALUATION_H
#include "core/evaluation.h"
#include "db/db.h"

extern const struct evaluation_table *const report_evaluation[]; /* ends with NULL */
extern const struct sql report_evaluation_sql[];
#endif
