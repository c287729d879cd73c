/* What may happen next in a case, and the words for why not. */
#include "features/grants/grant_state.h"

const struct grant_event *grant_waiting_draft(const struct grant_state *s, const char *kind, int64_t id)
{
	LIST_EACH (const struct grant_draft, d, &s->drafts)
		if ((id == 0 || d->event->id == id) && (!kind || str_is(d->event->kind, kind)))
			return d->event;
	return NULL;
}

bool grant_undecided(const struct grant_state *s)
{
	return s->applied && s->answered_seq < s->applied->seq;
}

static bool holds_grant(const struct grant_state *s)
{
	return s->decision && !str_is(s->granted.type, "refusal") && s->granted_cents > 0;
}

static bool proof_open(const struct grant_state *s)
{
	return s->proof && !s->closing;
}

/* Money leaves only while what was granted holds and the year is not proven. */
static bool payable(const struct grant_state *s)
{
	return s->is_final && holds_grant(s) && !s->proof && !s->closing && s->paid_cents < s->granted_cents;
}

int64_t grant_payable_cents(const struct grant_state *s, const struct grant_call *call)
{
	int64_t left = s->granted_cents;
	LIST_EACH (const struct grant_call, c, &s->calls)
		if (c != call && c->paid_id)
			left -= c->paid_cents;
		else if (c != call && c->approved && !c->withdrawn && (!call->approved || c->draft_id < call->draft_id))
			left -= c->draft_cents;
	return left > 0 ? left : 0;
}

static bool is_covered(const struct grant_state *s, const struct grant_call *call)
{
	return call->draft_cents <= grant_payable_cents(s, call);
}

static const char *unless(bool fine, const char *key)
{
	return fine ? NULL : key;
}

/* --- the application and what is said about it --- */

/* What the authority has drafted is its own (docs/decisions/0059): the KI reads only that it is being decided on. */
static const char *may_apply(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (s->discarded)
		return "grants.may_not.discarded";
	if (s->proof || s->closing)
		return "grants.may_not.apply_proven";
	return unless(!grant_waiting_draft(s, "decision_draft", 0), "grants.may_not.in_work");
}

static const char *may_withdraw(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (!grant_undecided(s))
		return "grants.may_not.withdraw";
	return unless(!grant_waiting_draft(s, "decision_draft", 0), "grants.may_not.in_work");
}

static const char *may_ask(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (s->question)
		return "grants.may_not.ask_twice";
	if (grant_waiting_draft(s, "decision_draft", 0) || grant_waiting_draft(s, "closing_draft", 0))
		return "grants.may_not.draft_waits";
	return unless(grant_undecided(s) || proof_open(s), "grants.may_not.nothing_to_check");
}

static const char *may_answer(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	return unless(s->question != NULL, "grants.may_not.answer");
}

static const char *may_check(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (s->question)
		return "grants.may_not.question_open";
	return unless(grant_undecided(s) || proof_open(s), "grants.may_not.nothing_to_check");
}

/* --- decisions about money --- */

/* What was granted may be changed by the authority of its own accord; a revocation waits for what was heard, or for the
 * end of the term. A closing reckons with what holds: while one waits, nothing else is decided. */
static const char *may_draft_decision(const struct grant_state *s, UNUSED int64_t about, day on)
{
	if (grant_waiting_draft(s, "decision_draft", 0))
		return "grants.may_not.draft_waits";
	if (grant_waiting_draft(s, "closing_draft", 0))
		return "grants.may_not.closing_waits";
	if (s->closing)
		return "grants.may_not.closed";
	if (s->hearing)
		return unless(s->heard || day_cmp(on, s->hearing_until) > 0, "grants.may_not.hearing_runs");
	if (!grant_undecided(s))
		return unless(holds_grant(s), "grants.may_not.nothing_to_decide");
	if (s->question)
		return "grants.may_not.question_open";
	return unless(s->content_check && s->figures_check, "grants.may_not.checks_first");
}

