/* pool_week_search.c -- branch and bound over the priced flow of one part. */
#include "features/interpreters/pool_week_state.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

enum { GAIN = 32 };
static const size_t MOST_BYTES = (size_t)192 << 20; /* of states on the way down */

enum verdict { CLOSED, BRANCH };

/* No plan below this node is better in one of the three aims; preferences are not worth a proof. */
static bool hopeless(const struct search *s, const struct state *st)
{
	return state_bound(st) / s->p->square >= s->best_value / s->p->square;
}

static bool exhausted(struct search *s)
{
	if (*s->effort + s->n.net->effort > s->most_effort || s->held > MOST_BYTES)
		s->gave_up = true;
	return s->gave_up;
}

/* --- plans from flows --------------------------------------------------------------------------------------------- */

static void read_flow(struct search *s, const struct state *st)
{
	const struct part *p = s->p;
	for (int i = 0; i < p->people; i++)
		s->head[i] = -1;
	for (int r = p->requests - 1; r >= 0; r--) {
		s->used[r] = -1;
		for (int k = p->first[r]; k < p->first[r + 1] && s->used[r] < 0; k++)
			if (state_flows(s, st, k))
				s->used[r] = k;
		if (s->used[r] < 0)
			continue;
		int person = p->pair[s->used[r]].person;
		s->next[r] = s->head[person];
		s->head[person] = r;
	}
}

static void keep_better(struct search *s)
{
	int64_t value = roster_value(&s->trial);
	if (value >= s->best_value)
		return;
	s->best_value = value;
	roster_clear(s->best);
	for (int r = 0; r < s->p->requests; r++)
		if (s->trial.chosen[r] >= 0)
			roster_add(s->best, s->trial.chosen[r]);
}

/* What of the flow holds together, improved, becomes the best plan if it is better. */
static void try_plan(struct search *s)
{
	roster_clear(&s->trial);
	for (int r = 0; r < s->p->requests; r++)
		if (s->used[r] >= 0 && roster_fits(&s->trial, s->used[r]))
			roster_add(&s->trial, s->used[r]);
	roster_improve(&s->trial, s->effort);
	keep_better(s);
}

/* --- what a flow breaks ------------------------------------------------------------------------------------------- */

/* Two used pairs of the person that clash. */
static bool clash_of(const struct search *s, int person, int *ret_one, int *ret_other)
{
	for (int r = s->head[person]; r >= 0; r = s->next[r])
		for (int q = s->next[r]; q >= 0; q = s->next[q])
			if (part_exclude(s->p, s->used[r], s->used[q])) {
				*ret_one = s->used[r];
				*ret_other = s->used[q];
				return true;
			}
	return false;
}

/* How many people have a clash, and one of them: they take turns, so that one who cannot be helped holds up nobody. */
static int find_clash(struct search *s, int *ret_one, int *ret_other)
{
	int clashes = 0, turn = s->turn;
	for (int n = 1; n <= s->p->people; n++) {
		int person = (turn + n) % s->p->people, one, other;
		if (clash_of(s, person, &one, &other) && clashes++ == 0) {
			s->turn = person;
			*ret_one = one;
			*ret_other = other;
		}
	}
	return clashes;
}

static int64_t earned(const struct part *p, int pair)
{
	return p->m->pair[p->pair[pair].of].earned_cents;
}
static int year_of(const struct part *p, int pair)
{
	return p->m->option[p->pair[pair].option].year;
}
static int64_t budget(const struct part *p, int person, int year)
{
	return p->m->budget[p->person[person] * p->m->years + year];
}

/* A used pair, the dearest that is not fixed, of somebody who would earn too much; -1: nobody does. */
static int find_overspent(const struct search *s, const struct state *st)
{
	for (int i = 0; i < s->p->people; i++)
		for (int r = s->head[i]; r >= 0; r = s->next[r]) {
			int64_t sum = 0;
			int dearest = -1, year = year_of(s->p, s->used[r]);
			for (int q = s->head[i]; q >= 0; q = s->next[q]) {
				int k = s->used[q];
				if (year_of(s->p, k) != year)
					continue;
				sum += earned(s->p, k);
				if (!st->fixed[k] && (dearest < 0 || earned(s->p, k) > earned(s->p, dearest)))
					dearest = k;
			}
			if (sum > budget(s->p, i, year))
				return dearest;
		}
	return -1;
}

