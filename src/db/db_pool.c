/* db_pool.c -- the connections of a process. Sessions are made when they are needed and used again, the latest first,
 * so that the warm ones stay warm. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "db/db_driver.h"

struct db_conn *db_conn_new(struct db_pool *p, size_t size)
{
	struct arena *life = arena_new();
	struct db_conn *c = arena_alloc(life, size);
	c->life = life;
	c->pool = p;
	c->driver = p->driver;
	c->mem = arena_new();
	return c;
}

void db_conn_free(struct db_conn *c)
{
	db_statements_forget(c);
	c->driver->close(c);
	arena_free(c->mem);
	arena_free(c->life);
}

bool db_conn_revive(struct db_conn *c)
{
	db_statements_forget(c);
	if (!c->driver->reopen(c))
		return false;
	c->failure.lost = false;
	return true;
}

static struct timespec deadline(const struct db_pool *p)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	int64_t ns = t.tv_nsec + (int64_t)p->patience_ms * 1000000;
	return (struct timespec){ t.tv_sec + ns / 1000000000, ns % 1000000000 };
}

static err writer_wait(struct db_pool *p, int follows)
{
	struct timespec until = deadline(p);
	pthread_mutex_lock(&p->mutex);
	int rc = 0;
	p->writer_waits += p->writing;
	p->followers += follows;
	while (p->writing && rc == 0)
		rc = pthread_cond_clockwait(&p->written, &p->mutex, CLOCK_MONOTONIC, &until);
	p->followers -= follows;
	bool mine = !p->writing;
	if (mine)
		p->writing = true;
	pthread_mutex_unlock(&p->mutex);
	return mine ? OK : E_BUSY;
}

err db_writer_follow(struct db_pool *p)
{
	return writer_wait(p, 1);
}

err db_writer_take(struct db_pool *p)
{
	TRY(writer_wait(p, 0));
	if (p->writer)
		db_group_close(p->writer);
	return OK;
}

void db_writer_pass(struct db_pool *p)
{
	p->writing = false;
	pthread_cond_signal(&p->written);
}

void db_writer_give(struct db_pool *p)
{
	pthread_mutex_lock(&p->mutex);
	db_writer_pass(p);
	pthread_mutex_unlock(&p->mutex);
}

struct db_conn *db_session_writer(struct db *s)
{
	return s->pool->writer ? s->pool->writer : s->conn;
}

struct db_stats db_pool_stats(const struct db_pool *p)
{
	return (struct db_stats){ p->sessions,    p->session_waits, p->writer_waits, p->committed,
		                  p->rolled_back, p->retries,       p->commits };
}

const char *db_pool_file(const struct db_pool *p)
{
	return p->path;
}

const char *db_pool_kind(const struct db_pool *p)
{
	return p->driver->kind;
}

static struct db *session_new(struct db_pool *p, struct db_conn *c)
{
	struct db *s = NEW(p->mem, struct db);
	*s = (struct db){ .pool = p, .conn = c, .schema = p->schema, .next_all = p->all };
	p->all = s;
	return s;
}

static err connect_quietly(struct db_pool *p, struct db_conn **ret)
{
	struct arena *a = arena_new();
	str words = STR_NONE;
	err e = p->driver->open(p, a, ret, &words);
	if (e != OK)
		log_event(LOG_ERROR, "db.open", "words", str_c(a, words), NULL);
	arena_free(a);
	return e;
}

/* Called with p->mutex held, which is let go while the database answers: others may go on. */
static err add_session(struct db_pool *p, struct db **ret)
{
	struct db_conn *c = p->writer;
	err e = OK;
	p->sessions++;
	if (!p->shared) {
		pthread_mutex_unlock(&p->mutex);
		e = connect_quietly(p, &c);
		pthread_mutex_lock(&p->mutex);
	}
	if (e == OK)
		*ret = session_new(p, c);
	else
		p->sessions--;
	return e;
}

static err wait_for_session(struct db_pool *p, struct db **ret)
{
	struct timespec until = deadline(p);
	p->session_waits += !p->idle;
	while (!p->idle)
		if (pthread_cond_clockwait(&p->freed, &p->mutex, CLOCK_MONOTONIC, &until) == ETIMEDOUT && !p->idle)
			return E_BUSY;
	*ret = p->idle;
	p->idle = (*ret)->next_idle;
	return OK;
}

