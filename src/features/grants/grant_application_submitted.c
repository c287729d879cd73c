/* An application as it was submitted; beside it, for the authority, what the rulebook expects and what has changed
 * since the one before (P-FUN-6). */
#include "core/words.h"
#include "features/grants/grant_application_pages.h"

/* What is asked, and what the rules of the year give: arithmetic that needs no person. */
struct expected_row {
	str label, calculation;
	int64_t asked_cents;
	struct maybe expected_cents; /* absent: no rule knows it */
	bool fine, unknown;
};
static const struct field expected_fields[] = {
	FIELD(struct expected_row, label, KIND_TEXT, .label = "grant_line.label"),
	FIELD(struct expected_row, asked_cents, KIND_MONEY, .label = "grant_item.asked_cents"),
	FIELD(struct expected_row, expected_cents, KIND_MONEY, .maybe = true),
	FIELD(struct expected_row, calculation, KIND_TEXT, .label = "grant_line.calculation"),
	FIELD(struct expected_row, fine, KIND_BOOL),
	FIELD(struct expected_row, unknown, KIND_BOOL, .hidden = true),
};
static const struct record expected_rec = RECORD("grant_expected", struct expected_row, expected_fields);

struct change_row {
	str label, before, after;
};
static const struct field change_fields[] = {
	FIELD(struct change_row, label, KIND_TEXT, .label = "grant_line.label"),
	FIELD(struct change_row, before, KIND_TEXT),
	FIELD(struct change_row, after, KIND_TEXT),
};
static const struct record change_rec = RECORD("grant_change", struct change_row, change_fields);

struct submitted_page {
	struct centre_frame frame;
	struct section_top top;
	struct application app;
	int64_t seq;
	day submitted_on;
	str submitted_by, letter_path;
	struct list expected; /* struct expected_row; empty for those who do not check */
	struct list changes;  /* struct change_row */
	bool checks, mine, sums, changed;
	str base;
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct submitted_page),
	FIELD(struct submitted_page, app, KIND_ONE, .of = &application_rec),
	FIELD(struct submitted_page, seq, KIND_INT),
	FIELD(struct submitted_page, submitted_on, KIND_DAY),
	FIELD(struct submitted_page, submitted_by, KIND_TEXT),
	FIELD(struct submitted_page, letter_path, KIND_PATH),
	FIELD(struct submitted_page, expected, KIND_MANY, .of = &expected_rec),
	FIELD(struct submitted_page, changes, KIND_MANY, .of = &change_rec),
	FIELD(struct submitted_page, checks, KIND_BOOL, .hidden = true),
	FIELD(struct submitted_page, mine, KIND_BOOL, .hidden = true),
	FIELD(struct submitted_page, sums, KIND_BOOL),
	FIELD(struct submitted_page, changed, KIND_BOOL, .hidden = true),
	FIELD(struct submitted_page, base, KIND_PATH, .hidden = true),
};
static const struct record page_rec = RECORD("application_submitted", struct submitted_page, page_fields);
const struct page page_application_submitted = { "grants/application_submitted.html", &page_rec };

/* --- what has changed --------------------------------------------------------------------------------------------- */

static void add_change(struct cx *cx, struct list *ret, str label, str before, str after)
{
	*LIST_ADD(cx->mem, ret, struct change_row) = (struct change_row){ label, before, after };
}

static void changed_lines(struct cx *cx, const struct list *before, const struct list *after, struct list *ret)
{
	LIST_EACH (const struct grant_line, l, after) {
		const struct grant_line *old = grant_line_of(before, l->item);
		if (!old || old->cents != l->cents)
			add_change(cx, ret, l->label,
			           old ? say_money(cx->words, cx->mem, old->cents)
			               : word(cx->words, cx->mem, "grants.no_amount"),
			           say_money(cx->words, cx->mem, l->cents));
	}
	LIST_EACH (const struct grant_line, old, before)
		if (!grant_line_of(after, old->item))
			add_change(cx, ret, old->label, say_money(cx->words, cx->mem, old->cents),
			           word(cx->words, cx->mem, "grants.no_amount"));
}

