/* What is said about the staff of a day (S-STA-2 ... 6, P-STA-1), each with rule and source, on both sides of the day
 * on which the decree of 2018 came; and that nothing is said where there is nothing to say. */
#include "features/staff/staff_test.h"

#include <stdio.h>

static struct list find_with(const char *kind, const char *date, const struct list *rules)
{
	struct entitlement e = entitlement_of(k->cx.mem, rules, str_of(kind), 0, on(date), false);
	struct plan p = plan_of(k->cx.mem, &hand, &e, on(date));
	return findings_of(&k->cx, &hand, &p, rules, str_of(kind), 0);
}

static struct list find(const char *date)
{
	struct list rules = rules_now();
	return find_with("kreis", date, &rules);
}

static int times(const struct list *found, const char *kind)
{
	int n = 0;
	LIST_EACH (const struct finding, f, found)
		n += str_is(f->kind, kind);
	return n;
}

static const struct finding *the(const struct list *found, const char *kind)
{
	assert_int_equal(times(found, kind), 1);
	LIST_EACH (const struct finding, f, found)
		if (str_is(f->kind, kind))
			return f;
	return NULL;
}

static void has(str text, const char *part)
{
	if (!str_has(text, part))
		fprintf(stderr, "\"%s\" is not in \"%s\"\n", part, str_c(k->cx.mem, text));
	assert_true(str_has(text, part));
}

static void leads(int64_t person, const char *office, const char *from)
{
	*LIST_ADD(k->mem, &hand.leadings, struct leading) =
	        (struct leading){ .person_id = person,
		                  .person_name = str_print(k->mem, "Person %d", (int)person),
		                  .office = str_of(office),
		                  .valid_from = on(from) };
}

static void qualified(int64_t person, const char *kind, const char *subject, const char *since, const char *withdrawn)
{
	*LIST_ADD(k->mem, &hand.qualifications, struct qualification) =
	        (struct qualification){ .person_id = person,
		                        .kind = str_of(kind),
		                        .subject = str_of(subject),
		                        .held_since = on(since),
		                        .withdrawn_on = on(withdrawn) };
}

static void seconded(int64_t person, const char *from, const char *to)
{
	*LIST_ADD(k->mem, &hand.secondments, struct secondment) =
	        (struct secondment){ .person_id = person,
		                     .person_name = str_print(k->mem, "Person %d", (int)person),
		                     .home = S("Gesamtschule Dülmen"),
		                     .valid_from = on(from),
		                     .valid_to = on(to) };
}

/* A post that this person holds alone. */
static int64_t holds(int64_t person, const char *kind, const char *funding, const char *from)
{
	int64_t post = hand_post(kind, funding, 1000, from, NULL);
	hand_share(post, person, 1000, from, NULL);
	return post;
}

/* Each finding says its rule, its source and what to do. */
static void rests_on(const struct finding *f, const char *weight, const char *code, const char *source)
{
	assert_true(str_is(f->weight, weight));
	assert_true(str_is(f->rule_code, code));
	assert_true(str_ends(f->rule_path, code));
	has(f->source, source);
	assert_true(f->mark.n > 0);
	assert_true(f->todo.n > 0 && !str_starts(f->todo, "finding."));
	assert_false(str_starts(f->sentence, "finding."));
	assert_false(str_has(f->sentence, "{"));
}

/* S-STA-2: only a recommendation, and only since the decree of 2018. */
static void a_split_in_unequal_parts(void **state UNUSED)
{
	int64_t post = hand_post("specialist", "own", 1000, "2017-01-01", NULL);
	hand_share(post, 1, 700, "2017-01-01", NULL);
	hand_share(post, 2, 300, "2017-01-01", NULL);
	struct list found = find("2018-05-07");
	assert_int_equal(times(&found, "split_unequal"), 0);
	found = find("2018-05-08");
	const struct finding *f = the(&found, "split_unequal");
	rests_on(f, "hint", "staff-split-2018", "Nr. 3.2 und 3.3");
	has(f->sentence, "Person 1 (0,7); Person 2 (0,3)");
	assert_int_equal(f->post_id, post);
}

