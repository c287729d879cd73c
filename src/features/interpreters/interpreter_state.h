/* interpreter_state.h -- where a person of the pool is on a day, and what is to be done next (S-INT-1, P-INT-4). Pure:
 * it follows from the steps and is stored nowhere, so it can be asked for any day.
 *
 * How the steps are read
 *  - A step counts from its day on. One that was withdrawn no longer counts from that day on; what was decided before
 *    stays understandable. Withdrawn on its own day: it never counted.
 *  - A new application after leaving or after a refusal begins anew: the talk has to be held again; training, pledge
 * and certificate stay valid as long as they are.
 *  - Listed after a pause: the pause is over. `until` of a pause, training or certificate is its last day.
 *  - A certificate without a last day does not hold: the KI has to say for how long it trusts it.
 *  - Listed is what the KI says. It can list somebody whose certificate has run out; the person is then listed and
 * lacks it, and is not asked (pool_fit.h).
 */
#ifndef FEATURES_INTERPRETERS_INTERPRETER_STATE_H
#define FEATURES_INTERPRETERS_INTERPRETER_STATE_H
#include "base/record.h"

extern const struct choices
        interpreter_step_choices; /* applied interviewed trained pledged certificate listed paused left declined */
struct interpreter_step {
	int64_t id, interpreter_id;
	str kind;
	day day, until;
	str note;
	day withdrawn_on;
	str recorded_by;
	instant recorded_at;
};
extern const struct record interpreter_step_rec;

/* applied: waits for the talk; interviewed: for training; trained: for papers or listing. */
extern const struct choices interpreter_state_choices; /* applied interviewed trained listed paused left declined */
extern const struct choices interpreter_paper_choices; /* training pledge certificate */
extern const struct choices interpreter_lack_choices;  /* missing expired expiring */
/* What the KI does next with the person: the kind of the next step; nothing for who has left. */
extern const struct choices interpreter_next_choices; /* interviewed trained pledged certificate listed */

/* So many days before its end a paper is asked for again: an office takes weeks. So long an applicant should not wait.
 */
enum { EXPIRY_DAYS = 60, APPLICANT_DAYS = 14 };

struct interpreter_lack {
	str paper, how;
	day until; /* its last day, of what has expired or expires */
};
extern const struct record interpreter_lack_rec;

struct interpreter_standing {
	str state; /* a code; "applied" if there are no steps at all */
	day since;
	str next; /* a code of interpreter_next_choices; absent: nothing */
	/* The newest of each that counts on that day, valid or not. */
	day trained_on, trained_until, pledged_on, certified_on, certified_until;
	day listed_from, left_on;      /* in the pool from; no more from this day on */
	day paused_from, paused_until; /* the pause that holds; no end: until further notice */
	struct list lacks;             /* struct interpreter_lack, in the order of papers */
	bool applicant, active;        /* on the way into the pool; in it, paused or not */
};
/* steps: struct interpreter_step of this person, in any order. */
struct interpreter_standing interpreter_standing_of(struct arena *a, const struct list *steps, day on);
bool interpreter_step_counts(const struct interpreter_step *s, day on);
#endif
