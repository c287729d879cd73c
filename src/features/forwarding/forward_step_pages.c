/* Steps of a bid that are one short form each: rank, decide, hand over, send a proof back, withdraw, repayment. */
#include "core/audit.h"
#include "core/mail.h"
#include "core/words.h"
#include "features/forwarding/forward_mail.h"
#include "features/forwarding/forward_pages.h"

#include <string.h>

static const char *const answers[] = { "agree", "send_back", NULL };
static const struct choices answer_choices = { "forward_answer", answers };
static const char *const link_answers[] = { "renew", "end", NULL };
static const struct choices link_choices = { "forward_link_answer", link_answers };

/* All that any of these forms says. version: number of the last event that was seen. */
struct step_said {
	int64_t version;
	str answer;
	day day;
	struct maybe points, cents;
	str note;
};
#define SEEN FIELD(struct step_said, version, KIND_INT, .hidden = true)
#define NOTE(required_)                                                                                                \
	FIELD(struct step_said, note, KIND_TEXT, .input = true, .required = (required_), .lines = true, .max = 2000)
static const struct field rank_fields[] = {
	SEEN,
	FIELD(struct step_said, points, KIND_INT, .maybe = true, .input = true, .required = true, .max = 100),
	NOTE(true),
};
static const struct field answer_fields[] = {
	SEEN,
	FIELD(struct step_said, answer, KIND_CHOICE, .choices = &answer_choices, .input = true, .required = true),
	NOTE(false),
};
static const struct field day_fields[] = {
	SEEN,
	FIELD(struct step_said, day, KIND_DAY, .input = true, .required = true),
};
static const struct field cents_fields[] = {
	SEEN,
	FIELD(struct step_said, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct step_said, cents, KIND_MONEY, .maybe = true, .input = true, .required = true, .min = 1,
	      .max = 1000000000),
};
static const struct field link_fields[] = {
	SEEN,
	FIELD(struct step_said, answer, KIND_CHOICE, .choices = &link_choices, .input = true, .required = true),
};
static const struct field note_fields[] = { SEEN, NOTE(true) };
const struct record step_rank_rec = RECORD("forward_step", struct step_said, rank_fields);
const struct record step_answer_rec = RECORD("forward_step", struct step_said, answer_fields);
const struct record step_day_rec = RECORD("forward_step", struct step_said, day_fields);
const struct record step_cents_rec = RECORD("forward_step", struct step_said, cents_fields);
const struct record step_link_rec = RECORD("forward_link_step", struct step_said, link_fields);
const struct record step_note_rec = RECORD("forward_step", struct step_said, note_fields);

/* The words: forward_<tail>.title, .lead, .submit, .done; "-" is "_". kind: the event; NULL: it is none, and may be at
 * any time. */
static const struct step {
	const char *tail, *kind, *words;
	const struct record *rec;
	err (*write)(struct cx *cx, const void *in, void *ret);
} steps[];

/* in: struct bid_step */
static err plain_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct bid_step *s = in;
	TRY(bid_step_in_tx(cx, s, NULL));
	return str_is(S("proof_back"), s->kind) ? forward_mail_in_tx(cx, s->centre_id, s->bid_id, "proof_back") : OK;
}

static const struct step steps[] = {
	{ "/rank", "ranked", "forward_rank", &step_rank_rec, plain_tx },
	{ "/decide", "granted", "forward_decide", &step_answer_rec, NULL },
	{ "/hand-over", "handed_over", "forward_hand_over", &step_day_rec, plain_tx },
	{ "/proof-back", "proof_back", "forward_proof_back", &step_note_rec, plain_tx },
	{ "/repaid", "repaid", "forward_repaid", &step_cents_rec, proof_repaid_in_tx },
	{ "/withdraw", "withdrawn", "forward_withdraw", &step_note_rec, bid_withdraw_in_tx },
	{ "/links", NULL, "forward_links", &step_link_rec, NULL },
};

static const struct step *step_of(const struct request *rq)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_ends(str_of(rq->route->path), steps[i].tail))
			return &steps[i];
	ASSERT(!"a route of this table");
	return NULL;
}

static const char *word_of(struct cx *cx, const struct step *s, const char *tail)
{
	return str_print(cx->mem, "%s.%s", s->words, tail).p;
}

