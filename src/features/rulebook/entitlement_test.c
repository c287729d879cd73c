/* What the rules give, by day: the vectors of the law (T01 ... T18, T22, T39), boundaries of days, teachers, ceilings
 * of the Land, and what stays unknown. The rules stand here once more, by hand, so that a slip in the data is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#undef fail /* ours is in context.h */

#include "base/arena.h"
#include "features/rulebook/rule_effect.h"

#define EURO(x) ((int64_t)(x)*100)
enum { COESFELD = 1, STAEDTEREGION = 2, SMALL = 3, BIG = 4 };

static const struct row {
	const char *code, *item, *part, *programme, *authority, *from, *to, *mark, *value;
	int64_t centre, quantity, euro; /* -1: unknown */
} rows[] = {
	{ "f12", "specialist", "base", "base", 0, "2012-06-25", "2016-12-31", "seed", 0, 0, 3000, 50000 },
	{ "f17k", "specialist", "base", "base", "kreis", "2017-01-01", "2020-12-31", "read", 0, 0, 6000, 50000 },
	{ "f17s", "specialist", "base", "base", "kreisfreie_stadt", "2017-01-01", "2020-12-31", "read", 0, 0, 5000,
	  50000 },
	{ "f21k", "specialist", "base", "base", "kreis", "2021-01-01", "2022-12-31", "inferred", 0, 0, 6000, 55000 },
	{ "f21s", "specialist", "base", "base", "kreisfreie_stadt", "2021-01-01", "2022-12-31", "inferred", 0, 0, 5000,
	  55000 },
	{ "f23k", "specialist", "base", "base", "kreis", "2023-01-01", "2024-12-31", "inferred", 0, 0, 6000, 57000 },
	{ "f23s", "specialist", "base", "base", "kreisfreie_stadt", "2023-01-01", "2024-12-31", "inferred", 0, 0, 5000,
	  57000 },
	{ "f25k", "specialist", "base", "base", "kreis", "2025-01-01", 0, "assumed", 0, 0, 6000, 57000 },
	{ "f25s", "specialist", "base", "base", "kreisfreie_stadt", "2025-01-01", 0, "assumed", 0, 0, 5000, 57000 },
	{ "v12", "assistant", "base", "base", 0, "2012-06-25", "2020-12-31", "seed", 0, 0, 500, 40000 },
	{ "v21", "assistant", "base", "base", 0, "2021-01-01", "2024-12-31", "inferred", 0, 0, 500, 45000 },
	{ "v25", "assistant", "base", "base", 0, "2025-01-01", 0, "assumed", 0, 0, 500, 45000 },
	{ "d17", "interpreter_costs", "base", "base", 0, "2017-01-01", "2024-12-31", "read", 0, 0, 1000, 50000 },
	{ "d25", "interpreter_costs", "base", "base", 0, "2025-01-01", 0, "inferred", 0, 0, 1000, 30000 },
	{ "d25a", "interpreter_costs", "base", "base", 0, "2025-01-01", 0, "read", 0, STAEDTEREGION, 1000, 30000 },
	{ "e25", "volunteering_prevention", "base", "base", 0, "2025-01-01", 0, "inferred", 0, 0, 1000, 58000 },
	{ "va25", "fathers_work", "base", "base", 0, "2025-01-01", 0, "unknown", 0, 0, 1000, -1 },
	{ "l12", "teacher", "base", "teachers", 0, "2012-06-25", 0, "seed", 0, 0, 2000, -1 },
	{ "l17k", "teacher", "extra", "teachers", "kreis", "2017-01-01", "2019-12-31", "seed", 0, 0, 1500, -1 },
	{ "l17s", "teacher", "extra", "teachers", "kreisfreie_stadt", "2017-01-01", "2019-12-31", "seed", 0, 0, 1000,
	  -1 },
	{ "k23a", "komman_posts", "step_a", "komman", 0, "2023-01-01", "2024-12-31", "read", 0, 0, 1000, 57000 },
	{ "k23b", "komman_posts", "step_b", "komman", 0, "2023-01-01", "2024-12-31", "read", 0, 0, 1500, 57000 },
	{ "k23c", "komman_posts", "step_c", "komman", 0, "2023-01-01", "2024-12-31", "read", 0, 0, 2000, 57000 },
	{ "s23a", "komman_costs", "step_a", "komman", 0, "2023-01-01", "2024-12-31", "read", 0, 0, 1000, 10000 },
	{ "s23b", "komman_costs", "step_b", "komman", 0, "2023-01-01", "2024-12-31", "read", 0, 0, 1000, 15000 },
	{ "s23c", "komman_costs", "step_c", "komman", 0, "2023-01-01", "2024-12-31", "read", 0, 0, 1000, 20000 },
	{ "s25", "komman_costs", "base", "komman", 0, "2025-01-01", 0, "read", 0, 0, 0, 0 },
	{ "p24a", "komman_local", "base", "komman", 0, "2024-01-01", "2024-12-31", "read", 0, STAEDTEREGION, 1000,
	  121100 },
	{ "p25", "komman_local", "base", "komman", 0, "2025-01-01", 0, "read", 0, 0, 0, 0 },
	{ "stufe-small", "komman_step", "base", "terms", 0, "2023-01-01", "2024-12-31", "read", "a", SMALL, -1, -1 },
	{ "stufe-a", "komman_step", "base", "terms", 0, "2023-01-01", "2024-12-31", "inferred", "b", STAEDTEREGION, -1,
	  -1 },
	{ "stufe-big", "komman_step", "base", "terms", 0, "2023-01-01", "2024-12-31", "read", "c", BIG, -1, -1 },
	{ "kc23", "kim_coordination", "base", "kim", 0, "2023-01-01", 0, "read", 0, 0, -1, 57000 },
	{ "kc23c", "kim_coordination", "base", "kim", 0, "2023-01-01", "2023-12-31", "read", 0, COESFELD, 3500, 57000 },
	{ "kv23c", "kim_assistant", "base", "kim", 0, "2023-01-01", "2023-12-31", "inferred", 0, COESFELD, 500, 45000 },
	{ "kf23c", "kim_case", "base", "kim", 0, "2023-01-01", "2023-12-31", "read", 0, COESFELD, 12000, 57000 },
	{ "ko23c", "kim_office", "base", "kim", 0, "2023-01-01", "2023-12-31", "read", 0, COESFELD, 2000, 57000 },
	{ "ks24a", "kim_costs", "base", "kim", 0, "2024-01-01", "2024-12-31", "read", 0, STAEDTEREGION, 1000, 40000 },
	{ "ks25", "kim_costs", "base", "kim", 0, "2025-01-01", 0, "inferred", 0, 0, 1000, 15000 },
};

