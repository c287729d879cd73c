/* xlsx_fill.h -- values into the cells of a workbook that somebody else made, such as the table of an authority
 * (P-FUN-3): cells get values and keep their look, all else stays as it is, byte for byte -- styles, formulas, other
 * sheets, drawings, print settings.
 *
 * Formulas of all sheets are computed anew by whoever opens the result: what they last came to is taken out, for it
 * would be wrong, and the file says so (fullCalcOnLoad; no calcChain). A day is a real day of the workbook; if its cell
 * shows numbers otherwise, the cell gets a copy of its style that shows days. Texts are texts, also if they begin with
 * "=". The same template and values are the same bytes.
 */
#ifndef DOC_XLSX_FILL_H
#define DOC_XLSX_FILL_H
#include "base/calendar.h"
#include "doc/xlsx.h"

enum xlsx_kind {
	XLSX_TEXT,
	XLSX_INT,
	XLSX_CENTS,   /* two decimal places */
	XLSX_DECIMAL, /* thousandths */
	XLSX_DAY,
	XLSX_EMPTY /* whatever stands there goes */
};
struct xlsx_set {
	str sheet, cell; /* "Bericht", "B12" */
	enum xlsx_kind kind;
	str text;
	int64_t number;
	day day;
	/* Filled: why it cannot be written; NULL: it can. With {sheet} {cell} {detail}:
	 * xlsx.no_sheet     {detail}: the sheets that there are
	 * xlsx.bad_address  no cell
	 * xlsx.formula      the template computes this cell
	 * xlsx.merged       {detail}: the merged cells, of which only the first can be filled
	 * xlsx.cell_twice   another value has the same cell */
	const char *problem;
	str detail;
};
/* sets: struct xlsx_set, in any order. With a problem nothing is written: E_INVALID, and ret_fault is the first one, or
 * what is wrong with the template as a whole (also xlsx.encoding: {detail}: a part that is not UTF-8). Every problem of
 * every set is filled in unless the template itself cannot be read. */
err xlsx_fill(struct arena *a, str template, struct list *sets, str *ret, struct xlsx_fault *ret_fault) MUST;
#endif
