#include "features/interpreters/pool_mail.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/mail.h"
#include "core/words.h"
#include "doc/ical.h"
#include "features/interpreters/booking_times.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_link.h"
#include "features/interpreters/pool_settings.h"
#include "json/json.h"

/* When a mail still makes sense: the booking is looking for somebody, has somebody, is over without times ... */
enum moment { ANY_TIME, LOOKING, HAS_PERSON, IS_ANOTHERS, WAITS_FOR_TIMES, WAITS_FOR_SIGN };
enum calendar { NO_CALENDAR, APPOINTMENT, TAKEN_BACK };
static const struct mail_kind {
	const char *name;
	bool to_person;
	enum moment when;
	const char *link; /* purpose of the link in it; NULL: none */
	const char *path; /* where it leads, before the code */
	int days;         /* the link is good for; 0: until the assignment begins, or the answer is due */
	enum calendar calendar;
	bool any_round, unanswered, can_wait;
} kinds[POOL_MAIL_KINDS] = {
	[POOL_MAIL_ASK] = { "ask", true, LOOKING, .link = "answer", .path = "/interpreters/answer/", .unanswered = true,
	                    .can_wait = true },
	[POOL_MAIL_TAKEN] = { "taken", true, .when = HAS_PERSON },
	[POOL_MAIL_BOOKED] = { "booked", true, HAS_PERSON, .link = "times", .path = "/interpreters/times/", .days = 60,
	                       .calendar = APPOINTMENT },
	[POOL_MAIL_FOUND] = { "found", false, HAS_PERSON, .link = "sign", .path = "/interpreters/sign/", .days = 60,
	                      .calendar = APPOINTMENT },
	[POOL_MAIL_LOST] = { "lost", true, IS_ANOTHERS, .calendar = TAKEN_BACK, .any_round = true },
	[POOL_MAIL_SEARCHING] = { "searching", false, .when = LOOKING },
	[POOL_MAIL_SIGN] = { "sign", false, WAITS_FOR_SIGN, .link = "sign", .path = "/interpreters/sign/", .days = 60,
	                     .can_wait = true },
	[POOL_MAIL_CHASE_TIMES] = { "chase_times", true, WAITS_FOR_TIMES, .link = "times",
	                            .path = "/interpreters/times/", .days = 60, .can_wait = true },
	[POOL_MAIL_CHASE_SIGN] = { "chase_sign", false, WAITS_FOR_SIGN, .link = "sign", .path = "/interpreters/sign/",
	                           .days = 60, .can_wait = true },
	[POOL_MAIL_UNFILLED] = { "unfilled", false, .when = ANY_TIME },
	/* named as the event that says why */
	[POOL_MAIL_CANCELLED] = { "cancelled", false, ANY_TIME, .calendar = TAKEN_BACK },
	[POOL_MAIL_REFUSED] = { "refused", false, ANY_TIME, .calendar = TAKEN_BACK },
};

struct person {
	str name, email, phone;
};
static const struct field person_fields[] = {
	FIELD(struct person, name, KIND_TEXT),
	FIELD(struct person, email, KIND_TEXT),
	FIELD(struct person, phone, KIND_TEXT),
};
static const struct record person_rec = RECORD("interpreter", struct person, person_fields);
struct centre_row {
	int64_t id;
	str slug, name, kind;
};
static const struct field centre_fields[] = {
	FIELD(struct centre_row, id, KIND_INT),
	FIELD(struct centre_row, slug, KIND_TEXT),
	FIELD(struct centre_row, name, KIND_TEXT),
	FIELD(struct centre_row, kind, KIND_TEXT),
};
static const struct record centre_rec = RECORD("centre", struct centre_row, centre_fields);

enum { PERSON, CENTRE };
const struct sql pool_mail_sql[] = {
	[PERSON] = { "SELECT given_name || ' ' || family_name AS name, email, phone FROM interpreter WHERE centre_id = "
	             "$1"
	             " AND id = $2",
	             "ii" },
	[CENTRE] = { "SELECT id, slug, name, kind FROM centre WHERE id = $1", "i" },
	{ 0 },
};

/* --- noting it ---------------------------------------------------------------------------------------------------- */

