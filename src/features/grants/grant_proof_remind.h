/* grant_proof_remind.h -- a proof is not forgotten: mails to the heads of a KI (the start page: grant_today.c). */
#ifndef FEATURES_GRANTS_GRANT_PROOF_REMIND_H
#define FEATURES_GRANTS_GRANT_PROOF_REMIND_H
#include "core/job.h"
#include "db/db.h"

/* Every morning: one mail in the GRANT_PROOF_REMIND_DAYS days before a proof is due, one after it. Nothing for what was
 * handed in, and nothing for what has been due for longer than GRANT_PROOF_REMIND_LATE days. A row of grant_reminder
 * keeps each from going twice. */
enum { GRANT_PROOF_REMIND_DAYS = 14, GRANT_PROOF_REMIND_LATE = 60 };
err grant_proof_remind_job_run(struct cx *cx, const struct job *job) MUST;
#define GRANT_PROOF_REMIND_JOB                                                                                         \
	{                                                                                                              \
		.name = "grants.proof", .run = grant_proof_remind_job_run, .daily_at = 6 * 60 + 45                     \
	}
extern const struct sql proof_remind_sql[];
#endif
