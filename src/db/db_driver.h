/* db_driver.h -- private to src/db (and to its tests): what SQLite and PostgreSQL must be able to do.
 *
 * db.c reads and writes, db_tx.c runs transactions, db_statement.c keeps prepared statements, db_decode.c turns rows
 * into records, db_pool.c hands out sessions, db_migrate.c keeps the schema. All of them know only the table of
 * functions below; db_sqlite.c and db_postgres.c fill it.
 *
 * Invariants
 *  1. A driver's function that fails has filled conn->failure (db_failed) and returns its code.
 *  2. A statement that was run is finished before the next one runs on the same connection.
 *  3. Nobody uses one connection from two threads at once: it belongs to a session, or it is the writer, and was taken.
 */
#ifndef DB_DB_DRIVER_H
#define DB_DB_DRIVER_H
#include <pthread.h>

#include "db/db.h"
#include "db/db_dump.h"

enum {
	DB_PARAMS_MAX = 64,      /* parameters of one statement */
	DB_SESSIONS_MAX = 16,    /* of one pool; PostgreSQL allows 100 connections unless told otherwise */
	DB_STATEMENTS_MAX = 512, /* kept prepared per connection; beyond that all are forgotten */
	DB_BUCKETS = 256,
	DB_TRIES = 5,          /* of a transaction */
	DB_MANY = 250,         /* rows on their way at once */
	DB_PATIENCE_MS = 5000, /* waiting for a session, or for the writer of SQLite */
};

/* A prepared statement of one connection. */
struct db_statement {
	const struct sql *key;
	const char *text, *params; /* own copies: the key may have been reused for other words */
	int n;                     /* number of parameters */
	struct db_statement *next; /* in its bucket */
	void *handle;              /* SQLite: sqlite3_stmt */
	char name[16];             /* PostgreSQL */
	int block;                /* PostgreSQL: rows that its second form takes; -1: there is none; 0: not asked yet */
	int index[DB_PARAMS_MAX]; /* SQLite: its own number of $1 ... $n */
	bool writes;              /* SQLite */
	int columns;              /* known once it has run */
	struct db_cell *cells;    /* the current row */
	const struct record *record; /* what `fields` was worked out for */
	const struct field **fields; /* of each column */
	int fields_n;
};

struct db_failure {
	err code;
	const char *key;
	bool lost; /* the connection is gone */
	char detail[500];
};

struct db_conn {
	const struct db_driver *driver;
	struct db_pool *pool;
	struct arena *life; /* of the connection */
	struct arena *mem;  /* of the prepared statements */
	struct db_statement *cache[DB_BUCKETS];
	int cached;
	int64_t changed; /* rows, by the last statement that has ended */
	struct db_failure failure;
};

/* A transaction that is done and waits for the commit of its group (db_group.c); on the stack of its thread. */
struct db_member {
	bool settled;
	struct db_failure failure; /* code OK: it is on the disk */
	struct db_member *next;
};

struct db_driver {
	const char *kind;
	const char *begin_write, *begin_read, *begin_migration, *end_migration;
	const char *id, *integer, *blob, *strict; /* what the tokens of migrations stand for */
	struct sql tables;                        /* counts the tables of the schema: of the name $1, or all */
	/* Makes p->writer (if the kind has one) and takes the lock. */
	err (*start)(struct db_pool *p, struct arena *a, str *ret_words) MUST;
	void (*stop)(struct db_pool *p);
	err (*open)(struct db_pool *p, struct arena *a, struct db_conn **ret, str *ret_words) MUST;
	void (*close)(struct db_conn *c);
	bool (*reopen)(struct db_conn *c); /* after the connection was lost; statements are forgotten already */
	err (*command)(struct db_conn *c, const char *sql) MUST; /* without parameters and rows; may be several */
	err (*commit)(struct db_conn *c) MUST;
	void (*rollback)(struct db_conn *c); /* allowed when nothing is open */
	err (*prepare)(struct db_conn *c, struct db_statement *st) MUST;
	void (*forget)(struct db_conn *c); /* releases all handles of the cache */
	err (*run)(struct db_conn *c, struct db_statement *st, const struct bound *v) MUST;
	/* Runs it for each row of values; to ret (may be NULL) goes the first column of the answer to each. Leaves
	 * nothing to be finished; c->changed is the sum. NULL: a statement of its own for each row costs
	 * nothing here. */
	err (*run_many)(struct db_conn *c, struct db_statement *st, const struct bound *v, int rows, int64_t *ret) MUST;
	const char *(*column)(struct db_conn *c, struct db_statement *st, int i);
	/* Fills st->cells; bytes may be put into mem. */
	err (*next)(struct db_conn *c, struct db_statement *st, struct arena *mem, bool *ret_row) MUST;
	void (*finish)(struct db_conn *c, struct db_statement *st);
	err (*settle)(struct db_conn *c) MUST; /* before the commit of a migration */
	str (*facts)(struct db_conn *c, struct arena *a);
	struct sql examine[4]; /* each row is a fault, in words of the database; ends with {0} */
	const struct db_dump_driver *dump;
};

