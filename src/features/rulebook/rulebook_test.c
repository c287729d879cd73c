/* The rulebook on a real database: the totals of the law on every day (S-RUL-1 ... 6, S-RUL-8, P-RUL-1, P-RUL-2). */
#include "features/rulebook/rulebook_test.h"

#include "core/audit.h"
#include "core/words.h"
#include "crypt/crypt.h"

struct user ministry, authority, deputy;

static err create(struct cx *cx, const void *in, void *ret)
{
	return user_create_in_tx(cx, in, ret);
}

struct user account(const char *login, const char *name, const char *role)
{
	struct user_new in = {
		.login = str_of(login), .name = str_of(name), .role = str_of(role), .password = S("ein langes Passwort")
	};
	struct user u;
	assert_int_equal(db_tx(&k->cx, "create", create, &in, &u, sizeof u), OK);
	/* the arena of a request ends: keep what the tests use */
	u.login = str_copy(k->mem, u.login);
	u.name = str_copy(k->mem, u.name);
	u.role = str_copy(k->mem, u.role);
	return u;
}

int rulebook_set_up(void **state)
{
	(void)state;
	k = kit_furnished();
	ministry = account("ministry@land", "Referat 425", "ministry");
	authority = account("authority@arnsberg", "Dezernat 36", "authority");
	deputy = account("deputy@land", "REFERAT 425", "ministry");
	return 0;
}

int rulebook_tear_down(void **state)
{
	(void)state;
	kit_close(k);
	return 0;
}

/* The next request, of this person, a minute later. */
struct cx *as(const struct user *u)
{
	instant now = k->cx.now;
	kit_next(k);
	k->cx.now = (instant){ now.ms + 60000 };
	k->cx.words = words_of(S("de"));
	k->cx.user = u;
	return &k->cx;
}

struct entitlement ask(const char *kind, const char *slug, const char *date)
{
	struct rule_centre centre = { 0 };
	struct entitlement e;
	if (slug)
		assert_int_equal(rule_centre_by_slug(&k->cx, str_of(slug), &centre), OK);
	assert_int_equal(entitlement_on(&k->cx, str_of(kind), centre.id, on(date), &e), OK);
	return e;
}

int64_t total(const char *kind, const char *date)
{
	return ask(kind, NULL, date).total_cents;
}

struct rule rule(const char *code)
{
	struct rule r;
	assert_int_equal(rule_by_code(&k->cx, str_of(code), &r), OK);
	return r;
}

/* --- what the rulebook says --------------------------------------------------------------------------------------- */

/* Issue 2: the totals of every period, read from the database. S-RUL-1, S-RUL-3, S-RUL-5, S-RUL-6. */
static void totals_of_the_law(void **state UNUSED)
{
	static const struct {
		const char *date;
		int64_t kreis, stadt;
		bool complete, assumed;
	} want[] = {
		{ "2012-06-24", 0, 0, true, false },           { "2013-06-01", 170000, 170000, true, false },
		{ "2016-12-31", 170000, 170000, true, false }, { "2017-01-01", 370000, 320000, true, false },
		{ "2018-06-01", 370000, 320000, true, false }, { "2020-12-31", 370000, 320000, true, false },
		{ "2021-01-01", 402500, 347500, true, false }, { "2021-06-01", 402500, 347500, true, false },
		{ "2024-06-01", 414500, 357500, true, false }, { "2024-12-31", 414500, 357500, true, false },
		{ "2025-01-01", 452500, 395500, false, true }, { "2025-06-01", 452500, 395500, false, true },
		{ "2031-07-01", 452500, 395500, false, true },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct entitlement kreis = ask("kreis", NULL, want[i].date);
		struct entitlement stadt = ask("kreisfreie_stadt", NULL, want[i].date);
		assert_int_equal(kreis.total_cents, EURO(want[i].kreis));
		assert_int_equal(stadt.total_cents, EURO(want[i].stadt));
		assert_int_equal(kreis.complete, want[i].complete);
		assert_int_equal(stadt.assumed, want[i].assumed);
	}
}

/* S-RUL-2, S-RUL-5, S-RUL-8: two teachers since 2012, more from 2017 to 2019, never money. */
static void teachers_by_decree(void **state UNUSED)
{
	static const struct {
		const char *kind, *date;
		int64_t thousandths;
	} want[] = { { "kreis", "2015-06-01", 2000 }, { "kreis", "2018-05-07", 3500 },
		     { "kreis", "2018-05-08", 3500 }, { "kreisfreie_stadt", "2018-06-01", 3000 },
		     { "kreis", "2020-06-01", 2000 }, { "kreisfreie_stadt", "2026-11-21", 2000 } };
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct entitlement e = ask(want[i].kind, NULL, want[i].date);
		const struct entitlement_item *it = entitlement_find(&e, S("teacher"));
		assert_non_null(it);
		assert_int_equal(it->quantity.v, want[i].thousandths);
		assert_true(it->is_post);
		assert_int_equal(it->total_cents.v, 0);
	}
}

