/* Interest by its numbers (S-FUN-4, P-FUN-6): T31, T32, T33, changes of rate within a stretch, leap years, a base rate
 * below nothing, what is unknown, and which money it is that comes late or back. Rules by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the above, as cmocka wants it */
#include <cmocka.h>

#include "base/arena.h"
#undef fail
#include "features/grants/grant_interest.h"

#define EURO(x) ((int64_t)(x)*100)

static struct arena *mem;
static struct list rules;

static day on(const char *text)
{
	day d;
	assert_true(day_parse(str_of(text), &d));
	return d;
}

static void rule(const char *item, const char *value, const char *from, const char *to, const char *mark)
{
	*LIST_ADD(mem, &rules, struct rule) = (struct rule){ .item = str_of(item),
		                                             .code = str_of(item),
		                                             .value = str_of(value),
		                                             .valid_from = on(from),
		                                             .valid_to = to ? on(to) : DAY_NONE,
		                                             .source = S("Test"),
		                                             .mark = str_of(mark) };
}

static int set_up(void **state)
{
	(void)state;
	mem = arena_new();
	rules = (struct list){ 0 };
	rule("interest_method", "act_365", "2012-01-01", NULL, "read");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static struct grant_interest interest(int64_t cents, const char *paid_on, const char *used_on)
{
	const struct interest_rules r = { &rules, S("kreis"), 1, false };
	const struct interest_money m = {
		.cents = cents, .paid_on = on(paid_on), .use_by = day_add_months(on(paid_on), 2), .used_on = on(used_on)
	};
	struct grant_interest sum = { 0 };
	grant_interest_add(mem, &r, &m, &sum);
	int64_t stretches = 0;
	LIST_EACH (const struct interest_stretch, s, &sum.stretches)
		stretches += s->cents.v;
	assert_int_equal(stretches, sum.cents);
	return sum;
}

static const struct interest_stretch *stretch(const struct grant_interest *i, size_t n)
{
	return LIST_AT(&i->stretches, struct interest_stretch, n);
}

/* T31: 10,000 EUR, 122 days, base rate 2.00 + 3 points. */
static void t31(void **state)
{
	(void)state;
	rule("base_rate", "2,00", "2012-01-01", NULL, "assumed");
	rule("interest_points", "3", "2012-01-01", NULL, "inferred");
	struct grant_interest i = interest(EURO(10000), "2024-07-01", "2024-10-31");
	assert_int_equal(i.cents, 16712);
	assert_true(i.complete);
	assert_true(i.assumed);
	assert_int_equal(i.stretches.n, 1);
	assert_int_equal(stretch(&i, 0)->days, 122);
	assert_string_equal(str_c(mem, stretch(&i, 0)->mark), "assumed");
	assert_string_equal(str_c(mem, stretch(&i, 0)->calculation),
	                    "10.000,00\u00a0€ × 5 % × 122/365 = 167,12\u00a0€");
}

/* T32: the same with the points that held before. */
static void t32(void **state)
{
	(void)state;
	rule("base_rate", "2,00", "2012-01-01", NULL, "read");
	rule("interest_points", "5", "2012-01-01", NULL, "read");
	struct grant_interest i = interest(EURO(10000), "2024-07-01", "2024-10-31");
	assert_int_equal(i.cents, 23397);
	assert_false(i.assumed);
}

/* T33: within two months none at all, from the day after the whole time. */
static void t33(void **state)
{
	(void)state;
	rule("base_rate", "2,00", "2012-01-01", NULL, "read");
	rule("interest_points", "3", "2012-01-01", NULL, "read");
	struct grant_interest in_time = interest(EURO(10000), "2024-07-01", "2024-09-01");
	assert_int_equal(in_time.cents, 0);
	assert_int_equal(in_time.stretches.n, 0);
	assert_true(in_time.complete);
	assert_int_equal(interest(EURO(10000), "2024-07-01", "2024-07-01").cents, 0);
	assert_int_equal(interest(EURO(10000), "2024-07-01", "2024-09-02").cents, 8630); /* 63 days */
	/* 31.12. + 2 months is the last day of February */
	assert_int_equal(interest(EURO(10000), "2023-12-31", "2024-02-29").cents, 0);
	struct grant_interest leap = interest(EURO(10000), "2023-12-31", "2024-03-01");
	assert_int_equal(stretch(&leap, 0)->days, 61);
}

/* A new half-year, and new points within it: each day has its own rate, each stretch its own rounding. */
static void the_rate_changes(void **state)
{
	(void)state;
	rule("base_rate", "1,62", "2023-01-01", "2023-06-30", "read");
	rule("base_rate", "3,12", "2023-07-01", "2023-12-31", "read");
	rule("interest_points", "5", "2012-01-01", "2023-06-19", "inferred");
	rule("interest_points", "3", "2023-06-20", NULL, "inferred");
	struct grant_interest i = interest(EURO(50000), "2023-05-02", "2023-09-01");
	assert_int_equal(i.stretches.n, 3);
	assert_int_equal(stretch(&i, 0)->days, 49); /* 02.05. to 19.06. */
	assert_int_equal(stretch(&i, 1)->days, 11); /* 20.06. to 30.06. */
	assert_int_equal(stretch(&i, 2)->days, 62); /* 01.07. to 31.08. */
	assert_int_equal(day_cmp(stretch(&i, 1)->from, on("2023-06-20")), 0);
	assert_int_equal(day_cmp(stretch(&i, 1)->until, on("2023-06-30")), 0);
	assert_int_equal(stretch(&i, 0)->cents.v, 44436); /* 6.62 %: 444.3561... */
	assert_int_equal(stretch(&i, 1)->cents.v, 6962);  /* 4.62 %: 69.6164... */
	assert_int_equal(stretch(&i, 2)->cents.v, 51978); /* 6.12 %: 519.7808... */
	assert_int_equal(i.cents, 44436 + 6962 + 51978);
}

/* A new half-year with the same rate is no new stretch, so that nothing is rounded twice. */
static void the_same_rate_goes_on(void **state)
{
	(void)state;
	rule("base_rate", "2,00", "2024-01-01", "2024-06-30", "read");
	rule("base_rate", "2,00", "2024-07-01", "2024-12-31", "read");
	rule("interest_points", "3", "2012-01-01", NULL, "read");
	struct grant_interest i = interest(EURO(10000), "2024-05-01", "2024-08-31");
	assert_int_equal(i.stretches.n, 1);
	assert_int_equal(i.cents, 16712);
}

/* A leap year has one day more and is divided by 365, too. */
static void leap_years(void **state)
{
	(void)state;
	rule("base_rate", "2,00", "2012-01-01", NULL, "read");
	rule("interest_points", "3", "2012-01-01", NULL, "read");
	assert_int_equal(interest(EURO(10000), "2023-01-01", "2024-01-01").cents, 50000);
	assert_int_equal(interest(EURO(10000), "2024-01-01", "2025-01-01").cents, 50137);
}

/* A base rate below nothing lowers the rate; the rate itself is never below nothing. */
static void below_nothing(void **state)
{
	(void)state;
	rule("base_rate", "-0,88", "2016-07-01", "2019-12-31", "read");
	rule("base_rate", "-3,50", "2020-01-01", NULL, "read");
	rule("interest_points", "3", "2012-01-01", NULL, "read");
	assert_int_equal(interest(EURO(10000), "2017-01-01", "2018-01-01").cents, 21200);
	assert_int_equal(interest(EURO(10000), "2020-01-01", "2020-12-31").cents, 0);
}

/* What nobody knows is no nothing: the sum says that it is incomplete, and has what is known. */
static void unknown(void **state)
{
	(void)state;
	rule("base_rate", "2,00", "2024-01-01", "2024-06-30", "read");
	rule("interest_points", "3", "2012-01-01", NULL, "read");
	struct grant_interest i = interest(EURO(10000), "2024-05-01", "2024-08-31");
	assert_false(i.complete);
	assert_int_equal(i.stretches.n, 2);
	assert_false(stretch(&i, 1)->cents.has);
	assert_string_equal(str_c(mem, stretch(&i, 1)->calculation), "?");
	assert_int_equal(i.cents, stretch(&i, 0)->cents.v);
	LIST_AT(&rules, struct rule, 0)->value = S("30_360");
	assert_false(interest(EURO(10000), "2024-01-01", "2024-06-01").complete);
}

/* --- which money -------------------------------------------------------------------------------------------------- */

static struct grant_state state;
static struct list events;

static void paid(int64_t id, int64_t cents, const char *paid_on)
{
	*LIST_ADD(mem, &state.calls, struct grant_call) =
	        (struct grant_call){ .event_id = id,
		                     .paid_id = id + 1,
		                     .paid_cents = cents,
		                     .paid_on = on(paid_on),
		                     .use_by = day_add_months(on(paid_on), 2) };
}

static void used(int64_t id, int64_t cents, const char *used_on)
{
	*LIST_ADD(mem, &events, struct grant_event) = (struct grant_event){
		.kind = S("used"), .about_id = MAYBE(id), .cents = MAYBE(cents), .day = on(used_on)
	};
}

static void money_is(const struct list *money, size_t i, int64_t cents, const char *used_on, bool repaid, bool assumed)
{
	const struct interest_money *m = LIST_AT(money, struct interest_money, i);
	assert_int_equal(m->cents, cents);
	assert_int_equal(day_cmp(m->used_on, on(used_on)), 0);
	assert_int_equal(m->repaid, repaid);
	assert_int_equal(m->day_assumed, assumed);
}

static void which_money_comes_back(void **state_)
{
	(void)state_;
	state = (struct grant_state){ 0 };
	events = (struct list){ 0 };
	paid(1, EURO(100), "2024-03-01");
	paid(3, EURO(200), "2024-06-03");
	used(1, EURO(60), "2024-04-01");
	used(1, EURO(30), "2024-07-01");
	used(3, EURO(150), "2024-07-01");
	struct list money = { 0 };
	/* 10 of the first payment and 50 of the second were not marked as used; 70 come back. */
	grant_interest_money(mem, &state, &events, (struct interest_back){ 0, EURO(70) }, on("2024-12-31"),
	                     on("2025-05-02"), &money);
	assert_int_equal(money.n, 5);
	money_is(&money, 0, EURO(60), "2024-04-01", false, false);
	money_is(&money, 1, EURO(30), "2024-07-01", false, false);
	money_is(&money, 2, EURO(10), "2025-05-02", true, false);
	money_is(&money, 3, EURO(140), "2024-07-01", false, false);
	money_is(&money, 4, EURO(60), "2025-05-02", true, false);
	int64_t sum = 0, back = 0;
	LIST_EACH (const struct interest_money, m, &money) {
		sum += m->cents;
		back += m->repaid ? m->cents : 0;
	}
	assert_int_equal(sum, EURO(300));
	assert_int_equal(back, EURO(70));
	/* Nothing comes back: what was not marked counts as used at the end of the year. */
	money = (struct list){ 0 };
	grant_interest_money(mem, &state, &events, (struct interest_back){ 0 }, on("2024-12-31"), on("2025-05-02"),
	                     &money);
	assert_int_equal(money.n, 5);
	money_is(&money, 2, EURO(10), "2024-12-31", false, true);
	money_is(&money, 4, EURO(50), "2024-12-31", false, true);
	/* Reckoned within the year: no day that has not come yet. */
	money = (struct list){ 0 };
	grant_interest_money(mem, &state, &events, (struct interest_back){ 0 }, on("2024-12-31"), on("2024-08-01"),
	                     &money);
	money_is(&money, 2, EURO(10), "2024-08-01", false, true);
	/* More than was paid does not come back. */
	money = (struct list){ 0 };
	grant_interest_money(mem, &state, &events, (struct interest_back){ 0, EURO(1000) }, on("2024-12-31"),
	                     on("2025-05-02"), &money);
	LIST_EACH (const struct interest_money, m, &money)
		assert_true(m->repaid);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(t31),
		TEST(t32),
		TEST(t33),
		TEST(the_rate_changes),
		TEST(the_same_rate_goes_on),
		TEST(leap_years),
		TEST(below_nothing),
		TEST(unknown),
		TEST(which_money_comes_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
