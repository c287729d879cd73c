/* pool_week_test.c -- the plan of a week (P-INT-2, P-INT-4): stories small enough to be checked by hand, and what must
 * hold for every week, on weeks made up from seeds. SCHARNIER_LONG=1 takes more of them. */
#include "features/interpreters/pool_fit_test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "features/interpreters/pool_week.h"
#include "features/interpreters/pool_week_model.h"
#include "kit/week_case.h"

static struct list requests, people; /* struct week_request, struct fit_person */

static int empty(void **state)
{
	requests = people = (struct list){ 0 };
	return fresh(state);
}
#undef TEST
#define TEST(name) cmocka_unit_test_setup(name, empty)

/* Kurmanji on site in Coesfeld on Wednesday, 16.12.2026. */
static struct week_request *wants(int64_t id, const char *start, const char *end)
{
	struct week_request *r = LIST_ADD(mem, &requests, struct week_request);
	struct fit_request *one = LIST_ADD(mem, &r->dates, struct fit_request);
	*one = rq;
	one->id = id;
	one->number = str_print(mem, "2026-%04" PRId64, id);
	one->slot = slot(start, end, FIT_ON_SITE, coesfeld);
	return r;
}

static void or_on(struct week_request *r, const char *start, const char *end)
{
	struct fit_request more = *LIST_AT(&r->dates, struct fit_request, 0);
	more.slot = slot(start, end, FIT_ON_SITE, coesfeld);
	*LIST_ADD(mem, &r->dates, struct fit_request) = more;
}

static struct fit_person *has_person(int64_t id, const char *name)
{
	struct fit_person *one = LIST_ADD(mem, &people, struct fit_person);
	*one = p;
	one->id = id;
	one->name = str_of(name);
	return one;
}

static struct week_plan planned(void)
{
	struct week_plan plan = week_plan_of(mem, &rules, &requests, &people, WEEK_PATIENCE);
	assert_int_equal(plan.lines.n, requests.n);
	assert_true(plan.proven);
	return plan;
}

static const struct week_line *line(const struct week_plan *plan, size_t i)
{
	return LIST_AT(&plan->lines, struct week_line, i);
}

static int64_t who(const struct week_plan *plan, size_t i)
{
	const struct week_line *l = line(plan, i);
	assert_true((l->date != NULL) == (l->candidate.person != NULL));
	return l->date ? l->candidate.person->id : 0;
}

static const char *said(const struct week_plan *plan, size_t i)
{
	return week_line_say(words_of(S("de")), mem, line(plan, i)).p;
}

/* --- stories ------------------------------------------------------------------------------------------------------ */

static void nothing_to_plan(void **state UNUSED)
{
	struct week_plan plan = planned();
	assert_int_equal(plan.served, 0);
	wants(1, "2026-12-16T10:00", "2026-12-16T11:00");
	plan = planned();
	assert_int_equal(line(&plan, 0)->why, WEEK_NOBODY);
	assert_int_equal(line(&plan, 0)->refusals.n, 0);
}

/* Who comes first by the clock would take the only one whom the second request can have. */
static void the_only_one_is_kept(void **state UNUSED)
{
	wants(1, "2026-12-16T09:00", "2026-12-16T10:00");
	LIST_AT(&wants(2, "2026-12-16T09:30", "2026-12-16T10:30")->dates, struct fit_request, 0)->gender_needed = true;
	LIST_AT(&LIST_AT(&requests, struct week_request, 1)->dates, struct fit_request, 0)->gender = FIT_FEMALE;
	has_person(1, "Amal");
	has_person(2, "Berat")->gender = FIT_MALE;
	LIST_AT(&people, struct fit_person, 0)->load = 0;
	LIST_AT(&people, struct fit_person, 1)->load = 9;
	struct week_plan plan = planned();
	assert_int_equal(plan.served, 2);
	assert_int_equal(who(&plan, 0), 2);
	assert_int_equal(who(&plan, 1), 1);
	assert_int_equal(line(&plan, 1)->why, WEEK_ONLY);
	assert_string_equal(said(&plan, 1), "Passt als Einzige oder Einziger.");
}

