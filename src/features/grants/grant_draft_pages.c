/* What was drafted about money, for a second person: what it says, how it was reckoned, approve or reject (P-FUN-7). */
#include "base/arena.h"
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_closing.h"
#include "features/grants/grant_decision_pages.h"

#include <inttypes.h>

struct verdict {
	int64_t version;
	str decision, note;
};
static const char *const decision_codes[] = { "approved", "rejected", NULL };
static const struct choices decision_choices = { "grant_verdict", decision_codes };
static const struct field verdict_fields[] = {
	FIELD(struct verdict, version, KIND_INT, .hidden = true),
	FIELD(struct verdict, decision, KIND_CHOICE, .choices = &decision_choices, .input = true, .required = true),
	FIELD(struct verdict, note, KIND_TEXT, .input = true, .lines = true, .max = 4000),
};
const struct record grant_verdict_rec = RECORD("grant_verdict", struct verdict, verdict_fields);

/* A position of a decision beside what was asked for. */
struct granted_row {
	str label, calculation, note;
	int64_t asked_cents, cents;
	bool less;
};
static const struct field granted_fields[] = {
	FIELD(struct granted_row, label, KIND_TEXT, .label = "grant_line.label"),
	FIELD(struct granted_row, asked_cents, KIND_MONEY, .label = "grant_item.asked_cents"),
	FIELD(struct granted_row, cents, KIND_MONEY, .label = "grant_item.granted_cents"),
	FIELD(struct granted_row, calculation, KIND_TEXT, .label = "grant_line.calculation"),
	FIELD(struct granted_row, note, KIND_TEXT, .label = "grant_line.note"),
	FIELD(struct granted_row, less, KIND_BOOL),
};
static const struct record granted_rec = RECORD("grant_granted", struct granted_row, granted_fields);

struct draft_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t seen;
	str kind, note, drafted_by;
	day drafted_on;
	struct maybe cents;
	struct grant_paper paper;
	const struct decision *decision;     /* of a decision: what else it says; NULL: another draft */
	struct list granted;                 /* struct granted_row */
	const struct grant_closing *closing; /* of a closing; NULL: another draft */
	str letter_path;
	bool own; /* the reader drafted it: somebody else decides */
	bool waits;
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct draft_page),
	FIELD(struct draft_page, seen, KIND_INT),
	FIELD(struct draft_page, kind, KIND_CHOICE, .choices = &grant_event_choices),
	FIELD(struct draft_page, note, KIND_TEXT),
	FIELD(struct draft_page, drafted_by, KIND_TEXT),
	FIELD(struct draft_page, drafted_on, KIND_DAY),
	FIELD(struct draft_page, cents, KIND_MONEY, .maybe = true),
	FIELD(struct draft_page, paper, KIND_ONE, .of = &grant_paper_rec),
	FIELD(struct draft_page, decision, KIND_ONE, .of = &decision_rec, .maybe = true),
	FIELD(struct draft_page, closing, KIND_ONE, .of = &grant_closing_rec, .maybe = true),
	FIELD(struct draft_page, granted, KIND_MANY, .of = &granted_rec),
	FIELD(struct draft_page, letter_path, KIND_PATH),
	FIELD(struct draft_page, own, KIND_BOOL, .hidden = true),
	FIELD(struct draft_page, waits, KIND_BOOL),
};
static const struct record page_rec = RECORD("grant_draft_page", struct draft_page, page_fields);
const struct page page_grant_draft = { "grants/draft.html", &page_rec };

const struct grant_event *grant_draft_of(const struct cx *cx, const struct request *rq, const struct grant_view *v)
{
	int64_t seq = 0;
	if (!str_to_int(route_part(rq, "code"), &seq))
		return NULL;
	LIST_EACH (const struct grant_event, e, &v->events)
		if (e->seq == seq && str_ends(e->kind, "_draft"))
			return frame_may(cx, rq, RIGHT_GRANT_CHECK) || grant_approval_of(&v->events, e->id) ? e : NULL;
	return NULL;
}

