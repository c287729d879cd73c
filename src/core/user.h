/* user.h -- accounts: who can sign in, with which role, for which KI (tenant). */
#ifndef CORE_USER_H
#define CORE_USER_H
#include "base/context.h"
#include "base/record.h"
#include "core/right.h"

struct user {
	int64_t id, version;
	str login;              /* "head@coesfeld" */
	str name;               /* as it stands in logs and letters */
	str role;               /* a code of role_choices */
	struct maybe centre_id; /* the tenant; absent for roles of the Land and the technical administration */
	str centre_slug;
	str language; /* "de", "en"; absent: the browser's wish */
	bool closed;
	day signs_from, signs_until; /* named to sign for its KI (signatory.h); absent: not */
	bool signs;                  /* those days hold today: signatory_settle() */
	str issuer; /* the sign-in service that vouches for the person (identity.h); absent: a password */
};
extern const struct record user_rec;
extern const struct choices role_choices;

err user_by_login(struct cx *cx, str login, struct user *ret) MUST;
err user_by_id(struct cx *cx, int64_t id, struct user *ret) MUST;          /* both E_NOTFOUND */
err user_list(struct cx *cx, struct list *ret) MUST;                       /* all, by login */
err user_page(struct cx *cx, str after, int limit, struct list *ret) MUST; /* those behind the login `after` */
struct user_new {
	str login, name, role, centre_slug, password;
};
extern const struct record user_new_rec; /* the form of it */
/* E_INVALID with problems at the fields (login taken, unknown role, KI missing or too much, password too short). The
 * login is stored folded, as signing in looks it up. Hashing takes long on purpose: user_create does it before its own
 * transaction; user_create_in_tx, for setting up several accounts at once, keeps other writers waiting. */
err user_create(struct cx *cx, const struct user_new *in, struct user *ret) MUST;
err user_create_in_tx(struct cx *cx, const struct user_new *in, struct user *ret) MUST;
/* In its own transaction; ends all sessions of the account. E_NOTFOUND, E_INVALID with a problem at "password", also
 * for an account that signs in through the sign-in service: it gets no second way in. */
err user_set_password(struct cx *cx, str login, str password) MUST;
/* The same in two steps: hashing takes long and comes before the transaction. Voids links for a new password; the
 * holder is told by mail. */
err user_hash_password(struct cx *cx, str password, str *ret) MUST; /* E_INVALID with a problem at "password" */
err user_store_password_in_tx(struct cx *cx, str login, str hash) MUST;
err user_close_in_tx(struct cx *cx, int64_t id, int64_t version) MUST; /* ends all sessions; E_STALE */
/* Checks a password. E_DENIED for unknown login, wrong password, closed or throttled account, all with the same words
 * but the throttled one, which says when to try again. Failures are counted for a day, with growing delay: for the
 * login from this address, for the address (IPv6: its /64), and, with a short delay, for the login from anywhere. */
err user_sign_in(struct cx *cx, str login, str password, str address, struct user *ret) MUST;

/* The same growing delay for other secrets that strangers may guess at. subject: what is counted, such as "token
 * from:192.0.2.7". *ret_ms: how long to wait still, from the last failure; 0 while `allowed` are not used up. */
err user_guess_wait(struct cx *cx, str subject, int64_t allowed, int64_t longest_ms, int64_t *ret_ms) MUST;
err user_guessed_in_tx(struct cx *cx, str subject) MUST; /* counts one failure, forgets those older than a day */
err user_forgive_in_tx(struct cx *cx, str subject) MUST; /* all failures of this subject */
str user_place(struct arena *a, str address);            /* the address; of IPv6 its network of 64 bits */

static inline enum role user_role(const struct user *u)
{
	return u ? role_of_code(u->role) : ROLE_NOBODY;
}
/* Who stands under an entry: the name as it is today, or "system". The login, which lasts, is in the audit log. */
str user_signature(const struct cx *cx);
/* The right, and for rights on a KI also the tenant: own KI, or a role of the Land. */
bool user_may(const struct user *u, enum right r);
bool user_may_at(const struct user *u, enum right r, int64_t centre_id);
#endif
