/* Asking and answering, on both databases: one yes wins under two hundred clicks, nobody is at two places at once,
 * links work once, times are confirmed by PIN (P-INT-3, P-INT-4, P-INT-6). */
#include "features/interpreters/pool_test.h"

#include <pthread.h>

#include "core/audit.h"
#include "features/interpreters/booking_offer.h"
#include "features/interpreters/booking_times.h"
#include "features/interpreters/pool_mail.h"

enum { PERSON, BOOKING, CONTACT, DATE, EVENT, JOBS, DUE, URGENT, CALLED, SPOIL };
static const struct sql own_sql[] = {
	[PERSON] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, email, interpreting, "
	             "guiding,"
	             " translating, recorded_by, recorded_at) VALUES ($1, $2, 'Amina', 'x', 'amina@example.org', 1, 0, "
	             "0, 'test',"
	             " 1) RETURNING id",
	             "is" },
	[BOOKING] = { "INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical, "
	              "aosf,"
	              " lesson, recurring, private, institution_kind, institution, municipality, received_at, "
	              "received_on,"
	              " received_by) VALUES ($1, $2, 'interpreting', 'ckb', $3, 'parents', 0, 0, 0, 0, 0, 0, 'school',"
	              " 'Paul-Gerhardt-Schule', 'Dülmen', 1, '2026-11-20', 'link') RETURNING id",
	              "iss" },
	[CONTACT] = { "INSERT INTO booking_contact (booking_id, centre_id, name, email, lat, lon)"
	              " VALUES ($2, $1, 'Frau Terhorst', 'sekretariat@example.org', $3, $4)",
	              "iiii" },
	[DATE] = { "INSERT INTO booking_date (centre_id, booking_id, round, choice, starts_at, ends_at)"
	           " VALUES ($1, $2, 1, $3, $4, $5)",
	           "iiitt" },
	[EVENT] = { "INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, starts_at, ends_at)"
	            " VALUES ($1, $2, 1, 'received', 1, 'link', $3, $4)",
	            "iitt" },
	[DUE] = { "SELECT due_at FROM job WHERE kind = 'pool.mail' ORDER BY id DESC LIMIT 1", "" },
	[URGENT] = { "UPDATE booking SET urgent_reason = 'Inobhutnahme' WHERE id = $1", "i" },
	[JOBS] = { "SELECT count(*) FROM job WHERE kind = 'pool.mail'", "" },
	[CALLED] = { "SELECT count(*) FROM booking_event WHERE booking_id = $1 AND kind = $2", "is" },
	[SPOIL] = { "UPDATE booking_now SET stage = 'open', interpreter_id = NULL WHERE booking_id = $1", "i" },
	{ 0 },
};

/* --- a little world ----------------------------------------------------------------------------------------------- */

struct wanted {
	const char *number, *mode;
	int64_t lat, lon;
	instant starts, ends;
};

static err add_person(struct cx *cx, const void *in, void *ret)
{
	return db_int(cx, &own_sql[PERSON], ret, V(coesfeld.id, str_of(in)));
}

static int64_t person(const char *name)
{
	int64_t id;
	assert_int_equal(db_tx(&k->cx, "test", add_person, name, &id, sizeof id), OK);
	return id;
}

static err add_booking(struct cx *cx, const void *in, void *ret)
{
	const struct wanted *w = in;
	int64_t *id = ret;
	TRY(db_int(cx, &own_sql[BOOKING], id, V(coesfeld.id, str_of(w->number), str_of(w->mode))));
	TRY(db_exec(cx, &own_sql[CONTACT], NULL, V(coesfeld.id, *id, w->lat, w->lon)));
	TRY(db_exec(cx, &own_sql[DATE], NULL, V(coesfeld.id, *id, 1, w->starts, w->ends)));
	TRY(db_exec(cx, &own_sql[DATE], NULL,
	            V(coesfeld.id, *id, 2, (instant){ w->starts.ms + 86400000 }, (instant){ w->ends.ms + 86400000 })));
	TRY(db_exec(cx, &own_sql[EVENT], NULL, V(coesfeld.id, *id, w->starts, w->ends)));
	return booking_fold_in_tx(cx, coesfeld.id, *id, NULL);
}

static instant clock_at(const char *text)
{
	instant t;
	assert_true(instant_parse(str_of(text), &t));
	return t;
}

