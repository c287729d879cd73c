/* Tokens for programs: the own ones, made and revoked; all of them, for the technical administration. */
#include "core/app.h"
#include "core/core_pages.h"
#include "core/form.h"
#include "core/page.h"
#include "core/paging.h"
#include "core/token.h"
#include "core/words.h"

/* --- own tokens --------------------------------------------------------------------------------------------------- */

struct tokens_page {
	str title;
	struct list crumbs, items;
	struct form form;
};
static const struct field tokens_fields[] = {
	FIELD(struct tokens_page, title, KIND_TEXT),
	FIELD(struct tokens_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct tokens_page, items, KIND_MANY, .of = &token_rec),
	FIELD(struct tokens_page, form, KIND_ONE, .of = &form_rec),
};
static const struct record tokens_rec = RECORD("tokens", struct tokens_page, tokens_fields);
const struct page page_tokens = { "tokens.html", &tokens_rec };

static struct list crumbs_to(struct cx *cx, const char *key, str path)
{
	struct list l = { 0 };
	*LIST_ADD(cx->mem, &l, struct crumb) = (struct crumb){ word(cx->words, cx->mem, key), path };
	return l;
}

static err show_tokens(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	const struct token_new fresh = { .access = S("read"), .expires_on = day_add(cx->today, TOKEN_DAYS) };
	struct tokens_page p = { .title = word(cx->words, cx->mem, "tokens.title"),
		                 .crumbs = crumbs_to(cx, "account.title", S("/account")),
		                 .form = form_of(cx, rq->http, &token_new_rec, &fresh, S("/account/tokens"),
		                                 "tokens.submit", STR_NONE) };
	TRY(token_list(cx, cx->user->id, &p.items));
	return page_show(cx, rq->http, rs, status, &page_tokens, &p);
}

err tokens_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_tokens(cx, rq, rs, 200);
}

struct token_made_page {
	str title;
	struct list crumbs;
	struct token_made token;
};
static const struct field made_fields[] = {
	FIELD(struct token_made_page, title, KIND_TEXT),
	FIELD(struct token_made_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct token_made_page, token, KIND_ONE, .of = &token_made_rec),
};
static const struct record made_rec = RECORD("token_made", struct token_made_page, made_fields);
const struct page page_token_made = { "token_made.html", &made_rec };

static err make_tx(struct cx *cx, const void *in, void *ret)
{
	return token_make_in_tx(cx, in, ret);
}

/* No redirect: the secret is in no address and no second answer. */
err tokens_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct token_new in = { 0 };
	struct token_made_page p = { .crumbs = crumbs_to(cx, "tokens.title", S("/account/tokens")) };
	err e = form_read(cx, rq->http, &token_new_rec, &in);
	if (e == OK)
		e = db_tx(cx, "token create", make_tx, &in, &p.token, sizeof p.token);
	if (e == E_INVALID)
		return show_tokens(cx, rq, rs, 422);
	TRY(e);
	p.title = word(cx->words, cx->mem, "token_made.title");
	return page_show(cx, rq->http, rs, 200, &page_token_made, &p);
}

struct revoking {
	int64_t id, account_id;
};

static err revoke_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct revoking *r = in;
	return token_revoke_in_tx(cx, r->id, r->account_id);
}

err token_revoke_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct revoking r = { route_id(rq), cx->user->id };
	TRY(db_tx(cx, "token revoke", revoke_tx, &r, NULL, 0));
	return page_done(cx, rq->http, rs, S("/account/tokens"), "notice.token_revoked");
}

/* --- all tokens --------------------------------------------------------------------------------------------------- */

struct all_tokens_page {
	str title;
	struct list crumbs, items;
	str first, next;
};
static const struct field all_fields[] = {
	FIELD(struct all_tokens_page, title, KIND_TEXT),
	FIELD(struct all_tokens_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct all_tokens_page, items, KIND_MANY, .of = &token_rec),
	FIELD(struct all_tokens_page, first, KIND_PATH),
	FIELD(struct all_tokens_page, next, KIND_PATH),
};
static const struct record all_rec = RECORD("all_tokens", struct all_tokens_page, all_fields);
const struct page page_all_tokens = { "all_tokens.html", &all_rec };

enum { TOKENS_PAGE = 50 };

err all_tokens_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct all_tokens_page p = { .title = word(cx->words, cx->mem, "all_tokens.title"),
		                     .crumbs = crumbs_to(cx, "accounts.title", S("/accounts")) };
	struct paging pg = { .list = "tokens", .size = TOKENS_PAGE, .down = true };
	TRY(paging_read(cx, rq, &pg));
	TRY(token_list_all(cx, &pg, &p.items));
	p.first = paging_first(&pg, S("/accounts/tokens"));
	p.next = paging_next(cx, &pg, &p.items, &token_rec, NULL, "id", S("/accounts/tokens"));
	return page_show(cx, rq->http, rs, 200, &page_all_tokens, &p);
}

err any_token_revoke_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct revoking r = { .id = route_id(rq) };
	TRY(db_tx(cx, "token revoke", revoke_tx, &r, NULL, 0));
	return page_done(cx, rq->http, rs, S("/accounts/tokens"), "notice.token_revoked");
}
