/* Jobs on a real database (SQLite and PostgreSQL): written with their cause, run once, tried again, given up, taken
 * over from a process that died, by several workers at once. P-OPS-1. */
#include "kit/furnished.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "core/app.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/texts.h"
#include "core/user.h"
#include "crypt/crypt.h"

/* --- kinds of jobs ------------------------------------------------------------------------------------------------ */

enum { MOST_JOBS = 64 };
static struct {
	atomic_int runs[MOST_JOBS + 1]; /* by the job's number */
	err answer;                     /* of the kind "test.fails" */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool begun, go;
} seen;

static err count_run(struct cx *cx UNUSED, const struct job *job)
{
	ASSERT(job->id >= 1 && job->id <= MOST_JOBS);
	atomic_fetch_add(&seen.runs[job->id], 1);
	return OK;
}

static err fails(struct cx *cx, const struct job *job)
{
	atomic_fetch_add(&seen.runs[job->id], 1);
	return seen.answer == OK ? OK : fail_detail(cx, seen.answer, "db.busy", NO_ARGS, S("450 later"));
}

/* Says that it has begun and then takes as long as the test wants. */
static err takes_long(struct cx *cx UNUSED, const struct job *job)
{
	pthread_mutex_lock(&seen.mutex);
	seen.begun = true;
	pthread_cond_broadcast(&seen.changed);
	while (!seen.go)
		pthread_cond_wait(&seen.changed, &seen.mutex);
	pthread_mutex_unlock(&seen.mutex);
	return count_run(NULL, job);
}

static const struct job_kind kinds[] = {
	{ .name = "test.count", .run = count_run },
	{ .name = "test.fails", .run = fails },
	{ .name = "test.long", .run = takes_long },
	{ 0 },
};
static const struct job_kind daily_kinds[] = { { .name = "test.daily", .run = count_run, .daily_at = 6 * 60 }, { 0 } };
static const struct route no_routes[] = { { 0 } };
static const struct feature test_feature = { .name = "test", .routes = no_routes, .jobs = kinds };
static const struct feature *const features[] = { &test_feature, NULL };
static const struct feature daily_feature = { .name = "daily", .routes = no_routes, .jobs = daily_kinds };
static const struct feature *const daily_features[] = { &daily_feature, NULL };

/* --- the house ---------------------------------------------------------------------------------------------------- */

static struct app app;
static struct texts texts; /* the words alone: nobody shows a page here */

static void furnish(struct kit *k, instant now)
{
	k->cx.now = now;
	k->cx.words = words_of(S("de"));
	k->cx.app = &app;
}

static int open_house(void **state)
{
	struct kit *k = kit_furnished();
	memset(&seen, 0, sizeof seen);
	pthread_mutex_init(&seen.mutex, NULL);
	pthread_cond_init(&seen.changed, NULL);
	texts = (struct texts){ .german = words_of(S("de")), .holders = 1 };
	app = (struct app){ .config = { .pool = k->pool, .features = features, .fixed_now = k->cx.now },
		            .texts = &texts };
	pthread_mutex_init(&app.texts_lock, NULL);
	furnish(k, k->cx.now);
	*state = k;
	return 0;
}

static int close_house(void **state)
{
	kit_close(*state);
	return 0;
}

/* The next request or round, `later` milliseconds from now. */
static void next(struct kit *k, int64_t later)
{
	instant now = { k->cx.now.ms + later };
	kit_next(k);
	furnish(k, now);
}

static err add(struct cx *cx, const void *in, void *ret UNUSED)
{
	return job_add_in_tx(cx, in, S("{\"to\":\"geheim@example.org\"}"), cx->now);
}

static void add_job(struct kit *k, const char *kind)
{
	assert_int_equal(db_tx(&k->cx, "cause", add, kind, NULL, 0), OK);
}

static int64_t run(struct kit *k, int64_t later)
{
	int64_t n;
	next(k, later);
	assert_int_equal(job_run_due(&k->cx, S("host/1/test"), &n), OK);
	return n;
}

static const struct job_view *only_open(struct kit *k)
{
	struct list open;
	assert_int_equal(job_list_open(&k->cx, &open), OK);
	assert_int_equal(open.n, 1);
	return LIST_AT(&open, struct job_view, 0);
}

