/* Which pot pays: Land money and own money of the Kreis as Coesfeld, Aachen and Dueren have them (practice.md 1.1, 1.6;
 * stories 2 and 9; P-INT-1, P-INT-8). */
#include "kit/kit.h"

#include <string.h>

#include "features/interpreters/pot_choice.h"

enum { LAND = 11, OWN = 22, GRANT = 33 };
static struct arena *mem;
static const struct words *german;

static struct pot_offer land(int64_t used)
{
	return (struct pot_offer){ .id = LAND,
		                   .name = S("Landesmittel"),
		                   .place = 1,
		                   .has_terms = true,
		                   .cents = MAYBE(3000000),
		                   .booked_cents = used / 2,
		                   .settled_cents = used - used / 2 };
}

/* Own money of the Kreis: legal and AOSF appointments, too (StaedteRegion Aachen), and travel (Coesfeld 2018). */
static struct pot_offer own(int64_t used)
{
	return (struct pot_offer){ .id = OWN,
		                   .name = S("Mittel des Kreises"),
		                   .place = 2,
		                   .has_terms = true,
		                   .permits = { .legal = true, .aosf = true, .medical = true },
		                   .travel = true,
		                   .cents = MAYBE(4000000),
		                   .settled_cents = used };
}

static struct list offers_of(struct pot_offer a, struct pot_offer b)
{
	struct list l = { 0 };
	*LIST_ADD(mem, &l, struct pot_offer) = b; /* in the wrong order on purpose */
	*LIST_ADD(mem, &l, struct pot_offer) = a;
	return l;
}

static void the_cheapest_that_permits_it(void **state UNUSED)
{
	struct list offers = offers_of(land(0), own(0));
	const struct pot_case simple = { 0 }, aosf = { .aosf = true };
	struct pot_choice c = pot_choose(mem, &offers, &simple, 2500, 0);
	assert_int_equal(c.pot_id, LAND);
	assert_int_equal(c.travel_pot_id, OWN); /* the Land does not bear travel (Coesfeld 2018) */
	assert_int_equal(c.state, POT_FITS);
	c = pot_choose(mem, &offers, &aosf, 2500, 600);
	assert_int_equal(c.pot_id, OWN);
	assert_int_equal(c.travel_pot_id, OWN);
	struct pot_offer alone = land(0);
	struct list one = { 0 };
	*LIST_ADD(mem, &one, struct pot_offer) = alone;
	c = pot_choose(mem, &one, &simple, 2500, 600);
	assert_int_equal(c.pot_id, LAND);
	assert_int_equal(c.travel_pot_id, 0);
}

static void a_refusal_says_why_per_pot(void **state UNUSED)
{
	struct list offers = offers_of(land(0), own(0));
	const struct pot_case lesson = { .lesson = true, .legal = true };
	struct pot_choice c = pot_choose(mem, &offers, &lesson, 2500, 0);
	assert_int_equal(c.pot_id, 0);
	assert_int_equal(c.travel_pot_id, 0);
	assert_int_equal(c.verdicts.n, 2);
	const struct pot_verdict *first = LIST_AT(&c.verdicts, struct pot_verdict, 0);
	const struct pot_verdict *second = LIST_AT(&c.verdicts, struct pot_verdict, 1);
	assert_string_equal(pot_refusal(german, mem, first).p,
	                    "Landesmittel: nur Termine ohne Rechtswirkung (nicht: Gericht, Polizei, Anwalt, "
	                    "Gutachten); kein Unterricht und keine Ausflüge.");
	assert_string_equal(pot_refusal(german, mem, second).p,
	                    "Mittel des Kreises: kein Unterricht und keine Ausflüge.");
	assert_true(str_has(pot_hint(german, mem, first), "justiz-dolmetscher"));
	assert_true(str_has(pot_hint(german, mem, second), "Elterngespräche"));
}

/* Each answer alone, against a pot that permits all but it: refused for this reason only. */
static void each_rule_by_itself(void **state UNUSED)
{
	for (unsigned asked = 0; asked < 64; asked++)
		for (unsigned permits = 0; permits < 64; permits++) {
			struct arena_mark mark = arena_mark(mem);
#define CASE(bits)                                                                                                     \
	{                                                                                                              \
		((bits)&1) != 0, ((bits)&2) != 0, ((bits)&4) != 0, ((bits)&8) != 0, ((bits)&16) != 0, ((bits)&32) != 0 \
	}
			const struct pot_case wish = CASE(asked);
			struct pot_offer pot = land(0);
			struct list one = { 0 };
			pot.permits = (struct pot_case)CASE(permits);
			*LIST_ADD(mem, &one, struct pot_offer) = pot;
			struct pot_choice c = pot_choose(mem, &one, &wish, 0, 0);
			const struct pot_verdict *v = LIST_AT(&c.verdicts, struct pot_verdict, 0);
			assert_int_equal(c.pot_id != 0, (asked & ~permits) == 0);
			for (size_t i = 0; i < POT_RULES; i++)
				assert_int_equal(pot_case_has(&v->refused, i), ((asked & ~permits) >> i) & 1);
			assert_int_equal(pot_refusal(german, mem, v).p != NULL, (asked & ~permits) != 0);
			assert_int_equal(pot_hint(german, mem, v).p != NULL, (asked & ~permits) != 0);
			arena_release(mem, mark);
		}
}

