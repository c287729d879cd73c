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

err accounts_get(struct cx *cx, const struct request *rq, struct res *rs);
err account_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err account_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err account_close_post(struct cx *cx, const struct request *rq, struct res *rs);
err audit_get(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_accounts, page_account_new, page_audit;
extern const struct record account_close_rec;

extern const struct page page_error;
#endif
