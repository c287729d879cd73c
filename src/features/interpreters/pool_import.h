/* pool_import.h -- people of the pool with their languages from a table (S-INT-1): looked at as a whole, then taken as
 * a whole.
 *
 * A row is a person, as pool_people_table.h has it, so that what was exported can be read again; only the names are
 * needed. Days become steps: application (the earliest day, or today), training, pledge, certificate, taken into the
 * pool. A person whose name is there already is left as it is; nothing is changed or removed by an import. Languages
 * stand in one cell, parted by ";": "Kurdisch: Sorani (fließend, vor Ort, am Telefon); Türkisch". Without words in
 * brackets: fluent, on site. So do the hours of the week; none: always. Without a tax kind: volunteer.
 */
#ifndef FEATURES_INTERPRETERS_POOL_IMPORT_H
#define FEATURES_INTERPRETERS_POOL_IMPORT_H
#include "core/import.h"
#include "features/interpreters/pool_people_table.h"

struct pool_import_row {
	int64_t line;
	struct pool_table_row row;
	struct list languages; /* struct interpreter_language */
	struct list hours;     /* struct interpreter_hours */
	bool known;            /* somebody of this name is there already */
};
struct pool_import {
	int64_t rows, new_people, known; /* rows: without the head */
	struct import_said said;         /* nothing: it can be taken */
	struct list drafts;              /* struct pool_import_row */
};

/* "Kurdisch: Sorani (fließend, vor Ort)" in all its parts. E_INVALID: *ret_wrong is the part that nobody knows. */
err pool_languages_read(struct cx *cx, str cell, struct list *ret, str *ret_wrong) MUST;
/* "Mo–Fr 9–17; Sa ab 10": days in German or English, whole or short, from one to another; behind them hours as
 * pool_hours.h reads them. E_INVALID: *ret_wrong is the part that cannot be read, or says something about a day again.
 */
err pool_week_read(struct cx *cx, str cell, struct list *ret, str *ret_wrong) MUST;
/* Reads the rows of a table against what the KI has, and writes nothing. OK also if there are messages. */
err pool_import_look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct pool_import *ret) MUST;

/* Looks again, inside the transaction, and takes all rows, or, with a message, none: E_INVALID. in: struct import_in;
 * ret: struct pool_import. */
err pool_import_take_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* For pool_import.c. */
err pool_import_read(struct cx *cx, const struct csv *table, struct pool_import *ret) MUST;
#endif
