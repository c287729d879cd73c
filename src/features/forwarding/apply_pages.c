/* The public: which rounds there are, and a bid under its secret link. Nobody signs in here. */
#include "core/session.h"
#include "core/user.h"
#include "core/tenant.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_pages.h"

#include <inttypes.h>

/* --- which rounds ------------------------------------------------------------------------------------------------- */

struct offer {
	int64_t id;
	str title, about, window, period;
	bool late;
	struct list blocks; /* struct said */
};
static const struct field offer_fields[] = {
	FIELD(struct offer, id, KIND_INT),
	FIELD(struct offer, title, KIND_TEXT),
	FIELD(struct offer, about, KIND_TEXT),
	FIELD(struct offer, window, KIND_TEXT),
	FIELD(struct offer, period, KIND_TEXT),
	FIELD(struct offer, late, KIND_BOOL),
	FIELD(struct offer, blocks, KIND_MANY, .of = &said_rec),
};
static const struct record offer_rec = RECORD("forward_offer", struct offer, offer_fields);

struct apply_page {
	str title, lead, name, easy_path, easy_text, action, csrf, form_key, none, start, towns, reach, lost_path;
	bool easy;
	struct list offers; /* struct offer */
	struct list steps;  /* struct said: how it goes */
	struct list problems;
};
static const struct field apply_fields[] = {
	FIELD(struct apply_page, title, KIND_TEXT),
	FIELD(struct apply_page, lead, KIND_TEXT),
	FIELD(struct apply_page, name, KIND_TEXT),
	FIELD(struct apply_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct apply_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct apply_page, action, KIND_PATH, .hidden = true),
	FIELD(struct apply_page, lost_path, KIND_PATH, .hidden = true),
	FIELD(struct apply_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct apply_page, form_key, KIND_TEXT, .hidden = true),
	FIELD(struct apply_page, none, KIND_TEXT),
	FIELD(struct apply_page, towns, KIND_TEXT),
	FIELD(struct apply_page, reach, KIND_TEXT),
	FIELD(struct apply_page, easy, KIND_BOOL, .hidden = true),
	FIELD(struct apply_page, start, KIND_TEXT, .hidden = true),
	FIELD(struct apply_page, offers, KIND_MANY, .of = &offer_rec),
	FIELD(struct apply_page, steps, KIND_MANY, .of = &said_rec, .hidden = true),
	FIELD(struct apply_page, problems, KIND_MANY, .of = &said_rec, .hidden = true),
};
static const struct record apply_rec = RECORD("forward_apply", struct apply_page, apply_fields);
const struct page page_apply = { "forwarding/apply.html", &apply_rec };

/* round: which one; form_key: made with the form. website: only programs fill it in. */
struct start_typed {
	int64_t round;
	str form_key, website;
};
static const struct field start_fields[] = {
	FIELD(struct start_typed, round, KIND_INT, .input = true, .required = true, .min = 1, .max = INT32_MAX),
	FIELD(struct start_typed, form_key, KIND_TEXT, .input = true, .max = BID_FORM_KEY),
	FIELD(struct start_typed, website, KIND_TEXT, .input = true),
};
const struct record apply_start_rec = RECORD("forward_start", struct start_typed, start_fields);

str apply_path(struct cx *cx, const struct request *rq, const char *tail, bool easy)
{
	return str_print(cx->mem, "/apply/" STR_FMT "%s%s", STR_ARG(rq->centre.slug), tail, easy ? "?easy=1" : "");
}

static err add_offer(struct cx *cx, const struct request *rq, const struct forward_round *r, struct list *ret)
{
	struct offer *o = LIST_ADD(cx->mem, ret, struct offer);
	struct list offered = { 0 };
	o->id = r->id;
	o->title = r->title;
	o->about = r->about;
	o->late = !round_in_window(r, cx->today);
	o->window = word_args(cx->words, cx->mem, o->late ? "apply.window_over" : "apply.window",
	                      ARGS({ "closes", say_day_long(cx->words, cx->mem, r->closes_on) }));
	o->period = word_args(cx->words, cx->mem, "apply.period",
	                      ARGS({ "from", say_day(cx->words, cx->mem, r->from_day) },
	                           { "to", say_day(cx->words, cx->mem, r->to_day) }));
	TRY(block_list(cx, rq->centre.id, r->id, &offered));
	LIST_EACH (const struct forward_block, b, &offered)
		LIST_ADD(cx->mem, &o->blocks, struct said)->text = block_name(cx, b->block);
	return OK;
}

