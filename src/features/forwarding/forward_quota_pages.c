/* The quotas of a round: a share for each town. Equal ones give each the same; without any, no town has one. */
#include "core/session.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/forwarding/forward_pages.h"

struct quota_page {
	struct centre_frame frame;
	struct section_top top;
	struct list towns; /* struct forward_quota */
	str action, csrf, back;
	int64_t version;
	struct list problems; /* struct said */
};
static const struct field quota_page_fields[] = {
	SECTION_FIELDS(struct quota_page),
	FIELD(struct quota_page, towns, KIND_MANY, .of = &forward_quota_rec),
	FIELD(struct quota_page, action, KIND_PATH, .hidden = true),
	FIELD(struct quota_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct quota_page, back, KIND_PATH, .hidden = true),
	FIELD(struct quota_page, version, KIND_INT),
	FIELD(struct quota_page, problems, KIND_MANY, .of = &said_rec, .hidden = true),
};
static const struct record quota_page_rec = RECORD("forward_quota_page", struct quota_page, quota_page_fields);
const struct page page_forward_quota = { "forwarding/quota.html", &quota_page_rec };

/* The form: ags8 and weight once for each town, in the same order. */
struct quota_typed {
	int64_t version;
	str ags8;
	int64_t weight;
};
static const struct field typed_fields[] = {
	FIELD(struct quota_typed, version, KIND_INT, .hidden = true),
	FIELD(struct quota_typed, ags8, KIND_TEXT, .input = true, .max = 8),
	FIELD(struct quota_typed, weight, KIND_DECIMAL, .input = true, .max = 1000000000),
};
const struct record quota_form_rec = RECORD("forward_quota", struct quota_typed, typed_fields);

static const struct forward_quota *quota_of(const struct list *quotas, str ags8)
{
	LIST_EACH (const struct forward_quota, q, quotas)
		if (str_eq(q->ags8, ags8))
			return q;
	return NULL;
}

/* All towns of the KI, with what they have. */
static err towns_of(struct cx *cx, const struct request *rq, int64_t round_id, struct list *ret)
{
	struct list towns = { 0 }, quotas = { 0 };
	TRY(municipality_list(cx, rq->centre.id, &towns));
	TRY(quota_list(cx, rq->centre.id, round_id, &quotas));
	LIST_EACH (const struct municipality, m, &towns) {
		const struct forward_quota *q = quota_of(&quotas, m->ags8);
		struct forward_quota *mine = LIST_ADD(cx->mem, ret, struct forward_quota);
		if (q)
			*mine = *q;
		mine->ags8 = m->ags8;
		mine->town = m->name;
	}
	return OK;
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct quota_page p = { 0 };
	struct forward_round r;
	TRY(round_find(cx, rq->centre.id, route_id(rq), &r));
	TRY(towns_of(cx, rq, r.id, &p.towns));
	TRY(section_fill(cx, rq, &forward_section, "round", "forward.quota_title", r.title, &p.frame, &p.top));
	p.top.areas = (struct list){ 0 };
	p.back = forward_at(cx, rq, "rounds", r.id, "");
	section_crumb(cx, &p.frame, r.title, p.back);
	p.frame.sentence = word_args(cx->words, cx->mem, "forward.quota_lead",
	                             ARGS({ "budget", say_money(cx->words, cx->mem, r.budget_cents) }));
	p.action = forward_at(cx, rq, "rounds", r.id, "quota");
	p.csrf = session_form_token(cx);
	p.version = r.version;
	for (const struct problem *x = cx->problems; x; x = x->next)
		LIST_ADD(cx->mem, &p.problems, struct said)->text = word_args(cx->words, cx->mem, x->key, x->args);
	return page_show(cx, rq->http, rs, status, &page_forward_quota, &p);
}

err round_quota_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200);
}

/* A blank is no share. A town that is not of this KI is none of ours. */
static err read_weights(struct cx *cx, const struct request *rq, struct quota_save *in)
{
	const struct pairs *form = &rq->http->form;
	struct list towns = { 0 };
	str ags8 = STR_NONE;
	TRY(towns_of(cx, rq, in->round_id, &towns));
	for (size_t i = 0; i < form->n; i++) {
		const struct pair *p = &form->items[i];
		struct quota_typed typed = { 0 };
		const char *key;
		if (str_is(p->name, "ags8"))
			ags8 = p->value;
		const struct forward_quota *town = quota_of(&towns, ags8);
		if (!str_is(p->name, "weight") || str_blank(p->value) || !town)
			continue;
		if (field_parse(cx->mem, &typed_fields[2], p->value, &typed, &key) != OK || typed.weight < 0)
			return problem_add(cx, "weight", "forward.weight_wrong", ARGS({ "town", town->town }));
		*LIST_ADD(cx->mem, &in->weights, struct forward_quota) =
		        (struct forward_quota){ .ags8 = town->ags8, .town = town->town, .weight = typed.weight };
	}
	int64_t sum = 0;
	LIST_EACH (const struct forward_quota, q, &in->weights)
		sum += q->weight;
	if (sum == 0)
		in->weights = (struct list){ 0 };
	return OK;
}

err round_quota_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct quota_save in = { .centre_id = rq->centre.id, .round_id = route_id(rq), .version = sent_version(rq) };
	struct forward_round saved;
	err e = read_weights(cx, rq, &in);
	if (e == OK)
		e = db_tx(cx, "forward.quota", quota_save_in_tx, &in, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, forward_at(cx, rq, "rounds", in.round_id, ""), "forward.done_quota");
	return frame_tells(e) ? show(cx, rq, rs, page_status(e)) : e;
}
