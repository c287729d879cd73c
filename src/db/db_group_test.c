/* Transactions that wait for each other share one commit: all of them are on the disk then, or none (db_group.c). */
#include "db/db_test.h"

#include <pthread.h>
#include <sched.h>

#include "db/db_sqlite.h"

enum { MEMBERS = 8 };

static sqlite3 *writer_of(struct kit *k)
{
	return ((struct sqlite_conn *)k->pool->writer)->db;
}

static int commits;
static int counted(void *refused)
{
	commits++;
	return refused != NULL; /* not 0: the commit becomes a rollback, as it may for want of space */
}

/* One thread's transaction. The first one holds the writer until all others wait for it. */
struct one {
	pthread_t thread;
	struct kit *kit;
	const char *login;
	int wait_for;
	bool fails;
	err result;
	const char *key;
};

static void wait_for_followers(struct db_pool *p, int n)
{
	for (int now = 0; now < n; sched_yield()) {
		pthread_mutex_lock(&p->mutex);
		now = p->followers;
		pthread_mutex_unlock(&p->mutex);
	}
}

static err add_one(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct one *o = *(const struct one *const *)in;
	wait_for_followers(o->kit->pool, o->wait_for);
	TRY(insert_one(cx, o->login, NULL));
	return o->fails ? fail(cx, E_DENIED, "test.denied", NO_ARGS) : OK;
}

static void *run_one(void *self)
{
	struct one *o = self;
	const struct one *in = o;
	struct cx cx = kit_enter(o->kit);
	o->result = db_tx(&cx, "test.one", add_one, &in, NULL, 0);
	o->key = cx.fault.key;
	kit_leave(&cx);
	return NULL;
}

static void begin(struct one *o)
{
	assert_int_equal(pthread_create(&o->thread, NULL, run_one, o), 0);
}

/* Returns once it has the writer; it waits there for others. */
static void begin_first(struct one *o)
{
	begin(o);
	for (bool writing = false; !writing; sched_yield()) {
		pthread_mutex_lock(&o->kit->pool->mutex);
		writing = o->kit->pool->writing;
		pthread_mutex_unlock(&o->kit->pool->mutex);
	}
}

/* All of `names`, the first of them first; those in `failing` (bits) refuse after they have written. */
static void run_all(struct kit *k, struct one all[MEMBERS], unsigned failing)
{
	static const char *const names[MEMBERS] = { "anna", "bela", "cem", "dana", "emil", "fatma", "goran", "hala" };
	for (int i = 0; i < MEMBERS; i++)
		all[i] = (struct one){ .kit = k, .login = names[i], .fails = failing >> i & 1 };
	all[0].wait_for = MEMBERS - 1;
	begin_first(&all[0]);
	for (int i = 1; i < MEMBERS; i++)
		begin(&all[i]);
	for (int i = 0; i < MEMBERS; i++)
		pthread_join(all[i].thread, NULL);
}

static void who_waits_shares_the_commit(void **state)
{
	struct kit *k = *state;
	struct one all[MEMBERS];
	commits = 0;
	sqlite3_commit_hook(writer_of(k), counted, NULL);
	run_all(k, all, 0);
	for (int i = 0; i < MEMBERS; i++)
		assert_int_equal(all[i].result, OK);
	assert_int_equal(persons(&k->cx), MEMBERS);
	assert_int_equal(commits, 1);
	assert_int_equal(add_person(&k->cx, "ilse"), OK);
	assert_int_equal(commits, 2);
	assert_int_equal(db_pool_stats(k->pool).committed, MEMBERS + 1);
	assert_int_equal(db_pool_stats(k->pool).commits, 2);
}

/* The first, one in between and the last, whichever that is. */
static void who_fails_takes_back_its_own(void **state)
{
	struct kit *k = *state;
	struct one all[MEMBERS];
	const unsigned failing = 1u | 1u << 3;
	commits = 0;
	sqlite3_commit_hook(writer_of(k), counted, NULL);
	run_all(k, all, failing);
	for (int i = 0; i < MEMBERS; i++) {
		assert_int_equal(all[i].result, failing >> i & 1 ? E_DENIED : OK);
		if (failing >> i & 1)
			assert_string_equal(all[i].key, "test.denied");
	}
	assert_int_equal(persons(&k->cx), MEMBERS - 2);
	assert_int_equal(commits, 1);
}

static void a_refused_row_does_not_hurt_the_others(void **state)
{
	struct kit *k = *state;
	struct one all[MEMBERS];
	assert_int_equal(add_person(&k->cx, "cem"), OK);
	run_all(k, all, 0);
	for (int i = 0; i < MEMBERS; i++)
		assert_int_equal(all[i].result, i == 2 ? E_INVALID : OK);
	assert_string_equal(all[2].key, "db.unique");
	assert_int_equal(persons(&k->cx), MEMBERS);
}

static void all_fail_is_a_rollback_and_no_commit(void **state)
{
	struct kit *k = *state;
	struct one all[MEMBERS];
	commits = 0;
	sqlite3_commit_hook(writer_of(k), counted, NULL);
	run_all(k, all, ~0u);
	assert_int_equal(commits, 0);
	assert_int_equal(persons(&k->cx), 0);
}

/* Nobody is told "done" before the disk has it. */
static void a_commit_that_fails_fails_for_all(void **state)
{
	struct kit *k = *state;
	struct one all[MEMBERS];
	sqlite3_commit_hook(writer_of(k), counted, k); /* not NULL: refuse */
	run_all(k, all, 1u << 5);
	for (int i = 0; i < MEMBERS; i++)
		assert_int_equal(all[i].result, i == 5 ? E_DENIED : E_BROKEN);
	assert_int_equal(persons(&k->cx), 0);
	assert_int_equal(db_pool_stats(k->pool).committed, 0);
	assert_int_equal(db_pool_stats(k->pool).rolled_back, MEMBERS);
	sqlite3_commit_hook(writer_of(k), NULL, NULL);
	assert_int_equal(add_person(&k->cx, "anna"), OK);
	assert_int_equal(persons(&k->cx), 1);
}

/* What ends the whole transaction of the database, as a full disk does, is everybody's failure. */
static err add_and_lose_all(struct cx *cx, const void *in, void *ret UNUSED)
{
	struct kit *k = *(struct kit *const *)in;
	TRY(db_exec(cx, &insert_login, NULL, V(S("zoe"))));
	assert_int_equal(sqlite3_exec(writer_of(k), "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	return fail(cx, E_BROKEN, "db.full", NO_ARGS);
}

static void what_ends_the_transaction_ends_it_for_all(void **state)
{
	struct kit *k = *state;
	struct one first = { .kit = k, .login = "anna", .wait_for = 1 };
	struct cx cx = kit_enter(k);
	begin_first(&first);
	struct kit *in = k;
	assert_int_equal(db_tx(&cx, "test.lose", add_and_lose_all, &in, NULL, 0), E_BROKEN);
	assert_string_equal(cx.fault.key, "db.full");
	pthread_join(first.thread, NULL);
	assert_int_equal(first.result, E_BROKEN);
	assert_int_equal(persons(&k->cx), 0);
	assert_int_equal(add_person(&k->cx, "bela"), OK);
	kit_leave(&cx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KIT(who_waits_shares_the_commit),
		WITH_KIT(who_fails_takes_back_its_own),
		WITH_KIT(a_refused_row_does_not_hurt_the_others),
		WITH_KIT(all_fail_is_a_rollback_and_no_commit),
		WITH_KIT(a_commit_that_fails_fails_for_all),
		WITH_KIT(what_ends_the_transaction_ends_it_for_all),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