/* In Dülmen, on 1 December 2026. */
static int64_t booking(const char *number, const char *from, const char *to)
{
	struct wanted w = { number, "on_site", 51830000, 7280000, clock_at(from), clock_at(to) };
	int64_t id;
	assert_int_equal(db_tx(&k->cx, "test", add_booking, &w, &id, sizeof id), OK);
	return id;
}

static int64_t count(const struct sql *q, struct bounds v)
{
	int64_t n;
	assert_int_equal(db_int(&k->cx, q, &n, v), OK);
	return n;
}

static int64_t ask(int64_t id, const int64_t *people, size_t n)
{
	struct offer_ask in = { coesfeld.id, id, people, n };
	int64_t asked;
	assert_int_equal(db_tx(&k->cx, "test", offer_ask_in_tx, &in, &asked, sizeof asked), OK);
	return asked;
}

static err accept(struct cx *cx, int64_t id, int64_t who, int64_t round, int64_t choice)
{
	struct offer_place in = { coesfeld.id, id, round, who, choice };
	struct booking_state s;
	return db_tx(cx, "test", offer_accept_in_tx, &in, &s, sizeof s);
}

static struct booking seen(int64_t id)
{
	struct booking b;
	assert_int_equal(booking_find(&k->cx, coesfeld.id, id, &b), OK);
	return b;
}
#define is_at(id, want) assert_string_equal(str_c(k->cx.mem, seen(id).stage), want)

/* --- asking and answering ----------------------------------------------------------------------------------------- */

static void all_are_asked_once_and_the_first_yes_wins(void **state)
{
	(void)state;
	int64_t people[] = { person("Haddad"), person("Rostami"), person("Tesfay") };
	int64_t id = booking("2026-0001", "2026-12-01T09:00", "2026-12-01T10:00");
	assert_int_equal(ask(id, people, 2), 2);
	assert_int_equal(ask(id, people, 3), 1); /* two have been asked already */
	is_at(id, "asking");
	assert_int_equal(count(&own_sql[JOBS], V_NONE), 3);
	next();
	assert_int_equal(accept(&k->cx, id, people[1], 1, 2), OK);
	next();
	is_at(id, "booked");
	assert_int_equal(seen(id).interpreter_id.v, people[1]);
	assert_int_equal(seen(id).starts_at.ms, clock_at("2026-12-02T09:00").ms); /* the second date */
	assert_int_equal(count(&own_sql[JOBS], V_NONE), 3 + 2 + 2);               /* two others, both sides */
	assert_int_equal(accept(&k->cx, id, people[0], 1, 1), E_STALE);
	assert_string_equal(fault(), "booking.taken");
}

struct clicker {
	pthread_t thread;
	int64_t id, first_person;
	int from, to, won, told;
};

static void *click(void *self)
{
	struct clicker *c = self;
	for (int i = c->from; i < c->to; i++) {
		struct cx cx = kit_enter(k);
		cx.words = k->cx.words;
		err e;
		do {
			fault_clear(&cx);
			e = accept(&cx, c->id, c->first_person + i % 4, 1, 1);
		} while (e == E_BUSY);
		c->won += e == OK;
		c->told += e == E_STALE && !strcmp(cx.fault.key, "booking.taken");
		kit_leave(&cx);
	}
	return NULL;
}

/* By link no, then yes on the phone: nobody has it yet, so it is theirs. */
static void who_said_no_may_change_their_mind(void **state)
{
	(void)state;
	int64_t who = person("Haddad"), id = booking("2026-0014", "2026-12-01T09:00", "2026-12-01T10:00");
	const struct offer_place no = { coesfeld.id, id, 1, who, 1 };
	struct booking_state s;
	assert_int_equal(ask(id, &who, 1), 1);
	assert_int_equal(db_tx(&k->cx, "test", offer_decline_in_tx, &no, &s, sizeof s), OK);
	next();
	is_at(id, "open");
	assert_int_equal(accept(&k->cx, id, who, 1, 1), OK);
	next();
	is_at(id, "booked");
	assert_int_equal(db_tx(&k->cx, "test", offer_decline_in_tx, &no, &s, sizeof s), E_STALE);
}

