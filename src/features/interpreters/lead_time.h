/* lead_time.h -- how long before an appointment a request has to come (Vorlauf), by the rule of the KI (P-INT-1).
 *
 * KI differ: "5 working days before" (Heinsberg, Coesfeld, HSK, Warendorf), "7 days before" (Krefeld), "7 working days"
 * (EN). The day of the request does not count (s. 187 (1) BGB, applied as people count); the appointment may be on the
 * last counted day. Working days are Monday to Friday without the public holidays of NRW (base/calendar.h).
 * A hard rule refuses what comes later, a soft one asks for the reason of the urgency. Pure: no SQL, no HTTP, no clock.
 */
#ifndef FEATURES_INTERPRETERS_LEAD_TIME_H
#define FEATURES_INTERPRETERS_LEAD_TIME_H
#include "core/words.h"

enum { LEAD_MOST_DAYS = 60 };

struct lead_rule {
	int64_t days; /* 0 ... LEAD_MOST_DAYS; 0: the same day is early enough */
	bool working; /* working days, else calendar days */
	bool hard;    /* refused without exception, else possible with a reason */
};

enum lead_verdict {
	LEAD_FINE,
	LEAD_URGENT,       /* later than the rule, and the reason is given */
	LEAD_NEEDS_REASON, /* soft: say why it is urgent */
	LEAD_TOO_LATE,     /* hard: another day, or by phone */
	LEAD_PAST,         /* the day is over */
};

/* A holiday that fell on a weekday and so was not counted. */
struct lead_holiday {
	day on;
	str name; /* as the law calls it, German */
};
struct lead_answer {
	enum lead_verdict verdict;
	day asked_on, wanted, earliest;
	struct list holidays; /* struct lead_holiday, up to `earliest`; only of a rule in working days */
	bool weekend;         /* a weekend was passed over, too */
};

/* urgent_reason: as typed; blank is none. */
struct lead_answer lead_time(struct arena *a, const struct lead_rule *rule, day asked_on, day wanted,
                             str urgent_reason);
bool lead_allows(const struct lead_answer *l); /* fine, or urgent with its reason */

/* What people read: the verdict with the earliest day in one sentence ... */
str lead_say(const struct words *w, struct arena *a, const struct lead_rule *rule, const struct lead_answer *l);
const char *lead_key(const struct lead_answer *l); /* the key of that sentence, and its arguments */
const struct arg *lead_args(const struct words *w, struct arena *a, const struct lead_rule *rule,
                            const struct lead_answer *l);
/* ... and how it was counted: "5 Arbeitstage nach Freitag, 22.05.2026, ist Montag, 01.06.2026. Nicht mitgezählt: ..."
 */
str lead_trace(const struct words *w, struct arena *a, const struct lead_rule *rule, const struct lead_answer *l);
/* "Montag, 01.06.2026" */
str lead_day(const struct words *w, struct arena *a, day d);
#endif
