/* The application as a workbook: taken along, filled without network, read back and compared before it is taken. */
#include <inttypes.h>
#include <string.h>

#include "core/audit.h"
#include "core/import.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/grants/grant_application_pages.h"

static const char *const yes_codes[] = { "yes", "no", NULL };
static const struct choices yes_choices = { "application_yes", yes_codes };

/* An answer or a position; what can be said of it is in the column of its kind, so that a spreadsheet can check it. */
struct file_row {
	str mark, what; /* mark: coesfeld/base/2027/3, the last is the version of the draft */
	struct maybe ceiling_cents, asked_cents;
	struct maybe quantity, cents;
	str shares, yes, text;
	day day;
	str before, after; /* as the comparison shows them */
};
static const struct field row_fields[] = {
	FIELD(struct file_row, mark, KIND_TEXT, .required = true),
	FIELD(struct file_row, what, KIND_TEXT, .required = true),
	FIELD(struct file_row, ceiling_cents, KIND_MONEY, .maybe = true),
	FIELD(struct file_row, asked_cents, KIND_MONEY, .maybe = true),
	FIELD(struct file_row, quantity, KIND_DECIMAL, .maybe = true, .min = 0, .max = 100000),
	FIELD(struct file_row, shares, KIND_TEXT),
	FIELD(struct file_row, cents, KIND_MONEY, .maybe = true, .min = 0, .max = 100000000000),
	FIELD(struct file_row, day, KIND_DAY),
	FIELD(struct file_row, yes, KIND_CHOICE, .choices = &yes_choices),
	FIELD(struct file_row, text, KIND_TEXT, .lines = true, .max = 4000),
	FIELD(struct file_row, before, KIND_TEXT, .hidden = true),
	FIELD(struct file_row, after, KIND_TEXT, .hidden = true),
};
static const struct record row_rec = RECORD("application_file", struct file_row, row_fields);

/* --- which column belongs to what --------------------------------------------------------------------------------- */

static const char *const typed_columns[] = { "quantity", "shares", "cents", "day", "yes", "text", NULL };

static const char *column_of_answer(const struct field *f)
{
	return f->kind == KIND_DAY ? "day" : f->kind == KIND_BOOL ? "yes" : "text";
}

/* Of a wish; NULL: that column says nothing about the position. */
static const struct field *wish_field(const struct record *form, const char *column)
{
	return record_field(form, strcmp(column, "text") ? str_of(column) : S("note"));
}

static bool filled(const struct file_row *row, const char *column)
{
	const struct value v = record_get(record_field(&row_rec, str_of(column)), row);
	return !v.none && !(v.s.p && str_blank(v.s));
}

/* Rows of a promise are of use only while there is no current concept (S-FUN-2). */
static bool is_promise(const struct field *f)
{
	return str_is(str_of(f->name), "concept_kind") || str_is(str_of(f->name), "work_starts") ||
	       str_is(str_of(f->name), "concept_by");
}

static str word_of(struct cx *cx, const struct record *rec, const struct field *f)
{
	return word(cx->words, cx->mem, field_label(cx->mem, rec, f).p);
}

static str item_word(struct cx *cx, str item)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "item." STR_FMT, STR_ARG(item)).p);
}

static str mark_of(struct cx *cx, const struct grant_case *c, int64_t version)
{
	return str_print(cx->mem, STR_FMT "/" STR_FMT "/%" PRId64 "/%" PRId64, STR_ARG(c->slug), STR_ARG(c->programme),
	                 c->year, version);
}

/* --- taking along ------------------------------------------------------------------------------------------------- */

static void add_answer(struct cx *cx, const struct application *app, const struct field *f, str mark, struct list *rows)
{
	const struct formatter say = words_formatter(cx->words);
	const struct value v = record_get(f, app);
	struct file_row *row = LIST_ADD(cx->mem, rows, struct file_row);
	*row = (struct file_row){ .mark = mark, .what = word_of(cx, &application_answer_rec, f) };
	if (f->kind == KIND_DAY)
		row->day = v.d;
	else if (f->kind == KIND_BOOL)
		row->yes = v.i ? S("yes") : S("no");
	else if (!v.none)
		row->text = say.value(say.self, cx->mem, &application_answer_rec, f, app);
}

static const struct grant_wish *wish_of(const struct application *app, str item)
{
	LIST_EACH (const struct grant_wish, w, &app->wishes)
		if (str_eq(w->item, item))
			return w;
	return NULL;
}

