/* jobs: what waits in the background, and running it without a server. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/program.h"
#include "core/job.h"
#include "core/job_worker.h"
#include "core/words.h"

static int list_jobs(struct program *p)
{
	struct list open;
	const struct words *w = p->cx.words;
	err e = job_list_open(&p->cx, &open);
	if (e != OK)
		return program_fail(p, e);
	LIST_EACH (struct job_view, v, &open) {
		str state = word(w, p->mem, str_print(p->mem, "job_state." STR_FMT, STR_ARG(v->state)).p);
		printf("%" PRId64 "  " STR_FMT ": " STR_FMT ", %" PRId64 " Versuche", v->id, STR_ARG(v->kind_text),
		       STR_ARG(state), v->attempts);
		if (v->due.ms)
			printf(", fällig " STR_FMT, STR_ARG(say_instant(w, p->mem, v->due)));
		printf("%s" STR_FMT "\n", v->reason_text.p ? ". " : "", STR_ARG(v->reason_text));
	}
	if (open.n == 0)
		puts("Es wartet nichts, und nichts ist gescheitert.");
	return EXIT_DONE;
}

static int run_due(struct program *p)
{
	struct job_counts left;
	int64_t run;
	err e = job_run_due(&p->cx, job_owner(p->mem), &run);
	if (e == OK)
		e = job_count(&p->cx, &left);
	if (e != OK)
		return program_fail(p, e);
	printf("%" PRId64 " ausgeführt, %" PRId64 " warten, %" PRId64 " aufgegeben\n", run, left.waiting,
	       left.given_up);
	return left.given_up ? EXIT_FOUND : EXIT_DONE;
}

int command_jobs(struct program *p)
{
	const char *what = p->argc > 1 ? p->argv[1] : "";
	bool due = program_flag(p, "--due"), list = !strcmp(what, "list"), run = !strcmp(what, "run");
	if (program_leftover(p))
		return EXIT_USAGE;
	if (p->argc != 2 || (!list && !run) || run != due) {
		fputs("scharnier jobs: erwartet list oder run --due; siehe scharnier jobs --help\n", stderr);
		return EXIT_USAGE;
	}
	int code = program_open(p, list ? PROGRAM_READ : PROGRAM_WRITE);
	if (code != EXIT_DONE)
		return code;
	return list ? list_jobs(p) : run_due(p);
}
