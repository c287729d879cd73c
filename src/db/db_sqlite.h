/* db_sqlite.h -- private to db_sqlite.c and db_sqlite_open.c. */
#ifndef DB_DB_SQLITE_H
#define DB_DB_SQLITE_H
#include <sqlite3.h>

#include "db/db_driver.h"

struct sqlite_conn {
	struct db_conn base;
	sqlite3 *db;
	bool writing;         /* a transaction that may write is open */
	sqlite3_int64 before; /* changes of the connection before the running statement */
	int wal_pages;        /* in the write-ahead log after the last commit */
	int restart_at;       /* pages from which it is time to wait for readers */
	sqlite3_stmt *load;   /* of db_load_begin */
};

/* The life of a pool and its connections: paths, lock, settings, and the words when one of them fails. */
err sqlite_start(struct db_pool *p, struct arena *a, str *ret_words) MUST;
void sqlite_stop(struct db_pool *p);
err sqlite_open_reader(struct db_pool *p, struct arena *a, struct db_conn **ret, str *ret_words) MUST;
/* Turns the connection's last failure into ours. */
err sqlite_broken(struct db_conn *c) MUST;
void sqlite_cell(sqlite3_stmt *handle, int i, struct db_cell *cell);
/* The file of a URL, whatever the road to it; NULL: too long. */
const char *sqlite_path(struct arena *a, str url);
/* See struct db_dump_driver (db_sqlite_place.c). */
err sqlite_place(struct db_place *p, struct arena *a, bool overwrite, str *ret_words) MUST;
err sqlite_settle_place(struct db_place *p, struct arena *a, str *ret_aside, str *ret_words) MUST;
void sqlite_leave_place(struct db_place *p);
/* One value of a PRAGMA, as text. */
str sqlite_pragma(sqlite3 *db, struct arena *a, const char *pragma);
#endif