/* A decision says more than its amounts, and has a letter. */
static err add_decision(struct cx *cx, const struct request *rq, const struct grant_event *draft, struct draft_page *p)
{
	struct decision *d = NEW(cx->mem, struct decision);
	if (!str_is(draft->kind, "decision_draft") || !draft->content.p)
		return OK;
	TRY(decision_read(cx, draft, d));
	p->decision = d;
	LIST_EACH (const struct grant_line, l, &d->paper.lines) {
		const struct grant_line *asked = grant_line_of(&d->asked, l->item);
		int64_t wanted = asked ? asked->cents : 0;
		*LIST_ADD(cx->mem, &p->granted, struct granted_row) =
		        (struct granted_row){ l->label, l->calculation, l->note, wanted, l->cents, l->cents < wanted };
	}
	p->letter_path = grant_at(cx, rq, str_print(cx->mem, "decisions/%" PRId64 "/letter", draft->seq).p);
	return OK;
}

/* So does a closing; its letter comes with the approval. */
static err add_closing(struct cx *cx, const struct request *rq, const struct grant_view *v,
                       const struct grant_event *draft, struct draft_page *p)
{
	struct grant_closing *c = NEW(cx->mem, struct grant_closing);
	if (!str_is(draft->kind, "closing_draft") || !draft->content.p)
		return OK;
	TRY(closing_read(cx, draft, c));
	p->closing = c;
	if (!grant_approval_of(&v->events, draft->id))
		return OK;
	p->frame.title = word(cx->words, cx->mem, "grants.closing.result");
	p->letter_path = grant_at(cx, rq, str_print(cx->mem, "closings/%" PRId64 "/letter.pdf", draft->seq).p);
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct grant_view *v,
                const struct grant_event *draft)
{
	struct draft_page p = { .seen = v->state.seen,
		                .kind = draft->kind,
		                .note = draft->note,
		                .drafted_by = draft->recorded_by,
		                .drafted_on = draft->day,
		                .cents = draft->cents,
		                .own = cx->user && cx->user->id == draft->account_id };
	const struct verdict fresh = { .version = v->state.seen };
	TRY(grant_section_fill(cx, rq, v, "grants.draft_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.title = word(cx->words, cx->mem, str_print(cx->mem, "grant_event." STR_FMT, STR_ARG(draft->kind)).p);
	if (draft->content.p)
		TRY(grant_paper_read(cx, draft->content, &grant_paper_rec, &p.paper));
	TRY(add_decision(cx, rq, draft, &p));
	TRY(add_closing(cx, rq, v, draft, &p));
	p.waits = grant_waiting_draft(&v->state, NULL, draft->id) != NULL;
	p.own = p.own && p.waits;
	if (p.waits && !p.own)
		p.frame.form = frame_form(cx, rq, RIGHT_GRANT_DECIDE, &grant_verdict_rec, &fresh, rq->http->path,
		                          "grants.submit_verdict");
	return page_show(cx, rq->http, rs, status, &page_grant_draft, &p);
}

err grant_draft_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const struct grant_event *draft = grant_draft_of(cx, rq, &v);
	return draft ? show(cx, rq, rs, 200, &v, draft) : fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
}

err grant_draft_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct verdict in = { 0 };
	struct grant_event stored;
	TRY(grant_view_fill(cx, rq, &v));
	const struct grant_event *draft = grant_draft_of(cx, rq, &v);
	if (!draft)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	err e = form_read(cx, rq->http, &grant_verdict_rec, &in);
	bool rejects = str_is(in.decision, "rejected");
	if (e == OK && rejects && str_blank(in.note))
		e = problem_add(cx, "note", "grants.reject_reason", NO_ARGS);
	const struct grant_event event = { .kind = in.decision,
		                           .about_id = MAYBE(draft->id),
		                           .day = cx->today,
		                           .note = str_blank(in.note) ? STR_NONE : in.note };
	if (e == OK)
		e = grant_write(cx, rq, sent_version(rq), &event, &stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, ""),
		                 rejects ? "grants.done_rejected" : "grants.done_approved");
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e), &v, draft) : e;
}
