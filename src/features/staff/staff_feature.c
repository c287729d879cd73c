/* staff_feature.c -- what the staff plan hands up. */
#include "features/staff/staff_demo.h"
#include "features/staff/staff_rows.h"

static const struct route routes[] = { { 0 } };
static const struct sql *const statements[] = { staff_sql,        staff_post_sql, staff_share_sql,
	                                        staff_person_sql, staff_case_sql, staff_sum_sql,
	                                        staff_survey_sql, staff_demo_sql, NULL };

const struct feature staff_feature = {
	.name = "staff", .routes = routes, .statements = statements, .demo = staff_demo
};
