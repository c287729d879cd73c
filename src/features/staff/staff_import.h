/* staff_import.h -- posts, people and shares from a table (P-STA-1): looked at as a whole, then taken as a whole.
 *
 * A row is a share of a post, as staff_table.h has it. A post is known by its title and first day, a person by the
 * name; what is there already is left as it is, what differs from it is a message. Nothing is changed or removed by an
 * import.
 */
#ifndef FEATURES_STAFF_STAFF_IMPORT_H
#define FEATURES_STAFF_STAFF_IMPORT_H
#include "core/import.h"
#include "features/staff/staff_table.h"

/* A row of the file that could be read; rows of one post, and of one person, share them. */
struct import_row {
	int64_t line;
	struct staff_row row;
	size_t post;         /* index in posts */
	size_t person;       /* index in people; only if the row has a share */
	int64_t existing_id; /* of a share that is there already */
};
struct import_plan {
	int64_t rows;                                     /* in the file, without the head */
	int64_t new_posts, new_people, new_shares, known; /* known: shares that are there already */
	struct import_said said;                          /* by line; nothing: it can be taken */
	struct list drafts;                               /* struct import_row */
	struct list posts;                                /* struct post; id 0: new */
	struct list people;                               /* struct person; id 0: new */
};

/* Reads the rows of a table (messages for what cannot be read); no database. */
err import_read(struct cx *cx, const struct csv *table, struct import_plan *ret) MUST;
/* Looks at the table against what the KI has, and writes nothing. OK also if there are messages. */
err import_look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_plan *ret) MUST;

/* Looks again, inside the transaction, and takes all rows, or, with a message, none: E_INVALID, and the messages are in
 * the plan. in: struct import_in; ret: struct import_plan. */
err import_take_in_tx(struct cx *cx, const void *in, void *ret) MUST;
#endif