/* What can wait does so until the quiet hours are over; a question about an urgent request cannot. */
static err time_for(struct cx *cx, int64_t centre_id, enum pool_mail_kind kind, int64_t booking_id, instant *ret)
{
	struct pool_settings settings;
	struct booking b;
	*ret = cx->now;
	if (!kinds[kind].can_wait)
		return OK;
	TRY(pool_settings_on(cx, centre_id, cx->today, &settings));
	instant later = pool_mail_time(cx->mem, &settings, cx->now);
	if (later.ms == cx->now.ms)
		return OK;
	TRY(booking_find(cx, centre_id, booking_id, &b));
	if (kind != POOL_MAIL_ASK || str_blank(b.urgent_reason))
		*ret = later;
	return OK;
}

err pool_mail_in_tx(struct cx *cx, int64_t centre_id, enum pool_mail_kind kind, int64_t booking_id, int64_t round,
                    int64_t interpreter_id)
{
	instant at;
	TRY(time_for(cx, centre_id, kind, booking_id, &at));
	str arguments = str_print(cx->mem,
	                          "{\"kind\":%d,\"centre\":%" PRId64 ",\"booking\":%" PRId64 ",\"round\":%" PRId64
	                          ",\"person\":%" PRId64 "}",
	                          kind, centre_id, booking_id, round, interpreter_id);
	return job_add_in_tx(cx, "pool.mail", arguments, at);
}

err pool_mail_lost_in_tx(struct cx *cx, int64_t centre_id, const struct booking *was)
{
	if (!was->interpreter_id.has)
		return OK;
	return pool_mail_in_tx(cx, centre_id, POOL_MAIL_LOST, was->id, was->round, was->interpreter_id.v);
}

struct order {
	int64_t kind, centre, booking, round, person;
};

static bool read_order(struct cx *cx, str arguments, struct order *ret)
{
	struct json_pair *pairs;
	size_t n;
	if (json_flat(cx->mem, arguments, &pairs, &n) != OK)
		return false;
	static const char *const names[] = { "kind", "centre", "booking", "round", "person" };
	int64_t *const values[] = { &ret->kind, &ret->centre, &ret->booking, &ret->round, &ret->person };
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (str_is(pairs[i].name, names[k]) && !str_to_int(pairs[i].value, values[k]))
				return false;
	return ret->kind >= 0 && ret->kind < POOL_MAIL_KINDS && ret->booking;
}

/* --- is it still true? -------------------------------------------------------------------------------------------- */

static bool fits_moment(const struct mail_kind *k, const struct order *o, const struct booking *b)
{
	switch (k->when) {
	case ANY_TIME:
		return true;
	case LOOKING:
		return str_is(b->stage, "open") || str_is(b->stage, "asking");
	case HAS_PERSON:
		return str_is(b->stage, "booked");
	case IS_ANOTHERS: /* who got it again has been told so, with the appointment */
		return !str_is(b->stage, "booked") || b->interpreter_id.v != o->person;
	case WAITS_FOR_TIMES:
		return str_is(b->stage, "held");
	case WAITS_FOR_SIGN:
		return str_is(b->stage, "reported") || str_is(b->stage, "disputed");
	}
	return false;
}

static bool has_answered(const struct list *events, const struct order *o)
{
	LIST_EACH (const struct booking_event, e, events)
		if (e->round == o->round && e->interpreter_id.has && e->interpreter_id.v == o->person &&
		    (str_is(e->kind, "declined") || str_is(e->kind, "accepted")))
			return true;
	return false;
}

/* --- what it says ------------------------------------------------------------------------------------------------- */

struct letter {
	const struct mail_kind *kind;
	const struct order *order;
	struct booking b;
	struct list events; /* struct booking_event */
	struct booking_contact contact;
	struct person person; /* who comes, or is asked */
	struct centre_row centre;
	struct pool_settings settings;
	str link, pin;
	str me; /* the person's own page */
};

static bool still_true(const struct letter *l)
{
	const struct mail_kind *k = l->kind;
	return fits_moment(k, l->order, &l->b) && (k->any_round || l->b.round == l->order->round) &&
	       !(k->unanswered && has_answered(&l->events, l->order));
}

/* What had been confirmed last: to the person in that round, or to the institution in any. NULL: nothing. */
static const struct booking_event *confirmed(const struct letter *l)
{
	const struct booking_event *last = NULL;
	LIST_EACH (const struct booking_event, e, &l->events)
		if (str_is(e->kind, "accepted") &&
		    (!l->kind->to_person || (e->round == l->order->round && e->interpreter_id.v == l->order->person)))
			last = e;
	return last;
}

