/* activity_bench.h -- activities of a chosen size for measuring: every KI has about as many in every year, so a page
 * that reads only what it shows reads as much in a small database as in a large one. 54 KI, ten years and 11,112 a year
 * are 6 million. All of it is invented, as in the demo; the first KI is made row by row, the others are copies of it.
 */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_BENCH_H
#define FEATURES_ACTIVITIES_ACTIVITY_BENCH_H
#include "db/db.h"

enum { ACTIVITY_BENCH_MOST = 100000 };
struct activity_bench_in {
	int centres; /* the KI Kreis Coesfeld first, then by their key */
	int years;   /* of twelve months, up to yesterday */
	int a_year;  /* of each KI, about */
};
struct activity_bench_size {
	bool occupied; /* there are activities already: nothing was written */
	int64_t centres, activities;
};
/* In its own transactions, one per KI and year; expects the 54 KI. */
err activity_bench(struct cx *cx, const struct activity_bench_in *in, struct activity_bench_size *ret) MUST;

extern const struct sql activity_bench_sql[];
#endif