static struct arena *mem;
static struct list rules;

static struct maybe known(int64_t v, int64_t factor)
{
	return v < 0 ? (struct maybe){ 0 } : MAYBE(v * factor);
}

static day on(const char *text)
{
	day d = DAY_NONE;
	assert_true(!text || day_parse(str_of(text), &d));
	return d;
}

static int set_up(void **state)
{
	(void)state;
	mem = arena_new();
	rules = (struct list){ 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *w = &rows[i];
		*LIST_ADD(mem, &rules, struct rule) = (struct rule){
			.code = str_of(w->code),
			.item = str_of(w->item),
			.part = str_of(w->part),
			.programme = str_of(w->programme),
			.authority = str_of(w->authority),
			.centre_id = w->centre ? MAYBE(w->centre) : (struct maybe){ 0 },
			.quantity = known(w->quantity, 1),
			.unit_cents = known(w->euro, 100),
			.value = str_of(w->value),
			.unit = S("fte"),
			.valid_from = on(w->from),
			.valid_to = on(w->to),
			.source = S("Erlass"),
			.mark = str_of(w->mark),
		};
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static struct entitlement ask(const char *authority, int64_t centre, const char *date)
{
	return entitlement_of(mem, &rules, str_of(authority), centre, on(date), false);
}

static int64_t total(const char *authority, const char *date)
{
	return ask(authority, 0, date).total_cents;
}

static const struct entitlement_item *item(const struct entitlement *e, const char *name)
{
	const struct entitlement_item *it = entitlement_find(e, str_of(name));
	assert_non_null(it);
	return it;
}

static void same_text(str have, const char *want)
{
	assert_string_equal(str_c(mem, have), want);
}

/* T01, T05 ... T13 and S-RUL-3, S-RUL-5, S-RUL-6: ceilings of the KI guideline's own items. */
static void totals_by_year(void **state)
{
	(void)state;
	static const struct {
		const char *date;
		int64_t kreis, stadt;
	} want[] = {
		{ "2013-06-01", 170000, 170000 }, { "2015-03-31", 170000, 170000 }, { "2018-06-01", 370000, 320000 },
		{ "2021-06-01", 402500, 347500 }, { "2024-06-01", 414500, 357500 }, { "2025-06-01", 452500, 395500 },
		{ "2031-01-01", 452500, 395500 },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_int_equal(total("kreis", want[i].date), EURO(want[i].kreis));
		assert_int_equal(total("kreisfreie_stadt", want[i].date), EURO(want[i].stadt));
	}
}

/* T39: the last day of the old rule and the first of the new one; ceilings jump there and nowhere else. */
static void days_around_a_change(void **state)
{
	(void)state;
	struct entitlement old = ask("kreis", 0, "2020-12-31"), young = ask("kreis", 0, "2021-01-01");
	assert_int_equal(item(&old, "specialist")->unit_cents.v, EURO(50000));
	assert_int_equal(item(&young, "specialist")->unit_cents.v, EURO(55000));
	assert_int_equal(total("kreis", "2016-12-31"), EURO(170000));
	assert_int_equal(total("kreis", "2017-01-01"), EURO(370000));
	assert_int_equal(total("kreisfreie_stadt", "2024-12-31"), EURO(357500));
	assert_int_equal(total("kreisfreie_stadt", "2025-01-01"), EURO(395500));
}

static void nothing_before_the_first_rule(void **state)
{
	(void)state;
	struct entitlement e = ask("kreis", 0, "2012-06-24");
	assert_int_equal(e.items.n, 0);
	assert_int_equal(e.programmes.n, 0);
	assert_int_equal(e.total_cents, 0);
	assert_int_equal(ask("kreis", 0, "2012-06-25").items.n, 3);
}

/* S-RUL-1: the question of the requirement: what could a Kreis get on 2017-03-01? (T03: 200,000 more than before.) */
static void a_past_day_with_its_trace(void **state)
{
	(void)state;
	struct entitlement e = ask("kreis", 0, "2017-03-01");
	const struct entitlement_item *it = item(&e, "specialist");
	assert_int_equal(e.total_cents - total("kreis", "2016-03-01"), EURO(200000));
	assert_int_equal(total("kreisfreie_stadt", "2017-03-01") - total("kreisfreie_stadt", "2016-03-01"),
	                 EURO(150000));
	assert_int_equal(it->rules.n, 1);
	const struct rule_use *use = LIST_AT(&it->rules, struct rule_use, 0);
	same_text(use->calculation, "6 × 50.000,00\u00a0€ = 300.000,00\u00a0€");
	same_text(use->path, "/rules/f17k");
	same_text(use->mark, "read");
}

static void half_an_assistant(void **state)
{
	(void)state;
	struct entitlement e = ask("kreis", 0, "2024-06-01");
	const struct entitlement_item *it = item(&e, "assistant");
	assert_int_equal(it->quantity.v, 500);
	assert_int_equal(it->total_cents.v, EURO(22500));
	same_text(LIST_AT(&it->rules, struct rule_use, 0)->calculation, "0,5 × 45.000,00\u00a0€ = 22.500,00\u00a0€");
}

/* S-RUL-2, S-RUL-8, T02: teachers are posts, never money. */
static void teachers_are_posts(void **state)
{
	(void)state;
	static const struct {
		const char *authority, *date;
		int64_t thousandths;
	} want[] = { { "kreis", "2015-06-01", 2000 },
		     { "kreis", "2018-06-01", 3500 },
		     { "kreisfreie_stadt", "2018-06-01", 3000 },
		     { "kreis", "2020-01-01", 2000 } };
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct entitlement e = ask(want[i].authority, 0, want[i].date);
		const struct entitlement_item *it = item(&e, "teacher");
		assert_true(it->is_post);
		assert_false(it->unknown);
		assert_int_equal(it->quantity.v, want[i].thousandths);
		assert_true(it->total_cents.has);
		assert_int_equal(it->total_cents.v, 0);
	}
	struct entitlement e = ask("kreis", 0, "2015-06-01");
	assert_int_equal(item(&e, "teacher")->quantity.v + item(&e, "specialist")->quantity.v +
	                         item(&e, "assistant")->quantity.v,
	                 5500);
}

static void unknown_is_not_zero(void **state)
{
	(void)state;
	struct entitlement e = ask("kreis", 0, "2025-06-01");
	const struct entitlement_item *it = item(&e, "fathers_work");
	assert_true(it->unknown);
	assert_false(it->total_cents.has);
	same_text(it->mark, "unknown");
	same_text(LIST_AT(&it->rules, struct rule_use, 0)->calculation, "1 × ? = ?");
	assert_false(e.complete);
	assert_true(e.assumed);
	e = ask("kreis", 0, "2024-06-01");
	assert_true(e.complete);
	assert_false(e.assumed);
}

/* One part known, one not: the sum is unknown, whichever comes first. */
static void an_unknown_part_makes_the_item_unknown(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		struct arena *a = arena_new();
		struct list two = { 0 };
		for (int i = 0; i < 2; i++)
			*LIST_ADD(a, &two, struct rule) = (struct rule){ .code = i ? S("other-extra") : S("other-base"),
				                                         .item = S("other_costs"),
				                                         .part = i ? S("extra") : S("base"),
				                                         .programme = S("base"),
				                                         .unit = S("lump"),
				                                         .quantity = MAYBE(1000),
				                                         .unit_cents = { 500000, i == first },
				                                         .valid_from = DAY(2025, 1, 1),
				                                         .source = S("Beispiel"),
				                                         .mark = S("read") };
		struct entitlement e = entitlement_of(a, &two, S("kreis"), 0, DAY(2025, 6, 1), false);
		const struct entitlement_item *it = LIST_AT(&e.items, struct entitlement_item, 0);
		assert_int_equal(it->rules.n, 2);
		assert_true(it->unknown);
		assert_false(it->total_cents.has);
		assert_false(e.complete);
		assert_int_equal(e.total_cents, 0);
		arena_free(a);
	}
}

