/* pool_demo.h -- the example pools of four KI: Kreis Coesfeld, Bottrop, Kreis Soest and Rhein-Erft-Kreis. Seeded by the
 * KI: the same on every machine, but for what lies around today. All people are invented; telephone numbers are from
 * the range that the Bundesnetzagentur keeps for films, addresses from example.org. */
#ifndef FEATURES_INTERPRETERS_POOL_DEMO_H
#define FEATURES_INTERPRETERS_POOL_DEMO_H
#include "db/db.h"

/* In its own transactions, one per KI. Each part of the pool adds what is its own, behind the people. */
err pool_demo(struct cx *cx) MUST;
err pool_demo_people(struct cx *cx) MUST;
/* Tariff cards, pots, settings and fourteen months of requests, the coming four weeks included; behind the people. */
err pool_demo_bookings(struct cx *cx) MUST;

/* The same numbers for the same seed. */
struct pool_chance {
	uint64_t state;
};
int pool_chance_below(struct pool_chance *c, int n); /* 0 ... n - 1 */
int pool_chance_between(struct pool_chance *c, int a, int b);
bool pool_chance_percent(struct pool_chance *c, int percent);

/* Names and languages that go together. Languages: codes of migrations/0013_languages.sql, the first is the mother
 * tongue, the others are spoken by some; NULL-terminated, as the names are. */
struct demo_origin {
	const char *languages[5];
	const char *women[9], *men[9], *families[13];
	bool by_gender; /* the second half of the families is what women are called: Iwanow, Iwanowa */
};
extern const struct demo_origin demo_origins[];
extern const int demo_origin_count;
/* How many of each origin a pool has, in the order of demo_origins: people, not shares. */
extern const int demo_origins_coesfeld[];
#endif
