/* A bid as the KI reads it, with all that can be done next. */
#include "core/words.h"
#include "core/iban.h"
#include "features/forwarding/forward_list.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>

err bid_shown(struct cx *cx, const struct request *rq, struct bid_shown *ret)
{
	TRY(bid_find(cx, rq->centre.id, route_id(rq), &ret->bid));
	TRY(round_find(cx, rq->centre.id, ret->bid.round_id, &ret->round));
	TRY(bid_state(cx, rq->centre.id, ret->bid.id, &ret->state));
	return str_is(ret->state.stage, "draft") ? fail(cx, E_NOTFOUND, "forward.no_bid", NO_ARGS) : OK;
}

struct bid_page {
	struct centre_frame frame;
	struct section_top top;
	struct forward_bid bid;
	struct forward_contact contact;
	const struct forward_proposal *proposal;
	str stage, stage_text, tone, granted, repay, repaid, asked, left, left_town, account, contract_path, round_path,
	        round_title, points, rank_reason, number;
	bool late, decided;
	int64_t seen;
	struct list lines;  /* struct line_view */
	struct list proofs; /* struct proof_line */
	struct list files;  /* struct evidence */
	struct list events; /* struct forward_event */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct bid_page),
	FIELD(struct bid_page, bid, KIND_ONE, .of = &forward_bid_rec),
	FIELD(struct bid_page, contact, KIND_ONE, .of = &forward_contact_rec),
	FIELD(struct bid_page, proposal, KIND_ONE, .of = &forward_proposal_rec, .maybe = true),
	FIELD(struct bid_page, number, KIND_TEXT),
	FIELD(struct bid_page, stage, KIND_CHOICE, .choices = &forward_stage_choices),
	FIELD(struct bid_page, stage_text, KIND_TEXT, .hidden = true),
	FIELD(struct bid_page, tone, KIND_TEXT, .hidden = true),
	FIELD(struct bid_page, granted, KIND_TEXT),
	FIELD(struct bid_page, repay, KIND_TEXT),
	FIELD(struct bid_page, repaid, KIND_TEXT),
	FIELD(struct bid_page, asked, KIND_TEXT),
	FIELD(struct bid_page, left, KIND_TEXT),
	FIELD(struct bid_page, left_town, KIND_TEXT),
	FIELD(struct bid_page, account, KIND_TEXT, .hidden = true),
	FIELD(struct bid_page, contract_path, KIND_PATH),
	FIELD(struct bid_page, round_path, KIND_PATH, .hidden = true),
	FIELD(struct bid_page, round_title, KIND_TEXT),
	FIELD(struct bid_page, points, KIND_TEXT),
	FIELD(struct bid_page, rank_reason, KIND_TEXT),
	FIELD(struct bid_page, late, KIND_BOOL),
	FIELD(struct bid_page, decided, KIND_BOOL, .hidden = true),
	FIELD(struct bid_page, seen, KIND_INT),
	FIELD(struct bid_page, lines, KIND_MANY, .of = &line_view_rec),
	FIELD(struct bid_page, proofs, KIND_MANY, .of = &forward_proof_line_rec),
	FIELD(struct bid_page, files, KIND_MANY, .of = &evidence_rec),
	FIELD(struct bid_page, events, KIND_MANY, .of = &forward_event_rec),
};
static const struct record page_rec = RECORD("forward_bid_page", struct bid_page, page_fields);
const struct page page_forward_bid = { "forwarding/bid.html", &page_rec };

/* The one thing that comes next, and what else can be done. */
static void fill_actions(struct cx *cx, const struct request *rq, const struct bid_shown *b, struct bid_page *p)
{
	static const struct {
		const char *kind, *tail, *word;
		enum right right;
		bool other;
	} actions[] = {
		{ "proposed", "propose", "forward.do_propose", RIGHT_FORWARD_RECORD, false },
		{ "granted", "decide", "forward.do_decide", RIGHT_FORWARD_DECIDE, false },
		{ "handed_over", "hand-over", "forward.do_hand_over", RIGHT_FORWARD_RECORD, false },
		{ "checked", "check", "forward.do_check", RIGHT_FORWARD_RECORD, false },
		{ "repaid", "repaid", "forward.do_repaid", RIGHT_FORWARD_RECORD, false },
		{ "ranked", "rank", "forward.do_rank", RIGHT_FORWARD_RECORD, true },
		{ "proof_back", "proof-back", "forward.do_proof_back", RIGHT_FORWARD_RECORD, true },
		{ "withdrawn", "withdraw", "forward.do_withdraw", RIGHT_FORWARD_RECORD, true },
	};
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		str path = forward_at(cx, rq, "bids", b->bid.id, actions[i].tail);
		if (!forward_may(&b->state, actions[i].kind, b->round.calls))
			continue;
		if (actions[i].other)
			section_other(cx, rq, &p->top, actions[i].right, actions[i].word, path);
		else
			section_primary(cx, rq, &p->top, actions[i].right, actions[i].word, path);
	}
	section_other(cx, rq, &p->top, RIGHT_FORWARD_RECORD, "forward.do_links",
	              forward_at(cx, rq, "bids", b->bid.id, "links"));
}

