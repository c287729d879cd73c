/* week_glpk.h -- the problem of pool_week_model.h as a mixed integer program for GLPK, as somebody would write it down
 * who has no time: for comparison in tests and bench programs only. */
#ifndef TESTS_KIT_WEEK_GLPK_H
#define TESTS_KIT_WEEK_GLPK_H
#include "features/interpreters/pool_week_model.h"

/* One binary variable per pair; a row per request, per clique of clashing pairs of a person (greedy cover of all
 * clashes), per room and budget; convex steps for the squares. Solved three times, one aim after the other, the values
 * reached becoming rows. `seconds`: at most for each of the three. Returns how many of them GLPK proved (3: all). */
int week_glpk(struct arena *a, const struct week_model *m, int seconds, struct week_value *ret);
#endif
