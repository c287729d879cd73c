/* pool_week_glpk_test.c -- the plan of a week is the best there is: the same problems solved by GLPK, all three aims
 * equal (P-INT-4). SCHARNIER_LONG=1 takes ten times as many. */
#include "features/interpreters/pool_fit_test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "features/interpreters/pool_week_model.h"
#include "kit/week_case.h"
#include "kit/week_glpk.h"

static void same(const struct week_model *m, uint64_t seed)
{
	struct week_value theirs;
	struct week_answer ours = week_solve(mem, m, WEEK_PATIENCE);
	assert_int_equal(week_glpk(mem, m, 60, &theirs), 3);
	if (!ours.proven || week_value_cmp(&ours.value, &theirs) != 0)
		printf("seed %" PRIu64 ": served %" PRId64 ", %" PRId64 " cents, squares %" PRId64 "; GLPK %" PRId64
		       ", %" PRId64 ", %" PRId64 "\n",
		       seed, ours.value.served, ours.value.cost_cents, ours.value.squares, theirs.served,
		       theirs.cost_cents, theirs.squares);
	assert_true(ours.proven);
	assert_int_equal(week_value_cmp(&ours.value, &theirs), 0);
}

static int rounds(int usual)
{
	return getenv("SCHARNIER_LONG") ? 10 * usual : usual;
}

static int64_t some_price(uint64_t *state, int kind)
{
	return kind == 0 ? 2500 : kind == 1 ? 2500 + week_chance(state, 8) * 100 : week_chance(state, 3000);
}

/* Options at random times of one or two weeks, and some clashes that no clock explains. */
static void add_options(struct week_model *m, uint64_t *state, const int *dates)
{
	int spread = 3 + week_chance(state, 40), o = 0;
	int64_t *end = NEW_ARRAY(mem, int64_t, (size_t)m->options + 1);
	for (int r = 0; r < m->requests; r++)
		for (int i = 0; i < dates[r]; i++, o++) {
			int week = week_chance(state, m->weeks);
			m->option[o] = (struct week_option){ r, week, week_chance(state, m->years),
				                             week * 1000 + week_chance(state, spread) };
			end[o] = m->option[o].start + 1 + week_chance(state, 8);
		}
	for (int i = 0; i < m->options; i++)
		for (int j = 0; j < i; j++)
			if ((m->option[i].start < end[j] && m->option[j].start < end[i]) || week_chance(state, 12) == 0)
				week_set_clash(m, i, j);
}

/* Smaller and nastier than life: dense, random bounds, odd clashes. */
static const struct week_model *nasty(uint64_t seed)
{
	uint64_t s = week_seed(seed);
	int n = 1 + week_chance(&s, 14), options = 0, *dates = NEW_ARRAY(mem, int, 15);
	int people_n = 1 + week_chance(&s, 7), weeks = 1 + week_chance(&s, 2), years = 1 + week_chance(&s, 2);
	int dense = 20 + week_chance(&s, 70), kind = week_chance(&s, 3);
	for (int r = 0; r < n; r++)
		options += dates[r] = week_chance(&s, 3) ? 1 : 1 + week_chance(&s, 3);
	struct week_model *m = week_model_new(mem, n, options, people_n, options * people_n, weeks, years);
	m->pairs = 0;
	add_options(m, &s, dates);
	for (int o = 0; o < options; o++)
		for (int i = 0; i < people_n; i++)
			if (week_chance(&s, 100) < dense)
				m->pair[m->pairs++] =
				        (struct week_pair){ o, i, some_price(&s, kind), 1000 + week_chance(&s, 3) * 500,
					                    week_chance(&s, 16) };
	for (int i = 0; i < people_n; i++) {
		m->load[i] = week_chance(&s, 6);
		for (int w = 0; w < weeks; w++)
			if (week_chance(&s, 2))
				m->room[i * weeks + w] = week_chance(&s, 4);
		for (int y = 0; y < years; y++)
			if (week_chance(&s, 2))
				m->budget[i * years + y] = week_chance(&s, 6000);
	}
	return m;
}

static void nasty_problems(void **state UNUSED)
{
	for (uint64_t seed = 1; seed <= (uint64_t)rounds(400); seed++) {
		arena_reset(mem);
		same(nasty(seed), seed);
	}
}

static void small_weeks(void **state UNUSED)
{
	for (uint64_t seed = 1; seed <= (uint64_t)rounds(100); seed++) {
		arena_reset(mem);
		uint64_t s = week_seed(seed);
		struct week_size size = { 1 + week_chance(&s, 25), 1 + week_chance(&s, 15), 1 + week_chance(&s, 4),
			                  week_chance(&s, 2) == 0, week_chance(&s, 2) == 0 };
		struct week_case c = week_case_of(mem, seed, size);
		struct list pairs;
		same(week_model_of(mem, &c.rules, &c.requests, &c.people, &pairs), seed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(nasty_problems), TEST(small_weeks) };
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
