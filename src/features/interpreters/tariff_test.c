/* What an assignment is worth (P-INT-5): the cases of the field research to the cent, nights when the clock changes,
 * pages and ways, refusals. */
#include "features/interpreters/tariff_test.h"

#include <string.h>

#include "features/rulebook/rulebook.h"

/* --- the cards of practice.md 1.6 --------------------------------------------------------------------------------- */

static void heinsberg(void **state UNUSED)
{
	assert_int_equal(cents("heinsberg", 30), 2500);
	assert_int_equal(cents("heinsberg", 120), 2500);
	assert_int_equal(cents("heinsberg", 121), 3500);
	assert_int_equal(cents("heinsberg", 130), 3500);
	assert_int_equal(cents("heinsberg", 150), 3500);
	assert_int_equal(cents("heinsberg", 180), 3500);
	assert_int_equal(cents("heinsberg", 210), 4500);
}

static void kreis_soest(void **state UNUSED)
{
	assert_int_equal(cents("soest", 60), 2500);
	assert_int_equal(cents("soest", 70), 4000);
	assert_int_equal(cents("soest", 120), 4000);
	assert_int_equal(cents("soest", 121), 5500);
}

static void rhein_erft(void **state UNUSED)
{
	assert_int_equal(cents("rhein-erft", 60), 2500);
	assert_int_equal(cents("rhein-erft", 90), 3000);
	assert_int_equal(cents("rhein-erft", 100), 3500);
}

static void borken_counts_the_way_from_5_km_on(void **state UNUSED)
{
	struct tariff_job job = lasting(50);
	job.travel_minutes = MAYBE(30);
	job.distance_km = MAYBE(12000);
	struct tariff_amount far = amount_of(template("borken"), job);
	assert_int_equal(far.total_cents, 2250);
	assert_int_equal(far.time_cents, 1500);
	assert_int_equal(far.travel_time_cents, 750);
	assert_true(far.assumed);
	job.distance_km = MAYBE(5000);
	assert_int_equal(amount_of(template("borken"), job).total_cents, 2250);
	job.distance_km = MAYBE(4999);
	assert_int_equal(amount_of(template("borken"), job).total_cents, 1500);
	job.distance_km = MAYBE(3000);
	struct tariff_amount near = amount_of(template("borken"), job);
	assert_int_equal(near.total_cents, 1500);
	assert_int_equal(near.travel_minutes, 0);
	says(trace(template("borken"), &near, "de"), "3 km Entfernung liegen unter 5 km");
}

static void ennepe_ruhr_pays_an_hour_for_a_late_cancellation(void **state UNUSED)
{
	struct tariff_job job = lasting(120);
	const struct tariff *card = template("ennepe-ruhr");
	int64_t hour = cents("ennepe-ruhr", 60);
	job.cancelled_before_minutes = MAYBE(20 * 60);
	struct tariff_amount late = amount_of(card, job);
	assert_int_equal(late.total_cents, hour);
	assert_int_equal(late.cancellation_cents, hour);
	assert_int_equal(late.time_cents, 0);
	job.cancelled_before_minutes = MAYBE(30 * 60);
	assert_int_equal(amount_of(card, job).total_cents, 0);
	job.cancelled_before_minutes = MAYBE(24 * 60);
	assert_int_equal(amount_of(card, job).total_cents, 0);
	job.cancelled_before_minutes = MAYBE(24 * 60 - 1);
	assert_int_equal(amount_of(card, job).total_cents, hour);
	job.cancelled_before_minutes = MAYBE(0);
	assert_int_equal(amount_of(card, job).total_cents, hour);
	/* nobody travelled, and how long it would have been does not matter */
	job.travel_minutes = MAYBE(60);
	job.travel_cost_cents = MAYBE(900);
	job.ends_at.ms += 5 * 3600000;
	assert_int_equal(amount_of(card, job).total_cents, hour);
}

static void ennepe_ruhr_ends_at_three_hours_and_pays_the_ticket(void **state UNUSED)
{
	struct tariff_job job = lasting(180);
	struct tariff_amount a;
	job.travel_cost_cents = MAYBE(580);
	a = amount_of(template("ennepe-ruhr"), job);
	assert_int_equal(a.travel_cost_cents, 580);
	assert_int_equal(a.total_cents, cents("ennepe-ruhr", 180) + 580);
	job = lasting(181);
	assert_int_equal(tariff_amount(&cx, template("ennepe-ruhr"), &job, &a), E_INVALID);
	assert_string_equal(problem_of(&cx, "ends_at")->key, "tariff.too_long");
}

