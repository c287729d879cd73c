/* Forms that write a proposal: add a rule, end, replace or confirm one. */
#include <inttypes.h>

#include "core/form.h"
#include "core/user.h"
#include "core/words.h"
#include "features/rulebook/rule_text.h"
#include "features/rulebook/rulebook_pages.h"

struct rule_form_page {
	str title, lead;
	struct list crumbs;
	struct rule_row *rule; /* the one it is about; NULL: a new one */
	str taken_over;        /* from which proposal source and reason are; absent: from none */
	struct form form;
};
static const struct field rule_form_fields[] = {
	FIELD(struct rule_form_page, title, KIND_TEXT),
	FIELD(struct rule_form_page, lead, KIND_TEXT),
	FIELD(struct rule_form_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct rule_form_page, rule, KIND_ONE, .maybe = true, .of = &rule_row_rec),
	FIELD(struct rule_form_page, taken_over, KIND_TEXT),
	FIELD(struct rule_form_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record rule_form_rec = RECORD("rule_form", struct rule_form_page, rule_form_fields);
const struct page page_rule_form = { "rulebook/form.html", &rule_form_rec };

/* What one of the four forms is made of. */
struct kind_of_form {
	const char *path; /* behind /rules/{code} */
	const char *title, *lead, *submit;
	const struct record *record;
};
static const struct kind_of_form ADD = { "", "rule_add.title", "rule_add.lead", "rule_add.submit", &rule_new_rec };
static const struct kind_of_form END = { "/end", "rule_end.title", "rule_end.lead", "rule_end.submit", &rule_end_rec };
static const struct kind_of_form REPLACE = { "/replace", "rule_replace.title", "rule_replace.lead",
	                                     "rule_replace.submit", &rule_replace_rec };
static const struct kind_of_form CONFIRM = { "/confirm", "rule_confirm.title", "rule_confirm.lead",
	                                     "rule_confirm.submit", &rule_confirm_rec };

static err offer_centres(struct cx *cx, struct form *form)
{
	struct list centres = { 0 }, offer = { 0 };
	TRY(rule_centres(cx, &centres));
	*LIST_ADD(cx->mem, &offer, struct form_choice) =
	        (struct form_choice){ .code = S(""), .text = word(cx->words, cx->mem, "rule_add.no_centre") };
	LIST_EACH (const struct rule_centre, c, &centres)
		*LIST_ADD(cx->mem, &offer, struct form_choice) =
		        (struct form_choice){ .code = c->slug, .text = c->name };
	form_offer(cx, form, "centre_slug", &offer);
	return OK;
}

/* A rule is replaced by one of its kind: nobody is asked for the amount of a deadline. */
static const struct record *asked_for(const struct kind_of_form *k, const struct rule *about)
{
	if (k != &REPLACE)
		return k->record;
	return str_is(about->programme, "terms")      ? &replace_term_rec
	       : str_is(about->programme, "teachers") ? &replace_posts_rec
	                                              : &replace_money_rec;
}

/* What is filled in before anybody types. Rules come in pairs, for the Kreise and for the cities: who proposes the
 * second one has written source and reason already, in the first one that still waits. */
struct filled {
	const void *row;
	str taken_over; /* the sentence that says so */
};

static err take_over(struct cx *cx, const struct rule *about, str *source, str *reason, struct filled *ret)
{
	struct proposal first;
	err e = proposal_waiting(cx, cx->user->id, about ? about->item : STR_NONE, &first);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	*source = first.source;
	*reason = first.reason;
	ret->taken_over = word_args(cx->words, cx->mem, "rule_form.taken_over",
	                            ARGS({ "when", say_instant(cx->words, cx->mem, first.proposed_at) }));
	return OK;
}

/* The form for `about` (NULL: a new rule), filled in before or with what was sent. */
static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct kind_of_form *k,
                const struct rule *about, struct filled filled)
{
	struct rule_form_page p = { .taken_over = filled.taken_over,
		                    .title = word(cx->words, cx->mem, k->title),
		                    .lead = word(cx->words, cx->mem, k->lead),
		                    .crumbs = rulebook_crumbs(cx) };
	str back = S("/rules"), action = S("/rules/new");
	if (about) {
		p.rule = NEW(cx->mem, struct rule_row);
		*p.rule = rule_row_of(cx, about, cx->today);
		back = p.rule->path;
		action = str_print(cx->mem, STR_FMT "%s", STR_ARG(back), k->path);
	}
	p.form = form_of(cx, rq->http, asked_for(k, about), filled.row, action, k->submit, back);
	if (!about)
		TRY(offer_centres(cx, &p.form));
	return page_show(cx, rq->http, rs, status, &page_rule_form, &p);
}

/* After a proposal was tried: the form again with what is wrong, or the proposal with its effect. */
static err finish(struct cx *cx, const struct request *rq, struct res *rs, err e, int64_t id,
                  const struct kind_of_form *k, const struct rule *about)
{
	if (e == E_INVALID)
		return show(cx, rq, rs, 422, k, about, (struct filled){ 0 });
	TRY(e);
	return page_done(cx, rq->http, rs, str_print(cx->mem, "/rules/proposals/%" PRId64, id), "notice.rule_proposed");
}

static err find(struct cx *cx, const struct request *rq, struct rule *ret)
{
	return rule_by_code(cx, route_part(rq, "code"), ret);
}

/* --- add ---------------------------------------------------------------------------------------------------------- */

err rule_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule_new row = { .part = S("base") };
	struct filled filled = { .row = &row };
	TRY(take_over(cx, NULL, &row.source, &row.reason, &filled));
	return show(cx, rq, rs, 200, &ADD, NULL, filled);
}

