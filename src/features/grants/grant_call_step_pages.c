/* What is done with one call: the authority drafts the payout and notes the day of payment, the KI notes what it used
 * or takes the call back. One form each. */
#include "features/grants/grant_call_pages.h"

#include "base/money.h"
#include "core/duty.h"
#include "core/words.h"
#include "features/grants/grant_outlook.h"

struct call_step {
	int64_t version;
	day day;
	int64_t cents;
	str note, despite;
};
#define STEP(member, kind_, ...) FIELD(struct call_step, member, kind_, .input = true, __VA_ARGS__)
#define VERSION FIELD(struct call_step, version, KIND_INT, .hidden = true)
#define DAY_FIELD STEP(day, KIND_DAY, .required = true)
#define CENTS STEP(cents, KIND_MONEY, .required = true, .min = 1, .max = 100000000000)
#define TEXT_FIELD(member, required_) STEP(member, KIND_TEXT, .required = (required_), .lines = true, .max = 2000)
static const struct field payout_fields[] = {
	VERSION,
	CENTS,
	STEP(note, KIND_TEXT, .lines = true, .max = 2000, .label = "grant_payout.note"),
	STEP(despite, KIND_TEXT, .lines = true, .max = 2000, .label = "grant_payout.despite"),
};
static const struct field paid_fields[] = { VERSION, DAY_FIELD, TEXT_FIELD(note, false) };
static const struct field use_fields[] = { VERSION, DAY_FIELD, CENTS, TEXT_FIELD(note, false) };
static const struct field withdraw_fields[] = { VERSION, TEXT_FIELD(note, true) };
const struct record grant_payout_rec = RECORD("grant_payout", struct call_step, payout_fields);
const struct record grant_paid_rec = RECORD("grant_paid", struct call_step, paid_fields);
const struct record grant_use_rec = RECORD("grant_use", struct call_step, use_fields);
const struct record grant_call_withdraw_rec = RECORD("grant_call_withdraw", struct call_step, withdraw_fields);

/* Without open duties nobody is asked to justify anything. */
static const struct record payout_plain_rec = { "grant_payout", sizeof(struct call_step), payout_fields, 3 };

/* The paper of a payout also keeps what was typed, apart: should it come back, nobody types it anew. */
struct payout_paper {
	struct grant_paper paper;
	str note, despite;
};
static const struct field paper_fields[] = {
	PAPER_FIELDS(struct payout_paper),
	FIELD(struct payout_paper, note, KIND_TEXT, .max = 2000),
	FIELD(struct payout_paper, despite, KIND_TEXT, .max = 2000),
};
static const struct record paper_rec = RECORD("grant_payout_paper", struct payout_paper, paper_fields);

/* Words: grants.<words>.title, .lead, .submit, .done. */
struct step_kind {
	const char *event, *words;
	const struct record *form;
};
static const struct step_kind payout = { "payout_draft", "payout", &grant_payout_rec },
                              paid = { "paid", "paid", &grant_paid_rec }, use = { "used", "use", &grant_use_rec },
                              withdraw = { "call_withdrawn", "call_withdraw", &grant_call_withdraw_rec };

struct step_page {
	struct grant_call_view cv;
	const struct step_kind *kind;
	const char *why_not;                   /* NULL: it fits now */
	struct list duties;                    /* struct duty: only of a payout */
	int64_t suggested_cents;               /* only of a use: from recorded costs; 0: none */
	const struct grant_event *draft, *why; /* only of a payout: what was sent back; NULL: none */
	struct payout_paper sent_back;         /* of it */
	const struct record *form;
};

static err fill(struct cx *cx, const struct request *rq, const struct step_kind *k, struct step_page *ret)
{
	*ret = (struct step_page){ .kind = k, .form = k->form };
	TRY(grant_call_view_fill(cx, rq, &ret->cv));
	if (k == &payout) {
		TRY(duty_list(cx, rq->centre.id, &ret->duties));
		ret->form = ret->duties.n ? k->form : &payout_plain_rec;
		ret->draft = grant_sent_back(&ret->cv.v.events, k->event, MAYBE(ret->cv.call->event_id), &ret->why);
		if (ret->draft)
			TRY(grant_paper_read(cx, ret->draft->content, &paper_rec, &ret->sent_back));
	}
	if (k == &use) {
		struct list outlook = { 0 };
		TRY(grant_outlook_of(cx, &rq->centre, &ret->cv.v.c, &ret->cv.v.state, &outlook));
		ret->suggested_cents = grant_use_suggested(&ret->cv.v.state, ret->cv.call, &outlook);
	}
	ret->why_not = grant_may(&ret->cv.v.state, str_of(k->event), ret->cv.call->event_id, cx->today);
	return OK;
}