static str reason_of(const struct letter *l)
{
	str note = S("–");
	LIST_EACH (const struct booking_event, e, &l->events)
		if (str_is(e->kind, l->kind->name) && !str_blank(e->note))
			note = e->note;
	return note;
}

static err read_letter(struct cx *cx, const struct order *o, struct letter *l)
{
	TRY(booking_contact_find(cx, o->centre, o->booking, &l->contact));
	TRY(db_row(cx, &pool_mail_sql[CENTRE], &centre_rec, &l->centre, V(o->centre)));
	TRY(pool_settings_on(cx, o->centre, cx->today, &l->settings));
	int64_t who = o->person ? o->person : l->b.interpreter_id.v;
	return who ? db_row(cx, &pool_mail_sql[PERSON], &person_rec, &l->person, V(o->centre, who)) : OK;
}

struct made {
	str code, pin;
};

/* The institution also gets a PIN for the person's phone. */
static err make_link(struct cx *cx, const void *in, void *ret)
{
	const struct pool_link *l = in;
	struct made *m = ret;
	audit_quiet(cx); /* the job that makes it stands in its log; the answer stands in the chain */
	TRY(pool_link_make_in_tx(cx, l, &m->code));
	m->pin = S("");
	return str_is(l->purpose, "sign") ? times_pin_make_in_tx(cx, l, m->code, &m->pin) : OK;
}

/* A link to answer with ends when the answer is due, and not behind the beginning. */
static instant link_end(struct cx *cx, const struct letter *l)
{
	const int64_t hour = 3600000;
	if (l->kind->days) {
		int64_t from = l->b.ends_at.ms > cx->now.ms ? l->b.ends_at.ms : cx->now.ms;
		return (instant){ from + l->kind->days * 24 * hour };
	}
	int64_t due = cx->now.ms + l->settings.answer_hours * hour;
	if (due > l->b.starts_at.ms)
		due = l->b.starts_at.ms;
	return (instant){ due > cx->now.ms ? due : cx->now.ms + hour };
}

static err add_link(struct cx *cx, struct letter *l)
{
	if (!l->kind->link)
		return OK;
	struct pool_link link = { .centre_id = l->order->centre,
		                  .purpose = str_of(l->kind->link),
		                  .booking_id = MAYBE(l->order->booking),
		                  .round = MAYBE(l->b.round),
		                  .expires_at = link_end(cx, l) };
	if (l->kind->to_person)
		link.interpreter_id = MAYBE(l->order->person);
	struct made made;
	TRY(db_tx(cx, "pool link", make_link, &link, &made, sizeof made));
	l->link = mail_link(cx, str_print(cx->mem, "%s" STR_FMT, l->kind->path, STR_ARG(made.code)));
	l->pin = made.pin;
	if (l->order->kind != POOL_MAIL_BOOKED)
		return OK;
	link.purpose = S("person");
	link.booking_id = link.round = (struct maybe){ 0 };
	TRY(db_tx(cx, "pool link", make_link, &link, &made, sizeof made));
	l->me = mail_link(cx, str_print(cx->mem, "/interpreters/me/" STR_FMT, STR_ARG(made.code)));
	return OK;
}

/* What both sides may know of how to reach each other (pool.contact_visibility). */
static str reach_of(struct cx *cx, const struct words *w, const struct letter *l)
{
	bool booked = str_is(l->b.stage, "booked") || str_is(l->b.stage, "held");
	if (!str_is(l->settings.contact_visibility, "always") &&
	    !(str_is(l->settings.contact_visibility, "confirmed") && booked))
		return word_args(w, cx->mem, "pool_mail.ask_the_centre", ARGS({ "centre", l->centre.name }));
	str name = l->kind->to_person ? l->contact.name : l->person.name;
	str phone = l->kind->to_person ? l->contact.phone : l->person.phone;
	str email = l->kind->to_person ? l->contact.email : l->person.email;
	return word_args(
	        w, cx->mem, "pool_mail.reach",
	        ARGS({ "name", name }, { "phone", phone.p ? phone : S("–") }, { "email", email.p ? email : S("–") }));
}

static str place_of(struct cx *cx, const struct letter *l)
{
	bool whole = l->kind->calendar == APPOINTMENT || !l->kind->to_person || l->kind->when == WAITS_FOR_TIMES;
	return booking_place(cx, l->b.municipality, &l->contact, whole ? BOOKING_ADDRESS_AND_ROOM : BOOKING_TOWN);
}

