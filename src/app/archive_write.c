/* archive_write.c -- see archive.h. */
#include "app/archive.h"

#include <string.h>

#include "app/archive_form.h"
#include "core/audit.h"

struct writer {
	struct cx *cx;
	struct seal_writer *seal; /* NULL: only the hash is wanted */
	struct seal_hash *hash;   /* NULL: outside of the hashed part */
	const struct db_table *table;
	int64_t table_rows;
	struct archive_sum sum;
};

static err put(struct writer *w, const void *p, size_t n)
{
	if (w->hash)
		seal_hash_add(w->hash, p, n);
	if (!w->seal || n == 0)
		return OK;
	return seal_put(w->seal, p, n) == OK ? OK : fail(w->cx, E_BROKEN, "archive.not_written", NO_ARGS);
}

static void lowest_first(unsigned char *p, uint64_t v, int n)
{
	for (int i = 0; i < n; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

static err put_int(struct writer *w, int64_t v)
{
	unsigned char p[8];
	lowest_first(p, (uint64_t)v, 8);
	return put(w, p, sizeof p);
}

static err put_tag(struct writer *w, char tag)
{
	return put(w, &tag, 1);
}

static err put_text(struct writer *w, str s)
{
	unsigned char length[4];
	if (s.n > ARCHIVE_MAX_TEXT)
		return fail(w->cx, E_BROKEN, "archive.too_long", NO_ARGS);
	lowest_first(length, s.n, 4);
	TRY(put(w, length, sizeof length));
	return put(w, s.p, s.n);
}

/* One call of put for the short ones: this is the inner loop. */
static err put_cell(struct writer *w, const struct db_cell *v)
{
	unsigned char p[9] = { ARCHIVE_INT };
	switch (v->kind) {
	case CELL_NULL:
		return put_tag(w, ARCHIVE_NULL);
	case CELL_INT:
		lowest_first(p + 1, (uint64_t)v->i, 8);
		return put(w, p, sizeof p);
	case CELL_TEXT:
		TRY(put_tag(w, ARCHIVE_TEXT));
		return put_text(w, v->s);
	case CELL_BYTES:
		TRY(put_tag(w, ARCHIVE_BYTES));
		return put_text(w, v->s);
	case CELL_OTHER:
		break;
	}
	return fail_detail(w->cx, E_BROKEN, "db.statement", NO_ARGS, S("a value of no kind that can be saved"));
}

static err put_row(void *self, const struct db_cell *row)
{
	struct writer *w = self;
	w->table_rows++;
	TRY(put_tag(w, ARCHIVE_ROW));
	for (int i = 0; i < w->table->n; i++)
		TRY(put_cell(w, &row[i]));
	return OK;
}

static err put_table(struct writer *w, const struct db_table *t)
{
	int64_t counter;
	TRY(put_tag(w, ARCHIVE_TABLE));
	TRY(put_text(w, t->name));
	TRY(put_int(w, t->n));
	for (int i = 0; i < t->n; i++) {
		TRY(put_text(w, t->columns[i]));
		TRY(put_tag(w, t->kinds[i]));
	}
	TRY(db_dump_counter(w->cx, t, &counter));
	TRY(put_int(w, counter));
	w->table = t;
	w->table_rows = 0;
	TRY(db_dump_rows(w->cx, t, put_row, w));
	TRY(put_tag(w, ARCHIVE_END));
	TRY(put_int(w, w->table_rows));
	w->sum.tables++;
	w->sum.rows += w->table_rows;
	return OK;
}

/* The canonical part. */
static err put_content(struct writer *w, const struct list *applied)
{
	struct list tables;
	w->hash = seal_hash_new(w->cx->mem);
	TRY(put_int(w, (int64_t)applied->n));
	LIST_EACH (const struct db_applied, m, applied) {
		TRY(put_text(w, m->name));
		TRY(put_text(w, m->checksum));
	}
	TRY(db_dump_tables(w->cx, &tables));
	LIST_EACH (const struct db_table, t, &tables) {
		struct arena_mark mark = arena_mark(w->cx->mem);
		TRY(put_table(w, t));
		arena_release(w->cx->mem, mark);
	}
	TRY(put_tag(w, ARCHIVE_LAST));
	TRY(put_int(w, w->sum.tables));
	TRY(put_int(w, w->sum.rows));
	w->sum.hash = seal_hash_hex(w->hash, w->cx->mem);
	w->hash = NULL;
	return OK;
}

err archive_sum_of(struct cx *cx, struct archive_sum *ret)
{
	struct writer w = { .cx = cx };
	struct list applied;
	TRY(db_dump_applied(cx, &applied));
	TRY(put_content(&w, &applied));
	*ret = w.sum;
	return OK;
}

static err put_head(struct writer *w, const struct archive_head *h)
{
	TRY(put(w, ARCHIVE_MAGIC, strlen(ARCHIVE_MAGIC)));
	TRY(put_int(w, h->made_at.ms));
	TRY(put_text(w, h->program));
	TRY(put_text(w, h->kind));
	TRY(put_int(w, h->audit_seq));
	return put_text(w, h->audit_hash);
}

err archive_write(struct cx *cx, const struct seal_key *key, seal_out out, void *self, struct archive_head *ret_head,
                  struct archive_sum *ret)
{
	struct writer w = { .cx = cx };
	struct archive_head *h = ret_head;
	*h = (struct archive_head){ .made_at = cx->now, .program = S(SCHARNIER_VERSION), .kind = ret_head->kind };
	TRY(db_snapshot(cx));
	TRY(db_dump_applied(cx, &h->applied));
	TRY(audit_head(cx, &h->audit_seq, &h->audit_hash));
	if (seal_begin(cx->mem, key, out, self, &w.seal) != OK)
		return fail(cx, E_BROKEN, "archive.not_written", NO_ARGS);
	TRY(put_head(&w, h));
	TRY(put_content(&w, &h->applied));
	TRY(put(&w, w.sum.hash.p, w.sum.hash.n));
	if (seal_finish(w.seal) != OK)
		return fail(cx, E_BROKEN, "archive.not_written", NO_ARGS);
	*ret = w.sum;
	return OK;
}
