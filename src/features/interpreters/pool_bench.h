/* pool_bench.h -- a pool of a chosen size for measuring: every KI has as many people and every year as many requests as
 * all others, so a page that reads only what it shows reads as much in a small database as in a large one. 54 KI and
 * ten years are 16,200 people of 60 languages and 2,000,160 requests with their events. All of it is invented.
 *
 * Everybody speaks Arabic, in a dialect or all of them, and one of 59 other languages: a request for Arabic has 300
 * candidates. The first KI is made row by row, the others are copies of it inside the database, year by year, as they
 * would have come. */
#ifndef FEATURES_INTERPRETERS_POOL_BENCH_H
#define FEATURES_INTERPRETERS_POOL_BENCH_H
#include "db/db.h"

enum { POOL_BENCH_PEOPLE = 300, POOL_BENCH_REQUESTS = 3704, POOL_BENCH_MOST_REQUESTS = 100000 };
struct pool_bench_in {
	int centres;  /* the KI Kreis Coesfeld first, then by their key */
	int years;    /* of twelve months, up to the month in which the next four weeks end */
	int people;   /* of each KI, up to 300 */
	int requests; /* of each KI and year */
};
struct pool_bench_size {
	bool occupied; /* there are people or requests already: nothing was written */
	int64_t centres, people, requests, events;
};
/* In its own transactions, one per KI and year; expects the 54 KI. */
err pool_bench(struct cx *cx, const struct pool_bench_in *in, struct pool_bench_size *ret) MUST;

extern const struct sql pool_bench_sql[], pool_bench_copy_sql[];
#endif
