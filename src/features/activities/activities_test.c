/* Activities on both databases: recording, versions, sums, what is like what, the catalogue by day, figures as they
 * were known. S-ACT-1, S-ACT-2, S-ACT-3, S-ACT-4, P-ACT-1, P-ACT-2, S-REP-3. */
#include "features/activities/activity_test.h"

#include "features/activities/activity_quiet.h"

/* --- recording and versions --------------------------------------------------------------------------------------- */

static void each_change_is_a_version(void **state UNUSED)
{
	struct list versions;
	struct activity a = recorded("events", "2026-03-03", "Gesamtschule Senden", 20), b, c;
	assert_int_equal(a.version, 1);
	assert_int_equal(a.account_id.v, anna.id);
	further(&ben);
	a.participants = MAYBE(25);
	assert_int_equal(write_it(activity_change_in_tx, &coesfeld, &a, &b), OK);
	assert_int_equal(b.version, 2);
	assert_int_equal(b.account_id.v, anna.id);
	assert_true(str_is(b.said_by, "Ben Becker"));
	assert_int_equal(write_it(activity_change_in_tx, &coesfeld, &a, &c), E_STALE);
	assert_int_equal(write_it(activity_withdraw_in_tx, &coesfeld, &a, &c), E_STALE);
	assert_int_equal(write_it(activity_withdraw_in_tx, &coesfeld, &b, &c), OK);
	further(&anna);
	assert_int_equal(activity_find(&k->cx, &coesfeld, b.id, &c), E_NOTFOUND);
	sums_are_right();
	further(&anna);
	assert_int_equal(write_it(activity_restore_in_tx, &coesfeld, &b, &c), OK);
	assert_int_equal(c.version, 3);
	assert_int_equal(c.participants.v, 25);
	assert_int_equal(write_it(activity_restore_in_tx, &coesfeld, &b, &c), E_NOTFOUND);
	further(&anna);
	assert_int_equal(activity_versions(&k->cx, &coesfeld, a.id, &versions), OK);
	assert_int_equal(versions.n, 3);
	assert_true(LIST_AT(&versions, struct activity_version, 0)->current);
	assert_true(LIST_AT(&versions, struct activity_version, 1)->withdrawn);
	assert_int_equal(LIST_AT(&versions, struct activity_version, 2)->activity.participants.v, 20);
	sums_are_right();
}

static void another_ki_sees_and_changes_nothing(void **state UNUSED)
{
	struct activity a = recorded("events", "2026-03-03", "Gesamtschule Senden", 20), b;
	struct list found = { 0 };
	assert_int_equal(activity_find(&k->cx, &unna, a.id, &b), E_NOTFOUND);
	assert_int_equal(write_it(activity_change_in_tx, &unna, &a, &b), E_NOTFOUND);
	further(&anna);
	assert_int_equal(write_it(activity_withdraw_in_tx, &unna, &a, &b), E_NOTFOUND);
	further(&anna);
	assert_int_equal(activity_versions(&k->cx, &unna, a.id, &found), E_NOTFOUND);
	assert_int_equal(activity_between(&k->cx, &unna, on("2026-01-01"), on("2026-12-31"), 0, &found), OK);
	assert_int_equal(found.n, 0);
	assert_int_equal(activity_similar(&k->cx, &unna, &a, &b), E_NOTFOUND);
}

static err checked(const struct activity *a)
{
	struct list catalogue;
	assert_int_equal(catalogue_load(&k->cx, &catalogue), OK);
	return activity_check(&k->cx, &coesfeld, &catalogue, a);
}

static void what_cannot_be_meant_is_said_at_its_field(void **state UNUSED)
{
	struct activity a = an_activity("events", "2026-03-03", "x", 1);
	assert_int_equal(checked(&a), OK);
	a.day = day_add(k->cx.today, 1);
	assert_int_equal(checked(&a), E_INVALID);
	assert_string_equal(problem_at("day"), "activities.future");
	further(&anna);
	a.day = on("2011-12-31");
	assert_int_equal(checked(&a), E_INVALID);
	assert_string_equal(problem_at("day"), "activities.too_early");
	further(&anna);
	a.day = on("2018-05-07"); /* the day before the decree that names this field */
	a.code[PART_FIELD] = S("newcomers");
	assert_int_equal(checked(&a), E_INVALID);
	assert_string_equal(problem_at("field"), "activities.not_in_catalogue");
	further(&anna);
	a = an_activity("events", "2026-03-03", "x", 1);
	a.ags8 = S("05978004"); /* Bergkamen lies in Kreis Unna */
	a.code[PART_STAGE] = STR_NONE;
	assert_int_equal(checked(&a), E_INVALID);
	assert_string_equal(problem_at("ags8"), "activities.other_municipality");
	assert_string_equal(problem_at("stage"), "form.required");
}