static err take_session(struct db_pool *p, struct db **ret)
{
	pthread_mutex_lock(&p->mutex);
	err e = !p->idle && p->sessions < DB_SESSIONS_MAX ? add_session(p, ret) : wait_for_session(p, ret);
	pthread_mutex_unlock(&p->mutex);
	return e;
}

static void put_back(struct db *s)
{
	struct db_pool *p = s->pool;
	pthread_mutex_lock(&p->mutex);
	s->next_idle = p->idle;
	p->idle = s;
	pthread_cond_signal(&p->freed);
	pthread_mutex_unlock(&p->mutex);
}

/* Ready for the next user: connected, and without statements from before a migration. */
static err refresh(struct db *s)
{
	struct db_pool *p = s->pool;
	if (s->conn->failure.lost && !db_conn_revive(s->conn))
		return E_BROKEN;
	pthread_mutex_lock(&p->mutex);
	unsigned schema = p->schema;
	pthread_mutex_unlock(&p->mutex);
	if (s->schema != schema && !p->shared)
		db_statements_forget(s->conn);
	s->schema = schema;
	return OK;
}

err db_enter(struct db_pool *p, struct db **ret)
{
	struct db *s;
	TRY(take_session(p, &s));
	if (refresh(s) != OK) {
		put_back(s);
		return E_BROKEN;
	}
	*ret = s;
	return OK;
}

int64_t db_serial(const struct db *db)
{
	return db->pool->serial;
}

void db_leave(struct db *s)
{
	if (s->tx) {
		log_event(LOG_ERROR, "db.left_open", "transaction", s->tx, NULL);
		struct db_conn *c = db_session_writer(s);
		c->driver->rollback(c);
		s->tx = NULL;
	}
	db_session_end_snapshot(s);
	put_back(s);
}

static const struct db_driver *driver_for(str url)
{
	if (str_starts(url, "sqlite:") && url.n > strlen("sqlite:"))
		return &db_driver_sqlite;
	if (str_starts(url, "postgresql://") || str_starts(url, "postgres://"))
		return &db_driver_postgres;
	return NULL;
}

static struct db_pool *pool_new(const struct db_driver *driver, str url, enum db_mode mode)
{
	static _Atomic int64_t opened;
	struct arena *mem = arena_new();
	struct db_pool *p = NEW(mem, struct db_pool);
	p->mem = mem;
	p->serial = ++opened;
	p->driver = driver;
	p->mode = mode;
	p->url = str_c(mem, url);
	p->patience_ms = DB_PATIENCE_MS;
	pthread_mutex_init(&p->mutex, NULL);
	pthread_cond_init(&p->freed, NULL);
	pthread_cond_init(&p->written, NULL);
	pthread_cond_init(&p->settled, NULL);
	return p;
}

/* The first session is made at once, so that a wrong password is found at the start and not by the first visitor. */
static err open_first(struct db_pool *p, struct arena *a, str *ret_words)
{
	TRY(p->driver->start(p, a, ret_words));
	struct db_conn *c = p->writer;
	if (!p->shared)
		TRY(p->driver->open(p, a, &c, ret_words));
	p->idle = session_new(p, c);
	p->sessions = 1;
	return OK;
}

err db_pool_open(struct arena *a, str url, enum db_mode mode, struct db_pool **ret, str *ret_words)
{
	*ret = NULL;
	*ret_words = STR_NONE;
	const struct db_driver *driver = driver_for(url);
	if (!driver) {
		*ret_words =
		        S("Die Angabe der Datenbank ist nicht lesbar. Sie beginnt mit „sqlite:“ und dem Pfad einer "
		          "Datei oder mit „postgresql://“, zum Beispiel sqlite:/var/lib/scharnier/scharnier.db.");
		return E_INVALID;
	}
	struct db_pool *p = pool_new(driver, url, mode);
	err e = open_first(p, a, ret_words);
	if (e == OK)
		*ret = p;
	else
		db_pool_close(p);
	return e;
}

void db_pool_close(struct db_pool *p)
{
	if (!p)
		return;
	for (struct db *s = p->all; s && !p->shared; s = s->next_all)
		db_conn_free(s->conn);
	p->driver->stop(p);
	pthread_cond_destroy(&p->freed);
	pthread_cond_destroy(&p->written);
	pthread_cond_destroy(&p->settled);
	pthread_mutex_destroy(&p->mutex);
	arena_free(p->mem);
}