static void under_two_hundred_clicks_exactly_one_wins(void **state)
{
	(void)state;
	enum { CLICKERS = 8, EACH = 25 };
	int64_t first = person("Haddad");
	for (int i = 1; i < 4; i++)
		assert_int_equal(person("Rostami"), first + i);
	int64_t id = booking("2026-0002", "2026-12-01T09:00", "2026-12-01T10:00");
	struct clicker all[CLICKERS];
	int won = 0, told = 0;
	for (int i = 0; i < CLICKERS; i++) {
		all[i] = (struct clicker){ .id = id, .first_person = first, .from = i * EACH, .to = (i + 1) * EACH };
		assert_int_equal(pthread_create(&all[i].thread, NULL, click, &all[i]), 0);
	}
	for (int i = 0; i < CLICKERS; i++) {
		pthread_join(all[i].thread, NULL);
		won += all[i].won;
		told += all[i].told;
	}
	next();
	assert_int_equal(won, 1);
	assert_int_equal(told, CLICKERS * EACH - 1);
	assert_int_equal(count(&own_sql[CALLED], V(id, S("accepted"))), 1);
	is_at(id, "booked");
}

static void nobody_is_at_two_places_at_once_ways_included(void **state)
{
	(void)state;
	int64_t who = person("Haddad");
	int64_t one = booking("2026-0003", "2026-12-01T09:00", "2026-12-01T10:00");
	int64_t overlaps = booking("2026-0004", "2026-12-01T09:30", "2026-12-01T10:30");
	int64_t same_house = booking("2026-0005", "2026-12-01T10:00", "2026-12-01T11:00");
	/* Coesfeld, 17 km away, a quarter of an hour later */
	struct wanted far = {
		"2026-0006", "on_site", 51945000, 7168000, clock_at("2026-12-01T11:15"), clock_at("2026-12-01T12:00")
	};
	struct wanted by_phone = { "2026-0007", "phone", 51945000, 7168000, far.starts, far.ends };
	int64_t far_id, phone_id;
	assert_int_equal(db_tx(&k->cx, "test", add_booking, &far, &far_id, sizeof far_id), OK);
	assert_int_equal(db_tx(&k->cx, "test", add_booking, &by_phone, &phone_id, sizeof phone_id), OK);
	assert_int_equal(accept(&k->cx, one, who, 1, 1), OK);
	assert_int_equal(accept(&k->cx, overlaps, who, 1, 1), E_STALE);
	assert_string_equal(fault(), "booking.clash");
	next();
	is_at(overlaps, "open"); /* nothing of it stays */
	assert_int_equal(accept(&k->cx, same_house, who, 1, 1), OK);
	assert_int_equal(accept(&k->cx, far_id, who, 1, 1), E_STALE);
	next();
	assert_int_equal(accept(&k->cx, phone_id, who, 1, 1), OK); /* no way to go */
	next();
	assert_int_equal(accept(&k->cx, overlaps, who, 1, 2), OK); /* the next day */
}

static void given_back_it_is_open_again_with_its_dates(void **state)
{
	(void)state;
	int64_t who = person("Haddad"), other = person("Tesfay");
	int64_t id = booking("2026-0008", "2026-12-01T09:00", "2026-12-01T10:00");
	struct offer_return in = { coesfeld.id, id, S("erkrankt") };
	struct booking_state s;
	struct list dates = { 0 };
	assert_int_equal(accept(&k->cx, id, who, 1, 1), OK);
	assert_int_equal(db_tx(&k->cx, "test", offer_return_in_tx, &in, &s, sizeof s), OK);
	next();
	is_at(id, "open");
	assert_int_equal(booking_dates(&k->cx, coesfeld.id, id, 2, &dates), OK);
	assert_int_equal(dates.n, 2);
	assert_int_equal(accept(&k->cx, id, other, 1, 1), E_STALE); /* a click on the mail of the first round */
	assert_string_equal(fault(), "booking.moved");
	next();
	assert_int_equal(accept(&k->cx, id, other, 2, 1), OK);
	assert_int_equal(db_tx(&k->cx, "test", offer_return_in_tx, &in, &s, sizeof s), OK);
}

/* --- quiet hours -------------------------------------------------------------------------------------------------- */

static err make_urgent(struct cx *cx, const void *in, void *ret UNUSED)
{
	const int64_t *id = in;
	return db_exec(cx, &own_sql[URGENT], NULL, V(*id));
}

static err note_sign(struct cx *cx, const void *in, void *ret UNUSED)
{
	const int64_t *id = in;
	audit_quiet(cx);
	return pool_mail_in_tx(cx, coesfeld.id, POOL_MAIL_SIGN, *id, 1, 0);
}

