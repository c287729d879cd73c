/* The KI on a real database (SQLite and PostgreSQL): who they are, what anyone may read, what the days change. */
#include "features/centres/centres_test.h"

#include <string.h>

#include "core/audit.h"
#include "features/centres/centre_entitlement_pages.h"
#include "features/centres/centres_demo.h"
#include "features/centres/may_apply.h"

static void german(struct kit *k)
{
	assert_int_equal(words_load(), OK);
	k->cx.words = words_of(S("de"));
}

int set_up(void **state)
{
	struct kit *k = kit_furnished();
	german(k);
	*state = k;
	return 0;
}

int tear_down(void **state)
{
	kit_close(*state);
	return 0;
}

void next(struct kit *k)
{
	kit_next(k);
	german(k);
}

struct tenant centre_called(struct kit *k, const char *slug)
{
	struct tenant t;
	assert_int_equal(tenant_by_slug(&k->cx, str_of(slug), &t), OK);
	return t;
}

static struct list all_on(struct kit *k, enum centre_sort sort, day on)
{
	struct list l = { 0 };
	struct centre_query q = { .district = S(""), .kind = S(""), .sort = sort, .limit = 100 };
	assert_int_equal(centre_list(&k->cx, &q, on, &l), OK);
	return l;
}

static int64_t count(struct kit *k, const char *district, const char *kind)
{
	int64_t n = -1;
	struct centre_query q = { .district = str_of(district), .kind = str_of(kind), .limit = 1 };
	assert_int_equal(centre_count(&k->cx, &q, &n), OK);
	return n;
}

/* --- the 54 (P-CEN-1) --------------------------------------------------------------------------------------------- */

static void there_are_54_of_two_kinds_in_five_regions(void **state)
{
	struct kit *k = *state;
	assert_int_equal(count(k, "", ""), 54);
	assert_int_equal(count(k, "", "kreis"), 31);
	assert_int_equal(count(k, "", "kreisfreie_stadt"), 23);
	assert_int_equal(count(k, "duesseldorf", ""), 15);
	assert_int_equal(count(k, "koeln", ""), 12);
	assert_int_equal(count(k, "arnsberg", ""), 12);
	assert_int_equal(count(k, "muenster", ""), 8);
	assert_int_equal(count(k, "detmold", ""), 7);
	assert_int_equal(count(k, "detmold", "kreisfreie_stadt"), 1); /* Bielefeld */
}

static int64_t population(struct kit *k, day on, day counted_on)
{
	struct list l = all_on(k, SORT_NAME, on);
	int64_t sum = 0;
	LIST_EACH (const struct centre, c, &l) {
		assert_true(c->inhabitants.has);
		assert_int_equal(day_cmp(c->counted_on, counted_on), 0);
		sum += c->inhabitants.v;
	}
	return sum;
}

/* T38: the sums of statistik.nrw. */
static void population_adds_up_to_the_land(void **state)
{
	struct kit *k = *state;
	assert_int_equal(population(k, DAY(2022, 6, 1), DAY(2021, 12, 31)), 17924591);
	assert_int_equal(population(k, DAY(2018, 12, 31), DAY(2018, 12, 31)), 17932651);
	struct list before = all_on(k, SORT_NAME, DAY(2018, 12, 30));
	LIST_EACH (const struct centre, c, &before)
		assert_false(c->inhabitants.has);
}

static void the_newest_figure_counts_and_says_its_day(void **state)
{
	struct kit *k = *state;
	struct centre c;
	assert_int_equal(centre_find(&k->cx, centre_called(k, "duesseldorf").id, DAY(2024, 1, 1), &c), OK);
	assert_int_equal(c.inhabitants.v, 631217);
	assert_int_equal(day_cmp(c.counted_on, DAY(2023, 12, 31)), 0);
	assert_int_equal(centre_find(&k->cx, centre_called(k, "coesfeld").id, DAY(2024, 1, 1), &c), OK);
	assert_int_equal(c.inhabitants.v, 221352);
	assert_int_equal(day_cmp(c.counted_on, DAY(2021, 12, 31)), 0);
}

/* The 5-digit key is shared by StädteRegion and Stadt Aachen; the 8-digit one tells them apart. */
static void aachen_has_two(void **state)
{
	struct kit *k = *state;
	struct municipality town;
	assert_string_equal(centre_called(k, "aachen").kind.p, "kreisfreie_stadt");
	assert_string_equal(centre_called(k, "staedteregion-aachen").kind.p, "kreis");
	assert_int_equal(municipality_find(&k->cx, S(AACHEN), &town), OK);
	assert_string_equal(town.centre_slug.p, "aachen");
	struct list towns = { 0 };
	assert_int_equal(municipality_list(&k->cx, centre_called(k, "staedteregion-aachen").id, &towns), OK);
	assert_int_equal(towns.n, 9);
	LIST_EACH (const struct municipality, m, &towns)
		assert_false(str_is(m->ags8, AACHEN));
}