/* P-RUL-1: the mark of a result is the least sure one that was used. */
static void the_least_sure_mark(void **state)
{
	(void)state;
	struct entitlement e = ask("kreis", 0, "2025-06-01");
	same_text(item(&e, "specialist")->mark, "assumed");
	same_text(item(&e, "interpreter_costs")->mark, "inferred");
	assert_true(mark_rank(S("read")) < mark_rank(S("seed")));
	assert_true(mark_rank(S("assumed")) < mark_rank(S("unknown")));
	e = ask("kreis", STAEDTEREGION, "2024-06-01"); /* read amounts in an inferred step */
	same_text(item(&e, "komman_posts")->mark, "inferred");
}

/* T16 and T10: the three steps of KOMM-AN; a KI whose step nobody knows. */
static void steps_of_komman(void **state)
{
	(void)state;
	static const struct {
		int64_t centre, euro;
	} want[] = { { SMALL, 67000 }, { STAEDTEREGION, 100500 + 121100 }, { BIG, 134000 } };
	for (size_t i = 0; i < 3; i++) {
		struct entitlement e = ask("kreis", want[i].centre, "2024-06-01");
		bool complete;
		assert_int_equal(entitlement_total(&e, S("komman"), &complete), EURO(want[i].euro));
		assert_true(complete);
	}
	struct entitlement e = ask("kreis", COESFELD, "2024-06-01");
	const struct entitlement_item *it = item(&e, "komman_posts");
	assert_true(it->unknown);
	assert_false(it->quantity.has);
	assert_int_equal(it->unit_cents.v, EURO(57000));
	assert_int_equal(it->rules.n, 3);
	assert_int_equal(e.total_cents, EURO(414500)); /* programmes never touch the guideline's own total */
}

