/* activities_feature.c -- what the recording of activities hands up. */
#include "core/check.h"
#include "features/activities/activity_demo.h"
#include "features/activities/activity_indicators.h"
#include "features/activities/activity_model.h"

static const struct route routes[] = { { 0 } };
static const struct sql *const statements[] = { catalogue_sql,          activity_sql,
	                                        activity_write_sql,     activity_sum_sql,
	                                        activity_indicator_sql, activity_oddity_sql,
	                                        activity_demo_sql,      NULL };

/* Prepared sums that no longer say what the activities say: for `scharnier check`. The newest months are counted again,
 * where nearly all writing happens; all years are compared with their months. */
enum { MONTHS_LOOKED_AT = 3 };
static err check(struct cx *cx, struct list *findings)
{
	struct list wrong;
	int year, month, dom;
	day_split(cx->today, &year, &month, &dom);
	day first = day_of(year, month, 1);
	TRY(activity_sums_verify(cx, day_add_months(first, 1 - MONTHS_LOOKED_AT), day_add(day_add_months(first, 1), -1),
	                         &wrong));
	LIST_EACH (const struct activity_sums_wrong, w, &wrong)
		check_add_counted(cx, findings, CHECK_BROKEN, "activities", "check.activity_sums_wrong", w->cells,
		                  ARGS({ "centre", w->name }, { "slug", w->slug }));
	if (wrong.n == 0)
		check_add(cx, findings, CHECK_GOOD, "activities", "check.activity_sums", NO_ARGS);
	return OK;
}

const struct feature activities_feature = { .name = "activities",
	                                    .routes = routes,
	                                    .statements = statements,
	                                    .indicators = activity_indicators,
	                                    .oddities = activity_oddities,
	                                    .check = check,
	                                    .demo = activity_demo };