static const char *key_of(struct cx *cx, const struct step_kind *k, const char *which)
{
	return str_print(cx->mem, "grants.%s.%s", k->words, which).p;
}

static str duties_said(struct cx *cx, const struct list *duties)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const struct duty, d, duties) {
		text_c(&t, t.n ? " " : "");
		text_add(&t, d->text);
	}
	return text_str(&t);
}

/* What was called, or what is still granted of it. */
static int64_t payable(const struct grant_call_view *cv)
{
	int64_t most = grant_payable_cents(&cv->v.state, cv->call);
	return most < cv->call->cents ? most : cv->call->cents;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct step_page *p)
{
	const struct grant_call *call = p->cv.call;
	const struct call_step fresh = {
		.version = p->cv.v.state.seen,
		.day = cx->today,
		.note = p->sent_back.note,
		.despite = p->sent_back.despite,
		.cents = p->suggested_cents   ? p->suggested_cents
		         : p->draft           ? p->draft->cents.v
		         : p->kind == &payout ? payable(&p->cv)
		                              : call->unused_cents,
	};
	const struct arg *args = args_copy(
	        cx->mem,
	        ARGS({ "about", p->cv.name }, { "called", say_money(cx->words, cx->mem, call->cents) },
	             { "approved", say_money(cx->words, cx->mem, call->draft_cents) },
	             { "paid", say_money(cx->words, cx->mem, call->paid_cents) },
	             { "unused", say_money(cx->words, cx->mem, call->unused_cents) },
	             { "suggested", say_money(cx->words, cx->mem, p->suggested_cents) },
	             { "day", say_day(cx->words, cx->mem, call->use_by) }, { "duties", duties_said(cx, &p->duties) },
	             { "by", p->why ? p->why->recorded_by : S("") }, { "reason", p->why ? p->why->note : S("") }));
	const struct section_form f = {
		.section = &grants_section,
		.area = "case",
		.title_key = key_of(cx, p->kind, "title"),
		.lead_key = key_of(cx, p->kind,
		                   p->draft             ? "lead_sent_back"
		                   : p->duties.n        ? "lead_duties"
		                   : p->suggested_cents ? "lead_suggested"
		                                        : "lead"),
		.about = p->cv.name,
		.args = args,
		.rec = p->form,
		.row = &fresh,
		.action = rq->http->path,
		.back = p->cv.path,
		.submit_key = key_of(cx, p->kind, "submit"),
	};
	return section_form_show(cx, rq, rs, status, &f);
}

static err step_get(struct cx *cx, const struct request *rq, struct res *rs, const struct step_kind *k)
{
	struct step_page p;
	TRY(fill(cx, rq, k, &p));
	return p.why_not ? fail(cx, E_INVALID, p.why_not, NO_ARGS) : show(cx, rq, rs, 200, &p);
}

/* --- what is checked and stored ----------------------------------------------------------------------------------- */

static err check_payout(struct cx *cx, const struct step_page *p, const struct call_step *in)
{
	err result = OK;
	str called = say_money(cx->words, cx->mem, p->cv.call->cents);
	if (in->cents > p->cv.call->cents)
		result = problem_add(cx, "cents", "grants.payout.too_much", ARGS({ "called", called }));
	else if (in->cents > payable(&p->cv))
		result = problem_add(cx, "cents", "grants.payout.more_than_granted",
		                     ARGS({ "left", say_money(cx->words, cx->mem, payable(&p->cv)) }));
	if (in->cents < p->cv.call->cents && str_blank(in->note))
		result = problem_add(cx, "note", "grants.payout.why_less", ARGS({ "called", called }));
	if (p->duties.n && str_blank(in->despite))
		result = problem_add(cx, "despite", "grants.payout.why_despite", NO_ARGS);
	return result;
}

static err check_step(struct cx *cx, const struct step_page *p, const struct call_step *in)
{
	if (p->kind == &payout)
		return check_payout(cx, p, in);
	if (p->kind == &use && in->cents > p->cv.call->unused_cents)
		return problem_add(cx, "cents", "grants.use.too_much",
		                   ARGS({ "unused", say_money(cx->words, cx->mem, p->cv.call->unused_cents) }));
	return OK;
}