static bool neighbours(const struct centre *a, const struct centre *b)
{
	int64_t rows = b->hex_row - a->hex_row,
	        half = 2 * (b->hex_column - a->hex_column) + (b->hex_row & 1) - (a->hex_row & 1);
	return rows == 0 ? half == 2 || half == -2 : (rows == 1 || rows == -1) && (half == 1 || half == -1);
}

static const struct centre *hexagon(const struct list *l, const char *short_name)
{
	LIST_EACH (const struct centre, c, l)
		if (str_is(c->short_name, short_name))
			return c;
	return NULL;
}

/* Each has a place of its own and touches another; a few neighbours of real life are neighbours on the map, too. */
static void hexagons_make_one_map(void **state)
{
	static const char *const pairs[][2] = { { "BO", "HER" },  { "DU", "OB" }, { "COE", "BOR" }, { "HF", "MI" },
		                                { "AC", "SR" },   { "PB", "HX" }, { "K", "GL" },    { "BI", "GT" },
		                                { "KLE", "WES" }, { "OE", "SI" } };
	struct kit *k = *state;
	struct list l = all_on(k, SORT_NAME, k->cx.today);
	LIST_EACH (const struct centre, a, &l) {
		int touching = 0;
		LIST_EACH (const struct centre, b, &l) {
			assert_true(a == b || a->hex_column != b->hex_column || a->hex_row != b->hex_row);
			assert_true(a == b || !str_eq(a->short_name, b->short_name));
			touching += neighbours(a, b);
		}
		assert_true(touching > 0);
	}
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_true(neighbours(hexagon(&l, pairs[i][0]), hexagon(&l, pairs[i][1])));
	assert_true(hexagon(&l, "MI")->hex_row < hexagon(&l, "SI")->hex_row);        /* north-east, south-east */
	assert_true(hexagon(&l, "KLE")->hex_column < hexagon(&l, "HX")->hex_column); /* west, east */
}

static void municipalities_are_396(void **state)
{
	struct kit *k = *state;
	struct list all = { 0 }, coesfeld = { 0 };
	int free_towns = 0;
	assert_int_equal(municipality_all(&k->cx, &all), OK);
	assert_int_equal(all.n, 396);
	LIST_EACH (const struct municipality, m, &all)
		free_towns += str_is(m->kind, "kreisfreie_stadt");
	assert_int_equal(free_towns, 23);
	assert_int_equal(municipality_list(&k->cx, centre_called(k, "coesfeld").id, &coesfeld), OK);
	assert_int_equal(coesfeld.n, 11);
	assert_string_equal(LIST_AT(&coesfeld, struct municipality, 3)->name.p, "Dülmen");
}

/* Pages of 25: every KI once, in the same order as in one piece, for every order. */
static void paging_shows_each_once(void **state)
{
	struct kit *k = *state;
	for (int sort = SORT_NAME; sort <= SORT_DISTRICT; sort++) {
		struct list whole = all_on(k, (enum centre_sort)sort, k->cx.today);
		struct centre_query q = {
			.district = S(""), .kind = S(""), .sort = (enum centre_sort)sort, .limit = 25
		};
		size_t seen = 0;
		do {
			struct list page = { 0 };
			assert_int_equal(centre_list(&k->cx, &q, k->cx.today, &page), OK);
			assert_true(page.n > 0);
			for (size_t i = 0; i < page.n; i++)
				assert_int_equal(LIST_AT(&page, struct centre, i)->id,
				                 LIST_AT(&whole, struct centre, seen++)->id);
			q.after = page.next;
		} while (q.after.p);
		assert_int_equal(seen, 54);
	}
}

static void a_cursor_from_elsewhere_starts_at_the_beginning(void **state)
{
	struct kit *k = *state;
	const str bad[] = { S(""), S("~"), S("x"), S("abc~def"), S("1~2~3~4"), S("kleve~99999999999999999999") };
	for (int sort = SORT_NAME; sort <= SORT_DISTRICT; sort++)
		for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
			struct list page = { 0 };
			struct centre_query q = { .district = S(""),
				                  .kind = S(""),
				                  .sort = (enum centre_sort)sort,
				                  .after = bad[i],
				                  .limit = 5 };
			assert_int_equal(centre_list(&k->cx, &q, k->cx.today, &page), OK);
		}
}

/* --- recognition (S-CEN-3) ---------------------------------------------------------------------------------------- */

