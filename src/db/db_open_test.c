/* Opening: who may, who may not, and what an administrator is told then. P-OPS-1 */
#include "db/db_test.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/db_driver.h"
#include "db/db_sqlite.h"

static bool on_postgres(void)
{
	return strcmp(kit_kind(), "postgresql") == 0;
}

static str path_of(const struct kit *k)
{
	return str_part(k->url, strlen("sqlite:"), k->url.n);
}

/* The pool does not open; the words say what is wrong and what to do. */
static void refused(struct kit *k, str url, enum db_mode mode, err expected, const char *part, const char *advice)
{
	struct db_pool *pool;
	str words;
	assert_int_equal(db_pool_open(k->mem, url, mode, &pool, &words), expected);
	assert_null(pool);
	assert_has(words, part);
	assert_has(words, advice);
	assert_true(str_ends(words, ".") || str_has(words, "createdb"));
}

static str beside(struct kit *k, const char *name)
{
	return str_print(k->mem, "sqlite:%s/%s", k->directory, name);
}

static void write_file(struct kit *k, const char *name, const char *content)
{
	FILE *f = fopen(str_print(k->mem, "%s/%s", k->directory, name).p, "w");
	assert_non_null(f);
	fputs(content, f);
	fclose(f);
}

static void unreadable_addresses(void **state)
{
	struct kit *k = *state;
	refused(k, S("mysql://root@localhost/ki"), DB_SERVE, E_INVALID, "nicht lesbar", "sqlite:");
	refused(k, S("sqlite:"), DB_SERVE, E_INVALID, "nicht lesbar", "sqlite:");
	refused(k, STR_NONE, DB_SERVE, E_INVALID, "nicht lesbar", "postgresql://");
}

static void files_that_are_none(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	refused(k, beside(k, "missing/ki.db"), DB_SERVE, E_INVALID, "/missing“ gibt es nicht", "Legen Sie es an");
	refused(k, beside(k, "missing.db"), DB_READ, E_INVALID, "missing.db“ gibt es nicht", "scharnier migrate");
	refused(k, str_print(k->mem, "sqlite:%s", k->directory), DB_SERVE, E_INVALID, "ist keine Datei", "--db");
	refused(k,
	        str_print(k->mem,
	                  "sqlite:/"
	                  "%05000d",
	                  1),
	        DB_SERVE, E_INVALID, "zu lang", "kürzeren");
	write_file(k, "letter.db", "Sehr geehrte Damen und Herren, dies ist ein Brief und keine Datenbank.\n");
	refused(k, beside(k, "letter.db"), DB_SERVE, E_BROKEN, "ist keine Datenbank", "--db");
	refused(k, beside(k, "letter.db"), DB_READ, E_BROKEN, "ist keine Datenbank", "--db");
	write_file(k, "file", "");
	refused(k, beside(k, "file/ki.db"), DB_SERVE, E_INVALID, "ist kein Verzeichnis", "--db");
}

