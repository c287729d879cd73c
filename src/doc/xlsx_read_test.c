/* xlsx_read_test.c -- sheets of others become rows (P-FUN-3). */
#include "doc/xlsx_read.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/workbook_test.h"
#include "doc/xlsx_style.h"

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

/* The rows as "LINE: cell|cell\n". */
static str rows_of(str bytes, const char *sheet)
{
	struct csv table;
	struct xlsx_fault f;
	struct text t = TEXT(mem);
	if (xlsx_read(mem, bytes, str_of(sheet), &table, NULL, &f) != OK)
		return str_print(mem, "%s/" STR_FMT "/" STR_FMT "/" STR_FMT, f.key, STR_ARG(f.sheet), STR_ARG(f.cell),
		                 STR_ARG(f.detail));
	LIST_EACH (const struct csv_row, r, &table.rows) {
		text_print(&t, "%d: ", (int)r->line);
		for (size_t i = 0; i < r->n; i++)
			text_print(&t, "%s" STR_FMT, i ? "|" : "", STR_ARG(r->cells[i]));
		text_c(&t, "\n");
	}
	return text_str(&t);
}

static void reads(const char *sheet, const char *want)
{
	assert_string_equal(rows_of(workbook_of(mem, sheet, NULL), NULL).p, want);
}

#define DATA(rows) "<sheetData>" rows "</sheetData>"

static void texts_and_their_places(void **state UNUSED)
{
	reads("<dimension ref=\"A1:D9\"/>" DATA(
	              "<row r=\"2\" spans=\"1:4\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c>"
	              "<c r=\"D2\" s=\"1\"/></row>"
	              "<row r=\"4\"><c r=\"A4\" s=\"1\"/></row>"
	              "<row r=\"7\" hidden=\"1\"><c r=\"B7\" t=\"inlineStr\"><is><t>=1+1</t></is></c>"
	              "<c r=\"C7\" t=\"str\"><f>A1</f><v>kam heraus</v></c><c r=\"D7\" t=\"s\"><v>3</v></c></row>") //
	      "<mergeCells count=\"1\"><mergeCell ref=\"A2:B2\"/></mergeCells>",
	      "2: Name||Kreis Coesfeld & Umland\n7: |=1+1|kam heraus\n");
	/* without places; a prefix; the line break of Excel, and one as Windows writes it */
	reads(DATA("<row><c t=\"s\"><v>2</v></c><c><v>5</v></c></row><row/><row><c/><c><v>6</v></c></row>"),
	      "1: Zeile 1\r\nZeile 2|5\n3: |6\n");
	str prefixed = workbook_of(
	        mem, "",
	        (const struct part[]){ { "xl/worksheets/sheet1.xml",
	                                 "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\">"
	                                 "<x:v>8</x:v></x:c></x:row></x:sheetData></x:worksheet>" },
	                               { 0 } });
	assert_string_equal(rows_of(prefixed, NULL).p, "1: 8\n");
}

static void numbers_as_they_were_typed(void **state UNUSED)
{
	static const char *const numbers[][2] = {
		{ "0", "0" },
		{ "-0", "0" },
		{ "12", "12" },
		{ "1234.56", "1234,56" },
		{ "0.1", "0,1" },
		{ "0.30000000000000004", "0,3" },
		{ "1.1000000000000001", "1,1" },
		{ "2.2999999999999998", "2,3" },
		{ "-7.5", "-7,5" },
		{ ".5", "0,5" },
		{ "5.", "5" },
		{ "1E3", "1000" },
		{ "1.5E+3", "1500" },
		{ "1.25e-5", "0,0000125" },
		{ "1E-2", "0,01" },
		{ "123456789012345", "123456789012345" },
		{ "1234567890123456", "1234567890123460" },
		{ "999999999999999.9", "1000000000000000" },
		{ "0.00012345678901234567", "0,000123456789012346" },
		{ "1E21", "1000000000000000000000" },
		{ "100", "100" },
		{ " 7 ", "7" },
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		str s;
		assert_true(xlsx_number(mem, str_of(numbers[i][0]), MEANS_NUMBER, false, &s));
		assert_string_equal(str_c(mem, s), numbers[i][1]);
	}
	static const char *const none[] = { "", "x", "1x", "1.2.3", "1e", "1e999", "--1", ".", "NaN", "0x10", "1,5" };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		str s;
		assert_false(xlsx_number(mem, str_of(none[i]), MEANS_NUMBER, false, &s));
	}
}

static void shows(const char *value, enum xlsx_meaning meaning, bool from_1904, const char *want)
{
	str s;
	assert_true(xlsx_number(mem, str_of(value), meaning, from_1904, &s));
	assert_string_equal(str_c(mem, s), want);
}

