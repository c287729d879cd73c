/* chart_test.c -- what a reader, a screen reader and the policy of the site need from a picture. */
#include "base/arena.h"
#include "view/chart.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *mem;

static int set_up(void **state)
{
	(void)state;
	mem = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static void has(str svg, const char *part)
{
	if (!str_has(svg, part))
		fail_msg("no '%s' in\n" STR_FMT, part, STR_ARG(svg));
}

static void has_not(str svg, const char *part)
{
	if (str_has(svg, part))
		fail_msg("'%s' in\n" STR_FMT, part, STR_ARG(svg));
}

static int times(str s, const char *part)
{
	int n = 0;
	for (const char *at = s.p; (at = strstr(at, part)); at += strlen(part))
		n++;
	return n;
}

/* Every element is closed in order, and no style, script or event is in it. */
static void is_well_formed(str s)
{
	const char *open[64];
	size_t depth = 0, length[64];
	for (const char *at = s.p; (at = strchr(at, '<')); at++) {
		const char *end = strchr(at, '>');
		assert_non_null(end);
		if (at[1] == '/') {
			assert_true(depth > 0);
			depth--;
			assert_memory_equal(open[depth], at + 2, length[depth]);
		} else if (end[-1] != '/') {
			assert_true(depth < 64);
			open[depth] = at + 1;
			length[depth++] = strcspn(at + 1, " >");
		}
	}
	assert_int_equal(depth, 0);
	has_not(s, "style=");
	has_not(s, "<script");
	has_not(s, " on");
}

static void is_described(str s, const char *role)
{
	is_well_formed(s);
	has(s, "<figure class=\"chart ");
	has(s, str_print(mem, "role=\"%s\" aria-labelledby=\"pupils-title\" aria-describedby=\"pupils-desc\"", role).p);
	has(s, "<title id=\"pupils-title\">Neu zugewanderte Kinder</title>");
	has(s, "<desc id=\"pupils-desc\">Schuljahr 2026/27 &amp; Vorjahr</desc>");
}

static str bars(const struct bar *b, size_t n)
{
	return chart_bars(mem, S("pupils"), S("Neu zugewanderte Kinder"), S("Schuljahr 2026/27 & Vorjahr"), b, n);
}

static void test_bars(void **state)
{
	(void)state;
	struct bar b[] = { { S("Grundschulen"), S("1.200 Kinder"), 1200, 4, false },
		           { S("Gymnasien <G9>"), S("300 Kinder"), 300, 2, false },
		           { S("Berufskollegs"), S("0 Kinder"), 0, 0, false } };
	str s = bars(b, 3);
	is_described(s, "img");
	has(s, "class=\"chart-bar chart-tone-4\" x=\"0\" width=\"100.00%\"");
	has(s, "class=\"chart-bar chart-tone-2\" x=\"0\" width=\"25.00%\"");
	has(s, "class=\"chart-bar chart-tone-0\" x=\"0\" width=\"0.00%\"");
	has(s, "Gymnasien &lt;G9&gt;: 300 Kinder</title>");
	has(s, ">1.200 Kinder</text>");
	has_not(s, "<pattern");
}

static void test_unknown_bars_are_hatched(void **state)
{
	(void)state;
	struct bar b[] = { { S("Hauptschulen"), S("80"), 80, 3, false },
		           { S("Berufskollegs"), S("offen"), 0, 3, true } };
	str s = bars(b, 2);
	is_well_formed(s);
	has(s, "<pattern id=\"pupils-hatch\"");
	has(s, "class=\"chart-bar chart-hatched\" x=\"0\" width=\"100.00%\"");
	has(s, "fill=\"url(#pupils-hatch)\"");
	has(s, ">offen</text>");
}

/* At 320 px: Words that do not fit beside the amount go to further lines, none is lost. */
static void test_long_labels_break(void **state)
{
	(void)state;
	struct bar b[] = { { S("Gesamtschulen und Sekundarschulen im gemeinsamen Lernen"), S("1.287 Kinder"), 1287, 1,
		             false },
		           { S("Schwangerschaftskonfliktberatungsstellen"), S("1"), 1, 1, false },
		           { S("Schulen"), S("Meldung vom Vorjahr, Stand noch nicht geprüft"), 5, 1, true } };
	str s = bars(b, 3);
	is_well_formed(s);
	has(s, ">Gesamtschulen und</text>");
	has(s, ">Schwangerschaftskonfliktberatungsstellen</text>");
	has(s, ">Meldung vom Vorjahr, Stand</text>");
	has(s, ">noch nicht geprüft</text>");
}

static void test_bars_of_huge_values(void **state)
{
	(void)state;
	struct bar huge[] = { { S("a"), S("viel"), INT64_MAX, 5, false },
		              { S("b"), S("ein Viertel"), INT64_MAX / 4, 5, false } };
	has(bars(huge, 2), "width=\"24.99%\""); /* cut, not rounded */
}

static void test_nothing_to_show(void **state)
{
	(void)state;
	struct bar none[] = { { S("a"), S("0"), 0, 1, false } };
	has(bars(none, 1), "width=\"0.00%\"");
	assert_int_equal(bars(NULL, 0).n, 0);
	assert_int_equal(chart_line(mem, S("x"), S("t"), S("d"), NULL, 0, true).n, 0);
	assert_int_equal(chart_hexagons(mem, S("x"), S("t"), S("d"), NULL, 0).n, 0);
}

static str course(const struct point *p, size_t n, bool steps)
{
	return chart_line(mem, S("pupils"), S("Neu zugewanderte Kinder"), S("Schuljahr 2026/27 & Vorjahr"), p, n,
	                  steps);
}

/* A lump sum as the directive changes it: level, then a jump, never a slope. */
static void test_steps(void **state)
{
	(void)state;
	struct point p[] = { { S("2022"), S("50.000 €"), 5000000 },
		             { S("2024"), S("50.000 €"), 5000000 },
		             { S("2026"), S("100.000 €"), 10000000 } };
	str s = course(p, 3, true);
	is_described(s, "img");
	has(s, "x1=\"0.00%\" y1=\"6.90rem\" x2=\"33.33%\" y2=\"6.90rem\"");
	has(s, "x1=\"66.66%\" y1=\"6.90rem\" x2=\"66.66%\" y2=\"1.90rem\"");
	has(s, "x1=\"66.66%\" y1=\"1.90rem\" x2=\"100.00%\" y2=\"1.90rem\"");
	has_not(s, "x1=\"33.33%\" y1=\"6.90rem\" x2=\"66.66%\" y2=\"1.90rem\"");
	assert_int_equal(times(s, ">50.000 €</text>"), 1);
	assert_int_equal(times(s, ">100.000 €</text>"), 1);
	has(s, "<title>2024: 50.000 €</title>");
}

/* The next riser would cross these words on a phone; under the line they are free. */
static void test_amount_of_a_short_step_up_stands_inside(void **state)
{
	(void)state;
	struct point p[7];
	for (int i = 0; i < 7; i++)
		p[i] = (struct point){ S("2026"), S("40.000 €"), 4000000 + 500000 * i };
	str s = course(p, 7, true);
	has(s, "<text class=\"chart-amount chart-inside\" text-anchor=\"start\" x=\"0.00%\"");
	p[1].value = p[0].value; /* a level of two points is too short for more letters */
	p[0].amount = S("40.000,00 €");
	has(course(p, 7, true), "chart-inside\" text-anchor=\"start\" x=\"0.00%\"");
	p[0].value = 100000; /* no room under it */
	has_not(course(p, 1, true), "chart-inside");
}

static void test_line(void **state)
{
	(void)state;
	struct point p[] = { { S("Jan"), S("10"), 10 }, { STR_NONE, S("20"), 20 }, { S("Mär"), S("5"), 5 } };
	str s = course(p, 3, false);
	is_described(s, "img");
	assert_int_equal(times(s, "<circle"), 3);
	has(s, "x1=\"0.00%\" y1=\"6.90rem\" x2=\"50.00%\" y2=\"1.90rem\"");
	has(s, "<title>20</title>");
	assert_int_equal(times(s, "class=\"chart-tick\""), 2);
}

/* 120 months do not fit; the last and the greatest do always, and every value is in a tooltip. */
static void test_crowded_line(void **state)
{
	(void)state;
	struct point p[120];
	for (int i = 0; i < 120; i++)
		p[i] = (struct point){ str_print(mem, "Monat %d", i), str_print(mem, "%d Einsätze", 1000 + i % 50),
			               1000 + i % 50 };
	p[60].value = 9000;
	p[60].amount = S("9.000 Einsätze");
	str s = course(p, 120, false);
	is_well_formed(s);
	has(s, ">9.000 Einsätze</text>");
	has(s, ">1019 Einsätze</text>");
	has(s, ">Monat 0</text>");
	has(s, ">Monat 119</text>");
	assert_true(times(s, "class=\"chart-amount\"") < 20);
	assert_true(times(s, "class=\"chart-tick\"") <= 5);
	assert_int_equal(times(s, "<title>"), 120);
}

/* Where not all years fit on a phone, every 2nd, 5th, 10th ... has its tick; the first and the last one always. */
static void test_years_stand_at_even_steps(void **state)
{
	(void)state;
	static const struct {
		int n;
		const char *ticks[6];
	} cases[] = { { 4, { "2012", "2013", "2014", "2015" } },
		      { 9, { "2012", "2014", "2016", "2018", "2020" } },
		      { 16, { "2012", "2017", "2022", "2027" } },
		      { 19, { "2012", "2017", "2022", "2030" } },
		      { 60, { "2012", "2022", "2032", "2042", "2052", "2071" } } };
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct point p[60];
		int expected = 0;
		for (int i = 0; i < cases[c].n; i++)
			p[i] = (struct point){ str_print(mem, "%d", 2012 + i), S("1 €"), 100 };
		str s = course(p, (size_t)cases[c].n, true);
		for (; expected < 6 && cases[c].ticks[expected]; expected++)
			has(s, str_print(mem, ">%s</text>", cases[c].ticks[expected]).p);
		assert_int_equal(times(s, "class=\"chart-tick\""), expected);
		assert_int_equal(times(s, "<title>2"), cases[c].n);
	}
}

