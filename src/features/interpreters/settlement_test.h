/* settlement_test.h -- assignments of the past, as many as a test needs: bookings with all their events. */
#ifndef FEATURES_INTERPRETERS_SETTLEMENT_TEST_H
#define FEATURES_INTERPRETERS_SETTLEMENT_TEST_H
#include "features/interpreters/pool_test.h"

#include "features/interpreters/booking.h"
#include "features/interpreters/settlement.h"

/* What became of an assignment. Times as instant_parse reads them, in Berlin. */
struct past {
	int64_t person;
	const char *from, *to;
	const char *stage;     /* NULL: signed. booked reported disputed late_cancelled not_held open */
	const char *cancelled; /* when; of late_cancelled */
	int64_t pot, travel_pot;
	int64_t travel_minutes, distance_m, travel_cents;
	bool legal;
	const char *service; /* NULL: interpreting */
	int64_t pages;
	const char *language, *institution_kind, *municipality, *occasion; /* NULL: something */
	const char *received;                                              /* day; NULL: 2025-01-02 */
	const char *booked;                                                /* when somebody said yes; NULL: at once */
};
/* Ids go into ret (may be NULL). */
void past_add(const struct tenant *centre, const struct past *list, size_t n, int64_t *ret);
int64_t past_one(const struct past *p);
int64_t past_person(const struct tenant *centre, const char *family_name, const char *tax_kind);
int64_t past_pot(const struct tenant *centre, const char *name, const char *kind, int64_t place, bool travel,
                 int64_t cents);
/* A template as the KI's own card from a day on; travel: with cost as given. */
void past_card(const struct tenant *centre, const char *template, const char *valid_from, bool travel);
void past_consent(int64_t person, int year, int64_t other_cents, const char *consent_on);
void past_verify(void); /* booking_now is what the events say */

/* What people do in one transaction; *ret: the run. */
err settle(const struct tenant *centre, const char *month, int64_t *ret);
struct settlement_draft draft(const char *month);
#endif
