/* The KI checks a proof, line by line: what it admits, and why not more. */
#include "core/session.h"
#include "core/words.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>

struct check_row {
	int64_t line_id;
	str block, claim, note, granted, typed, reason;
	bool paperless;
	struct list files; /* struct evidence */
};
static const struct field row_fields[] = {
	FIELD(struct check_row, line_id, KIND_INT),
	FIELD(struct check_row, block, KIND_TEXT),
	FIELD(struct check_row, claim, KIND_TEXT),
	FIELD(struct check_row, note, KIND_TEXT),
	FIELD(struct check_row, granted, KIND_TEXT),
	FIELD(struct check_row, typed, KIND_TEXT),
	FIELD(struct check_row, reason, KIND_TEXT),
	FIELD(struct check_row, paperless, KIND_BOOL),
	FIELD(struct check_row, files, KIND_MANY, .of = &evidence_rec),
};
static const struct record row_rec = RECORD("forward_check_row", struct check_row, row_fields);

struct check_page {
	struct centre_frame frame;
	struct section_top top;
	struct list rows;     /* struct check_row */
	struct list problems; /* struct said */
	str action, csrf, back;
	int64_t seen;
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct check_page),
	FIELD(struct check_page, rows, KIND_MANY, .of = &row_rec),
	FIELD(struct check_page, problems, KIND_MANY, .of = &said_rec, .hidden = true),
	FIELD(struct check_page, action, KIND_PATH, .hidden = true),
	FIELD(struct check_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct check_page, back, KIND_PATH, .hidden = true),
	FIELD(struct check_page, seen, KIND_INT),
};
static const struct record page_rec = RECORD("forward_check", struct check_page, page_fields);
const struct page page_forward_check = { "forwarding/check.html", &page_rec };

/* The form: line, admitted_cents and reason once for each line, in the same order. */
struct check_typed {
	int64_t version, line, admitted_cents;
	str reason;
};
static const struct field form_fields[] = {
	FIELD(struct check_typed, version, KIND_INT, .hidden = true),
	FIELD(struct check_typed, line, KIND_INT, .input = true),
	FIELD(struct check_typed, admitted_cents, KIND_MONEY, .input = true, .max = 1000000000),
	FIELD(struct check_typed, reason, KIND_TEXT, .input = true, .max = 500),
};
const struct record forward_check_form_rec = RECORD("forward_check", struct check_typed, form_fields);

static str claim_of(struct cx *cx, const struct proof_line *l)
{
	const struct block *b = block_of_code(l->block);
	str units = block_units(cx, b, l->units.v);
	return l->cents.has ? str_print(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(units),
	                                STR_ARG(say_money(cx->words, cx->mem, l->cents.v)))
	                    : units;
}

/* The n-th value that was sent under this name. */
static str sent(const struct request *rq, const char *name, size_t n)
{
	for (size_t i = 0; i < rq->http->form.n; i++)
		if (str_is(rq->http->form.items[i].name, name) && n-- == 0)
			return rq->http->form.items[i].value;
	return STR_NONE;
}

static err fill_rows(struct cx *cx, const struct request *rq, const struct bid_shown *b, struct check_page *p)
{
	struct list lines = { 0 }, files = { 0 };
	TRY(proof_lines(cx, &b->round, &b->bid, &lines));
	TRY(evidence_list(cx, &forward_vouchers, rq->centre.id, b->bid.id, &files));
	for (size_t i = 0; i < lines.n; i++) {
		const struct proof_line *l = LIST_AT(&lines, struct proof_line, i);
		struct check_row *row = LIST_ADD(cx->mem, &p->rows, struct check_row);
		const struct check_typed typed = { .admitted_cents = l->claimed_cents };
		bool post = rq->http->method == POST;
		*row = (struct check_row){ .line_id = l->line_id,
			                   .block = block_name(cx, l->block),
			                   .claim = claim_of(cx, l),
			                   .note = l->note,
			                   .granted = say_money(cx->words, cx->mem, l->granted_cents),
			                   .typed = post ? sent(rq, "admitted_cents", i)
			                                 : field_typed(cx->mem, &form_fields[2], &typed),
			                   .reason = post ? sent(rq, "reason", i) : STR_NONE,
			                   .paperless = l->paperless };
		LIST_EACH (struct evidence, f, &files)
			if (f->part_id == l->line_id) {
				f->path = forward_at(cx, rq, "bids", b->bid.id,
				                     str_print(cx->mem, "files/%" PRId64, f->id).p);
				*LIST_ADD(cx->mem, &row->files, struct evidence) = *f;
			}
	}
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct check_page p = { 0 };
	struct bid_shown b;
	TRY(bid_shown(cx, rq, &b));
	if (!forward_may(&b.state, "checked", b.round.calls))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(section_fill(cx, rq, &forward_section, "bid", "forward.check_title", b.bid.name, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.back = forward_at(cx, rq, "bids", b.bid.id, "");
	section_crumb(cx, &p.frame, b.bid.name, p.back);
	p.frame.sentence = word(cx->words, cx->mem, "forward.check_lead");
	TRY(fill_rows(cx, rq, &b, &p));
	p.action = forward_at(cx, rq, "bids", b.bid.id, "check");
	p.csrf = session_form_token(cx);
	p.seen = b.state.seq;
	for (const struct problem *x = cx->problems; x; x = x->next)
		LIST_ADD(cx->mem, &p.problems, struct said)->text = word_args(cx->words, cx->mem, x->key, x->args);
	return page_show(cx, rq->http, rs, status, &page_forward_check, &p);
}

err forward_check_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

static err read_line(struct cx *cx, const struct request *rq, size_t i, struct proof_line *ret)
{
	struct check_typed typed = { 0 };
	const char *key;
	str cents = sent(rq, "admitted_cents", i);
	if (!str_to_int(sent(rq, "line", i), &ret->line_id) || str_blank(cents))
		return OK; /* the model says that each line needs an amount */
	if (field_parse(cx->mem, &form_fields[2], cents, &typed, &key) != OK)
		return problem_add(cx, "admitted_cents", key, form_limits(cx, &form_fields[2]));
	str reason = str_trim(sent(rq, "reason", i));
	if (utf8_length(reason) > 500)
		return problem_add(cx, "reason", "form.too_long", form_limits(cx, &form_fields[3]));
	ret->admitted_cents = MAYBE(typed.admitted_cents);
	ret->reason = str_blank(reason) ? STR_NONE : reason;
	return OK;
}

err forward_check_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct bid_shown b;
	struct maybe repay;
	err e = OK;
	TRY(bid_shown(cx, rq, &b));
	struct proof_check in = { .round = &b.round, .bid = &b.bid, .seen = sent_version(rq) };
	size_t n = pairs_count(&rq->http->form, "line");
	for (size_t i = 0; e == OK && i < n; i++)
		e = read_line(cx, rq, i, LIST_ADD(cx->mem, &in.lines, struct proof_line));
	if (e == OK)
		e = db_tx(cx, "forward.check", proof_check_in_tx, &in, &repay, sizeof repay);
	if (e == OK)
		return page_done(cx, rq->http, rs, forward_at(cx, rq, "bids", b.bid.id, ""),
		                 repay.v ? "forward.done_repay" : "forward.done_closed");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}
