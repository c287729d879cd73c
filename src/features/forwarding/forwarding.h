/* forwarding.h -- money that a KI hands on to volunteer groups, associations and towns: KOMM-AN part II until 2024,
 * "Ehrenamt im Kontext von Prävention" since 2025 (P-VOL-1, P-FUN-4 ... 7).
 *
 * A round (Aufruf) says until when third parties may ask for which blocks (Bausteine), and what is there: in all, and
 * for each town. A third party makes its bid (Antrag) without an account, under a secret link. The KI ranks and
 * proposes, somebody else grants or refuses; the contract is accepted under the link, the money handed over by the
 * finance office, the proof handed in under the link and checked line by line.
 *
 * Invariants
 *  1. What a bid is at is computed from its events (forward_state.h); there is no column with a state.
 *  2. Nobody grants what he proposed, and nobody grants another content than the one that was proposed: foreign key and
 *     check of table forward_decision hold it.
 *  3. Never is more granted than the round has, nor more than a town's quota: checks of the tables hold it.
 *  4. Amounts come from the rules of the day on which the measures begin, and from the round's own; none is in code.
 *  5. Drafts are read by those alone who have their link. The KI sees how many there are.
 *  6. The program pays nothing (P-FUN-5): it writes lists for the finance office and records what was done.
 */
#ifndef FEATURES_FORWARDING_FORWARDING_H
#define FEATURES_FORWARDING_FORWARDING_H
#include "core/route.h"

extern const struct feature forwarding_feature;
#endif
