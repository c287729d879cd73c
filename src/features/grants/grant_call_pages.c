/* The calls of a case, and one of them. */
#include "features/grants/grant_call_pages.h"
#include "features/grants/grant_call_trace.h"

#include <inttypes.h>

#include "core/duty.h"
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_interest.h"

static const char *const group_codes[] = { "basic", "prevention", "together", "komman", "kim", NULL };
static const struct choices group_choices = { "grant_group", group_codes };

#define ROW(member, kind_, ...) FIELD(struct grant_call_row, member, kind_, __VA_ARGS__)
static const struct field row_fields[] = {
	ROW(id, KIND_INT),
	ROW(number, KIND_INT),
	ROW(path, KIND_PATH),
	ROW(group, KIND_CHOICE, .choices = &group_choices),
	ROW(called_on, KIND_DAY),
	ROW(by, KIND_TEXT),
	ROW(cents, KIND_MONEY),
	ROW(state, KIND_CHOICE, .label = "core.state", .choices = &grant_call_state_choices),
	ROW(tone, KIND_TEXT, .hidden = true),
	ROW(paid_on, KIND_DAY),
	ROW(paid_cents, KIND_MONEY),
	ROW(used_cents, KIND_MONEY),
	ROW(unused_cents, KIND_MONEY),
	ROW(use_by, KIND_DAY),
	ROW(days_left, KIND_INT, .maybe = true),
	ROW(days, KIND_TEXT, .hidden = true),
};
const struct record grant_call_row_rec = RECORD("grant_call_row", struct grant_call_row, row_fields);

static str days_said(struct cx *cx, struct maybe left)
{
	if (!left.has)
		return STR_NONE;
	return left.v >= 0 ? word_plural(cx->words, cx->mem, "grants.call.days_left", left.v, NO_ARGS)
	                   : word_plural(cx->words, cx->mem, "grants.call.days_late", -left.v, NO_ARGS);
}

struct grant_call_row grant_call_row_of(struct cx *cx, const struct grant_case *c, const struct grant_call *call,
                                        int64_t number)
{
	struct grant_call_row r = {
		.id = call->event_id,
		.number = number,
		.path = str_print(cx->mem, STR_FMT "/calls/%" PRId64, STR_ARG(c->path), call->event_id),
		.group = str_blank(call->group) ? STR_NONE : call->group,
		.called_on = call->called_on,
		.by = call->called_by,
		.cents = call->cents,
		.state = grant_call_state(call),
		.paid_on = call->paid_on,
		.paid_cents = call->paid_cents,
		.used_cents = call->used_cents,
		.unused_cents = call->unused_cents,
		.use_by = call->use_by,
		.days_left = grant_call_days_left(call, cx->today),
	};
	if (str_is(r.state, "drafted") && !user_may(cx->user, RIGHT_GRANT_CHECK))
		r.state = S(
		        "called"); /* what the authority drafts is its own until it is approved (docs/decisions/0059) */
	r.tone = str_of(grant_call_tone(r.state));
	r.days = days_said(cx, r.days_left);
	return r;
}

err grant_call_view_fill(struct cx *cx, const struct request *rq, struct grant_call_view *ret)
{
	int64_t id = 0;
	TRY(grant_view_fill(cx, rq, &ret->v));
	ret->call = str_to_int(route_part(rq, "code"), &id) ? grant_call_of(&ret->v.state, id) : NULL;
	if (!ret->call)
		return fail(cx, E_NOTFOUND, "grants.call.unknown", NO_ARGS);
	LIST_EACH (const struct grant_event, e, &ret->v.events) {
		ret->number += e->id <= id && str_is(e->kind, "called");
		if (e->id == id)
			ret->event = e;
	}
	ret->name = word_args(cx->words, cx->mem, "grants.call.name",
	                      ARGS({ "n", say_int(cx->words, cx->mem, ret->number) }));
	ret->path = grant_at(cx, rq, str_print(cx->mem, "calls/%" PRId64, id).p);
	if (ret->event->content.p)
		TRY(grant_paper_read(cx, ret->event->content, &grant_call_paper_rec, &ret->paper));
	return OK;
}

/* --- all calls ---------------------------------------------------------------------------------------------------- */

