/* What is free of tax in a year (P-INT-7, P-INT-4). */
#include "features/interpreters/tariff_test.h"

#include "features/interpreters/tax_ceiling.h"
#include "features/rulebook/rulebook.h"

static struct list tax_rules(void)
{
	struct list rules = { 0 };
	static const struct {
		const char *item, *value;
		int from, to;
	} law[] = { { "tax_free_volunteer", "840 €", 2021, 2025 },
		    { "tax_free_volunteer", "960 €", 2026, 0 },
		    { "tax_free_trainer", "3.300 €", 2026, 0 } };
	for (size_t i = 0; i < sizeof law / sizeof *law; i++)
		*LIST_ADD(cx.mem, &rules, struct rule) =
		        (struct rule){ .code = str_print(cx.mem, "r-%zu", i),
			               .item = str_of(law[i].item),
			               .part = S("base"),
			               .value = str_of(law[i].value),
			               .valid_from = day_of(law[i].from, 1, 1),
			               .valid_to = law[i].to ? day_of(law[i].to, 12, 31) : DAY_NONE,
			               .source = S("§ 3 EStG"),
			               .mark = S("read") };
	return rules;
}

static struct tax_ceiling ceiling(const char *kind, int year)
{
	struct list rules = tax_rules();
	return tax_ceiling_of(cx.mem, &rules, str_of(kind), year);
}

/* P-INT-7: at 25 € the 38th assignment of 2026 passes (950 €), the 39th (975 €) asks for consent. */
static void the_39th_assignment_asks_for_consent(void **state UNUSED)
{
	struct tax_ceiling c = ceiling("volunteer", 2026);
	int64_t earned = 0;
	assert_int_equal(c.cents.v, 96000);
	assert_string_equal(c.rule_path.p, "/rules/r-1");
	for (int n = 1; n <= 38; n++) {
		struct tax_verdict v = tax_verdict_of(&c, earned, 0, 2500);
		assert_string_equal(v.verdict.p, "fits");
		assert_int_equal(v.over_cents, 0);
		earned = v.after_cents;
	}
	assert_int_equal(earned, 95000);
	struct tax_verdict v = tax_verdict_of(&c, earned, 0, 2500);
	assert_string_equal(v.verdict.p, "consent");
	assert_int_equal(v.after_cents, 97500);
	assert_int_equal(v.left_cents.v, 1000);
	assert_int_equal(v.over_cents, 1500);
	v = tax_verdict_of(&c, v.after_cents, 0, 2500);
	assert_int_equal(v.over_cents, 2500);
	assert_int_equal(v.total_over_cents, 4000);
	assert_int_equal(v.left_cents.v, 0);
}

static void the_ceiling_by_year_and_other_income(void **state UNUSED)
{
	struct tax_ceiling c = ceiling("volunteer", 2025);
	assert_int_equal(c.cents.v, 84000);
	struct tax_verdict v = tax_verdict_of(&c, 81500, 0, 2500);
	assert_string_equal(v.verdict.p, "fits"); /* exactly 840 € */
	v = tax_verdict_of(&c, 81500, 1, 2500);
	assert_string_equal(v.verdict.p, "consent"); /* a cent earned elsewhere */
	assert_int_equal(v.over_cents, 1);
	v = tax_verdict_of(&c, 90000, 0, -2500); /* a correction that gives back */
	assert_string_equal(v.verdict.p, "fits");
	assert_int_equal(v.total_over_cents, 3500);
	c = ceiling("trainer", 2026);
	assert_int_equal(c.cents.v, 330000);
	c = ceiling("none", 2026);
	assert_string_equal(tax_verdict_of(&c, 999900, 0, 2500).verdict.p, "fits");
	c = ceiling("volunteer", 2010);
	assert_false(c.cents.has);
	assert_string_equal(tax_verdict_of(&c, 0, 0, 2500).verdict.p, "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_39th_assignment_asks_for_consent),
		TEST(the_ceiling_by_year_and_other_income),
	};
	if (words_load() != OK)
		return 1;
	return cmocka_run_group_tests_name("tax_ceiling", tests, NULL, NULL);
}
