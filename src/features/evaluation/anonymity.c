/* anonymity.c -- see anonymity.h. */
#include "features/evaluation/anonymity.h"

#include "base/error.h"
#include "base/list.h"

/* A row that climbs, with what it shows on this step. */
struct climber {
	str shows;
	int64_t person, records;
	size_t row;
};

static int by_person(const struct climber *x, const struct climber *y)
{
	return x->person < y->person ? -1 : x->person > y->person;
}

/* Nobody's rows first, then by what they show, then by person. */
static int by_group(const void *a, const void *b)
{
	const struct climber *x = a, *y = b;
	if (!x->person != !y->person)
		return x->person ? 1 : -1;
	int order = str_cmp(x->shows, y->shows);
	return order ? order : by_person(x, y);
}

static bool same_group(const struct climber *x, const struct climber *y)
{
	return !x->person == !y->person && str_eq(x->shows, y->shows);
}

/* first ... end: sorted, of one group. */
static bool large_enough(const struct climber *first, const struct climber *end, int64_t k)
{
	int64_t persons = 0, records = 0;
	for (const struct climber *c = first; c < end; c++) {
		records += c->records;
		persons += c == first || c->person != (c - 1)->person;
	}
	return first->person ? persons >= k : records >= k;
}

/* All that still climb try this step; how many climb on is returned. */
static size_t try_step(struct arena *a, struct anonymous *rows, size_t n, const struct anonymity *rule, size_t step)
{
	struct list climbing = { 0 };
	size_t left = 0;
	for (size_t i = 0; i < n; i++)
		if (rows[i].step == rule->steps)
			*LIST_ADD(a, &climbing, struct climber) =
			        (struct climber){ rule->shows(rule->self, a, i, step), rows[i].person, rows[i].records,
				                  i };
	list_sort(&climbing, by_group);
	struct climber *all = climbing.items;
	for (size_t first = 0, end; first < climbing.n; first = end) {
		for (end = first + 1; end < climbing.n && same_group(all + first, all + end); end++)
			;
		bool stays = large_enough(all + first, all + end, rule->k);
		for (size_t i = first; stays && i < end; i++)
			rows[all[i].row].step = step;
		left += stays ? 0 : end - first;
	}
	return left;
}

void anonymity_apply(struct arena *scratch, struct anonymous *rows, size_t n, const struct anonymity *rule)
{
	size_t left = n;
	ASSERT(rule->k >= 2);
	for (size_t i = 0; i < n; i++)
		rows[i].step = rule->steps;
	for (size_t step = 0; step < rule->steps && left; step++) {
		struct arena_mark m = arena_mark(scratch);
		left = try_step(scratch, rows, n, rule, step);
		arena_release(scratch, m);
	}
}
