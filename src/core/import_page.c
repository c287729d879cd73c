/* import_page.c -- the pages of an import, whatever is imported: sending a table, looking at what it would do, taking
 * it. */
#include "core/import.h"

#include <inttypes.h>
#include <string.h>

#include "core/table.h"
#include "core/words.h"

struct sent {
	str file;
};
static const struct field sent_fields[] = {
	FIELD(struct sent, file, KIND_TEXT, .input = true, .required = true, .hidden = true, .label = "form.file",
	      .file = ".csv,.xlsx,text/csv," MEDIA_XLSX, .max = UPLOAD_MOST_BYTES),
};
const struct record import_sent_rec = RECORD("import_sent", struct sent, sent_fields);

/* The key of a word of this kind. */
static const char *key_of(struct cx *cx, const struct import_kind *k, const char *tail)
{
	return str_print(cx->mem, "%s.%s", k->words, tail).p;
}

static str say(struct cx *cx, const struct import_kind *k, const char *tail)
{
	return word(cx->words, cx->mem, key_of(cx, k, tail));
}

/* id: of the table that waits; 0: none. */
static str path_of(struct cx *cx, const struct request *rq, const struct import_kind *k, const char *folder, int64_t id)
{
	if (!k->of_thing)
		return section_at(cx, rq, k->section, folder, id, "");
	str tail = id ? str_print(cx->mem, "%s/%" PRId64, folder, id) : str_of(folder);
	return section_at(cx, rq, k->section, "", route_id(rq), tail.p);
}

static str back_path(struct cx *cx, const struct request *rq, const struct import_kind *k)
{
	return path_of(cx, rq, k, k->back, 0);
}

static int64_t thing_of(const struct request *rq, const struct import_kind *k)
{
	return k->of_thing ? route_id(rq) : 0;
}

/* The table that waits; 0 is none. */
static int64_t waiting_of(const struct request *rq, const struct import_kind *k)
{
	int64_t id = 0;
	if (!k->of_thing)
		return route_id(rq);
	return str_to_int(route_part(rq, "code"), &id) ? id : 0;
}

/* --- sending ------------------------------------------------------------------------------------------------------ */

