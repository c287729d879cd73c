/* week.c -- how long the plan of a week takes, against GLPK on the very same problems, in one run; and how many lists
 * of suitable people a second makes. Prints one JSON object. Times are of the processor, so that whatever else the
 * machine does meets both alike.
 *
 *   week_bench [SECONDS]     the most that GLPK may take for each of its three aims (default 60) */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/error.h"
#include "features/interpreters/pool_week.h"
#include "features/interpreters/pool_week_model.h"
#include "kit/week_case.h"
#include "kit/week_glpk.h"

enum { REQUESTS = 300, PEOPLE = 300, LANGUAGES = 40, AGAIN = 9, LISTS = 2000 };

static double seconds_used(void)
{
	struct timespec t;
	ASSERT(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Median of several runs; *ret is the answer. */
static double solve_ours(struct arena *a, const struct week_model *m, struct week_answer *ret)
{
	double taken[AGAIN];
	for (int i = 0; i < AGAIN; i++) {
		double begin = seconds_used();
		*ret = week_solve(a, m, WEEK_PATIENCE);
		taken[i] = seconds_used() - begin;
	}
	qsort(taken, AGAIN, sizeof *taken, by_size);
	return taken[AGAIN / 2];
}

static void week(const char *name, uint64_t seed, bool by_distance, bool tight, int seconds)
{
	struct arena *a = arena_new();
	struct week_case c =
	        week_case_of(a, seed, (struct week_size){ REQUESTS, PEOPLE, LANGUAGES, by_distance, tight });
	struct list pairs;
	double begin = seconds_used();
	const struct week_model *m = week_model_of(a, &c.rules, &c.requests, &c.people, &pairs);
	double build = seconds_used() - begin;
	struct week_answer ours;
	double taken = solve_ours(a, m, &ours);
	begin = seconds_used();
	struct week_plan plan = week_plan_of(a, &c.rules, &c.requests, &c.people, WEEK_PATIENCE);
	double all = seconds_used() - begin;
	struct week_value theirs;
	begin = seconds_used();
	int proven = week_glpk(a, m, seconds, &theirs);
	double glpk = seconds_used() - begin;
	bool same = week_value_cmp(&ours.value, &theirs) == 0;
	printf("{\"name\":\"%s\",\"pairs\":%d,\"served\":%" PRId64 ",\"requests\":%d,\"cost_cents\":%" PRId64
	       ",\"squares\":%" PRId64
	       ",\"proven\":%s,\"parts\":%d,\"build_ms\":%.2f,\"solve_ms\":%.2f,\"plan_ms\":%.2f"
	       ",\"glpk_ms\":%.0f,\"glpk_proven\":%d,\"same\":%s,\"ratio\":%.1f}",
	       name, m->pairs, plan.served, m->requests, plan.cost_cents, plan.squares, ours.proven ? "true" : "false",
	       ours.parts, build * 1e3, taken * 1e3, all * 1e3, glpk * 1e3, proven, same ? "true" : "false",
	       glpk / taken);
	fflush(stdout);
	arena_free(a);
}

/* 300 people who all speak the language, one request, ordered and with all parts. */
static double list_us(void)
{
	struct arena *a = arena_new();
	struct week_case c = week_case_of(a, 1, (struct week_size){ 1, PEOPLE, 1, true, true });
	const struct fit_request *rq =
	        LIST_AT(&LIST_AT(&c.requests, struct week_request, 0)->dates, struct fit_request, 0);
	struct arena_mark mark = arena_mark(a);
	double begin = seconds_used();
	for (int i = 0; i < LISTS; i++) {
		struct list found = fit_list(a, &c.rules, rq, &c.people);
		ASSERT(found.n == PEOPLE);
		arena_release(a, mark);
	}
	double taken = seconds_used() - begin;
	arena_free(a);
	return taken * 1e6 / LISTS;
}

int main(int argc, char **argv)
{
	long seconds = argc > 1 ? strtol(argv[1], NULL, 10) : 60;
	printf("{\"list_us\":%.1f,\"weeks\":[", list_us());
	week("flat", 1, false, false, (int)seconds);
	printf(",");
	week("distance", 2, true, false, (int)seconds);
	printf(",");
	week("flat, tight", 3, false, true, (int)seconds);
	printf(",");
	week("distance, tight", 4, true, true, (int)seconds);
	printf("]}\n");
	return 0;
}
