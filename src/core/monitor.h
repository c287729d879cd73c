/* monitor.h -- /healthz, /readyz and /metrics: for programs that watch this one. Not routes: no session, no language.
 *
 * /healthz says that the process serves. /readyz says which part is not in order, and answers 503 if a vital one is
 * not; strangers learn the names and states of the parts, no more. /metrics exists only for those who come from this
 * machine without a proxy between, and for those with the token of the setting metrics_token; for others it is not
 * found.
 */
#ifndef CORE_MONITOR_H
#define CORE_MONITOR_H
#include "core/route.h"

struct ready_part {
	const char *name;
	bool ok, vital; /* a part that is not vital never makes the whole not ready */
	str text;       /* facts for an administrator */
};
/* Opens a session of its own. */
bool monitor_parts(const struct app *a, struct arena *mem, struct list *ret); /* struct ready_part; true: ready */

/* True if it was one of these addresses and *rs is filled. */
bool monitor_answer(const struct app *a, const struct req *rq, struct res *rs);

/* Whether what was acknowledged outlives a power cut, from db_facts. */
bool monitor_facts_are_safe(const struct db_pool *pool, str facts);
/* Bytes free where the database lies, and in all; false: it does not lie on this machine. */
bool monitor_disk(const struct db_pool *pool, int64_t *ret_free, int64_t *ret_all);
#endif