static void add_position(struct cx *cx, const struct application *app, const struct grant_line *l, str mark,
                         struct list *rows)
{
	static const struct grant_wish none = { 0 };
	const struct grant_wish *w = wish_of(app, l->item);
	w = w ? w : &none;
	*LIST_ADD(cx->mem, rows, struct file_row) = (struct file_row){
		.mark = mark,
		.what = item_word(cx, l->item),
		.ceiling_cents = l->ceiling_cents,
		.asked_cents = MAYBE(l->cents),
		.quantity = w->quantity,
		.shares = w->shares,
		.cents = w->cents,
		.text = w->note,
	};
}

/* A proposed day that has passed helps nobody, and would be refused. */
static void propose(struct cx *cx, const struct prepared *p, struct application *app)
{
	bool promised = day_is(app->work_starts);
	application_propose(p, app);
	if (!promised && day_cmp(app->concept_by, cx->today) < 0) {
		app->concept_kind = STR_NONE;
		app->work_starts = app->concept_by = DAY_NONE;
	}
}

err application_workbook_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct prepared_view w = { 0 };
	struct list rows = { 0 };
	TRY(prepared_fill(cx, rq, &w));
	struct application *app = &w.p.app;
	str mark = mark_of(cx, &w.v.c, app->version);
	propose(cx, &w.p, app);
	LIST_EACH (const struct grant_line, l, &app->paper.lines)
		add_position(cx, app, l, mark, &rows);
	for (size_t i = 0; i < application_answer_rec.count; i++) {
		const struct field *f = &application_answer_rec.fields[i];
		if (f->input && !(is_promise(f) && app->concept.p))
			add_answer(cx, app, f, mark, &rows);
	}
	const struct doc_table table = {
		.title = word_args(cx->words, cx->mem, "application_file.title",
		                   ARGS({ "about", w.v.name }, { "name", rq->centre.name })),
		.note = word(cx->words, cx->mem, "application_file.note_above"),
		.record = &row_rec,
		.rows = &rows,
		.to_fill = 1,
	};
	return page_workbook(cx, rs,
	                     str_print(cx->mem, "antrag-" STR_FMT "-%" PRId64, STR_ARG(rq->centre.slug), w.v.c.year),
	                     &table);
}

/* --- reading back ------------------------------------------------------------------------------------------------- */

struct answer_line {
	const struct field *answer;
	int64_t line;
};
struct reader {
	const struct grant_case *c;
	const struct prepared *p;
	struct application app; /* as the file would leave it */
	struct list seen;       /* str: what the rows were about */
	struct list lines;      /* struct answer_line */
	struct list changes;    /* struct file_row */
	int64_t unchanged;
	bool foreign; /* the file is refused as a whole */
};

static void say_at(struct cx *cx, struct import_said *said, int64_t line, const char *column, const char *key,
                   const struct arg *args)
{
	const struct field *f = record_field(&row_rec, str_of(column));
	import_say(cx, said, line, word_of(cx, &row_rec, f), key, args);
}

/* The mark must be that of this KI, case and state. What to do is said once. */
static bool is_mine(struct cx *cx, struct reader *r, int64_t line, str mark, struct import_said *said)
{
	str typed = str_trim(mark), rest = typed;
	const str slug = str_split(&rest, '/'), programme = str_split(&rest, '/'), year = str_split(&rest, '/');
	const str expected = str_print(cx->mem, "%" PRId64, r->c->year);
	const char *key = NULL;
	if (r->foreign || str_eq(typed, mark_of(cx, r->c, r->p->app.version)))
		return !r->foreign;
	if (!rest.p)
		key = "application_file.mark_unread";
	else if (!str_eq(slug, r->c->slug))
		key = "application_file.other_centre";
	else if (!str_eq(programme, r->c->programme) || !str_eq(year, expected))
		key = "application_file.other_case";
	else
		key = "application_file.older";
	say_at(cx, said, line, "mark", key, NO_ARGS);
	r->foreign = true;
	return false;
}

static bool seen_before(struct cx *cx, struct reader *r, str what)
{
	LIST_EACH (const str, s, &r->seen)
		if (str_eq(*s, what))
			return true;
	*LIST_ADD(cx->mem, &r->seen, str) = what;
	return false;
}

static void note_change(struct cx *cx, struct reader *r, str what, str before, str after)
{
	if (str_eq(before.p ? before : S(""), after.p ? after : S("")))
		r->unchanged++;
	else
		*LIST_ADD(cx->mem, &r->changes, struct file_row) =
		        (struct file_row){ .what = what, .before = before, .after = after };
}

static str answer_said(struct cx *cx, const struct field *f, const struct application *app)
{
	const struct formatter say = words_formatter(cx->words);
	return record_get(f, app).none ? STR_NONE : say.value(say.self, cx->mem, &application_answer_rec, f, app);
}

