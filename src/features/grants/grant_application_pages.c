/* The application while it is prepared: its task list, and all of it at once before it is submitted. */
#include "features/grants/grant_application_pages.h"

#include "core/words.h"

err prepared_fill(struct cx *cx, const struct request *rq, struct prepared_view *ret)
{
	TRY(grant_view_fill(cx, rq, &ret->v));
	return application_prepare(cx, &rq->centre, &ret->v.c, &ret->v.state, &ret->v.events, &ret->p);
}

bool application_ready(const struct application *app)
{
	LIST_EACH (const struct application_section, s, &app->sections)
		if (str_is(s->state, "missing"))
			return false;
	return true;
}

/* --- the task list ------------------------------------------------------------------------------------------------ */

/* A position, and where it is changed. */
struct line_row {
	str item, label, calculation, source, mark, note, path;
	int64_t cents;
	struct maybe ceiling_cents, quantity;
};
static const struct field row_fields[] = {
	FIELD(struct line_row, item, KIND_TEXT, .label = "grant_line.item"),
	FIELD(struct line_row, label, KIND_TEXT, .label = "grant_line.label"),
	FIELD(struct line_row, quantity, KIND_DECIMAL, .maybe = true, .label = "grant_line.quantity"),
	FIELD(struct line_row, cents, KIND_MONEY, .label = "grant_line.cents"),
	FIELD(struct line_row, ceiling_cents, KIND_MONEY, .maybe = true, .label = "grant_line.ceiling_cents"),
	FIELD(struct line_row, calculation, KIND_TEXT, .label = "grant_line.calculation"),
	FIELD(struct line_row, source, KIND_TEXT, .label = "grant_line.source"),
	FIELD(struct line_row, mark, KIND_CHOICE, .choices = &mark_choices, .label = "grant_line.mark"),
	FIELD(struct line_row, note, KIND_TEXT, .label = "grant_line.note"),
	FIELD(struct line_row, path, KIND_PATH),
};
static const struct record row_rec = RECORD("application_line", struct line_row, row_fields);

struct task_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t version, total_cents;
	struct list sections; /* struct application_section */
	struct list lines;    /* struct line_row */
	str draft_path, workbook_path, import_path;
};
static const struct field task_fields[] = {
	SECTION_FIELDS(struct task_page),
	FIELD(struct task_page, version, KIND_INT),
	FIELD(struct task_page, total_cents, KIND_MONEY),
	FIELD(struct task_page, sections, KIND_MANY, .of = &application_section_rec),
	FIELD(struct task_page, lines, KIND_MANY, .of = &row_rec),
	FIELD(struct task_page, draft_path, KIND_PATH),
	FIELD(struct task_page, workbook_path, KIND_PATH),
	FIELD(struct task_page, import_path, KIND_PATH),
};
static const struct record application_page_rec = RECORD("application_page", struct task_page, task_fields);
const struct page page_application = { "grants/application.html", &application_page_rec };

static void add_rows(struct cx *cx, const struct request *rq, const struct list *lines, struct list *ret)
{
	LIST_EACH (const struct grant_line, l, lines)
		*LIST_ADD(cx->mem, ret, struct line_row) = (struct line_row){
			.item = l->item,
			.label = l->label,
			.quantity = l->quantity,
			.cents = l->cents,
			.ceiling_cents = l->ceiling_cents,
			.calculation = l->calculation,
			.source = l->source,
			.mark = l->mark,
			.note = l->note,
			.path = grant_at(cx, rq,
			                 str_print(cx->mem, "application/positions/" STR_FMT, STR_ARG(l->item)).p),
		};
}

static str standing_of(struct cx *cx, const struct application *app)
{
	int64_t missing = 0;
	LIST_EACH (const struct application_section, s, &app->sections)
		missing += str_is(s->state, "missing");
	if (missing)
		return word_plural(cx->words, cx->mem, "grants.application_missing", missing, NO_ARGS);
	return word(cx->words, cx->mem, "grants.application_ready");
}

