/* metrics.h -- what this process has done so far, as counters that threads may add to at any time (P-OPS-1).
 *
 * Written out as OpenMetrics text for /metrics. Labels are patterns of routes and classes of status only: never a KI, a
 * person or an address, so that their number stays small and nothing in them is personal.
 */
#ifndef CORE_METRICS_H
#define CORE_METRICS_H
#include "core/route.h"

struct metrics;
struct metrics *metrics_new(const struct feature *const *features);
void metrics_free(struct metrics *m); /* NULL is allowed */

enum { METRICS_ASSET = 1, METRICS_NO_ROUTE = 0 }; /* what has no route of a feature */
/* A request was answered, after `us` microseconds. r == NULL: `other` says what it was. */
void metrics_request(struct metrics *m, const struct route *r, int other, int status, int64_t us);

/* One line "# TYPE", "# UNIT" (if unit is not NULL) and "# HELP". */
void metrics_family(struct text *out, const char *name, const char *type, const char *unit, const char *help);
void metrics_requests(const struct metrics *m, struct text *out);
void metrics_connections(struct text *out);
void metrics_database(const struct db_pool *pool, struct text *out);
void metrics_process(struct text *out);
#endif
