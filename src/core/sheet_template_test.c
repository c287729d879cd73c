/* sheet_template_test.c -- which workbook holds on a day and for whom, what a mapping says, and what is written
 * (P-FUN-3), on both databases. */
#include "kit/short.h"

#include "core/sheet_template.h"
#include "doc/workbook_test.h"
#include "doc/xlsx_read.h"

enum { COESFELD = 1, UNNA = 2 };

static void fields(struct cx *cx, struct list *ret)
{
	sheet_field(cx, ret, S("period"), KIND_TEXT, S("2026"))->label = S("Zeitraum");
	sheet_field(cx, ret, S("sum"), KIND_MONEY, S("1.234,50"))->label = S("Summe");
	sheet_field(cx, ret, S("until"), KIND_DAY, S("31.12.2026"))->label = S("Bis");
	sheet_field(cx, ret, S("posts.name"), KIND_TEXT, S("Fachkraft"))->label = S("Stelle");
	sheet_field(cx, ret, S("posts.share"), KIND_DECIMAL, S("0,5"))->label = S("Anteil");
	sheet_field_alone(cx, ret, S("value.all.posts"), KIND_INT, S("7"), S("Alle Stellen"));
}
static const struct sheet_purpose purpose = { "trial", fields };

#define DATA(rows) "<sheetData>" rows "</sheetData>"
/* B9 has a formula, C1 and D1 are one cell. */
static str workbook(void)
{
	return workbook_of(k->mem,
	                   DATA("<row r=\"9\"><c r=\"B9\"><f>SUM(B1:B8)</f><v>7</v></c></row>") //
	                   "<mergeCells><mergeCell ref=\"C1:D1\"/></mergeCells>",
	                   NULL);
}

static void begin(void)
{
	static struct kit *opened;
	opened = kit_furnished();
	k = opened;
	next();
}

/* --- versions ----------------------------------------------------------------------------------------------------- */

static err add(int64_t centre_id, int64_t version, const char *from, const char *name, const char *mapping)
{
	struct sheet_new n = { .purpose = &purpose,
		               .centre_id = centre_id,
		               .version = version,
		               .valid_from = on(from),
		               .mapping = str_of(mapping) };
	struct sheet_template made;
	if (name) {
		n.name = str_of(name);
		n.content = workbook();
	}
	return db_tx(&k->cx, "test", sheet_template_add_in_tx, &n, &made, sizeof made);
}

/* The file that holds; "" for none. */
static const char *holds(int64_t centre_id, const char *when)
{
	struct sheet_template t;
	err e = sheet_template_on(&k->cx, &purpose, centre_id, on(when), &t);
	fault_clear(&k->cx);
	return e == E_NOTFOUND ? "" : str_c(k->cx.mem, t.file);
}

static void ones_own_goes_before_that_of_the_land(void **state UNUSED)
{
	begin();
	assert_string_equal(holds(COESFELD, "2027-01-01"), "");
	assert_int_equal(add(0, 0, "2026-12-01", "land.xlsx", "period = Bericht!A1"), OK);
	assert_int_equal(add(COESFELD, 0, "2027-01-01", "eigene.xlsx", "period = Bericht!A2"), OK);
	assert_string_equal(holds(COESFELD, "2026-11-30"), "");
	assert_string_equal(holds(COESFELD, "2026-12-31"), "land.xlsx");
	assert_string_equal(holds(COESFELD, "2027-01-01"), "eigene.xlsx");
	assert_string_equal(holds(UNNA, "2027-01-01"), "land.xlsx"); /* never that of another KI */
	assert_string_equal(holds(0, "2027-01-01"), "land.xlsx");
	assert_int_equal(add(COESFELD, 1, "2027-02-01", NULL, NULL), OK); /* no longer used */
	assert_string_equal(holds(COESFELD, "2027-01-31"), "eigene.xlsx");
	assert_string_equal(holds(COESFELD, "2027-02-01"), "land.xlsx");
	kit_close(k);
}

static void versions_are_added_and_nothing_else(void **state UNUSED)
{
	struct list versions = { 0 };
	struct sheet_template t;
	str bytes;
	begin();
	assert_int_equal(add(0, 0, "2026-11-21", "a.xlsx", "period = Bericht!A1"), OK);
	assert_int_equal(add(0, 1, "2027-06-01", "b.xlsx", "period = Bericht!A2"), OK); /* planned */
	assert_int_equal(add(0, 2, "2026-11-21", "c.xlsx", "period = Bericht!A3"), OK); /* mended, the same day */
	assert_string_equal(holds(0, "2026-11-21"), "c.xlsx");
	assert_string_equal(holds(0, "2027-06-01"), "b.xlsx");
	assert_int_equal(add(0, 3, "2026-11-20", "d.xlsx", NULL), E_INVALID);
	assert_string_equal(problem_at("valid_from"), "sheets.past");
	next();
	assert_int_equal(add(0, 2, "2026-12-01", "d.xlsx", NULL), E_STALE); /* the form was older */
	assert_string_equal(fault(), "sheets.stale");
	next();
	assert_int_equal(sheet_template_versions(&k->cx, &purpose, 0, &versions), OK);
	assert_int_equal(versions.n, 3);
	assert_int_equal(sheet_template_on(&k->cx, &purpose, 0, on("2026-11-25"), &t), OK);
	assert_int_equal(sheet_template_bytes(&k->cx, &t, &bytes), OK);
	assert_true(str_eq(bytes, workbook()));
	t.centre_id = MAYBE(UNNA); /* a file of the Land is none of a KI */
	assert_int_equal(sheet_template_bytes(&k->cx, &t, &bytes), E_NOTFOUND);
	kit_close(k);
}

