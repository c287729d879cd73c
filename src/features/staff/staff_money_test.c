/* The money of posts by its numbers (S-FUN-3, P-FUN-6): T01, T05, T10, T11, T24 ... T28, a change of rule within and
 * between years, ways of counting, rounding, and what is unknown. Posts by hand, rules as the program is delivered. */
#include "features/staff/staff_test.h"

static struct staff_money money(const char *kind, int year, const char *until, const struct list *rules)
{
	struct list now = rules_now();
	return staff_money_of(k->cx.mem, &hand, rules ? rules : &now, str_of(kind), 0, year,
	                      until ? on(until) : day_of(year, 12, 31), false);
}

static const struct line_money *line_of(const struct staff_money *m, const char *name)
{
	LIST_EACH (const struct line_money, l, &m->lines)
		if (str_is(l->line, name))
			return l;
	return NULL;
}

static const struct post_money *post_at(const struct line_money *l, size_t i)
{
	assert_non_null(l);
	return LIST_AT(&l->posts, struct post_money, i);
}

static void cost(int64_t post, int year, int64_t cents)
{
	*LIST_ADD(k->mem, &hand.costs, struct post_cost) =
	        (struct post_cost){ .post_id = post, .year = year, .cents = cents };
}

/* The blank before the sign of the euro does not break; here it is written as a plain one. */
static void same(str is, const char *want)
{
	struct text plain = TEXT(k->cx.mem);
	for (size_t i = 0; i < is.n; i++) {
		bool no_break = i + 1 < is.n && is.p[i] == '\xc2' && is.p[i + 1] == '\xa0';
		text_char(&plain, no_break ? ' ' : is.p[i]);
		i += no_break;
	}
	is = text_str(&plain);
	assert_string_equal(str_c(k->cx.mem, is), want);
}

/* Holds for every result: what is claimed is granted, refused or capped; lines are the sums of their posts. */
static void adds_up(const struct staff_money *m)
{
	int64_t claimed = 0, granted = 0, refused = 0;
	LIST_EACH (const struct line_money, l, &m->lines) {
		int64_t line_claimed = 0, line_granted = 0, line_refused = 0, line_capped = 0;
		LIST_EACH (const struct post_money, p, &l->posts) {
			if (p->granted_cents.has)
				assert_int_equal(p->claimed_cents.v,
				                 p->granted_cents.v + p->refused_cents + p->capped_cents);
			line_claimed += p->claimed_cents.v;
			line_granted += p->granted_cents.v;
			line_refused += p->refused_cents;
			line_capped += p->capped_cents;
		}
		assert_int_equal(l->claimed_cents, line_claimed);
		assert_int_equal(l->granted_cents, line_granted);
		assert_int_equal(l->refused_cents, line_refused);
		assert_int_equal(l->capped_cents, line_capped);
		if (l->complete) {
			assert_true(l->granted_cents <= l->ceiling_cents.v);
			assert_int_equal(l->undrawn_cents.v, l->ceiling_cents.v - l->granted_cents);
			assert_int_equal(l->undrawn_cents.v, l->vacancy_cents.v + l->capped_cents);
			assert_true(l->vacancy_cents.v >= 0);
		}
		claimed += l->claimed_cents;
		granted += l->granted_cents;
		refused += l->refused_cents;
	}
	assert_int_equal(m->claimed_cents, claimed);
	assert_int_equal(m->granted_cents, granted);
	assert_int_equal(m->refused_cents, refused);
}

