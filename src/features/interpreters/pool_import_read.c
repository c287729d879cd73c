/* From cells to people: which column is which, and what stands in it. */
#include "core/form.h"
#include "core/mail.h"
#include "core/words.h"
#include "features/interpreters/pool_import.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/postcode.h"

enum { MOST_MESSAGES = 200, MOST_COLUMNS = 200 };

static const struct field message_fields[] = {
	FIELD(struct pool_import_message, line, KIND_INT),
	FIELD(struct pool_import_message, column, KIND_TEXT),
	FIELD(struct pool_import_message, words, KIND_TEXT, .max = 1000),
};
const struct record pool_import_message_rec = RECORD("pool_import_message", struct pool_import_message, message_fields);

void pool_import_say(struct cx *cx, struct pool_import *p, int64_t line, str column, const char *key,
                     const struct arg *args)
{
	if (p->messages.n >= MOST_MESSAGES) {
		p->more_messages++;
		return;
	}
	*LIST_ADD(cx->mem, &p->messages, struct pool_import_message) =
	        (struct pool_import_message){ line, column, word_args(cx->words, cx->mem, key, args) };
}

static size_t said_so_far(const struct pool_import *p)
{
	return p->messages.n + (size_t)p->more_messages;
}

/* --- words in both languages -------------------------------------------------------------------------------------- */

static bool is_word(struct cx *cx, str folded, const char *key)
{
	static const char *const languages[] = { "de", "en" };
	for (size_t i = 0; i < 2; i++)
		if (str_eq(utf8_fold(cx->mem, word(words_of(str_of(languages[i])), cx->mem, key)), folded))
			return true;
	return false;
}

/* The code of a choice that people write as its word and programs as its code; absent if it is none. */
static str code_of(struct cx *cx, const struct choices *c, str typed)
{
	str folded = utf8_fold(cx->mem, str_trim(typed));
	for (const char *const *code = c->codes; *code; code++)
		if (str_is(folded, *code) || is_word(cx, folded, str_print(cx->mem, "%s.%s", c->name, *code).p))
			return str_of(*code);
	return STR_NONE;
}

/* --- languages ---------------------------------------------------------------------------------------------------- */

static bool take_word(struct cx *cx, str typed, struct interpreter_language *l)
{
	str level = code_of(cx, &interpreter_level_choices, typed), mode = code_of(cx, &booking_mode_choices, typed);
	if (level.p)
		l->level = level;
	else if (str_is(mode, "on_site"))
		l->on_site = true;
	else if (str_is(mode, "phone"))
		l->phone = true;
	else if (str_is(mode, "video"))
		l->video = true;
	else if (str_is(mode, "written"))
		l->written = true;
	else if (is_word(cx, utf8_fold(cx->mem, str_trim(typed)), "pool.all_dialects"))
		l->all_dialects = true;
	else
		return false;
	return true;
}

/* The words in the last brackets, if they are ours: "Farsi (Iran)" has none. */
static str without_brackets(struct cx *cx, str part, struct interpreter_language *l)
{
	size_t open = part.n;
	struct interpreter_language read = { 0 };
	if (!str_ends(part, ")"))
		return part;
	while (open > 0 && part.p[open - 1] != '(')
		open--;
	if (open == 0)
		return part;
	str rest = str_part(part, open, part.n - 1);
	while (rest.p)
		if (!take_word(cx, str_split(&rest, ','), &read))
			return part;
	*l = read;
	return str_trim(str_part(part, 0, open - 1));
}

static err read_language(struct cx *cx, str part, struct list *ret)
{
	struct interpreter_language row = { 0 };
	struct language l;
	str name = without_brackets(cx, part, &row);
	TRY(language_by_word(cx, name, &l));
	row.language_code = l.code;
	row.language = language_short(cx, &l);
	if (!row.level.p)
		row.level = S("fluent");
	if (!row.on_site && !row.phone && !row.video && !row.written)
		row.on_site = true;
	if (l.of_code.p)
		row.all_dialects = false;
	LIST_EACH (const struct interpreter_language, o, ret)
		if (str_eq(o->language_code, row.language_code))
			return OK; /* said twice */
	*LIST_ADD(cx->mem, ret, struct interpreter_language) = row;
	return OK;
}

