/* check.h -- what `scharnier check` finds on an installed instance, and says how to mend (P-OPS-1).
 *
 * A feature hands up struct feature's `check`: a function that looks and adds findings. It runs in a snapshot, reads
 * only, and only if the schema is up to date. Words are keys of the catalogue, as everywhere; they name what to do.
 */
#ifndef CORE_CHECK_H
#define CORE_CHECK_H
#include "base/context.h"
#include "base/list.h"

struct db_pool;

enum weight {
	CHECK_GOOD,   /* looked at, and in order */
	CHECK_HINT,   /* worth knowing; nothing to be mended at once */
	CHECK_MEND,   /* to be mended */
	CHECK_BROKEN, /* data or service are at risk now */
};
const char *weight_name(enum weight w); /* "good" "hint" "mend" "broken" */

struct remark {
	enum weight weight;
	const char *part; /* "schema", "backup", the feature's name ...; for programs */
	str text;
};
void check_add(struct cx *cx, struct list *to, enum weight weight, const char *part, const char *key,
               const struct arg *args);
/* The same with a number, {n}, and plural forms as in word_plural. */
void check_add_counted(struct cx *cx, struct list *to, enum weight weight, const char *part, const char *key, int64_t n,
                       const struct arg *args);

/* Schema, durability, integrity, audit log; *ret_current: the schema fits this program, so that the rest may be asked.
 * E_BROKEN only if not even that can be asked. Opens a snapshot and leaves it open. */
err check_database(struct cx *cx, const struct db_pool *pool, struct list *to, bool *ret_current) MUST;
err check_core(struct cx *cx, struct list *to) MUST; /* accounts and settings; core_feature's .check */
/* Logins of open accounts that have this password, at most 500 are tried: 0.1 s each. */
err check_password_used(struct cx *cx, str password, struct list *ret) MUST; /* of str */
#endif
