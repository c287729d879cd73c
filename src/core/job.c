#include "core/job.h"

#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "core/app.h"
#include "core/audit.h"
#include "core/statements.h"
#include "core/user.h"

enum {
	FIRST_DELAY_MS = 15 * 1000, /* each further one is four times as long */
	LONGEST_DELAY_MS = 6 * 3600 * 1000,
	LATE_MS = 15 * 60 * 1000,
	OPEN_MOST = 200,
};
#define KEEP_MS (30 * 86400000LL)

static const char *const state_codes[] = { "waiting", "running", "retry", "interrupted", "given_up", "done", NULL };
const struct choices job_state_choices = { "job_state", state_codes };

static const struct field job_fields[] = {
	FIELD(struct job, id, KIND_INT),          FIELD(struct job, kind, KIND_TEXT),
	FIELD(struct job, arguments, KIND_TEXT),  FIELD(struct job, attempt, KIND_INT),
	FIELD(struct job, created, KIND_INSTANT),
};
static const struct record job_rec = RECORD("job", struct job, job_fields);

static const struct field view_fields[] = {
	FIELD(struct job_view, id, KIND_INT),
	FIELD(struct job_view, kind, KIND_TEXT),
	FIELD(struct job_view, created, KIND_INSTANT),
	FIELD(struct job_view, due, KIND_INSTANT),
	FIELD(struct job_view, attempts, KIND_INT),
	FIELD(struct job_view, lease_until, KIND_INSTANT),
	FIELD(struct job_view, event, KIND_TEXT, .hidden = true),
	FIELD(struct job_view, at, KIND_INSTANT),
	FIELD(struct job_view, reason, KIND_TEXT),
	FIELD(struct job_view, state, KIND_CHOICE, .choices = &job_state_choices),
	FIELD(struct job_view, kind_text, KIND_TEXT, .hidden = true),
	FIELD(struct job_view, reason_text, KIND_TEXT, .hidden = true),
	FIELD(struct job_view, tone, KIND_TEXT, .hidden = true),
	FIELD(struct job_view, may_again, KIND_BOOL, .hidden = true),
	FIELD(struct job_view, may_give_up, KIND_BOOL, .hidden = true),
};
const struct record job_view_rec = RECORD("job", struct job_view, view_fields);

static const struct field counts_fields[] = {
	FIELD(struct job_counts, waiting, KIND_INT),
	FIELD(struct job_counts, running, KIND_INT),
	FIELD(struct job_counts, given_up, KIND_INT),
	FIELD(struct job_counts, late, KIND_INT),
};
const struct record job_counts_rec = RECORD("job_counts", struct job_counts, counts_fields);

enum {
	ADD,
	DUE,
	TAKE,
	CLOSE,
	POSTPONE,
	EVENT,
	FORGET_EVENTS,
	FORGET,
	AGAIN,
	GIVE_UP,
	EXISTS,
	LIST_OPEN,
	LIST_DONE,
	COUNT,
	DAILY
};
#define FREE_AT(t) "(lease_until IS NULL OR lease_until <= " t ")"
#define VIEW_COLUMNS                                                                                                   \
	"j.id, j.kind, j.created_at AS created, j.due_at AS due, j.attempts, j.lease_until, e.event, e.at, e.reason"
