/* import.c -- from cells to rows: which column is which, and what stands in it. */
#include "core/import.h"

#include <string.h>

#include "core/words.h"

enum { MOST_COLUMNS = 200 }; /* as csv_read() lets through */

static const struct field message_fields[] = {
	FIELD(struct import_message, line, KIND_INT),
	FIELD(struct import_message, column, KIND_TEXT),
	FIELD(struct import_message, words, KIND_TEXT, .max = 1000),
};
const struct record import_message_rec = RECORD("import_message", struct import_message, message_fields);

void import_say(struct cx *cx, struct import_said *s, int64_t line, str column, const char *key, const struct arg *args)
{
	if (s->messages.n >= IMPORT_MOST_MESSAGES) {
		s->more++;
		return;
	}
	*LIST_ADD(cx->mem, &s->messages, struct import_message) =
	        (struct import_message){ line, column, word_args(cx->words, cx->mem, key, args) };
}

static int by_line(const void *a, const void *b)
{
	const struct import_message *x = a, *y = b;
	return (x->line > y->line) - (x->line < y->line);
}

void import_sort(struct import_said *s)
{
	list_sort(&s->messages, by_line);
}

static size_t so_far(const struct import_said *s)
{
	return s->messages.n + (size_t)s->more;
}

/* --- words in both languages -------------------------------------------------------------------------------------- */

static const char *const languages[] = { "de", "en" };

bool import_is_word(struct cx *cx, str folded, const char *key)
{
	for (size_t i = 0; i < 2; i++)
		if (str_eq(utf8_fold(cx->mem, word(words_of(str_of(languages[i])), cx->mem, key)), folded))
			return true;
	return false;
}

str import_code(struct cx *cx, const struct choices *c, str typed)
{
	str folded = utf8_fold(cx->mem, str_trim(typed));
	for (const char *const *code = c->codes; *code; code++)
		if (str_is(folded, *code) || import_is_word(cx, folded, str_print(cx->mem, "%s.%s", c->name, *code).p))
			return str_of(*code);
	return STR_NONE;
}

/* A word of a choice as people write it, folded, and its code. */
struct said_word {
	str folded;
	const char *code;
};

static struct list words_for(struct cx *cx, const struct choices *c)
{
	struct list words = { 0 };
	for (size_t l = 0; l < 2; l++)
		for (const char *const *code = c->codes; *code; code++) {
			str key = str_print(cx->mem, "%s.%s", c->name, *code);
			str said = word(words_of(str_of(languages[l])), cx->mem, key.p);
			*LIST_ADD(cx->mem, &words, struct said_word) =
			        (struct said_word){ utf8_fold(cx->mem, said), *code };
		}
	return words;
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

/* --- the head row ------------------------------------------------------------------------------------------------- */

/* By column; names as the file has them, for the messages. */
struct heads {
	const struct record *rec;
	void *row;                                /* the one that is being read */
	const struct field *fields[MOST_COLUMNS]; /* NULL: not one of ours */
	str names[MOST_COLUMNS];
	struct list said[MOST_COLUMNS]; /* struct said_word: of a choice, folded once for all rows */
	size_t n;
};

static const struct field *column_called(struct cx *cx, const struct record *rec, str head)
{
	str folded = utf8_fold(cx->mem, str_trim(head));
	for (size_t i = 0; i < rec->count; i++) {
		const struct field *f = &rec->fields[i];
		if (str_is(folded, f->name) || import_is_word(cx, folded, field_label(cx->mem, rec, f).p))
			return f;
	}
	return NULL;
}

static bool has_field(const struct heads *h, const struct field *f)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->fields[i] == f)
			return true;
	return false;
}

static void read_heads(struct cx *cx, const struct csv_row *head, struct heads *h, struct import_said *said)
{
	ASSERT(head->n <= MOST_COLUMNS);
	for (size_t i = 0; i < head->n; i++) {
		const struct field *f = column_called(cx, h->rec, head->cells[i]);
		h->names[i] = str_trim(head->cells[i]);
		if (f && has_field(h, f))
			import_say(cx, said, head->line, h->names[i], "import.column_twice", NO_ARGS);
		else if (!f && !str_blank(head->cells[i]))
			import_say(cx, said, head->line, h->names[i], "import.column_unknown", NO_ARGS);
		h->fields[i] = f;
		if (f && f->kind == KIND_CHOICE)
			h->said[i] = words_for(cx, f->choices);
		h->n = i + 1;
	}
	for (size_t i = 0; i < h->rec->count; i++) {
		const struct field *f = &h->rec->fields[i];
		if (f->required && !has_field(h, f))
			import_say(cx, said, head->line, STR_NONE, "import.column_missing",
			           ARGS({ "column", word(cx->words, cx->mem, field_label(cx->mem, h->rec, f).p) }));
	}
}