static void what_is_an_equal_split(void **state UNUSED)
{
	static const struct {
		int64_t fte, shares[3];
		bool hint;
	} want[] = {
		{ 1000, { 500, 500, 0 }, false }, { 1000, { 1000, 0, 0 }, false },   { 1000, { 500, 0, 0 }, false },
		{ 500, { 250, 250, 0 }, false },  { 385, { 193, 192, 0 }, false },   { 1000, { 400, 400, 0 }, true },
		{ 1000, { 600, 400, 0 }, true },  { 1000, { 334, 333, 333 }, true },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		hand = (struct staff){ 0 };
		int64_t post = hand_post("specialist", "own", want[i].fte, "2020-01-01", NULL);
		for (int n = 0; n < 3 && want[i].shares[n]; n++)
			hand_share(post, n + 1, want[i].shares[n], "2020-01-01", NULL);
		struct list found = find("2024-06-01");
		assert_int_equal(times(&found, "split_unequal"), want[i].hint);
	}
	hand = (struct staff){ 0 }; /* one person whose share was entered in two parts */
	int64_t post = hand_post("specialist", "own", 1000, "2020-01-01", NULL);
	hand_share(post, 1, 700, "2020-01-01", NULL);
	hand_share(post, 1, 300, "2021-01-01", NULL);
	struct list found = find("2024-06-01");
	assert_int_equal(times(&found, "split_unequal"), 0);
}

/* S-STA-6: three professions until 7 May 2018, two from the 8th on. */
static void head_and_deputy_on_both_sides_of_2018(void **state UNUSED)
{
	holds(1, "specialist", "ki", "2013-01-01");
	holds(2, "administrator", "ki", "2013-01-01");
	leads(1, "head", "2013-01-01");
	leads(2, "deputy", "2013-01-01");
	struct list found = find("2018-05-07");
	assert_int_equal(times(&found, "same_profession"), 0);
	found = find("2018-05-08");
	const struct finding *f = the(&found, "same_profession");
	rests_on(f, "breach", "staff-professions-2018", "Nr. 4.3");
	has(f->sentence, "Fachkraft");
	hand.leadings.n = 1;
	holds(3, "specialist", "ki", "2013-01-01");
	leads(3, "deputy", "2013-01-01");
	found = find("2018-05-07");
	rests_on(the(&found, "same_profession"), "breach", "staff-professions-2012", "Eckpunktepapier");
	hand.leadings.n = 1;
	holds(4, "teacher", "land", "2013-01-01");
	leads(4, "deputy", "2013-01-01");
	for (int i = 0; i < 2; i++) {
		found = find(i ? "2018-05-08" : "2018-05-07");
		assert_int_equal(times(&found, "same_profession"), 0);
		assert_int_equal(times(&found, "leader_profession"), 0);
	}
	found = find("2012-02-28"); /* no rule yet, no finding */
	assert_int_equal(found.n, 0);
}

static void an_assistant_does_not_lead(void **state UNUSED)
{
	holds(1, "assistant", "own", "2013-01-01");
	holds(2, "administrator", "own", "2013-01-01");
	leads(1, "head", "2013-01-01");
	leads(2, "deputy", "2013-01-01");
	struct list found = find("2016-06-01");
	rests_on(the(&found, "leader_profession"), "breach", "staff-professions-2012", "Eckpunktepapier");
	found = find("2024-06-01");
	const struct finding *f = the(&found, "leader_profession");
	rests_on(f, "breach", "staff-professions-2018", "4.3");
	assert_int_equal(f->person_id, 1);
}

static void nobody_leads(void **state UNUSED)
{
	struct list found = find("2024-06-01");
	assert_int_equal(found.n, 0); /* a KI without any record is not told what it lacks */
	holds(1, "teacher", "land", "2013-01-01");
	found = find("2024-06-01");
	rests_on(the(&found, "no_head"), "notice", "staff-professions-2018", "4.3");
	rests_on(the(&found, "no_deputy"), "notice", "staff-professions-2018", "4.3");
	leads(9, "head", "2020-01-01");
	found = find("2024-06-01");
	assert_int_equal(times(&found, "no_head"), 0);
	rests_on(the(&found, "leader_without_post"), "notice", "staff-professions-2018", "4.3");
}

