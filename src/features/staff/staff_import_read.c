/* From cells to rows: which column is which, and what stands in it. */
#include "core/form.h"
#include "core/words.h"
#include "features/staff/staff_import.h"

enum { MOST_MESSAGES = 200 };

static const struct field message_fields[] = {
	FIELD(struct import_message, line, KIND_INT),
	FIELD(struct import_message, column, KIND_TEXT),
	FIELD(struct import_message, words, KIND_TEXT),
};
const struct record import_message_rec = RECORD("import_message", struct import_message, message_fields);

void import_say(struct cx *cx, struct import_plan *p, int64_t line, str column, const char *key, const struct arg *args)
{
	if (p->messages.n >= MOST_MESSAGES) {
		p->more_messages++;
		return;
	}
	*LIST_ADD(cx->mem, &p->messages, struct import_message) =
	        (struct import_message){ line, column, word_args(cx->words, cx->mem, key, args) };
}

/* --- the head row ------------------------------------------------------------------------------------------------- */

static bool is_called(struct cx *cx, const struct field *f, str folded, const char *language)
{
	str label = word(words_of(str_of(language)), cx->mem, field_label(cx->mem, &staff_row_rec, f).p);
	return str_eq(utf8_fold(cx->mem, label), folded);
}

static const struct field *column_called(struct cx *cx, str head)
{
	str folded = utf8_fold(cx->mem, str_trim(head));
	for (size_t i = 0; i < staff_row_rec.count; i++) {
		const struct field *f = &staff_row_rec.fields[i];
		if (str_is(folded, f->name) || is_called(cx, f, folded, "de") || is_called(cx, f, folded, "en"))
			return f;
	}
	return NULL;
}

/* A word of a choice as people write it, folded, and its code. */
struct said {
	str folded;
	const char *code;
};

/* The column of each field of the record; names of the file's columns for the messages. */
struct heads {
	const struct field *fields[200]; /* by column; NULL: not one of ours */
	str names[200];
	struct list said[200]; /* struct said: the words of a choice in both languages, folded once for all rows */
	size_t n;
};

static bool has_field(const struct heads *h, const struct field *f)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->fields[i] == f)
			return true;
	return false;
}

static str name_of(struct cx *cx, const struct field *f)
{
	return word(cx->words, cx->mem, field_label(cx->mem, &staff_row_rec, f).p);
}

static struct list words_for(struct cx *cx, const struct choices *c)
{
	static const char *const languages[] = { "de", "en" };
	struct list words = { 0 };
	for (size_t l = 0; l < 2; l++)
		for (const char *const *code = c->codes; *code; code++) {
			str key = str_print(cx->mem, "%s.%s", c->name, *code);
			str said = word(words_of(str_of(languages[l])), cx->mem, key.p);
			*LIST_ADD(cx->mem, &words, struct said) = (struct said){ utf8_fold(cx->mem, said), *code };
		}
	return words;
}

static void read_heads(struct cx *cx, const struct csv_row *head, struct import_plan *p, struct heads *h)
{
	for (size_t i = 0; i < head->n; i++) {
		const struct field *f = column_called(cx, head->cells[i]);
		h->names[i] = str_trim(head->cells[i]);
		if (f && has_field(h, f))
			import_say(cx, p, head->line, h->names[i], "import.column_twice", NO_ARGS);
		else if (!f && !str_blank(head->cells[i]))
			import_say(cx, p, head->line, h->names[i], "import.column_unknown", NO_ARGS);
		h->fields[i] = f;
		h->said[i] = f && f->kind == KIND_CHOICE ? words_for(cx, f->choices) : (struct list){ 0 };
		h->n = i + 1;
	}
	for (size_t i = 0; i < staff_row_rec.count; i++) {
		const struct field *f = &staff_row_rec.fields[i];
		if (f->required && !has_field(h, f))
			import_say(cx, p, head->line, STR_NONE, "import.column_missing",
			           ARGS({ "column", name_of(cx, f) }));
	}
}

/* --- the rows ----------------------------------------------------------------------------------------------------- */

/* People write the word of a choice, programs its code. */
static str code_of(struct cx *cx, const struct list *words, str typed)
{
	str folded = utf8_fold(cx->mem, str_trim(typed));
	LIST_EACH (const struct said, s, words)
		if (str_eq(s->folded, folded))
			return str_of(s->code);
	return typed;
}

static str all_words(struct cx *cx, const struct choices *c)
{
	struct text t = TEXT(cx->mem);
	for (const char *const *code = c->codes; *code; code++) {
		str key = str_print(cx->mem, "%s.%s", c->name, *code);
		text_c(&t, t.n ? ", " : "");
		text_add(&t, word(cx->words, cx->mem, key.p));
	}
	return text_str(&t);
}

