/* pool_week_model.h -- the planning of a week as a bare problem in numbers, and its solver: private to pool_week*.c,
 * its tests and bench programs. People and requests are indices here; nothing is known of languages or training.
 *
 * The problem. A pair says that a person may do a request on one of its dates (an option). Chosen are pairs so that
 *  - each request is served at most once: one person, one date;
 *  - no person has two options that clash;
 *  - nobody has more than `room` options of one week, nor earns more than `budget` with those of one year.
 * Best is, in this order: most requests served, least cost, least sum of squares of (load + assignments of the plan).
 * Among plans that are equal in all three, a low sum of preferences is preferred; that is not proven.
 *
 * It contains interval scheduling with eligible machines and is NP-hard. What makes it easy in life: without the
 * clashes it is a flow, and in a real week few of them matter.
 */
#ifndef FEATURES_INTERPRETERS_POOL_WEEK_MODEL_H
#define FEATURES_INTERPRETERS_POOL_WEEK_MODEL_H
#include <stdbool.h>
#include <stdint.h>

struct arena;

enum {
	WEEK_MOST_REQUESTS = 1000,
	WEEK_MOST_OPTIONS = 3000,
	WEEK_MOST_CENTS = 100000, /* of one pair; what is dearer counts as this */
	WEEK_MOST_LOAD = 1000,
	WEEK_MOST_ROOM = 1000, /* stands for "no bound" */
	WEEK_MOST_PREFERENCE = 15
};

struct week_option {
	int request;
	int week, year; /* indices */
	int64_t start;  /* only orders them */
};
struct week_pair {
	int option, person;
	int64_t cost_cents, earned_cents;
	int preference; /* 0 best ... WEEK_MOST_PREFERENCE */
};
struct week_model {
	int requests, options, people, pairs, weeks, years;
	struct week_option *option;
	struct week_pair *pair; /* each (option, person) at most once */
	uint64_t *clash;        /* rows of `words` words, one bit per option: symmetric */
	int words;
	int *room;       /* [person * weeks + week] */
	int64_t *budget; /* [person * years + year], cents; INT64_MAX: no bound */
	int64_t *load;   /* [person] */
};
struct week_model *week_model_new(struct arena *a, int requests, int options, int people, int pairs, int weeks,
                                  int years);
bool week_clashes(const struct week_model *m, int option, int other);
void week_set_clash(struct week_model *m, int option, int other);

struct week_value {
	int64_t served, cost_cents, squares;
};
/* The better one is less: negative if a is better than b. */
int week_value_cmp(const struct week_value *a, const struct week_value *b);
struct week_value week_value_of(const struct week_model *m, const int *chosen);

struct week_answer {
	int *chosen; /* [request]: the pair, -1: nobody */
	struct week_value value;
	bool proven;    /* no plan is better in any of the three */
	int64_t effort; /* arcs of networks looked at, about ten nanoseconds each */
	int parts;      /* independent problems it fell into */
};

/* Solves the problem part by part (people and requests that no pair connects do not meet):
 *
 *  1. Relaxation. Requests flow to people, a person's options that clash with each other in groups of capacity one
 *     (greedy cliques by time), the groups within the room of the week, the people over an arc of growing cost (half
 *     of what the square grows by: load, load + 1 ...; convex). The three aims are one integer cost, each scaled above
 *     all that the next can reach. Successive shortest paths with potentials solve it exactly: Ahuja, Magnanti, Orlin,
 *     "Network Flows" (1993), sections 9.7 and 14.5. O(requests x arcs log nodes).
 *  2. Clashes that the groups do not hold are priced: a Lagrange multiplier per clique, raised by just what it costs to
 *     move one of its requests elsewhere, which is one shortest path (dual ascent; Fisher, "The Lagrangian Relaxation
 *     Method for Solving Integer Programming Problems", Management Science 27, 1981). The flow is repaired, not solved
 *     again: each step is an augmenting path through the other people (an ejection chain). Bounds stay integers.
 *  3. Branch and bound on a pair that still clashes: the person takes it, or not; depth first, so that plans come
 *     early. A pair that cannot be forbidden below the best plan known is fixed without branching; of the others the
 *     clash that costs most whichever way it ends comes first. Pairs whose reduced cost is above the gap are left out,
 *     and what then falls to pieces is searched piece by piece. A part is closed when the bound reaches the best plan.
 *
 * The first plan is greedy, improved by exchanges: the result is never worse than it. When `effort` is used up, the
 * best plan known is returned and `proven` is false. Equal input gives equal output. */
struct week_answer week_solve(struct arena *a, const struct week_model *m, int64_t effort);

/* Requests in the order of their first option, each to the cheapest pair that is still possible, then the least load:
 * what a person with a list would do. For comparison, and where the solver starts. */
void week_greedy(struct arena *a, const struct week_model *m, int *ret_chosen);
#endif
