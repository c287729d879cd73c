/* The bids of a round, and what the finance office is to pay. */
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_list.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>

enum { PAGE_ROWS = 50, TABLE_ROWS = 5000 };

static const struct field asked_fields[] = { ASKED("round", KIND_INT, .min = 1, .max = INT32_MAX),
	                                     ASKED("ags8", KIND_TEXT, .max = 8),
	                                     ASKED("standing", KIND_CHOICE, .choices = &forward_stage_choices),
	                                     ASKED("after", KIND_TEXT, .max = 2000) };
const struct record forward_list_asked_rec = ASKED_RECORD(asked_fields);

struct filter_row {
	str round, ags8, standing;
};
static const struct field filter_fields[] = {
	FIELD(struct filter_row, round, KIND_TEXT, .input = true),
	FIELD(struct filter_row, ags8, KIND_TEXT, .input = true),
	FIELD(struct filter_row, standing, KIND_TEXT, .input = true),
};
static const struct record filter_rec = RECORD("forward_filter", struct filter_row, filter_fields);

struct list_page {
	struct centre_frame frame;
	struct section_top top;
	const struct forward_round *round;
	struct round_counts counts;
	struct list items;  /* struct bid_row */
	struct list quotas; /* struct forward_quota */
	const struct form *filter;
	str path, csv_path, xlsx_path, first, next, drafts;
	bool filtered, has_items, has_quotas;
};
static const struct field list_fields[] = {
	SECTION_FIELDS(struct list_page),
	FIELD(struct list_page, round, KIND_ONE, .of = &forward_round_rec, .maybe = true),
	FIELD(struct list_page, counts, KIND_ONE, .of = &round_counts_rec),
	FIELD(struct list_page, items, KIND_MANY, .of = &bid_row_rec),
	FIELD(struct list_page, quotas, KIND_MANY, .of = &forward_quota_rec),
	FIELD(struct list_page, filter, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	{ .name = "filter_path", .kind = KIND_PATH, .offset = offsetof(struct list_page, path), .hidden = true },
	FIELD(struct list_page, csv_path, KIND_PATH, .hidden = true),
	FIELD(struct list_page, xlsx_path, KIND_PATH, .hidden = true),
	FIELD(struct list_page, first, KIND_PATH, .hidden = true),
	FIELD(struct list_page, next, KIND_PATH),
	FIELD(struct list_page, drafts, KIND_TEXT),
	FIELD(struct list_page, filtered, KIND_BOOL, .hidden = true),
	FIELD(struct list_page, has_items, KIND_BOOL, .hidden = true),
	FIELD(struct list_page, has_quotas, KIND_BOOL, .hidden = true),
};
static const struct record list_rec = RECORD("forward_list", struct list_page, list_fields);
const struct page page_forward_list = { "forwarding/list.html", &list_rec };

static str asked_text(const struct request *rq, const char *name)
{
	str s = str_trim(route_asked(rq, name));
	return str_blank(s) ? STR_NONE : s;
}

/* The round that is asked for, else the newest. E_NOTFOUND without words: the KI has none yet. */
static err asked_round(struct cx *cx, const struct request *rq, struct forward_round *ret)
{
	int64_t id;
	if (str_to_int(asked_text(rq, "round"), &id))
		return round_find(cx, rq->centre.id, id, ret);
	err e = round_current(cx, rq->centre.id, ret);
	if (e == E_NOTFOUND)
		fault_clear(cx);
	return e;
}

static str address(struct cx *cx, str path, const struct filter_row *f)
{
	struct text t = TEXT(cx->mem);
	text_print(&t, STR_FMT "?round=" STR_FMT, STR_ARG(path), STR_ARG(f->round));
	if (f->ags8.p) {
		text_c(&t, "&ags8=");
		text_url(&t, f->ags8);
	}
	if (f->standing.p) {
		text_c(&t, "&standing=");
		text_url(&t, f->standing);
	}
	return text_str(&t);
}

static void offer(struct cx *cx, struct list *to, str code, str text)
{
	*LIST_ADD(cx->mem, to, struct form_choice) = (struct form_choice){ .code = code, .text = text };
}

static err fill_filter(struct cx *cx, const struct request *rq, const struct filter_row *row, struct list_page *p)
{
	struct form *form = NEW(cx->mem, struct form);
	struct list rounds = { 0 }, towns = { 0 }, offers = { 0 }, any = { 0 }, stages = { 0 }, places = { 0 };
	TRY(round_list(cx, rq->centre.id, &rounds));
	TRY(municipality_list(cx, rq->centre.id, &towns));
	*form = form_of(cx, rq->http, &filter_rec, row, p->path, "forward.filter", STR_NONE);
	LIST_EACH (const struct forward_round, r, &rounds)
		offer(cx, &offers, str_print(cx->mem, "%" PRId64, r->id), r->title);
	form_offer(cx, form, "round", &offers);
	offer(cx, &any, S(""), word(cx->words, cx->mem, "forward.any"));
	offer(cx, &stages, S(""), word(cx->words, cx->mem, "forward.any"));
	for (size_t i = 1; forward_stage_choices.codes[i]; i++) /* without drafts */
		offer(cx, &stages, str_of(forward_stage_choices.codes[i]),
		      forward_stage_text(cx, str_of(forward_stage_choices.codes[i])));
	form_offer(cx, form, "standing", &stages);
	offer(cx, &places, S(""), word(cx->words, cx->mem, "forward.any"));
	LIST_EACH (const struct municipality, m, &towns)
		offer(cx, &places, m->ags8, m->name);
	form_offer(cx, form, "ags8", &places);
	p->filter = form;
	return OK;
}

static err fill_round(struct cx *cx, const struct request *rq, struct forward_round *r, struct list_page *p)
{
	struct filter_row row = { str_print(cx->mem, "%" PRId64, r->id), asked_text(rq, "ags8"),
		                  asked_text(rq, "standing") };
	const struct bid_filter filter = { row.ags8, row.standing };
	str here = address(cx, p->path, &row);
	struct paging pg = { .list = str_print(cx->mem, "forward " STR_FMT, STR_ARG(here)).p, .size = PAGE_ROWS };
	TRY(paging_read(cx, rq, &pg));
	TRY(bid_list(cx, r, &filter, &pg, &p->items));
	p->first = paging_first(&pg, here);
	p->next = paging_next(cx, &pg, &p->items, &bid_row_rec, "rank", "id", here);
	LIST_EACH (struct bid_row, b, &p->items)
		b->path = forward_at(cx, rq, "bids", b->id, "");
	TRY(round_count(cx, r, &p->counts));
	TRY(quota_list(cx, rq->centre.id, r->id, &p->quotas));
	TRY(fill_filter(cx, rq, &row, p));
	r->path = forward_at(cx, rq, "rounds", r->id, "");
	p->round = r;
	p->filtered = row.ags8.p || row.standing.p;
	p->has_items = p->items.n > 0;
	p->has_quotas = p->quotas.n > 0;
	p->csv_path = address(cx, str_print(cx->mem, STR_FMT "/bids.csv", STR_ARG(p->path)), &row);
	p->xlsx_path = address(cx, str_print(cx->mem, STR_FMT "/bids.xlsx", STR_ARG(p->path)), &row);
	if (p->counts.drafts)
		p->drafts = word_plural(cx->words, cx->mem, "forward.drafts", p->counts.drafts, NO_ARGS);
	return OK;
}

err forward_list_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct list_page p = { .path = forward_at(cx, rq, "", 0, "") };
	struct forward_round r;
	TRY(section_fill(cx, rq, &forward_section, "", "forward.list_title", STR_NONE, &p.frame, &p.top));
	err e = asked_round(cx, rq, &r);
	if (e != OK && (e != E_NOTFOUND || cx->fault.key))
		return e;
	if (e == OK)
		TRY(fill_round(cx, rq, &r, &p));
	else
		section_primary(cx, rq, &p.top, RIGHT_FORWARD_RECORD, "forward.new_round",
		                forward_at(cx, rq, "rounds", 0, "new"));
	p.frame.sentence = word(cx->words, cx->mem, e == OK ? "forward.list_lead" : "forward.no_round_yet");
	return page_show(cx, rq->http, rs, 200, &page_forward_list, &p);
}

