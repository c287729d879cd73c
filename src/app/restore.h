/* restore.h -- fills a database from an archive, in one transaction that holds only if everything fits (P-OPS-1). */
#ifndef APP_RESTORE_H
#define APP_RESTORE_H
#include "app/archive.h"

struct restore {
	const struct migration *migrations; /* of this program */
	int n;
	const struct seal_key *key; /* NULL: none */
	seal_in in;
	void *self;
	/* What came out. */
	struct archive_head head;
	struct archive_sum sum;
	int later; /* migrations that the archive did not have yet */
	str words; /* of a migration that failed */
};
/* Whether this program can read what was saved: E_INVALID "archive.newer" or "archive.changed_migration". */
err restore_check_schema(struct cx *cx, const struct restore *r, const struct archive_head *h) MUST;
/* cx's database is one of db_place_open. Loads, compares the sum of what is there then with the archive's, brings it up
 * to date, verifies foreign keys and the audit log. */
err restore_load(struct cx *cx, struct restore *r) MUST;
#endif
