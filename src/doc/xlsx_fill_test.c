/* xlsx_fill_test.c -- values into workbooks of others (P-FUN-3). */
#include "doc/xlsx_fill.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "doc/reader_test.h"
#include "doc/workbook_test.h"
#include "doc/xlsx_read.h"

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

#define DATA(rows) "<sheetData>" rows "</sheetData>"
#define SET(cell_, kind_, ...)                                                                                         \
	{                                                                                                              \
		.sheet = S_INIT("Bericht"), .cell = S_INIT(cell_), .kind = (kind_), __VA_ARGS__                        \
	}
#define TEXT_AT(cell, words) SET(cell, XLSX_TEXT, .text = S_INIT(words))
#define INT_AT(cell, n) SET(cell, XLSX_INT, .number = (n))
#define END                                                                                                            \
	{                                                                                                              \
		.sheet = { 0 }                                                                                         \
	}

static struct list list_of(const struct xlsx_set *sets)
{
	struct list l = { 0 };
	for (; sets->sheet.p; sets++)
		*LIST_ADD(mem, &l, struct xlsx_set) = *sets;
	return l;
}

static str filled(str book, const struct xlsx_set *sets)
{
	struct list l = list_of(sets);
	struct xlsx_fault f;
	str ret;
	if (xlsx_fill(mem, book, &l, &ret, &f) != OK)
		fail_msg("%s " STR_FMT " " STR_FMT " " STR_FMT, f.key, STR_ARG(f.sheet), STR_ARG(f.cell),
		         STR_ARG(f.detail));
	return ret;
}

static str part(str book, const char *name)
{
	return shown_by(mem, book, "unzip -p ", str_print(mem, " '%s'", name).p);
}

/* What stands between <sheetData> and its end once the values are in. */
static void becomes(const char *sheet, const struct xlsx_set *sets, const char *want)
{
	str now = part(filled(workbook_of(mem, sheet, NULL), sets), "xl/worksheets/sheet1.xml");
	const char *from = strstr(now.p, "<sheetData>"), *to = strstr(now.p, "</sheetData>");
	assert_non_null(from);
	assert_non_null(to);
	from += strlen("<sheetData>");
	assert_string_equal(str_c(mem, (str){ from, (size_t)(to - from) }), want);
}

static void cells_keep_their_style(void **state UNUSED)
{
	const struct xlsx_set sets[] = { SET("B2", XLSX_CENTS, .number = 123405),
		                         TEXT_AT("A2", "a <b> & \"c\""),
		                         SET("C2", XLSX_DAY, .day = DAY(2026, 11, 21)),
		                         SET("D2", XLSX_DECIMAL, .number = -50),
		                         SET("E2", XLSX_EMPTY),
		                         END };
	becomes(DATA("<row r=\"2\" spans=\"1:5\" ht=\"30\" customHeight=\"1\"><c r=\"A2\" s=\"6\" t=\"s\"><v>0</v></c>"
	             "<c r=\"B2\" s=\"5\"/><c r=\"C2\" s=\"1\"><v>1</v></c><c r=\"D2\"><v>9</v></c>"
	             "<c r=\"E2\" s=\"2\"><v>9</v></c><c r=\"F2\" s=\"2\"><v>9</v></c></row>"),
	        sets,
	        "<row r=\"2\" spans=\"1:5\" ht=\"30\" customHeight=\"1\"><c r=\"A2\" s=\"6\" t=\"inlineStr\"><is>"
	        "<t xml:space=\"preserve\">a &lt;b&gt; &amp; &quot;c&quot;</t></is></c>"
	        "<c r=\"B2\" s=\"5\"><v>1234.05</v></c><c r=\"C2\" s=\"1\"><v>46347</v></c><c "
	        "r=\"D2\"><v>-0.050</v></c>"
	        "<c r=\"E2\" s=\"2\"/><c r=\"F2\" s=\"2\"><v>9</v></c></row>");
}

