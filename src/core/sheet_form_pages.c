/* sheet_form_pages.c -- another workbook, another mapping, none any more: each is a further version (P-FUN-3). */
#include "core/sheet_pages.h"

#include <inttypes.h>

#include "core/upload.h"
#include "core/words.h"

static const struct upload_purpose workbook = { "sheet.template", UPLOAD_WORKBOOK, SHEET_MOST_BYTES, 60 };

struct sheet_sent {
	int64_t version;
	str file, mapping;
	day valid_from;
};
static const struct field file_fields[] = {
	FIELD(struct sheet_sent, version, KIND_INT, .hidden = true),
	FIELD(struct sheet_sent, file, KIND_TEXT, .input = true, .required = true, .hidden = true,
	      .file = ".xlsx," MEDIA_XLSX, .max = SHEET_MOST_BYTES),
	FIELD(struct sheet_sent, valid_from, KIND_DAY, .input = true, .required = true),
};
const struct record sheet_file_rec = RECORD("sheet_sent", struct sheet_sent, file_fields);
static const struct field mapping_fields[] = {
	FIELD(struct sheet_sent, version, KIND_INT, .hidden = true),
	FIELD(struct sheet_sent, mapping, KIND_TEXT, .input = true, .lines = true, .max = SHEET_MOST_MAPPING),
	FIELD(struct sheet_sent, valid_from, KIND_DAY, .input = true, .required = true),
};
const struct record sheet_mapping_rec = RECORD("sheet_sent", struct sheet_sent, mapping_fields);

static const struct field stop_fields[] = {
	FIELD(struct sheet_sent, version, KIND_INT, .hidden = true),
	FIELD(struct sheet_sent, valid_from, KIND_DAY, .input = true, .required = true),
};
const struct record sheet_stop_rec = RECORD("sheet_sent", struct sheet_sent, stop_fields);

/* What the three forms differ in. */
struct change {
	const char *tail;  /* of the address */
	const char *field; /* where it is told that somebody else was faster */
	const struct record *rec;
	const char *title, *lead, *submit, *done;
	bool of_file; /* there must be a workbook already */
};
static const struct change change_file = { "file",
	                                   "file",
	                                   &sheet_file_rec,
	                                   "sheets.file_title",
	                                   "sheets.file_lead",
	                                   "sheets.file_submit",
	                                   "sheets.file_done",
	                                   false };
static const struct change change_mapping = { "mapping",
	                                      "mapping",
	                                      &sheet_mapping_rec,
	                                      "sheets.mapping_title",
	                                      "sheets.mapping_lead",
	                                      "sheets.mapping_submit",
	                                      "sheets.mapping_done",
	                                      true };
static const struct change change_stop = {
	"stop",           "valid_from", &sheet_stop_rec, "sheets.stop_title", "sheets.stop_lead", "sheets.stop_submit",
	"sheets.stopped", true
};

/* --- showing ------------------------------------------------------------------------------------------------------ */

struct form_page {
	struct sheet_top top;
	struct form form;
	struct list fields; /* struct sheet_unused: all that a mapping may name */
	bool has_fields;
};
static const struct field form_page_fields[] = {
	SHEET_TOP_FIELDS(struct form_page),
	FIELD(struct form_page, form, KIND_ONE, .of = &form_rec),
	FIELD(struct form_page, fields, KIND_MANY, .of = &sheet_unused_rec),
	FIELD(struct form_page, has_fields, KIND_BOOL, .hidden = true),
};
static const struct record form_page_rec = RECORD("sheet_form_page", struct form_page, form_page_fields);
const struct page page_sheet_form = { "sheet_form.html", &form_page_rec };

/* The newest version of this owner; zero if there is none. */
static err newest(struct cx *cx, const struct request *rq, const struct sheet_place *at, struct sheet_template *ret)
{
	struct list versions = { 0 };
	TRY(sheet_template_versions(cx, at->purpose, rq->centre.id, &versions));
	*ret = versions.n ? *LIST_AT(&versions, struct sheet_template, 0) : (struct sheet_template){ 0 };
	return OK;
}

