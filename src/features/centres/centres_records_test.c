/* The inner records of a KI on a real database: site, preconditions, bodies, suggestions, conflicts, agreements. */
#include "features/centres/centres_test.h"

/* --- the site (S-CEN-2) ------------------------------------------------------------------------------------------- */

static err add_site(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	return site_add_in_tx(cx, &j->centre, &j->site);
}
static err move_site(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	return site_move_in_tx(cx, &j->centre, &j->site);
}
static err second_site_by_sql(struct cx *cx, const void *in, void *ret UNUSED)
{
	static const struct sql insert = {
		"INSERT INTO centre_site (centre_id, street, postcode, ags8, moved_in, recorded_by,"
		" recorded_at) VALUES ($1, 'Hintertür 1', '48249', '05558016', '2026-01-01', 'x', 0)",
		"i"
	};
	const struct job *j = in;
	return db_exec(cx, &insert, NULL, V(j->centre.id));
}

static struct job site_of(struct kit *k, const char *slug, const char *ags8, day moved_in)
{
	return (struct job){ .centre = centre_called(k, slug),
		             .site = { .street = S("Beispielstraße 1"),
		                       .postcode = S("48249"),
		                       .ags8 = str_of(ags8),
		                       .moved_in = moved_in,
		                       .version = 1,
		                       .reason = S("mehr Platz") } };
}

static void a_second_site_is_refused_by_words_and_by_the_database(void **state)
{
	struct kit *k = *state;
	struct job j = site_of(k, "coesfeld", DULMEN, DAY(2020, 1, 1));
	bool there = true;
	assert_int_equal(site_there(&k->cx, j.centre.id, k->cx.today, &j.site, &there), OK);
	assert_false(there);
	j = site_of(k, "coesfeld", DULMEN, DAY(2020, 1, 1));
	assert_int_equal(RUN(k, add_site, &j), OK); /* Dülmen is not the Kreis's seat */
	next(k);
	j = site_of(k, "coesfeld", COESFELD, DAY(2021, 1, 1));
	assert_int_equal(RUN(k, add_site, &j), E_INVALID);
	assert_string_equal(k->cx.fault.key, "sites.second");
	next(k);
	assert_int_equal(RUN(k, second_site_by_sql, &j), E_INVALID);
	assert_string_equal(k->cx.fault.key, "db.unique");
}

static void a_site_is_moved_and_its_history_kept(void **state)
{
	struct kit *k = *state;
	struct site_row on;
	struct job j = site_of(k, "coesfeld", COESFELD, DAY(2016, 1, 1));
	assert_int_equal(RUN(k, add_site, &j), OK);
	j = site_of(k, "coesfeld", DULMEN, DAY(2021, 7, 1));
	assert_int_equal(RUN(k, move_site, &j), OK);
	next(k);
	assert_int_equal(site_on(&k->cx, j.centre.id, DAY(2021, 6, 30), &on), OK);
	assert_string_equal(on.town.p, "Coesfeld");
	assert_int_equal(site_on(&k->cx, j.centre.id, DAY(2021, 7, 1), &on), OK);
	assert_string_equal(on.town.p, "Dülmen");
	assert_int_equal(site_on(&k->cx, j.centre.id, DAY(2015, 12, 31), &on), E_NOTFOUND);
	next(k);
	j = site_of(k, "coesfeld", COESFELD, DAY(2024, 1, 1)); /* a form made before the move */
	assert_int_equal(RUN(k, move_site, &j), E_STALE);
}

