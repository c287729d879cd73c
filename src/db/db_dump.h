/* db_dump.h -- all rows of all tables, in one order on both databases and in bounded memory; and the way back
 * (P-OPS-1).
 *
 * For backup, restore and check, not for features. What comes out is canonical: tables by name, columns by name, rows
 * by primary key, texts compared byte by byte. So SQLite and PostgreSQL with the same content give the same dump, and a
 * KI can move from one to the other. Every table must have a primary key and only columns of @INT@, @ID@, TEXT and
 * @BLOB@.
 */
#ifndef DB_DB_DUMP_H
#define DB_DB_DUMP_H
#include "db/db.h"

enum cell_kind { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BYTES, CELL_OTHER };
struct db_cell {
	enum cell_kind kind;
	int64_t i;
	str s; /* valid until the next row */
};

struct db_table {
	str name;
	const str *columns; /* n names, sorted */
	const char *kinds;  /* n letters: i integer, s text, b bytes */
	int n;
	bool counted; /* the database counts its keys up (@ID@) */
	str key;      /* the columns of the primary key, quoted, as ORDER BY wants them */
};

/* --- out: inside db_snapshot or a restore ------------------------------------------------------------------------- */
err db_dump_tables(struct cx *cx, struct list *ret) MUST; /* struct db_table */
/* The highest key that was ever given; 0: none. */
err db_dump_counter(struct cx *cx, const struct db_table *t, int64_t *ret) MUST;
/* Hands over one row after the other; anything but OK from fn ends it and is handed up. */
typedef err (*db_dump_fn)(void *self, const struct db_cell *row);
err db_dump_rows(struct cx *cx, const struct db_table *t, db_dump_fn fn, void *self) MUST;

/* Which migrations a database has. */
struct db_applied {
	str name, checksum;
};
err db_dump_applied(struct cx *cx, struct list *ret) MUST; /* struct db_applied, by name */
str db_migration_checksum(struct arena *a, str text);

/* --- in ----------------------------------------------------------------------------------------------------------- */
/* Where a restored database will stand. SQLite: a new file beside the one of `url`, which is locked meanwhile;
 * PostgreSQL: the database itself. E_INVALID: it holds tables already and `overwrite` is not set, or (PostgreSQL) other
 * processes use it. */
struct db_place;
err db_place_open(struct arena *a, str url, bool overwrite, struct db_place **ret, str *ret_words) MUST;
struct db_pool *db_place_pool(struct db_place *p); /* to fill it with db_restore */
/* After db_restore: SQLite: makes the file durable and puts it in place of the old one, which is whole until then.
 * An old one that cannot be read any more is kept beside it: *ret_aside, else absent. */
err db_place_settle(struct db_place *p, struct arena *a, str *ret_aside, str *ret_words) MUST;
void db_place_close(struct db_place *p); /* without db_place_settle all is as it was; NULL is allowed */

/* One transaction without the hook, in which fn makes, fills and checks all tables. What stood there before
 * (PostgreSQL) is dropped first. Foreign keys are off while fn loads; db_restore_keys turns them on and checks them. */
err db_restore(struct cx *cx, err (*fn)(struct cx *cx, void *self), void *self) MUST;
/* Only in fn: */
err db_restore_migrate(struct cx *cx, const struct migration *list, int n, str *ret_words) MUST;
err db_restore_empty(struct cx *cx, const struct db_table *t) MUST; /* what the migrations put into it */
err db_restore_loosen(struct cx *cx) MUST;                          /* foreign keys do not hold from here */
err db_restore_keys(struct cx *cx) MUST;                            /* and do again: E_BROKEN if one is broken */
err db_load_begin(struct cx *cx, const struct db_table *t) MUST;
err db_load_row(struct cx *cx, const struct db_cell *row) MUST;
err db_load_end(struct cx *cx) MUST;
err db_load_counter(struct cx *cx, const struct db_table *t, int64_t highest) MUST;
#endif
