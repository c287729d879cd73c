/* db.c -- binding, reading and executing, the same for both databases. */
#include <string.h>

#include "db/db_driver.h"

struct bound bound_int(int64_t i)
{
	return (struct bound){ .letter = 'i', .i = i };
}

struct bound bound_int32(int i)
{
	return bound_int(i);
}

struct bound bound_bool(bool b)
{
	return bound_int(b ? 1 : 0);
}

struct bound bound_text(str s)
{
	return (struct bound){ .letter = 's', .none = !s.p, .s = s };
}

struct bound bound_day(day d)
{
	return (struct bound){ .letter = 'd', .none = !day_is(d), .i = d.n };
}

struct bound bound_instant(instant t)
{
	return (struct bound){ .letter = 't', .none = t.ms == 0, .i = t.ms };
}

struct bound bound_maybe(struct maybe m)
{
	return (struct bound){ .letter = 'i', .none = !m.has, .i = m.v };
}

struct bound bound_bytes(const void *p, size_t n)
{
	return (struct bound){ .letter = 'b', .none = !p, .s = { p, n } };
}

/* A wrong number or letter is our own mistake; text that no database takes is the sender's. */
static err check_bounds(struct cx *cx, const struct sql *q, struct bounds v)
{
	size_t n = strlen(q->params);
	if (n != (size_t)v.n)
		return fail_detail(cx, E_BROKEN, "db.statement", NO_ARGS,
		                   str_print(cx->mem, "%d values for %zu parameters | %.120s", v.n, n, q->text));
	for (int i = 0; i < v.n; i++) {
		if (v.v[i].letter != q->params[i])
			return fail_detail(cx, E_BROKEN, "db.statement", NO_ARGS,
			                   str_print(cx->mem, "$%d is '%c', bound '%c' | %.120s", i + 1, q->params[i],
			                             v.v[i].letter, q->text));
		if (v.v[i].letter == 's' && !v.v[i].none && !utf8_valid(v.v[i].s))
			return fail(cx, E_INVALID, "form.bad_text", NO_ARGS);
	}
	return OK;
}

static err prepare_and_run(struct db_conn *c, const struct sql *q, struct bounds v, struct db_statement **ret)
{
	TRY(db_statement_of(c, q, ret));
	return c->driver->run(c, *ret, v.v);
}

/* A connection that was lost between two pages is made again; inside a transaction or snapshot it stays lost. */
static err start(const struct db *s, struct db_conn *c, const struct sql *q, struct bounds v, struct db_statement **ret)
{
	err e = prepare_and_run(c, q, v, ret);
	if (e == OK || !c->failure.lost || s->tx || s->snapshot || !db_conn_revive(c))
		return e;
	return prepare_and_run(c, q, v, ret);
}

static err fetch(struct cx *cx, struct db_conn *c, struct db_statement *st, db_row_fn fn, void *to)
{
	for (bool row = true; row;) {
		TRY(c->driver->next(c, st, cx->mem, &row));
		if (row && fn)
			TRY(fn(c, st, to));
	}
	return OK;
}

err db_each(struct cx *cx, struct db_conn *c, const struct sql *q, struct bounds v, db_row_fn fn, void *to)
{
	TRY(check_bounds(cx, q, v));
	struct db_statement *st;
	err e = start(cx->db, c, q, v, &st);
	if (e == OK) {
		e = fetch(cx, c, st, fn, to);
		c->driver->finish(c, st);
	}
	return e == OK ? OK : db_report(cx, c, q->text);
}

/* Inside a transaction: its connection, unless a statement of it failed before (PostgreSQL would refuse the next one
 * too; SQLite would not, and the two must not differ). */
static err each_in_tx(struct cx *cx, const struct sql *q, struct bounds v, db_row_fn fn, void *to)
{
	struct db *s = cx->db;
	if (s->doomed != OK)
		return s->doomed;
	struct db_conn *c = db_session_writer(s);
	s->doomed = db_each(cx, c, q, v, fn, to);
	if (s->doomed == OK)
		s->changed += c->changed;
	return s->doomed;
}

static err each(struct cx *cx, const struct sql *q, struct bounds v, db_row_fn fn, void *to)
{
	ASSERT(cx->db);
	struct db *s = cx->db;
	if (s->tx)
		return each_in_tx(cx, q, v, fn, to);
	bool take = s->pool->shared && !s->snapshot;
	if (take && db_writer_take(s->pool) != OK)
		return fail(cx, E_BUSY, "db.busy", NO_ARGS);
	err e = db_each(cx, s->conn, q, v, fn, to);
	if (take)
		db_writer_give(s->pool);
	return e;
}

struct target {
	struct arena *mem;
	const struct record *record;
	void *row;
	struct list *list;
	int64_t *number;
	int rows;
};

static err too_many(struct db_conn *c, const struct target *t)
{
	return t->rows > 1 ? db_failed(c, E_BROKEN, "db.statement", "more than one row") : OK;
}

static err into_row(struct db_conn *c, struct db_statement *st, void *to)
{
	struct target *t = to;
	t->rows++;
	TRY(too_many(c, t));
	return db_decode(c, st, t->record, t->mem, t->row);
}

static err into_list(struct db_conn *c, struct db_statement *st, void *to)
{
	struct target *t = to;
	return db_decode(c, st, t->record, t->mem, list_add(t->mem, t->list, t->record->size));
}

