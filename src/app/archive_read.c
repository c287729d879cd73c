/* archive_read.c -- see archive.h. Nothing that was read is believed before its seal is proven; what then still does
 * not fit the form was written by another program, and is refused as well. */
#include "app/archive.h"

#include <string.h>

#include "app/archive_form.h"

struct reader {
	struct cx *cx;
	struct seal_reader *seal;
	struct seal_hash *hash; /* NULL: outside of the hashed part */
	const struct archive_visitor *v;
	struct archive_sum sum;
};

static const char *const state_words[] = {
	[SEAL_FINE] = "archive.changed",
	[SEAL_FOREIGN] = "archive.foreign",
	[SEAL_NO_KEY] = "archive.no_key",
	[SEAL_WRONG_KEY] = "archive.wrong_key",
	[SEAL_OPEN] = "archive.open",
	[SEAL_CUT] = "archive.cut",
	[SEAL_CHANGED] = "archive.changed",
	[SEAL_LONGER] = "archive.longer",
	[SEAL_UNREADABLE] = "archive.unreadable",
};

static err refuse(struct reader *r, err e)
{
	return fail(r->cx, e, state_words[seal_state(r->seal)], NO_ARGS);
}

static err misshapen(struct reader *r)
{
	return fail(r->cx, E_INVALID, "archive.changed", NO_ARGS);
}

static err get(struct reader *r, void *p, size_t n)
{
	err e = seal_get(r->seal, p, n);
	if (e != OK)
		return refuse(r, e);
	if (r->hash)
		seal_hash_add(r->hash, p, n);
	return OK;
}

static err get_number(struct reader *r, int bytes, uint64_t *ret)
{
	unsigned char p[8];
	TRY(get(r, p, (size_t)bytes));
	*ret = 0;
	for (int i = 0; i < bytes; i++)
		*ret |= (uint64_t)p[i] << (8 * i);
	return OK;
}

static err get_int(struct reader *r, int64_t *ret)
{
	uint64_t v;
	TRY(get_number(r, 8, &v));
	*ret = (int64_t)v;
	return OK;
}

static err get_count(struct reader *r, int64_t most, int64_t *ret)
{
	TRY(get_int(r, ret));
	return *ret >= 0 && *ret <= most ? OK : misshapen(r);
}

static err get_text(struct reader *r, str *ret)
{
	uint64_t n;
	TRY(get_number(r, 4, &n));
	if (n > ARCHIVE_MAX_TEXT)
		return misshapen(r);
	char *p = arena_alloc(r->cx->mem, (size_t)n + 1);
	*ret = (str){ p, (size_t)n };
	return get(r, p, (size_t)n);
}

static err get_head(struct reader *r, struct archive_head *h)
{
	char magic[sizeof ARCHIVE_MAGIC - 1];
	TRY(get(r, magic, sizeof magic));
	if (memcmp(magic, ARCHIVE_MAGIC, sizeof magic) != 0)
		return fail(r->cx, E_INVALID, "archive.other_form", NO_ARGS);
	TRY(get_int(r, &h->made_at.ms));
	TRY(get_text(r, &h->program));
	TRY(get_text(r, &h->kind));
	TRY(get_int(r, &h->audit_seq));
	return get_text(r, &h->audit_hash);
}

static err get_applied(struct reader *r, struct list *ret)
{
	int64_t n;
	*ret = (struct list){ .size = sizeof(struct db_applied) };
	TRY(get_count(r, ARCHIVE_MAX_COLUMNS, &n));
	for (int64_t i = 0; i < n; i++) {
		struct db_applied *m = LIST_ADD(r->cx->mem, ret, struct db_applied);
		TRY(get_text(r, &m->name));
		TRY(get_text(r, &m->checksum));
	}
	return OK;
}

static err get_cell(struct reader *r, char kind, struct db_cell *cell)
{
	char tag;
	TRY(get(r, &tag, 1));
	*cell = (struct db_cell){ .kind = CELL_NULL };
	if (tag == ARCHIVE_NULL)
		return OK;
	if (tag != kind)
		return misshapen(r);
	cell->kind = tag == ARCHIVE_INT ? CELL_INT : tag == ARCHIVE_TEXT ? CELL_TEXT : CELL_BYTES;
	if (tag == ARCHIVE_INT)
		return get_int(r, &cell->i);
	TRY(get_text(r, &cell->s));
	return tag == ARCHIVE_BYTES || utf8_valid(cell->s) ? OK : misshapen(r);
}