/* At night: a question waits until seven unless the request is urgent; what was decided is said at once (P-INT-3). */
static void only_what_can_wait_waits_for_the_morning(void **state)
{
	(void)state;
	int64_t people[] = { person("Haddad"), person("Tesfay") };
	int64_t id = booking("2026-0017", "2026-12-01T09:00", "2026-12-01T10:00");
	int64_t urgent = booking("2026-0018", "2026-12-02T09:00", "2026-12-02T10:00");
	struct offer_return back = { coesfeld.id, id, S("erkrankt") };
	struct booking_state s;
	assert_int_equal(db_tx(&k->cx, "test", make_urgent, &urgent, NULL, 0), OK);
	k->cx.now = clock_at("2026-11-21T23:10");
	int64_t night = k->cx.now.ms, morning = clock_at("2026-11-22T07:00").ms;
	assert_int_equal(ask(id, people, 1), 1);
	assert_int_equal(count(&own_sql[DUE], V_NONE), morning);
	assert_int_equal(ask(urgent, people, 1), 1);
	assert_int_equal(count(&own_sql[DUE], V_NONE), night);
	assert_int_equal(accept(&k->cx, id, people[1], 1, 1), OK); /* taken, booked, found */
	assert_int_equal(count(&own_sql[DUE], V_NONE), night);
	assert_int_equal(db_tx(&k->cx, "test", note_sign, &id, NULL, 0), OK);
	assert_int_equal(count(&own_sql[DUE], V_NONE), morning);
	assert_int_equal(db_tx(&k->cx, "test", offer_return_in_tx, &back, &s, sizeof s), OK); /* lost, searching */
	assert_int_equal(count(&own_sql[DUE], V_NONE), night);
}

/* --- links -------------------------------------------------------------------------------------------------------- */

static err make(struct cx *cx, const void *in, void *ret)
{
	return pool_link_make_in_tx(cx, in, ret);
}

static str link_for(const char *purpose, int64_t id, int64_t who, int64_t lasts_ms)
{
	struct pool_link l = { .centre_id = coesfeld.id,
		               .purpose = str_of(purpose),
		               .booking_id = MAYBE(id),
		               .interpreter_id = MAYBE(who),
		               .round = MAYBE(1),
		               .expires_at = { k->cx.now.ms + lasts_ms } };
	str code;
	assert_int_equal(db_tx(&k->cx, "test", make, &l, &code, sizeof code), OK);
	return str_copy(k->mem, code);
}

static void a_link_works_once_for_its_purpose_and_ends(void **state)
{
	(void)state;
	int64_t who = person("Haddad"), id = booking("2026-0009", "2026-12-01T09:00", "2026-12-01T10:00");
	str code = link_for("answer", id, who, 3600000);
	struct offer_answer in = { .yes = true, .choice = 1 };
	struct booking_state s;
	assert_int_equal(pool_link_find(&k->cx, code, "times", &in.link), E_NOTFOUND);
	next();
	assert_int_equal(pool_link_find(&k->cx, S("abcdefghijklmnopqrstuvwxyz"), "answer", &in.link), E_NOTFOUND);
	next();
	assert_int_equal(pool_link_find(&k->cx, code, "answer", &in.link), OK);
	assert_int_equal(in.link.interpreter_id.v, who);
	assert_int_equal(db_tx(&k->cx, "test", offer_answer_in_tx, &in, &s, sizeof s), OK);
	assert_int_equal(db_tx(&k->cx, "test", offer_answer_in_tx, &in, &s, sizeof s), E_STALE);
	assert_string_equal(fault(), "pool_link.used");
	next();
	assert_int_equal(pool_link_find(&k->cx, code, "answer", &in.link), E_STALE);
	next();
	code = link_for("answer", id, who, 1000);
	k->cx.now.ms += 1000;
	assert_int_equal(pool_link_find(&k->cx, code, "answer", &in.link), E_STALE);
	assert_string_equal(fault(), "pool_link.over");
}