static err show_form(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct import_kind *k)
{
	str back = back_path(cx, rq, k);
	const struct section_form f = {
		.section = k->section,
		.area = k->area,
		.title_key = key_of(cx, k, "title"),
		.lead_key = key_of(cx, k, "lead"),
		.rec = &import_sent_rec,
		.action = path_of(cx, rq, k, k->form, 0),
		.back = back,
		.back_text = word(cx->words, cx->mem, k->back_word),
		.submit_key = key_of(cx, k, "look"),
		.note_key = key_of(cx, k, "note"),
		.other = { .text = say(cx, k, "template"),
		           .path = str_print(cx->mem, STR_FMT "%s", STR_ARG(back), k->table) },
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err import_form_get(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k)
{
	return show_form(cx, rq, rs, 200, k);
}

err import_form_post(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k)
{
	struct sent sent = { 0 };
	struct upload looked, kept;
	err e = form_read(cx, rq->http, &import_sent_rec, &sent);
	if (e == OK)
		e = upload_take(cx, &k->purpose, rq->centre.id, req_file(rq->http, "file"), &looked);
	if (e == OK)
		e = db_tx(cx, "table kept", upload_keep_in_tx, &looked, &kept, sizeof kept);
	if (e == E_INVALID)
		return show_form(cx, rq, rs, page_status(e), k);
	TRY(e);
	return page_done(cx, rq->http, rs, path_of(cx, rq, k, k->preview, kept.id), NULL);
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

struct count {
	str code, label;
	int64_t n;
};
static const struct field count_fields[] = {
	FIELD(struct count, code, KIND_TEXT),
	FIELD(struct count, label, KIND_TEXT),
	FIELD(struct count, n, KIND_INT),
};
static const struct record count_rec = RECORD("import_count", struct count, count_fields);

struct cell {
	str label, text; /* text absent: nothing stands there */
	bool number, first;
};
static const struct field cell_fields[] = {
	FIELD(struct cell, label, KIND_TEXT),
	FIELD(struct cell, text, KIND_TEXT),
	FIELD(struct cell, number, KIND_BOOL, .hidden = true),
	FIELD(struct cell, first, KIND_BOOL, .hidden = true),
};
static const struct record cell_rec = RECORD("import_cell", struct cell, cell_fields);
struct example {
	struct list cells; /* struct cell */
};
static const struct field example_fields[] = { FIELD(struct example, cells, KIND_MANY, .of = &cell_rec) };
static const struct record example_rec = RECORD("import_example", struct example, example_fields);

struct preview_page {
	struct centre_frame frame;
	struct section_top top;
	str file, said, examples_title, taking;
	int64_t rows;
	struct list counts, messages, heads, examples;
	struct maybe more_messages;
	bool good, nothing_new, converted;
	struct form take;
	str again_path;
};
static const struct field preview_fields[] = {
	SECTION_FIELDS(struct preview_page),
	FIELD(struct preview_page, file, KIND_TEXT),
	FIELD(struct preview_page, said, KIND_TEXT),
	FIELD(struct preview_page, examples_title, KIND_TEXT, .hidden = true),
	FIELD(struct preview_page, taking, KIND_TEXT, .hidden = true),
	FIELD(struct preview_page, rows, KIND_INT, .label = "import.rows"),
	FIELD(struct preview_page, counts, KIND_MANY, .of = &count_rec),
	FIELD(struct preview_page, messages, KIND_MANY, .of = &import_message_rec),
	FIELD(struct preview_page, heads, KIND_MANY, .of = &cell_rec, .hidden = true),
	FIELD(struct preview_page, examples, KIND_MANY, .of = &example_rec),
	FIELD(struct preview_page, more_messages, KIND_INT, .maybe = true),
	FIELD(struct preview_page, good, KIND_BOOL),
	FIELD(struct preview_page, nothing_new, KIND_BOOL),
	FIELD(struct preview_page, converted, KIND_BOOL),
	FIELD(struct preview_page, take, KIND_ONE, .of = &form_rec),
	FIELD(struct preview_page, again_path, KIND_PATH),
};
static const struct record preview_rec = RECORD("import_preview", struct preview_page, preview_fields);
const struct page page_import_preview = { "import_preview.html", &preview_rec };

static const struct record nothing_rec = { "import_take", sizeof(int), NULL, 0 };
enum { EXAMPLES = 5 };

void import_count(struct cx *cx, struct import_preview *p, const char *label, int64_t n)
{
	const char *point = strrchr(label, '.');
	ASSERT(point);
	*LIST_ADD(cx->mem, &p->counts, struct count) =
	        (struct count){ str_of(point + 1), word(cx->words, cx->mem, label), n };
}

static bool is_number(const struct field *f)
{
	return f->kind == KIND_INT || f->kind == KIND_DECIMAL || f->kind == KIND_MONEY;
}

static void add_examples(struct cx *cx, const struct import_kind *k, const struct list *rows, struct preview_page *p)
{
	struct formatter f = words_formatter(cx->words);
	for (const char *const *name = k->columns; *name; name++) {
		const struct field *field = record_field(k->row, str_of(*name));
		*LIST_ADD(cx->mem, &p->heads, struct cell) =
		        (struct cell){ .label = word(cx->words, cx->mem, field_label(cx->mem, k->row, field).p),
			               .number = is_number(field),
			               .first = p->heads.n == 1 };
	}
	for (size_t i = 0; i < rows->n && i < (k->most_examples ? k->most_examples : EXAMPLES); i++) {
		struct example *e = LIST_ADD(cx->mem, &p->examples, struct example);
		LIST_EACH (const struct cell, head, &p->heads) {
			const struct field *field =
			        record_field(k->row, str_of(k->columns[head - (struct cell *)p->heads.items]));
			struct cell *c = LIST_ADD(cx->mem, &e->cells, struct cell);
			*c = *head;
			c->text = f.value(f.self, cx->mem, k->row, field, list_at(rows, i));
		}
	}
}

static void fill_preview(struct cx *cx, const struct import_kind *k, const struct import_preview *found,
                         struct preview_page *p)
{
	p->good = found->said.messages.n == 0;
	p->nothing_new = p->good && found->nothing_new;
	p->said = say(cx, k, !p->good ? "bad" : p->nothing_new ? "nothing_new" : "good");
	p->examples_title = say(cx, k, "examples");
	p->taking = say(cx, k, "taking");
	p->rows = found->rows;
	p->counts = found->counts;
	p->messages = found->said.messages;
	p->more_messages = (struct maybe){ found->said.more, found->said.more > 0 };
	if (p->good && !p->nothing_new)
		add_examples(cx, k, &found->examples, p);
}

static err read_upload(struct cx *cx, const struct request *rq, const struct import_kind *k, struct upload *ret,
                       struct csv *ret_table)
{
	struct table_fault fault;
	TRY(upload_get(cx, &k->purpose, rq->centre.id, waiting_of(rq, k), ret));
	err e = table_read(cx, ret->content, ret_table, &fault);
	return e == E_INVALID ? fail(cx, E_BROKEN, fault.key, fault.args) : e; /* upload_take() has read it before */
}

static err show_preview(struct cx *cx, const struct request *rq, struct res *rs, int status,
                        const struct import_kind *k, const struct upload *u, const struct csv *table)
{
	struct preview_page p = { .file = u->name, .converted = u->converted };
	struct import_preview found = { .thing = thing_of(rq, k) };
	TRY(k->look(cx, &rq->centre, table, &found));
	fill_preview(cx, k, &found, &p);
	TRY(section_fill(cx, rq, k->section, k->area, key_of(cx, k, "preview_title"), STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 }; /* one thing at a time */
	p.again_path = path_of(cx, rq, k, k->form, 0);
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, k->back_word), back_path(cx, rq, k));
	p.take = form_of(cx, rq->http, &nothing_rec, NULL, path_of(cx, rq, k, k->preview, u->id), key_of(cx, k, "take"),
	                 p.again_path);
	return page_show(cx, rq->http, rs, status, &page_import_preview, &p);
}

err import_preview_show(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k)
{
	struct upload u;
	struct csv table;
	TRY(read_upload(cx, rq, k, &u, &table));
	return show_preview(cx, rq, rs, 200, k, &u, &table);
}

/* --- taking ------------------------------------------------------------------------------------------------------- */

struct taking {
	const struct import_kind *kind;
	struct import_in in;
	const struct upload *upload;
};

static err take_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct taking *t = in;
	TRY(upload_drop_in_tx(cx, t->upload));
	return t->kind->take_in_tx(cx, &t->in);
}

err import_preview_take(struct cx *cx, const struct request *rq, struct res *rs, const struct import_kind *k)
{
	struct upload u;
	struct csv table;
	TRY(read_upload(cx, rq, k, &u, &table));
	const struct taking t = { k,
		                  { .centre = &rq->centre, .table = &table, .thing = thing_of(rq, k), .hash = u.hash },
		                  &u };
	err e = db_tx(cx, "table taken", take_in_tx, &t, NULL, 0);
	if (e == E_INVALID) /* something has changed since it was looked at: nothing was taken */
		return show_preview(cx, rq, rs, page_status(e), k, &u, &table);
	TRY(e);
	return page_done(cx, rq->http, rs, back_path(cx, rq, k), key_of(cx, k, "done"));
}
