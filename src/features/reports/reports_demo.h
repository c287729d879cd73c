/* reports_demo.h -- example reports: most KI released the last months, some late, some not at all; Coesfeld corrected
 * one. */
#ifndef FEATURES_REPORTS_REPORTS_DEMO_H
#define FEATURES_REPORTS_REPORTS_DEMO_H
#include "db/db.h"

err reports_demo(struct cx *cx) MUST;
extern const struct sql reports_demo_sql[];
#endif