static void days_and_times(void **state UNUSED)
{
	shows("46347", MEANS_DAY, false, "2026-11-21");
	shows("46347.75", MEANS_DAY, false, "2026-11-21");
	shows("44885", MEANS_DAY, true, "2026-11-21");
	shows("1", MEANS_DAY, false, "1900-01-01");
	shows("59", MEANS_DAY, false, "1900-02-28");
	shows("61", MEANS_DAY, false, "1900-03-01");
	shows("60", MEANS_DAY, false, "60"); /* the day that never was */
	shows("-3", MEANS_DAY, false, "-3");
	shows("2958466", MEANS_DAY, false, "2958466");
	shows("46347.604166666664", MEANS_MOMENT, false, "2026-11-21 14:30");
	shows("46347.604178240741", MEANS_MOMENT, false, "2026-11-21 14:30:01");
	shows("0.604166666666667", MEANS_TIME, false, "14:30");
	shows("0.99999999999", MEANS_TIME, false, "24:00");
	shows("1.5208333333333333", MEANS_TIME, false, "36:30"); /* [h]:mm */
	shows("9.9999999E-5", MEANS_TIME, false, "00:00:09");
	reads(DATA("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>46347</v></c><c r=\"B1\" s=\"2\"><v>0.5</v></c>"
	           "<c r=\"C1\" s=\"3\"><v>46347.5</v></c><c r=\"D1\" s=\"4\"><v>1.5</v></c>"
	           "<c r=\"E1\" s=\"5\"><v>46347.5</v></c><c r=\"F1\" t=\"d\"><v>2026-11-21T00:00:00</v></c>"
	           "<c r=\"G1\" t=\"d\"><v>2026-11-21T14:30:00</v></c><c r=\"H1\" s=\"99\"><v>3</v></c>"
	           "<c r=\"I1\" t=\"b\"><v>1</v></c><c r=\"J1\" t=\"b\"><v>0</v></c></row>"),
	      "1: 2026-11-21|12:00|2026-11-21 12:00|36:00|46347,5|2026-11-21|2026-11-21 14:30|3|WAHR|FALSCH\n");
}

static void what_a_format_shows(void **state UNUSED)
{
	static const struct {
		const char *code;
		enum xlsx_meaning meaning;
	} codes[] = {
		{ "General", MEANS_NUMBER },
		{ "0.00", MEANS_NUMBER },
		{ "#,##0.00\\ \"dm\"", MEANS_NUMBER },
		{ "[Red]0.00", MEANS_NUMBER },
		{ "0.00;[Red]d", MEANS_NUMBER },
		{ "0\\d", MEANS_NUMBER },
		{ "0.00E+00", MEANS_NUMBER },
		{ "@", MEANS_NUMBER },
		{ "", MEANS_NUMBER },
		{ "dd.mm.yyyy", MEANS_DAY },
		{ "[$-F800]dddd, mmmm dd, yyyy", MEANS_DAY },
		{ "mmm yy", MEANS_DAY },
		{ "MM", MEANS_DAY },
		{ "hh:mm", MEANS_TIME },
		{ "mm:ss", MEANS_TIME },
		{ "[h]:mm:ss", MEANS_TIME },
		{ "[mm]", MEANS_TIME },
		{ "dd/mm/yyyy hh:mm", MEANS_MOMENT },
		{ "\"", MEANS_NUMBER },
		{ "[", MEANS_NUMBER },
		{ "\\", MEANS_NUMBER },
	};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		assert_int_equal(xlsx_meaning_of_code(str_of(codes[i].code)), codes[i].meaning);
}

static void sheets_by_name(void **state UNUSED)
{
	str book = workbook_of(mem, DATA("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"), NULL);
	struct xlsx_fault f;
	struct list sheets;
	assert_int_equal(xlsx_sheets(mem, book, &sheets, &f), OK);
	assert_int_equal(sheets.n, 2);
	assert_string_equal(str_c(mem, LIST_AT(&sheets, struct xlsx_sheet, 1)->name), "Listen");
	assert_true(LIST_AT(&sheets, struct xlsx_sheet, 1)->hidden);
	assert_string_equal(rows_of(book, "LISTEN").p, "1: 14|7\n");
	assert_string_equal(rows_of(book, "Anlage").p, "xlsx.no_sheet/Anlage//Bericht, Listen");
}

static void cells_that_cannot_be_read_are_named(void **state UNUSED)
{
	reads(DATA("<row r=\"3\"><c r=\"C3\" t=\"e\"><v>#DIV/0!</v></c></row>"), "xlsx.cell_error/Bericht/C3/#DIV/0!");
	reads(DATA("<row r=\"3\"><c r=\"C3\"><f>1+1</f></c></row>"), "xlsx.not_calculated/Bericht/C3/");
	reads(DATA("<row r=\"3\"><c r=\"C3\" t=\"s\"><v>99</v></c></row>"), "xlsx.bad_cell/Bericht/C3/99");
	reads(DATA("<row r=\"3\"><c r=\"C3\"><v>drei</v></c></row>"), "xlsx.bad_cell/Bericht/C3/drei");
	reads(DATA("<row r=\"3\"><c r=\"GS3\"><v>1</v></c></row>"), "xlsx.too_wide/Bericht/GS3/");
	reads(DATA("<row r=\"3\"><c r=\"GR3\" s=\"1\"/><c r=\"ZZ3\" s=\"1\"/><c r=\"XFD3\"/></row>"),
	      "xlsx.empty/Bericht//");
	reads(DATA("<row r=\"3\"><c r=\"B4\"><v>1</v></c></row>"), "xlsx.bad_cell/Bericht/A3/B4");
	reads(DATA("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"A3\"><v>1</v></c></row>"),
	      "xlsx.bad_cell/Bericht/C3/A3");
	reads(DATA("<row r=\"3\"/><row r=\"2\"/>"), "xlsx.bad_cell/Bericht/2/2");
	reads("", "xlsx.empty/Bericht//");
}