static void a_stale_move_and_a_foreign_town_are_refused(void **state)
{
	struct kit *k = *state;
	struct job j = site_of(k, "coesfeld", COESFELD, DAY(2016, 1, 1));
	assert_int_equal(RUN(k, move_site, &j), E_INVALID); /* none to move yet */
	next(k);
	j = site_of(k, "coesfeld", COESFELD, DAY(2016, 1, 1));
	assert_int_equal(RUN(k, add_site, &j), OK);
	j = site_of(k, "coesfeld", DULMEN, DAY(2021, 7, 1));
	j.site.version = 7;
	assert_int_equal(RUN(k, move_site, &j), E_STALE);
	next(k);
	j = site_of(k, "coesfeld", KLEVE, DAY(2021, 7, 1));
	assert_int_equal(RUN(k, move_site, &j), E_INVALID);
	assert_string_equal(problem_of(&k->cx, "ags8")->key, "sites.elsewhere");
	next(k);
	j = site_of(k, "coesfeld", DULMEN, DAY(2016, 1, 2));
	assert_int_equal(RUN(k, move_site, &j), E_INVALID);
	assert_non_null(problem_of(&k->cx, "moved_in"));
	next(k);
	j = site_of(k, "staedteregion-aachen", AACHEN, DAY(2020, 1, 1)); /* its seat is in the town of another KI */
	assert_int_equal(RUN(k, add_site, &j), OK);
	struct list towns = { 0 };
	assert_int_equal(municipality_for_site(&k->cx, j.centre.id, &towns), OK);
	assert_int_equal(towns.n, 10); /* nine of its own, and Aachen */
	assert_string_equal(LIST_AT(&towns, struct municipality, 0)->ags8.p, AACHEN);
}

/* --- preconditions (S-CEN-4, S-CEN-7) ----------------------------------------------------------------------------- */

static struct check_entry entry(int64_t id, const char *kind, day d, const char *result, day until)
{
	return (struct check_entry){ .id = id,
		                     .kind = str_of(kind),
		                     .day = d,
		                     .result = str_of(result),
		                     .valid_until = until,
		                     .evidence = S("Beschluss") };
}

static struct list entries_of(struct kit *k, const struct check_entry *e, size_t n)
{
	struct list l = { 0 };
	for (size_t i = 0; i < n; i++)
		*LIST_ADD(k->cx.mem, &l, struct check_entry) = e[i];
	return l;
}

static const struct readiness *ready(struct kit *k, const char *authority, const struct list *entries, bool site,
                                     int which)
{
	static const struct site_row here = { .street = S_INIT("Beispielstraße 1"),
		                              .postcode = S_INIT("48249"),
		                              .town = S_INIT("Dülmen") };
	struct list l = { 0 };
	readiness_of(&k->cx, str_of(authority), entries, site ? &here : NULL, ALL, DAY(2024, 6, 1), &l);
	return LIST_AT(&l, struct readiness, which);
}

static void a_missing_precondition_blocks_and_is_named(void **state)
{
	struct kit *k = *state;
	const struct list none = { 0 };
	const struct check_entry e[] = { entry(1, "concept", DAY(2023, 1, 1), "met", DAY_NONE),
		                         entry(2, "agreement", DAY(2022, 11, 1), "met", DAY_NONE) };
	struct list concept = entries_of(k, e, 1), both = entries_of(k, e, 2);
	assert_false(ready(k, "kreis", &none, true, BASE)->possible);
	assert_true(str_has(ready(k, "kreis", &none, true, BASE)->because, "Integrationskonzept"));
	assert_true(str_has(ready(k, "kreis", &concept, true, BASE)->because, "kreisangehörigen Gemeinden"));
	assert_true(ready(k, "kreis", &both, true, BASE)->possible);
	assert_true(ready(k, "kreisfreie_stadt", &concept, true, BASE)
	                    ->possible); /* no member municipalities to agree with */
	assert_false(ready(k, "kreis", &both, false, BASE)->possible);
	assert_true(str_has(ready(k, "kreis", &both, false, BASE)->because, "Standort"));
	assert_false(ready(k, "kreis", &both, true, RUNNING)->possible); /* lasting operation needs the grant, too */
}