/* Takes the next job and keeps it beyond the round. */
static err take(struct kit *k, const char *owner, struct job *ret)
{
	TRY(job_take(&k->cx, str_of(owner), ret));
	ret->kind = str_copy(k->mem, ret->kind);
	ret->arguments = str_copy(k->mem, ret->arguments);
	return OK;
}

static int64_t number(struct kit *k, const char *sql)
{
	struct sql q = { sql, "" };
	int64_t n;
	assert_int_equal(db_int(&k->cx, &q, &n, V_NONE), OK);
	return n;
}

enum { SECOND = 1000, MINUTE = 60 * SECOND };

/* --- adding and running ------------------------------------------------------------------------------------------- */

static err add_and_fail(struct cx *cx, const void *in, void *ret)
{
	TRY(add(cx, in, ret));
	return fail(cx, E_INVALID, "form.failed", NO_ARGS);
}

static void a_job_is_there_with_its_cause_or_not_at_all(void **state)
{
	struct kit *k = *state;
	assert_int_equal(db_tx(&k->cx, "cause", add_and_fail, "test.count", NULL, 0), E_INVALID);
	assert_int_equal(number(k, "SELECT count(*) FROM job"), 0);
	next(k, 0);
	add_job(k, "test.count");
	assert_true(k->cx.added_job);
	assert_string_equal(only_open(k)->state.p, "waiting");
	assert_int_equal(run(k, 0), 1);
	assert_int_equal(seen.runs[1] + seen.runs[2], 1); /* PostgreSQL does not give a number twice */
}

static err add_for_tomorrow(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	instant tomorrow = { cx->now.ms + 86400000 };
	return job_add_in_tx(cx, "test.count", S("{}"), tomorrow);
}

static void a_job_runs_once_when_it_is_due_and_keeps_no_content(void **state)
{
	struct kit *k = *state;
	struct list done;
	assert_int_equal(db_tx(&k->cx, "cause", add_for_tomorrow, NULL, NULL, 0), OK);
	assert_int_equal(run(k, 86400000 - 1), 0);
	assert_int_equal(run(k, 1), 1);
	assert_int_equal(run(k, 86400000), 0);
	assert_int_equal(seen.runs[1], 1);
	add_job(k, "test.count");
	assert_int_equal(run(k, 0), 1);
	assert_int_equal(number(k, "SELECT count(*) FROM job WHERE arguments <> '{}'"), 0);
	assert_int_equal(job_list_done(&k->cx, INT64_MAX, 10, &done), OK);
	assert_int_equal(done.n, 2);
	assert_string_equal(LIST_AT(&done, struct job_view, 0)->state.p, "done");
	assert_int_equal(LIST_AT(&done, struct job_view, 0)->id, 2);
}

typedef err (*decision)(struct cx *cx, int64_t id);
struct deciding {
	decision fn;
	int64_t id;
};

static err decide_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct deciding *d = in;
	return d->fn(cx, d->id);
}

static err decide(struct kit *k, decision fn, int64_t id)
{
	struct deciding d = { fn, id };
	next(k, 0);
	return db_tx(&k->cx, "decide", decide_in_tx, &d, NULL, 0);
}

/* --- failing ------------------------------------------------------------------------------------------------------ */

static void a_failure_is_tried_again_later_and_later_then_given_up_visibly(void **state)
{
	struct kit *k = *state;
	int64_t wait = 15 * SECOND;
	seen.answer = E_BUSY;
	add_job(k, "test.fails");
	assert_int_equal(run(k, 0), 1);
	for (int attempt = 2; attempt <= JOB_ATTEMPTS; attempt++) {
		const struct job_view *v = only_open(k);
		assert_string_equal(v->state.p, "retry");
		assert_string_equal(v->reason.p, "db.busy");
		assert_int_equal(v->due.ms - k->cx.now.ms, wait);
		assert_int_equal(run(k, wait - 1), 0);
		assert_int_equal(run(k, 1), 1);
		wait = wait * 4 < 6 * 60 * MINUTE ? wait * 4 : 6 * 60 * MINUTE;
	}
	const struct job_view *v = only_open(k);
	assert_string_equal(v->state.p, "given_up");
	assert_int_equal(v->attempts, JOB_ATTEMPTS);
	assert_int_equal(v->due.ms, 0);
	assert_int_equal(run(k, 86400000), 0);
	assert_int_equal(seen.runs[1], JOB_ATTEMPTS);
}

