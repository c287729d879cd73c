/* xlsx_read.h -- a sheet of a workbook that somebody filled offline, as the same rows that csv.h gives: whoever takes
 * tables takes both (core/import.h).
 *
 * Cells come as a German Excel would save them in a CSV: numbers with a comma and the 15 digits that it shows, not
 * rounded to the format of the cell; days by the format of the cell as 2026-11-21, times 14:30, both "2026-11-21
 * 14:30"; WAHR and FALSCH; of a formula what it last came to. Of merged cells the first has the content. Rows and
 * columns that are hidden are read, too; empty rows are passed over. A row's line is its number in the sheet.
 *
 * Further words of the fault: xlsx.too_wide (a cell behind column XLSX_MOST_COLUMNS), xlsx.too_many (rows or cells),
 * xlsx.empty (nothing on the sheet), xlsx.cell_error ({detail}: "#DIV/0!"), xlsx.not_calculated (a formula that no
 * program has computed yet), xlsx.bad_cell (it is not what its type says).
 */
#ifndef DOC_XLSX_READ_H
#define DOC_XLSX_READ_H
#include "doc/csv.h"
#include "doc/xlsx.h"

enum { XLSX_MOST_COLUMNS = 200, XLSX_MOST_ROWS = 100000, XLSX_MOST_CELLS = 2000000 };

/* sheet absent: the first that is not hidden. ret->separator is 0; *ret_sheet (may be NULL): which one was read. */
err xlsx_read(struct arena *a, str bytes, str sheet, struct csv *ret, str *ret_sheet,
              struct xlsx_fault *ret_fault) MUST;
#endif
