/* db_postgres_dump.c -- whole tables out of and into PostgreSQL: rows come one by one in binary form, and go in through
 * COPY. */
#include <endian.h>
#include <string.h>

#include "db/db_postgres.h"

enum { LOAD_ROOM = 64 * 1024 };

static struct postgres_conn *mine(struct db_conn *c)
{
	return (struct postgres_conn *)c;
}

/* --- out ---------------------------------------------------------------------------------------------------------- */

static void read_row(const PGresult *r, const struct db_table *t, struct db_cell *row)
{
	for (int i = 0; i < t->n; i++) {
		uint64_t big;
		row[i] = (struct db_cell){ .kind = CELL_NULL };
		if (PQgetisnull(r, 0, i))
			continue;
		const char *p = PQgetvalue(r, 0, i);
		row[i].s = (str){ p, (size_t)PQgetlength(r, 0, i) };
		row[i].kind = t->kinds[i] == 'i' ? CELL_INT : t->kinds[i] == 's' ? CELL_TEXT : CELL_BYTES;
		if (t->kinds[i] != 'i')
			continue;
		ASSERT(row[i].s.n == sizeof big);
		memcpy(&big, p, sizeof big);
		row[i].i = (int64_t)be64toh(big);
	}
}

/* Whatever is still on its way is not wanted any more. */
static void drain(PGconn *pg, bool stop)
{
	char words[256];
	PGcancel *cancel = stop ? PQgetCancel(pg) : NULL;
	if (cancel)
		PQcancel(cancel, words, sizeof words);
	PQfreeCancel(cancel);
	for (PGresult *r = PQgetResult(pg); r; r = PQgetResult(pg))
		PQclear(r);
}

static err each_row(struct db_conn *c, const struct db_table *t, struct db_cell *row, db_dump_fn fn, void *self)
{
	PGconn *pg = mine(c)->pg;
	for (PGresult *r = PQgetResult(pg); r; r = PQgetResult(pg)) {
		if (PQresultStatus(r) != PGRES_SINGLE_TUPLE) {
			TRY(postgres_settle_result(c, r));
			continue;
		}
		read_row(r, t, row);
		err e = fn(self, row);
		PQclear(r);
		TRY(e);
	}
	return OK;
}

static err postgres_scan(struct db_conn *c, const char *sql, const struct db_table *t, db_dump_fn fn, void *self)
{
	PGconn *pg = mine(c)->pg;
	if (!PQsendQueryParams(pg, sql, 0, NULL, NULL, NULL, NULL, 1) || !PQsetSingleRowMode(pg))
		return postgres_settle_result(c, PQgetResult(pg));
	struct arena *mem = arena_new();
	err e = each_row(c, t, NEW_ARRAY(mem, struct db_cell, (size_t)t->n), fn, self);
	drain(pg, e != OK);
	arena_free(mem);
	return e;
}

/* The first column of each row goes to fn; all of them are texts. */
static err each_text(struct db_conn *c, const char *sql, void (*fn)(struct db_conn *c, str text))
{
	PGresult *r = PQexec(mine(c)->pg, sql);
	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		return postgres_settle_result(c, r);
	for (int i = 0; i < PQntuples(r); i++)
		fn(c, str_of(PQgetvalue(r, i, 0)));
	PQclear(r);
	return OK;
}

static err one_number(struct db_conn *c, const char *sql, int64_t *ret)
{
	PGresult *r = PQexec(mine(c)->pg, sql);
	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		return postgres_settle_result(c, r);
	bool good = PQntuples(r) == 1 && str_to_int(str_of(PQgetvalue(r, 0, 0)), ret);
	PQclear(r);
	return good ? OK : db_failed(c, E_BROKEN, "db.statement", "no number | %.200s", sql);
}

/* The name of the sequence behind the table's key, quoted, in an arena of its own that the caller frees. */
static err sequence_of(struct db_conn *c, struct arena *mem, const struct db_table *t, str *ret)
{
	str column = str_part(t->key, 1, t->key.n - 1);
	PGresult *r =
	        PQexec(mine(c)->pg, str_print(mem, "SELECT pg_get_serial_sequence('\"" STR_FMT "\"', '" STR_FMT "')",
	                                      STR_ARG(t->name), STR_ARG(column))
	                                    .p);
	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		return postgres_settle_result(c, r);
	*ret = str_copy(mem, str_of(PQgetvalue(r, 0, 0)));
	PQclear(r);
	return OK;
}