err application_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct task_page p = { 0 };
	struct prepared_view w = { 0 };
	TRY(prepared_fill(cx, rq, &w));
	const struct application *app = &w.p.app;
	TRY(grant_section_fill(cx, rq, &w.v, "grants.application_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = standing_of(cx, app);
	p.version = app->version;
	p.total_cents = app->paper.total_cents;
	p.sections = app->sections;
	p.draft_path = grant_at(cx, rq, "application/letter");
	p.workbook_path = grant_at(cx, rq, "application.xlsx");
	p.import_path = grant_at(cx, rq, "application/import");
	add_rows(cx, rq, &app->paper.lines, &p.lines);
	if (!grant_may(&w.v.state, S("applied"), 0, cx->today))
		section_primary(cx, rq, &p.top, RIGHT_GRANT_RECORD, "grants.to_check",
		                grant_at(cx, rq, "application/check"));
	return page_show(cx, rq->http, rs, 200, &page_application, &p);
}

/* --- check your answers, then submit ------------------------------------------------------------------------------ */

struct submission {
	int64_t version;
	str digest;
};
static const struct field submit_fields[] = {
	FIELD(struct submission, version, KIND_INT, .hidden = true),
	FIELD(struct submission, digest, KIND_TEXT, .input = true, .required = true, .max = 64),
};
const struct record application_submit_rec = RECORD("application_submit", struct submission, submit_fields);

struct check_page {
	struct centre_frame frame;
	struct section_top top;
	struct application app;
	str digest, base;
	bool late, may_submit, mine; /* mine: answers can be changed from here */
};
static const struct field check_fields[] = {
	SECTION_FIELDS(struct check_page),
	FIELD(struct check_page, app, KIND_ONE, .of = &application_rec),
	FIELD(struct check_page, digest, KIND_TEXT),
	FIELD(struct check_page, base, KIND_PATH, .hidden = true),
	FIELD(struct check_page, late, KIND_BOOL),
	FIELD(struct check_page, may_submit, KIND_BOOL, .hidden = true),
	FIELD(struct check_page, mine, KIND_BOOL, .hidden = true),
};
static const struct record check_rec = RECORD("application_check", struct check_page, check_fields);
const struct page page_application_check = { "grants/application_check.html", &check_rec };

/* After the window: flagged, not refused (T34). */
static err is_late(struct cx *cx, const struct prepared_view *w, bool *ret)
{
	const struct grant_terms t = grant_terms_of(&w->p.rules, &w->v.c);
	*ret = day_is(t.application_end) && day_cmp(cx->today, t.application_end) > 0;
	return OK;
}

static err show_check(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct check_page p = { .mine = true };
	struct prepared_view w = { 0 };
	const struct words *mine = grant_german(cx);
	err filled = prepared_fill(cx, rq, &w);
	cx->words = mine;
	TRY(filled);
	const struct submission fresh = { .version = w.v.state.seen };
	TRY(grant_section_fill(cx, rq, &w.v, "grants.check_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "grants.application"), grant_at(cx, rq, "application"));
	p.app = w.p.app;
	p.digest = application_digest(cx, &w.p.app);
	p.base = grant_at(cx, rq, "application");
	TRY(is_late(cx, &w, &p.late));
	p.may_submit = application_ready(&w.p.app);
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, &application_submit_rec, &fresh, grant_at(cx, rq, "application/submit"),
	                "grants.submit_application", STR_NONE);
	form->version = str_print(cx->mem, "%d", (int)w.v.state.seen);
	if (frame_may(cx, rq, RIGHT_GRANT_SUBMIT) || status != 200)
		p.frame.form = form;
	return page_show(cx, rq->http, rs, status, &page_application_check, &p);
}

err application_check_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_check(cx, rq, rs, 200);
}

err application_submit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct submission in = { 0 };
	struct grant_event stored;
	err e = form_read(cx, rq->http, &application_submit_rec, &in);
	const struct application_submit submit = {
		.centre = &rq->centre, .case_id = route_id(rq), .seen = sent_version(rq), .digest = in.digest
	};
	if (e == OK)
		e = db_tx(cx, "grant.apply", application_submit_in_tx, &submit, &stored, sizeof stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, ""), "grants.done_applied");
	return e == E_STALE || frame_tells(e) ? show_check(cx, rq, rs, page_status(e)) : e;
}