static void each_programme_has_its_own_precondition(void **state)
{
	struct kit *k = *state;
	struct check_entry e[] = { entry(1, "concept", DAY(2023, 1, 1), "met", DAY_NONE),
		                   entry(2, "pool_concept", DAY(2023, 1, 1), "met", DAY_NONE) };
	struct list l = entries_of(k, e, 2);
	assert_true(ready(k, "kreisfreie_stadt", &l, true, BASE)->possible);
	assert_true(ready(k, "kreisfreie_stadt", &l, true, INTERPRETERS)->possible);
	assert_false(ready(k, "kreisfreie_stadt", &l, true, KOMMAN)->possible);
	assert_false(ready(k, "kreisfreie_stadt", &l, true, KIM)->possible);
	assert_true(str_has(ready(k, "kreisfreie_stadt", &l, true, KIM)->because, "KIM-Richtlinie"));
}

static void the_newest_entry_up_to_the_day_counts(void **state)
{
	struct kit *k = *state;
	const struct check_entry e[] = { entry(1, "concept", DAY(2020, 1, 1), "met", DAY_NONE),
		                         entry(2, "concept", DAY(2024, 5, 31), "not_met", DAY_NONE),
		                         entry(3, "concept", DAY(2024, 6, 2), "met", DAY_NONE) };
	struct list two = entries_of(k, e, 2), all = entries_of(k, e, 3), first = entries_of(k, e, 1);
	assert_true(ready(k, "kreisfreie_stadt", &first, true, BASE)->possible);
	assert_false(ready(k, "kreisfreie_stadt", &two, true, BASE)->possible);
	assert_false(ready(k, "kreisfreie_stadt", &all, true, BASE)->possible); /* the third is of tomorrow */
	const struct check_entry over = entry(1, "concept", DAY(2020, 1, 1), "met", DAY(2024, 5, 31));
	const struct check_entry last_day = entry(1, "concept", DAY(2020, 1, 1), "met", DAY(2024, 6, 1));
	struct list expired = entries_of(k, &over, 1), still = entries_of(k, &last_day, 1);
	const struct readiness *r = ready(k, "kreisfreie_stadt", &expired, true, BASE);
	assert_string_equal(LIST_AT(&r->lines, struct check_line, 0)->standing.p, "expired");
	assert_true(ready(k, "kreisfreie_stadt", &still, true, BASE)->possible);
}

static void a_schedule_stands_in_for_a_concept(void **state)
{
	struct kit *k = *state;
	const struct check_entry e = entry(1, "schedule", DAY(2024, 1, 1), "met", DAY(2025, 1, 1));
	struct list l = entries_of(k, &e, 1);
	const struct readiness *r = ready(k, "kreisfreie_stadt", &l, true, BASE);
	assert_true(r->possible);
	assert_true(r->provisional);
}

static err record_check(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	return check_record_in_tx(cx, &j->centre, &j->check);
}

static void checks_are_refused_that_cannot_be(void **state)
{
	struct kit *k = *state;
	struct job j = { .centre = centre_called(k, "bottrop"),
		         .check = entry(0, "agreement", DAY(2024, 1, 1), "met", DAY_NONE) };
	assert_int_equal(RUN(k, record_check, &j), E_INVALID);
	assert_string_equal(problem_of(&k->cx, "kind")->key, "checks.only_kreis");
	next(k);
	j = (struct job){ .centre = centre_called(k, "bottrop"),
		          .check = entry(0, "concept", day_add(k->cx.today, 1), "met", DAY_NONE) };
	assert_int_equal(RUN(k, record_check, &j), E_INVALID);
	assert_non_null(problem_of(&k->cx, "day"));
	next(k);
	j = (struct job){ .centre = centre_called(k, "bottrop"),
		          .check = entry(0, "concept", DAY(2024, 1, 1), "met", DAY(2023, 12, 31)) };
	assert_int_equal(RUN(k, record_check, &j), E_INVALID);
	assert_non_null(problem_of(&k->cx, "valid_until"));
}

