/* serve and demo: the server's life from start to SIGTERM. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/demo.h"
#include "app/notify.h"
#include "app/program.h"
#include "base/log.h"
#include "core/job_worker.h"
#include "core/texts.h"

enum { DRAIN_SECONDS = 30 };

static sigset_t stop_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	return set;
}

/* To a service it means: read your files again. A terminal that is closed means it as it says. */
static bool is_reload(int number)
{
	return number == SIGHUP && !isatty(STDIN_FILENO);
}

/* Waits for a signal and meanwhile feeds the watchdog as long as the server's threads turn. */
static int wait_for_signal(struct http_server *server, const sigset_t *set)
{
	int64_t ms = notify_watchdog_ms();
	const struct timespec period = { ms / 1000, ms % 1000 * 1000000 };
	for (;;) {
		int number = ms ? sigtimedwait(set, NULL, &period) : sigwaitinfo(set, NULL);
		if (number > 0)
			return number;
		if (errno != EAGAIN)
			continue;
		if (http_pulse(server))
			notify_alive();
		else
			log_event(LOG_ERROR, "watchdog.no_pulse", NULL);
	}
}

static void say_ready(struct arena *mem, const struct http_server *server)
{
	notify_ready(str_print(mem, "Dient auf " STR_FMT, STR_ARG(http_address(server))).p);
}

/* A faulty file is in the log; what served before goes on. */
static void reload(struct program *p, const struct http_server *server)
{
	struct arena *mem = arena_new();
	struct text words = TEXT(mem);
	notify_reloading();
	if (texts_reload(p->app, &words) == OK && !p->overlay.n)
		log_event(LOG_INFO, "overlay.none", NULL);
	say_ready(mem, server);
	arena_free(mem);
}

static int serve(struct program *p)
{
	struct http_server *server;
	str words = STR_NONE;
	sigset_t stop = stop_signals();
	struct http_config config = { .listen = p->listen.p ? p->listen : S("127.0.0.1:8080"),
		                      .behind_proxy = p->behind_proxy,
		                      .handle = app_handle,
		                      .refuse = app_refuse,
		                      .body_limit = app_body_limit,
		                      .self = p->app };
	sigaddset(&stop, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &stop, NULL); /* before the server's threads are born */
	signal(SIGPIPE, SIG_IGN);
	db_leave(p->cx.db); /* requests enter by themselves */
	p->cx.db = NULL;
	struct job_worker *worker = job_worker_new(p->app);
	if (http_start(p->mem, &config, &server, &words) != OK) {
		fprintf(stderr, "scharnier: " STR_FMT "\n", STR_ARG(words));
		job_worker_free(worker);
		return EXIT_BROKEN;
	}
	printf("Scharnier dient auf " STR_FMT "\n", STR_ARG(http_address(server)));
	fflush(stdout);
	say_ready(p->mem, server);
	int number = wait_for_signal(server, &stop);
	for (; is_reload(number); number = wait_for_signal(server, &stop))
		reload(p, server);
	notify_stopping("Führt laufende Anfragen zu Ende");
	log_event(LOG_INFO, "stopping", "signal", strsignal(number), NULL);
	job_worker_stop(worker); /* begins nothing new while requests are finished */
	http_stop(server, DRAIN_SECONDS);
	job_worker_free(worker);
	return EXIT_DONE;
}

int command_serve(struct program *p)
{
	if (program_crowded(p))
		return EXIT_USAGE;
	notify_open();
	notify_status("Öffnet die Datenbank und bringt sie auf den neuen Stand");
	int code = program_open(p, PROGRAM_MIGRATE);
	return code == EXIT_DONE ? serve(p) : code;
}

int command_demo(struct program *p)
{
	if (program_crowded(p))
		return EXIT_USAGE;
	sigset_t stop = stop_signals();
	int code = program_open(p, PROGRAM_MIGRATE);
	pthread_sigmask(SIG_BLOCK, &stop, NULL); /* half a demo is none: who wants to stop waits these seconds */
	if (code == EXIT_DONE)
		code = demo_create(p);
	if (code != EXIT_DONE)
		return code;
	demo_explain(p);
	return serve(p);
}
