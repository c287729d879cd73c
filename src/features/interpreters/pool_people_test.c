/* The people of the pool on a real database (SQLite and PostgreSQL): what is saved, what is refused, and that no KI
 * sees another one's people (S-INT-1 ... 3, P-INT-2). */
#include "features/interpreters/pool_people.h"
#include "features/interpreters/pool_test.h"

static struct interpreter a_person(const char *family, const char *given)
{
	return (struct interpreter){ .family_name = str_of(family),
		                     .given_name = str_of(given),
		                     .interpreting = true,
		                     .tax_kind = S("volunteer"),
		                     .applied_on = on("2024-01-08") };
}

static struct interpreter added(const struct tenant *centre, const char *family, const char *given)
{
	struct interpreter row = a_person(family, given), saved;
	assert_int_equal(SAVE(centre, interpreter_save_in_tx, &row, &saved), OK);
	return saved;
}

static err speak(const struct tenant *centre, int64_t person, const char *language, const char *modes, bool all)
{
	struct interpreter_language row = { .interpreter_id = person,
		                            .language_code = str_of(language),
		                            .level = S("fluent"),
		                            .all_dialects = all,
		                            .on_site = strchr(modes, 's'),
		                            .phone = strchr(modes, 'p'),
		                            .video = strchr(modes, 'v'),
		                            .written = strchr(modes, 'w') },
	                            saved;
	return SAVE(centre, interpreter_language_save_in_tx, &row, &saved);
}

static err happened(const struct tenant *centre, int64_t person, const char *kind, const char *date, const char *until)
{
	struct interpreter_step row = { .interpreter_id = person,
		                        .kind = str_of(kind),
		                        .day = on(date),
		                        .until = on(until) },
	                        saved;
	return SAVE(centre, interpreter_step_add_in_tx, &row, &saved);
}

/* --- the person --------------------------------------------------------------------------------------------------- */

static void what_was_saved_is_read_again(void **state UNUSED)
{
	struct interpreter row = a_person("Aydın", "Elif"), saved, found;
	row.postcode = S("48653");
	row.email = S("elif@example.org");
	row.most_per_week = MAYBE(3);
	row.translating = true;
	assert_int_equal(SAVE(&coesfeld, interpreter_save_in_tx, &row, &saved), OK);
	assert_int_equal(interpreter_find(&k->cx, &coesfeld, saved.id, &found), OK);
	assert_string_equal(found.name.p, "Aydın, Elif");
	assert_string_equal(found.town.p, "Coesfeld"); /* nobody had to type it */
	assert_true(found.lat.has && found.lon.has);
	assert_int_equal(found.most_per_week.v, 3);
	assert_true(found.translating && !found.guiding);
	struct list steps = { 0 };
	assert_int_equal(interpreter_steps(&k->cx, &coesfeld, saved.id, &steps), OK);
	assert_int_equal(steps.n, 1);
	assert_string_equal(LIST_AT(&steps, struct interpreter_step, 0)->kind.p, "applied");
	found.postcode = S("10115"); /* not in the Land: a place without a position */
	found.town = S("Berlin");
	assert_int_equal(SAVE(&coesfeld, interpreter_save_in_tx, &found, &saved), OK);
	assert_int_equal(saved.version, 2);
	assert_false(saved.lat.has);
	assert_int_equal(SAVE(&coesfeld, interpreter_save_in_tx, &found, &saved), E_STALE);
	assert_string_equal(fault(), "pool.stale");
}