/* What is proposed, and whose words it stands on. */
static err decide_args(struct cx *cx, const struct bid_shown *b, const struct arg **ret)
{
	struct forward_proposal p;
	err e = proposal_find(cx, b->bid.centre_id, b->bid.id, &p);
	if (e == E_NOTFOUND)
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	TRY(e);
	str verdict = word(cx->words, cx->mem, str_print(cx->mem, "forward_verdict." STR_FMT, STR_ARG(p.verdict)).p);
	*ret = args_copy(cx->mem, ARGS({ "about", b->bid.name }, { "verdict", verdict },
	                               { "cents", say_money(cx->words, cx->mem, p.cents) },
	                               { "who", p.proposed_by_name }, { "reason", p.reason }));
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	const struct step *s = step_of(rq);
	struct bid_shown b;
	TRY(bid_shown(cx, rq, &b));
	if (s->kind && !forward_may(&b.state, s->kind, b.round.calls))
		return fail(cx, E_STALE, "forward.moved_on", NO_ARGS);
	struct step_said row = { .version = b.state.seq, .day = cx->today, .points = b.state.points };
	if (b.state.repay.has)
		row.cents = MAYBE(b.state.repay.v - b.state.repaid);
	struct section_form f = { .section = &forward_section,
		                  .area = "bid",
		                  .title_key = word_of(cx, s, "title"),
		                  .about = b.bid.name,
		                  .lead_key = word_of(cx, s, "lead"),
		                  .rec = s->rec,
		                  .row = &row,
		                  .action = forward_at(cx, rq, "bids", b.bid.id, s->tail + 1),
		                  .back = forward_at(cx, rq, "bids", b.bid.id, ""),
		                  .submit_key = word_of(cx, s, "submit") };
	if (str_is(S("granted"), s->kind ? s->kind : ""))
		TRY(decide_args(cx, &b, &f.args));
	return section_form_show(cx, rq, rs, status, &f);
}

err forward_step_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

static err decide(struct cx *cx, const struct bid_shown *b, const struct step_said *said)
{
	const struct proposal_decide in = { .centre_id = b->bid.centre_id,
		                            .bid_id = b->bid.id,
		                            .seen = said->version,
		                            .agree = str_is(said->answer, "agree"),
		                            .note = said->note };
	if (!in.agree && str_blank(said->note))
		return problem_add(cx, "note", "forward.say_why", NO_ARGS);
	return db_tx(cx, "forward.decide", proposal_decide_in_tx, &in, NULL, 0);
}

struct ending {
	int64_t centre_id, bid_id;
	bool renew;
};

static err end_links_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct ending *n = in;
	TRY(bid_links_end_in_tx(cx, n->centre_id, n->bid_id, cx->now));
	audit_note(cx, "forward.links_ended", bid_object(cx, n->bid_id), MAYBE(n->centre_id));
	return n->renew ? forward_mail_in_tx(cx, n->centre_id, n->bid_id, "link") : OK;
}

/* A link went to somebody whom it was not meant for, or was lost. */
static err end_links(struct cx *cx, const struct bid_shown *b, const struct step_said *said)
{
	const struct ending in = { b->bid.centre_id, b->bid.id, str_is(said->answer, "renew") };
	struct forward_contact c;
	TRY(bid_contact(cx, in.centre_id, in.bid_id, &c));
	if (in.renew && (!c.email.p || !mail_possible(cx)))
		return problem_add(cx, "answer", "forward.no_mail", NO_ARGS);
	return db_tx(cx, "forward.links_ended", end_links_tx, &in, NULL, 0);
}

static err write(struct cx *cx, const struct step *s, const struct bid_shown *b, const struct step_said *said)
{
	const struct bid_step in = { .centre_id = b->bid.centre_id,
		                     .bid_id = b->bid.id,
		                     .seen = said->version,
		                     .kind = s->kind,
		                     .day = said->day,
		                     .cents = said->cents,
		                     .points = said->points,
		                     .note = said->note };
	if (day_cmp(said->day, cx->today) > 0)
		return problem_add(cx, "day", "forward.in_future", NO_ARGS);
	return db_tx(cx, s->words, s->write, &in, NULL, 0);
}

err forward_step_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct step *s = step_of(rq);
	struct bid_shown b;
	struct step_said said = { 0 };
	TRY(bid_shown(cx, rq, &b));
	err e = form_read(cx, rq->http, s->rec, &said);
	said.version = sent_version(rq);
	if (e == OK)
		e = s->write ? write(cx, s, &b, &said) : s->kind ? decide(cx, &b, &said) : end_links(cx, &b, &said);
	if (e == OK)
		return page_done(cx, rq->http, rs, forward_at(cx, rq, "bids", b.bid.id, ""), word_of(cx, s, "done"));
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}
