/* report_show_pages.c -- a released month: from its frozen text alone, as the reader may see it. */
#include <inttypes.h>

#include "core/words.h"
#include "crypt/crypt.h"
#include "features/reports/report_pages.h"

err report_content_for(struct cx *cx, const struct request *rq, const struct report *r, struct report_content *ret)
{
	struct report_content c;
	TRY(report_read(cx, r->content, &c));
	*ret = report_of_own(cx, rq) ? c : report_public(cx->mem, &c);
	return OK;
}

/* Pictures beside the frozen texts. */
struct shown_figure {
	struct report_figure f;
	str id, chart;
	struct list first, splits; /* struct shown_split */
};
struct shown_split {
	struct report_split s;
	str question, chart;
};
#define OF(type, inner, prefix, member, kind_, ...)                                                                    \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type, inner.member), .label = prefix "." #member, \
		__VA_ARGS__                                                                                            \
	}
#define OF_SPLIT(member, kind_, ...) OF(struct shown_split, s, "report_split", member, kind_, __VA_ARGS__)
#define OF_FIGURE(member, kind_, ...) OF(struct shown_figure, f, "report_figure", member, kind_, __VA_ARGS__)
static const struct field split_fields[] = {
	OF_SPLIT(dimension, KIND_TEXT),
	OF_SPLIT(name, KIND_TEXT),
	OF_SPLIT(cells, KIND_MANY, .of = &report_cell_rec),
	FIELD(struct shown_split, question, KIND_TEXT, .hidden = true),
	FIELD(struct shown_split, chart, KIND_HTML, .hidden = true),
};
static const struct record shown_split_rec = RECORD("report_split", struct shown_split, split_fields);
static const struct field figure_fields[] = {
	OF_FIGURE(code, KIND_TEXT),
	OF_FIGURE(unit, KIND_TEXT),
	OF_FIGURE(name, KIND_TEXT),
	OF_FIGURE(question, KIND_TEXT),
	OF_FIGURE(answer, KIND_TEXT),
	OF_FIGURE(rule, KIND_TEXT),
	OF_FIGURE(value, KIND_INT, .maybe = true),
	OF_FIGURE(amount, KIND_TEXT),
	OF_FIGURE(masked, KIND_BOOL),
	OF_FIGURE(before, KIND_INT, .maybe = true),
	OF_FIGURE(amount_before, KIND_TEXT),
	OF_FIGURE(year_before, KIND_INT, .maybe = true),
	OF_FIGURE(amount_year_before, KIND_TEXT),
	OF_FIGURE(months, KIND_MANY, .of = &report_cell_rec),
	FIELD(struct shown_figure, id, KIND_TEXT, .hidden = true),
	FIELD(struct shown_figure, chart, KIND_HTML, .hidden = true),
	FIELD(struct shown_figure, first, KIND_MANY, .of = &shown_split_rec, .label = "report_figure.splits"),
	FIELD(struct shown_figure, splits, KIND_MANY, .of = &shown_split_rec),
};
static const struct record shown_figure_rec = RECORD("report_figure", struct shown_figure, figure_fields);

struct version_line {
	int64_t number;
	day released_on;
	str released_by, reason, path, text;
	bool current;
};
static const struct field version_fields[] = {
	FIELD(struct version_line, number, KIND_INT, .label = "report.number"),
	FIELD(struct version_line, released_on, KIND_DAY, .label = "report.released_on"),
	FIELD(struct version_line, released_by, KIND_TEXT, .label = "report.released_by"),
	FIELD(struct version_line, reason, KIND_TEXT, .label = "report.reason"),
	FIELD(struct version_line, path, KIND_PATH),
	FIELD(struct version_line, text, KIND_TEXT, .hidden = true),
	FIELD(struct version_line, current, KIND_BOOL, .hidden = true),
};
static const struct record version_rec = RECORD("report_version", struct version_line, version_fields);

struct report_page {
	struct centre_frame frame;
	str check_path, check_text, pdf_path, xlsx_path, template_path, template_text, json_path, hash, hidden_note;
	struct report_content content;
	struct list figures;  /* struct shown_figure */
	struct list versions; /* struct version_line, newest first */
	struct list changes;  /* struct report_change: against the version before */
};
static const struct field page_fields[] = {
	FRAME_FIELDS(struct report_page),
	FIELD(struct report_page, check_path, KIND_PATH, .hidden = true),
	FIELD(struct report_page, check_text, KIND_TEXT, .hidden = true),
	FIELD(struct report_page, pdf_path, KIND_PATH),
	FIELD(struct report_page, xlsx_path, KIND_PATH),
	FIELD(struct report_page, template_path, KIND_PATH),
	FIELD(struct report_page, template_text, KIND_TEXT, .hidden = true),
	FIELD(struct report_page, json_path, KIND_PATH),
	FIELD(struct report_page, hash, KIND_TEXT, .label = "report.hash"),
	FIELD(struct report_page, hidden_note, KIND_TEXT, .hidden = true),
	FIELD(struct report_page, content, KIND_ONE, .of = &report_content_rec),
	FIELD(struct report_page, figures, KIND_MANY, .of = &shown_figure_rec, .hidden = true),
	FIELD(struct report_page, versions, KIND_MANY, .of = &version_rec),
	FIELD(struct report_page, changes, KIND_MANY, .of = &report_change_rec),
};
static const struct record page_rec = RECORD("report_page", struct report_page, page_fields);
const struct page page_report = { "reports/show.html", &page_rec };

