/* booking_state.h -- what a booking is at, computed from its events: pure, no SQL, no clock (S-INT-1, P-INT-3,
 * P-INT-6).
 *
 * An event holds only if it fits the state that the events before it make (booking_fits). One that does not fit,
 * because it comes late or twice, changes nothing; whoever adds events asks first and tells people why not. So every
 * sequence of events has a state, and adding the same event again never changes it.
 *
 * Rounds. A booking begins with round 1. Giving an assignment back and moving the date begin the next round; events
 * carry the round that they speak of, and those of an earlier round no longer count (a yes to a date that has been
 * moved).
 *
 * Times. The interpreter reports when it really began and ended, the institution signs it with the times that it saw.
 * Whoever comes first: the same times make it `signed`, different ones `disputed`, until one of them says it anew.
 */
#ifndef FEATURES_INTERPRETERS_BOOKING_STATE_H
#define FEATURES_INTERPRETERS_BOOKING_STATE_H
#include "base/calendar.h"
#include "base/list.h"
#include "base/record.h"

/* received   the request came; starts_at, ends_at: the wish
 * refused    no pot permits it, or the KI says no; note: why
 * budgeted   from which pots it is to be paid, and what it will cost
 * asked      a person was asked
 * accepted   a person said yes to the date `choice`, starts_at, ends_at
 * declined   a person said no
 * returned   the person who was to come cannot, or is taken off it
 * moved      new dates: round is the new one; starts_at, ends_at: the wish
 * cancelled  by the institution or the KI; late: the tariff card pays for it
 * unfilled   the KI gave up looking for somebody
 * reported   the person's times, ways and travel cost
 * signed     the institution's times
 * disputed   the institution says that the times are wrong; note
 * not_held   nobody came, or not for what was agreed; late: paid as a late cancellation
 * settled    stands in a settlement
 * corrected  a later settlement has the difference
 * chased     somebody was reminded; step 1 after 3 days, 2 after 10
 * feedback   step: 1 ... 5; note
 * noted      a remark of the KI */
extern const struct choices booking_event_choices;
struct booking_event {
	int64_t id, round;
	str kind;
	instant at;
	str by_whom; /* login, or "link" for somebody without one */
	struct maybe interpreter_id, choice;
	instant starts_at, ends_at;
	struct maybe travel_minutes, distance_m, travel_cents;
	struct maybe pot_id, travel_pot_id, expected_cents, expected_travel_cents;
	struct maybe late, step;
	str note;
	str interpreter_name, pot_name; /* of lists that people read; else absent */
};
extern const struct record booking_event_rec;

/* Somebody asked in this round, and what they said. */
struct booking_asked {
	int64_t interpreter_id;
	instant asked_at, answered_at;
	bool declined;
};
struct booking_times {
	instant starts_at, ends_at; /* absent: not said yet */
};
struct booking_state {
	str stage; /* of booking_stage_choices; absent: no event yet. What time does is added by booking_stage_at */
	int64_t round;
	instant since; /* of the stage */
	struct booking_times planned, reported, signed_off;
	int64_t interpreter_id; /* 0: nobody */
	struct list asked;      /* struct booking_asked, of this round, in the order of asking */
	int64_t asked_count, declined_count;
	int64_t pot_id, travel_pot_id; /* 0: none yet */
	int64_t expected_cents, expected_travel_cents;
	int64_t travel_minutes, distance_m, travel_cents; /* as reported */
	bool late;                                        /* cancelled or not held, and paid for */
	int64_t ignored;                                  /* events that did not fit */
};

/* NULL: the event fits. Else the key of the words that say why it does not ("booking.taken" ...). */
const char *booking_fits(const struct booking_state *s, const struct booking_event *e);
/* Takes an event into the state; false: it did not fit, and only `ignored` has changed. */
bool booking_take(struct arena *a, struct booking_state *s, const struct booking_event *e);
/* All events (struct booking_event) in the order in which they were written. */
struct booking_state booking_fold(struct arena *a, const struct list *events);

/* The stage at a time: an assignment that is over is `held` until somebody says its times; a request whose time has
 * come without anybody is `unfilled`. */
str booking_stage_at(str stage, instant starts_at, instant ends_at, instant now);
bool booking_is_payable(const struct booking_state *s); /* can go into a settlement now */
#endif
