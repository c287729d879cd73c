/* pool_week_net.h -- private to pool_week*.c: a flow of least cost that can be changed and repaired step by step.
 *
 * Invariant: for every arc with room left, cost + potential(tail) - potential(head) >= 0. So the flow is the cheapest
 * of its size, and stays so after each operation. All numbers are integers.
 */
#ifndef FEATURES_INTERPRETERS_POOL_WEEK_NET_H
#define FEATURES_INTERPRETERS_POOL_WEEK_NET_H
#include <stdbool.h>
#include <stdint.h>

struct arena;

/* The graph. Each arc has a backward twin; a node's arcs lie together. */
struct net {
	int nodes, arcs;
	int *first; /* [nodes + 1] */
	int *to, *twin;
	int64_t *growth;
	/* scratch of the shortest path search */
	int64_t *distance;
	int *by, *heap, *place, *seen, *stack;
	int in_heap, n_seen, on_stack;
	int64_t level;  /* how far away the node is that is being looked at */
	int *moved;     /* units on their way while costs change */
	int64_t effort; /* arcs looked at so far */
};
/* What changes, kept apart so that it can be copied: room and cost of each arc, potential of each node. */
struct flow {
	int64_t *cost, *potential;
	uint16_t *room;
	int64_t value; /* cost of what flows */
};

struct net_arc {
	int from, to;
	int64_t cost;
	int room;
	int64_t growth; /* what each unit costs more than the one before: convex, so still exact */
};
/* ret_at[i] becomes the number of arcs[i]. */
struct net *net_new(struct arena *a, int nodes, const struct net_arc *arcs, int n, int *ret_at);
struct flow net_flow(struct arena *a, const struct net *net, const struct net_arc *arcs, int n, const int *at);
struct flow net_copy(struct arena *a, const struct net *net, const struct flow *f);

#define NET_FAR (INT64_MAX / 4)
/* Cost of the cheapest way for one more unit; NET_FAR: there is none that does not cost more than `most`. Changes
 * nothing. */
int64_t net_distance(struct net *net, const struct flow *f, int from, int to, int64_t most);
/* Sends it; false: there is no way. */
bool net_send(struct net *net, struct flow *f, int from, int to);
/* Potentials become distances to `to`: what an arc costs more than the best then shows at the arc itself, not further
 * on. Nothing that flows may be cut off from `to`. */
void net_tighten(struct net *net, struct flow *f, int to);
int64_t net_reduced(const struct net *net, const struct flow *f,
                    int arc); /* cost + potential(tail) - potential(head) */
bool net_flows(const struct net *net, const struct flow *f, int arc);
/* Arcs of room one. Closing repairs the flow; false: it cannot be. A closed arc stays closed. */
bool net_close(struct net *net, struct flow *f, int arc);
/* Changes the costs of n arcs of room one by `more` and repairs the flow; if `leave` (>= 0) is among them, its unit
 * goes another way even if that is equally cheap. False: impossible. */
bool net_price(struct net *net, struct flow *f, const int *arcs, int n, int64_t more, int leave);
#endif