static str notice(struct kit *k, day on)
{
	str s;
	struct tenant t = centre_called(k, "coesfeld");
	assert_int_equal(centre_recognition(&k->cx, &t, on, &s), OK);
	return s;
}

static void the_notice_names_the_section_of_the_day(void **state)
{
	struct kit *k = *state;
	assert_true(str_has(notice(k, DAY(2021, 12, 31)), "§ 7 Teilhabe- und Integrationsgesetz"));
	assert_true(str_has(notice(k, DAY(2022, 1, 1)), "§ 8 Teilhabe- und Integrationsgesetz"));
	assert_true(str_has(notice(k, k->cx.today), "§ 8 "));
	assert_null(notice(k, DAY(2012, 2, 24)).p);
	assert_non_null(notice(k, DAY(2012, 2, 25)).p);
}

/* --- who may apply (S-CEN-1) -------------------------------------------------------------------------------------- */

static struct may_apply ask(struct kit *k, const char *typed)
{
	struct may_apply a;
	assert_int_equal(may_apply_answer(&k->cx, str_of(typed), &a), OK);
	return a;
}

static void a_kreisangehoerige_municipality_may_not_apply(void **state)
{
	struct kit *k = *state;
	struct may_apply a = ask(k, "Dülmen");
	assert_true(a.no);
	assert_true(str_has(a.sentence, "kreisangehörig"));
	assert_true(str_has(a.way, "Anregung"));
	assert_string_equal(a.centre_path.p, "/centres/coesfeld");
	assert_non_null(a.rule);
	assert_string_equal(a.rule->code.p, "applicants-2012");
	assert_true(ask(k, "  stadt duelmen ").no);
	assert_true(ask(k, DULMEN).no);
	assert_true(ask(k, "Gemeinde Senden").no);
	assert_true(ask(k, "Eschweiler").no); /* in the StädteRegion */
}

static void kreise_and_free_towns_may_apply(void **state)
{
	struct kit *k = *state;
	static const char *const yes[] = { "Münster",
		                           "Muenster",
		                           "Aachen",
		                           "Kreis Coesfeld",
		                           "StädteRegion Aachen",
		                           "hochsauerlandkreis",
		                           "Mülheim an der Ruhr",
		                           "05334002" };
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(ask(k, yes[i]).yes);
	assert_true(ask(k, "Coesfeld").no); /* the town, not the Kreis of that name */
}

static void unknown_names_get_similar_ones(void **state)
{
	struct kit *k = *state;
	struct may_apply a = ask(k, "Dülmem");
	assert_true(a.unknown);
	assert_string_equal(LIST_AT(&a.similar, struct link, 0)->text.p, "Dülmen");
	assert_true(ask(k, "Hannover").unknown);
	assert_null(ask(k, "").verdict.p);
	assert_int_equal(ask(k, "xqzzzzzzyyy").similar.n, 0);
	assert_int_equal(edit_distance(S("kitten"), S("sitting")), 3);
	assert_int_equal(edit_distance(S(""), S("abc")), 3);
}

/* --- settings by day (P-RUL-3, P-CEN-1) --------------------------------------------------------------------------- */

static const char *land_on(struct kit *k, const struct setting *s, day on)
{
	struct setting_row row;
	assert_int_equal(setting_get(&k->cx, s, 0, on, &row), OK);
	return row.value.p ? row.value.p : "";
}

static void bodies_of_the_land_have_the_name_of_the_day(void **state)
{
	struct kit *k = *state;
	assert_non_null(strstr(land_on(k, &setting_ministry_integration, DAY(2013, 1, 1)), "(MAIS)"));
	assert_non_null(strstr(land_on(k, &setting_ministry_integration, DAY(2018, 5, 8)), "(MKFFI)"));
	assert_non_null(strstr(land_on(k, &setting_ministry_integration, DAY(2023, 3, 10)), "(MKJFGFI)"));
	assert_non_null(strstr(land_on(k, &setting_ministry_school, DAY(2013, 1, 1)), "(MSW)"));
	assert_non_null(strstr(land_on(k, &setting_ministry_school, DAY(2018, 5, 8)), "(MSB)"));
	assert_non_null(strstr(land_on(k, &setting_lasi, DAY(2022, 12, 18)), "Koordinierungsstelle"));
	assert_non_null(strstr(land_on(k, &setting_lasi, DAY(2022, 12, 19)), "LaSI"));
	assert_non_null(strstr(land_on(k, &setting_authority, k->cx.today), "Arnsberg, Dezernat 36"));
	assert_string_equal(land_on(k, &setting_lasi, DAY(2010, 1, 1)), "");
}

static err set_setting(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	return setting_set_in_tx(cx, j->setting, j->centre.id, &j->row);
}