static err show_apply(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	bool easy = easy_wanted(rq);
	struct list rounds = { 0 };
	struct apply_page p = { .title = easy_word(cx, easy, "apply.title"),
		                .lead = easy_word(cx, easy, "apply.lead"),
		                .easy_path = apply_path(cx, rq, "", !easy),
		                .easy_text = word(cx->words, cx->mem, easy ? "apply.not_easy" : "apply.easy"),
		                .action = apply_path(cx, rq, "/start", easy),
		                .lost_path = apply_path(cx, rq, "/link", easy),
		                .start = easy_word(cx, easy, "apply.start"),
		                .easy = easy,
		                .csrf = session_form_token(cx),
		                .form_key = crypt_token(cx->mem) };
	const struct face *face;
	TRY(request_face(cx, rq, &face));
	p.name = face->name;
	TRY(own_towns(cx, rq->centre.id, &p.towns));
	TRY(centre_reach(cx, rq->centre.id, &p.reach));
	TRY(round_list_public(cx, rq->centre.id, &rounds));
	LIST_EACH (const struct forward_round, r, &rounds)
		TRY(add_offer(cx, rq, r, &p.offers));
	if (rounds.n == 0)
		p.none = easy_word(cx, easy, "apply.none");
	static const char *const steps[] = { "apply.how_1", "apply.how_2", "apply.how_3", "apply.how_4" };
	for (size_t i = 0; i < 4; i++)
		LIST_ADD(cx->mem, &p.steps, struct said)->text = easy_word(cx, easy, steps[i]);
	for (const struct problem *x = cx->problems; x; x = x->next)
		LIST_ADD(cx->mem, &p.problems, struct said)->text = word_args(cx->words, cx->mem, x->key, x->args);
	if (status != 200 && cx->fault.key && !cx->problems)
		LIST_ADD(cx->mem, &p.problems, struct said)->text =
		        word_args(cx->words, cx->mem, cx->fault.key, cx->fault.args);
	return page_show(cx, rq->http, rs, status, &page_apply, &p);
}

err apply_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_apply(cx, rq, rs, 200);
}

/* --- beginning ---------------------------------------------------------------------------------------------------- */

/* A whole town hall can share one address. */
enum { FREE_AT_PLACE = 60, LONGEST_WAIT_MS = 10 * 60 * 1000 };

static str place_subject(struct cx *cx, const struct request *rq)
{
	return str_print(cx->mem, "forward bid from:" STR_FMT, STR_ARG(user_place(cx->mem, rq->http->address)));
}

struct starting {
	struct bid_start start;
	str place;
};

static err start_tx(struct cx *cx, const void *in, void *ret)
{
	const struct starting *s = in;
	TRY(user_guessed_in_tx(cx, s->place));
	return bid_start_in_tx(cx, &s->start, ret);
}

static err start(struct cx *cx, const struct request *rq, const struct start_typed *typed, str *ret_code)
{
	int64_t wait;
	const struct starting in = { { rq->centre.id, typed->round,
		                       typed->form_key.n == BID_FORM_KEY ? typed->form_key : crypt_token(cx->mem) },
		                     place_subject(cx, rq) };
	TRY(user_guess_wait(cx, in.place, FREE_AT_PLACE, LONGEST_WAIT_MS, &wait));
	if (wait)
		return fail(cx, E_INVALID, "apply.wait",
		            ARGS({ "seconds", say_int(cx->words, cx->mem, wait / 1000 + 1) }));
	return db_tx(cx, "forward.start", start_tx, &in, ret_code, sizeof *ret_code);
}

err apply_start_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct start_typed typed = { 0 };
	const char *easy = easy_wanted(rq) ? "?easy=1" : "";
	str code;
	err e = form_read(cx, rq->http, &apply_start_rec, &typed);
	if (e == OK && typed.website.p) /* a program: it hears what a person would hear, and nothing is kept */
		return res_redirect(rs, apply_path(cx, rq, "", easy_wanted(rq)));
	if (e == OK)
		e = start(cx, rq, &typed, &code);
	if (e == OK)
		return page_done(cx, rq->http, rs, str_print(cx->mem, "/apply/bids/" STR_FMT "%s", STR_ARG(code), easy),
		                 "apply.done_started");
	return e == E_INVALID || e == E_NOTFOUND ? show_apply(cx, rq, rs, e == E_INVALID ? 422 : 404) : e;
}

/* --- under its link ----------------------------------------------------------------------------------------------- */

