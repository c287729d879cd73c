/* Proposals: the list, one with its effect on all KI, and the decision. */
#include <inttypes.h>

#include "core/form.h"
#include "core/paging.h"
#include "core/user.h"
#include "core/words.h"
#include "features/rulebook/rule_text.h"
#include "features/rulebook/rulebook_pages.h"

enum { PAGE_SIZE = 25, LONG_LIST = 10 }; /* more KI than that are folded away */

struct proposal_row {
	struct proposal proposal;
	str path, about;
	bool pending, approved, refused;
};
static const struct field proposal_row_fields[] = {
	FIELD(struct proposal_row, proposal, KIND_ONE, .of = &proposal_rec),
	FIELD(struct proposal_row, path, KIND_PATH),
	FIELD(struct proposal_row, about, KIND_TEXT),
	FIELD(struct proposal_row, pending, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_row, approved, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_row, refused, KIND_BOOL, .hidden = true),
};
static const struct record proposal_row_rec = RECORD("proposal_row", struct proposal_row, proposal_row_fields);

static str proposal_path(struct cx *cx, int64_t id)
{
	return str_print(cx->mem, "/rules/proposals/%" PRId64, id);
}

/* "Ersatz einer Regel: Fachkräfte, Kreise": what it is about, in a few words. */
static str about(struct cx *cx, const struct proposal *p)
{
	struct rule r = { .authority = p->authority, .centre_name = p->centre_name };
	return word_args(cx->words, cx->mem, "proposal.about",
	                 ARGS({ "kind", code_word(cx, "proposal_kind", p->kind) }, { "item", item_word(cx, p->item) },
	                      { "whom", rule_whom(cx, &r) }));
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

struct proposals_page {
	str title, sentence;
	struct list choices, crumbs;
	struct list items;
	str first, next;
	bool may_propose;
};
static const struct field proposals_fields[] = {
	FIELD(struct proposals_page, title, KIND_TEXT),
	FIELD(struct proposals_page, sentence, KIND_TEXT),
	FIELD(struct proposals_page, choices, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct proposals_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct proposals_page, items, KIND_MANY, .of = &proposal_row_rec),
	FIELD(struct proposals_page, first, KIND_PATH),
	FIELD(struct proposals_page, next, KIND_PATH),
	FIELD(struct proposals_page, may_propose, KIND_BOOL, .hidden = true),
};
static const struct record proposals_rec = RECORD("proposals", struct proposals_page, proposals_fields);
const struct page page_proposals = { "rulebook/proposals.html", &proposals_rec };

static void add_choice(struct cx *cx, struct proposals_page *p, const char *key, str path, bool current)
{
	*LIST_ADD(cx->mem, &p->choices, struct chip) =
	        (struct chip){ .text = word(cx->words, cx->mem, key), .path = path, .current = current };
}

static void add_row(struct cx *cx, struct list *items, const struct proposal *p)
{
	*LIST_ADD(cx->mem, items, struct proposal_row) =
	        (struct proposal_row){ .proposal = *p,
		                       .path = proposal_path(cx, p->id),
		                       .about = about(cx, p),
		                       .pending = str_is(p->state, "pending"),
		                       .approved = str_is(p->state, "approved"),
		                       .refused = str_is(p->state, "refused") };
}

static const char *const list_codes[] = { "pending", "all", NULL };
static const struct choices list_choices = { "proposals", list_codes };
static const struct field proposals_asked_fields[] = { ASKED("state", KIND_CHOICE, .choices = &list_choices),
	                                               ASKED("after", KIND_TEXT) };
const struct record proposals_asked_rec = ASKED_RECORD(proposals_asked_fields);

err proposals_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct list found = { 0 };
	struct proposals_page p = { .title = word(cx->words, cx->mem, "proposals.title"),
		                    .crumbs = rulebook_crumbs(cx) };
	bool all = str_is(route_asked(rq, "state"), "all");
	str path = all ? S("/rules/proposals?state=all") : S("/rules/proposals");
	struct paging pg = { .list = all ? "proposals" : "proposals.pending", .size = PAGE_SIZE, .down = true };
	TRY(paging_read(cx, rq, &pg));
	TRY(proposals_list(cx, !all, pg.id, paging_limit(&pg), &found));
	p.first = paging_first(&pg, path);
	p.next = paging_next(cx, &pg, &found, &proposal_rec, NULL, "id", path);
	LIST_EACH (const struct proposal, row, &found)
		add_row(cx, &p.items, row);
	p.sentence = word(cx->words, cx->mem, all ? "proposals.sentence_all" : "proposals.sentence_pending");
	add_choice(cx, &p, "proposals.pending", S("/rules/proposals"), !all);
	add_choice(cx, &p, "proposals.all", S("/rules/proposals?state=all"), all);
	p.may_propose = user_may(cx->user, RIGHT_RULE_PROPOSE);
	return page_show(cx, rq->http, rs, 200, &page_proposals, &p);
}

