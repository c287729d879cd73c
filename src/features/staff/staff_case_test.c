/* Who leads, qualifications, exceptions and secondments on a real database: what is saved and what is refused. */
#include "features/staff/staff_test.h"

/* --- who leads (S-STA-6) ------------------------------------------------------------------------------------------ */

static err lead(int64_t person, const char *office, const char *from, const char *to, struct leading *ret)
{
	struct leading l = {
		.person_id = person, .office = str_of(office), .valid_from = on(from), .valid_to = on(to)
	};
	return SAVE(&coesfeld, leading_save_in_tx, &l, ret);
}

static void one_head_at_any_time(void **state UNUSED)
{
	struct leading l;
	struct list all = { 0 };
	int64_t one = person_added(&coesfeld, "Eins", "A"), two = person_added(&coesfeld, "Zwei", "B");
	assert_int_equal(lead(one, "head", "2015-01-01", NULL, &l), OK);
	assert_int_equal(lead(one, "deputy", "2016-01-01", NULL, &l), E_INVALID);
	assert_string_equal(problem_at("person_id"), "staff.leading_both");
	next();
	assert_int_equal(lead(two, "deputy", "2016-01-01", "2017-12-31", &l), OK);
	assert_int_equal(lead(two, "head", "2018-01-01", NULL, &l), OK); /* relieves the first */
	assert_int_equal(leadings_of(&k->cx, &coesfeld, &all), OK);
	assert_int_equal(all.n, 3);
	assert_int_equal(day_cmp(LIST_AT(&all, struct leading, 2)->valid_to, on("2017-12-31")), 0);
	assert_int_equal(lead(one, "head", "2018-01-01", NULL, &l), E_INVALID); /* a second one on the same day */
	assert_string_equal(problem_at("valid_from"), "staff.leading_second");
	next();
	assert_int_equal(lead(one, "head", "2014-01-01", NULL, &l), E_INVALID); /* would run into the first */
	next();
	assert_int_equal(lead(two, "head", "2014-01-01", "2014-12-31", &l), OK);
	assert_int_equal(lead(two, "head", "2019-01-01", NULL, &l), E_INVALID); /* leads already */
	next();
	all = (struct list){ 0 };
	assert_int_equal(leadings_of(&k->cx, &coesfeld, &all), OK);
	struct leading end = *LIST_AT(&all, struct leading, 0), ended;
	end.valid_to = on("2017-12-31");
	assert_int_equal(SAVE(&coesfeld, leading_end_in_tx, &end, &ended), E_INVALID);
	assert_string_equal(problem_at("valid_to"), "staff.end_before_begin");
	next();
	end.valid_to = on("2024-12-31");
	assert_int_equal(SAVE(&coesfeld, leading_end_in_tx, &end, &ended), OK);
	assert_int_equal(SAVE(&coesfeld, leading_end_in_tx, &end, &ended), E_STALE);
}

/* --- qualification and exceptions (S-STA-3 ... 5) ----------------------------------------------------------------- */

static void a_qualification_is_withdrawn_not_changed(void **state UNUSED)
{
	struct qualification q = { .kind = S("degree"),
		                   .subject = S("migration"),
		                   .title = S("B. A. Soziale Arbeit"),
		                   .evidence = S("Zeugnis vom 12.07.2009") },
	                     saved, withdrawn;
	q.person_id = person_added(&coesfeld, "Eins", "A");
	q.held_since = on("2027-01-01");
	assert_int_equal(SAVE(&coesfeld, qualification_add_in_tx, &q, &saved), E_INVALID);
	assert_string_equal(problem_at("held_since"), "staff.future");
	next();
	q.held_since = on("2009-07-12");
	assert_int_equal(SAVE(&coesfeld, qualification_add_in_tx, &q, &saved), OK);
	struct qualification w = { .id = saved.id, .withdrawn_on = on("2009-07-11") };
	assert_int_equal(SAVE(&coesfeld, qualification_withdraw_in_tx, &w, &withdrawn), E_INVALID);
	assert_string_equal(problem_at("withdrawn_on"), "staff.before_held");
	next();
	w.withdrawn_on = on("2026-01-01");
	assert_int_equal(SAVE(&unna, qualification_withdraw_in_tx, &w, &withdrawn), E_NOTFOUND);
	next();
	assert_int_equal(SAVE(&coesfeld, qualification_withdraw_in_tx, &w, &withdrawn), OK);
	assert_int_equal(SAVE(&coesfeld, qualification_withdraw_in_tx, &w, &withdrawn), E_STALE);
}

static err step(int64_t id, const char *kind, const char *party, const char *date)
{
	struct exception_step s = { .exception_id = id,
		                    .kind = str_of(kind),
		                    .party = str_of(party),
		                    .day = on(date),
		                    .note = S("Schreiben") },
	                      saved;
	next();
	return SAVE(&coesfeld, exception_step_in_tx, &s, &saved);
}

