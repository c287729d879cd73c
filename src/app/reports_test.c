/* On the example data of both databases. What features count, for every indicator of every feature: the cells of each
 * dimension add up to the value, the records of each cell add up to the cell, months add up to the period (P-ACT-2); a
 * new indicator is in here as soon as its feature hands it up. And releasing a month: what was frozen stays the same to
 * the byte, a correction names what it changes, the Land adds up what was released (S-REP-1, S-REP-2). */
#include "app/reports_test.h"

#include <string.h>

#include "app/demo.h"
#include "core/form.h"
#include "core/user.h"
#include "features/activities/activity_model.h"
#include "features/reports/report_live.h"
#include "features/reports/report_pages.h"

enum { PAGE = 50 };

static const char *const slugs[] = { "coesfeld", "bottrop", "unna" };

static struct app *app;

void begin(void)
{
	next();
	k->cx.app = app;
}

/* Says which one is wrong before the assertion ends the test. */
static void same(const struct indicator *i, const char *slug, const char *dimension, str code, int64_t a, int64_t b)
{
	if (a != b)
		print_error("%s of %s by %s \"" STR_FMT "\": %ld is not %ld\n", i->code, slug,
		            dimension ? dimension : "-", STR_ARG(code), (long)a, (long)b);
	assert_true(a == b);
}

static int64_t value_of(const struct indicator *i, const struct indicator_question *q)
{
	int64_t value;
	assert_int_equal(indicator_value(&k->cx, i, q, &value), OK);
	return value;
}

/* Page by page, as the page behind a figure reads them: in order, none twice. */
static int64_t sum_of_records(const struct indicator *i, struct indicator_question q)
{
	int64_t sum = 0;
	q.limit = PAGE;
	for (;;) {
		struct list found = { 0 };
		assert_int_equal(i->records(&k->cx, i, &q, &found), OK);
		LIST_EACH (const struct indicator_record, r, &found) {
			int order = day_cmp(r->day, q.after_day);
			assert_true(order > 0 || (order == 0 && r->id > q.after_id));
			assert_true(r->text.n > 0 && str_starts(r->path, "/"));
			q.after_day = r->day;
			q.after_id = r->id;
			sum += r->value;
		}
		if (found.n < PAGE)
			return sum;
		assert_int_equal(found.n, PAGE);
	}
}

static void cells_add_up(const struct indicator *i, const char *slug, struct indicator_question q, int64_t value)
{
	struct list cells = { 0 };
	int64_t sum = 0;
	assert_int_equal(i->cells(&k->cx, i, &q, &cells), OK);
	LIST_EACH (const struct indicator_cell, c, &cells) {
		assert_true(c->code.n > 0 && c->label.n > 0 && c->value != 0);
		q.code = c->code;
		same(i, slug, q.dimension, c->code, sum_of_records(i, q), c->value);
		sum += c->value;
	}
	same(i, slug, q.dimension, S("all"), sum, value);
}

static void period_adds_up(const struct indicator *i, const char *slug, const struct indicator_question *asked)
{
	struct indicator_question q = *asked;
	int64_t value = value_of(i, &q);
	same(i, slug, NULL, S(""), sum_of_records(i, q), value);
	for (const char *const *d = i->dimensions; *d; d++) {
		q.dimension = *d;
		cells_add_up(i, slug, q, value);
	}
}

static void months_add_up(const struct indicator *i, const char *slug, const struct indicator_question *asked)
{
	struct indicator_question q = *asked;
	int64_t sum = 0, value = value_of(i, &q);
	for (day first = asked->from; day_cmp(first, asked->to) < 0; first = day_add_months(first, 1)) {
		q.from = first;
		q.to = month_last(first);
		sum += value_of(i, &q);
	}
	same(i, slug, DIMENSION_MONTH, S("one by one"), sum, value);
}

static struct indicator_question asked(const char *slug, const char *from, const char *to)
{
	return (struct indicator_question){ .centre_id = centre_called(slug).id, .from = on(from), .to = on(to) };
}

