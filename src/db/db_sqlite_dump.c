/* db_sqlite_dump.c -- whole tables out of and into SQLite. */
#include <string.h>

#include "db/db_sqlite.h"

static struct sqlite_conn *mine(struct db_conn *c)
{
	return (struct sqlite_conn *)c;
}

static err prepare(struct db_conn *c, const char *sql, sqlite3_stmt **ret)
{
	return sqlite3_prepare_v2(mine(c)->db, sql, -1, ret, NULL) == SQLITE_OK ? OK : sqlite_broken(c);
}

static err sqlite_scan(struct db_conn *c, const char *sql, const struct db_table *t, db_dump_fn fn, void *self)
{
	sqlite3_stmt *st;
	struct arena *mem = arena_new();
	struct db_cell *row = NEW_ARRAY(mem, struct db_cell, (size_t)t->n);
	err e = prepare(c, sql, &st);
	int rc = SQLITE_DONE;
	while (e == OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		for (int i = 0; i < t->n; i++)
			sqlite_cell(st, i, &row[i]);
		e = fn(self, row);
	}
	if (e == OK && rc != SQLITE_DONE)
		e = sqlite_broken(c);
	sqlite3_finalize(st);
	arena_free(mem);
	return e;
}

static err sqlite_counter(struct db_conn *c, const struct db_table *t, int64_t *ret)
{
	sqlite3_stmt *st;
	TRY(prepare(c, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?1", &st));
	sqlite3_bind_text64(st, 1, t->name.p, t->name.n, SQLITE_STATIC, SQLITE_UTF8);
	err e = sqlite3_step(st) == SQLITE_ROW ? OK : sqlite_broken(c);
	*ret = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return e;
}

static err run_once(struct db_conn *c, const char *sql, const struct db_table *t, int64_t highest)
{
	sqlite3_stmt *st;
	TRY(prepare(c, sql, &st));
	sqlite3_bind_text64(st, 1, t->name.p, t->name.n, SQLITE_STATIC, SQLITE_UTF8);
	if (sqlite3_bind_parameter_count(st) > 1)
		sqlite3_bind_int64(st, 2, highest);
	err e = sqlite3_step(st) == SQLITE_DONE ? OK : sqlite_broken(c);
	sqlite3_finalize(st);
	return e;
}

static err sqlite_set_counter(struct db_conn *c, const struct db_table *t, int64_t highest)
{
	TRY(run_once(c, "DELETE FROM sqlite_sequence WHERE name = ?1", t, 0));
	return highest ? run_once(c, "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", t, highest) : OK;
}

static err sqlite_load_begin(struct db_conn *c, const struct db_table *t)
{
	struct arena *mem = arena_new();
	struct text sql = TEXT(mem);
	text_print(&sql, "INSERT INTO \"" STR_FMT "\" (", STR_ARG(t->name));
	for (int i = 0; i < t->n; i++)
		text_print(&sql, "%s\"" STR_FMT "\"", i ? ", " : "", STR_ARG(t->columns[i]));
	text_c(&sql, ") VALUES (");
	for (int i = 0; i < t->n; i++)
		text_c(&sql, i ? ", ?" : "?");
	text_c(&sql, ")");
	err e = prepare(c, text_str(&sql).p, &mine(c)->load);
	arena_free(mem);
	return e;
}

static int bind_cell(sqlite3_stmt *st, int at, const struct db_cell *v)
{
	switch (v->kind) {
	case CELL_INT:
		return sqlite3_bind_int64(st, at, v->i);
	case CELL_TEXT:
		return sqlite3_bind_text64(st, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case CELL_BYTES:
		return sqlite3_bind_blob64(st, at, v->s.p, v->s.n, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(st, at);
	}
}

static err sqlite_load_row(struct db_conn *c, const struct db_table *t, const struct db_cell *row)
{
	sqlite3_stmt *st = mine(c)->load;
	for (int i = 0; i < t->n; i++)
		if (bind_cell(st, i + 1, &row[i]) != SQLITE_OK)
			return sqlite_broken(c);
	err e = sqlite3_step(st) == SQLITE_DONE ? OK : sqlite_broken(c);
	sqlite3_reset(st);
	return e;
}

static err sqlite_load_end(struct db_conn *c)
{
	sqlite3_finalize(mine(c)->load);
	mine(c)->load = NULL;
	return OK;
}

static err nothing(struct db_conn *c UNUSED)
{
	return OK; /* the file is fresh, and foreign keys are off since begin_migration */
}

static err sqlite_tighten(struct db_conn *c)
{
	return c->driver->settle(c);
}

const struct db_dump_driver db_dump_sqlite = {
	.columns = { "SELECT m.name, c.name, CASE c.type WHEN 'INTEGER' THEN 'i' WHEN 'TEXT' THEN 's' WHEN 'BLOB' THEN "
	             "'b' ELSE '?' END, c.pk, c.pk > 0 AND m.sql LIKE '%AUTOINCREMENT%'"
	             " FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
	             " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.name",
	             "" },
	.collate = "",
	.scan = sqlite_scan,
	.counter = sqlite_counter,
	.set_counter = sqlite_set_counter,
	.load_begin = sqlite_load_begin,
	.load_row = sqlite_load_row,
	.load_end = sqlite_load_end,
	.drop_all = nothing,
	.loosen = nothing,
	.tighten = sqlite_tighten,
	.place = sqlite_place,
	.settle_place = sqlite_settle_place,
	.leave_place = sqlite_leave_place,
};