struct calls_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t seen;
	int64_t granted_cents, called_cents, paid_cents, used_cents, left_cents;
	str why_not; /* nothing can be called now; absent: it can */
	str outside, groups;
	struct list calls; /* struct grant_call_row */
};
static const struct field calls_fields[] = {
	SECTION_FIELDS(struct calls_page),
	FIELD(struct calls_page, seen, KIND_INT),
	FIELD(struct calls_page, granted_cents, KIND_MONEY),
	FIELD(struct calls_page, called_cents, KIND_MONEY),
	FIELD(struct calls_page, paid_cents, KIND_MONEY),
	FIELD(struct calls_page, used_cents, KIND_MONEY),
	FIELD(struct calls_page, left_cents, KIND_MONEY),
	FIELD(struct calls_page, why_not, KIND_TEXT),
	FIELD(struct calls_page, outside, KIND_TEXT),
	FIELD(struct calls_page, groups, KIND_TEXT),
	FIELD(struct calls_page, calls, KIND_MANY, .of = &grant_call_row_rec),
};
static const struct record calls_rec = RECORD("grant_calls", struct calls_page, calls_fields);
const struct page page_grant_calls = { "grants/calls.html", &calls_rec };

static void fill_sums(const struct grant_state *s, struct calls_page *p)
{
	p->seen = s->seen;
	p->granted_cents = s->granted_cents;
	p->called_cents = s->called_cents;
	p->paid_cents = s->paid_cents;
	p->used_cents = s->used_cents;
	p->left_cents = s->granted_cents - s->called_cents;
}

err grant_calls_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct calls_page p = { 0 };
	struct grant_view v = { 0 };
	int64_t number = 0;
	TRY(grant_view_fill(cx, rq, &v));
	TRY(grant_section_fill(cx, rq, &v, "grants.calls_title", &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	fill_sums(&v.state, &p);
	const char *why_not = grant_may(&v.state, S("called"), 0, cx->today);
	if (why_not)
		p.why_not = word(cx->words, cx->mem, why_not);
	else
		p.outside = grant_call_outside(cx, &v.state.terms, cx->today);
	p.groups = word(cx->words, cx->mem, v.state.terms.two_groups ? "grants.calls_apart" : "grants.calls_together");
	LIST_EACH (const struct grant_call, c, &v.state.calls)
		*LIST_ADD(cx->mem, &p.calls, struct grant_call_row) = grant_call_row_of(cx, &v.c, c, ++number);
	if (grant_can(cx, rq, &v.state, "called", 0) && p.left_cents > 0)
		section_primary(cx, rq, &p.top, RIGHT_GRANT_SUBMIT, "grants.call.do_new",
		                grant_at(cx, rq, "calls/new"));
	return page_show(cx, rq->http, rs, 200, &page_grant_calls, &p);
}

/* --- one call ----------------------------------------------------------------------------------------------------- */

struct use_row {
	day day;
	int64_t cents;
	str note, by;
};
static const struct field use_fields[] = {
	FIELD(struct use_row, day, KIND_DAY),
	FIELD(struct use_row, cents, KIND_MONEY),
	FIELD(struct use_row, note, KIND_TEXT),
	FIELD(struct use_row, by, KIND_TEXT),
};
static const struct record use_rec = RECORD("grant_use_row", struct use_row, use_fields);

struct call_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t seen;
	struct grant_call_row call;
	struct grant_call_paper paper;
	str note, pdf_path;
	str interest; /* of a late call: what its unused money costs, if it is used today */
	struct grant_call_trace trace;
	struct list uses;    /* struct use_row */
	struct list duties;  /* struct duty: for the authority, before it is paid */
	struct list actions; /* struct grant_action */
};
static const struct field call_fields[] = {
	SECTION_FIELDS(struct call_page),
	FIELD(struct call_page, seen, KIND_INT),
	FIELD(struct call_page, call, KIND_ONE, .of = &grant_call_row_rec),
	FIELD(struct call_page, paper, KIND_ONE, .of = &grant_call_paper_rec),
	FIELD(struct call_page, note, KIND_TEXT),
	FIELD(struct call_page, pdf_path, KIND_PATH),
	FIELD(struct call_page, interest, KIND_TEXT),
	FIELD(struct call_page, trace, KIND_ONE, .of = &grant_call_trace_rec),
	FIELD(struct call_page, uses, KIND_MANY, .of = &use_rec),
	FIELD(struct call_page, duties, KIND_MANY, .of = &duty_rec),
	FIELD(struct call_page, actions, KIND_MANY, .of = &grant_action_rec),
};
static const struct record call_page_rec = RECORD("grant_call_page", struct call_page, call_fields);
const struct page page_grant_call = { "grants/call.html", &call_page_rec };

