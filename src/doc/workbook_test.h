/* workbook_test.h -- workbooks put together part by part, as programs of all kinds write them; for tests only. */
#ifndef DOC_WORKBOOK_TEST_H
#define DOC_WORKBOOK_TEST_H
#include "base/text.h"

struct part {
	const char *name, *content; /* content NULL: left out */
};
/* An archive of these parts (ends with a name of NULL). */
str archive_of(struct arena *a, const struct part *parts);
/* A workbook as Excel writes it, with "Bericht" (xl/worksheets/sheet1.xml, `sheet`: what stands in <worksheet>) and the
 * hidden "Listen"; shared texts, styles with a day (1), a time (2), a moment (3), [h]:mm (4) and euro (5), a chain of
 * calculation. changes: parts that are others, or more (ends with a name of NULL); may be NULL. */
str workbook_of(struct arena *a, const char *sheet, const struct part *changes);
#endif
