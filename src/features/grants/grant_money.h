/* grant_money.h -- arithmetic of amounts, in cents; pure. Whole numbers on the way, nothing is lost by rounding. */
#ifndef FEATURES_GRANTS_GRANT_MONEY_H
#define FEATURES_GRANTS_GRANT_MONEY_H
#include <stddef.h>
#include <stdint.h>

/* Splits `total` (>= 0) in proportion to the weights (>= 0) by the largest remainder (Hare, Niemeyer): each share is
 * its exact part rounded down, and the cents that are left go one by one to the largest remainders, at equal ones to
 * the first. The shares add up to the total; none is further from its exact part than a cent; with total <= sum of the
 * weights no share is above its weight. Only weights of 0: all goes to the first. n = 0 needs total = 0. */
void grant_shares(int64_t total, const int64_t *weights, size_t n, int64_t *ret);

/* What a ceiling leaves to the KI (T29): granted + own = cost. */
struct grant_capped {
	int64_t granted, own;
};
struct grant_capped grant_cap(int64_t cost, int64_t ceiling);
#endif