/* --- what is like what -------------------------------------------------------------------------------------------- */

static void the_last_similar_one_gives_the_rest(void **state UNUSED)
{
	struct activity found, like = an_activity("parents", "2026-03-09", "Kita Holtwick", 5);
	like.account_id = MAYBE(anna.id);
	assert_int_equal(activity_similar(&k->cx, &coesfeld, &like, &found), E_NOTFOUND);
	further(&ben);
	int64_t of_colleague = recorded("parents", "2026-03-04", "Kita Sonnenschein", 7).id;
	assert_int_equal(activity_similar(&k->cx, &coesfeld, &like, &found), OK);
	assert_int_equal(found.id, of_colleague);
	further(&anna);
	int64_t own = recorded("parents", "2026-03-03", "Kita Rappelkiste", 7).id;
	assert_int_equal(activity_similar(&k->cx, &coesfeld, &like, &found), OK);
	assert_int_equal(found.id, own);
	further(&ben);
	int64_t same_partner = recorded("parents", "2026-03-02", "Kita Holtwick", 7).id;
	recorded("events", "2026-03-05", "Kita Holtwick", 7);
	assert_int_equal(activity_similar(&k->cx, &coesfeld, &like, &found), OK);
	assert_int_equal(found.id, same_partner);
	struct list catalogue;
	assert_int_equal(catalogue_load(&k->cx, &catalogue), OK);
	assert_true(activity_take_rest(&like, &found, &catalogue));
	assert_true(str_is(like.code[PART_STAGE], "school"));
	assert_int_equal(like.participants.v, 5);
	found.code[PART_FIELD] = S("newcomers"); /* not yet in the catalogue then */
	like.day = on("2018-05-07");
	assert_false(activity_take_rest(&like, &found, &catalogue));
	assert_null(like.code[PART_FIELD].p);
}

static void the_day_of_the_last_one_said_today(void **state UNUSED)
{
	struct activity found;
	instant morning = instant_at(k->cx.today, 0);
	assert_int_equal(activity_last_said(&k->cx, &coesfeld, anna.id, morning, &found), E_NOTFOUND);
	const char *yesterday = day_iso(k->mem, day_add(k->cx.today, -1)).p;
	recorded("events", yesterday, "a", 1);
	assert_int_equal(activity_last_said(&k->cx, &coesfeld, anna.id, morning, &found), OK);
	assert_int_equal(found.day.n, day_add(k->cx.today, -1).n);
	assert_int_equal(activity_last_said(&k->cx, &coesfeld, ben.id, morning, &found), E_NOTFOUND);
	morning.ms = k->cx.now.ms + 1;
	assert_int_equal(activity_last_said(&k->cx, &coesfeld, anna.id, morning, &found), E_NOTFOUND);
}

/* --- sums --------------------------------------------------------------------------------------------------------- */

static uint64_t dice;
static int below(int n)
{
	dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((dice >> 33) % (uint64_t)n);
}

static struct activity any_activity(void)
{
	static const char *const kinds[] = { "events", "parents", "networks" };
	static const char *const fields[] = { "education", "language", "sport" };
	struct activity a = an_activity(kinds[below(3)], "2024-12-01", "x", below(40));
	a.day = day_add(a.day, below(60)); /* over the end of a year */
	a.code[PART_FIELD] = str_of(fields[below(3)]);
	a.ags8 = below(2) ? S("05558012") : STR_NONE;
	a.participants.has = below(4) > 0;
	a.minutes.has = below(4) > 0;
	return a;
}

