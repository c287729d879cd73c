/* fuzz_xlsx.c -- workbooks that people upload. What is read must be texts that may be stored; what can be read can be
 * filled or says why not, and what was filled opens again. Bytes that are no archive are taken as the sheet of one. */
#include <string.h>
#include <zip.h>

#include "base/arena.h"
#include "doc/xlsx_fill.h"
#include "doc/xlsx_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A small workbook with these bytes as its sheet: otherwise hardly any input comes through checksums and deflate. */
static str around(struct arena *a, str sheet)
{
	static const char *const parts[][2] = {
		{ "[Content_Types].xml", "<Types/>" },
		{ "_rels/.rels", "<R><Relationship Type='/officeDocument' Target='w.xml'/></R>" },
		{ "_rels/w.xml.rels", "<R><Relationship Id='1' Type='/worksheet' Target='s.xml'/>"
		                      "<Relationship Id='2' Type='/styles' Target='y.xml'/></R>" },
		{ "w.xml", "<w><sheets><sheet name='S' r:id='1'/></sheets></w>" },
		{ "y.xml", "<y><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='46'/></cellXfs></y>" },
	};
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_source_keep(source);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	zip_stat_t about;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		zip_file_add(zip, parts[i][0], zip_source_buffer(zip, parts[i][1], strlen(parts[i][1]), 0), 0);
	zip_file_add(zip, "s.xml", zip_source_buffer(zip, sheet.p, sheet.n, 0), 0);
	ASSERT(zip_close(zip) == 0 && zip_source_stat(source, &about) == 0 && zip_source_open(source) == 0);
	char *p = arena_alloc(a, about.size + 1);
	zip_source_read(source, p, about.size);
	zip_source_close(source);
	zip_source_free(source);
	return (str){ p, about.size };
}

static void read_it(struct arena *a, str bytes)
{
	struct csv c;
	struct xlsx_fault f;
	int64_t before = 0;
	if (xlsx_read(a, bytes, STR_NONE, &c, NULL, &f) != OK) {
		ASSERT(f.key);
		return;
	}
	LIST_EACH (const struct csv_row, r, &c.rows) {
		ASSERT(r->n > 0 && r->n <= XLSX_MOST_COLUMNS && r->line > before);
		before = r->line;
		for (size_t i = 0; i < r->n; i++)
			ASSERT(r->cells[i].n == 0 || utf8_valid(r->cells[i]));
	}
}

static void fill_it(struct arena *a, str bytes)
{
	struct xlsx_set some[] = { { .cell = S_INIT("B2"), .kind = XLSX_CENTS, .number = 1 },
		                   { .cell = S_INIT("A1"), .kind = XLSX_TEXT, .text = S_INIT("a<b") },
		                   { .cell = S_INIT("C2"), .kind = XLSX_DAY, .day = DAY(2026, 11, 21) } };
	struct list sheets, sets = { 0 };
	struct xlsx_fault f;
	str filled;
	if (xlsx_sheets(a, bytes, &sheets, &f) != OK)
		return;
	for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
		some[i].sheet = LIST_AT(&sheets, struct xlsx_sheet, 0)->name;
		*LIST_ADD(a, &sets, struct xlsx_set) = some[i];
	}
	err e = xlsx_fill(a, bytes, &sets, &filled, &f);
	if (e == OK)
		ASSERT(xlsx_sheets(a, filled, &sheets, &f) == OK);
	else
		ASSERT(e == E_BROKEN || f.key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	str bytes = { (const char *)data, size };
	if (!xlsx_looks_like(bytes))
		bytes = around(a, bytes);
	read_it(a, bytes);
	fill_it(a, bytes);
	arena_free(a);
	return 0;
}
