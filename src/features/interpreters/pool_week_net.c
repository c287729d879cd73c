#include "features/interpreters/pool_week_net.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"

/* --- building ----------------------------------------------------------------------------------------------------- */

struct net *net_new(struct arena *a, int nodes, const struct net_arc *arcs, int n, int *ret_at)
{
	struct net *net = NEW(a, struct net);
	size_t node_count = (size_t)nodes, arc_count = 2 * (size_t)n;
	*net = (struct net){ .nodes = nodes,
		             .arcs = 2 * n,
		             .first = NEW_ARRAY(a, int, node_count + 1),
		             .to = NEW_ARRAY(a, int, arc_count),
		             .twin = NEW_ARRAY(a, int, arc_count),
		             .growth = NEW_ARRAY(a, int64_t, arc_count),
		             .distance = NEW_ARRAY(a, int64_t, node_count),
		             .by = NEW_ARRAY(a, int, node_count),
		             .heap = NEW_ARRAY(a, int, node_count),
		             .place = NEW_ARRAY(a, int, node_count),
		             .seen = NEW_ARRAY(a, int, node_count),
		             .stack = NEW_ARRAY(a, int, node_count),
		             .moved = NEW_ARRAY(a, int, arc_count) };
	int *next = NEW_ARRAY(a, int, node_count + 1);
	for (int i = 0; i < n; i++) {
		next[arcs[i].from + 1]++;
		next[arcs[i].to + 1]++;
	}
	for (int v = 0; v < nodes; v++)
		next[v + 1] += next[v];
	memcpy(net->first, next, (node_count + 1) * sizeof *next);
	for (int i = 0; i < n; i++) {
		int there = next[arcs[i].from]++, back = next[arcs[i].to]++;
		net->to[there] = arcs[i].to;
		net->to[back] = arcs[i].from;
		net->twin[there] = back;
		net->twin[back] = there;
		net->growth[there] = net->growth[back] = arcs[i].growth;
		ret_at[i] = there;
	}
	for (int v = 0; v < nodes; v++)
		net->distance[v] = NET_FAR;
	return net;
}

static struct flow flow_new(struct arena *a, const struct net *net)
{
	return (struct flow){ .cost = NEW_ARRAY(a, int64_t, (size_t)net->arcs),
		              .potential = NEW_ARRAY(a, int64_t, (size_t)net->nodes),
		              .room = NEW_ARRAY(a, uint16_t, (size_t)net->arcs) };
}

struct flow net_flow(struct arena *a, const struct net *net, const struct net_arc *arcs, int n, const int *at)
{
	struct flow f = flow_new(a, net);
	for (int i = 0; i < n; i++) {
		ASSERT(arcs[i].cost >= 0 && arcs[i].room <= UINT16_MAX);
		f.room[at[i]] = (uint16_t)arcs[i].room;
		f.cost[at[i]] = arcs[i].cost;
		f.cost[net->twin[at[i]]] = arcs[i].growth - arcs[i].cost;
	}
	return f;
}

struct flow net_copy(struct arena *a, const struct net *net, const struct flow *f)
{
	struct flow copy = flow_new(a, net);
	memcpy(copy.cost, f->cost, (size_t)net->arcs * sizeof *f->cost);
	memcpy(copy.potential, f->potential, (size_t)net->nodes * sizeof *f->potential);
	memcpy(copy.room, f->room, (size_t)net->arcs * sizeof *f->room);
	copy.value = f->value;
	return copy;
}

/* --- shortest paths (Dijkstra, reduced costs, a heap that knows where each node stands) ----------------------------
 */

static void put(struct net *net, int at, int node)
{
	net->heap[at] = node;
	net->place[node] = at;
}

static void rise(struct net *net, int at)
{
	int node = net->heap[at];
	for (int up; at > 0 && net->distance[net->heap[up = (at - 1) / 2]] > net->distance[node]; at = up)
		put(net, at, net->heap[up]);
	put(net, at, node);
}

static int take_nearest(struct net *net)
{
	int nearest = net->heap[0], node = net->heap[--net->in_heap], at = 0;
	for (int down; (down = 2 * at + 1) < net->in_heap; at = down) {
		if (down + 1 < net->in_heap && net->distance[net->heap[down + 1]] < net->distance[net->heap[down]])
			down++;
		if (net->distance[net->heap[down]] >= net->distance[node])
			break;
		put(net, at, net->heap[down]);
	}
	if (net->in_heap > 0)
		put(net, at, node);
	net->place[nearest] = -1; /* settled */
	return nearest;
}

/* A node as near as the one that reached it waits on a stack, not in the heap: most ways cost nothing more. */
static void reach(struct net *net, int node, int64_t distance, int by)
{
	bool fresh = net->distance[node] == NET_FAR;
	net->distance[node] = distance;
	net->by[node] = by;
	if (fresh) {
		net->seen[net->n_seen++] = node;
		if (distance == net->level) {
			net->stack[net->on_stack++] = node;
			return;
		}
		net->place[node] = net->in_heap;
		net->heap[net->in_heap++] = node;
	}
	rise(net, net->place[node]);
}

static int next_node(struct net *net)
{
	if (net->on_stack > 0)
		return net->stack[--net->on_stack];
	int node = take_nearest(net);
	net->level = net->distance[node];
	return node;
}

static void forget(struct net *net)
{
	for (int i = 0; i < net->n_seen; i++)
		net->distance[net->seen[i]] = NET_FAR;
	net->n_seen = net->in_heap = net->on_stack = 0;
}