/* --- to take away ------------------------------------------------------------------------------------------------- */

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct forward_round r;
	struct list rows = { 0 };
	const struct bid_filter filter = { asked_text(rq, "ags8"), asked_text(rq, "standing") };
	const struct paging all = { .size = TABLE_ROWS, .key = S("") };
	err e = asked_round(cx, rq, &r);
	if (e == E_NOTFOUND && !cx->fault.key)
		return fail(cx, E_NOTFOUND, "forward.no_round", NO_ARGS);
	TRY(e);
	TRY(bid_list(cx, &r, &filter, &all, &rows));
	str name = str_print(cx->mem, "antraege-" STR_FMT "-%" PRId64, STR_ARG(rq->centre.slug), r.year);
	return page_table(cx, rs, name, xlsx, r.title, rq->centre.name, &bid_table_rec, &rows);
}

err forward_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err forward_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

/* --- payments ----------------------------------------------------------------------------------------------------- */

struct payments_page {
	struct centre_frame frame;
	struct section_top top;
	struct list items; /* struct payment */
	str csv_path, xlsx_path, sum;
	bool has_items;
};
static const struct field payments_fields[] = {
	SECTION_FIELDS(struct payments_page),
	FIELD(struct payments_page, items, KIND_MANY, .of = &payment_rec),
	FIELD(struct payments_page, csv_path, KIND_PATH, .hidden = true),
	FIELD(struct payments_page, xlsx_path, KIND_PATH, .hidden = true),
	FIELD(struct payments_page, sum, KIND_TEXT),
	FIELD(struct payments_page, has_items, KIND_BOOL, .hidden = true),
};
static const struct record payments_rec = RECORD("forward_payments", struct payments_page, payments_fields);
const struct page page_payments = { "forwarding/payments.html", &payments_rec };

