/* interpreters.h -- the pool of lay interpreters, guides and translators: people, requests, assignments, settlement
 * (S-INT-1 ... 3, P-INT-1 ... 8).
 *
 * Words: a booking is a request (Anfrage) and the assignment (Einsatz) that becomes of it. Money is cents, times are
 * instants, durations minutes, distances metres, coordinates millionths of a degree.
 *
 * Invariants
 *  1. Nothing is kept about the people for whom somebody interprets.
 *  2. What a booking is at is computed from its events (booking_state.h); booking_now only repeats it for lists.
 *  3. One person wins a round of a booking, whoever clicks when; nobody is booked twice at a time, ways included.
 *  4. A line of a settlement is never changed; a correction is another line.
 *  5. Matching, tariffs, ceilings and pots are pure functions: no SQL, no HTTP.
 *  6. Every statement has the KI in its WHERE.
 */
#ifndef FEATURES_INTERPRETERS_INTERPRETERS_H
#define FEATURES_INTERPRETERS_INTERPRETERS_H
#include "core/route.h"

extern const struct feature interpreters_feature;

extern const struct choices booking_service_choices; /* interpreting guiding translating */
extern const struct choices booking_mode_choices;    /* on_site phone video written */
extern const struct choices booking_stage_choices;   /* open asking booked held reported ... (booking_state.h) */
extern const struct choices
        institution_kind_choices; /* school daycare office advice health association private other */
extern const struct choices interpreter_gender_choices; /* female male diverse */
#endif
