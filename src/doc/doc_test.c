/* doc_test.c -- tables. */
#include "base/arena.h"
#include "doc/doc.h"
#include "doc/reader_test.h"
#include <pthread.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	mem = arena_new();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

/* --- a table of courses ------------------------------------------------------------------------------------------- */

static const char *const levels[] = { "a1", "b2", NULL };
static const struct choices level_choices = { "level", levels };

struct course {
	int64_t id;
	str title, level, remark;
	bool open;
	day begins;
	instant changed;
	int64_t fee, hours;
	struct maybe seats;
	struct list tags;
	str chart;
};
static const struct field course_fields[] = {
	FIELD(struct course, id, KIND_INT, .hidden = true),
	FIELD(struct course, title, KIND_TEXT),
	FIELD(struct course, level, KIND_CHOICE, .choices = &level_choices),
	FIELD(struct course, open, KIND_BOOL),
	FIELD(struct course, begins, KIND_DAY, .label = "word.begin"),
	FIELD(struct course, changed, KIND_INSTANT),
	FIELD(struct course, fee, KIND_MONEY),
	FIELD(struct course, hours, KIND_DECIMAL),
	FIELD(struct course, seats, KIND_INT, .maybe = true),
	FIELD(struct course, remark, KIND_TEXT, .lines = true),
	FIELD(struct course, chart, KIND_HTML),
};
static const struct record course_rec = RECORD("course", struct course, course_fields);

static str word(void *self UNUSED, struct arena *a UNUSED, str key)
{
	static const char *const words[][2] = { { "course.title", "Titel" },   { "course.level", "Niveau" },
		                                { "course.open", "frei?" },    { "word.begin", "Beginn" },
		                                { "course.fee", "Gebühr; €" }, { "course.hours", "Stunden" },
		                                { "course.seats", "Plätze" },  { "course.changed", "Stand" } };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(key, words[i][0]))
			return str_of(words[i][1]);
	return STR_NONE;
}

static str value(void *self UNUSED, struct arena *a, const struct record *r UNUSED, const struct field *f,
                 const void *row)
{
	struct value v = record_get(f, row);
	if (f->kind == KIND_BOOL)
		return v.i ? S("ja") : S("nein");
	return v.none ? S("") : str_print(a, "Niveau " STR_FMT, STR_ARG(v.s));
}

static const struct formatter formatter = { NULL, word, value };

static struct doc_table courses(struct list *rows, size_t n)
{
	*rows = (struct list){ 0 };
	for (size_t i = 0; i < n; i++)
		*LIST_ADD(mem, rows, struct course) = (struct course){ .id = 4711,
			                                               .title = S("Müttercafé"),
			                                               .level = S("b2"),
			                                               .open = true,
			                                               .begins = DAY(2026, 11, 21),
			                                               .changed = { INT64_C(1795243680123) },
			                                               .fee = -123456,
			                                               .hours = 1500,
			                                               .seats = MAYBE(12),
			                                               .remark = S("=SUMME(A1)"),
			                                               .chart = S("<svg></svg>") };
	return (struct doc_table){
		.title = S("Kurse & Cafés"), .note = S("Stand 21.11.2026"), .record = &course_rec, .rows = rows
	};
}

static void csv_for_german_excel(void **state UNUSED)
{
	struct list rows;
	struct doc_table t = courses(&rows, 1);
	assert_string_equal(str_c(mem, doc_csv(mem, &t, &formatter)),
	                    "\xEF\xBB\xBF"
	                    "Titel;Niveau;frei?;Beginn;Stand;\"Gebühr; €\";Stunden;Plätze;course.remark\r\n"
	                    "Müttercafé;Niveau b2;ja;21.11.2026;21.11.2026, 07:48;-1234,56;1,5;12;'=SUMME(A1)\r\n");
}

static void csv_of_nothing(void **state UNUSED)
{
	struct list rows;
	struct doc_table t = courses(&rows, 0);
	assert_int_equal(times(doc_csv(mem, &t, &formatter), "\r\n"), 1);
	*LIST_ADD(mem, &rows, struct course) = (struct course){ 0 };
	assert_true(str_ends(doc_csv(mem, &t, &formatter), "\r\n;;nein;;;0,00;0;;\r\n"));
}

