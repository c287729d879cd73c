/* The costs of a case: what was entered, what flows in by itself, sums, and the form for the next line. */
#include "features/grants/grant_cost_pages.h"

#include <inttypes.h>

#include "core/paging.h"
#include "core/words.h"
#include "doc/doc.h"
#include "features/grants/grant_outlook.h"
#include "features/grants/grant_voucher.h"

enum { PAGE_ROWS = 50, TABLE_ROWS = 50000 };
#define NEWEST "9999-12-31"

static const struct field asked_fields[] = {
	ASKED("item", KIND_TEXT, .max = 40),
	ASKED("source", KIND_TEXT, .max = 40),
	ASKED("bare", KIND_BOOL),
	ASKED("after", KIND_TEXT, .max = 2000),
};
const struct record grant_costs_asked_rec = ASKED_RECORD(asked_fields);

static const struct field filter_fields[] = {
	FIELD(struct grant_cost, item, KIND_CHOICE, .choices = &grant_cost_item_choices, .input = true),
	FIELD(struct grant_cost, source, KIND_CHOICE, .choices = &grant_cost_source_choices, .input = true),
};
static const struct record filter_rec = RECORD("grant_cost", struct grant_cost, filter_fields);

/* A line as the list shows it. */
struct cost_row {
	struct grant_cost cost;
	str cancel_path, vouchers_path;
	struct list files; /* struct evidence: its vouchers, as far as the reader may see them */
	bool bare;         /* the rules want one, and none is here */
};
#define OF_COST(member, kind_, ...)                                                                                    \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct cost_row, cost.member), __VA_ARGS__        \
	}
static const struct field row_fields[] = {
	OF_COST(id, KIND_INT),
	OF_COST(side, KIND_CHOICE, .choices = &grant_cost_side_choices),
	OF_COST(item, KIND_CHOICE, .choices = &grant_cost_item_choices),
	OF_COST(day, KIND_DAY),
	OF_COST(cents, KIND_MONEY),
	OF_COST(source, KIND_CHOICE, .choices = &grant_cost_source_choices),
	OF_COST(payee, KIND_TEXT),
	OF_COST(voucher, KIND_TEXT),
	OF_COST(purpose, KIND_TEXT),
	OF_COST(invoice_cents, KIND_MONEY, .maybe = true),
	OF_COST(cancelled, KIND_TEXT),
	OF_COST(cancelled_by, KIND_TEXT),
	OF_COST(recorded_by, KIND_TEXT),
	FIELD(struct cost_row, cancel_path, KIND_PATH),
	FIELD(struct cost_row, vouchers_path, KIND_PATH),
	FIELD(struct cost_row, files, KIND_MANY, .of = &evidence_rec),
	FIELD(struct cost_row, bare, KIND_BOOL),
};
static const struct record row_rec = RECORD("grant_cost", struct cost_row, row_fields);

struct costs_page {
	struct centre_frame frame;
	struct section_top top;
	str path, csv_path, xlsx_path, first, next, budget_path;
	str bare_said, bare_path; /* how many lack a voucher, and those alone; absent: none does */
	const struct form *filter;
	bool filtered;
	struct list sums;  /* struct grant_outlook */
	struct list staff; /* struct staff_cost */
	struct list items; /* struct cost_row */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct costs_page),
	FIELD(struct costs_page, path, KIND_PATH, .hidden = true),
	FIELD(struct costs_page, csv_path, KIND_PATH, .hidden = true),
	FIELD(struct costs_page, xlsx_path, KIND_PATH, .hidden = true),
	FIELD(struct costs_page, budget_path, KIND_PATH, .hidden = true),
	FIELD(struct costs_page, bare_said, KIND_TEXT),
	FIELD(struct costs_page, bare_path, KIND_PATH),
	FIELD(struct costs_page, filter, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	FIELD(struct costs_page, filtered, KIND_BOOL, .hidden = true),
	FIELD(struct costs_page, sums, KIND_MANY, .of = &grant_outlook_rec),
	FIELD(struct costs_page, staff, KIND_MANY, .of = &staff_cost_rec),
	FIELD(struct costs_page, items, KIND_MANY, .of = &row_rec),
	FIELD(struct costs_page, first, KIND_PATH, .hidden = true),
	FIELD(struct costs_page, next, KIND_PATH),
};
static const struct record page_rec = RECORD("grant_costs", struct costs_page, page_fields);
const struct page page_grant_costs = { "grants/costs.html", &page_rec };