/* S-STA-3: each way to be qualified, and what is none. */
static void who_qualifies_as_specialist(void **state UNUSED)
{
	static const struct {
		const char *kind, *subject, *since, *withdrawn;
		bool qualifies;
	} want[] = {
		{ "degree", "migration", "2009-07-12", NULL, true },
		{ "degree", "public_law", "2009-07-12", NULL, true },
		{ "equivalent", "migration", "2009-07-12", NULL, true },
		{ "degree", "other", "2009-07-12", NULL, false },
		{ "degree", "education", "2009-07-12", NULL, false },
		{ "experience", "migration", "2009-07-12", NULL, true },
		{ "experience", "municipal", "2009-07-12", NULL, true },
		{ "experience", "other", "2009-07-12", NULL, false },
		{ "training", "administration", "2009-07-12", NULL, false },
		{ "teaching", "education", "2009-07-12", NULL, false },
		{ "degree", "migration", "2024-06-01", NULL, true },
		{ "degree", "migration", "2024-06-02", NULL, false },
		{ "degree", "migration", "2009-07-12", "2024-06-01", false },
		{ "degree", "migration", "2009-07-12", "2024-06-02", true },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		hand = (struct staff){ 0 };
		holds(1, i % 2 ? "administrator" : "specialist", "ki", "2013-01-01");
		qualified(1, want[i].kind, want[i].subject, want[i].since, want[i].withdrawn);
		qualified(2, "degree", "migration", "2009-07-12", NULL); /* of somebody else */
		assert_int_equal(qualifies_specialist(&hand.qualifications, 1, on("2024-06-01")), want[i].qualifies);
		struct list found = find("2024-06-01");
		assert_int_equal(times(&found, "no_qualification"), !want[i].qualifies);
	}
}

/* S-STA-3, S-STA-4: since the decree of 2018; KIM and the carrier's own posts are not asked. */
static void a_specialist_without_qualification(void **state UNUSED)
{
	holds(1, "specialist", "ki", "2013-01-01");
	struct list found = find("2018-05-07");
	assert_int_equal(times(&found, "no_qualification"), 0);
	found = find("2018-05-08");
	const struct finding *f = the(&found, "no_qualification");
	rests_on(f, "breach", "staff-qualification-2018", "Nr. 4.1");
	assert_int_equal(f->person_id, 1);
	hand = (struct staff){ 0 };
	holds(1, "specialist", "kim", "2013-01-01");
	holds(2, "specialist", "own", "2013-01-01");
	holds(3, "specialist", "komman", "2013-01-01");
	found = find("2024-06-01");
	assert_int_equal(the(&found, "no_qualification")->person_id, 3);
}

/* S-STA-5: a completed training in administration, or more; experience is none. */
static void an_assistant_without_training(void **state UNUSED)
{
	holds(1, "assistant", "ki", "2013-01-01");
	qualified(1, "experience", "administration", "2000-01-01", NULL);
	struct list found = find("2024-06-01");
	rests_on(the(&found, "assistant_qualification"), "breach", "staff-assistant-qualification-2018", "Nr. 4.2");
	found = find("2018-05-07");
	assert_int_equal(times(&found, "assistant_qualification"), 0);
	qualified(1, "training", "administration", "2020-01-01", NULL);
	found = find("2024-06-01");
	assert_int_equal(times(&found, "assistant_qualification"), 0);
	assert_false(qualifies_assistant(&hand.qualifications, 1, on("2019-12-31")));
}

static void steps(struct exception_case *c, const char *const (*list)[2])
{
	for (; (*list)[0]; list++)
		*LIST_ADD(k->mem, &c->steps, struct exception_step) =
		        (struct exception_step){ .kind = str_of((*list)[0]), .day = on((*list)[1]) };
}

