/* chart_timeline_test.c -- posts over the years as a picture (S-STA-2, S-STA-8): heights, gaps, changes, words. */
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

/* 2023 and 2024: 731 days; the first of January 2024 is at 49.93 %. */
static str course(const struct timeline_row *rows, size_t n)
{
	const struct timeline t = { .from = DAY(2023, 1, 1),
		                    .to = DAY(2024, 12, 31),
		                    .full = 1000,
		                    .chosen = DAY(2024, 1, 1),
		                    .chosen_label = S("1.1.2024"),
		                    .gap = S("unbesetzt"),
		                    .rows = rows,
		                    .n = n };
	return chart_timeline(mem, S("posts"), S("Stellen & Personen"), S("zwei Jahre"), &t);
}

static const struct timeline_frame whole = { { 0 }, { 0 }, 1000 };

static str one(const struct timeline_frame *frames, size_t frame_count, const struct timeline_part *parts,
               size_t part_count)
{
	const struct timeline_row row = { .label = S("Fachkraft <A>"),
		                          .amount = S("1,0"),
		                          .frames = frames,
		                          .frame_count = frame_count,
		                          .parts = parts,
		                          .part_count = part_count };
	return course(&row, 1);
}

static struct timeline_part part(const char *label, day from, day to, int64_t size)
{
	return (struct timeline_part){ from, to, size, str_of(label), S("0,5 Stellen"), 2 };
}

static void test_is_described(void **state)
{
	(void)state;
	struct timeline_part p = part("Yılmaz & Co", DAY_NONE, DAY_NONE, 1000);
	str s = one(&whole, 1, &p, 1);
	has(s, "role=\"img\" aria-labelledby=\"posts-title\" aria-describedby=\"posts-desc\"");
	has(s, "<title id=\"posts-title\">Stellen &amp; Personen</title>");
	has(s, ">Fachkraft &lt;A&gt;</text>");
	has(s, "<title>Yılmaz &amp; Co: 0,5 Stellen</title>");
	has(s, "x=\"0.00%\" width=\"100.00%\"");
	has_not(s, "style=");
	has_not(s, "chart-gap");
	has_not(s, "<pattern");
}

/* The height is the share; what nobody holds is hatched. */
static void test_half_is_half_as_high(void **state)
{
	(void)state;
	struct timeline_part p = part("Kaya", DAY_NONE, DAY_NONE, 500);
	str s = one(&whole, 1, &p, 1);
	has(s, "class=\"chart-bar\" x=\"0.00%\" width=\"100.00%\"");
	assert_int_equal(times(s, " height=\"1.20rem\""), 2);
	has(s, "class=\"chart-gap\" x=\"0.00%\" width=\"100.00%\"");
	has(s, "fill=\"url(#posts-hatch)\"");
	has(s, "<title>Fachkraft &lt;A&gt;: unbesetzt</title>");
}

/* Outside of its days a post is not vacant: it is not there. */
static void test_gap_only_within_the_post(void **state)
{
	(void)state;
	struct timeline_frame frame = { DAY(2024, 1, 1), DAY_NONE, 1000 };
	str s = one(&frame, 1, NULL, 0);
	has(s, "class=\"chart-gap\" x=\"49.93%\" width=\"50.07%\"");
	assert_int_equal(times(s, "chart-gap"), 1);
}

/* One goes, another comes a month later: the gap between them lasts for the month. */
static void test_gap_between_two(void **state)
{
	(void)state;
	struct timeline_part p[] = { part("Kaya", DAY(2020, 1, 1), DAY(2023, 12, 31), 1000),
		                     part("Wolff", DAY(2024, 2, 1), DAY_NONE, 1000) };
	str s = one(&whole, 1, p, 2);
	has(s, "class=\"chart-gap\" x=\"49.93%\" width=\"4.24%\"");
	assert_int_equal(times(s, "class=\"chart-bar\""), 2);
	assert_int_equal(times(s, " height=\"2.40rem\""), 3);
}

/* Who stays keeps the place on the row; the gap is where the other one was. */
static void test_who_stays_keeps_the_place(void **state)
{
	(void)state;
	struct timeline_part p[] = { part("Kaya", DAY_NONE, DAY(2023, 12, 31), 500),
		                     part("Wolff", DAY_NONE, DAY_NONE, 500) };
	str s = one(&whole, 1, p, 2);
	assert_int_equal(times(s, "class=\"chart-bar\""), 2);
	assert_int_equal(times(s, "chart-gap"), 1);
}

/* Two quarters that are free, but not side by side: all are stacked anew, and nothing is lost. */
static void test_stacked_anew(void **state)
{
	(void)state;
	struct timeline_part p[] = { part("A", DAY_NONE, DAY(2023, 12, 31), 250), part("B", DAY_NONE, DAY_NONE, 500),
		                     part("C", DAY_NONE, DAY(2023, 12, 31), 250),
		                     part("D", DAY(2024, 1, 1), DAY_NONE, 500) };
	str s = one(&whole, 1, p, 4);
	assert_int_equal(times(s, "class=\"chart-bar\""), 5); /* B in two pieces */
	has_not(s, "chart-gap");
}

