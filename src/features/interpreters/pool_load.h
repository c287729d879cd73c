/* pool_load.h -- the people of a KI and its bookings, as matching wants them (pool_fit.h): a handful of statements for
 * all people at once, however many they are (P-INT-4). Pages ask pool_crew.h, which remembers what was read. */
#ifndef FEATURES_INTERPRETERS_POOL_LOAD_H
#define FEATURES_INTERPRETERS_POOL_LOAD_H
#include "core/tenant.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/interpreter_state.h"
#include "features/interpreters/pool_fit.h"

/* struct fit_person, by id: everybody of the KI, active or not, with what requests on the days from `first` to `last`
 * have to know of them. What is counted back from today (load, experience, answers) is as of cx->today. */
err pool_people_load(struct cx *cx, int64_t centre_id, day first, day last, struct list *ret) MUST;
/* Those who speak this language or a dialect of it; language: the language itself, not a dialect. Shares what they
 * bring along with `people`. */
struct list pool_speakers(struct arena *a, const struct list *people, str language);
struct fit_papers pool_papers_of(const struct interpreter_standing *s, day from);

/* A booking as a question: its own date, or one of its choices. */
err pool_request_of(struct cx *cx, const struct booking *b, const struct booking_contact *c, instant starts_at,
                    instant ends_at, struct fit_request *ret) MUST;
/* The same, with the language known (absent of_code: it is no dialect) and the place. Pure. */
struct fit_request pool_question(const struct booking *b, str language_code, str of_code, struct maybe lat,
                                 struct maybe lon, instant starts_at, instant ends_at);
/* The question and the answer: struct fit_candidate of all who speak the language, in the order of fit_list. */
err pool_candidates(struct cx *cx, const struct tenant *centre, const struct booking *b,
                    const struct booking_contact *c, struct fit_request *ret_request, struct list *ret) MUST;
/* The rules of the KI. */
struct fit_rules pool_fit_rules(void);

extern const struct sql pool_load_sql[];
#endif
