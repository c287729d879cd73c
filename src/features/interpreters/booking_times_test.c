/* The times of an assignment, on both databases: as people write them, confirmed by PIN in five tries, and only what
 * the institution saw (P-INT-6). */
#include "features/interpreters/booking_test.h"

#include <pthread.h>

#include "features/interpreters/booking_times.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(times_are_read_as_people_write_them),
		TEST(the_hour_that_is_not_there_is_no_time),
		TEST(a_pin_confirms_the_times_and_ends_after_five_mistakes),
		TEST(only_times_that_were_seen_are_confirmed),
		TEST(a_new_pin_brings_no_new_tries),
		TEST(many_guesses_at_once_are_still_five),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
