/* Cards and jobs made by chance (P-INT-5): the amount is what one counts on fingers, its parts add up, longer and
 * farther is never less, and no figure is missing in the words. */
#include "features/interpreters/tariff_test.h"

#include "base/arena.h"

static uint64_t seed = 20260321;
static int64_t chance(int64_t from, int64_t to)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return from + (int64_t)((seed >> 33) % (uint64_t)(to - from + 1));
}

static struct maybe maybe_chance(int64_t from, int64_t to)
{
	return chance(0, 2) ? MAYBE(chance(from, to)) : (struct maybe){ 0 };
}

static str one_of(const struct choices *c, int n)
{
	return str_of(c->codes[chance(0, n - 1)]);
}

static struct tariff any_card(void)
{
	struct tariff t = {
		.name = S("zufall"), .service = S("interpreting"), .source = S("Zufall"), .mark = S("assumed")
	};
	t.basis = chance(0, 3) ? S("time") : S("flat");
	bool time = str_is(t.basis, "time");
	if (!time || chance(0, 1)) {
		t.first_cents = MAYBE(chance(1, 5000));
		t.first_minutes = time ? MAYBE(chance(1, 180)) : (struct maybe){ 0 };
	}
	if (time) {
		t.further_cents = MAYBE(chance(1, 3000));
		t.further_minutes = MAYBE(chance(1, 12) * 10);
		if (chance(0, 1))
			t.step_minutes = MAYBE(chance(0, 1) ? 1 : 10);
	}
	t.travel_time = one_of(&tariff_travel_time_choices, time ? 2 : 1);
	if (chance(0, 3) == 0) {
		t.travel_time = S("own");
		t.travel_block_minutes = MAYBE(chance(1, 60));
		t.travel_block_cents = MAYBE(chance(1, 1500));
	}
	if (!str_is(t.travel_time, "none")) {
		t.travel_from_km = maybe_chance(1, 20000);
		t.travel_max_minutes = maybe_chance(1, 120);
	}
	t.travel_cost = one_of(&tariff_travel_cost_choices, 3);
	if (str_is(t.travel_cost, "per_km"))
		t.km_cents = MAYBE(chance(1, 60));
	t.both_ways = chance(0, 1);
	if (!str_is(t.travel_cost, "none"))
		t.travel_cost_max_cents = maybe_chance(1, 3000);
	if (chance(0, 1)) {
		t.cancel_hours = MAYBE(chance(1, 72));
		t.cancel_minutes = MAYBE(chance(1, 120));
	}
	return t;
}

/* The same rule told another way: block by block, as one would count on fingers. */
static int64_t on_fingers(const struct tariff *t, int64_t minutes)
{
	int64_t sum = 0, rest = minutes, parts = 0;
	if (str_is(t->basis, "flat"))
		return t->first_cents.v;
	if (t->first_cents.has) {
		sum = t->first_cents.v;
		rest -= t->first_minutes.v;
	}
	int64_t unit = t->step_minutes.has ? t->step_minutes.v : t->further_minutes.v;
	for (; rest > 0; rest -= unit)
		parts++;
	int64_t twice = 2 * t->further_cents.v * parts * unit / t->further_minutes.v; /* half cents */
	return sum + twice / 2 + twice % 2;
}

static void cards_and_jobs_by_chance(void **state UNUSED)
{
	for (int i = 0; i < 20000; i++) {
		struct arena_mark mark = arena_mark(cx.mem);
		struct tariff card = any_card();
		assert_int_equal(tariff_check(&cx, &card), OK);
		struct tariff_job job = lasting(chance(1, 1000));
		job.travel_minutes = MAYBE(chance(0, 200));
		job.distance_km = MAYBE(chance(0, 60000));
		job.travel_cost_cents = MAYBE(chance(0, 4000));
		struct tariff_amount a = amount_of(&card, job);
		assert_int_equal(a.time_cents, on_fingers(&card, a.minutes));
		if (str_is(card.travel_time, "joined") && a.travel_minutes > 0)
			assert_int_equal(a.time_cents + a.travel_time_cents,
			                 on_fingers(&card, a.minutes + a.travel_minutes));
		assert_true(a.travel_time_cents >= 0 && a.travel_cost_cents >= 0 && a.cancellation_cents == 0);
		/* longer, farther, more on the way: never less */
		struct tariff_job longer = job;
		longer.ends_at.ms += chance(0, 300) * 60000;
		assert_true(amount_of(&card, longer).total_cents >= a.total_cents);
		assert_true(amount_of(&card, longer).time_cents >= a.time_cents);
		longer.travel_minutes.v += chance(0, 60);
		longer.distance_km.v += chance(0, 20000);
		assert_true(amount_of(&card, longer).total_cents >= a.total_cents);
		/* cancelled: the part for it is all there is, and the earlier, the less */
		job.cancelled_before_minutes = MAYBE(chance(0, 100 * 60));
		struct tariff_amount c = amount_of(&card, job);
		assert_int_equal(c.total_cents, c.cancellation_cents);
		assert_int_equal(c.total_cents > 0,
		                 card.cancel_hours.has && job.cancelled_before_minutes.v < card.cancel_hours.v * 60);
		if (c.total_cents > 0)
			assert_int_equal(c.total_cents, on_fingers(&card, card.cancel_minutes.v));
		arena_release(cx.mem, mark);
	}
}

/* No figure is forgotten in the words of a step, in either language. */
static void every_trace_is_whole(void **state UNUSED)
{
	for (int i = 0; i < 2000; i++) {
		struct arena_mark mark = arena_mark(cx.mem);
		struct tariff card = any_card();
		struct tariff_job job = lasting(chance(1, 600));
		job.travel_minutes = maybe_chance(0, 200);
		job.distance_km = MAYBE(chance(0, 60000));
		job.travel_cost_cents = maybe_chance(0, 4000);
		if (chance(0, 4) == 0)
			job.cancelled_before_minutes = MAYBE(chance(0, 100 * 60));
		card.rate_assumed = chance(0, 1);
		struct tariff_amount a = amount_of(&card, job);
		for (int l = 0; l < 2; l++) {
			const struct words *w = words_of(str_of(l ? "en" : "de"));
			struct list all[] = { tariff_trace(w, cx.mem, &card, &a), tariff_lines(w, cx.mem, &card) };
			for (int k = 0; k < 2; k++)
				LIST_EACH (const struct tariff_line, line, &all[k]) {
					assert_false(str_has(line->text, "{"));
					assert_false(str_starts(line->text, "tariff"));
				}
		}
		arena_release(cx.mem, mark);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cards_and_jobs_by_chance),
		TEST(every_trace_is_whole),
	};
	if (words_load() != OK)
		return 1;
	return cmocka_run_group_tests_name("tariff_chance", tests, NULL, NULL);
}
