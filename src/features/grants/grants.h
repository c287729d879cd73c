/* grants.h -- grants of the Land to a KI: application, check, decision, finality, calls, use, proof, repayment
 * (S-FUN-1 ... 5, P-FUN-1 ... 7).
 *
 * A case is one KI, one programme and one budget year. Words: a grant (Zuwendung) is applied for, decided on
 * (Bescheid), called (Mittelabruf), paid, used and proven (Verwendungsnachweis).
 *
 * Invariants
 *  1. All that happens is an event that never changes; stage, amounts and dates are computed from the events.
 *  2. What is decided about money (decision, payout, closing) is drafted by one person and approved by another; the
 *     approval repeats the hash of the draft (core/four_eyes.h). Without it a draft has no effect.
 *  3. Amounts are cents. Where shares of a sum are formed, the largest remainders get the cents that are left, so that
 *     shares always add up to the sum (base/money.h); everything else is rounded half away from zero, once.
 *  4. We track, prove and hand over; nothing here pays, books or duns (P-FUN-5).
 *  5. Every statement on a KI's case has the KI in its WHERE; those of the Land say so.
 */
#ifndef FEATURES_GRANTS_GRANTS_H
#define FEATURES_GRANTS_GRANTS_H
#include "core/route.h"

extern const struct feature grants_feature;
#endif