#define LAST_EVENT "e.id = (SELECT max(x.id) FROM job_event x WHERE x.job_id = j.id)"
const struct sql job_sql[] = {
	[ADD] = { "INSERT INTO job (kind, arguments, created_at, due_at) VALUES ($1, $2, $3, $4)", "sstt" },
	[DUE] = { "SELECT count(*) FROM (SELECT 1 FROM job WHERE due_at <= $1 AND " FREE_AT("$1") " LIMIT 1) AS d",
	          "t" },
	/* The condition stands twice: whoever waited for the row of another one must look at it again. */
	[TAKE] = { "UPDATE job SET lease_owner = $1, lease_until = $2, attempts = attempts + 1"
	           " WHERE id = (SELECT d.id FROM job d WHERE d.due_at <= $3 AND (d.lease_until IS NULL OR "
	           "d.lease_until"
	           " <= $3) ORDER BY d.due_at, d.id LIMIT 1) AND due_at <= $3 AND " FREE_AT(
	                   "$3") " RETURNING id, kind, arguments, attempts AS attempt, created_at AS created",
	           "stt" },
	[CLOSE] = { "UPDATE job SET due_at = NULL, lease_owner = NULL, lease_until = NULL, arguments = CASE WHEN $4 = 1"
	            " THEN '{}' ELSE arguments END WHERE id = $1 AND lease_owner = $2 AND attempts = $3",
	            "isii" },
	[POSTPONE] = { "UPDATE job SET due_at = $4, lease_owner = NULL, lease_until = NULL"
	               " WHERE id = $1 AND lease_owner = $2 AND attempts = $3",
	               "isit" },
	[EVENT] = { "INSERT INTO job_event (job_id, at, event, actor, reason) VALUES ($1, $2, $3, $4, $5)", "itsss" },
	/* Which is over for so long: nothing has happened to it since. */
	[FORGET_EVENTS] = { "DELETE FROM job_event WHERE job_id IN (SELECT j.id FROM job j WHERE j.due_at IS NULL AND"
	                    " j.created_at < $1 AND NOT EXISTS (SELECT 1 FROM job_event e WHERE e.job_id = j.id AND"
	                    " e.at >= $1))",
	                    "t" },
	[FORGET] = { "DELETE FROM job WHERE due_at IS NULL AND created_at < $1 AND NOT EXISTS (SELECT 1 FROM job_event "
	             "e"
	             " WHERE e.job_id = job.id)",
	             "t" },
	[AGAIN] = { "UPDATE job SET due_at = $2, attempts = 0, lease_owner = NULL, lease_until = NULL WHERE id = $1 "
	            "AND " FREE_AT("$2") " AND NOT EXISTS (SELECT 1 FROM job_event e WHERE e.job_id = job.id AND "
	                                 "e.event = 'done')",
	            "it" },
	[GIVE_UP] = { "UPDATE job SET due_at = NULL, lease_owner = NULL, lease_until = NULL WHERE id = $1"
	              " AND due_at IS NOT NULL AND " FREE_AT("$2"),
	              "it" },
	[EXISTS] = { "SELECT count(*) FROM job WHERE id = $1", "i" },
	[LIST_OPEN] = { "SELECT " VIEW_COLUMNS " FROM job j LEFT JOIN job_event e ON " LAST_EVENT
	                " WHERE j.due_at IS NOT NULL OR (j.id IN (SELECT g.job_id FROM job_event g WHERE g.event ="
	                " 'given_up') AND e.event = 'given_up') ORDER BY j.id LIMIT $1",
	                "i" },
	[LIST_DONE] = { "SELECT " VIEW_COLUMNS " FROM job j JOIN job_event e ON " LAST_EVENT
	                " WHERE j.due_at IS NULL AND e.event = 'done' AND j.id < $1 ORDER BY j.id DESC LIMIT $2",
	                "ii" },
	[COUNT] = { "SELECT count(*) FILTER (WHERE " FREE_AT(
	                    "$1") ") AS waiting,"
	                          " count(*) FILTER (WHERE lease_until > $1) AS running,"
	                          " count(*) FILTER (WHERE due_at < $2 AND " FREE_AT(
	                                  "$1") ") AS late,"
	                                        " (SELECT count(*) FROM job_event g JOIN job j ON j.id = g.job_id "
	                                        "WHERE g.event = 'given_up' AND"
	                                        " j.due_at IS NULL AND NOT EXISTS (SELECT 1 FROM job_event l WHERE "
	                                        "l.job_id = g.job_id AND l.id > g.id))"
	                                        " AS given_up FROM job WHERE due_at IS NOT NULL",
	            "tt" },
	[DAILY] = { "INSERT INTO job (kind, arguments, created_at, due_at) SELECT CAST($1 AS TEXT), '{}', CAST($2 AS "
	            "BIGINT),"
	            " CAST($3 AS BIGINT) WHERE NOT EXISTS (SELECT 1 FROM job WHERE kind = $1 AND due_at IS NOT NULL)",
	            "stt" },
	{ 0 },
};

/* --- adding ------------------------------------------------------------------------------------------------------- */

const struct job_kind *job_kind_of(const struct app *a, str name)
{
	for (const struct feature *const *f = a ? a->config.features : NULL; f && *f; f++)
		for (const struct job_kind *k = (*f)->jobs; k && k->name; k++)
			if (str_is(name, k->name))
				return k;
	return NULL;
}

err job_add_in_tx(struct cx *cx, const char *kind, str arguments, instant run_at)
{
	ASSERT(db_in_tx(cx));
	ASSERT(!cx->app || job_kind_of(cx->app, str_of(kind)));
	cx->added_job = true;
	return db_exec(cx, &job_sql[ADD], NULL, V(str_of(kind), arguments, cx->now, run_at));
}

struct daily {
	const struct job_kind *kind;
	instant due;
};
static err plan(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct daily *d = in;
	audit_quiet(cx);
	return db_exec(cx, &job_sql[DAILY], NULL, V(str_of(d->kind->name), cx->now, d->due));
}

