/* masking.h -- small numbers of persons, kept from those outside the KI (P-REP-1). Pure.
 *
 * A figure of persons is published as its value and several tables whose cells add up to the value. A cell of 1 ...
 * threshold - 1 persons is masked, and enough others so that nobody can compute it: for each masked cell (and the
 * value, if it is masked) what is published must leave room for at least `threshold` different numbers. Who attacks
 * knows the rule, all that is published, and that masked cells are at least 1: cells of nobody are not in the tables.
 *
 * The tables have nothing in common but the value. So all that can be computed is, in a table with a published value:
 * what is left for its masked cells; with a masked value: what the cells that can be seen come to at least. More tables
 * with cells in common would need more than this; masking_test solves the equations with another program (GLPK).
 */
#ifndef FEATURES_REPORTS_MASKING_H
#define FEATURES_REPORTS_MASKING_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct masked_cell {
	int64_t value; /* >= 1 */
	bool masked;   /* filled by masking_apply */
};
struct masked_table {
	struct masked_cell *cells;
	size_t n;
};
/* *value_masked: the value itself. threshold >= 2. Each table's cells add up to the value (asserted). */
void masking_apply(int64_t value, bool *value_masked, struct masked_table *tables, size_t n, int64_t threshold);
/* A number that stands alone, such as the value of another month. */
static inline bool masking_alone(int64_t value, int64_t threshold)
{
	return value > 0 && value < threshold;
}
#endif
