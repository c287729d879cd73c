/* db.h -- one small door to SQLite and PostgreSQL. Only src/db sees sqlite3.h and libpq-fe.h.
 *
 * SQL is written once, with $1 ... $n, bound by name; it runs unchanged on both. `params` has one letter per parameter:
 *   i integer   s text   d day (ISO text)   t instant (integer)   b bytes
 * and is checked against what is bound. Values may be absent (NULL). Rows are copied into cx->mem at once, columns by
 * name into the fields of a record; a column that the record does not know, and NULL in a field that cannot be absent,
 * are E_BROKEN. No cursor leaves this module.
 *
 * Connections. A `db_pool` belongs to the process; a `struct db` is one session: one request, job or command, on one
 * thread. SQLite: one writer connection per process (under a mutex) that alone checkpoints, synchronous=FULL (asserted
 * at open), no mmap; readers are read-only, with wal_autocheckpoint=0 and NO_CKPT_ON_CLOSE (research: WAL-reset bug of
 * 3.40.1); a lock file keeps a second writing process out. PostgreSQL: one connection per session in use.
 *
 * Errors. E_NOTFOUND: db_row found none. E_INVALID with key "db.unique", "db.check" or "db.foreign": a constraint said
 * no (the caller turns it into words for people; the constraint's name is the fault's detail). E_BUSY: retried in vain.
 * E_BROKEN: anything else; told apart by key: "db.full" (no space), "db.readonly", "db.gone" (the connection; whether a
 * commit got through is then unknown), "db.statement" (our own mistake in a statement), "db.broken". E_NOTFOUND sets no
 * words: the caller knows what was not found.
 */
#ifndef DB_DB_H
#define DB_DB_H
#include "base/context.h"
#include "base/record.h"

struct sql {
	const char *text;
	const char *params;
};

/* A bound value; made by V(...). A wrong C type does not compile. */
struct bound {
	char letter;
	bool none;
	int64_t i;
	str s;
};
struct bound bound_int(int64_t i);
struct bound bound_int32(int i);
struct bound bound_bool(bool b);
struct bound bound_text(str s);
struct bound bound_day(day d);
struct bound bound_instant(instant t);
struct bound bound_maybe(struct maybe m);
struct bound bound_bytes(const void *p, size_t n); /* stands in V() as it is */
static inline struct bound bound_same(struct bound b)
{
	return b;
}
#define BIND(x)                                                                                                        \
	_Generic((x), int64_t                                                                                          \
	         : bound_int, int                                                                                      \
	         : bound_int32, bool                                                                                   \
	         : bound_bool, str                                                                                     \
	         : bound_text, day                                                                                     \
	         : bound_day, instant                                                                                  \
	         : bound_instant, struct maybe                                                                         \
	         : bound_maybe, struct bound                                                                           \
	         : bound_same)(x)
struct bounds {
	const struct bound *v;
	int n;
};
#define V_0() ((struct bounds){ 0, 0 })
#define V_LIST(...)                                                                                                    \
	((struct bounds){ (const struct bound[]){ __VA_ARGS__ },                                                       \
	                  sizeof((const struct bound[]){ __VA_ARGS__ }) / sizeof(struct bound) })
#define V_1(a) BIND(a)
#define V_2(a, ...) BIND(a), V_1(__VA_ARGS__)
#define V_3(a, ...) BIND(a), V_2(__VA_ARGS__)
#define V_4(a, ...) BIND(a), V_3(__VA_ARGS__)
#define V_5(a, ...) BIND(a), V_4(__VA_ARGS__)
#define V_6(a, ...) BIND(a), V_5(__VA_ARGS__)
#define V_7(a, ...) BIND(a), V_6(__VA_ARGS__)
#define V_8(a, ...) BIND(a), V_7(__VA_ARGS__)
#define V_9(a, ...) BIND(a), V_8(__VA_ARGS__)
#define V_10(a, ...) BIND(a), V_9(__VA_ARGS__)
#define V_11(a, ...) BIND(a), V_10(__VA_ARGS__)
#define V_12(a, ...) BIND(a), V_11(__VA_ARGS__)
#define V_13(a, ...) BIND(a), V_12(__VA_ARGS__)
#define V_14(a, ...) BIND(a), V_13(__VA_ARGS__)
#define V_15(a, ...) BIND(a), V_14(__VA_ARGS__)
#define V_16(a, ...) BIND(a), V_15(__VA_ARGS__)
#define V_17(a, ...) BIND(a), V_16(__VA_ARGS__)
#define V_18(a, ...) BIND(a), V_17(__VA_ARGS__)
#define V_19(a, ...) BIND(a), V_18(__VA_ARGS__)
#define V_20(a, ...) BIND(a), V_19(__VA_ARGS__)
#define V_PICK(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, _19, _20, name, ...)   \
	name
#define V(...)                                                                                                         \
	V_LIST(V_PICK(__VA_ARGS__, V_20, V_19, V_18, V_17, V_16, V_15, V_14, V_13, V_12, V_11, V_10, V_9, V_8, V_7,    \
	              V_6, V_5, V_4, V_3, V_2, V_1, 0)(__VA_ARGS__))
#define V_NONE V_0()