static void read_cell(struct cx *cx, const struct heads *h, size_t i, str cell, struct import_row *r,
                      struct import_plan *p)
{
	const struct field *f = h->fields[i];
	str name = h->names[i];
	const char *key = NULL;
	if (f->kind == KIND_CHOICE)
		cell = code_of(cx, &h->said[i], cell);
	if (field_parse(cx->mem, f, cell, &r->row, &key) == OK)
		return;
	if (f->kind == KIND_CHOICE && !str_blank(cell))
		import_say(cx, p, r->line, name, "import.not_a_choice",
		           ARGS({ "typed", cell }, { "choices", all_words(cx, f->choices) }));
	else
		import_say(cx, p, r->line, name, key, form_limits(cx, f));
}

/* What the table leaves out, and the kind of the post says. */
static void fill_in(struct staff_row *row)
{
	bool teacher = str_is(row->kind, "teacher");
	if (!row->funding.p)
		row->funding = teacher ? S("land") : S("ki");
	if (!row->employer.p)
		row->employer = teacher ? S("land") : S("municipality");
	if (row->share.has && !day_is(row->share_from))
		row->share_from = row->valid_from;
	if (row->share.has && !day_is(row->share_to))
		row->share_to = row->valid_to;
}

static bool backwards(day from, day to)
{
	return day_is(to) && day_cmp(to, from) < 0;
}

/* What the columns of a row say together. */
static void check_row(struct cx *cx, const struct import_row *r, struct import_plan *p)
{
	const struct staff_row *row = &r->row;
	bool named = row->family_name.p || row->given_name.p;
	if (str_is(row->kind, "teacher") != str_is(row->funding, "land"))
		import_say(cx, p, r->line, STR_NONE, "staff.teacher_land", NO_ARGS);
	if (backwards(row->valid_from, row->valid_to) || backwards(row->share_from, row->share_to))
		import_say(cx, p, r->line, STR_NONE, "import.backwards", NO_ARGS);
	if (day_cmp(row->valid_from, DAY(1980, 1, 1)) < 0)
		import_say(cx, p, r->line, STR_NONE, "import.too_early", NO_ARGS);
	if (row->share.has && (!row->family_name.p || !row->given_name.p))
		import_say(cx, p, r->line, STR_NONE, "import.share_without_person", NO_ARGS);
	if (!row->share.has && (named || day_is(row->share_from) || day_is(row->share_to)))
		import_say(cx, p, r->line, STR_NONE, "import.person_without_share", NO_ARGS);
	if (row->share.has &&
	    (day_cmp(row->share_from, row->valid_from) < 0 ||
	     (day_is(row->valid_to) && (!day_is(row->share_to) || day_cmp(row->share_to, row->valid_to) > 0))))
		import_say(cx, p, r->line, STR_NONE, "import.share_outside", NO_ARGS);
}

static void read_row(struct cx *cx, const struct heads *h, const struct csv_row *cells, struct import_plan *p)
{
	struct import_row r = { .line = cells->line };
	size_t before = p->messages.n + (size_t)p->more_messages;
	p->rows++;
	for (size_t i = 0; i < h->n; i++)
		if (h->fields[i])
			read_cell(cx, h, i, i < cells->n ? cells->cells[i] : S(""), &r, p);
	for (size_t i = h->n; i < cells->n; i++)
		if (!str_blank(cells->cells[i])) {
			import_say(cx, p, r.line, STR_NONE, "import.too_many_cells", NO_ARGS);
			break;
		}
	if (p->messages.n + (size_t)p->more_messages != before)
		return;
	fill_in(&r.row);
	check_row(cx, &r, p);
	if (p->messages.n + (size_t)p->more_messages == before)
		*LIST_ADD(cx->mem, &p->drafts, struct import_row) = r;
}

err import_read(struct cx *cx, const struct csv *table, struct import_plan *ret)
{
	struct heads heads = { 0 };
	*ret = (struct import_plan){ 0 };
	read_heads(cx, LIST_AT(&table->rows, struct csv_row, 0), ret, &heads);
	if (ret->messages.n) /* with the wrong columns every row would be wrong */
		return OK;
	for (size_t i = 1; i < table->rows.n; i++)
		read_row(cx, &heads, LIST_AT(&table->rows, struct csv_row, i), ret);
	if (ret->rows == 0)
		import_say(cx, ret, 0, STR_NONE, "import.no_rows", NO_ARGS);
	return OK;
}
