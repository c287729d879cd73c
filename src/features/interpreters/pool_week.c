/* pool_week.c -- from people and requests to the bare problem, and back to a plan that can be explained. */
#include "features/interpreters/pool_week.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"
#include "features/interpreters/pool_fit_look.h"
#include "features/interpreters/pool_week_model.h"

enum { DAY_MS = 86400000, OTHERS = 20 };

static const char *const why_codes[] = { "only", "cheapest", "instead", "nobody", "short", NULL };
const struct choices week_why_choices = { "week_why", why_codes };

/* --- to the problem ----------------------------------------------------------------------------------------------- */

/* All dates of all requests, in order; options of the problem. */
struct dates {
	const struct fit_request **rq;
	int n;
};

static struct dates dates_of(struct arena *a, const struct list *requests)
{
	struct dates d = { 0 };
	LIST_EACH (const struct week_request, r, requests)
		d.n += (int)r->dates.n;
	d.rq = NEW_ARRAY(a, const struct fit_request *, (size_t)d.n + 1);
	d.n = 0;
	LIST_EACH (const struct week_request, r, requests)
		LIST_EACH (const struct fit_request, rq, &r->dates)
			d.rq[d.n++] = rq;
	return d;
}

/* The place of a number in a list of different ones, where it is put if it is new. */
static int place_of(struct arena *a, struct list *numbers, int64_t number)
{
	for (size_t i = 0; i < numbers->n; i++)
		if (*LIST_AT(numbers, int64_t, i) == number)
			return (int)i;
	*LIST_ADD(a, numbers, int64_t) = number;
	return (int)numbers->n - 1;
}

/* 0 best: the wished date before the others, within a date the points. */
static int preference_of(const struct fit_rules *rules, const struct fit_candidate *c, int choice)
{
	int64_t most = 0;
	for (int i = 0; i < FIT_PARTS; i++)
		most += rules->weights[i];
	int64_t lack = most > 0 ? 4 * (most - c->points) / most : 0;
	return (int)(5 * (choice < 2 ? choice : 2) + lack);
}

/* Who suits which date, as candidates; *ret_option receives the date of each. */
static struct list suiting(struct arena *a, const struct fit_rules *rules, const struct dates *d,
                           const struct list *people, struct list *ret_option)
{
	struct list pairs = { 0 };
	for (int i = 0; i < d->n; i++) {
		struct fit_look l = fit_look_of(rules, d->rq[i]);
		LIST_EACH (const struct fit_person, p, people) {
			struct fit_candidate c = { .person = p };
			if (!fit_suits(&l, &c))
				continue;
			fit_rate(&l, &c);
			*LIST_ADD(a, &pairs, struct fit_candidate) = c;
			*LIST_ADD(a, ret_option, int) = i;
		}
	}
	return pairs;
}

static void set_clashes(struct week_model *m, const struct fit_rules *rules, const struct dates *d)
{
	for (int i = 0; i < d->n; i++)
		for (int j = 0; j < i; j++) {
			const struct fit_slot *x = &d->rq[i]->slot, *y = &d->rq[j]->slot;
			int64_t way;
			if (x->start.ms - y->end.ms < DAY_MS && y->start.ms - x->end.ms < DAY_MS &&
			    (m->option[i].request == m->option[j].request || fit_clash(&rules->travel, x, y, &way)))
				week_set_clash(m, i, j);
		}
}

/* What is left of each person's weeks and years. */
static void set_bounds(struct week_model *m, const struct list *people, const struct list *weeks,
                       const struct list *years)
{
	for (int i = 0; i < m->people; i++) {
		const struct fit_person *p = LIST_AT(people, struct fit_person, (size_t)i);
		m->load[i] = p->load;
		for (int w = 0; w < m->weeks && p->most_per_week > 0; w++) {
			day monday = { (int32_t)*LIST_AT(weeks, int64_t, (size_t)w) };
			instant from = instant_at(monday, 0), to = instant_at(day_add(monday, 7), 0);
			int64_t room = p->most_per_week;
			LIST_EACH (const struct fit_booking, b, &p->bookings)
				room -= b->slot.start.ms >= from.ms && b->slot.start.ms < to.ms;
			m->room[i * m->weeks + w] = room < 0 ? 0 : (int)room;
		}
		LIST_EACH (const struct fit_year, y, &p->years)
			for (int k = 0; k < m->years && !y->consented; k++)
				if (*LIST_AT(years, int64_t, (size_t)k) == y->year)
					m->budget[i * m->years + k] = y->ceiling_cents - y->earned_cents;
	}
}

static int person_at(const struct list *people, const struct fit_person *p)
{
	return (int)(p - (const struct fit_person *)people->items);
}

