#include "core/job_worker.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "core/app.h"
#include "core/job.h"
#include "core/texts.h"
#include "crypt/crypt.h"

/* Jobs of other processes, retries and what was left by a process that died are found at the latest after this. */
enum { POLL_SECONDS = 5, PLAN_MS = 3600 * 1000 };

struct job_worker {
	struct app *app;
	pthread_t thread;
	pthread_mutex_t mutex; /* guards woken and stopping */
	pthread_cond_t changed;
	bool woken, stopping;
	_Atomic int64_t beat_ms; /* when the thread last came round */
};

static int64_t steady_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool job_worker_alive(const struct job_worker *w)
{
	return !w || steady_ms() - w->beat_ms < JOB_LEASE_MS + 2 * POLL_SECONDS * 1000;
}

str job_owner(struct arena *mem)
{
	char host[65] = "";
	gethostname(host, sizeof host - 1);
	return str_print(mem, "%s/%ld/%.8s", host, (long)getpid(), crypt_token(mem).p);
}

static bool stopping(struct job_worker *w)
{
	pthread_mutex_lock(&w->mutex);
	bool now = w->stopping;
	pthread_mutex_unlock(&w->mutex);
	return now;
}

/* Several workers can be in each other's way: the next look finds what is left. */
static void complain(struct cx *cx, err e)
{
	log_event(e == E_BUSY ? LOG_WARNING : LOG_ERROR, "jobs", "error", err_name(e), "key",
	          cx->fault.key ? cx->fault.key : "", "detail", str_c(cx->mem, cx->fault.detail), NULL);
}

static void run_due(struct job_worker *w, struct arena *mem, str owner)
{
	instant now = w->app->config.fixed_now.ms ? w->app->config.fixed_now : instant_now();
	struct db *db;
	err e = db_enter(w->app->config.pool, &db);
	if (e != OK) {
		log_event(LOG_ERROR, "jobs", "error", err_name(e), NULL);
		return;
	}
	while (e == OK && !stopping(w)) {
		struct texts *texts = texts_take(w->app); /* for this job: words may be swapped meanwhile */
		arena_defer(mem, texts_let_go, texts);
		struct cx cx = { .mem = mem, .db = db, .app = w->app, .words = texts->german };
		w->beat_ms = steady_ms();
		cx.now = now;
		cx.today = instant_day(now);
		e = job_run_next(&cx, owner);
		if (e != OK && e != E_NOTFOUND)
			complain(&cx, e);
		arena_reset(mem);
	}
	db_leave(db);
}

/* What happens every day waits for its hour. With example data nobody is to be written to by itself. */
static void plan_daily(struct job_worker *w, struct arena *mem)
{
	if (w->app->config.demo)
		return;
	instant now = w->app->config.fixed_now.ms ? w->app->config.fixed_now : instant_now();
	struct db *db;
	if (db_enter(w->app->config.pool, &db) != OK)
		return; /* the next hour */
	struct cx cx = { .mem = mem, .db = db, .app = w->app, .now = now, .today = instant_day(now) };
	err e = job_plan_daily(&cx);
	if (e != OK)
		complain(&cx, e);
	db_leave(db);
	arena_reset(mem);
}

/* False: it is time to stop. */
static bool wait_for_work(struct job_worker *w)
{
	struct timespec until;
	int rc = 0;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += POLL_SECONDS;
	pthread_mutex_lock(&w->mutex);
	while (!w->woken && !w->stopping && rc == 0)
		rc = pthread_cond_clockwait(&w->changed, &w->mutex, CLOCK_MONOTONIC, &until);
	w->woken = false;
	bool on = !w->stopping;
	pthread_mutex_unlock(&w->mutex);
	return on;
}

static void *work(void *self)
{
	struct job_worker *w = self;
	struct arena *life = arena_new(), *mem = arena_new();
	str owner = job_owner(life);
	int64_t plan_at = 0;
	do {
		w->beat_ms = steady_ms();
		if (w->beat_ms >= plan_at) {
			plan_daily(w, mem);
			plan_at = w->beat_ms + PLAN_MS;
		}
		run_due(w, mem, owner);
		arena_reset(mem);
	} while (wait_for_work(w));
	arena_free(mem);
	arena_free(life);
	return NULL;
}

struct job_worker *job_worker_new(struct app *a)
{
	struct job_worker *w = calloc(1, sizeof *w);
	ASSERT(w);
	w->app = a;
	w->beat_ms = steady_ms();
	pthread_mutex_init(&w->mutex, NULL);
	pthread_cond_init(&w->changed, NULL);
	a->worker = w;
	ASSERT(pthread_create(&w->thread, NULL, work, w) == 0);
	return w;
}

static void tell(struct job_worker *w, bool *what)
{
	pthread_mutex_lock(&w->mutex);
	*what = true;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->mutex);
}

void job_worker_wake(struct job_worker *w)
{
	if (w)
		tell(w, &w->woken);
}

void job_worker_stop(struct job_worker *w)
{
	if (w)
		tell(w, &w->stopping);
}

void job_worker_free(struct job_worker *w)
{
	if (!w)
		return;
	job_worker_stop(w);
	pthread_join(w->thread, NULL);
	w->app->worker = NULL;
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->mutex);
	free(w);
}