static void the_hopeless_is_given_up_at_once_and_tried_again_when_somebody_asks(void **state)
{
	struct kit *k = *state;
	struct job_counts counts;
	seen.answer = E_INVALID;
	add_job(k, "test.fails");
	assert_int_equal(run(k, 0), 1);
	assert_string_equal(only_open(k)->state.p, "given_up");
	assert_int_equal(job_count(&k->cx, &counts), OK);
	assert_int_equal(counts.given_up, 1);
	assert_int_equal(counts.waiting, 0);
	seen.answer = OK;
	assert_int_equal(decide(k, job_again_in_tx, 1), OK);
	assert_string_equal(only_open(k)->state.p, "waiting");
	assert_int_equal(run(k, 0), 1);
	assert_int_equal(number(k, "SELECT count(*) FROM audit WHERE action = 'job.again' AND object = 'jobs/1'"), 1);
	assert_int_equal(decide(k, job_again_in_tx, 1), E_STALE); /* done */
	assert_int_equal(decide(k, job_give_up_in_tx, 1), E_STALE);
	assert_int_equal(decide(k, job_again_in_tx, 2), E_NOTFOUND);
	assert_int_equal(job_count(&k->cx, &counts), OK);
	assert_int_equal(counts.given_up, 0);
}

static void a_person_gives_up_what_waits_but_not_what_runs(void **state)
{
	struct kit *k = *state;
	struct job job;
	add_job(k, "test.count");
	assert_int_equal(take(k, "host/1/a", &job), OK);
	assert_string_equal(only_open(k)->state.p, "running");
	assert_false(only_open(k)->may_give_up || only_open(k)->may_again);
	assert_int_equal(decide(k, job_give_up_in_tx, 1), E_STALE);
	assert_int_equal(decide(k, job_again_in_tx, 1), E_STALE);
	seen.answer = E_BUSY;
	assert_int_equal(job_end(&k->cx, S("host/1/a"), &job, E_BUSY), OK);
	assert_int_equal(decide(k, job_give_up_in_tx, 1), OK);
	assert_string_equal(only_open(k)->state.p, "given_up");
	assert_int_equal(run(k, MINUTE), 0);
	assert_int_equal(seen.runs[1], 0);
	assert_int_equal(number(k, "SELECT count(*) FROM audit WHERE action = 'job.give_up'"), 1);
}

static void a_kind_that_the_program_does_not_know_is_given_up(void **state)
{
	struct kit *k = *state;
	add_job(k, "test.count");
	static const struct feature *const none[] = { NULL };
	app.config.features = none;
	assert_int_equal(run(k, 0), 1);
	const struct job_view *v = only_open(k);
	assert_string_equal(v->state.p, "given_up");
	assert_string_equal(v->reason.p, "job.unknown_kind");
}

/* --- dying -------------------------------------------------------------------------------------------------------- */

static void a_job_of_a_process_that_died_is_taken_over_and_ends_once(void **state)
{
	struct kit *k = *state;
	struct job first, second;
	add_job(k, "test.count");
	assert_int_equal(take(k, "host/1/a", &first), OK);
	next(k, JOB_LEASE_MS - 1);
	assert_int_equal(take(k, "host/2/b", &second), E_NOTFOUND);
	next(k, 1);
	assert_string_equal(only_open(k)->state.p, "interrupted");
	assert_int_equal(take(k, "host/2/b", &second), OK);
	assert_int_equal(second.id, first.id);
	assert_int_equal(second.attempt, 2);
	assert_true(str_is(second.arguments, "{\"to\":\"geheim@example.org\"}"));
	assert_int_equal(job_end(&k->cx, S("host/1/a"), &first, OK), E_STALE); /* it was only slow: too late */
	assert_int_equal(job_end(&k->cx, S("host/2/b"), &second, OK), OK);
	assert_int_equal(job_end(&k->cx, S("host/2/b"), &second, OK), E_STALE);
	assert_int_equal(number(k, "SELECT count(*) FROM job_event WHERE event = 'done'"), 1);
}