/* --- one proposal, with its effect -------------------------------------------------------------------------------- */

struct proposal_page {
	str title;
	struct list crumbs;
	struct proposal proposal;
	struct rule_row rule; /* the one that comes, ends, or is confirmed */
	bool pending, approved, refused, has_was;
	struct rule_row was; /* the one that is replaced */
	day on;
	bool is_money, is_post, is_term, past, has_changed, has_other, is_long;
	int64_t changed;
	str effect_sentence, changed_summary;
	struct list changed_rows, other_rows; /* struct effect */
	struct list counterparts; /* struct rule_row: what the other kind of authority has, by a rule of its own */
	int64_t before_total, after_total, difference;
	bool complete;
	bool may_decide, own;
	str approve_path, refuse_path, error, reason_error, reason_typed;
};
static const struct field proposal_page_fields[] = {
	FIELD(struct proposal_page, title, KIND_TEXT),
	FIELD(struct proposal_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct proposal_page, proposal, KIND_ONE, .of = &proposal_rec),
	FIELD(struct proposal_page, rule, KIND_ONE, .of = &rule_row_rec),
	FIELD(struct proposal_page, pending, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, approved, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, refused, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, has_was, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, was, KIND_ONE, .of = &rule_row_rec),
	FIELD(struct proposal_page, on, KIND_DAY),
	FIELD(struct proposal_page, is_money, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, is_post, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, is_term, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, past, KIND_BOOL),
	FIELD(struct proposal_page, has_changed, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, has_other, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, changed, KIND_INT),
	FIELD(struct proposal_page, effect_sentence, KIND_TEXT),
	FIELD(struct proposal_page, is_long, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, changed_summary, KIND_TEXT, .hidden = true),
	FIELD(struct proposal_page, changed_rows, KIND_MANY, .of = &effect_rec),
	FIELD(struct proposal_page, other_rows, KIND_MANY, .of = &effect_rec),
	FIELD(struct proposal_page, counterparts, KIND_MANY, .of = &rule_row_rec),
	FIELD(struct proposal_page, before_total, KIND_MONEY),
	FIELD(struct proposal_page, after_total, KIND_MONEY),
	FIELD(struct proposal_page, difference, KIND_MONEY),
	FIELD(struct proposal_page, complete, KIND_BOOL),
	FIELD(struct proposal_page, may_decide, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, own, KIND_BOOL, .hidden = true),
	FIELD(struct proposal_page, approve_path, KIND_PATH, .hidden = true),
	FIELD(struct proposal_page, refuse_path, KIND_PATH, .hidden = true),
	FIELD(struct proposal_page, error, KIND_TEXT, .hidden = true),
	FIELD(struct proposal_page, reason_error, KIND_TEXT, .hidden = true),
	FIELD(struct proposal_page, reason_typed, KIND_TEXT, .hidden = true),
};
static const struct record proposal_page_rec = RECORD("proposal_page", struct proposal_page, proposal_page_fields);
const struct page page_proposal = { "rulebook/proposal.html", &proposal_page_rec };

static void say_effect(struct cx *cx, struct proposal_page *p)
{
	str on = say_day(cx->words, cx->mem, p->on);
	str more = money_difference(cx, p->difference);
	const char *key = p->changed == 0      ? "proposal.no_effect"
	                  : p->difference == 0 ? "proposal.effect_without_money"
	                                       : "proposal.effect";
	p->effect_sentence = p->changed == 0 ? word_args(cx->words, cx->mem, key, ARGS({ "day", on }))
	                                     : word_plural(cx->words, cx->mem, key, p->changed,
	                                                   ARGS({ "day", on }, { "difference", more }));
}

/* Whoever changes an amount for the Kreise may forget that the cities have a rule of their own. */
static err fill_counterparts(struct cx *cx, struct proposal_page *p, const struct proposal_effect *e)
{
	struct list rules = { 0 };
	if (!p->pending || !e->rule.authority.p || str_is(p->proposal.kind, "confirm"))
		return OK;
	TRY(rules_known(cx, cx->now, &rules));
	LIST_EACH (const struct rule, r, &rules) {
		bool other = r->authority.p && !str_eq(r->authority, e->rule.authority);
		if (other && str_eq(r->item, e->rule.item) && str_eq(r->part, e->rule.part) &&
		    rule_applies(r, r->authority, 0, e->on))
			*LIST_ADD(cx->mem, &p->counterparts, struct rule_row) = rule_row_of(cx, r, e->on);
	}
	return OK;
}

