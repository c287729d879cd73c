#include "features/reports/masking.h"

#include "base/error.h"

struct hidden {
	int64_t sum, cells;
};

static struct hidden hidden_of(const struct masked_table *t)
{
	struct hidden h = { 0 };
	for (size_t i = 0; i < t->n; i++)
		if (t->cells[i].masked) {
			h.sum += t->cells[i].value;
			h.cells++;
		}
	return h;
}

/* False: there is none left that can be seen. The smallest one costs the reader least. */
static bool mask_smallest(struct masked_table *t)
{
	struct masked_cell *smallest = NULL;
	for (size_t i = 0; i < t->n; i++)
		if (!t->cells[i].masked && (!smallest || t->cells[i].value < smallest->value))
			smallest = &t->cells[i];
	if (smallest)
		smallest->masked = true;
	return smallest != NULL;
}

static void mask_small(struct masked_table *t, int64_t value, int64_t threshold)
{
	int64_t sum = 0;
	for (size_t i = 0; i < t->n; i++) {
		ASSERT(t->cells[i].value >= 1);
		t->cells[i].masked = masking_alone(t->cells[i].value, threshold);
		sum += t->cells[i].value;
	}
	ASSERT(t->n == 0 || sum == value);
}

/* The value can be seen: k masked cells share `sum`, so each may be 1 ... sum - k + 1. False: all are masked, and still
 * they can be guessed. */
static bool hide_among_others(struct masked_table *t, int64_t threshold)
{
	for (;;) {
		struct hidden h = hidden_of(t);
		if (h.cells == 0 || h.sum - h.cells >= threshold - 1)
			return true;
		if (!mask_smallest(t))
			return false;
	}
}

void masking_apply(int64_t value, bool *value_masked, struct masked_table *tables, size_t n, int64_t threshold)
{
	ASSERT(threshold >= 2 && value >= 0);
	*value_masked = masking_alone(value, threshold);
	for (size_t i = 0; i < n; i++)
		mask_small(&tables[i], value, threshold);
	for (size_t i = 0; i < n && !*value_masked; i++)
		*value_masked = !hide_among_others(&tables[i], threshold);
	/* A table without a masked cell would say the value; with one, the value has no upper end, nor has the cell. */
	for (size_t i = 0; i < n && *value_masked; i++)
		if (tables[i].n && hidden_of(&tables[i]).cells == 0)
			(void)mask_smallest(&tables[i]);
}
