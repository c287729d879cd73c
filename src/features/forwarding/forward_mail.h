/* forward_mail.h -- mails to third parties. Each carries a link of its own, which is made when the mail goes out, so
 * that none lies in the database. */
#ifndef FEATURES_FORWARDING_FORWARD_MAIL_H
#define FEATURES_FORWARDING_FORWARD_MAIL_H
#include "base/context.h"
#include "db/db.h"

struct job;
struct setting;
/* about: submitted granted refused proof_due proof_back checked link; the words forward_mail.<about>.subject and .text. Does
 * nothing where no mail is configured. */
err forward_mail_in_tx(struct cx *cx, int64_t centre_id, int64_t bid_id, const char *about) MUST;
err forward_mail_job_run(struct cx *cx, const struct job *job) MUST;
/* Every day: reminds of proofs, two weeks before they are due and once a week afterwards, four times at most; and
 * deletes what is over: drafts, contacts, links (privacy/forwarding.txt). */
err forward_daily_job_run(struct cx *cx, const struct job *job) MUST;
extern const struct setting *const forward_settings[]; /* ends with NULL */
extern const struct sql forward_mail_sql[];
#endif
