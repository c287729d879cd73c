/* session.h -- a browser's session: a random token in a cookie, stored only as its hash.
 * Idle limit 30 min (setting of the process), absolute limit 10 h, both kept by the server. A new token at sign-in. */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H
#include "core/user.h"

struct session {
	int64_t id;
	str token; /* what the cookie holds; only in memory of this request */
	str csrf;  /* derived from the token; stands in every form */
	instant started, seen;
	bool visitor; /* nobody signed in: only there so that forms have a CSRF token */
	bool fresh;   /* made in this request: the answer sets its cookie */
};
err session_start_in_tx(struct cx *cx, const struct user *u, str address, struct session *ret) MUST;
/* E_NOTFOUND: no such session, or over. Fills the user too. */
err session_find(struct cx *cx, str token, struct session *ret, struct user *ret_user) MUST;
err session_seen(struct cx *cx, const struct session *s) MUST; /* at most one write a minute */
err session_end_in_tx(struct cx *cx, int64_t id) MUST;
struct session *session_of_visitor(struct arena *a, str token); /* token absent: a fresh one */
/* The CSRF token for a form on the page being made; starts a visitor's session if there is none. Absent for a program
 * with a token: it needs none. */
str session_form_token(struct cx *cx);
#endif