/* --- the list ----------------------------------------------------------------------------------------------------- */

static str text_asked(const struct request *rq, const char *name)
{
	str s = rq->http->method == GET ? str_trim(route_asked(rq, name)) : STR_NONE;
	return str_blank(s) ? STR_NONE : s;
}

/* The KI sees its files; the authority from the day on which the proof is handed in. */
static bool sees_files(const struct cx *cx, const struct request *rq, const struct grant_view *v)
{
	return frame_may(cx, rq, RIGHT_GRANT_RECORD) || (v->state.proof && frame_may(cx, rq, RIGHT_GRANT_CHECK));
}

static struct grant_cost_filter filter_of(const struct cx *cx, const struct request *rq, const struct grant_view *v)
{
	return (struct grant_cost_filter){ text_asked(rq, "item"), text_asked(rq, "source"),
		                           text_asked(rq, "bare").p && sees_files(cx, rq, v) };
}

static str address(struct cx *cx, str path, const struct grant_cost_filter *f)
{
	struct text t = TEXT(cx->mem);
	const char *before = "?";
	text_add(&t, path);
	if (f->item.p) {
		text_print(&t, "%sitem=", before);
		text_url(&t, f->item);
		before = "&";
	}
	if (f->source.p) {
		text_print(&t, "%ssource=", before);
		text_url(&t, f->source);
		before = "&";
	}
	if (f->bare)
		text_print(&t, "%sbare=1", before);
	return text_str(&t);
}

static const struct form *filter_form(struct cx *cx, const struct request *rq, const struct grant_cost_filter *f,
                                      str path)
{
	const struct grant_cost row = { .item = f->item, .source = f->source };
	struct req as_read = *rq->http;
	struct form *form = NEW(cx->mem, struct form);
	as_read.method = GET;
	*form = form_of(cx, &as_read, &filter_rec, &row, path, "grants.cost.filter", STR_NONE);
	return form;
}

static err say_bare(struct cx *cx, const struct request *rq, const struct grant_view *v, struct costs_page *p,
                    bool *ret_wanted)
{
	const struct grant_cost_filter bare = { .bare = true };
	int64_t n = 0;
	*ret_wanted = false;
	if (!v->state.closing && sees_files(cx, rq, v))
		TRY(grant_vouchers_wanted(cx, &v->c, ret_wanted));
	if (*ret_wanted)
		TRY(grant_cost_bare(cx, &v->c, &n));
	if (n) {
		p->bare_said = word_args(cx->words, cx->mem, n == 1 ? "grants.voucher.one_bare" : "grants.voucher.bare",
		                         ARGS({ "n", say_int(cx->words, cx->mem, n) }));
		p->bare_path = address(cx, p->path, &bare);
	}
	return OK;
}

/* files: of all rows, in the order of their lines. */
static void fill_row(struct cx *cx, const struct request *rq, const struct grant_view *v, struct list *files,
                     bool wanted, struct cost_row *r)
{
	const struct grant_cost *c = &r->cost;
	bool records = frame_may(cx, rq, RIGHT_GRANT_RECORD);
	str line = grant_at(cx, rq, str_print(cx->mem, "costs/%" PRId64, c->id).p);
	if (!c->cancelled.p && !v->state.closing && records)
		r->cancel_path = str_print(cx->mem, STR_FMT "/cancel", STR_ARG(line));
	LIST_EACH (struct evidence, e, files)
		if (e->part_id == c->id) {
			e->path = grant_voucher_path(cx, rq, !records, e->id);
			*LIST_ADD(cx->mem, &r->files, struct evidence) = *e;
		}
	if (records && (r->cancel_path.p || r->files.n))
		r->vouchers_path = str_print(cx->mem, STR_FMT "/vouchers", STR_ARG(line));
	r->bare = wanted && !r->files.n && !c->cancelled.p && str_is(c->side, "expense");
}

