/* grant_outlook.h -- how the money of a case stands per position, and what the year will need (S-FUN-3, P-FUN-6).
 *
 * Spent is what is known without asking again: cost lines on Land money, for posts the staff plan (ceiling x share x
 * months, at most the cost, until this month) as long as lines for the position come to less, for interpreters the
 * settlements from the pot of Land money. Lines on own money or on that of others are not the Land's, nor is what
 * others gave for the position beyond the lines booked on them and on own money: as in the proof (grant_proof.h). What
 * is above the grant is the KI's own (T29). Forecast to the end of the year: posts as planned, interpreters at least
 * what is booked, else in a straight line from what was spent so far; each says which. A hint, never a decision.
 */
#ifndef FEATURES_GRANTS_GRANT_OUTLOOK_H
#define FEATURES_GRANTS_GRANT_OUTLOOK_H
#include "features/grants/grant_cost.h"
#include "features/grants/grant_state.h"

struct grant_outlook {
	str item, label, group;
	int64_t granted_cents;
	int64_t recorded_cents; /* cost lines on Land money */
	int64_t plan_cents;     /* by the staff plan, until this month */
	int64_t pool_cents;     /* settled from the pot of Land money */
	int64_t others_cents;   /* what others gave and neither own money nor a line of theirs stands for */
	int64_t cost_cents;     /* what of these counts, without others_cents */
	int64_t spent_cents;    /* of the grant: at most what is granted */
	int64_t own_cents;      /* the rest of the cost */
	int64_t committed_cents;
	int64_t left_cents;     /* granted - spent - committed, at least 0 */
	int64_t forecast_cents; /* of the grant, to the end of the year */
	int64_t unused_cents;   /* granted - forecast */
	bool at_least;          /* the forecast: posts whose ceiling is not known count for nothing */
	str spent_said, committed_said, forecast_said; /* how each was reckoned */
};
extern const struct record grant_outlook_rec;

/* Of all positions that the decision grants. */
err grant_outlook_of(struct cx *cx, const struct tenant *centre, const struct grant_case *c,
                     const struct grant_state *s, struct list *ret) MUST;
/* `spent` until `today` drawn out to the whole of [from, to], rounded half away from zero; from `to` on: spent. */
int64_t grant_straight_line(int64_t spent, day from, day to, day today);
/* What of a paid call can be noted as used: cost of its group that no call of the group has noted yet, at most what is
 * unused. */
int64_t grant_use_suggested(const struct grant_state *s, const struct grant_call *call, const struct list *outlook);
/* What the staff plan says of the posts of a case's year, until `until` (struct staff_cost). */
struct staff_cost {
	str item; /* absent: the plan does not know which one (KIM) */
	str title, calculation, path;
	struct maybe granted_cents; /* absent: the ceiling is not known */
	struct maybe cost_cents;    /* as the staff plan has it; absent: not entered yet */
};
extern const struct record staff_cost_rec;
err grant_staff_costs(struct cx *cx, const struct tenant *centre, const struct grant_case *c, day until,
                      struct list *ret) MUST;
/* What a ceiling leaves to the KI (T29): granted + own = cost. */
struct grant_capped {
	int64_t granted, own;
};
struct grant_capped grant_cap(int64_t cost, int64_t ceiling);
#endif