/* --- branches ----------------------------------------------------------------------------------------------------- */

static struct state state_copy(struct search *s, const struct state *st)
{
	struct state copy = { .flow = net_copy(s->a, s->n.net, &st->flow),
		              .price = NEW_ARRAY(s->a, int64_t, MOST_CLIQUES),
		              .paid = st->paid,
		              .fixed = NEW_ARRAY(s->a, bool, (size_t)s->p->pairs + 1) };
	memcpy(copy.price, st->price, (size_t)s->cliques * sizeof *copy.price);
	memcpy(copy.fixed, st->fixed, (size_t)s->p->pairs * sizeof *copy.fixed);
	return copy;
}

static bool forbid(struct search *s, struct state *st, int pair)
{
	return !state_open(s, st, pair) || net_close(s->n.net, &st->flow, s->n.pair_arc[pair]);
}

/* The person takes it: the request goes nowhere else, and what clashes or is no more affordable goes elsewhere. */
static bool fix(struct search *s, struct state *st, int pair)
{
	const struct part *p = s->p;
	int request = p->pair[pair].request, person = p->pair[pair].person;
	int64_t left = budget(p, person, year_of(p, pair));
	st->fixed[pair] = true;
	bool good = net_close(s->n.net, &st->flow, s->n.unserved_arc[request]);
	for (int k = p->first[request]; k < p->first[request + 1] && good; k++)
		good = k == pair || forbid(s, st, k);
	for (int i = p->first_of[person]; i < p->first_of[person + 1]; i++)
		if (st->fixed[p->of_person[i]] && year_of(p, p->of_person[i]) == year_of(p, pair))
			left -= earned(p, p->of_person[i]);
	for (int i = p->first_of[person]; i < p->first_of[person + 1] && good; i++) {
		int k = p->of_person[i];
		bool out = part_exclude(p, k, pair) || (year_of(p, k) == year_of(p, pair) && earned(p, k) > left);
		if (k != pair && !st->fixed[k] && out)
			good = forbid(s, st, k);
	}
	return good;
}

/* How a node gets on. Steps that neither close a 32nd of the gap nor leave fewer people with a clash are let happen
 * once for each of these people; a price can creep up for ever otherwise. */
struct progress {
	int64_t bound;
	int clashes, idle;
};

static bool goes_on(const struct search *s, struct progress *g, int64_t value, int clashes)
{
	value /= s->p->square;
	int64_t gap = s->best_value / s->p->square - g->bound;
	if (value > g->bound + gap / GAIN || clashes < g->clashes)
		*g = (struct progress){ .bound = value > g->bound ? value : g->bound, .clashes = clashes };
	return g->idle++ <= clashes;
}

/* What the bound rises by at least if the pair is forbidden. */
static int64_t regret(struct search *s, struct state *st, int pair)
{
	struct flow *f = &st->flow;
	int arc = s->n.pair_arc[pair];
	int64_t way = net_distance(s->n.net, f, s->p->pair[pair].request, s->n.net->to[arc], NET_FAR / 2);
	return way == NET_FAR ? NET_FAR : way - f->cost[arc];
}

static bool too_dear(const struct search *s, const struct state *st, int64_t more)
{
	return more == NET_FAR || (state_bound(st) + more) / s->p->square >= s->best_value / s->p->square;
}

/* Looks at one clash of each person. If one of its two pairs cannot be forbidden, because that is too dear, it is to be
 * fixed: *ret_forced. Else the clash to branch on is the one that costs most whichever way it ends. */
