/* staff_import.h -- posts, people and shares from a table (P-STA-1): looked at as a whole, then taken as a whole.
 *
 * A row is a share of a post, as staff_table.h has it; the columns are found by their names in the head row, in German,
 * in English or as programs call them, in any order. A post is known by its title and first day, a person by the name;
 * what is there already is left as it is, what differs from it is a message. Nothing is changed or removed by an
 * import.
 */
#ifndef FEATURES_STAFF_STAFF_IMPORT_H
#define FEATURES_STAFF_STAFF_IMPORT_H
#include "doc/csv.h"
#include "features/staff/staff_table.h"

/* What is wrong, where, and what to do. line 0: the file as a whole. */
struct import_message {
	int64_t line;
	str column; /* as the file calls it; absent: the row as a whole */
	str words;
};
extern const struct record import_message_rec;

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
	struct list messages;                             /* struct import_message, by line; empty: it can be taken */
	int64_t more_messages;                            /* beyond the first 200 */
	struct list drafts;                               /* struct import_row */
	struct list posts;                                /* struct post; id 0: new */
	struct list people;                               /* struct person; id 0: new */
};

/* Reads the rows of a table (messages for what cannot be read); no database. */
err import_read(struct cx *cx, const struct csv *table, struct import_plan *ret) MUST;
/* Looks at the table against what the KI has, and writes nothing. OK also if there are messages. */
err import_look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_plan *ret) MUST;

/* How far it is, for who waits: done of all rows. NULL: nobody. */
typedef void (*import_progress)(void *self, int64_t done, int64_t all);
struct import_in {
	const struct tenant *centre;
	const struct csv *table;
	str hash; /* of the file, for the audit log */
	import_progress progress;
	void *self;
};
/* Looks again, inside the transaction, and takes all rows, or, with a message, none: E_INVALID, and the messages are in
 * the plan. ret: struct import_plan. */
err import_take_in_tx(struct cx *cx, const void *in, void *ret) MUST;

/* For staff_import_read.c and staff_import.c. */
void import_say(struct cx *cx, struct import_plan *p, int64_t line, str column, const char *key,
                const struct arg *args);
#endif
