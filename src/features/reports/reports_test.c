/* What features count, for every indicator of every feature, on the example data of both databases: the cells of each
 * dimension add up to the value, the records of each cell add up to the cell, months add up to the period (P-ACT-2).
 * A new indicator is in here as soon as its feature hands it up. */
#include "core/indicator.h"

#include <string.h>

#include "app/demo.h"
#include "kit/short.h"

enum { PAGE = 50 };

static const char *const slugs[] = { "coesfeld", "bottrop", "unna" };

static struct app *app;

static void begin(void)
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
		                            cmocka_unit_test_setup(figures_are_not_all_zero, fresh) };
	if (!kit_available())
		return 77;
	return cmocka_run_group_tests_name("reports", tests, open_demo, close_demo);
}