static err into_number(struct db_conn *c, struct db_statement *st, void *to)
{
	struct target *t = to;
	t->rows++;
	TRY(too_many(c, t));
	if (st->columns < 1 || st->cells[0].kind != CELL_INT)
		return db_failed(c, E_BROKEN, "db.statement", "the first column is no integer");
	*t->number = st->cells[0].i;
	return OK;
}

err db_row(struct cx *cx, const struct sql *q, const struct record *r, void *ret, struct bounds v)
{
	memset(ret, 0, r->size);
	struct target t = { .mem = cx->mem, .record = r, .row = ret };
	TRY(each(cx, q, v, into_row, &t));
	return t.rows == 1 ? OK : E_NOTFOUND;
}

err db_list(struct cx *cx, const struct sql *q, const struct record *r, struct list *ret, struct bounds v)
{
	*ret = (struct list){ .size = r->size };
	struct target t = { .mem = cx->mem, .record = r, .list = ret };
	return each(cx, q, v, into_list, &t);
}

err db_int(struct cx *cx, const struct sql *q, int64_t *ret, struct bounds v)
{
	*ret = 0;
	struct target t = { .number = ret };
	TRY(each(cx, q, v, into_number, &t));
	return t.rows == 1 ? OK : E_NOTFOUND;
}

err db_exec(struct cx *cx, const struct sql *q, int64_t *ret_changed, struct bounds v)
{
	ASSERT(db_in_tx(cx));
	if (ret_changed)
		*ret_changed = 0;
	TRY(each_in_tx(cx, q, v, NULL, NULL));
	if (ret_changed)
		*ret_changed = db_session_writer(cx->db)->changed;
	return OK;
}

/* --- many rows ---------------------------------------------------------------------------------------------------- */

void db_many_add(struct cx *cx, struct db_many *m, struct bounds v)
{
	/* A wrong number would shift the values of all that follow. */
	ASSERT((size_t)v.n == strlen(m->sql->params));
	for (int i = 0; i < v.n; i++)
		*LIST_ADD(cx->mem, &m->values, struct bound) = v.v[i];
	m->rows++;
}

static struct bounds row_of(const struct db_many *m, int64_t row)
{
	int n = (int)strlen(m->sql->params);
	return (struct bounds){ LIST_AT(&m->values, struct bound, (size_t)(row * n)), n };
}

static err one_by_one(struct cx *cx, const struct db_many *m, int64_t *ret)
{
	for (int64_t i = 0; i < m->rows; i++)
		TRY(ret ? db_int(cx, m->sql, &ret[i], row_of(m, i)) : db_exec(cx, m->sql, NULL, row_of(m, i)));
	return OK;
}

static err send_part(struct cx *cx, struct db_conn *c, const struct db_many *m, int64_t first, int rows, int64_t *ret)
{
	struct db_statement *st;
	for (int i = 0; i < rows; i++)
		TRY(check_bounds(cx, m->sql, row_of(m, first + i)));
	err e = db_statement_of(c, m->sql, &st);
	if (e == OK)
		e = c->driver->run_many(c, st, row_of(m, first).v, rows, ret ? ret + first : NULL);
	return e == OK ? OK : db_report(cx, c, m->sql->text);
}

err db_many_run(struct cx *cx, const struct db_many *m, int64_t *ret)
{
	struct db *s = cx->db;
	ASSERT(s && s->tx);
	struct db_conn *c = db_session_writer(s);
	if (!c->driver->run_many || strlen(m->sql->params) == 0)
		return one_by_one(cx, m, ret);
	for (int64_t first = 0; first < m->rows && s->doomed == OK; first += DB_MANY) {
		int64_t left = m->rows - first;
		s->doomed = send_part(cx, c, m, first, left < DB_MANY ? (int)left : DB_MANY, ret);
		if (s->doomed == OK)
			s->changed += c->changed;
	}
	return s->doomed;
}

/* --- looking at the database itself ------------------------------------------------------------------------------- */

err db_prepare_check(struct cx *cx, const struct sql *q)
{
	ASSERT(cx->db && !cx->db->tx);
	struct db *s = cx->db;
	if (s->pool->shared && db_writer_take(s->pool) != OK)
		return fail(cx, E_BUSY, "db.busy", NO_ARGS);
	struct db_statement *st;
	err e = db_statement_of(s->conn, q, &st);
	if (s->pool->shared)
		db_writer_give(s->pool);
	return e == OK ? OK : db_report(cx, s->conn, NULL);
}

struct faults {
	struct text *out;
	int n;
};

static err into_fault(struct db_conn *c UNUSED, struct db_statement *st, void *to)
{
	struct faults *f = to;
	text_print(f->out, "%s" STR_FMT, f->n++ ? "; " : "", STR_ARG(st->cells[0].s));
	return OK;
}

err db_examine(struct cx *cx, struct text *out, int *ret_faults)
{
	struct faults f = { .out = out };
	for (const struct sql *q = cx->db->conn->driver->examine; q->text; q++)
		TRY(each(cx, q, V_NONE, into_fault, &f));
	*ret_faults = f.n;
	return OK;
}

str db_facts(struct cx *cx)
{
	struct db *s = cx->db;
	return s->conn->driver->facts(s->conn, cx->mem);
}
