/* pool_week_part.h -- private to pool_week*.c: one independent part of a week's problem, its roster and its network. */
#ifndef FEATURES_INTERPRETERS_POOL_WEEK_PART_H
#define FEATURES_INTERPRETERS_POOL_WEEK_PART_H
#include "features/interpreters/pool_week_model.h"
#include "features/interpreters/pool_week_net.h"

/* A pair in the numbers of the part. */
struct part_pair {
	int request, person; /* local */
	int option, of;      /* in the model */
	int64_t cost;        /* cost and preference, scaled */
};
struct part {
	const struct week_model *m;
	int requests, people, pairs;
	int *request, *person;     /* local -> model */
	struct part_pair *pair;    /* by request, then person and option */
	int *first;                /* [requests + 1]: pairs of a request */
	int *of_person, *first_of; /* pairs by person, start and option; [people + 1] */
	/* The three aims and the preference as one number. */
	int64_t unserved, cent, square; /* square: 1 + all that preferences can sum up to */
	bool fits;                      /* all of this is within 64 bits */
};
/* Marks 0 ... n-1 of requests and people that pairs connect, in the order of the first request; -1: a person nobody
 * needs. Returns n. open: [pair] of the model, the others are left out; NULL: all count. */
int week_mark_parts(struct arena *a, const struct week_model *m, const bool *open, int *of_request, int *of_person);
/* The requests and people with this mark. */
struct part part_of(struct arena *a, const struct week_model *m, const bool *open, const int *of_request,
                    const int *of_person, int mark);

/* Whether the budget does for the pair at all; whether one person cannot take both pairs, two dates of a request
 * included. */
bool part_affords(const struct part *p, int pair);
bool part_exclude(const struct part *p, int one, int other);

/* A plan that is being changed: who has what. */
struct roster {
	const struct part *p;
	int *chosen;      /* [request]: pair or -1 */
	int *head, *next; /* requests of a person, chained; -1 ends */
	int *count;       /* [person] */
};
struct roster roster_new(struct arena *a, const struct part *p);
bool roster_fits(const struct roster *r,
                 int pair); /* as one more: no clash, room, budget; the request has nothing yet */
/* The one request that stands in the way; -1: none, -2: several, or something else than a request. */
int roster_blocker(const struct roster *r, int pair);
void roster_add(struct roster *r, int pair);
void roster_remove(struct roster *r, int request);
void roster_clear(struct roster *r);
int64_t roster_value(const struct roster *r);
int64_t part_step(const struct part *p, int person,
                  int count); /* what one assignment more adds to half the squares, scaled */
/* Moves, insertions and exchanges of two until none helps. Deterministic; adds to *effort. */
void roster_improve(struct roster *r, int64_t *effort);

/* The network of the part. */
struct part_net {
	struct net *net;
	struct flow flow;
	int *pair_arc;     /* [pair] */
	int *unserved_arc; /* [request] */
	int sink;
};
struct part_net part_net_new(struct arena *a, const struct part *p);

/* Branch and bound; chosen holds a plan and becomes the best one. True: proven. */
bool part_search(struct arena *a, const struct part *p, struct roster *best, int64_t *effort, int64_t most_effort);
#endif
