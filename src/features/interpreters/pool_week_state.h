/* pool_week_state.h -- private to pool_week_search.c and pool_week_price.c: a node of the search tree, and the prices
 * of clashes in it. */
#ifndef FEATURES_INTERPRETERS_POOL_WEEK_STATE_H
#define FEATURES_INTERPRETERS_POOL_WEEK_STATE_H
#include <stddef.h>

#include "features/interpreters/pool_week_part.h"

enum { MOST_CLIQUES = 500 };

/* Pairs of one person of which at most one can be taken: what the groups of the network do not hold. */
struct clique {
	int *pairs, *arcs;
	int n;
};
/* A node of the search tree. */
struct state {
	struct flow flow;
	int64_t *price; /* [clique] */
	int64_t paid;   /* their sum: the bound is flow.value - paid */
	bool *fixed;    /* [pair] */
};
struct search {
	struct arena *a;
	const struct part *p;
	struct part_net n;
	struct clique *clique;
	int cliques;
	struct roster trial, *best;
	int64_t best_value;
	int *used;        /* [request]: its pair in the flow, -1: unserved */
	int *head, *next; /* the same by person, chained */
	int64_t *effort, most_effort;
	size_t held; /* bytes of states */
	int turn;    /* the person whose clash was looked at last */
	bool gave_up;
};

int64_t state_bound(const struct state *st);
bool state_flows(const struct search *s, const struct state *st, int pair);
bool state_open(const struct search *s, const struct state *st, int pair); /* not closed */

/* The clique that holds both pairs, an old one if there is; -1: there are too many already. */
int clique_with(struct search *s, const struct state *st, int one, int other);
/* Raises the price of a clique of which several are used until one of them is as well off elsewhere, and sends it
 * there. False: nobody has a way that leaves the clique alone. *ret_good becomes false if nothing below this node
 * holds. */
bool clique_raise(struct search *s, struct state *st, int clique, bool *ret_good);
/* A price that nobody pays is lowered until somebody would, or to nothing. True: the bound has risen. */
bool clique_lower(struct search *s, struct state *st, int clique);
/* The first clique that has a price and is not used; -1: none, so a flow without clashes is the best plan here. */
int clique_unpaid(const struct search *s, const struct state *st);
int clique_open_pair(const struct search *s, const struct state *st, int clique); /* -1: all are closed */
#endif
