/* reset.h -- a new password by mail: a link with a secret that is good once, for 30 minutes (P-SEC-1).
 *
 * Asking does the same work whether there is such an account or not: it writes a job. Only the job looks for accounts,
 * and makes the secret when the mail goes out, so that it never lies in the database; what is kept is its hash. A newer
 * link of the same account voids the older one.
 */
#ifndef CORE_RESET_H
#define CORE_RESET_H
#include "core/user.h"

enum { RESET_MINUTES = 30, RESET_PER_HOUR = 3 };

/* who: a login or a mail address, as typed. E_DENIED login.wait: too many from this address. */
err reset_ask(struct cx *cx, str who, str address) MUST;
/* E_NOTFOUND reset.bad_link: no such link, too old, used or void; nothing tells which. */
err reset_find(struct cx *cx, str token, struct user *ret) MUST;
/* Sets the password and uses up the link, in its own transaction; ends all sessions. E_NOTFOUND as above; E_INVALID
 * with a problem at "password". */
err reset_use(struct cx *cx, str token, str password) MUST;
err reset_void_in_tx(struct cx *cx, int64_t account_id) MUST; /* all links of this account */

struct job;
err reset_job_run(struct cx *cx, const struct job *job) MUST;
#define RESET_JOB                                                                                                      \
	{                                                                                                              \
		.name = "password.reset", .run = reset_job_run                                                         \
	}
#endif
