/* kit.c -- see kit.h. */
#include "kit/kit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db_driver.h"

enum { NOW_S = 1795243680 }; /* 2026-11-21T06:48:00Z */

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

/* CREATE and DROP DATABASE stand outside of transactions and of db.h. */
static void on_server(struct arena *mem, const char *sql)
{
	struct db_pool *pool;
	struct db *session;
	str words;
	if (db_pool_open(mem, str_print(mem, "%s/postgres", server()), DB_SERVE, &pool, &words) != OK)
		give_up("no server", words);
	if (db_enter(pool, &session) != OK)
		give_up("no session", STR_NONE);
	struct db_conn *c = session->conn;
	if (c->driver->command(c, "SET default_transaction_read_only = off") != OK || c->driver->command(c, sql) != OK)
		give_up(sql, str_of(c->failure.detail));
	db_leave(session);
	db_pool_close(pool);
}

static const char *fresh_name(struct arena *mem)
{
	static int made;
	return str_print(mem, "kit_%ld_%d", (long)getpid(), ++made).p;
}

str kit_empty(struct arena *mem, const char *directory)
{
	const char *name = fresh_name(mem);
	if (strcmp(kit_kind(), "sqlite") == 0)
		return str_print(mem, "sqlite:%s/%s.db", directory, name);
	on_server(mem, str_print(mem, "CREATE DATABASE %s TEMPLATE template0", name).p);
	return str_print(mem, "%s/%s", server(), name);
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

struct kit *kit_open(const struct migration *list, int n)
{
	struct arena *mem = arena_new();
	struct kit *k = NEW(mem, struct kit);
	k->mem = mem;
	k->directory = new_directory(mem);
	k->url = kit_empty(mem, k->directory);
	str words;
	if (db_pool_open(mem, k->url, DB_SERVE, &k->pool, &words) != OK)
		give_up("db_pool_open", words);
	k->cx = kit_enter(k);
	int applied;
	if (n && db_migrate(&k->cx, list, n, &applied, &words) != OK)
		give_up("db_migrate", words);
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
