/* staff_claim.h -- the parts of a post's claim within a year, before money is rounded; shared by staff_money.c, which
 * adds them up, and staff_money_trace.c, which writes them down. Pure. */
#ifndef FEATURES_STAFF_STAFF_CLAIM_H
#define FEATURES_STAFF_STAFF_CLAIM_H
#include "features/staff/staff_money.h"
#include "features/staff/staff_parts.h"

/* A stretch of the year in which neither the ceiling nor what was filled changed; equal ones are one. */
struct claim_part {
	struct maybe unit_cents; /* absent: unknown, or a rule's value is not understood */
	bool capped;             /* the entitlement is known, `granted` says how much was within it */
	bool by_day;             /* n counts days of the year, else months */
	int64_t fte, granted;    /* thousandths filled, and of them within the entitlement */
	int64_t n;
};

struct claim {
	const struct post *post;
	enum pool pool;
	struct list parts; /* struct claim_part */
};

/* "57.000,00 € × 1 × 9/12 = 42.750,00 €", then what was refused and how the cost caps it. `eligible`: the share of the
 * cost that belongs to what is within the entitlement. */
str claim_trace(struct arena *a, const struct claim *c, const struct post_money *m, struct maybe eligible,
                int days_of_year, bool english);
#endif