struct db_lock {
	const char *path;
	int fd;
};

/* The part of a driver that takes whole tables out and puts them in (db_dump.c). */
struct db_dump_driver {
	struct sql columns;  /* table, column, kind letter, place in the primary key, counted; by table and column */
	const char *collate; /* behind a text column in ORDER BY */
	/* All rows of a SELECT without parameters, one at a time. */
	err (*scan)(struct db_conn *c, const char *sql, const struct db_table *t, db_dump_fn fn, void *self) MUST;
	err (*counter)(struct db_conn *c, const struct db_table *t, int64_t *ret) MUST;
	err (*set_counter)(struct db_conn *c, const struct db_table *t, int64_t highest) MUST;
	err (*load_begin)(struct db_conn *c, const struct db_table *t) MUST;
	err (*load_row)(struct db_conn *c, const struct db_table *t, const struct db_cell *row) MUST;
	err (*load_end)(struct db_conn *c) MUST;
	err (*drop_all)(struct db_conn *c) MUST;
	err (*loosen)(struct db_conn *c) MUST;
	err (*tighten)(struct db_conn *c) MUST;
	err (*place)(struct db_place *p, struct arena *a, bool overwrite, str *ret_words) MUST;
	err (*settle_place)(struct db_place *p, struct arena *a, str *ret_aside, str *ret_words) MUST;
	void (*leave_place)(struct db_place *p);
};
extern const struct db_dump_driver db_dump_sqlite;
extern const struct db_dump_driver db_dump_postgres;

struct db_place {
	const struct db_dump_driver *driver;
	str url;
	struct db_pool
	        *old; /* SQLite: the database that is there, open, so that nobody else writes; NULL: none, or broken */
	struct db_pool *pool;     /* what is filled */
	const char *path, *fresh; /* SQLite: the file, and the one beside it */
	struct db_lock lock;
};
extern const struct db_driver db_driver_sqlite;
extern const struct db_driver db_driver_postgres;

/* Takes PATH.lock for the life of the process; `mem` keeps its name. E_BUSY: *ret_pid holds it (0: unknown);
 * E_BROKEN: errno says why. The lock dies with the process, so a file that was left behind does not block. */
err db_lock_take(struct arena *mem, const char *path, struct db_lock *ret, long *ret_pid) MUST;
void db_lock_drop(struct db_lock *l); /* allowed when it was never taken */

struct db_pool {
	struct arena *mem;
	int64_t serial;
	const struct db_driver *driver;
	enum db_mode mode;
	const char *url;   /* with the password: never shown */
	const char *path;  /* SQLite: the file; NULL: in memory */
	const char *facts; /* SQLite: what the writer was opened with */
	struct db_lock lock;
	db_commit_hook hook;
	int patience_ms;
	unsigned schema;       /* counts up when migrations ran: prepared statements are made anew */
	pthread_mutex_t mutex; /* guards idle, all, sessions, schema, writing, followers */
	pthread_cond_t freed, written, settled;
	struct db *idle, *all;
	_Atomic int sessions;
	struct db_conn *writer;    /* SQLite only */
	bool writing;              /* somebody writes */
	int followers;             /* transactions that wait for the writer, and could go on in the one that is open */
	struct db_member *members; /* of the open group; belongs to whoever writes, but for their `settled` */
	int members_n;
	_Atomic int64_t session_waits, writer_waits, committed, rolled_back, retries, commits;
	bool shared; /* SQLite in memory: the writer reads too */
};

