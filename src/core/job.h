/* job.h -- what must be done outside a request: a row in table `job`, written in the same transaction as its cause, so
 * that neither is there without the other (P-OPS-1).
 *
 * A worker thread of the serving process (job_worker.h) takes what is due. Taking is one UPDATE that leases the job: of
 * several threads and processes on one database exactly one gets it. A lease that ran out (its process died) is open to
 * everybody again. A handler may therefore run a second time for the same job: it is given the job's number and must
 * see to it that this does no harm. What a job is at is computed from its dated events, never stored.
 *
 * Outcomes of a handler
 *  OK                             done; the arguments are emptied
 *  E_BUSY, E_BROKEN, E_STALE      tried again after 15 s, 1 min, 4 min ... at most 6 h; after JOB_ATTEMPTS given up
 *  E_INVALID, E_NOTFOUND, E_DENIED   hopeless: given up at once
 * cx->fault.key becomes the reason that people read; its detail goes to the log only.
 *
 * The steps of a job leave no link in the audit chain (job_event is their log); what a handler changes does, and so
 * does a person who decides about a job.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H
#include "base/context.h"
#include "base/record.h"

enum {
	JOB_ATTEMPTS = 10,            /* then it is given up: after about a day */
	JOB_LEASE_MS = 3 * 60 * 1000, /* a handler must end within this time */
};

struct job {
	int64_t id;
	str kind;        /* "mail"; the word "job_kind.<kind>" */
	str arguments;   /* JSON */
	int64_t attempt; /* 1 for the first one; starts over when somebody asks for it again */
	instant created;
};
typedef err (*job_handler)(struct cx *cx, const struct job *job);
/* A kind of job, handed up in struct feature; the array ends with a zeroed element. */
struct job_kind {
	const char *name;
	job_handler run; /* outside a transaction; no user */
	int daily_at;    /* minute of the day in Berlin at which it is due every day, without a cause; 0: not so */
};

const struct job_kind *job_kind_of(const struct app *a, str name); /* NULL: there is none */

/* run_at: not before then; cx->now for at once. Asserts that a transaction is open. The worker of this process wakes
 * when the request is over. */
err job_add_in_tx(struct cx *cx, const char *kind, str arguments, instant run_at) MUST;

/* --- working; the three steps apart, so that a test can let a process die between them -----------------------------
 */
/* Leases the job that has been due for longest. `owner` names the process; E_NOTFOUND: nothing is due. */
err job_take(struct cx *cx, str owner, struct job *ret) MUST;
err job_run(struct cx *cx,
            const struct job *job) MUST; /* calls the handler; E_INVALID job.unknown_kind: there is none */
/* Notes the outcome. E_STALE: the lease ran out meanwhile and another one has the job now; nothing is noted. */
err job_end(struct cx *cx, str owner, const struct job *job, err outcome) MUST;
/* All three for one job; E_NOTFOUND: nothing is due. OK says that its outcome is noted, whatever it was. */
err job_run_next(struct cx *cx, str owner) MUST;
/* The same until nothing is due; *ret_run counts. Each job has memory of its own. */
err job_run_due(struct cx *cx, str owner, int64_t *ret_run) MUST;

/* Sees to it that a job of each daily kind waits; one that was given up does not end the series. Cheap: the worker calls it
 * when it starts and every hour, but not with example data. */
err job_plan_daily(struct cx *cx) MUST;

/* --- looking and deciding ------------------------------------------------------------------------------------------
 */
/* A job as the technical administration sees it: without content. */
struct job_view {
	int64_t id;
	str kind;
	instant created, due; /* due absent: nothing more will happen by itself */
	int64_t attempts;
	instant lease_until;
	str event; /* the last one; absent: none yet */
	instant at;
	str reason;
	str state;                  /* code of job_state_choices, computed */
	str kind_text, reason_text; /* in words */
	str tone;                   /* how the state looks: good warn bad open off */
	bool may_again, may_give_up;
};
extern const struct record job_view_rec;
extern const struct choices job_state_choices;           /* waiting running retry interrupted given_up done */
err job_list_open(struct cx *cx, struct list *ret) MUST; /* all but the done ones, at most 200; the oldest first */
err job_list_done(struct cx *cx, int64_t before_id, int limit, struct list *ret) MUST; /* newest first */
struct job_counts {
	int64_t waiting, running, given_up;
	int64_t late; /* due for more than 15 minutes, and nobody took them: does the worker live? */
};
extern const struct record job_counts_rec;
err job_count(struct cx *cx, struct job_counts *ret) MUST;
/* By a person, with a link in the audit log. E_NOTFOUND; E_STALE: it is done, running or given up already. */
err job_again_in_tx(struct cx *cx, int64_t id) MUST;
err job_give_up_in_tx(struct cx *cx, int64_t id) MUST;
#endif
