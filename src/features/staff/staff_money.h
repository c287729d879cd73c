/* staff_money.h -- what the Land pays for the posts of a year, pure (S-FUN-3 in part, P-FUN-6; assumptions A1 ... A3 of
 * the rulebook: terms post_grant, month_counting, ceilings_exchange, each with its mark).
 *
 * Per post: min(ceiling x FTE x months filled / 12, actual cost if given), rounded half away from zero to a cent, once
 * per post. A month counts if the share was there on its first day (month_counting "first_day"), or by the day
 * ("exact_days"). What is above the entitlement of a line is refused: in the order of the posts (the oldest first), a
 * month's entitlement is given out until nothing is left. Where only a part of a post is within the entitlement, the
 * same part of its cost is eligible. "exact_days" counts days through the days of the year (366 in a leap year).
 * The way of counting of 1 January holds for the year; ceilings and entitlements may change within it.
 *
 * Known sums are added and `complete` says whether something is missing (a ceiling, an entitlement, or the value of an
 * assumption that is not reckoned with here, such as an exchange of ceilings). claimed = granted + refused + capped for
 * every post whose grant is known; the lines are the sums of their posts, the totals those of the lines.
 */
#ifndef FEATURES_STAFF_STAFF_MONEY_H
#define FEATURES_STAFF_STAFF_MONEY_H
#include "features/staff/staff_plan.h"

struct post_money {
	int64_t post_id;
	str title, line;
	int64_t fte;
	int64_t fte_months;         /* thousandths x months claimed: 1.0 for 9 months = 9000 */
	int64_t granted_fte_months; /* of them within the entitlement */
	struct maybe claimed_cents; /* ceiling x claimed; absent: no ceiling known */
	struct maybe granted_cents; /* after entitlement and cost */
	struct maybe cost_cents;    /* actual cost, if given */
	int64_t refused_cents;      /* above the entitlement */
	int64_t capped_cents;       /* cut because the cost was lower */
	str calculation;            /* "57.000,00 EUR x 1,0 x 9/12 = 42.750,00 EUR" in the reader's language */
	str path;
};
extern const struct record post_money_rec;

struct line_money {
	str line;
	str financing;              /* lump_sum, full_capped; absent: not known, or it changed within the year */
	struct maybe ceiling_cents; /* entitled all year, all filled */
	int64_t claimed_cents, granted_cents, refused_cents, capped_cents;
	struct maybe undrawn_cents; /* ceiling - granted: what vacancy and lower cost leave with the Land */
	struct maybe vacancy_cents; /* of it because of posts that were not filled */
	bool complete;              /* all ceilings known */
	struct list posts;          /* struct post_money */
	struct list rules;          /* struct rule_use: ceilings and assumptions */
};
extern const struct record line_money_rec;

struct staff_money {
	int64_t year;
	day until;         /* money up to this day's month (included); the year's last day: the whole year */
	struct list lines; /* struct line_money: those with money (not teachers) */
	int64_t claimed_cents, granted_cents, refused_cents;
	struct maybe ceiling_cents, undrawn_cents;
	bool complete, assumed; /* an assumed rule was used: say so beside the total */
};
extern const struct record staff_money_rec;
/* rules: struct rule, all that are known; s: rows that overlap the year. english: figures in the calculation. */
struct staff_money staff_money_of(struct arena *a, const struct staff *s, const struct list *rules, str authority,
                                  int64_t centre_id, int year, day until, bool english);
#endif
