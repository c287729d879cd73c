/* report_draft_pages.c -- the live month: each question with its answer, picture and table, each figure open to its
 * records; what looks odd; the comment. */
#include <string.h>

#include "core/words.h"
#include "features/reports/report_live.h"
#include "features/reports/report_pages.h"

struct live_cell {
	str code, label, amount, path;
	int64_t value;
};
static const struct field cell_fields[] = {
	FIELD(struct live_cell, code, KIND_TEXT),   FIELD(struct live_cell, label, KIND_TEXT),
	FIELD(struct live_cell, amount, KIND_TEXT), FIELD(struct live_cell, value, KIND_INT),
	FIELD(struct live_cell, path, KIND_PATH),
};
static const struct record live_cell_rec = RECORD("report_cell", struct live_cell, cell_fields);
struct live_split {
	str dimension, name, question, chart;
	struct list cells; /* struct live_cell */
};
static const struct field split_fields[] = {
	FIELD(struct live_split, dimension, KIND_TEXT),
	FIELD(struct live_split, name, KIND_TEXT),
	FIELD(struct live_split, question, KIND_TEXT, .hidden = true),
	FIELD(struct live_split, chart, KIND_HTML, .hidden = true),
	FIELD(struct live_split, cells, KIND_MANY, .of = &live_cell_rec),
};
static const struct record live_split_rec = RECORD("report_split", struct live_split, split_fields);
struct live_figure {
	struct report_figure f;
	str id, path, chart;
	struct list months; /* struct live_cell */
	struct list first;  /* struct live_split: the one with a picture */
	struct list splits; /* the others */
};
#define OF_FIGURE(member, kind_, ...)                                                                                  \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct live_figure, f.member),                    \
		.label = "report_figure." #member, __VA_ARGS__                                                         \
	}
static const struct field figure_fields[] = {
	OF_FIGURE(code, KIND_TEXT),
	OF_FIGURE(unit, KIND_TEXT),
	OF_FIGURE(name, KIND_TEXT),
	OF_FIGURE(question, KIND_TEXT),
	OF_FIGURE(answer, KIND_TEXT),
	OF_FIGURE(rule, KIND_TEXT),
	OF_FIGURE(value, KIND_INT, .maybe = true),
	OF_FIGURE(before, KIND_INT, .maybe = true),
	OF_FIGURE(year_before, KIND_INT, .maybe = true),
	FIELD(struct live_figure, id, KIND_TEXT, .hidden = true),
	FIELD(struct live_figure, path, KIND_PATH, .label = "report_cell.path"),
	FIELD(struct live_figure, chart, KIND_HTML, .hidden = true),
	FIELD(struct live_figure, months, KIND_MANY, .of = &live_cell_rec, .label = "report_figure.months"),
	FIELD(struct live_figure, first, KIND_MANY, .of = &live_split_rec, .label = "report_figure.splits"),
	FIELD(struct live_figure, splits, KIND_MANY, .of = &live_split_rec, .label = "report_figure.splits"),
};
static const struct record live_figure_rec = RECORD("report_figure", struct live_figure, figure_fields);

struct draft_page {
	struct centre_frame frame;
	str month, state, tone, check_path, check_text, released_path, note;
	day due;
	struct report_draft draft;
	struct list figures;  /* struct live_figure */
	struct list oddities; /* struct oddity */
};
static const struct field draft_page_fields[] = {
	FRAME_FIELDS(struct draft_page),
	FIELD(struct draft_page, month, KIND_TEXT, .label = "reports.month"),
	FIELD(struct draft_page, state, KIND_CHOICE, .choices = &report_state_choices, .label = "core.state"),
	FIELD(struct draft_page, tone, KIND_TEXT, .hidden = true),
	FIELD(struct draft_page, due, KIND_DAY, .label = "reports.due"),
	FIELD(struct draft_page, note, KIND_TEXT, .hidden = true),
	FIELD(struct draft_page, check_path, KIND_PATH, .hidden = true),
	FIELD(struct draft_page, check_text, KIND_TEXT, .hidden = true),
	FIELD(struct draft_page, released_path, KIND_PATH),
	FIELD(struct draft_page, draft, KIND_ONE, .of = &report_draft_rec),
	FIELD(struct draft_page, oddities, KIND_MANY, .of = &oddity_rec),
	FIELD(struct draft_page, figures, KIND_MANY, .of = &live_figure_rec),
};
static const struct record draft_page_rec = RECORD("report_draft_page", struct draft_page, draft_page_fields);
const struct page page_report_draft = { "reports/draft.html", &draft_page_rec };

/* --- figures ------------------------------------------------------------------------------------------------------ */

static void add_cell(struct cx *cx, const struct report_cell *c, str path, struct list *to)
{
	*LIST_ADD(cx->mem, to, struct live_cell) = (struct live_cell){ c->code, c->label, c->amount, path, c->value.v };
}

static void add_split(struct cx *cx, const struct request *rq, day first, const struct report_figure *f,
                      const struct report_split *s, bool picture, struct list *to)
{
	struct live_split *l = LIST_ADD(cx->mem, to, struct live_split);
	*l = (struct live_split){ .dimension = s->dimension, .name = s->name, .question = f->question };
	if (picture)
		l->chart = report_cells_chart(cx->mem, f, s);
	LIST_EACH (const struct report_cell, c, &s->cells)
		add_cell(cx, c, report_records_path(cx, rq, f->code, s->dimension, c->code, first, month_last(first)),
		         &l->cells);
}