/* T17 and T18: four lines of one KI, and the cut of a year. */
static void the_cut_of_2025(void **state)
{
	(void)state;
	static const char *const lines[] = { "interpreter_costs", "komman_costs", "komman_local", "kim_costs" };
	struct entitlement was = ask("kreis", STAEDTEREGION, "2024-06-01"),
	                   is = ask("kreis", STAEDTEREGION, "2025-06-01");
	int64_t before = 0, after = 0;
	for (size_t i = 0; i < 4; i++) {
		before += item(&was, lines[i])->total_cents.v;
		after += item(&is, lines[i])->total_cents.v;
	}
	assert_int_equal(before, EURO(226100));
	assert_int_equal(after, EURO(45000));
}

/* T22: KIM of one KI; the KI's own rule stands in for the general one whose number is unknown. */
static void kim_of_coesfeld(void **state)
{
	(void)state;
	struct entitlement e = ask("kreis", COESFELD, "2023-06-01");
	bool complete;
	assert_int_equal(entitlement_total(&e, S("kim"), &complete), EURO(1020000));
	assert_true(complete);
	e = ask("kreis", SMALL, "2023-06-01");
	assert_int_equal(entitlement_total(&e, S("kim"), &complete), 0);
	assert_false(complete);
	assert_int_equal(item(&e, "kim_coordination")->unit_cents.v, EURO(57000));
}

