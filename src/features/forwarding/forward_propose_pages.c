/* What is proposed for a bid: an amount for each line, or a refusal; and why. */
#include "core/session.h"
#include "core/words.h"
#include "features/forwarding/forward_pages.h"

struct propose_page {
	struct centre_frame frame;
	struct section_top top;
	struct list lines;    /* struct line_view */
	struct list problems; /* struct said */
	str action, csrf, back, left, left_town, asked, reason;
	int64_t seen;
	bool refuse;
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct propose_page),
	FIELD(struct propose_page, lines, KIND_MANY, .of = &line_view_rec),
	FIELD(struct propose_page, problems, KIND_MANY, .of = &said_rec, .hidden = true),
	FIELD(struct propose_page, action, KIND_PATH, .hidden = true),
	FIELD(struct propose_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct propose_page, back, KIND_PATH, .hidden = true),
	FIELD(struct propose_page, left, KIND_TEXT),
	FIELD(struct propose_page, left_town, KIND_TEXT),
	FIELD(struct propose_page, asked, KIND_TEXT),
	FIELD(struct propose_page, reason, KIND_TEXT, .hidden = true),
	FIELD(struct propose_page, seen, KIND_INT),
	FIELD(struct propose_page, refuse, KIND_BOOL, .hidden = true),
};
static const struct record page_rec = RECORD("forward_propose", struct propose_page, page_fields);
const struct page page_forward_propose = { "forwarding/propose.html", &page_rec };

/* The form: line and cents once for each line, in the same order. */
struct propose_typed {
	int64_t version;
	str verdict, reason;
	int64_t line, cents;
};
static const struct field form_fields[] = {
	FIELD(struct propose_typed, version, KIND_INT, .hidden = true),
	FIELD(struct propose_typed, verdict, KIND_CHOICE, .choices = &forward_verdict_choices, .input = true,
	      .required = true),
	FIELD(struct propose_typed, line, KIND_INT, .input = true),
	FIELD(struct propose_typed, cents, KIND_MONEY, .input = true, .max = 1000000000),
	FIELD(struct propose_typed, reason, KIND_TEXT, .input = true, .required = true, .lines = true, .max = 2000),
};
const struct record propose_form_rec = RECORD("forward_propose", struct propose_typed, form_fields);

/* In a field the amount stands as one types it. */
static void fill_typed(struct cx *cx, const struct request *rq, struct list *lines, const struct list *asked)
{
	for (size_t i = 0; i < lines->n; i++) {
		struct line_view *v = LIST_AT(lines, struct line_view, i);
		struct maybe cents = LIST_AT(asked, struct forward_line, i)->asked_cents;
		struct propose_typed typed = { .cents = cents.has ? cents.v : 0 };
		v->granted = field_typed(cx->mem, &form_fields[3], &typed);
	}
	if (rq->http->method != POST)
		return;
	size_t at = 0;
	for (size_t i = 0; i < rq->http->form.n; i++)
		if (str_is(rq->http->form.items[i].name, "cents") && at < lines->n)
			LIST_AT(lines, struct line_view, at++)->granted = rq->http->form.items[i].value;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct propose_page p = { 0 };
	struct bid_shown b;
	struct list lines = { 0 };
	struct block_sum sum;
	struct maybe town;
	int64_t left;
	TRY(bid_shown(cx, rq, &b));
	if (!forward_may(&b.state, "proposed", b.round.calls))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(section_fill(cx, rq, &forward_section, "bid", "forward.propose_title", b.bid.name, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.back = forward_at(cx, rq, "bids", b.bid.id, "");
	section_crumb(cx, &p.frame, b.bid.name, p.back);
	TRY(bid_lines(cx, rq->centre.id, b.bid.id, &lines));
	TRY(line_views(cx, &rq->centre, &b.round, &lines, NULL, &p.lines, &sum));
	fill_typed(cx, rq, &p.lines, &lines);
	TRY(left_for(cx, &b.round, &b.bid, &left, &town));
	p.left = say_money(cx->words, cx->mem, left);
	p.left_town = town.has ? say_money(cx->words, cx->mem, town.v) : STR_NONE;
	p.asked = sum_text(cx, &sum);
	p.action = forward_at(cx, rq, "bids", b.bid.id, "propose");
	p.csrf = session_form_token(cx);
	p.seen = b.state.seq;
	p.reason = pairs_get(&rq->http->form, "reason");
	p.refuse = str_is(pairs_get(&rq->http->form, "verdict"), "refuse");
	for (const struct problem *x = cx->problems; x; x = x->next)
		LIST_ADD(cx->mem, &p.problems, struct said)->text = word_args(cx->words, cx->mem, x->key, x->args);
	return page_show(cx, rq->http, rs, status, &page_forward_propose, &p);
}

err forward_propose_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

/* Pairs of line and cents; a blank amount is none. */
static err read_shares(struct cx *cx, const struct request *rq, struct list *ret)
{
	int64_t line = 0;
	for (size_t i = 0; i < rq->http->form.n; i++) {
		const struct pair *p = &rq->http->form.items[i];
		struct propose_typed typed = { 0 };
		const char *key;
		if (str_is(p->name, "line") && !str_to_int(p->value, &line))
			line = 0;
		if (!str_is(p->name, "cents") || str_blank(p->value))
			continue;
		if (field_parse(cx->mem, &form_fields[3], p->value, &typed, &key) != OK)
			return problem_add(cx, "cents", key, form_limits(cx, &form_fields[3]));
		*LIST_ADD(cx->mem, ret, struct forward_share) = (struct forward_share){ line, typed.cents };
	}
	return OK;
}

err forward_propose_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct bid_shown b;
	struct propose_typed typed = { 0 };
	struct forward_proposal saved;
	TRY(bid_shown(cx, rq, &b));
	struct proposal_new in = { .centre_id = rq->centre.id, .bid_id = b.bid.id, .seen = sent_version(rq) };
	err e = read_shares(cx, rq, &in.shares);
	if (e == OK)
		e = form_read(cx, rq->http, &propose_form_rec, &typed);
	in.verdict = typed.verdict;
	in.reason = typed.reason;
	if (e == OK)
		e = db_tx(cx, "forward.propose", proposal_add_in_tx, &in, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, forward_at(cx, rq, "bids", b.bid.id, ""), "forward.done_proposed");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}
