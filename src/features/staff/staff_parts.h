/* staff_parts.h -- what plan, money and findings share: periods of days, and the ceilings behind the lines. Pure. */
#ifndef FEATURES_STAFF_STAFF_PARTS_H
#define FEATURES_STAFF_STAFF_PARTS_H
#include "features/staff/staff_plan.h"

/* Days belong to the period that they begin and end; no last day: no end known. */
static inline bool period_has(day from, day to, day on)
{
	return day_cmp(from, on) <= 0 && (!day_is(to) || day_cmp(on, to) <= 0);
}
static inline bool periods_meet(day from, day to, day other_from, day other_to)
{
	return (!day_is(to) || day_cmp(other_from, to) <= 0) && (!day_is(other_to) || day_cmp(from, other_to) <= 0);
}
#define HOLDS_ON(row, on) period_has((row)->valid_from, (row)->valid_to, (on))

/* Within a line, money can have several ceilings: in KIM an assistant has another one than the other posts. */
enum pool {
	POOL_TEACHER,
	POOL_SPECIALIST,
	POOL_ASSISTANT,
	POOL_KOMMAN,
	POOL_KIM,
	POOL_KIM_ASSISTANT,
	POOL_OWN,
	POOL_COUNT
};
enum pool pool_of(const struct post *p);
const char *pool_line(enum pool pool); /* a code of staff_line_choices */
bool pool_has_money(enum pool pool);   /* the Land pays an amount for its posts */

/* What the rules of a day give a pool. */
struct ceiling {
	bool in_force;           /* there is a rule for it on that day */
	struct maybe quantity;   /* thousandths; absent: unknown */
	struct maybe unit_cents; /* per full post and year; absent: unknown, or no money */
	str quantity_mark;       /* the least sure of the rules used; "unknown" where the quantity is */
	str financing;           /* lump_sum, full_capped; absent: not known, or none */
	struct list rules;       /* struct rule_use */
};
struct ceiling ceiling_of(struct arena *a, const struct entitlement *e, enum pool pool);

str less_sure_mark(str a, str b); /* absent: the other one */
/* Sum of the post's shares on that day. */
int64_t filled_on(const struct list *shares, int64_t post_id, day on);
#endif
