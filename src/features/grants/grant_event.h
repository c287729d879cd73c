/* grant_event.h -- what happened in a case: the events, the papers that belong to them, and what a person may add.
 *
 *   KI          applied withdrawn answered delivered waived appealed called call_withdrawn used heard proven,
 *               discarded (made by mistake, before anything was submitted) resumed
 *   authority   asked checked_content checked_figures appeal_ended hearing hearing_ended paid repaid,
 *               decision_draft payout_draft closing_draft (one person), approved rejected (another one)
 *
 * A case is written with the number of the last event that the writer has seen: of two at once, and of a form that is
 * sent twice, the second is E_STALE and nothing of it is stored.
 */
#ifndef FEATURES_GRANTS_GRANT_EVENT_H
#define FEATURES_GRANTS_GRANT_EVENT_H
#include "core/route.h"
#include "features/grants/grant_paper.h"

extern const struct choices grant_programme_choices; /* base komman kim */
extern const struct choices grant_event_choices;

struct grant_case {
	int64_t id, centre_id;
	str slug, centre_name, kind; /* kind of the carrier: kreis, kreisfreie_stadt */
	str programme;
	int64_t year;
	str path; /* "/centres/coesfeld/grants/12" */
};
extern const struct record grant_case_rec;

struct grant_event {
	int64_t id, seq;
	str kind;
	struct maybe about_id; /* the event that it answers, decides or pays */
	day day;               /* on which it happened; may lie before the day on which it was entered */
	struct maybe cents;
	str note;    /* ground, question, remark */
	str content; /* JSON of its paper; absent: it has none */
	str hash;
	int64_t account_id;
	str recorded_by;
	instant recorded_at;
};
extern const struct record grant_event_rec; /* without content and account, which are hidden */

/* The case of a KI; E_NOTFOUND also for another KI's. */
err grant_case_find(struct cx *cx, const struct tenant *centre, int64_t id, struct grant_case *ret) MUST;
err grant_case_of_year(struct cx *cx, const struct tenant *centre, str programme, int64_t year,
                       struct grant_case *ret) MUST;                                          /* E_NOTFOUND */
err grant_cases_of_centre(struct cx *cx, const struct tenant *centre, struct list *ret) MUST; /* newest year first */
/* tenant: all; those of a budget year, by KI. programme absent: all programmes. */
err grant_cases_of_land(struct cx *cx, int64_t year, str programme, struct list *ret) MUST;
/* Who stands under an event, for good, in German: in what binds the KI with the entitlement, "Petra Hülsmann
 * (Leitung)",
 * "... (zeichnungsberechtigt)" (core/signatory.h); else the name alone. */
struct user;
str grant_signature(struct cx *cx, const struct user *by, str kind);
/* The events of a case, oldest first. */
err grant_events(struct cx *cx, const struct grant_case *c, struct list *ret) MUST;
/* The events of many cases, case after case: one statement instead of one per case. */
struct grant_land_event {
	int64_t case_id;
	struct grant_event event;
};
/* Those of a KI from a budget year on, with the heads of the papers that say how a case stands (grant_paper_head): for
 * its stage, sums and days, not for its positions. Reading papers is most of the time that a case takes. */
err grant_events_brief(struct cx *cx, const struct tenant *centre, int64_t first, struct list *ret) MUST;
/* tenant: all; of all cases of a year. */
err grant_events_of_land(struct cx *cx, int64_t year, struct list *ret) MUST;
/* tenant: all; of the budget years from ... until those that are not over, by year: struct grant_case. And their
 * events, as those of grant_events_brief. */
err grant_cases_still_open(struct cx *cx, int64_t from, int64_t until, struct list *ret) MUST;
err grant_steps_still_open(struct cx *cx, int64_t from, int64_t until, struct list *ret) MUST;

/* Makes the case of a year, if there is none, and resumes it, if it was discarded. in: struct grant_case_in; ret:
 * struct grant_case. */
struct grant_case_in {
	const struct tenant *centre;
	str programme;
	int64_t year;
};
err grant_case_open_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* Adds an event. E_STALE "grants.stale": the case has more events than `seen`. E_INVALID "grants.not_now": the event
 * does not fit the state (grant_may). approved, rejected: E_DENIED from four_eyes_check(), E_STALE if the draft is
 * decided or is no longer the newest of its kind. Checks the right: what of the KI and what of the authority cx->user
 * may add. ret: struct grant_event. */
struct grant_add {
	const struct tenant *centre;
	int64_t case_id, seen; /* seen: seq of the last event known; 0: none */
	struct grant_event event;
};
err grant_add_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* Only writes the row, its hash computed; the caller has checked (grant_add_in_tx), or invents an example. draft: what
 * an approval or rejection decides, else NULL. */
err grant_event_put_in_tx(struct cx *cx, const struct grant_case *c, const struct grant_event *draft,
                          struct grant_event *e) MUST;

extern const struct sql grant_event_sql[];
#endif
