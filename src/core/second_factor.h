/* second_factor.h -- one-time passwords of an app (TOTP, RFC 6238) beside the password, and recovery codes (P-SEC-1).
 *
 * Invariants
 *  1. Nobody gets a session with the password alone once his second factor is confirmed: between the two there is only
 *     a step (sign_in_step), good for ten minutes and once.
 *  2. A code is taken once: last_step only grows, a recovery code has its used_at.
 *  3. Wrong codes are counted for the account by themselves: the right password does not forgive them. Counting and
 *     trying are one transaction, so that many guesses at the same moment gain nothing.
 *  4. Accounts of the sign-in service (user.issuer) have none: theirs is the service's business.
 */
#ifndef CORE_SECOND_FACTOR_H
#define CORE_SECOND_FACTOR_H
#include "core/user.h"
#include "crypt/box.h"

enum factor_for { FACTOR_FREE, FACTOR_TECHNICAL, FACTOR_ALL }; /* who must have one */
/* Of the process (app_config). */
struct access_config {
	bool has_key; /* secrets are kept closed */
	struct seal_key key;
	enum factor_for required;
};

enum { RECOVERY_CODES = 10, SET_UP_MINUTES = 30, STEP_MINUTES = 10 };
struct factor {
	bool begun;     /* there is a secret, confirmed or made in the last SET_UP_MINUTES */
	bool confirmed; /* it counts */
	str secret;     /* as it is kept: box.h */
	instant since;  /* confirmed */
	int64_t codes_left;
};
err factor_of(struct cx *cx, int64_t account_id, struct factor *ret) MUST; /* none: all zero */
/* Base32, to be shown while it is set up. E_BROKEN factor.no_key. */
err factor_secret(struct cx *cx, const struct factor *f, str *ret) MUST;
bool factor_required(const struct cx *cx, const struct user *u);

/* --- turning it on and off (of cx->user) -------------------------------------------------------------------------- */
/* A new secret that does not count yet. E_STALE: it is on already. */
err factor_begin_in_tx(struct cx *cx, const struct user *u) MUST;
/* The first code shows that the app has it. *ret: the recovery codes (struct recovery), shown this once. Ends all other
 * sessions: they began with the password alone. E_INVALID with a problem at "one_time_code"; E_DENIED login.wait. */
err factor_confirm(struct cx *cx, const struct user *u, str code, str address, struct list *ret) MUST;
err factor_new_codes(struct cx *cx, const struct user *u, str code, str address, struct list *ret) MUST;
/* Also who must have one may: then nothing else opens before there is a new one (step_must_set_up). */
err factor_off(struct cx *cx, const struct user *u, str code, str address) MUST;
/* By the technical administration, for somebody who has lost both: ends his sessions. */
err factor_reset_in_tx(struct cx *cx, const struct user *u) MUST;
/* Of an account that is closed, or signs in through the sign-in service from now on. */
err factor_forget_in_tx(struct cx *cx, int64_t account_id) MUST;

struct recovery {
	str code; /* "ABCD-EFGH-JKLM-NPQR" */
};
extern const struct record recovery_rec;

/* --- signing in --------------------------------------------------------------------------------------------------- */
/* A code of the app or a recovery code, and uses it up. E_INVALID with a problem at "one_time_code", E_DENIED
 * login.wait. */
err factor_check(struct cx *cx, const struct user *u, str code, str address) MUST;
err step_begin_in_tx(struct cx *cx, const struct user *u, str address, str *ret_token) MUST;
err step_find(struct cx *cx, str token, struct user *ret) MUST; /* E_NOTFOUND: none, over, account closed */
err step_end_in_tx(struct cx *cx, str token) MUST;              /* E_NOTFOUND: used meanwhile */
err step_void_in_tx(struct cx *cx, int64_t account_id) MUST;    /* the password was changed meanwhile */

/* Whether cx->user must have a second factor, has none, and this route has to wait until he does
 * (sign_in_step_pages.c). Programs with a token are not asked: they have no telephone. */
struct route;
err step_must_set_up(struct cx *cx, const struct route *r, bool *ret) MUST;

/* For `scharnier check`. */
struct factor_counts {
	int64_t confirmed;
	int64_t open;      /* secrets that stand open in the database */
	int64_t lost;      /* secrets that this process cannot open: no key, or another one */
	int64_t technical; /* accounts of the technical administration without a second factor */
};
err factor_count(struct cx *cx, struct factor_counts *ret) MUST;
#endif