static err fill_effect(struct cx *cx, struct proposal_page *p)
{
	struct proposal_effect e;
	struct rule was;
	TRY(proposal_effect(cx, &p->proposal, &e));
	p->rule = rule_row_of(cx, &e.rule, e.on);
	if (str_is(p->proposal.kind, "replace")) {
		TRY(rule_as_written(cx, p->proposal.rule_code, &was));
		p->was = rule_row_of(cx, &was, e.on);
		p->has_was = true;
	}
	p->on = e.on;
	p->past = day_cmp(e.on, cx->today) < 0 && !str_is(p->proposal.kind, "confirm");
	p->is_post = str_is(e.rule.programme, "teachers");
	p->is_term = str_is(e.rule.programme, "terms") || str_is(e.rule.programme, "third_party");
	p->is_money = !p->is_post && !p->is_term;
	p->changed = e.effects.changed;
	p->has_changed = p->changed > 0;
	p->is_long = p->changed > LONG_LIST;
	p->changed_summary = word_plural(cx->words, cx->mem, "proposal.changed_summary", p->changed, NO_ARGS);
	p->before_total = e.effects.before_total;
	p->after_total = e.effects.after_total;
	p->difference = e.effects.difference;
	p->complete = e.effects.complete;
	LIST_EACH (const struct effect, row, &e.effects.rows)
		*LIST_ADD(cx->mem, row->changed ? &p->changed_rows : &p->other_rows, struct effect) = *row;
	p->has_other = p->other_rows.n > 0;
	say_effect(cx, p);
	return fill_counterparts(cx, p, &e);
}

static void fill_decision(struct cx *cx, struct proposal_page *p)
{
	str path = proposal_path(cx, p->proposal.id);
	p->pending = str_is(p->proposal.state, "pending");
	p->approved = str_is(p->proposal.state, "approved");
	p->refused = str_is(p->proposal.state, "refused");
	p->own = p->pending && cx->user && cx->user->id == p->proposal.proposed_by;
	p->may_decide = p->pending && !p->own && user_may(cx->user, RIGHT_RULE_APPROVE);
	p->approve_path = str_print(cx->mem, STR_FMT "/approve", STR_ARG(path));
	p->refuse_path = str_print(cx->mem, STR_FMT "/refuse", STR_ARG(path));
}

/* What stood against the decision: the fault, or a problem that belongs to no field of this page. */
static void fill_errors(struct cx *cx, const struct request *rq, struct proposal_page *p)
{
	p->reason_error = problem_words(cx, "reason");
	p->reason_typed = pairs_get(&rq->http->form, "reason");
	if (cx->fault.key)
		p->error = word_args(cx->words, cx->mem, cx->fault.key, cx->fault.args);
	else if (cx->problems && !p->reason_error.p)
		p->error = word_args(cx->words, cx->mem, cx->problems->key, cx->problems->args);
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct proposal_page p = { .crumbs = rulebook_crumbs(cx) };
	*LIST_ADD(cx->mem, &p.crumbs, struct crumb) =
	        (struct crumb){ word(cx->words, cx->mem, "proposals.title"), S("/rules/proposals") };
	fill_errors(cx, rq, &p);
	TRY(proposal_by_id(cx, route_id(rq), &p.proposal));
	p.title = about(cx, &p.proposal);
	fill_decision(cx, &p);
	TRY(fill_effect(cx, &p));
	return page_show(cx, rq->http, rs, status, &page_proposal, &p);
}

err proposal_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

struct decision {
	str reason;
};
static const struct field approve_fields[] = { FIELD(struct decision, reason, KIND_TEXT, .input = true, .max = 1000,
	                                             .lines = true, .label = "proposal.reason") };
static const struct field refuse_fields[] = { FIELD(struct decision, reason, KIND_TEXT, .input = true, .required = true,
	                                            .max = 1000, .lines = true, .label = "proposal.refuse_reason") };
const struct record proposal_approve_rec = RECORD("decision", struct decision, approve_fields);
const struct record proposal_refuse_rec = RECORD("decision", struct decision, refuse_fields);

/* A decision that cannot be is told on the page of the proposal, with its reason. */
static err decide(struct cx *cx, const struct request *rq, struct res *rs, bool approve)
{
	struct decision in = { 0 };
	err e = form_read(cx, rq->http, approve ? &proposal_approve_rec : &proposal_refuse_rec, &in);
	if (e == OK)
		e = rule_decide(cx, route_id(rq), approve, in.reason);
	if (e == E_INVALID || e == E_STALE || e == E_DENIED)
		return show(cx, rq, rs, page_status(e));
	TRY(e);
	return page_done(cx, rq->http, rs, proposal_path(cx, route_id(rq)),
	                 approve ? "notice.rule_approved" : "notice.rule_refused");
}

err proposal_approve_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return decide(cx, rq, rs, true);
}

err proposal_refuse_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return decide(cx, rq, rs, false);
}