/* The same process may take a job a second time after it was too slow: the first try must not end the second. */
static void a_try_that_was_too_slow_does_not_end_the_next_one_of_the_same_process(void **state)
{
	struct kit *k = *state;
	struct job first, second;
	add_job(k, "test.count");
	assert_int_equal(take(k, "host/1/a", &first), OK);
	next(k, JOB_LEASE_MS);
	assert_int_equal(take(k, "host/1/a", &second), OK);
	assert_int_equal(job_end(&k->cx, S("host/1/a"), &first, OK), E_STALE);
	assert_int_equal(job_end(&k->cx, S("host/1/a"), &second, OK), OK);
}

static void a_job_that_kills_its_process_every_time_is_given_up(void **state)
{
	struct kit *k = *state;
	struct job job;
	add_job(k, "test.count");
	for (int attempt = 1; attempt <= JOB_ATTEMPTS; attempt++) {
		assert_int_equal(take(k, "host/1/a", &job), OK);
		assert_int_equal(job.attempt, attempt);
		next(k, JOB_LEASE_MS);
	}
	assert_int_equal(take(k, "host/1/a", &job), E_NOTFOUND);
	const struct job_view *v = only_open(k);
	assert_string_equal(v->state.p, "given_up");
	assert_string_equal(v->reason.p, "job.died");
}

/* --- several workers ---------------------------------------------------------------------------------------------- */

static void *work_in_thread(void *self)
{
	struct kit *k = self;
	struct cx cx = kit_enter(k);
	cx.words = words_of(S("de"));
	cx.app = &app;
	int64_t n, tries = 0;
	err e;
	do
		e = job_run_due(&cx, job_owner(cx.mem), &n);
	while (e == E_BUSY && ++tries < 100); /* in each other's way: the next look finds what is left */
	ASSERT(e == OK);
	kit_leave(&cx);
	return NULL;
}

static void two_workers_at_once_run_each_job_once(void **state)
{
	struct kit *k = *state;
	pthread_t threads[2];
	for (int i = 0; i < MOST_JOBS; i++)
		add_job(k, "test.count");
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work_in_thread, k), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	for (int i = 1; i <= MOST_JOBS; i++)
		assert_int_equal(seen.runs[i], 1);
	assert_int_equal(number(k, "SELECT count(*) FROM job_event WHERE event = 'started'"), MOST_JOBS);
	assert_int_equal(number(k, "SELECT count(*) FROM job_event WHERE event = 'done'"), MOST_JOBS);
}

static void await_begin(void)
{
	pthread_mutex_lock(&seen.mutex);
	while (!seen.begun)
		pthread_cond_wait(&seen.changed, &seen.mutex);
	pthread_mutex_unlock(&seen.mutex);
}

static void the_worker_wakes_at_once_and_finishes_its_job_before_it_stops(void **state)
{
	struct kit *k = *state;
	struct job_worker *w = job_worker_new(&app);
	assert_int_equal(db_tx(&k->cx, "cause", add, "test.long", NULL, 0), OK);
	job_worker_wake(w);
	await_begin();
	add_job(k, "test.count");
	job_worker_stop(w);
	pthread_mutex_lock(&seen.mutex);
	seen.go = true;
	pthread_cond_broadcast(&seen.changed);
	pthread_mutex_unlock(&seen.mutex);
	job_worker_free(w);
	assert_int_equal(seen.runs[1], 1);
	assert_int_equal(number(k, "SELECT count(*) FROM job_event WHERE event = 'done' AND job_id = 1"), 1);
	assert_int_equal(seen.runs[2], 0); /* nothing new was begun */
	assert_string_equal(only_open(k)->state.p, "waiting");
}

/* --- the house keeps order ---------------------------------------------------------------------------------------- */

