/* db_sqlite_place.c -- a restored SQLite database is made in a file of its own and then takes the place of the old one
 * by one rename. Until then the old one is whole; its write-ahead log is written back before, because a log that stays
 * behind would be taken for the new file's. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/db_sqlite.h"

static err say(str *ret_words, err e, str words)
{
	*ret_words = words;
	return e;
}

static const char *beside(struct arena *a, const char *path, const char *ending)
{
	return str_print(a, "%s%s", path, ending).p;
}

static bool is_there(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && st.st_size > 0;
}

static void remove_all(struct arena *a, const char *path)
{
	unlink(path);
	unlink(beside(a, path, "-wal"));
	unlink(beside(a, path, "-shm"));
}

static err into_count(struct db_conn *c UNUSED, struct db_statement *st, void *to)
{
	*(int64_t *)to = st->cells[0].i;
	return OK;
}

static err count_tables(struct db_pool *pool, struct arena *a, int64_t *ret)
{
	struct cx cx = { .mem = a };
	TRY(db_enter(pool, &cx.db));
	err e = db_each(&cx, cx.db->conn, &cx.db->conn->driver->tables, V(STR_NONE), into_count, ret);
	db_leave(cx.db);
	return e;
}

static str words_holds_data(struct arena *a, const char *path)
{
	return str_print(a,
	                 "Die Datenbank „%s“ enthält schon Daten. Nennen Sie mit --db einen anderen Ort, oder ersetzen "
	                 "Sie sie mit --overwrite.",
	                 path);
}

static err take_lock(struct db_place *p, struct arena *a, str *ret_words)
{
	long pid;
	err e = db_lock_take(a, p->path, &p->lock, &pid);
	if (e == E_BUSY)
		return say(ret_words, e,
		           str_print(a,
		                     "Die Datenbank „%s“ wird vom Prozess %ld benutzt. Beenden Sie ihn, bevor Sie eine "
		                     "Sicherung einspielen.",
		                     p->path, pid));
	if (e != OK)
		return say(ret_words, e,
		           str_print(a, "Im Verzeichnis von „%s“ lässt sich nicht schreiben: %s.", p->path,
		                     strerror(errno)));
	return OK;
}

/* Opened for writing, so that nobody else does. One that is damaged may be replaced, and is locked all the same. */
static err open_old(struct db_place *p, struct arena *a, bool overwrite, str *ret_words)
{
	int64_t tables = 0;
	if (!is_there(p->path))
		return take_lock(p, a, ret_words);
	err e = db_pool_open(a, p->url, DB_SERVE, &p->old, ret_words);
	if (e == E_BROKEN && overwrite)
		return take_lock(p, a, ret_words);
	TRY(e);
	e = count_tables(p->old, a, &tables);
	if ((e != OK || tables > 0) && !overwrite)
		return say(ret_words, E_INVALID, words_holds_data(a, p->path));
	return OK;
}

err sqlite_place(struct db_place *p, struct arena *a, bool overwrite, str *ret_words)
{
	p->path = sqlite_path(a, p->url);
	if (!p->path || str_is(p->url, "sqlite::memory:"))
		return say(ret_words, E_INVALID, S("Nennen Sie mit --db den Pfad einer Datei."));
	TRY(open_old(p, a, overwrite, ret_words));
	p->fresh = beside(a, p->path, ".restore");
	remove_all(a, p->fresh); /* what a run left that was killed */
	return db_pool_open(a, str_print(a, "sqlite:%s", p->fresh), DB_SERVE, &p->pool, ret_words);
}

static bool make_durable(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

static err words_of_errno(struct db_place *p, struct arena *a, str *ret_words)
{
	return say(ret_words, E_BROKEN,
	           str_print(a,
	                     "Die neue Datenbank ließ sich nicht an ihren Platz „%s“ bringen: %s. Die alte ist "
	                     "unverändert.",
	                     p->path, strerror(errno)));
}

/* The damaged database stays for whoever wants to save something from it. */
static err put_aside(struct db_place *p, struct arena *a, str *ret_aside, str *ret_words)
{
	const char *aside = beside(a, p->path, ".damaged"), *log = beside(a, p->path, "-wal");
	if (rename(p->path, aside) != 0)
		return words_of_errno(p, a, ret_words);
	if (rename(log, beside(a, aside, "-wal")) != 0 && errno != ENOENT)
		return words_of_errno(p, a, ret_words);
	unlink(beside(a, p->path, "-shm"));
	*ret_aside = str_of(aside);
	return OK;
}

/* Writes the old database's log back and leaves the lock with us. */
static err close_old(struct db_place *p, struct arena *a, str *ret_words)
{
	db_pool_close(p->old);
	p->old = NULL;
	TRY(take_lock(p, a, ret_words));
	if (access(beside(a, p->path, "-wal"), F_OK) == 0)
		return say(ret_words, E_BUSY,
		           str_print(a,
		                     "Ein anderer Befehl liest die Datenbank „%s“ noch. Warten Sie, bis er fertig ist, "
		                     "und spielen Sie die Sicherung dann ein.",
		                     p->path));
	return OK;
}

err sqlite_settle_place(struct db_place *p, struct arena *a, str *ret_aside, str *ret_words)
{
	char folder[4096];
	db_pool_close(p->pool);
	p->pool = NULL;
	if (access(beside(a, p->fresh, "-wal"), F_OK) == 0 || !make_durable(p->fresh, O_RDWR))
		return words_of_errno(p, a, ret_words);
	if (p->old)
		TRY(close_old(p, a, ret_words));
	else if (is_there(p->path))
		TRY(put_aside(p, a, ret_aside, ret_words));
	if (rename(p->fresh, p->path) != 0)
		return words_of_errno(p, a, ret_words);
	snprintf(folder, sizeof folder, "%s", p->path);
	return make_durable(dirname(folder), O_RDONLY | O_DIRECTORY) ? OK : words_of_errno(p, a, ret_words);
}

void sqlite_leave_place(struct db_place *p)
{
	struct arena *a = arena_new();
	db_pool_close(p->pool);
	if (p->fresh)
		remove_all(a, p->fresh);
	db_pool_close(p->old);
	db_lock_drop(&p->lock);
	arena_free(a);
}
