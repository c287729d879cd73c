/* pool_import.h -- people of the pool with their languages from a table (S-INT-1): looked at as a whole, then taken as
 * a whole.
 *
 * A row is a person, as pool_people_table.h has it, so that what was exported can be read again. Columns are found by
 * their names in the head row, in German, in English or as programs call them, in any order; only the names are needed.
 * Days become steps: application (the earliest day, or today), training, pledge, certificate, taken into the pool. A
 * person whose name is there already is left as it is; nothing is changed or removed by an import. Languages stand in
 * one cell, parted by ";": "Kurdisch: Sorani (fließend, vor Ort, am Telefon); Türkisch". Without words in brackets:
 * fluent, on site.
 */
#ifndef FEATURES_INTERPRETERS_POOL_IMPORT_H
#define FEATURES_INTERPRETERS_POOL_IMPORT_H
#include "doc/csv.h"
#include "features/interpreters/pool_people_table.h"

/* What is wrong, where, and what to do. line 0: the file as a whole. */
struct pool_import_message {
	int64_t line;
	str column; /* as the file calls it; absent: the row as a whole */
	str words;
};
extern const struct record pool_import_message_rec;

struct pool_import_row {
	int64_t line;
	struct pool_table_row row;
	struct list languages; /* struct interpreter_language */
	bool known;            /* somebody of this name is there already */
};
struct pool_import {
	int64_t rows, new_people, known; /* rows: without the head */
	struct list messages;            /* struct pool_import_message, by line; empty: it can be taken */
	int64_t more_messages;           /* beyond the first 200 */
	struct list drafts;              /* struct pool_import_row */
};

/* "Kurdisch: Sorani (fließend, vor Ort)" in all its parts. E_INVALID: *ret_wrong is the part that nobody knows. */
err pool_languages_read(struct cx *cx, str cell, struct list *ret, str *ret_wrong) MUST;
/* Reads the rows of a table against what the KI has, and writes nothing. OK also if there are messages. */
err pool_import_look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct pool_import *ret) MUST;

struct pool_import_in {
	const struct tenant *centre;
	const struct csv *table;
	str hash; /* of the file, for the audit log */
};
/* Looks again, inside the transaction, and takes all rows, or, with a message, none: E_INVALID. ret: struct
 * pool_import.
 */
err pool_import_take_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* For pool_import_read.c and pool_import.c. */
err pool_import_read(struct cx *cx, const struct csv *table, struct pool_import *ret) MUST;
void pool_import_say(struct cx *cx, struct pool_import *p, int64_t line, str column, const char *key,
                     const struct arg *args);
#endif