/* S-CEN-3: the name is free from a day on; the official one stays known. */
static void a_free_name_counts_from_its_day(void **state)
{
	struct kit *k = *state;
	struct centre c;
	struct job j = { .centre = centre_called(k, "coesfeld"), .setting = &setting_display_name };
	j.row = (struct setting_row){ .valid_from = DAY(2024, 1, 1),
		                      .value = S("Haus der Vielfalt"),
		                      .mark = S("read"),
		                      .source = S("Beschluss") };
	assert_int_equal(RUN(k, set_setting, &j), OK);
	assert_int_equal(centre_find(&k->cx, j.centre.id, DAY(2023, 12, 31), &c), OK);
	assert_string_equal(c.name.p, "Kommunales Integrationszentrum Kreis Coesfeld");
	assert_int_equal(centre_find(&k->cx, j.centre.id, DAY(2024, 1, 1), &c), OK);
	assert_string_equal(c.name.p, "Haus der Vielfalt");
	assert_string_equal(c.official_name.p, "Kommunales Integrationszentrum Kreis Coesfeld");
	assert_int_equal(centre_find(&k->cx, centre_called(k, "kleve").id, DAY(2024, 1, 1), &c), OK);
	assert_string_equal(c.name.p, "Kommunales Integrationszentrum Kreis Kleve");
}

/* --- example data ------------------------------------------------------------------------------------------------- */

static void the_example_data_fit_the_rules(void **state)
{
	struct kit *k = *state;
	struct list l = { 0 }, entries = { 0 };
	struct body_picture bodies;
	assert_int_equal(centres_demo(&k->cx), OK);
	next(k);
	struct tenant c = centre_called(k, "coesfeld");
	assert_int_equal(readiness_on(&k->cx, &c, DAY(2026, 11, 21), &l), OK);
	assert_true(LIST_AT(&l, struct readiness, BASE)->possible);
	assert_true(LIST_AT(&l, struct readiness, RUNNING)->possible);
	assert_false(LIST_AT(&l, struct readiness, KIM)->possible);
	assert_int_equal(involvement_list(&k->cx, c.id, &entries), OK);
	bodies_of(&k->cx, &entries, k->cx.today, &bodies);
	assert_int_equal(bodies.missing, 1);
	assert_true(body(&bodies, "land_structures")->missing);
}

/* `scharnier demo --now`: on whatever day it is looked at, nothing lies in the future, and the older half is there. */
static void example_data_on(struct kit *k, day today)
{
	struct list checks = { 0 }, agreements = { 0 };
	k->cx.today = today;
	k->cx.now = instant_at(today, 600);
	assert_int_equal(centres_demo(&k->cx), OK);
	next(k);
	struct tenant c = centre_called(k, "coesfeld");
	assert_int_equal(check_history(&k->cx, c.id, &checks), OK);
	assert_true(checks.n >= 5);
	LIST_EACH (const struct check_entry, e, &checks)
		assert_true(day_cmp(e->day, today) <= 0);
	assert_int_equal(agreement_list(&k->cx, &c, &agreements), OK);
	assert_int_equal(agreements.n, day_cmp(today, DAY(2025, 12, 9)) >= 0);
}

static void the_example_data_fit_the_beginning_of_2025(void **state)
{
	example_data_on(*state, DAY(2025, 1, 15));
}

static void the_example_data_fit_the_first_days_of_a_year(void **state)
{
	example_data_on(*state, DAY(2026, 1, 2));
}

static void the_example_data_fit_a_leap_day(void **state)
{
	example_data_on(*state, DAY(2028, 2, 29));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(there_are_54_of_two_kinds_in_five_regions),
		TEST(population_adds_up_to_the_land),
		TEST(the_newest_figure_counts_and_says_its_day),
		TEST(aachen_has_two),
		TEST(hexagons_make_one_map),
		TEST(municipalities_are_396),
		TEST(paging_shows_each_once),
		TEST(a_cursor_from_elsewhere_starts_at_the_beginning),
		TEST(the_notice_names_the_section_of_the_day),
		TEST(a_kreisangehoerige_municipality_may_not_apply),
		TEST(kreise_and_free_towns_may_apply),
		TEST(unknown_names_get_similar_ones),
		TEST(bodies_of_the_land_have_the_name_of_the_day),
		TEST(a_free_name_counts_from_its_day),
		TEST(the_example_data_fit_the_rules),
		TEST(the_example_data_fit_the_beginning_of_2025),
		TEST(the_example_data_fit_the_first_days_of_a_year),
		TEST(the_example_data_fit_a_leap_day),
	};
	if (!kit_available())
		return 77;
	int failed = cmocka_run_group_tests_name("centres", tests, NULL, NULL);
	return failed + _cmocka_run_group_tests("centre records", record_tests, record_test_count, NULL, NULL);
}