/* P-INT-4: two places with half an hour between, and the way takes 40 minutes; ten minutes more do. */
static void ways_between(void **state UNUSED)
{
	wants(1, "2026-12-16T09:00", "2026-12-16T10:00");
	struct fit_slot *second =
	        &LIST_AT(&wants(2, "2026-12-16T10:30", "2026-12-16T11:00")->dates, struct fit_request, 0)->slot;
	has_person(1, "Amal");
	assert_int_equal(planned().served, 2); /* the same place */
	second->place = duelmen;
	assert_int_equal(planned().served, 1);
	second->start.ms += 10 * 60000;
	assert_int_equal(planned().served, 2);
	second->start.ms -= 10 * 60000;
	second->mode = FIT_PHONE;
	assert_int_equal(planned().served, 2);
}

static void nobody_says_why(void **state UNUSED)
{
	wants(1, "2026-12-16T09:00", "2026-12-16T10:00");
	has_person(1, "Amal")->papers.paused_from = on("2026-12-01");
	has_person(2, "Berat")->papers.pledged_on = DAY_NONE;
	has_person(3, "Cemile")->papers.pledged_on = DAY_NONE;
	LIST_AT(&has_person(4, "Dara")->languages, struct fit_language, 0); /* shared list: see below */
	LIST_AT(&people, struct fit_person, 3)->languages = (struct list){ 0 };
	struct week_plan plan = planned();
	assert_int_equal(line(&plan, 0)->suitable, 0);
	assert_string_equal(said(&plan, 0),
	                    "Niemand passt. Es fehlt an: Verschwiegenheitserklärung (2), pausiert (1).");
	people.n = 0;
	has_person(5, "Emin")->languages = (struct list){ 0 };
	plan = planned();
	assert_string_equal(said(&plan, 0), "Niemand passt. Es fehlt an: Sprache (1).");
}

static void short_says_who(void **state UNUSED)
{
	wants(1, "2026-12-16T09:00", "2026-12-16T10:00");
	wants(2, "2026-12-16T09:30", "2026-12-16T10:30");
	has_person(1, "Amal");
	struct week_plan plan = planned();
	size_t left = who(&plan, 0) ? 1 : 0;
	assert_int_equal(plan.served, 1);
	assert_int_equal(line(&plan, left)->why, WEEK_SHORT);
	const struct week_other *o = LIST_AT(&line(&plan, left)->others, struct week_other, 0);
	assert_int_equal(o->why, FIT_CLASH);
	assert_ptr_equal(o->instead, line(&plan, 1 - left)->date);
	assert_string_equal(said(&plan, left), left ? "Wer passt, wird anderswo gebraucht: Amal (2026-0001)."
	                                            : "Wer passt, wird anderswo gebraucht: Amal (2026-0002).");
}

/* An alternative date serves both; each request once; the wished date where it makes no difference. */
static void alternative_dates(void **state UNUSED)
{
	struct week_request *first = wants(1, "2026-12-16T09:00", "2026-12-16T10:00");
	or_on(first, "2026-12-17T09:00", "2026-12-17T10:00");
	has_person(1, "Amal");
	struct week_plan plan = planned();
	assert_int_equal(plan.served, 1);
	assert_int_equal(line(&plan, 0)->choice, 1);
	wants(2, "2026-12-16T09:30", "2026-12-16T10:30");
	plan = planned();
	assert_int_equal(plan.served, 2);
	assert_int_equal(line(&plan, 0)->choice, 2);
	assert_int_equal(line(&plan, 1)->choice, 1);
}

static void week_and_year_are_bounds(void **state UNUSED)
{
	wants(1, "2026-12-14T09:00", "2026-12-14T10:00");
	wants(2, "2026-12-16T09:00", "2026-12-16T10:00");
	wants(3, "2026-12-18T09:00", "2026-12-18T10:00");
	wants(4, "2026-12-21T09:00", "2026-12-21T10:00");
	struct fit_person *amal = has_person(1, "Amal");
	assert_int_equal(planned().served, 4);
	amal->most_per_week = 2;
	struct week_plan plan = planned();
	assert_int_equal(plan.served, 3); /* the fourth lies in the next week */
	assert_int_equal(who(&plan, 3), 1);
	struct fit_year *y = LIST_ADD(mem, &amal->years, struct fit_year);
	*y = (struct fit_year){ 2026, 96000 - 5000, 96000, false };
	assert_int_equal(planned().served, 2);
	y->earned_cents++;
	plan = planned();
	assert_int_equal(plan.served, 1);
	for (size_t i = 0; i < 4; i++)
		if (!line(&plan, i)->date) {
			assert_int_equal(LIST_AT(&line(&plan, i)->others, struct week_other, 0)->why, FIT_CEILING);
		}
	y->consented = true;
	assert_int_equal(planned().served, 3);
}

