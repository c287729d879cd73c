/* core_pages.h -- the handlers and pages of core's own feature, gathered in core_feature.c. */
#ifndef CORE_CORE_PAGES_H
#define CORE_CORE_PAGES_H
#include "core/route.h"

err start_get(struct cx *cx, const struct request *rq, struct res *rs);
err about_get(struct cx *cx, const struct request *rq, struct res *rs);
err accessibility_get(struct cx *cx, const struct request *rq, struct res *rs);
err help_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_start, page_about, page_accessibility, page_help;
err privacy_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_privacy;

err login_get(struct cx *cx, const struct request *rq, struct res *rs);
err login_post(struct cx *cx, const struct request *rq, struct res *rs);
err logout_post(struct cx *cx, const struct request *rq, struct res *rs);
err language_get(struct cx *cx, const struct request *rq, struct res *rs);
err account_get(struct cx *cx, const struct request *rq, struct res *rs);
err account_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_login, page_account;
extern const struct record credentials_rec, new_password_rec, target_asked_rec;

err tokens_get(struct cx *cx, const struct request *rq, struct res *rs);
err tokens_post(struct cx *cx, const struct request *rq, struct res *rs);
err token_revoke_post(struct cx *cx, const struct request *rq, struct res *rs);
err all_tokens_get(struct cx *cx, const struct request *rq, struct res *rs);
err any_token_revoke_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_tokens, page_token_made, page_all_tokens;

/* The sign-in page that leads to the page `target` afterwards. */
struct login_state {
	int status;
	str target;
	str refusal; /* a word about what did not work; absent: nothing */
	bool left;   /* just signed out, but not at the sign-in service */
};
err login_show(struct cx *cx, const struct request *rq, struct res *rs, const struct login_state *state) MUST;
str login_target(const struct request *rq);                  /* ?to=, if it is a page here; else "/" */
str login_path(struct cx *cx, const char *path, str target); /* "/login?to=..." */
err oidc_get(struct cx *cx, const struct request *rq, struct res *rs);
err oidc_back_get(struct cx *cx, const struct request *rq, struct res *rs);
err oidc_leave_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct record login_asked_rec, oidc_asked_rec;

err accounts_get(struct cx *cx, const struct request *rq, struct res *rs);
err account_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err account_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err account_close_post(struct cx *cx, const struct request *rq, struct res *rs);
err identity_get(struct cx *cx, const struct request *rq, struct res *rs);
err identity_post(struct cx *cx, const struct request *rq, struct res *rs);
err identity_remove_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_identity;
extern const struct record identity_wish_rec;
err audit_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_accounts, page_account_new, page_audit;
extern const struct record account_close_rec;

extern const struct page page_error;
#endif
