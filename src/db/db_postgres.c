/* db_postgres.c -- statements and transactions on PostgreSQL. Parameters go out in binary form with their types, rows
 * come back as text. */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db_postgres.h"

/* Type numbers from pg_type; they never change. */
enum {
	TYPE_BOOL = 16,
	TYPE_BYTEA = 17,
	TYPE_INT8 = 20,
	TYPE_INT2 = 21,
	TYPE_INT4 = 23,
	TYPE_TEXT = 25,
	TYPE_OID = 26,
	TYPE_NAME = 19,
	TYPE_BPCHAR = 1042,
	TYPE_VARCHAR = 1043,
	TYPE_NUMERIC = 1700, /* what sum() of 64-bit integers gives */
};

static struct postgres_conn *mine(struct db_conn *c)
{
	return (struct postgres_conn *)c;
}

static const char *field_of(const PGresult *r, int code)
{
	const char *value = PQresultErrorField(r, code);
	return value ? value : "";
}

/* "Key (login, centre_id)=(...) already exists." in any language -> "person.login, person.centre_id", as SQLite says
 * it. The values behind it must not get into a log. */
static err unique_failed(struct db_conn *c, const PGresult *r)
{
	const char *table = field_of(r, PG_DIAG_TABLE_NAME), *key = strchr(field_of(r, PG_DIAG_MESSAGE_DETAIL), '(');
	const char *end = key ? strstr(key, ")=(") : NULL;
	char names[300] = "";
	size_t used = 0;
	str rest = end ? (str){ key + 1, (size_t)(end - key - 1) } : STR_NONE;
	if (!end || memchr(rest.p, '(', rest.n))
		return db_failed(c, E_INVALID, "db.unique", "index '%s'", field_of(r, PG_DIAG_CONSTRAINT_NAME));
	while (rest.p && used < sizeof names) {
		str column = str_trim(str_split(&rest, ','));
		used += (size_t)snprintf(names + used, sizeof names - used, "%s%s." STR_FMT, used ? ", " : "", table,
		                         STR_ARG(column));
	}
	return db_failed(c, E_INVALID, "db.unique", "%s", names);
}

static err result_failed(struct db_conn *c, const PGresult *r, const char *state)
{
	const char *message = field_of(r, PG_DIAG_MESSAGE_PRIMARY);
	static const char *const busy[] = { "40001", "40P01", "55P03" };
	for (size_t i = 0; i < sizeof busy / sizeof *busy; i++)
		if (strcmp(state, busy[i]) == 0)
			return db_failed(c, E_BUSY, "db.busy", "%s (%s)", message, state);
	if (strcmp(state, "23505") == 0)
		return unique_failed(c, r);
	if (strcmp(state, "23514") == 0)
		return db_failed(c, E_INVALID, "db.check", "%s", field_of(r, PG_DIAG_CONSTRAINT_NAME));
	if (strcmp(state, "23502") == 0)
		return db_failed(c, E_INVALID, "db.check", "%s.%s", field_of(r, PG_DIAG_TABLE_NAME),
		                 field_of(r, PG_DIAG_COLUMN_NAME));
	if (strcmp(state, "23503") == 0)
		return db_failed(c, E_INVALID, "db.foreign", "%s", field_of(r, PG_DIAG_CONSTRAINT_NAME));
	if (strcmp(state, "25006") == 0)
		return db_failed(c, E_BROKEN, "db.readonly", "%s", message);
	if (strcmp(state, "53100") == 0)
		return db_failed(c, E_BROKEN, "db.full", "%s", message);
	return db_failed(c, E_BROKEN, strncmp(state, "42", 2) == 0 ? "db.statement" : "db.broken", "%s (%s)", message,
	                 state);
}

/* Turns a result that is no success into our failure. Whether the server has done what was asked is unknown when the
 * connection is gone. */
err postgres_broken(struct db_conn *c, const PGresult *r)
{
	PGconn *pg = mine(c)->pg;
	const char *state = field_of(r, PG_DIAG_SQLSTATE);
	bool ends = strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0;
	if (PQstatus(pg) == CONNECTION_BAD || ends) {
		db_failed(c, E_BROKEN, "db.gone", "%s (%s)",
		          *state ? field_of(r, PG_DIAG_MESSAGE_PRIMARY) : PQerrorMessage(pg), state);
		c->failure.lost = true;
		return E_BROKEN;
	}
	return result_failed(c, r, state);
}

