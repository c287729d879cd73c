/* "All my requests": a mail with links, for whoever has lost them. What is answered never tells whether the address is
 * known; only the job looks (request_mail.c). */
#include "core/audit.h"
#include "core/centre_frame.h"
#include "core/link_order.h"
#include "core/mail.h"
#include "features/centres/centres_model.h"
#include "features/interpreters/request_pages.h"

struct mine {
	str email;
};
static const struct field mine_fields[] = { FIELD(struct mine, email, KIND_TEXT, .input = true, .required = true,
	                                          .max = 200) };
const struct record mine_rec = RECORD("request_mine", struct mine, mine_fields);

struct mine_page {
	str title, name, reach;
	bool possible, asked;
	struct form form;
};
static const struct field page_fields[] = {
	FIELD(struct mine_page, title, KIND_TEXT), FIELD(struct mine_page, name, KIND_TEXT),
	FIELD(struct mine_page, reach, KIND_TEXT), FIELD(struct mine_page, possible, KIND_BOOL),
	FIELD(struct mine_page, asked, KIND_BOOL), FIELD(struct mine_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record page_rec = RECORD("request_mine_page", struct mine_page, page_fields);
const struct page page_mine = { "interpreters/request_mine.html", &page_rec };

/* --- asking ------------------------------------------------------------------------------------------------------- */

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, bool asked)
{
	const struct face *face;
	struct mine_page p = { .title = word(cx->words, cx->mem, asked ? "request_mine.asked" : "request_mine.title"),
		               .possible = mail_possible(cx),
		               .asked = asked };
	TRY(request_face(cx, rq, &face));
	TRY(centre_reach(cx, rq->centre.id, &p.reach));
	p.name = face->name;
	p.form = form_of(cx, rq->http, &mine_rec, NULL, frame_path(cx, rq, "interpreters/requests"),
	                 "request_mine.submit", frame_path(cx, rq, "interpreters/request"));
	return page_show(cx, rq->http, rs, status, &page_mine, &p);
}

err mine_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show(cx, rq, rs, 200, false);
}

struct asking {
	struct link_order order;
	str place;
};

static err ask_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct asking *a = in;
	TRY(request_count_in_tx(cx, a->place, a->order.email));
	audit_note(cx, "booking.requests_asked", S("bookings"), MAYBE(a->order.centre_id));
	return link_order_in_tx(cx, "pool.requests", &a->order);
}

err mine_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct mine in = { 0 };
	if (!mail_possible(cx))
		return show(cx, rq, rs, 200, false);
	err e = form_read(cx, rq->http, &mine_rec, &in);
	if (e == OK && !mail_address_ok(in.email))
		e = problem_add(cx, "email", "request_form.no_email", NO_ARGS);
	if (e == OK)
		e = request_wait(cx, rq, in.email);
	const struct asking a = { { rq->centre.id, utf8_fold(cx->mem, in.email) }, rq->http->address };
	if (e == OK)
		e = db_tx(cx, "booking.requests_asked", ask_tx, &a, NULL, 0);
	if (e == E_INVALID)
		return show(cx, rq, rs, 422, false);
	TRY(e);
	return show(cx, rq, rs, 200, true);
}
