/* activity_quiet.h -- empty weeks: once a month, from its first working day on, everybody is asked about the weeks of
 * the month before in which he or she recorded nothing (P-ACT-1). The answer is entries, or one word why there was
 * nothing.
 *
 * Only the person sees it: nobody is watched. The reasons say nothing of health; who was ill was "absent". A week
 * belongs to the month of its Thursday; weeks without a working day are not asked about, nor weeks before the account
 * was there.
 */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_QUIET_H
#define FEATURES_ACTIVITIES_ACTIVITY_QUIET_H
#include "base/record.h"
#include "core/route.h"

extern const struct choices quiet_reason_choices; /* absent office training other */
struct quiet_week {
	day monday;
	str reason; /* absent: not answered yet */
};
extern const struct record quiet_week_rec, quiet_answer_rec; /* the second: the form */

/* Adds struct quiet_week: those of last month without an entry, also the answered ones; for the signed-in user. */
err quiet_weeks(struct cx *cx, const struct tenant *centre, struct list *ret) MUST;
struct quiet_in {
	const struct tenant *centre;
	struct quiet_week week;
};
/* E_INVALID: no such week is asked about. A second answer takes the place of the first. */
err quiet_answer_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err activity_today(struct cx *cx, struct list *tasks) MUST; /* the hook of struct feature */

extern const struct sql quiet_sql[];
#endif