/* --- the process's side ------------------------------------------------------------------------------------------- */
struct db_pool;
enum db_mode {
	DB_SERVE, /* reads and writes; SQLite: takes the lock file */
	DB_READ,  /* reads only, beside a serving process; never checkpoints */
};
/* url: "sqlite:PATH", "sqlite::memory:" or "postgresql://...". On failure *ret_words is one German sentence that says
 * what is wrong and what to do (wrong password, locked by process 4711, not a database, directory missing ...). */
err db_pool_open(struct arena *a, str url, enum db_mode mode, struct db_pool **ret, str *ret_words) MUST;
void db_pool_close(struct db_pool *p);             /* NULL allowed; checkpoints SQLite, removes the lock */
const char *db_pool_kind(const struct db_pool *p); /* "sqlite" or "postgresql" */
/* A session from the pool; given back with db_leave. Thread-safe. E_BUSY when none is free within 5 s. */
err db_enter(struct db_pool *p, struct db **ret) MUST;
int64_t db_serial(const struct db *db); /* of its pool: no other pool of this process ever has it */
void db_leave(struct db *db);           /* a transaction left open is a bug: logged with its name, rolled back */

/* --- reading ------------------------------------------------------------------------------------------------------ */
/* One consistent picture for all reads of a page: until db_snapshot_end, db_tx or db_leave. Not inside db_tx. */
err db_snapshot(struct cx *cx) MUST;
void db_snapshot_end(struct cx *cx);
err db_row(struct cx *cx, const struct sql *q, const struct record *r, void *ret, struct bounds v) MUST;
err db_list(struct cx *cx, const struct sql *q, const struct record *r, struct list *ret, struct bounds v) MUST;
err db_int(struct cx *cx, const struct sql *q, int64_t *ret, struct bounds v) MUST; /* first column of the only row */

/* --- writing, only inside db_tx ----------------------------------------------------------------------------------- */
err db_exec(struct cx *cx, const struct sql *q, int64_t *ret_changed, struct bounds v) MUST; /* ret may be NULL */
/* One statement for many rows, sent without waiting for the answer to each: on PostgreSQL a thousand rows cost a few
 * round trips instead of a thousand. Texts must live until it has run. */
struct db_many {
	const struct sql *sql;
	struct list values; /* struct bound, row after row */
	int64_t rows;
};
void db_many_add(struct cx *cx, struct db_many *m, struct bounds v);
/* ret: room for one number per row, the first column of its answer (RETURNING id), in the order of adding; or NULL. All
 * rows, or the first failure, which dooms the transaction as ever. */
err db_many_run(struct cx *cx, const struct db_many *m, int64_t *ret) MUST;
/* Runs fn in a transaction: BEGIN IMMEDIATE (SQLite), SERIALIZABLE (PostgreSQL); retried up to 5 times when busy.
 * fn touches nothing outside the database and *ret; *ret (ret_size bytes) is cleared before each try. Before the commit
 * the hook is called (core's audit) if a row has changed or a note was taken; if fn or the hook fails, all is rolled
 * back. A statement that failed dooms its transaction, whatever fn returns. Nested calls are a bug. SQLite:
 * transactions that wait for each other share one commit (db_group.c); each returns when it is on the disk. */
err db_tx(struct cx *cx, const char *name, err (*fn)(struct cx *cx, const void *in, void *ret), const void *in,
          void *ret, size_t ret_size) MUST;
bool db_in_tx(const struct cx *cx); /* functions named ..._in_tx assert it */
typedef err (*db_commit_hook)(struct cx *cx, const char *tx_name);
void db_set_commit_hook(struct db_pool *p, db_commit_hook hook); /* once, at start */

/* What a pool has done so far; each number is right by itself. */
struct db_stats {
	int64_t sessions, session_waits, writer_waits, committed, rolled_back, retries;
	int64_t commits; /* of the database: fewer than committed where some were shared */
};
struct db_stats db_pool_stats(const struct db_pool *p);
const char *db_pool_file(const struct db_pool *p); /* SQLite: the file; NULL: none on this machine */

/* --- schema ------------------------------------------------------------------------------------------------------- */
/* migrations/NNNN_name.sql, one text for both databases; tokens @ID@ (integer key, counted up), @INT@ (64 bit),
 * @BLOB@, @STRICT@ (behind the closing bracket of CREATE TABLE). Statements end with ";" at a line's end. Each file is
 * one transaction, remembered with its checksum in table `migration`. Several processes at once: one migrates. */
struct migration {
	const char *name; /* "0001_core" */
	str text;
};
err db_migrate(struct cx *cx, const struct migration *list, int n, int *ret_applied, str *ret_words) MUST;
/* OK, or E_INVALID with words: database is newer than the program, a migration was changed, or some are missing
 * (*ret_missing counts them; a database without any is "empty"). */
err db_schema_check(struct cx *cx, const struct migration *list, int n, int *ret_missing, str *ret_words) MUST;

/* Prepares one statement without running it: `scharnier sql`. The fault's detail has the database's words. */
err db_prepare_check(struct cx *cx, const struct sql *q) MUST;
/* Looks through the whole database for damage, in minutes if it is large; adds one line for each fault, at most 20. */
err db_examine(struct cx *cx, struct text *out, int *ret_faults) MUST;
/* What the running database promises: "synchronous=2 journal=wal" or the PostgreSQL version; for /healthz and check. */
str db_facts(struct cx *cx);
#endif