static void figure_opens(const struct indicator *i, const char *slug)
{
	struct indicator_question month = asked(slug, "2026-10-01", "2026-10-31");
	struct indicator_question months = asked(slug, "2026-08-01", "2026-11-30");
	period_adds_up(i, slug, &month);
	period_adds_up(i, slug, &months);
	if (!i->stock)
		months_add_up(i, slug, &months);
}

static void every_figure_is_the_sum_of_its_records(void **state UNUSED)
{
	for (size_t i = 0; indicator_all(&k->cx)[i]; i++)
		for (size_t n = 0; n < sizeof slugs / sizeof *slugs; n++) {
			figure_opens(indicator_all(&k->cx)[i], slugs[n]);
			begin();
		}
}

static void every_indicator_has_its_words(void **state UNUSED)
{
	static const char *const prefixes[] = { "indicator", "indicator_rule" };
	int n = 0;
	for (const struct indicator *const *i = indicator_all(&k->cx); *i; i++, n++) {
		assert_ptr_equal(indicator_of_code(&k->cx, str_of((*i)->code)), *i); /* the code is its own */
		for (size_t p = 0; p < 2; p++)
			assert_true(words_has(k->cx.words, str_print(k->cx.mem, "%s.%s", prefixes[p], (*i)->code)));
		for (const char *const *d = (*i)->dimensions; *d; d++)
			assert_true(words_has(k->cx.words, str_print(k->cx.mem, "dimension.%s", *d)));
		assert_true((*i)->stock != indicator_splits_by(*i, DIMENSION_MONTH));
	}
	assert_true(n >= 6);
}

/* The example data are lively: there is something to add up. */
static void figures_are_not_all_zero(void **state UNUSED)
{
	for (const struct indicator *const *i = indicator_all(&k->cx); *i; i++) {
		struct indicator_question q = asked("coesfeld", "2026-09-01", "2026-11-30");
		if (!value_of(*i, &q))
			print_error("%s is nothing\n", (*i)->code);
		assert_true(value_of(*i, &q) != 0);
	}
}

/* --- releasing ---------------------------------------------------------------------------------------------------- */

struct tenant coesfeld;

void as(const char *login)
{
	struct user *u = NEW(k->cx.mem, struct user);
	assert_int_equal(user_by_login(&k->cx, str_of(login), u), OK);
	k->cx.user = u;
}

static err release(const char *month, int64_t number, const char *reason, int64_t comment_version, struct report *ret)
{
	struct report_release_in in = {
		.centre = &coesfeld, .reason = str_of(reason), .number = number, .version = comment_version
	};
	struct report saved;
	assert_true(month_parse(str_of(month), &in.first));
	as("head@coesfeld");
	return db_tx(&k->cx, "report.release", report_release_in_tx, &in, ret ? ret : &saved, sizeof saved);
}

struct report stored(const char *month, int64_t number, struct report_content *content)
{
	struct report r;
	assert_int_equal(report_get(&k->cx, coesfeld.id, str_of(month), number, &r), OK);
	assert_int_equal(report_read(&k->cx, r.content, content), OK);
	return r;
}

static err exec_text(struct cx *cx, const void *in, void *ret UNUSED)
{
	return db_exec(cx, in, NULL, V_NONE);
}

static void change(const char *text)
{
	const struct sql q = { text, "" };
	assert_int_equal(db_tx(&k->cx, "test.change", exec_text, &q, NULL, 0), OK);
}

struct papers {
	str pdf, xlsx, json;
};

/* In an arena of the kit, so that it outlives the requests. */
static struct papers files_of(const char *month, int64_t number)
{
	struct report_content c;
	struct papers f;
	(void)stored(month, number, &c);
	c = report_public(k->cx.mem, &c);
	assert_int_equal(report_pdf(&k->cx, &c, &f.pdf), OK);
	assert_int_equal(report_xlsx(&k->cx, &c, &f.xlsx), OK);
	f.json = report_json(k->cx.mem, &c);
	return (struct papers){ str_copy(k->mem, f.pdf), str_copy(k->mem, f.xlsx), str_copy(k->mem, f.json) };
}

static void same_bytes(const struct papers *a, const struct papers *b)
{
	assert_true(str_eq(a->json, b->json));
	assert_true(str_eq(a->xlsx, b->xlsx));
	assert_true(str_eq(a->pdf, b->pdf));
}

