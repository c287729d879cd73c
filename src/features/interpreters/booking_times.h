/* booking_times.h -- when an assignment really began and ended, said by the person and confirmed by the institution
 * (P-INT-6): by link, by a PIN that the institution types on the person's phone, or from a paper sheet by the KI.
 *
 * Times are typed as "9:30" or "09:30" and belong to the day of the assignment; an end that is not later than the
 * beginning is on the next day. At most a day long.
 */
#ifndef FEATURES_INTERPRETERS_BOOKING_TIMES_H
#define FEATURES_INTERPRETERS_BOOKING_TIMES_H
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_link.h"

enum { PIN_TRIES = 5 };

struct times_said {
	str begin, end;
	struct maybe travel_minutes, distance_km, travel_cents; /* distance in thousandths: metres */
	str pin; /* typed by the institution; absent: it confirms later */
};
struct sign_said {
	str verdict; /* right wrong */
	str begin, end, note;
	int64_t version; /* of the booking that the institution saw */
};
struct times_in {
	struct pool_link link;
	struct times_said said;
	struct booking_times times;
	struct pool_link pin; /* the institution's link that the PIN belongs to; id 0: none was typed */
};
/* E_INVALID with problems at begin and end. */
err times_read(struct cx *cx, const struct booking *b, str begin, str end, struct booking_times *ret) MUST;
str times_clock(struct cx *cx, instant t); /* the time of day in Berlin: "09:30" */
/* Looks for the PIN, if one was typed: fills in->pin. A wrong one is counted, in a transaction of its own; after
 * PIN_TRIES of them no PIN holds for this assignment, old or new, and the institution confirms by its link. E_INVALID.
 */
err times_pin_check(struct cx *cx, struct times_in *in) MUST;
/* For db_tx (in: struct times_in; ret: struct booking_state): the person's times; with a PIN the institution's as well.
 * Without one, the institution gets a mail to confirm them. */
err times_report_in_tx(struct cx *cx, const void *in, void *ret) MUST;

struct sign_in {
	int64_t centre_id, booking_id, round;
	int64_t version;            /* what was confirmed had this version; 0: it is read in the same transaction */
	struct booking_times times; /* absent: as reported */
	bool wrong;
	str note;
};
/* For db_tx (in: struct sign_in; ret: struct booking_state): the institution confirms, or says what is wrong. E_STALE
 * times.changed: the person has said other times since the institution looked. */
err times_sign_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* Six digits for the institution, which confirm the times on the person's phone. They belong to a link of purpose sign,
 * made just before; code: of that link. */
err times_pin_make_in_tx(struct cx *cx, const struct pool_link *link, str code, str *ret_pin) MUST;

extern const struct sql booking_times_sql[];
#endif