/* Sequences do not roll back: never less than the highest key that is there. */
static err postgres_counter(struct db_conn *c, const struct db_table *t, int64_t *ret)
{
	struct arena *mem = arena_new();
	str sequence;
	err e = sequence_of(c, mem, t, &sequence);
	if (e == OK)
		e = one_number(
		        c,
		        str_print(mem,
		                  "SELECT GREATEST(coalesce((SELECT max(" STR_FMT ") FROM \"" STR_FMT "\"), 0),"
		                  " (SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM " STR_FMT
		                  "))",
		                  STR_ARG(t->key), STR_ARG(t->name), STR_ARG(sequence))
		                .p,
		        ret);
	arena_free(mem);
	return e;
}

static err postgres_set_counter(struct db_conn *c, const struct db_table *t, int64_t highest)
{
	struct arena *mem = arena_new();
	str sequence;
	int64_t set;
	err e = sequence_of(c, mem, t, &sequence);
	if (e == OK)
		e = one_number(c,
		               str_print(mem, "SELECT setval('" STR_FMT "', %lld, %s)", STR_ARG(sequence),
		                         (long long)(highest > 0 ? highest : 1), highest > 0 ? "true" : "false")
		                       .p,
		               &set);
	arena_free(mem);
	return e;
}

/* --- in: COPY in binary form -------------------------------------------------------------------------------------- */

static err copy_broken(struct db_conn *c)
{
	PGresult *r = PQgetResult(mine(c)->pg);
	err e = postgres_settle_result(c, r);
	return e != OK ? e : db_failed(c, E_BROKEN, "db.broken", "COPY ended too early");
}

static err flush(struct db_conn *c)
{
	struct postgres_conn *m = mine(c);
	int sent = m->load_n ? PQputCopyData(m->pg, (const char *)m->load, (int)m->load_n) : 1;
	m->load_n = 0;
	return sent == 1 ? OK : copy_broken(c);
}

static err put(struct db_conn *c, const void *p, size_t n)
{
	struct postgres_conn *m = mine(c);
	const unsigned char *from = p;
	while (n > 0) {
		size_t part = n < LOAD_ROOM - m->load_n ? n : LOAD_ROOM - m->load_n;
		memcpy(m->load + m->load_n, from, part);
		m->load_n += part;
		from += part;
		n -= part;
		if (m->load_n == LOAD_ROOM)
			TRY(flush(c));
	}
	return OK;
}

static err put16(struct db_conn *c, int v)
{
	uint16_t big = htobe16((uint16_t)v);
	return put(c, &big, sizeof big);
}

static err put32(struct db_conn *c, int64_t v)
{
	uint32_t big = htobe32((uint32_t)v);
	return put(c, &big, sizeof big);
}

static err postgres_load_begin(struct db_conn *c, const struct db_table *t)
{
	static const unsigned char head[19] = "PGCOPY\n\377\r\n\0";
	struct postgres_conn *m = mine(c);
	struct arena *mem = arena_new();
	struct text sql = TEXT(mem);
	text_print(&sql, "COPY \"" STR_FMT "\" (", STR_ARG(t->name));
	for (int i = 0; i < t->n; i++)
		text_print(&sql, "%s\"" STR_FMT "\"", i ? ", " : "", STR_ARG(t->columns[i]));
	text_c(&sql, ") FROM STDIN (FORMAT binary)");
	PGresult *r = PQexec(m->pg, text_str(&sql).p);
	arena_free(mem);
	if (PQresultStatus(r) != PGRES_COPY_IN)
		return postgres_settle_result(c, r);
	PQclear(r);
	if (!m->load)
		m->load = arena_alloc(c->life, LOAD_ROOM);
	m->load_n = 0;
	return put(c, head, sizeof head);
}

static err put_cell(struct db_conn *c, const struct db_cell *v)
{
	uint64_t big = htobe64((uint64_t)v->i);
	switch (v->kind) {
	case CELL_INT:
		TRY(put32(c, sizeof big));
		return put(c, &big, sizeof big);
	case CELL_TEXT:
	case CELL_BYTES:
		TRY(put32(c, (int64_t)v->s.n));
		return put(c, v->s.p, v->s.n);
	default:
		return put32(c, -1);
	}
}

static err postgres_load_row(struct db_conn *c, const struct db_table *t, const struct db_cell *row)
{
	TRY(put16(c, t->n));
	for (int i = 0; i < t->n; i++)
		TRY(put_cell(c, &row[i]));
	return OK;
}

static err postgres_load_end(struct db_conn *c)
{
	PGconn *pg = mine(c)->pg;
	TRY(put16(c, -1));
	TRY(flush(c));
	if (PQputCopyEnd(pg, NULL) != 1)
		return copy_broken(c);
	err e = postgres_settle_result(c, PQgetResult(pg));
	drain(pg, false);
	return e;
}

/* --- the frame of a restore --------------------------------------------------------------------------------------- */

static void drop_one(struct db_conn *c, str name)
{
	*LIST_ADD(c->life, &mine(c)->keys, str) =
	        str_print(c->life, "DROP TABLE IF EXISTS " STR_FMT " CASCADE", STR_ARG(name));
}

