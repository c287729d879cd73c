/* job_worker.h -- the thread of a serving process that runs due jobs, with a database session of its own.
 * It wakes when this process has committed a job, and looks every few seconds for those of others and for retries. */
#ifndef CORE_JOB_WORKER_H
#define CORE_JOB_WORKER_H
#include "core/route.h"

extern const struct feature job_feature; /* the page for the technical administration (job_pages.c) */

struct job_worker;
struct job_worker *job_worker_new(struct app *a); /* starts it; signals must be blocked already */
void job_worker_stop(struct job_worker *w);       /* takes no new job from now on; does not wait */
void job_worker_free(struct job_worker *w);       /* stops, and waits for the job in hand; NULL allowed */
/* False: its thread has not come round for longer than a job may take. NULL: there is none, so nothing hangs. */
bool job_worker_alive(const struct job_worker *w);
void job_worker_wake(struct job_worker *w); /* NULL allowed */
str job_owner(struct arena *mem);           /* names this process in leases: "HOST/4711/Zufall" */
#endif
