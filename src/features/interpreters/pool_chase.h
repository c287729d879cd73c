/* pool_chase.h -- reminding of confirmations that are late, once a day (P-INT-6; story 4).
 *
 * Three days after an assignment ended, and again after ten, whoever is still to say something gets a mail: the person
 * whose times are missing, or the institution that has not confirmed them. Each reminder is an event `chased` with its
 * step, unique in a round, so that a day that runs twice reminds nobody twice; the mail itself looks again when it goes
 * out (pool_mail.h). What is older than CHASE_OLDEST_DAYS is left to people: the settlement names it.
 */
#ifndef FEATURES_INTERPRETERS_POOL_CHASE_H
#define FEATURES_INTERPRETERS_POOL_CHASE_H
#include "core/job.h"
#include "db/db.h"

enum { CHASE_FIRST_DAYS = 3, CHASE_SECOND_DAYS = 10, CHASE_OLDEST_DAYS = 60 };

/* Pure: which reminder is due so long after the end; 0: none. */
int pool_chase_step(instant ended, instant now);
err pool_chase_job_run(struct cx *cx, const struct job *job) MUST;
#define POOL_CHASE_JOB                                                                                                 \
	{                                                                                                              \
		.name = "pool.chase", .run = pool_chase_job_run, .daily_at = 6 * 60                                    \
	}
extern const struct sql pool_chase_sql[];
#endif
