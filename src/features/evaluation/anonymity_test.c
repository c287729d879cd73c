/* anonymity_test.c -- the ladder on small tables by hand and on random ones: everybody has company, nobody climbs in
 * vain, few are left out; and two exports of one quarter say the same of everybody. S-EVA-1. */
#include "kit/kit.h"

#include "features/evaluation/anonymity.h"

/* The same numbers each time. */
static uint64_t seed = 20261127;
static int chance(int below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)below);
}

enum { MOST = 200, STEPS = 4 };
/* Two columns: a place that goes 0-3 -> half -> all, a kind that is shown until the third step. */
static struct table {
	struct anonymous rows[MOST];
	int place[MOST], kind[MOST];
	size_t n;
} t;
static struct arena *mem;

static str shows(const void *self UNUSED, struct arena *a, size_t row, size_t step)
{
	static const char *const whole[] = { "west", "west", "east", "east" };
	if (step == 0)
		return str_print(a, "%d %d", t.place[row], t.kind[row]);
	if (step == 1)
		return str_print(a, "%s %d", whole[t.place[row]], t.kind[row]);
	return step == 2 ? str_print(a, "land %d", t.kind[row]) : S("land");
}

static void put(int64_t person, int64_t records, int place, int kind)
{
	t.rows[t.n] = (struct anonymous){ .person = person, .records = records };
	t.place[t.n] = place;
	t.kind[t.n++] = kind;
}

static void apply(int64_t k)
{
	const struct anonymity rule = { .k = k, .steps = STEPS, .shows = shows };
	anonymity_apply(mem, t.rows, t.n, &rule);
}

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	t.n = 0;
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

static void those_with_company_stay(void **state UNUSED)
{
	for (int64_t p = 1; p <= 5; p++)
		put(p, 1, 0, 7);
	apply(5);
	for (size_t i = 0; i < t.n; i++)
		assert_int_equal(t.rows[i].step, 0);
}

/* Fifty records of four persons are four persons. */
static void records_do_not_stand_for_persons(void **state UNUSED)
{
	for (int64_t p = 1; p <= 4; p++)
		put(p, 50, 0, 7);
	apply(5);
	for (size_t i = 0; i < t.n; i++)
		assert_int_equal(t.rows[i].step, STEPS);
	put(5, 1, 3, 7);
	apply(5);
	for (size_t i = 0; i < t.n; i++)
		assert_int_equal(t.rows[i].step, 2); /* "land 7" */
}

static void things_need_records(void **state UNUSED)
{
	put(0, 4, 0, 7);
	put(0, 1, 1, 7);
	put(0, 5, 2, 7);
	apply(5);
	assert_int_equal(t.rows[0].step, 1);
	assert_int_equal(t.rows[1].step, 1);
	assert_int_equal(t.rows[2].step, 0);
}

/* A hundred records of nobody do not hide that there is one person. */
static void nobody_is_no_company(void **state UNUSED)
{
	put(0, 100, 0, 7);
	put(1, 1, 0, 7);
	apply(5);
	assert_int_equal(t.rows[0].step, 0);
	assert_int_equal(t.rows[1].step, STEPS);
}

/* --- random tables ------------------------------------------------------------------------------------------------ */

/* Persons (of a person: 1, else 0) or records that stand on a step, or reached it, and show what row i shows there. */
static int64_t company(size_t i, size_t step, bool or_climbed)
{
	int64_t persons[MOST], n = 0, records = 0;
	str mine = shows(NULL, mem, i, step);
	for (size_t j = 0; j < t.n; j++) {
		bool there = or_climbed ? t.rows[j].step >= step : t.rows[j].step == step;
		if (!there || !t.rows[j].person != !t.rows[i].person || !str_eq(shows(NULL, mem, j, step), mine))
			continue;
		bool known = false;
		for (int64_t p = 0; p < n; p++)
			known |= persons[p] == t.rows[j].person;
		if (!known)
			persons[n++] = t.rows[j].person;
		records += t.rows[j].records;
	}
	return t.rows[i].person ? n : records;
}

static void check_random(int64_t k)
{
	int64_t left_records = 0, left_persons = 0;
	for (size_t i = 0; i < t.n; i++) {
		struct arena_mark m = arena_mark(mem);
		if (t.rows[i].step < STEPS)
			assert_true(company(i, t.rows[i].step, false) >= k);
		for (size_t step = 0; step < t.rows[i].step; step++)
			assert_true(company(i, step, true) < k); /* it had to climb */
		if (t.rows[i].step == STEPS) {
			int64_t others = company(i, STEPS - 1, true);
			*(t.rows[i].person ? &left_persons : &left_records) = others;
		}
		arena_release(mem, m);
	}
	assert_true(left_records < k && left_persons < k);
}

static void random_tables(void **state UNUSED)
{
	for (int round = 0; round < 400; round++) {
		int64_t k = 2 + chance(6);
		int people = 1 + chance(60), kinds = 1 + chance(6);
		t.n = 0;
		for (int i = chance(MOST); i > 0; i--)
			put(chance(4) ? 1 + chance(people) : 0, 1 + chance(3), chance(4), chance(kinds));
		apply(k);
		check_random(k);
	}
}

/* The order in which the database tells them does not matter: so two exports are coarse in the same way. */
static void order_does_not_matter(void **state UNUSED)
{
	size_t steps[MOST];
	for (int round = 0; round < 50; round++) {
		t.n = 0;
		for (int i = 0; i < 120; i++)
			put(1 + chance(40), 1, chance(4), chance(5));
		apply(4);
		for (size_t i = 0; i < t.n; i++)
			steps[t.n - 1 - i] = t.rows[i].step;
		struct table other = t;
		for (size_t i = 0; i < other.n; i++) {
			size_t from = other.n - 1 - i;
			t.rows[i] = other.rows[from];
			t.place[i] = other.place[from];
			t.kind[i] = other.kind[from];
		}
		apply(4);
		for (size_t i = 0; i < t.n; i++)
			assert_int_equal(t.rows[i].step, steps[i]);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(those_with_company_stay), TEST(records_do_not_stand_for_persons),
		                            TEST(things_need_records),     TEST(nobody_is_no_company),
		                            TEST(random_tables),           TEST(order_does_not_matter) };
	return cmocka_run_group_tests_name("anonymity", tests, NULL, NULL);
}