err postgres_settle_result(struct db_conn *c, PGresult *r)
{
	ExecStatusType status = PQresultStatus(r);
	bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
	err e = good ? OK : postgres_broken(c, r);
	PQclear(r);
	return e;
}

static err postgres_command(struct db_conn *c, const char *sql)
{
	return postgres_settle_result(c, PQexec(mine(c)->pg, sql));
}

/* COMMIT of a transaction that the server has given up answers ROLLBACK, without an error. */
static err postgres_commit(struct db_conn *c)
{
	PGresult *r = PQexec(mine(c)->pg, "COMMIT");
	bool refused = PQresultStatus(r) == PGRES_COMMAND_OK && strcmp(PQcmdStatus(r), "COMMIT") != 0;
	TRY(postgres_settle_result(c, r));
	return refused ? db_failed(c, E_BROKEN, "db.broken", "the server rolled back instead of committing") : OK;
}

static void postgres_rollback(struct db_conn *c)
{
	PGconn *pg = mine(c)->pg;
	if (PQtransactionStatus(pg) != PQTRANS_IDLE)
		PQclear(PQexec(pg, "ROLLBACK"));
	if (PQstatus(pg) == CONNECTION_BAD)
		c->failure.lost = true;
}

Oid postgres_type(char letter)
{
	return letter == 'i' || letter == 't' ? TYPE_INT8 : letter == 'b' ? TYPE_BYTEA : TYPE_TEXT;
}

static err postgres_prepare(struct db_conn *c, struct db_statement *st)
{
	Oid types[DB_PARAMS_MAX];
	for (int i = 0; i < st->n; i++)
		types[i] = postgres_type(st->params[i]);
	return postgres_settle_result(c, PQprepare(mine(c)->pg, st->name, st->text, st->n, types));
}

static void postgres_forget(struct db_conn *c)
{
	if (c->cached && PQstatus(mine(c)->pg) == CONNECTION_OK)
		PQclear(PQexec(mine(c)->pg, "DEALLOCATE ALL"));
}

void postgres_bind(const struct bound *v, char room[11], const char **ret, int *ret_length)
{
	*ret = NULL;
	*ret_length = 0;
	if (v->none)
		return;
	*ret = v->s.p;
	ASSERT(v->s.n <= INT32_MAX);
	*ret_length = (int)v->s.n;
	if (v->letter == 'd') {
		db_day_text(v->i, room);
		*ret = room;
		*ret_length = 10;
	} else if (v->letter != 's' && v->letter != 'b') {
		uint64_t big = htobe64((uint64_t)v->i);
		memcpy(room, &big, sizeof big);
		*ret = room;
		*ret_length = sizeof big;
	}
}

int64_t postgres_changed(PGresult *r)
{
	return strncmp(PQcmdStatus(r), "SELECT", 6) == 0 ? 0 : strtoll(PQcmdTuples(r), NULL, 10);
}

static err postgres_run(struct db_conn *c, struct db_statement *st, const struct bound *v)
{
	struct postgres_conn *m = mine(c);
	char room[DB_PARAMS_MAX][11];
	const char *values[DB_PARAMS_MAX];
	int lengths[DB_PARAMS_MAX], binary[DB_PARAMS_MAX];
	for (int i = 0; i < st->n; i++) {
		postgres_bind(&v[i], room[i], &values[i], &lengths[i]);
		binary[i] = 1;
	}
	PGresult *r = PQexecPrepared(m->pg, st->name, st->n, values, lengths, binary, 0);
	ExecStatusType status = PQresultStatus(r);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return postgres_settle_result(c, r);
	m->result = r;
	m->row = 0;
	c->changed = postgres_changed(r);
	db_cells_for(c, st, PQnfields(r));
	return OK;
}

static const char *postgres_column(struct db_conn *c, struct db_statement *st UNUSED, int i)
{
	return PQfname(mine(c)->result, i);
}

