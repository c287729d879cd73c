/* grant_decision.h -- the decision of the granting authority (Bescheid): grant, refusal, change, revocation. Drafted by
 * one person, approved by another (P-FUN-7); frozen with its words, so that the letter is the same at any time.
 */
#ifndef FEATURES_GRANTS_GRANT_DECISION_H
#define FEATURES_GRANTS_GRANT_DECISION_H
#include "features/grants/grant_state.h"

extern const struct choices decision_type_choices; /* grant refusal change revocation */

struct decision {
	struct grant_paper paper; /* type; lines: what is granted, or left after a revocation; total */
	str file_number, purpose, payout, conditions, reason;
	str authority, applicant_lines, applicant, ags8, centre_name, remedies;
	day applied_on;
	int64_t asked_cents, before_cents; /* before: granted until now */
	struct list asked;                 /* struct grant_line: the positions of the application */
	bool undecided;                    /* an application waits; not part of the paper */
};
extern const struct record decision_rec;

/* What is proposed: each position as it was asked for, at most its ceiling; of a change, what is asked now; of a
 * revocation, nothing. */
err decision_propose(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                     const struct grant_state *s, const char *type, struct decision *ret) MUST;
err decision_read(struct cx *cx, const struct grant_event *draft, struct decision *ret) MUST;

/* E_INVALID with problems at the fields: more than was asked or than the ceiling, less without a reason, nothing
 * granted, more paid back than was paid. cents_field, note_field: names of the fields by position, "cents_<item>". */
err decision_check(struct cx *cx, const struct grant_state *s, const struct decision *d, int64_t repay_cents) MUST;
/* What the KI would have to pay back if only this is left: paid - left - what was demanded before, at least 0. */
int64_t decision_repay(const struct grant_state *s, const struct decision *d);
/* The day until which the hearing gives time (its note names it); absent: no hearing. And the last day of the year in
 * which a revocation is possible (VVG 8.4), counted from the hearing. */
day revocation_until(const struct grant_state *s);
#endif
