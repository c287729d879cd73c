/* identity.h -- who somebody is here whom the sign-in service vouches for (oidc.h), and the sign-ins on their way to
 * it.
 *
 * An identity is the service's address and its lasting mark for the person (iss and sub). The first sign-in makes an
 * account, or takes an open one over that the technical administration has released for it: by naming the mark, or by
 * releasing its login, which the service then has to say. Never by an e-mail address: those change hands. From then on
 * the account has no password, and role, KI and name are what the service says at each sign-in.
 */
#ifndef CORE_IDENTITY_H
#define CORE_IDENTITY_H
#include "core/oidc.h"
#include "core/user.h"

/* --- on the way --------------------------------------------------------------------------------------------------- */

/* Ten minutes; at most 300 from one place at a time. */
struct sign_in_way {
	struct oidc_way secrets;
	str place;  /* user_place() of the client */
	str target; /* the page to go to afterwards */
};
/* E_DENIED "login.oidc_many". */
err sign_in_begin(struct cx *cx, const struct sign_in_way *way) MUST;
/* Uses it up, once, for the browser that began it. E_DENIED as oidc.h says: state.unknown, state.browser, state.used,
 * state.expired. */
err sign_in_take(struct cx *cx, const struct oidc_way *secrets, str *ret_target) MUST;

/* --- who it is ---------------------------------------------------------------------------------------------------- */

struct identity {
	int64_t id;
	str issuer, subject;
	int64_t account_id;
	instant linked, signed_in; /* signed_in 0: entered by the administrator, not used yet */
};
extern const struct record identity_rec;
err identity_of_account(struct cx *cx, int64_t account_id, struct identity *ret) MUST; /* E_NOTFOUND */
/* The account of this person, made or brought up to date. E_DENIED with words: no role, two KI, closed account. */
err identity_sign_in_in_tx(struct cx *cx, const struct oidc_person *p, struct user *ret) MUST;
/* The service vouched for the person, but we let nobody in: noted, and sessions and tokens that the account may have
 * end. */
err identity_refused_in_tx(struct cx *cx, const struct oidc_person *p) MUST;

/* --- what the administrator does ---------------------------------------------------------------------------------- */

struct identity_wish {
	str subject;   /* the mark; or absent, with by_login */
	bool by_login; /* whoever comes with this login */
};
struct identity_link {
	int64_t account_id;
	str issuer;
	struct identity_wish wish;
};
/* E_INVALID with problems: neither or both, a mark that belongs to another account, an account that has one. */
err identity_offer_in_tx(struct cx *cx, const struct identity_link *link) MUST;
err identity_offered(struct cx *cx, int64_t account_id, bool *ret) MUST; /* by its login */
/* Takes link and release back, ends the account's sessions and tokens. It has no password then, until it gets a new
 * one. */
err identity_remove_in_tx(struct cx *cx, int64_t account_id) MUST;
#endif
