/* The authority admits, asks back and closes: what was proven, a form for each position, and the letter at the end. */
#include <inttypes.h>

#include "core/words.h"
#include "features/grants/grant_decision_pages.h"
#include "features/grants/grant_proof_pages.h"

/* Assumption, as no period is fixed: what is demanded is to be paid within a month; the authority names the day. */
struct closing_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t seen;
	str proof_path;
	day proof_day, due_on;
	struct grant_proof proof;
	struct sent_back *sent_back; /* the form starts with this draft; NULL: with all that was proven */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct closing_page),
	FIELD(struct closing_page, seen, KIND_INT),
	FIELD(struct closing_page, proof_path, KIND_PATH),
	FIELD(struct closing_page, proof_day, KIND_DAY),
	FIELD(struct closing_page, due_on, KIND_DAY),
	FIELD(struct closing_page, proof, KIND_ONE, .of = &grant_proof_rec),
	FIELD(struct closing_page, sent_back, KIND_ONE, .of = &sent_back_rec, .maybe = true),
};
static const struct record page_rec = RECORD("grant_closing_page", struct closing_page, page_fields);
const struct page page_grant_closing = { "grants/closing.html", &page_rec };

static err begin_with_sent_back(struct cx *cx, const struct request *rq, const struct grant_view *v,
                                struct closing_page *p, struct closing_form *f)
{
	const struct grant_event *why, *draft = grant_sent_back(&v->events, "closing_draft", (struct maybe){ 0 }, &why);
	struct grant_closing before;
	if (!draft)
		return OK;
	TRY(closing_read(cx, draft, &before));
	p->sent_back = grant_sent_back_said(cx, rq, draft, why);
	*f = closing_form_again(f, &before, cx->today);
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct closing_page p = { 0 };
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const char *why_not = grant_may(&v.state, S("closing_draft"), 0, cx->today);
	if (why_not && (status == 200 || !v.state.proof))
		return fail(cx, E_INVALID, why_not, NO_ARGS);
	TRY(proof_read(cx, v.state.proof, &p.proof));
	TRY(grant_section_fill(cx, rq, &v, "grants.closing.title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = word(cx->words, cx->mem, "grants.closing.lead");
	p.seen = v.state.seen;
	p.proof_day = v.state.proof->day;
	p.due_on = v.state.proof_due;
	p.proof_path = grant_at(cx, rq, str_print(cx->mem, "proofs/%" PRId64, v.state.proof->seq).p);
	struct closing_form fresh = closing_form_fresh(&v.state, &p.proof, cx->today, GRANT_PAY_MONTHS);
	TRY(begin_with_sent_back(cx, rq, &v, &p, &fresh));
	p.frame.form = frame_form(cx, rq, RIGHT_GRANT_CHECK, closing_form_of(cx->mem, &p.proof), &fresh, rq->http->path,
	                          "grants.closing.submit");
	return page_show(cx, rq->http, rs, status, &page_grant_closing, &p);
}

err closing_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

/* The form has only the positions of the proof, so that it is read before. */
static err read_form(struct cx *cx, const struct request *rq, struct closing_form *ret)
{
	struct grant_view v = { 0 };
	struct grant_proof proof;
	TRY(grant_view_fill(cx, rq, &v));
	if (!v.state.proof)
		return fail(cx, E_INVALID, "grants.may_not.no_proof", NO_ARGS);
	TRY(proof_read(cx, v.state.proof, &proof));
	ret->version = sent_version(rq);
	return form_read(cx, rq->http, closing_form_of(cx->mem, &proof), ret);
}

err closing_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct closing_form form = { 0 };
	struct grant_event stored = { 0 };
	const struct closing_add in = { .centre = &rq->centre, .case_id = route_id(rq), .form = &form };
	err e = read_form(cx, rq, &form);
	if (e == OK)
		e = db_tx(cx, "grant.closing", closing_draft_in_tx, &in, &stored, sizeof stored);
	if (e == OK)
		return page_done(cx, rq->http, rs,
		                 grant_at(cx, rq, str_print(cx->mem, "drafts/%" PRId64, stored.seq).p),
		                 "grants.closing.done");
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}

err closing_letter_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_closing c;
	str body;
	TRY(grant_view_fill(cx, rq, &v));
	const struct grant_event *draft = grant_event_asked(rq, &v, "closing_draft");
	const struct grant_event *approval = draft ? grant_approval_of(&v.events, draft->id) : NULL;
	if (!approval)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	TRY(closing_read(cx, draft, &c));
	TRY(closing_letter(cx, &c, draft, approval, &body));
	res_text(rs, 200, MEDIA_PDF, body);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "attachment; filename=\"abschluss-" STR_FMT "-%" PRId64 ".pdf\"",
	                     STR_ARG(rq->centre.slug), c.year));
	return OK;
}
