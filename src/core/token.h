/* token.h -- how a program signs in: a secret with the rights of an account, or only those to read (P-SEC-1).
 *
 * The secret is "sch_" and 256 random bits; it is shown once and kept only as its hash. It acts for its account: what
 * the account may not, the token may not; if the role changes, so do its rights; if the account is closed, it is dead
 * at once. Whatever a token does stands in the audit log under the account and the token.
 *
 * What no token can do, whatever its account may: manage accounts and tokens, passwords and the own account
 * (RIGHT_ACCOUNTS, RIGHT_SIGNED_IN), sign in. Who steals one must not be able to make it last.
 */
#ifndef CORE_TOKEN_H
#define CORE_TOKEN_H
#include "core/user.h"

struct paging;
struct req;

enum { TOKEN_DAYS = 90, TOKEN_LONGEST_DAYS = 366, TOKENS_AT_ONCE = 20 };

struct token {
	int64_t id;
	str name;
	str access;       /* token_access_choices: "full", "read" */
	str login, owner; /* the account and its name */
	instant made_at;
	day expires_on;  /* the last day on which it is good */
	instant used_at; /* to the minute; 0: never */
	instant revoked_at;
	bool closed; /* the account is */
	str state;   /* token_state_choices, on cx->today: active, expired, revoked, closed */
	bool active;
};
extern const struct record token_rec;
extern const struct choices token_access_choices, token_state_choices;

struct token_new {
	str name, access;
	day expires_on; /* none: TOKEN_DAYS from today */
};
extern const struct record token_new_rec; /* the form of it */
struct token_made {
	int64_t id;
	str name, access, secret;
	day expires_on;
};
extern const struct record token_made_rec;

/* For cx->user. E_INVALID with problems: over already, longer than a year, too many at once. */
err token_make_in_tx(struct cx *cx, const struct token_new *in, struct token_made *ret) MUST;
err token_list(struct cx *cx, int64_t account_id, struct list *ret) MUST;          /* of one account, newest first */
err token_list_all(struct cx *cx, const struct paging *pg, struct list *ret) MUST; /* newest first */
/* account_id 0: whosoever it is, for the technical administration. E_NOTFOUND: none such, or revoked already. */
err token_revoke_in_tx(struct cx *cx, int64_t id, int64_t account_id) MUST;

/* E_NOTFOUND: no such token, over, revoked, or of a closed account. */
err token_find(struct cx *cx, str secret, struct token *ret, struct user *ret_user) MUST;
err token_used(struct cx *cx, const struct token *t) MUST; /* at most one write a minute */
/* A wrong one was sent from this address: it is counted and noted in the audit log. Who sends too many is told to wait,
 * in seconds, and no more is written; right ones are not kept waiting, since nobody can guess 256 bits. */
err token_refused(struct cx *cx, str address, int64_t *ret_wait_s) MUST;
/* The secret of "Authorization: Bearer ..."; absent if that header is not there or of another scheme. */
str token_sent(const struct req *rq);
/* Whether a token may be used for routes with this right at all. */
bool token_reaches(enum right r, bool writes);
/* E_DENIED with words: not for tokens, or not for one that may only read. */
err token_check(struct cx *cx, enum right r, bool writes) MUST;
#endif