static const char *may_draft_payout(const struct grant_state *s, int64_t about, UNUSED day on)
{
	const struct grant_call *call = grant_call_of(s, about);
	if (!call || call->withdrawn || call->paid_id)
		return "grants.may_not.no_call";
	if (call->draft_id)
		return "grants.may_not.draft_waits";
	if (!s->is_final)
		return "grants.may_not.not_final";
	if (!payable(s))
		return "grants.may_not.not_payable";
	return unless(grant_payable_cents(s, call) > 0, "grants.may_not.more_than_granted");
}

static const char *may_draft_closing(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (grant_waiting_draft(s, "closing_draft", 0))
		return "grants.may_not.draft_waits";
	if (!proof_open(s))
		return "grants.may_not.no_proof";
	if (grant_waiting_draft(s, "decision_draft", 0))
		return "grants.may_not.decision_waits";
	if (s->hearing)
		return "grants.may_not.hearing_open";
	if (s->question)
		return "grants.may_not.question_open";
	return unless(s->content_check && s->figures_check, "grants.may_not.checks_first");
}

static const char *may_reject(const struct grant_state *s, int64_t about, UNUSED day on)
{
	return unless(about && grant_waiting_draft(s, NULL, about), "grants.decided_already");
}

/* A payment that was drafted before the grant fell is approved by nobody, if it is more than the rest; it is sent back.
 */
static const char *may_approve(const struct grant_state *s, int64_t about, day on)
{
	const struct grant_event *draft = about ? grant_waiting_draft(s, NULL, about) : NULL;
	if (draft && str_is(draft->kind, "payout_draft")) {
		if (!payable(s))
			return "grants.may_not.not_payable";
		const struct grant_call *call = grant_call_of(s, draft->about_id.v);
		if (call && !is_covered(s, call))
			return "grants.may_not.more_than_granted";
	}
	return may_reject(s, about, on);
}

/* --- finality --- */

static const char *may_deliver(const struct grant_state *s, UNUSED int64_t about, day on)
{
	if (!s->decision || day_is(s->delivered_on) || s->waived || s->is_final)
		return "grants.may_not.deliver";
	return unless(day_cmp(on, s->decided_on) >= 0, "grants.may_not.before_decision");
}

static const char *may_waive(const struct grant_state *s, UNUSED int64_t about, day on)
{
	if (!s->decision || s->is_final || s->waived || s->appealed)
		return "grants.may_not.waive";
	return unless(day_cmp(on, s->decided_on) >= 0, "grants.may_not.before_decision");
}

/* On the day on which it was raised; it may be known here only when the term is over. */
static const char *may_appeal(const struct grant_state *s, UNUSED int64_t about, day on)
{
	if (!s->decision || s->waived || day_is(s->appealed_on))
		return "grants.may_not.waive";
	if (day_cmp(on, s->decided_on) < 0)
		return "grants.may_not.before_decision";
	return unless(!day_is(s->final_on) || day_cmp(on, s->final_on) < 0, "grants.may_not.appeal_late");
}

static const char *may_end_appeal(const struct grant_state *s, UNUSED int64_t about, day on)
{
	if (!s->appealed)
		return "grants.may_not.no_appeal";
	return unless(day_cmp(on, s->appealed_on) >= 0, "grants.may_not.before_appeal");
}

/* --- money --- */

static const char *may_call(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (!holds_grant(s))
		return "grants.may_not.no_grant";
	if (!s->is_final)
		return "grants.may_not.not_final";
	if (s->called_cents >= s->granted_cents)
		return "grants.may_not.all_called";
	return unless(!s->proof && !s->closing, "grants.may_not.apply_proven");
}

/* Also what is approved and can no longer be paid, for what holds now is called anew. */
static const char *may_withdraw_call(const struct grant_state *s, int64_t about, UNUSED day on)
{
	const struct grant_call *call = grant_call_of(s, about);
	return unless(call && !call->withdrawn && !call->paid_id &&
	                      (!call->draft_id || !payable(s) || !is_covered(s, call)),
	              "grants.may_not.withdraw_call");
}