/* T01, T05, the staff part of T08 ... T13: a KI whose posts are all filled all year draws its whole ceiling. */
static void full_years_draw_the_ceiling(void **state UNUSED)
{
	static const struct {
		const char *kind;
		int year, specialists;
		int64_t euro;
	} want[] = {
		{ "kreis", 2015, 3, 170000 }, { "kreisfreie_stadt", 2015, 3, 170000 },
		{ "kreis", 2018, 6, 320000 }, { "kreisfreie_stadt", 2018, 5, 270000 },
		{ "kreis", 2021, 6, 352500 }, { "kreisfreie_stadt", 2021, 5, 297500 },
		{ "kreis", 2024, 6, 364500 }, { "kreisfreie_stadt", 2024, 5, 307500 },
		{ "kreis", 2025, 6, 364500 }, { "kreisfreie_stadt", 2025, 5, 307500 },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		hand = (struct staff){ 0 };
		for (int n = 0; n < want[i].specialists; n++)
			hand_filled(n == 0 ? "administrator" : "specialist", "ki", 1000, "2012-01-01", NULL);
		hand_filled("assistant", "ki", 500, "2012-01-01", NULL);
		struct staff_money m = money(want[i].kind, want[i].year, NULL, NULL);
		assert_int_equal(m.ceiling_cents.v, EURO(want[i].euro));
		assert_int_equal(m.granted_cents, EURO(want[i].euro));
		assert_int_equal(m.undrawn_cents.v, 0);
		assert_true(m.complete);
		assert_true(m.assumed); /* A1 ... A3 are assumptions: the page says so */
		adds_up(&m);
	}
}

/* T24: 1.0 vacant for three of twelve months, at a cost above the ceiling. */
static void vacant_for_three_months(void **state UNUSED)
{
	int64_t post = hand_post("specialist", "ki", 1000, "2024-01-01", NULL);
	hand_share(post, 1, 1000, "2024-01-01", "2024-06-30");
	hand_share(post, 2, 1000, "2024-10-01", NULL);
	cost(post, 2024, EURO(61000));
	struct staff_money m = money("kreis", 2024, NULL, NULL);
	const struct post_money *p = post_at(line_of(&m, "specialist"), 0);
	assert_int_equal(p->granted_cents.v, EURO(42750));
	assert_int_equal(p->fte_months, 9000);
	same(p->calculation, "57.000,00 € × 1 × 9/12 = 42.750,00 €; min(42.750,00 €; 61.000,00 €) = 42.750,00 €");
	adds_up(&m);
}

/* T25: half a post all year, the other half from July on. */
static void the_second_half_from_july(void **state UNUSED)
{
	int64_t post = hand_post("specialist", "ki", 1000, "2024-01-01", NULL);
	hand_share(post, 1, 500, "2024-01-01", NULL);
	hand_share(post, 2, 500, "2024-07-01", NULL);
	struct staff_money m = money("kreis", 2024, NULL, NULL);
	const struct line_money *l = line_of(&m, "specialist");
	assert_int_equal(post_at(l, 0)->granted_cents.v, EURO(42750));
	same(post_at(l, 0)->calculation, "57.000,00 € × (0,5 × 6 + 1 × 6)/12 = 42.750,00 €");
	assert_int_equal(l->undrawn_cents.v, EURO(342000 - 42750));
	adds_up(&m);
}

/* T26: the cost is lower than the ceiling. */
static void a_lower_cost_caps(void **state UNUSED)
{
	int64_t post = hand_filled("specialist", "ki", 1000, "2024-01-01", NULL);
	cost(post, 2024, EURO(48200));
	cost(post, 2023, EURO(1)); /* of another year */
	struct staff_money m = money("kreis", 2024, NULL, NULL);
	const struct line_money *l = line_of(&m, "specialist");
	assert_int_equal(post_at(l, 0)->granted_cents.v, EURO(48200));
	assert_int_equal(l->capped_cents, EURO(57000 - 48200));
	assert_int_equal(l->vacancy_cents.v, EURO(5 * 57000)); /* lower cost is no vacancy */
	same(post_at(l, 0)->calculation,
	     "57.000,00 € × 1 × 12/12 = 57.000,00 €; min(57.000,00 €; 48.200,00 €) = 48.200,00 €");
	adds_up(&m);
}

