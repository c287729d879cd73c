/* pool_load.h -- the people of a KI and its bookings, as matching wants them (pool_fit.h): a handful of statements for
 * all people at once, however many they are (P-INT-4). */
#ifndef FEATURES_INTERPRETERS_POOL_LOAD_H
#define FEATURES_INTERPRETERS_POOL_LOAD_H
#include "core/tenant.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_fit.h"

/* struct fit_person: all who speak this language or a dialect of it, active or not, with what they have booked around
 * the days from `first` to `last`. language: the language itself, not a dialect; absent: everybody. occasion: for whose
 * experience; absent: none. */
err pool_people_load(struct cx *cx, const struct tenant *centre, str language, str occasion, day first, day last,
                     struct list *ret) MUST;
/* A booking as a question: its own date, or one of its choices. */
err pool_request_of(struct cx *cx, const struct booking *b, const struct booking_contact *c, instant starts_at,
                    instant ends_at, struct fit_request *ret) MUST;
/* Both, and the answer: struct fit_candidate, in the order of fit_list. */
err pool_candidates(struct cx *cx, const struct tenant *centre, const struct booking *b,
                    const struct booking_contact *c, struct fit_request *ret_request, struct list *ret) MUST;
/* The rules of the KI. */
struct fit_rules pool_fit_rules(void);

extern const struct sql pool_load_sql[];
#endif