static err get_row(struct reader *r, const struct db_table *t, struct db_cell *row)
{
	for (int i = 0; i < t->n; i++)
		TRY(get_cell(r, t->kinds[i], &row[i]));
	return r->v && r->v->row ? r->v->row(r->v->self, row) : OK;
}

static err get_columns(struct reader *r, struct db_table *t)
{
	int64_t n;
	TRY(get_text(r, &t->name));
	TRY(get_count(r, ARCHIVE_MAX_COLUMNS, &n));
	str *names = NEW_ARRAY(r->cx->mem, str, (size_t)n);
	char *kinds = arena_alloc(r->cx->mem, (size_t)n + 1);
	for (int64_t i = 0; i < n; i++) {
		TRY(get_text(r, &names[i]));
		TRY(get(r, &kinds[i], 1));
	}
	t->columns = names;
	t->kinds = kinds;
	t->n = (int)n;
	return OK;
}

static err get_rows(struct reader *r, const struct db_table *t)
{
	struct db_cell *row = NEW_ARRAY(r->cx->mem, struct db_cell, (size_t)t->n);
	int64_t rows = 0, said;
	for (char tag;; rows++) {
		struct arena_mark mark = arena_mark(r->cx->mem);
		TRY(get(r, &tag, 1));
		if (tag != ARCHIVE_ROW) {
			TRY(tag == ARCHIVE_END ? OK : misshapen(r));
			break;
		}
		TRY(get_row(r, t, row));
		arena_release(r->cx->mem, mark);
	}
	TRY(get_int(r, &said));
	r->sum.rows += rows;
	return said == rows ? OK : misshapen(r);
}

static err get_table(struct reader *r)
{
	struct db_table t = { 0 };
	int64_t counter;
	TRY(get_columns(r, &t));
	TRY(get_int(r, &counter));
	if (r->v && r->v->table)
		TRY(r->v->table(r->v->self, &t, counter));
	TRY(get_rows(r, &t));
	r->sum.tables++;
	return r->v && r->v->table_end ? r->v->table_end(r->v->self) : OK;
}

static err get_tables(struct reader *r)
{
	for (char tag;;) {
		struct arena_mark mark = arena_mark(r->cx->mem);
		TRY(get(r, &tag, 1));
		if (tag == ARCHIVE_LAST)
			return OK;
		TRY(tag == ARCHIVE_TABLE ? get_table(r) : misshapen(r));
		arena_release(r->cx->mem, mark);
	}
}

static err get_end(struct reader *r)
{
	int64_t tables, rows;
	char hash[64];
	TRY(get_int(r, &tables));
	TRY(get_int(r, &rows));
	r->sum.hash = seal_hash_hex(r->hash, r->cx->mem);
	r->hash = NULL;
	TRY(get(r, hash, sizeof hash));
	if (tables != r->sum.tables || rows != r->sum.rows || !str_eq((str){ hash, sizeof hash }, r->sum.hash))
		return misshapen(r);
	err e = seal_ends(r->seal);
	return e == OK ? OK : refuse(r, e);
}

err archive_read(struct cx *cx, const struct seal_key *key, seal_in in, void *self, const struct archive_visitor *v,
                 struct archive_head *ret_head, struct archive_sum *ret)
{
	struct reader r = { .cx = cx, .v = v };
	err e = seal_open(cx->mem, key, in, self, &r.seal);
	if (e != OK)
		return refuse(&r, e);
	*ret_head = (struct archive_head){ 0 };
	TRY(get_head(&r, ret_head));
	r.hash = seal_hash_new(cx->mem);
	TRY(get_applied(&r, &ret_head->applied));
	if (v && v->head)
		TRY(v->head(v->self, ret_head));
	TRY(get_tables(&r));
	TRY(get_end(&r));
	*ret = r.sum;
	return OK;
}