/* T10, T16, T17, T18, T19, T22: KOMM-AN and KIM of single KI, beside the KI guideline's own total. S-RUL-4. */
static void programmes_of_single_centres(void **state UNUSED)
{
	static const struct {
		const char *slug, *date, *item;
		int64_t cents; /* -1: unknown */
	} want[] = {
		{ "coesfeld", "2024-06-01", "komman_posts", EURO(85500) },
		{ "coesfeld", "2024-06-01", "komman_costs", EURO(15000) },
		{ "staedteregion-aachen", "2024-06-01", "interpreter_costs", EURO(50000) },
		{ "staedteregion-aachen", "2024-06-01", "komman_costs", EURO(15000) },
		{ "staedteregion-aachen", "2024-06-01", "komman_local", EURO(121100) },
		{ "staedteregion-aachen", "2024-06-01", "kim_costs", EURO(40000) },
		{ "staedteregion-aachen", "2025-06-01", "interpreter_costs", EURO(30000) },
		{ "staedteregion-aachen", "2025-06-01", "komman_costs", 0 },
		{ "staedteregion-aachen", "2025-06-01", "komman_local", 0 },
		{ "staedteregion-aachen", "2025-06-01", "kim_costs", EURO(15000) },
		{ "hoexter", "2016-06-01", "komman_local", 7028982 },
		{ "hoexter", "2021-12-31", "komman_local", 7028982 },
		{ "hoexter", "2022-06-01", "komman_local", -1 },
		{ "steinfurt", "2024-06-01", "komman_local", EURO(193300) },
		{ "rhein-kreis-neuss", "2016-06-01", "komman_local", -1 },
		{ "unna", "2021-06-01", "kim_case", -1 },
		{ "coesfeld", "2016-06-01", "komman_posts", -1 },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct entitlement e = ask("kreis", want[i].slug, want[i].date);
		const struct entitlement_item *it = entitlement_find(&e, str_of(want[i].item));
		assert_non_null(it);
		assert_int_equal(it->total_cents.has, want[i].cents >= 0);
		assert_int_equal(it->unknown, want[i].cents < 0);
		if (want[i].cents >= 0)
			assert_int_equal(it->total_cents.v, want[i].cents);
	}
	struct entitlement e = ask("kreis", "coesfeld", "2023-06-01");
	bool complete;
	assert_int_equal(entitlement_total(&e, S("kim"), &complete), EURO(1020000) + 0);
	assert_int_equal(e.total_cents, EURO(414500));
	e = ask("kreis", "coesfeld", "2016-06-01");
	assert_int_equal(entitlement_find(&e, S("komman_posts"))->quantity.v, 1500);
}

