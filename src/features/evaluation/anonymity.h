/* anonymity.h -- k-anonymity by a declared ladder (S-EVA-1). Pure.
 *
 * Each row climbs a ladder until enough others look the same. On a step, the rows that are still climbing are put into
 * groups by what they show there; a group with at least k records, and at least k persons if it speaks of persons,
 * stays; the rows of the others climb on. Who does not find a group on the last step is suppressed.
 *
 * What holds for the result (anonymity_test):
 *  1. Whoever knows all that a row shows finds at least k persons (or, of things without a person, k records) who show
 *     the same.
 *  2. A row climbs only where it must: among the rows that reached a step, its group was too small there.
 *  3. If the last step shows the same of all rows, what is suppressed is less than k persons and less than k records of
 *     nobody, all in all: the least that a last step can leave.
 * It is no optimum over all ladders: that is NP-hard (Meyerson and Williams 2004), and nobody could follow it.
 *
 * Rows of persons and rows of nobody never make a group together: the records of nobody would hide how few persons
 * there are.
 */
#ifndef FEATURES_EVALUATION_ANONYMITY_H
#define FEATURES_EVALUATION_ANONYMITY_H
#include "base/arena.h"
#include "base/text.h"

struct anonymous {
	int64_t person;  /* 0: nobody */
	int64_t records; /* >= 1 */
	size_t step;     /* filled: where it stays; `steps`: suppressed */
};
struct anonymity {
	int64_t k; /* >= 2 */
	size_t steps;
	/* What the row shows of what is known, on a step; the same text if and only if it looks the same. */
	str (*shows)(const void *self, struct arena *a, size_t row, size_t step);
	const void *self;
};
/* scratch: what it needs is given back. */
void anonymity_apply(struct arena *scratch, struct anonymous *rows, size_t n, const struct anonymity *rule);
#endif
