/* activity_indicators.h -- what reports count of activities (P-ACT-2, S-REP-3): their number, their participants and
 * their duration, by kind, field, stage, recipient, target group, main field, municipality and month, as known at any
 * instant.
 *
 * A participant counts as often as he takes part; the duration is that of the activity, whoever of the KI was there.
 * What has no municipality counts under "none".
 */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_INDICATORS_H
#define FEATURES_ACTIVITIES_ACTIVITY_INDICATORS_H
#include "core/indicator.h"
#include "db/db.h"

extern const struct indicator *const activity_indicators[]; /* ends with NULL */
/* The hook of struct feature: the same day, kind and partner twice; far more participants than usual; none where there
 * are always some. */
err activity_oddities(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret) MUST;

extern const struct sql activity_indicator_sql[], activity_oddity_sql[];
#endif
