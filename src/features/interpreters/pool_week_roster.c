/* pool_week_roster.c -- plans that hold: what still fits, and exchanges that make them better. */
#include "features/interpreters/pool_week_part.h"

#include "base/arena.h"
#include "base/error.h"

struct roster roster_new(struct arena *a, const struct part *p)
{
	struct roster r = { .p = p,
		            .chosen = NEW_ARRAY(a, int, (size_t)p->requests + 1),
		            .head = NEW_ARRAY(a, int, (size_t)p->people + 1),
		            .next = NEW_ARRAY(a, int, (size_t)p->requests + 1),
		            .count = NEW_ARRAY(a, int, (size_t)p->people + 1) };
	roster_clear(&r);
	return r;
}

void roster_clear(struct roster *r)
{
	for (int i = 0; i < r->p->requests; i++)
		r->chosen[i] = -1;
	for (int i = 0; i < r->p->people; i++) {
		r->head[i] = -1;
		r->count[i] = 0;
	}
}

/* What stands in the way of one assignment more. */
struct obstacle {
	int clashes, clashing; /* how many requests, one of them */
	bool full, dear;       /* no room in the week, no budget in the year */
};

static struct obstacle obstacle_of(const struct roster *r, int pair)
{
	const struct part *p = r->p;
	const struct week_model *m = p->m;
	const struct part_pair *wanted = &p->pair[pair];
	const struct week_option *o = &m->option[wanted->option];
	struct obstacle found = { .clashing = -1 };
	int taken = 0, person = p->person[wanted->person];
	int64_t earned = m->pair[wanted->of].earned_cents;
	for (int request = r->head[wanted->person]; request >= 0; request = r->next[request]) {
		const struct part_pair *has = &p->pair[r->chosen[request]];
		const struct week_option *other = &m->option[has->option];
		if (week_clashes(m, o - m->option, has->option)) {
			found.clashes++;
			found.clashing = request;
		}
		taken += other->week == o->week;
		earned += other->year == o->year ? m->pair[has->of].earned_cents : 0;
	}
	found.full = taken >= m->room[person * m->weeks + o->week];
	found.dear = earned > m->budget[person * m->years + o->year];
	return found;
}

bool roster_fits(const struct roster *r, int pair)
{
	struct obstacle o = obstacle_of(r, pair);
	return o.clashes == 0 && !o.full && !o.dear;
}

int roster_blocker(const struct roster *r, int pair)
{
	struct obstacle o = obstacle_of(r, pair);
	if (o.clashes == 0 && !o.full && !o.dear)
		return -1;
	return o.clashes == 1 ? o.clashing : -2;
}

void roster_add(struct roster *r, int pair)
{
	const struct part_pair *k = &r->p->pair[pair];
	ASSERT(r->chosen[k->request] < 0);
	r->chosen[k->request] = pair;
	r->next[k->request] = r->head[k->person];
	r->head[k->person] = k->request;
	r->count[k->person]++;
}

void roster_remove(struct roster *r, int request)
{
	int person = r->p->pair[r->chosen[request]].person;
	int *at = &r->head[person];
	while (*at != request)
		at = &r->next[*at];
	*at = r->next[request];
	r->count[person]--;
	r->chosen[request] = -1;
}

int64_t roster_value(const struct roster *r)
{
	const struct part *p = r->p;
	int64_t value = 0;
	for (int i = 0; i < p->requests; i++)
		value += r->chosen[i] < 0 ? p->unserved : p->pair[r->chosen[i]].cost;
	for (int i = 0; i < p->people; i++)
		for (int count = 0; count < r->count[i]; count++)
			value += part_step(p, i, count);
	return value;
}

/* --- exchanges ---------------------------------------------------------------------------------------------------- */

/* What it costs to add the pair now. */
static int64_t price_of(const struct roster *r, int pair)
{
	int person = r->p->pair[pair].person;
	return r->p->pair[pair].cost + part_step(r->p, person, r->count[person]);
}

/* Takes the request out; what that saves. */
static int64_t take_out(struct roster *r, int request)
{
	int pair = r->chosen[request];
	if (pair < 0)
		return r->p->unserved;
	roster_remove(r, request);
	return price_of(r, pair);
}

/* The cheapest pair that fits a request that has none; -1: better unserved. *ret_price becomes its price. */
static int cheapest(const struct roster *r, int request, int64_t *ret_price, int64_t *effort)
{
	int best = -1;
	*ret_price = r->p->unserved;
	for (int k = r->p->first[request]; k < r->p->first[request + 1]; k++) {
		int64_t price = price_of(r, k);
		*effort += 4;
		if (price < *ret_price && roster_fits(r, k)) {
			*ret_price = price;
			best = k;
		}
	}
	return best;
}

/* Puts the request where it is cheapest, if need be in the place of one other that goes elsewhere. True: that helped.
 */
static bool place_better(struct roster *r, int request, int64_t *effort)
{
	const struct part *p = r->p;
	int before = r->chosen[request], best_pair = -1, best_other = -1, best_to = -1;
	int64_t saved = take_out(r, request), best;
	best_pair = cheapest(r, request, &best, effort);
	best -= saved;
	for (int k = p->first[request]; k < p->first[request + 1]; k++) {
		int other = roster_blocker(r, k);
		if (other < 0)
			continue;
		int at = r->chosen[other];
		int64_t gain = take_out(r, other), price;
		if (roster_fits(r, k)) {
			int64_t first = price_of(r, k);
			roster_add(r, k);
			int to = cheapest(r, other, &price, effort);
			if (first + price - gain - saved < best) {
				best = first + price - gain - saved;
				best_pair = k;
				best_other = other;
				best_to = to;
			}
			roster_remove(r, request);
		}
		roster_add(r, at);
	}
	bool helps = best < 0;
	if (helps && best_other >= 0)
		roster_remove(r, best_other);
	int pair = helps ? best_pair : before;
	if (pair >= 0)
		roster_add(r, pair);
	if (helps && best_other >= 0 && best_to >= 0)
		roster_add(r, best_to);
	return helps;
}

void roster_improve(struct roster *r, int64_t *effort)
{
	bool helped = true;
	while (helped) {
		helped = false;
		for (int request = 0; request < r->p->requests; request++)
			helped = place_better(r, request, effort) || helped;
	}
}