static void files_of_other_programs(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	sqlite3 *other;
	str url = beside(k, "bookmarks.db");
	assert_int_equal(sqlite3_open(url.p + strlen("sqlite:"), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "PRAGMA application_id=7; CREATE TABLE t (x)", NULL, NULL, NULL),
	                 SQLITE_OK);
	refused(k, url, DB_SERVE, E_INVALID, "gehört einem anderen Programm", "--db");
	assert_string_equal(sqlite_pragma(other, k->mem, "journal_mode").p, "delete"); /* untouched */
	sqlite3_close(other);
	/* Without a mark, its tables tell. */
	url = beside(k, "unmarked.db");
	assert_int_equal(sqlite3_open(url.p + strlen("sqlite:"), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	struct cx cx = { .mem = k->mem };
	struct db_pool *pool;
	str words;
	int applied;
	assert_int_equal(db_pool_open(k->mem, url, DB_SERVE, &pool, &words), OK);
	assert_int_equal(db_enter(pool, &cx.db), OK);
	assert_int_equal(db_migrate(&cx, test_schema, 1, &applied, &words), E_INVALID);
	assert_has(words, "eines anderen Programms");
	db_leave(cx.db);
	db_pool_close(pool);
}

static void damaged_files(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	str url = beside(k, "damaged.db");
	struct db_pool *pool;
	str words;
	struct cx cx = { .mem = k->mem, .now = { 1 } };
	int applied;
	assert_int_equal(db_pool_open(k->mem, url, DB_SERVE, &pool, &words), OK);
	assert_int_equal(db_enter(pool, &cx.db), OK);
	assert_int_equal(db_migrate(&cx, test_schema, 1, &applied, &words), OK);
	db_leave(cx.db);
	db_pool_close(pool);
	int fd = open(url.p + strlen("sqlite:"), O_RDWR);
	char noise[3900];
	memset(noise, 0xa7, sizeof noise);
	assert_int_equal(pwrite(fd, noise, sizeof noise, 100), sizeof noise); /* the head stays, the schema is gone */
	close(fd);
	refused(k, url, DB_SERVE, E_BROKEN, "ist beschädigt", "scharnier restore");
}

/* Runs fn in a process without root's rights to all files. */
static int as_nobody(void (*fn)(struct kit *), struct kit *k)
{
	pid_t child = fork();
	if (child == 0) {
		if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(0);
		fn(k);
		_exit(0);
	}
	int status;
	waitpid(child, &status, 0);
	return status;
}

static void open_as_nobody(struct kit *k)
{
	struct db_pool *pool;
	str words;
	if (db_pool_open(k->mem, k->url, DB_SERVE, &pool, &words) == OK ||
	    !str_has(words, "darf dieses Programm nicht schreiben"))
		_exit(1);
	if (db_pool_open(k->mem, k->url, DB_READ, &pool, &words) == OK || !str_has(words, "fehlt"))
		_exit(2);
}

static void directories_without_rights(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	assert_int_equal(chmod(k->directory, 0755), 0);
	if (getuid() == 0)
		assert_int_equal(as_nobody(open_as_nobody, k), 0);
	struct stat st;
	assert_int_equal(stat(path_of(k).p, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600); /* personal data */
}

/* --- the lock ----------------------------------------------------------------------------------------------------- */

static void a_second_writer_is_refused(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	pid_t parent = getpid(), child = fork();
	if (child == 0) {
		struct db_pool *pool;
		str words;
		err e = db_pool_open(k->mem, k->url, DB_SERVE, &pool, &words);
		bool told = str_has(words, str_print(k->mem, "Prozess %ld", (long)parent).p);
		_exit(e == E_BUSY && told ? 0 : 1);
	}
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	/* Another road to the same file is the same file. */
	str detour = str_print(k->mem, "%s/link.db", k->directory);
	assert_int_equal(symlink(path_of(k).p, detour.p), 0);
	refused(k, str_print(k->mem, "sqlite:" STR_FMT, STR_ARG(detour)), DB_SERVE, E_BUSY, "Prozess",
	        "Beenden Sie ihn");
	assert_int_equal(add_person(&k->cx, "anna"), OK);
}

static void write_and_hang(struct kit *k, str url, int ready)
{
	struct db_pool *pool;
	str words;
	struct cx cx = { .mem = k->mem, .now = { 1 } };
	int applied;
	bool good = db_pool_open(k->mem, url, DB_SERVE, &pool, &words) == OK && db_enter(pool, &cx.db) == OK &&
	            db_migrate(&cx, test_schema, 1, &applied, &words) == OK && add_person(&cx, "anna") == OK;
	if (write(ready, good ? "y" : "n", 1) == 1)
		pause();
	_exit(1);
}

static void a_killed_writer_leaves_no_lock(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	str url = beside(k, "killed.db"), words;
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0)
		write_and_hang(k, url, ready[1]);
	char answer = 0;
	assert_int_equal(read(ready[0], &answer, 1), 1);
	assert_int_equal(answer, 'y');
	refused(k, url, DB_SERVE, E_BUSY, "Prozess", "kill");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	str lock = str_print(k->mem, "%s/killed.db.lock", k->directory);
	assert_int_equal(access(lock.p, F_OK), 0); /* left behind, with its number */
	struct db_pool *pool;
	struct cx cx = { .mem = k->mem };
	assert_int_equal(db_pool_open(k->mem, url, DB_SERVE, &pool, &words), OK);
	assert_int_equal(db_enter(pool, &cx.db), OK);
	assert_int_equal(persons(&cx), 1);
	db_leave(cx.db);
	db_pool_close(pool);
	assert_int_not_equal(access(lock.p, F_OK), 0);
	str wal = str_print(k->mem, "%s/killed.db-wal", k->directory);
	assert_int_not_equal(access(wal.p, F_OK), 0); /* closed properly: one file is the whole database */
	close(ready[0]);
	close(ready[1]);
}

/* --- reading beside ----------------------------------------------------------------------------------------------- */

static void a_reader_works_beside_the_writer(void **state)
{
	struct kit *k = *state;
	struct db_pool *pool;
	str words;
	int applied;
	assert_int_equal(add_person(&k->cx, "anna"), OK);
	struct cx reader = { .mem = arena_new() };
	assert_int_equal(db_pool_open(k->mem, k->url, DB_READ, &pool, &words), OK);
	assert_int_equal(db_enter(pool, &reader.db), OK);
	assert_int_equal(persons(&reader), 1);
	assert_int_equal(add_person(&k->cx, "bela"), OK);
	assert_int_equal(persons(&reader), 2);
	assert_int_equal(add_person(&reader, "cem"), E_BROKEN);
	assert_string_equal(reader.fault.key, "db.readonly");
	fault_clear(&reader);
	assert_int_equal(db_migrate(&reader, test_schema, 1, &applied, &words), E_BROKEN);
	db_leave(reader.db);
	db_pool_close(pool);
	arena_free(reader.mem);
	assert_int_equal(add_person(&k->cx, "cem"), OK);
}

static void sqlite_promises_are_read_back(void **state)
{
	struct kit *k = *state;
	str facts = db_facts(&k->cx);
	if (on_postgres()) {
		assert_has(facts, "postgresql=");
		assert_has(facts, "synchronous_commit=on");
		return;
	}
	assert_has(facts, "synchronous=2");
	assert_has(facts, "journal=wal");
	sqlite3 *reader = ((struct sqlite_conn *)k->cx.db->conn)->db;
	assert_string_equal(sqlite_pragma(reader, k->mem, "wal_autocheckpoint").p, "0");
	assert_string_equal(sqlite_pragma(reader, k->mem, "mmap_size").p, "0");
	assert_int_equal(sqlite3_db_readonly(reader, "main"), 1);
	int off = 0;
	sqlite3_db_config(reader, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &off);
	assert_int_equal(off, 1);
}

static err add_many(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	static const struct sql q = { "INSERT INTO person (login, cents, active, secret) VALUES ($1, 0, 1, $2)", "sb" };
	char *room = arena_alloc(cx->mem, 20000);
	int64_t before;
	TRY(db_int(cx, &count_persons, &before, V_NONE));
	for (int i = 0; i < 400; i++)
		TRY(db_exec(cx, &q, NULL, V(str_print(cx->mem, "n%d", (int)before + i), bound_bytes(room, 20000))));
	return OK;
}

/* The log would otherwise grow for ever, since nobody checkpoints by himself. */
static void the_writer_empties_its_log(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	struct stat st;
	str wal = str_print(k->mem, STR_FMT "-wal", STR_ARG(path_of(k)));
	for (int i = 0; i < 6; i++) /* 8 MB each */
		assert_int_equal(db_tx(&k->cx, "test.many", add_many, NULL, NULL, 0), OK);
	assert_int_equal(stat(wal.p, &st), 0);
	assert_true(st.st_size < 20 * 1024 * 1024);
}

static void memory_is_one_shared_database(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	struct db_pool *pool;
	str words;
	int applied;
	struct cx a = { .mem = arena_new(), .now = { 1 } }, b = { .mem = a.mem };
	assert_int_equal(db_pool_open(k->mem, S("sqlite::memory:"), DB_SERVE, &pool, &words), OK);
	assert_string_equal(db_pool_kind(pool), "sqlite");
	pool->patience_ms = 10;
	assert_int_equal(db_enter(pool, &a.db), OK);
	assert_int_equal(db_enter(pool, &b.db), OK);
	assert_int_equal(db_migrate(&a, test_schema, 1, &applied, &words), OK);
	assert_int_equal(add_person(&a, "anna"), OK);
	assert_int_equal(persons(&b), 1);
	assert_int_equal(db_snapshot(&b), OK);
	assert_int_equal(persons(&b), 1);
	assert_int_equal(add_person(&a, "bela"), E_BUSY); /* one connection: the picture holds it */
	db_snapshot_end(&b);
	assert_int_equal(add_person(&a, "bela"), OK);
	assert_int_equal(persons(&b), 2);
	db_leave(a.db);
	db_leave(b.db);
	db_pool_close(pool);
	arena_free(a.mem);
}

/* --- a full disk -------------------------------------------------------------------------------------------------- */

/* A file system of two megabytes in a mount namespace of this process alone; false without the right to. */
static bool small_disk(const char *directory)
{
	return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("small", directory, "tmpfs", 0, "size=2m") == 0;
}

static err delete_all(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	static const struct sql q = { "DELETE FROM person WHERE login <> 'anna'", "" };
	return db_exec(cx, &q, NULL, V_NONE);
}

static int fill_the_disk(struct kit *k)
{
	str directory = str_print(k->mem, "%s/small", k->directory), words;
	struct db_pool *pool;
	struct cx cx = { .mem = arena_new(), .now = { 1 } };
	int applied;
	mkdir(directory.p, 0700);
	bool real = small_disk(directory.p);
	if (db_pool_open(k->mem, beside(k, "small/ki.db"), DB_SERVE, &pool, &words) != OK ||
	    db_enter(pool, &cx.db) != OK)
		return 1;
	if (!real)
		sqlite_pragma(((struct sqlite_conn *)pool->writer)->db, k->mem, "max_page_count=500");
	if (db_migrate(&cx, test_schema, 1, &applied, &words) != OK || add_person(&cx, "anna") != OK)
		return 2;
	if (db_tx(&cx, "test.many", add_many, NULL, NULL, 0) != E_BROKEN || strcmp(cx.fault.key, "db.full") != 0)
		return 3;
	fault_clear(&cx);
	int64_t n = 0;
	if (db_int(&cx, &count_persons, &n, V_NONE) != OK || n != 1)
		return 4; /* reading goes on, and only whole transactions are there */
	if (add_person(&cx, "bela") != OK || db_tx(&cx, "test.delete", delete_all, NULL, NULL, 0) != OK)
		return 5; /* what fits is still taken */
	db_leave(cx.db);
	db_pool_close(pool);
	return 0;
}

static void a_full_disk_is_told_and_survived(void **state)
{
	struct kit *k = *state;
	if (on_postgres())
		return;
	pid_t child = fork(); /* the mount ends with it */
	if (child == 0)
		_exit(fill_the_disk(k));
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_true(WIFEXITED(status));
}

/* --- PostgreSQL: why it does not open ----------------------------------------------------------------------------- */

/* The kit's address with other parts: user:password@host:port/name. */
static str address(struct kit *k, const char *user, const char *password, const char *port, const char *name)
{
	const char *colon = strrchr(getenv("SCHARNIER_TEST_PG"), ':');
	return str_print(k->mem, "postgresql://%s:%s@127.0.0.1:%s/%s", user, password, port ? port : colon + 1, name);
}

static void servers_that_say_no(void **state)
{
	struct kit *k = *state;
	if (!on_postgres())
		return;
	refused(k, address(k, "scharnier", "Geheim%2F1", NULL, "postgres"), DB_SERVE, E_BROKEN, "Passwort",
	        "~/.pgpass");
	refused(k, address(k, "stranger", "Geheim%2F1", NULL, "postgres"), DB_SERVE, E_BROKEN, "„stranger“",
	        "Passwort");
	refused(k, address(k, "scharnier", "scratch", NULL, "nowhere"), DB_SERVE, E_BROKEN, "„nowhere“ gibt es",
	        "createdb");
	refused(k, address(k, "scharnier", "scratch", "1", "postgres"), DB_SERVE, E_BROKEN,
	        "127.0.0.1:1 nicht zu erreichen", "Server läuft");
	refused(k, address(k, "scharnier", "scratch", "1,127.0.0.1:2", "x"), DB_SERVE, E_BROKEN, "nicht zu erreichen",
	        "Server läuft");
	refused(k, S("postgresql://a:Geheim@[::1]:1/x"), DB_SERVE, E_BROKEN, "nicht zu erreichen", "Server läuft");
	refused(k, S("postgresql://a:Geheim@h:port/x"), DB_SERVE, E_INVALID, "nicht lesbar", "BENUTZER:PASSWORT");
}

static void passwords_are_never_shown(void **state)
{
	struct kit *k = *state;
	if (!on_postgres())
		return;
	const str urls[] = { address(k, "scharnier", "Geheim", NULL, "postgres"),
		             S("postgresql://a:Geheim@h:port/x"),
		             S("postgresql://a:Geheim@/x?sslmode=Geheim"),
		             S("postgresql://a:Ge%ZZGeheim@h/x"),
		             S("postgresql://a:b@Geheim@h/x"),
		             S("postgresql://a:Geheim/b@h/x"),
		             S("postgresql://a:Geheim?b@h/x"),
		             S("postgresql://a:1?Geheim@h/x"),
		             address(k, "scharnier", "Geheim", "1", "postgres") };
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		struct db_pool *pool;
		str words;
		assert_int_not_equal(db_pool_open(k->mem, urls[i], DB_SERVE, &pool, &words), OK);
		assert_false(str_has(words, "Geheim"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KIT(unreadable_addresses),
		WITH_KIT(files_that_are_none),
		WITH_KIT(files_of_other_programs),
		WITH_KIT(damaged_files),
		WITH_KIT(directories_without_rights),
		WITH_KIT(a_second_writer_is_refused),
		WITH_KIT(a_killed_writer_leaves_no_lock),
		WITH_KIT(a_reader_works_beside_the_writer),
		WITH_KIT(sqlite_promises_are_read_back),
		WITH_KIT(the_writer_empties_its_log),
		WITH_KIT(memory_is_one_shared_database),
		WITH_KIT(a_full_disk_is_told_and_survived),
		WITH_KIT(servers_that_say_no),
		WITH_KIT(passwords_are_never_shown),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
