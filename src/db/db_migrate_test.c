/* Migrations: applied once, refused when the program and the database do not fit together. */
#include "db/db_test.h"

#include <sys/wait.h>
#include <unistd.h>

static const struct migration second = { "0002_more", S_INIT("ALTER TABLE person ADD COLUMN note TEXT;\n"
	                                                     "UPDATE person SET note = 'alt; bleibt';\n") };

static err migrate(struct cx *cx, const struct migration *list, int n, int *ret_applied, str *ret_words)
{
	fault_clear(cx);
	return db_migrate(cx, list, n, ret_applied, ret_words);
}

static void migrations_run_once_and_in_order(void **state)
{
	struct kit *k = *state;
	const struct migration both[] = { test_schema[0], second };
	int applied = -1, missing = -1;
	str words;
	assert_int_equal(add_person(&k->cx, "anna"), OK);
	assert_int_equal(db_schema_check(&k->cx, both, 1, &missing, &words), OK);
	assert_int_equal(db_schema_check(&k->cx, both, 2, &missing, &words), E_INVALID);
	assert_int_equal(missing, 1);
	assert_has(words, "scharnier migrate");
	assert_int_equal(migrate(&k->cx, both, 2, &applied, &words), OK);
	assert_int_equal(applied, 1);
	assert_int_equal(migrate(&k->cx, both, 2, &applied, &words), OK);
	assert_int_equal(applied, 0);
	assert_int_equal(db_schema_check(&k->cx, both, 2, &missing, &words), OK);
	assert_int_equal(missing, 0);
	static const struct sql noted = { "SELECT count(*) FROM person WHERE note = 'alt; bleibt'", "" };
	int64_t n;
	assert_int_equal(db_int(&k->cx, &noted, &n, V_NONE), OK);
	assert_int_equal(n, 1);
}

static void an_empty_database_is_told_apart(void **state)
{
	struct kit *k = *state;
	int missing;
	str words;
	assert_int_equal(db_schema_check(&k->cx, test_schema, 1, &missing, &words), E_INVALID);
	assert_int_equal(missing, 1);
	assert_string_equal(k->cx.fault.key, "db.empty");
	assert_has(words, "leer");
}

static void a_newer_database_is_refused(void **state)
{
	struct kit *k = *state;
	const struct migration both[] = { test_schema[0], second };
	int applied, missing;
	str words;
	assert_int_equal(migrate(&k->cx, both, 2, &applied, &words), OK);
	assert_int_equal(migrate(&k->cx, both, 1, &applied, &words), E_INVALID);
	assert_has(words, "neuer als dieses Programm");
	assert_has(words, "0002_more");
	assert_int_equal(db_schema_check(&k->cx, both, 1, &missing, &words), E_INVALID);
	assert_has(words, "neuer als dieses Programm");
}

static void a_changed_migration_is_refused(void **state)
{
	struct kit *k = *state;
	struct migration changed[] = { test_schema[0], second };
	changed[0].text = S("CREATE TABLE person (id @ID@) @STRICT@;\n");
	int applied, missing;
	str words;
	assert_int_equal(migrate(&k->cx, changed, 2, &applied, &words), E_INVALID);
	assert_int_equal(applied, 0);
	assert_has(words, "0001_test");
	assert_has(words, "verändert");
	fault_clear(&k->cx);
	assert_int_equal(db_schema_check(&k->cx, changed, 1, &missing, &words), E_INVALID);
}

static void a_failing_migration_leaves_nothing_of_itself(void **state)
{
	struct kit *k = *state;
	const struct migration bad[] = { test_schema[0],
		                         second,
		                         { "0003_bad", S_INIT("-- first a good one\nCREATE TABLE half (id @ID@) "
		                                              "@STRICT@;\n\nINSERT INTO nowhere VALUES (1);\n") } };
	int applied, missing;
	str words;
	assert_int_equal(migrate(&k->cx, bad, 3, &applied, &words), E_BROKEN);
	assert_int_equal(applied, 1);
	assert_has(words, "0003_bad");
	assert_has(words, "Zeile 4");
	fault_clear(&k->cx);
	assert_int_equal(db_prepare_check(&k->cx, &(struct sql){ "SELECT id FROM half", "" }), E_BROKEN);
	fault_clear(&k->cx);
	assert_int_equal(db_schema_check(&k->cx, bad, 2, &missing, &words), OK);
	assert_int_equal(add_person(&k->cx, "anna"), OK);
}

/* Foreign keys hold after a migration, and are on again. */
static void a_migration_may_not_break_references(void **state)
{
	struct kit *k = *state;
	const struct migration bad[] = { test_schema[0],
		                         { "0002_orphan", S_INIT("INSERT INTO child (person_id) VALUES (4711);\n") } };
	int applied;
	str words;
	assert_int_not_equal(migrate(&k->cx, bad, 2, &applied, &words), OK);
	assert_int_equal(applied, 0);
	static const struct sql orphans = { "SELECT count(*) FROM child", "" };
	int64_t n = -1;
	assert_int_equal(db_int(&k->cx, &orphans, &n, V_NONE), OK);
	assert_int_equal(n, 0);
	assert_has(db_facts(&k->cx), strcmp(kit_kind(), "sqlite") == 0 ? "foreign_keys=1" : "postgresql=15");
}

static void tables_of_others_are_left_alone(void **state)
{
	struct kit *k = *state;
	const struct migration other[] = {
		{ "x", S_INIT("CREATE TABLE recipe (id @ID@) @STRICT@;\nDROP TABLE migration;\n") }
	};
	int applied;
	str words;
	assert_int_not_equal(migrate(&k->cx, other, 1, &applied, &words), OK);
	struct cx *cx = &k->cx;
	fault_clear(cx);
	assert_int_equal(migrate(cx, test_schema, 1, &applied, &words), OK);
}

/* Several processes start at once: one migrates, the others find it done. */
static void one_of_several_processes_migrates(void **state)
{
	struct kit *k = *state;
	if (strcmp(kit_kind(), "sqlite") == 0)
		return; /* the lock lets only one in */
	pid_t children[3];
	int sum = 0;
	for (int i = 0; i < 3; i++) {
		if ((children[i] = fork()) != 0)
			continue;
		struct db_pool *pool;
		str words;
		int applied = 0;
		struct cx cx = { .mem = arena_new(), .now = { 1 } };
		bool good = db_pool_open(cx.mem, k->url, DB_SERVE, &pool, &words) == OK &&
		            db_enter(pool, &cx.db) == OK && db_migrate(&cx, test_schema, 1, &applied, &words) == OK;
		_exit(good ? applied : 50);
	}
	for (int i = 0; i < 3; i++) {
		int status;
		waitpid(children[i], &status, 0);
		sum += WEXITSTATUS(status);
	}
	assert_int_equal(sum, 1);
}

static int open_empty(void **state)
{
	*state = kit_open(NULL, 0);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KIT(migrations_run_once_and_in_order),
		cmocka_unit_test_setup_teardown(an_empty_database_is_told_apart, open_empty, close_kit),
		WITH_KIT(a_newer_database_is_refused),
		WITH_KIT(a_changed_migration_is_refused),
		WITH_KIT(a_failing_migration_leaves_nothing_of_itself),
		WITH_KIT(a_migration_may_not_break_references),
		cmocka_unit_test_setup_teardown(tables_of_others_are_left_alone, open_empty, close_kit),
		cmocka_unit_test_setup_teardown(one_of_several_processes_migrates, open_empty, close_kit),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
