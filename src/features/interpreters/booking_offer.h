/* booking_offer.h -- asking people, and what they answer (P-INT-3).
 *
 * One click asks as many people as one likes; each gets a link of their own. The first yes wins, in one transaction
 * that locks the booking and then the person: nobody else gets the booking, and the person gets nothing else at that
 * time, ways included, whoever clicks when and in which process. All others who were asked are told by mail at once;
 * who clicks late reads it on the page.
 */
#ifndef FEATURES_INTERPRETERS_BOOKING_OFFER_H
#define FEATURES_INTERPRETERS_BOOKING_OFFER_H
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_link.h"

struct offer_ask {
	int64_t centre_id, booking_id;
	const int64_t *people;
	size_t n;
};
/* For db_tx (in: struct offer_ask). Who has been asked already is passed over; *ret (int64_t): how many were asked.
 * E_STALE: the booking is not looking for anybody (any more). */
err offer_ask_in_tx(struct cx *cx, const void *in, void *ret) MUST;

struct offer_place {
	int64_t centre_id, booking_id, round, interpreter_id, choice; /* choice 1 ... 3 of the round's dates */
};
/* For db_tx (in: struct offer_place; ret: struct booking_state): the person takes it, by a click or on the phone.
 * E_STALE with words: booking.taken, booking.moved, booking.clash (the person is elsewhere then) ... E_INVALID
 * booking.no_date. Both sides get the confirmation. */
err offer_accept_in_tx(struct cx *cx, const void *in, void *ret) MUST;
/* The same for a no; choice is not looked at. */
err offer_decline_in_tx(struct cx *cx, const void *in, void *ret) MUST;

struct offer_return {
	int64_t centre_id, booking_id;
	str note; /* why, for the KI */
};
/* For db_tx (in: struct offer_return; ret: struct booking_state): the person cannot come after all. The institution
 * hears that the search goes on; the next ones can be asked at once. */
err offer_return_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* The answer through a link: uses it up, whatever the answer was. */
struct offer_answer {
	struct pool_link link;
	bool yes;
	int64_t choice;
};
err offer_answer_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* ret: struct booking_state */

extern const struct sql booking_offer_sql[];
#endif