static void add_figure(struct cx *cx, const struct request *rq, day first, const struct report_figure *f,
                       struct list *to)
{
	struct live_figure *l = LIST_ADD(cx->mem, to, struct live_figure);
	*l = (struct live_figure){
		.f = *f,
		.id = report_anchor(cx->mem, f->code, S("figure")),
		.path = report_records_path(cx, rq, f->code, STR_NONE, STR_NONE, first, month_last(first)),
		.chart = report_months_chart(
		        cx->mem, f, word_args(cx->words, cx->mem, "reports.chart_months", ARGS({ "name", f->name })))
	};
	LIST_EACH (const struct report_cell, c, &f->months) {
		day month;
		ASSERT(month_parse(c->code, &month));
		add_cell(cx, c, report_records_path(cx, rq, f->code, STR_NONE, STR_NONE, month, month_last(month)),
		         &l->months);
	}
	for (size_t i = 0; i < f->splits.n; i++)
		add_split(cx, rq, first, f, LIST_AT(&f->splits, struct report_split, i), i == 0,
		          i == 0 ? &l->first : &l->splits);
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static err last_version(struct cx *cx, const struct request *rq, str month, struct report *ret)
{
	struct list versions = { 0 };
	*ret = (struct report){ 0 };
	TRY(report_versions(cx, rq->centre.id, month, &versions));
	if (versions.n)
		*ret = *LIST_AT(&versions, struct report, versions.n - 1);
	return OK;
}

static err fill_state(struct cx *cx, const struct request *rq, day first, struct draft_page *p)
{
	struct report_rules rules = { 0 };
	struct report last;
	TRY(report_rules_read(cx, &rules));
	TRY(last_version(cx, rq, p->month, &last));
	struct report_duty duty = report_duty_of(&rules, first, cx->today);
	p->due = duty.due;
	p->state = report_state(&duty, first, last.released_on, cx->today);
	p->tone = str_of(report_tone(p->state));
	if (last.number)
		p->released_path = report_path(cx, rq, p->month, "");
	if (str_is(p->state, "running"))
		p->note = word(cx->words, cx->mem, "reports.note_running");
	else if (frame_may(cx, rq, RIGHT_REPORT_RELEASE)) {
		p->check_path = report_path(cx, rq, p->month, "check");
		p->check_text = word(cx->words, cx->mem, last.number ? "reports.check_correction" : "reports.check");
	} else
		p->note = word(cx->words, cx->mem, "reports.note_head");
	return OK;
}

static str sentence_of(struct cx *cx, const struct draft_page *p)
{
	str odd = p->oddities.n ? word_plural(cx->words, cx->mem, "reports.oddities", (int64_t)p->oddities.n, NO_ARGS)
	                        : word(cx->words, cx->mem, "reports.no_oddities");
	str key = str_print(cx->mem, "reports.draft_%s",
	                    p->released_path.p            ? "released"
	                    : str_is(p->state, "running") ? "running"
	                    : day_is(p->due)              ? "due"
	                                                  : "open");
	return word_args(cx->words, cx->mem, key.p,
	                 ARGS({ "due", say_day(cx->words, cx->mem, p->due) }, { "odd", odd }));
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, day first)
{
	struct draft_page p = { .month = month_iso(cx->mem, first) };
	struct report_content content;
	TRY(report_live(cx, &rq->centre, first, &content));
	TRY(oddity_list(cx, rq->centre.id, first, month_last(first), &p.oddities));
	TRY(fill_state(cx, rq, first, &p));
	TRY(report_draft_get(cx, rq->centre.id, p.month, &p.draft));
	TRY(report_frame(cx, rq, "reports.draft_title", content.month_name, &p.frame));
	LIST_EACH (const struct report_figure, f, &content.figures)
		add_figure(cx, rq, first, f, &p.figures);
	p.frame.sentence = sentence_of(cx, &p);
	p.frame.form = frame_form(cx, rq, RIGHT_REPORT_PREPARE, &report_comment_rec, &p.draft,
	                          report_path(cx, rq, p.month, "comment"), "reports.save_comment");
	return page_show(cx, rq->http, rs, status, &page_report_draft, &p);
}

err report_draft_page_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	day first;
	TRY(report_month_asked(cx, rq, &first));
	return show(cx, rq, rs, 200, first);
}

err report_comment_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct report_draft_in in = { .centre = &rq->centre };
	struct report_draft saved = { 0 };
	day first;
	TRY(report_month_asked(cx, rq, &first));
	in.month = month_iso(cx->mem, first);
	in.draft.version = sent_version(rq);
	err e = form_read(cx, rq->http, &report_comment_rec, &in.draft);
	if (e == OK)
		e = db_tx(cx, "report.comment", report_draft_save_in_tx, &in, &saved, sizeof saved);
	if (e == E_STALE) {
		fault_clear(cx);
		TRY(report_draft_get(cx, rq->centre.id, in.month, &saved));
		return stale_show(cx, rq, rs, &report_comment_rec, &saved, &in.draft, saved.version,
		                  report_path(cx, rq, in.month, "comment"), "reports.save_comment");
	}
	if (frame_tells(e))
		return show(cx, rq, rs, 422, first);
	TRY(e);
	str path = report_path(cx, rq, in.month, "draft");
	return page_done_thing(cx, rq->http, rs, path, "reports.comment_saved", path, saved.version);
}
