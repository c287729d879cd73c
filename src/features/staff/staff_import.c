/* The rows of a table against what the KI has; then all of them, or none. */
#include "features/staff/staff_import.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/words.h"
#include "features/staff/staff_rows.h"

enum { ROWS_AT_ONCE = 500 }; /* as often progress is told */

/* --- finding what belongs together -------------------------------------------------------------------------------- */

/* A key and what it stands for: rows of the table (line > 0) or a row of the database (line 0). */
struct keyed {
	str key;
	int64_t line;
	void *row;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static str post_key(struct arena *a, str title, day from)
{
	return str_print(a, STR_FMT "\n" STR_FMT, STR_ARG(utf8_fold(a, title)), STR_ARG(day_iso(a, from)));
}

static str person_key(struct arena *a, str family, str given)
{
	return str_print(a, STR_FMT "\n" STR_FMT, STR_ARG(utf8_fold(a, family)), STR_ARG(utf8_fold(a, given)));
}

static void add_key(struct arena *a, struct list *keys, str key, int64_t line, void *row)
{
	*LIST_ADD(a, keys, struct keyed) = (struct keyed){ key, line, row };
}

/* --- posts -------------------------------------------------------------------------------------------------------- */

static struct post post_of(const struct staff_row *r)
{
	return (struct post){ .kind = r->kind,
		              .title = r->title,
		              .fte = r->fte,
		              .funding = r->funding,
		              .employer = r->employer,
		              .employer_name = r->employer_name,
		              .focus = r->focus,
		              .valid_from = r->valid_from,
		              .valid_to = r->valid_to };
}

/* The first column in which they differ; NULL: none. */
static const char *difference(const struct post *a, const struct post *b)
{
	static const char *const names[] = {
		"kind", "fte", "funding", "employer", "employer_name", "focus", "valid_to"
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct field *f = record_field(&post_rec, str_of(names[i]));
		if (!record_equal(f, a, b))
			return names[i];
	}
	return NULL;
}

static void same_post(struct cx *cx, struct import_plan *p, const struct post *first, int64_t first_line,
                      const struct import_row *r)
{
	struct post again = post_of(&r->row);
	const char *name = difference(first, &again);
	if (!name)
		return;
	str column = word(cx->words, cx->mem, str_print(cx->mem, "staff_row.%s", name).p);
	if (first_line)
		import_say(cx, &p->said, r->line, column, "import.post_differs_line",
		           ARGS({ "line", say_int(cx->words, cx->mem, first_line) }));
	else
		import_say(cx, &p->said, r->line, column, "import.post_differs", NO_ARGS);
}

/* Rows with the same title and first day are one post: the one that is there, or that the first row describes. */
static void join_posts(struct cx *cx, struct import_plan *p, const struct list *existing)
{
	struct list keys = { 0 };
	LIST_EACH (struct post, post, existing)
		add_key(cx->mem, &keys, post_key(cx->mem, post->title, post->valid_from), 0, post);
	LIST_EACH (struct import_row, r, &p->drafts)
		add_key(cx->mem, &keys, post_key(cx->mem, r->row.title, r->row.valid_from), r->line, r);
	list_sort(&keys, by_key);
	str open = STR_NONE;
	struct post first = { 0 };
	int64_t first_line = 0;
	bool used = false;
	LIST_EACH (const struct keyed, k, &keys) {
		if (!open.p || !str_eq(k->key, open)) {
			open = k->key;
			used = false;
			first_line = k->line;
			first = k->line ? post_of(&((struct import_row *)k->row)->row) : *(struct post *)k->row;
		}
		if (!k->line)
			continue;
		if (!used) {
			*LIST_ADD(cx->mem, &p->posts, struct post) = first;
			p->new_posts += first.id == 0;
			used = true;
		}
		struct import_row *r = k->row;
		r->post = p->posts.n - 1;
		same_post(cx, p, &first, first_line, r);
	}
}

/* --- people ------------------------------------------------------------------------------------------------------- */

static void join_people(struct cx *cx, struct import_plan *p, const struct list *existing)
{
	struct list keys = { 0 };
	LIST_EACH (struct person, person, existing)
		add_key(cx->mem, &keys, person_key(cx->mem, person->family_name, person->given_name), 0, person);
	LIST_EACH (struct import_row, r, &p->drafts)
		if (r->row.share.has)
			add_key(cx->mem, &keys, person_key(cx->mem, r->row.family_name, r->row.given_name), r->line, r);
	list_sort(&keys, by_key);
	str open = STR_NONE;
	struct person known = { 0 };
	int namesakes = 0;
	bool used = false;
	LIST_EACH (const struct keyed, k, &keys) {
		if (!open.p || !str_eq(k->key, open)) {
			open = k->key;
			known = (struct person){ 0 };
			namesakes = 0;
			used = false;
		}
		if (!k->line) {
			known = *(struct person *)k->row;
			namesakes++;
			continue;
		}
		struct import_row *r = k->row;
		if (namesakes > 1)
			import_say(cx, &p->said, r->line, STR_NONE, "import.namesakes", NO_ARGS);
		if (!used) {
			struct person fresh = { .family_name = r->row.family_name, .given_name = r->row.given_name };
			*LIST_ADD(cx->mem, &p->people, struct person) = known.id ? known : fresh;
			p->new_people += known.id == 0;
			used = true;
		}
		r->person = p->people.n - 1;
	}
}

/* --- shares ------------------------------------------------------------------------------------------------------- */

/* A day on which a post is held by more or by less than before. */
struct step {
	int64_t post; /* index */
	day on;
	int64_t change;
	int64_t line; /* of the row that begins here; 0: one of the database, or an end */
};

static int by_post_and_day(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	if (x->post != y->post)
		return x->post < y->post ? -1 : 1;
	int order = day_cmp(x->on, y->on);
	if (order)
		return order;
	if ((x->change < 0) != (y->change < 0)) /* who goes makes room for who comes */
		return x->change < 0 ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static void add_steps(struct cx *cx, struct list *steps, size_t post, int64_t fte, day from, day to, int64_t line)
{
	*LIST_ADD(cx->mem, steps, struct step) = (struct step){ (int64_t)post, from, fte, line };
	if (day_is(to))
		*LIST_ADD(cx->mem, steps, struct step) = (struct step){ (int64_t)post, day_add(to, 1), -fte, 0 };
}

static void check_room(struct cx *cx, struct import_plan *p, struct list *steps)
{
	int64_t post = -1, filled = 0;
	list_sort(steps, by_post_and_day);
	LIST_EACH (const struct step, s, steps) {
		if (s->post != post) {
			post = s->post;
			filled = 0;
		}
		filled += s->change;
		const struct post *of = LIST_AT(&p->posts, struct post, (size_t)post);
		if (s->line && s->change > 0 && filled > of->fte)
			import_say(cx, &p->said, s->line, STR_NONE, "import.overfilled",
			           ARGS({ "day", say_day(cx->words, cx->mem, s->on) },
			                { "filled", say_decimal(cx->words, cx->mem, filled) },
			                { "size", say_decimal(cx->words, cx->mem, of->fte) }));
	}
}

static int by_id(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	return (x->line > y->line) - (x->line < y->line);
}

/* The share as text: two of the same are one. */
static str share_key(struct cx *cx, int64_t post, int64_t person, int64_t fte, day from, day to)
{
	return str_print(cx->mem, "%" PRId64 " %" PRId64 " %" PRId64 " %d %d", post, person, fte, from.n, to.n);
}

/* Marks rows whose share is there already; a row that stands twice in the table counts twice. */
static void find_known(struct cx *cx, struct import_plan *p, const struct list *existing)
{
	struct list keys = { 0 };
	LIST_EACH (struct share, s, existing)
		add_key(cx->mem, &keys, share_key(cx, s->post_id, s->person_id, s->fte, s->valid_from, s->valid_to), 0,
		        s);
	LIST_EACH (struct import_row, r, &p->drafts) {
		const struct post *post = LIST_AT(&p->posts, struct post, r->post);
		if (!r->row.share.has || !post->id || !LIST_AT(&p->people, struct person, r->person)->id)
			continue;
		add_key(cx->mem, &keys,
		        share_key(cx, post->id, LIST_AT(&p->people, struct person, r->person)->id, r->row.share.v,
		                  r->row.share_from, r->row.share_to),
		        r->line, r);
	}
	list_sort(&keys, by_key);
	const struct keyed *there = NULL;
	LIST_EACH (const struct keyed, k, &keys) {
		if (!k->line)
			there = k;
		else if (there && str_eq(there->key, k->key))
			((struct import_row *)k->row)->existing_id = ((struct share *)there->row)->id;
	}
}

/* The shares that the posts of the table have already: post id -> index by a sorted list. */
static void steps_of_existing(struct cx *cx, const struct import_plan *p, const struct list *existing,
                              struct list *steps)
{
	struct list ids = { 0 };
	for (size_t i = 0; i < p->posts.n; i++)
		if (LIST_AT(&p->posts, struct post, i)->id)
			add_key(cx->mem, &ids, STR_NONE, LIST_AT(&p->posts, struct post, i)->id, (void *)(uintptr_t)i);
	list_sort(&ids, by_id);
	LIST_EACH (const struct share, s, existing) {
		struct keyed wanted = { .line = s->post_id };
		const struct keyed *at = ids.n ? bsearch(&wanted, ids.items, ids.n, sizeof wanted, by_id) : NULL;
		if (at)
			add_steps(cx, steps, (size_t)(uintptr_t)at->row, s->fte, s->valid_from, s->valid_to, 0);
	}
}

static void join_shares(struct cx *cx, struct import_plan *p, const struct list *existing)
{
	struct list steps = { 0 };
	find_known(cx, p, existing);
	steps_of_existing(cx, p, existing, &steps);
	LIST_EACH (const struct import_row, r, &p->drafts) {
		if (!r->row.share.has)
			continue;
		if (r->existing_id) {
			p->known++;
			continue;
		}
		p->new_shares++;
		add_steps(cx, &steps, r->post, r->row.share.v, r->row.share_from, r->row.share_to, r->line);
	}
	check_room(cx, p, &steps);
}

/* --- looking and taking ------------------------------------------------------------------------------------------- */

err import_look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_plan *ret)
{
	struct staff s = { 0 };
	struct list people = { 0 };
	TRY(import_read(cx, table, ret));
	if (ret->drafts.n == 0)
		return OK;
	TRY(staff_load(cx, centre, DAY(1900, 1, 1), DAY(2199, 12, 31), &s));
	TRY(person_list(cx, centre, STR_NONE, 0, LIMIT_ROWS, &people));
	join_posts(cx, ret, &s.posts);
	join_people(cx, ret, &people);
	join_shares(cx, ret, &s.shares);
	import_sort(&ret->said);
	return OK;
}

/* Writes what was taken down; *ret: the ids, in the same order. */
static err written(struct cx *cx, const struct db_many *m, int64_t **ret)
{
	*ret = NULL;
	if (m->rows == 0)
		return OK;
	*ret = NEW_ARRAY(cx->mem, int64_t, (size_t)m->rows);
	return db_many_run(cx, m, *ret);
}

static err take_posts(struct cx *cx, const struct tenant *centre, const struct list *posts)
{
	struct db_many m = { 0 };
	int64_t *id;
	LIST_EACH (const struct post, post, posts)
		if (!post->id)
			post_add(cx, centre, post, &m);
	TRY(written(cx, &m, &id));
	LIST_EACH (struct post, post, posts)
		if (!post->id)
			post->id = *id++;
	return OK;
}

static err take_people(struct cx *cx, const struct tenant *centre, const struct list *people)
{
	struct db_many m = { 0 };
	int64_t *id;
	LIST_EACH (const struct person, person, people)
		if (!person->id)
			person_add(cx, centre, person, &m);
	TRY(written(cx, &m, &id));
	LIST_EACH (struct person, person, people)
		if (!person->id)
			person->id = *id++;
	return OK;
}

static err take_shares(struct cx *cx, const struct import_in *in, const struct import_plan *p, size_t from, size_t to)
{
	struct db_many m = { 0 };
	int64_t *ids;
	for (size_t i = from; i < to; i++) {
		const struct import_row *r = LIST_AT(&p->drafts, struct import_row, i);
		if (!r->row.share.has || r->existing_id)
			continue;
		struct share s = { .post_id = LIST_AT(&p->posts, struct post, r->post)->id,
			           .person_id = LIST_AT(&p->people, struct person, r->person)->id,
			           .fte = r->row.share.v,
			           .valid_from = r->row.share_from,
			           .valid_to = r->row.share_to };
		share_add(cx, in->centre, &s, &m);
	}
	return written(cx, &m, &ids);
}

static err take_rows(struct cx *cx, const struct import_in *in, struct import_plan *p)
{
	size_t all = p->drafts.n;
	TRY(take_posts(cx, in->centre, &p->posts));
	TRY(take_people(cx, in->centre, &p->people));
	for (size_t from = 0, to; from < all; from = to) {
		to = from + ROWS_AT_ONCE < all ? from + ROWS_AT_ONCE : all;
		if (in->progress)
			in->progress(in->self, (int64_t)from, (int64_t)all);
		TRY(take_shares(cx, in, p, from, to));
	}
	if (in->progress)
		in->progress(in->self, (int64_t)all, (int64_t)all);
	return OK;
}

err import_take_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct import_in *in = in_;
	struct import_plan *p = ret;
	ASSERT(db_in_tx(cx));
	TRY(import_look(cx, in->centre, in->table, p));
	if (p->said.messages.n)
		return fail(cx, E_INVALID, "import.has_messages", NO_ARGS);
	TRY(take_rows(cx, in, p));
	TRY(staff_sums_in_tx(cx, in->centre->id));
	audit_note(cx, "staff.import",
	           str_print(cx->mem, "centres/" STR_FMT "/staff/import/" STR_FMT, STR_ARG(in->centre->slug),
	                     STR_ARG(in->hash)),
	           MAYBE(in->centre->id));
	return OK;
}
