/* xlsx.h -- workbooks that others made (Office Open XML): what xlsx_read.h and xlsx_fill.h have in common.
 *
 * A workbook comes from outside and is not believed: it is a ZIP archive of XML parts, so what it unpacks to is bounded
 * (XLSX_MOST_UNPACKED, XLSX_MOST_PARTS), a document type declaration ends the reading (no entities, nothing external),
 * and elements lie at most 60 deep. Workbooks with macros are refused.
 */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H
#include "base/error.h"
#include "base/list.h"

enum { XLSX_MOST_UNPACKED = 64 * 1024 * 1024, XLSX_MOST_PARTS = 2000 };

/* Why not. key: the word of the message, with {sheet}, {cell} and {detail} where they are known:
 * xlsx.not_xlsx     no such file at all
 * xlsx.old          an .xls, or locked with a password (both are the same kind of container)
 * xlsx.macros       with macros, or in the binary form (.xlsm, .xlsb)
 * xlsx.too_large    more parts, or more bytes when unpacked, than the bounds above
 * xlsx.damaged      {detail}: the part that is not what it should be
 * xlsx.no_sheet     {detail}: the sheets that there are
 * and those that the two headers name. */
struct xlsx_fault {
	const char *key;
	str sheet, cell, detail;
};

struct xlsx_sheet {
	str name;
	bool hidden;
};
/* Is it meant as one? Looks at the first bytes only: a ZIP archive, or the container of an old .xls. */
bool xlsx_looks_like(str bytes);
/* The sheets with cells (struct xlsx_sheet), in the order of their tabs. */
err xlsx_sheets(struct arena *a, str bytes, struct list *ret, struct xlsx_fault *ret_fault) MUST;

/* "B12" -> column 2, row 12 (both from 1); "$" and small letters are taken, too. False: outside of XFD1048576. */
struct xlsx_place {
	int64_t row, column;
};
bool xlsx_place_of(str address, struct xlsx_place *ret);
str xlsx_address(struct arena *a, struct xlsx_place p);
#endif