/* One language; or, as commas are parts of some names, only then several: "Dari, Paschtu". */
static err read_part(struct cx *cx, str part, struct list *ret)
{
	str rest = part;
	err e = read_language(cx, part, ret);
	if (e != E_NOTFOUND || !str_has(part, ","))
		return e;
	while (rest.p)
		TRY(read_language(cx, str_trim(str_split(&rest, ',')), ret));
	return OK;
}

err pool_languages_read(struct cx *cx, str cell, struct list *ret, str *ret_wrong)
{
	str rest = cell;
	while (rest.p) {
		str part = str_trim(str_split(&rest, ';'));
		err e = str_blank(part) ? OK : read_part(cx, part, ret);
		if (e == E_NOTFOUND) {
			*ret_wrong = part;
			return E_INVALID;
		}
		TRY(e);
	}
	return OK;
}

/* --- the head row ------------------------------------------------------------------------------------------------- */

/* By column; names as the file has them, for the messages. */
struct heads {
	const struct field *fields[MOST_COLUMNS]; /* NULL: not one of ours */
	str names[MOST_COLUMNS];
	size_t n;
};

static const struct field *column_called(struct cx *cx, str head)
{
	str folded = utf8_fold(cx->mem, str_trim(head));
	for (size_t i = 0; i < pool_table_rec.count; i++) {
		const struct field *f = &pool_table_rec.fields[i];
		if (str_is(folded, f->name) || is_word(cx, folded, field_label(cx->mem, &pool_table_rec, f).p))
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

static void read_heads(struct cx *cx, const struct csv_row *head, struct pool_import *p, struct heads *h)
{
	for (size_t i = 0; i < head->n && i < MOST_COLUMNS; i++) {
		const struct field *f = column_called(cx, head->cells[i]);
		h->names[i] = str_trim(head->cells[i]);
		if (f && has_field(h, f))
			pool_import_say(cx, p, head->line, h->names[i], "pool_import.column_twice", NO_ARGS);
		else if (!f && !str_blank(head->cells[i]))
			pool_import_say(cx, p, head->line, h->names[i], "pool_import.column_unknown", NO_ARGS);
		h->fields[i] = f;
		h->n = i + 1;
	}
	for (size_t i = 0; i < 2; i++) /* family and given name */
		if (!has_field(h, &pool_table_rec.fields[i])) {
			str key = field_label(cx->mem, &pool_table_rec, &pool_table_rec.fields[i]);
			pool_import_say(cx, p, head->line, STR_NONE, "pool_import.column_missing",
			                ARGS({ "column", word(cx->words, cx->mem, key.p) }));
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

static void read_cell(struct cx *cx, const struct heads *h, size_t i, str cell, struct pool_import_row *r,
                      struct pool_import *p)
{
	const struct field *f = h->fields[i];
	const char *key = "form.not_a_choice";
	bool yes;
	if (f->kind == KIND_BOOL) {
		if (read_yes(cx, cell, &yes))
			record_set(f, &r->row, (struct value){ .i = yes });
		else
			pool_import_say(cx, p, r->line, h->names[i], "pool_import.not_yes_or_no", NO_ARGS);
		return;
	}
	if (f->kind == KIND_CHOICE && !str_blank(cell)) {
		str code = code_of(cx, f->choices, cell);
		if (code.p)
			record_set(f, &r->row, (struct value){ .s = code });
		else
			pool_import_say(cx, p, r->line, h->names[i], "pool_import.not_a_choice",
			                ARGS({ "typed", cell }));
		return;
	}
	if (field_parse(cx->mem, f, cell, &r->row, &key) != OK)
		pool_import_say(cx, p, r->line, h->names[i], key, form_limits(cx, f));
}

static void check_days(struct cx *cx, struct pool_import *p, int64_t line, day from, day to)
{
	if (day_is(from) && day_cmp(from, cx->today) > 0)
		pool_import_say(cx, p, line, STR_NONE, "pool_import.day_to_come",
		                ARGS({ "day", say_day(cx->words, cx->mem, from) }));
	if (day_is(to) && (!day_is(from) || day_cmp(to, from) < 0))
		pool_import_say(cx, p, line, STR_NONE, "pool_import.end_without_begin",
		                ARGS({ "day", say_day(cx->words, cx->mem, to) }));
}

/* What the columns of a row say together. */
static void check_row(struct cx *cx, const struct pool_import_row *r, struct pool_import *p)
{
	const struct pool_table_row *row = &r->row;
	check_days(cx, p, r->line, row->trained_on, row->trained_until);
	check_days(cx, p, r->line, row->pledged_on, DAY_NONE);
	check_days(cx, p, r->line, row->certified_on, row->certified_until);
	check_days(cx, p, r->line, row->listed_from, DAY_NONE);
	if (day_is(row->certified_on) && !day_is(row->certified_until))
		pool_import_say(cx, p, r->line, STR_NONE, "pool_import.certificate_without_end", NO_ARGS);
	if (!str_blank(row->email) && !mail_address_ok(row->email))
		pool_import_say(cx, p, r->line, STR_NONE, "pool.not_an_address", NO_ARGS);
	if (!str_blank(row->postcode) && !postcode_written(row->postcode))
		pool_import_say(cx, p, r->line, STR_NONE, "pool.not_a_postcode", NO_ARGS);
	if (str_is(row->state, "left") || str_is(row->state, "declined"))
		pool_import_say(cx, p, r->line, STR_NONE, "pool_import.out", NO_ARGS);
	if (str_blank(row->family_name) || str_blank(row->given_name))
		pool_import_say(cx, p, r->line, STR_NONE, "pool_import.no_name", NO_ARGS);
	else if (str_has(row->family_name, ","))
		pool_import_say(cx, p, r->line, STR_NONE, "pool.comma", NO_ARGS);
}

static err read_row(struct cx *cx, const struct heads *h, const struct csv_row *cells, struct pool_import *p)
{
	struct pool_import_row r = { .line = cells->line };
	size_t before = said_so_far(p);
	str wrong;
	p->rows++;
	for (size_t i = 0; i < h->n; i++)
		if (h->fields[i])
			read_cell(cx, h, i, i < cells->n ? cells->cells[i] : S(""), &r, p);
	for (size_t i = h->n; i < cells->n; i++)
		if (!str_blank(cells->cells[i])) {
			pool_import_say(cx, p, r.line, STR_NONE, "pool_import.too_many_cells", NO_ARGS);
			break;
		}
	err e = pool_languages_read(cx, r.row.languages, &r.languages, &wrong);
	if (e == E_INVALID)
		pool_import_say(cx, p, r.line, STR_NONE, "pool_import.language", ARGS({ "typed", wrong }));
	else
		TRY(e);
	if (said_so_far(p) == before)
		check_row(cx, &r, p);
	if (said_so_far(p) == before)
		*LIST_ADD(cx->mem, &p->drafts, struct pool_import_row) = r;
	return OK;
}

err pool_import_read(struct cx *cx, const struct csv *table, struct pool_import *ret)
{
	struct heads heads = { 0 };
	*ret = (struct pool_import){ 0 };
	read_heads(cx, LIST_AT(&table->rows, struct csv_row, 0), ret, &heads);
	if (ret->messages.n) /* with the wrong columns every row would be wrong */
		return OK;
	for (size_t i = 1; i < table->rows.n; i++)
		TRY(read_row(cx, &heads, LIST_AT(&table->rows, struct csv_row, i), ret));
	if (ret->rows == 0)
		pool_import_say(cx, ret, 0, STR_NONE, "pool_import.no_rows", NO_ARGS);
	return OK;
}