/* T27: the seventh specialist of a Kreis is refused: the youngest post. */
static void the_seventh_is_refused(void **state UNUSED)
{
	int64_t youngest = hand_filled("specialist", "ki", 1000, "2019-01-01", NULL);
	for (int n = 0; n < 6; n++)
		hand_filled("specialist", "ki", 1000, "2018-01-01", NULL);
	struct staff_money m = money("kreis", 2024, NULL, NULL);
	const struct line_money *l = line_of(&m, "specialist");
	assert_int_equal(l->granted_cents, EURO(342000));
	assert_int_equal(l->refused_cents, EURO(57000));
	assert_int_equal(post_at(l, 6)->post_id, youngest);
	assert_int_equal(post_at(l, 6)->refused_cents, EURO(57000));
	assert_int_equal(l->undrawn_cents.v, 0);
	same(post_at(l, 6)->calculation, "57.000,00 € × 1 × 12/12 = 57.000,00 €; 57.000,00 € − 57.000,00 € = 0,00 €");
	adds_up(&m);
}

/* T28: a whole assistant where half of one is funded; half of the cost is eligible. */
static void half_an_assistant_is_funded(void **state UNUSED)
{
	int64_t post = hand_filled("assistant", "ki", 1000, "2024-01-01", NULL);
	struct staff_money m = money("kreisfreie_stadt", 2024, NULL, NULL);
	assert_int_equal(line_of(&m, "assistant")->granted_cents, EURO(22500));
	assert_int_equal(line_of(&m, "assistant")->refused_cents, EURO(22500));
	adds_up(&m);
	cost(post, 2024, EURO(40000));
	m = money("kreisfreie_stadt", 2024, NULL, NULL);
	assert_int_equal(line_of(&m, "assistant")->granted_cents, EURO(20000));
	same(post_at(line_of(&m, "assistant"), 0)->calculation,
	     "45.000,00 € × 1 × 12/12 = 45.000,00 €; 45.000,00 € − 22.500,00 € = 22.500,00 €;"
	     " 40.000,00 € × 6/12 = 20.000,00 €; min(22.500,00 €; 20.000,00 €) = 20.000,00 €");
	adds_up(&m);
}

/* Issue 3: a Kreis in 2018, 6 and a half entitled, 4 and a half filled all year. */
static void a_kreis_in_2018(void **state UNUSED)
{
	for (int n = 0; n < 4; n++)
		hand_filled("specialist", "ki", 1000, "2017-01-01", NULL);
	hand_post("specialist", "ki", 1000, "2017-01-01", NULL);
	hand_filled("assistant", "ki", 500, "2017-01-01", NULL);
	struct staff_money m = money("kreis", 2018, NULL, NULL);
	assert_int_equal(m.ceiling_cents.v, EURO(320000));
	assert_int_equal(m.granted_cents, EURO(220000));
	assert_int_equal(m.undrawn_cents.v, EURO(100000));
	assert_int_equal(line_of(&m, "specialist")->vacancy_cents.v, EURO(100000));
	assert_true(str_is(line_of(&m, "specialist")->financing, "lump_sum"));
	struct plan p = plan_by_hand("kreis", "2018-05-01");
	int64_t vacant = 0;
	LIST_EACH (const struct plan_line, l, &p.lines)
		vacant += str_is(l->line, "specialist") || str_is(l->line, "assistant") ? l->vacant : 0;
	assert_int_equal(vacant, 2000);
	adds_up(&m);
}