static void whatever_happens_the_sums_are_what_one_counts(void **state UNUSED)
{
	enum { MOST = 60 };
	struct activity now[MOST], saved;
	bool gone[MOST] = { false };
	int n = 0;
	dice = 7;
	for (int i = 0; i < 160; i++) {
		further(&anna);
		int which = n ? below(n) : 0, what = below(10);
		struct activity a = any_activity();
		if (n == 0 || (what < 4 && n < MOST)) {
			assert_int_equal(write_it(activity_record_in_tx, &coesfeld, &a, &saved), OK);
			now[n] = (struct activity){ .id = saved.id, .version = saved.version };
			gone[n++] = false;
		} else if (gone[which]) {
			assert_int_equal(write_it(activity_restore_in_tx, &coesfeld, &now[which], &saved), OK);
			now[which].version = saved.version;
			gone[which] = false;
		} else if (what < 8) {
			a.id = now[which].id;
			a.version = now[which].version;
			assert_int_equal(write_it(activity_change_in_tx, &coesfeld, &a, &saved), OK);
			now[which].version = saved.version;
		} else {
			assert_int_equal(write_it(activity_withdraw_in_tx, &coesfeld, &now[which], &saved), OK);
			gone[which] = true;
		}
	}
	sums_are_right();
}

static err many_tx(struct cx *cx, const void *in, void *ret)
{
	(void)ret;
	return activity_record_many_in_tx(cx, &coesfeld, in);
}

static const struct sql spoil = {
	"UPDATE activity_sum SET activities = activities + 1 WHERE centre_id = $1 AND dimension ="
	" 'kind' AND period = '2024-12' AND code = 'events'",
	"i"
};
static err spoil_tx(struct cx *cx, const void *in, void *ret)
{
	(void)in;
	(void)ret;
	return db_exec(cx, &spoil, NULL, V(coesfeld.id));
}