/* T14 and T15: 31 Kreise and 23 kreisfreie Städte. */
static void ceilings_of_the_land(void **state)
{
	(void)state;
	struct list centres = { 0 };
	for (int64_t i = 0; i < 54; i++)
		*LIST_ADD(mem, &centres, struct rule_centre) =
		        (struct rule_centre){ .id = 100 + i,
			                      .slug = S("x"),
			                      .name = S("X"),
			                      .kind = i < 31 ? S("kreis") : S("kreisfreie_stadt") };
	struct effects e = rule_effects(mem, &rules, &rules, &centres, S("specialist"), S("base"), on("2018-06-01"));
	assert_int_equal(e.before_total, EURO(18830000));
	assert_int_equal(e.changed, 0);
	e = rule_effects(mem, &rules, &rules, &centres, S("specialist"), S("base"), on("2024-06-01"));
	assert_int_equal(e.before_total, EURO(21072000));
	struct rule more = *LIST_AT(&rules, struct rule, 7); /* Kreise from 2025 on: seven specialists from 2027 */
	more.code = S("f27k");
	more.quantity = MAYBE(7000);
	more.valid_from = on("2027-01-01");
	struct rule_change change = { .ends = S("f25k"), .ends_on = on("2026-12-31"), .adds = &more };
	struct list then = rules_changed(mem, &rules, &change);
	e = rule_effects(mem, &rules, &then, &centres, S("specialist"), S("base"), on("2027-01-01"));
	assert_int_equal(e.changed, 31);
	assert_int_equal(e.difference, EURO(31 * 57000));
	assert_true(LIST_AT(&e.rows, struct effect, 30)->changed);
	assert_false(LIST_AT(&e.rows, struct effect, 31)->changed);
	assert_false(e.complete); /* Väterarbeit is unknown */
}

static struct rule collision_rule(const char *authority, int64_t centre, const char *from, const char *to)
{
	return (struct rule){ .code = S("new"),
		              .item = S("specialist"),
		              .part = S("base"),
		              .authority = str_of(authority),
		              .centre_id = centre ? MAYBE(centre) : (struct maybe){ 0 },
		              .valid_from = on(from),
		              .valid_to = on(to) };
}

