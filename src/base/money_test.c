#include "base/arena.h"
#include "base/chance.h"
#include "base/error.h"
#include "base/money.h"
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

static void same(str s, const char *expected)
{
	assert_string_equal(str_c(mem, s), expected);
}

/* 0,5 of a post at 57.000 €; a third of a cent; half a cent away from zero, up and down. */
static void products_are_rounded_half_away_from_zero(void **state UNUSED)
{
	assert_int_equal(money_times(5700000, 500), 2850000);
	assert_int_equal(money_times(1, 333), 0);
	assert_int_equal(money_times(1, 500), 1);
	assert_int_equal(money_times(1, 499), 0);
	assert_int_equal(money_times(3, 500), 2);
	assert_int_equal(money_times(-1, 500), -1);
	assert_int_equal(money_times(-3, 500), -2);
	assert_int_equal(money_times(3, -500), -2);
	assert_int_equal(money_times(-1, 499), 0);
	assert_int_equal(money_times(2315, 1500), 3473); /* 23,15 € x 1,5 = 34,725 € */
	assert_true(money_times(INT64_MAX, 1000) == INT64_MAX);
	assert_true(money_times(INT64_MIN, 1000) == INT64_MIN);
}

struct amount {
	const char *typed;
	int64_t value;
};

static void typed_amounts(void **state UNUSED)
{
	static const struct amount good[] = {
		{ "1.234,56", 123456 },
		{ "1234,5", 123450 },
		{ "1234", 123400 },
		{ "57.000 €", 5700000 },
		{ "57.000\u00A0€", 5700000 },
		{ "57000€", 5700000 },
		{ "57.000,00 EUR", 5700000 },
		{ "1234.56", 123456 },
		{ "0,07", 7 },
		{ "0", 0 },
		{ " 12,30 ", 1230 },
		{ "-12,30", -1230 },
		{ "+5", 500 },
		{ "1.000", 100000 },
		{ "1.234.567,89", 123456789 },
		{ "0.50", 50 },
		{ "007", 700 },
		{ "17924591,00", 1792459100 },
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t cents = -1;
		if (!money_parse(str_of(good[i].typed), &cents) || cents != good[i].value)
			fail_msg("%s became %lld", good[i].typed, (long long)cents);
	}
}

static void typed_amounts_that_are_none(void **state UNUSED)
{
	static const char *const bad[] = { "",
		                           " ",
		                           "€",
		                           "abc",
		                           "1,234,56",
		                           "1.23.456",
		                           "1,234",
		                           "12.345.6",
		                           "1.5",
		                           "1.234.56",
		                           "1.2345",
		                           "12,",
		                           ",50",
		                           "1 000",
		                           "--5",
		                           "5-",
		                           "1e3",
		                           "0x10",
		                           "1,-",
		                           "99999999999999999999",
		                           "92233720368547758,08",
		                           "१२",
		                           "1234.567",
		                           "1..234",
		                           "$5",
		                           "5 € €" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int64_t cents = 42;
		if (money_parse(str_of(bad[i]), &cents))
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(cents, 42);
	}
	int64_t cents;
	assert_false(money_parse(STR_NONE, &cents));
}

static void typed_decimals(void **state UNUSED)
{
	static const struct amount good[] = { { "0,5", 500 },    { "0.5", 500 },       { "3", 3000 },
		                              { "1,125", 1125 }, { "1.125", 1125 },    { "-2,25", -2250 },
		                              { " 7 ", 7000 },   { "1000,5", 1000500 } };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t v = -1;
		if (!decimal_parse(str_of(good[i].typed), &v) || v != good[i].value)
			fail_msg("%s became %lld", good[i].typed, (long long)v);
	}
	static const char *const bad[] = {
		"", "0,1234", ",5", "5,", "1.000,5", "1,2,3", "half", "1e3", "9999999999999999999", "1e+20"
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int64_t v;
		if (decimal_parse(str_of(bad[i]), &v))
			fail_msg("accepted: %s", bad[i]);
	}
}

static void printed_money(void **state UNUSED)
{
	same(money_german(mem, 123456), "1.234,56\u00A0€");
	same(money_german(mem, 5), "0,05\u00A0€");
	same(money_german(mem, -5), "-0,05\u00A0€");
	same(money_german(mem, 1792459100), "17.924.591,00\u00A0€");
	same(money_german(mem, INT64_MIN), "-92.233.720.368.547.758,08\u00A0€");
	same(money_english(mem, 123456), "€1,234.56");
	same(money_english(mem, -100000), "-€1,000.00");
	same(money_plain(mem, 123456), "1234,56");
	same(money_plain(mem, -5), "-0,05");
	same(money_grouped(mem, 123456789), "1.234.567,89");
	same(money_grouped(mem, -5), "-0,05");
}

