/* A new password by mail: asking for the link, and using it. What is answered never tells whether there is an account.
 */
#include "core/access_pages.h"
#include "core/app.h"
#include "core/form.h"
#include "core/reset.h"

/* --- asking ------------------------------------------------------------------------------------------------------- */

struct forgotten {
	str who;
};
static const struct field forgotten_fields[] = { FIELD(struct forgotten, who, KIND_TEXT, .input = true,
	                                               .required = true, .max = 254) };
const struct record forgotten_rec = RECORD("forgotten", struct forgotten, forgotten_fields);

struct forgotten_page {
	str title;
	bool possible, asked;
	struct form form;
};
static const struct field page_fields[] = {
	FIELD(struct forgotten_page, title, KIND_TEXT),
	FIELD(struct forgotten_page, possible, KIND_BOOL),
	FIELD(struct forgotten_page, asked, KIND_BOOL),
	FIELD(struct forgotten_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record forgotten_page_rec = RECORD("forgotten_page", struct forgotten_page, page_fields);
const struct page page_forgotten = { "forgotten.html", &forgotten_page_rec };

static err show_forgotten(struct cx *cx, const struct request *rq, struct res *rs, int status, bool asked)
{
	struct forgotten_page p = { .title = word(cx->words, cx->mem, asked ? "forgotten.asked" : "forgotten.title"),
		                    .possible = mail_possible(cx),
		                    .asked = asked,
		                    .form = form_of(cx, rq->http, &forgotten_rec, NULL, S("/login/forgotten"),
		                                    "forgotten.submit", S("/login")) };
	return page_show(cx, rq->http, rs, status, &page_forgotten, &p);
}

err forgotten_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_forgotten(cx, rq, rs, 200, false);
}

err forgotten_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct forgotten in = { 0 };
	if (!mail_possible(cx))
		return show_forgotten(cx, rq, rs, 200, false);
	err e = form_read(cx, rq->http, &forgotten_rec, &in);
	if (e == OK)
		e = reset_ask(cx, in.who, rq->http->address);
	if (e == E_INVALID || e == E_DENIED)
		return show_forgotten(cx, rq, rs, 422, false);
	TRY(e);
	return show_forgotten(cx, rq, rs, 200, true);
}

/* --- using the link ----------------------------------------------------------------------------------------------- */

struct new_password {
	str password;
};
static const struct field reset_fields[] = { FIELD(struct new_password, password, KIND_TEXT,
	                                           .label = "new_password.password", .input = true, .required = true,
	                                           .min = 12, .hidden = true) };
const struct record reset_rec = RECORD("reset", struct new_password, reset_fields);

struct reset_page {
	str title;
	struct form form;
};
static const struct field reset_page_fields[] = {
	FIELD(struct reset_page, title, KIND_TEXT),
	FIELD(struct reset_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record reset_page_rec = RECORD("reset_page", struct reset_page, reset_page_fields);
const struct page page_reset = { "reset.html", &reset_page_rec };

static err show_reset(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	str action = str_print(cx->mem, "/login/reset/" STR_FMT, STR_ARG(route_part(rq, "code")));
	struct reset_page p = { .title = word(cx->words, cx->mem, "reset.title"),
		                .form = form_of(cx, rq->http, &reset_rec, NULL, action, "reset.submit", S("/login")) };
	return page_show(cx, rq->http, rs, status, &page_reset, &p);
}

/* Reading uses nothing up: mail gateways look at links before people do. */
err reset_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct user holder;
	TRY(reset_find(cx, route_part(rq, "code"), &holder));
	return show_reset(cx, rq, rs, 200);
}

err reset_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct new_password in = { 0 };
	struct user holder;
	TRY(reset_find(cx, route_part(rq, "code"), &holder));
	err e = form_read(cx, rq->http, &reset_rec, &in);
	if (e == OK)
		e = reset_use(cx, route_part(rq, "code"), in.password);
	if (e == E_INVALID)
		return show_reset(cx, rq, rs, 422);
	TRY(e);
	cookie_drop(cx, rs, cookie_session(cx->app));
	return page_done(cx, rq->http, rs, S("/login"), "notice.password_set");
}
