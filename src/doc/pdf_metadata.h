/* pdf_metadata.h -- the XMP packet of a PDF (ISO 16684-1), with the marks of PDF/UA-1 and PDF/A-2a; for src/doc only.
 */
#ifndef DOC_PDF_METADATA_H
#define DOC_PDF_METADATA_H
#include "doc/pdf_complete.h"

/* info: the document information dictionary as cairo wrote it, whose producer and time the packet repeats: both must
 * say the same. */
str pdf_metadata(struct arena *a, const struct pdf_said *said, str info);
#endif
