/* archive.h -- a whole database as one stream of bytes, the same for SQLite and PostgreSQL (P-OPS-1).
 *
 * All integers are 8 bytes, lowest first; a text is its length as an integer of 4 bytes and its bytes. Within the seal
 * (crypt/seal.h):
 *
 *   "dump 1\n"
 *   when it was made (ms), version of the program, kind of the database, last number and hash of the audit log
 *   -- from here on hashed --
 *   number of migrations; of each: name, checksum
 *   'T' name, number of columns, of each: name, kind (i s b); the highest key ever given
 *       'R' of each column: 'n' | 'i' integer | 's' text | 'b' bytes
 *       'E' number of rows
 *   'Z' number of tables, number of rows
 *   -- to here --
 *   the hash, 64 hex digits
 *
 * The hashed part is canonical (db_dump.h): two databases with the same content have the same hash. One row is held in
 * memory at a time.
 */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H
#include "crypt/seal.h"
#include "db/db_dump.h"

struct archive_head {
	instant made_at;
	str program, kind;
	int64_t audit_seq;
	str audit_hash;
	struct list applied; /* struct db_applied */
};
struct archive_sum {
	int64_t tables, rows;
	str hash;
};

/* Writes the database of cx, one picture of it, to `out`. Opens a snapshot and leaves it open. */
err archive_write(struct cx *cx, const struct seal_key *key, seal_out out, void *self, struct archive_head *ret_head,
                  struct archive_sum *ret) MUST;
/* Only the sum, inside db_snapshot or db_restore. */
err archive_sum_of(struct cx *cx, struct archive_sum *ret) MUST;

/* What somebody does with the parts while they are read; each may be NULL. Anything but OK ends it. */
struct archive_visitor {
	void *self;
	err (*head)(void *self, const struct archive_head *h);
	err (*table)(void *self, const struct db_table *t, int64_t counter); /* t->key is absent */
	err (*row)(void *self, const struct db_cell *row);
	err (*table_end)(void *self);
};
/* Reads it all and proves it: seal, form, counts, hash, end. E_INVALID with words that say what is wrong. What a
 * visitor sees is as it was written, but only the end proves that it is all: read once without, then with one. */
err archive_read(struct cx *cx, const struct seal_key *key, seal_in in, void *self, const struct archive_visitor *v,
                 struct archive_head *ret_head, struct archive_sum *ret) MUST;
#endif
