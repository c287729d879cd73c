/* xlsx_book.h -- the archive of a workbook and which part is what; for src/doc only. Only xlsx_book.c sees zip.h. */
#ifndef DOC_XLSX_BOOK_H
#define DOC_XLSX_BOOK_H
#include "doc/xlsx.h"
#include "doc/xlsx_xml.h"

struct book_sheet {
	str name, part; /* "Bericht", "xl/worksheets/sheet1.xml" */
	bool hidden;
};
struct book {
	struct arena *mem;
	struct xlsx_fault *fault;
	struct zip *zip, **handle; /* what the arena closes; NULL: closed already */
	struct zip_source *source;
	int64_t unpacked;                  /* so far, of XLSX_MOST_UNPACKED */
	str main, main_links;              /* "xl/workbook.xml" and its relationships */
	str strings, styles, calculations; /* parts; absent: there is none */
	struct list sheets;                /* struct book_sheet */
	bool from_1904;                    /* days count from 1904 */
};
/* Handles end with the arena. */
err book_open(struct book *b, struct arena *a, str bytes, struct xlsx_fault *fault) MUST;
err book_part(struct book *b, str name, str *ret) MUST; /* unpacked */
/* Reads a part with a listener; E_INVALID xlsx.damaged. */
err book_listen(struct book *b, str name, const struct xml_listener *l) MUST;
/* By name; small letters for capital ones will do. name absent: the first one that people see. */
err book_sheet(struct book *b, str name, const struct book_sheet **ret) MUST;
err book_fail(struct book *b, const char *key, str detail);

err book_replace(struct book *b, str name, str bytes) MUST; /* bytes live until book_bytes() */
err book_drop(struct book *b, str name) MUST;
err book_bytes(struct book *b, struct arena *a, str *ret) MUST; /* the whole archive; the last call */
#endif