/* S-STA-4: a granted exception counts from its decision on; an open or refused one does not. */
static void an_exception_counts_once_granted(void **state UNUSED)
{
	static const char *const granted[][2] = {
		{ "asked", "2024-02-01" }, { "answered", "2024-03-01" }, { "granted", "2024-04-01" }, { NULL, NULL }
	};
	static const char *const refused[][2] = { { "asked", "2024-02-01" },
		                                  { "refused", "2024-04-01" },
		                                  { NULL, NULL } };
	holds(1, "specialist", "ki", "2013-01-01");
	holds(2, "specialist", "ki", "2013-01-01");
	holds(3, "assistant", "ki", "2013-01-01");
	struct exception_case a = { .person_id = 1, .kind = S("specialist"), .applied_on = on("2024-01-15") }, b = a,
	                      c = a;
	b.person_id = 2;
	c.person_id = 3; /* an exception for a specialist is none for an assistant */
	exception_state_of(&a);
	assert_true(str_is(a.state, "open"));
	assert_int_equal(day_cmp(a.since, a.applied_on), 0);
	steps(&a, granted);
	steps(&b, refused);
	steps(&c, granted);
	exception_state_of(&a);
	assert_true(str_is(a.state, "granted"));
	assert_int_equal(day_cmp(a.since, on("2024-04-01")), 0);
	struct exception_case half = a;
	half.steps.n = 2;
	exception_state_of(&half);
	assert_true(str_is(half.state, "consulting"));
	assert_int_equal(day_cmp(half.since, on("2024-02-01")), 0);
	*LIST_ADD(k->mem, &hand.exceptions, struct exception_case) = a;
	*LIST_ADD(k->mem, &hand.exceptions, struct exception_case) = b;
	*LIST_ADD(k->mem, &hand.exceptions, struct exception_case) = c;
	struct list found = find("2024-03-31");
	assert_int_equal(times(&found, "no_qualification"), 2);
	found = find("2024-04-01");
	assert_int_equal(the(&found, "no_qualification")->person_id, 2);
	assert_int_equal(times(&found, "assistant_qualification"), 1);
}

/* More filled than entitled: teachers, too; the rule is that of the entitlement of that day. */
static void more_than_entitled(void **state UNUSED)
{
	for (int n = 1; n <= 6; n++)
		holds(n, "specialist", "ki", "2015-01-01");
	for (int n = 11; n <= 13; n++)
		holds(n, "teacher", "land", "2015-01-01");
	struct list found = find("2016-12-31");
	assert_int_equal(times(&found, "above_entitlement"), 2);
	found = find("2017-01-01");
	assert_int_equal(times(&found, "above_entitlement"), 0);
	found = find("2020-01-01");
	const struct finding *f = the(&found, "above_entitlement");
	rests_on(f, "breach", "teacher-2018", "BASS 12-21 Nr. 18");
	has(f->sentence, "3 Stellen sind besetzt, gefördert werden höchstens 2");
}

static void a_person_over_one_post(void **state UNUSED)
{
	int64_t one = hand_post("specialist", "ki", 1000, "2020-01-01", NULL);
	int64_t other = hand_post("specialist", "own", 1000, "2020-01-01", NULL);
	hand_share(one, 1, 600, "2020-01-01", NULL);
	hand_share(other, 1, 400, "2020-01-01", NULL);
	struct list found = find("2024-06-01");
	assert_int_equal(times(&found, "person_above_full"), 0);
	hand_share(other, 1, 1, "2021-01-01", NULL);
	found = find("2020-12-31");
	assert_int_equal(times(&found, "person_above_full"), 0);
	found = find("2024-06-01");
	const struct finding *f = the(&found, "person_above_full");
	rests_on(f, "breach", "staff-person-max-2012", "Arbeitsannahme");
	has(f->sentence, "1,001");
}

/* P-STA-1: within twelve months, and not if a further one follows without a gap. */
static void secondments_end(void **state UNUSED)
{
	holds(1, "teacher", "land", "2020-08-01");
	seconded(1, "2023-08-01", "2025-07-31");
	struct list found = find("2024-07-30");
	assert_int_equal(times(&found, "secondment_ends"), 0);
	found = find("2024-07-31");
	const struct finding *f = the(&found, "secondment_ends");
	rests_on(f, "notice", "staff-secondment-notice-2012", "Praxis");
	has(f->sentence, "31.07.2025");
	has(f->sentence, "Gesamtschule Dülmen");
	found = find("2025-07-31");
	assert_int_equal(times(&found, "secondment_ends"), 1);
	assert_int_equal(times(&found, "secondment_missing"), 0);
	found = find("2025-08-01");
	rests_on(the(&found, "secondment_missing"), "notice", "staff-secondment-notice-2012", "Praxis");
	assert_int_equal(times(&found, "secondment_ends"), 0);
	seconded(1, "2025-08-02", "2026-07-31");
	found = find("2025-06-01");
	assert_int_equal(times(&found, "secondment_ends"), 1); /* a day is missing */
	seconded(1, "2025-08-01", "2025-08-01");
	found = find("2025-06-01");
	assert_int_equal(times(&found, "secondment_ends"), 0);
	struct list rules = rules_with("staff_secondment_notice", "6", "2013-01-01");
	hand.secondments.n = 1;
	found = find_with("kreis", "2025-01-30", &rules);
	assert_int_equal(times(&found, "secondment_ends"), 0); /* law is data: six months now */
	found = find_with("kreis", "2025-01-31", &rules);
	assert_int_equal(times(&found, "secondment_ends"), 1);
}