/* --- files that are not what they should be ----------------------------------------------------------------------- */

static void refused(str bytes, const char *key)
{
	struct csv table;
	struct xlsx_fault f;
	assert_int_equal(xlsx_read(mem, bytes, STR_NONE, &table, NULL, &f), E_INVALID);
	assert_string_equal(f.key, key);
}

static str with_part(const char *name, const char *content)
{
	return workbook_of(mem, DATA("<row><c><v>1</v></c></row>"), (const struct part[]){ { name, content }, { 0 } });
}

static void broken_files_are_told(void **state UNUSED)
{
	str good = workbook_of(mem, DATA("<row><c><v>1</v></c></row>"), NULL);
	refused(S(""), "xlsx.not_xlsx");
	refused(S("Name;Ort\n"), "xlsx.not_xlsx");
	refused(S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), "xlsx.old");
	refused(S("PK\x03\x04 and nothing"), "xlsx.damaged");
	refused(str_part(good, 0, good.n / 2), "xlsx.damaged");
	refused(archive_of(mem, (const struct part[]){ { "mimetype", "application/vnd.oasis.opendocument" }, { 0 } }),
	        "xlsx.not_xlsx");
	refused(with_part("_rels/.rels", "<Relationships/>"), "xlsx.not_xlsx");
	refused(with_part("xl/workbook.xml", "<workbook/>"), "xlsx.not_xlsx");
	refused(with_part("xl/workbook.xml", NULL), "xlsx.damaged");
	refused(with_part("xl/worksheets/sheet1.xml", NULL), "xlsx.damaged");
	refused(with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"), "xlsx.damaged");
	refused(with_part("xl/vbaProject.bin", "x"), "xlsx.macros");
	refused(with_part("[Content_Types].xml", "<Types><Override ContentType=\"application/vnd.ms-excel.sheet."
	                                         "macroEnabled.main+xml\"/></Types>"),
	        "xlsx.macros");
}

static void a_flipped_byte_is_found(void **state UNUSED)
{
	str good = workbook_of(mem, DATA("<row><c><v>1234567</v></c></row>"), NULL);
	for (size_t i = 0; i < good.n; i += 7) { /* never a crash; whatever is read has its checksum */
		str bad = str_copy(mem, good);
		struct csv table;
		struct xlsx_fault f;
		((char *)(uintptr_t)bad.p)[i] ^= 0x20;
		if (xlsx_read(mem, bad, STR_NONE, &table, NULL, &f) == OK)
			assert_string_equal(str_c(mem, LIST_AT(&table.rows, struct csv_row, 0)->cells[0]), "1234567");
	}
}

static void entities_are_refused(void **state UNUSED)
{
	refused(with_part("xl/worksheets/sheet1.xml",
	                  "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
	                  "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"),
	        "xlsx.damaged");
	refused(with_part("xl/sharedStrings.xml",
	                  "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><sst><si><t>&a;</t></si></sst>"),
	        "xlsx.damaged");
}

static void bombs_are_bounded(void **state UNUSED)
{
	enum { MUCH = XLSX_MOST_UNPACKED + 1024 };
	char *spaces = malloc(MUCH + 1), *deep = malloc(300001);
	memset(spaces, ' ', MUCH);
	spaces[MUCH] = '\0';
	str bomb = with_part("xl/worksheets/sheet1.xml", spaces);
	assert_true(bomb.n < 200000);
	refused(bomb, "xlsx.too_large");
	for (size_t i = 0; i < 100000; i++)
		memcpy(deep + 3 * i, "<a>", 3);
	deep[300000] = '\0';
	refused(with_part("xl/worksheets/sheet1.xml", deep), "xlsx.damaged");
	free(deep);
	free(spaces);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_and_their_places), cmocka_unit_test(numbers_as_they_were_typed),
		cmocka_unit_test(days_and_times),         cmocka_unit_test(what_a_format_shows),
		cmocka_unit_test(sheets_by_name),         cmocka_unit_test(cells_that_cannot_be_read_are_named),
		cmocka_unit_test(broken_files_are_told),  cmocka_unit_test(a_flipped_byte_is_found),
		cmocka_unit_test(entities_are_refused),   cmocka_unit_test(bombs_are_bounded),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