/* kind: of the event that the page adds. */
static const struct {
	const char *kind, *folder, *word;
} steps[] = {
	{ "payout_draft", "payout", "grants.payout.do" },
	{ "paid", "paid", "grants.paid.do" },
	{ "used", "use", "grants.use.do" },
	{ "call_withdrawn", "withdraw", "grants.call_withdraw.do" },
};

static void fill_actions(struct cx *cx, const struct request *rq, const struct grant_call_view *cv, struct list *ret)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		bool all_used = i == 2 && cv->call->unused_cents <= 0;
		if (all_used || !grant_can(cx, rq, &cv->v.state, steps[i].kind, cv->call->event_id))
			continue;
		*LIST_ADD(cx->mem, ret, struct grant_action) = (struct grant_action){
			word(cx->words, cx->mem, steps[i].word),
			str_print(cx->mem, STR_FMT "/%s", STR_ARG(cv->path), steps[i].folder),
		};
	}
	const struct grant_event *draft = grant_waiting_draft(&cv->v.state, "payout_draft", cv->call->draft_id);
	if (draft && cv->call->draft_id && frame_may(cx, rq, RIGHT_GRANT_CHECK))
		*LIST_ADD(cx->mem, ret, struct grant_action) = (struct grant_action){
			word(cx->words, cx->mem, "grants.do.payout_draft"),
			grant_at(cx, rq, str_print(cx->mem, "drafts/%" PRId64, draft->seq).p),
		};
}

static void fill_uses(struct cx *cx, const struct grant_call_view *cv, struct list *ret)
{
	LIST_EACH (const struct grant_event, e, &cv->v.events)
		if (str_is(e->kind, "used") && e->about_id.v == cv->call->event_id)
			*LIST_ADD(cx->mem, ret, struct use_row) =
			        (struct use_row){ e->day, e->cents.v, e->note, e->recorded_by };
}

/* A hint while there is time to act; what is asked back in the end is reckoned with the proof. */
static err fill_interest(struct cx *cx, const struct grant_call_view *cv, str *ret)
{
	const struct interest_money m = { .cents = cv->call->unused_cents,
		                          .paid_on = cv->call->paid_on,
		                          .use_by = cv->call->use_by,
		                          .used_on = cx->today };
	struct list rules = { 0 };
	struct grant_interest interest = { .complete = true };
	if (!cv->call->late)
		return OK;
	TRY(rules_known(cx, cx->now, &rules));
	const struct interest_rules by = { .rules = &rules,
		                           .authority = cv->v.c.kind,
		                           .centre_id = cv->v.c.centre_id,
		                           .english = !str_is(str_of(words_language(cx->words)), "de") };
	grant_interest_add(cx->mem, &by, &m, &interest);
	struct text how = TEXT(cx->mem);
	LIST_EACH (const struct interest_stretch, t, &interest.stretches)
		text_print(&how, "%s" STR_FMT, how.n ? "; " : "", STR_ARG(t->calculation));
	if (interest.complete)
		*ret = word_args(
		        cx->words, cx->mem, "grants.call.interest",
		        ARGS({ "interest", say_money(cx->words, cx->mem, interest.cents) }, { "how", text_str(&how) }));
	return OK;
}

err grant_call_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct call_page p = { 0 };
	struct grant_call_view cv = { 0 };
	TRY(grant_call_view_fill(cx, rq, &cv));
	str title = str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(cv.name), STR_ARG(cv.v.name));
	TRY(grant_section_fill(cx, rq, &cv.v, "grants.case_title", &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "grants.calls"), grant_at(cx, rq, "calls"));
	p.frame.title = title;
	p.top.areas = (struct list){ 0 };
	p.seen = cv.v.state.seen;
	p.call = grant_call_row_of(cx, &cv.v.c, cv.call, cv.number);
	p.paper = cv.paper;
	TRY(grant_call_trace_of(cx, &cv.v.c, &cv.v.events, cv.event, &cv.paper, &p.trace));
	p.note = cv.event->note;
	p.pdf_path = str_print(cx->mem, STR_FMT "/call.pdf", STR_ARG(cv.path));
	fill_uses(cx, &cv, &p.uses);
	TRY(fill_interest(cx, &cv, &p.interest));
	fill_actions(cx, rq, &cv, &p.actions);
	if (frame_may(cx, rq, RIGHT_GRANT_CHECK) && !cv.call->paid_id)
		TRY(duty_list(cx, rq->centre.id, &p.duties));
	return page_show(cx, rq->http, rs, 200, &page_grant_call, &p);
}