static void test_one_point(void **state)
{
	(void)state;
	struct point p[] = { { S("2026"), S("7"), 7 } };
	is_well_formed(course(p, 1, false));
	has(course(p, 1, true), "x1=\"0.00%\" y1=\"1.90rem\" x2=\"100.00%\" y2=\"1.90rem\"");
}

static str map(const struct hexagon *h, size_t n)
{
	return chart_hexagons(mem, S("pupils"), S("Neu zugewanderte Kinder"), S("Schuljahr 2026/27 & Vorjahr"), h, n);
}

static void test_map_with_links(void **state)
{
	(void)state;
	struct hexagon h[] = {
		{ 3, 4, S("COE"), S("Kreis Coesfeld"), S("3,5 Stellen"), S("/centres/coesfeld?a=1&b=2"), 3, false },
		{ 4, 5, S("HAM"), S("Hamm"), STR_NONE, S("/centres/hamm"), 0, true },
		{ 3, 5, S("ABCD"), S("ohne Seite"), STR_NONE, STR_NONE, 5, false },
	};
	str s = map(h, 3);
	is_described(s, "group");
	has(s, "viewBox=\"0 0 262 214\"");
	has(s, "<a href=\"/centres/coesfeld?a=1&amp;b=2\" aria-label=\"Kreis Coesfeld: 3,5 Stellen\">"
	       "<title>Kreis Coesfeld\n3,5 Stellen</title>");
	has(s, "<g class=\"hexagon chart-tone-3\" transform=\"translate(6 6)\">");
	has(s, "<g class=\"hexagon chart-tone-0 is-dimmed\" transform=\"translate(156 93)\">");
	has(s, "<g role=\"img\" aria-label=\"ohne Seite\">");
	has(s, "class=\"hexagon-label is-long\"");
	has(s, ">COE</text>");
}