static int hex(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x0fa7" */
static str bytes_of(struct arena *mem, str text)
{
	size_t n = text.n >= 2 ? (text.n - 2) / 2 : 0;
	char *p = arena_alloc(mem, n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(hex(text.p[2 + 2 * i]) << 4 | hex(text.p[3 + 2 * i]));
	return (str){ p, n };
}

static void read_cell(struct arena *mem, Oid type, str text, struct db_cell *cell)
{
	switch (type) {
	case TYPE_INT8:
	case TYPE_INT4:
	case TYPE_INT2:
	case TYPE_OID:
	case TYPE_NUMERIC: /* with a fraction it is no integer: CELL_OTHER */
		cell->kind = str_to_int(text, &cell->i) ? CELL_INT : CELL_OTHER;
		return;
	case TYPE_BOOL:
		cell->kind = CELL_INT;
		cell->i = text.p[0] == 't';
		return;
	case TYPE_BYTEA:
		cell->kind = CELL_BYTES;
		cell->s = bytes_of(mem, text);
		return;
	case TYPE_TEXT:
	case TYPE_VARCHAR:
	case TYPE_BPCHAR:
	case TYPE_NAME:
		cell->kind = CELL_TEXT;
		cell->s = text;
		return;
	default:
		cell->kind = CELL_OTHER;
	}
}

static err postgres_next(struct db_conn *c, struct db_statement *st, struct arena *mem, bool *ret_row)
{
	struct postgres_conn *m = mine(c);
	*ret_row = m->row < PQntuples(m->result);
	if (!*ret_row)
		return OK;
	for (int i = 0; i < st->columns; i++) {
		st->cells[i].kind = CELL_NULL;
		str text = { PQgetvalue(m->result, m->row, i), (size_t)PQgetlength(m->result, m->row, i) };
		if (!PQgetisnull(m->result, m->row, i))
			read_cell(mem, PQftype(m->result, i), text, &st->cells[i]);
	}
	m->row++;
	return OK;
}

static void postgres_finish(struct db_conn *c, struct db_statement *st UNUSED)
{
	PQclear(mine(c)->result);
	mine(c)->result = NULL;
}

static void postgres_close(struct db_conn *c)
{
	PQfinish(mine(c)->pg);
}

static bool postgres_reopen(struct db_conn *c)
{
	PQreset(mine(c)->pg);
	return PQstatus(mine(c)->pg) == CONNECTION_OK && postgres_set_up(mine(c)->pg);
}

static err postgres_start(struct db_pool *p UNUSED, struct arena *a UNUSED, str *ret_words UNUSED)
{
	return OK;
}

static void postgres_stop(struct db_pool *p UNUSED)
{
}

static err postgres_settle(struct db_conn *c UNUSED)
{
	return OK; /* PostgreSQL has checked its foreign keys all the time */
}

static str postgres_facts(struct db_conn *c, struct arena *a)
{
	PGresult *r = PQexec(mine(c)->pg, "SELECT concat('postgresql=', current_setting('server_version_num'),"
	                                  " ' synchronous_commit=', current_setting('synchronous_commit'),"
	                                  " ' fsync=', current_setting('fsync'),"
	                                  " ' standby=', CASE WHEN pg_is_in_recovery() THEN 't' ELSE 'f' END)");
	bool good = PQresultStatus(r) == PGRES_TUPLES_OK;
	str facts = good ? str_copy(a, str_of(PQgetvalue(r, 0, 0))) : S("postgresql=unreachable");
	PQclear(r);
	return facts;
}

const struct db_driver db_driver_postgres = {
	.kind = "postgresql",
	.begin_write = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
	.begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	/* Not serializable: its picture of the table `migration` would be older than the lock. The number is ours
	   alone. */
	.begin_migration = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '10min';"
	                   "SELECT pg_advisory_xact_lock(5994427331501)",
	.end_migration = "",
	.id = "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
	.integer = "BIGINT",
	.blob = "BYTEA",
	.strict = "",
	.tables = { "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
	            " AND (tablename = $1 OR $1 IS NULL)",
	            "s" },
	.start = postgres_start,
	.stop = postgres_stop,
	.open = postgres_open,
	.close = postgres_close,
	.reopen = postgres_reopen,
	.command = postgres_command,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.prepare = postgres_prepare,
	.forget = postgres_forget,
	.run = postgres_run,
	.run_many = postgres_run_many,
	.column = postgres_column,
	.next = postgres_next,
	.finish = postgres_finish,
	.settle = postgres_settle,
	.facts = postgres_facts,
	.examine = { { "SELECT 'index ' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT"
	               " i.indisvalid AND c.relnamespace = current_schema()::regnamespace LIMIT 20",
	               "" },
	             { "SELECT 'constraint ' || conname FROM pg_constraint WHERE NOT convalidated AND connamespace ="
	               " current_schema()::regnamespace LIMIT 20",
	               "" },
	             { "SELECT 'checksum failures: ' || checksum_failures FROM pg_stat_database WHERE datname ="
	               " current_database() AND checksum_failures > 0",
	               "" } },
	.dump = &db_dump_postgres,
};
