/* Where a person of the pool is on a day: by its steps alone (S-INT-1, P-INT-4). Hours as people write them. */
#include "kit/kit.h"

#include <string.h>

#include "features/interpreters/interpreter_state.h"
#include "features/interpreters/pool_hours.h"

static struct arena *mem;
static struct list steps;

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	steps = (struct list){ 0 };
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

static day on(const char *text)
{
	day d = DAY_NONE;
	assert_true(!text || day_parse(str_of(text), &d));
	return d;
}

static struct interpreter_step *step(const char *kind, const char *date, const char *until)
{
	struct interpreter_step *s = LIST_ADD(mem, &steps, struct interpreter_step);
	*s = (struct interpreter_step){
		.id = (int64_t)steps.n, .kind = str_of(kind), .day = on(date), .until = on(until)
	};
	return s;
}

static struct interpreter_standing at(const char *date)
{
	return interpreter_standing_of(mem, &steps, on(date));
}

static void state_is(const char *date, const char *state, const char *since, const char *next)
{
	struct interpreter_standing s = at(date);
	assert_string_equal(s.state.p, state);
	assert_int_equal(day_cmp(s.since, on(since)), 0);
	if (next)
		assert_string_equal(s.next.p, next);
	else
		assert_null(s.next.p);
}

static void papers(void)
{
	step("trained", "2024-02-10", NULL);
	step("pledged", "2024-02-10", NULL);
	step("certificate", "2024-02-12", "2027-02-11");
}

static void from_the_application_to_the_list(void **state UNUSED)
{
	state_is("2024-01-01", "applied", NULL, "interviewed"); /* nothing is known yet */
	step("applied", "2024-01-08", NULL);
	step("interviewed", "2024-01-20", NULL);
	papers();
	step("listed", "2024-03-01", NULL);
	state_is("2024-01-08", "applied", "2024-01-08", "interviewed");
	state_is("2024-01-19", "applied", "2024-01-08", "interviewed");
	state_is("2024-01-20", "interviewed", "2024-01-20", "trained");
	state_is("2024-02-10", "trained", "2024-02-10", "certificate");
	state_is("2024-02-12", "trained", "2024-02-10", "listed");
	state_is("2024-03-01", "listed", "2024-03-01", NULL);
	assert_true(at("2024-02-29").applicant && !at("2024-02-29").active);
	assert_true(at("2024-03-01").active && !at("2024-03-01").applicant);
}

/* A certificate is asked for again 60 days before it ends, and its last day still counts. */
static void papers_run_out(void **state UNUSED)
{
	step("applied", "2024-01-08", NULL);
	papers();
	step("listed", "2024-03-01", NULL);
	assert_int_equal(at("2026-12-12").lacks.n, 0); /* 61 days */
	struct interpreter_standing s = at("2026-12-13");
	assert_int_equal(s.lacks.n, 1);
	assert_string_equal(LIST_AT(&s.lacks, struct interpreter_lack, 0)->how.p, "expiring");
	assert_string_equal(s.next.p, "certificate");
	assert_int_equal(day_cmp(LIST_AT(&s.lacks, struct interpreter_lack, 0)->until, on("2027-02-11")), 0);
	s = at("2027-02-11");
	assert_string_equal(LIST_AT(&s.lacks, struct interpreter_lack, 0)->how.p, "expiring");
	s = at("2027-02-12");
	assert_string_equal(LIST_AT(&s.lacks, struct interpreter_lack, 0)->how.p, "expired");
	assert_string_equal(s.state.p, "listed"); /* the KI says who is in its list */
	step("certificate", "2027-02-20", "2030-02-19");
	assert_int_equal(at("2027-02-20").lacks.n, 0);
}

/* What has ended comes before what is missing later; a certificate without an end does not hold. */
static void what_is_lacking_in_order(void **state UNUSED)
{
	step("applied", "2024-01-08", NULL);
	step("trained", "2024-02-01", "2024-12-31");
	step("certificate", "2024-02-01", NULL);
	step("listed", "2024-03-01", NULL);
	struct interpreter_standing s = at("2024-12-01");
	assert_int_equal(s.lacks.n, 3);
	assert_string_equal(LIST_AT(&s.lacks, struct interpreter_lack, 0)->how.p, "expiring");
	assert_string_equal(LIST_AT(&s.lacks, struct interpreter_lack, 1)->paper.p, "pledge");
	assert_string_equal(LIST_AT(&s.lacks, struct interpreter_lack, 2)->how.p, "missing");
	assert_string_equal(s.next.p, "pledged");
	assert_string_equal(at("2025-01-01").next.p, "trained");
}

static void pauses_begin_and_end(void **state UNUSED)
{
	step("applied", "2024-01-08", NULL);
	papers();
	step("listed", "2024-03-01", NULL);
	step("paused", "2024-07-01", "2024-08-31");
	state_is("2024-06-30", "listed", "2024-03-01", NULL);
	state_is("2024-07-01", "paused", "2024-07-01", NULL);
	state_is("2024-08-31", "paused", "2024-07-01", NULL);
	state_is("2024-09-01", "listed", "2024-03-01", NULL);
	step("paused", "2024-10-01", NULL); /* until further notice */
	state_is("2026-01-01", "paused", "2024-10-01", NULL);
	step("listed", "2026-02-01", NULL); /* back again */
	state_is("2026-02-01", "listed", "2026-02-01", NULL);
	assert_int_equal(day_cmp(at("2026-02-01").listed_from, on("2024-03-01")), 0);
	assert_false(day_is(at("2026-02-01").paused_from));
}

