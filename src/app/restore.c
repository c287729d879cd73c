/* restore.c -- see restore.h. */
#include "app/restore.h"

#include "core/audit.h"

struct loading {
	struct cx *cx;
	struct restore *r;
	struct list tables; /* struct db_table, as the migrations made them */
	const struct db_table *table;
	int64_t counter, loaded;
};

static const struct migration *known(const struct restore *r, str name)
{
	for (int i = 0; i < r->n; i++)
		if (str_is(name, r->migrations[i].name))
			return &r->migrations[i];
	return NULL;
}

err restore_check_schema(struct cx *cx, const struct restore *r, const struct archive_head *h)
{
	LIST_EACH (const struct db_applied, it, &h->applied) {
		const struct migration *m = known(r, it->name);
		if (!m)
			return fail(cx, E_INVALID, "archive.newer", ARGS({ "name", it->name }));
		if (!str_eq(it->checksum, db_migration_checksum(cx->mem, m->text)))
			return fail(cx, E_INVALID, "archive.changed_migration", ARGS({ "name", it->name }));
	}
	return OK;
}

static bool has(const struct list *applied, const char *name)
{
	LIST_EACH (const struct db_applied, it, applied)
		if (str_is(it->name, name))
			return true;
	return false;
}

/* The migrations that the archive has (or, `later`, has not), in their order. */
static err migrate(struct loading *l, const struct archive_head *h, bool later, int *ret_n)
{
	struct list chosen = { 0 };
	for (int i = 0; i < l->r->n; i++)
		if (has(&h->applied, l->r->migrations[i].name) != later)
			*LIST_ADD(l->cx->mem, &chosen, struct migration) = l->r->migrations[i];
	*ret_n = (int)chosen.n;
	return db_restore_migrate(l->cx, chosen.items, (int)chosen.n, &l->r->words);
}

/* The tables as they were when the archive was made, and empty. */
static err on_head(void *self, const struct archive_head *h)
{
	struct loading *l = self;
	int n;
	TRY(restore_check_schema(l->cx, l->r, h));
	TRY(migrate(l, h, false, &n));
	TRY(db_dump_tables(l->cx, &l->tables));
	TRY(db_restore_loosen(l->cx));
	LIST_EACH (const struct db_table, t, &l->tables)
		TRY(db_restore_empty(l->cx, t));
	return OK;
}

static bool same_columns(const struct db_table *a, const struct db_table *b)
{
	for (int i = 0; i < a->n; i++)
		if (a->n != b->n || a->kinds[i] != b->kinds[i] || !str_eq(a->columns[i], b->columns[i]))
			return false;
	return a->n == b->n;
}

static err on_table(void *self, const struct db_table *t, int64_t counter)
{
	struct loading *l = self;
	l->table = NULL;
	LIST_EACH (const struct db_table, it, &l->tables)
		if (str_eq(it->name, t->name) && same_columns(it, t))
			l->table = it;
	if (!l->table)
		return fail(l->cx, E_INVALID, "archive.other_table", ARGS({ "name", t->name }));
	l->counter = counter;
	l->loaded++;
	return db_load_begin(l->cx, l->table);
}

static err on_row(void *self, const struct db_cell *row)
{
	struct loading *l = self;
	return db_load_row(l->cx, row);
}

static err on_table_end(void *self)
{
	struct loading *l = self;
	TRY(db_load_end(l->cx));
	return db_load_counter(l->cx, l->table, l->counter);
}

static err verify_audit(struct cx *cx)
{
	struct audit_verdict v;
	TRY(audit_verify(cx, STR_NONE, &v));
	return v.ok ? OK : fail(cx, E_INVALID, "archive.audit", NO_ARGS);
}

static err load(struct cx *cx, void *self)
{
	struct loading *l = self;
	struct restore *r = l->r;
	struct archive_visitor v = { l, on_head, on_table, on_row, on_table_end };
	struct archive_sum sum;
	TRY(archive_read(cx, r->key, r->in, r->self, &v, &r->head, &r->sum));
	if (l->loaded != (int64_t)l->tables.n)
		return fail(cx, E_INVALID, "archive.table_missing", NO_ARGS);
	TRY(db_restore_keys(cx));
	TRY(archive_sum_of(cx, &sum));
	if (!str_eq(sum.hash, r->sum.hash))
		return fail(cx, E_BROKEN, "archive.differs", NO_ARGS);
	TRY(migrate(l, &r->head, true, &r->later));
	TRY(db_restore_keys(cx));
	return verify_audit(cx);
}

err restore_load(struct cx *cx, struct restore *r)
{
	struct loading l = { .cx = cx, .r = r };
	return db_restore(cx, load, &l);
}
