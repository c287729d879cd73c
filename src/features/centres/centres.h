/* centres.h -- the 54 Kommunale Integrationszentren: who carries them, where they are, and under which conditions they
 * may be run (S-CEN-1 ... 10, P-CEN-1, P-RUL-3).
 *
 * Invariants
 *  1. A KI has one site at most at any time (partial unique index behind the words of the page).
 *  2. Checks, involvements and steps of conflicts are append only: a state is computed from dated entries.
 *  3. Every statement on the inner records of a KI has the KI in its WHERE.
 */
#ifndef FEATURES_CENTRES_CENTRES_H
#define FEATURES_CENTRES_CENTRES_H
#include "core/route.h"

extern const struct feature centres_feature;

/* What stands in the head of a KI's letters: address, telephone; absent: the carrier's name is enough. */
struct setting;
extern const struct setting setting_letter_lines;
#endif