static err find(struct cx *cx, const struct request *rq, const struct change *c, struct sheet_place *at,
                struct sheet_template *ret)
{
	TRY(sheet_place_find(cx, rq, at));
	TRY(newest(cx, rq, at, ret));
	return c->of_file && !ret->file_id.has ? fail(cx, E_NOTFOUND, "sheets.none", NO_ARGS) : OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct change *c)
{
	struct form_page p = { 0 };
	struct sheet_template t;
	struct sheet_place at;
	TRY(find(cx, rq, c, &at, &t));
	const struct sheet_sent row = { .version = t.version, .mapping = t.mapping, .valid_from = cx->today };
	p.top.title = word_args(cx->words, cx->mem, c->title, ARGS({ "name", at.name }));
	p.top.sentence = word(cx->words, cx->mem, c->lead);
	TRY(sheet_crumbs(cx, rq, &at, true, &p.top));
	p.form = form_of(cx, rq->http, c->rec, &row, str_print(cx->mem, STR_FMT "/%s", STR_ARG(at.path), c->tail),
	                 c->submit, at.path);
	if (status == 409) /* sending it again is a decision */
		p.form.version = str_print(cx->mem, "%" PRId64, t.version);
	if (c == &change_mapping)
		sheet_unused_of(cx, at.purpose, NULL, &p.fields);
	p.has_fields = p.fields.n > 0;
	return page_show(cx, rq->http, rs, status, &page_sheet_form, &p);
}

err sheet_file_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200, &change_file);
}

err sheet_mapping_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200, &change_mapping);
}

err sheet_stop_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200, &change_stop);
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

/* E_NOTFOUND of a form that needs a workbook: it is not there any more, which a page that is old cannot know. */
static err save(struct cx *cx, const struct request *rq, struct res *rs, const struct change *c,
                err (*fill)(struct cx *cx, const struct request *rq, const struct sheet_place *at,
                            const struct sheet_template *before, struct sheet_new *ret))
{
	struct sheet_template before, made;
	struct sheet_place at;
	TRY(find(cx, rq, c, &at, &before));
	struct sheet_new n = { .purpose = at.purpose,
		               .centre_id = rq->centre.id,
		               .version = sent_version(rq),
		               .mapping = before.mapping };
	err e = fill(cx, rq, &at, &before, &n);
	if (e == OK)
		e = db_tx(cx, "sheet.set", sheet_template_add_in_tx, &n, &made, sizeof made);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, at.path, c->done, at.path, made.version);
	if (e == E_STALE) {
		fault_clear(cx);
		(void)problem_add(cx, c->field, "sheets.stale", NO_ARGS);
		return show(cx, rq, rs, page_status(e), c);
	}
	return frame_tells(e) ? show(cx, rq, rs, page_status(e), c) : e;
}

/* A new workbook takes the mapping of the one before along; what does not fit it goes behind a #. */
static err fill_file(struct cx *cx, const struct request *rq, const struct sheet_place *at,
                     const struct sheet_template *before, struct sheet_new *ret)
{
	struct sheet_sent sent = { 0 };
	struct list lines = { 0 };
	struct upload looked;
	TRY(form_read(cx, rq->http, &sheet_file_rec, &sent));
	TRY(upload_take(cx, &workbook, rq->centre.id, req_file(rq->http, "file"), &looked));
	err e = sheet_template_try(cx, at->purpose, looked.content, before->mapping, &lines, NULL);
	if (e == E_INVALID) { /* its sheets can be read, but it cannot be filled */
		const struct fault why = cx->fault;
		fault_clear(cx);
		return problem_add(cx, "file", why.key, why.args);
	}
	TRY(e);
	ret->valid_from = sent.valid_from;
	ret->name = looked.name;
	ret->content = looked.content;
	ret->mapping = sheet_mapping_that_fits(cx, before->mapping, &lines);
	return OK;
}

/* All lines must fit: each that does not is told. */
static err fill_mapping(struct cx *cx, const struct request *rq, const struct sheet_place *at,
                        const struct sheet_template *before, struct sheet_new *ret)
{
	struct sheet_sent sent = { 0 };
	struct list lines = { 0 };
	str bytes;
	TRY(form_read(cx, rq->http, &sheet_mapping_rec, &sent));
	TRY(sheet_template_bytes(cx, before, &bytes));
	TRY(sheet_template_try(cx, at->purpose, bytes, sent.mapping, &lines, NULL));
	LIST_EACH (const struct sheet_line, l, &lines)
		if (!l->fits)
			(void)problem_add(
			        cx, "mapping", "sheets.line",
			        ARGS({ "line", say_int(cx->words, cx->mem, l->line) }, { "message", l->message }));
	ret->valid_from = sent.valid_from;
	ret->file_id = before->file_id;
	ret->mapping = sent.mapping;
	return cx->problems ? E_INVALID : OK;
}

static err fill_stop(struct cx *cx, const struct request *rq, const struct sheet_place *at UNUSED,
                     const struct sheet_template *before UNUSED, struct sheet_new *ret)
{
	struct sheet_sent sent = { 0 };
	err e = form_read(cx, rq->http, &sheet_stop_rec, &sent);
	ret->valid_from = sent.valid_from;
	return e;
}

err sheet_file_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return save(cx, rq, rs, &change_file, fill_file);
}

err sheet_mapping_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return save(cx, rq, rs, &change_mapping, fill_mapping);
}

err sheet_stop_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return save(cx, rq, rs, &change_stop, fill_stop);
}