static err fill_rows(struct cx *cx, const struct request *rq, const struct grant_view *v, struct costs_page *p)
{
	struct grant_cost_filter f = filter_of(cx, rq, v);
	bool wanted;
	struct list found = { 0 }, files = { 0 };
	p->path = grant_at(cx, rq, "costs");
	TRY(say_bare(cx, rq, v, p, &wanted));
	str here = address(cx, p->path, &f);
	struct paging pg = { .list = str_print(cx->mem, "costs " STR_FMT, STR_ARG(here)).p,
		             .size = PAGE_ROWS,
		             .down = true,
		             .start = NEWEST };
	if (rq->http->method == GET)
		TRY(paging_read(cx, rq, &pg));
	else
		pg.key = S(NEWEST);
	TRY(grant_cost_list(cx, &v->c, &f, pg.key, pg.id, paging_limit(&pg), &found));
	if (sees_files(cx, rq, v))
		TRY(grant_cost_files(cx, &v->c, &f, pg.key, pg.id, paging_limit(&pg), &files));
	LIST_EACH (const struct grant_cost, c, &found) {
		struct cost_row *r = LIST_ADD(cx->mem, &p->items, struct cost_row);
		r->cost = *c;
		fill_row(cx, rq, v, &files, wanted, r);
	}
	p->first = paging_first(&pg, here);
	p->next = paging_next(cx, &pg, &p->items, &row_rec, "day", "id", here);
	p->filtered = f.item.p || f.source.p || f.bare;
	p->filter = filter_form(cx, rq, &f, p->path);
	p->csv_path = address(cx, grant_at(cx, rq, "costs.csv"), &f);
	p->xlsx_path = address(cx, grant_at(cx, rq, "costs.xlsx"), &f);
	return OK;
}

/* The next line is mostly of the position of the last one, paid from this grant, today. */
static err fresh_line(struct cx *cx, const struct grant_case *c, struct grant_cost *ret)
{
	struct grant_cost last;
	TRY(grant_cost_last(cx, c, &last));
	*ret = (struct grant_cost){ .day = cx->today, .source = S("land"), .side = S("expense"), .item = last.item };
	return OK;
}

/* Nobody has typed an amount yet: the field is empty and not 0,00. */
static void empty_amount(struct form *form)
{
	LIST_EACH (struct form_field, f, &form->fields)
		if (str_is(f->name, "cents"))
			f->typed = S("");
}

/* Only positions of the case's programme are offered. */
static void cut_items(const struct grant_case *c, struct form *form)
{
	LIST_EACH (struct form_field, f, &form->fields) {
		size_t kept = 0;
		if (!str_is(f->name, "item"))
			continue;
		LIST_EACH (const struct form_choice, choice, &f->choices)
			if (!choice->code.n || grant_cost_item_of(c->programme, choice->code))
				*LIST_AT(&f->choices, struct form_choice, kept++) = *choice;
		f->choices.n = kept;
	}
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct grant_view *v)
{
	struct costs_page p = { 0 };
	struct grant_cost fresh;
	TRY(grant_section_fill(cx, rq, v, "grants.costs_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = word(cx->words, cx->mem, "grants.costs_lead");
	TRY(grant_outlook_of(cx, &rq->centre, &v->c, &v->state, &p.sums));
	TRY(grant_staff_costs(cx, &rq->centre, &v->c, cx->today, &p.staff));
	TRY(fill_rows(cx, rq, v, &p));
	p.budget_path = grant_at(cx, rq, "budget");
	if (!v->state.closing && frame_may(cx, rq, RIGHT_GRANT_RECORD)) {
		TRY(fresh_line(cx, &v->c, &fresh));
		struct form *form = NEW(cx->mem, struct form);
		*form = form_of(cx, rq->http, &grant_cost_form_rec, &fresh, p.path, "grants.cost.submit", STR_NONE);
		cut_items(&v->c, form);
		if (rq->http->method == GET)
			empty_amount(form);
		p.frame.form = form;
		section_other(cx, rq, &p.top, RIGHT_GRANT_RECORD, "cost_import.do",
		              section_at(cx, rq, &grants_section, "costs/import", 0, ""));
	}
	return page_show(cx, rq->http, rs, status, &page_grant_costs, &p);
}

err grant_costs_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	return show(cx, rq, rs, 200, &v);
}

err grant_costs_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_cost line = { 0 }, stored;
	TRY(grant_view_fill(cx, rq, &v));
	const struct grant_cost_add add = { .c = &v.c, .line = &line };
	err e = form_read(cx, rq->http, &grant_cost_form_rec, &line);
	if (e == OK)
		e = db_tx(cx, "grant.cost", grant_cost_add_in_tx, &add, &stored, sizeof stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, "costs"), "grants.cost.done");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e), &v) : e;
}

