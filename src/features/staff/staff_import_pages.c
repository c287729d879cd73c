/* A table is sent, looked at as a whole, and taken as a whole (P-STA-1). The file waits in the database
 * (core/upload.h), so that it does not matter which process of the service gets the next request. */
#include "core/upload.h"
#include "core/words.h"
#include "features/staff/staff_import.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"

static const struct upload_purpose purpose = { "staff.import", UPLOAD_CSV, UPLOAD_MOST_BYTES, 60 };

struct sent {
	str file;
};
static const struct field sent_fields[] = {
	FIELD(struct sent, file, KIND_TEXT, .input = true, .required = true, .hidden = true, .label = "form.file",
	      .file = ".csv,text/csv", .max = UPLOAD_MOST_BYTES),
};
const struct record import_sent_rec = RECORD("import_sent", struct sent, sent_fields);

/* --- sending ------------------------------------------------------------------------------------------------------ */

static err show_form(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	str empty = str_print(cx->mem, STR_FMT ".csv?all=1", STR_ARG(staff_at(cx, rq, "", 0, "")));
	struct section_form f = { .section = &staff_section,
		                  .area = "",
		                  .title_key = "staff.import.title",
		                  .lead_key = "staff.import.lead",
		                  .rec = &import_sent_rec,
		                  .action = staff_at(cx, rq, "import", 0, ""),
		                  .back = staff_at(cx, rq, "", 0, ""),
		                  .submit_key = "staff.import.look",
		                  .note_key = "staff.import.note",
		                  .other = { .text = word(cx->words, cx->mem, "staff.import.template"),
		                             .path = empty } };
	return section_form_show(cx, rq, rs, status, &f);
}

err import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_form(cx, rq, rs, 200);
}

err import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sent sent = { 0 };
	struct upload looked, kept;
	err e = form_read(cx, rq->http, &import_sent_rec, &sent);
	if (e == OK)
		e = upload_take(cx, &purpose, rq->centre.id, req_file(rq->http, "file"), &looked);
	if (e == OK)
		e = db_tx(cx, "staff import kept", upload_keep_in_tx, &looked, &kept, sizeof kept);
	if (e == E_INVALID)
		return show_form(cx, rq, rs, page_status(e));
	TRY(e);
	return page_done(cx, rq->http, rs, staff_at(cx, rq, "import", kept.id, ""), NULL);
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

struct preview_page {
	struct centre_frame frame;
	struct section_top top;
	str file;
	int64_t rows, new_posts, new_people, new_shares, known;
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
	FIELD(struct preview_page, new_posts, KIND_INT),
	FIELD(struct preview_page, new_people, KIND_INT),
	FIELD(struct preview_page, new_shares, KIND_INT),
	FIELD(struct preview_page, known, KIND_INT),
	FIELD(struct preview_page, messages, KIND_MANY, .of = &import_message_rec),
	FIELD(struct preview_page, examples, KIND_MANY, .of = &staff_row_rec),
	FIELD(struct preview_page, more_messages, KIND_INT, .maybe = true),
	FIELD(struct preview_page, good, KIND_BOOL),
	FIELD(struct preview_page, nothing_new, KIND_BOOL),
	FIELD(struct preview_page, converted, KIND_BOOL),
	FIELD(struct preview_page, take, KIND_ONE, .of = &form_rec),
	FIELD(struct preview_page, again_path, KIND_PATH),
};
static const struct record preview_rec = RECORD("staff_import", struct preview_page, preview_fields);
const struct page page_staff_import = { "staff/import.html", &preview_rec };

static const struct record nothing_rec = { "staff_import", sizeof(int), NULL, 0 };
enum { EXAMPLES = 5 };

static void fill_preview(struct cx *cx, const struct import_plan *plan, struct preview_page *p)
{
	p->rows = plan->rows;
	p->new_posts = plan->new_posts;
	p->new_people = plan->new_people;
	p->new_shares = plan->new_shares;
	p->known = plan->known;
	p->messages = plan->messages;
	p->more_messages = (struct maybe){ plan->more_messages, plan->more_messages > 0 };
	p->good = plan->messages.n == 0;
	p->nothing_new = p->good && plan->new_posts + plan->new_people + plan->new_shares == 0;
	for (size_t i = 0; i < plan->drafts.n && i < EXAMPLES; i++)
		*LIST_ADD(cx->mem, &p->examples, struct staff_row) = LIST_AT(&plan->drafts, struct import_row, i)->row;
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
                        const struct import_plan *plan)
{
	struct preview_page p = { .file = u->name, .converted = u->converted };
	fill_preview(cx, plan, &p);
	TRY(staff_fill(cx, rq, "", "staff.import.preview_title", STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.again_path = staff_at(cx, rq, "import", 0, "");
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "staff.crumb"), staff_at(cx, rq, "", 0, ""));
	p.take = form_of(cx, rq->http, &nothing_rec, NULL, staff_at(cx, rq, "import", u->id, ""), "staff.import.take",
	                 p.again_path);
	return page_show(cx, rq->http, rs, status, &page_staff_import, &p);
}

err import_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct upload u;
	struct csv table;
	struct import_plan plan;
	TRY(read_upload(cx, rq, &u, &table));
	TRY(import_look(cx, &rq->centre, &table, &plan));
	return show_preview(cx, rq, rs, 200, &u, &plan);
}

/* --- taking ------------------------------------------------------------------------------------------------------- */

struct taking {
	struct import_in in;
	const struct upload *upload;
};

static err take_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct taking *t = in;
	TRY(upload_drop_in_tx(cx, t->upload));
	return import_take_in_tx(cx, &t->in, ret);
}

err import_take_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct upload u;
	struct csv table;
	struct import_plan plan;
	TRY(read_upload(cx, rq, &u, &table));
	struct taking t = { .in = { .centre = &rq->centre, .table = &table, .hash = u.hash }, .upload = &u };
	err e = db_tx(cx, "staff import", take_in_tx, &t, &plan, sizeof plan);
	if (e == E_INVALID) { /* something has changed since it was looked at: nothing was taken */
		TRY(import_look(cx, &rq->centre, &table, &plan));
		return show_preview(cx, rq, rs, page_status(e), &u, &plan);
	}
	TRY(e);
	return page_done(cx, rq->http, rs, staff_at(cx, rq, "", 0, ""), "staff.done_import");
}
