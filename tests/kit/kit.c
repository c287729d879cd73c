/* kit.c -- see kit.h. */
#include "kit/kit.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypt/crypt.h"
#include "db/db_driver.h"

enum { NOW_S = 1795243680 }; /* 2026-11-21T06:48:00Z */

/* Names of the copy and of its original. Through the log, as PostgreSQL copies by itself, costs half as much again. */
#define COPY "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY"

static _Noreturn void give_up(const char *what, str words)
{
	fprintf(stderr, "kit: %s: " STR_FMT "\n", what, STR_ARG(words));
	exit(99);
}

const char *kit_kind(void)
{
	const char *kind = getenv("SCHARNIER_TEST_DB");
	return kind && *kind ? kind : "sqlite";
}

static const char *server(void)
{
	const char *url = getenv("SCHARNIER_TEST_PG");
	return url ? url : "";
}

bool kit_available(void)
{
	return strcmp(kit_kind(), "sqlite") == 0 || *server();
}

/* CREATE and DROP DATABASE stand outside of transactions and of db.h. False: the server refuses; words in *ret. */
static bool tell_server(struct arena *mem, const char *sql, str *ret)
{
	struct db_pool *pool;
	struct db *session;
	str words;
	if (db_pool_open(mem, str_print(mem, "%s/postgres", server()), DB_SERVE, &pool, &words) != OK)
		give_up("no server", words);
	if (db_enter(pool, &session) != OK)
		give_up("no session", STR_NONE);
	struct db_conn *c = session->conn;
	if (c->driver->command(c, "SET default_transaction_read_only = off") != OK)
		give_up("no session that writes", STR_NONE);
	bool done = c->driver->command(c, sql) == OK;
	*ret = done ? STR_NONE : str_copy(mem, str_of(c->failure.detail));
	db_leave(session);
	db_pool_close(pool);
	return done;
}

static void on_server(struct arena *mem, const char *sql)
{
	str words;
	if (!tell_server(mem, sql, &words))
		give_up(sql, words);
}

static const char *fresh_name(struct arena *mem)
{
	static int made;
	return str_print(mem, "kit_%ld_%d", (long)getpid(), ++made).p;
}

static str new_database(struct arena *mem, const char *directory, const char *template)
{
	const char *name = fresh_name(mem);
	if (strcmp(kit_kind(), "sqlite") == 0)
		return str_print(mem, "sqlite:%s/%s.db", directory, name);
	on_server(mem, str_print(mem, COPY, name, template).p);
	return str_print(mem, "%s/%s", server(), name);
}

str kit_empty(struct arena *mem, const char *directory)
{
	return new_database(mem, directory, "template0");
}

static str read_file(struct arena *mem, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	if (!f || fstat(fileno(f), &st) != 0)
		give_up(path, S("cannot be read"));
	char *p = arena_alloc(mem, (size_t)st.st_size + 1);
	size_t n = fread(p, 1, (size_t)st.st_size, f);
	fclose(f);
	return (str){ p, n };
}

static void write_file(const char *path, str content)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || write(fd, content.p, content.n) != (ssize_t)content.n || close(fd) != 0)
		give_up(path, S("cannot be written"));
}