static void rheinisch_berg_pays_any_length_alike(void **state UNUSED)
{
	for (int64_t minutes = 1; minutes < 600; minutes += 37)
		assert_int_equal(cents("rheinisch-berg", minutes), 2500);
	assert_int_equal(cents("rhein-kreis-neuss", 200), 2500);
}

/* 15 € an hour, the way up to one hour; how parts of an hour count is an assumption, and the trace says so. */
static void steinfurt_says_what_is_assumed(void **state UNUSED)
{
	struct tariff_job job = lasting(120);
	job.travel_minutes = MAYBE(90);
	struct tariff_amount a = amount_of(template("steinfurt"), job);
	assert_int_equal(a.time_cents, 3000);
	assert_int_equal(a.travel_time_cents, 1500);
	assert_int_equal(a.travel_minutes, 60);
	assert_true(a.assumed);
	says(trace(template("steinfurt"), &a, "de"), "Annahme");
	says(trace(template("steinfurt"), &a, "en"), "Assumption");
	assert_int_equal(cents("steinfurt", 61), 1525);
	assert_int_equal(cents("steinfurt", 1), 25);
}

static void city_of_soest_pays_the_first_hour_in_full(void **state UNUSED)
{
	assert_int_equal(cents("soest-stadt", 10), 1250);
	assert_int_equal(cents("soest-stadt", 60), 1250);
	assert_int_equal(cents("soest-stadt", 90), 1875);
	assert_int_equal(cents("soest-stadt", 61), 1271); /* 20,83 cents, rounded */
	assert_int_equal(cents("soest-stadt", 120), 2500);
}

static void all_templates_are_whole_and_have_words(void **state UNUSED)
{
	static const char *const asked[] = { "heinsberg",   "soest",          "rhein-erft", "borken",
		                             "ennepe-ruhr", "rheinisch-berg", "steinfurt",  NULL };
	for (const char *const *name = asked; *name; name++)
		assert_non_null(tariff_template(str_of(*name)));
	assert_null(tariff_template(S("nirgendwo")));
	for (const struct tariff *t = tariff_templates; t->name.p; t++) {
		static const char *const prefixes[] = { "tariff_template", "tariff_source", "tariff_note" };
		assert_int_equal(tariff_check(&cx, t), OK);
		assert_true(choices_has(&mark_choices, t->mark));
		for (int i = 0; i < 3; i++)
			assert_true(words_own(words_of(S("en")),
			                      str_print(cx.mem, "%s." STR_FMT, prefixes[i], STR_ARG(t->name))));
		assert_int_equal(t->rate_assumed, str_is(t->name, "ennepe-ruhr"));
	}
}

/* --- time --------------------------------------------------------------------------------------------------------- */

/* 22:00 to 06:00: eight hours by the clock, seven in the night of 28 March, nine in that of 24 October. */
static void nights_of_the_clock_change_count_real_minutes(void **state UNUSED)
{
	struct tariff_job spring = { .starts_at = at("2026-03-28T22:00"), .ends_at = at("2026-03-29T06:00") };
	struct tariff_job autumn = { .starts_at = at("2026-10-24T22:00"), .ends_at = at("2026-10-25T06:00") };
	struct tariff_job plain = { .starts_at = at("2026-06-01T22:00"), .ends_at = at("2026-06-02T06:00") };
	struct tariff_amount a = amount_of(template("borken"), spring);
	assert_int_equal(a.minutes, 7 * 60);
	assert_int_equal(a.total_cents, 14 * 750);
	says(trace(template("borken"), &a, "de"), "nach der Uhr 8 Std., wirklich vergangen und gezählt 7 Std.");
	a = amount_of(template("borken"), autumn);
	assert_int_equal(a.minutes, 9 * 60);
	assert_int_equal(a.total_cents, 18 * 750);
	a = amount_of(template("borken"), plain);
	assert_int_equal(a.total_cents, 16 * 750);
	assert_null(strstr(trace(template("borken"), &a, "de"), "nach der Uhr"));
	/* inside the doubled hour, told apart by world time */
	struct tariff_job doubled = { .starts_at = at("2026-10-25T00:30Z"), .ends_at = at("2026-10-25T01:15Z") };
	assert_int_equal(amount_of(template("borken"), doubled).minutes, 45);
}