struct note {
	str text;
};
static const struct field note_fields[] = { FIELD(struct note, text, KIND_TEXT) };
static const struct record note_rec = RECORD("note", struct note, note_fields);

static void one_cell(str text, const char *expected)
{
	struct list rows = { 0 };
	LIST_ADD(mem, &rows, struct note)->text = text;
	struct doc_table t = { .record = &note_rec, .rows = &rows };
	assert_string_equal(str_c(mem, doc_csv(mem, &t, &formatter)),
	                    str_c(mem, str_print(mem, "\xEF\xBB\xBFnote.text\r\n%s\r\n", expected)));
}

static void csv_quotes_what_needs_it(void **state UNUSED)
{
	one_cell(S("plain, with comma"), "plain, with comma");
	one_cell(S("a;b"), "\"a;b\"");
	one_cell(S("sagt \"Hallo\""), "\"sagt \"\"Hallo\"\"\"");
	one_cell(S("\""), "\"\"\"\"");
	one_cell(S("erste\nzweite"), "\"erste\nzweite\"");
	one_cell(S("erste\r\nzweite"), "\"erste\r\nzweite\"");
	one_cell(S(" außen "), "\" außen \"");
	one_cell(S(""), "");
	one_cell(S("ʤ مرحبا"), "ʤ مرحبا");
}

/* A visitor's text must not run as a formula in the spreadsheet of an office. */
static void csv_guards_against_formulas(void **state UNUSED)
{
	one_cell(S("=HYPERLINK(\"http://x\";\"hier\")"), "\"'=HYPERLINK(\"\"http://x\"\";\"\"hier\"\")\"");
	one_cell(S("+49 2541 18-0"), "'+49 2541 18-0");
	one_cell(S("-1"), "'-1");
	one_cell(S("@SUM"), "'@SUM");
	one_cell(S("\t=1"), "'\t=1");
	one_cell(S("\r=1"), "\"'\r=1\"");
	one_cell(S("1-2"), "1-2");
}

static void xlsx_has_typed_cells(void **state UNUSED)
{
	struct list rows;
	struct doc_table t = courses(&rows, 2);
	str book;
	assert_int_equal(doc_xlsx(mem, &t, &formatter, &book), OK);
	assert_true(str_starts(book, "PK\x03\x04"));
	if (!have_program(mem, "unzip"))
		skip();
	str sheet = shown_by(mem, book, "unzip -p", "xl/worksheets/sheet1.xml");
	/* title, note, empty row, head, two rows; text cells point into the shared strings */
	has(sheet, "<c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>");
	has(sheet, "<row r=\"6\"");
	has_not(sheet, "<row r=\"7\"");
	has(sheet, "><v>46347</v>");     /* 21.11.2026 as Excel counts days */
	has(sheet, "><v>46347.325</v>"); /* 07:48 in Germany */
	has(sheet, "><v>-1234.56</v>");
	has(sheet, "><v>1.5</v>");
	has(sheet, "><v>12</v>");
	has_not(sheet, "<f>");
	has_not(sheet, "4711"); /* hidden */
	has(sheet, "<autoFilter ref=\"A4:I6\"/>");
	has(sheet, "topLeftCell=\"A5\"");
	str strings = shown_by(mem, book, "unzip -p", "xl/sharedStrings.xml");
	has(strings, ">Kurse &amp; Cafés<");
	has(strings, ">Stand 21.11.2026<");
	has(strings, ">Plätze<");
	has(strings, ">Niveau b2<");
	has(strings, ">=SUMME(A1)<");
	has_not(strings, "svg");
	str styles = shown_by(mem, book, "unzip -p", "xl/styles.xml");
	has(styles, "formatCode=\"dd.mm.yyyy\"");
	has(styles, "formatCode=\"#,##0.00\\ &quot;€&quot;\"");
	has(shown_by(mem, book, "unzip -tq", ""), "No errors detected");
}