static const char *may_pay(const struct grant_state *s, int64_t about, day on)
{
	const struct grant_call *call = grant_call_of(s, about);
	if (!call || call->withdrawn || call->paid_id || !call->approved)
		return "grants.may_not.pay";
	if (!payable(s))
		return "grants.may_not.not_payable";
	if (!is_covered(s, call))
		return "grants.may_not.more_than_granted";
	return unless(day_cmp(on, call->approved_on) >= 0, "grants.may_not.before_approval");
}

static const char *may_use(const struct grant_state *s, int64_t about, day on)
{
	const struct grant_call *call = grant_call_of(s, about);
	if (!call || !call->paid_id)
		return "grants.may_not.use";
	if (s->closing)
		return "grants.may_not.closed";
	if (s->proof && !s->question) /* the proof speaks of it; asked back, it can be handed in anew */
		return "grants.may_not.use_proven";
	return unless(day_cmp(on, call->paid_on) >= 0, "grants.may_not.before_payment");
}

/* --- revocation, proof, repayment --- */

static const char *may_hear(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (grant_waiting_draft(s, "decision_draft", 0))
		return "grants.may_not.draft_waits";
	if (grant_waiting_draft(s, "closing_draft", 0))
		return "grants.may_not.closing_waits";
	return unless(holds_grant(s) && !s->hearing && !s->closing, "grants.may_not.hear");
}

static const char *may_be_heard(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	return unless(s->hearing && !s->heard, "grants.may_not.be_heard");
}

static const char *may_end_hearing(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (!s->hearing)
		return "grants.may_not.be_heard";
	return unless(!grant_waiting_draft(s, "decision_draft", 0), "grants.may_not.draft_waits");
}

/* What is proven holds: nothing of it is still to be decided. */
static const char *may_prove(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (!holds_grant(s) || !s->is_final)
		return "grants.may_not.not_final";
	if (s->closing)
		return "grants.may_not.closed";
	if (grant_undecided(s))
		return "grants.may_not.prove_undecided";
	return unless(!grant_waiting_draft(s, "decision_draft", 0) && !grant_waiting_draft(s, "closing_draft", 0),
	              "grants.may_not.in_work");
}

static const char *may_repay(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	return unless(s->demanded_cents > s->repaid_cents, "grants.may_not.repay");
}

/* --- made by mistake --- */

/* What was submitted is the authority's, too: it is withdrawn, and stays. */
static const char *may_discard(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	if (s->discarded)
		return "grants.may_not.discarded";
	return unless(!s->submitted, "grants.may_not.discard_submitted");
}

static const char *may_resume(const struct grant_state *s, UNUSED int64_t about, UNUSED day on)
{
	return unless(s->discarded, "grants.may_not.resume");
}

static const struct {
	const char *kind;
	const char *(*may)(const struct grant_state *s, int64_t about, day on);
} rules[] = {
	{ "applied", may_apply },
	{ "withdrawn", may_withdraw },
	{ "asked", may_ask },
	{ "answered", may_answer },
	{ "checked_content", may_check },
	{ "checked_figures", may_check },
	{ "decision_draft", may_draft_decision },
	{ "payout_draft", may_draft_payout },
	{ "closing_draft", may_draft_closing },
	{ "approved", may_approve },
	{ "rejected", may_reject },
	{ "delivered", may_deliver },
	{ "waived", may_waive },
	{ "appealed", may_appeal },
	{ "appeal_ended", may_end_appeal },
	{ "called", may_call },
	{ "call_withdrawn", may_withdraw_call },
	{ "paid", may_pay },
	{ "used", may_use },
	{ "hearing", may_hear },
	{ "heard", may_be_heard },
	{ "hearing_ended", may_end_hearing },
	{ "proven", may_prove },
	{ "repaid", may_repay },
	{ "discarded", may_discard },
	{ "resumed", may_resume },
};

const char *grant_may(const struct grant_state *s, str kind, int64_t about, day on)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (str_is(kind, rules[i].kind))
			return rules[i].may(s, about, on);
	return "grants.may_not.nothing_to_decide";
}