/* T14, T15: the Land's ceiling over all 54. */
static void ceiling_of_the_land(void **state UNUSED)
{
	struct list rules = { 0 }, centres = { 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	assert_int_equal(rule_centres(&k->cx, &centres), OK);
	assert_int_equal(centres.n, 54);
	struct effects e =
	        rule_effects(k->cx.mem, &rules, &rules, &centres, S("specialist"), S("base"), on("2018-06-01"));
	assert_int_equal(e.before_total, EURO(18830000));
	e = rule_effects(k->cx.mem, &rules, &rules, &centres, S("specialist"), S("base"), on("2024-06-01"));
	assert_int_equal(e.before_total, EURO(21072000));
}

static void term_is(const char *item, const char *date, const char *want)
{
	struct rule r;
	kit_next(k);
	err e = rule_term(&k->cx, item, S("kreis"), 0, on(date), &r);
	assert_int_equal(e, want ? OK : E_NOTFOUND);
	if (want)
		assert_string_equal(str_c(k->cx.mem, r.value), want);
}

static void terms_by_day(void **state UNUSED)
{
	term_is("recognition_section", "2012-02-24", NULL);
	term_is("recognition_section", "2021-12-31", "§ 7");
	term_is("recognition_section", "2022-01-01", "§ 8");
	term_is("raa_transition", "2013-07-31", "31.07.2013");
	term_is("raa_transition", "2013-08-01", NULL);
	term_is("interest_points", "2023-06-19", "5");
	term_is("interest_points", "2023-06-20", "3");
	term_is("use_within", "2024-06-01", "2");
	term_is("concept_update_within", "2024-06-01", "6");
	term_is("concept_new_within", "2024-06-01", "12");
	term_is("application_deadline", "2026-06-01", "31.10.");
	term_is("kim_application_deadline", "2020-10-01", "28.12.2020");
	term_is("tax_free_volunteer", "2020-12-31", "720 €");
	term_is("tax_free_volunteer", "2025-12-31", "840 €");
	term_is("tax_free_volunteer", "2026-01-01", "960 €");
	term_is("tax_free_trainer", "2020-12-31", "2.400 €");
	term_is("tax_free_trainer", "2025-12-31", "3.000 €");
	term_is("tax_free_trainer", "2026-01-01", "3.300 €");
	term_is("no_such_term", "2024-06-01", NULL);
}

/* P-RUL-1, P-RUL-2: every rule names its source and mark; the type of financing changes with 2021. */
static void marks_and_financing(void **state UNUSED)
{
	struct list rules = { 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	assert_true(rules.n >= 112);
	LIST_EACH (const struct rule, r, &rules) {
		assert_true(r->source.n > 0);
		assert_true(choices_has(&mark_choices, r->mark));
		assert_true(choices_has(&item_choices, r->item));
		if (str_is(r->mark, "unknown") && !str_is(r->programme, "terms"))
			assert_false(r->quantity.has && r->unit_cents.has);
		assert_null(rule_collision(&rules, r));
	}
	assert_string_equal(rule("specialist-2017-kreis").financing.p, "lump_sum");
	assert_string_equal(rule("specialist-2021-kreis").financing.p, "full_capped");
	assert_string_equal(rule("komman-local-2016").financing.p, "lump_sum");
	assert_string_equal(rule("specialist-2025-stadt").mark.p, "assumed");
	assert_string_equal(rule("fathers-work-2025").mark.p, "unknown");
}

struct item_row {
	str code;
};
static const struct field item_row_fields[] = { FIELD(struct item_row, code, KIND_TEXT) };
static const struct record item_row_rec = RECORD("rule_item", struct item_row, item_row_fields);

/* The words of the program know every item of the table, in the same order. */
static void items_of_table_and_program_agree(void **state UNUSED)
{
	static const struct sql q = { "SELECT code FROM rule_item ORDER BY position LIMIT 1000", "" };
	struct list items = { 0 };
	assert_int_equal(db_list(&k->cx, &q, &item_row_rec, &items, V_NONE), OK);
	size_t i = 0;
	for (; item_choices.codes[i]; i++) {
		assert_true(i < items.n);
		assert_string_equal(LIST_AT(&items, struct item_row, i)->code.p, item_choices.codes[i]);
	}
	assert_int_equal(i, items.n);
}

static void lists_are_paged_and_filtered(void **state UNUSED)
{
	struct rule_filter all = { 0 },
	                   base = { .on = on("2024-06-01"), .programme = S("base"), .authority = S("kreis") };
	struct list page = { 0 };
	int64_t count = 0, seen = 0;
	str after = STR_NONE;
	assert_int_equal(rules_count(&k->cx, &all, &count), OK);
	do {
		page = (struct list){ 0 };
		assert_int_equal(rules_list(&k->cx, &all, after, 25, &page), OK);
		assert_true(page.n <= 25);
		seen += (int64_t)page.n;
		after = page.next;
	} while (after.p);
	assert_int_equal(seen, count);
	page = (struct list){ 0 };
	assert_int_equal(rules_list(&k->cx, &base, STR_NONE, 25, &page), OK);
	assert_int_equal(page.n, 3);
	assert_string_equal(LIST_AT(&page, struct rule, 0)->code.p, "specialist-2023-kreis");
	struct rule_filter unsure = {
		.on = on("2026-01-01"), .mark = S("assumed"), .programme = S("base"), .authority = S("kreisfreie_stadt")
	};
	page = (struct list){ 0 };
	assert_int_equal(rules_list(&k->cx, &unsure, STR_NONE, 25, &page), OK);
	assert_int_equal(page.n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(totals_of_the_law),
		TEST(teachers_by_decree),
		TEST(programmes_of_single_centres),
		TEST(ceiling_of_the_land),
		TEST(terms_by_day),
		TEST(marks_and_financing),
		TEST(items_of_table_and_program_agree),
		TEST(lists_are_paged_and_filtered),
	};
	if (!kit_available())
		return 77;
	crypt_init();
	if (words_load() != OK)
		return 1;
	int failed = cmocka_run_group_tests_name("rulebook", tests, NULL, NULL);
	return failed + rule_change_tests();
}