/* S-REP-1: later changes of data, words and names, and time itself, do not change a byte. */
static void what_was_released_stays_the_same(void **state UNUSED)
{
	struct report r;
	assert_int_equal(release("2025-09", 1, NULL, 0, &r), OK);
	assert_int_equal(r.number, 1);
	struct papers before = files_of("2025-09", 1);
	assert_true(before.pdf.n > 10000 && str_has(before.json, "pool.assignments"));
	change("UPDATE language SET name = 'Anders' WHERE code IN (SELECT language_code FROM booking)");
	change("UPDATE booking_now SET stage = 'cancelled' WHERE held_on BETWEEN '2025-09-01' AND '2025-09-30'");
	change("UPDATE centre SET name = 'Umbenannt' WHERE slug = 'coesfeld'");
	begin();
	k->cx.words = words_of(S("en"));
	k->cx.now.ms += INT64_C(40) * 86400000;
	k->cx.today = day_add(k->cx.today, 40);
	struct papers after = files_of("2025-09", 1);
	same_bytes(&before, &after);
	struct report_content live;
	assert_int_equal(report_live(&k->cx, &coesfeld, DAY(2025, 9, 1), &live), OK);
	assert_false(str_has(report_json(k->cx.mem, &live),
	                     "Einsätze der Sprachmittlung")); /* the live month speaks English */
}

/* Runs after the test above: the month is released, and its bookings have changed. */
static void a_correction_names_what_it_changes(void **state UNUSED)
{
	struct report_content first, second;
	struct report r;
	assert_int_equal(release("2025-09", 2, NULL, 0, NULL), E_INVALID);
	assert_string_equal(problem_at("reason"), "form.required");
	begin();
	assert_int_equal(release("2025-09", 1, NULL, 0, NULL), E_STALE); /* it is released already */
	begin();
	assert_int_equal(release("2025-09", 3, "Zu früh", 0, NULL), E_STALE);
	begin();
	assert_int_equal(release("2025-09", 2, "Einsätze waren abgesagt", 0, &r), OK);
	struct report one = stored("2025-09", 1, &first), two = stored("2025-09", 2, &second);
	assert_true(one.number == 1 && two.number == 2 && !str_eq(one.hash, two.hash));
	assert_true(str_is(second.reason, "Einsätze waren abgesagt") && !first.reason.p);
	struct list changes = report_changes(k->cx.mem, &first, &second);
	bool found = false;
	LIST_EACH (const struct report_change, c, &changes) {
		assert_false(str_eq(c->before, c->after));
		found |= str_is(c->figure, "Einsätze der Sprachmittlung") && !c->place.p;
	}
	assert_true(found);
	changes = report_changes(k->cx.mem, &second, &second);
	assert_int_equal(changes.n, 0);
}

static void only_a_past_month_and_the_comment_that_was_checked(void **state UNUSED)
{
	struct report_draft_in d = { .centre = &coesfeld, .month = S("2025-08"), .draft = { .comment = S("Ferien.") } };
	struct report_draft saved;
	struct report_content c;
	as("head@coesfeld");
	assert_int_equal(release("2026-11", 1, NULL, 0, NULL), E_INVALID);
	assert_string_equal(fault(), "reports.not_over");
	begin();
	as("specialist@coesfeld");
	assert_int_equal(db_tx(&k->cx, "t", report_draft_save_in_tx, &d, &saved, sizeof saved), OK);
	assert_int_equal(db_tx(&k->cx, "t", report_draft_save_in_tx, &d, &saved, sizeof saved), E_STALE);
	begin();
	assert_int_equal(release("2025-08", 1, NULL, 0, NULL), E_STALE); /* somebody commented meanwhile */
	begin();
	assert_int_equal(release("2025-08", 1, NULL, 1, NULL), OK);
	(void)stored("2025-08", 1, &c);
	assert_true(str_is(c.comment, "Ferien.") && str_is(c.month_name, "August 2025"));
}

