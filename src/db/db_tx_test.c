/* Transactions, snapshots, sessions and lost connections: the same on SQLite and PostgreSQL where both can have them.
 */
#include "db/db_test.h"

#include <pthread.h>

#include "db/db_driver.h"
#include "db/db_sqlite.h"

static bool on_postgres(void)
{
	return strcmp(kit_kind(), "postgresql") == 0;
}

/* --- commit, rollback, retry -------------------------------------------------------------------------------------- */

static err add_then_refuse(struct cx *cx, const void *in, void *ret UNUSED)
{
	assert_true(db_in_tx(cx));
	TRY(db_exec(cx, &insert_login, NULL, V(str_of(in))));
	return fail(cx, E_DENIED, "test.denied", NO_ARGS);
}

static void a_refused_transaction_leaves_nothing(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	assert_int_equal(db_tx(cx, "test.refuse", add_then_refuse, "anna", NULL, 0), E_DENIED);
	assert_string_equal(cx->fault.key, "test.denied");
	assert_false(db_in_tx(cx));
	assert_int_equal(persons(cx), 0);
}

/* A caller that talks a failed statement away must not commit half of its work. */
static err add_and_talk_away(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	TRY(db_exec(cx, &insert_login, NULL, V(S("anna"))));
	if (db_exec(cx, &insert_login, NULL, V(S("anna"))) == E_INVALID)
		fault_clear(cx);
	int64_t n;
	return db_int(cx, &count_persons, &n, V_NONE) == E_INVALID ? OK : E_BROKEN;
}

static void a_failed_statement_dooms_its_transaction(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	assert_int_equal(db_tx(cx, "test.doomed", add_and_talk_away, NULL, NULL, 0), E_INVALID);
	assert_int_equal(persons(cx), 0);
	assert_int_equal(add_person(cx, "anna"), OK);
}

struct busy_plan {
	int tries, succeeds_at;
};

static err busy_at_first(struct cx *cx, const void *in, void *ret)
{
	struct busy_plan *plan = *(struct busy_plan *const *)in;
	int *seen = ret;
	assert_int_equal(*seen, 0); /* cleared before each try */
	*seen = ++plan->tries;
	TRY(db_exec(cx, &insert_login, NULL, V(S("anna"))));
	if (plan->tries == plan->succeeds_at)
		return OK;
	problem_add(cx, "login", "test.problem", NO_ARGS);
	return fail(cx, E_BUSY, "db.busy", NO_ARGS);
}

static void busy_is_tried_again_without_traces(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct busy_plan plan = { .succeeds_at = 3 }, *in = &plan;
	int seen = 99;
	problem_add(cx, "other", "test.before", NO_ARGS);
	assert_int_equal(db_tx(cx, "test.busy", busy_at_first, &in, &seen, sizeof seen), OK);
	assert_int_equal(seen, 3);
	assert_int_equal(persons(cx), 1);
	assert_null(cx->fault.key);
	assert_non_null(problem_of(cx, "other"));
	assert_null(problem_of(cx, "login"));
}

static void busy_for_ever_is_said(void **state)
{
	struct cx *cx = &((struct kit *)*state)->cx;
	struct busy_plan plan = { 0 }, *in = &plan;
	int seen;
	assert_int_equal(db_tx(cx, "test.busy", busy_at_first, &in, &seen, sizeof seen), E_BUSY);
	assert_int_equal(plan.tries, DB_TRIES);
	assert_string_equal(cx->fault.key, "db.busy");
	assert_int_equal(persons(cx), 0);
}

/* PostgreSQL refuses to update a row that changed after the transaction's picture was taken: it must come again. */
struct rivals {
	struct cx *other;
	int tries;
};

static err update_shared(struct cx *cx, const void *in, void *ret UNUSED)
{
	static const struct sql add = { "UPDATE person SET cents = cents + 1 WHERE login = 'sum'", "" };
	struct rivals *r = *(struct rivals *const *)in;
	int64_t n;
	TRY(db_int(cx, &count_persons, &n, V_NONE)); /* takes the picture */
	if (r->tries++ == 0 && r->other) {
		struct rivals none = { 0 }, *inner = &none;
		assert_int_equal(db_tx(r->other, "test.inner", update_shared, &inner, NULL, 0), OK);
	}
	return db_exec(cx, &add, NULL, V_NONE);
}

