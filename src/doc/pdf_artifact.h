/* pdf_artifact.h -- marks in the content of a PDF page; for src/doc only. */
#ifndef DOC_PDF_ARTIFACT_H
#define DOC_PDF_ARTIFACT_H
#include "base/text.h"

/* Puts /Artifact BMC ... EMC around what is painted outside every mark: readers by ear skip it. */
str pdf_mark_artifacts(struct arena *a, str content);
#endif
