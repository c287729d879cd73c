/* The cases of a KI, and one of them: how it stands, what comes next, amounts by item, what happened. */
#include "base/arena.h"
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_application.h"
#include "features/grants/grant_queue.h"

#include <inttypes.h>

/* --- all cases ---------------------------------------------------------------------------------------------------- */

struct case_row {
	str name, path, stage;
	int64_t asked_cents, granted_cents, paid_cents;
	str programme;
	int64_t year;
};
static const struct field row_fields[] = {
	FIELD(struct case_row, name, KIND_TEXT),
	FIELD(struct case_row, path, KIND_PATH),
	FIELD(struct case_row, stage, KIND_CHOICE, .label = "core.state", .choices = &grant_stage_choices),
	FIELD(struct case_row, asked_cents, KIND_MONEY),
	FIELD(struct case_row, granted_cents, KIND_MONEY),
	FIELD(struct case_row, paid_cents, KIND_MONEY),
	FIELD(struct case_row, programme, KIND_CHOICE, .choices = &grant_programme_choices),
	FIELD(struct case_row, year, KIND_INT),
};
static const struct record row_rec = RECORD("grant_row", struct case_row, row_fields);

struct cases_page {
	struct centre_frame frame;
	struct section_top top;
	struct list cases;  /* struct case_row */
	str older_path;     /* absent: all are shown */
	str discarded_path; /* absent: there is none, or they are shown */
};
static const struct field cases_fields[] = {
	SECTION_FIELDS(struct cases_page),
	FIELD(struct cases_page, cases, KIND_MANY, .of = &row_rec),
	FIELD(struct cases_page, older_path, KIND_PATH),
	FIELD(struct cases_page, discarded_path, KIND_PATH),
};
static const struct record cases_rec = RECORD("grants_page", struct cases_page, cases_fields);
const struct page page_grants = { "grants/cases.html", &cases_rec };

static const struct field open_fields[] = {
	FIELD(struct grant_case_in, programme, KIND_CHOICE, .choices = &grant_programme_choices, .input = true,
	      .required = true),
	FIELD(struct grant_case_in, year, KIND_INT, .input = true, .required = true, .min = 2012, .max = 2100),
};
const struct record grant_open_rec = RECORD("grant_open", struct grant_case_in, open_fields);

static void fill_row(struct cx *cx, const struct grant_known *k, struct list *ret)
{
	const struct grant_state *s = &k->state;
	*LIST_ADD(cx->mem, ret, struct case_row) = (struct case_row){
		.name = grant_case_name(cx, &k->c),
		.path = k->c.path,
		.stage = s->stage,
		.asked_cents = s->applied ? s->applied->cents.v : 0,
		.granted_cents = s->granted_cents,
		.paid_cents = s->paid_cents,
		.programme = k->c.programme,
		.year = k->c.year,
	};
}

/* Older years are finished: they are shown when somebody asks for them. */
enum { YEARS_SHOWN = 4 };
static const struct field asked_fields[] = { ASKED("older", KIND_BOOL), ASKED("discarded", KIND_BOOL) };
const struct record grants_asked_rec = ASKED_RECORD(asked_fields);

static err fill_cases(struct cx *cx, const struct request *rq, struct cases_page *p)
{
	struct list known = { 0 };
	bool older;
	int64_t first = route_asked(rq, "older").p ? 0 : day_year(cx->today) + 1 - YEARS_SHOWN;
	TRY(grants_of_centre(cx, &rq->centre, first, &known, &older));
	const str here = section_at(cx, rq, &grants_section, "", 0, "");
	bool hidden = !route_asked(rq, "discarded").p;
	LIST_EACH (const struct grant_known, k, &known)
		if (!k->state.discarded || !hidden)
			fill_row(cx, k, &p->cases);
		else
			p->discarded_path = str_print(cx->mem, STR_FMT "?discarded=1", STR_ARG(here));
	if (older)
		p->older_path = str_print(cx->mem, STR_FMT "?older=1", STR_ARG(here));
	return OK;
}