static void seconds_are_dropped(void **state UNUSED)
{
	struct tariff_job job = lasting(120);
	job.starts_at.ms += 1000;
	job.ends_at.ms += 59999;
	assert_int_equal(amount_of(template("heinsberg"), job).total_cents, 2500);
}

/* --- pages, ways, costs ------------------------------------------------------------------------------------------- */

static struct tariff by_page(void)
{
	return (struct tariff){ .name = S("seiten"),
		                .service = S("translating"),
		                .basis = S("pages"),
		                .first_cents = MAYBE(1500),
		                .first_pages = MAYBE(1000),
		                .further_cents = MAYBE(600),
		                .further_pages = MAYBE(500),
		                .page_characters = MAYBE(1500),
		                .travel_time = S("none"),
		                .travel_cost = S("none"),
		                .source = S("Haushalt 2026"),
		                .mark = S("read") };
}

/* S-INT-3: by page, and by standard page of 1,500 characters. */
static void written_translation_by_page(void **state UNUSED)
{
	struct tariff card = by_page();
	assert_int_equal(tariff_check(&cx, &card), OK);
	assert_int_equal(amount_of(&card, (struct tariff_job){ .pages = MAYBE(200) }).pages_cents, 1500);
	assert_int_equal(amount_of(&card, (struct tariff_job){ .pages = MAYBE(1000) }).total_cents, 1500);
	assert_int_equal(amount_of(&card, (struct tariff_job){ .pages = MAYBE(1001) }).total_cents, 2100);
	assert_int_equal(amount_of(&card, (struct tariff_job){ .pages = MAYBE(2500) }).total_cents, 3300);
	assert_int_equal(amount_of(&card, (struct tariff_job){ .characters = MAYBE(1500) }).total_cents, 1500);
	assert_int_equal(amount_of(&card, (struct tariff_job){ .characters = MAYBE(1501) }).total_cents, 2100);
	struct tariff_amount a = amount_of(&card, (struct tariff_job){ .characters = MAYBE(4200) });
	assert_int_equal(a.total_cents, 3900); /* 2.8 pages: 15 + 4 x 6 */
	says(trace(&card, &a, "de"), "4.200 Zeichen, je Normseite 1.500: 2,8 Seiten");
	struct tariff_job nothing = { 0 };
	assert_int_equal(tariff_amount(&cx, &card, &nothing, &a), E_INVALID);
	assert_string_equal(problem_of(&cx, "pages")->key, "tariff.pages_missing");
}

/* S-INT-2: guides are paid by cards of the same kinds; here in steps of a quarter of an hour, with the way by the
 * kilometre and in blocks of its own. */
static struct tariff guide(void)
{
	return (struct tariff){ .name = S("lotsen"),
		                .service = S("guiding"),
		                .basis = S("time"),
		                .further_cents = MAYBE(1300),
		                .further_minutes = MAYBE(60),
		                .step_minutes = MAYBE(15),
		                .travel_time = S("own"),
		                .travel_from_km = MAYBE(10000),
		                .travel_max_minutes = MAYBE(90),
		                .travel_block_minutes = MAYBE(30),
		                .travel_block_cents = MAYBE(500),
		                .travel_cost = S("per_km"),
		                .km_cents = MAYBE(30),
		                .both_ways = true,
		                .travel_cost_max_cents = MAYBE(2000),
		                .source = S("Haushalt 2026"),
		                .mark = S("read") };
}