/* What was typed: every field that has changed, under its own name. */
static void changed_fields(struct cx *cx, const struct application *before, const struct application *after,
                           struct list *ret)
{
	const struct formatter f = words_formatter(cx->words);
	for (size_t i = 0; i < application_answer_rec.count; i++) {
		const struct field *field = &application_answer_rec.fields[i];
		if (!field->input || record_equal(field, before, after))
			continue;
		add_change(cx, ret, f.word(f.self, cx->mem, field_label(cx->mem, &application_answer_rec, field)),
		           f.value(f.self, cx->mem, &application_answer_rec, field, before),
		           f.value(f.self, cx->mem, &application_answer_rec, field, after));
	}
}

static const struct grant_event *application_before(const struct list *events, int64_t seq)
{
	const struct grant_event *found = NULL;
	LIST_EACH (const struct grant_event, e, events)
		if (e->seq < seq && str_is(e->kind, "applied"))
			found = e;
	return found;
}

static err add_changes(struct cx *cx, const struct list *events, const struct grant_event *e, struct submitted_page *p)
{
	const struct grant_event *older = application_before(events, e->seq);
	struct application before;
	if (!older || !older->content.p)
		return OK;
	TRY(application_read(cx, older, &before));
	changed_lines(cx, &before.paper.lines, &p->app.paper.lines, &p->changes);
	changed_fields(cx, &before, &p->app, &p->changes);
	return OK;
}

/* --- what the rules expect ---------------------------------------------------------------------------------------- */

static err add_expected(struct cx *cx, const struct request *rq, const struct grant_view *v, struct submitted_page *p)
{
	struct prepared now;
	struct list lines;
	TRY(application_prepare(cx, &rq->centre, &v->c, &v->state, &v->events, &now));
	application_lines(cx, &now.basis, &(struct list){ 0 }, &lines);
	LIST_EACH (const struct grant_line, l, &p->app.paper.lines) {
		const struct grant_line *e = grant_line_of(&lines, l->item);
		struct maybe ceiling = e ? e->ceiling_cents : (struct maybe){ 0 };
		struct expected_row *row = LIST_ADD(cx->mem, &p->expected, struct expected_row);
		*row = (struct expected_row){ .label = l->label,
			                      .calculation = e ? e->calculation : STR_NONE,
			                      .asked_cents = l->cents,
			                      .expected_cents = ceiling,
			                      .fine = ceiling.has && l->cents <= ceiling.v,
			                      .unknown = !ceiling.has };
	}
	p->sums = grant_lines_total(&p->app.paper.lines) == p->app.paper.total_cents;
	return OK;
}

const struct grant_event *application_event_of(const struct request *rq, const struct grant_view *v)
{
	int64_t seq = 0;
	if (!str_to_int(route_part(rq, "code"), &seq))
		return NULL;
	LIST_EACH (const struct grant_event, e, &v->events)
		if (e->seq == seq && str_is(e->kind, "applied") && e->content.p)
			return e;
	return NULL;
}

err application_submitted_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct submitted_page p = { 0 };
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const struct grant_event *e = application_event_of(rq, &v);
	if (!e)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	TRY(grant_section_fill(cx, rq, &v, "grants.submitted_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	TRY(application_read(cx, e, &p.app));
	p.seq = e->seq;
	p.submitted_on = e->day;
	p.submitted_by = e->recorded_by;
	p.letter_path = str_print(cx->mem, STR_FMT "/letter", STR_ARG(rq->http->path));
	TRY(add_changes(cx, &v.events, e, &p));
	p.changed = p.changes.n > 0;
	p.checks = frame_may(cx, rq, RIGHT_GRANT_CHECK);
	if (p.checks)
		TRY(add_expected(cx, rq, &v, &p));
	return page_show(cx, rq->http, rs, 200, &page_application_submitted, &p);
}