/* KOMM-AN NRW ended with 2024, KIM began on 1 July 2020: no application for what is not offered. */
static void what_the_land_does_not_offer_cannot_be_applied_for(void **state)
{
	struct kit *k = *state;
	struct tenant c = centre_called(k, "coesfeld");
	const struct {
		day on;
		bool komman, kim;
	} cases[] = { { DAY(2018, 6, 1), true, false },
		      { DAY(2024, 6, 1), true, true },
		      { DAY(2025, 6, 1), false, true } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct list l = { 0 };
		assert_int_equal(readiness_on(&k->cx, &c, cases[i].on, &l), OK);
		assert_true(LIST_AT(&l, struct readiness, BASE)->offered);
		assert_int_equal(LIST_AT(&l, struct readiness, KOMMAN)->offered, cases[i].komman);
		assert_int_equal(LIST_AT(&l, struct readiness, KIM)->offered, cases[i].kim);
	}
}

/* --- bodies (S-CEN-5, S-CEN-6) ------------------------------------------------------------------------------------ */

const struct body_line *body(const struct body_picture *p, const char *code)
{
	LIST_EACH (const struct body_line, l, &p->lines)
		if (str_is(l->body, code))
			return l;
	return NULL;
}

static void bodies_that_are_missing_are_named(void **state)
{
	struct kit *k = *state;
	struct body_picture p;
	struct list l = { 0 };
	bodies_of(&k->cx, &l, k->cx.today, &p);
	assert_int_equal(p.missing, 8); /* six from the start, two more that are a must */
	*LIST_ADD(k->cx.mem, &l, struct involvement) = (struct involvement){
		.id = 1, .body = S("welfare"), .partner = S("AG Wohlfahrt"), .day = DAY(2015, 10, 14)
	};
	*LIST_ADD(k->cx.mem, &l, struct involvement) = (struct involvement){
		.id = 2, .body = S("welfare"), .partner = S("AG Wohlfahrt"), .day = DAY(2020, 3, 3)
	};
	*LIST_ADD(k->cx.mem, &l, struct involvement) = (struct involvement){
		.id = 3, .body = S("bamf"), .partner = S("Regionalstelle"), .day = DAY(2020, 3, 3)
	};
	bodies_of(&k->cx, &l, DAY(2019, 1, 1), &p);
	assert_int_equal(p.missing, 7);
	assert_int_equal(body(&p, "welfare")->times, 1);
	assert_false(body(&p, "bamf")->involved);
	assert_false(body(&p, "bamf")->missing); /* a should is never missing */
	bodies_of(&k->cx, &l, k->cx.today, &p);
	assert_int_equal(body(&p, "welfare")->times, 2);
	assert_string_equal(body(&p, "welfare")->partners.p, "AG Wohlfahrt");
	assert_true(body(&p, "school_supervision")->missing);
}

/* --- conflicts (S-CEN-9) ------------------------------------------------------------------------------------------ */

static err open_conflict(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	int64_t id;
	return conflict_open_in_tx(cx, &j->centre, &j->conflict, &id);
}
static err add_step(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	return conflict_step_in_tx(cx, &j->centre, &j->step);
}

static const char *state_after_step(struct kit *k, struct job *j, const char *kind, day d)
{
	struct conflict c;
	struct list steps = { 0 };
	j->step = (struct conflict_step){ .conflict_id = j->step.conflict_id,
		                          .day = d,
		                          .kind = str_of(kind),
		                          .participants = S("Leitung"),
		                          .result = S("besprochen") };
	assert_int_equal(RUN(k, add_step, j), OK);
	assert_int_equal(conflict_find(&k->cx, &j->centre, j->step.conflict_id, &c, &steps), OK);
	return c.state.p;
}