static void what_is_over_is_removed_after_thirty_days_and_lateness_is_seen(void **state)
{
	struct kit *k = *state;
	struct job_counts counts;
	assert_int_equal(db_tx(&k->cx, "cause", add_for_tomorrow, NULL, NULL, 0), OK);
	assert_int_equal(run(k, 40 * 86400000LL), 1);
	assert_int_equal(number(k, "SELECT count(*) FROM job"), 1); /* old, but just done */
	next(k, 30 * 86400000LL + 1);
	add_job(k, "test.count");
	next(k, 16 * MINUTE);
	assert_int_equal(job_count(&k->cx, &counts), OK);
	assert_int_equal(counts.late, 1);
	assert_int_equal(run(k, 0), 1);
	assert_int_equal(number(k, "SELECT count(*) FROM job"), 1);
	assert_int_equal(number(k, "SELECT count(*) FROM job_event WHERE job_id = 1"), 0);
}

static void the_steps_of_a_job_leave_no_link_in_the_audit_chain(void **state)
{
	struct kit *k = *state;
	struct audit_verdict v;
	add_job(k, "test.count");
	int64_t before = number(k, "SELECT count(*) FROM audit");
	assert_int_equal(run(k, 0), 1);
	assert_int_equal(number(k, "SELECT count(*) FROM audit"), before);
	assert_int_equal(audit_verify(&k->cx, STR_NONE, &v), OK);
	assert_true(v.ok);
}

/* It is 07:48: the next 06:00 is tomorrow's. Planned again and again it waits once, and once more when it is over. */
static void a_daily_job_waits_for_its_hour_once(void **state)
{
	struct kit *k = *state;
	const int64_t hour = 3600 * 1000;
	int64_t until = instant_at(day_add(instant_day(k->cx.now), 1), 6 * 60).ms - k->cx.now.ms;
	app.config.features = daily_features;
	assert_int_equal(job_plan_daily(&k->cx), OK);
	assert_int_equal(job_plan_daily(&k->cx), OK);
	assert_int_equal(number(k, "SELECT count(*) FROM job"), 1);
	assert_int_equal(number(k, "SELECT count(*) FROM audit"), 0);
	assert_int_equal(run(k, until - 1), 0);
	assert_int_equal(run(k, 1), 1);
	assert_int_equal(job_plan_daily(&k->cx), OK);
	assert_int_equal(number(k, "SELECT count(*) FROM job WHERE due_at IS NOT NULL"), 1);
	assert_int_equal(run(k, 24 * hour - 1), 0);
	assert_int_equal(run(k, 1), 1);
}

static void a_kind_without_a_word_does_not_start(void **state)
{
	struct kit *k = *state;
	struct text words = TEXT(k->mem);
	struct app *made;
	struct app_config c = { .pool = k->pool, .features = features };
	assert_int_equal(app_new(&c, &made, &words), E_INVALID);
	assert_true(str_has(text_str(&words), "the job test.count has no word"));
}

#define HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE(a_job_is_there_with_its_cause_or_not_at_all),
		HOUSE(a_job_runs_once_when_it_is_due_and_keeps_no_content),
		HOUSE(a_failure_is_tried_again_later_and_later_then_given_up_visibly),
		HOUSE(the_hopeless_is_given_up_at_once_and_tried_again_when_somebody_asks),
		HOUSE(a_person_gives_up_what_waits_but_not_what_runs),
		HOUSE(a_kind_that_the_program_does_not_know_is_given_up),
		HOUSE(a_job_of_a_process_that_died_is_taken_over_and_ends_once),
		HOUSE(a_try_that_was_too_slow_does_not_end_the_next_one_of_the_same_process),
		HOUSE(a_job_that_kills_its_process_every_time_is_given_up),
		HOUSE(two_workers_at_once_run_each_job_once),
		HOUSE(the_worker_wakes_at_once_and_finishes_its_job_before_it_stops),
		HOUSE(what_is_over_is_removed_after_thirty_days_and_lateness_is_seen),
		HOUSE(the_steps_of_a_job_leave_no_link_in_the_audit_chain),
		HOUSE(a_daily_job_waits_for_its_hour_once),
		HOUSE(a_kind_without_a_word_does_not_start),
	};
	if (!kit_available())
		return 77;
	crypt_init();
	assert_int_equal(words_load(), OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
