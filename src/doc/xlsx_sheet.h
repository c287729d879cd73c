/* xlsx_sheet.h -- one sheet's XML with other values in some of its cells; for src/doc only (see xlsx_fill.h). */
#ifndef DOC_XLSX_SHEET_H
#define DOC_XLSX_SHEET_H
#include "doc/xlsx_fill.h"
#include "doc/xlsx_style.h"

struct sheet_value {
	struct xlsx_place at;
	struct xlsx_set *set; /* problems go there */
};
/* values: struct sheet_value by row and column, of this sheet, each place once; may be empty: then only what formulas
 * came to is taken out. *ret is absent if nothing changed. */
err sheet_fill(struct book *b, struct xlsx_styles *styles, str part, const struct list *values, str *ret) MUST;
#endif
