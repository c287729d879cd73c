/* A list of people is sent, looked at as a whole, and taken as a whole. The file waits in the database (core/upload.h),
 * so that it does not matter which process of the service gets the next request. */
#include "core/upload.h"
#include "core/words.h"
#include "features/interpreters/pool_import.h"
#include "features/interpreters/pool_people_pages.h"

static const struct upload_purpose purpose = { "pool.import", UPLOAD_CSV, UPLOAD_MOST_BYTES, 60 };

struct sent {
	str file;
};
static const struct field sent_fields[] = {
	FIELD(struct sent, file, KIND_TEXT, .input = true, .required = true, .hidden = true, .label = "form.file",
	      .file = ".csv,text/csv", .max = UPLOAD_MOST_BYTES),
};
const struct record pool_import_sent_rec = RECORD("pool_import_sent", struct sent, sent_fields);

/* --- sending ------------------------------------------------------------------------------------------------------ */

static err show_form(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	str template = str_print(cx->mem, STR_FMT ".csv", STR_ARG(person_path(cx, rq, 0, "")));
	const struct section_form f = { .section = &pool_section,
		                        .area = "people",
		                        .title_key = "pool_import.title",
		                        .lead_key = "pool_import.lead",
		                        .rec = &pool_import_sent_rec,
		                        .action = person_path(cx, rq, 0, "import"),
		                        .back = person_path(cx, rq, 0, ""),
		                        .back_text = word(cx->words, cx->mem, "pool.area.people"),
		                        .submit_key = "pool_import.look",
		                        .note_key = "pool_import.note",
		                        .other = { .text = word(cx->words, cx->mem, "pool_import.template"),
		                                   .path = template } };
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_form(cx, rq, rs, 200);
}

err pool_import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sent sent = { 0 };
	struct upload looked, kept;
	err e = form_read(cx, rq->http, &pool_import_sent_rec, &sent);
	if (e == OK)
		e = upload_take(cx, &purpose, rq->centre.id, req_file(rq->http, "file"), &looked);
	if (e == OK)
		e = db_tx(cx, "pool import kept", upload_keep_in_tx, &looked, &kept, sizeof kept);
	if (e == E_INVALID)
		return show_form(cx, rq, rs, page_status(e));
	TRY(e);
	return page_done(cx, rq->http, rs, pool_at(cx, rq, "import", kept.id, ""), NULL);
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

struct preview_page {
	struct centre_frame frame;
	struct section_top top;
	str file;
	int64_t rows, new_people, known;
	struct list messages, examples;
	struct maybe more_messages;
	bool good, nothing_new, converted;
	struct form take;
	str again_path;
};
static const struct field preview_fields[] = {
	SECTION_FIELDS(struct preview_page),
	FIELD(struct preview_page, file, KIND_TEXT),
	FIELD(struct preview_page, rows, KIND_INT),
	FIELD(struct preview_page, new_people, KIND_INT),
	FIELD(struct preview_page, known, KIND_INT),
	FIELD(struct preview_page, messages, KIND_MANY, .of = &pool_import_message_rec),
	FIELD(struct preview_page, examples, KIND_MANY, .of = &pool_table_rec),
	FIELD(struct preview_page, more_messages, KIND_INT, .maybe = true),
	FIELD(struct preview_page, good, KIND_BOOL),
	FIELD(struct preview_page, nothing_new, KIND_BOOL),
	FIELD(struct preview_page, converted, KIND_BOOL),
	FIELD(struct preview_page, take, KIND_ONE, .of = &form_rec),
	FIELD(struct preview_page, again_path, KIND_PATH),
};
static const struct record preview_rec = RECORD("pool_import", struct preview_page, preview_fields);
const struct page page_pool_import = { "interpreters/people_import.html", &preview_rec };

static const struct record nothing_rec = { "pool_import", sizeof(int), NULL, 0 };
enum { EXAMPLES = 5 };

static void fill_preview(struct cx *cx, const struct pool_import *plan, struct preview_page *p)
{
	p->rows = plan->rows;
	p->new_people = plan->new_people;
	p->known = plan->known;
	p->messages = plan->messages;
	p->more_messages = (struct maybe){ plan->more_messages, plan->more_messages > 0 };
	p->good = plan->messages.n == 0;
	p->nothing_new = p->good && plan->new_people == 0;
	LIST_EACH (const struct pool_import_row, r, &plan->drafts) {
		if (r->known || p->examples.n >= EXAMPLES)
			continue;
		struct pool_table_row *row = LIST_ADD(cx->mem, &p->examples, struct pool_table_row);
		*row = r->row;
		row->languages = interpreter_languages_said(cx, &r->languages); /* as it was understood */
	}
}

static err read_upload(struct cx *cx, const struct request *rq, struct upload *ret, struct csv *ret_table)
{
	struct csv_fault fault;
	TRY(upload_get(cx, &purpose, rq->centre.id, route_id(rq), ret));
	if (csv_read(cx->mem, ret->content, ret_table, &fault) != OK) /* upload_take() has read it before */
		return fail(cx, E_BROKEN, fault.key, NO_ARGS);
	return OK;
}

static err show_preview(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct upload *u,
                        const struct pool_import *plan)
{
	struct preview_page p = { .file = u->name, .converted = u->converted };
	fill_preview(cx, plan, &p);
	TRY(pool_fill(cx, rq, "people", "pool_import.preview_title", STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.again_path = person_path(cx, rq, 0, "import");
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.people"), person_path(cx, rq, 0, ""));
	p.take = form_of(cx, rq->http, &nothing_rec, NULL, pool_at(cx, rq, "import", u->id, ""), "pool_import.take",
	                 p.again_path);
	return page_show(cx, rq->http, rs, status, &page_pool_import, &p);
}

err pool_import_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct upload u;
	struct csv table;
	struct pool_import plan;
	TRY(read_upload(cx, rq, &u, &table));
	TRY(pool_import_look(cx, &rq->centre, &table, &plan));
	return show_preview(cx, rq, rs, 200, &u, &plan);
}

/* --- taking ------------------------------------------------------------------------------------------------------- */

struct taking {
	struct pool_import_in in;
	const struct upload *upload;
};

static err take_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct taking *t = in;
	TRY(upload_drop_in_tx(cx, t->upload));
	return pool_import_take_in_tx(cx, &t->in, ret);
}

err pool_import_take_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct upload u;
	struct csv table;
	struct pool_import plan;
	TRY(read_upload(cx, rq, &u, &table));
	struct taking t = { .in = { .centre = &rq->centre, .table = &table, .hash = u.hash }, .upload = &u };
	err e = db_tx(cx, "pool import", take_in_tx, &t, &plan, sizeof plan);
	if (e == E_INVALID) { /* something has changed since it was looked at: nothing was taken */
		TRY(pool_import_look(cx, &rq->centre, &table, &plan));
		return show_preview(cx, rq, rs, page_status(e), &u, &plan);
	}
	TRY(e);
	return page_done(cx, rq->http, rs, person_path(cx, rq, 0, ""), "pool_import.done");
}