static void a_click_takes_no_date_that_has_passed(void **state)
{
	(void)state;
	int64_t who = person("Haddad"), id = booking("2026-0015", "2026-11-21T06:00", "2026-11-21T07:00");
	struct offer_answer in = { .yes = true, .choice = 1 };
	struct booking_state s;
	assert_int_equal(pool_link_find(&k->cx, link_for("answer", id, who, 3600000), "answer", &in.link), OK);
	assert_int_equal(db_tx(&k->cx, "test", offer_answer_in_tx, &in, &s, sizeof s), E_INVALID);
	assert_string_equal(problem_at("choice"), "booking.no_date");
	next();
	in.choice = 2; /* the next day; the link is not used up */
	assert_int_equal(db_tx(&k->cx, "test", offer_answer_in_tx, &in, &s, sizeof s), OK);
}

/* --- times -------------------------------------------------------------------------------------------------------- */

static void times_are_read_as_people_write_them(void **state)
{
	(void)state;
	struct booking b = { .starts_at = clock_at("2026-10-24T22:00") };
	struct booking_times t;
	assert_int_equal(times_read(&k->cx, &b, S("9:30"), S("11.00"), &t), OK);
	assert_int_equal(t.ends_at.ms - t.starts_at.ms, 90 * 60000);
	assert_int_equal(times_read(&k->cx, &b, S("930"), S("11"), &t), OK);
	assert_int_equal(t.ends_at.ms - t.starts_at.ms, 90 * 60000);
	/* over the night in which summer time ends: five hours by the clock, six that pass */
	assert_int_equal(times_read(&k->cx, &b, S("23:00"), S("4:00"), &t), OK);
	assert_int_equal(t.ends_at.ms - t.starts_at.ms, 6 * 3600000);
	static const char *const no_time[] = { "", "25:00", "9:60", "neun", "9:3:0", "-1" };
	for (size_t i = 0; i < sizeof no_time / sizeof *no_time; i++) {
		next();
		assert_int_equal(times_read(&k->cx, &b, S("9:00"), str_of(no_time[i]), &t), E_INVALID);
		assert_string_equal(problem_at("end"), "times.no_time");
	}
	next();
	b.starts_at = k->cx.now;
	assert_int_equal(times_read(&k->cx, &b, S("7:00"), S("23:30"), &t), E_INVALID);
	assert_string_equal(problem_at("end"), "times.not_yet");
	next();
	b.starts_at.ms += 3600000; /* nothing can be over that has not begun */
	assert_int_equal(times_read(&k->cx, &b, S("6:00"), S("7:00"), &t), E_INVALID);
	assert_string_equal(problem_at("end"), "times.not_yet");
}

/* The night of 28 to 29 March 2026 has no 02:30: whoever types it is told, and the program lives on. */
static void the_hour_that_is_not_there_is_no_time(void **state)
{
	(void)state;
	struct booking b = { .starts_at = clock_at("2026-03-28T22:00") };
	struct booking_times t;
	assert_int_equal(times_read(&k->cx, &b, S("22:00"), S("2:30"), &t), E_INVALID);
	assert_string_equal(problem_at("end"), "request_form.no_such_hour");
	next();
	b.starts_at = clock_at("2026-03-29T01:30");
	assert_int_equal(times_read(&k->cx, &b, S("02:00"), S("4:00"), &t), E_INVALID);
	assert_string_equal(problem_at("begin"), "request_form.no_such_hour");
	next();
	assert_int_equal(times_read(&k->cx, &b, S("1:59"), S("3:00"), &t), OK);
	assert_int_equal(t.ends_at.ms - t.starts_at.ms, 60000);
}

static err make_with_pin(struct cx *cx, const void *in, void *ret)
{
	str code;
	TRY(pool_link_make_in_tx(cx, in, &code));
	return times_pin_make_in_tx(cx, in, code, ret);
}