/* S-RUL-1: 31.12.2020 has 50,000, 01.01.2021 has 55,000; a rule that ends within a year is taken by its months. */
static void a_change_of_rule(void **state UNUSED)
{
	hand_filled("specialist", "ki", 1000, "2017-01-01", NULL);
	struct staff_money m = money("kreis", 2020, NULL, NULL);
	assert_int_equal(m.granted_cents, EURO(50000));
	m = money("kreis", 2021, NULL, NULL);
	assert_int_equal(m.granted_cents, EURO(55000));
	assert_true(str_is(line_of(&m, "specialist")->financing, "full_capped"));
	struct list rules = rules_now();
	struct rule next = { 0 };
	LIST_EACH (struct rule, r, &rules)
		if (str_is(r->code, "specialist-2023-kreis")) {
			next = *r;
			r->valid_to = on("2024-03-31");
		}
	next.code = S("specialist-2024-kreis");
	next.unit_cents = MAYBE(EURO(60000));
	next.valid_from = on("2024-04-01");
	*LIST_ADD(k->cx.mem, &rules, struct rule) = next;
	m = money("kreis", 2024, NULL, &rules);
	const struct line_money *l = line_of(&m, "specialist");
	assert_int_equal(l->granted_cents, EURO(57000 / 4 + 45000));
	assert_int_equal(l->ceiling_cents.v, EURO(6) * (57000 / 4 + 45000));
	same(post_at(l, 0)->calculation, "57.000,00 € × 1 × 3/12 + 60.000,00 € × 1 × 9/12 = 59.250,00 €");
	adds_up(&m);
}

/* A1: in 2012 the guideline begins on 25 June; July is the first month whose first day it covers. */
static void the_first_year(void **state UNUSED)
{
	hand_filled("specialist", "ki", 1000, "2012-01-01", NULL);
	struct staff_money m = money("kreis", 2012, NULL, NULL);
	assert_int_equal(m.granted_cents, EURO(25000));
	assert_int_equal(line_of(&m, "specialist")->ceiling_cents.v, EURO(75000));
	m = money("kreis", 2011, NULL, NULL);
	assert_int_equal(m.granted_cents, 0);
	assert_true(m.complete);
}

/* A2: a share that begins or changes within a month counts from the next month on, or by the day. */
static void within_a_month(void **state UNUSED)
{
	int64_t post = hand_post("specialist", "ki", 1000, "2023-01-01", NULL);
	hand_share(post, 1, 500, "2023-01-01", "2024-03-14");
	hand_share(post, 1, 1000, "2024-03-15", NULL);
	struct staff_money m = money("kreis", 2024, NULL, NULL);
	assert_int_equal(m.granted_cents, EURO(57000) * 21 / 24); /* 3 x 0.5 + 9 x 1.0 of 12 */
	struct list exact = rules_with("month_counting", "exact_days", "2023-01-01");
	m = money("kreis", 2024, NULL, &exact);
	/* 31 + 29 + 14 = 74 days of half a post, 292 of a whole one, of 366 */
	assert_int_equal(m.granted_cents, (EURO(57000) * (37 + 292) + 183) / 366);
	same(post_at(line_of(&m, "specialist"), 0)->calculation,
	     "57.000,00 € × (0,5 × 74 + 1 × 292)/366 = 51.237,70 €");
	adds_up(&m);
}

/* Both ways give the same for a whole year, in a leap year as well; a day less is a day less. */
static void exact_days_of_leap_years(void **state UNUSED)
{
	struct list exact = rules_with("month_counting", "exact_days", "2012-06-25");
	int64_t post = hand_post("specialist", "ki", 1000, "2023-01-01", NULL);
	hand_share(post, 1, 1000, "2023-01-01", "2024-12-30");
	assert_int_equal(money("kreis", 2023, NULL, &exact).granted_cents, EURO(57000));
	assert_int_equal(money("kreis", 2024, NULL, &exact).granted_cents, (EURO(57000) * 365 + 183) / 366);
	assert_int_equal(money("kreis", 2024, NULL, NULL).granted_cents, EURO(57000));
	/* who changes the way of counting in July changes it for the next year: mixed, a year could have 13 months */
	struct list later = rules_with("month_counting", "exact_days", "2024-07-01");
	assert_int_equal(money("kreis", 2024, NULL, &later).granted_cents, EURO(57000));
	hand_share(post, 1, 1000, "2025-01-01", "2025-12-30");
	assert_int_equal(money("kreis", 2025, NULL, &later).granted_cents, (EURO(57000) * 364 + 182) / 365);
}