static void printed_numbers(void **state UNUSED)
{
	same(decimal_german(mem, 500), "0,5");
	same(decimal_german(mem, 3000), "3");
	same(decimal_german(mem, 1000000), "1.000");
	same(decimal_german(mem, 1125), "1,125");
	same(decimal_german(mem, 1050), "1,05");
	same(decimal_german(mem, -7), "-0,007");
	same(decimal_english(mem, 1234500), "1,234.5");
	same(decimal_plain(mem, 500), "0.5");
	same(decimal_plain(mem, -1000000), "-1000");
	same(int_german(mem, 17924591), "17.924.591");
	same(int_german(mem, 999), "999");
	same(int_german(mem, 1000), "1.000");
	same(int_german(mem, 0), "0");
	same(int_german(mem, INT64_MIN), "-9.223.372.036.854.775.808");
	same(int_english(mem, -1000007), "-1,000,007");
}

static void what_a_field_shows_reads_back(void **state UNUSED)
{
	static const int64_t values[] = { 0, 1, -1, 99, 100, -12345, 5700000, 1792459100, 900000000000000 };
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		int64_t back = 0;
		assert_true(money_parse(money_plain(mem, values[i]), &back));
		assert_int_equal(back, values[i]);
		assert_true(money_parse(money_grouped(mem, values[i]), &back));
		assert_int_equal(back, values[i]);
		assert_true(money_parse(money_german(mem, values[i]), &back));
		assert_int_equal(back, values[i]);
		assert_true(decimal_parse(decimal_plain(mem, values[i]), &back));
		assert_int_equal(back, values[i]);
	}
}

/* T19: 70,289.82 € a year for the ten towns of the Kreis Höxter, and other splits: they always add up. */
static void shares_add_up_to_the_amount(void **state)
{
	(void)state;
	static const int64_t towns[] = { 289, 153, 129, 79, 82, 46, 87, 73, 137, 83 };
	int64_t shares[10], sum = 0;
	money_split(7028982, towns, 10, shares);
	for (int i = 0; i < 10; i++)
		sum += shares[i];
	assert_int_equal(sum, 7028982);
}

static void splits(int64_t cents, int64_t a, int64_t b, int64_t c, const char *expected)
{
	int64_t ret[3];
	money_split(cents, (const int64_t[]){ a, b, c }, 3, ret);
	same(str_print(mem, "%d %d %d", (int)ret[0], (int)ret[1], (int)ret[2]), expected);
}

static void cents_that_are_left_go_to_the_largest_remainders(void **state UNUSED)
{
	splits(100, 1, 1, 1, "34 33 33"); /* of equal ones to the first */
	splits(101, 1, 1, 1, "34 34 33");
	splits(5, 0, 3, 1, "0 4 1"); /* 0, 3.75, 1.25 */
	splits(7, 2, 0, 5, "2 0 5");
	splits(0, 5, 5, 5, "0 0 0");
	splits(10, 0, 0, 0, "10 0 0");
	splits(-100, 1, 1, 1, "-34 -33 -33"); /* a correction takes back what was given */
}

static void any_shares_add_up(void **state UNUSED)
{
	struct chance c = { 20250303 };
	for (int round = 0; round < 20000; round++) {
		int64_t weights[9], ret[9], sum = 0, given = 0;
		size_t n = (size_t)chance_between(&c, 1, 9);
		for (size_t i = 0; i < n; i++)
			sum += weights[i] = chance_percent(&c, 20) ? 0 : chance_below(&c, 1 << 30);
		int64_t cents = sum && chance_percent(&c, 50) ? (int64_t)(chance_next(&c) % (uint64_t)sum)
		                                              : chance_below(&c, 1 << 30);
		cents *= chance_percent(&c, 30) ? -1 : 1;
		money_split(cents, weights, n, ret);
		for (size_t i = 0; i < n; i++) {
			given += ret[i];
			if (!sum)
				continue;
			__int128 exact = (__int128)cents * weights[i], mine = (__int128)ret[i] * sum;
			assert_true(mine > exact - sum && mine < exact + sum);
			assert_true(weights[i] || !ret[i]);
			assert_true(cents < 0 || cents > sum || ret[i] <= weights[i]);
		}
		assert_true(given == cents);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(products_are_rounded_half_away_from_zero),
		cmocka_unit_test(typed_amounts),
		cmocka_unit_test(typed_amounts_that_are_none),
		cmocka_unit_test(typed_decimals),
		cmocka_unit_test(shares_add_up_to_the_amount),
		cmocka_unit_test(cents_that_are_left_go_to_the_largest_remainders),
		cmocka_unit_test(any_shares_add_up),
		cmocka_unit_test(printed_money),
		cmocka_unit_test(printed_numbers),
		cmocka_unit_test(what_a_field_shows_reads_back),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