/* Distances from `from` up to `to`; false: no way that is not longer than `most`. What still waits is not nearer. */
static bool spread(struct net *net, const struct flow *f, int from, int to, int64_t most)
{
	const int *heads = net->to;
	const int64_t *cost = f->cost, *potential = f->potential, *distances = net->distance;
	const uint16_t *room = f->room;
	net->level = 0;
	reach(net, from, 0, -1);
	while (net->in_heap + net->on_stack > 0) {
		int node = next_node(net);
		if (net->level > most)
			return false;
		if (node == to)
			return true;
		int64_t base = net->level + potential[node];
		net->effort += net->first[node + 1] - net->first[node];
		for (int e = net->first[node], end = net->first[node + 1]; e < end; e++) {
			if (room[e] == 0)
				continue;
			int head = heads[e];
			int64_t distance = base + cost[e] - potential[head];
			if (distance >= distances[head])
				continue;
			reach(net, head, distance, e);
			if (head == to && distance == net->level)
				return true;
		}
	}
	return false;
}

int64_t net_distance(struct net *net, const struct flow *f, int from, int to, int64_t most)
{
	int64_t distance = NET_FAR, turned = f->potential[to] - f->potential[from];
	if (spread(net, f, from, to, most - turned))
		distance = net->distance[to] + turned;
	forget(net);
	return distance;
}

static void push(struct net *net, struct flow *f, int arc)
{
	f->room[arc]--;
	f->room[net->twin[arc]]++;
	f->value += f->cost[arc];
	f->cost[arc] += net->growth[arc];
	f->cost[net->twin[arc]] -= net->growth[arc];
}

bool net_send(struct net *net, struct flow *f, int from, int to)
{
	bool found = spread(net, f, from, to, NET_FAR);
	if (found) {
		int64_t far = net->distance[to];
		for (int i = 0; i < net->n_seen; i++) {
			int node = net->seen[i];
			if (net->distance[node] < far)
				f->potential[node] += net->distance[node] - far;
		}
		for (int node = to; node != from; node = net->to[net->twin[net->by[node]]])
			push(net, f, net->by[node]);
	}
	forget(net);
	return found;
}

/* The same search from the other end, over the arcs that lead here. */
static void spread_back(struct net *net, const struct flow *f, int to)
{
	net->level = 0;
	reach(net, to, 0, -1);
	while (net->in_heap + net->on_stack > 0) {
		int node = next_node(net);
		net->effort += net->first[node + 1] - net->first[node];
		for (int e = net->first[node], end = net->first[node + 1]; e < end; e++) {
			int here = net->twin[e], tail = net->to[e];
			int64_t distance = net->level + f->cost[here] + f->potential[tail] - f->potential[node];
			if (f->room[here] > 0 && distance < net->distance[tail])
				reach(net, tail, distance, here);
		}
	}
}

void net_tighten(struct net *net, struct flow *f, int to)
{
	spread_back(net, f, to);
	int64_t furthest = 0;
	for (int i = 0; i < net->n_seen; i++)
		furthest = net->distance[net->seen[i]] > furthest ? net->distance[net->seen[i]] : furthest;
	for (int node = 0; node < net->nodes; node++)
		f->potential[node] -= net->distance[node] < NET_FAR ? net->distance[node] : furthest;
	forget(net);
}

/* --- changes ------------------------------------------------------------------------------------------------------ */

bool net_flows(const struct net *net, const struct flow *f, int arc)
{
	return f->room[net->twin[arc]] > 0;
}

static int tail_of(const struct net *net, int arc)
{
	return net->to[net->twin[arc]];
}

bool net_close(struct net *net, struct flow *f, int arc)
{
	bool flowed = net_flows(net, f, arc);
	if (flowed)
		push(net, f, net->twin[arc]);
	f->room[arc] = 0;
	return !flowed || net_send(net, f, tail_of(net, arc), net->to[arc]);
}

int64_t net_reduced(const struct net *net, const struct flow *f, int arc)
{
	return f->cost[arc] + f->potential[tail_of(net, arc)] - f->potential[net->to[arc]];
}

/* The unit that was taken from the arc finds its way, over the arc itself unless it shall leave it. */
static bool find_way(struct net *net, struct flow *f, int arc, bool leave)
{
	f->room[arc] = !leave;
	if (!net_send(net, f, tail_of(net, arc), net->to[arc]))
		return false;
	f->room[arc] = !net_flows(net, f, arc);
	if (f->room[arc] == 0 || net_reduced(net, f, arc) >= 0)
		return true;
	push(net, f, arc); /* the other way was dearer after all */
	return net_send(net, f, net->to[arc], tail_of(net, arc));
}

/* First all units leave that do not pay any more, and arcs that have become worth it take one, so that the invariant
 * holds again; then each unit that is too many or missing at an end finds its way. */
bool net_price(struct net *net, struct flow *f, const int *arcs, int n, int64_t more, int leave)
{
	bool good = true;
	int moved = 0;
	for (int i = 0; i < n; i++) {
		int e = arcs[i];
		bool flows = net_flows(net, f, e);
		f->cost[e] += more;
		f->cost[net->twin[e]] -= more;
		f->value += flows ? more : 0;
		if (flows ? net_reduced(net, f, e) <= 0 && e != leave : f->room[e] == 0 || net_reduced(net, f, e) >= 0)
			continue;
		push(net, f, flows ? net->twin[e] : e);
		net->moved[moved++] = flows ? e : ~e;
	}
	for (int i = 0; i < moved && good; i++) {
		int e = net->moved[i];
		good = e < 0 ? net_send(net, f, net->to[~e], tail_of(net, ~e)) : find_way(net, f, e, e == leave);
	}
	return good;
}
