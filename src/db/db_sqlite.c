/* db_sqlite.c -- statements and transactions on SQLite. */
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "db/db_sqlite.h"

/* The write-ahead log is copied into the file beyond the first; beyond the second, readers are waited for a moment so
 * that it begins anew instead of growing; if one stays (a backup), the next wait comes as many pages later. Pages of
 * 4096 bytes. */
enum { CHECKPOINT_PAGES = 1000, RESTART_PAGES = 16000 };

static struct sqlite_conn *mine(struct db_conn *c)
{
	return (struct sqlite_conn *)c;
}

/* "UNIQUE constraint failed: person.login" -> "person.login" */
static const char *constraint_of(const char *message)
{
	const char *colon = strstr(message, "failed: ");
	return colon ? colon + strlen("failed: ") : "";
}

static err constraint_failed(struct db_conn *c, int code, const char *message)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return db_failed(c, E_INVALID, "db.unique", "%s", constraint_of(message));
	case SQLITE_CONSTRAINT_CHECK:
	case SQLITE_CONSTRAINT_NOTNULL:
		return db_failed(c, E_INVALID, "db.check", "%s", constraint_of(message));
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return db_failed(c, E_INVALID, "db.foreign", "%s", constraint_of(message));
	default:
		return db_failed(c, E_BROKEN, "db.statement", "%s", message);
	}
}

err sqlite_broken(struct db_conn *c)
{
	sqlite3 *db = mine(c)->db;
	int code = sqlite3_extended_errcode(db);
	const char *message = sqlite3_errmsg(db);
	int space = sqlite3_system_errno(db);
	bool io = (code & 0xff) == SQLITE_IOERR && (space == ENOSPC || space == EDQUOT);
	switch (io ? SQLITE_FULL : code & 0xff) {
	case SQLITE_CONSTRAINT:
		return constraint_failed(c, code, message);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return db_failed(c, E_BUSY, "db.busy", "%s (%d)", message, code);
	case SQLITE_FULL:
		return db_failed(c, E_BROKEN, "db.full", "%s (%d)", message, code);
	case SQLITE_READONLY:
		return db_failed(c, E_BROKEN, "db.readonly", "%s (%d)", message, code);
	case SQLITE_ERROR:
		return db_failed(c, E_BROKEN, "db.statement", "%s", message);
	default:
		return db_failed(c, E_BROKEN, "db.broken", "%s (%d)", message, code);
	}
}