/* A table to be filled: lists of words, days and amounts are checked by the program in which it is filled. */
static void xlsx_checks_what_is_filled_in(void **state UNUSED)
{
	struct list rows;
	struct doc_table t = courses(&rows, 1);
	str book;
	t.title = t.note = STR_NONE;
	t.to_fill = 100;
	assert_int_equal(doc_xlsx(mem, &t, &formatter, &book), OK);
	if (!have_program(mem, "unzip"))
		skip();
	str sheet = shown_by(mem, book, "unzip -p", "xl/worksheets/sheet1.xml");
	has(sheet, "<row r=\"1\""); /* the head: nothing stands above it */
	has(sheet, "type=\"list\"");
	has(sheet, "Listen!$B$1:$B$");
	has(sheet, "type=\"date\"");
	has(sheet, "type=\"decimal\"");
	has(sheet, "sqref=\"B2:B102\"");
	has(shown_by(mem, book, "unzip -p", "xl/workbook.xml"), "state=\"hidden\"");
}

static void xlsx_of_several_sheets(void **state UNUSED)
{
	struct list one, two;
	struct doc_table a = courses(&one, 2), b = courses(&two, 1);
	const struct doc_table *const tables[] = { &a, &b };
	str book;
	a.sheet = S("Kurse");
	b.sheet = S("Weitere Kurse");
	assert_int_equal(doc_xlsx_sheets(mem, tables, 2, &formatter, &book), OK);
	if (have_program(mem, "unzip")) {
		str names = shown_by(mem, book, "unzip -p", "xl/workbook.xml");
		has(names, "name=\"Kurse\"");
		has(names, "name=\"Weitere Kurse\"");
		str sheet = shown_by(mem, book, "unzip -p", "xl/worksheets/sheet2.xml");
		has(sheet, "Kurse &amp; Cafés");
		has(sheet, "<row r=\"5\"");
		has_not(sheet, "<row r=\"6\"");
		has(sheet, "<autoFilter ref=\"A4:I5\"/>");
		has(shown_by(mem, book, "unzip -tq", ""), "No errors detected");
	}
	b.sheet = S("[Kurse]"); /* no name for a sheet */
	assert_int_equal(doc_xlsx_sheets(mem, tables, 2, &formatter, &book), E_BROKEN);
}

static void xlsx_of_nothing_and_of_too_much_text(void **state UNUSED)
{
	struct list rows = { 0 };
	struct doc_table t = { .record = &note_rec, .rows = &rows };
	str book;
	assert_int_equal(doc_xlsx(mem, &t, &formatter, &book), OK);
	assert_true(book.n > 0);
	char *text = arena_alloc(mem, 80001);
	for (size_t i = 0; i < 80000; i += 2)
		memcpy(text + i, "ü", 2);
	LIST_ADD(mem, &rows, struct note)->text = (str){ text, 80000 };
	assert_int_equal(doc_xlsx(mem, &t, &formatter, &book), OK);
	if (have_program(mem, "unzip"))
		assert_int_equal(times(shown_by(mem, book, "unzip -p", "xl/sharedStrings.xml"), "ü"), 32767);
}

static void *make_in_a_thread(void *failed)
{
	struct arena *a = arena_new();
	struct list rows = { 0 };
	struct doc_table t = { .record = &note_rec, .rows = &rows };
	str book;
	LIST_ADD(a, &rows, struct note)->text = S("x");
	err made = OK;
	for (int i = 0; i < 3 && made == OK; i++)
		made = doc_xlsx(a, &t, &formatter, &book);
	arena_free(a);
	return made == OK ? NULL : failed;
}

static void threads_make_workbooks_at_once(void **state UNUSED)
{
	pthread_t threads[3];
	int mark = 0;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make_in_a_thread, &mark), 0);
	for (size_t i = 0; i < 3; i++) {
		void *failed;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_for_german_excel),
		cmocka_unit_test(csv_of_nothing),
		cmocka_unit_test(csv_quotes_what_needs_it),
		cmocka_unit_test(csv_guards_against_formulas),
		cmocka_unit_test(xlsx_has_typed_cells),
		cmocka_unit_test(xlsx_checks_what_is_filled_in),
		cmocka_unit_test(xlsx_of_several_sheets),
		cmocka_unit_test(xlsx_of_nothing_and_of_too_much_text),
		cmocka_unit_test(threads_make_workbooks_at_once),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
