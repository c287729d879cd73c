/* staff_bench.h -- staff of a chosen size for measuring: 9 posts and 90 shares for one KI and one year, about 5,000 and
 * 50,000 for 54 KI and ten years. Every KI and year is alike, so a page that reads only its own year reads as much in a
 * small database as in a large one. Seeded; all people are invented. */
#ifndef FEATURES_STAFF_STAFF_BENCH_H
#define FEATURES_STAFF_STAFF_BENCH_H
#include "db/db.h"

struct staff_bench_in {
	int centres; /* the KI Kreis Coesfeld first, then by their key */
	int years;   /* up to the present one */
};
struct staff_bench_size {
	bool occupied; /* there are posts or people already: nothing was written */
	int64_t centres, posts, people, shares;
};
/* In its own transactions, one per KI; expects the 54 KI. */
err staff_bench(struct cx *cx, const struct staff_bench_in *in, struct staff_bench_size *ret) MUST;

extern const struct sql staff_bench_sql[];
#endif