static struct fit_price by_person(const void *self UNUSED, const struct fit_request *r UNUSED,
                                  const struct fit_person *one, int64_t way_m UNUSED, int64_t way_minutes UNUSED)
{
	return (struct fit_price){ .cost_cents = one->id * 1000, .earned_cents = 1000 };
}

/* Served goes before cost, cost before balance. */
static void three_aims_in_turn(void **state UNUSED)
{
	wants(1, "2026-12-16T09:00", "2026-12-16T10:00");
	wants(2, "2026-12-16T09:30", "2026-12-16T10:30");
	has_person(1, "Amal")->load = 5;
	has_person(2, "Berat");
	struct week_plan plan = planned();
	assert_int_equal(plan.served, 2);
	assert_int_equal(plan.squares, 6 * 6 + 1);
	LIST_AT(&LIST_AT(&requests, struct week_request, 1)->dates, struct fit_request, 0)->slot.start.ms += 3600000;
	LIST_AT(&LIST_AT(&requests, struct week_request, 1)->dates, struct fit_request, 0)->slot.end.ms += 3600000;
	plan = planned();
	assert_int_equal(plan.squares, 5 * 5 + 2 * 2); /* Berat does both */
	rules.price = by_person;
	plan = planned();
	assert_int_equal(plan.cost_cents, 2000);
	assert_int_equal(plan.squares, 7 * 7); /* Amal does both, she costs less */
	assert_int_equal(line(&plan, 0)->why, WEEK_CHEAPEST);
	LIST_AT(&people, struct fit_person, 0)->most_per_week = 1;
	plan = planned();
	size_t other = who(&plan, 0) == 2 ? 0 : 1;
	assert_int_equal(line(&plan, other)->why, WEEK_INSTEAD);
	assert_int_equal(LIST_AT(&line(&plan, other)->others, struct week_other, 0)->why, FIT_WEEK_FULL);
	assert_true(str_starts(str_of(said(&plan, other)),
	                       "Günstiger wären andere, aber sie werden anderswo gebraucht: Amal"));
}

/* --- what holds for every week ------------------------------------------------------------------------------------ */

static int rounds(int usual, int many)
{
	return getenv("SCHARNIER_LONG") ? many : usual;
}

static struct week_case some_week(uint64_t seed)
{
	uint64_t state = week_seed(seed);
	struct week_size size = { .requests = 1 + week_chance(&state, 40),
		                  .people = 1 + week_chance(&state, 30),
		                  .languages = 1 + week_chance(&state, 6),
		                  .by_distance = week_chance(&state, 2) == 0,
		                  .tight = week_chance(&state, 2) == 0 };
	return week_case_of(mem, seed, size);
}

/* Everything that a person was given, one after the other, against everything else that he was given. */
static void check_conditions(const struct week_case *c, const struct week_plan *plan, uint64_t seed)
{
	LIST_EACH (const struct week_line, l, &plan->lines) {
		if (!l->date)
			continue;
		struct fit_person one = *l->candidate.person;
		struct list booked_before = one.bookings;
		one.bookings = (struct list){ 0 };
		LIST_EACH (const struct fit_booking, b, &booked_before)
			*LIST_ADD(mem, &one.bookings, struct fit_booking) = *b;
		struct fit_year year = *LIST_AT(&one.years, struct fit_year, 0);
		LIST_EACH (const struct week_line, other, &plan->lines)
			if (other != l && other->date && other->candidate.person == l->candidate.person) {
				*LIST_ADD(mem, &one.bookings, struct fit_booking) =
				        (struct fit_booking){ other->date->id, other->date->slot };
				year.earned_cents += other->candidate.price.earned_cents;
			}
		one.years = (struct list){ 0 };
		*LIST_ADD(mem, &one.years, struct fit_year) = year;
		uint32_t refused_by = fit_check(&c->rules, l->date, &one).refused;
		if (refused_by)
			printf("seed %" PRIu64 ", request %" PRId64 ": breaks %x\n", seed, l->date->id, refused_by);
		assert_int_equal(refused_by, 0);
		assert_true(l->date >= (struct fit_request *)l->request->dates.items &&
		            l->date < (struct fit_request *)l->request->dates.items + l->request->dates.n);
	}
}

