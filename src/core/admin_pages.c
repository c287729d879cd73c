/* What the technical administration sees: accounts and the audit log, no content of a KI. */
#include "core/app.h"
#include "core/core_pages.h"
#include "core/audit.h"
#include "core/form.h"
#include "core/page.h"
#include "core/paging.h"
#include "core/session.h"
#include "core/user.h"

enum { ACCOUNTS_PAGE = 100, AUDIT_PAGE = 50 };

/* --- accounts ----------------------------------------------------------------------------------------------------- */

struct accounts_page {
	str title;
	struct list items;
	str first, next;
};
static const struct field accounts_fields[] = {
	FIELD(struct accounts_page, title, KIND_TEXT),
	FIELD(struct accounts_page, items, KIND_MANY, .of = &user_rec),
	FIELD(struct accounts_page, first, KIND_PATH),
	FIELD(struct accounts_page, next, KIND_PATH),
};
static const struct record accounts_rec = RECORD("accounts", struct accounts_page, accounts_fields);
const struct page page_accounts = { "accounts.html", &accounts_rec };

err accounts_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct accounts_page p = { .title = word(cx->words, cx->mem, "accounts.title") };
	struct paging pg = { .list = "accounts.login", .size = ACCOUNTS_PAGE };
	TRY(paging_read(cx, rq, &pg));
	TRY(user_page(cx, pg.key, paging_limit(&pg), &p.items));
	p.first = paging_first(&pg, S("/accounts"));
	p.next = paging_next(cx, &pg, &p.items, &user_rec, "login", "id", S("/accounts"));
	return page_show(cx, rq->http, rs, 200, &page_accounts, &p);
}

struct account_new_page {
	str title;
	struct form form;
};
static const struct field account_new_fields[] = {
	FIELD(struct account_new_page, title, KIND_TEXT),
	FIELD(struct account_new_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record account_new_rec = RECORD("account_new", struct account_new_page, account_new_fields);
const struct page page_account_new = { "account_new.html", &account_new_rec };

static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct account_new_page p = { .title = word(cx->words, cx->mem, "account_new.title"),
		                      .form = form_of(cx, rq->http, &user_new_rec, NULL, S("/accounts/new"),
		                                      "account_new.submit", S("/accounts")) };
	return page_show(cx, rq->http, rs, status, &page_account_new, &p);
}

err account_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_new(cx, rq, rs, 200);
}

err account_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct user_new in = { 0 };
	struct user made;
	err e = form_read(cx, rq->http, &user_new_rec, &in);
	if (e == OK)
		e = user_create(cx, &in, &made);
	if (e == E_INVALID)
		return show_new(cx, rq, rs, 422);
	TRY(e);
	return page_done(cx, rq->http, rs, S("/accounts"), "notice.account_created");
}

struct closing {
	int64_t id, version;
};
static const struct field closing_fields[] = { FIELD(struct closing, version, KIND_INT, .hidden = true) };
const struct record account_close_rec = RECORD("account_close", struct closing, closing_fields);

static err close_account(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct closing *c = in;
	return user_close_in_tx(cx, c->id, c->version);
}

err account_close_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct closing c = { .id = route_id(rq) };
	if (!str_to_int(pairs_get(&rq->http->form, "version"), &c.version))
		return fail(cx, E_INVALID, "form.version_missing", NO_ARGS);
	if (c.id == cx->user->id)
		return fail(cx, E_INVALID, "user.not_oneself", NO_ARGS);
	TRY(db_tx(cx, "account close", close_account, &c, NULL, 0));
	return page_done(cx, rq->http, rs, S("/accounts"), "notice.account_closed");
}

/* --- audit log ---------------------------------------------------------------------------------------------------- */

struct audit_page {
	str title, verdict, head;
	bool checked, intact;
	struct list items;
	str first, next;
};
static const struct field audit_fields[] = {
	FIELD(struct audit_page, title, KIND_TEXT),  FIELD(struct audit_page, verdict, KIND_TEXT),
	FIELD(struct audit_page, head, KIND_TEXT),   FIELD(struct audit_page, checked, KIND_BOOL),
	FIELD(struct audit_page, intact, KIND_BOOL), FIELD(struct audit_page, items, KIND_MANY, .of = &audit_rec),
	FIELD(struct audit_page, first, KIND_PATH),  FIELD(struct audit_page, next, KIND_PATH),
};
static const struct record audit_page_rec = RECORD("audit_page", struct audit_page, audit_fields);
const struct page page_audit = { "audit.html", &audit_page_rec };

static err fill_verdict(struct cx *cx, struct audit_page *p)
{
	struct audit_verdict v;
	TRY(audit_verify(cx, STR_NONE, &v));
	p->checked = true;
	p->intact = v.ok;
	p->head = v.head_hash;
	p->verdict = v.ok ? word_plural(cx->words, cx->mem, "audit.intact", v.rows, NO_ARGS)
	                  : word_args(cx->words, cx->mem, v.reason.p,
	                              ARGS({ "seq", say_int(cx->words, cx->mem, v.first_bad) }));
	return OK;
}

err audit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct audit_page p = { .title = word(cx->words, cx->mem, "audit.title") };
	struct paging pg = { .list = "audit", .size = AUDIT_PAGE, .down = true };
	TRY(paging_read(cx, rq, &pg));
	if (!pg.further) /* a million rows take more than a second: not again on each further page */
		TRY(fill_verdict(cx, &p));
	TRY(audit_list(cx, pg.id, paging_limit(&pg), &p.items));
	p.first = paging_first(&pg, S("/audit"));
	p.next = paging_next(cx, &pg, &p.items, &audit_rec, NULL, "seq", S("/audit"));
	return page_show(cx, rq->http, rs, 200, &page_audit, &p);
}
