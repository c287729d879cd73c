/* centre_conflicts.h -- conflicts in a KI (S-CEN-9). Dienst- und Fachaufsicht lie with the employer of each person; on
 * conflicts the carrier turns to the untere Schulaufsicht. A conflict is dated steps; its state is computed from them.
 */
#ifndef FEATURES_CENTRES_CENTRE_CONFLICTS_H
#define FEATURES_CENTRES_CENTRE_CONFLICTS_H
#include "core/route.h"

extern const struct choices employer_choices;       /* municipality, land, both */
extern const struct choices step_choices;           /* talk, employer, school_supervision, measure */
extern const struct choices conflict_state_choices; /* open, with_employer, with_school_supervision, concluded */

struct conflict {
	int64_t id;
	day opened_on;
	str subject, employer, description, recorded_by;
	str state; /* computed */
	day since; /* of the state */
	int64_t steps;
	bool open;
	str path;
};
extern const struct record conflict_rec, conflict_form_rec;

struct conflict_step {
	int64_t id, conflict_id;
	day day;
	str kind, participants, result, recorded_by;
};
extern const struct record conflict_step_rec;
extern const struct record conflict_step_form_rec;     /* a further step */
extern const struct record conflict_conclude_form_rec; /* the outcome */

/* Pure: the state from the steps (struct conflict_step). */
void conflict_state_of(struct conflict *c, const struct list *steps);

err conflict_list(struct cx *cx, const struct tenant *centre, struct list *ret) MUST; /* open first, then the newest */
err conflict_find(struct cx *cx, const struct tenant *centre, int64_t id, struct conflict *ret,
                  struct list *ret_steps) MUST;
err conflict_open_in_tx(struct cx *cx, const struct tenant *centre, const struct conflict *in, int64_t *ret_id) MUST;
/* in: conflict_id, day, kind, participants, result; kind "concluded" ends it. E_INVALID: it is concluded already, a day
 * in the future, before the present state began, or a conclusion before the last step. */
err conflict_step_in_tx(struct cx *cx, const struct tenant *centre, const struct conflict_step *in) MUST;

extern const struct sql conflict_sql[];
#endif