static void vacant_for_more_than_ninety_days(void **state UNUSED)
{
	int64_t post = hand_post("specialist", "own", 1000, "2020-01-01", NULL);
	hand_share(post, 1, 1000, "2020-01-01", "2024-01-31");
	struct list found = find("2024-04-30"); /* 90 days: February 29, March 31, April 30 */
	assert_int_equal(times(&found, "vacancy_long"), 0);
	found = find("2024-05-01");
	const struct finding *f = the(&found, "vacancy_long");
	rests_on(f, "notice", "staff-vacancy-notice-2012", "Arbeitsannahme");
	has(f->sentence, "seit dem 01.02.2024 unbesetzt (91 Tage)");
	hand_share(post, 2, 500, "2024-03-01", NULL);
	found = find("2024-05-01"); /* half of it is filled: the gap is as old */
	has(the(&found, "vacancy_long")->sentence, "0,5 Stellen");
}

/* A KI in order: nothing to say. And the weightiest first where there is. */
static void in_order_there_is_nothing_to_say(void **state UNUSED)
{
	holds(1, "teacher", "land", "2020-08-01");
	seconded(1, "2020-08-01", "2030-07-31");
	int64_t shared = hand_post("specialist", "ki", 1000, "2020-01-01", NULL);
	hand_share(shared, 2, 500, "2020-01-01", NULL);
	hand_share(shared, 3, 500, "2020-01-01", NULL);
	qualified(2, "degree", "public_law", "2010-01-01", NULL);
	qualified(3, "experience", "municipal", "2010-01-01", NULL);
	leads(2, "head", "2021-01-01");
	leads(1, "deputy", "2021-01-01");
	struct list found = find("2024-06-01");
	assert_int_equal(found.n, 0);
	hand_share(shared, 4, 1, "2022-01-01", NULL);
	hand.leadings.n = 1;
	found = find("2024-06-01");
	assert_int_equal(found.n, 3);
	assert_true(str_is(LIST_AT(&found, struct finding, 0)->weight, "breach"));
	assert_true(str_is(LIST_AT(&found, struct finding, 1)->weight, "notice"));
	assert_true(str_is(LIST_AT(&found, struct finding, 2)->weight, "hint"));
}

/* In English, nothing German is left in a sentence; every kind has its words in both languages. */
static void both_languages(void **state UNUSED)
{
	const char *const languages[] = { "de", "en" };
	for (int l = 0; l < 2; l++)
		for (int i = 0; finding_kind_choices.codes[i]; i++) {
			const char *code = finding_kind_choices.codes[i];
			const struct words *w = words_of(str_of(languages[l]));
			assert_true(words_own(w, str_print(k->cx.mem, "finding.%s", code)));
			assert_true(words_own(w, str_print(k->cx.mem, "finding.%s.todo", code)));
			assert_true(words_own(w, str_print(k->cx.mem, "finding_kind.%s", code)));
		}
	holds(1, "specialist", "ki", "2013-01-01");
	k->cx.words = words_of(S("en"));
	struct list found = find("2024-06-01");
	has(the(&found, "no_qualification")->sentence, "no qualification as a specialist");
}

const struct CMUnitTest finding_tests[] = {
	TEST(a_split_in_unequal_parts),
	TEST(what_is_an_equal_split),
	TEST(head_and_deputy_on_both_sides_of_2018),
	TEST(an_assistant_does_not_lead),
	TEST(nobody_leads),
	TEST(who_qualifies_as_specialist),
	TEST(a_specialist_without_qualification),
	TEST(an_assistant_without_training),
	TEST(an_exception_counts_once_granted),
	TEST(more_than_entitled),
	TEST(a_person_over_one_post),
	TEST(secondments_end),
	TEST(vacant_for_more_than_ninety_days),
	TEST(in_order_there_is_nothing_to_say),
	TEST(both_languages),
};
const size_t finding_test_count = sizeof finding_tests / sizeof *finding_tests;