/* --- to take away ------------------------------------------------------------------------------------------------- */

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct grant_view v = { 0 };
	struct list found = { 0 }, rows = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	struct grant_cost_filter f = filter_of(cx, rq, &v);
	TRY(grant_cost_list(cx, &v.c, &f, S(NEWEST), 0, TABLE_ROWS, &found));
	LIST_EACH (const struct grant_cost, c, &found)
		if (!c->cancelled.p)
			*LIST_ADD(cx->mem, &rows, struct grant_cost) = *c;
	str name = str_print(cx->mem, "ausgaben-" STR_FMT "-" STR_FMT "-%" PRId64, STR_ARG(rq->centre.slug),
	                     STR_ARG(v.c.programme), v.c.year);
	/* without title and note: it can be added to and read in again */
	return page_table(cx, rs, name, xlsx, STR_NONE, STR_NONE, &grant_cost_table_rec, &rows);
}

err grant_costs_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err grant_costs_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

/* The head, and lists and checks in the cells below: to be filled without network and read in again. */
err grant_costs_template_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	enum { EMPTY_ROWS = 2000 };
	const struct list none = { 0 };
	const struct formatter f = words_formatter(cx->words);
	const struct doc_table table = { .record = &grant_cost_table_rec, .rows = &none, .to_fill = EMPTY_ROWS };
	str body;
	TRY(doc_xlsx(cx->mem, &table, &f, &body));
	res_text(rs, 200, MEDIA_XLSX, body);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "attachment; filename=\"ausgaben-vorlage-" STR_FMT ".xlsx\"",
	                     STR_ARG(rq->centre.slug)));
	return OK;
}

/* --- a wrong line ------------------------------------------------------------------------------------------------- */

struct cancel {
	str reason;
};
static const struct field cancel_fields[] = {
	FIELD(struct cancel, reason, KIND_TEXT, .input = true, .required = true, .lines = true, .max = 1000),
};
const struct record grant_cost_cancel_rec = RECORD("grant_cost_cancel", struct cancel, cancel_fields);

err grant_cost_asked(struct cx *cx, const struct request *rq, const struct grant_case *c, struct grant_cost *ret)
{
	int64_t id = 0;
	if (!str_to_int(route_part(rq, "code"), &id))
		return fail(cx, E_NOTFOUND, "grants.cost.unknown", NO_ARGS);
	return grant_cost_find(cx, c, id, ret);
}

static err show_cancel(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct grant_cost *l)
{
	const struct section_form f = {
		.section = &grants_section,
		.area = "case",
		.title_key = "grants.cost_cancel.title",
		.lead_key = "grants.cost_cancel.lead",
		.about = grant_cost_said(cx, l),
		.rec = &grant_cost_cancel_rec,
		.action = rq->http->path,
		.back = grant_at(cx, rq, "costs"),
		.back_text = word(cx->words, cx->mem, "grants.costs"),
		.submit_key = "grants.cost_cancel.submit",
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err grant_cost_cancel_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_case c;
	struct grant_cost l;
	TRY(grant_case_find(cx, &rq->centre, route_id(rq), &c));
	TRY(grant_cost_asked(cx, rq, &c, &l));
	return l.cancelled.p ? fail(cx, E_STALE, "grants.cost.cancelled_already", NO_ARGS)
	                     : show_cancel(cx, rq, rs, 200, &l);
}

err grant_cost_cancel_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_case c;
	struct grant_cost l, stored;
	struct cancel in = { 0 };
	TRY(grant_case_find(cx, &rq->centre, route_id(rq), &c));
	TRY(grant_cost_asked(cx, rq, &c, &l));
	err e = form_read(cx, rq->http, &grant_cost_cancel_rec, &in);
	const struct grant_cost_cancel cancel = { .c = &c, .id = l.id, .reason = in.reason };
	if (e == OK)
		e = db_tx(cx, "grant.cost", grant_cost_cancel_in_tx, &cancel, &stored, sizeof stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, "costs"), "grants.cost_cancel.done");
	return frame_tells(e) ? show_cancel(cx, rq, rs, page_status(e), &l) : e;
}