static err fill_proposal(struct cx *cx, const struct bid_shown *b, struct bid_page *p, struct list *shares)
{
	struct forward_proposal *found = NEW(cx->mem, struct forward_proposal);
	struct maybe town;
	int64_t left;
	err e = proposal_find(cx, b->bid.centre_id, b->bid.id, found);
	if (e == OK) {
		p->proposal = found;
		p->decided = found->decided_by_name.p != NULL;
		TRY(proposal_shares(cx, b->bid.centre_id, found->id, shares));
	} else if (e != E_NOTFOUND) {
		return e;
	}
	fault_clear(cx);
	TRY(left_for(cx, &b->round, &b->bid, &left, &town));
	p->left = say_money(cx->words, cx->mem, left);
	if (town.has)
		p->left_town = say_money(cx->words, cx->mem, town.v);
	return OK;
}

static err fill_files(struct cx *cx, const struct request *rq, const struct bid_shown *b, struct bid_page *p)
{
	TRY(proof_lines(cx, &b->round, &b->bid, &p->proofs));
	TRY(evidence_list(cx, &forward_vouchers, b->bid.centre_id, b->bid.id, &p->files));
	LIST_EACH (struct evidence, f, &p->files)
		f->path = forward_at(cx, rq, "bids", b->bid.id, str_print(cx->mem, "files/%" PRId64, f->id).p);
	return OK;
}

static void fill_state(struct cx *cx, const struct bid_shown *b, struct bid_page *p)
{
	const struct forward_state *s = &b->state;
	p->stage = s->stage;
	p->stage_text = forward_stage_text(cx, s->stage);
	p->tone = forward_tone(s->stage);
	p->late = s->late;
	p->seen = s->seq;
	if (s->points.has)
		p->points = word_plural(cx->words, cx->mem, "forward.points", s->points.v, NO_ARGS);
	p->rank_reason = s->rank_reason;
	if (s->granted.has)
		p->granted = say_money(cx->words, cx->mem, s->granted.v);
	if (s->repay.has && s->repay.v)
		p->repay = say_money(cx->words, cx->mem, s->repay.v);
	if (s->repaid)
		p->repaid = say_money(cx->words, cx->mem, s->repaid);
}

/* Where the lump sums of a building went: the KI may look, third parties may not. */
static void fill_others(struct cx *cx, const struct request *rq, const struct block_sum *sum, struct bid_page *p)
{
	for (size_t i = 0; i < sum->amounts.n; i++)
		LIST_EACH (const int64_t, id, &LIST_AT(&sum->amounts, struct block_amount, i)->others)
			*LIST_ADD(cx->mem, &LIST_AT(&p->lines, struct line_view, i)->others, struct said) =
			        (struct said){ word_args(cx->words, cx->mem, "forward.other_bid",
				                         ARGS({ "number", str_print(cx->mem, "%" PRId64, *id) })),
				               forward_at(cx, rq, "bids", *id, "") };
}

err forward_bid_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct bid_page p = { 0 };
	struct bid_shown b;
	struct list lines = { 0 }, shares = { 0 };
	struct block_sum sum;
	TRY(bid_shown(cx, rq, &b));
	p.bid = b.bid;
	TRY(section_fill(cx, rq, &forward_section, "bid", "forward.bid_title", b.bid.name, &p.frame, &p.top));
	TRY(bid_contact(cx, rq->centre.id, b.bid.id, &p.contact));
	p.account = iban_show(cx->mem, p.contact.iban);
	TRY(fill_proposal(cx, &b, &p, &shares));
	TRY(bid_lines(cx, rq->centre.id, b.bid.id, &lines));
	TRY(line_views(cx, &rq->centre, &b.round, &lines, p.proposal ? &shares : NULL, &p.lines, &sum));
	fill_others(cx, rq, &sum, &p);
	p.asked = sum_text(cx, &sum);
	fill_state(cx, &b, &p);
	TRY(fill_files(cx, rq, &b, &p));
	TRY(bid_events(cx, rq->centre.id, b.bid.id, &p.events));
	forward_events_say(cx, &p.events);
	p.number = bid_number(cx, &b.bid);
	p.round_title = b.round.title;
	p.round_path = forward_at(cx, rq, "rounds", b.round.id, "");
	if (b.state.granted.has || str_is(b.state.stage, "refused"))
		p.contract_path = forward_at(cx, rq, "bids", b.bid.id, "letter.pdf");
	fill_actions(cx, rq, &b, &p);
	return page_show(cx, rq->http, rs, 200, &page_forward_bid, &p);
}

err forward_file_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct bid_shown b;
	struct evidence e;
	int64_t file;
	TRY(bid_shown(cx, rq, &b));
	if (!str_to_int(route_part(rq, "code"), &file))
		return fail(cx, E_NOTFOUND, "evidence.unknown", NO_ARGS);
	TRY(evidence_find(cx, &forward_vouchers, rq->centre.id, b.bid.id, file, &e));
	evidence_send(cx, rs, &e);
	return OK;
}

err forward_contract_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct bid_shown b;
	str pdf;
	TRY(bid_shown(cx, rq, &b));
	TRY(forward_letter(cx, &rq->centre, &b, &pdf));
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"weiterleitung-%" PRId64 ".pdf\"", b.bid.id));
	return OK;
}
