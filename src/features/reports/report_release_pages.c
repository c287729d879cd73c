/* report_release_pages.c -- the last look before a month is released or corrected: binding, so it is checked (S-REP-1).
 */
#include <inttypes.h>

#include "core/words.h"
#include "features/reports/report_pages.h"

struct sent {
	int64_t version; /* of the comment that was looked at; 0: there is none */
	str reason;
};
static const struct field release_fields[] = { FIELD(struct sent, version, KIND_INT, .hidden = true) };
static const struct record report_release_rec = RECORD("report", struct sent, release_fields);
static const struct field correct_fields[] = {
	FIELD(struct sent, version, KIND_INT, .hidden = true),
	FIELD(struct sent, reason, KIND_TEXT, .input = true, .required = true, .lines = true, .max = 1000),
};
static const struct record report_correct_rec = RECORD("report", struct sent, correct_fields);
static const struct field either_fields[] = {
	FIELD(struct sent, version, KIND_INT, .hidden = true),
	FIELD(struct sent, reason, KIND_TEXT, .input = true, .lines = true, .max = 1000),
};
/* What the route takes: the reason belongs to corrections. */
const struct record report_either_rec = RECORD("report", struct sent, either_fields);

struct check_line {
	str name, amount, outside; /* outside: as those outside the KI will read it; absent: the same */
};
static const struct field line_fields[] = {
	FIELD(struct check_line, name, KIND_TEXT, .label = "report_figure.name"),
	FIELD(struct check_line, amount, KIND_TEXT, .label = "report_figure.amount"),
	FIELD(struct check_line, outside, KIND_TEXT, .label = "reports.outside"),
};
static const struct record line_rec = RECORD("report_check_line", struct check_line, line_fields);
struct check_page {
	struct centre_frame frame;
	str recipient, comment, comment_path, check_path, check_text;
	int64_t masked;
	bool correction, unchanged;
	struct list findings; /* struct report_finding */
	struct list lines;    /* struct check_line */
	struct list changes;  /* struct report_change */
};
static const struct field page_fields[] = {
	FRAME_FIELDS(struct check_page),
	FIELD(struct check_page, recipient, KIND_TEXT, .label = "report_content.recipient"),
	FIELD(struct check_page, comment, KIND_TEXT, .label = "report_content.comment"),
	FIELD(struct check_page, comment_path, KIND_PATH),
	FIELD(struct check_page, check_path, KIND_PATH, .hidden = true),
	FIELD(struct check_page, check_text, KIND_TEXT, .hidden = true),
	FIELD(struct check_page, masked, KIND_INT, .label = "reports.masked_cells"),
	FIELD(struct check_page, correction, KIND_BOOL, .label = "reports.is_correction"),
	FIELD(struct check_page, unchanged, KIND_BOOL, .hidden = true),
	FIELD(struct check_page, findings, KIND_MANY, .of = &report_finding_rec, .label = "report_content.findings"),
	FIELD(struct check_page, lines, KIND_MANY, .of = &line_rec, .label = "report_content.figures"),
	FIELD(struct check_page, changes, KIND_MANY, .of = &report_change_rec, .label = "report_page.changes"),
};
static const struct record page_rec = RECORD("report_check", struct check_page, page_fields);
const struct page page_report_check = { "reports/check.html", &page_rec };

static int64_t masked_cells(const struct report_content *c)
{
	int64_t n = 0;
	LIST_EACH (const struct report_figure, f, &c->figures) {
		n += f->masked;
		LIST_EACH (const struct report_split, s, &f->splits)
			LIST_EACH (const struct report_cell, cell, &s->cells)
				n += cell->masked;
	}
	return n;
}

/* The version that comes next, and what changes against the one before. */
static err fill_number(struct cx *cx, const struct request *rq, str month, int64_t *ret)
{
	struct list versions = { 0 };
	TRY(report_versions(cx, rq->centre.id, month, &versions));
	*ret = (int64_t)versions.n + 1;
	return OK;
}

static err fill_changes(struct cx *cx, const struct request *rq, const struct report_content *c, struct check_page *p)
{
	struct report last;
	struct report_content before;
	TRY(report_get(cx, rq->centre.id, c->month, 0, &last));
	TRY(report_read(cx, last.content, &before));
	p->changes = report_changes(cx->mem, &before, c);
	p->unchanged = p->changes.n == 0;
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, day first)
{
	struct check_page p = { 0 };
	struct report_content c;
	struct report_draft draft;
	struct sent sent = { 0 };
	struct report_release_in in = { .centre = &rq->centre, .first = first };
	str month = month_iso(cx->mem, first);
	TRY(fill_number(cx, rq, month, &in.number));
	TRY(report_to_release(cx, &in, &c));
	TRY(report_draft_get(cx, rq->centre.id, month, &draft));
	p.correction = in.number > 1;
	if (p.correction)
		TRY(fill_changes(cx, rq, &c, &p));
	TRY(report_frame(cx, rq, p.correction ? "reports.check_correction_title" : "reports.check_title",
	                 say_month(cx->words, cx->mem, first), &p.frame));
	p.frame.sentence =
	        word(cx->words, cx->mem, p.correction ? "reports.check_correction_lead" : "reports.check_lead");
	p.recipient = c.recipient;
	p.comment = c.comment;
	p.comment_path = report_path(cx, rq, month, "draft");
	p.masked = masked_cells(&c);
	p.findings = c.findings;
	LIST_EACH (const struct report_figure, f, &c.figures)
		*LIST_ADD(cx->mem, &p.lines, struct check_line) =
		        (struct check_line){ f->name, f->amount, f->masked ? c.words.masked : STR_NONE };
	sent.version = draft.version;
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(
	        cx, rq->http, p.correction ? &report_correct_rec : &report_release_rec, &sent,
	        str_print(cx->mem, STR_FMT "/versions/%" PRId64, STR_ARG(report_path(cx, rq, month, "")), in.number),
	        p.correction ? "reports.correct" : "reports.release", p.comment_path);
	form->version = str_print(cx->mem, "%" PRId64, draft.version); /* also 0: no comment was looked at */
	p.frame.form = form;
	return page_show(cx, rq->http, rs, status, &page_report_check, &p);
}

err report_check_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	day first;
	TRY(report_month_asked(cx, rq, &first));
	if (day_cmp(month_last(first), cx->today) >= 0)
		return fail(cx, E_INVALID, "reports.not_over", NO_ARGS);
	return show(cx, rq, rs, 200, first);
}

err report_release_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sent sent = { 0 };
	struct report saved = { 0 };
	struct report_release_in in = { .centre = &rq->centre, .number = route_id(rq), .version = sent_version(rq) };
	TRY(report_month_asked(cx, rq, &in.first));
	err e = form_read(cx, rq->http, in.number > 1 ? &report_correct_rec : &report_release_rec, &sent);
	in.reason = sent.reason;
	if (e == OK)
		e = db_tx(cx, "report.release", report_release_in_tx, &in, &saved, sizeof saved);
	if (e == E_INVALID && cx->problems)
		return show(cx, rq, rs, 422, in.first);
	TRY(e);
	return page_done_thing(cx, rq->http, rs, report_path(cx, rq, saved.month, ""),
	                       saved.number > 1 ? "reports.corrected" : "reports.released",
	                       str_print(cx->mem, STR_FMT "/versions/%" PRId64,
	                                 STR_ARG(report_path(cx, rq, saved.month, "")), saved.number),
	                       saved.number);
}