/* S-STA-4: the employer decides, in consultation with the ministry; about an assistant, with the granting authority. */
static void an_exception_is_decided_after_asking(void **state UNUSED)
{
	struct exception_case c = { .kind = S("specialist"),
		                    .applied_on = on("2024-01-10"),
		                    .grounds = S("Erfahrung") },
	                      saved, other;
	c.person_id = person_added(&coesfeld, "Eins", "A");
	assert_int_equal(SAVE(&coesfeld, exception_open_in_tx, &c, &saved), OK);
	assert_true(str_is(saved.state, "open"));
	int64_t id = saved.id, person = c.person_id;
	assert_int_equal(SAVE(&coesfeld, exception_open_in_tx, &c, &other), E_INVALID);
	assert_string_equal(fault(), "staff.exception_running");
	assert_int_equal(step(id, "granted", "employer", "2024-02-01"), E_INVALID);
	assert_string_equal(problem_at("kind"), "staff.exception_ask_ministry");
	assert_int_equal(step(id, "asked", "authority", "2024-02-01"), E_INVALID);
	assert_string_equal(problem_at("party"), "staff.exception_ministry");
	assert_int_equal(step(id, "asked", "ministry", "2024-01-09"), E_INVALID);
	assert_string_equal(problem_at("day"), "staff.exception_before");
	assert_int_equal(step(id, "asked", "ministry", "2024-02-01"), OK);
	assert_int_equal(step(id, "granted", "ministry", "2024-03-01"), E_INVALID);
	assert_string_equal(problem_at("party"), "staff.exception_employer");
	assert_int_equal(step(id, "answered", "ministry", "2024-03-01"), OK);
	assert_int_equal(step(id, "granted", "employer", "2024-02-28"), E_INVALID);
	assert_int_equal(step(id, "granted", "employer", "2024-04-01"), OK);
	assert_int_equal(step(id, "withdrawn", "employer", "2024-05-01"), E_INVALID);
	assert_string_equal(fault(), "staff.exception_closed");
	next();
	struct list cases = { 0 };
	assert_int_equal(exceptions_of(&k->cx, &coesfeld, person, &cases), OK);
	const struct exception_case *found = LIST_AT(&cases, struct exception_case, 0);
	assert_true(str_is(found->state, "granted"));
	assert_int_equal(found->steps.n, 3);
	c = (struct exception_case){
		.person_id = person, .kind = S("assistant"), .applied_on = on("2024-01-10"), .grounds = S("Erfahrung")
	};
	assert_int_equal(SAVE(&coesfeld, exception_open_in_tx, &c, &saved), OK);
	id = saved.id;
	assert_int_equal(step(id, "asked", "ministry", "2024-02-01"), E_INVALID);
	assert_string_equal(problem_at("party"), "staff.exception_authority");
	assert_int_equal(step(id, "asked", "authority", "2024-02-01"), OK);
	assert_int_equal(step(id, "refused", "employer", "2024-03-01"), OK);
}

/* S-STA-9, P-STA-1 */
static void secondments_do_not_overlap(void **state UNUSED)
{
	struct secondment d = { .home = S("Gesamtschule"), .employer = S("Land"), .supervision = S("Schulamt") }, saved;
	d.person_id = person_added(&coesfeld, "Eins", "A");
	d.valid_from = on("2023-08-01");
	assert_int_equal(SAVE(&coesfeld, secondment_save_in_tx, &d, &saved), E_INVALID);
	assert_string_equal(problem_at("valid_to"), "form.required");
	next();
	d.valid_to = on("2024-07-31");
	assert_int_equal(SAVE(&coesfeld, secondment_save_in_tx, &d, &saved), OK);
	d.valid_from = on("2024-07-31");
	d.valid_to = on("2025-07-31");
	assert_int_equal(SAVE(&coesfeld, secondment_save_in_tx, &d, &saved), E_INVALID);
	assert_string_equal(problem_at("valid_from"), "staff.secondment_overlap");
	next();
	d.valid_from = on("2024-08-01");
	assert_int_equal(SAVE(&coesfeld, secondment_save_in_tx, &d, &saved), OK);
	saved.valid_to = on("2026-07-31");
	struct secondment again;
	d = saved;
	assert_int_equal(SAVE(&coesfeld, secondment_save_in_tx, &d, &again), OK);
	assert_int_equal(SAVE(&coesfeld, secondment_save_in_tx, &d, &again), E_STALE);
}

const struct CMUnitTest case_tests[] = {
	TEST(one_head_at_any_time),
	TEST(a_qualification_is_withdrawn_not_changed),
	TEST(an_exception_is_decided_after_asking),
	TEST(secondments_do_not_overlap),
};
const size_t case_test_count = sizeof case_tests / sizeof *case_tests;
