/* access_pages.h -- the pages of getting in again and of the second factor, gathered in access_feature.c. */
#ifndef CORE_ACCESS_PAGES_H
#define CORE_ACCESS_PAGES_H
#include "core/route.h"

extern const struct feature access_feature;

/* Whether this is the password of cx->user; E_INVALID with a problem at "old_password" (or that one has to wait).
 * Guesses count as those at the sign-in page do (sign_in_pages.c). */
err account_old_password(struct cx *cx, const struct request *rq, str password) MUST;

/* reset_pages.c: a new password by mail */
err forgotten_get(struct cx *cx, const struct request *rq, struct res *rs);
err forgotten_post(struct cx *cx, const struct request *rq, struct res *rs);
err reset_get(struct cx *cx, const struct request *rq, struct res *rs);
err reset_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_forgotten, page_reset;
extern const struct record forgotten_rec, reset_rec;

/* contact_pages.c: the mail address of the own account, and one account as the technical administration sees it */
err own_email_get(struct cx *cx, const struct request *rq, struct res *rs);
err own_email_post(struct cx *cx, const struct request *rq, struct res *rs);
err one_account_get(struct cx *cx, const struct request *rq, struct res *rs);
err account_email_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_own_email, page_one_account;
extern const struct record own_email_rec, account_email_rec;

/* second_factor_pages.c: the second factor of the own account; the administration resets that of somebody else */
struct code_typed {
	str one_time_code;
};
err factor_get(struct cx *cx, const struct request *rq, struct res *rs);
err factor_begin_post(struct cx *cx, const struct request *rq, struct res *rs);
err factor_confirm_post(struct cx *cx, const struct request *rq, struct res *rs);
err factor_codes_get(struct cx *cx, const struct request *rq, struct res *rs);
err factor_codes_post(struct cx *cx, const struct request *rq, struct res *rs);
err factor_off_get(struct cx *cx, const struct request *rq, struct res *rs);
err factor_off_post(struct cx *cx, const struct request *rq, struct res *rs);
err factor_reset_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_factor, page_codes, page_with_code;
extern const struct record factor_begin_rec, factor_code_rec, factor_app_code_rec;

/* sign_in_step_pages.c: the second step of signing in. step_ask: after the right password of an account that has a
 * second factor; `target` is where he wanted to go. */
err step_ask(struct cx *cx, const struct request *rq, struct res *rs, const struct user *u, str target) MUST;
err step_get(struct cx *cx, const struct request *rq, struct res *rs);
err step_post(struct cx *cx, const struct request *rq, struct res *rs);
extern const struct page page_step;
extern const struct record step_asked_rec;
#endif
