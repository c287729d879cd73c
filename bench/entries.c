/* entries.c -- the yardstick for recording an activity: the same rows by the same statements, spoken to sqlite3
 * directly, with so many entries per commit as the program had. An entry is the activity, its prepared sums, and the
 * link of the audit log with the head of its chain; synchronous=FULL. Made for bench/activities.mjs; no part of the
 * program.
 *
 *   entries FILE ENTRIES PER-COMMIT      prints "entries_per_second N"
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "features/activities/activity_model.h"

static sqlite3 *db;

static void die(const char *what)
{
	fprintf(stderr, "entries: %s\n", what);
	exit(3);
}

static void run(const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *s;
	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return s;
}

static void bind(sqlite3_stmt *s, const char *name, const char *value)
{
	sqlite3_bind_text(s, sqlite3_bind_parameter_index(s, name), value, -1, SQLITE_STATIC);
}

static void bind_int(sqlite3_stmt *s, const char *name, int64_t value)
{
	sqlite3_bind_int64(s, sqlite3_bind_parameter_index(s, name), value);
}

static void step(sqlite3_stmt *s)
{
	int rc;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW)
		;
	if (rc != SQLITE_DONE)
		die(sqlite3_errmsg(db));
	sqlite3_reset(s);
}

enum { RECORD, SUM, NEXT, LINK, HEAD, STATEMENTS };
static sqlite3_stmt *statements[STATEMENTS];

static void prepare_all(int64_t centre)
{
	static const char *const codes[] = { "network", "education", "school", "school", "teachers", "education" };
	statements[RECORD] = prepare(activity_write_sql[0].text);
	statements[SUM] = prepare(activity_sum_sql[0].text);
	statements[NEXT] = prepare("SELECT seq + 1, hash FROM audit_head WHERE id = 1");
	statements[LINK] =
	        prepare("INSERT INTO audit (seq, at, actor, centre_id, action, object, detail, previous, hash)"
	                " SELECT seq + 1, 1, 'head@coesfeld', 1, 'activity.record', 'centres/coesfeld/activities/1',"
	                " printf('%.300c', 'x'), hash, hash FROM audit_head WHERE id = 1");
	statements[HEAD] = prepare("UPDATE audit_head SET seq = seq + 1 WHERE id = 1");
	bind_int(statements[RECORD], "$1", centre);
	bind(statements[RECORD], "$3", "head@coesfeld");
	bind_int(statements[RECORD], "$4", 1);
	bind(statements[RECORD], "$5", "2026-11-26");
	for (int i = 0; i < 6; i++) {
		char name[8];
		snprintf(name, sizeof name, "$%d", i + 6);
		bind(statements[RECORD], name, codes[i]);
		snprintf(name, sizeof name, "$%d", i + 7);
		bind(statements[SUM], name, codes[i]);
	}
	bind(statements[RECORD], "$13", "Jobcenter Coesfeld");
	bind_int(statements[RECORD], "$14", 5);
	bind_int(statements[RECORD], "$15", 90);
	bind_int(statements[SUM], "$1", centre);
	bind(statements[SUM], "$2", "2026-11");
	bind(statements[SUM], "$3", "2026");
	bind_int(statements[SUM], "$4", 1);
	bind_int(statements[SUM], "$5", 5);
	bind_int(statements[SUM], "$6", 90);
	bind(statements[SUM], "$13", "none");
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		die("usage: entries FILE ENTRIES PER-COMMIT");
	long entries = strtol(argv[2], NULL, 10), group = strtol(argv[3], NULL, 10);
	if (sqlite3_open(argv[1], &db) != SQLITE_OK || group < 1)
		die("cannot begin");
	run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000;");
	sqlite3_stmt *centre = prepare("SELECT id FROM centre WHERE slug = 'coesfeld'");
	sqlite3_step(centre);
	prepare_all(sqlite3_column_int64(centre, 0));
	sqlite3_reset(centre);
	double begun = seconds();
	for (long i = 0; i < entries; i++) {
		if (i % group == 0)
			run(i ? "COMMIT; BEGIN IMMEDIATE" : "BEGIN IMMEDIATE");
		for (int s = 0; s < STATEMENTS; s++)
			step(statements[s]);
	}
	run("COMMIT");
	printf("entries_per_second %.0f\n", (double)entries / (seconds() - begun));
	return 0;
}
