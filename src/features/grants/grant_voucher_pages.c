/* The vouchers of one cost line: added, taken away, read by the KI, and by the authority once the proof is handed in.
 */
#include "features/grants/grant_cost_pages.h"

#include <inttypes.h>

#include "core/words.h"
#include "features/grants/grant_voucher.h"

struct sent {
	str file;
};
static const struct field sent_fields[] = {
	FIELD(struct sent, file, KIND_TEXT, .input = true, .required = true, .hidden = true,
	      .file = EVIDENCE_ACCEPT_ANY, .max = GRANT_VOUCHER_BYTES),
};
const struct record grant_voucher_sent_rec = RECORD("grant_voucher", struct sent, sent_fields);

struct voucher_row {
	struct evidence file;
	str remove_path; /* absent: it stays */
};
#define OF_FILE(member, kind_, ...)                                                                                    \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct voucher_row, file.member), __VA_ARGS__     \
	}
static const struct field row_fields[] = {
	OF_FILE(id, KIND_INT),
	OF_FILE(name, KIND_TEXT),
	OF_FILE(type, KIND_CHOICE, .choices = &evidence_choices),
	OF_FILE(scan, KIND_CHOICE, .choices = &scan_choices),
	OF_FILE(size, KIND_INT),
	OF_FILE(sent_by, KIND_TEXT),
	OF_FILE(sent_at, KIND_INSTANT),
	OF_FILE(keep_until, KIND_DAY),
	OF_FILE(path, KIND_PATH),
	FIELD(struct voucher_row, remove_path, KIND_PATH),
};
static const struct record row_rec = RECORD("evidence", struct voucher_row, row_fields);

struct vouchers_page {
	struct centre_frame frame;
	struct section_top top;
	str note; /* why nothing can be added or taken away any more; absent: it can */
	str back;
	struct list files; /* struct voucher_row */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct vouchers_page),
	FIELD(struct vouchers_page, note, KIND_TEXT),
	FIELD(struct vouchers_page, back, KIND_PATH, .hidden = true),
	FIELD(struct vouchers_page, files, KIND_MANY, .of = &row_rec),
};
static const struct record page_rec = RECORD("grant_vouchers", struct vouchers_page, page_fields);
const struct page page_grant_vouchers = { "grants/vouchers.html", &page_rec };

str grant_voucher_path(struct cx *cx, const struct request *rq, bool of_proof, int64_t id)
{
	return grant_at(cx, rq, str_print(cx->mem, "%svouchers/%" PRId64, of_proof ? "proof/" : "", id).p);
}

static err fill_files(struct cx *cx, const struct request *rq, const struct grant_view *v, int64_t cost_id,
                      struct list *ret)
{
	struct list files = { 0 };
	TRY(grant_vouchers_of(cx, &v->c, cost_id, &files));
	LIST_EACH (const struct evidence, e, &files) {
		struct voucher_row *r = LIST_ADD(cx->mem, ret, struct voucher_row);
		r->file = *e;
		r->file.path = grant_voucher_path(cx, rq, false, e->id);
		if (!v->state.proof && !v->state.closing)
			r->remove_path = str_print(cx->mem, STR_FMT "/remove", STR_ARG(r->file.path));
	}
	return OK;
}

/* Absent: files can be added and taken away. */
static str note_of(struct cx *cx, const struct grant_view *v, const struct grant_cost *line)
{
	if (line->cancelled.p)
		return word(cx->words, cx->mem, "grants.cost.cancelled_already");
	if (v->state.closing)
		return word(cx->words, cx->mem, "grants.may_not.closed");
	return v->state.proof ? word(cx->words, cx->mem, "grants.voucher.only_more") : STR_NONE;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct vouchers_page p = { 0 };
	struct grant_view v = { 0 };
	struct grant_cost line;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(grant_cost_asked(cx, rq, &v.c, &line));
	TRY(grant_section_fill(cx, rq, &v, "grants.vouchers_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.back = grant_at(cx, rq, "costs");
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "grants.costs"), p.back);
	p.frame.sentence = grant_cost_said(cx, &line);
	p.note = note_of(cx, &v, &line);
	TRY(fill_files(cx, rq, &v, line.id, &p.files));
	if (!line.cancelled.p && !v.state.closing)
		p.frame.form = frame_form(cx, rq, RIGHT_GRANT_RECORD, &grant_voucher_sent_rec, NULL,
		                          grant_at(cx, rq, str_print(cx->mem, "costs/%" PRId64 "/vouchers", line.id).p),
		                          "grants.voucher.submit");
	return page_show(cx, rq->http, rs, status, &page_grant_vouchers, &p);
}

err grant_vouchers_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

err grant_vouchers_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_case c;
	struct grant_cost line;
	struct sent sent = { 0 };
	struct evidence taken, kept;
	TRY(grant_case_find(cx, &rq->centre, route_id(rq), &c));
	TRY(grant_cost_asked(cx, rq, &c, &line));
	err e = form_read(cx, rq->http, &grant_voucher_sent_rec, &sent);
	if (e == OK)
		e = evidence_take(cx, &grant_vouchers, req_file(rq->http, "file"), &taken);
	const struct grant_voucher_keep in = { .c = &c, .cost_id = line.id, .file = &taken };
	if (e == OK)
		e = db_tx(cx, "grant.voucher", grant_voucher_keep_in_tx, &in, &kept, sizeof kept);
	if (e == OK) /* a further page comes next, maybe */
		return page_done(cx, rq->http, rs, rq->http->path, "grants.voucher.done");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}

static int64_t file_asked(const struct request *rq)
{
	int64_t id;
	return str_to_int(route_part(rq, "code"), &id) ? id : 0; /* 0: there is none */
}

err grant_voucher_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_case c;
	int64_t cost_id;
	TRY(grant_case_find(cx, &rq->centre, route_id(rq), &c));
	const struct grant_voucher_remove in = { .c = &c, .id = file_asked(rq) };
	TRY(db_tx(cx, "grant.voucher", grant_voucher_remove_in_tx, &in, &cost_id, sizeof cost_id));
	return page_done(cx, rq->http, rs,
	                 grant_at(cx, rq, str_print(cx->mem, "costs/%" PRId64 "/vouchers", cost_id).p),
	                 "grants.voucher.removed");
}

/* --- the file itself ---------------------------------------------------------------------------------------------- */

typedef err (*finder)(struct cx *cx, const struct grant_case *c, int64_t id, struct evidence *ret);

static err send(struct cx *cx, const struct request *rq, struct res *rs, finder find)
{
	struct grant_case c;
	struct evidence e;
	TRY(grant_case_find(cx, &rq->centre, route_id(rq), &c));
	TRY(find(cx, &c, file_asked(rq), &e));
	evidence_send(cx, rs, &e);
	return OK;
}

err grant_voucher_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return send(cx, rq, rs, grant_voucher_find);
}

err grant_proof_voucher_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return send(cx, rq, rs, grant_voucher_find_proven);
}