err job_plan_daily(struct cx *cx)
{
	day today = instant_day(cx->now);
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		for (const struct job_kind *k = (*f)->jobs; k && k->name; k++) {
			struct daily d = { k, instant_at(today, k->daily_at) };
			if (!k->daily_at)
				continue;
			if (d.due.ms <= cx->now.ms)
				d.due = instant_at(day_add(today, 1), k->daily_at);
			TRY(db_tx(cx, "daily job", plan, &d, NULL, 0));
		}
	return OK;
}

static err note(struct cx *cx, int64_t id, const char *event, str actor, str reason)
{
	return db_exec(cx, &job_sql[EVENT], NULL, V(id, cx->now, str_of(event), actor, reason));
}

/* --- working ------------------------------------------------------------------------------------------------------ */

struct taking {
	str owner;
	instant until;
};

static err take(struct cx *cx, const void *in, void *ret)
{
	const struct taking *t = in;
	struct job *j = ret;
	audit_quiet(cx);
	TRY(db_row(cx, &job_sql[TAKE], &job_rec, j, V(t->owner, t->until, cx->now)));
	if (j->attempt <= JOB_ATTEMPTS)
		return note(cx, j->id, "started", t->owner, S(""));
	/* Its process has died every time: whoever takes it once more dies too, perhaps. */
	TRY(db_exec(cx, &job_sql[CLOSE], NULL, V(j->id, t->owner, j->attempt, 0)));
	return note(cx, j->id, "given_up", t->owner, S("job.died"));
}

err job_take(struct cx *cx, str owner, struct job *ret)
{
	struct taking t = { owner, { cx->now.ms + JOB_LEASE_MS } };
	do {
		int64_t due;
		TRY(db_int(cx, &job_sql[DUE], &due, V(cx->now))); /* reading disturbs nobody */
		if (due == 0)
			return E_NOTFOUND;
		TRY(db_tx(cx, "job take", take, &t, ret, sizeof *ret));
	} while (ret->attempt > JOB_ATTEMPTS);
	return OK;
}

err job_run(struct cx *cx, const struct job *job)
{
	const struct job_kind *k = job_kind_of(cx->app, job->kind);
	if (!k)
		return fail(cx, E_INVALID, "job.unknown_kind", NO_ARGS);
	return k->run(cx, job);
}

struct ending {
	str owner;
	const struct job *job;
	err outcome;
	str reason;
};

static int64_t delay_ms(int64_t attempt)
{
	int64_t delay = FIRST_DELAY_MS;
	for (int64_t i = 1; i < attempt && delay < LONGEST_DELAY_MS; i++)
		delay *= 4;
	return delay < LONGEST_DELAY_MS ? delay : LONGEST_DELAY_MS;
}

static bool hopeless(const struct ending *e)
{
	return e->outcome == E_INVALID || e->outcome == E_NOTFOUND || e->outcome == E_DENIED ||
	       e->job->attempt >= JOB_ATTEMPTS;
}

static err forget_old(struct cx *cx)
{
	instant old = { cx->now.ms - KEEP_MS };
	TRY(db_exec(cx, &job_sql[FORGET_EVENTS], NULL, V(old)));
	return db_exec(cx, &job_sql[FORGET], NULL, V(old));
}

static err end(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct ending *e = in;
	const struct job *j = e->job;
	int64_t changed;
	bool over = e->outcome == OK || hopeless(e);
	instant again = { cx->now.ms + delay_ms(j->attempt) };
	audit_quiet(cx);
	if (over)
		TRY(db_exec(cx, &job_sql[CLOSE], &changed, V(j->id, e->owner, j->attempt, e->outcome == OK)));
	else
		TRY(db_exec(cx, &job_sql[POSTPONE], &changed, V(j->id, e->owner, j->attempt, again)));
	if (changed == 0)
		return E_STALE;
	TRY(note(cx, j->id, e->outcome == OK ? "done" : over ? "given_up" : "failed", e->owner, e->reason));
	return forget_old(cx);
}

static void log_outcome(struct cx *cx, const struct job *j, err outcome)
{
	log_event(outcome == OK ? LOG_INFO : LOG_WARNING, "job", "job", str_print(cx->mem, "%" PRId64, j->id).p, "kind",
	          str_c(cx->mem, j->kind), "attempt", str_print(cx->mem, "%" PRId64, j->attempt).p, "outcome",
	          outcome == OK ? "done" : err_name(outcome), "reason", cx->fault.key ? cx->fault.key : "", "detail",
	          str_c(cx->mem, cx->fault.detail), NULL);
}

err job_end(struct cx *cx, str owner, const struct job *job, err outcome)
{
	struct ending e = { owner, job, outcome, S("") };
	if (outcome != OK)
		e.reason = cx->fault.key ? str_of(cx->fault.key) : S("job.failed");
	log_outcome(cx, job, outcome);
	fault_clear(cx);
	cx->problems = NULL;
	err result = db_tx(cx, "job end", end, &e, NULL, 0);
	if (result == E_STALE)
		log_event(LOG_WARNING, "job lease lost", "job", str_print(cx->mem, "%" PRId64, job->id).p, NULL);
	return result;
}