static err sqlite_command(struct db_conn *c, const char *sql)
{
	if (sqlite3_exec(mine(c)->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_broken(c);
	if (sql == c->driver->begin_write || sql == c->driver->begin_migration)
		mine(c)->writing = true;
	return OK;
}

/* Only the writer comes here: nobody else checkpoints (WAL-reset bug of SQLite before 3.51.3). That a checkpoint does
 * not get through is no failure: the next one does. */
static void checkpoint(struct sqlite_conn *c)
{
	if (c->wal_pages < RESTART_PAGES)
		c->restart_at = RESTART_PAGES;
	if (c->wal_pages < CHECKPOINT_PAGES)
		return;
	bool wait = c->wal_pages >= c->restart_at;
	if (wait)
		c->restart_at = c->wal_pages + RESTART_PAGES;
	int mode = wait ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
	int rc = sqlite3_wal_checkpoint_v2(c->db, NULL, mode, NULL, NULL);
	if (rc != SQLITE_OK && rc != SQLITE_BUSY)
		log_event(LOG_WARNING, "db.checkpoint", "words", sqlite3_errmsg(c->db), NULL);
}

static err sqlite_commit(struct db_conn *c)
{
	if (sqlite3_exec(mine(c)->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_broken(c);
	mine(c)->writing = false;
	checkpoint(mine(c));
	return OK;
}

static void sqlite_rollback(struct db_conn *c)
{
	struct sqlite_conn *m = mine(c);
	m->writing = false;
	/* A full disk may have rolled back already. */
	if (!sqlite3_get_autocommit(m->db) && sqlite3_exec(m->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
		log_event(LOG_ERROR, "db.rollback", "words", sqlite3_errmsg(m->db), NULL);
}

static bool only_blank(const char *p)
{
	for (;;) {
		const char *behind = db_sql_skip(p);
		if (behind != p && *p != '\'' && *p != '"')
			p = behind;
		else if (*p && strchr(" \t\r\n;", *p))
			p++;
		else
			return !*p;
	}
}

/* SQLite numbers $2 before $1 if it comes first in the text: so parameters are found by name. */
static void find_parameters(struct db_statement *st)
{
	for (int i = 0; i < st->n; i++) {
		char name[8];
		sqlite3_snprintf(sizeof name, name, "$%d", i + 1);
		st->index[i] = sqlite3_bind_parameter_index(st->handle, name);
		ASSERT(st->index[i] > 0); /* db_statement.c has seen it */
	}
}

static err sqlite_prepare(struct db_conn *c, struct db_statement *st)
{
	const char *tail;
	sqlite3_stmt *handle;
	if (sqlite3_prepare_v3(mine(c)->db, st->text, -1, SQLITE_PREPARE_PERSISTENT, &handle, &tail) != SQLITE_OK)
		return sqlite_broken(c);
	if (!handle || !only_blank(tail)) {
		sqlite3_finalize(handle);
		return db_failed(c, E_BROKEN, "db.statement", handle ? "more than one statement" : "no statement");
	}
	st->handle = handle;
	st->writes = !sqlite3_stmt_readonly(handle);
	find_parameters(st);
	return OK;
}

static void sqlite_forget(struct db_conn *c)
{
	for (int i = 0; i < DB_BUCKETS; i++)
		for (struct db_statement *st = c->cache[i]; st; st = st->next)
			sqlite3_finalize(st->handle);
}

static int bind_one(sqlite3_stmt *handle, int index, const struct bound *v)
{
	char iso[11];
	if (v->none)
		return sqlite3_bind_null(handle, index);
	switch (v->letter) {
	case 's':
		return sqlite3_bind_text64(handle, index, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case 'b':
		return sqlite3_bind_blob64(handle, index, v->s.p, v->s.n, SQLITE_STATIC);
	case 'd':
		db_day_text(v->i, iso);
		return sqlite3_bind_text(handle, index, iso, 10, SQLITE_TRANSIENT);
	default:
		return sqlite3_bind_int64(handle, index, v->i);
	}
}

static err sqlite_run(struct db_conn *c, struct db_statement *st, const struct bound *v)
{
	struct sqlite_conn *m = mine(c);
	if (st->writes && !m->writing)
		return db_failed(c, E_BROKEN, "db.readonly", "writes outside a transaction");
	for (int i = 0; i < st->n; i++)
		if (bind_one(st->handle, st->index[i], &v[i]) != SQLITE_OK)
			return sqlite_broken(c);
	c->changed = 0;
	m->before = sqlite3_total_changes64(m->db);
	return OK;
}

static const char *sqlite_column(struct db_conn *c UNUSED, struct db_statement *st, int i)
{
	return sqlite3_column_name(st->handle, i);
}

void sqlite_cell(sqlite3_stmt *handle, int i, struct db_cell *cell)
{
	switch (sqlite3_column_type(handle, i)) {
	case SQLITE_INTEGER:
		cell->kind = CELL_INT;
		cell->i = sqlite3_column_int64(handle, i);
		return;
	case SQLITE_TEXT:
		cell->kind = CELL_TEXT;
		cell->s.p = (const char *)sqlite3_column_text(handle, i);
		break;
	case SQLITE_BLOB:
		cell->kind = CELL_BYTES;
		cell->s.p = sqlite3_column_blob(handle, i);
		break;
	case SQLITE_NULL:
		cell->kind = CELL_NULL;
		return;
	default:
		cell->kind = CELL_OTHER; /* REAL: no floating point anywhere */
		return;
	}
	cell->s.n = (size_t)sqlite3_column_bytes(handle, i);
	if (!cell->s.p)
		cell->s.p = ""; /* bytes of length 0 are not absent */
}

static err sqlite_next(struct db_conn *c, struct db_statement *st, struct arena *mem UNUSED, bool *ret_row)
{
	struct sqlite_conn *m = mine(c);
	int rc = sqlite3_step(st->handle);
	*ret_row = rc == SQLITE_ROW;
	if (rc == SQLITE_DONE && sqlite3_total_changes64(m->db) != m->before)
		c->changed = sqlite3_changes64(m->db);
	if (rc == SQLITE_DONE)
		return OK;
	if (rc != SQLITE_ROW)
		return sqlite_broken(c);
	db_cells_for(c, st, sqlite3_column_count(st->handle));
	for (int i = 0; i < st->columns; i++)
		sqlite_cell(st->handle, i, &st->cells[i]);
	return OK;
}

static void sqlite_finish(struct db_conn *c UNUSED, struct db_statement *st)
{
	sqlite3_reset(st->handle);
}

static void sqlite_close(struct db_conn *c)
{
	sqlite3_finalize(mine(c)->load); /* left by a restore that failed half way */
	sqlite3_close(mine(c)->db);
}

static bool sqlite_reopen(struct db_conn *c UNUSED)
{
	return true; /* a file does not go away */
}

/* Migrations run with foreign keys off, as SQLite asks for when tables are rebuilt; so they are checked at the end. */
static err sqlite_settle(struct db_conn *c)
{
	sqlite3_stmt *check;
	if (sqlite3_prepare_v2(mine(c)->db, "PRAGMA foreign_key_check", -1, &check, NULL) != SQLITE_OK)
		return sqlite_broken(c);
	err e = OK;
	if (sqlite3_step(check) == SQLITE_ROW)
		e = db_failed(c, E_BROKEN, "db.statement", "a foreign key of %s does not hold",
		              sqlite3_column_text(check, 0));
	sqlite3_finalize(check);
	return e;
}

static str sqlite_facts(struct db_conn *c, struct arena *a)
{
	if (c->pool->facts)
		return str_copy(a, str_of(c->pool->facts));
	return str_print(a, "sqlite=%s read-only journal=" STR_FMT, sqlite3_libversion(),
	                 STR_ARG(sqlite_pragma(mine(c)->db, a, "journal_mode")));
}

const struct db_driver db_driver_sqlite = {
	.kind = "sqlite",
	.begin_write = "BEGIN IMMEDIATE",
	.begin_read = "BEGIN",
	.begin_migration = "PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE",
	.end_migration = "PRAGMA foreign_keys=ON",
	.id = "INTEGER PRIMARY KEY AUTOINCREMENT",
	.integer = "INTEGER",
	.blob = "BLOB",
	.strict = "STRICT",
	.tables = { "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	            " AND (name = $1 OR $1 IS NULL)",
	            "s" },
	.start = sqlite_start,
	.stop = sqlite_stop,
	.open = sqlite_open_reader,
	.close = sqlite_close,
	.reopen = sqlite_reopen,
	.command = sqlite_command,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.prepare = sqlite_prepare,
	.forget = sqlite_forget,
	.run = sqlite_run,
	.column = sqlite_column,
	.next = sqlite_next,
	.finish = sqlite_finish,
	.settle = sqlite_settle,
	.facts = sqlite_facts,
	.examine = { { "SELECT integrity_check FROM pragma_integrity_check(20) WHERE integrity_check <> 'ok' LIMIT 20",
	               "" },
	             { "SELECT 'foreign key: ' || f.\"table\" || ' ' || coalesce(f.rowid, 0) || ' -> ' || f.parent"
	               " FROM pragma_foreign_key_check f LIMIT 20",
	               "" } },
	.dump = &db_dump_sqlite,
};