/* Money so far: up to the month of the day, with it. */
static void so_far(void **state UNUSED)
{
	hand_filled("specialist", "ki", 1000, "2023-01-01", NULL);
	struct staff_money m = money("kreis", 2024, "2024-03-15", NULL);
	assert_int_equal(m.granted_cents, EURO(57000) / 4);
	assert_int_equal(m.ceiling_cents.v, EURO(364500) / 4);
	assert_int_equal(day_cmp(m.until, on("2024-03-31")), 0);
	assert_int_equal(money("kreis", 2024, "2025-02-01", NULL).granted_cents, EURO(57000));
	assert_int_equal(money("kreis", 2024, "2023-12-31", NULL).granted_cents, 0);
}

/* What is not known is never zero: a term that is not reckoned with, a ceiling, an entitlement. */
static void unknown_stays_unknown(void **state UNUSED)
{
	static const char *const terms[] = { "post_grant", "month_counting", "ceilings_exchange" };
	hand_filled("specialist", "ki", 1000, "2023-01-01", NULL);
	for (int i = 0; i < 3; i++) {
		struct list other = rules_with(terms[i], "joint", "2024-01-01");
		struct staff_money m = money("kreis", 2024, NULL, &other);
		const struct line_money *l = line_of(&m, "specialist");
		assert_false(m.complete);
		assert_false(l->complete);
		assert_false(l->ceiling_cents.has);
		assert_false(l->undrawn_cents.has);
		assert_false(post_at(l, 0)->granted_cents.has);
		bool told = false;
		LIST_EACH (const struct rule_use, use, &l->rules)
			told = told || str_is(use->mark, "unknown");
		assert_true(told);
	}
	hand = (struct staff){ 0 };
	hand_filled("specialist", "komman", 1000, "2018-01-01", NULL); /* neither posts nor amount are known in 2018 */
	hand_filled("specialist", "kim", 1000, "2023-01-01", NULL);    /* the amount is known, not how many */
	struct staff_money m = money("kreis", 2018, NULL, NULL);
	assert_false(m.complete);
	assert_int_equal(m.ceiling_cents.v, EURO(320000)); /* of what is known */
	assert_false(post_at(line_of(&m, "komman"), 0)->claimed_cents.has);
	m = money("kreis", 2025, NULL, NULL);
	assert_int_equal(post_at(line_of(&m, "kim"), 0)->claimed_cents.v, EURO(57000));
	assert_false(post_at(line_of(&m, "kim"), 0)->granted_cents.has);
	same(post_at(line_of(&m, "kim"), 0)->calculation, "57.000,00 € × 1 × 12/12 = 57.000,00 €; ?");
}

/* T22: KIM of Coesfeld in 2023, assistants at another ceiling than the others. */
static void kim_of_coesfeld(void **state UNUSED)
{
	struct list rules = rules_now();
	for (int n = 0; n < 17; n++)
		hand_filled("specialist", "kim", 1000, "2022-01-01", NULL);
	hand_filled("specialist", "kim", 500, "2022-01-01", NULL);
	hand_filled("assistant", "kim", 1000, "2022-01-01", NULL);
	struct staff_money m =
	        staff_money_of(k->cx.mem, &hand, &rules, coesfeld.kind, coesfeld.id, 2023, on("2023-12-31"), false);
	const struct line_money *l = line_of(&m, "kim");
	assert_int_equal(l->ceiling_cents.v, EURO(1020000));
	assert_int_equal(l->granted_cents, EURO(1020000));
	assert_int_equal(l->refused_cents, EURO(22500)); /* half of the assistant */
	adds_up(&m);
}

/* Three people on one post, thirds that no cent divides: a post is rounded once, and a line never exceeds its ceiling.
 */