static void no_terms_no_pay(void **state UNUSED)
{
	struct pot_offer pot = land(0);
	struct list one = { 0 };
	const struct pot_case simple = { 0 };
	pot.has_terms = false;
	*LIST_ADD(mem, &one, struct pot_offer) = pot;
	struct pot_choice c = pot_choose(mem, &one, &simple, 0, 0);
	assert_int_equal(c.pot_id, 0);
	assert_true(str_has(pot_refusal(german, mem, LIST_AT(&c.verdicts, struct pot_verdict, 0)), "keine Regeln"));
	assert_null(pot_hint(german, mem, LIST_AT(&c.verdicts, struct pot_verdict, 0)).p);
	struct list nothing = { 0 };
	assert_int_equal(pot_choose(mem, &nothing, &simple, 0, 0).pot_id, 0);
}

/* 30,000 EUR of 2025: warned from 24,000 on, stopped beyond 30,000; what is booked counts like what is settled. */
static void warning_and_stop(void **state UNUSED)
{
	static const struct {
		int64_t used, more;
		enum pot_state state;
	} want[] = {
		{ 0, 2500, POT_FITS },     { 2397499, 2500, POT_FITS },  { 2397500, 2500, POT_WARNS },
		{ 2400000, 0, POT_WARNS }, { 2997500, 2500, POT_WARNS }, { 2997501, 2500, POT_STOPS },
		{ 3000000, 0, POT_STOPS }, { 3100000, 0, POT_STOPS },    { 0, 3000000, POT_WARNS },
		{ 0, 3000001, POT_STOPS },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct pot_offer o = land(want[i].used);
		assert_int_equal(pot_state_with(&o, want[i].more), want[i].state);
	}
	struct pot_offer unknown = own(100);
	unknown.cents = (struct maybe){ 0 };
	assert_int_equal(pot_state_with(&unknown, 1000000000), POT_UNKNOWN);
	unknown.cents = MAYBE(0); /* nothing in it is something else than unknown */
	assert_int_equal(pot_state_with(&unknown, 0), POT_STOPS);
}

/* A pot that is used up gives way to the next that permits the case; if all are, the cheapest stops and somebody
 * decides.
 */
static void used_up_pots_give_way(void **state UNUSED)
{
	const struct pot_case simple = { 0 };
	struct list offers = offers_of(land(3000000), own(0));
	struct pot_choice c = pot_choose(mem, &offers, &simple, 2500, 600);
	assert_int_equal(c.pot_id, OWN);
	assert_int_equal(c.state, POT_FITS);
	assert_int_equal(LIST_AT(&c.verdicts, struct pot_verdict, 0)->state, POT_STOPS);
	assert_int_equal(LIST_AT(&c.verdicts, struct pot_verdict, 0)->left_cents.v, 0);
	offers = offers_of(land(3000000), own(4000000));
	c = pot_choose(mem, &offers, &simple, 2500, 600);
	assert_int_equal(c.pot_id, LAND);
	assert_int_equal(c.travel_pot_id, OWN);
	assert_int_equal(c.state, POT_STOPS);
}

/* The time fits, time and travel do not: another pot that bears travel pays it. */
static void travel_goes_where_it_fits(void **state UNUSED)
{
	const struct pot_case aosf = { .aosf = true };
	struct pot_offer grant = own(0);
	grant.id = GRANT;
	grant.place = 3;
	grant.name = S("Stiftung");
	struct list offers = offers_of(own(3997500), grant);
	struct pot_choice c = pot_choose(mem, &offers, &aosf, 2500, 600);
	assert_int_equal(c.pot_id, OWN);
	assert_int_equal(c.travel_pot_id, GRANT);
	assert_int_equal(c.state, POT_WARNS);
	offers = offers_of(own(3997500), land(0));
	c = pot_choose(mem, &offers, &aosf, 2500, 600);
	assert_int_equal(c.travel_pot_id, OWN);
	assert_int_equal(c.state, POT_STOPS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cheapest_that_permits_it),
		cmocka_unit_test(a_refusal_says_why_per_pot),
		cmocka_unit_test(each_rule_by_itself),
		cmocka_unit_test(no_terms_no_pay),
		cmocka_unit_test(warning_and_stop),
		cmocka_unit_test(used_up_pots_give_way),
		cmocka_unit_test(travel_goes_where_it_fits),
	};
	mem = arena_new();
	if (words_load() != OK)
		return 1;
	german = words_of(S("de"));
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(mem);
	return failed;
}