/* --- mappings ----------------------------------------------------------------------------------------------------- */

static struct list tried(const char *mapping, str *ret_bytes)
{
	struct list lines = { 0 };
	next();
	assert_int_equal(sheet_template_try(&k->cx, &purpose, workbook(), str_of(mapping), &lines, ret_bytes), OK);
	return lines;
}

static void says(const char *line, const char *words)
{
	struct list lines = tried(line, NULL);
	assert_int_equal(lines.n, 1);
	const struct sheet_line *l = LIST_AT(&lines, struct sheet_line, 0);
	bool as_wanted = words ? !l->fits && str_has(l->message, words) : l->fits && !l->message.p;
	if (!as_wanted)
		print_error("%s: " STR_FMT "\n", line, STR_ARG(l->message));
	assert_true(as_wanted);
}

static void each_line_is_told_what_is_wrong(void **state UNUSED)
{
	begin();
	says("period = Bericht!A1", NULL);
	says("period='Bericht'!$A$1", NULL);
	says("value.all.posts = Listen!B1", NULL);
	says("posts.name = Bericht!A12; 2; 20", NULL);
	says("Zeitraum = Bericht!A1", "Ein Feld „Zeitraum“ gibt es nicht");
	says("period", "Blatt und Zelle fehlen");
	says("period =", "Blatt und Zelle fehlen");
	says("period = A1", "Blatt und Zelle fehlen");
	says("period = !A1", "Blatt und Zelle fehlen");
	says("period = Bericht!Zelle", "„Zelle“ ist keine Zelle");
	says("period = Bericht!A1; 1; 2", "steht nur einmal");
	says("posts.name = Bericht!A1", "Schritt und Höchstzahl");
	says("posts.name = Bericht!A1; 0; 5", "Schritt und Höchstzahl");
	says("posts.name = Bericht!A1; 1; 1001", "Schritt und Höchstzahl");
	says("period = Anlage!A1", "Es gibt: Bericht, Listen.");
	says("period = Bericht!B9", "Formel der Vorlage");
	says("period = Bericht!D1", "verbundenen Zellen C1:D1");
	says("posts.name = Bericht!B1; 1; 20", "Bericht!B9"); /* one row of it */
	says("posts.name = Bericht!A1048576; 1; 2", "A1048577");
	kit_close(k);
}

