/* grant_interest.h -- interest on money of the Land that was used late or not at all, pure: no database, no HTTP
 * (S-FUN-4, P-FUN-6; VV 8.6 to § 44 LHO NRW, § 49a Absatz 3 and 4 VwVfG NRW).
 *
 *  - Money that is used within the term (rule use_within, struct grant_call .use_by) bears none. What is used later
 *    bears interest from its payment to its use, and what is never used to the day on which it is asked back.
 *  - The day of the payment counts, the day of the use does not; days are counted as they are and divided by 365, in
 * leap years too (rule interest_method "act_365", assumption A6 of the rulebook).
 *  - The rate of a day is base rate (rule base_rate, half-yearly) + points (rule interest_points). Where one of them
 *    changes, or its source or mark, a new stretch begins. A rate below nothing is nothing (assumption).
 *  - Each stretch of each amount is rounded to a cent, half away from zero, once; the sum is the sum of the stretches.
 * So every line can be checked by hand, and the lines add up (docs/decisions/0056-interest-and-proof.md).
 *  - A base rate, points or a method that nobody knows makes the sum incomplete; what is known is added.
 *
 * Which money was it? A proof says how much is paid back, not which payment. Assumption, shown with each amount: what
 * was not marked as used comes first, of the newest payment first; then what was used last. Money that is neither paid
 * back nor marked as used counts as used on the last day of the year, or on the day to which is reckoned if that comes
 * first.
 */
#ifndef FEATURES_GRANTS_GRANT_INTEREST_H
#define FEATURES_GRANTS_GRANT_INTEREST_H
#include "features/grants/grant_state.h"
#include "features/rulebook/rulebook.h"

/* Part of a payment that met the same fate. */
struct interest_money {
	int64_t cents;
	day paid_on, use_by;
	day used_on;      /* of the part that is paid back: the day on which it is asked back */
	bool repaid;      /* it is paid back */
	bool day_assumed; /* nobody recorded its use */
};
/* What is paid back of what was paid. The first part of it was demanded by a revocation: the same money, taken first,
 * that bears no interest here. Together at most what was paid. */
struct interest_back {
	int64_t before_cents, cents; /* demanded before; paid back now, without it */
};
/* All that was paid, in parts: oldest payment first, without what was demanded before. events: as in grant_events().
 * year_end: see above; until: to which what is paid back bears interest. ret: struct interest_money. */
void grant_interest_money(struct arena *a, const struct grant_state *s, const struct list *events,
                          struct interest_back back, day year_end, day until, struct list *ret);

/* A run of days with one rate. */
struct interest_stretch {
	day from, until; /* first and last day that counts */
	int64_t days;
	int64_t principal_cents;
	day paid_on;
	bool repaid, day_assumed;
	struct maybe base_rate, points; /* thousandths of a percentage point; absent: unknown */
	struct maybe cents;             /* absent: unknown */
	str calculation;                /* "10.000,00 € × 5 % × 122/365 = 167,12 €" */
	str source, mark; /* of base rate and points; the mark of the least sure rule, the method included */
};
extern const struct record interest_stretch_rec;

struct grant_interest {
	int64_t cents; /* of what is known */
	bool complete;
	bool assumed;          /* an assumption took part: say so beside the sum */
	struct list stretches; /* struct interest_stretch: only of money that bears interest */
};
extern const struct record grant_interest_rec;
/* rules: as rules_known() gives them. english: figures in the calculation. */
struct interest_rules {
	const struct list *rules;
	str authority;
	int64_t centre_id;
	bool english;
};
/* Adds what this money costs; nothing if it was used in time. */
void grant_interest_add(struct arena *a, const struct interest_rules *r, const struct interest_money *m,
                        struct grant_interest *ret);
/* cents x rate x days / 365; rate: thousandths of a percentage point, at least 0. */
int64_t grant_interest_cents(int64_t cents, int64_t rate, int64_t days);
#endif
