/* kill9.c -- a writer is killed at random moments; every transaction that it had confirmed must be there afterwards.
 *
 * usage: kill9 [KILLS]     (default: 10; 1000 if SCHARNIER_LONG is set)
 *
 * The writer appends event n and moves the head to n in one transaction, then says "n" on a pipe. After each kill -9:
 *   1. no event that was said is missing, and at most one more than said is there (confirmed, but not yet said);
 *   2. the events have no gap, and head = last event (a transaction is there as a whole or not at all);
 *   3. SQLite: integrity_check and foreign_key_check find nothing; the next writer opens without help.
 * The control, a writer that speaks before it commits, must be found out: else the check checks nothing.
 */
#include "kit/kit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct migration schema[] = {
	{ "0001_events", S_INIT("CREATE TABLE event (n @INT@ PRIMARY KEY, note TEXT NOT NULL) @STRICT@;\n"
	                        "CREATE TABLE head (id @INT@ PRIMARY KEY, n @INT@ NOT NULL) @STRICT@;\n"
	                        "INSERT INTO head (id, n) VALUES (1, 0);\n") }
};

static const struct sql read_head = { "SELECT n FROM head WHERE id = 1", "" };
static const struct sql append = { "INSERT INTO event (n, note) VALUES ($1, $2)", "is" };
static const struct sql move_head = { "UPDATE head SET n = $1 WHERE id = 1 AND n = $1 - 1", "i" };
static const struct sql count_events = { "SELECT count(*) FROM event", "" };
static const struct sql last_event = { "SELECT coalesce(max(n), 0) FROM event", "" };

struct writer {
	int said; /* where confirmed numbers go */
	bool too_early;
};

static _Noreturn void die(const char *what, str detail)
{
	fprintf(stderr, "kill9: %s: " STR_FMT "\n", what, STR_ARG(detail));
	exit(99);
}

static struct db_pool *open_pool(struct cx *cx, str url)
{
	struct db_pool *pool;
	str words;
	if (db_pool_open(cx->mem, url, DB_SERVE, &pool, &words) != OK)
		die("open", words);
	if (db_enter(pool, &cx->db) != OK)
		die("enter", STR_NONE);
	return pool;
}

static void say(const struct writer *w, int64_t n)
{
	if (write(w->said, &n, sizeof n) != sizeof n)
		_exit(1);
}

static err append_one(struct cx *cx, const void *in, void *ret)
{
	const struct writer *w = in;
	int64_t *n = ret, changed;
	TRY(db_int(cx, &read_head, n, V_NONE));
	++*n;
	TRY(db_exec(cx, &append, NULL, V(*n, S("Beratung zum Einstieg in die Schule, erfasst am Telefon"))));
	TRY(db_exec(cx, &move_head, &changed, V(*n)));
	if (w->too_early) {
		say(w, *n);
		pause(); /* until killed: said, and never committed */
	}
	return changed == 1 ? OK : E_BROKEN;
}

static _Noreturn void write_for_ever(str url, const struct writer *w)
{
	struct cx cx = { .mem = arena_new() };
	open_pool(&cx, url);
	struct arena *page = arena_new();
	for (cx.mem = page;; arena_reset(page)) {
		int64_t n;
		err e = db_tx(&cx, "kill9.append", append_one, w, &n, sizeof n);
		if (e != OK)
			die("append", cx.fault.detail);
		say(w, n);
	}
}

/* Lets a writer run until it has said `enough` numbers and a moment more; returns the last number it said. */
static int64_t run_and_kill(str url, bool too_early, int enough, int64_t last)
{
	int ends[2];
	if (pipe(ends) != 0)
		die("pipe", STR_NONE);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		write_for_ever(url, &(struct writer){ ends[1], too_early });
	}
	close(ends[1]);
	int64_t n;
	while (enough-- > 0 && read(ends[0], &n, sizeof n) == sizeof n)
		last = n;
	nanosleep(&(struct timespec){ .tv_nsec = random() % 2000000 }, NULL);
	kill(child, SIGKILL);
	while (read(ends[0], &n, sizeof n) == sizeof n)
		last = n;
	close(ends[0]);
	int status;
	waitpid(child, &status, 0);
	if (!WIFSIGNALED(status))
		die("the writer ended by itself", STR_NONE);
	return last;
}

