/* A new call for funds: amounts per position up to what is left; two groups in one are refused and split on request.
 * And the same without network: a workbook is taken along, filled, and fills the form when it comes back. */
#include "features/grants/grant_call_pages.h"

#include <inttypes.h>

#include "core/import.h"
#include "core/table.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/grants/grant_cost.h"

struct form_page {
	struct centre_frame frame;
	struct section_top top;
	str outside, groups;
	str file_path, table_path, blank_path;
	struct list changes; /* struct call_change: what is otherwise than when the file was taken along */
};
struct call_change {
	str label;
	int64_t then_cents, now_cents;
};
static const struct field change_fields[] = {
	FIELD(struct call_change, label, KIND_TEXT),
	FIELD(struct call_change, then_cents, KIND_MONEY),
	FIELD(struct call_change, now_cents, KIND_MONEY),
};
static const struct record change_rec = RECORD("grant_call_change", struct call_change, change_fields);
static const struct field form_page_fields[] = {
	SECTION_FIELDS(struct form_page),
	FIELD(struct form_page, outside, KIND_TEXT),
	FIELD(struct form_page, groups, KIND_TEXT),
	FIELD(struct form_page, file_path, KIND_PATH),
	FIELD(struct form_page, table_path, KIND_PATH),
	FIELD(struct form_page, blank_path, KIND_PATH),
	FIELD(struct form_page, changes, KIND_MANY, .of = &change_rec),
};
static const struct record form_page_rec = RECORD("grant_call_form_page", struct form_page, form_page_fields);
const struct page page_grant_call_form = { "grants/call_form.html", &form_page_rec };

/* Under each position: what is left of it. */
static void say_left(struct cx *cx, const struct grant_state *s, struct form *f)
{
	LIST_EACH (struct form_field, field, &f->fields)
		for (size_t i = 0; i < GRANT_ITEMS; i++) {
			str item = str_of(grant_items[i]);
			if (!str_eq(field->name, str_print(cx->mem, "cents_" STR_FMT, STR_ARG(item))))
				continue;
			int64_t left = grant_call_left(s, item);
			field->hint = word_args(cx->words, cx->mem, "grants.call.left",
			                        ARGS({ "left", say_money(cx->words, cx->mem, left) }));
			field->described_by = str_print(cx->mem, STR_FMT "-hint", STR_ARG(field->id));
			if (field->error.p)
				field->described_by = str_print(cx->mem, STR_FMT " " STR_FMT "-error",
				                                STR_ARG(field->described_by), STR_ARG(field->id));
		}
}

/* The account is that of the newest call of this KI's case; the need begins today and ends with the term of use. */
static err defaults(struct cx *cx, const struct grant_view *v, struct grant_call_in *ret)
{
	*ret = (struct grant_call_in){ .version = v->state.seen, .from = cx->today };
	ret->until = day_add(day_add_months(cx->today, (int)v->state.terms.use_months), -1);
	for (size_t i = v->events.n; i-- > 0;) {
		const struct grant_event *e = LIST_AT(&v->events, const struct grant_event, i);
		struct grant_call_paper paper = { 0 };
		if (!str_is(e->kind, "called") || !e->content.p)
			continue;
		TRY(grant_paper_read(cx, e->content, &grant_call_paper_rec, &paper));
		ret->account = paper.account;
		return OK;
	}
	return OK;
}

/* filled: from a file; NULL: what was sent, or a fresh form. */
struct shown {
	const struct grant_view *v;
	const struct grant_call_in *filled;
	const struct list *changes;
	bool split;
};

static const struct form *make_form(struct cx *cx, const struct request *rq, int status, const struct shown *s)
{
	struct grant_call_in fresh;
	struct req as_read = *rq->http;
	struct form *f = NEW(cx->mem, struct form);
	if (s->filled)
		as_read.method = GET;
	if (!s->filled && defaults(cx, s->v, &fresh) != OK)
		fresh = (struct grant_call_in){ .version = s->v->state.seen };
	*f = form_of(cx, &as_read, grant_call_form_of(cx, &s->v->state, s->split, rq->http->method != GET),
	             s->filled ? s->filled : &fresh, grant_at(cx, rq, "calls/new"), "grants.call.submit",
	             grant_at(cx, rq, "calls"));
	if (status == 409)
		f->version = str_print(cx->mem, "%" PRId64, s->v->state.seen);
	say_left(cx, &s->v->state, f);
	return f;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct shown *s)
{
	struct form_page p = { 0 };
	TRY(grant_section_fill(cx, rq, s->v, "grants.call_new_title", &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "grants.calls"), grant_at(cx, rq, "calls"));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = word(cx->words, cx->mem, "grants.call_new_lead");
	p.outside = grant_call_outside(cx, &s->v->state.terms, cx->today);
	p.groups = s->v->state.terms.two_groups ? word(cx->words, cx->mem, "grants.calls_apart") : STR_NONE;
	p.file_path = grant_at(cx, rq, "calls/file");
	p.table_path = grant_at(cx, rq, "calls/new.xlsx");
	p.blank_path = grant_at(cx, rq, "calls/blank.pdf");
	if (s->changes)
		p.changes = *s->changes;
	p.frame.form = make_form(cx, rq, status, s);
	return page_show(cx, rq->http, rs, status, &page_grant_call_form, &p);
}

err grant_call_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const char *why_not = grant_may(&v.state, S("called"), 0, cx->today);
	return why_not ? fail(cx, E_INVALID, why_not, NO_ARGS) : show(cx, rq, rs, 200, &(struct shown){ .v = &v });
}