static err show_cases(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct cases_page p = { 0 };
	const struct grant_case_in fresh = { .programme = S("base"), .year = day_year(cx->today) + 1 };
	TRY(section_fill(cx, rq, &grants_section, "", "grants.title", STR_NONE, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	TRY(fill_cases(cx, rq, &p));
	section_other(cx, rq, &p.top, RIGHT_GRANT_READ, "grants.signatory.title",
	              section_at(cx, rq, &grants_section, "signatories", 0, ""));
	p.frame.sentence = word(cx->words, cx->mem, "grants.lead");
	p.frame.form = frame_form(cx, rq, RIGHT_GRANT_RECORD, &grant_open_rec, &fresh,
	                          section_at(cx, rq, &grants_section, "", 0, ""), "grants.submit_open");
	return page_show(cx, rq->http, rs, status, &page_grants, &p);
}

err grants_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_cases(cx, rq, rs, 200);
}

err grants_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_case_in in = { .centre = &rq->centre };
	struct grant_case opened;
	err e = form_read(cx, rq->http, &grant_open_rec, &in);
	if (e == OK && in.year > day_year(cx->today) + 2)
		e = problem_add(cx, "year", "grants.year_far", NO_ARGS);
	if (e == OK)
		e = db_tx(cx, "grant.case", grant_case_open_in_tx, &in, &opened, sizeof opened);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, opened.path, "grants.done_open", opened.path, 0);
	return frame_tells(e) ? show_cases(cx, rq, rs, page_status(e)) : e;
}

/* --- one case ----------------------------------------------------------------------------------------------------- */

/* What happened, for reading. */
struct happening {
	day day;
	str text, note, by, path; /* path: of its paper; absent: it has none */
	struct maybe cents;
	instant recorded_at;
};
static const struct field happening_fields[] = {
	FIELD(struct happening, day, KIND_DAY),
	FIELD(struct happening, text, KIND_TEXT),
	FIELD(struct happening, note, KIND_TEXT),
	FIELD(struct happening, by, KIND_TEXT),
	FIELD(struct happening, path, KIND_PATH),
	FIELD(struct happening, cents, KIND_MONEY, .maybe = true),
	FIELD(struct happening, recorded_at, KIND_INSTANT),
};
static const struct record happening_rec = RECORD("grant_happening", struct happening, happening_fields);

static const struct field action_fields[] = {
	FIELD(struct grant_action, text, KIND_TEXT),
	FIELD(struct grant_action, path, KIND_PATH),
};
const struct record grant_action_rec = RECORD("grant_action", struct grant_action, action_fields);

struct case_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t seen;
	str stage, question;
	bool late, proof_late, repay_late;
	day final_on, proof_due, repay_by;
	day concept_by;          /* promised with the application and not there yet (S-FUN-2) */
	bool concept_over, more; /* more: actions beside the first */
	bool has_older;
	int64_t asked_cents, granted_cents, called_cents, paid_cents, used_cents;
	struct list items;         /* struct grant_item */
	struct list terms;         /* struct grant_term_row */
	struct list papers;        /* struct link: where the amounts open to their calculation (P-FUN-6) */
	struct list actions;       /* struct grant_action */
	struct list happenings;    /* struct happening, newest first */
	struct list recent, older; /* the same in two parts: a year of calls and uses is long */
};
static const struct field case_fields[] = {
	SECTION_FIELDS(struct case_page),
	FIELD(struct case_page, seen, KIND_INT),
	FIELD(struct case_page, stage, KIND_CHOICE, .label = "core.state", .choices = &grant_stage_choices),
	FIELD(struct case_page, question, KIND_TEXT),
	FIELD(struct case_page, late, KIND_BOOL),
	FIELD(struct case_page, final_on, KIND_DAY),
	FIELD(struct case_page, proof_due, KIND_DAY),
	FIELD(struct case_page, proof_late, KIND_BOOL),
	FIELD(struct case_page, repay_by, KIND_DAY),
	FIELD(struct case_page, repay_late, KIND_BOOL),
	FIELD(struct case_page, concept_by, KIND_DAY),
	FIELD(struct case_page, concept_over, KIND_BOOL),
	FIELD(struct case_page, more, KIND_BOOL, .hidden = true),
	FIELD(struct case_page, asked_cents, KIND_MONEY),
	FIELD(struct case_page, granted_cents, KIND_MONEY),
	FIELD(struct case_page, called_cents, KIND_MONEY),
	FIELD(struct case_page, paid_cents, KIND_MONEY),
	FIELD(struct case_page, used_cents, KIND_MONEY),
	FIELD(struct case_page, items, KIND_MANY, .of = &grant_item_rec),
	FIELD(struct case_page, terms, KIND_MANY, .of = &grant_term_rec),
	FIELD(struct case_page, papers, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct case_page, actions, KIND_MANY, .of = &grant_action_rec, .hidden = true),
	FIELD(struct case_page, happenings, KIND_MANY, .of = &happening_rec),
	FIELD(struct case_page, recent, KIND_MANY, .of = &happening_rec, .hidden = true),
	FIELD(struct case_page, older, KIND_MANY, .of = &happening_rec, .hidden = true),
	FIELD(struct case_page, has_older, KIND_BOOL, .hidden = true),
};
static const struct record case_page_rec = RECORD("grant_page", struct case_page, case_fields);
const struct page page_grant = { "grants/case.html", &case_page_rec };

