/* pool_order_test.c -- in which order those who suit are asked (P-INT-4): parts that can be added up again, in words,
 * and the ways that they rest on. */
#include "features/interpreters/pool_fit_test.h"

/* --- order -------------------------------------------------------------------------------------------------------- */

static void parts_say_why(void **state UNUSED)
{
	*LIST_ADD(mem, &p.experience, struct fit_experience) = (struct fit_experience){ S("parents"), 2 };
	*LIST_ADD(mem, &p.experience, struct fit_experience) = (struct fit_experience){ S("office"), 9 };
	p.home = duelmen;
	p.load = 4;
	p.accepted = 3;
	p.declined = 1;
	p.unanswered = 1;
	rq.gender = FIT_FEMALE;
	rq.wished_id = 7;
	struct fit_candidate c = fit_check(&rules, &rq, &p);
	static const int64_t
	        points[FIT_PARTS] = { [FIT_WISHED] = 40,    [FIT_WAY] = 16, /* 30 x (90 - 40) / 90 */
		                      [FIT_LOAD] = 20,                      /* 25 x (20 - 4) / 20 */
		                      [FIT_EXPERIENCE] = 8,                 /* 20 x 2 / 5 */
		                      [FIT_GENDER] = 20,    [FIT_RELIABILITY] = 6 /* 10 x (3 + 1/2 + 1) / 7 */ };
	for (int i = 0; i < FIT_PARTS; i++)
		assert_int_equal(c.parts[i].points, points[i]);
	assert_int_equal(c.points, 40 + 16 + 20 + 8 + 20 + 6);
	rules.weights[FIT_WAY] = 0;
	assert_int_equal(fit_check(&rules, &rq, &p).points, 40 + 20 + 8 + 20 + 6);
}

static const char *find_word(const struct fit_candidate *c, enum fit_part_kind kind)
{
	return fit_part_say(words_of(S("de")), mem, kind, &c->parts[kind]).p;
}

static void in_words(void **state UNUSED)
{
	const struct words *de = words_of(S("de"));
	struct fit_candidate c = fit_check(&rules, &rq, &p);
	assert_string_equal(find_word(&c, FIT_WAY), "0 Minuten von zu Hause");
	assert_string_equal(find_word(&c, FIT_LOAD), "0 Einsätze in 90 Tagen");
	assert_string_equal(find_word(&c, FIT_GENDER), "Kein Wunsch");
	assert_string_equal(find_word(&c, FIT_RELIABILITY), "Noch nicht angefragt");
	p.accepted = 1;
	c = fit_check(&rules, &rq, &p);
	assert_string_equal(find_word(&c, FIT_RELIABILITY), "1 von 1 Anfrage zugesagt");
	p.papers.certified_until = on("2026-11-03");
	struct fit_reason r = refused(FIT_UNCERTIFIED);
	assert_string_equal(fit_reason_say(de, mem, &r).p, "Führungszeugnis gilt nur bis 03.11.2026");
	p.papers.certified_until = on("2027-11-03");
	booked(2, slot("2026-12-16T08:00", "2026-12-16T09:30", FIT_ON_SITE, duelmen));
	r = refused(FIT_CLASH);
	assert_string_equal(
	        fit_reason_say(de, mem, &r).p,
	        "Hat kurz davor oder danach einen Einsatz (16.12.2026, 08:00 Uhr bis 09:30); der Weg dauert "
	        "etwa 40 Minuten");
	for (int why = 0; why < FIT_REFUSALS; why++) { /* every form of every reason has its words in both languages */
		for (int form = 0; form < 2; form++) {
			r = (struct fit_reason){ .why = (enum fit_refusal)why,
				                 .from = on("2026-12-16"),
				                 .until = form ? on("2026-12-17") : DAY_NONE,
				                 .starts = rq.slot.start,
				                 .ends = rq.slot.end,
				                 .way_minutes = form };
			str said = fit_reason_say(words_of(S("en")), mem, &r);
			assert_false(str_starts(said, "fit."));
			assert_false(str_has(said, "{"));
		}
	}
}

static struct list crowd(int n)
{
	struct list people = { 0 };
	for (int i = 0; i < n; i++) {
		struct fit_person *one = LIST_ADD(mem, &people, struct fit_person);
		*one = p;
		one->id = 100 + i * 7 % n; /* every id once */
		one->load = i % 23;
		one->home.lat += i % 17 * 20000;
		one->declined = i % 3;
		if (i % 5 == 0)
			one->papers.pledged_on = DAY_NONE;
		if (i % 10 == 0)
			one->papers.paused_from = on("2026-01-01");
		if (i % 4 == 1)
			*LIST_ADD(mem, &one->years, struct fit_year) = (struct fit_year){ 2026, 95000, 96000, false };
	}
	return people;
}

static int rank(const struct fit_candidate *c)
{
	return c->refused == 0 ? 0 : fit_needs_consent(c->refused) ? 1 : 1 + __builtin_popcount(c->refused);
}

/* 300 people in one call: all are there, in order, each sum adds up, and who stands where does not depend on the order
 * of the rows. */
static void list_of_300(void **state UNUSED)
{
	struct list people = crowd(300), turned = { 0 };
	struct list found = fit_list(mem, &rules, &rq, &people);
	assert_int_equal(found.n, 300);
	for (size_t i = 0; i < found.n; i++) {
		const struct fit_candidate *c = LIST_AT(&found, struct fit_candidate, i);
		int64_t sum = 0;
		for (int part = 0; part < FIT_PARTS; part++) {
			assert_in_range(c->parts[part].points, 0, (uintmax_t)c->parts[part].most);
			sum += c->parts[part].points;
		}
		assert_int_equal(c->points, sum);
		assert_int_equal(c->refused, fit_check(&rules, &rq, c->person).refused);
		assert_int_equal(__builtin_popcount(c->refused), fit_reasons(mem, &rules, &rq, c->person).n);
		assert_true(i == 0 || rank(c - 1) < rank(c) ||
		            (rank(c - 1) == rank(c) && (c - 1)->points >= c->points));
	}
	for (size_t i = people.n; i > 0; i--)
		*LIST_ADD(mem, &turned, struct fit_person) = *LIST_AT(&people, struct fit_person, i - 1);
	struct list again = fit_list(mem, &rules, &rq, &turned);
	for (size_t i = 0; i < found.n; i++)
		assert_int_equal(LIST_AT(&found, struct fit_candidate, i)->person->id,
		                 LIST_AT(&again, struct fit_candidate, i)->person->id);
	assert_int_equal(rank(LIST_AT(&found, struct fit_candidate, 299)), 3);
}

/* --- the way ------------------------------------------------------------------------------------------------------ */

static void ways(void **state UNUSED)
{
	struct place unknown = { 0, 0 }, cologne = { 50938000, 6957000 }, next_door = { 51946000, 7169000 };
	assert_int_equal(place_line_m(coesfeld, coesfeld), 0);
	assert_int_equal(place_line_m(unknown, coesfeld), -1);
	assert_int_equal(place_way_m(&travel_default, coesfeld, unknown), -1);
	assert_in_range(place_line_m(coesfeld, cologne), 111800, 113500); /* great circle: 112.9 km */
	assert_int_equal(travel_minutes(&travel_default, coesfeld, next_door), 0);
	assert_int_equal(travel_minutes(&travel_default, unknown, unknown), 45);
	assert_int_equal(travel_minutes(&travel_default, coesfeld, cologne),
	                 travel_minutes(&travel_default, cologne, coesfeld));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(parts_say_why),
		TEST(in_words),
		TEST(list_of_300),
		TEST(ways),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
