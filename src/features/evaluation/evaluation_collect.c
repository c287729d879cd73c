/* evaluation_collect.c -- asks the features, protects quarter by quarter, gives pseudonyms, forgets the rest.
 *
 * Memory: what a KI answers lives until the next one is asked; the rows of a quarter until the next quarter, with one
 * copy of each text that stands in a column; what leaves until the request is over. */
#include "crypt/crypt.h"
#include "features/centres/centres_model.h"
#include "features/evaluation/anonymity.h"
#include "features/evaluation/evaluation_model.h"

struct work {
	struct cx *cx;
	str key; /* of this export */
	int64_t threshold, read;
	struct list centres;                     /* struct centre */
	struct arena *scratch;                   /* of one KI, or one step */
	struct list texts[EVALUATION_CELLS + 1]; /* str: those of each column, and the months */
	/* the quarter at hand */
	const struct evaluation_table *table;
	str quarter;      /* its first month */
	struct list rows; /* struct evaluation_row */
};

static const struct centre *centre_of(const struct work *w, int64_t id)
{
	LIST_EACH (const struct centre, c, &w->centres)
		if (c->id == id)
			return c;
	return NULL;
}

/* What a row shows on a step; of figures step is NULL: all. */
static struct evaluation_shown shown_of(const struct work *w, const struct evaluation_row *row,
                                        const struct evaluation_step *step)
{
	const struct centre *c = centre_of(w, row->centre_id);
	const struct evaluation_column *columns = w->table->columns;
	struct evaluation_shown s = { .quarter = w->quarter, .records = row->records };
	ASSERT(c);
	s.month = step && step->quarter ? S(EVALUATION_HIDDEN) : row->month;
	s.district = step && step->region == REGION_LAND ? S(EVALUATION_HIDDEN) : c->district;
	s.centre = step && step->region != REGION_CENTRE ? S(EVALUATION_HIDDEN) : c->official_name;
	for (size_t i = 0; columns[i].code; i++) {
		bool hidden = step && columns[i].role == EVALUATION_KNOWN && (step->hidden >> i & 1);
		s.cells[i] = hidden ? S(EVALUATION_HIDDEN) : row->cells[i];
	}
	if (!row->masked)
		s.number = MAYBE(row->number);
	return s;
}

/* As anonymity.shows: what somebody could know. Parted by a character that no text of ours has. */
static str shows(const void *self, struct arena *a, size_t i, size_t step)
{
	const struct work *w = self;
	struct evaluation_shown s = shown_of(w, LIST_AT(&w->rows, struct evaluation_row, i), &w->table->ladder[step]);
	struct text out = TEXT(a);
	text_print(&out, STR_FMT "\x1f" STR_FMT "\x1f" STR_FMT, STR_ARG(s.month), STR_ARG(s.district),
	           STR_ARG(s.centre));
	for (size_t c = 0; w->table->columns[c].code; c++)
		if (w->table->columns[c].role == EVALUATION_KNOWN)
			text_print(&out, "\x1f" STR_FMT, STR_ARG(s.cells[c]));
	return text_str(&out);
}

/* Nobody finds the person in it without the key, and nobody has the key. */
static str pseudonym_of(const struct work *w, int64_t person)
{
	struct arena *a = w->cx->mem;
	const str parts[] = { w->key, str_of(w->table->code), w->quarter, str_print(a, "%lld", (long long)person) };
	return str_part(crypt_hash_parts(a, parts, sizeof parts / sizeof *parts), 0, 16);
}

/* --- order, and rows that look alike ------------------------------------------------------------------------------ */

static int by_content(const void *a, const void *b)
{
	const struct evaluation_shown *x = a, *y = b;
	const str *mine[] = { &x->quarter, &x->district, &x->centre, &x->month },
	          *other[] = { &y->quarter, &y->district, &y->centre, &y->month };
	int order = 0;
	for (size_t i = 0; i < sizeof mine / sizeof *mine && !order; i++)
		order = str_cmp(*mine[i], *other[i]);
	for (size_t i = 0; i < EVALUATION_CELLS && !order; i++)
		order = str_cmp(x->cells[i], y->cells[i]);
	return order ? order : str_cmp(x->pseudonym, y->pseudonym);
}

/* The rows of a quarter, the last ones of the sheet. Their order says nothing but the content; events that look alike
 * become one row with their number. */
static void put_in_order(const struct work *w, struct evaluation_sheet *sheet, size_t first)
{
	struct evaluation_shown *rows = sheet->rows.items;
	struct list quarter = { .items = rows + first, .n = sheet->rows.n - first, .size = sizeof *rows };
	size_t n = first;
	if (!quarter.n)
		return;
	list_sort(&quarter, by_content);
	for (size_t i = first; i < sheet->rows.n; i++)
		if (n > first && w->table->kind == EVALUATION_EVENTS && by_content(&rows[n - 1], &rows[i]) == 0)
			rows[n - 1].records += rows[i].records;
		else
			rows[n++] = rows[i];
	sheet->rows.n = n;
}