static void the_state_of_a_conflict_follows_its_steps(void **state)
{
	struct kit *k = *state;
	struct list l = { 0 };
	struct job j = { .centre = centre_called(k, "coesfeld"),
		         .conflict = { .opened_on = DAY(2026, 2, 3),
		                       .subject = S("Fortbildung"),
		                       .employer = S("land"),
		                       .description = S("strittig") } };
	assert_int_equal(RUN(k, open_conflict, &j), OK);
	assert_int_equal(conflict_list(&k->cx, &j.centre, &l), OK);
	assert_string_equal(LIST_AT(&l, struct conflict, 0)->state.p, "open");
	j.step.conflict_id = LIST_AT(&l, struct conflict, 0)->id;
	assert_string_equal(state_after_step(k, &j, "talk", DAY(2026, 2, 5)), "open");
	assert_string_equal(state_after_step(k, &j, "employer", DAY(2026, 2, 10)), "with_employer");
	assert_string_equal(state_after_step(k, &j, "school_supervision", DAY(2026, 3, 1)), "with_school_supervision");
	assert_string_equal(state_after_step(k, &j, "measure", DAY(2026, 3, 9)), "with_school_supervision");
	j.step.day = DAY(2026, 2, 27);
	assert_int_equal(RUN(k, add_step, &j), E_INVALID); /* before the present state */
	k->cx.problems = NULL;
	assert_string_equal(state_after_step(k, &j, "concluded", DAY(2026, 4, 2)), "concluded");
	assert_int_equal(RUN(k, add_step, &j), E_INVALID);
	assert_string_equal(k->cx.fault.key, "conflicts.concluded_already");
	fault_clear(&k->cx);
	j.centre = centre_called(k, "kleve");
	assert_int_equal(RUN(k, add_step, &j), E_NOTFOUND);
}

/* A step that does not change the state may stand after a conclusion's day in the calendar: that would reopen it. */
static void a_conflict_ends_after_its_last_step(void **state)
{
	struct kit *k = *state;
	struct list l = { 0 };
	struct job j = { .centre = centre_called(k, "coesfeld"),
		         .conflict = { .opened_on = DAY(2026, 2, 3),
		                       .subject = S("Fortbildung"),
		                       .employer = S("land"),
		                       .description = S("strittig") } };
	assert_int_equal(RUN(k, open_conflict, &j), OK);
	assert_int_equal(conflict_list(&k->cx, &j.centre, &l), OK);
	j.step.conflict_id = LIST_AT(&l, struct conflict, 0)->id;
	assert_string_equal(state_after_step(k, &j, "employer", DAY(2026, 2, 10)), "with_employer");
	assert_string_equal(state_after_step(k, &j, "employer", DAY(2026, 3, 10)), "with_employer");
	j.step.kind = S("concluded");
	j.step.day = DAY(2026, 2, 20);
	assert_int_equal(RUN(k, add_step, &j), E_INVALID);
	assert_string_equal(problem_of(&k->cx, "day")->key, "conflicts.before_last");
	k->cx.problems = NULL;
	assert_string_equal(state_after_step(k, &j, "concluded", DAY(2026, 3, 10)), "concluded");
}

/* --- target agreements (S-CEN-8) ---------------------------------------------------------------------------------- */

static err save_agreement(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	int64_t id;
	return agreement_save_in_tx(cx, &j->centre, &j->agreement, &id);
}

static void an_agreement_is_changed_from_its_newest_version_only(void **state)
{
	struct kit *k = *state;
	struct list l = { 0 };
	struct job j = { .centre = centre_called(k, "coesfeld"),
		         .agreement = { .title = S("2026/2027"),
		                        .partner = S("Land"),
		                        .goals = S("Sprache"),
		                        .valid_from = DAY(2026, 1, 1),
		                        .valid_to = DAY(2027, 12, 31) } };
	assert_int_equal(RUN(k, save_agreement, &j), OK);
	assert_int_equal(agreement_list(&k->cx, &j.centre, &l), OK);
	j.agreement = *LIST_AT(&l, struct agreement, 0);
	assert_string_equal(j.agreement.state.p, "draft");
	j.agreement.concluded_on = DAY(2025, 12, 9);
	assert_int_equal(RUN(k, save_agreement, &j), OK);
	assert_int_equal(RUN(k, save_agreement, &j), E_STALE); /* still carries the first version */
	next(k);
	j.centre = centre_called(k, "coesfeld");
	assert_int_equal(agreement_find(&k->cx, &j.centre, j.agreement.id, &j.agreement), OK);
	assert_string_equal(j.agreement.state.p, "running");
	j.agreement.valid_to = DAY(2025, 12, 31);
	assert_int_equal(RUN(k, save_agreement, &j), E_INVALID);
	assert_non_null(problem_of(&k->cx, "valid_to"));
}

