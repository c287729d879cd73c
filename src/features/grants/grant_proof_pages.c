/* The proof: as it would be handed in today, with the last look before it binds; and one that was handed in. */
#include <inttypes.h>

#include "core/words.h"
#include "features/grants/grant_proof_letter.h"
#include "features/grants/grant_proof_pages.h"

struct confirm {
	int64_t version; /* proof_mark() of what was looked at */
	bool kept, necessary, booked;
};
#define CONFIRM(member) FIELD(struct confirm, member, KIND_BOOL, .input = true, .required = true)
static const struct field confirm_fields[] = {
	FIELD(struct confirm, version, KIND_INT, .hidden = true),
	CONFIRM(kept),
	CONFIRM(necessary),
	CONFIRM(booked),
};
const struct record proof_confirm_rec = RECORD("proof_confirm", struct confirm, confirm_fields);

/* One that was handed in before. */
struct handed_in {
	day day;
	str by, path;
};
static const struct field handed_in_fields[] = {
	FIELD(struct handed_in, day, KIND_DAY),
	FIELD(struct handed_in, by, KIND_TEXT),
	FIELD(struct handed_in, path, KIND_PATH),
};
static const struct record handed_in_rec = RECORD("proof_handed_in", struct handed_in, handed_in_fields);

struct proof_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t seen; /* proof_mark(); 0: it was handed in */
	day due_on;
	str why_not; /* it cannot be handed in now; absent: it can */
	str note;    /* one was handed in already */
	str text_path, amounts_path, table_path, import_path, pdf_path, xlsx_path, sheet_path,
	        costs_path; /* absent: not for the reader */
	struct grant_proof proof;
	struct list before; /* struct handed_in, newest first */
};
#define PATH(member) FIELD(struct proof_page, member, KIND_PATH)
static const struct field page_fields[] = {
	SECTION_FIELDS(struct proof_page),
	FIELD(struct proof_page, seen, KIND_INT),
	FIELD(struct proof_page, due_on, KIND_DAY),
	FIELD(struct proof_page, why_not, KIND_TEXT),
	FIELD(struct proof_page, note, KIND_TEXT),
	PATH(text_path),
	PATH(amounts_path),
	PATH(table_path),
	PATH(import_path),
	PATH(pdf_path),
	PATH(xlsx_path),
	PATH(sheet_path),
	PATH(costs_path),
	FIELD(struct proof_page, proof, KIND_ONE, .of = &grant_proof_rec),
	FIELD(struct proof_page, before, KIND_MANY, .of = &handed_in_rec),
};
static const struct record page_rec = RECORD("grant_proof_page", struct proof_page, page_fields);
const struct page page_grant_proof = { "grants/proof.html", &page_rec };
const struct page page_grant_proven = { "grants/proven.html", &page_rec };

const struct grant_event *grant_event_asked(const struct request *rq, const struct grant_view *v, const char *kind)
{
	int64_t seq = 0;
	if (!str_to_int(route_part(rq, "code"), &seq))
		return NULL;
	LIST_EACH (const struct grant_event, e, &v->events)
		if (e->seq == seq && str_is(e->kind, kind))
			return e;
	return NULL;
}

err proof_asked(struct cx *cx, const struct request *rq, const struct grant_view *v,
                const struct grant_event **ret_event, struct grant_proof *ret)
{
	*ret_event = grant_event_asked(rq, v, "proven");
	if (!*ret_event)
		return fail(cx, E_NOTFOUND, "grants.unknown", NO_ARGS);
	return proof_read(cx, *ret_event, ret);
}

static str proof_at(struct cx *cx, const struct request *rq, const struct grant_event *e, const char *tail)
{
	return grant_at(cx, rq, str_print(cx->mem, "proofs/%" PRId64 "%s", e->seq, tail).p);
}

static void add_before(struct cx *cx, const struct request *rq, const struct grant_view *v, struct proof_page *p)
{
	for (size_t i = v->events.n; i-- > 0;) {
		const struct grant_event *e = LIST_AT(&v->events, struct grant_event, i);
		if (str_is(e->kind, "proven"))
			*LIST_ADD(cx->mem, &p->before, struct handed_in) =
			        (struct handed_in){ e->day, e->recorded_by, proof_at(cx, rq, e, "") };
	}
}