struct db {
	struct db_pool *pool;
	struct db_conn *conn;
	struct db *next_idle, *next_all;
	unsigned schema;
	bool snapshot;
	const struct db_table *loading;
	const char *tx;  /* name of the open transaction */
	err doomed;      /* what a statement of the transaction failed with: nothing more runs in it */
	int64_t changed; /* rows in the open transaction */
};

/* Fills c->failure and returns the code. The detail goes to the log: no values of records. */
err db_failed(struct db_conn *c, err code, const char *key, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
/* Hands c->failure up, with the beginning of the statement for the log (may be NULL). */
err db_report(struct cx *cx, const struct db_conn *c, const char *text) MUST;
err db_report_failure(struct cx *cx, const struct db_failure *f, const char *text) MUST; /* the same for another's */

struct db_conn *db_conn_new(struct db_pool *p, size_t size); /* a driver's struct that begins with a db_conn */
void db_conn_free(struct db_conn *c);
/* Connects again after a loss; false if that fails. */
bool db_conn_revive(struct db_conn *c);
/* The connection that may write; the writer must have been taken. */
struct db_conn *db_session_writer(struct db *s);
/* One transaction of a process writes at a time: SQLite has one writer, and on PostgreSQL all want the head of the
 * audit log; waiting here is kinder than colliding there. Waits as long as the pool is patient, then E_BUSY. */
err db_writer_take(struct db_pool *p) MUST; /* for itself: a group that is open is committed before */
void db_writer_give(struct db_pool *p);
/* For a transaction that may go on in an open group; given back by db_group_leave. */
err db_writer_follow(struct db_pool *p) MUST;
void db_writer_pass(struct db_pool *p); /* the same as giving, with the pool's mutex held */

/* Transactions that share a commit (db_group.c). One begins, undoes its work or is done, and leaves; where commits are
 * not shared (PostgreSQL), being done is the commit. */
const char *db_group_begin(const struct db_conn *c); /* the command */
void db_group_undo(struct db_conn *c);
err db_group_done(struct db_conn *c) MUST;
void db_group_close(struct db_conn *c); /* commits an open group; the writer must have been taken */
/* Gives the writer back. worked: it was done, so it waits for the commit; a failure of that goes to *ret. */
err db_group_leave(struct db_conn *c, bool worked, struct db_failure *ret) MUST;
void db_session_end_snapshot(struct db *s);

/* From the cache or newly prepared. */
err db_statement_of(struct db_conn *c, const struct sql *q, struct db_statement **ret) MUST;
void db_statements_forget(struct db_conn *c);
/* Behind the quoted text or comment that begins at p; p itself if none begins there. */
const char *db_sql_skip(const char *p);

/* One row into a zeroed struct, texts copied into mem. */
err db_decode(struct db_conn *c, struct db_statement *st, const struct record *r, struct arena *mem, void *row) MUST;
void db_cells_for(struct db_conn *c, struct db_statement *st, int columns); /* room for the cells of a row */
void db_day_text(int64_t day_number, char out[11]);                         /* "2026-11-21" */

void db_schema_changed(struct db *s, struct db_conn *c); /* prepared statements are made anew, on every connection */
/* Of migrations, in an open transaction (db_migrate.c): the table that remembers them, and one of them. */
err db_migration_table(struct cx *cx, struct db_conn *c) MUST;
err db_migration_run(struct cx *cx, struct db_conn *c, const struct migration *m, str *ret_words) MUST;

/* Runs a statement on a given connection and hands each row to fn (NULL: rows are passed over). */
typedef err (*db_row_fn)(struct db_conn *c, struct db_statement *st, void *to);
err db_each(struct cx *cx, struct db_conn *c, const struct sql *q, struct bounds v, db_row_fn fn, void *to) MUST;
#endif