/* From a day on the post is smaller: the row is lower then. */
static void test_frames_of_other_size(void **state)
{
	(void)state;
	struct timeline_frame frames[] = { { DAY_NONE, DAY(2023, 12, 31), 1000 }, { DAY(2024, 1, 1), DAY_NONE, 500 } };
	struct timeline_part p[] = { part("A", DAY_NONE, DAY(2023, 12, 31), 1000),
		                     part("A", DAY(2024, 1, 1), DAY_NONE, 500) };
	str s = one(frames, 2, p, 2);
	assert_int_equal(times(s, " height=\"2.40rem\""), 1);
	assert_int_equal(times(s, " height=\"1.20rem\""), 1);
	has_not(s, "chart-gap");
}

/* More than the post has, by mistake: the picture keeps to the post and does not break. */
static void test_too_much(void **state)
{
	(void)state;
	struct timeline_part p[] = { part("A", DAY_NONE, DAY_NONE, 800), part("B", DAY_NONE, DAY_NONE, 800) };
	str s = one(&whole, 1, p, 2);
	assert_int_equal(times(s, "class=\"chart-bar\""), 2);
	has_not(s, "chart-gap");
}

/* A name stands in its bar where it fits: at once, or from a wider page on, or never; its tooltip is always there. */
static void test_names_where_they_fit(void **state)
{
	(void)state;
	struct timeline_part p[] = { part("Kaya", DAY_NONE, DAY(2023, 12, 31), 1000),
		                     part("Wolff-Schulze Zurhausen", DAY(2024, 1, 1), DAY(2024, 12, 1), 1000),
		                     part("Niemand", DAY(2024, 12, 30), DAY_NONE, 1000) };
	str s = one(&whole, 1, p, 3);
	has(s, "<text class=\"chart-name\" x=\"0.00%\"");
	has(s, "<text class=\"chart-name chart-from-30\" x=\"49.93%\"");
	has_not(s, ">Niemand</text>");
	has(s, "<title>Niemand: 0,5 Stellen</title>");
	p[0].size = 300; /* too low for letters */
	has_not(one(&whole, 1, p, 1), ">Kaya</text>");
}

static void test_years_and_the_chosen_day(void **state)
{
	(void)state;
	str s = one(&whole, 1, NULL, 0);
	assert_int_equal(times(s, "class=\"chart-tick\""), 2);
	assert_int_equal(times(s, "class=\"chart-year\""), 2);
	has(s, "<line class=\"chart-chosen\" x1=\"49.93%\" x2=\"49.93%\"");
	has(s, ">1.1.2024</text>");
	const struct timeline_row row = { .label = S("A"), .frames = &whole, .frame_count = 1 };
	struct timeline t = { .from = DAY(2012, 1, 1), .to = DAY(2027, 12, 31), .full = 1000, .rows = &row, .n = 1 };
	s = chart_timeline(mem, S("x"), S("t"), S("d"), &t);
	has_not(s, "chart-chosen");
	has(s, "class=\"chart-tick\" x=\"18.75%\"");              /* 2015 on a phone */
	has(s, "class=\"chart-tick chart-from-44\" x=\"0.00%\""); /* 2012 where all have room */
	assert_int_equal(times(s, "class=\"chart-year\""), 16);
	t.chosen = DAY(2011, 1, 1); /* outside: no line */
	has_not(chart_timeline(mem, S("x"), S("t"), S("d"), &t), "chart-chosen");
}

static void test_groups_have_headings(void **state)
{
	(void)state;
	const struct timeline_row rows[] = {
		{ .group = S("Lehrkräfte"), .label = S("A"), .frames = &whole, .frame_count = 1 },
		{ .group = S("Lehrkräfte"), .label = S("B"), .frames = &whole, .frame_count = 1 },
		{ .group = S("Assistenz"), .label = S("C"), .frames = &whole, .frame_count = 1 }
	};
	str s = course(rows, 3);
	assert_int_equal(times(s, "class=\"chart-group\""), 2);
	assert_int_equal(times(s, "class=\"chart-tick\""), 4); /* the years again, so that they are never far away */
}

/* On a phone in lines, on a wide page in one. */
static void test_long_label_widens(void **state)
{
	(void)state;
	const struct timeline_row row = { .label = S("Integration durch Bildung und Querschnitt Verwaltung"),
		                          .amount = S("1,0"),
		                          .frames = &whole,
		                          .frame_count = 1 };
	str s = course(&row, 1);
	assert_int_equal(times(s, "class=\"chart-label chart-below-44\""), 2);
	has(s,
	    "chart-label chart-from-44\" x=\"0\" y=\"5.40rem\">Integration durch Bildung und Querschnitt Verwaltung<");
}

static void test_nothing_to_show(void **state)
{
	(void)state;
	assert_int_equal(course(NULL, 0).n, 0);
	const struct timeline_row row = { .label = S("A") };
	struct timeline t = { .from = DAY(2024, 1, 1), .to = DAY(2023, 1, 1), .full = 1000, .rows = &row, .n = 1 };
	assert_int_equal(chart_timeline(mem, S("x"), S("t"), S("d"), &t).n, 0);
	has_not(one(NULL, 0, NULL, 0), "<rect");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_is_described),
		TEST(test_half_is_half_as_high),
		TEST(test_gap_only_within_the_post),
		TEST(test_gap_between_two),
		TEST(test_who_stays_keeps_the_place),
		TEST(test_stacked_anew),
		TEST(test_frames_of_other_size),
		TEST(test_too_much),
		TEST(test_names_where_they_fit),
		TEST(test_years_and_the_chosen_day),
		TEST(test_groups_have_headings),
		TEST(test_long_label_widens),
		TEST(test_nothing_to_show),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
