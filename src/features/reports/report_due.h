/* report_due.h -- the duty to report: by when, to whom, and who has missed it (S-REP-1, S-FUN-5).
 *
 * Day, recipient and beginning of the duty are settings of the Land with valid-from, marked as assumed until somebody
 * enters a source: no public text names them. What was in force on the last day of a month counts for it. A due day on
 * a weekend or a public holiday of NRW moves to the next working day.
 */
#ifndef FEATURES_REPORTS_REPORT_DUE_H
#define FEATURES_REPORTS_REPORT_DUE_H
#include "base/arena.h"
#include "core/setting.h"

extern const struct setting *const report_settings[]; /* ends with NULL */

struct report_duty {
	day due;       /* absent: no duty for this month */
	str recipient; /* absent: nobody has entered it */
	str source;    /* of the day; absent: nobody has entered one, it is assumed */
	bool assumed;
	int64_t threshold; /* of masking (P-REP-1) */
};
/* All that was ever set, newest first: in four statements, for any number of months. */
struct report_rules {
	struct list duty, due_day, recipient, threshold; /* struct setting_row */
};
err report_rules_read(struct cx *cx, struct report_rules *ret) MUST;
/* Pure. first: of the month; today: what is masked is masked by the rule of the day on which it is published. */
struct report_duty report_duty_of(const struct report_rules *r, day first, day today);
/* Pure: the dom-th of the following month, or the next working day. */
day report_due_day(day first, int64_t dom);

/* What a month is at; a code of report_state_choices.
 * running    the month is not over
 * open       it is over, and not due yet, or there is no duty
 * late       its day has passed
 * released   in time, or without a duty
 * released_late */
extern const struct choices report_state_choices;
str report_state(const struct report_duty *d, day first, day released_on, day today);

/* The months that are over and were owed, newest first; at most `most`, none before the duty began. */
struct report_owed {
	day first;
	struct report_duty duty;
};
void report_owed_months(struct arena *a, const struct report_rules *r, day today, int most, struct list *ret);
#endif
