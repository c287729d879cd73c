#include "doc/workbook_test.h"

#include <string.h>
#include <zip.h>

#include "base/arena.h"
#include "base/error.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define LINKS "http://schemas.openxmlformats.org/package/2006/relationships"
#define KIND "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"

enum { MOST_PARTS = 40, SHEET = 6 };

static const struct part excel[] = {
	{ "[Content_Types].xml",
	  HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	       "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	       "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	       "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE "sheet.main+xml\"/>"
	       "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" TYPE "worksheet+xml\"/>"
	       "<Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"" TYPE "worksheet+xml\"/>"
	       "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>"
	       "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" TYPE "sharedStrings+xml\"/>"
	       "<Override PartName=\"/xl/calcChain.xml\" ContentType=\"" TYPE "calcChain+xml\"/></Types>" },
	{ "_rels/.rels", HEAD "<Relationships xmlns=\"" LINKS "\"><Relationship Id=\"rId1\" Type=\"" KIND
	                      "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>" },
	{ "xl/_rels/workbook.xml.rels",
	  HEAD "<Relationships xmlns=\"" LINKS "\">"
	       "<Relationship Id=\"rId3\" Type=\"" KIND "styles\" Target=\"styles.xml\"/>"
	       "<Relationship Id=\"rId2\" Type=\"" KIND "worksheet\" Target=\"worksheets/sheet2.xml\"/>"
	       "<Relationship Id=\"rId1\" Type=\"" KIND "worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/>"
	       "<Relationship Id=\"rId4\" Type=\"" KIND "sharedStrings\" Target=\"sharedStrings.xml\"/>"
	       "<Relationship Id=\"rId5\" Type=\"" KIND "calcChain\" Target=\"calcChain.xml\"/></Relationships>" },
	{ "xl/workbook.xml", HEAD
	  "<workbook xmlns=\"" MAIN
	  "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
	  "<workbookPr defaultThemeVersion=\"166925\"/><sheets><sheet name=\"Bericht\" sheetId=\"1\" r:id=\"rId1\"/>"
	  "<sheet name=\"Listen\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/></sheets>"
	  "<definedNames><definedName name=\"Summe\">Bericht!$B$9</definedName></definedNames>"
	  "<calcPr calcId=\"191029\"/></workbook>" },
	{ "xl/styles.xml",
	  HEAD "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"2\">"
	       "<numFmt numFmtId=\"164\" formatCode=\"[$-407]d\\.\\ mmmm\\ yyyy;@\"/>"
	       "<numFmt numFmtId=\"165\" formatCode=\"#,##0.00\\ &quot;dm&quot;;[Red]\\-0.00\"/></numFmts>"
	       "<cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs count=\"7\">"
	       "<xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\"/><xf numFmtId=\"20\"/>"
	       "<xf numFmtId=\"22\"/><xf numFmtId=\"46\"/><xf numFmtId=\"165\"/>"
	       "<xf numFmtId=\"2\" fontId=\"3\" applyNumberFormat=\"1\"><alignment wrapText=\"1\"/></xf>"
	       "</cellXfs></styleSheet>" },
	{ "xl/sharedStrings.xml", HEAD
	  "<sst xmlns=\"" MAIN "\" count=\"4\" uniqueCount=\"4\"><si><t>Name</t></si>"
	  "<si><r><t>Kreis </t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">Coesfeld &amp; Umland</t></r>"
	  "<rPh sb=\"0\" eb=\"1\"><t>nicht</t></rPh></si><si><t>Zeile 1_x000D_\nZeile 2</t></si><si><t/></si></sst>" },
	{ "xl/worksheets/sheet1.xml", NULL },
	{ "xl/worksheets/sheet2.xml",
	  HEAD "<worksheet xmlns=\"" MAIN "\"><sheetData><row r=\"1\"><c r=\"A1\"><f>Bericht!B9*2</f><v>14</v></c>"
	       "<c r=\"B1\"><v>7</v></c></row></sheetData></worksheet>" },
	{ "xl/calcChain.xml", HEAD "<calcChain xmlns=\"" MAIN "\"><c r=\"B9\" i=\"1\"/></calcChain>" },
	{ "xl/media/image1.png", "\x89PNG not really" },
};

str archive_of(struct arena *a, const struct part *parts)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	ASSERT(source);
	zip_source_keep(source);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	ASSERT(zip);
	for (; parts->name; parts++)
		if (parts->content)
			ASSERT(zip_file_add(zip, parts->name,
			                    zip_source_buffer(zip, parts->content, strlen(parts->content), 0), 0) >= 0);
	ASSERT(zip_close(zip) == 0);
	zip_stat_t about;
	ASSERT(zip_source_stat(source, &about) == 0 && zip_source_open(source) == 0);
	char *p = arena_alloc(a, about.size + 1);
	ASSERT(zip_source_read(source, p, about.size) == (zip_int64_t)about.size);
	zip_source_close(source);
	zip_source_free(source);
	return (str){ p, about.size };
}

str workbook_of(struct arena *a, const char *sheet, const struct part *changes)
{
	struct part parts[MOST_PARTS + 1] = { 0 };
	size_t n = sizeof excel / sizeof *excel;
	memcpy(parts, excel, sizeof excel);
	parts[SHEET].content = str_print(a, HEAD "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"x\">%s</worksheet>", sheet).p;
	for (; changes && changes->name; changes++) {
		size_t i = 0;
		while (i < n && strcmp(parts[i].name, changes->name) != 0)
			i++;
		ASSERT(i < MOST_PARTS);
		parts[i] = *changes;
		n += i == n;
	}
	return archive_of(a, parts);
}