static void what_is_not_there_is_put_in_its_place(void **state UNUSED)
{
	const struct xlsx_set sets[] = { INT_AT("C5", 5),
		                         INT_AT("A1", 1),
		                         INT_AT("B3", 2),
		                         INT_AT("D3", 4),
		                         INT_AT("B4", 9),
		                         INT_AT("A5", 6),
		                         END };
	becomes("<cols><col min=\"2\" max=\"3\" width=\"9\" style=\"5\"/></cols>" DATA(
	                "<row r=\"3\" spans=\"1:3\"><c r=\"A3\"><v>7</v></c><c r=\"C3\"><v>8</v></c></row>"
	                "<row r=\"4\" s=\"2\" customFormat=\"1\" spans=\"1:1\"/>"),
	        sets,
	        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
	        "<row r=\"3\"><c r=\"A3\"><v>7</v></c><c r=\"B3\" s=\"5\"><v>2</v></c><c r=\"C3\"><v>8</v></c>"
	        "<c r=\"D3\"><v>4</v></c></row>"
	        "<row r=\"4\" s=\"2\" customFormat=\"1\"><c r=\"B4\" s=\"2\"><v>9</v></c></row>"
	        "<row r=\"5\"><c r=\"A5\"><v>6</v></c><c r=\"C5\" s=\"5\"><v>5</v></c></row>");
	becomes("<sheetData/>", (const struct xlsx_set[]){ INT_AT("B2", 1), END },
	        "<row r=\"2\"><c r=\"B2\"><v>1</v></c></row>");
	becomes(DATA("<row><c><v>1</v></c><c><v>2</v></c></row>"), /* places left out */
	        (const struct xlsx_set[]){ INT_AT("B1", 3), INT_AT("C1", 4), END },
	        "<row><c><v>1</v></c><c r=\"B1\"><v>3</v></c><c r=\"C1\"><v>4</v></c></row>");
}

static void the_used_area_grows(void **state UNUSED)
{
	str now = part(filled(workbook_of(mem, "<dimension ref=\"B2:C3\"/>" DATA(""), NULL),
	                      (const struct xlsx_set[]){ INT_AT("A7", 1), INT_AT("$e$1", 1), END }),
	               "xl/worksheets/sheet1.xml");
	has(now, "<dimension ref=\"A1:E7\">");
}

static void a_day_shows_as_a_day(void **state UNUSED)
{
	const struct xlsx_set sets[] = { SET("A1", XLSX_DAY, .day = DAY(2026, 11, 21)),
		                         SET("B1", XLSX_DAY, .day = DAY(2026, 11, 22)),
		                         SET("C1", XLSX_DAY, .day = DAY(1900, 2, 28)),
		                         SET("D1", XLSX_DAY, .day = DAY(1900, 3, 1)), END };
	str now = filled(workbook_of(mem, DATA("<row r=\"1\"><c r=\"B1\" s=\"6\"/></row>"), NULL), sets);
	str sheet = part(now, "xl/worksheets/sheet1.xml"), styles = part(now, "xl/styles.xml");
	has(sheet, "<c r=\"A1\" s=\"7\"><v>46347</v></c><c r=\"B1\" s=\"8\"><v>46348</v></c>"
	           "<c r=\"C1\" s=\"7\"><v>59</v></c><c r=\"D1\" s=\"7\"><v>61</v></c>");
	has(styles, "<cellXfs><xf numFmtId=\"0\" fontId=\"0\"/>");
	has(styles,
	    "<xf fontId=\"0\" numFmtId=\"14\" applyNumberFormat=\"1\"></xf>"
	    "<xf fontId=\"3\" numFmtId=\"14\" applyNumberFormat=\"1\"><alignment wrapText=\"1\"/></xf></cellXfs>");
	str plain = workbook_of(mem, DATA(""), (const struct part[]){ { "xl/styles.xml", NULL }, { 0 } });
	has(part(filled(plain, sets), "xl/worksheets/sheet1.xml"), ">21.11.2026</t>"); /* no styles: in words */
	str since_1904 = workbook_of(
	        mem, DATA("<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>"),
	        (const struct part[]){ { "xl/workbook.xml",
	                                 "<workbook xmlns:r=\"x\"><workbookPr date1904=\"1\"/><sheets><sheet "
	                                 "name=\"Bericht\" r:id=\"rId1\"/></sheets></workbook>" },
	                               { 0 } });
	str other = filled(since_1904, (const struct xlsx_set[]){ SET("A1", XLSX_DAY, .day = DAY(2026, 11, 21)), END });
	has(part(other, "xl/worksheets/sheet1.xml"), "<v>44885</v>");
	has(part(other, "xl/workbook.xml"), "</sheets><calcPr fullCalcOnLoad=\"1\"/></workbook>");
}