static void what_fits_is_written_and_the_rest_is_put_aside(void **state UNUSED)
{
	static const char mapping[] =
	        "# Kopf\nperiod = Bericht!A1\nsum = Bericht!B9\n\nuntil = Bericht!A1\nposts.share = "
	        "Bericht!E2; 1; 2";
	struct csv table;
	struct xlsx_fault f;
	str bytes;
	begin();
	struct list lines = tried(mapping, &bytes);
	assert_int_equal(lines.n, 4);
	assert_int_equal(LIST_AT(&lines, struct sheet_line, 1)->line, 3);
	assert_string_equal(str_c(k->cx.mem, sheet_mapping_that_fits(&k->cx, str_of(mapping), &lines)),
	                    "# Kopf\nperiod = Bericht!A1\n# sum = Bericht!B9\n\n# until = Bericht!A1\nposts.share = "
	                    "Bericht!E2; 1; 2");
	assert_string_equal(str_c(k->cx.mem, LIST_AT(&lines, struct sheet_line, 3)->place), "Bericht!E2 … E3");
	assert_int_equal(xlsx_read(k->cx.mem, bytes, S("Bericht"), &table, NULL, &f), E_INVALID);
	assert_string_equal(f.key, "xlsx.not_calculated"); /* B9, which nobody overwrites */
	kit_close(k);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static struct sheet_template stored(const char *mapping)
{
	struct sheet_template t;
	assert_int_equal(add(0, 0, "2026-11-21", "a.xlsx", mapping), OK);
	assert_int_equal(sheet_template_on(&k->cx, &purpose, COESFELD, on("2026-11-21"), &t), OK);
	return t;
}

static void values_go_where_the_mapping_says(void **state UNUSED)
{
	struct sheet_values v = { 0 };
	struct csv table;
	struct xlsx_fault f;
	str bytes;
	begin();
	struct cx *cx = &k->cx;
	struct sheet_template t =
	        stored("period = Listen!C1\nsum = Listen!D1\nuntil = Listen!E1\n"
	               "posts.name = Listen!C3; 2; 2\nposts.share = Listen!D3; 2; 2\nvalue.all.posts = "
	               "Listen!B1");
	sheet_put(cx, &v, S("period"), 0, KIND_TEXT, (struct value){ .s = S("2026") });
	sheet_put(cx, &v, S("sum"), 0, KIND_MONEY, (struct value){ .i = 123450 });
	sheet_put(cx, &v, S("until"), 0, KIND_DAY, (struct value){ .d = on("2026-12-31") });
	sheet_put(cx, &v, S("posts.name"), 0, KIND_TEXT, (struct value){ .s = S("=A") });
	sheet_put(cx, &v, S("posts.share"), 0, KIND_DECIMAL, (struct value){ .i = 500 });
	sheet_put(cx, &v, S("posts.name"), 1, KIND_TEXT, (struct value){ .s = S("B") });
	sheet_put(cx, &v, S("posts.share"), 1, KIND_TEXT, (struct value){ .s = S("unter 5") });
	sheet_put(cx, &v, S("value.all.posts"), 0, KIND_INT, (struct value){ .none = true });
	sheet_put(cx, &v, S("nirgends"), 0, KIND_INT, (struct value){ .i = 1 });
	assert_int_equal(sheet_template_fill(cx, &purpose, &t, &v, &bytes), OK);
	err e = xlsx_read(cx->mem, bytes, S("Listen"), &table, NULL, &f);
	assert_int_equal(e, E_INVALID); /* A1 is a formula: computed by whoever opens it */
	assert_string_equal(f.key, "xlsx.not_calculated");
	sheet_put(cx, &v, S("posts.name"), 2, KIND_TEXT, (struct value){ .s = S("C") });
	assert_int_equal(sheet_template_fill(cx, &purpose, &t, &v, &bytes), E_INVALID);
	assert_string_equal(fault(), "sheets.too_many_rows");
	kit_close(k);
}

static void what_was_written_can_be_read(void **state UNUSED)
{
	struct sheet_values v = { 0 };
	struct csv table;
	struct xlsx_fault f;
	str bytes;
	begin();
	struct cx *cx = &k->cx;
	struct sheet_new n = { .purpose = &purpose,
		               .valid_from = on("2026-11-21"),
		               .name = S("leer.xlsx"),
		               .content = workbook_of(k->mem, DATA(""), NULL),
		               .mapping = S("period = Bericht!A1\nsum = Bericht!B1\nuntil = Bericht!C1\nposts.name = "
		                            "Bericht!A3; 1; 5\nposts.share = Bericht!B3; 1; 5\n") };
	struct sheet_template t;
	assert_int_equal(db_tx(cx, "test", sheet_template_add_in_tx, &n, &t, sizeof t), OK);
	sheet_put(cx, &v, S("period"), 0, KIND_TEXT, (struct value){ .s = S("2026") });
	sheet_put(cx, &v, S("sum"), 0, KIND_MONEY, (struct value){ .i = -5 });
	sheet_put(cx, &v, S("until"), 0, KIND_DAY, (struct value){ .d = on("2026-12-31") });
	sheet_put(cx, &v, S("posts.name"), 0, KIND_TEXT, (struct value){ .s = S("=A") });
	sheet_put(cx, &v, S("posts.share"), 0, KIND_DECIMAL, (struct value){ .i = 500 });
	sheet_put(cx, &v, S("posts.name"), 1, KIND_TEXT, (struct value){ .s = S("B") });
	sheet_put(cx, &v, S("posts.share"), 1, KIND_TEXT, (struct value){ .s = S("unter 5") });
	assert_int_equal(sheet_template_fill(cx, &purpose, &t, &v, &bytes), OK);
	assert_int_equal(xlsx_read(cx->mem, bytes, S("Bericht"), &table, NULL, &f), OK);
	static const char *const want[][3] = { { "2026", "-0,05", "2026-12-31" }, { "=A", "0,5" }, { "B", "unter 5" } };
	assert_int_equal(table.rows.n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct csv_row *row = LIST_AT(&table.rows, struct csv_row, i);
		for (size_t c = 0; c < row->n; c++)
			assert_string_equal(str_c(cx->mem, row->cells[c]), want[i][c]);
	}
	kit_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ones_own_goes_before_that_of_the_land),
		cmocka_unit_test(versions_are_added_and_nothing_else),
		cmocka_unit_test(each_line_is_told_what_is_wrong),
		cmocka_unit_test(what_fits_is_written_and_the_rest_is_put_aside),
		cmocka_unit_test(values_go_where_the_mapping_says),
		cmocka_unit_test(what_was_written_can_be_read),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