err payments_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct payments_page p = { .csv_path = forward_at(cx, rq, "", 0, "payments.csv"),
		                   .xlsx_path = forward_at(cx, rq, "", 0, "payments.xlsx") };
	int64_t cents = 0;
	TRY(section_fill(cx, rq, &forward_section, "payments", "forward.payments_title", STR_NONE, &p.frame, &p.top));
	p.frame.sentence = word(cx->words, cx->mem, "forward.payments_lead");
	TRY(payment_list(cx, rq->centre.id, &p.items));
	LIST_EACH (struct payment, x, &p.items) {
		x->path = forward_at(cx, rq, "bids", x->bid_id, "hand-over");
		cents += x->cents;
	}
	p.has_items = p.items.n > 0;
	p.sum = say_money(cx->words, cx->mem, cents);
	return page_show(cx, rq->http, rs, 200, &page_payments, &p);
}

static err payments_export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct list rows = { 0 };
	TRY(payment_list(cx, rq->centre.id, &rows));
	str name = str_print(cx->mem, "zahlungen-dritte-" STR_FMT "-" STR_FMT, STR_ARG(rq->centre.slug),
	                     STR_ARG(day_iso(cx->mem, cx->today)));
	str title = word_args(cx->words, cx->mem, "forward.payments_title", ARGS({ "name", rq->centre.name }));
	return page_table(cx, rs, name, xlsx, title, word(cx->words, cx->mem, "forward.payments_note"), &payment_rec,
	                  &rows);
}

err payments_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return payments_export(cx, rq, rs, false);
}

err payments_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return payments_export(cx, rq, rs, true);
}
