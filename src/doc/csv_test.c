/* csv_test.c -- tables from spreadsheets; the public suite csv-spectrum if it is there. */
#include "base/arena.h"
#include "doc/csv.h"
#include "doc/doc.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
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

static struct csv good(const char *text)
{
	struct csv c;
	struct csv_fault f = { 0 };
	if (csv_read(mem, str_of(text), &c, &f) != OK)
		fail_msg("%s in line %d of\n%s", f.key, (int)f.line, text);
	return c;
}

static void bad(str bytes, const char *key, int64_t line)
{
	struct csv c;
	struct csv_fault f = { 0 };
	assert_int_equal(csv_read(mem, bytes, &c, &f), E_INVALID);
	assert_string_equal(f.key, key);
	assert_int_equal(f.line, line);
}

static str cell(const struct csv *c, size_t row, size_t column)
{
	const struct csv_row *r = LIST_AT(&c->rows, struct csv_row, row);
	assert_true(column < r->n);
	return r->cells[column];
}

static void is(str got, const char *wanted)
{
	assert_string_equal(str_c(mem, got), wanted);
}

static void lines_are_counted_as_an_editor_counts_them(void **state UNUSED)
{
	struct csv c = good("\xEF\xBB\xBFName;Ort\r\n\"Zwei\r\nZeilen\";Coesfeld\r\n\r\nDrei;\"a\"\"b\"\nVier;");
	assert_int_equal(c.rows.n, 4);
	assert_int_equal(LIST_AT(&c.rows, struct csv_row, 1)->line, 2);
	assert_int_equal(LIST_AT(&c.rows, struct csv_row, 2)->line, 5);
	assert_int_equal(LIST_AT(&c.rows, struct csv_row, 3)->line, 6);
	is(cell(&c, 0, 0), "Name");
	is(cell(&c, 1, 0), "Zwei\r\nZeilen");
	is(cell(&c, 2, 1), "a\"b");
	is(cell(&c, 3, 1), "");
	c = good("a\rb\rc");
	assert_int_equal(LIST_AT(&c.rows, struct csv_row, 2)->line, 3);
}

static void the_separator_is_found_in_the_first_line(void **state UNUSED)
{
	assert_int_equal(good("a;b;c,d\n1;2;3").separator, ';');
	assert_int_equal(good("a,b,\"x;y;z;w\"\n1,2,3").separator, ',');
	assert_int_equal(good("a\tb\tc\n1\t2\t3").separator, '\t');
	assert_int_equal(good("Name\nAda").separator, ';');
	struct csv c = good("a,b\n\"1,5\",2\n");
	is(cell(&c, 1, 0), "1,5");
}

static void older_excels_save_windows_1252(void **state UNUSED)
{
	struct csv c = good("Name;Betrag\nM\xFC\xDFig;10 \x80\n\x84Z\x93;\xA7 8\n");
	assert_true(c.converted);
	is(cell(&c, 1, 0), "Müßig");
	is(cell(&c, 1, 1), "10 €");
	is(cell(&c, 2, 0), "„Z“");
	is(cell(&c, 2, 1), "§ 8");
	assert_false(good("Name\nMüßig").converted);
}

static void faults_name_their_line(void **state UNUSED)
{
	bad(S("a;b\n1;\"offen\n2;3\n"), "csv.unclosed", 2);
	bad(S("a;b\n1;2\n\"zu\"x;3\n"), "csv.after_quote", 3);
	bad(((str){ "a\0b", 3 }), "csv.bytes", 1);
	bad(S(""), "csv.empty", 1);
	bad(S("\xEF\xBB\xBF\r\n\n"), "csv.empty", 1);
	struct text wide = TEXT(mem);
	text_c(&wide, "a;b\n");
	for (int i = 0; i < 200; i++)
		text_c(&wide, "x;");
	bad(text_str(&wide), "csv.too_wide", 2);
}

struct thing {
	str name;
	int64_t cents;
};
static const struct field thing_fields[] = {
	FIELD(struct thing, name, KIND_TEXT),
	FIELD(struct thing, cents, KIND_MONEY),
};
static const struct record thing_rec = RECORD("thing", struct thing, thing_fields);
static str no_word(void *self UNUSED, struct arena *a, str key)
{
	return str_copy(a, key);
}
static str no_value(void *self UNUSED, struct arena *a, const struct record *r UNUSED, const struct field *f,
                    const void *row)
{
	return field_typed(a, f, row);
}

