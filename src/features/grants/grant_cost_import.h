/* grant_cost_import.h -- cost lines from a table, for one or several cases of a KI (programme and year are columns):
 * looked at as a whole, then taken as a whole (S-FUN-2, P-FUN-4; offline: what was taken along and filled comes back).
 *
 * A row that is there already, alike in all, is known and passed over; one that clashes with a line that is there, or
 * with an earlier row, is told with its line. 10,000 rows take less than two seconds.
 */
#ifndef FEATURES_GRANTS_GRANT_COST_IMPORT_H
#define FEATURES_GRANTS_GRANT_COST_IMPORT_H
#include "core/import.h"
#include "features/grants/grant_cost.h"

struct grant_cost_draft {
	int64_t line;
	struct grant_cost cost;
	bool known;
};
struct grant_cost_import {
	int64_t rows, fresh, known, fresh_cents; /* rows: without the head */
	struct import_said said;                 /* nothing: it can be taken */
	struct list drafts;                      /* struct grant_cost_draft, in the order of the table */
};
err grant_cost_import_look(struct cx *cx, const struct tenant *centre, const struct csv *table,
                           struct grant_cost_import *ret) MUST;
/* Looks again inside the transaction and takes all that is new, or, with a message, none: E_INVALID. */
err grant_cost_import_take(struct cx *cx, const struct import_in *in, struct grant_cost_import *ret) MUST;
#endif