static void a_real_conflict_is_tried_again(void **state)
{
	struct kit *k = *state;
	if (!on_postgres())
		return;
	assert_int_equal(add_person(&k->cx, "sum"), OK);
	struct db_pool *process; /* another one: writers of the same one wait for each other */
	str words;
	struct cx other = k->cx;
	assert_int_equal(db_pool_open(k->mem, k->url, DB_SERVE, &process, &words), OK);
	assert_int_equal(db_enter(process, &other.db), OK);
	struct rivals r = { &other, 0 }, *in = &r;
	assert_int_equal(db_tx(&k->cx, "test.conflict", update_shared, &in, NULL, 0), OK);
	assert_int_equal(r.tries, 2);
	static const struct sql sum = { "SELECT cents FROM person WHERE login = 'sum'", "" };
	int64_t cents;
	assert_int_equal(db_int(&k->cx, &sum, &cents, V_NONE), OK);
	assert_int_equal(cents, 2);
	db_leave(other.db);
	db_pool_close(process);
}

static void a_foreign_lock_is_busy_not_broken(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	sqlite3 *foreign;
	sqlite3_busy_timeout(((struct sqlite_conn *)k->pool->writer)->db, 1);
	assert_int_equal(sqlite3_open(k->pool->path, &foreign), SQLITE_OK);
	assert_int_equal(sqlite3_exec(foreign, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(add_person(&k->cx, "anna"), E_BUSY);
	assert_string_equal(k->cx.fault.key, "db.busy");
	assert_int_equal(persons(&k->cx), 0); /* reading goes on */
	assert_int_equal(sqlite3_exec(foreign, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(foreign);
	assert_int_equal(add_person(&k->cx, "anna"), OK);
}

/* --- the hook ----------------------------------------------------------------------------------------------------- */

static int hook_calls;
static const char *hook_name;

static err write_beside(struct cx *cx, const char *tx_name)
{
	hook_calls++;
	hook_name = tx_name;
	assert_true(db_in_tx(cx));
	return db_exec(cx, &insert_login, NULL, V(str_print(cx->mem, "audit of %s", tx_name)));
}

static err say_no(struct cx *cx, const char *tx_name UNUSED)
{
	return fail(cx, E_STALE, "test.stale", NO_ARGS);
}

static err do_nothing(struct cx *cx, const void *in UNUSED, void *ret)
{
	return db_int(cx, &count_persons, ret, V_NONE);
}

static err add_returning(struct cx *cx, const void *in UNUSED, void *ret)
{
	static const struct sql q = { "INSERT INTO person (login, cents, active) VALUES ($1, 0, 1) RETURNING id", "s" };
	return db_int(cx, &q, ret, V(S("bela")));
}

static void the_hook_writes_in_the_same_transaction(void **state)
{
	struct kit *k = *state;
	int64_t n;
	hook_calls = 0;
	db_set_commit_hook(k->pool, write_beside);
	assert_int_equal(db_tx(&k->cx, "test.nothing", do_nothing, NULL, &n, sizeof n), OK);
	assert_int_equal(hook_calls, 0); /* nothing changed, nothing to note */
	assert_int_equal(add_person(&k->cx, "anna"), OK);
	assert_int_equal(hook_calls, 1);
	assert_string_equal(hook_name, "test.add");
	assert_int_equal(persons(&k->cx), 2);
	assert_int_equal(db_tx(&k->cx, "test.returning", add_returning, NULL, &n, sizeof n), OK);
	assert_int_equal(hook_calls, 2);
	assert_int_equal(db_tx(&k->cx, "test.refuse", add_then_refuse, "cem", NULL, 0), E_DENIED);
	assert_int_equal(hook_calls, 2);
}

static void a_failing_hook_takes_all_back(void **state)
{
	struct kit *k = *state;
	db_set_commit_hook(k->pool, say_no);
	assert_int_equal(add_person(&k->cx, "anna"), E_STALE);
	assert_int_equal(persons(&k->cx), 0);
	fault_clear(&k->cx);
	db_set_commit_hook(k->pool, write_beside);
	assert_int_equal(add_person(&k->cx, "audit of test.add"), E_INVALID); /* the hook's own row is refused */
	assert_string_equal(k->cx.fault.key, "db.unique");
	assert_int_equal(persons(&k->cx), 0);
}

/* --- snapshots and sessions --------------------------------------------------------------------------------------- */

static void a_snapshot_is_one_picture(void **state)
{
	struct kit *k = *state;
	struct cx other = kit_enter(k);
	assert_int_equal(db_snapshot(&k->cx), OK);
	assert_int_equal(persons(&k->cx), 0);
	assert_int_equal(add_person(&other, "anna"), OK);
	assert_int_equal(persons(&other), 1);
	assert_int_equal(persons(&k->cx), 0);
	db_snapshot_end(&k->cx);
	assert_int_equal(persons(&k->cx), 1);
	assert_int_equal(db_snapshot(&k->cx), OK);
	assert_int_equal(add_person(&k->cx, "bela"), OK); /* a transaction ends it */
	assert_int_equal(persons(&k->cx), 2);
	assert_int_equal(db_snapshot(&k->cx), OK);
	kit_next(k); /* and so does leaving */
	assert_int_equal(persons(&k->cx), 2);
	kit_leave(&other);
}

static err see_own_writes(struct cx *cx, const void *in, void *ret)
{
	TRY(db_exec(cx, &insert_login, NULL, V(S("anna"))));
	struct cx *other = *(struct cx *const *)in;
	assert_int_equal(persons(other), 0);
	return db_int(cx, &count_persons, ret, V_NONE);
}

static void unfinished_work_is_seen_by_itself_only(void **state)
{
	struct kit *k = *state;
	struct cx other = kit_enter(k), *in = &other;
	int64_t n;
	assert_int_equal(db_tx(&k->cx, "test.own", see_own_writes, &in, &n, sizeof n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(persons(&other), 1);
	kit_leave(&other);
}

static void sessions_are_bounded_and_used_again(void **state)
{
	struct kit *k = *state;
	struct db *held[DB_SESSIONS_MAX - 1], *more;
	k->pool->patience_ms = 10;
	for (int i = 0; i < DB_SESSIONS_MAX - 1; i++) /* the kit has one */
		assert_int_equal(db_enter(k->pool, &held[i]), OK);
	assert_int_equal(db_enter(k->pool, &more), E_BUSY);
	db_leave(held[3]);
	assert_int_equal(db_enter(k->pool, &more), OK);
	assert_ptr_equal(more, held[3]);
	for (int i = 0; i < DB_SESSIONS_MAX - 1; i++)
		db_leave(held[i]);
}

enum { WORKERS = 4, ROUNDS = 25 };

static void *work(void *pool)
{
	struct cx cx = { .mem = arena_new() };
	intptr_t done = 0;
	for (int i = 0; i < ROUNDS; i++) {
		if (db_enter(pool, &cx.db) != OK)
			break;
		struct rivals none = { 0 }, *in = &none;
		err e;
		do {
			fault_clear(&cx);
			e = db_tx(&cx, "test.worker", update_shared, &in, NULL, 0);
		} while (e == E_BUSY);
		done += e == OK;
		db_leave(cx.db);
		arena_reset(cx.mem);
	}
	arena_free(cx.mem);
	return (void *)done;
}

static void threads_lose_no_update(void **state)
{
	struct kit *k = *state;
	pthread_t threads[WORKERS];
	assert_int_equal(add_person(&k->cx, "sum"), OK);
	for (int i = 0; i < WORKERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work, k->pool), 0);
	intptr_t done = 0;
	for (int i = 0; i < WORKERS; i++) {
		void *ended;
		pthread_join(threads[i], &ended);
		done += (intptr_t)ended;
	}
	static const struct sql sum = { "SELECT cents FROM person WHERE login = 'sum'", "" };
	int64_t cents;
	assert_int_equal(db_int(&k->cx, &sum, &cents, V_NONE), OK);
	assert_int_equal(cents, WORKERS * ROUNDS);
	assert_int_equal(done, WORKERS * ROUNDS);
}

/* --- lost connections (PostgreSQL) -------------------------------------------------------------------------------- */

static const struct sql my_pid = { "SELECT pg_backend_pid()", "" };
static const struct sql kill_backend = { "SELECT pg_terminate_backend($1::int4, 5000)", "i" };

static void cut(struct cx *victim, struct cx *other)
{
	int64_t pid, done = 0;
	assert_int_equal(db_int(victim, &my_pid, &pid, V_NONE), OK);
	assert_int_equal(db_int(other, &kill_backend, &done, V(pid)), OK);
	assert_int_equal(done, 1);
}

static err cut_inside(struct cx *cx, const void *in, void *ret UNUSED)
{
	TRY(db_exec(cx, &insert_login, NULL, V(S("anna"))));
	cut(cx, *(struct cx *const *)in);
	return db_exec(cx, &insert_login, NULL, V(S("bela")));
}

static err cut_before_many(struct cx *cx, const void *in, void *ret UNUSED)
{
	struct db_many m = { .sql = &insert_login };
	for (int i = 0; i < 1000; i++)
		db_many_add(cx, &m, V(str_print(cx->mem, "person %d", i)));
	cut(cx, *(struct cx *const *)in);
	return db_many_run(cx, &m, NULL);
}

static struct cx *hook_other;
static err cut_before_commit(struct cx *cx, const char *tx_name UNUSED)
{
	cut(cx, hook_other);
	return OK;
}

static void a_lost_connection_is_made_again(void **state)
{
	struct kit *k = *state;
	if (!on_postgres())
		return;
	struct cx other = kit_enter(k), *in = &other;
	assert_int_equal(persons(&k->cx), 0);
	cut(&k->cx, &other);
	assert_int_equal(persons(&k->cx), 0); /* between two reads nobody notices */
	cut(&k->cx, &other);
	assert_int_equal(add_person(&k->cx, "cem"), OK); /* nor at the beginning of a transaction */
	cut(&k->cx, &other);
	assert_int_equal(db_snapshot(&k->cx), OK); /* nor of a snapshot */
	db_snapshot_end(&k->cx);
	assert_int_equal(db_tx(&k->cx, "test.cut", cut_inside, &in, NULL, 0), E_BROKEN);
	assert_string_equal(k->cx.fault.key, "db.gone");
	kit_next(k);
	assert_int_equal(db_tx(&k->cx, "test.cut", cut_before_many, &in, NULL, 0), E_BROKEN);
	assert_string_equal(k->cx.fault.key, "db.gone");
	kit_next(k);
	assert_int_equal(persons(&k->cx), 1);
	kit_leave(&other);
}

/* Nobody knows what became of the commit: it must not be tried again, and not be called done. */
static void a_commit_without_answer_is_gone(void **state)
{
	struct kit *k = *state;
	if (!on_postgres())
		return;
	struct cx other = kit_enter(k);
	hook_other = &other;
	db_set_commit_hook(k->pool, cut_before_commit);
	assert_int_equal(add_person(&k->cx, "anna"), E_BROKEN);
	assert_string_equal(k->cx.fault.key, "db.gone");
	db_set_commit_hook(k->pool, NULL);
	kit_next(k);
	assert_int_equal(persons(&k->cx), 0);
	kit_leave(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KIT(a_refused_transaction_leaves_nothing),
		WITH_KIT(a_failed_statement_dooms_its_transaction),
		WITH_KIT(busy_is_tried_again_without_traces),
		WITH_KIT(busy_for_ever_is_said),
		WITH_KIT(a_real_conflict_is_tried_again),
		WITH_KIT(a_foreign_lock_is_busy_not_broken),
		WITH_KIT(the_hook_writes_in_the_same_transaction),
		WITH_KIT(a_failing_hook_takes_all_back),
		WITH_KIT(a_snapshot_is_one_picture),
		WITH_KIT(unfinished_work_is_seen_by_itself_only),
		WITH_KIT(sessions_are_bounded_and_used_again),
		WITH_KIT(threads_lose_no_update),
		WITH_KIT(a_lost_connection_is_made_again),
		WITH_KIT(a_commit_without_answer_is_gone),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
