/* evaluation_feature.h -- the documented, pseudonymised export for an evaluation by an outside body (S-EVA-1).
 *
 * Invariants (docs/decisions/0055-evaluation-export.md)
 *  1. Nothing is counted here: the features are asked through core/evaluation.h, and none is known by name.
 *  2. A quarter is protected by itself, as a whole, and only when it is over: its rows are the same in each export, so
 * a second export adds nothing to what the first one says.
 *  3. A row that bears a pseudonym looks the same as at least k - 1 others in all its columns. What happened bears
 * none.
 *  4. A pseudonym is a hash with a key that is made for one export and never stored; it holds for one quarter.
 *  5. The content is not kept: the log says who took what for whom and why, and the hash of the file.
 */
#ifndef FEATURES_EVALUATION_EVALUATION_FEATURE_H
#define FEATURES_EVALUATION_EVALUATION_FEATURE_H
#include "core/route.h"

extern const struct feature evaluation_feature;
#endif
