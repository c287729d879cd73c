/* Target agreements of the Land with the carrier. */
#include <inttypes.h>

#include "core/centre_frame.h"
#include "core/words.h"
#include "features/centres/centre_agreements.h"
#include "features/centres/centres_model.h"
#include "features/centres/centres_pages.h"

struct agreements_page {
	struct centre_frame frame;
	struct list agreements;
};
static const struct field agreements_fields[] = {
	FRAME_FIELDS(struct agreements_page),
	FIELD(struct agreements_page, agreements, KIND_MANY, .of = &agreement_rec),
};
static const struct record agreements_rec = RECORD("agreements_page", struct agreements_page, agreements_fields);
const struct page page_agreements = { "centres/agreements.html", &agreements_rec };

struct agreement_page {
	struct centre_frame frame;
	struct agreement agreement;
};
static const struct field agreement_fields[] = {
	FRAME_FIELDS(struct agreement_page),
	FIELD(struct agreement_page, agreement, KIND_ONE, .of = &agreement_rec),
};
static const struct record agreement_page_rec = RECORD("agreement_page", struct agreement_page, agreement_fields);
const struct page page_agreement = { "centres/agreement.html", &agreement_page_rec };

static err show_list(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct agreements_page p = { 0 };
	struct agreement fresh = { 0 };
	struct setting_row ministry;
	TRY(frame_fill(cx, rq, "agreements", "agreements.title", &p.frame));
	TRY(agreement_list(cx, &rq->centre, &p.agreements));
	TRY(setting_get(cx, &setting_ministry_integration, 0, cx->today, &ministry));
	fresh.partner = ministry.value;
	p.frame.sentence = word_plural(cx->words, cx->mem, "agreements.sentence", (int64_t)p.agreements.n, NO_ARGS);
	p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_DECIDE, &agreement_form_rec, &fresh,
	                          frame_path(cx, rq, "agreements"), "agreements.submit");
	return page_show(cx, rq->http, rs, status, &page_agreements, &p);
}

static err show_one(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct agreement_page p = { 0 };
	TRY(frame_fill(cx, rq, "agreements", "agreements.title", &p.frame));
	TRY(agreement_find(cx, &rq->centre, route_id(rq), &p.agreement));
	p.frame.title = p.agreement.title;
	p.frame.form = frame_form(cx, rq, RIGHT_CENTRE_DECIDE, &agreement_form_rec, &p.agreement, p.agreement.path,
	                          "agreements.submit_change");
	return page_show(cx, rq->http, rs, status, &page_agreement, &p);
}

err agreements_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_list(cx, rq, rs, 200);
}

err agreement_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_one(cx, rq, rs, 200);
}

struct agreement_in {
	const struct tenant *centre;
	struct agreement row;
};

static err save_tx(struct cx *cx, const void *in, void *ret)
{
	const struct agreement_in *i = in;
	return agreement_save_in_tx(cx, i->centre, &i->row, ret);
}

err agreements_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct agreement_in in = { .centre = &rq->centre };
	int64_t id = 0;
	err e = form_read(cx, rq->http, &agreement_new_rec, &in.row);
	if (e == OK)
		e = db_tx(cx, "centre.agreement", save_tx, &in, &id, sizeof id);
	if (e == OK)
		return page_done_thing(
		        cx, rq->http, rs, frame_path(cx, rq, "agreements"), "agreements.done",
		        str_print(cx->mem, STR_FMT "/%" PRId64, STR_ARG(frame_path(cx, rq, "agreements")), id), 1);
	return frame_tells(e) ? show_list(cx, rq, rs, page_status(e)) : e;
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct agreement *typed)
{
	struct agreement now;
	TRY(agreement_find(cx, &rq->centre, typed->id, &now));
	return stale_show(cx, rq, rs, &agreement_form_rec, &now, typed, now.version, now.path,
	                  "agreements.submit_change");
}

err agreement_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct agreement_in in = { .centre = &rq->centre };
	int64_t id = 0;
	TRY(agreement_find(cx, &rq->centre, route_id(rq), &in.row)); /* 404 before anything else */
	err e = form_read(cx, rq->http, &agreement_form_rec, &in.row);
	in.row.version = sent_version(rq);
	if (e == OK)
		e = db_tx(cx, "centre.agreement", save_tx, &in, &id, sizeof id);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, in.row.path, "agreements.done_change", in.row.path,
		                       in.row.version + 1);
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &in.row);
	return frame_tells(e) ? show_one(cx, rq, rs, page_status(e)) : e;
}