err own_bid_load(struct cx *cx, const struct request *rq, struct own_bid *o)
{
	struct bid_link l;
	o->code = route_part(rq, "code");
	o->easy = easy_wanted(rq);
	err e = bid_link_find(cx, o->code, &l);
	if (e == E_STALE)
		return fail(cx, E_NOTFOUND, "forward.link_over", NO_ARGS);
	TRY(e);
	TRY(tenant_by_id(cx, l.centre_id, &o->centre));
	TRY(face_on(cx, &o->centre, cx->today, &o->face));
	TRY(bid_find(cx, l.centre_id, l.bid_id, &o->shown.bid));
	TRY(round_find(cx, l.centre_id, o->shown.bid.round_id, &o->shown.round));
	return bid_state(cx, l.centre_id, l.bid_id, &o->shown.state);
}

str own_path(struct cx *cx, const struct own_bid *o, const char *tail)
{
	return str_print(cx->mem, "/apply/bids/" STR_FMT "%s%s", STR_ARG(o->code), tail,
	                 !o->easy                     ? ""
	                 : str_has(str_of(tail), "?") ? "&easy=1"
	                                              : "?easy=1");
}

struct part {
	str text, state, path;
	bool done;
};
static const struct field part_fields[] = {
	FIELD(struct part, text, KIND_TEXT),
	FIELD(struct part, state, KIND_TEXT),
	FIELD(struct part, done, KIND_BOOL),
	FIELD(struct part, path, KIND_PATH, .hidden = true),
};
static const struct record part_rec = RECORD("forward_part", struct part, part_fields);

struct own_page {
	str title, name, round, number, easy_path, easy_text, stage, stage_text, tone, sentence, csrf, sum, keep, note;
	str reach, letter; /* how to reach the KI; what its letter is */
	str check_path, contract_path, accept_path, call_path, withdraw_path, send_path, proof_note;
	bool draft, late, easy, has_next, has_granted;
	int64_t version;
	struct list next;   /* struct said: what happens now */
	struct list duties; /* struct said: of the contract, while it waits to be accepted */
	struct list parts;  /* struct part */
	struct list lines;  /* struct line_view */
	struct list proofs; /* struct proof_line */
	struct list events; /* struct forward_event */
};
static const struct field own_fields[] = {
	FIELD(struct own_page, title, KIND_TEXT),
	FIELD(struct own_page, name, KIND_TEXT),
	FIELD(struct own_page, round, KIND_TEXT),
	FIELD(struct own_page, number, KIND_TEXT),
	FIELD(struct own_page, easy_path, KIND_PATH, .hidden = true),
	FIELD(struct own_page, easy_text, KIND_TEXT, .hidden = true),
	FIELD(struct own_page, stage, KIND_CHOICE, .choices = &forward_stage_choices),
	FIELD(struct own_page, stage_text, KIND_TEXT, .hidden = true),
	FIELD(struct own_page, tone, KIND_TEXT, .hidden = true),
	FIELD(struct own_page, sentence, KIND_TEXT),
	FIELD(struct own_page, note, KIND_TEXT),
	FIELD(struct own_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct own_page, sum, KIND_TEXT),
	FIELD(struct own_page, keep, KIND_TEXT, .hidden = true),
	FIELD(struct own_page, check_path, KIND_PATH, .hidden = true),
	FIELD(struct own_page, contract_path, KIND_PATH),
	FIELD(struct own_page, accept_path, KIND_PATH, .hidden = true),
	FIELD(struct own_page, call_path, KIND_PATH, .hidden = true),
	FIELD(struct own_page, withdraw_path, KIND_PATH, .hidden = true),
	FIELD(struct own_page, send_path, KIND_PATH, .hidden = true),
	FIELD(struct own_page, proof_note, KIND_TEXT, .hidden = true),
	FIELD(struct own_page, reach, KIND_TEXT),
	FIELD(struct own_page, letter, KIND_TEXT, .hidden = true),
	FIELD(struct own_page, draft, KIND_BOOL),
	FIELD(struct own_page, easy, KIND_BOOL, .hidden = true),
	FIELD(struct own_page, late, KIND_BOOL),
	FIELD(struct own_page, version, KIND_INT),
	FIELD(struct own_page, has_next, KIND_BOOL, .hidden = true),
	FIELD(struct own_page, has_granted, KIND_BOOL, .hidden = true),
	FIELD(struct own_page, next, KIND_MANY, .of = &said_rec),
	FIELD(struct own_page, duties, KIND_MANY, .of = &said_rec),
	FIELD(struct own_page, parts, KIND_MANY, .of = &part_rec),
	FIELD(struct own_page, lines, KIND_MANY, .of = &line_view_rec),
	FIELD(struct own_page, proofs, KIND_MANY, .of = &forward_proof_line_rec),
	FIELD(struct own_page, events, KIND_MANY, .of = &forward_event_rec),
};
static const struct record own_rec = RECORD("forward_own", struct own_page, own_fields);
const struct page page_apply_bid = { "forwarding/apply_bid.html", &own_rec };

