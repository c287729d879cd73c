/* What the technical administration does about the way an account signs in: through the sign-in service, or not. */
#include "core/identity.h"

#include <inttypes.h>

#include "core/app.h"
#include "core/core_pages.h"
#include "core/form.h"
#include "core/page.h"

static const struct field wish_fields[] = {
	FIELD(struct identity_wish, subject, KIND_TEXT, .input = true, .max = 255),
	FIELD(struct identity_wish, by_login, KIND_BOOL, .input = true),
};
const struct record identity_wish_rec = RECORD("identity_wish", struct identity_wish, wish_fields);

struct identity_page {
	str title;
	struct list crumbs;
	const struct identity *link; /* NULL: none */
	const struct form *form;     /* NULL: there is a link, or no service */
	bool offered, removable, no_service;
	str remove_path;
};
static const struct field page_fields[] = {
	FIELD(struct identity_page, title, KIND_TEXT),
	FIELD(struct identity_page, crumbs, KIND_MANY, .of = &crumb_rec),
	FIELD(struct identity_page, link, KIND_ONE, .of = &identity_rec, .maybe = true),
	FIELD(struct identity_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
	FIELD(struct identity_page, offered, KIND_BOOL),
	FIELD(struct identity_page, removable, KIND_BOOL),
	FIELD(struct identity_page, no_service, KIND_BOOL),
	FIELD(struct identity_page, remove_path, KIND_PATH),
};
static const struct record page_rec = RECORD("identity_page", struct identity_page, page_fields);
const struct page page_identity = { "identity.html", &page_rec };

static str path_of(struct cx *cx, const struct user *u, const char *more)
{
	return str_print(cx->mem, "/accounts/%" PRId64 "/identity%s", u->id, more);
}

static err find_link(struct cx *cx, const struct user *u, struct identity_page *p)
{
	struct identity *link = NEW(cx->mem, struct identity);
	err e = identity_of_account(cx, u->id, link);
	if (e != OK && e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	p->link = e == OK ? link : NULL;
	return identity_offered(cx, u->id, &p->offered);
}

static err show(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct user *u)
{
	struct identity_page p = { .remove_path = path_of(cx, u, "/remove") };
	struct form form;
	p.title = word_args(cx->words, cx->mem, "identity.title", ARGS({ "name", u->name }));
	*LIST_ADD(cx->mem, &p.crumbs, struct crumb) =
	        (struct crumb){ word(cx->words, cx->mem, "accounts.title"), S("/accounts") };
	TRY(find_link(cx, u, &p));
	p.removable = p.link || p.offered;
	p.no_service = !oidc_of(cx);
	if (!p.no_service && !p.link && !u->closed) {
		form = form_of(cx, rq->http, &identity_wish_rec, NULL, path_of(cx, u, ""), "identity.submit",
		               S("/accounts"));
		p.form = &form;
	}
	return page_show(cx, rq->http, rs, status, &page_identity, &p);
}

/* An account of that number, for whoever manages accounts. */
static err find_account(struct cx *cx, const struct request *rq, struct user *ret)
{
	err e = user_by_id(cx, route_id(rq), ret);
	return e == E_NOTFOUND ? fail(cx, e, "error.404.text", NO_ARGS) : e;
}

err identity_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct user u;
	TRY(find_account(cx, rq, &u));
	return show(cx, rq, rs, 200, &u);
}

static err offer(struct cx *cx, const void *in, void *ret UNUSED)
{
	return identity_offer_in_tx(cx, in);
}

err identity_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct oidc_config *service = oidc_of(cx);
	struct user u;
	TRY(find_account(cx, rq, &u));
	if (!service || u.closed)
		return fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS);
	struct identity_link link = { .account_id = u.id, .issuer = service->issuer };
	err e = form_read(cx, rq->http, &identity_wish_rec, &link.wish);
	if (e == OK)
		e = db_tx(cx, "identity offer", offer, &link, NULL, 0);
	if (e == E_INVALID)
		return show(cx, rq, rs, 422, &u);
	TRY(e);
	return page_done(cx, rq->http, rs, path_of(cx, &u, ""), "notice.identity_offered");
}

static err take_back(struct cx *cx, const void *in, void *ret UNUSED)
{
	return identity_remove_in_tx(cx, *(const int64_t *)in);
}

err identity_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct user u;
	TRY(find_account(cx, rq, &u));
	TRY(db_tx(cx, "identity remove", take_back, &u.id, NULL, 0));
	return page_done(cx, rq->http, rs, path_of(cx, &u, ""), "notice.identity_removed");
}
