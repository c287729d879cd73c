/* grant_remind.h -- mails to the people of a KI about a day of a case: once before it and once after it. What is looked
 * for, and what the mail says, belong to whoever reminds (grant_proof_remind.c, grant_use_remind.c). */
#ifndef FEATURES_GRANTS_GRANT_REMIND_H
#define FEATURES_GRANTS_GRANT_REMIND_H
#include "features/grants/grant_state.h"

struct grant_reminder {
	struct grant_case c;
	bool late;           /* the day is over: words "<word>_late.subject" and ".text" instead of "<word>.subject" */
	const char *word;    /* "grants.mail_proof" */
	bool administrators; /* they are told, too; else the heads alone */
	str path;            /* where the mail leads */
	const struct sql *sent; /* notes that it went out: about, step (1 before, 2 after), instant */
	int64_t about;
	/* What else the words need, in the reader's language; {name} and {link} are there already. At most four. */
	const struct arg *(*say)(struct cx *cx, const struct words *w, const struct grant_reminder *r);
	const void *self; /* for `say` */
};
/* Nothing happens if it went out already, or if another process is faster. */
err grant_remind(struct cx *cx, const struct grant_reminder *r) MUST;
extern const struct sql grant_remind_sql[];
#endif