static void a_pin_confirms_the_times_and_ends_after_five_mistakes(void **state)
{
	(void)state;
	int64_t who = person("Haddad"), id = booking("2026-0010", "2026-11-20T09:00", "2026-11-20T10:00");
	struct pool_link sign = { .centre_id = coesfeld.id,
		                  .purpose = S("sign"),
		                  .booking_id = MAYBE(id),
		                  .round = MAYBE(1),
		                  .expires_at = { k->cx.now.ms + 1000000 } };
	struct booking_state s;
	str pin;
	assert_int_equal(accept(&k->cx, id, who, 1, 1), OK);
	assert_int_equal(db_tx(&k->cx, "test", make_with_pin, &sign, &pin, sizeof pin), OK);
	pin = str_copy(k->mem, pin);
	assert_int_equal(pin.n, 6);
	struct times_in in = { .link = { .centre_id = coesfeld.id,
		                         .booking_id = MAYBE(id),
		                         .round = MAYBE(1),
		                         .interpreter_id = MAYBE(who) },
		               .times = { clock_at("2026-11-20T09:00"), clock_at("2026-11-20T10:10") } };
	in.said.pin = str_eq(pin, S("123456")) ? S("654321") : S("123456");
	for (int i = 0; i < PIN_TRIES - 1; i++) {
		next();
		assert_int_equal(times_pin_check(&k->cx, &in), E_INVALID);
		assert_string_equal(problem_at("pin"), "times.pin_wrong");
	}
	next();
	struct times_in good = in;
	good.said.pin = pin;
	assert_int_equal(times_pin_check(&k->cx, &good), OK);
	assert_int_equal(times_pin_check(&k->cx, &in), E_INVALID); /* the fifth */
	next();
	struct times_in late = good;
	assert_int_equal(times_pin_check(&k->cx, &late), E_INVALID);
	assert_string_equal(problem_at("pin"), "times.pin_locked");
	next();
	assert_int_equal(db_tx(&k->cx, "test", times_report_in_tx, &good, &s, sizeof s), OK);
	next();
	is_at(id, "signed");
}

/* "Right" confirms what the institution saw, not what the person has said since. */
static void only_times_that_were_seen_are_confirmed(void **state)
{
	(void)state;
	int64_t who = person("Haddad"), id = booking("2026-0016", "2026-11-20T09:00", "2026-11-20T10:00");
	struct times_in said = { .link = { .centre_id = coesfeld.id,
		                           .booking_id = MAYBE(id),
		                           .round = MAYBE(1),
		                           .interpreter_id = MAYBE(who) },
		                 .times = { clock_at("2026-11-20T09:00"), clock_at("2026-11-20T10:10") } };
	struct booking_state s;
	assert_int_equal(accept(&k->cx, id, who, 1, 1), OK);
	assert_int_equal(db_tx(&k->cx, "test", times_report_in_tx, &said, &s, sizeof s), OK);
	struct sign_in right = { .centre_id = coesfeld.id, .booking_id = id, .round = 1, .version = seen(id).version };
	said.times.ends_at = clock_at("2026-11-20T13:00");
	assert_int_equal(db_tx(&k->cx, "test", times_report_in_tx, &said, &s, sizeof s), OK);
	next();
	assert_int_equal(db_tx(&k->cx, "test", times_sign_in_tx, &right, &s, sizeof s), E_STALE);
	assert_string_equal(fault(), "times.changed");
	next();
	is_at(id, "reported");
	right.version = seen(id).version;
	assert_int_equal(db_tx(&k->cx, "test", times_sign_in_tx, &right, &s, sizeof s), OK);
	next();
	is_at(id, "signed");
}

/* Each mail to the institution has a new PIN; whoever makes the program write more of them gets no more tries. */
static void a_new_pin_brings_no_new_tries(void **state)
{
	(void)state;
	int64_t who = person("Haddad"), id = booking("2026-0012", "2026-11-20T09:00", "2026-11-20T10:00");
	struct pool_link sign = { .centre_id = coesfeld.id,
		                  .purpose = S("sign"),
		                  .booking_id = MAYBE(id),
		                  .round = MAYBE(1),
		                  .expires_at = { k->cx.now.ms + 1000000 } };
	str pin;
	assert_int_equal(accept(&k->cx, id, who, 1, 1), OK);
	struct times_in in = { .link = { .centre_id = coesfeld.id,
		                         .booking_id = MAYBE(id),
		                         .round = MAYBE(1),
		                         .interpreter_id = MAYBE(who) } };
	for (int i = 0; i < PIN_TRIES; i++) {
		assert_int_equal(db_tx(&k->cx, "test", make_with_pin, &sign, &pin, sizeof pin), OK);
		in.said.pin = str_eq(pin, S("123456")) ? S("654321") : S("123456");
		assert_int_equal(times_pin_check(&k->cx, &in), E_INVALID);
		assert_string_equal(problem_at("pin"), "times.pin_wrong");
		next();
	}
	assert_int_equal(db_tx(&k->cx, "test", make_with_pin, &sign, &pin, sizeof pin), OK);
	in.said.pin = pin;
	assert_int_equal(times_pin_check(&k->cx, &in), E_INVALID);
	assert_string_equal(problem_at("pin"), "times.pin_locked");
}

