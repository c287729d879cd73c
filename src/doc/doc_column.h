/* doc_column.h -- which fields of a record are columns of a table, and their words; for src/doc only. */
#ifndef DOC_DOC_COLUMN_H
#define DOC_DOC_COLUMN_H
#include "doc/doc.h"

bool doc_column_is(const struct field *f); /* neither hidden nor nested nor markup */
/* The word of the column's head; its key if there is no word. */
str doc_column_head(struct arena *a, const struct formatter *f, const struct record *r, const struct field *column);
#endif