/* What the authority does among itself until it has decided is not for the KI. */
static bool internal(const struct grant_event *e)
{
	return str_ends(e->kind, "_draft") || str_starts(e->kind, "checked_") || str_is(e->kind, "rejected");
}

/* Of the paper that belongs to it; an approval shows what it approves. */
static str paper_path(struct cx *cx, const struct grant_view *v, const struct grant_event *e)
{
	if (str_is(e->kind, "proven"))
		return str_print(cx->mem, STR_FMT "/proofs/%" PRId64, STR_ARG(v->c.path), e->seq);
	if (str_is(e->kind, "applied") && e->content.p)
		return str_print(cx->mem, STR_FMT "/applications/%" PRId64, STR_ARG(v->c.path), e->seq);
	if (str_ends(e->kind, "_draft"))
		return str_print(cx->mem, STR_FMT "/drafts/%" PRId64, STR_ARG(v->c.path), e->seq);
	if (str_is(e->kind, "approved"))
		LIST_EACH (const struct grant_event, draft, &v->events)
			if (draft->id == e->about_id.v)
				return paper_path(cx, v, draft);
	bool of_call = str_is(e->kind, "paid") || str_is(e->kind, "used") || str_is(e->kind, "call_withdrawn");
	if (of_call || str_is(e->kind, "called"))
		return str_print(cx->mem, STR_FMT "/calls/%" PRId64, STR_ARG(v->c.path),
		                 of_call ? e->about_id.v : e->id);
	return STR_NONE;
}

/* An approval says what it approves. */
static str text_of(struct cx *cx, const struct grant_view *v, const struct grant_event *e)
{
	str key = str_print(cx->mem, "grant_event." STR_FMT, STR_ARG(e->kind));
	if (str_is(e->kind, "approved"))
		LIST_EACH (const struct grant_event, draft, &v->events)
			if (draft->id == e->about_id.v)
				key = str_print(cx->mem, "grants.approved." STR_FMT, STR_ARG(draft->kind));
	return word(cx->words, cx->mem, key.p);
}

static void add_happening(struct cx *cx, const struct grant_view *v, const struct grant_event *e, struct list *ret)
{
	*LIST_ADD(cx->mem, ret, struct happening) = (struct happening){
		.day = e->day,
		.text = text_of(cx, v, e),
		.note = e->note,
		.by = e->recorded_by,
		.path = paper_path(cx, v, e),
		.cents = e->cents,
		.recorded_at = e->recorded_at,
	};
}

enum { RECENT = 10 };

static str sentence_of(struct cx *cx, const struct grant_view *v)
{
	const struct grant_state *s = &v->state;
	const char *key = str_print(cx->mem, "grants.stands." STR_FMT, STR_ARG(s->stage)).p;
	return word_args(cx->words, cx->mem, key,
	                 ARGS({ "asked", say_money(cx->words, cx->mem, s->asked_cents) },
	                      { "granted", say_money(cx->words, cx->mem, s->granted_cents) },
	                      { "paid", say_money(cx->words, cx->mem, s->paid_cents) },
	                      { "open", say_money(cx->words, cx->mem, s->demanded_cents - s->repaid_cents) },
	                      { "final", say_day(cx->words, cx->mem, s->final_on) },
	                      { "due", say_day(cx->words, cx->mem, s->proof_due) }));
}

