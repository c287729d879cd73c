/* The plan of a day (S-STA-2, S-STA-8, P-STA-1): entitled, funded, filled, vacant; how long; what it costs; who leads.
 */
#include "features/staff/staff_test.h"

static const struct plan_line *line_of(const struct plan *p, const char *name)
{
	LIST_EACH (const struct plan_line, l, &p->lines)
		if (str_is(l->line, name))
			return l;
	return NULL;
}

static const struct plan_post *post_of(const struct plan *p, int64_t id)
{
	LIST_EACH (const struct plan_post, post, &p->posts)
		if (post->post.id == id)
			return post;
	return NULL;
}

/* S-STA-1: the administrator of 2012 is a specialist of the guideline; money decides where the kind does not. */
static void every_post_has_its_line(void **state UNUSED)
{
	static const char *const want[][3] = {
		{ "teacher", "land", "teacher" },        { "specialist", "ki", "specialist" },
		{ "administrator", "ki", "specialist" }, { "assistant", "ki", "assistant" },
		{ "specialist", "komman", "komman" },    { "assistant", "komman", "komman" },
		{ "assistant", "kim", "kim" },           { "administrator", "kim", "kim" },
		{ "specialist", "own", "own" },          { "assistant", "other", "own" },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		assert_true(str_is(staff_line_of(str_of(want[i][0]), str_of(want[i][1])), want[i][2]));
}

/* T02: 2 teachers, 3 specialists (one of them the administrator) and half an assistant are 5.5 posts. */
static void a_ki_of_2015(void **state UNUSED)
{
	int64_t posts = 0, entitled = 0, filled = 0;
	hand_filled("teacher", "land", 1000, "2013-01-01", NULL);
	hand_filled("teacher", "land", 1000, "2013-01-01", NULL);
	hand_filled("specialist", "ki", 1000, "2013-01-01", NULL);
	hand_filled("specialist", "ki", 1000, "2013-01-01", NULL);
	hand_filled("administrator", "ki", 1000, "2013-01-01", NULL);
	hand_filled("assistant", "ki", 500, "2013-01-01", NULL);
	struct plan p = plan_by_hand("kreis", "2015-06-01");
	assert_int_equal(p.lines.n, 3);
	LIST_EACH (const struct plan_line, l, &p.lines) {
		posts += l->posts;
		entitled += l->entitled.v;
		filled += l->filled;
		assert_int_equal(l->vacant, 0);
		assert_int_equal(l->funded.v, l->posts);
		assert_true(l->rules.n > 0);
	}
	assert_int_equal(posts, 5500);
	assert_int_equal(entitled, 5500);
	assert_int_equal(filled, 5500);
	assert_int_equal(line_of(&p, "specialist")->posts, 3000);
	assert_false(line_of(&p, "teacher")->year_cents.has); /* posts, never money */
}

/* The entitlement is that of the day: teachers 2.0, 3.5 from 2017 to 2019; specialists 3, 6. */
static void the_entitlement_of_the_day(void **state UNUSED)
{
	static const struct {
		const char *kind, *date;
		int64_t teachers, specialists, assistants;
	} want[] = {
		{ "kreis", "2012-06-25", 2000, 3000, 500 },
		{ "kreis", "2016-12-31", 2000, 3000, 500 },
		{ "kreis", "2017-01-01", 3500, 6000, 500 },
		{ "kreis", "2019-12-31", 3500, 6000, 500 },
		{ "kreis", "2020-01-01", 2000, 6000, 500 },
		{ "kreisfreie_stadt", "2018-05-07", 3000, 5000, 500 },
		{ "kreisfreie_stadt", "2018-05-08", 3000, 5000, 500 },
		{ "kreisfreie_stadt", "2026-11-21", 2000, 5000, 500 },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct plan p = plan_by_hand(want[i].kind, want[i].date);
		assert_int_equal(line_of(&p, "teacher")->entitled.v, want[i].teachers);
		assert_int_equal(line_of(&p, "specialist")->entitled.v, want[i].specialists);
		assert_int_equal(line_of(&p, "assistant")->entitled.v, want[i].assistants);
		assert_int_equal(line_of(&p, "specialist")->vacant, want[i].specialists);
		assert_int_equal(line_of(&p, "specialist")->not_set_up, want[i].specialists);
	}
	struct plan before = plan_by_hand("kreis", "2012-02-01");
	assert_int_equal(before.lines.n, 0);
}

/* Vacancy in money: the ceiling of what is missing, per month and year. Set up, not set up, and more than funded. */
static void what_vacancy_costs(void **state UNUSED)
{
	int64_t half = hand_post("specialist", "ki", 1000, "2020-01-01", NULL);
	hand_share(half, 1, 500, "2020-01-01", NULL);
	for (int n = 0; n < 3; n++)
		hand_filled("specialist", "ki", 1000, "2020-01-01", NULL);
	hand_post("assistant", "ki", 1000, "2020-01-01", NULL);
	struct plan p = plan_by_hand("kreis", "2024-06-01");
	const struct plan_line *s = line_of(&p, "specialist"), *a = line_of(&p, "assistant");
	assert_int_equal(s->posts, 4000);
	assert_int_equal(s->filled, 3500);
	assert_int_equal(s->vacant, 2500);
	assert_int_equal(s->not_set_up, 2000);
	assert_int_equal(s->year_cents.v, EURO(142500));
	assert_int_equal(s->month_cents.v, EURO(11875));
	assert_int_equal(a->funded.v, 500);
	assert_int_equal(a->vacant, 500);
	assert_int_equal(a->not_set_up, 0);
	assert_int_equal(a->year_cents.v, EURO(22500));
	p = plan_by_hand("kreis", "2026-06-01");
	assert_true(str_is(line_of(&p, "specialist")->mark, "assumed"));
}

/* The present gap: from its first day on, within the life of the post. */
static void since_when_a_post_is_vacant(void **state UNUSED)
{
	int64_t post = hand_post("specialist", "ki", 1000, "2020-01-01", "2025-12-31");
	hand_share(post, 1, 500, "2020-03-01", "2023-06-30");
	hand_share(post, 2, 500, "2020-04-01", "2022-12-31");
	hand_share(post, 3, 500, "2023-02-01", NULL);
	static const struct {
		const char *date, *since;
		int64_t vacant, days;
	} want[] = {
		{ "2020-01-01", "2020-01-01", 1000, 1 },
		{ "2020-02-29", "2020-01-01", 1000, 60 },
		{ "2020-03-31", "2020-01-01", 500, 91 },
		{ "2020-04-01", NULL, 0, 0 },
		{ "2022-12-31", NULL, 0, 0 },
		{ "2023-01-01", "2023-01-01", 500, 1 },
		{ "2023-01-31", "2023-01-01", 500, 31 },
		{ "2023-02-01", NULL, 0, 0 },
		{ "2023-07-01", "2023-07-01", 500, 1 },
		{ "2025-12-31", "2023-07-01", 500, 915 },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct plan p = plan_by_hand("kreis", want[i].date);
		const struct plan_post *is = post_of(&p, post);
		assert_non_null(is);
		assert_int_equal(is->vacant, want[i].vacant);
		assert_int_equal(is->vacant_days, want[i].days);
		assert_int_equal(day_cmp(is->vacant_since, on(want[i].since)), 0);
	}
	struct plan after = plan_by_hand("kreis", "2026-01-01");
	assert_null(post_of(&after, post));
}

static void three_people_on_one_post(void **state UNUSED)
{
	int64_t post = hand_post("specialist", "ki", 1000, "2020-01-01", NULL);
	hand_share(post, 7, 250, "2020-01-01", NULL);
	hand_share(post, 3, 500, "2021-01-01", NULL);
	hand_share(post, 5, 250, "2022-01-01", "2024-12-31");
	struct plan p = plan_by_hand("kreis", "2024-12-31");
	const struct plan_post *is = post_of(&p, post);
	assert_int_equal(is->holders.n, 3);
	assert_int_equal(is->filled, 1000);
	assert_int_equal(LIST_AT(&is->holders, struct plan_holder, 0)->person_id, 3); /* by name */
	assert_int_equal(day_cmp(LIST_AT(&is->holders, struct plan_holder, 1)->until, on("2024-12-31")), 0);
	p = plan_by_hand("kreis", "2025-01-01");
	assert_int_equal(post_of(&p, post)->vacant, 250);
}

/* What nobody knows is shown as unknown: KIM without numbers, KOMM-AN without its step. */
static void an_unknown_entitlement(void **state UNUSED)
{
	hand_filled("specialist", "kim", 1000, "2023-01-01", NULL);
	struct plan p = plan_by_hand("kreis", "2024-06-01");
	const struct plan_line *kim = line_of(&p, "kim"), *komman = line_of(&p, "komman");
	assert_false(kim->entitled.has);
	assert_false(kim->funded.has);
	assert_false(kim->year_cents.has);
	assert_true(str_is(kim->mark, "unknown"));
	assert_int_equal(kim->vacant, 0);
	assert_false(komman->entitled.has);
	struct list rules = rules_now();
	struct entitlement e = entitlement_of(k->cx.mem, &rules, coesfeld.kind, coesfeld.id, on("2023-06-01"), false);
	p = plan_of(k->cx.mem, &hand, &e, on("2023-06-01"));
	kim = line_of(&p, "kim");
	assert_int_equal(kim->entitled.v, 18000); /* 3.5 + 0.5 + 12 + 2 */
	assert_int_equal(kim->vacant, 17000);
	assert_int_equal(kim->year_cents.v,
	                 EURO(1020000 - 57000)); /* 16.5 at 57,000 and the half assistant at 22,500 */
	assert_int_equal(line_of(&p, "komman")->entitled.v, 1500);
}

/* S-STA-6: who leads; the profession is that of the posts held on that day, the first of the four. */
static void who_leads_and_what_he_is(void **state UNUSED)
{
	int64_t teacher = hand_post("teacher", "land", 1000, "2018-01-01", NULL);
	int64_t specialist = hand_post("specialist", "ki", 1000, "2018-01-01", NULL);
	hand_share(specialist, 1, 500, "2018-01-01", NULL);
	hand_share(teacher, 1, 500, "2020-01-01", "2020-12-31");
	*LIST_ADD(k->mem, &hand.leadings, struct leading) = (struct leading){
		.person_id = 1, .person_name = S("Eins"), .office = S("head"), .valid_from = on("2019-01-01")
	};
	struct plan p = plan_by_hand("kreis", "2018-12-31");
	assert_int_equal(p.head.person_id, 0);
	p = plan_by_hand("kreis", "2019-01-01");
	assert_int_equal(p.head.person_id, 1);
	assert_true(str_is(p.head.profession, "specialist"));
	assert_int_equal(p.deputy.person_id, 0);
	p = plan_by_hand("kreis", "2020-06-01");
	assert_true(str_is(p.head.profession, "teacher"));
	assert_false(profession_on(&hand, 2, on("2020-06-01")).p);
}

const struct CMUnitTest plan_tests[] = {
	TEST(every_post_has_its_line),     TEST(a_ki_of_2015),
	TEST(the_entitlement_of_the_day),  TEST(what_vacancy_costs),
	TEST(since_when_a_post_is_vacant), TEST(three_people_on_one_post),
	TEST(an_unknown_entitlement),      TEST(who_leads_and_what_he_is),
};
const size_t plan_test_count = sizeof plan_tests / sizeof *plan_tests;
