/* activities.h -- what a KI does: recorded once, in one line, and counted everywhere (S-ACT-1 ... 4, P-ACT-1, P-ACT-2).
 *
 * An activity has a day, six codes of the catalogue, and what is known beside: partner, participants, duration, people
 * of the KI, municipality, note. It names no client.
 *
 * Invariants
 *  1. `activity` has the current version of each; whatever ends one (a change, a withdrawal) moves it to
 * `activity_past` in the same transaction. So figures as known at any instant can be counted.
 *  2. Each classifying column holds one code: the sums by any of them add up to the total.
 *  3. The prepared sums (activity_sum) are written by the same transactions and can be counted again: `scharnier
 * check`.
 *  4. The catalogue is data with days: an entry is added, renamed from a day on or ended; nothing is overwritten.
 *  5. Every statement has the KI in its WHERE. The Land reads no activities: it sees what reports released.
 */
#ifndef FEATURES_ACTIVITIES_ACTIVITIES_H
#define FEATURES_ACTIVITIES_ACTIVITIES_H
#include "core/route.h"

extern const struct feature activities_feature;
#endif
