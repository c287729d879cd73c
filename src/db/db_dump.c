/* db_dump.c -- see db_dump.h; what is the same for both databases. */
#include <string.h>

#include "db/db_driver.h"

static struct db_conn *conn_of(const struct cx *cx)
{
	struct db *s = cx->db;
	ASSERT(s && (s->tx || s->snapshot));
	return s->tx ? db_session_writer(s) : s->conn;
}

/* Hands the driver's failure up. */
static err reported(struct cx *cx, const struct db_conn *c, err e, const char *text)
{
	return e == OK ? OK : db_report(cx, c, text);
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

struct column {
	str table, name;
	char kind;
	int64_t key; /* place in the primary key; 0: not in it */
	bool counted;
};

struct gathered {
	struct arena *mem;
	struct list columns;
};

static err into_column(struct db_conn *c UNUSED, struct db_statement *st, void *to)
{
	struct gathered *g = to;
	*LIST_ADD(g->mem, &g->columns, struct column) = (struct column){ .table = str_copy(g->mem, st->cells[0].s),
		                                                         .name = str_copy(g->mem, st->cells[1].s),
		                                                         .kind = *st->cells[2].s.p,
		                                                         .key = st->cells[3].i,
		                                                         .counted = st->cells[4].i != 0 };
	return OK;
}

static const struct column *key_column(const struct column *c, int n, int64_t place)
{
	for (int i = 0; i < n; i++)
		if (c[i].key == place)
			return &c[i];
	return NULL;
}

static str key_of(struct arena *a, const struct column *c, int n, const char *collate)
{
	struct text t = TEXT(a);
	const struct column *k;
	for (int64_t place = 1; (k = key_column(c, n, place)); place++)
		text_print(&t, "%s\"" STR_FMT "\"%s", place > 1 ? ", " : "", STR_ARG(k->name),
		           k->kind == 's' ? collate : "");
	return text_str(&t);
}

/* The n columns from c on are one table. */
static err add_table(struct cx *cx, struct list *to, const struct column *c, int n, const char *collate)
{
	str *names = NEW_ARRAY(cx->mem, str, (size_t)n);
	char *kinds = arena_alloc(cx->mem, (size_t)n + 1);
	bool counted = false;
	for (int i = 0; i < n; i++) {
		names[i] = c[i].name;
		kinds[i] = c[i].kind;
		counted |= c[i].counted;
		if (!strchr("isb", c[i].kind))
			return fail_detail(cx, E_BROKEN, "db.statement", NO_ARGS,
			                   str_print(cx->mem, STR_FMT "." STR_FMT " is of no kind that can be saved",
			                             STR_ARG(c->table), STR_ARG(c[i].name)));
	}
	str key = key_of(cx->mem, c, n, collate);
	if (key.n == 0)
		return fail_detail(cx, E_BROKEN, "db.statement", NO_ARGS,
		                   str_print(cx->mem, STR_FMT " has no primary key", STR_ARG(c->table)));
	*LIST_ADD(cx->mem, to, struct db_table) = (struct db_table){
		.name = c->table, .columns = names, .kinds = kinds, .n = n, .counted = counted, .key = key
	};
	return OK;
}

err db_dump_tables(struct cx *cx, struct list *ret)
{
	struct db_conn *c = conn_of(cx);
	const struct db_dump_driver *d = c->driver->dump;
	struct gathered g = { .mem = cx->mem };
	*ret = (struct list){ .size = sizeof(struct db_table) };
	TRY(db_each(cx, c, &d->columns, V_NONE, into_column, &g));
	const struct column *all = g.columns.items;
	for (size_t from = 0, to = 0; from < g.columns.n; from = to) {
		while (to < g.columns.n && str_eq(all[to].table, all[from].table))
			to++;
		TRY(add_table(cx, ret, all + from, (int)(to - from), d->collate));
	}
	return OK;
}

err db_dump_counter(struct cx *cx, const struct db_table *t, int64_t *ret)
{
	struct db_conn *c = conn_of(cx);
	*ret = 0;
	return t->counted ? reported(cx, c, c->driver->dump->counter(c, t, ret), t->name.p) : OK;
}

static str names_of(struct arena *a, const struct db_table *t)
{
	struct text out = TEXT(a);
	for (int i = 0; i < t->n; i++)
		text_print(&out, "%s\"" STR_FMT "\"", i ? ", " : "", STR_ARG(t->columns[i]));
	return text_str(&out);
}

struct relay {
	db_dump_fn fn;
	void *self;
	err failed; /* fn's own failure, which has its own words */
};

static err relay_row(void *self, const struct db_cell *row)
{
	struct relay *r = self;
	r->failed = r->fn(r->self, row);
	return r->failed;
}

err db_dump_rows(struct cx *cx, const struct db_table *t, db_dump_fn fn, void *self)
{
	struct db_conn *c = conn_of(cx);
	struct relay r = { fn, self, OK };
	str sql = str_print(cx->mem, "SELECT " STR_FMT " FROM \"" STR_FMT "\" ORDER BY " STR_FMT,
	                    STR_ARG(names_of(cx->mem, t)), STR_ARG(t->name), STR_ARG(t->key));
	err e = c->driver->dump->scan(c, sql.p, t, relay_row, &r);
	return r.failed != OK ? r.failed : reported(cx, c, e, sql.p);
}

static err into_applied(struct db_conn *c UNUSED, struct db_statement *st, void *to)
{
	struct gathered *g = to;
	*LIST_ADD(g->mem, &g->columns, struct db_applied) =
	        (struct db_applied){ str_copy(g->mem, st->cells[0].s), str_copy(g->mem, st->cells[1].s) };
	return OK;
}

err db_dump_applied(struct cx *cx, struct list *ret)
{
	static const struct sql select = { "SELECT name, checksum FROM migration ORDER BY name", "" };
	struct gathered g = { .mem = cx->mem };
	TRY(db_each(cx, conn_of(cx), &select, V_NONE, into_applied, &g));
	*ret = g.columns;
	ret->size = sizeof(struct db_applied);
	return OK;
}

/* --- the way back ------------------------------------------------------------------------------------------------- */

static err in_restore(struct cx *cx, struct db_conn *c, err (*fn)(struct cx *cx, void *self), void *self)
{
	struct db *s = cx->db;
	err e = c->driver->command(c, c->driver->begin_migration);
	s->tx = "restore";
	s->doomed = OK;
	s->changed = 0;
	if (e == OK)
		e = c->driver->dump->drop_all(c);
	TRY(reported(cx, c, e, NULL));
	TRY(fn(cx, self));
	TRY(s->doomed);
	return reported(cx, c, c->driver->commit(c), NULL);
}

err db_restore(struct cx *cx, err (*fn)(struct cx *cx, void *self), void *self)
{
	struct db *s = cx->db;
	ASSERT(s && !s->tx && s->pool->mode != DB_READ);
	db_session_end_snapshot(s);
	if (db_writer_take(s->pool) != OK)
		return fail(cx, E_BUSY, "db.busy", NO_ARGS);
	struct db_conn *c = db_session_writer(s);
	err e = in_restore(cx, c, fn, self);
	c->driver->rollback(c);
	s->tx = NULL;
	s->loading = NULL;
	if (c->driver->command(c, c->driver->end_migration) != OK && e == OK)
		e = db_report(cx, c, NULL);
	db_schema_changed(s, c);
	db_writer_give(s->pool);
	return e;
}

err db_restore_migrate(struct cx *cx, const struct migration *list, int n, str *ret_words)
{
	struct db_conn *c = conn_of(cx);
	*ret_words = STR_NONE;
	TRY(db_migration_table(cx, c));
	for (int i = 0; i < n; i++)
		TRY(db_migration_run(cx, c, &list[i], ret_words));
	return OK;
}

static err command_in(struct cx *cx, str sql)
{
	struct db_conn *c = conn_of(cx);
	return reported(cx, c, c->driver->command(c, sql.p), sql.p);
}

err db_restore_empty(struct cx *cx, const struct db_table *t)
{
	return command_in(cx, str_print(cx->mem, "DELETE FROM \"" STR_FMT "\"", STR_ARG(t->name)));
}

err db_restore_loosen(struct cx *cx)
{
	struct db_conn *c = conn_of(cx);
	return reported(cx, c, c->driver->dump->loosen(c), "foreign keys");
}

err db_restore_keys(struct cx *cx)
{
	struct db_conn *c = conn_of(cx);
	return reported(cx, c, c->driver->dump->tighten(c), "foreign keys");
}

err db_load_begin(struct cx *cx, const struct db_table *t)
{
	struct db_conn *c = conn_of(cx);
	TRY(reported(cx, c, c->driver->dump->load_begin(c, t), t->name.p));
	cx->db->loading = t;
	return OK;
}

err db_load_row(struct cx *cx, const struct db_cell *row)
{
	struct db_conn *c = conn_of(cx);
	const struct db_table *t = cx->db->loading;
	return reported(cx, c, c->driver->dump->load_row(c, t, row), t->name.p);
}

err db_load_end(struct cx *cx)
{
	struct db_conn *c = conn_of(cx);
	return reported(cx, c, c->driver->dump->load_end(c), cx->db->loading->name.p);
}

err db_load_counter(struct cx *cx, const struct db_table *t, int64_t highest)
{
	struct db_conn *c = conn_of(cx);
	return t->counted ? reported(cx, c, c->driver->dump->set_counter(c, t, highest), t->name.p) : OK;
}

/* --- where it will stand ------------------------------------------------------------------------------------------ */

err db_place_open(struct arena *a, str url, bool overwrite, struct db_place **ret, str *ret_words)
{
	bool is_file = str_starts(url, "sqlite:");
	struct db_place *p = NEW(a, struct db_place);
	p->driver = is_file ? &db_dump_sqlite : &db_dump_postgres;
	p->url = url;
	*ret = NULL;
	err e = p->driver->place(p, a, overwrite, ret_words);
	if (e == OK)
		*ret = p;
	else
		db_place_close(p);
	return e;
}

struct db_pool *db_place_pool(struct db_place *p)
{
	return p->pool;
}

err db_place_settle(struct db_place *p, struct arena *a, str *ret_aside, str *ret_words)
{
	*ret_aside = *ret_words = STR_NONE;
	return p->driver->settle_place(p, a, ret_aside, ret_words);
}

void db_place_close(struct db_place *p)
{
	if (p)
		p->driver->leave_place(p);
}
