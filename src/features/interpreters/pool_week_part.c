/* pool_week_part.c -- a part of the problem and the network that relaxes it. */
#include "features/interpreters/pool_week_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

static int root_of(int *up, int i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

int week_mark_parts(struct arena *a, const struct week_model *m, const bool *open, int *of_request, int *of_person)
{
	int n = 0, nodes = m->requests + m->people;
	int *up = NEW_ARRAY(a, int, (size_t)nodes + 1), *mark = NEW_ARRAY(a, int, (size_t)nodes + 1);
	for (int i = 0; i < nodes; i++) {
		up[i] = i;
		mark[i] = -1;
	}
	for (int k = 0; k < m->pairs; k++) {
		if (open && !open[k])
			continue;
		int request = root_of(up, m->option[m->pair[k].option].request);
		int person = root_of(up, m->requests + m->pair[k].person);
		up[person > request ? person : request] = person > request ? request : person;
	}
	for (int r = 0; r < m->requests; r++) {
		int root = root_of(up, r);
		mark[root] = mark[root] < 0 ? n++ : mark[root];
		of_request[r] = mark[root];
	}
	for (int i = 0; i < m->people; i++)
		of_person[i] = mark[root_of(up, m->requests + i)];
	return n;
}

/* --- the part ----------------------------------------------------------------------------------------------------- */

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Local numbers of the marked; *ret_n becomes how many. */
static int *number(struct arena *a, const int *mark_of, int n, int mark, int *ret_local, int *ret_n)
{
	int *list = NEW_ARRAY(a, int, (size_t)n + 1);
	*ret_n = 0;
	for (int i = 0; i < n; i++) {
		ret_local[i] = mark_of[i] == mark ? *ret_n : -1;
		if (mark_of[i] == mark)
			list[(*ret_n)++] = i;
	}
	return list;
}

/* Order of a qsort over pairs needs their model: the sort keys are copied beside the index. */
struct key {
	int64_t a, b, c;
	int index;
};

static int by_key(const void *x, const void *y)
{
	const struct key *k = x, *l = y;
	if (k->a != l->a)
		return k->a < l->a ? -1 : 1;
	if (k->b != l->b)
		return k->b < l->b ? -1 : 1;
	if (k->c != l->c)
		return k->c < l->c ? -1 : 1;
	return k->index - l->index;
}

static void collect_pairs(struct arena *a, struct part *p, const bool *open, const int *request_at,
                          const int *person_at)
{
	const struct week_model *m = p->m;
	struct key *keys = NEW_ARRAY(a, struct key, (size_t)m->pairs + 1);
	for (int i = 0; i < m->pairs; i++) {
		const struct week_pair *pair = &m->pair[i];
		int request = m->option[pair->option].request;
		if ((!open || open[i]) && request_at[request] >= 0)
			keys[p->pairs++] =
			        (struct key){ request_at[request], person_at[pair->person], pair->option, i };
	}
	qsort(keys, (size_t)p->pairs, sizeof *keys, by_key);
	p->pair = NEW_ARRAY(a, struct part_pair, (size_t)p->pairs + 1);
	p->first = NEW_ARRAY(a, int, (size_t)p->requests + 1);
	for (int i = 0; i < p->pairs; i++) {
		p->pair[i] = (struct part_pair){ .request = (int)keys[i].a,
			                         .person = (int)keys[i].b,
			                         .option = (int)keys[i].c,
			                         .of = keys[i].index };
		p->first[keys[i].a + 1] = i + 1;
	}
	for (int r = 0; r < p->requests; r++)
		p->first[r + 1] = p->first[r + 1] ? p->first[r + 1] : p->first[r];
	p->of_person = NEW_ARRAY(a, int, (size_t)p->pairs + 1);
	p->first_of = NEW_ARRAY(a, int, (size_t)p->people + 1);
	for (int i = 0; i < p->pairs; i++) {
		const struct week_option *o = &m->option[p->pair[i].option];
		keys[i] = (struct key){ p->pair[i].person, o->week, o->start, i };
	}
	qsort(keys, (size_t)p->pairs, sizeof *keys, by_key);
	for (int i = 0; i < p->pairs; i++) {
		p->of_person[i] = keys[i].index;
		p->first_of[keys[i].a + 1] = i + 1;
	}
	for (int i = 0; i < p->people; i++)
		p->first_of[i + 1] = p->first_of[i + 1] ? p->first_of[i + 1] : p->first_of[i];
}

static int64_t at_most(int64_t n, int64_t most)
{
	return n < most ? n : most;
}

/* unserved > all cents, a cent > all squares, a square > all preferences. Within the limits of the model this is below
 * 2^59 for all requests together; if preferences would break that, they are left out. */
static void scale(struct part *p)
{
	const struct week_model *m = p->m;
	int64_t cents = 0, load = 0, preferences = 0, most_room = 0;
	for (int r = 0; r < p->requests; r++) {
		int64_t dearest = 0;
		for (int k = p->first[r]; k < p->first[r + 1]; k++) {
			int64_t cost = m->pair[p->pair[k].of].cost_cents;
			dearest = cost > dearest ? cost : dearest;
		}
		cents += at_most(dearest, WEEK_MOST_CENTS);
		preferences += WEEK_MOST_PREFERENCE;
	}
	for (int i = 0; i < p->people; i++) {
		load = m->load[p->person[i]] > load ? m->load[p->person[i]] : load;
		most_room = least(p->first_of[i + 1] - p->first_of[i], p->requests) > most_room
		                    ? least(p->first_of[i + 1] - p->first_of[i], p->requests)
		                    : most_room;
	}
	int64_t squares = p->requests * (at_most(load, WEEK_MOST_LOAD) + most_room);
	for (p->square = preferences + 1;; p->square = 1) {
		int64_t all;
		p->cent = p->square * (squares + 1);
		p->fits = !__builtin_mul_overflow(p->cent, cents + 1, &p->unserved) &&
		          !__builtin_mul_overflow(p->unserved, p->requests + 1, &all) && all < NET_FAR / 8;
		if (p->fits || p->square == 1)
			break;
	}
	for (int k = 0; k < p->pairs; k++) {
		const struct week_pair *of = &m->pair[p->pair[k].of];
		p->pair[k].cost =
		        at_most(of->cost_cents, WEEK_MOST_CENTS) * p->cent + (p->square > 1 ? of->preference : 0);
	}
}

struct part part_of(struct arena *a, const struct week_model *m, const bool *open, const int *of_request,
                    const int *of_person, int mark)
{
	struct part p = { .m = m };
	int *request_at = NEW_ARRAY(a, int, (size_t)m->requests + 1),
	    *person_at = NEW_ARRAY(a, int, (size_t)m->people + 1);
	p.request = number(a, of_request, m->requests, mark, request_at, &p.requests);
	p.person = number(a, of_person, m->people, mark, person_at, &p.people);
	collect_pairs(a, &p, open, request_at, person_at);
	scale(&p);
	return p;
}

/* Half of what the square grows by: for a given number of assignments, the sum of load x (load - 1) / 2 is least where
 * the sum of squares is, and its steps are twice as fine, which makes bounds count that lie between. */
int64_t part_step(const struct part *p, int person, int count)
{
	int64_t load = at_most(p->m->load[p->person[person]], WEEK_MOST_LOAD);
	return (load + count) * p->square;
}

static int64_t budget_of(const struct part *p, int pair)
{
	const struct part_pair *k = &p->pair[pair];
	return p->m->budget[p->person[k->person] * p->m->years + p->m->option[k->option].year];
}

bool part_affords(const struct part *p, int pair)
{
	return p->m->pair[p->pair[pair].of].earned_cents <= budget_of(p, pair);
}

/* A budget that does not do for both excludes as well as a clash; three may still be too many. */
bool part_exclude(const struct part *p, int one, int other)
{
	const struct week_model *m = p->m;
	const struct part_pair *x = &p->pair[one], *y = &p->pair[other];
	ASSERT(x->person == y->person);
	return x->request == y->request || week_clashes(m, x->option, y->option) ||
	       (m->option[x->option].year == m->option[y->option].year &&
	        m->pair[x->of].earned_cents > budget_of(p, one) - m->pair[y->of].earned_cents);
}

/* --- its network -------------------------------------------------------------------------------------------------- */

struct builder {
	const struct part *p;
	struct net_arc *arcs;
	int n, nodes;
	int *pair_at, *unserved_at; /* numbers of arcs[] */
	int *group;                 /* [pair]: of its person and week */
};

static int add_arc(struct builder *b, int from, int to, int64_t cost, int room)
{
	b->arcs[b->n] = (struct net_arc){ from, to, cost, room, 0 };
	return b->n++;
}

/* Into the youngest group all of whose members it clashes with; pairs come by start. */
static int group_for(const struct builder *b, const int *pairs, int n, int groups, int pair)
{
	for (int g = groups - 1; g >= 0; g--) {
		bool all = true;
		for (int i = n - 1; i >= 0 && all; i--)
			all = b->group[pairs[i]] != g || part_exclude(b->p, pairs[i], pair);
		if (all)
			return g;
	}
	return groups;
}

/* The pairs of one person and week. Returns how many of them can be taken at all. */
static int add_week(struct builder *b, const int *pairs, int n, int top)
{
	int groups = 0;
	for (int i = 0; i < n; i++) {
		int g = group_for(b, pairs, i, groups, pairs[i]);
		b->group[pairs[i]] = g;
		groups = g == groups ? groups + 1 : groups;
	}
	for (int g = 0; g < groups; g++) {
		int members = 0, node = top;
		for (int i = 0; i < n; i++)
			members += b->group[pairs[i]] == g;
		if (members > 1) {
			node = b->nodes++;
			add_arc(b, node, top, 0, 1);
		}
		for (int i = 0; i < n; i++)
			if (b->group[pairs[i]] == g)
				b->pair_at[pairs[i]] = add_arc(b, b->p->pair[pairs[i]].request, node,
				                               b->p->pair[pairs[i]].cost, part_affords(b->p, pairs[i]));
	}
	return groups;
}

/* How many of the person's pairs of all years the budgets allow at the very most: the cheapest first. */
static int affordable(struct arena *a, const struct part *p, int person)
{
	const struct week_model *m = p->m;
	int from = p->first_of[person], n = p->first_of[person + 1] - from, count = 0;
	struct key *keys = NEW_ARRAY(a, struct key, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		const struct part_pair *pair = &p->pair[p->of_person[from + i]];
		keys[i] = (struct key){ m->option[pair->option].year, m->pair[pair->of].earned_cents, 0, 0 };
	}
	qsort(keys, (size_t)n, sizeof *keys, by_key);
	int64_t left = 0;
	for (int i = 0; i < n; i++) {
		if (i == 0 || keys[i].a != keys[i - 1].a)
			left = m->budget[(size_t)p->person[person] * (size_t)m->years + (size_t)keys[i].a];
		if (keys[i].b <= left) {
			left -= keys[i].b;
			count++;
		}
	}
	return count;
}

static void add_person(struct arena *a, struct builder *b, int person, int sink)
{
	const struct part *p = b->p;
	const struct week_model *m = p->m;
	int from = p->first_of[person], to = p->first_of[person + 1], node = sink + 1 + person, all = 0;
	bool one_week = from == to || m->option[p->pair[p->of_person[from]].option].week ==
	                                      m->option[p->pair[p->of_person[to - 1]].option].week;
	for (int i = from, next; i < to; i = next) {
		int week = m->option[p->pair[p->of_person[i]].option].week;
		for (next = i + 1; next < to && m->option[p->pair[p->of_person[next]].option].week == week;)
			next++;
		int room = least(m->room[p->person[person] * m->weeks + week], next - i);
		int top = one_week ? node : b->nodes++;
		int taken = least(add_week(b, p->of_person + i, next - i, top), room);
		if (!one_week)
			add_arc(b, top, node, 0, taken);
		all += taken;
	}
	all = least(all, affordable(a, p, person));
	if (all > 0)
		b->arcs[add_arc(b, node, sink, part_step(p, person, 0), all)].growth = p->square;
}

struct part_net part_net_new(struct arena *a, const struct part *p)
{
	size_t pairs = (size_t)p->pairs, requests = (size_t)p->requests;
	struct builder b = { .p = p,
		             .arcs = NEW_ARRAY(a, struct net_arc, 4 * pairs + requests + 1),
		             .nodes = p->requests + 1 + p->people,
		             .pair_at = NEW_ARRAY(a, int, pairs + 1),
		             .unserved_at = NEW_ARRAY(a, int, requests + 1),
		             .group = NEW_ARRAY(a, int, pairs + 1) };
	for (int r = 0; r < p->requests; r++)
		b.unserved_at[r] = add_arc(&b, r, p->requests, p->unserved, 1);
	for (int i = 0; i < p->people; i++)
		add_person(a, &b, i, p->requests);
	int *at = NEW_ARRAY(a, int, (size_t)b.n + 1);
	struct part_net n = { .net = net_new(a, b.nodes, b.arcs, b.n, at),
		              .pair_arc = b.pair_at,
		              .unserved_arc = b.unserved_at,
		              .sink = p->requests };
	n.flow = net_flow(a, n.net, b.arcs, b.n, at);
	for (int k = 0; k < p->pairs; k++)
		n.pair_arc[k] = at[b.pair_at[k]];
	for (int r = 0; r < p->requests; r++)
		n.unserved_arc[r] = at[b.unserved_at[r]];
	for (int r = 0; r < p->requests; r++)
		ASSERT(net_send(n.net, &n.flow, r, n.sink));
	return n;
}
