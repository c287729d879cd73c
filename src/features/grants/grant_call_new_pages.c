/* A new call for funds: amounts per position up to what is left; two groups in one are refused and split on request. */
#include "features/grants/grant_call_pages.h"

#include <inttypes.h>

#include "core/words.h"

struct form_page {
	struct centre_frame frame;
	struct section_top top;
	str outside, groups;
};
static const struct field form_page_fields[] = {
	SECTION_FIELDS(struct form_page),
	FIELD(struct form_page, outside, KIND_TEXT),
	FIELD(struct form_page, groups, KIND_TEXT),
};
static const struct record form_page_rec = RECORD("grant_call_form_page", struct form_page, form_page_fields);
const struct page page_grant_call_form = { "grants/call_form.html", &form_page_rec };

/* Under each position: what is left of it. */
static void say_left(struct cx *cx, const struct grant_state *s, struct form *f)
{
	LIST_EACH (struct form_field, field, &f->fields)
		for (size_t i = 0; i < GRANT_ITEMS; i++) {
			str item = str_of(grant_items[i]);
			if (!str_eq(field->name, str_print(cx->mem, "cents_" STR_FMT, STR_ARG(item))))
				continue;
			int64_t left = grant_call_left(s, item);
			field->hint = word_args(cx->words, cx->mem, "grants.call.left",
			                        ARGS({ "left", say_money(cx->words, cx->mem, left) }));
			field->described_by = str_print(cx->mem, STR_FMT "-hint", STR_ARG(field->id));
			if (field->error.p)
				field->described_by = str_print(cx->mem, STR_FMT " " STR_FMT "-error",
				                                STR_ARG(field->described_by), STR_ARG(field->id));
		}
}

/* The account is that of the newest call of this KI's case; the need begins today and ends with the term of use. */
static err defaults(struct cx *cx, const struct grant_view *v, struct grant_call_in *ret)
{
	*ret = (struct grant_call_in){ .version = v->state.seen, .from = cx->today };
	ret->until = day_add(day_add_months(cx->today, (int)v->state.terms.use_months), -1);
	for (size_t i = v->events.n; i-- > 0;) {
		const struct grant_event *e = LIST_AT(&v->events, const struct grant_event, i);
		struct grant_call_paper paper = { 0 };
		if (!str_is(e->kind, "called") || !e->content.p)
			continue;
		TRY(grant_paper_read(cx, e->content, &grant_call_paper_rec, &paper));
		ret->account = paper.account;
		return OK;
	}
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct grant_view *v,
                bool split)
{
	struct form_page p = { 0 };
	struct grant_call_in fresh;
	TRY(defaults(cx, v, &fresh));
	TRY(grant_section_fill(cx, rq, v, "grants.call_new_title", &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "grants.calls"), grant_at(cx, rq, "calls"));
	p.top.areas = (struct list){ 0 };
	p.frame.sentence = word(cx->words, cx->mem, "grants.call_new_lead");
	p.outside = grant_call_outside(cx, &v->state.terms, cx->today);
	p.groups = v->state.terms.two_groups ? word(cx->words, cx->mem, "grants.calls_apart") : STR_NONE;
	struct form *f = NEW(cx->mem, struct form);
	*f = form_of(cx, rq->http, grant_call_form_of(cx, &v->state, split), &fresh, rq->http->path,
	             "grants.call.submit", grant_at(cx, rq, "calls"));
	if (status == 409)
		f->version = str_print(cx->mem, "%" PRId64, v->state.seen);
	say_left(cx, &v->state, f);
	p.frame.form = f;
	return page_show(cx, rq->http, rs, status, &page_grant_call_form, &p);
}

err grant_call_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	TRY(grant_view_fill(cx, rq, &v));
	const char *why_not = grant_may(&v.state, S("called"), 0, cx->today);
	return why_not ? fail(cx, E_INVALID, why_not, NO_ARGS) : show(cx, rq, rs, 200, &v, false);
}

err grant_call_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_view v = { 0 };
	struct grant_call_in in = { .version = sent_version(rq) };
	struct grant_event stored;
	TRY(grant_view_fill(cx, rq, &v));
	const char *why_not = grant_may(&v.state, S("called"), 0, cx->today);
	if (why_not)
		return fail(cx, E_INVALID, why_not, NO_ARGS);
	const struct grant_call_add add = { .centre = &rq->centre, .c = &v.c, .state = &v.state, .call = &in };
	err e = form_read(cx, rq->http, grant_call_form_of(cx, &v.state, true), &in);
	if (e == OK && in.version != v.state.seen)
		e = fail(cx, E_STALE, "grants.stale", NO_ARGS);
	if (e == OK)
		e = grant_call_check(cx, &v.state, &in);
	if (e == OK)
		e = db_tx(cx, "grant.call", grant_call_add_in_tx, &add, &stored, sizeof stored);
	if (e == OK)
		return page_done(cx, rq->http, rs, grant_at(cx, rq, "calls"), "grants.call.done");
	bool split = in.split || problem_of(cx, "split");
	return e == E_STALE || frame_tells(e) ? show(cx, rq, rs, page_status(e), &v, split) : e;
}