static str result_said(struct cx *cx, const struct grant_proof *p)
{
	return word_args(cx->words, cx->mem, "grants.proof.result",
	                 ARGS({ "paid", say_money(cx->words, cx->mem, p->paid_cents) },
	                      { "used", say_money(cx->words, cx->mem, p->used_cents) },
	                      { "back", say_money(cx->words, cx->mem, p->back_cents) },
	                      { "interest", say_money(cx->words, cx->mem, p->interest.cents) }));
}

static void offer(struct cx *cx, const struct request *rq, const struct grant_view *v, struct proof_page *p)
{
	const char *why_not = grant_may(&v->state, S("proven"), 0, cx->today);
	if (why_not) {
		p->why_not = word(cx->words, cx->mem, why_not);
		return;
	}
	if (v->state.proof)
		p->note = word_args(cx->words, cx->mem, "grants.proof.in_check",
		                    ARGS({ "day", say_day(cx->words, cx->mem, v->state.proof->day) }));
	if (frame_may(cx, rq, RIGHT_GRANT_RECORD)) {
		p->text_path = grant_at(cx, rq, "proof/text");
		p->amounts_path = grant_at(cx, rq, "proof/amounts");
		p->table_path = section_at(cx, rq, &grants_section, "proof.xlsx", 0, "");
		p->import_path = section_at(cx, rq, &grants_section, "proof/import", 0, "");
	}
	const struct confirm fresh = { .version = p->seen };
	p->frame.form = frame_form(cx, rq, RIGHT_GRANT_SUBMIT, &proof_confirm_rec, &fresh, rq->http->path,
	                           "grants.proof.submit");
	if (!p->frame.form && frame_may(cx, rq, RIGHT_GRANT_RECORD))
		p->why_not = word(cx->words, cx->mem, "grants.proof.head_submits");
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct proof_page p = { 0 };
	struct grant_view v = { 0 };
	struct proof_draft draft;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(grant_section_fill(cx, rq, &v, "grants.proof.title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	TRY(proof_prepare(cx, &rq->centre, &v.c, &v.state, &v.events, &p.proof, &draft));
	p.seen = proof_mark(cx, &p.proof, &draft, v.state.seen);
	p.due_on = v.state.proof_due;
	p.frame.sentence = result_said(cx, &p.proof);
	add_before(cx, rq, &v, &p);
	offer(cx, rq, &v, &p);
	return page_show(cx, rq->http, rs, status, &page_grant_proof, &p);
}

/* What was handed in is frozen, and all there is to see for those who cannot hand in another one. */
err proof_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	bool again = frame_may(cx, rq, RIGHT_GRANT_RECORD) && !grant_may(&v.state, S("proven"), 0, cx->today);
	if (v.state.proof && !again)
		return res_redirect(rs, proof_at(cx, rq, v.state.proof, ""));
	return show(cx, rq, rs, 200);
}

err proof_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct confirm in = { 0 };
	struct grant_event stored = { 0 };
	err e = form_read(cx, rq->http, &proof_confirm_rec, &in);
	const struct proof_submit submit = { .centre = &rq->centre,
		                             .case_id = route_id(rq),
		                             .mark = sent_version(rq),
		                             .kept = in.kept,
		                             .necessary = in.necessary,
		                             .booked = in.booked };
	if (e == OK)
		e = db_tx(cx, "grant.proof", proof_submit_in_tx, &submit, &stored, sizeof stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, proof_at(cx, rq, &stored, ""), "grants.proof.done");
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}

err proof_handed_in_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct proof_page p = { 0 };
	struct grant_view v = { 0 };
	const struct grant_event *e;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(proof_asked(cx, rq, &v, &e, &p.proof));
	TRY(grant_section_fill(cx, rq, &v, "grants.proof.handed_in_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = result_said(cx, &p.proof);
	p.due_on = v.state.proof_due;
	p.pdf_path = proof_at(cx, rq, e, "/proof.pdf");
	p.xlsx_path = proof_at(cx, rq, e, "/proof.xlsx");
	p.costs_path = grant_at(cx, rq, "costs");
	bool sheet;
	TRY(proof_sheet_there(cx, rq->centre.id, &p.proof, &sheet));
	if (sheet)
		p.sheet_path = proof_at(cx, rq, e, "/template.xlsx");
	return page_show(cx, rq->http, rs, 200, &page_grant_proven, &p);
}