struct week_model *week_model_of(struct arena *a, const struct fit_rules *rules, const struct list *requests,
                                 const struct list *people, struct list *ret_pairs)
{
	struct dates d = dates_of(a, requests);
	struct list option = { 0 }, weeks = { 0 }, years = { 0 };
	int *week = NEW_ARRAY(a, int, (size_t)d.n + 1), *year = NEW_ARRAY(a, int, (size_t)d.n + 1);
	ASSERT(requests->n <= WEEK_REQUESTS && d.n <= WEEK_MOST_OPTIONS);
	*ret_pairs = suiting(a, rules, &d, people, &option);
	for (int i = 0; i < d.n; i++) {
		week[i] = place_of(a, &weeks, fit_week(d.rq[i]->slot.start).n);
		year[i] = place_of(a, &years, day_year(instant_day(d.rq[i]->slot.start)));
	}
	struct week_model *m =
	        week_model_new(a, (int)requests->n, d.n, (int)people->n, (int)ret_pairs->n, (int)weeks.n, (int)years.n);
	int *choice = NEW_ARRAY(a, int, (size_t)d.n + 1), i = 0, request = 0;
	LIST_EACH (const struct week_request, r, requests) {
		for (size_t c = 0; c < r->dates.n; c++, i++) {
			choice[i] = (int)c;
			m->option[i] = (struct week_option){ request, week[i], year[i], d.rq[i]->slot.start.ms };
		}
		request++;
	}
	for (int k = 0; k < m->pairs; k++) {
		const struct fit_candidate *c = LIST_AT(ret_pairs, struct fit_candidate, (size_t)k);
		int at = *LIST_AT(&option, int, (size_t)k);
		m->pair[k] = (struct week_pair){ .option = at,
			                         .person = person_at(people, c->person),
			                         .cost_cents = c->price.cost_cents,
			                         .earned_cents = c->price.earned_cents,
			                         .preference = preference_of(rules, c, choice[at]) };
	}
	set_clashes(m, rules, &d);
	set_bounds(m, people, &weeks, &years);
	return m;
}

/* --- back to a plan ----------------------------------------------------------------------------------------------- */

struct explain {
	struct arena *a;
	const struct fit_rules *rules;
	const struct week_model *m;
	const struct week_answer *answer;
	const struct list *people, *pairs;
	const struct fit_request **date; /* [option] */
	int *first, *by_request;         /* pairs of a request, by cost */
	int *next, *head;                /* what each person does: requests, chained */
};

static const struct week_pair *chosen_of(const struct explain *x, int request)
{
	return x->answer->chosen[request] < 0 ? NULL : &x->m->pair[x->answer->chosen[request]];
}

/* What keeps this person from this date while the plan stands. `instead` stays NULL if nothing does. */
static struct week_other obstacle_of(const struct explain *x, const struct week_pair *pair)
{
	const struct week_model *m = x->m;
	const struct week_option *o = &m->option[pair->option];
	struct week_other other = { .person = LIST_AT(x->people, struct fit_person, (size_t)pair->person) };
	int64_t taken = 0, earned = pair->earned_cents;
	const struct fit_request *in_week = NULL, *in_year = NULL;
	for (int r = x->head[pair->person]; r >= 0; r = x->next[r]) {
		const struct week_pair *does = chosen_of(x, r);
		const struct week_option *at = &m->option[does->option];
		if (r == o->request)
			continue;
		if (week_clashes(m, pair->option, does->option)) {
			other.why = FIT_CLASH;
			other.instead = x->date[does->option];
			return other;
		}
		if (at->week == o->week && ++taken)
			in_week = x->date[does->option];
		if (at->year == o->year) {
			earned += does->earned_cents;
			in_year = x->date[does->option];
		}
	}
	bool full = taken >= m->room[pair->person * m->weeks + o->week];
	bool dear = earned > m->budget[pair->person * m->years + o->year];
	other.why = full ? FIT_WEEK_FULL : FIT_CEILING;
	other.instead = full ? in_week : dear ? in_year : NULL;
	return other;
}

static bool is_listed(const struct list *others, const struct fit_person *p)
{
	LIST_EACH (const struct week_other, o, others)
		if (o->person == p)
			return true;
	return false;
}

/* Those who would cost less (all, if nobody takes the request) and are needed elsewhere. */
static void add_others(struct explain *x, int request, struct week_line *line)
{
	const struct week_pair *chosen = chosen_of(x, request);
	for (int i = x->first[request]; i < x->first[request + 1] && line->others.n < OTHERS; i++) {
		const struct week_pair *pair = &x->m->pair[x->by_request[i]];
		if (chosen && pair->cost_cents >= chosen->cost_cents)
			break;
		struct week_other other = obstacle_of(x, pair);
		if (other.instead && !is_listed(&line->others, other.person))
			*LIST_ADD(x->a, &line->others, struct week_other) = other;
	}
}

static int by_people(const void *a, const void *b)
{
	const struct week_refusal *x = a, *y = b;
	return (y->people > x->people) - (y->people < x->people);
}

