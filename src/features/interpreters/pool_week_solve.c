/* pool_week_solve.c -- the problem as a whole: its parts, where each starts, and what comes together. */
#include "features/interpreters/pool_week_part.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"

struct week_model *week_model_new(struct arena *a, int requests, int options, int people, int pairs, int weeks,
                                  int years)
{
	struct week_model *m = NEW(a, struct week_model);
	*m = (struct week_model){ .requests = requests,
		                  .options = options,
		                  .people = people,
		                  .pairs = pairs,
		                  .weeks = weeks,
		                  .years = years,
		                  .option = NEW_ARRAY(a, struct week_option, (size_t)options + 1),
		                  .pair = NEW_ARRAY(a, struct week_pair, (size_t)pairs + 1),
		                  .words = (options + 63) / 64,
		                  .room = NEW_ARRAY(a, int, (size_t)people *(size_t)weeks + 1),
		                  .budget = NEW_ARRAY(a, int64_t, (size_t)people * (size_t)years + 1),
		                  .load = NEW_ARRAY(a, int64_t, (size_t)people + 1) };
	m->clash = NEW_ARRAY(a, uint64_t, (size_t)options * (size_t)m->words + 1);
	for (int i = 0; i < people * weeks; i++)
		m->room[i] = WEEK_MOST_ROOM;
	for (int i = 0; i < people * years; i++)
		m->budget[i] = INT64_MAX;
	return m;
}

bool week_clashes(const struct week_model *m, int option, int other)
{
	return (m->clash[(size_t)option * (size_t)m->words + (size_t)other / 64] >> (other % 64) & 1) != 0;
}

void week_set_clash(struct week_model *m, int option, int other)
{
	m->clash[(size_t)option * (size_t)m->words + (size_t)other / 64] |= UINT64_C(1) << (other % 64);
	m->clash[(size_t)other * (size_t)m->words + (size_t)option / 64] |= UINT64_C(1) << (option % 64);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

int week_value_cmp(const struct week_value *a, const struct week_value *b)
{
	if (a->served != b->served)
		return a->served > b->served ? -1 : 1;
	if (a->cost_cents != b->cost_cents)
		return a->cost_cents < b->cost_cents ? -1 : 1;
	return (a->squares > b->squares) - (a->squares < b->squares);
}

/* Squares by steps: the load of each person before the plan is (load + 1)^2 - load^2 ... so the base comes first. */
struct week_value week_value_of(const struct week_model *m, const int *chosen)
{
	struct week_value v = { 0 };
	for (int i = 0; i < m->people; i++) {
		int64_t load = m->load[i];
		for (int r = 0; r < m->requests; r++)
			load += chosen[r] >= 0 && m->pair[chosen[r]].person == i;
		v.squares += load * load;
	}
	for (int r = 0; r < m->requests; r++) {
		v.served += chosen[r] >= 0;
		v.cost_cents += chosen[r] >= 0 ? m->pair[chosen[r]].cost_cents : 0;
	}
	return v;
}

/* --- the greedy plan ---------------------------------------------------------------------------------------------- */

/* Requests of a part by the start of their first option. */
static int *by_start(struct arena *a, const struct part *p)
{
	int *order = NEW_ARRAY(a, int, (size_t)p->requests + 1);
	int64_t *start = NEW_ARRAY(a, int64_t, (size_t)p->requests + 1);
	for (int r = 0; r < p->requests; r++) {
		start[r] = INT64_MAX;
		for (int k = p->first[r]; k < p->first[r + 1]; k++) {
			int64_t at = p->m->option[p->pair[k].option].start;
			start[r] = at < start[r] ? at : start[r];
		}
		int at = r;
		for (; at > 0 && start[order[at - 1]] > start[r]; at--)
			order[at] = order[at - 1];
		order[at] = r;
	}
	return order;
}

static void fill_greedily(struct arena *a, struct roster *roster)
{
	const struct part *p = roster->p;
	const int *order = by_start(a, p);
	for (int i = 0; i < p->requests; i++) {
		int best = -1;
		int64_t least = 0;
		for (int k = p->first[order[i]]; k < p->first[order[i] + 1]; k++) {
			int64_t price =
			        p->pair[k].cost + part_step(p, p->pair[k].person, roster->count[p->pair[k].person]);
			if ((best < 0 || price < least) && roster_fits(roster, k)) {
				best = k;
				least = price;
			}
		}
		if (best >= 0)
			roster_add(roster, best);
	}
}

static void hand_over(const struct roster *roster, int *chosen)
{
	const struct part *p = roster->p;
	for (int r = 0; r < p->requests; r++)
		chosen[p->request[r]] = roster->chosen[r] < 0 ? -1 : p->pair[roster->chosen[r]].of;
}

void week_greedy(struct arena *a, const struct week_model *m, int *ret_chosen)
{
	int *of_request = NEW_ARRAY(a, int, (size_t)m->requests + 1),
	    *of_person = NEW_ARRAY(a, int, (size_t)m->people + 1);
	int parts = week_mark_parts(a, m, NULL, of_request, of_person);
	for (int mark = 0; mark < parts; mark++) {
		struct part p = part_of(a, m, NULL, of_request, of_person, mark);
		struct roster roster = roster_new(a, &p);
		fill_greedily(a, &roster);
		hand_over(&roster, ret_chosen);
	}
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

struct week_answer week_solve(struct arena *a, const struct week_model *m, int64_t effort)
{
	struct week_answer answer = { .chosen = NEW_ARRAY(a, int, (size_t)m->requests + 1), .proven = true };
	int *of_request = NEW_ARRAY(a, int, (size_t)m->requests + 1),
	    *of_person = NEW_ARRAY(a, int, (size_t)m->people + 1);
	ASSERT(m->requests <= WEEK_MOST_REQUESTS && m->options <= WEEK_MOST_OPTIONS);
	answer.parts = week_mark_parts(a, m, NULL, of_request, of_person);
	for (int mark = 0; mark < answer.parts; mark++) {
		struct arena_mark before = arena_mark(a);
		struct part p = part_of(a, m, NULL, of_request, of_person, mark);
		struct roster roster = roster_new(a, &p);
		fill_greedily(a, &roster);
		if (!p.fits)
			answer.proven = false;
		else if (p.pairs > 0)
			answer.proven = part_search(a, &p, &roster, &answer.effort, effort) && answer.proven;
		hand_over(&roster, answer.chosen);
		arena_release(a, before);
	}
	answer.value = week_value_of(m, answer.chosen);
	return answer;
}