static void the_way_has_a_rate_and_a_cost_of_its_own(void **state UNUSED)
{
	struct tariff card = guide();
	struct tariff_job job = lasting(70);
	assert_int_equal(tariff_check(&cx, &card), OK);
	job.travel_minutes = MAYBE(40);
	job.distance_km = MAYBE(12500);
	struct tariff_amount a = amount_of(&card, job);
	assert_int_equal(a.time_cents, 1625); /* 75 of 60 minutes */
	assert_int_equal(a.travel_time_cents, 1000);
	assert_int_equal(a.travel_cost_cents, 750); /* 25 km */
	assert_int_equal(a.total_cents, 3375);
	job.travel_minutes = MAYBE(300);
	job.distance_km = MAYBE(80000);
	a = amount_of(&card, job);
	assert_int_equal(a.travel_time_cents, 1500); /* 90 of 300 minutes */
	assert_int_equal(a.travel_cost_cents, 2000); /* 48 €, at most 20 */
	card.both_ways = false;
	card.travel_cost_max_cents = (struct maybe){ 0 };
	assert_int_equal(amount_of(&card, job).travel_cost_cents, 2400);
	job.travel_cost_cents = MAYBE(500);
	a = amount_of(&card, job);
	assert_int_equal(a.travel_cost_cents, 2400);
	says(trace(&card, &a, "de"), "Belegte Fahrtkosten von 5,00");
}

static void a_flat_card_pays_its_amount_for_a_late_cancellation(void **state UNUSED)
{
	struct tariff card = *template("rheinisch-berg");
	struct tariff_job job = lasting(60);
	job.cancelled_before_minutes = MAYBE(60);
	struct tariff_amount a = amount_of(&card, job);
	assert_int_equal(a.total_cents, 0);
	says(trace(&card, &a, "de"), "bezahlt abgesagte Einsätze nicht");
	card.cancel_hours = MAYBE(2);
	card.cancel_minutes = MAYBE(30);
	card.cancel_assumed = true;
	a = amount_of(&card, job);
	assert_int_equal(a.cancellation_cents, 2500);
	assert_true(a.assumed);
}

/* --- refusals ----------------------------------------------------------------------------------------------------- */

static void refused(const struct tariff *card, struct tariff_job job, const char *field, const char *key)
{
	struct tariff_amount a;
	cx.problems = NULL;
	assert_int_equal(tariff_amount(&cx, card, &job, &a), E_INVALID);
	const struct problem *p = problem_of(&cx, field);
	assert_non_null(p);
	assert_string_equal(p->key, key);
	assert_true(words_has(cx.words, str_of(key)));
}

static void jobs_that_are_none_are_refused(void **state UNUSED)
{
	const struct tariff *card = template("borken");
	struct tariff_job job = lasting(60);
	refused(card, lasting(0), "ends_at", "tariff.ends_before_start");
	refused(card, lasting(-30), "ends_at", "tariff.ends_before_start");
	refused(card, lasting(8 * 24 * 60), "ends_at", "tariff.far_too_long");
	refused(card, (struct tariff_job){ 0 }, "starts_at", "form.required");
	job.travel_minutes = MAYBE(30);
	refused(card, job, "distance_km", "tariff.distance_missing");
	job.distance_km = MAYBE(-1);
	refused(card, job, "distance_km", "tariff.negative");
	job.distance_km = MAYBE(TARIFF_FARTHEST_M + 1);
	refused(card, job, "distance_km", "tariff.too_much");
	job = lasting(60);
	job.travel_minutes = MAYBE(-5);
	refused(card, job, "travel_minutes", "tariff.negative");
	job.travel_minutes = MAYBE(INT64_MAX);
	refused(card, job, "travel_minutes", "tariff.too_much");
	job = lasting(60);
	job.cancelled_before_minutes = MAYBE(-1);
	refused(card, job, "cancelled_before_minutes", "tariff.negative");
	job = lasting(60);
	job.travel_cost_cents = MAYBE(-1);
	refused(card, job, "travel_cost_cents", "tariff.negative");
	struct tariff pages = by_page();
	refused(&pages, (struct tariff_job){ .pages = MAYBE(1000), .characters = MAYBE(1) }, "characters",
	        "tariff.pages_or_characters");
	pages.page_characters = (struct maybe){ 0 };
	refused(&pages, (struct tariff_job){ .characters = MAYBE(1) }, "characters", "tariff.no_standard_page");
}

static void not_whole(struct tariff card, const char *field, const char *key)
{
	cx.problems = NULL;
	assert_int_equal(tariff_check(&cx, &card), E_INVALID);
	const struct problem *p = problem_of(&cx, field);
	if (!p)
		print_error("no problem at %s\n", field);
	assert_non_null(p);
	assert_string_equal(p->key, key);
	assert_true(words_has(cx.words, str_of(key)));
}