struct guesser {
	pthread_t thread;
	struct times_in in;
	int wrong, locked;
};

static void *guess(void *self)
{
	struct guesser *g = self;
	for (int i = 0; i < 10; i++) {
		struct cx cx = kit_enter(k);
		cx.words = k->cx.words;
		err e;
		do {
			fault_clear(&cx);
			e = times_pin_check(&cx, &g->in);
		} while (e == E_BUSY);
		g->wrong += e == E_INVALID && !strcmp(cx.problems->key, "times.pin_wrong");
		g->locked += e == E_INVALID && !strcmp(cx.problems->key, "times.pin_locked");
		kit_leave(&cx);
	}
	return NULL;
}

static void many_guesses_at_once_are_still_five(void **state)
{
	(void)state;
	enum { GUESSERS = 8 };
	int64_t who = person("Haddad"), id = booking("2026-0013", "2026-11-20T09:00", "2026-11-20T10:00");
	struct pool_link sign = { .centre_id = coesfeld.id,
		                  .purpose = S("sign"),
		                  .booking_id = MAYBE(id),
		                  .round = MAYBE(1),
		                  .expires_at = { k->cx.now.ms + 1000000 } };
	struct guesser all[GUESSERS];
	int wrong = 0, locked = 0;
	str pin;
	assert_int_equal(accept(&k->cx, id, who, 1, 1), OK);
	assert_int_equal(db_tx(&k->cx, "test", make_with_pin, &sign, &pin, sizeof pin), OK);
	for (int i = 0; i < GUESSERS; i++) {
		all[i] = (struct guesser){ .in = { .link = sign } };
		all[i].in.said.pin = str_eq(pin, S("123456")) ? S("654321") : S("123456");
		assert_int_equal(pthread_create(&all[i].thread, NULL, guess, &all[i]), 0);
	}
	for (int i = 0; i < GUESSERS; i++) {
		pthread_join(all[i].thread, NULL);
		wrong += all[i].wrong;
		locked += all[i].locked;
	}
	assert_int_equal(wrong, PIN_TRIES);
	assert_int_equal(locked, GUESSERS * 10 - PIN_TRIES);
}

static err spoil(struct cx *cx, const void *in, void *ret UNUSED)
{
	const int64_t *id = in;
	return db_exec(cx, &own_sql[SPOIL], NULL, V(*id));
}

static void what_lists_read_can_be_checked_against_the_events(void **state)
{
	(void)state;
	int64_t older = booking("2026-0010", "2026-12-01T09:00", "2026-12-01T10:00"); /* an older one, right as well */
	int64_t who = person("Haddad"), id = booking("2026-0011", "2026-12-01T09:00", "2026-12-01T10:00"), bad, last;
	assert_int_equal(accept(&k->cx, id, who, 1, 1), OK);
	assert_int_equal(booking_verify(&k->cx, INT64_MAX, 100, &bad, &last), OK);
	assert_int_equal(bad, 0);
	assert_int_equal(last, older);
	assert_int_equal(db_tx(&k->cx, "test", spoil, &id, NULL, 0), OK);
	next();
	assert_int_equal(booking_verify(&k->cx, INT64_MAX, 1, &bad, &last), OK); /* of few, the newest are looked at */
	assert_int_equal(bad, id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_are_asked_once_and_the_first_yes_wins),
		TEST(who_said_no_may_change_their_mind),
		TEST(under_two_hundred_clicks_exactly_one_wins),
		TEST(nobody_is_at_two_places_at_once_ways_included),
		TEST(given_back_it_is_open_again_with_its_dates),
		TEST(only_what_can_wait_waits_for_the_morning),
		TEST(a_link_works_once_for_its_purpose_and_ends),
		TEST(a_click_takes_no_date_that_has_passed),
		TEST(times_are_read_as_people_write_them),
		TEST(the_hour_that_is_not_there_is_no_time),
		TEST(a_pin_confirms_the_times_and_ends_after_five_mistakes),
		TEST(only_times_that_were_seen_are_confirmed),
		TEST(a_new_pin_brings_no_new_tries),
		TEST(many_guesses_at_once_are_still_five),
		TEST(what_lists_read_can_be_checked_against_the_events),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