static void check_reasons(const struct week_plan *plan)
{
	int64_t served = 0, cost = 0;
	LIST_EACH (const struct week_line, l, &plan->lines) {
		served += l->date != NULL;
		cost += l->date ? l->candidate.price.cost_cents : 0;
		assert_int_equal(l->date != NULL,
		                 l->why == WEEK_ONLY || l->why == WEEK_CHEAPEST || l->why == WEEK_INSTEAD);
		assert_int_equal(l->suitable == 0, l->why == WEEK_NOBODY);
		assert_true(l->others.n > 0 || (l->why != WEEK_INSTEAD && l->why != WEEK_SHORT));
		LIST_EACH (const struct week_other, o, &l->others)
			assert_true(o->instead != NULL && o->person != l->candidate.person);
		assert_false(str_has(week_line_say(words_of(S("en")), mem, l), "{"));
	}
	assert_int_equal(served, plan->served);
	assert_int_equal(cost, plan->cost_cents);
}

static struct list turned(const struct list *l, size_t size)
{
	struct list back = { 0 };
	for (size_t i = l->n; i > 0; i--)
		memcpy(list_add(mem, &back, size), list_at(l, i - 1), size);
	return back;
}

static struct week_value value_of(const struct week_plan *plan)
{
	return (struct week_value){ plan->served, plan->cost_cents, plan->squares };
}

static void holds_for_every_week(void **state UNUSED)
{
	for (uint64_t seed = 1; seed <= (uint64_t)rounds(120, 2000); seed++) {
		empty(NULL);
		struct week_case c = some_week(seed);
		struct week_plan plan = week_plan_of(mem, &c.rules, &c.requests, &c.people, WEEK_PATIENCE);
		check_conditions(&c, &plan, seed);
		check_reasons(&plan);

		struct list pairs;
		const struct week_model *m = week_model_of(mem, &c.rules, &c.requests, &c.people, &pairs);
		int *greedy = NEW_ARRAY(mem, int, (size_t)m->requests + 1);
		week_greedy(mem, m, greedy);
		struct week_value ours = value_of(&plan), simple = week_value_of(m, greedy);
		if (week_value_cmp(&ours, &simple) > 0)
			printf("seed %" PRIu64 ": worse than greedy\n", seed);
		assert_true(week_value_cmp(&ours, &simple) <= 0);

		struct list requests_back = turned(&c.requests, sizeof(struct week_request));
		struct list people_back = turned(&c.people, sizeof(struct fit_person));
		struct week_plan back = week_plan_of(mem, &c.rules, &requests_back, &people_back, WEEK_PATIENCE);
		struct week_value other = value_of(&back);
		if (!plan.proven || !back.proven || week_value_cmp(&ours, &other) != 0)
			printf("seed %" PRIu64 ": another value when turned, or not proven\n", seed);
		assert_true(plan.proven && back.proven);
		assert_int_equal(week_value_cmp(&ours, &other), 0);
	}
}

/* Without patience the plan still holds, is not worse than greedy, and says that nothing is proven. */
static void honest_without_patience(void **state UNUSED)
{
	int unproven = 0;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		empty(NULL);
		struct week_case c = week_case_of(mem, seed, (struct week_size){ 60, 20, 2, true, true });
		struct week_plan best = week_plan_of(mem, &c.rules, &c.requests, &c.people, WEEK_PATIENCE);
		struct week_plan quick = week_plan_of(mem, &c.rules, &c.requests, &c.people, 0);
		struct week_value b = value_of(&best), q = value_of(&quick);
		check_conditions(&c, &quick, seed);
		check_reasons(&quick);
		assert_true(week_value_cmp(&b, &q) <= 0);
		assert_true(!quick.proven || week_value_cmp(&b, &q) == 0);
		unproven += !quick.proven;
	}
	assert_true(unproven > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_to_plan),          TEST(the_only_one_is_kept), TEST(ways_between),
		TEST(nobody_says_why),          TEST(short_says_who),       TEST(alternative_dates),
		TEST(week_and_year_are_bounds), TEST(three_aims_in_turn),   TEST(holds_for_every_week),
		TEST(honest_without_patience),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
