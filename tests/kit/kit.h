/* kit.h -- a real, fresh database for a test written in C.
 *
 * SCHARNIER_TEST_DB says which: "sqlite" (default) or "postgresql". The latter needs SCHARNIER_TEST_PG, the address of
 * a scratch cluster without a database name (tests/kit/postgres.sh start DIR prints it).
 * A test's main ends like this:
 *   return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;   (77: skipped)
 * Hashes of passwords are cheap. Time stands still at 2026-11-21, 07:48 in Berlin. This header comes first in a test:
 * cmocka's fail() makes room for ours.
 */
#ifndef TESTS_KIT_H
#define TESTS_KIT_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after the above, as cmocka wants it */
#include <cmocka.h>
#undef fail

#include "db/db.h"

struct kit {
	struct arena *mem;     /* lives until kit_close */
	struct db_pool *pool;  /* open for writing */
	str url;               /* to open it once more */
	const char *directory; /* of this kit alone, for files; removed by kit_close */
	struct cx cx;          /* user and words are NULL; mem is an arena of its own, db a session */
};

bool kit_available(void);   /* false: the database asked for is not there, skip */
const char *kit_kind(void); /* "sqlite" or "postgresql" */

/* A new database with these migrations applied (n may be 0): a copy of one that is prepared once, in the program
 * (SQLite) or in the cluster (PostgreSQL, named after the migrations' texts). Failures end the test program with a
 * message. */
struct kit *kit_open(const struct migration *list, int n);
void kit_close(struct kit *k); /* removes the database too */

/* As if the next request began: memory, faults and problems are gone, the session is a fresh one. */
void kit_next(struct kit *k);
/* A second user of the same database: its own memory and session. */
struct cx kit_enter(struct kit *k);
void kit_leave(struct cx *cx);

/* After a test has written many rows: PostgreSQL counts them, which it does by itself only outside of tests, and makes
 * no more plans for empty tables. */
void kit_grown(struct kit *k);

/* An empty database of the wanted kind without opening it: its address. The directory of `k` receives the file. */
str kit_empty(struct arena *mem, const char *directory);

#endif
