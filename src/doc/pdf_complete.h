/* pdf_complete.h -- what cairo 1.16 leaves out of a tagged PDF, added by an incremental update; for src/doc only.
 *
 * For PDF/UA-1 (ISO 14289-1): the language of the document, its title in the window and in XMP, the scope of table
 * heads, the columns that a cell spans, the tab order, and an Artifact mark around everything outside the structure
 * (page heads and feet, rules). For PDF/A-2a (ISO 19005-2): an sRGB output intent with its profile, the identification
 * in XMP, the file's ID, and the glyph map of composite fonts. The file carries the marks of both.
 *
 * No validator can be had in Debian or npm: the tests check the necessary conditions by qpdf and poppler, one by one.
 * That nothing else is wrong is unproven; docs/decisions/0023 says so.
 */
#ifndef DOC_PDF_COMPLETE_H
#define DOC_PDF_COMPLETE_H
#include "base/text.h"

struct pdf_said {
	str title, author;
	str language; /* "de" */
};
/* A file of another shape (a later cairo) comes back as it is, without the marks. */
str pdf_complete(struct arena *a, str pdf, const struct pdf_said *said);
#endif
