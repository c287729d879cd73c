/* report_rows_pages.c -- the records behind a figure, page by page; what they add up to is the figure (P-ACT-2). */
#include "core/paging.h"
#include "core/words.h"
#include "features/reports/report_live.h"
#include "features/reports/report_pages.h"

enum { PAGE_ROWS = 50 };

struct row {
	int64_t id, value;
	day day;
	str text, amount, path;
};
static const struct field row_fields[] = {
	FIELD(struct row, id, KIND_INT, .hidden = true),
	FIELD(struct row, day, KIND_DAY),
	FIELD(struct row, text, KIND_TEXT),
	FIELD(struct row, value, KIND_INT),
	FIELD(struct row, amount, KIND_TEXT),
	FIELD(struct row, path, KIND_PATH),
};
static const struct record row_rec = RECORD("figure_row", struct row, row_fields);
struct rows_page {
	struct centre_frame frame;
	str rule, first, next, amount;
	int64_t value;
	struct list items; /* struct row */
};
static const struct field page_fields[] = {
	FRAME_FIELDS(struct rows_page),
	FIELD(struct rows_page, value, KIND_INT, .label = "figure_row.value"),
	FIELD(struct rows_page, amount, KIND_TEXT, .label = "figure_row.amount"),
	FIELD(struct rows_page, rule, KIND_TEXT, .label = "report_figure.rule"),
	FIELD(struct rows_page, items, KIND_MANY, .of = &row_rec),
	FIELD(struct rows_page, first, KIND_PATH, .hidden = true),
	FIELD(struct rows_page, next, KIND_PATH),
};
static const struct record page_rec = RECORD("figure_rows", struct rows_page, page_fields);
const struct page page_figure_rows = { "reports/rows.html", &page_rec };

static const struct field asked_fields[] = {
	ASKED("indicator", KIND_TEXT, .required = true, .max = 80),
	ASKED("by", KIND_TEXT, .max = 40),
	ASKED("code", KIND_TEXT, .max = 120),
	ASKED("from", KIND_TEXT, .max = 7),
	ASKED("to", KIND_TEXT, .max = 7),
	ASKED("after", KIND_TEXT, .max = 2000),
};
const struct record figure_rows_asked_rec = ASKED_RECORD(asked_fields);

struct wish {
	const struct indicator *indicator;
	struct indicator_question q; /* of the figure */
	str path;                    /* of this list, without the place in it */
};

/* None given: this month. */
static err month_wish(struct cx *cx, const struct request *rq, const char *name, day otherwise, day *ret)
{
	str typed = str_trim(route_asked(rq, name));
	if (str_blank(typed)) {
		*ret = otherwise;
		return OK;
	}
	return month_parse(typed, ret) ? OK : fail(cx, E_NOTFOUND, "reports.no_month", NO_ARGS);
}

static err read_wish(struct cx *cx, const struct request *rq, struct wish *w)
{
	str by = str_trim(route_asked(rq, "by")), code = route_asked(rq, "code");
	day last;
	*w = (struct wish){ .indicator = indicator_of_code(cx, str_trim(route_asked(rq, "indicator"))) };
	if (!w->indicator)
		return fail(cx, E_NOTFOUND, "reports.no_indicator", NO_ARGS);
	TRY(month_wish(cx, rq, "from", cx->today, &w->q.from));
	w->q.from = month_first(w->q.from);
	TRY(month_wish(cx, rq, "to", w->q.from, &last));
	w->q.to = month_last(last);
	if (day_cmp(w->q.to, w->q.from) < 0 || day_diff(w->q.to, w->q.from) > 3700)
		return fail(cx, E_NOTFOUND, "reports.no_month", NO_ARGS);
	w->q.centre_id = rq->centre.id;
	if (!str_blank(by) && code.p) { /* without a code: the whole figure */
		if (!indicator_splits_by(w->indicator, str_c(cx->mem, by)))
			return fail(cx, E_NOTFOUND, "reports.no_dimension", NO_ARGS);
		w->q.dimension = str_c(cx->mem, by);
		w->q.code = code;
	}
	w->path = report_records_path(cx, rq, str_of(w->indicator->code), w->q.dimension ? by : STR_NONE, code,
	                              w->q.from, last);
	return OK;
}

/* What the records add up to, and how the cell is called; absent: it is the whole figure. */
static err read_figure(struct cx *cx, const struct wish *w, int64_t *ret, str *ret_label)
{
	struct list cells = { 0 };
	*ret_label = STR_NONE;
	if (!w->q.dimension)
		return indicator_value(cx, w->indicator, &w->q, ret);
	*ret = 0;
	*ret_label = w->q.code;
	TRY(w->indicator->cells(cx, w->indicator, &w->q, &cells));
	LIST_EACH (const struct indicator_cell, c, &cells)
		if (str_eq(c->code, w->q.code)) {
			*ret = c->value;
			*ret_label = c->label;
		}
	return OK;
}

static err read_rows(struct cx *cx, const struct wish *w, const struct paging *pg, struct list *ret)
{
	struct list found = { 0 };
	struct indicator_question q = w->q;
	q.limit = paging_limit(pg);
	if (pg->further && !day_parse(pg->key, &q.after_day))
		return fail(cx, E_NOTFOUND, "reports.no_month", NO_ARGS);
	q.after_id = pg->id;
	TRY(w->indicator->records(cx, w->indicator, &q, &found));
	LIST_EACH (const struct indicator_record, r, &found)
		*LIST_ADD(cx->mem, ret, struct row) = (struct row){
			r->id, r->value, r->day, r->text, indicator_amount(cx, w->indicator->unit, r->value), r->path
		};
	return OK;
}

static str period_name(struct cx *cx, const struct indicator_question *q)
{
	str from = say_month(cx->words, cx->mem, q->from), to = say_month(cx->words, cx->mem, q->to);
	return str_eq(from, to) ? from : str_print(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(from), STR_ARG(to));
}

err figure_rows_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rows_page p = { 0 };
	struct wish w;
	struct paging pg = { .list = "figure.rows", .size = PAGE_ROWS };
	str label;
	TRY(read_wish(cx, rq, &w));
	TRY(paging_read(cx, rq, &pg));
	TRY(read_figure(cx, &w, &p.value, &label));
	TRY(read_rows(cx, &w, &pg, &p.items));
	str code = str_of(w.indicator->code), period = period_name(cx, &w.q);
	TRY(report_frame(cx, rq, "reports.rows_title", report_indicator_name(cx, code), &p.frame));
	p.amount = indicator_amount(cx, w.indicator->unit, p.value);
	p.frame.sentence = word_args(
	        cx->words, cx->mem, label.p ? "reports.rows_cell" : "reports.rows_all",
	        ARGS({ "period", period }, { "amount", p.amount }, { "label", label },
	             { "dimension", w.q.dimension ? report_dimension_name(cx, str_of(w.q.dimension)) : STR_NONE }));
	p.rule = word(cx->words, cx->mem, str_print(cx->mem, "indicator_rule.%s", w.indicator->code).p);
	p.first = paging_first(&pg, w.path);
	p.next = paging_next(cx, &pg, &p.items, &row_rec, "day", "id", w.path);
	return page_show(cx, rq->http, rs, 200, &page_figure_rows, &p);
}