static void cards_that_contradict_themselves_are_refused(void **state UNUSED)
{
	const struct maybe none = { 0 };
	struct tariff t = *template("heinsberg");
	t.name = S("Kreis Heinsberg");
	not_whole(t, "name", "tariff.bad_name");
	t = *template("heinsberg");
	t.first_minutes = none;
	not_whole(t, "first_minutes", "form.required");
	t = *template("heinsberg");
	t.further_cents = none;
	not_whole(t, "further_cents", "form.required");
	t = *template("heinsberg");
	t.step_minutes = MAYBE(25);
	not_whole(t, "step_minutes", "tariff.step_does_not_fit");
	t = *template("heinsberg");
	t.further_pages = MAYBE(1000);
	not_whole(t, "further_pages", "tariff.not_with_this_basis");
	t = *template("heinsberg");
	t.km_cents = MAYBE(30);
	not_whole(t, "km_cents", "tariff.not_with_this_travel_cost");
	t = *template("heinsberg");
	t.travel_from_km = MAYBE(5000);
	not_whole(t, "travel_from_km", "tariff.not_with_this_travel_time");
	t = *template("heinsberg");
	t.cancel_hours = MAYBE(24);
	not_whole(t, "cancel_minutes", "form.required");
	t = *template("rheinisch-berg");
	t.further_cents = MAYBE(100);
	not_whole(t, "further_cents", "tariff.not_with_this_basis");
	t = *template("rheinisch-berg");
	t.travel_time = S("joined");
	not_whole(t, "travel_time", "tariff.joined_needs_time");
	t = by_page();
	t.travel_cost = S("as_given");
	not_whole(t, "travel_cost", "tariff.pages_have_no_way");
	t = by_page();
	t.cancel_hours = MAYBE(24);
	not_whole(t, "cancel_hours", "tariff.not_with_this_basis");
	t = guide();
	t.travel_block_cents = none;
	not_whole(t, "travel_block_cents", "form.required");
}

/* --- what people read --------------------------------------------------------------------------------------------- */

static void rate_is(const char *name, const char *want)
{
	str is = tariff_rate(cx.words, cx.mem, template(name));
	struct text plain = TEXT(cx.mem);
	for (size_t i = 0; i < is.n; i++) {
		bool no_break = i + 1 < is.n && is.p[i] == '\xc2' && is.p[i + 1] == '\xa0';
		text_char(&plain, no_break ? ' ' : is.p[i]);
		i += no_break;
	}
	assert_string_equal(text_str(&plain).p, want);
}

static void a_card_in_one_sentence(void **state UNUSED)
{
	rate_is("heinsberg", "25,00 € bis 2 Std., danach 10,00 € je angefangene Stunde");
	rate_is("rhein-erft", "25,00 € bis 1 Std., danach 5,00 € je angefangene halbe Stunde");
	rate_is("borken", "7,50 € je angefangene halbe Stunde");
	rate_is("rheinisch-berg", "25,00 € je Einsatz, gleich wie lange");
	rate_is("steinfurt", "15,00 € je Stunde, auf die Minute genau");
	rate_is("soest-stadt", "12,50 € bis 1 Std., danach 12,50 € je Stunde, auf die Minute genau");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(heinsberg),
		TEST(kreis_soest),
		TEST(rhein_erft),
		TEST(borken_counts_the_way_from_5_km_on),
		TEST(ennepe_ruhr_pays_an_hour_for_a_late_cancellation),
		TEST(ennepe_ruhr_ends_at_three_hours_and_pays_the_ticket),
		TEST(rheinisch_berg_pays_any_length_alike),
		TEST(steinfurt_says_what_is_assumed),
		TEST(city_of_soest_pays_the_first_hour_in_full),
		TEST(all_templates_are_whole_and_have_words),
		TEST(nights_of_the_clock_change_count_real_minutes),
		TEST(seconds_are_dropped),
		TEST(written_translation_by_page),
		TEST(the_way_has_a_rate_and_a_cost_of_its_own),
		TEST(a_flat_card_pays_its_amount_for_a_late_cancellation),
		TEST(jobs_that_are_none_are_refused),
		TEST(cards_that_contradict_themselves_are_refused),
		TEST(a_card_in_one_sentence),
	};
	if (words_load() != OK)
		return 1;
	return cmocka_run_group_tests_name("tariff", tests, NULL, NULL);
}
