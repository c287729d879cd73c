/* pool_bench_parts.h -- private to pool_bench*.c. */
#ifndef FEATURES_INTERPRETERS_POOL_BENCH_PARTS_H
#define FEATURES_INTERPRETERS_POOL_BENCH_PARTS_H
#include "features/interpreters/pool_bench.h"
#include "features/interpreters/pool_demo_parts.h"

enum { BENCH_LANGUAGES = 60, BENCH_CENTS = 2500 };
#define BENCH_POT_CENTS (INT64_C(500000000))

/* The first id of what a KI has; those of a copy follow each other as those of the first KI do. */
struct bench_ids {
	int64_t person, pot, card;
};
struct bench {
	struct pool_bench_in in;
	struct demo_teller t; /* of the first KI */
	struct list centres;  /* struct tenant */
	struct list languages;
	struct bench_ids first, *copies; /* by centre; [0] is not used */
	struct tariff card;              /* of the first KI: only its id is read */
	int places;
	day from, to; /* the year that is made; `to` no more */
	int64_t events;
	size_t at;              /* the centre that is copied */
	int64_t settled_before; /* the last settlement of the years that are done */
};

err bench_money(struct bench *b, const struct tenant *centre, struct bench_ids *ret) MUST;
/* pool_bench_copy.c: people and money of the first KI for another one; the newest year of the first for all others. */
err bench_copy_people(struct bench *b, size_t centre) MUST;
err bench_copy_year(struct bench *b) MUST;
#endif