static void add_paper(struct cx *cx, const char *key, str path, struct list *ret)
{
	if (path.p)
		*LIST_ADD(cx->mem, ret, struct link) =
		        (struct link){ .text = word(cx->words, cx->mem, key), .path = path };
}

/* Where the amounts of a case come from. */
static void fill_papers(struct cx *cx, const struct request *rq, const struct grant_view *v, struct list *ret)
{
	const struct grant_state *s = &v->state;
	add_paper(cx, "grants.from_application", s->applied ? paper_path(cx, v, s->applied) : STR_NONE, ret);
	add_paper(cx, "grants.from_decision", s->decision ? paper_path(cx, v, s->decision) : STR_NONE, ret);
	add_paper(cx, "grants.from_calls", s->calls.n ? grant_at(cx, rq, "calls") : STR_NONE, ret);
}

static void fill_case(struct cx *cx, const struct request *rq, const struct grant_view *v, struct case_page *p)
{
	const struct grant_state *s = &v->state;
	p->seen = s->seen;
	p->stage = s->stage;
	p->late = s->late;
	p->question = s->question ? s->question->note : STR_NONE;
	p->final_on = s->final_on;
	p->proof_due = s->decision && !s->proof ? s->proof_due : DAY_NONE;
	p->proof_late = s->proof_late;
	p->repay_by = s->repay_by;
	p->repay_late = s->repay_late;
	p->asked_cents = s->asked_cents;
	p->granted_cents = s->granted_cents;
	p->called_cents = s->called_cents;
	p->paid_cents = s->paid_cents;
	p->used_cents = s->used_cents;
	p->items = s->items;
	grant_terms_say(cx, &s->terms, &p->terms);
	fill_papers(cx, rq, v, &p->papers);
	for (size_t i = v->events.n; i-- > 0;) {
		const struct grant_event *e = LIST_AT(&v->events, const struct grant_event, i);
		if (frame_may(cx, rq, RIGHT_GRANT_CHECK) || !internal(e))
			add_happening(cx, v, e, &p->happenings);
	}
	LIST_EACH (const struct happening, h, &p->happenings)
		*LIST_ADD(cx->mem, p->recent.n < RECENT ? &p->recent : &p->older, struct happening) = *h;
	p->has_older = p->older.n > 0;
}

/* What is mostly done next is the button, the rest stands under it. */
static void add_actions(struct cx *cx, const struct request *rq, const struct grant_view *v, struct case_page *p)
{
	struct list all = { 0 };
	grant_actions(cx, rq, v, &all);
	LIST_EACH (const struct grant_action, a, &all) {
		struct link *first = p->top.primary ? NULL : NEW(cx->mem, struct link);
		if (!first)
			*LIST_ADD(cx->mem, &p->actions, struct grant_action) = *a;
		else {
			*first = (struct link){ .text = a->text, .path = a->path };
			p->top.primary = first;
		}
	}
	p->more = p->actions.n > 0;
}

err grant_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct case_page p = { 0 };
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	TRY(grant_section_fill(cx, rq, &v, "grants.case_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = sentence_of(cx, &v);
	fill_case(cx, rq, &v, &p);
	struct grant_promise promise;
	TRY(grant_promise_of(cx, &rq->centre, &v.state, &promise));
	p.concept_by = promise.open ? promise.by : DAY_NONE;
	p.concept_over = promise.open && day_cmp(promise.by, cx->today) < 0;
	add_actions(cx, rq, &v, &p);
	if (v.state.decision) {
		section_other(cx, rq, &p.top, RIGHT_GRANT_READ, "grants.calls", grant_at(cx, rq, "calls"));
		section_other(cx, rq, &p.top, RIGHT_GRANT_READ, "grants.budget", grant_at(cx, rq, "budget"));
		section_other(cx, rq, &p.top, RIGHT_GRANT_READ, "grants.proof.crumb", grant_at(cx, rq, "proof"));
	}
	section_other(cx, rq, &p.top, RIGHT_GRANT_READ, "grants.costs", grant_at(cx, rq, "costs"));
	return page_show(cx, rq->http, rs, 200, &page_grant, &p);
}