static void formulas_are_computed_anew(void **state UNUSED)
{
	str book = workbook_of(mem,
	                       DATA("<row r=\"9\"><c r=\"B9\"><f>SUM(B1:B8)</f><v>7</v></c>"
	                            "<c r=\"C9\" t=\"str\"><f>A1</f><v>alt</v></c></row>"),
	                       NULL);
	str now = filled(book, (const struct xlsx_set[]){ INT_AT("B1", 3), END });
	has(part(now, "xl/worksheets/sheet1.xml"),
	    "<c r=\"B9\"><f>SUM(B1:B8)</f></c><c r=\"C9\" t=\"str\"><f>A1</f></c>");
	has(part(now, "xl/worksheets/sheet2.xml"), "<c r=\"A1\"><f>Bericht!B9*2</f></c><c r=\"B1\"><v>7</v></c>");
	has(part(now, "xl/workbook.xml"), "<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"></calcPr>");
	has_not(part(now, "xl/_rels/workbook.xml.rels"), "calcChain");
	has_not(part(now, "[[]Content_Types].xml"), "calcChain");
	has_not(shown_by(mem, now, "unzip -l ", ""), "calcChain");
}

static void all_else_stays(void **state UNUSED)
{
	str book =
	        workbook_of(mem, DATA("<row r=\"1\"><c r=\"A1\" s=\"2\"/></row>") "<pageMargins left=\"0.7\"/>", NULL);
	const struct xlsx_set sets[] = { TEXT_AT("A1", "x"), END };
	str now = filled(book, sets);
	static const char *const same[] = { "xl/styles.xml", "xl/sharedStrings.xml", "xl/media/image1.png" };
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_true(str_eq(part(book, same[i]), part(now, same[i])));
	has(part(now, "xl/worksheets/sheet1.xml"), "</sheetData><pageMargins left=\"0.7\"/></worksheet>");
	assert_true(str_eq(now, filled(book, sets))); /* the same bytes */
}

/* The first parts of the archive stay where they are: libzip goes on with the old bytes (see open_archive). */
static void a_part_at_the_end_alone(void **state UNUSED)
{
	const struct part parts[] = {
		{ "xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>" },
		{ "[Content_Types].xml", "<Types/>" },
		{ "_rels/.rels", "<R><Relationship Type='/officeDocument' Target='w.xml'/></R>" },
		{ "_rels/w.xml.rels",
		  "<R><Relationship Id='1' Type='/worksheet' Target='xl/worksheets/sheet1.xml'/></R>" },
		{ "w.xml", "<w><sheets><sheet name='Bericht' r:id='1'/></sheets></w>" },
		{ 0 },
	};
	struct list none = { 0 };
	struct xlsx_fault f;
	str now, book = archive_of(mem, parts);
	assert_int_equal(xlsx_fill(mem, book, &none, &now, &f), OK);
	has(part(now, "w.xml"), "</sheets><calcPr fullCalcOnLoad=\"1\"/></w>");
	has(part(now, "xl/worksheets/sheet1.xml"), "<sheetData/>");
}

static void texts_stay_texts(void **state UNUSED)
{
	str now =
	        filled(workbook_of(mem, DATA(""), NULL),
	               (const struct xlsx_set[]){ TEXT_AT("A1", "=1+1"), TEXT_AT("B1", "_x0041_\x01 Zeile 1\nZeile 2"),
	                                          TEXT_AT("C1", " Rand "), END });
	struct csv table;
	struct xlsx_fault f;
	assert_int_equal(xlsx_read(mem, now, STR_NONE, &table, NULL, &f), OK);
	const struct csv_row *row = LIST_AT(&table.rows, struct csv_row, 0);
	assert_string_equal(str_c(mem, row->cells[0]), "=1+1");
	assert_string_equal(str_c(mem, row->cells[1]), "_x0041_ Zeile 1\nZeile 2");
	assert_string_equal(str_c(mem, row->cells[2]), " Rand ");
}

static void what_does_not_fit_is_told_per_value(void **state UNUSED)
{
	str book = workbook_of(
	        mem,
	        DATA("<row r=\"9\"><c r=\"B9\"><f>SUM(B1:B8)</f><v>7</v></c></row>") "<mergeCells "
	                                                                             "count=\"1\"><mergeCell "
	                                                                             "ref=\"C1:D2\"/></mergeCells>",
	        NULL);
	struct xlsx_set sets[] = { INT_AT("B9", 1),  INT_AT("D1", 1), INT_AT("C1", 1),   INT_AT("A1", 1),
		                   INT_AT("A$1", 1), INT_AT("A0", 1), INT_AT("XFE1", 1), INT_AT("A1048577", 1),
		                   INT_AT("1A", 1),  INT_AT("", 1),   INT_AT("A1", 1),   END };
	static const char *const want[] = { "xlsx.formula",
		                            "xlsx.merged",
		                            NULL,
		                            NULL,
		                            "xlsx.cell_twice",
		                            "xlsx.bad_address",
		                            "xlsx.bad_address",
		                            "xlsx.bad_address",
		                            "xlsx.bad_address",
		                            "xlsx.bad_address",
		                            "xlsx.no_sheet" };
	sets[10].sheet = S("Anlage");
	struct list l = list_of(sets);
	struct xlsx_fault f;
	str ret;
	assert_int_equal(xlsx_fill(mem, book, &l, &ret, &f), E_INVALID);
	assert_null(ret.p);
	for (size_t i = 0; i < l.n; i++) {
		const char *problem = LIST_AT(&l, struct xlsx_set, i)->problem;
		assert_string_equal(problem ? problem : "", want[i] ? want[i] : "");
	}
	assert_string_equal(f.key, "xlsx.formula");
	assert_string_equal(str_c(mem, f.cell), "B9");
	has(LIST_AT(&l, struct xlsx_set, 1)->detail, "C1:D2");
	has(LIST_AT(&l, struct xlsx_set, 10)->detail, "Bericht, Listen");
}

static void files_that_cannot_be_filled(void **state UNUSED)
{
	struct list none = { 0 };
	struct xlsx_fault f;
	str ret;
	assert_int_equal(xlsx_fill(mem, S("PDF"), &none, &ret, &f), E_INVALID);
	assert_string_equal(f.key, "xlsx.not_xlsx");
	str latin =
	        workbook_of(mem, "",
	                    (const struct part[]){ { "xl/worksheets/sheet1.xml",
	                                             "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><worksheet/>" },
	                                           { 0 } });
	assert_int_equal(xlsx_fill(mem, latin, &none, &ret, &f), E_INVALID);
	assert_string_equal(f.key, "xlsx.encoding");
	str macros = workbook_of(mem, "", (const struct part[]){ { "xl/vbaProject.bin", "x" }, { 0 } });
	assert_int_equal(xlsx_fill(mem, macros, &none, &ret, &f), E_INVALID);
	assert_string_equal(f.key, "xlsx.macros");
}

/* --- other programs ----------------------------------------------------------------------------------------------- */

static str file_of(const char *path)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *p = arena_alloc(mem, 1 << 20);
	size_t n = fread(p, 1, 1 << 20, file);
	fclose(file);
	remove(path);
	return (str){ p, n };
}