static void read_answer(struct cx *cx, struct reader *r, int64_t line, const struct field *f,
                        const struct file_row *row, struct import_said *said)
{
	const char *key = NULL;
	str before = answer_said(cx, f, &r->app), typed = row->text;
	if (f->kind == KIND_DAY)
		record_set(f, &r->app, (struct value){ .d = row->day, .none = !day_is(row->day) });
	else if (f->kind == KIND_BOOL)
		record_set(f, &r->app, (struct value){ .i = str_is(row->yes, "yes") });
	else {
		str code = f->kind == KIND_CHOICE ? import_code(cx, f->choices, typed) : STR_NONE;
		if (field_parse(cx->mem, f, code.p ? code : typed, &r->app, &key) != OK)
			say_at(cx, said, line, "text", key, form_limits(cx, f));
	}
	note_change(cx, r, word_of(cx, &application_answer_rec, f), before, answer_said(cx, f, &r->app));
}

/* "Stellen: 6 · Betrag: 342.000,00 €" */
static str wish_said(struct cx *cx, const struct record *form, const struct grant_wish *w)
{
	const struct formatter say = words_formatter(cx->words);
	struct text t = TEXT(cx->mem);
	for (size_t i = 0; i < form->count; i++) {
		const struct field *f = &form->fields[i];
		if (!f->input || record_get(f, w).none)
			continue;
		text_print(&t, "%s" STR_FMT ": " STR_FMT, t.n ? " · " : "", STR_ARG(word_of(cx, form, f)),
		           STR_ARG(say.value(say.self, cx->mem, form, f, w)));
	}
	return t.n ? text_str(&t) : STR_NONE;
}

static void read_position(struct cx *cx, struct reader *r, int64_t line, const struct grant_line *l,
                          const struct file_row *row, struct import_said *said)
{
	const struct record *form = application_form_of_line(r->c->programme, l);
	struct grant_wish *w = application_wish_for(cx, &r->app, l->item);
	const str before = wish_said(cx, form, w);
	struct shares shares;
	const char *key = NULL;
	w->quantity = row->quantity;
	w->cents = row->cents;
	w->shares = row->shares;
	if (!str_blank(row->shares) && !shares_of(row->shares, 0, &shares))
		say_at(cx, said, line, "shares", "grants.shares_unread", NO_ARGS);
	const struct field *note = wish_field(form, "text");
	if (field_parse(cx->mem, note, row->text, w, &key) != OK)
		say_at(cx, said, line, "text", key, form_limits(cx, note));
	note_change(cx, r, item_word(cx, l->item), before, wish_said(cx, form, w));
}

static const struct grant_line *line_called(struct cx *cx, const struct reader *r, str what)
{
	str item = import_code(cx, &item_choices, what);
	return item.p ? grant_line_of(&r->p->app.paper.lines, item) : NULL;
}

static const struct field *answer_called(struct cx *cx, str what)
{
	str folded = utf8_fold(cx->mem, str_trim(what));
	for (size_t i = 0; i < application_answer_rec.count; i++) {
		const struct field *f = &application_answer_rec.fields[i];
		if (f->input && import_is_word(cx, folded, field_label(cx->mem, &application_answer_rec, f).p))
			return f;
	}
	return NULL;
}

/* What stands in a column that says nothing about this row is not dropped in silence. */
static bool columns_fit(struct cx *cx, int64_t line, const struct file_row *row, const struct field *answer,
                        const struct record *form, struct import_said *said)
{
	bool fit = true;
	for (const char *const *column = typed_columns; *column; column++) {
		bool belongs = answer ? !strcmp(*column, column_of_answer(answer)) : wish_field(form, *column) != NULL;
		if (belongs || !filled(row, *column))
			continue;
		say_at(cx, said, line, *column, "application_file.not_here", ARGS({ "what", row->what }));
		fit = false;
	}
	return fit;
}

static err one_row(struct cx *cx, void *self, int64_t line, const void *from, struct import_said *said)
{
	struct reader *r = self;
	struct file_row row = *(const struct file_row *)from;
	if (!is_mine(cx, r, line, row.mark, said))
		return OK;
	row.what = str_copy(cx->mem, row.what);
	row.text = str_copy(cx->mem, row.text);
	row.shares = str_copy(cx->mem, row.shares);
	const struct grant_line *l = line_called(cx, r, row.what);
	const struct field *answer = l ? NULL : answer_called(cx, row.what);
	if (!l && !answer) {
		say_at(cx, said, line, "what", "application_file.unknown", ARGS({ "what", row.what }));
		return OK;
	}
	if (seen_before(cx, r, l ? l->item : str_of(answer->name))) {
		say_at(cx, said, line, "what", "application_file.twice", NO_ARGS);
		return OK;
	}
	const struct record *form = l ? application_form_of_line(r->c->programme, l) : NULL;
	if (!columns_fit(cx, line, &row, answer, form, said))
		return OK;
	if (l) {
		read_position(cx, r, line, l, &row, said);
		return OK;
	}
	*LIST_ADD(cx->mem, &r->lines, struct answer_line) = (struct answer_line){ answer, line };
	read_answer(cx, r, line, answer, &row, said);
	return OK;
}