static int choose_branch(struct search *s, struct state *st, bool *ret_forced)
{
	int best = -1;
	int64_t best_least = -1, best_sum = -1;
	*ret_forced = false;
	for (int i = 0; i < s->p->people; i++) {
		int one, other;
		if (!clash_of(s, i, &one, &other))
			continue;
		int64_t x = regret(s, st, one), y = regret(s, st, other);
		int dear = x > y ? one : other;
		int64_t least = x < y ? x : y,
		        sum = (x < NET_FAR / 2 ? x : NET_FAR / 2) + (y < NET_FAR / 2 ? y : NET_FAR / 2);
		if (too_dear(s, st, x > y ? x : y) && !st->fixed[dear]) {
			*ret_forced = true;
			return dear;
		}
		if (least > best_least || (least == best_least && sum > best_sum)) {
			best_least = least;
			best_sum = sum;
			best = st->fixed[dear] ? (dear == one ? other : one) : dear;
		}
	}
	return best;
}

/* Works on a node until it is closed, or says on which pair to branch. */
static enum verdict settle(struct search *s, struct state *st, int *ret_pair)
{
	struct progress progress = { .clashes = INT_MAX };
	while (!hopeless(s, st) && !exhausted(s)) {
		int one = -1, other = -1, unpaid, clashes;
		bool good = true, forced;
		read_flow(s, st);
		clashes = find_clash(s, &one, &other);
		if (clashes > 0) {
			int c = goes_on(s, &progress, state_bound(st), clashes) ? clique_with(s, st, one, other) : -1;
			if (c < 0 || !clique_raise(s, st, c, &good)) {
				*ret_pair = choose_branch(s, st, &forced);
				if (!forced)
					return BRANCH;
				good = fix(s, st, *ret_pair);
			}
			if (!good)
				return CLOSED;
			continue;
		}
		*ret_pair = find_overspent(s, st);
		if (*ret_pair >= 0)
			return BRANCH;
		try_plan(s);
		unpaid = clique_unpaid(s, st);
		if (unpaid < 0 || hopeless(s, st))
			return CLOSED;
		*ret_pair = clique_open_pair(s, st, unpaid);
		if ((*ret_pair < 0 || goes_on(s, &progress, state_bound(st), 0)) && clique_lower(s, st, unpaid))
			continue;
		return BRANCH;
	}
	return CLOSED;
}

/* --- the tree ----------------------------------------------------------------------------------------------------- */

/* Depth first from a node that branches on `pair`: that the person takes it comes first, and on a copy. */
static void explore(struct search *s, struct state *st, int pair)
{
	const struct net *net = s->n.net;
	const size_t bytes = (size_t)net->arcs * (sizeof *st->flow.cost + sizeof *st->flow.room);
	do {
		struct arena_mark mark = arena_mark(s->a);
		struct state child = state_copy(s, st);
		int cliques = s->cliques, next;
		s->held += bytes;
		*s->effort += net->arcs / 4;
		if (fix(s, &child, pair) && settle(s, &child, &next) == BRANCH)
			explore(s, &child, next);
		s->held -= bytes;
		s->cliques = cliques; /* those made below lived there */
		arena_release(s->a, mark);
	} while (!exhausted(s) && forbid(s, st, pair) && settle(s, st, &pair) == BRANCH);
}

/* Straight down for a good plan: every branch taken, nothing tried twice. */
static void dive(struct search *s, const struct state *from, int pair)
{
	struct arena_mark mark = arena_mark(s->a);
	struct state st = state_copy(s, from);
	int cliques = s->cliques;
	while (fix(s, &st, pair) && settle(s, &st, &pair) == BRANCH && !exhausted(s))
		continue;
	s->cliques = cliques;
	arena_release(s->a, mark);
}

/* --- pieces ------------------------------------------------------------------------------------------------------- */

/* Closes pairs that are too dear for any better plan, whatever else happens. Returns how many stay open. */
static int close_dear(struct search *s, struct state *st)
{
	struct flow *f = &st->flow;
	int open = 0;
	net_tighten(s->n.net, f, s->n.sink);
	for (int k = 0; k < s->p->pairs; k++) {
		int arc = s->n.pair_arc[k];
		int64_t least = state_bound(st) + net_reduced(s->n.net, f, arc);
		if (!state_flows(s, st, k) && least / s->p->square >= s->best_value / s->p->square)
			f->room[arc] = 0;
		open += state_open(s, st, k);
	}
	return open;
}