/* --- a quarter of a table ----------------------------------------------------------------------------------------- */

/* One copy for all rows: a column has some dozens of them. */
static str kept(struct work *w, struct list *texts, str s)
{
	if (!s.p)
		return s;
	LIST_EACH (const str, known, texts)
		if (str_eq(*known, s))
			return *known;
	return *LIST_ADD(w->cx->mem, texts, str) = str_copy(w->cx->mem, s);
}

static void keep_rows(struct work *w, const struct list *of_centre)
{
	LIST_EACH (const struct evaluation_row, from, of_centre) {
		struct evaluation_row *row = LIST_ADD(w->cx->mem, &w->rows, struct evaluation_row);
		*row = *from;
		row->month = kept(w, &w->texts[EVALUATION_CELLS], from->month);
		for (size_t c = 0; c < EVALUATION_CELLS; c++)
			row->cells[c] = kept(w, &w->texts[c], from->cells[c]);
	}
}

static err read_rows(struct work *w, day from, day to)
{
	struct arena *mem = w->cx->mem;
	w->rows.n = 0;
	LIST_EACH (const struct centre, c, &w->centres) {
		struct list of_centre = { 0 };
		w->cx->mem = w->scratch;
		err e = w->table->rows(w->cx, c->id, from, to, &of_centre);
		w->cx->mem = mem;
		TRY(e); /* its words stay where they are until the request is over */
		w->read += (int64_t)of_centre.n;
		if (w->read > EVALUATION_MOST)
			return problem_add(w->cx, "last", "evaluation.too_many", NO_ARGS);
		keep_rows(w, &of_centre);
		arena_reset(w->scratch);
	}
	return OK;
}

/* The step on which each row stays; NULL for figures. */
static struct anonymous *protect(struct work *w)
{
	const struct evaluation_table *t = w->table;
	struct anonymous *found = NEW_ARRAY(w->cx->mem, struct anonymous, w->rows.n + 1);
	struct anonymity rule = { .k = w->threshold, .steps = t->steps, .shows = shows, .self = w };
	if (t->kind == EVALUATION_FIGURES)
		return NULL;
	for (size_t i = 0; i < w->rows.n; i++) {
		const struct evaluation_row *row = LIST_AT(&w->rows, struct evaluation_row, i);
		found[i] = (struct anonymous){ .person = row->person, .records = row->records };
	}
	anonymity_apply(w->scratch, found, w->rows.n, &rule);
	return found;
}

static err add_quarter(struct work *w, day from, struct evaluation_sheet *sheet)
{
	size_t first = sheet->rows.n;
	w->quarter = month_iso(w->cx->mem, from);
	TRY(read_rows(w, from, day_add(day_add_months(from, 3), -1)));
	const struct anonymous *found = protect(w);
	for (size_t i = 0; i < w->rows.n; i++) {
		const struct evaluation_row *row = LIST_AT(&w->rows, struct evaluation_row, i);
		bool suppressed = found && found[i].step == w->table->steps;
		sheet->records += row->records;
		*(suppressed               ? &sheet->suppressed
		  : found && found[i].step ? &sheet->coarser
		                           : &sheet->unchanged) += row->records;
		if (suppressed)
			continue;
		struct evaluation_shown *s = LIST_ADD(w->cx->mem, &sheet->rows, struct evaluation_shown);
		*s = shown_of(w, row, found ? &w->table->ladder[found[i].step] : NULL);
		if (w->table->kind == EVALUATION_PERSONS)
			s->pseudonym = pseudonym_of(w, row->person);
	}
	put_in_order(w, sheet, first);
	return OK;
}

static void free_scratch(void *scratch)
{
	arena_free(scratch);
}

err evaluation_collect(struct cx *cx, const struct evaluation_wish *wish, const struct evaluation_period *p,
                       struct list *ret)
{
	struct work w = { .cx = cx, .key = crypt_token(cx->mem), .threshold = p->threshold };
	const struct centre_query all = { .district = S(""), .kind = S(""), .limit = 200 };
	w.scratch = arena_new();
	arena_defer(cx->mem, free_scratch, w.scratch);
	TRY(centre_list(cx, &all, p->to, &w.centres));
	for (const struct evaluation_table *const *t = evaluation_all(cx); *t; t++) {
		if (!str_is(wish->table, "all") && !str_is(wish->table, (*t)->code))
			continue;
		struct evaluation_sheet *sheet = LIST_ADD(cx->mem, ret, struct evaluation_sheet);
		sheet->table = w.table = *t;
		for (day q = p->from; day_cmp(q, p->to) < 0; q = day_add_months(q, 3))
			TRY(add_quarter(&w, q, sheet));
	}
	return OK;
}