/* Eight people, each in another kind: with the value each cell would be one. */
static void eight_people(const char *held)
{
	static const char *const rest[PARTS] = {
		NULL, "education", "school", "school", "education_bodies", "education"
	};
	struct list catalogue, kinds = { 0 };
	assert_int_equal(catalogue_load(&k->cx, &catalogue), OK);
	catalogue_offer(&k->cx, &catalogue, PART_KIND, on(held), &kinds);
	for (size_t i = 0; i < 8; i++) {
		struct activity a = { .day = on(held), .participants = MAYBE(1) }, saved;
		for (int part = 0; part < PARTS; part++)
			a.code[part] =
			        part == PART_KIND ? LIST_AT(&kinds, struct form_choice, i)->code : str_of(rest[part]);
		const struct activity_in in = { &coesfeld, &a };
		assert_int_equal(db_tx(&k->cx, "t", activity_record_in_tx, &in, &saved, sizeof saved), OK);
	}
}

static const struct report_figure *participants_of(const char *month, struct report_content *c)
{
	(void)stored(month, 0, c);
	*c = report_public(k->cx.mem, c);
	LIST_EACH (const struct report_figure, f, &c->figures)
		if (str_is(f->code, "activities.participants"))
			return f;
	return NULL;
}

/* P-REP-1: a value that a report hides stands neither in the next one nor in that of a year later. */
static void another_month_does_not_tell_what_one_hides(void **state UNUSED)
{
	struct report_content c;
	as("head@coesfeld");
	eight_people("2012-05-08");
	assert_int_equal(release("2012-05", 1, NULL, 0, NULL), OK);
	assert_true(participants_of("2012-05", &c)->masked);
	assert_int_equal(release("2012-06", 1, NULL, 0, NULL), OK);
	const struct report_figure *f = participants_of("2012-06", &c);
	assert_true(f->masked_before && !f->before.has && !str_has(f->answer, "8"));
	assert_false(LIST_AT(&f->months, struct report_cell, f->months.n - 2)->value.has);
	assert_int_equal(release("2013-05", 1, NULL, 0, NULL), OK);
	f = participants_of("2013-05", &c);
	assert_true(f->masked_year_before && !f->year_before.has);
	assert_false(LIST_AT(&f->months, struct report_cell, 0)->value.has);
}

static int open_demo(void **state UNUSED)
{
	struct text words = { 0 };
	k = kit_furnished();
	words.mem = k->mem;
	const struct app_config config = { .pool = k->pool, .features = program_features, .demo = true };
	assert_int_equal(app_new(&config, &app, &words), OK);
	begin();
	struct program p = { .mem = k->mem, .pool = k->pool, .app = app, .cx = k->cx };
	assert_int_equal(demo_create(&p), EXIT_DONE);
	begin();
	coesfeld = centre_called("coesfeld");
	return 0;
}

static int close_demo(void **state UNUSED)
{
	kit_close(k);
	app_free(app);
	return 0;
}

static int fresh(void **state UNUSED)
{
	begin();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup(every_figure_is_the_sum_of_its_records, fresh),
		                            cmocka_unit_test_setup(every_indicator_has_its_words, fresh),
		                            cmocka_unit_test_setup(figures_are_not_all_zero, fresh),
		                            cmocka_unit_test_setup(what_was_released_stays_the_same, fresh),
		                            cmocka_unit_test_setup(a_correction_names_what_it_changes, fresh),
		                            cmocka_unit_test_setup(only_a_past_month_and_the_comment_that_was_checked,
		                                                   fresh),
		                            cmocka_unit_test_setup(another_month_does_not_tell_what_one_hides, fresh),
		                            cmocka_unit_test_setup(the_land_adds_up_what_was_released, fresh),
		                            cmocka_unit_test_setup(posts_are_an_average, fresh),
		                            cmocka_unit_test_setup(who_misses_the_duty_is_seen, fresh),
		                            cmocka_unit_test_setup(due_days_move_to_working_days, fresh),
		                            cmocka_unit_test_setup(heads_are_reminded_once, fresh),
		                            cmocka_unit_test_setup(a_changed_text_is_found, fresh) };
	if (!kit_available())
		return 77;
	return cmocka_run_group_tests_name("reports", tests, open_demo, close_demo);
}
