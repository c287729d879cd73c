/* quality.h -- quality criteria, self-assessments of the KI, comparison with last time, agreed follow-ups (S-EVA-2).
 *
 * The Koordinierungsstelle works towards the same standard of quality in all KI (Eckpunkte, 2012). No official list of
 * criteria is published; ours follows the tasks of the Eckpunkte and is marked as assumed.
 *
 * Invariants
 *  1. Criteria change only from a day after today on: a day that has passed asks again what it asked then.
 *  2. A concluded assessment is never changed; it keeps the rows of the criteria, hence the words, that it was asked
 * with.
 *  3. A KI has at most one draft. A draft is read only by the KI itself; the Land reads what is concluded.
 *  4. States are computed from events. KI are never put in an order by their levels, and figures need five KI.
 */
#ifndef FEATURES_QUALITY_QUALITY_H
#define FEATURES_QUALITY_QUALITY_H
#include "core/route.h"

extern const struct feature quality_feature;
#endif