static void who_left_can_come_back(void **state UNUSED)
{
	step("applied", "2024-01-08", NULL);
	step("interviewed", "2024-01-20", NULL);
	papers();
	step("listed", "2024-03-01", NULL);
	step("paused", "2024-12-01", NULL);
	step("left", "2025-01-31", NULL);
	state_is("2025-01-31", "left", "2025-01-31", NULL);
	assert_int_equal(at("2025-02-01").lacks.n, 0);
	assert_false(at("2025-02-01").active || at("2025-02-01").applicant);
	step("applied", "2025-09-01", NULL);
	state_is("2025-09-01", "applied", "2025-09-01", "interviewed"); /* the talk again, the papers still hold */
	step("interviewed", "2025-09-10", NULL);
	state_is("2025-09-10", "trained", "2025-09-10", "listed");
	step("listed", "2025-09-15", NULL);
	assert_int_equal(day_cmp(at("2025-09-15").listed_from, on("2025-09-15")), 0);
	assert_false(day_is(at("2025-09-15").left_on));
}

static void a_declined_application_is_over(void **state UNUSED)
{
	step("applied", "2024-01-08", NULL);
	step("declined", "2024-02-01", NULL);
	state_is("2024-02-01", "declined", "2024-02-01", NULL);
	step("interviewed", "2024-02-02", NULL); /* late: changes nothing */
	state_is("2024-02-02", "declined", "2024-02-01", NULL);
}

/* Withdrawn: from that day on it never was; what was so before can still be asked. */
static void mistaken_entries_are_withdrawn(void **state UNUSED)
{
	step("applied", "2024-01-08", NULL);
	struct interpreter_step *s = step("listed", "2024-01-10", NULL);
	s->withdrawn_on = on("2024-01-15");
	state_is("2024-01-14", "listed", "2024-01-10", "trained");
	state_is("2024-01-15", "applied", "2024-01-08", "interviewed");
	s->withdrawn_on = s->day;
	state_is("2024-01-10", "applied", "2024-01-08", "interviewed");
	assert_false(interpreter_step_counts(s, on("2024-01-10")));
}

/* In whatever order they were written down, the day decides; on one day, the order of writing. */
static void the_order_of_writing_does_not_matter(void **state UNUSED)
{
	step("listed", "2024-03-01", NULL);
	papers();
	step("interviewed", "2024-01-20", NULL);
	step("applied", "2024-01-08", NULL);
	state_is("2024-03-01", "listed", "2024-03-01", NULL);
	state_is("2024-01-25", "interviewed", "2024-01-20", "trained");
	step("left", "2024-03-01", NULL);
	state_is("2024-03-01", "left", "2024-03-01", NULL);
}

/* --- hours -------------------------------------------------------------------------------------------------------- */

static void reads(const char *typed, const char *said)
{
	struct list spans = { 0 };
	assert_true(hours_parse(mem, str_of(typed), &spans));
	assert_string_equal(hours_said(mem, &spans).p, said);
	struct list again = { 0 };
	assert_true(hours_parse(mem, hours_said(mem, &spans), &again));
	assert_int_equal(again.n, spans.n);
}

static void hours_as_people_write_them(void **state UNUSED)
{
	reads("8-12", "8:00–12:00");
	reads("8-12, 14:30-18", "8:00–12:00, 14:30–18:00");
	reads("08.00 – 12.15 Uhr; 14 bis 18 Uhr", "8:00–12:15, 14:00–18:00");
	reads("8 bis 12 Uhr und ab 14 Uhr", "8:00–12:00, 14:00–24:00");
	reads("14-18,8-12", "8:00–12:00, 14:00–18:00");
	reads("8-12, 12-16", "8:00–16:00");
	reads("0-24", "0:00–24:00");
	reads("", "");
	reads("  ", "");
}

static void hours_that_cannot_be_read(void **state UNUSED)
{
	const char *const wrong[] = { "8",       "8-",          "-12",     "12-8",  "8-8",  "8-12-14",
		                      "8-25",    "8:60-9",      "8-24:01", "8-12,", "ab",   "ab 24",
		                      "mittags", "8-12, 11-14", "8:5-9",   "-1-5",  "+8-9", "8-1 2 3" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct list spans = { 0 };
		if (hours_parse(mem, str_of(wrong[i]), &spans))
			print_error("read: %s\n", wrong[i]);
		spans = (struct list){ 0 };
		assert_false(hours_parse(mem, str_of(wrong[i]), &spans));
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(from_the_application_to_the_list), CASE(papers_run_out),
		CASE(what_is_lacking_in_order),         CASE(pauses_begin_and_end),
		CASE(who_left_can_come_back),           CASE(a_declined_application_is_over),
		CASE(mistaken_entries_are_withdrawn),   CASE(the_order_of_writing_does_not_matter),
		CASE(hours_as_people_write_them),       CASE(hours_that_cannot_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