static int find_pair(const struct part *p, int request, int of)
{
	for (int k = p->first[request]; k < p->first[request + 1]; k++)
		if (p->pair[k].of == of)
			return k;
	return -1;
}

/* A piece begins with what it has of the best plan; requests are numbered in the same order in both. */
static void begin_with(const struct search *s, struct roster *piece, const int *request_at)
{
	for (int r = 0; r < piece->p->requests; r++) {
		int chosen = s->best->chosen[request_at[piece->p->request[r]]];
		int pair = chosen < 0 ? -1 : find_pair(piece->p, r, s->p->pair[chosen].of);
		if (pair >= 0)
			roster_add(piece, pair);
	}
	roster_improve(piece, s->effort);
}

/* With the dear pairs gone the part mostly falls to pieces, which are searched one by one: their gaps add up instead of
 * multiplying. Any better plan is one of them put together. True: proven. */
static bool search_pieces(struct search *s, const struct state *st)
{
	const struct part *p = s->p;
	const struct week_model *m = p->m;
	bool proven = true, *open = NEW_ARRAY(s->a, bool, (size_t)m->pairs + 1);
	int *of_request = NEW_ARRAY(s->a, int, (size_t)m->requests + 1),
	    *of_person = NEW_ARRAY(s->a, int, (size_t)m->people + 1);
	int *request_at = NEW_ARRAY(s->a, int, (size_t)m->requests + 1);
	for (int k = 0; k < p->pairs; k++)
		open[p->pair[k].of] = state_open(s, st, k);
	for (int r = 0; r < p->requests; r++)
		request_at[p->request[r]] = r;
	bool *done = NEW_ARRAY(s->a, bool, (size_t)week_mark_parts(s->a, m, open, of_request, of_person) + 1);
	roster_clear(&s->trial);
	for (int r = 0; r < p->requests; r++) {
		struct arena_mark before = arena_mark(s->a);
		int mark = of_request[p->request[r]];
		if (done[mark])
			continue;
		done[mark] = true;
		struct part q = part_of(s->a, m, open, of_request, of_person, mark);
		struct roster piece = roster_new(s->a, &q);
		begin_with(s, &piece, request_at);
		if (q.pairs > 0)
			proven = part_search(s->a, &q, &piece, s->effort, s->most_effort) && proven;
		for (int i = 0; i < q.requests; i++)
			if (piece.chosen[i] >= 0)
				roster_add(&s->trial,
				           find_pair(p, request_at[q.request[i]], q.pair[piece.chosen[i]].of));
		arena_release(s->a, before);
	}
	keep_better(s);
	return proven;
}

bool part_search(struct arena *a, const struct part *p, struct roster *best, int64_t *effort, int64_t most_effort)
{
	size_t requests = (size_t)p->requests + 1, people = (size_t)p->people + 1;
	int pair;
	struct search s = { .a = a,
		            .p = p,
		            .n = part_net_new(a, p),
		            .clique = NEW_ARRAY(a, struct clique, MOST_CLIQUES),
		            .trial = roster_new(a, p),
		            .best = best,
		            .best_value = roster_value(best),
		            .used = NEW_ARRAY(a, int, requests),
		            .head = NEW_ARRAY(a, int, people),
		            .next = NEW_ARRAY(a, int, requests),
		            .effort = effort,
		            .most_effort = most_effort };
	struct state root = { .flow = s.n.flow,
		              .price = NEW_ARRAY(a, int64_t, MOST_CLIQUES),
		              .fixed = NEW_ARRAY(a, bool, (size_t)p->pairs + 1) };
	bool proven = true;
	read_flow(&s, &root);
	try_plan(&s);
	if (!hopeless(&s, &root) && settle(&s, &root, &pair) == BRANCH) {
		dive(&s, &root, pair);
		int open = close_dear(&s, &root);
		*effort += s.n.net->effort;
		s.n.net->effort = 0;
		if (open * 4 <= p->pairs * 3)
			proven = search_pieces(&s, &root);
		else
			explore(&s, &root, pair);
	}
	*effort += s.n.net->effort;
	return proven && !s.gave_up;
}