/* --- suggestions (S-CEN-1) ---------------------------------------------------------------------------------------- */

static err record_suggestion(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	int64_t id;
	return suggestion_record_in_tx(cx, &j->centre, &j->suggestion, &id);
}
static err answer_suggestion(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct job *j = in;
	return suggestion_answer_in_tx(cx, &j->centre, &j->suggestion);
}

static struct job suggestion_of(struct kit *k, const char *slug, const char *ags8)
{
	return (struct job){ .centre = centre_called(k, slug),
		             .suggestion = { .ags8 = str_of(ags8),
		                             .received_on = DAY(2026, 11, 1),
		                             .subject = S("Sprechstunde"),
		                             .wording = S("Bitte auch nachmittags") } };
}

static void only_a_municipality_of_the_kreis_puts_a_suggestion(void **state)
{
	struct kit *k = *state;
	struct job j = suggestion_of(k, "coesfeld", KLEVE);
	assert_int_equal(RUN(k, record_suggestion, &j), E_INVALID);
	assert_string_equal(problem_of(&k->cx, "ags8")->key, "suggestions.not_of_kreis");
	next(k);
	j = suggestion_of(k, "aachen", AACHEN);
	assert_int_equal(RUN(k, record_suggestion, &j), E_INVALID);
	assert_string_equal(k->cx.fault.key, "suggestions.only_kreis");
}

static void a_suggestion_is_answered_once(void **state)
{
	struct kit *k = *state;
	struct list l = { 0 };
	struct job j = suggestion_of(k, "coesfeld", DULMEN);
	assert_int_equal(RUN(k, record_suggestion, &j), OK);
	assert_int_equal(suggestion_list(&k->cx, j.centre.id, &l), OK);
	struct suggestion *s = LIST_AT(&l, struct suggestion, 0);
	assert_true(s->open);
	assert_int_equal(s->waiting, 20);
	j.suggestion = (struct suggestion){ .id = s->id,
		                            .version = s->version,
		                            .answered_on = DAY(2026, 11, 20),
		                            .outcome = S("taken_up"),
		                            .answer = S("Ja, dienstags") };
	struct job early = j;
	early.suggestion.answered_on = DAY(2026, 10, 31);
	assert_int_equal(RUN(k, answer_suggestion, &early), E_INVALID);
	k->cx.problems = NULL;
	assert_int_equal(RUN(k, answer_suggestion, &j), OK);
	assert_int_equal(RUN(k, answer_suggestion, &j), E_STALE);
	fault_clear(&k->cx);
	j.centre = centre_called(k, "kleve"); /* another tenant's number is no number at all */
	assert_int_equal(RUN(k, answer_suggestion, &j), E_NOTFOUND);
}

const struct CMUnitTest record_tests[] = {
	TEST(a_second_site_is_refused_by_words_and_by_the_database),
	TEST(a_site_is_moved_and_its_history_kept),
	TEST(a_stale_move_and_a_foreign_town_are_refused),
	TEST(a_missing_precondition_blocks_and_is_named),
	TEST(each_programme_has_its_own_precondition),
	TEST(the_newest_entry_up_to_the_day_counts),
	TEST(a_schedule_stands_in_for_a_concept),
	TEST(checks_are_refused_that_cannot_be),
	TEST(what_the_land_does_not_offer_cannot_be_applied_for),
	TEST(bodies_that_are_missing_are_named),
	TEST(the_state_of_a_conflict_follows_its_steps),
	TEST(a_conflict_ends_after_its_last_step),
	TEST(an_agreement_is_changed_from_its_newest_version_only),
	TEST(only_a_municipality_of_the_kreis_puts_a_suggestion),
	TEST(a_suggestion_is_answered_once),
};
const size_t record_test_count = sizeof record_tests / sizeof *record_tests;
