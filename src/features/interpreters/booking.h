/* booking.h -- bookings as they are stored: reading them, and the one door through which anything happens to them
 * (S-INT-1, P-INT-1 ... 3).
 *
 * What happens to a booking is an event, added by booking_event_in_tx and by nothing else: it locks the booking, asks
 * whether the event fits (booking_state.h), writes it and what lists read (booking_now). Two who come at once get one
 * after the other there; the second one hears why his event does not fit any more.
 */
#ifndef FEATURES_INTERPRETERS_BOOKING_H
#define FEATURES_INTERPRETERS_BOOKING_H
#include "base/context.h"
#include "db/db.h"
#include "features/interpreters/booking_state.h"

struct booking {
	int64_t id, version;
	str number; /* "2026-0412" */
	str service, language_code, language, mode,
	        occasion; /* language: its name, with that of the language of a dialect */
	bool legal, medical, aosf, lesson, recurring, private;
	str gender_wish;
	bool gender_needed;
	struct maybe pages;
	str urgent_reason, institution_kind, institution, municipality, remark;
	instant received_at;
	day received_on;
	str received_by;
	/* from booking_now; stage with what time does (booking_stage_at) */
	str stage;
	int64_t round;
	instant since, starts_at, ends_at;
	struct maybe interpreter_id, pot_id, travel_pot_id;
	str interpreter_name;
	int64_t asked, declined, expected_cents, expected_travel_cents;
};
extern const struct record booking_rec;
struct booking_contact {
	int64_t booking_id;
	str name, email, phone, street, postcode, room;
	struct maybe lat, lon; /* millionths of a degree */
};
extern const struct record booking_contact_rec;
struct booking_date {
	int64_t choice;
	instant starts_at, ends_at;
};
extern const struct record booking_date_rec;

/* E_NOTFOUND booking.unknown, also for one of another KI. */
err booking_find(struct cx *cx, int64_t centre_id, int64_t id, struct booking *ret) MUST;
/* Those that look for somebody and whose wished date begins in [from, to), what begins first comes first; at most
 * `most`.
 */
err booking_looking(struct cx *cx, int64_t centre_id, instant from, instant to, int most, struct list *ret) MUST;
err booking_contact_find(struct cx *cx, int64_t centre_id, int64_t id, struct booking_contact *ret) MUST;
err booking_dates(struct cx *cx, int64_t centre_id, int64_t id, int64_t round, struct list *ret) MUST;
err booking_events(struct cx *cx, int64_t centre_id, int64_t id, struct list *ret) MUST; /* in the order of writing */

/* Adds the event: fills at and by_whom ("link" if nobody is signed in, "system" outside requests). *ret: the state
 * after it; may be NULL. E_STALE with the words of booking_fits: it does not fit any more. E_NOTFOUND. */
err booking_event_in_tx(struct cx *cx, int64_t centre_id, int64_t id, const struct booking_event *e,
                        struct booking_state *ret) MUST;
/* Computes booking_now again from the events: for those who wrote events in bulk (demo, bench, import). */
err booking_fold_in_tx(struct cx *cx, int64_t centre_id, int64_t id, struct booking_state *ret) MUST;
/* The dates of a round, before the event that begins it; all choices at once, 1 first. */
err booking_dates_add_in_tx(struct cx *cx, int64_t centre_id, int64_t id, int64_t round, const struct list *dates) MUST;
/* The dates of a round once more, for the next one. */
err booking_dates_repeat_in_tx(struct cx *cx, int64_t centre_id, int64_t id, int64_t round) MUST;
/* "Marktstraße 1, 48249 Dülmen, Raum 12"; of a request before it is theirs, people learn the town only. */
enum booking_place_part { BOOKING_TOWN, BOOKING_ADDRESS, BOOKING_ADDRESS_AND_ROOM };
str booking_place(struct cx *cx, str municipality, const struct booking_contact *c, enum booking_place_part part);
/* The word of the occasion; codes that there were once are said as they are. */
str booking_occasion_say(struct cx *cx, str occasion);
str booking_object(struct cx *cx, int64_t id); /* "bookings/12", as the audit log names it */
/* For `scharnier check`, from the newest to the oldest: looks at `most` bookings of all KI whose id is below `before`
 * (INT64_MAX: all). *ret_bad: the first one whose booking_now differs from its events; 0: none. *ret_last: the last id
 * that was looked at; 0: there was none. */
err booking_verify(struct cx *cx, int64_t before, int64_t most, int64_t *ret_bad, int64_t *ret_last) MUST;

extern const struct sql booking_sql[];
#endif