static err run_kept(struct db_conn *c)
{
	err e = OK;
	LIST_EACH (str, command, &mine(c)->keys)
		if (e == OK)
			e = c->driver->command(c, command->p);
	mine(c)->keys.n = 0;
	return e;
}

static err postgres_drop_all(struct db_conn *c)
{
	mine(c)->keys.n = 0;
	TRY(each_text(c, "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = current_schema()",
	              drop_one));
	return run_kept(c);
}

static void keep(struct db_conn *c, str command)
{
	*LIST_ADD(c->life, &mine(c)->keys, str) = str_copy(c->life, command);
}

#define FOREIGN_KEYS                                                                                                   \
	" FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace"              \
	" ORDER BY k.conrelid::regclass::text, k.conname"

/* They are dropped and made anew behind the load: checking them row by row would keep a list of all rows. */
static err postgres_loosen(struct db_conn *c)
{
	mine(c)->keys.n = 0;
	TRY(each_text(
	        c, "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname)" FOREIGN_KEYS,
	        keep));
	struct list drops = mine(c)->keys;
	mine(c)->keys = (struct list){ 0 };
	TRY(each_text(c,
	              "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname,"
	              " pg_get_constraintdef(k.oid))" FOREIGN_KEYS,
	              keep));
	LIST_EACH (str, command, &drops)
		TRY(c->driver->command(c, command->p));
	return OK;
}

static err postgres_tighten(struct db_conn *c)
{
	return run_kept(c);
}

static err say(str *ret_words, err e, str words)
{
	*ret_words = words;
	return e;
}

/* Dropping tables under a running process would break it. */
static err check_alone(struct db_conn *c, struct arena *a, bool overwrite, str *ret_words)
{
	int64_t tables = 0, others = 0;
	err e = one_number(c, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()", &tables);
	if (e == OK)
		e = one_number(c,
		               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
		               " AND pid <> pg_backend_pid() AND application_name = 'scharnier'",
		               &others);
	if (e != OK)
		return say(ret_words, e,
		           str_print(a, "PostgreSQL antwortet nicht wie erwartet: %s.", c->failure.detail));
	if (tables > 0 && !overwrite)
		return say(ret_words, E_INVALID,
		           S("Die Datenbank enthält schon Daten. Nennen Sie mit --db eine leere, oder ersetzen Sie sie "
		             "mit "
		             "--overwrite."));
	if (others > 0)
		return say(ret_words, E_BUSY,
		           str_print(a,
		                     "Die Datenbank wird noch benutzt (%lld Verbindungen). Beenden Sie den Dienst auf "
		                     "allen Rechnern, bevor Sie eine Sicherung einspielen.",
		                     (long long)others));
	return OK;
}

static err postgres_place(struct db_place *p, struct arena *a, bool overwrite, str *ret_words)
{
	struct db *s;
	TRY(db_pool_open(a, p->url, DB_SERVE, &p->pool, ret_words));
	if (db_enter(p->pool, &s) != OK)
		return say(ret_words, E_BROKEN, S("Die Datenbank antwortet nicht."));
	err e = check_alone(s->conn, a, overwrite, ret_words);
	db_leave(s);
	return e;
}

static err postgres_settle_place(struct db_place *p UNUSED, struct arena *a UNUSED, str *ret_aside UNUSED,
                                 str *ret_words UNUSED)
{
	return OK; /* the commit has done it */
}

static void postgres_leave_place(struct db_place *p)
{
	db_pool_close(p->pool);
}

const struct db_dump_driver db_dump_postgres = {
	.columns = { "SELECT c.relname::text, a.attname::text, CASE t.typname WHEN 'int8' THEN 'i' WHEN 'text' THEN 's'"
	             " WHEN 'bytea' THEN 'b' ELSE '?' END, coalesce(array_position(x.indkey::int2[], a.attnum) + 1, 0),"
	             " a.attidentity <> '' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
	             " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
	             " JOIN pg_type t ON t.oid = a.atttypid"
	             " LEFT JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary"
	             " WHERE n.nspname = current_schema() AND c.relkind = 'r'"
	             " ORDER BY c.relname::text COLLATE \"C\", a.attname::text COLLATE \"C\"",
	             "" },
	.collate = " COLLATE \"C\"",
	.scan = postgres_scan,
	.counter = postgres_counter,
	.set_counter = postgres_set_counter,
	.load_begin = postgres_load_begin,
	.load_row = postgres_load_row,
	.load_end = postgres_load_end,
	.drop_all = postgres_drop_all,
	.loosen = postgres_loosen,
	.tighten = postgres_tighten,
	.place = postgres_place,
	.settle_place = postgres_settle_place,
	.leave_place = postgres_leave_place,
};