static void collisions(void **state)
{
	(void)state;
	struct rule r = collision_rule("kreis", 0, "2024-12-31", NULL);
	const struct rule *other = rule_collision(&rules, &r);
	assert_non_null(other);
	same_text(other->code, "f23k");
	r = collision_rule(NULL, 0, "2012-01-01", "2012-06-24"); /* ends the day before the first one */
	assert_null(rule_collision(&rules, &r));
	r = collision_rule(NULL, 0, "2012-01-01", "2012-06-25");
	assert_non_null(rule_collision(&rules, &r));
	r = collision_rule(NULL, BIG, "2024-01-01", NULL); /* one KI's own rule goes before, it does not collide */
	assert_null(rule_collision(&rules, &r));
	r = collision_rule("kreis", 0, "2025-01-01", NULL);
	r.part = S("extra");
	assert_null(rule_collision(&rules, &r));
}

static void two_days_side_by_side(void **state)
{
	(void)state;
	struct entitlement was = ask("kreis", 0, "2016-06-01"), is = ask("kreis", 0, "2025-06-01");
	struct comparison c = entitlement_compare(mem, &was, &is);
	assert_int_equal(c.difference_cents, EURO(452500 - 170000));
	assert_false(c.complete);
	LIST_EACH (const struct comparison_row, r, &c.rows) {
		if (str_is(r->item, "fathers_work")) {
			assert_false(r->difference_cents.has);
			assert_false(r->before_in_force);
		}
		if (str_is(r->item, "interpreter_costs"))
			assert_int_equal(r->difference_cents.v, EURO(30000));
		if (str_is(r->item, "assistant"))
			assert_true(r->differs);
	}
	same_text(LIST_AT(&c.rows, struct comparison_row, 0)->item, "specialist");
}

/* T03: 200,000 euro more in 2018 than in 2013, item by item; and 1.5 posts for teachers, which are no money (S-RUL-8).
 */
static void the_rise_of_2017_item_by_item(void **state)
{
	(void)state;
	struct entitlement was = ask("kreis", 0, "2013-06-01"), is = ask("kreis", 0, "2018-06-01");
	struct comparison c = entitlement_compare(mem, &was, &is), back = entitlement_compare(mem, &is, &was);
	int64_t sum = 0;
	assert_int_equal(c.before_cents, EURO(170000));
	assert_int_equal(c.difference_cents, EURO(200000));
	assert_int_equal(back.difference_cents, -EURO(200000));
	LIST_EACH (const struct comparison_row, r, &c.rows) {
		if (str_is(r->programme, "base"))
			sum += r->difference_cents.v;
		if (str_is(r->item, "teacher"))
			assert_int_equal(r->difference_quantity.v, 1500);
		else
			assert_false(r->difference_quantity.has);
	}
	assert_int_equal(sum, c.difference_cents);
	const struct comparison_row *specialist = LIST_AT(&c.rows, struct comparison_row, 0);
	assert_int_equal(specialist->before_quantity.v, 3000);
	assert_int_equal(specialist->after_quantity.v, 6000);
	assert_true(specialist->differs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		TEST(totals_by_year),
		TEST(days_around_a_change),
		TEST(nothing_before_the_first_rule),
		TEST(a_past_day_with_its_trace),
		TEST(half_an_assistant),
		TEST(teachers_are_posts),
		TEST(unknown_is_not_zero),
		TEST(an_unknown_part_makes_the_item_unknown),
		TEST(the_least_sure_mark),
		TEST(steps_of_komman),
		TEST(the_cut_of_2025),
		TEST(kim_of_coesfeld),
		TEST(ceilings_of_the_land),
		TEST(collisions),
		TEST(two_days_side_by_side),
		TEST(the_rise_of_2017_item_by_item),
	};
	return cmocka_run_group_tests_name("entitlement", tests, NULL, NULL);
}