/* --- the rows ----------------------------------------------------------------------------------------------------- */

/* Spreadsheets and people write yes in many ways. */
static bool read_yes(struct cx *cx, str cell, bool *ret)
{
	static const char *const yes[] = { "1", "x", "ja", "j", "yes", "y", "true", "wahr", NULL };
	static const char *const no[] = { "0", "", "-", "nein", "n", "no", "false", "falsch", NULL };
	str folded = utf8_fold(cx->mem, str_trim(cell));
	*ret = choices_has(&(struct choices){ .codes = yes }, folded);
	return *ret || folded.n == 0 || choices_has(&(struct choices){ .codes = no }, folded);
}

/* People write the word of a choice, programs its code. */
static str code_of(struct cx *cx, const struct list *words, str typed)
{
	str folded = utf8_fold(cx->mem, str_trim(typed));
	LIST_EACH (const struct said_word, s, words)
		if (str_eq(s->folded, folded))
			return str_of(s->code);
	return typed;
}

static void read_cell(struct cx *cx, const struct heads *h, size_t i, str cell, int64_t line, struct import_said *said)
{
	const struct field *f = h->fields[i];
	void *row = h->row;
	const char *key = NULL;
	bool yes;
	if (f->kind == KIND_BOOL) {
		if (read_yes(cx, cell, &yes))
			record_set(f, row, (struct value){ .i = yes });
		else
			import_say(cx, said, line, h->names[i], "import.not_yes_or_no", NO_ARGS);
		return;
	}
	if (f->kind == KIND_CHOICE)
		cell = code_of(cx, &h->said[i], cell);
	if (field_parse(cx->mem, f, cell, row, &key) == OK)
		return;
	if (f->kind == KIND_CHOICE && !str_blank(cell))
		import_say(cx, said, line, h->names[i], "import.not_a_choice",
		           ARGS({ "typed", cell }, { "choices", all_words(cx, f->choices) }));
	else
		import_say(cx, said, line, h->names[i], key, form_limits(cx, f));
}

static err read_row(struct cx *cx, const struct heads *h, const struct csv_row *cells, import_row_fn each, void *self,
                    struct import_said *said)
{
	size_t before = so_far(said);
	memset(h->row, 0, h->rec->size);
	for (size_t i = 0; i < h->n; i++)
		if (h->fields[i])
			read_cell(cx, h, i, i < cells->n ? cells->cells[i] : S(""), cells->line, said);
	for (size_t i = h->n; i < cells->n; i++)
		if (!str_blank(cells->cells[i])) {
			import_say(cx, said, cells->line, STR_NONE, "import.too_many_cells", NO_ARGS);
			break;
		}
	return so_far(said) == before ? each(cx, self, cells->line, h->row, said) : OK;
}

/* On a sheet of Excel title and notes may stand above the table, as on those that we make (doc/doc.h). */
static size_t head_row(const struct csv *table)
{
	for (size_t i = 0; !table->separator && i < table->rows.n; i++) {
		const struct csv_row *r = LIST_AT(&table->rows, struct csv_row, i);
		size_t filled = 0;
		for (size_t k = 0; k < r->n; k++)
			filled += !str_blank(r->cells[k]);
		if (filled > 1)
			return i;
	}
	return 0;
}

err import_table_read(struct cx *cx, const struct csv *table, const struct record *rec, import_row_fn each, void *self,
                      struct import_said *said, int64_t *ret_rows)
{
	size_t head = head_row(table);
	struct heads *heads = NEW(cx->mem, struct heads);
	heads->rec = rec;
	heads->row = arena_alloc(cx->mem, rec->size);
	*ret_rows = 0;
	read_heads(cx, LIST_AT(&table->rows, struct csv_row, head), heads, said);
	if (said->messages.n) /* with the wrong columns every row would be wrong */
		return OK;
	for (size_t i = head + 1; i < table->rows.n; i++)
		TRY(read_row(cx, heads, LIST_AT(&table->rows, struct csv_row, i), each, self, said));
	*ret_rows = (int64_t)(table->rows.n - head - 1);
	if (*ret_rows == 0)
		import_say(cx, said, 0, STR_NONE, "import.no_rows", NO_ARGS);
	return OK;
}
