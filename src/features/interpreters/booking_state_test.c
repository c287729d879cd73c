/* The life of a booking: what each event does, and every order of events, late and doubled ones too (S-INT-1, P-INT-3,
 * P-INT-6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the above, as cmocka wants it */
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "features/interpreters/booking_state.h"

enum { AMINA = 11, JALAL = 12, NINE = 9 * 3600 * 1000, TEN = 10 * 3600 * 1000, HALF = 10 * 3600 * 1000 + 1800 * 1000 };
static struct arena *mem;

static int open_arena(void **state)
{
	(void)state;
	mem = arena_new();
	return 0;
}

static int free_arena(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static struct booking_event event(const char *kind, int64_t round, int64_t who)
{
	static int64_t clock = 1000;
	struct booking_event e = { .kind = str_of(kind), .round = round, .at = { ++clock } };
	if (who)
		e.interpreter_id = MAYBE(who);
	return e;
}

static struct booking_event timed(const char *kind, int64_t round, int64_t who, int64_t from, int64_t to)
{
	struct booking_event e = event(kind, round, who);
	e.starts_at.ms = from;
	e.ends_at.ms = to;
	return e;
}

static struct booking_state life(const struct booking_event *e, size_t n)
{
	struct booking_state s = { 0 };
	for (size_t i = 0; i < n; i++)
		(void)booking_take(mem, &s, &e[i]);
	return s;
}
#define LIFE(...)                                                                                                      \
	life((const struct booking_event[]){ __VA_ARGS__ },                                                            \
	     sizeof((const struct booking_event[]){ __VA_ARGS__ }) / sizeof(struct booking_event))
#define RECEIVED timed("received", 1, 0, NINE, TEN)
#define YES(who) timed("accepted", 1, who, NINE, TEN)
#define is_at(s, want) assert_string_equal(str_c(mem, (s).stage), want)

static void from_request_to_settlement(void **state)
{
	(void)state;
	struct booking_state s = LIFE(RECEIVED);
	is_at(s, "open");
	s = LIFE(RECEIVED, event("asked", 1, AMINA), event("asked", 1, JALAL));
	is_at(s, "asking");
	assert_int_equal(s.asked_count, 2);
	s = LIFE(RECEIVED, event("asked", 1, AMINA), event("asked", 1, JALAL), YES(JALAL));
	is_at(s, "booked");
	assert_int_equal(s.interpreter_id, JALAL);
	s = LIFE(RECEIVED, YES(JALAL), timed("reported", 1, JALAL, NINE, HALF));
	is_at(s, "reported");
	assert_false(booking_is_payable(&s));
	s = LIFE(RECEIVED, YES(JALAL), timed("reported", 1, JALAL, NINE, HALF), timed("signed", 1, 0, NINE, HALF));
	is_at(s, "signed");
	assert_true(booking_is_payable(&s));
	s = LIFE(RECEIVED, YES(JALAL), timed("reported", 1, JALAL, NINE, HALF), timed("signed", 1, 0, NINE, HALF),
	         event("settled", 1, 0));
	is_at(s, "settled");
	assert_false(booking_is_payable(&s));
}

static void of_two_who_say_yes_the_first_has_it(void **state)
{
	(void)state;
	struct booking_event late = YES(AMINA);
	struct booking_state s = LIFE(RECEIVED, event("asked", 1, AMINA), event("asked", 1, JALAL), YES(JALAL));
	assert_string_equal(booking_fits(&s, &late), "booking.taken");
	assert_false(booking_take(mem, &s, &late));
	assert_int_equal(s.interpreter_id, JALAL);
	assert_int_equal(s.ignored, 1);
}

static void when_all_have_said_no_somebody_else_must_be_asked(void **state)
{
	(void)state;
	struct booking_state s =
	        LIFE(RECEIVED, event("asked", 1, AMINA), event("asked", 1, JALAL), event("declined", 1, AMINA));
	is_at(s, "asking");
	s = LIFE(RECEIVED, event("asked", 1, AMINA), event("asked", 1, JALAL), event("declined", 1, AMINA),
	         event("declined", 1, JALAL));
	is_at(s, "open");
	struct booking_event again = event("asked", 1, AMINA);
	assert_string_equal(booking_fits(&s, &again), "booking.declined_already");
	/* who has said no may still change their mind while nobody has it */
	struct booking_event yes = YES(AMINA);
	assert_null(booking_fits(&s, &yes));
}

static void a_yes_to_a_date_that_was_moved_does_not_count(void **state)
{
	(void)state;
	struct booking_state s = LIFE(RECEIVED, event("asked", 1, AMINA), timed("moved", 2, 0, TEN, HALF));
	struct booking_event late = YES(AMINA);
	is_at(s, "open");
	assert_int_equal(s.round, 2);
	assert_int_equal(s.planned.starts_at.ms, TEN);
	assert_string_equal(booking_fits(&s, &late), "booking.moved");
	struct booking_event now = timed("accepted", 2, AMINA, TEN, HALF);
	assert_null(booking_fits(&s, &now));
}

static void an_assignment_given_back_is_open_again(void **state)
{
	(void)state;
	struct booking_state s = LIFE(RECEIVED, event("asked", 1, AMINA), YES(AMINA), event("returned", 1, AMINA));
	is_at(s, "open");
	assert_int_equal(s.interpreter_id, 0);
	assert_int_equal(s.round, 2);
	assert_int_equal(s.asked_count, 0);
	assert_int_equal(s.planned.starts_at.ms, NINE); /* the date stays */
	struct booking_event not_hers = event("returned", 1, JALAL);
	s = LIFE(RECEIVED, YES(AMINA));
	assert_string_equal(booking_fits(&s, &not_hers), "booking.not_yours");
}

static void times_meet_whoever_says_them_first(void **state)
{
	(void)state;
	struct booking_event said = timed("reported", 1, AMINA, NINE, HALF), seen = timed("signed", 1, 0, NINE, HALF);
	struct booking_event other = timed("signed", 1, 0, NINE, TEN);
	struct booking_state s = LIFE(RECEIVED, YES(AMINA), said, seen);
	is_at(s, "signed");
	s = LIFE(RECEIVED, YES(AMINA), seen, said);
	is_at(s, "signed");
	s = LIFE(RECEIVED, YES(AMINA), seen);
	is_at(s, "booked"); /* hers are missing */
	s = LIFE(RECEIVED, YES(AMINA), said, other);
	is_at(s, "disputed");
	s = LIFE(RECEIVED, YES(AMINA), said, other, timed("reported", 1, AMINA, NINE, TEN));
	is_at(s, "signed"); /* she agrees */
	s = LIFE(RECEIVED, YES(AMINA), said, event("disputed", 1, 0));
	is_at(s, "disputed");
	assert_false(booking_is_payable(&s));
}

static void a_late_cancellation_is_paid_an_early_one_is_not(void **state)
{
	(void)state;
	struct booking_event late = event("cancelled", 1, 0), early = event("cancelled", 1, 0);
	late.late = MAYBE(1);
	struct booking_state s = LIFE(RECEIVED, YES(AMINA), late);
	is_at(s, "late_cancelled");
	assert_true(booking_is_payable(&s));
	s = LIFE(RECEIVED, YES(AMINA), early);
	is_at(s, "cancelled");
	assert_false(booking_is_payable(&s));
	s = LIFE(RECEIVED, late); /* nobody was to come: nobody is paid */
	is_at(s, "cancelled");
	struct booking_event yes = YES(JALAL);
	assert_string_equal(booking_fits(&s, &yes), "booking.cancelled");
}

static void what_time_does_is_not_stored(void **state)
{
	(void)state;
	instant from = { NINE }, to = { TEN };
	assert_true(str_is(booking_stage_at(S("booked"), from, to, (instant){ TEN - 1 }), "booked"));
	assert_true(str_is(booking_stage_at(S("booked"), from, to, to), "held"));
	assert_true(str_is(booking_stage_at(S("asking"), from, to, (instant){ NINE - 1 }), "asking"));
	assert_true(str_is(booking_stage_at(S("asking"), from, to, from), "unfilled"));
	assert_true(str_is(booking_stage_at(S("signed"), from, to, to), "signed"));
}

/* --- every order -------------------------------------------------------------------------------------------------- */

static bool one_of(str stage, const char *list)
{
	char word[40];
	snprintf(word, sizeof word, " %s ", str_c(mem, stage));
	return strstr(list, word) != NULL;
}

/* What holds in every state, whatever came before. */
static void holds(const struct booking_state *s)
{
	assert_true(one_of(s->stage, " open asking booked reported disputed signed settled cancelled late_cancelled"
	                             " not_held refused unfilled "));
	if (one_of(s->stage, " open asking refused unfilled "))
		assert_int_equal(s->interpreter_id, 0);
	if (one_of(s->stage, " booked reported disputed signed settled late_cancelled not_held "))
		assert_int_not_equal(s->interpreter_id, 0);
	if (one_of(s->stage, " signed ")) {
		assert_int_equal(s->reported.starts_at.ms, s->signed_off.starts_at.ms);
		assert_int_equal(s->reported.ends_at.ms, s->signed_off.ends_at.ms);
	}
	if (one_of(s->stage, " asking "))
		assert_true(s->asked_count > s->declined_count);
	assert_true(s->declined_count <= s->asked_count);
	assert_int_equal((int64_t)s->asked.n, s->asked_count);
}

static bool alike(const struct booking_state *a, const struct booking_state *b)
{
	return str_eq(a->stage, b->stage) && a->round == b->round && a->interpreter_id == b->interpreter_id &&
	       a->asked_count == b->asked_count && a->declined_count == b->declined_count &&
	       a->since.ms == b->since.ms && memcmp(&a->planned, &b->planned, sizeof a->planned) == 0 &&
	       memcmp(&a->reported, &b->reported, sizeof a->reported) == 0 &&
	       memcmp(&a->signed_off, &b->signed_off, sizeof a->signed_off) == 0 && a->late == b->late;
}

/* A stage that is over stays over: only moving the date opens what nobody was found for. */
static void goes_on(const struct booking_state *before, const struct booking_event *e,
                    const struct booking_state *after)
{
	if (one_of(before->stage, " settled cancelled refused ") ||
	    (one_of(before->stage, " unfilled ") && !str_is(e->kind, "moved")))
		assert_true(str_eq(before->stage, after->stage));
	if (one_of(after->stage, " settled ") && !one_of(before->stage, " settled "))
		assert_true(booking_is_payable(before));
	if (before->interpreter_id && before->round == after->round)
		assert_int_equal(before->interpreter_id, after->interpreter_id);
}

static void every_order_of_events_makes_a_sound_state(void **state)
{
	(void)state;
	struct booking_event late = event("cancelled", 1, 0), nobody = event("not_held", 1, 0);
	late.late = nobody.late = MAYBE(1);
	const struct booking_event all[] = { event("asked", 1, AMINA),
		                             YES(AMINA),
		                             YES(JALAL),
		                             event("declined", 1, AMINA),
		                             event("returned", 1, AMINA),
		                             timed("moved", 2, 0, TEN, HALF),
		                             timed("accepted", 2, JALAL, TEN, HALF),
		                             late,
		                             timed("reported", 1, AMINA, NINE, HALF),
		                             timed("signed", 1, 0, NINE, HALF),
		                             timed("signed", 1, 0, NINE, TEN),
		                             event("disputed", 1, 0),
		                             nobody,
		                             event("settled", 1, 0),
		                             event("refused", 1, 0),
		                             event("unfilled", 1, 0),
		                             timed("reported", 2, JALAL, TEN, HALF),
		                             event("feedback", 1, 0) };
	enum { KINDS = sizeof all / sizeof *all, DEPTH = 4 };
	int64_t orders = 0;
	size_t total = 1;
	for (int i = 0; i < DEPTH; i++)
		total *= KINDS;
	for (size_t code = 0; code < total; code++) {
		struct arena *kept = mem;
		mem = arena_new();
		struct booking_event begin = RECEIVED;
		struct booking_state s = { 0 };
		(void)booking_take(mem, &s, &begin);
		size_t rest = code;
		for (int i = 0; i < DEPTH; i++, rest /= KINDS) {
			const struct booking_event *e = &all[rest % KINDS];
			struct booking_state before = s;
			bool fits = !booking_fits(&s, e);
			assert_int_equal(booking_take(mem, &s, e), fits);
			holds(&s);
			goes_on(&before, e, &s);
			struct booking_state once = s;
			(void)booking_take(mem, &s, e); /* the same again */
			assert_true(alike(&once, &s));
		}
		orders++;
		arena_free(mem);
		mem = kept;
	}
	assert_int_equal(orders, 18 * 18 * 18 * 18);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_request_to_settlement),
		cmocka_unit_test(of_two_who_say_yes_the_first_has_it),
		cmocka_unit_test(when_all_have_said_no_somebody_else_must_be_asked),
		cmocka_unit_test(a_yes_to_a_date_that_was_moved_does_not_count),
		cmocka_unit_test(an_assignment_given_back_is_open_again),
		cmocka_unit_test(times_meet_whoever_says_them_first),
		cmocka_unit_test(a_late_cancellation_is_paid_an_early_one_is_not),
		cmocka_unit_test(what_time_does_is_not_stored),
		cmocka_unit_test(every_order_of_events_makes_a_sound_state),
	};
	return cmocka_run_group_tests(tests, open_arena, free_arena);
}