static void rounding_adds_up(void **state UNUSED)
{
	struct list exact = rules_with("month_counting", "exact_days", "2012-06-25");
	int64_t post = hand_post("specialist", "ki", 1000, "2024-01-01", NULL);
	hand_share(post, 1, 333, "2024-01-01", "2024-05-07");
	hand_share(post, 2, 333, "2024-02-29", NULL);
	hand_share(post, 3, 334, "2024-03-03", "2024-11-11");
	for (int n = 0; n < 20;
	     n++) { /* one post each, one after the other: together the entitlement, in twenty pieces */
		day from = day_add(on("2024-01-01"), n * 18);
		int64_t next = hand_post("assistant", "ki", 500, str_c(k->mem, day_iso(k->mem, from)),
		                         n == 19 ? "2024-12-31" : str_c(k->mem, day_iso(k->mem, day_add(from, 17))));
		const struct post *p = LIST_AT(&hand.posts, struct post, hand.posts.n - 1);
		hand_share(next, n, 500, str_c(k->mem, day_iso(k->mem, p->valid_from)),
		           str_c(k->mem, day_iso(k->mem, p->valid_to)));
	}
	struct staff_money m = money("kreis", 2024, NULL, &exact);
	assert_int_equal(line_of(&m, "assistant")->ceiling_cents.v, EURO(22500));
	assert_in_range(line_of(&m, "assistant")->granted_cents, EURO(22500) - 10, EURO(22500));
	/* 57,000 x (0.333 x 128 + 0.333 x 307 + 0.334 x 254)/366 */
	assert_int_equal(line_of(&m, "specialist")->granted_cents, 3577155);
	adds_up(&m);
	m = money("kreis", 2024, NULL, NULL);
	adds_up(&m);
}

/* Own posts and teachers are no grant: they do not appear; a vacant post does, with nothing. */
static void only_what_the_land_pays(void **state UNUSED)
{
	hand_filled("teacher", "land", 1000, "2023-01-01", NULL);
	hand_filled("specialist", "own", 1000, "2023-01-01", NULL);
	hand_filled("specialist", "other", 1000, "2023-01-01", NULL);
	hand_post("specialist", "ki", 1000, "2023-01-01", NULL);
	struct staff_money m = money("kreis", 2024, NULL, NULL);
	assert_null(line_of(&m, "teacher"));
	assert_null(line_of(&m, "own"));
	assert_int_equal(m.granted_cents, 0);
	assert_int_equal(line_of(&m, "specialist")->posts.n, 1);
	assert_int_equal(post_at(line_of(&m, "specialist"), 0)->granted_cents.v, 0);
	same(post_at(line_of(&m, "specialist"), 0)->calculation, "0,00 €");
}

/* P-RUL-2: every amount opens to the rules behind it, with their marks. */
static void each_line_names_its_rules(void **state UNUSED)
{
	static const char *const want[] = { "specialist-2025-kreis", "post-grant-2012", "month-counting-2012",
		                            "ceilings-exchange-2012" };
	hand_filled("specialist", "ki", 1000, "2023-01-01", NULL);
	struct staff_money m = money("kreis", 2026, NULL, NULL);
	const struct line_money *l = line_of(&m, "specialist");
	assert_int_equal(l->rules.n, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct rule_use *use = LIST_AT(&l->rules, struct rule_use, i);
		same(use->code, want[i]);
		same(use->mark, "assumed");
		assert_true(str_starts(use->path, "/rules/"));
		assert_true(use->source.n > 0);
	}
}

const struct CMUnitTest money_tests[] = {
	TEST(full_years_draw_the_ceiling),
	TEST(vacant_for_three_months),
	TEST(the_second_half_from_july),
	TEST(a_lower_cost_caps),
	TEST(the_seventh_is_refused),
	TEST(half_an_assistant_is_funded),
	TEST(a_kreis_in_2018),
	TEST(a_change_of_rule),
	TEST(the_first_year),
	TEST(within_a_month),
	TEST(exact_days_of_leap_years),
	TEST(so_far),
	TEST(unknown_stays_unknown),
	TEST(kim_of_coesfeld),
	TEST(rounding_adds_up),
	TEST(only_what_the_land_pays),
	TEST(each_line_names_its_rules),
};
const size_t money_test_count = sizeof money_tests / sizeof *money_tests;