err rule_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule_new in = { 0 };
	int64_t id = 0;
	err e = form_read(cx, rq->http, &rule_new_rec, &in);
	if (e == OK)
		e = rule_propose_add(cx, &in, &id);
	return finish(cx, rq, rs, e, id, &ADD, NULL);
}

/* --- replace ------------------------------------------------------------------------------------------------------ */

err rule_replace_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule r;
	TRY(find(cx, rq, &r));
	struct rule_new row = { .quantity = r.quantity,
		                .unit_cents = r.unit_cents,
		                .value = r.value,
		                .financing = r.financing,
		                .valid_to = r.valid_to,
		                .mark = S("read") };
	struct filled filled = { .row = &row };
	TRY(take_over(cx, &r, &row.source, &row.reason, &filled));
	return show(cx, rq, rs, 200, &REPLACE, &r, filled);
}

err rule_replace_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule r;
	struct rule_new in = { 0 };
	int64_t id = 0;
	TRY(find(cx, rq, &r));
	err e = form_read(cx, rq->http, &rule_replace_rec, &in);
	if (e == OK)
		e = rule_propose_replace(cx, r.code, &in, &id);
	return finish(cx, rq, rs, e, id, &REPLACE, &r);
}

/* --- end ---------------------------------------------------------------------------------------------------------- */

err rule_end_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule r;
	struct rule_end row = { 0 };
	struct filled filled = { .row = &row };
	TRY(find(cx, rq, &r));
	TRY(take_over(cx, &r, &row.source, &row.reason, &filled));
	return show(cx, rq, rs, 200, &END, &r, filled);
}

err rule_end_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule r;
	struct rule_end in = { 0 };
	int64_t id = 0;
	TRY(find(cx, rq, &r));
	err e = form_read(cx, rq->http, &rule_end_rec, &in);
	if (e == OK)
		e = rule_propose_end(cx, r.code, &in, &id);
	return finish(cx, rq, rs, e, id, &END, &r);
}

/* --- confirm ------------------------------------------------------------------------------------------------------ */

err rule_confirm_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule r;
	struct rule_confirm row = { 0 };
	struct filled filled = { .row = &row };
	TRY(find(cx, rq, &r));
	TRY(take_over(cx, &r, &row.source, &row.reason, &filled));
	return show(cx, rq, rs, 200, &CONFIRM, &r, filled);
}

err rule_confirm_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct rule r;
	struct rule_confirm in = { 0 };
	int64_t id = 0;
	TRY(find(cx, rq, &r));
	err e = form_read(cx, rq->http, &rule_confirm_rec, &in);
	if (e == OK)
		e = rule_propose_confirm(cx, r.code, &in, &id);
	return finish(cx, rq, rs, e, id, &CONFIRM, &r);
}