static bool is_missing(const struct list *gaps, const char *step)
{
	LIST_EACH (const struct bid_gap, g, gaps)
		if (str_is(str_of(g->step), step))
			return true;
	return false;
}

static err fill_parts(struct cx *cx, const struct own_bid *o, struct own_page *p)
{
	static const struct {
		const char *step, *tail, *key;
	} parts[] = {
		{ "group", "/group", "apply.part_group" },
		{ "contact", "/contact", "apply.part_contact" },
		{ "bank", "/bank", "apply.part_bank" },
		{ "lines", "/blocks", "apply.part_blocks" },
	};
	struct list gaps = { 0 };
	TRY(bid_gaps(cx, &o->centre, &o->shown.round, &o->shown.bid, &gaps));
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		bool done = !is_missing(&gaps, parts[i].step);
		*LIST_ADD(cx->mem, &p->parts, struct part) =
		        (struct part){ .text = easy_word(cx, o->easy, parts[i].key),
			               .state = word(cx->words, cx->mem, done ? "apply.part_done" : "apply.part_open"),
			               .path = own_path(cx, o, parts[i].tail),
			               .done = done };
	}
	p->check_path = own_path(cx, o, "/check");
	return OK;
}

static err fill_lines(struct cx *cx, const struct own_bid *o, struct own_page *p)
{
	struct list lines = { 0 }, shares = { 0 };
	struct block_sum sum;
	TRY(bid_lines(cx, o->centre.id, o->shown.bid.id, &lines));
	if (o->shown.state.granted.has) /* a proposal is not for the party */
		TRY(granted_shares(cx, o->centre.id, o->shown.bid.id, &shares));
	TRY(line_views(cx, &o->centre, &o->shown.round, &lines, shares.n ? &shares : NULL, &p->lines, &sum));
	p->has_granted = shares.n > 0;
	if (shares.n)
		p->sum = say_money(cx->words, cx->mem, o->shown.state.granted.v);
	else if (lines.n)
		p->sum = sum_text(cx, &sum);
	return OK;
}

static err fill_proofs(struct cx *cx, const struct own_bid *o, struct own_page *p)
{
	bool open = str_is(o->shown.state.stage, "paid");
	if (!open && !str_is(o->shown.state.stage, "proof") && !o->shown.state.repay.has)
		return OK;
	TRY(proof_lines(cx, &o->shown.round, &o->shown.bid, &p->proofs));
	LIST_EACH (struct proof_line, l, &p->proofs) {
		l->building = block_name(cx, l->block); /* as people read it */
		if (open)
			l->path = own_path(cx, o, str_print(cx->mem, "/proof/%" PRId64, l->line_id).p);
	}
	if (open)
		p->send_path = own_path(cx, o, "/proof");
	return OK;
}

/* What the contract binds to, in the words of its paper. */
static void fill_duties(struct cx *cx, const struct own_bid *o, struct own_page *p)
{
	const struct arg *args =
	        args_copy(cx->mem, ARGS({ "due", say_day_long(cx->words, cx->mem, o->shown.round.proof_due) }));
	for (int i = 1; i <= 6; i++)
		LIST_ADD(cx->mem, &p->duties, struct said)->text =
		        easy_word(cx, o->easy, str_print(cx->mem, "forward_paper.duty_%d", i).p);
	LIST_ADD(cx->mem, &p->duties, struct said)->text =
	        easy_word_args(cx, o->easy, "forward_paper.proof_text", args);
}

static void fill_steps(struct cx *cx, const struct own_bid *o, struct own_page *p)
{
	const struct bid_shown *b = &o->shown;
	if (forward_may(&b->state, "accepted", b->round.calls)) {
		p->accept_path = own_path(cx, o, "/accept");
		fill_duties(cx, o, p);
	}
	if (forward_may(&b->state, "called", b->round.calls))
		p->call_path = own_path(cx, o, "/call");
	if (forward_may(&b->state, "withdrawn", b->round.calls))
		p->withdraw_path = own_path(cx, o, "/withdraw");
	if (b->state.granted.has || str_is(b->state.stage, "refused"))
		p->contract_path = own_path(cx, o, "/letter.pdf");
	if (p->contract_path.p && !p->accept_path.p) /* while it is to be accepted it stands there */
		p->letter = word(cx->words, cx->mem, b->state.granted.has ? "apply.read_contract" : "apply.letter");
}