/* Position by position: a lower amount is split in proportion, and says so. */
static str payout_paper(struct cx *cx, const struct step_page *p, const struct call_step *in)
{
	const struct list *lines = &p->cv.call->lines;
	struct payout_paper paper = { p->cv.paper.paper, in->note, in->despite };
	int64_t *called = NEW_ARRAY(cx->mem, int64_t, lines->n + 1), *share = NEW_ARRAY(cx->mem, int64_t, lines->n + 1);
	for (size_t i = 0; i < lines->n; i++)
		called[i] = LIST_AT(lines, const struct grant_line, i)->cents;
	if (lines->n)
		money_split(in->cents, called, lines->n, share);
	paper.paper.lines = (struct list){ 0 };
	for (size_t i = 0; i < lines->n; i++) {
		struct grant_line *l = LIST_ADD(cx->mem, &paper.paper.lines, struct grant_line);
		*l = *LIST_AT(lines, const struct grant_line, i);
		l->cents = share[i];
		l->calculation =
		        word_args(cx->words, cx->mem,
		                  in->cents < p->cv.call->cents ? "grants.payout.share" : "grants.payout.whole",
		                  ARGS({ "called", say_money(cx->words, cx->mem, called[i]) },
		                       { "paid", say_money(cx->words, cx->mem, in->cents) },
		                       { "of", say_money(cx->words, cx->mem, p->cv.call->cents) }));
	}
	paper.paper.total_cents = in->cents;
	return grant_paper_json(cx->mem, &paper_rec, &paper);
}

static str payout_note(struct cx *cx, const struct step_page *p, const struct call_step *in)
{
	struct text t = TEXT(cx->mem);
	if (!str_blank(in->note))
		text_add(&t, in->note);
	if (p->duties.n) {
		text_c(&t, t.n ? "\n" : "");
		text_add(&t, word_args(cx->words, cx->mem, "grants.payout.despite_note",
		                       ARGS({ "duties", duties_said(cx, &p->duties) }, { "reason", in->despite })));
	}
	return t.n ? text_str(&t) : STR_NONE;
}

static struct grant_event event_of(struct cx *cx, const struct step_page *p, const struct call_step *in)
{
	struct grant_event e = { .kind = str_of(p->kind->event),
		                 .about_id = MAYBE(p->cv.call->event_id),
		                 .day = day_is(in->day) ? in->day : cx->today };
	e.note = str_blank(in->note) ? STR_NONE : in->note;
	if (p->kind == &payout) {
		e.note = payout_note(cx, p, in);
		e.content = payout_paper(cx, p, in);
	}
	if (p->kind == &paid)
		e.cents = MAYBE(p->cv.call->draft_cents); /* what was approved and nothing else */
	else if (p->kind != &withdraw)
		e.cents = MAYBE(in->cents);
	return e;
}

static err step_post(struct cx *cx, const struct request *rq, struct res *rs, const struct step_kind *k)
{
	struct step_page p;
	struct call_step in = { 0 };
	struct grant_event stored;
	TRY(fill(cx, rq, k, &p));
	err e = form_read(cx, rq->http, p.form, &in);
	if (e == OK && sent_version(rq) != p.cv.v.state.seen) /* also a form that is sent twice */
		e = fail(cx, E_STALE, "grants.stale", NO_ARGS);
	if (e == OK && p.why_not)
		e = fail(cx, E_INVALID, p.why_not, NO_ARGS);
	if (e == OK)
		e = check_step(cx, &p, &in);
	if (e == OK) {
		struct grant_event event = event_of(cx, &p, &in);
		e = grant_write(cx, rq, sent_version(rq), &event, &stored);
	}
	if (e == OK)
		return page_done(cx, rq->http, rs, p.cv.path, key_of(cx, k, "done"));
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e), &p) : e;
}

#define STEP_HANDLERS(name)                                                                                            \
	err grant_##name##_get(struct cx *cx, const struct request *rq, struct res *rs)                                \
	{                                                                                                              \
		return step_get(cx, rq, rs, &name);                                                                    \
	}                                                                                                              \
	err grant_##name##_post(struct cx *cx, const struct request *rq, struct res *rs)                               \
	{                                                                                                              \
		return step_post(cx, rq, rs, &name);                                                                   \
	}
STEP_HANDLERS(payout)
STEP_HANDLERS(paid)
STEP_HANDLERS(use)

err grant_call_withdraw_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return step_get(cx, rq, rs, &withdraw);
}

err grant_call_withdraw_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return step_post(cx, rq, rs, &withdraw);
}
