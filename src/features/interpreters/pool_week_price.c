/* pool_week_price.c -- what clashes cost: one multiplier per clique, raised and lowered by just what changes something.
 */
#include "features/interpreters/pool_week_state.h"

#include "base/arena.h"
#include "base/error.h"

int64_t state_bound(const struct state *st)
{
	return st->flow.value - st->paid;
}

bool state_flows(const struct search *s, const struct state *st, int pair)
{
	return net_flows(s->n.net, &st->flow, s->n.pair_arc[pair]);
}

bool state_open(const struct search *s, const struct state *st, int pair)
{
	return st->flow.room[s->n.pair_arc[pair]] > 0 || state_flows(s, st, pair);
}

static bool holds(const struct clique *c, int pair)
{
	for (int i = 0; i < c->n; i++)
		if (c->pairs[i] == pair)
			return true;
	return false;
}

int clique_with(struct search *s, const struct state *st, int one, int other)
{
	const struct part *p = s->p;
	for (int c = 0; c < s->cliques; c++)
		if (holds(&s->clique[c], one) && holds(&s->clique[c], other))
			return c;
	if (s->cliques == MOST_CLIQUES)
		return -1;
	int person = p->pair[one].person, from = p->first_of[person], n = p->first_of[person + 1] - from;
	struct clique *c = &s->clique[s->cliques];
	c->pairs = NEW_ARRAY(s->a, int, (size_t)n);
	c->arcs = NEW_ARRAY(s->a, int, (size_t)n);
	c->pairs[0] = one;
	c->pairs[1] = other;
	c->n = 2;
	for (int i = 0; i < n; i++) {
		int k = p->of_person[from + i];
		bool all = k != one && k != other && state_open(s, st, k);
		for (int j = 0; j < c->n && all; j++)
			all = part_exclude(p, k, c->pairs[j]);
		if (all)
			c->pairs[c->n++] = k;
	}
	for (int i = 0; i < c->n; i++)
		c->arcs[i] = s->n.pair_arc[c->pairs[i]];
	return s->cliques++;
}

/* What it costs to send the pair's request elsewhere, if not more than `most`; else NET_FAR. No arc of the clique may
 * be the way: its price is about to rise as well. */
static int64_t way_around(struct search *s, struct state *st, const struct clique *c, int pair, int64_t most)
{
	struct net *net = s->n.net;
	struct flow *f = &st->flow;
	int arc = s->n.pair_arc[pair];
	for (int i = 0; i < c->n; i++) {
		net->moved[i] = f->room[c->arcs[i]];
		f->room[c->arcs[i]] = 0;
	}
	int64_t way = net_distance(net, f, s->p->pair[pair].request, net->to[arc], most + f->cost[arc]);
	for (int i = 0; i < c->n; i++)
		f->room[c->arcs[i]] = (uint16_t)net->moved[i];
	return way == NET_FAR ? NET_FAR : way - f->cost[arc];
}

bool clique_raise(struct search *s, struct state *st, int at, bool *ret_good)
{
	struct clique *c = &s->clique[at];
	int64_t least = NET_FAR;
	int mover = -1;
	for (int i = 0; i < c->n && least > 0; i++) {
		if (!state_flows(s, st, c->pairs[i]))
			continue;
		int64_t more = way_around(s, st, c, c->pairs[i], mover < 0 ? NET_FAR / 2 : least - 1);
		if (more < least) {
			least = more;
			mover = i;
		}
	}
	if (mover < 0)
		return false;
	least = least > 0 ? least : 0;
	st->price[at] += least;
	st->paid += least;
	*ret_good = net_price(s->n.net, &st->flow, c->arcs, c->n, least, c->arcs[mover]);
	return true;
}

bool clique_lower(struct search *s, struct state *st, int at)
{
	const struct part *p = s->p;
	struct clique *c = &s->clique[at];
	int64_t least = st->price[at];
	for (int i = 0; i < c->n; i++) {
		int arc = c->arcs[i], request = p->pair[c->pairs[i]].request;
		if (st->flow.room[arc] == 0)
			continue;
		int64_t way = net_distance(s->n.net, &st->flow, s->n.net->to[arc], request, least - st->flow.cost[arc]);
		if (way != NET_FAR && way + st->flow.cost[arc] < least)
			least = way + st->flow.cost[arc];
	}
	if (least <= 0)
		return false;
	st->price[at] -= least;
	st->paid -= least;
	ASSERT(net_price(s->n.net, &st->flow, c->arcs, c->n, -least, -1));
	return true;
}

int clique_unpaid(const struct search *s, const struct state *st)
{
	for (int c = 0; c < s->cliques; c++) {
		bool used = st->price[c] == 0;
		for (int i = 0; i < s->clique[c].n && !used; i++)
			used = state_flows(s, st, s->clique[c].pairs[i]);
		if (!used)
			return c;
	}
	return -1;
}

int clique_open_pair(const struct search *s, const struct state *st, int clique)
{
	for (int i = 0; i < s->clique[clique].n; i++)
		if (state_open(s, st, s->clique[clique].pairs[i]))
			return s->clique[clique].pairs[i];
	return -1;
}
