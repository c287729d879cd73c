/* activity_import.h -- a table of activities, as CSV: looked at as a whole, taken as a whole or not at all
 * (core/import.h).
 *
 * A row names everything: day, kind, main field, field, stage, recipient and target as the catalogue of that day calls
 * them (or their codes), and what else there is. What is already recorded just so (same day, kind, partner,
 * participants) is passed over, so a table can be brought twice.
 */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_IMPORT_H
#define FEATURES_ACTIVITIES_ACTIVITY_IMPORT_H
#include "core/import.h"
#include "features/activities/activity_page.h"

struct activity_import {
	struct import_said said;
	int64_t rows, known;
	struct list activities; /* struct activity: new ones, in the order of the file */
};
/* Reads only; OK also if something was said. */
err activity_import_look(struct cx *cx, const struct tenant *centre, const struct csv *table,
                         struct activity_import *ret) MUST;
/* Looks again and records all of it; with a message none: E_INVALID. */
err activity_import_in_tx(struct cx *cx, const struct import_in *in) MUST;

extern const struct sql activity_import_sql[];
#endif
