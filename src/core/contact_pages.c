/* The mail address of an account: the own one, and any one for the technical administration. */
#include <inttypes.h>

#include "core/access_pages.h"
#include "core/app.h"
#include "core/contact.h"
#include "core/form.h"
#include "core/second_factor.h"

struct setting_email {
	struct user user;
	str email;
};

static err set_email(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct setting_email *s = in;
	return contact_set_in_tx(cx, &s->user, s->email);
}

/* --- the own one -------------------------------------------------------------------------------------------------- */

struct own_email {
	str email, old_password;
};
static const struct field own_fields[] = {
	FIELD(struct own_email, email, KIND_TEXT, .label = "contact.email", .input = true, .max = 254),
	FIELD(struct own_email, old_password, KIND_TEXT, .label = "own_email.password", .input = true, .required = true,
	      .hidden = true),
};
const struct record own_email_rec = RECORD("own_email", struct own_email, own_fields);

struct own_page {
	str title;
	struct form form;
};
static const struct field own_page_fields[] = {
	FIELD(struct own_page, title, KIND_TEXT),
	FIELD(struct own_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record own_page_rec = RECORD("own_email_page", struct own_page, own_page_fields);
const struct page page_own_email = { "own_email.html", &own_page_rec };

static err show_own(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct own_email row = { 0 };
	TRY(contact_email(cx, cx->user->id, &row.email));
	struct own_page p = { .title = word(cx->words, cx->mem, "own_email.title"),
		              .form = form_of(cx, rq->http, &own_email_rec, &row, S("/account/email"),
		                              "own_email.submit", S("/account")) };
	return page_show(cx, rq->http, rs, status, &page_own_email, &p);
}

err own_email_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_own(cx, rq, rs, 200);
}

/* Who found an open browser must not be able to lead the link for a new password to himself. */
err own_email_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own_email in = { 0 };
	struct setting_email s = { .user = *cx->user };
	err e = form_read(cx, rq->http, &own_email_rec, &in);
	s.email = in.email;
	if (e == OK)
		e = account_old_password(cx, rq, in.old_password);
	if (e == OK)
		e = db_tx(cx, "account email", set_email, &s, NULL, 0);
	if (e == E_INVALID)
		return show_own(cx, rq, rs, 422);
	TRY(e);
	return page_done(cx, rq->http, rs, S("/account"), "notice.email_set");
}

/* --- any one ------------------------------------------------------------------------------------------------------ */

struct account_email {
	str email;
};
static const struct field any_fields[] = { FIELD(struct account_email, email, KIND_TEXT, .label = "contact.email",
	                                         .input = true, .max = 254) };
const struct record account_email_rec = RECORD("account_email", struct account_email, any_fields);

struct one_page {
	str title;
	struct user user;
	bool factor, may_reset; /* has a second factor; it is not the own account */
	struct form form;
};
static const struct field one_fields[] = {
	FIELD(struct one_page, title, KIND_TEXT),
	FIELD(struct one_page, user, KIND_ONE, .of = &user_rec),
	FIELD(struct one_page, factor, KIND_BOOL),
	FIELD(struct one_page, may_reset, KIND_BOOL),
	FIELD(struct one_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record one_rec = RECORD("one_account", struct one_page, one_fields);
const struct page page_one_account = { "one_account.html", &one_rec };

static err find(struct cx *cx, const struct request *rq, struct user *ret)
{
	err e = user_by_id(cx, route_id(rq), ret);
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS) : e;
}

static err show_one(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct user *u)
{
	struct account_email row = { 0 };
	str action = str_print(cx->mem, "/accounts/%" PRId64 "/email", u->id);
	struct factor factor;
	TRY(contact_email(cx, u->id, &row.email));
	TRY(factor_of(cx, u->id, &factor));
	struct one_page p = { .title = u->name,
		              .user = *u,
		              .factor = factor.confirmed,
		              .may_reset = factor.begun && u->id != cx->user->id,
		              .form = form_of(cx, rq->http, &account_email_rec, &row, action, "own_email.submit",
		                              S("/accounts")) };
	return page_show(cx, rq->http, rs, status, &page_one_account, &p);
}

err one_account_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct user u;
	TRY(find(cx, rq, &u));
	return show_one(cx, rq, rs, 200, &u);
}

err account_email_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct account_email in = { 0 };
	struct setting_email s = { .email = STR_NONE };
	TRY(find(cx, rq, &s.user));
	err e = form_read(cx, rq->http, &account_email_rec, &in);
	s.email = in.email;
	if (e == OK)
		e = db_tx(cx, "account email", set_email, &s, NULL, 0);
	if (e == E_INVALID)
		return show_one(cx, rq, rs, 422, &s.user);
	TRY(e);
	return page_done(cx, rq->http, rs, str_print(cx->mem, "/accounts/%" PRId64, s.user.id), "notice.email_set");
}
