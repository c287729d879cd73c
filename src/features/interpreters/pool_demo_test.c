/* The example pools: as many people and languages as the Kreis had, somebody in every state and at every step, and
 * nothing that the model would refuse (S-INT-1, P-INT-2). */
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/pool_test.h"

static struct list everybody(const struct tenant *centre)
{
	const struct people_filter any = { 0 };
	struct list all = { 0 };
	assert_int_equal(interpreter_whole_list(&k->cx, centre, &any, k->cx.today, &all), OK);
	return all;
}

/* Languages, with their dialects counted as one. */
static int languages_of(const struct list *people)
{
	str seen[200];
	int n = 0;
	LIST_EACH (const struct person_whole, w, people)
		LIST_EACH (const struct interpreter_language, l, &w->languages) {
			str code = l->of_code.p ? l->of_code : l->language_code;
			int i = 0;
			while (i < n && !str_eq(seen[i], code))
				i++;
			if (i == n)
				seen[n++] = code;
		}
	return n;
}

static int count_state(const struct list *people, const char *state)
{
	int n = 0;
	LIST_EACH (const struct person_whole, w, people)
		n += str_is(w->standing.state, state);
	return n;
}

static int count_next(const struct list *people, const char *next_step)
{
	int n = 0;
	LIST_EACH (const struct person_whole, w, people)
		n += w->standing.applicant && str_is(w->standing.next, next_step);
	return n;
}

static int count_lack(const struct list *people, const char *paper, const char *how)
{
	int n = 0;
	LIST_EACH (const struct person_whole, w, people)
		LIST_EACH (const struct interpreter_lack, l, &w->standing.lacks)
			n += w->standing.active && str_is(l->paper, paper) && str_is(l->how, how);
	return n;
}

static void the_kreis_has_its_46_people_and_26_languages(void **state UNUSED)
{
	struct list people = everybody(&coesfeld);
	assert_int_equal(people.n, 46);
	assert_int_equal(languages_of(&people), 26);
	for (const char *const *s = interpreter_state_choices.codes; *s; s++)
		assert_true(count_state(&people, *s) > 0);
	for (const char *const *s = interpreter_next_choices.codes; *s; s++)
		assert_true(count_next(&people, *s) > 0);
	assert_true(count_lack(&people, "certificate", "expiring") > 0);
	assert_true(count_lack(&people, "certificate", "expired") > 0);
	assert_true(count_lack(&people, "training", "expiring") > 0);
	LIST_EACH (const struct person_whole, w, &people) {
		assert_true(w->languages.n > 0 && w->person.lat.has);
		assert_int_equal(LIST_AT(&w->languages, struct interpreter_language, 0)->level.n, strlen("native"));
	}
}

static void other_ki_have_pools_of_their_size(void **state UNUSED)
{
	const char *const slugs[] = { "bottrop", "soest", "rhein-erft-kreis" };
	for (size_t i = 0; i < sizeof slugs / sizeof *slugs; i++) {
		struct tenant t;
		assert_int_equal(tenant_by_slug(&k->cx, str_of(slugs[i]), &t), OK);
		struct list people = everybody(&t);
		assert_in_range(people.n, 25, 40);
		assert_true(languages_of(&people) >= 15);
	}
}

/* What the example data write past the checks, the checks would let through. */
static void the_model_would_take_them(void **state UNUSED)
{
	struct list people = everybody(&coesfeld);
	LIST_EACH (const struct person_whole, w, &people) {
		struct interpreter row = w->person, saved;
		assert_int_equal(SAVE(&coesfeld, interpreter_save_in_tx, &row, &saved), OK);
		LIST_EACH (const struct interpreter_language, l, &w->languages) {
			struct interpreter_language spoken = *l, again;
			assert_int_equal(SAVE(&coesfeld, interpreter_language_save_in_tx, &spoken, &again), OK);
		}
	}
}

static int set_up(void **state)
{
	pool_set_up(state);
	assert_int_equal(pool_demo_people(&k->cx), OK);
	next();
	return 0;
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, pool_tear_down)
	const struct CMUnitTest tests[] = {
		CASE(the_kreis_has_its_46_people_and_26_languages),
		CASE(other_ki_have_pools_of_their_size),
		CASE(the_model_would_take_them),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