static void test_map_without_links_is_a_picture(void **state)
{
	(void)state;
	struct hexagon h[] = { { 0, 0, S("K"), S("Köln"), STR_NONE, STR_NONE, 1, false } };
	str s = map(h, 1);
	is_described(s, "img");
	has(s, "viewBox=\"0 0 112 127\"");
	has_not(s, "<a ");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* Each with its name and total as text, in one scale; what is not known differs from nothing. */
static void multiples_say_names_and_totals(void **state)
{
	const int64_t many[] = { 10, 0, MULTIPLE_UNKNOWN }, few[] = { 5, 5, 5 };
	const struct multiple m[] = { { S("Kreis Coesfeld"), S("10"), S("/centres/coesfeld"), many },
		                      { S("A & B"), S("15"), STR_NONE, few } };
	str list = chart_multiples(mem, m, 2, 3);
	(void)state;
	is_well_formed(list);
	has(list, "<a href=\"/centres/coesfeld\">Kreis Coesfeld</a>");
	has(list, "A &amp; B</span>");
	has(list, "height=\"40.00\"");
	has(list, "height=\"20.00\"");
	has(list, "height=\"0.00\"");
	assert_int_equal(times(list, "chart-tone-0"), 1);
	assert_int_equal(times(list, "aria-hidden"), 2);
	assert_int_equal(chart_multiples(mem, m, 0, 3).n, 0);
}

/* S-EVA-2: what a picture in a cell shows is said, too; last time is a mark of its own shape. */
static void small_pictures_say_what_they_show(void **state)
{
	(void)state;
	const int64_t counts[] = { 0, 3, 6, 1 }, none[] = { 0, 0 };
	str steps = chart_steps(mem, S("jetzt \"überwiegend\""), 2, 1, 4);
	is_well_formed(steps);
	has(steps, "role=\"img\"");
	has(steps, "aria-label=\"jetzt &quot;überwiegend&quot;\"");
	assert_int_equal(times(steps, "chart-tone-4"), 3);
	assert_int_equal(times(steps, "<circle"), 1);
	steps = chart_steps(mem, S("noch nichts"), -1, -1, 4);
	has_not(steps, "chart-tone-4");
	has_not(steps, "<circle");
	str spread = chart_spread(mem, S("10 KI"), counts, 4);
	is_well_formed(spread);
	assert_int_equal(times(spread, "chart-tone-4"), 3);
	assert_int_equal(chart_spread(mem, S("niemand"), none, 2).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(small_pictures_say_what_they_show),
		TEST(test_bars),
		TEST(test_unknown_bars_are_hatched),
		TEST(test_long_labels_break),
		TEST(test_bars_of_huge_values),
		TEST(test_nothing_to_show),
		TEST(test_steps),
		TEST(test_amount_of_a_short_step_up_stands_inside),
		TEST(test_line),
		TEST(test_crowded_line),
		TEST(test_years_stand_at_even_steps),
		TEST(test_one_point),
		TEST(test_map_with_links),
		TEST(test_map_without_links_is_a_picture),
		TEST(multiples_say_names_and_totals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