/* Time goes on while a handler works; where it stands still, it stands still here too. */
static void look_at_the_clock(struct cx *cx)
{
	if (!cx->app || cx->app->config.fixed_now.ms)
		return;
	cx->now = instant_now();
	cx->today = instant_day(cx->now);
}

err job_run_next(struct cx *cx, str owner)
{
	struct job job;
	look_at_the_clock(cx);
	TRY(job_take(cx, owner, &job));
	err outcome = job_run(cx, &job);
	ASSERT(!db_in_tx(cx));
	db_snapshot_end(cx);
	look_at_the_clock(cx);
	err e = job_end(cx, owner, &job, outcome);
	return e == E_STALE ? OK : e;
}

err job_run_due(struct cx *cx, str owner, int64_t *ret_run)
{
	for (*ret_run = 0;; ++*ret_run) {
		struct arena_mark mark = arena_mark(cx->mem);
		err e = job_run_next(cx, owner);
		if (e == OK || e == E_NOTFOUND) {
			fault_clear(cx);
			arena_release(cx->mem, mark);
		}
		if (e != OK)
			return e == E_NOTFOUND ? OK : e;
	}
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

static const char *state_of(const struct job_view *v, instant now)
{
	if (!v->event.p || str_is(v->event, "again"))
		return "waiting";
	if (str_is(v->event, "started"))
		return v->lease_until.ms > now.ms ? "running" : "interrupted";
	return str_is(v->event, "failed") ? "retry" : v->event.p;
}

static const char *tone_of(str state)
{
	if (str_is(state, "retry") || str_is(state, "interrupted"))
		return "warn";
	return str_is(state, "given_up") ? "bad" : str_is(state, "done") ? "good" : "open";
}

/* The word, or what there is instead of it. */
static str say(struct cx *cx, str key, str instead)
{
	return words_has(cx->words, key) ? word(cx->words, cx->mem, key.p) : instead;
}

static void explain(struct cx *cx, const struct list *views)
{
	LIST_EACH (struct job_view, v, views) {
		v->state = str_of(state_of(v, cx->now));
		v->tone = str_of(tone_of(v->state));
		v->kind_text = say(cx, str_print(cx->mem, "job_kind." STR_FMT, STR_ARG(v->kind)), v->kind);
		if (v->reason.p && v->reason.n)
			v->reason_text = say(cx, v->reason, v->reason);
		bool over = str_is(v->state, "given_up") || str_is(v->state, "done");
		v->may_give_up = !over && !str_is(v->state, "running");
		v->may_again = v->may_give_up || str_is(v->state, "given_up");
	}
}

err job_list_open(struct cx *cx, struct list *ret)
{
	TRY(db_list(cx, &job_sql[LIST_OPEN], &job_view_rec, ret, V(OPEN_MOST)));
	explain(cx, ret);
	return OK;
}

err job_list_done(struct cx *cx, int64_t before_id, int limit, struct list *ret)
{
	TRY(db_list(cx, &job_sql[LIST_DONE], &job_view_rec, ret, V(before_id, limit)));
	explain(cx, ret);
	return OK;
}

err job_count(struct cx *cx, struct job_counts *ret)
{
	instant late = { cx->now.ms - LATE_MS };
	return db_row(cx, &job_sql[COUNT], &job_counts_rec, ret, V(cx->now, late));
}

/* --- deciding ----------------------------------------------------------------------------------------------------- */

static err decide(struct cx *cx, int64_t id, const struct sql *q, const char *event, const char *action)
{
	int64_t changed, there;
	ASSERT(db_in_tx(cx));
	TRY(db_int(cx, &job_sql[EXISTS], &there, V(id)));
	if (there == 0)
		return fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS);
	TRY(db_exec(cx, q, &changed, V(id, cx->now)));
	if (changed == 0)
		return fail(cx, E_STALE, "job.changed_meanwhile", NO_ARGS);
	audit_note(cx, action, str_print(cx->mem, "jobs/%" PRId64, id), (struct maybe){ 0 });
	cx->added_job = true;
	return note(cx, id, event, cx->user ? cx->user->login : S("system"), S(""));
}

err job_again_in_tx(struct cx *cx, int64_t id)
{
	return decide(cx, id, &job_sql[AGAIN], "again", "job.again");
}

err job_give_up_in_tx(struct cx *cx, int64_t id)
{
	return decide(cx, id, &job_sql[GIVE_UP], "given_up", "job.give_up");
}