static void a_workbook_of_libxlsxwriter(void **state UNUSED)
{
	char path[] = "/tmp/xlsx_fill_test.XXXXXX";
	close(mkstemp(path));
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Bericht");
	lxw_format *money = workbook_add_format(book);
	format_set_num_format(money, "#,##0.00 €");
	worksheet_write_string(sheet, 0, 0, "Sachbericht", NULL);
	worksheet_write_blank(sheet, 2, 1, money);
	worksheet_write_formula(sheet, 4, 1, "=B3*2", money);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	str now = filled(file_of(path), (const struct xlsx_set[]){ SET("B3", XLSX_CENTS, .number = 995),
	                                                           TEXT_AT("A2", "Kreis Coesfeld"), END });
	has(part(now, "xl/worksheets/sheet1.xml"), "<c r=\"B3\" s=\"1\"><v>9.95</v></c>");
	struct csv table;
	struct xlsx_fault f;
	assert_int_equal(xlsx_read(mem, now, STR_NONE, &table, NULL, &f), E_INVALID);
	assert_string_equal(f.key, "xlsx.not_calculated");
	assert_string_equal(str_c(mem, f.cell), "B5");
}

/* openpyxl makes a template and reads what became of it. */
static void a_second_program_reads_what_was_filled(void **state UNUSED)
{
	if (!have_program(mem, "/usr/bin/python3") || system("/usr/bin/python3 -c 'import openpyxl' 2>/dev/null") != 0)
		skip();
	char path[] = "/tmp/xlsx_fill_test.XXXXXX";
	close(mkstemp(path));
	str make = str_print(mem,
	                     "PYTHONIOENCODING=utf-8 /usr/bin/python3 -c \"\n"
	                     "import openpyxl\n"
	                     "from openpyxl.styles import Font\n"
	                     "b = openpyxl.Workbook()\n"
	                     "s = b.active\n"
	                     "s.title = 'Bericht'\n"
	                     "s['A1'] = 'Nachweis'\n"
	                     "s.merge_cells('A1:C1')\n"
	                     "s['B3'].number_format = 'DD.MM.YYYY'\n"
	                     "s['B4'].number_format = '0.00'\n"
	                     "s['B4'].font = Font(bold=True)\n"
	                     "s['B6'] = '=B4*2'\n"
	                     "b.create_sheet('Listen')['A1'] = 'bleibt'\n"
	                     "b.save('%s')\"",
	                     path);
	assert_int_equal(system(make.p), 0);
	str now = filled(file_of(path),
	                 (const struct xlsx_set[]){ SET("B3", XLSX_DAY, .day = DAY(2026, 11, 21)),
	                                            SET("B4", XLSX_CENTS, .number = 123456),
	                                            SET("C9", XLSX_DAY, .day = DAY(2026, 1, 2)),
	                                            TEXT_AT("A9", "Kreis Höxter"), TEXT_AT("A1", "=neu"), END });
	str said =
	        shown_by(mem, now,
	                 "PYTHONIOENCODING=utf-8 /usr/bin/python3 -c \"\n"
	                 "import openpyxl, sys, io\n"
	                 "b = openpyxl.load_workbook(io.BytesIO(open(sys.argv[1], 'rb').read()))\n"
	                 "s = b['Bericht']\n"
	                 "print(s['B3'].value.date(), s['B4'].value, s['B4'].font.b, s['B4'].number_format,\n"
	                 "      s['C9'].value.date(), s['A9'].value, s['A1'].value, s['A1'].data_type, s['B6'].value,\n"
	                 "      s.merged_cells.ranges, b['Listen']['A1'].value, sep='|')\" ",
	                 "");
	has(said, "2026-11-21|1234.56|True|0.00|2026-01-02|Kreis Höxter|=neu|s|=B4*2|");
	has(said, "A1:C1");
	has(said, "|bleibt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_keep_their_style),
		cmocka_unit_test(what_is_not_there_is_put_in_its_place),
		cmocka_unit_test(the_used_area_grows),
		cmocka_unit_test(a_day_shows_as_a_day),
		cmocka_unit_test(formulas_are_computed_anew),
		cmocka_unit_test(all_else_stays),
		cmocka_unit_test(a_part_at_the_end_alone),
		cmocka_unit_test(texts_stay_texts),
		cmocka_unit_test(what_does_not_fit_is_told_per_value),
		cmocka_unit_test(files_that_cannot_be_filled),
		cmocka_unit_test(a_workbook_of_libxlsxwriter),
		cmocka_unit_test(a_second_program_reads_what_was_filled),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
