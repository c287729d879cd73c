/* booking_request.h -- what an institution does: ask, cancel, move, say how it was (S-INT-1, P-INT-1).
 *
 * Each is a function for db_tx; it appends events through booking_event_in_tx and so never contradicts what others did
 * meanwhile. Nothing is kept about the people for whom somebody interprets, and a request that no pot permits is not
 * kept at all: the institution reads why, and may ask differently.
 */
#ifndef FEATURES_INTERPRETERS_BOOKING_REQUEST_H
#define FEATURES_INTERPRETERS_BOOKING_REQUEST_H
#include "core/tenant.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/pot_choice.h"

extern const struct choices booking_occasion_choices; /* what the talk is for; words "booking_occasion.<code>" */
enum { BOOKING_FORM_KEY = 43, BOOKING_LINK_DAYS = 180 };

/* A request whose answers have been read and are complete (booking_ask.h). */
struct booking_new {
	str service, language_code, mode, occasion;
	struct pot_case rules;
	str gender_wish; /* absent: no matter */
	bool gender_needed;
	struct maybe pages;
	str urgent_reason, institution_kind, institution, municipality, remark;
	struct booking_contact contact; /* booking_id is not looked at */
	struct list dates;              /* struct booking_date, choice 1 ... 3 */
	str form_key;                   /* made with the form; sent twice, it gives the same request */
};
struct booking_receive {
	const struct tenant *centre;
	const struct booking_new *request;
};
struct booking_received {
	int64_t id;
	str number;
	str code;   /* of the link to its page, purpose "request" */
	bool again; /* the form had been sent already */
};
/* in: struct booking_receive; ret: struct booking_received. The number is counted per KI and year, without gaps.
 * E_INVALID request.refused: no pot permits it (any more). */
err booking_receive_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* Which pot would pay, by the terms and money of the wished day, or why none does. */
err booking_pots(struct cx *cx, const struct tenant *centre, const struct booking_new *request,
                 struct pot_choice *ret) MUST;
/* What the assignment will probably cost by the standard card of the KI, without the way; 0 if the KI has no card. */
err booking_expected(struct cx *cx, int64_t centre_id, const struct booking_new *request, int64_t *ret_cents) MUST;

/* What cancelling now would mean. */
struct booking_late {
	bool someone_comes; /* else nobody is disturbed */
	bool late;          /* the tariff card pays the person although the assignment does not take place */
	int64_t hours; /* by the card: cancelled later than so many hours before; 0: the card knows no such thing */
	int64_t cents;
};
err booking_late_now(struct cx *cx, int64_t centre_id, const struct booking *b, struct booking_late *ret) MUST;

struct booking_cancel {
	int64_t centre_id, booking_id;
	str note; /* why; may be absent */
};
/* in: struct booking_cancel; ret: struct booking_state. E_STALE: it is over, cancelled already ... */
err booking_cancel_in_tx(struct cx *cx, const void *in, void *ret) MUST;

struct booking_move {
	const struct tenant *centre;
	int64_t booking_id;
	struct list dates; /* struct booking_date */
	str note;
};
/* in: struct booking_move; ret: struct booking_state. A new round: whoever had said yes is free again. E_STALE: it is
 * over
 * ... E_INVALID request.refused: on that day no pot permits it. */
err booking_move_in_tx(struct cx *cx, const void *in, void *ret) MUST;

struct booking_feedback {
	int64_t centre_id, booking_id;
	int64_t stars; /* 1 ... 5 */
	str note;
};
err booking_feedback_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* ret: struct booking_state */

/* Who comes, for those who may know it (pool.contact_visibility). E_NOTFOUND without words. */
struct booking_person {
	str name, phone, email;
};
err booking_person_find(struct cx *cx, int64_t centre_id, int64_t interpreter_id, struct booking_person *ret) MUST;

/* The newest request that this account sent for the KI: where forms take their defaults from. E_NOTFOUND without words.
 */
err booking_last_of(struct cx *cx, int64_t centre_id, str login, int64_t *ret_id) MUST;

extern const struct sql booking_request_sql[];
#endif