static str sentence_of(struct cx *cx, const struct own_bid *o)
{
	const struct forward_state *s = &o->shown.state;
	const char *key = str_print(cx->mem, "apply.now_" STR_FMT, STR_ARG(s->stage)).p;
	return easy_word_args(cx, o->easy, key,
	                      ARGS({ "granted", say_money(cx->words, cx->mem, s->granted.v) },
	                           { "repay", say_money(cx->words, cx->mem, s->repay.v - s->repaid) },
	                           { "due", say_day(cx->words, cx->mem, o->shown.round.proof_due) },
	                           { "name", o->face.name }));
}

/* What the KI weighs among its own people until it has decided is not for the third party, and neither are names. */
static struct list events_for_party(struct cx *cx, const struct own_bid *o, const struct list *events)
{
	static const char *const inner[] = { "ranked", "proposed", "sent_back", NULL };
	static const char *const own[] = {
		"started", "submitted", "withdrawn", "accepted", "called", "proof_sent", NULL
	};
	const struct choices inner_kinds = { "", inner }, own_kinds = { "", own };
	struct list shown = { 0 };
	LIST_EACH (const struct forward_event, e, events) {
		if (choices_has(&inner_kinds, e->kind))
			continue;
		struct forward_event *mine = LIST_ADD(cx->mem, &shown, struct forward_event);
		*mine = *e;
		if (choices_has(&own_kinds, e->kind))
			continue;
		mine->actor = o->face.name;
		if (!str_is(e->kind, "refused") && !str_is(e->kind, "proof_back"))
			mine->note = STR_NONE;
	}
	return shown;
}

static void fill_head(struct cx *cx, const struct own_bid *o, struct own_page *p)
{
	const struct bid_shown *b = &o->shown;
	struct own_bid other = *o;
	other.easy = !o->easy;
	p->name = o->face.name;
	p->round = b->round.title;
	p->title = b->bid.name.p ? b->bid.name : easy_word(cx, o->easy, "apply.bid_title");
	p->easy_path = own_path(cx, &other, "");
	p->easy_text = word(cx->words, cx->mem, o->easy ? "apply.not_easy" : "apply.easy");
	p->easy = o->easy;
	p->stage = b->state.stage;
	p->stage_text = easy_word(cx, o->easy, str_print(cx->mem, "forward_stage." STR_FMT, STR_ARG(p->stage)).p);
	p->tone = forward_tone(b->state.stage);
	p->sentence = sentence_of(cx, o);
	p->draft = str_is(b->state.stage, "draft");
	p->late = p->draft ? !round_in_window(&b->round, cx->today) : b->state.late;
	p->version = p->draft ? b->bid.version : b->state.seq;
	p->csrf = session_form_token(cx);
	p->keep = easy_word(cx, o->easy, bid_link_words(b->state.stage));
	if (!p->draft)
		p->number = bid_number(cx, &b->bid);
	if (str_is(b->state.stage, "refused") || (str_is(b->state.stage, "paid") && b->state.proof_sent_on.n))
		p->note = b->state.note;
}

err apply_bid_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_bid o;
	struct own_page p = { 0 };
	struct list events = { 0 };
	TRY(own_bid_load(cx, rq, &o));
	if (str_is(o.shown.state.stage, "proposed"))
		o.shown.state.stage = S("submitted");
	fill_head(cx, &o, &p);
	bid_next(cx, &o.shown, o.face.name, o.easy, &p.next);
	p.has_next = p.next.n > 0;
	TRY(centre_reach(cx, o.centre.id, &p.reach));
	if (p.draft)
		TRY(fill_parts(cx, &o, &p));
	TRY(fill_lines(cx, &o, &p));
	TRY(fill_proofs(cx, &o, &p));
	fill_steps(cx, &o, &p);
	TRY(bid_events(cx, o.centre.id, o.shown.bid.id, &events));
	p.events = events_for_party(cx, &o, &events);
	forward_events_say(cx, &p.events);
	return page_show(cx, rq->http, rs, 200, &page_apply_bid, &p);
}
