/* reports.h -- the monthly report of each KI and the figures of the Land (S-REP-1 ... 3, S-FUN-5, P-REP-1, P-ACT-2).
 *
 * Invariants
 *  1. Nothing is counted here: the features are asked through core/indicator.h, and none is known by name.
 *  2. A released version is one JSON text that never changes; page, PDF, XLSX and JSON come from it alone.
 *  3. The Land reads released versions only, and of figures of persons only what masking leaves (masking.h).
 *  4. Between KI only ratios are compared, in the order of names.
 *  5. Every statement has the KI in its WHERE; those of the Land say so.
 */
#ifndef FEATURES_REPORTS_REPORTS_H
#define FEATURES_REPORTS_REPORTS_H
#include "core/route.h"

extern const struct feature reports_feature;
#endif