err grant_call_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_call_in in = { .version = sent_version(rq) };
	struct grant_event stored;
	TRY(grant_view_fill(cx, rq, &v));
	const char *why_not = grant_may(&v.state, S("called"), 0, cx->today);
	const struct grant_call_add add = { .centre = &rq->centre, .c = &v.c, .state = &v.state, .call = &in };
	err e = form_read(cx, rq->http, grant_call_form_of(cx, &v.state, true, true), &in);
	if (e == OK && in.version != v.state.seen)
		e = fail(cx, E_STALE, "grants.stale", NO_ARGS);
	if (e == OK && why_not)
		e = fail(cx, E_INVALID, why_not, NO_ARGS);
	if (e == OK)
		e = grant_call_check(cx, &v.state, &in);
	if (e == OK)
		e = db_tx(cx, "grant.call", grant_call_add_in_tx, &add, &stored, sizeof stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, "calls"), "grants.call.done");
	const struct shown s = { .v = &v, .split = in.split || problem_of(cx, "split") };
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e), &s) : e;
}

/* --- without network ---------------------------------------------------------------------------------------------- */

struct table_row {
	str item;
	int64_t left_cents;
	struct maybe cents;
};
static const struct field table_fields[] = {
	FIELD(struct table_row, item, KIND_CHOICE, .choices = &grant_cost_item_choices, .required = true),
	FIELD(struct table_row, left_cents, KIND_MONEY, .required = true, .min = 0, .max = 100000000000),
	FIELD(struct table_row, cents, KIND_MONEY, .maybe = true, .min = 0, .max = 100000000000),
};
static const struct record table_rec = RECORD("grant_call_table", struct table_row, table_fields);

err grant_call_table_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct list rows = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	LIST_EACH (const struct grant_line, l, &v.state.granted.lines)
		if (l->cents)
			*LIST_ADD(cx->mem, &rows, struct table_row) =
			        (struct table_row){ .item = l->item, .left_cents = grant_call_left(&v.state, l->item) };
	const struct doc_table table = { .record = &table_rec, .rows = &rows, .to_fill = 1 };
	return page_workbook(cx, rs, str_print(cx->mem, "mittelabruf-" STR_FMT, STR_ARG(rq->centre.slug)), &table);
}

struct reading {
	const struct grant_state *s;
	struct grant_call_in *in;
	struct list *changes;
};

static err one_row(struct cx *cx, void *self, int64_t line, const void *row_, struct import_said *said)
{
	struct reading *r = self;
	const struct table_row *row = row_;
	const struct grant_line *granted = grant_line_of(&r->s->granted.lines, row->item);
	int64_t left = grant_call_left(r->s, row->item);
	if (!granted || !granted->cents)
		import_say(cx, said, line, STR_NONE, "grants.call.not_granted", NO_ARGS);
	else if (row->cents.has && row->cents.v > left)
		import_say(cx, said, line, STR_NONE, "grants.call.too_much",
		           ARGS({ "left", say_money(cx->words, cx->mem, left) }));
	if (granted && left != row->left_cents)
		*LIST_ADD(cx->mem, r->changes, struct call_change) =
		        (struct call_change){ granted->label, row->left_cents, left };
	for (size_t i = 0; i < GRANT_ITEMS; i++)
		if (str_is(row->item, grant_items[i]))
			r->in->cents[i] = row->cents;
	return OK;
}

/* All messages at the field of the file, each with its line. */
static err tell(struct cx *cx, const struct import_said *said)
{
	err result = OK;
	LIST_EACH (const struct import_message, m, &said->messages)
		result = problem_add(cx, "file", "grants.call.file_line",
		                     ARGS({ "line", str_print(cx->mem, "%" PRId64, m->line) }, { "said", m->words }));
	return result;
}

static err read_file(struct cx *cx, const struct request *rq, const struct grant_view *v, struct grant_call_in *in,
                     struct list *changes)
{
	const struct file *file = req_file(rq->http, "file");
	struct reading r = { .s = &v->state, .in = in, .changes = changes };
	struct import_said said = { 0 };
	struct csv table;
	struct table_fault wrong;
	int64_t rows;
	if (!file || !file->bytes.n)
		return problem_add(cx, "file", "form.file_missing", NO_ARGS);
	if (table_read(cx, file->bytes, &table, &wrong) != OK)
		return problem_add(cx, "file", wrong.key, wrong.args);
	TRY(defaults(cx, v, in));
	TRY(import_table_read(cx, &table, &table_rec, one_row, &r, &said, &rows));
	return tell(cx, &said);
}

static err show_file(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct grant_view *v)
{
	const struct section_form f = {
		.section = &grants_section,
		.area = "case",
		.title_key = "grants.call_file.title",
		.lead_key = "grants.call_file.lead",
		.about = v->name,
		.rec = &import_sent_rec,
		.action = grant_at(cx, rq, "calls/file"),
		.back = grant_at(cx, rq, "calls/new"),
		.back_text = word(cx->words, cx->mem, "grants.call.do_new"),
		.submit_key = "grants.call_file.submit",
		.other = { .text = word(cx->words, cx->mem, "grants.call_file.table"),
		           .path = grant_at(cx, rq, "calls/new.xlsx") },
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err grant_call_file_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	return show_file(cx, rq, rs, 200, &v);
}

/* Nothing is stored: the file fills the form, which is looked at and sent as any other. */
err grant_call_file_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_call_in in = { 0 };
	struct list changes = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const char *why_not = grant_may(&v.state, S("called"), 0, cx->today);
	if (why_not)
		return fail(cx, E_INVALID, why_not, NO_ARGS);
	err e = read_file(cx, rq, &v, &in, &changes);
	if (e == OK)
		return show(cx, rq, rs, 200, &(struct shown){ .v = &v, .filled = &in, .changes = &changes });
	return frame_tells(e) ? show_file(cx, rq, rs, page_status(e), &v) : e;
}
