/* quality_test.c -- criteria by day, assessments that stay as they are, follow-ups, figures of all KI: on both
 * databases. S-EVA-2. */
#include "kit/short.h"

#include "features/quality/quality_compare.h"
#include "features/quality/quality_model.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static struct tenant coesfeld, unna;

static int set_up(void **state UNUSED)
{
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	unna = centre_called("unna");
	return 0;
}

static int tear_down(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

/* The next try in the same test: what was read stays, unlike after next(). */
static void again(void)
{
	fault_clear(&k->cx);
	k->cx.problems = NULL;
}

typedef err (*writer)(struct cx *cx, const void *in, void *ret);

static err write_for(const struct tenant *centre, writer fn, const void *row, void *ret, size_t size)
{
	const struct quality_in in = { .centre = centre, .row = row };
	return db_tx(&k->cx, "test", fn, &in, ret, size);
}
#define WRITE(centre, fn, row, ret) write_for((centre), (fn), (row), (ret), sizeof *(ret))

static err change(writer fn, const struct criterion *in, struct criterion *ret)
{
	return db_tx(&k->cx, "test", fn, in, ret, sizeof *ret);
}

static struct list criteria_of(day date)
{
	struct list all = { 0 };
	assert_int_equal(criteria_on(&k->cx, date, &all), OK);
	return all;
}

/* Answers the first `n` criteria of today with a level. */
static err answer(const struct tenant *centre, const char *level, size_t n, struct assessment *ret)
{
	struct list criteria = criteria_of(k->cx.today), answers = { 0 };
	for (size_t i = 0; i < criteria.n && i < n; i++)
		*LIST_ADD(k->cx.mem, &answers, struct answer) =
		        (struct answer){ .criterion_id = LIST_AT(&criteria, struct criterion, i)->id,
			                 .level = str_of(level),
			                 .evidence = S("Protokoll vom März") };
	return WRITE(centre, answers_save_in_tx, &answers, ret);
}

static void concluded(const struct tenant *centre, const char *level, struct assessment *ret)
{
	assert_int_equal(answer(centre, level, 100, ret), OK);
	assert_int_equal(WRITE(centre, assessment_conclude_in_tx, NULL, ret), OK);
}

static void next_day(int days)
{
	k->cx.today = day_add(k->cx.today, days);
	k->cx.now.ms += (int64_t)days * 24 * 60 * 60 * 1000;
}

/* --- criteria ----------------------------------------------------------------------------------------------------- */

/* Fifteen along the tasks of the Eckpunkte, all of them marked as assumed, in both languages. */
static void the_criteria_are_marked_as_assumed(void **state UNUSED)
{
	struct list all = criteria_of(k->cx.today);
	assert_int_equal(all.n, 15);
	LIST_EACH (const struct criterion, c, &all) {
		assert_true(str_is(c->mark, "assumed"));
		assert_true(str_has(c->source, "Eckpunkte vom 29.02.2012"));
		assert_false(str_eq(c->name, c->name_en));
		assert_false(str_eq(c->question, c->question_en));
	}
	assert_true(str_is(LIST_AT(&all, struct criterion, 0)->area, "steering"));
	assert_true(str_is(LIST_AT(&all, struct criterion, 14)->area, "network"));
	assert_int_equal(criteria_of(on("2012-02-28")).n, 0);
}

static struct criterion worded(const struct criterion *like, const char *name, day from)
{
	struct criterion c = *like;
	c.name = str_of(name);
	c.mark = S("read");
	c.valid_from = from;
	return c;
}

static void other_words_are_a_further_row_from_a_day_on(void **state UNUSED)
{
	struct list all = criteria_of(k->cx.today);
	const struct criterion *old = LIST_AT(&all, struct criterion, 0);
	struct criterion saved, typed = worded(old, "Angebote kennen", k->cx.today);
	assert_int_equal(change(criterion_reword_in_tx, &typed, &saved), E_INVALID);
	assert_string_equal(problem_at("valid_from"), "quality.from_tomorrow");
	again();
	day from = day_add(k->cx.today, 10);
	typed.valid_from = from;
	assert_int_equal(change(criterion_reword_in_tx, &typed, &saved), OK);
	assert_true(str_is(saved.code, "offers"));
	struct list before = criteria_of(day_add(from, -1)), after = criteria_of(from);
	assert_int_equal(before.n, 15);
	assert_int_equal(after.n, 15);
	assert_true(str_is(LIST_AT(&before, struct criterion, 0)->name, "Angebote bündeln und abstimmen"));
	assert_true(str_is(LIST_AT(&after, struct criterion, 0)->name, "Angebote kennen"));
	/* the row that has an end is never changed again */
	assert_int_equal(change(criterion_reword_in_tx, &typed, &saved), E_STALE);
	again();
	struct criterion end = { .id = typed.id, .valid_to = from };
	assert_int_equal(change(criterion_end_in_tx, &end, &saved), E_STALE);
}

static void a_criterion_ends_with_a_day(void **state UNUSED)
{
	struct list all = criteria_of(k->cx.today);
	struct criterion saved,
	        end = { .id = LIST_AT(&all, struct criterion, 1)->id, .valid_to = day_add(k->cx.today, -1) };
	assert_int_equal(change(criterion_end_in_tx, &end, &saved), E_INVALID);
	assert_string_equal(problem_at("valid_to"), "quality.from_today");
	again();
	end.valid_to = k->cx.today;
	assert_int_equal(change(criterion_end_in_tx, &end, &saved), OK);
	assert_int_equal(criteria_of(k->cx.today).n, 15);
	assert_int_equal(criteria_of(day_add(k->cx.today, 1)).n, 14);
	end.id = 4711;
	assert_int_equal(change(criterion_end_in_tx, &end, &saved), E_NOTFOUND);
}

/* An area stays one page: its seventh criterion is refused, those that have ended by then do not count. */
static void an_area_takes_six_criteria(void **state UNUSED)
{
	struct list all = criteria_of(k->cx.today);
	struct criterion saved, typed = worded(LIST_AT(&all, struct criterion, 0), "Neu", day_add(k->cx.today, 1));
	assert_int_equal(change(criterion_add_in_tx, &typed, &saved), OK);
	assert_true(str_starts(saved.code, "criterion_"));
	assert_int_equal(change(criterion_add_in_tx, &typed, &saved), OK);
	assert_int_equal(change(criterion_add_in_tx, &typed, &saved), E_INVALID);
	assert_string_equal(problem_at("area"), "quality.area_full");
	again();
	struct criterion ended, end = { .id = LIST_AT(&all, struct criterion, 0)->id, .valid_to = k->cx.today };
	assert_int_equal(change(criterion_end_in_tx, &end, &ended), OK);
	assert_int_equal(change(criterion_add_in_tx, &typed, &saved), OK);
	assert_int_equal(criteria_of(typed.valid_from).n, 17);
}

/* --- assessments -------------------------------------------------------------------------------------------------- */

static void an_assessment_is_concluded_once_and_stays(void **state UNUSED)
{
	struct assessment a, other;
	struct list answers = { 0 };
	assert_int_equal(WRITE(&coesfeld, assessment_conclude_in_tx, NULL, &a), E_NOTFOUND);
	again();
	assert_int_equal(answer(&coesfeld, "begun", 4, &a), OK);
	assert_true(str_is(a.state, "draft"));
	assert_int_equal(a.answered, 4);
	assert_int_equal(assessment_find(&k->cx, coesfeld.id, a.id, &other), E_NOTFOUND); /* a draft is not read */
	again();
	assert_int_equal(WRITE(&coesfeld, assessment_conclude_in_tx, NULL, &other), E_INVALID);
	assert_string_equal(fault(), "quality.incomplete");
	again();
	assert_int_equal(answer(&coesfeld, "mostly", 100, &other), OK);
	assert_int_equal(other.id, a.id); /* the same draft */
	assert_int_equal(WRITE(&coesfeld, assessment_conclude_in_tx, NULL, &a), OK);
	assert_true(str_is(a.state, "concluded"));
	assert_int_equal(answer(&coesfeld, "not_yet", 1, &other), OK); /* begins the next one */
	assert_int_not_equal(other.id, a.id);
	assert_int_equal(answers_of(&k->cx, coesfeld.id, a.id, &answers), OK);
	assert_int_equal(answers.n, 15);
	LIST_EACH (const struct answer, one, &answers)
		assert_true(str_is(one->level, "mostly"));
	assert_int_equal(WRITE(&coesfeld, assessment_discard_in_tx, NULL, &other), OK);
	assert_true(str_is(other.state, "discarded"));
	struct list all = { 0 };
	assert_int_equal(assessments_concluded(&k->cx, coesfeld.id, &all), OK);
	assert_int_equal(all.n, 1);
}

static void no_ki_reads_or_writes_another_ones(void **state UNUSED)
{
	struct assessment a, other;
	struct list answers = { 0 };
	concluded(&coesfeld, "begun", &a);
	assert_int_equal(assessment_find(&k->cx, unna.id, a.id, &other), E_NOTFOUND);
	again();
	assert_int_equal(answers_of(&k->cx, unna.id, a.id, &answers), OK);
	assert_int_equal(answers.n, 0);
	assert_int_equal(answer(&coesfeld, "begun", 3, &a), OK);
	assert_int_equal(assessment_draft(&k->cx, unna.id, &other), OK);
	assert_int_equal(other.id, 0);
	assert_int_equal(WRITE(&unna, assessment_conclude_in_tx, NULL, &other), E_NOTFOUND);
}

/* A draft asks the criteria of the day it was begun on; what was answered keeps its words. */
static void a_draft_keeps_the_criteria_of_its_day(void **state UNUSED)
{
	struct list all = criteria_of(k->cx.today), answers = { 0 };
	struct assessment a, saved;
	struct criterion coming,
	        typed = worded(LIST_AT(&all, struct criterion, 0), "Angebote kennen", day_add(k->cx.today, 1));
	assert_int_equal(answer(&coesfeld, "begun", 1, &a), OK);
	assert_int_equal(change(criterion_reword_in_tx, &typed, &coming), OK);
	next_day(2);
	*LIST_ADD(k->cx.mem, &answers, struct answer) =
	        (struct answer){ .criterion_id = coming.id, .level = S("mostly"), .evidence = S("Liste") };
	assert_int_equal(WRITE(&coesfeld, answers_save_in_tx, &answers, &saved), E_STALE);
	assert_string_equal(fault(), "quality.other_criteria");
	again();
	struct answer *blank = LIST_AT(&answers, struct answer, 0);
	blank->criterion_id = typed.id;
	blank->level = STR_NONE;
	assert_int_equal(WRITE(&coesfeld, answers_save_in_tx, &answers, &saved), OK);
	assert_int_equal(saved.answered, 1); /* a blank one leaves what a colleague has answered */
	assert_int_equal(WRITE(&coesfeld, assessment_discard_in_tx, NULL, &saved), OK);
	assert_int_equal(WRITE(&coesfeld, answers_save_in_tx, &answers, &saved), E_STALE); /* the new one asks anew */
}

static const struct compare_row *row_of(const struct list *areas, const char *code)
{
	LIST_EACH (const struct compare_area, a, areas)
		LIST_EACH (const struct compare_row, r, &a->rows)
			if (str_is(r->code, code))
				return r;
	assert_string_equal(code, "in the comparison");
	return NULL;
}

static void two_assessments_are_compared_by_code(void **state UNUSED)
{
	struct list all = criteria_of(k->cx.today), now = { 0 }, before = { 0 }, areas = { 0 };
	struct assessment first, second;
	struct criterion saved,
	        typed = worded(LIST_AT(&all, struct criterion, 0), "Angebote kennen", day_add(k->cx.today, 1)),
	        end = { .id = LIST_AT(&all, struct criterion, 1)->id, .valid_to = k->cx.today };
	concluded(&coesfeld, "begun", &first);
	assert_int_equal(change(criterion_reword_in_tx, &typed, &saved), OK);
	assert_int_equal(change(criterion_end_in_tx, &end, &saved), OK);
	next_day(365);
	assert_int_equal(answer(&coesfeld, "begun", 100, &second), OK);
	assert_int_equal(answer(&coesfeld, "throughout", 2, &second), OK);
	assert_int_equal(WRITE(&coesfeld, assessment_conclude_in_tx, NULL, &second), OK);
	assert_int_equal(answers_of(&k->cx, coesfeld.id, second.id, &now), OK);
	assert_int_equal(answers_of(&k->cx, coesfeld.id, first.id, &before), OK);
	compare_of(&k->cx, &now, &before, &areas);
	assert_int_equal(areas.n, 5);
	assert_true(str_is(row_of(&areas, "offers")->change, "better"));
	assert_true(row_of(&areas, "offers")->reworded);
	assert_true(str_is(row_of(&areas, "offers")->name, "Angebote kennen"));
	assert_true(str_is(row_of(&areas, "networks")->change, "gone"));
	assert_true(str_is(row_of(&areas, "reporting")->change, "same"));
	assert_false(row_of(&areas, "reporting")->reworded);
	areas = (struct list){ 0 };
	compare_of(&k->cx, &before, &now, &areas); /* the other way round */
	assert_true(str_is(row_of(&areas, "offers")->change, "worse"));
	assert_true(str_is(row_of(&areas, "networks")->change, "new"));
}

/* --- follow-ups --------------------------------------------------------------------------------------------------- */

static struct follow_up proposed(const struct tenant *centre, day due)
{
	struct list all = criteria_of(k->cx.today);
	struct follow_up saved, typed = { .criterion_id = LIST_AT(&all, struct criterion, 0)->id,
		                          .what = S("Übersicht anlegen"),
		                          .who = S("Leitung"),
		                          .due_on = due };
	assert_int_equal(WRITE(centre, follow_up_propose_in_tx, &typed, &saved), OK);
	return saved;
}

static err agree(int64_t id, struct follow_up *ret)
{
	return db_tx(&k->cx, "test", follow_up_agree_in_tx, &id, ret, sizeof *ret);
}

static void a_follow_up_is_proposed_agreed_and_done(void **state UNUSED)
{
	struct follow_up f = proposed(&coesfeld, day_add(k->cx.today, 20)), saved;
	assert_true(str_is(f.state, "proposed"));
	assert_int_equal(agree(f.id, &saved), OK);
	assert_true(str_is(saved.state, "agreed"));
	assert_int_equal(agree(f.id, &saved), E_STALE);
	again();
	next_day(21);
	struct list all = { 0 }, open = { 0 };
	assert_int_equal(follow_ups_of(&k->cx, coesfeld.id, &all), OK);
	assert_true(LIST_AT(&all, struct follow_up, 0)->overdue);
	assert_int_equal(follow_ups_open(&k->cx, &open), OK);
	assert_int_equal(open.n, 1);
	struct follow_up_close close = { .id = f.id, .kind = S("done"), .note = S("liegt vor") };
	assert_int_equal(WRITE(&unna, follow_up_close_in_tx, &close, &saved), E_NOTFOUND);
	again();
	assert_int_equal(WRITE(&coesfeld, follow_up_close_in_tx, &close, &saved), OK);
	assert_true(str_is(saved.state, "done"));
	assert_false(saved.overdue);
	assert_true(str_is(saved.note, "liegt vor"));
	close.kind = S("dropped");
	assert_int_equal(WRITE(&coesfeld, follow_up_close_in_tx, &close, &saved), E_STALE);
	again();
	open = (struct list){ 0 };
	assert_int_equal(follow_ups_open(&k->cx, &open), OK);
	assert_int_equal(open.n, 0);
}

static void a_follow_up_has_a_day_ahead_and_a_criterion(void **state UNUSED)
{
	struct follow_up saved, typed = { .criterion_id = 4711,
		                          .what = S("Übersicht anlegen"),
		                          .who = S("Leitung"),
		                          .due_on = day_add(k->cx.today, -1) };
	assert_int_equal(WRITE(&coesfeld, follow_up_propose_in_tx, &typed, &saved), E_INVALID);
	assert_string_equal(problem_at("criterion_id"), "form.not_a_choice");
	assert_string_equal(problem_at("due_on"), "quality.due_past");
}

/* --- all KI ------------------------------------------------------------------------------------------------------- */

static void the_median_is_between_the_two_in_the_middle(void **state UNUSED)
{
	const int64_t none[QUALITY_LEVELS] = { 0 }, odd[] = { 1, 1, 1, 0 }, even[] = { 2, 0, 1, 1 },
	              top[] = { 0, 0, 0, 7 };
	assert_int_equal(median_of(none).n, 0);
	assert_int_equal(median_of(none).low, -1);
	assert_int_equal(median_of(odd).low, 1);
	assert_int_equal(median_of(odd).high, 1);
	assert_int_equal(median_of(even).low, 0);
	assert_int_equal(median_of(even).high, 2);
	assert_int_equal(median_of(top).low, 3);
}

/* Each KI counts once, with its last concluded assessment; a draft does not count. */
static void a_ki_counts_with_its_last_concluded_one(void **state UNUSED)
{
	struct assessment a;
	struct list spreads = { 0 }, centres = { 0 };
	concluded(&coesfeld, "begun", &a);
	concluded(&coesfeld, "mostly", &a);
	concluded(&unna, "throughout", &a);
	assert_int_equal(answer(&unna, "not_yet", 100, &a), OK);
	assert_int_equal(quality_spreads(&k->cx, &spreads), OK);
	assert_int_equal(spreads.n, 15);
	LIST_EACH (const struct spread, s, &spreads) {
		assert_int_equal(s->counts[0] + s->counts[1], 0);
		assert_int_equal(s->counts[2], 1);
		assert_int_equal(s->counts[3], 1);
	}
	proposed(&unna, k->cx.today);
	assert_int_equal(quality_centres(&k->cx, &centres), OK);
	assert_int_equal(centres.n, 54);
	LIST_EACH (const struct land_centre, c, &centres) {
		bool is = str_is(c->slug, "unna");
		assert_int_equal(c->open_follow_ups, is);
		assert_int_equal(c->assessments, str_is(c->slug, "coesfeld") ? 2 : is);
		assert_int_equal(day_is(c->before_on), str_is(c->slug, "coesfeld"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_criteria_are_marked_as_assumed),
		TEST(other_words_are_a_further_row_from_a_day_on),
		TEST(a_criterion_ends_with_a_day),
		TEST(an_area_takes_six_criteria),
		TEST(an_assessment_is_concluded_once_and_stays),
		TEST(no_ki_reads_or_writes_another_ones),
		TEST(a_draft_keeps_the_criteria_of_its_day),
		TEST(two_assessments_are_compared_by_code),
		TEST(a_follow_up_is_proposed_agreed_and_done),
		TEST(a_follow_up_has_a_day_ahead_and_a_criterion),
		TEST(the_median_is_between_the_two_in_the_middle),
		TEST(a_ki_counts_with_its_last_concluded_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