/* Of those who speak the language (if nobody does: of all) how many break which condition on every date. */
static void add_refusals(struct explain *x, struct week_line *line)
{
	int64_t speakers[FIT_REFUSALS] = { 0 }, all[FIT_REFUSALS] = { 0 }, n = 0;
	LIST_EACH (const struct fit_person, p, x->people) {
		uint32_t refused = UINT32_MAX;
		LIST_EACH (const struct fit_request, rq, &line->request->dates)
			refused &= fit_check(x->rules, rq, p).refused;
		bool speaks = (refused >> FIT_NO_LANGUAGE & 1) == 0;
		n += speaks;
		for (int why = 0; why < FIT_REFUSALS; why++) {
			all[why] += refused >> why & 1;
			speakers[why] += speaks && (refused >> why & 1);
		}
	}
	for (int why = 0; why < FIT_REFUSALS; why++) {
		int64_t people = n ? speakers[why] : why == FIT_NO_LANGUAGE ? all[why] : 0;
		if (people)
			*LIST_ADD(x->a, &line->refusals, struct week_refusal) =
			        (struct week_refusal){ (enum fit_refusal)why, people };
	}
	list_sort(&line->refusals, by_people);
}

static int64_t count_people(const struct explain *x, int request)
{
	int64_t n = 0;
	for (int i = x->first[request]; i < x->first[request + 1]; i++) {
		bool seen = false;
		for (int j = x->first[request]; j < i && !seen; j++)
			seen = x->m->pair[x->by_request[j]].person == x->m->pair[x->by_request[i]].person;
		n += !seen;
	}
	return n;
}

static void explain_line(struct explain *x, int request, struct week_line *line)
{
	const struct week_pair *chosen = chosen_of(x, request);
	line->suitable = count_people(x, request);
	if (chosen) {
		line->date = x->date[chosen->option];
		line->choice = line->date - (const struct fit_request *)line->request->dates.items + 1;
		line->candidate = *LIST_AT(x->pairs, struct fit_candidate, (size_t)x->answer->chosen[request]);
	}
	if (line->suitable == 0) {
		line->why = WEEK_NOBODY;
		add_refusals(x, line);
		return;
	}
	add_others(x, request, line);
	line->why = !chosen               ? WEEK_SHORT
	            : line->suitable == 1 ? WEEK_ONLY
	            : line->others.n > 0  ? WEEK_INSTEAD
	                                  : WEEK_CHEAPEST;
}

struct by_cost {
	int64_t cost;
	int request, pair;
};

static int cheapest_first(const void *a, const void *b)
{
	const struct by_cost *x = a, *y = b;
	if (x->request != y->request)
		return x->request - y->request;
	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return x->pair - y->pair;
}

static void index_plan(struct explain *x)
{
	const struct week_model *m = x->m;
	struct by_cost *order = NEW_ARRAY(x->a, struct by_cost, (size_t)m->pairs + 1);
	x->first = NEW_ARRAY(x->a, int, (size_t)m->requests + 1);
	x->by_request = NEW_ARRAY(x->a, int, (size_t)m->pairs + 1);
	x->next = NEW_ARRAY(x->a, int, (size_t)m->requests + 1);
	x->head = NEW_ARRAY(x->a, int, (size_t)m->people + 1);
	for (int k = 0; k < m->pairs; k++) {
		int request = m->option[m->pair[k].option].request;
		order[k] = (struct by_cost){ m->pair[k].cost_cents, request, k };
		x->first[request + 1]++;
	}
	for (int r = 0; r < m->requests; r++)
		x->first[r + 1] += x->first[r];
	qsort(order, (size_t)m->pairs, sizeof *order, cheapest_first);
	for (int k = 0; k < m->pairs; k++)
		x->by_request[k] = order[k].pair;
	for (int i = 0; i < m->people; i++)
		x->head[i] = -1;
	for (int r = m->requests - 1; r >= 0; r--) {
		const struct week_pair *chosen = chosen_of(x, r);
		if (chosen) {
			x->next[r] = x->head[chosen->person];
			x->head[chosen->person] = r;
		}
	}
}

struct week_plan week_plan_of(struct arena *a, const struct fit_rules *rules, const struct list *requests,
                              const struct list *people, int64_t patience)
{
	struct list pairs;
	const struct week_model *m = week_model_of(a, rules, requests, people, &pairs);
	struct week_answer answer = week_solve(a, m, patience);
	struct week_plan plan = { .served = answer.value.served,
		                  .cost_cents = answer.value.cost_cents,
		                  .squares = answer.value.squares,
		                  .proven = answer.proven,
		                  .parts = answer.parts,
		                  .effort = answer.effort };
	struct explain x = { .a = a,
		             .rules = rules,
		             .m = m,
		             .answer = &answer,
		             .people = people,
		             .pairs = &pairs,
		             .date = dates_of(a, requests).rq };
	int request = 0;
	index_plan(&x);
	LIST_EACH (const struct week_request, r, requests) {
		struct week_line line = { .request = r };
		explain_line(&x, request++, &line);
		*LIST_ADD(a, &plan.lines, struct week_line) = line;
	}
	return plan;
}