static void what_we_write_we_read_again(void **state UNUSED)
{
	static const char *const names[] = {
		"=1+1", "Müßig; \"Größer\"", "-x", "zwei\nZeilen", "'", "مريم", " am Rand "
	};
	struct list rows = { 0 };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		*LIST_ADD(mem, &rows, struct thing) = (struct thing){ str_of(names[i]), 123456 };
	struct doc_table t = { .record = &thing_rec, .rows = &rows };
	struct formatter f = { NULL, no_word, no_value };
	struct csv c = good(str_c(mem, doc_csv(mem, &t, &f)));
	assert_int_equal(c.rows.n, 1 + rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		is(cell(&c, i + 1, 0), names[i]);
		is(cell(&c, i + 1, 1), "1234,56");
	}
}

/* --- csv-spectrum: files and what they hold as JSON ----------------------------------------------------------------
 */

static str slurp(const char *path)
{
	struct text t = TEXT(mem);
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	for (size_t got; (got = fread(text_room(&t, 65536), 1, 65536, f)) > 0;)
		t.n += got;
	fclose(f);
	return text_str(&t);
}

/* Each text that the JSON file has between quotes, unescaped: names and values in turn. */
static struct list texts_of(str json)
{
	struct list found = { 0 };
	for (size_t i = 0; i < json.n; i++) {
		if (json.p[i] != '"')
			continue;
		struct text t = TEXT(mem);
		for (i++; json.p[i] != '"'; i++) {
			bool escaped = json.p[i] == '\\';
			i += escaped;
			text_char(&t, escaped && json.p[i] == 'n'   ? '\n'
			              : escaped && json.p[i] == 'r' ? '\r'
			                                            : json.p[i]);
		}
		*LIST_ADD(mem, &found, str) = t.n ? text_str(&t) : S("");
	}
	return found;
}

/* Copies of the suite differ in whether their line ends went through git: that is not what it tests. */
static str without_returns(str s)
{
	struct text t = TEXT(mem);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			text_char(&t, s.p[i]);
	return t.n ? text_str(&t) : S("");
}

static void is_as_json_says(const struct csv *c, const struct list *texts)
{
	size_t at = 0;
	for (size_t row = 1; row < c->rows.n; row++)
		for (size_t column = 0; column < LIST_AT(&c->rows, struct csv_row, 0)->n; column++) {
			is(cell(c, 0, column), str_c(mem, *LIST_AT(texts, str, at)));
			is(without_returns(cell(c, row, column)),
			   str_c(mem, without_returns(*LIST_AT(texts, str, at + 1))));
			at += 2;
		}
	assert_int_equal(at, texts->n);
}

static void the_public_suite(void **state UNUSED)
{
	const char *root = getenv("SCHARNIER_SHARED");
	str folder = str_print(mem, "%s/data/conformance/csv-spectrum", root ? root : SOURCE_ROOT "/../shared");
	DIR *d = opendir(str_c(mem, str_print(mem, STR_FMT "/csvs", STR_ARG(folder))));
	if (!d) {
		print_message("skipped: the csv-spectrum suite is not beside the project\n");
		skip();
	}
	int files = 0;
	for (struct dirent *e; (e = readdir(d));) {
		size_t n = strlen(e->d_name);
		if (n < 5 || strcmp(e->d_name + n - 4, ".csv"))
			continue;
		str csv = slurp(str_c(mem, str_print(mem, STR_FMT "/csvs/%s", STR_ARG(folder), e->d_name)));
		str json = slurp(
		        str_c(mem, str_print(mem, STR_FMT "/json/%.*s.json", STR_ARG(folder), (int)n - 4, e->d_name)));
		struct csv c = good(str_c(mem, csv));
		struct list texts = texts_of(json);
		is_as_json_says(&c, &texts);
		files++;
	}
	closedir(d);
	assert_true(files >= 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_counted_as_an_editor_counts_them),
		cmocka_unit_test(the_separator_is_found_in_the_first_line),
		cmocka_unit_test(older_excels_save_windows_1252),
		cmocka_unit_test(faults_name_their_line),
		cmocka_unit_test(what_we_write_we_read_again),
		cmocka_unit_test(the_public_suite),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