static const char *new_directory(struct arena *mem)
{
	const char *base = getenv("TMPDIR");
	char path[4096];
	snprintf(path, sizeof path, "%s/scharnier-kit-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(path))
		give_up(path, S("cannot make the directory"));
	return str_copy(mem, str_of(path)).p;
}

struct cx kit_enter(struct kit *k)
{
	struct cx cx = {
		.mem = arena_new(), .now = { NOW_S * INT64_C(1000) }, .today = DAY(2026, 11, 21), .request_id = S("kit")
	};
	if (db_enter(k->pool, &cx.db) != OK)
		give_up("db_enter", STR_NONE);
	return cx;
}

void kit_leave(struct cx *cx)
{
	db_leave(cx->db);
	arena_free(cx->mem);
	*cx = (struct cx){ 0 };
}

void kit_next(struct kit *k)
{
	kit_leave(&k->cx);
	k->cx = kit_enter(k);
}

void kit_grown(struct kit *k)
{
	struct db_conn *c = k->cx.db->conn;
	if (strcmp(kit_kind(), "sqlite") != 0 && c->driver->command(c, "ANALYZE") != OK)
		give_up("ANALYZE", str_of(c->failure.detail));
}

/* --- prepared databases ------------------------------------------------------------------------------------------- */

static void migrate(struct arena *mem, str url, const struct migration *list, int n)
{
	struct kit once = { .mem = mem };
	int applied;
	str words;
	if (db_pool_open(mem, url, DB_SERVE, &once.pool, &words) != OK)
		give_up("db_pool_open", words);
	struct cx cx = kit_enter(&once);
	if (db_migrate(&cx, list, n, &applied, &words) != OK)
		give_up("db_migrate", words);
	kit_leave(&cx);
	db_pool_close(once.pool);
}

/* Says which migrations: the name of a database that has them applied. */
static const char *template_name(struct arena *mem, const struct migration *list, int n)
{
	struct text all = TEXT(mem);
	for (int i = 0; i < n; i++) {
		text_c(&all, list[i].name);
		text_char(&all, '\n');
		text_add(&all, list[i].text);
	}
	return str_print(mem, "kit_t_" STR_FMT, STR_ARG(db_migration_checksum(mem, text_str(&all)))).p;
}

/* The cluster keeps it for all programs of a run: whoever needs it first makes it under another name. */
static str copy_on_server(struct arena *mem, const struct migration *list, int n)
{
	const char *template = template_name(mem, list, n), *name = fresh_name(mem);
	str words;
	if (tell_server(mem, str_print(mem, COPY, name, template).p, &words))
		return str_print(mem, "%s/%s", server(), name);
	if (!str_has(words, "does not exist"))
		give_up(template, words);
	str url = new_database(mem, NULL, "template0");
	const char *made = strrchr(url.p, '/') + 1;
	migrate(mem, url, list, n);
	if (!tell_server(mem, str_print(mem, "ALTER DATABASE %s RENAME TO %s", made, template).p, &words)) {
		if (!str_has(words, "already exists"))
			give_up(template, words);
		on_server(mem, str_print(mem, "DROP DATABASE %s", made).p);
	}
	return new_database(mem, NULL, template);
}

/* A file is small enough to be kept in memory, once per program; another list replaces it. */
static str copy_of_file(struct arena *mem, const char *directory, const struct migration *list, int n)
{
	static struct arena *life;
	static const char *kept;
	static str content;
	const char *template = template_name(mem, list, n);
	if (!kept || strcmp(kept, template) != 0) {
		if (life)
			arena_free(life);
		life = arena_new();
		kept = str_copy(life, str_of(template)).p;
		str first = kit_empty(mem, directory);
		migrate(mem, first, list, n);
		content = read_file(life, first.p + strlen("sqlite:"));
	}
	str url = kit_empty(mem, directory);
	write_file(url.p + strlen("sqlite:"), content);
	return url;
}

static str migrated(struct arena *mem, const char *directory, const struct migration *list, int n)
{
	bool file = strcmp(kit_kind(), "sqlite") == 0;
	return file ? copy_of_file(mem, directory, list, n) : copy_on_server(mem, list, n);
}

struct kit *kit_open(const struct migration *list, int n)
{
	struct arena *mem = arena_new();
	struct kit *k = NEW(mem, struct kit);
	crypt_passwords_are_cheap();
	k->mem = mem;
	k->directory = new_directory(mem);
	k->url = n ? migrated(mem, k->directory, list, n) : kit_empty(mem, k->directory);
	str words;
	if (db_pool_open(mem, k->url, DB_SERVE, &k->pool, &words) != OK)
		give_up("db_pool_open", words);
	k->cx = kit_enter(k);
	return k;
}

static int remove_one(const char *path, const struct stat *st UNUSED, int type UNUSED, struct FTW *at UNUSED)
{
	return remove(path);
}

void kit_close(struct kit *k)
{
	kit_leave(&k->cx);
	db_pool_close(k->pool);
	if (strcmp(kit_kind(), "sqlite") != 0) {
		const char *name = strrchr(k->url.p, '/') + 1;
		on_server(k->mem, str_print(k->mem, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name).p);
	}
	nftw(k->directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(k->mem);
}