static bool fault_there(const struct list *faults, const struct answer_fault *f)
{
	LIST_EACH (const struct answer_fault, g, faults)
		if (!strcmp(g->field, f->field) && !strcmp(g->key, f->key))
			return true;
	return false;
}

/* What is wrong with the answers together: said at the row of the answer, if the file has brought it in. */
static void say_faults(struct cx *cx, const struct reader *r, struct import_said *said)
{
	struct list before = { 0 }, after = { 0 };
	application_faults(cx, r->p, &r->p->app, &before);
	application_faults(cx, r->p, &r->app, &after);
	LIST_EACH (const struct answer_fault, f, &after) {
		int64_t line = 0;
		LIST_EACH (const struct answer_line, l, &r->lines)
			if (!strcmp(l->answer->name, f->field))
				line = l->line;
		const struct field *answer = record_field(&application_answer_rec, str_of(f->field));
		if (!fault_there(&before, f))
			say_at(cx, said, line, column_of_answer(answer), f->key, f->args);
	}
	import_sort(said);
}

struct found {
	struct grant_case c;
	struct prepared p;
	struct reader r;
};

static err find(struct cx *cx, const struct tenant *centre, int64_t case_id, const struct csv *table,
                struct import_said *said, int64_t *rows, struct found *ret)
{
	struct grant_state s;
	struct list events = { 0 };
	TRY(grant_case_find(cx, centre, case_id, &ret->c));
	TRY(grant_state_on(cx, &ret->c, &s, &events));
	TRY(application_prepare(cx, centre, &ret->c, &s, &events, &ret->p));
	ret->r = (struct reader){ .c = &ret->c, .p = &ret->p, .app = ret->p.app };
	ret->r.app.wishes = (struct list){ 0 };
	LIST_EACH (const struct grant_wish, w, &ret->p.app.wishes)
		*LIST_ADD(cx->mem, &ret->r.app.wishes, struct grant_wish) = *w;
	TRY(import_table_read(cx, table, &row_rec, one_row, &ret->r, said, rows));
	say_faults(cx, &ret->r, said);
	return OK;
}

static err look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_preview *ret)
{
	struct found *f = NEW(cx->mem, struct found);
	TRY(find(cx, centre, ret->thing, table, &ret->said, &ret->rows, f));
	ret->examples = f->r.changes;
	ret->nothing_new = f->r.changes.n == 0;
	import_count(cx, ret, "application_import.changed", (int64_t)f->r.changes.n);
	import_count(cx, ret, "application_import.unchanged", f->r.unchanged);
	return OK;
}

static err take_in_tx(struct cx *cx, const struct import_in *in)
{
	struct found *f = NEW(cx->mem, struct found);
	struct import_said said = { 0 };
	int64_t rows, version;
	TRY(find(cx, in->centre, in->thing, in->table, &said, &rows, f));
	if (said.messages.n)
		return E_INVALID;
	audit_note(cx, "grant.application_import",
	           str_print(cx->mem, "centres/" STR_FMT "/grants/%" PRId64 " (" STR_FMT ")", STR_ARG(f->c.slug),
	                     f->c.id, STR_ARG(in->hash)),
	           MAYBE(in->centre->id));
	return application_save_in_tx(cx, &(struct application_in){ in->centre, &f->c, &f->r.app, f->p.app.version },
	                              &version);
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

static const char *const columns[] = { "what", "before", "after", NULL };
static const struct import_kind kind = { .purpose = { "grants.application", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 },
	                                 .section = &grants_section,
	                                 .area = "case",
	                                 .form = "application/import",
	                                 .preview = "application/import",
	                                 .back = "application",
	                                 .back_word = "grants.application",
	                                 .table = ".xlsx",
	                                 .words = "application_import",
	                                 .row = &row_rec,
	                                 .columns = columns,
	                                 .most_examples = 100,
	                                 .of_thing = true,
	                                 .look = look,
	                                 .take_in_tx = take_in_tx };

err application_import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v)); /* E_NOTFOUND for a case of another KI */
	return import_form_get(cx, rq, rs, &kind);
}

err application_import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	return import_form_post(cx, rq, rs, &kind);
}

err application_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_show(cx, rq, rs, &kind);
}

err application_preview_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_take(cx, rq, rs, &kind);
}
