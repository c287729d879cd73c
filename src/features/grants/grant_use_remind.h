/* grant_use_remind.h -- the term of use does not pass unseen: tasks on the start page and mails to a KI whose paid money
 * is not noted as used (S-FUN-2). */
#ifndef FEATURES_GRANTS_GRANT_USE_REMIND_H
#define FEATURES_GRANTS_GRANT_USE_REMIND_H
#include "core/job.h"
#include "features/grants/grant_state.h"

/* Adds a struct task for each call of the case that warns or is late. */
void grant_use_tasks(struct cx *cx, const struct grant_case *c, const struct grant_state *s, struct list *tasks);

/* Every morning: a mail to head and administration of a KI when a call begins to warn, and one on the day after its
 * last day. Nothing for what is used. A row of grant_use_reminder keeps it from going twice. */
err grant_use_remind_job_run(struct cx *cx, const struct job *job) MUST;
#define GRANT_USE_REMIND_JOB                                                                                           \
	{                                                                                                              \
		.name = "grants.use", .run = grant_use_remind_job_run, .daily_at = 6 * 60 + 40                         \
	}
extern const struct sql grant_use_remind_sql[];
#endif