static void many_at_once_and_sums_that_are_wrong(void **state UNUSED)
{
	struct list rows = { 0 }, wrong;
	recorded("events", "2024-12-30", "x", 1);
	for (int i = 0; i < 50; i++)
		*LIST_ADD(k->mem, &rows, struct activity) = any_activity();
	assert_int_equal(db_tx(&k->cx, "test", many_tx, &rows, NULL, 0), OK);
	sums_are_right();
	further(&anna);
	assert_int_equal(db_tx(&k->cx, "test", spoil_tx, NULL, NULL, 0), OK);
	assert_int_equal(activity_sums_verify(&k->cx, on("2024-12-01"), on("2024-12-31"), &wrong), OK);
	assert_int_equal(wrong.n, 1);
	assert_true(str_is(LIST_AT(&wrong, struct activity_sums_wrong, 0)->slug, "coesfeld"));
	assert_int_equal(LIST_AT(&wrong, struct activity_sums_wrong, 0)->cells,
	                 2); /* the month, and the year that it is part of */
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

static int64_t figure(int which, const char *from, const char *to, const char *dimension, const char *code,
                      instant as_of)
{
	const struct indicator *i = activity_indicators[which];
	struct indicator_question q = {
		.centre_id = coesfeld.id, .from = on(from), .to = on(to), .dimension = dimension, .as_of = as_of
	};
	struct list found = { 0 }, records = { 0 };
	int64_t value = 0, sum = 0;
	assert_int_equal(i->cells(&k->cx, i, &q, &found), OK);
	LIST_EACH (const struct indicator_cell, c, &found)
		if (!dimension || str_is(c->code, code))
			value += c->value;
	q.code = code ? str_of(code) : STR_NONE;
	q.limit = 1000;
	assert_int_equal(i->records(&k->cx, i, &q, &records), OK);
	LIST_EACH (const struct indicator_record, r, &records)
		sum += r->value;
	assert_int_equal(sum, value); /* the records behind a cell add up to it */
	further(&anna);
	return value;
}
#define NOW ((instant){ 0 })

static void figures_add_up_to_their_records(void **state UNUSED)
{
	recorded("events", "2025-12-31", "x", 10);
	recorded("events", "2026-01-01", "x", 20);
	recorded("parents", "2026-03-01", "x", 5);
	assert_int_equal(figure(0, "2026-01-01", "2026-12-31", NULL, NULL, NOW), 2);
	assert_int_equal(figure(0, "2025-12-01", "2026-01-31", NULL, NULL, NOW), 2);
	assert_int_equal(figure(0, "2025-01-01", "2026-12-31", "kind", "events", NOW), 2);
	assert_int_equal(figure(1, "2025-07-01", "2026-06-30", "kind", "events", NOW), 30);
	assert_int_equal(figure(2, "2026-01-01", "2026-03-31", "municipality", "none", NOW), 180);
	assert_int_equal(figure(0, "2025-01-01", "2026-12-31", "month", "2026-03", NOW), 1);
	assert_int_equal(figure(1, "2026-01-01", "2026-03-31", "main_field", "education", NOW), 25);
	assert_int_equal(figure(0, "2024-01-01", "2024-12-31", "kind", "events", NOW), 0);
}

/* A report of a past month is counted as it was known: what was changed, withdrawn or entered later does not show. */
static void figures_as_they_were_known(void **state UNUSED)
{
	struct activity saved, a = recorded("events", "2026-03-03", "x", 10),
	                       b = recorded("parents", "2026-03-04", "y", 5);
	instant first = k->cx.now;
	further(&anna);
	a.participants = MAYBE(30);
	assert_int_equal(write_it(activity_change_in_tx, &coesfeld, &a, &saved), OK);
	assert_int_equal(write_it(activity_withdraw_in_tx, &coesfeld, &b, &saved), OK);
	recorded("events", "2026-03-05", "z", 2);
	instant second = k->cx.now;
	further(&anna);
	assert_int_equal(write_it(activity_restore_in_tx, &coesfeld, &b, &saved), OK);
	instant third = k->cx.now;
	const char *from = "2026-03-01", *to = "2026-03-31";
	assert_int_equal(figure(1, from, to, NULL, NULL, first), 15);
	assert_int_equal(figure(1, from, to, "kind", "events", first), 10);
	assert_int_equal(figure(0, from, to, NULL, NULL, second), 2);
	assert_int_equal(figure(1, from, to, "kind", "events", second), 32);
	assert_int_equal(figure(0, from, to, "month", "2026-03", second), 2);
	assert_int_equal(figure(1, from, to, NULL, NULL, NOW), 37);
	assert_int_equal(figure(1, from, to, NULL, NULL, third), 37);
	first.ms -= 1;
	assert_int_equal(figure(0, from, to, NULL, NULL, first), 0);
}

/* Cells stand in the order of the catalogue, towns by name, and carry the words of the last month. */
static void cells_stand_in_order_with_the_words_of_their_month(void **state UNUSED)
{
	struct list found = { 0 };
	struct activity a = an_activity("events", "2018-04-03", "x", 10), saved;
	a.code[PART_FIELD] = S("volunteering");
	assert_int_equal(write_it(activity_record_in_tx, &coesfeld, &a, &saved), OK);
	recorded("networks", "2018-04-04", "y", 1);
	struct indicator_question q = {
		.centre_id = coesfeld.id, .from = on("2018-04-01"), .to = on("2018-04-30"), .dimension = "kind"
	};
	const struct indicator *i = activity_indicators[0];
	assert_int_equal(i->cells(&k->cx, i, &q, &found), OK);
	assert_true(str_is(LIST_AT(&found, struct indicator_cell, 0)->code, "networks"));
	assert_true(str_is(LIST_AT(&found, struct indicator_cell, 1)->code, "events"));
	found = (struct list){ 0 };
	q.dimension = "field";
	assert_int_equal(i->cells(&k->cx, i, &q, &found), OK);
	assert_true(str_is(LIST_AT(&found, struct indicator_cell, 1)->label, "Bürgerschaftliches Engagement"));
	found = (struct list){ 0 };
	q.to = on("2018-05-31");
	assert_int_equal(i->cells(&k->cx, i, &q, &found), OK);
	assert_true(str_is(LIST_AT(&found, struct indicator_cell, 1)->label, "Ehrenamtliches Engagement"));
	found = (struct list){ 0 };
	q.dimension = "month";
	assert_int_equal(i->cells(&k->cx, i, &q, &found), OK);
	assert_true(str_is(LIST_AT(&found, struct indicator_cell, 0)->label, "April 2018"));
}

static int oddities(const char *kind)
{
	struct list found = { 0 };
	int n = 0;
	assert_int_equal(activity_oddities(&k->cx, coesfeld.id, on("2026-03-01"), on("2026-03-31"), &found), OK);
	LIST_EACH (const struct oddity, o, &found)
		n += str_is(o->kind, kind) && str_starts(o->path, "/centres/coesfeld/activities/") && o->text.n > 20;
	return n;
}

static void what_looks_odd(void **state UNUSED)
{
	for (int i = 1; i <= 9; i++)
		recorded("events", str_print(k->mem, "2026-02-%02d", i).p, "x", 4 + i);
	assert_int_equal(oddities("activities.twice"), 0);
	recorded("events", "2026-03-03", "Gesamtschule Senden", 10);
	recorded("parents", "2026-03-03", "Gesamtschule Senden", 10);
	recorded("events", "2026-03-03", "Gesamtschule Senden", 11);
	recorded("events", "2026-03-04", "Stadtfest", 300);
	recorded("events", "2026-03-05", "Klein", 0);
	recorded("networks", "2026-03-05", "Bündnis", 4000);
	assert_int_equal(oddities("activities.twice"), 1);
	assert_int_equal(oddities("activities.many"), 2);
	assert_int_equal(oddities("activities.nobody"), 1);
}

/* --- the catalogue ------------------------------------------------------------------------------------------------ */

static err entry(activity_writer fn, const char *code, const char *from, const char *to, const char *name,
                 struct catalogue_entry *ret)
{
	const struct catalogue_entry in = { .catalogue = S("field"),
		                            .code = str_of(code),
		                            .valid_from = on(from),
		                            .valid_to = on(to),
		                            .name = str_of(name),
		                            .name_en = S("Something"),
		                            .source = S("Erlass"),
		                            .mark = S("read") };
	further(&anna);
	return db_tx(&k->cx, "test", fn, &in, ret, sizeof *ret);
}

static void the_catalogue_is_added_renamed_and_ended_by_day(void **state UNUSED)
{
	struct catalogue_entry e;
	struct list all;
	const char *today = day_iso(k->mem, k->cx.today).p, *later = day_iso(k->mem, day_add(k->cx.today, 100)).p;
	const char *later_still = day_iso(k->mem, day_add(k->cx.today, 200)).p;
	assert_int_equal(entry(catalogue_add_in_tx, NULL, today, NULL, "Digitale Teilhabe", &e), OK);
	assert_true(str_is(e.code, "digitale_teilhabe"));
	assert_int_equal(entry(catalogue_add_in_tx, NULL, today, NULL, "Digitale  teilhabe", &e), E_INVALID);
	assert_string_equal(problem_at("name"), "catalogue.name_taken");
	assert_int_equal(entry(catalogue_add_in_tx, NULL, "2020-01-01", NULL, "Rückwirkend", &e), E_INVALID);
	assert_string_equal(problem_at("valid_from"), "catalogue.past_month");
	assert_int_equal(entry(catalogue_rename_in_tx, "sport", later, NULL, "Sport und Bewegung", &e), OK);
	assert_int_equal(entry(catalogue_rename_in_tx, "sport", later, NULL, "Bewegung", &e), E_INVALID);
	assert_string_equal(problem_at("valid_from"), "catalogue.before_last");
	assert_int_equal(entry(catalogue_rename_in_tx, "volunteering", later, NULL, "sport und Bewegung", &e),
	                 E_INVALID);
	assert_string_equal(problem_at("name"), "catalogue.name_taken"); /* an import could not tell them apart */
	assert_int_equal(entry(catalogue_rename_in_tx, "nothing", later, NULL, "Bewegung", &e), E_NOTFOUND);
	assert_int_equal(entry(catalogue_end_in_tx, "sport", NULL, later_still, NULL, &e), OK);
	assert_int_equal(entry(catalogue_end_in_tx, "sport", NULL, later_still, NULL, &e), E_INVALID);
	assert_string_equal(fault(), "catalogue.ended_already");
	further(&anna);
	assert_int_equal(catalogue_load(&k->cx, &all), OK);
	assert_true(str_is(catalogue_name(&k->cx, &all, PART_FIELD, S("sport"), k->cx.today), "Sport"));
	assert_true(str_is(catalogue_name(&k->cx, &all, PART_FIELD, S("sport"), on(later)), "Sport und Bewegung"));
	assert_true(catalogue_holds(&all, PART_FIELD, S("sport"), on(later_still)));
	assert_false(catalogue_holds(&all, PART_FIELD, S("sport"), day_add(on(later_still), 1)));
	assert_false(catalogue_holds(&all, PART_KIND, S("sport"), k->cx.today));
	struct list kinds = { 0 };
	catalogue_offer(&k->cx, &all, PART_KIND, k->cx.today, &kinds);
	assert_int_equal(kinds.n, 14); /* S-ACT-1 */
}

/* --- empty weeks -------------------------------------------------------------------------------------------------- */

static str quiet_said(void)
{
	struct list weeks = { 0 };
	struct text t = TEXT(k->cx.mem);
	assert_int_equal(quiet_weeks(&k->cx, &coesfeld, &weeks), OK);
	LIST_EACH (const struct quiet_week, w, &weeks)
		text_print(&t, STR_FMT " " STR_FMT ";", STR_ARG(day_iso(k->cx.mem, w->monday)), STR_ARG(w->reason));
	return text_str(&t);
}

static err answered(const char *monday, const char *reason)
{
	const struct quiet_in in = { &coesfeld, { on(monday), str_of(reason) } };
	return db_tx(&k->cx, "test", quiet_answer_in_tx, &in, NULL, 0);
}

/* Today is Saturday, 21.11.2026; October has the weeks from 28.9. to 26.10., and the accounts are new. */
static void empty_weeks_are_asked_about_once_a_month(void **state UNUSED)
{
	struct list tasks = { 0 };
	assert_string_equal(quiet_said().p, "");
	recorded("events", "2026-10-06", "x", 1);
	assert_string_equal(quiet_said().p, "2026-10-12 ;2026-10-19 ;2026-10-26 ;");
	recorded("events", "2026-10-25", "x", 1); /* a Sunday */
	assert_string_equal(quiet_said().p, "2026-10-12 ;2026-10-26 ;");
	assert_int_equal(answered("2026-10-12", "training"), OK);
	assert_int_equal(answered("2026-10-12", "absent"), OK);
	assert_string_equal(quiet_said().p, "2026-10-12 absent;2026-10-26 ;");
	assert_int_equal(activity_today(&k->cx, &tasks), OK);
	assert_int_equal(tasks.n, 1);
	further(&anna);
	assert_int_equal(answered("2026-10-19", "absent"), E_INVALID);
	assert_string_equal(problem_at("monday"), "quiet.not_asked");
	further(&anna);
	assert_int_equal(answered("2026-11-09", "absent"), E_INVALID);
	further(&anna);
	k->cx.today = on("2026-12-01"); /* a Tuesday: November is asked about from its last day's morrow */
	assert_string_equal(quiet_said().p, "2026-11-02 ;2026-11-09 ;2026-11-16 ;2026-11-23 ;");
	k->cx.today = on("2026-11-01"); /* a Sunday and a holiday: not yet */
	assert_string_equal(quiet_said().p, "");
	further(&ben); /* of others one sees nothing */
	tasks = (struct list){ 0 };
	assert_int_equal(activity_today(&k->cx, &tasks), OK);
	assert_int_equal(tasks.n, 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, activity_set_up, activity_tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_change_is_a_version),
		TEST(another_ki_sees_and_changes_nothing),
		TEST(what_cannot_be_meant_is_said_at_its_field),
		TEST(the_last_similar_one_gives_the_rest),
		TEST(the_day_of_the_last_one_said_today),
		TEST(whatever_happens_the_sums_are_what_one_counts),
		TEST(many_at_once_and_sums_that_are_wrong),
		TEST(figures_add_up_to_their_records),
		TEST(figures_as_they_were_known),
		TEST(cells_stand_in_order_with_the_words_of_their_month),
		TEST(what_looks_odd),
		TEST(the_catalogue_is_added_renamed_and_ended_by_day),
		TEST(empty_weeks_are_asked_about_once_a_month),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
