/* xlsx_style.h -- what a number in a cell means, by the style of the cell; for src/doc only. */
#ifndef DOC_XLSX_STYLE_H
#define DOC_XLSX_STYLE_H
#include "doc/xlsx_book.h"

enum xlsx_meaning {
	MEANS_NUMBER,
	MEANS_DAY,
	MEANS_TIME,  /* of a day, or a duration: [h]:mm */
	MEANS_MOMENT /* day and time */
};
struct xlsx_style {
	enum xlsx_meaning meaning;
	str as_day; /* the same <xf>, showing a day */
};
struct xlsx_styles {
	struct list items; /* struct xlsx_style, by the number that cells carry */
	str part;          /* as it is */
	struct list edits; /* struct xml_edit of the part: a further style */
	size_t list_end;   /* where that goes */
	int64_t added;
};
/* A workbook without styles has none; numbers are numbers then. */
err xlsx_styles_read(struct book *b, struct xlsx_styles *ret) MUST;
enum xlsx_meaning xlsx_meaning_of(const struct xlsx_styles *s, int64_t style); /* style -1: of no cell */
/* By a format code such as "dd.mm.yyyy" or "#,##0.00" (ECMA-376, 18.8.31). */
enum xlsx_meaning xlsx_meaning_of_code(str code);
/* A style that looks like this one and shows days; -1: there are no styles at all. */
int64_t xlsx_style_of_day(struct arena *a, struct xlsx_styles *s, int64_t style);

/* The value of a cell <v> as a German Excel saves it in a CSV: the 15 digits that it shows, with a comma; days as
 * 2026-11-21, times as 14:30. False: it is no number. */
bool xlsx_number(struct arena *a, str value, enum xlsx_meaning meaning, bool from_1904, str *ret);
#endif
