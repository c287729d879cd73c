/* pdf_complete.h -- what cairo 1.16 leaves out of a tagged PDF, added by an incremental update; for src/doc only.
 *
 * The language of the document, its title in the window and in XMP, the scope of table heads, the tab order, and an
 * Artifact mark around everything outside the structure (page heads and feet, rules), as PDF/UA-1 asks for. Nothing
 * claims conformance: no validator was at hand.
 */
#ifndef DOC_PDF_COMPLETE_H
#define DOC_PDF_COMPLETE_H
#include "base/text.h"

/* A file of another shape (a later cairo) comes back as it is. */
str pdf_complete(struct arena *a, str pdf, str title, str language);
#endif