/* To somebody who has it no more, it is still what they had: the booking may lie on another day by now. */
static struct booking_times times_of(const struct letter *l)
{
	const struct booking_event *had = l->kind->when == IS_ANOTHERS ? confirmed(l) : NULL;
	return had ? (struct booking_times){ had->starts_at, had->ends_at }
	           : (struct booking_times){ l->b.starts_at, l->b.ends_at };
}

static const struct arg *args_of(struct cx *cx, const struct words *w, const struct letter *l)
{
	struct booking_times t = times_of(l);
	str mode = word(w, cx->mem, str_c(cx->mem, str_print(cx->mem, "booking_mode." STR_FMT, STR_ARG(l->b.mode))));
	return args_copy(cx->mem, ARGS({ "number", l->b.number }, { "language", l->b.language }, { "mode", mode },
	                               { "begin", say_instant(w, cx->mem, t.starts_at) },
	                               { "end", say_instant(w, cx->mem, t.ends_at) }, { "place", place_of(cx, l) },
	                               { "occasion", booking_occasion_say(cx, l->b.occasion) },
	                               { "institution", l->b.institution }, { "contact", l->contact.name },
	                               { "person", l->person.name }, { "centre", l->centre.name },
	                               { "link", l->link.p ? l->link : S("") }, { "reach", reach_of(cx, w, l) },
	                               { "pin", l->pin.p ? l->pin : S("") }, { "me", l->me.p ? l->me : S("") },
	                               { "reason", reason_of(l) }));
}

struct ical_event pool_appointment(struct cx *cx, const struct booking *b, const struct booking_contact *c)
{
	return (struct ical_event){ .uid = str_print(cx->mem, "booking-%" PRId64 "@scharnier", b->id),
		                    .sequence = b->version,
		                    .stamp = cx->now,
		                    .starts = b->starts_at,
		                    .ends = b->ends_at,
		                    .summary =
		                            word_args(cx->words, cx->mem, "pool_mail.appointment",
		                                      ARGS({ "language", b->language },
		                                           { "institution", b->institution }, { "number", b->number })),
		                    .location = booking_place(cx, b->municipality, c, BOOKING_ADDRESS),
		                    .organizer = mail_sender(cx),
		                    .description = c->room };
}

/* A mail that takes an appointment back does so only if there was one. */
static void add_calendar(struct cx *cx, const struct letter *l, struct mail *m)
{
	struct ical_event e = pool_appointment(cx, &l->b, &l->contact);
	struct list events = { 0 };
	const struct booking_event *had = confirmed(l);
	if (l->kind->calendar == APPOINTMENT) {
		*LIST_ADD(cx->mem, &events, struct ical_event) = e;
		m->calendar = ical_calendar(cx->mem, STR_NONE, &events);
	} else if (l->kind->calendar == TAKEN_BACK && had) {
		e.starts = had->starts_at;
		e.ends = had->ends_at;
		m->calendar = ical_cancellation(cx->mem, &e);
		m->takes_back = true;
	}
}

/* --- sending it --------------------------------------------------------------------------------------------------- */

static err send(struct cx *cx, const struct job *job, struct letter *l)
{
	const struct words *w = words_of(S("de"));
	cx->words = w;
	str to = l->kind->to_person ? l->person.email : l->contact.email;
	if (!to.p)
		return OK; /* by phone: the board shows whom to call */
	TRY(add_link(cx, l));
	const struct arg *args = args_of(cx, w, l);
	struct mail mail = { .to = to };
	mail.subject =
	        word_args(w, cx->mem, str_c(cx->mem, str_print(cx->mem, "pool_mail.%s.subject", l->kind->name)), args);
	mail.text = word_args(w, cx->mem, str_c(cx->mem, str_print(cx->mem, "pool_mail.%s.text", l->kind->name)), args);
	add_calendar(cx, l, &mail);
	return mail_send(cx, job, &mail);
}

err pool_mail_job_run(struct cx *cx, const struct job *job)
{
	struct order o = { 0 };
	struct letter l = { .order = &o };
	if (!read_order(cx, job->arguments, &o))
		return fail(cx, E_INVALID, "job.failed", NO_ARGS);
	l.kind = &kinds[o.kind];
	TRY(booking_find(cx, o.centre, o.booking, &l.b));
	TRY(booking_events(cx, o.centre, o.booking, &l.events));
	if (!still_true(&l))
		return OK;
	TRY(read_letter(cx, &o, &l));
	return send(cx, job, &l);
}
