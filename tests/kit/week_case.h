/* week_case.h -- a week of an interpreter pool, made up from a seed: for tests and bench programs. The same seed gives
 * the same week. */
#ifndef TESTS_KIT_WEEK_CASE_H
#define TESTS_KIT_WEEK_CASE_H
#include "features/interpreters/pool_week.h"

struct week_size {
	int requests, people, languages;
	bool by_distance; /* costs with the way; else every assignment costs the same */
	bool tight;       /* many booked, paused, near the ceiling; else as in an ordinary week */
};
struct week_case {
	struct list requests; /* struct week_request */
	struct list people;   /* struct fit_person */
	struct fit_rules rules;
};
struct week_case week_case_of(struct arena *a, uint64_t seed, struct week_size size);

/* 0 ... below-1 */
int week_chance(uint64_t *state, int below);
uint64_t week_seed(uint64_t seed);
#endif