static void refused(struct interpreter row, const char *field, const char *key)
{
	struct interpreter saved;
	assert_int_equal(SAVE(&coesfeld, interpreter_save_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at(field), key);
	next();
}

static void people_that_cannot_be_meant(void **state UNUSED)
{
	struct interpreter row = a_person("Muster", "Mia");
	row.interpreting = false;
	refused(row, "interpreting", "pool.no_service");
	row = a_person("Muster", "Mia");
	row.postcode = S("4865x");
	refused(row, "postcode", "pool.not_a_postcode");
	row = a_person("Muster", "Mia");
	row.email = S("mia at example");
	refused(row, "email", "pool.not_an_address");
	row = a_person("Muster, Mia", "Mia");
	refused(row, "family_name", "pool.comma");
	row = a_person("Muster", " ");
	refused(row, "given_name", "form.required");
	row = a_person("Muster", "Mia");
	row.applied_on = on("2026-11-22"); /* tomorrow */
	refused(row, "applied_on", "pool.day_to_come");
	row.applied_on = DAY_NONE;
	refused(row, "applied_on", "form.required");
}

/* --- languages: language, dialect, mode (P-INT-2) ----------------------------------------------------------------- */

static size_t found(const char *language, const char *mode, const char *service, const char *words)
{
	struct list people = { 0 };
	struct people_filter f = { .language_code = str_of(language),
		                   .mode = str_of(mode),
		                   .service = str_of(service),
		                   .words = str_of(words) };
	assert_int_equal(interpreter_list(&k->cx, &coesfeld, &f, &people), OK);
	return people.n;
}

static void found_by_language_dialect_and_mode(void **state UNUSED)
{
	int64_t one = added(&coesfeld, "Eins", "A").id, two = added(&coesfeld, "Zwei", "B").id,
	        three = added(&coesfeld, "Drei", "C").id;
	assert_int_equal(speak(&coesfeld, one, "Sorani", "s", false), OK);
	assert_int_equal(speak(&coesfeld, one, "Türkisch", "p", false), OK);
	assert_int_equal(speak(&coesfeld, two, "Kurdisch", "sp", true), OK); /* all dialects */
	assert_int_equal(speak(&coesfeld, three, "Kurdisch", "p", false), OK);
	assert_int_equal(found("kur", NULL, NULL, NULL), 3); /* who asks for Kurdisch is content with any */
	assert_int_equal(found("ckb", NULL, NULL, NULL), 2); /* Sorani: the dialect, or all of them */
	assert_int_equal(found("kmr", NULL, NULL, NULL), 1);
	assert_int_equal(found("ckb", "phone", NULL, NULL), 1); /* mode and language in one row */
	assert_int_equal(found("ckb", "video", NULL, NULL), 0);
	assert_int_equal(found(NULL, "phone", NULL, NULL), 3);
	assert_int_equal(found(NULL, NULL, "interpreting", NULL), 3);
	assert_int_equal(found(NULL, NULL, "guiding", NULL), 0);
	assert_int_equal(found(NULL, NULL, NULL, "zwe"), 1);
	assert_int_equal(found(NULL, NULL, NULL, "b zwei"), 1);
	assert_int_equal(found(NULL, NULL, NULL, "%"), 0); /* signs of patterns are letters */
}

static void languages_that_cannot_be_meant(void **state UNUSED)
{
	int64_t one = added(&coesfeld, "Eins", "A").id;
	assert_int_equal(speak(&coesfeld, one, "Klingonisch", "s", false), E_INVALID);
	assert_string_equal(problem_at("language_code"), "pool.language_unknown");
	next();
	assert_int_equal(speak(&coesfeld, one, "ckb", "", false), E_INVALID);
	assert_string_equal(problem_at("on_site"), "pool.no_mode");
	next();
	assert_int_equal(speak(&coesfeld, one, "ckb", "s", true), E_INVALID);
	assert_string_equal(problem_at("all_dialects"), "pool.dialect_of_dialect");
	next();
	assert_int_equal(speak(&coesfeld, one, "ckb", "s", false), OK);
	assert_int_equal(speak(&coesfeld, one, "sorani", "p", false), E_INVALID);
	assert_string_equal(problem_at("language_code"), "pool.language_twice");
}

static void a_language_is_changed_and_taken_away(void **state UNUSED)
{
	int64_t one = added(&coesfeld, "Eins", "A").id;
	struct list all = { 0 };
	struct interpreter_language row, saved;
	assert_int_equal(speak(&coesfeld, one, "Sorani", "s", false), OK);
	assert_int_equal(interpreter_languages(&k->cx, &coesfeld, one, &all), OK);
	row = *LIST_AT(&all, struct interpreter_language, 0);
	assert_string_equal(row.of_language.p, "Kurdisch");
	row.phone = true;
	row.interpreter_id = 4711; /* whose it is cannot be changed */
	assert_int_equal(SAVE(&coesfeld, interpreter_language_save_in_tx, &row, &saved), OK);
	assert_true(saved.phone);
	assert_int_equal(saved.interpreter_id, one);
	assert_int_equal(SAVE(&bottrop, interpreter_language_save_in_tx, &row, &saved), E_NOTFOUND);
	next();
	assert_int_equal(SAVE(&bottrop, interpreter_language_remove_in_tx, &row, &saved), E_NOTFOUND);
	next();
	assert_int_equal(SAVE(&coesfeld, interpreter_language_remove_in_tx, &row, &saved), OK);
	assert_int_equal(SAVE(&coesfeld, interpreter_language_remove_in_tx, &row, &saved), E_NOTFOUND);
}

/* --- when ----------------------------------------------------------------------------------------------------------
 */

static void the_week_is_saved_as_a_whole(void **state UNUSED)
{
	struct interpreter person = added(&coesfeld, "Eins", "A"), saved;
	struct interpreter_week week = { .interpreter_id = person.id, .version = person.version };
	struct list hours = { 0 };
	*LIST_ADD(k->mem, &week.hours, struct interpreter_hours) =
	        (struct interpreter_hours){ .weekday = 1, .from_minute = 480, .to_minute = 720 };
	*LIST_ADD(k->mem, &week.hours, struct interpreter_hours) =
	        (struct interpreter_hours){ .weekday = 5, .from_minute = 840, .to_minute = 1440 };
	assert_int_equal(SAVE(&coesfeld, interpreter_week_save_in_tx, &week, &saved), OK);
	assert_int_equal(saved.version, 2);
	assert_int_equal(SAVE(&coesfeld, interpreter_week_save_in_tx, &week, &saved), E_STALE);
	next();
	week.version = 2;
	assert_int_equal(SAVE(&bottrop, interpreter_week_save_in_tx, &week, &saved), E_NOTFOUND);
	next();
	week.hours.n = 1;
	assert_int_equal(SAVE(&coesfeld, interpreter_week_save_in_tx, &week, &saved), OK);
	assert_int_equal(interpreter_hours_of(&k->cx, &coesfeld, person.id, &hours), OK);
	assert_int_equal(hours.n, 1);
}

static void exceptions_come_and_go(void **state UNUSED)
{
	struct interpreter person = added(&coesfeld, "Eins", "A");
	struct interpreter_exception row = { .interpreter_id = person.id,
		                             .kind = S("away"),
		                             .day_from = on("2026-12-20"),
		                             .day_to = on("2027-01-06") },
	                             saved;
	assert_int_equal(SAVE(&coesfeld, interpreter_exception_add_in_tx, &row, &saved), OK);
	struct list all = { 0 };
	assert_int_equal(interpreter_exceptions(&k->cx, &coesfeld, 0, on("2027-01-06"), &all), OK);
	assert_int_equal(all.n, 1);
	all = (struct list){ 0 };
	assert_int_equal(interpreter_exceptions(&k->cx, &coesfeld, 0, on("2027-01-07"), &all), OK);
	assert_int_equal(all.n, 0);
	row = saved;
	assert_int_equal(SAVE(&bottrop, interpreter_exception_remove_in_tx, &row, &saved), E_NOTFOUND);
	next();
	assert_int_equal(SAVE(&coesfeld, interpreter_exception_remove_in_tx, &row, &saved), OK);
	row.day_to = on("2026-12-19");
	assert_int_equal(SAVE(&coesfeld, interpreter_exception_add_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at("day_to"), "pool.end_before_begin");
	next();
	row.day_from = row.day_to = on("2026-11-20");
	assert_int_equal(SAVE(&coesfeld, interpreter_exception_add_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at("day_to"), "pool.exception_over");
	next();
	row.day_to = on("2028-11-20");
	assert_int_equal(SAVE(&coesfeld, interpreter_exception_add_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at("day_to"), "pool.exception_long");
}

/* --- steps -------------------------------------------------------------------------------------------------------- */

static void step_refused(int64_t person, const char *kind, const char *date, const char *until, const char *field,
                         const char *key)
{
	assert_int_equal(happened(&coesfeld, person, kind, date, until), E_INVALID);
	assert_string_equal(problem_at(field), key);
	next();
}

static void steps_that_do_not_fit(void **state UNUSED)
{
	int64_t one = added(&coesfeld, "Eins", "A").id;
	step_refused(one, "interviewed", "2026-11-22", NULL, "day", "pool.day_to_come");
	step_refused(one, "interviewed", "2026-11-20", "2026-12-01", "until", "pool.no_end");
	step_refused(one, "certificate", "2026-11-20", NULL, "until", "form.required");
	step_refused(one, "certificate", "2026-11-20", "2026-11-19", "until", "pool.end_before_begin");
	step_refused(one, "applied", "2026-11-20", NULL, "day", "pool.step_applied_already");
	step_refused(one, "paused", "2026-11-20", NULL, "day", "pool.step_not_listed");
	step_refused(one, "left", "2026-11-20", NULL, "day", "pool.step_not_listed");
	assert_int_equal(happened(&coesfeld, one, "interviewed", "2024-02-01", NULL), OK);
	step_refused(one, "interviewed", "2024-02-01", NULL, "day", "pool.step_twice");
	assert_int_equal(happened(&coesfeld, one, "listed", "2024-03-01", NULL), OK);
	step_refused(one, "listed", "2024-04-01", NULL, "day", "pool.step_listed_already");
	step_refused(one, "declined", "2024-04-01", NULL, "day", "pool.step_no_applicant");
	assert_int_equal(happened(&coesfeld, one, "paused", "2026-12-01", "2026-12-31"), OK); /* agreed beforehand */
	assert_int_equal(happened(&coesfeld, one, "left", "2027-01-31", NULL), OK);
	step_refused(one, "listed", "2026-11-20", NULL, "day", "pool.step_listed_already");
	assert_int_equal(happened(&bottrop, one, "pledged", "2024-04-01", NULL), E_NOTFOUND);
}

static void a_step_is_withdrawn_once(void **state UNUSED)
{
	int64_t one = added(&coesfeld, "Eins", "A").id;
	struct list all = { 0 };
	struct interpreter_step row, saved;
	assert_int_equal(happened(&coesfeld, one, "listed", "2024-03-01", NULL), OK);
	assert_int_equal(interpreter_steps(&k->cx, &coesfeld, one, &all), OK);
	row = *LIST_AT(&all, struct interpreter_step, 1);
	row.withdrawn_on = on("2024-02-28");
	assert_int_equal(SAVE(&coesfeld, interpreter_step_withdraw_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at("withdrawn_on"), "pool.withdrawn_before");
	next();
	row.withdrawn_on = on("2026-11-22");
	assert_int_equal(SAVE(&coesfeld, interpreter_step_withdraw_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at("withdrawn_on"), "pool.day_to_come");
	next();
	row.withdrawn_on = on("2024-03-01");
	assert_int_equal(SAVE(&bottrop, interpreter_step_withdraw_in_tx, &row, &saved), E_NOTFOUND);
	next();
	assert_int_equal(SAVE(&coesfeld, interpreter_step_withdraw_in_tx, &row, &saved), OK);
	assert_int_equal(SAVE(&coesfeld, interpreter_step_withdraw_in_tx, &row, &saved), E_STALE);
	next();
	assert_int_equal(happened(&coesfeld, one, "listed", "2024-03-01", NULL), OK); /* entered anew */
}

/* --- the year ------------------------------------------------------------------------------------------------------
 */

static void the_year_has_one_row_and_a_version(void **state UNUSED)
{
	int64_t one = added(&coesfeld, "Eins", "A").id;
	struct interpreter_year row = { .interpreter_id = one, .year = 2026, .other_cents = 12000 }, saved;
	assert_int_equal(SAVE(&coesfeld, interpreter_year_save_in_tx, &row, &saved), OK);
	assert_int_equal(saved.version, 1);
	assert_int_equal(SAVE(&coesfeld, interpreter_year_save_in_tx, &row, &saved), E_STALE); /* it is there now */
	next();
	row.version = 1;
	row.consent_on = on("2026-10-01");
	assert_int_equal(SAVE(&coesfeld, interpreter_year_save_in_tx, &row, &saved), OK);
	assert_int_equal(saved.version, 2);
	assert_int_equal(SAVE(&bottrop, interpreter_year_save_in_tx, &row, &saved), E_NOTFOUND);
	next();
	row.version = 2;
	row.consent_on = on("2026-11-22");
	assert_int_equal(SAVE(&coesfeld, interpreter_year_save_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at("consent_on"), "pool.day_to_come");
	next();
	row.year = 2028;
	assert_int_equal(SAVE(&coesfeld, interpreter_year_save_in_tx, &row, &saved), E_INVALID);
	assert_string_equal(problem_at("year"), "pool.year_range");
}

/* --- two KI --------------------------------------------------------------------------------------------------------
 */

static void another_ki_sees_nothing(void **state UNUSED)
{
	struct interpreter person = added(&coesfeld, "Eins", "A"), row, saved;
	struct list all = { 0 };
	struct people_filter any = { 0 };
	assert_int_equal(speak(&coesfeld, person.id, "Dari", "s", false), OK);
	assert_int_equal(happened(&coesfeld, person.id, "listed", "2024-03-01", NULL), OK);
	added(&bottrop, "Fremd", "F");
	assert_int_equal(interpreter_find(&k->cx, &bottrop, person.id, &row), E_NOTFOUND);
	assert_string_equal(fault(), "pool.not_found");
	next();
	assert_int_equal(interpreter_find(&k->cx, &coesfeld, person.id, &person),
	                 OK); /* its texts end with the request */
	assert_int_equal(SAVE(&bottrop, interpreter_save_in_tx, &person, &saved), E_NOTFOUND);
	next();
	assert_int_equal(speak(&bottrop, person.id, "Farsi", "s", false), E_NOTFOUND);
	next();
	assert_int_equal(interpreter_whole_list(&k->cx, &bottrop, &any, on("2026-11-21"), &all), OK);
	assert_int_equal(all.n, 1);
	const struct person_whole *w = LIST_AT(&all, struct person_whole, 0);
	assert_string_equal(w->person.family_name.p, "Fremd");
	assert_int_equal(w->languages.n, 0);
	assert_string_equal(w->standing.state.p, "applied");
	all = (struct list){ 0 };
	assert_int_equal(interpreter_whole_list(&k->cx, &coesfeld, &any, on("2026-11-21"), &all), OK);
	w = LIST_AT(&all, struct person_whole, 0);
	assert_int_equal(w->languages.n, 1);
	assert_string_equal(interpreter_languages_said(&k->cx, &w->languages).p, "Dari");
	assert_string_equal(w->standing.state.p, "listed");
}

/* Each gets what is hers, also those without anything and those at both ends of the list. */
static void parts_of_lists_are_right(void **state UNUSED)
{
	struct list all = { 0 };
	for (int64_t person = 2; person <= 10; person += 2)
		for (int64_t i = 0; i < person; i++)
			*LIST_ADD(k->mem, &all, struct interpreter_hours) =
			        (struct interpreter_hours){ .interpreter_id = person };
	for (int64_t person = 0; person <= 12; person++) {
		struct list part = interpreter_part(&all, person);
		assert_int_equal(part.n, person % 2 == 0 && person <= 10 ? person : 0);
		LIST_EACH (const struct interpreter_hours, h, &part)
			assert_int_equal(h->interpreter_id, person);
	}
	struct list none = { 0 };
	assert_int_equal(interpreter_part(&none, 1).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_saved_is_read_again),
		TEST(people_that_cannot_be_meant),
		TEST(found_by_language_dialect_and_mode),
		TEST(languages_that_cannot_be_meant),
		TEST(a_language_is_changed_and_taken_away),
		TEST(the_week_is_saved_as_a_whole),
		TEST(exceptions_come_and_go),
		TEST(steps_that_do_not_fit),
		TEST(a_step_is_withdrawn_once),
		TEST(the_year_has_one_row_and_a_version),
		TEST(another_ki_sees_nothing),
		TEST(parts_of_lists_are_right),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
