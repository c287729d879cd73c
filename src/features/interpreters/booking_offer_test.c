/* Asking and answering, on both databases: one yes wins under two hundred clicks, nobody is at two places at once,
 * links work once (P-INT-3, P-INT-4, P-INT-6). */
#include "features/interpreters/booking_test.h"

#include <pthread.h>

#include "core/audit.h"
#include "features/interpreters/pool_mail.h"

enum { DUE, URGENT, JOBS, CALLED, SPOIL };
static const struct sql own_sql[] = {
	[DUE] = { "SELECT due_at FROM job WHERE kind = 'pool.mail' ORDER BY id DESC LIMIT 1", "" },
	[URGENT] = { "UPDATE booking SET urgent_reason = 'Inobhutnahme' WHERE id = $1", "i" },
	[JOBS] = { "SELECT count(*) FROM job WHERE kind = 'pool.mail'", "" },
	[CALLED] = { "SELECT count(*) FROM booking_event WHERE booking_id = $1 AND kind = $2", "is" },
	[SPOIL] = { "UPDATE booking_now SET stage = 'open', interpreter_id = NULL WHERE booking_id = $1", "i" },
	{ 0 },
};

static int64_t ask(int64_t id, const int64_t *people, size_t n)
{
	struct offer_ask in = { coesfeld.id, id, people, n };
	int64_t asked;
	assert_int_equal(db_tx(&k->cx, "test", offer_ask_in_tx, &in, &asked, sizeof asked), OK);
	return asked;
}

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
		TEST(what_lists_read_can_be_checked_against_the_events),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