static void add_figure(struct cx *cx, const struct report_content *c, const struct report_figure *f, struct list *to)
{
	struct shown_figure *s = LIST_ADD(cx->mem, to, struct shown_figure);
	*s = (struct shown_figure){ .f = *f,
		                    .id = report_anchor(cx->mem, f->code, S("figure")),
		                    .chart = report_months_chart(cx->mem, f,
		                                                 str_print(cx->mem, STR_FMT ": " STR_FMT,
		                                                           STR_ARG(f->name),
		                                                           STR_ARG(c->words.months))) };
	for (size_t i = 0; i < f->splits.n; i++) {
		struct shown_split *split = LIST_ADD(cx->mem, i ? &s->splits : &s->first, struct shown_split);
		split->s = *LIST_AT(&f->splits, struct report_split, i);
		split->question = f->question;
		if (i == 0)
			split->chart = report_cells_chart(cx->mem, f, &split->s);
	}
}

static str version_path(struct cx *cx, const struct request *rq, str month, int64_t number)
{
	return str_print(cx->mem, STR_FMT "/versions/%" PRId64, STR_ARG(report_path(cx, rq, month, "")), number);
}

static void fill_versions(struct cx *cx, const struct request *rq, const struct list *versions, int64_t shown,
                          struct report_page *p)
{
	for (size_t i = versions->n; i-- > 0;) {
		const struct report *r = LIST_AT(versions, struct report, i);
		*LIST_ADD(cx->mem, &p->versions, struct version_line) = (struct version_line){
			.number = r->number,
			.released_on = r->released_on,
			.released_by = r->released_by,
			.reason = r->reason,
			.path = version_path(cx, rq, r->month, r->number),
			.text = word_args(cx->words, cx->mem, "reports.version",
			                  ARGS({ "number", say_int(cx->words, cx->mem, r->number) },
			                       { "day", say_day(cx->words, cx->mem, r->released_on) })),
			.current = r->number == shown
		};
	}
}

static err fill_changes(struct cx *cx, const struct request *rq, const struct report *r, struct report_page *p)
{
	struct report last;
	struct report_content before;
	if (r->number == 1)
		return OK;
	TRY(report_get(cx, rq->centre.id, r->month, r->number - 1, &last));
	TRY(report_content_for(cx, rq, &last, &before));
	p->changes = report_changes(cx->mem, &before, &p->content);
	return OK;
}

static str file_path(struct cx *cx, const struct request *rq, const struct report *r, const char *name)
{
	return str_print(cx->mem, STR_FMT "?number=%" PRId64, STR_ARG(report_path(cx, rq, r->month, name)), r->number);
}

/* Of what the reader has. The hash of the whole would say what is masked: there are few numbers to try. */
static str hash_of(struct cx *cx, const struct report *r, const struct report_content *c)
{
	return c->is_public ? crypt_hash(cx->mem, report_json(cx->mem, c)) : r->hash;
}

/* The workbook of an authority, if there is one today. */
static err fill_template(struct cx *cx, const struct request *rq, const struct report *r, struct report_page *p)
{
	bool there, own;
	TRY(report_sheet_there(cx, rq->centre.id, cx->today, &there, &own));
	if (!there)
		return OK;
	p->template_path = file_path(cx, rq, r, "template.xlsx");
	p->template_text = word(cx->words, cx->mem, own ? "reports.template_own" : "reports.template_land");
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int64_t number)
{
	struct report_page p = { 0 };
	struct list versions = { 0 };
	struct report r;
	day first;
	TRY(report_month_asked(cx, rq, &first));
	TRY(report_get(cx, rq->centre.id, month_iso(cx->mem, first), number, &r));
	TRY(report_content_for(cx, rq, &r, &p.content));
	TRY(report_versions(cx, rq->centre.id, r.month, &versions));
	TRY(fill_changes(cx, rq, &r, &p));
	TRY(report_frame(cx, rq, "reports.show_title", say_month(cx->words, cx->mem, first), &p.frame));
	p.frame.sentence = word_args(
	        cx->words, cx->mem, r.number < (int64_t)versions.n ? "reports.show_older" : "reports.show_sentence",
	        ARGS({ "day", say_instant(cx->words, cx->mem, r.released_at) }, { "name", r.released_by },
	             { "number", say_int(cx->words, cx->mem, r.number) }));
	p.hash = hash_of(cx, &r, &p.content);
	p.pdf_path = file_path(cx, rq, &r, "report.pdf");
	p.xlsx_path = file_path(cx, rq, &r, "report.xlsx");
	TRY(fill_template(cx, rq, &r, &p));
	p.json_path = file_path(cx, rq, &r, "report.json");
	if (!p.content.is_public)
		p.hidden_note = word(cx->words, cx->mem, "reports.files_masked");
	if (report_of_own(cx, rq)) {
		p.check_path = report_path(cx, rq, r.month, "draft");
		p.check_text = word(cx->words, cx->mem, "reports.to_live");
	}
	fill_versions(cx, rq, &versions, r.number, &p);
	LIST_EACH (const struct report_figure, f, &p.content.figures)
		add_figure(cx, &p.content, f, &p.figures);
	return page_show(cx, rq->http, rs, 200, &page_report, &p);
}

err report_page_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 0);
}

err report_version_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	if (route_id(rq) < 1)
		return fail(cx, E_NOTFOUND, "reports.none", NO_ARGS);
	return show(cx, rq, rs, route_id(rq));
}