struct verdict {
	str integrity_check;
};
static const struct field verdict_fields[] = { FIELD(struct verdict, integrity_check, KIND_TEXT) };
static const struct record verdict_rec = RECORD("verdict", struct verdict, verdict_fields);

static bool file_is_sound(struct cx *cx, const struct db_pool *pool)
{
	static const struct sql integrity = { "PRAGMA integrity_check(1)", "" };
	struct verdict v;
	if (strcmp(db_pool_kind(pool), "sqlite") != 0)
		return true;
	return db_row(cx, &integrity, &verdict_rec, &v, V_NONE) == OK && str_is(v.integrity_check, "ok");
}

/* NULL: all is as it must be. */
static const char *what_is_wrong(struct cx *cx, const struct db_pool *pool, int64_t said)
{
	int64_t head, count, last;
	/* One picture: PostgreSQL may still be committing for the dead. */
	if (db_snapshot(cx) != OK || db_int(cx, &read_head, &head, V_NONE) != OK ||
	    db_int(cx, &count_events, &count, V_NONE) != OK || db_int(cx, &last_event, &last, V_NONE) != OK)
		return "cannot be read";
	if (!file_is_sound(cx, pool))
		return "integrity_check";
	if (last < said)
		return "a confirmed event is lost";
	if (count != last)
		return "the events have a gap";
	if (head != last)
		return "half a transaction";
	return last > said + 1 ? "an event that nobody wrote" : NULL;
}

/* Opens after the kill as the next start would, and looks. *last: where the writer goes on. */
static const char *inspect(str url, int64_t said, int64_t *last)
{
	struct cx cx = { .mem = arena_new() };
	struct db_pool *pool = open_pool(&cx, url);
	const char *wrong = what_is_wrong(&cx, pool, said);
	db_snapshot_end(&cx);
	if (db_int(&cx, &read_head, last, V_NONE) != OK)
		*last = said;
	db_leave(cx.db);
	db_pool_close(pool);
	arena_free(cx.mem);
	return wrong;
}

static void prepare(str url)
{
	struct cx cx = { .mem = arena_new(), .now = { 1 } };
	struct db_pool *pool = open_pool(&cx, url);
	int applied;
	str words;
	if (db_migrate(&cx, schema, 1, &applied, &words) != OK)
		die("migrate", words);
	db_leave(cx.db);
	db_pool_close(pool);
	arena_free(cx.mem);
}

static int kills_wanted(int argc, char **argv)
{
	int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;
	return n > 0 ? n : getenv("SCHARNIER_LONG") ? 1000 : 10;
}

static int run(str url, int kills)
{
	int64_t last = 0;
	unsigned seed = (unsigned)time(NULL) ^ (unsigned)getpid();
	srandom(seed);
	prepare(url);
	for (int i = 1; i <= kills; i++) {
		int64_t said = run_and_kill(url, false, (int)(random() % 150), last);
		const char *wrong = inspect(url, said, &last);
		if (wrong) {
			fprintf(stderr, "kill9: kill %d of %d, seed %u, said %lld: %s\n", i, kills, seed,
			        (long long)said, wrong);
			return 1;
		}
	}
	int64_t said = run_and_kill(url, true, 1, last);
	const char *wrong = inspect(url, said, &last);
	printf("kill9: %d kills, %lld events confirmed, none lost; control: %s\n", kills, (long long)last,
	       wrong ? wrong : "NOT FOUND");
	return wrong ? 0 : 1;
}

int main(int argc, char **argv)
{
	if (!kit_available())
		return 77;
	struct kit *k = kit_open(NULL, 0);
	/* The kit's own pool holds the lock of its SQLite file. */
	str url = strcmp(kit_kind(), "sqlite") == 0 ? kit_empty(k->mem, k->directory) : k->url;
	int result = run(url, kills_wanted(argc, argv));
	kit_close(k);
	return result;
}
