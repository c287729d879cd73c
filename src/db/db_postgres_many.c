/* db_postgres_many.c -- one statement for many rows. Rows are sent without waiting for the answer to each, and where
 * the statement allows it, BLOCK of them in one statement: for each statement the server reads the table's constraints
 * anew, which costs more than the row itself. */
#include <stdlib.h>
#include <string.h>

#include "db/db_postgres.h"

enum { BLOCK = 50 };

/* The values of a block in their outgoing form. */
struct postgres_block {
	char room[BLOCK * DB_PARAMS_MAX][11];
	const char *values[BLOCK * DB_PARAMS_MAX];
	int lengths[BLOCK * DB_PARAMS_MAX], binary[BLOCK * DB_PARAMS_MAX];
};

static PGconn *server(struct db_conn *c)
{
	return ((struct postgres_conn *)c)->pg;
}

static struct postgres_block *room_of(struct db_conn *c)
{
	struct postgres_conn *m = (struct postgres_conn *)c;
	if (!m->block)
		m->block = NEW(c->life, struct postgres_block);
	return m->block;
}

/* --- a statement for a block of rows ------------------------------------------------------------------------------ */

/* "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING id" in its parts. */
struct insert {
	str head, values, tail;
};

/* Only an insert of plain values, alike for one row and for many: nothing that reads (what it saw could change from
 * row to row), no ON CONFLICT (two rows of one statement must not meet), no parameter outside the values. */
static bool parts_of(const char *text, struct insert *ret)
{
	const char *values = strstr(text, " VALUES (");
	if (strncmp(text, "INSERT INTO ", 12) != 0 || !values)
		return false;
	values += strlen(" VALUES ");
	const char *end = values + 1;
	while (*end && *end != ')' && *end != '(') {
		const char *behind = db_sql_skip(end);
		end = behind == end ? end + 1 : behind;
	}
	if (*end != ')')
		return false;
	end++;
	ret->head = (str){ text, (size_t)(values - text) };
	ret->values = (str){ values, (size_t)(end - values) };
	ret->tail = str_of(end);
	return !memchr(ret->head.p, '$', ret->head.n) && !strchr(end, '$') &&
	       (*end == '\0' || strncmp(end, " RETURNING ", 11) == 0);
}

/* The values once more, their parameters counted on by `shift`. */
static void add_values(struct text *t, str values, int shift)
{
	for (const char *p = values.p, *end = values.p + values.n; p < end;) {
		const char *behind = db_sql_skip(p);
		if (behind != p) {
			text_add(t, (str){ p, (size_t)(behind - p) });
			p = behind;
		} else if (*p == '$') {
			char *rest;
			text_print(t, "$%ld", strtol(p + 1, &rest, 10) + shift);
			p = rest;
		} else {
			text_char(t, *p++);
		}
	}
}

static str block_name(struct db_conn *c, const struct db_statement *st)
{
	return str_print(c->mem, "%sb", st->name);
}

static err prepare_block(struct db_conn *c, struct db_statement *st, const struct insert *parts)
{
	struct arena_mark mark = arena_mark(c->mem);
	struct text t = TEXT(c->mem);
	Oid *types = NEW_ARRAY(c->mem, Oid, (size_t)(BLOCK * st->n));
	text_add(&t, parts->head);
	for (int row = 0; row < BLOCK; row++) {
		text_c(&t, row ? ", " : "");
		add_values(&t, parts->values, row * st->n);
		for (int i = 0; i < st->n; i++)
			types[row * st->n + i] = postgres_type(st->params[i]);
	}
	text_add(&t, parts->tail);
	PGresult *r = PQprepare(server(c), block_name(c, st).p, text_str(&t).p, BLOCK * st->n, types);
	arena_release(c->mem, mark);
	return postgres_settle_result(c, r);
}

/* Finds out, once, whether the statement has a form for a block. */
static err look_for_block(struct db_conn *c, struct db_statement *st)
{
	struct insert parts;
	if (st->block)
		return OK;
	st->block = -1;
	if (!parts_of(st->text, &parts))
		return OK;
	TRY(prepare_block(c, st, &parts));
	st->block = BLOCK;
	return OK;
}

/* --- sending and the answers -------------------------------------------------------------------------------------- */

/* How many of the rows that are left go into the next statement. */
static int rows_of_next(const struct db_statement *st, int left)
{
	return st->block > 0 && left >= st->block ? st->block : 1;
}

static bool send(struct db_conn *c, struct db_statement *st, const struct bound *v, int rows)
{
	struct postgres_block *b = room_of(c);
	struct arena_mark mark = arena_mark(c->mem);
	const char *name = rows > 1 ? block_name(c, st).p : st->name;
	int n = rows * st->n;
	for (int i = 0; i < n; i++) {
		postgres_bind(&v[i], b->room[i], &b->values[i], &b->lengths[i]);
		b->binary[i] = 1;
	}
	bool sent = PQsendQueryPrepared(server(c), name, n, b->values, b->lengths, b->binary, 0) == 1;
	arena_release(c->mem, mark);
	return sent;
}

/* The answer to one statement; released. A block answers in the order of its values. */
static err take_answer(struct db_conn *c, PGresult *r, int rows, int64_t *ret)
{
	ExecStatusType status = PQresultStatus(r);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return postgres_settle_result(c, r);
	c->changed += postgres_changed(r);
	bool good = !ret || (PQntuples(r) == rows && PQnfields(r) >= 1);
	for (int i = 0; ret && good && i < rows; i++)
		good = !PQgetisnull(r, i, 0) && str_to_int(str_of(PQgetvalue(r, i, 0)), &ret[i]);
	PQclear(r);
	return good ? OK : db_failed(c, E_BROKEN, "db.statement", "the answer is not one integer");
}

/* The answers up to the mark behind the last row. Those behind a failure say only that they were left out. Between two
 * answers the library says nothing once; twice means that nothing will come. */
static err take_answers(struct db_conn *c, const struct db_statement *st, int rows, int64_t *ret)
{
	int row = 0;
	err e = OK;
	for (int silent = 0; silent < 2;) {
		PGresult *r = PQgetResult(server(c));
		int n = rows_of_next(st, rows - row);
		silent = r ? 0 : silent + 1;
		if (!r)
			continue;
		bool mark = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
		if (e != OK || mark || row == rows)
			PQclear(r);
		else
			e = take_answer(c, r, n, ret ? &ret[row] : NULL);
		if (mark)
			break;
		row += n;
	}
	return e == OK && row != rows ? postgres_broken(c, NULL) : e;
}

err postgres_run_many(struct db_conn *c, struct db_statement *st, const struct bound *v, int rows, int64_t *ret)
{
	c->changed = 0;
	if (rows >= BLOCK)
		TRY(look_for_block(c, st));
	bool sent = PQenterPipelineMode(server(c)) == 1;
	for (int row = 0, n; row < rows && sent; row += n) {
		n = rows_of_next(st, rows - row);
		sent = send(c, st, v + (size_t)row * (size_t)st->n, n);
	}
	sent = PQpipelineSync(server(c)) == 1 && sent;
	err e = take_answers(c, st, rows, ret);
	if (PQexitPipelineMode(server(c)) != 1 && e == OK)
		e = postgres_broken(c, NULL);
	return e == OK && !sent ? postgres_broken(c, NULL) : e;
}
