/* db_tx.c -- transactions and snapshots. */
#include <string.h>
#include <time.h>

#include "db/db_driver.h"

bool db_in_tx(const struct cx *cx)
{
	return cx->db && cx->db->tx;
}

void db_set_commit_hook(struct db_pool *p, db_commit_hook hook)
{
	p->hook = hook;
}

/* A connection that was lost while it lay idle is made again: nothing has been promised yet. */
static err begin(struct db_conn *c, const char *sql)
{
	err e = c->driver->command(c, sql);
	if (e != OK && c->failure.lost && db_conn_revive(c))
		e = c->driver->command(c, sql);
	return e;
}

err db_snapshot(struct cx *cx)
{
	struct db *s = cx->db;
	ASSERT(s && !s->tx);
	if (s->snapshot)
		return OK;
	if (s->pool->shared && db_writer_take(s->pool) != OK)
		return fail(cx, E_BUSY, "db.busy", NO_ARGS);
	if (begin(s->conn, s->conn->driver->begin_read) != OK) {
		if (s->pool->shared)
			db_writer_give(s->pool);
		return db_report(cx, s->conn, NULL);
	}
	s->snapshot = true;
	return OK;
}

void db_session_end_snapshot(struct db *s)
{
	if (!s->snapshot)
		return;
	s->conn->driver->rollback(s->conn);
	s->snapshot = false;
	if (s->pool->shared)
		db_writer_give(s->pool);
}

void db_snapshot_end(struct cx *cx)
{
	db_session_end_snapshot(cx->db);
}

struct work {
	const char *name;
	err (*fn)(struct cx *cx, const void *in, void *ret);
	const void *in;
	void *ret;
	size_t ret_size;
};

static err run_work(struct cx *cx, const struct work *w)
{
	struct db *s = cx->db;
	TRY(w->fn(cx, w->in, w->ret));
	TRY(s->doomed); /* fn must not talk a failed statement away */
	if (s->pool->hook && (s->changed > 0 || cx->notes))
		TRY(s->pool->hook(cx, w->name));
	TRY(s->doomed);
	ASSERT(s->tx == w->name);
	struct db_conn *c = db_session_writer(s);
	return db_group_done(c) == OK ? OK : db_report(cx, c, NULL);
}

static err try_once(struct cx *cx, const struct work *w)
{
	struct db *s = cx->db;
	struct db_conn *c = db_session_writer(s);
	if (w->ret)
		memset(w->ret, 0, w->ret_size);
	cx->notes = NULL;
	if (begin(c, db_group_begin(c)) != OK)
		return db_report(cx, c, NULL);
	c->failure.code = OK; /* what it says from here on is of this transaction */
	s->tx = w->name;
	s->doomed = OK;
	s->changed = 0;
	err e = run_work(cx, w);
	if (e != OK)
		db_group_undo(c);
	s->tx = NULL;
	cx->notes = NULL;
	return e;
}

/* What the failed try left in the context is taken back, or the next one would say it twice. */
static void forget_try(struct cx *cx, struct fault fault, struct problem *last)
{
	cx->fault = fault;
	if (last)
		last->next = NULL;
	else
		cx->problems = NULL;
}

static void pause_before(int attempt)
{
	nanosleep(&(struct timespec){ .tv_nsec = attempt * 10 * 1000000L }, NULL);
}

static err try_often(struct cx *cx, const struct work *w)
{
	struct fault fault = cx->fault;
	struct problem *last = cx->problems;
	while (last && last->next)
		last = last->next;
	for (int attempt = 1;; attempt++) {
		err e = try_once(cx, w);
		if (e != E_BUSY || attempt == DB_TRIES)
			return e;
		forget_try(cx, fault, last);
		cx->db->pool->retries++;
		pause_before(attempt);
	}
}

err db_tx(struct cx *cx, const char *name, err (*fn)(struct cx *cx, const void *in, void *ret), const void *in,
          void *ret, size_t ret_size)
{
	struct db *s = cx->db;
	ASSERT(s && !s->tx);
	db_session_end_snapshot(s);
	if (s->pool->mode == DB_READ)
		return fail(cx, E_BROKEN, "db.readonly", NO_ARGS);
	if (db_writer_follow(s->pool) != OK)
		return fail(cx, E_BUSY, "db.busy", NO_ARGS);
	err e = try_often(cx, &(struct work){ name, fn, in, ret, ret_size });
	struct db_failure failure;
	err left = db_group_leave(db_session_writer(s), e == OK, &failure);
	*(e == OK && left == OK ? &s->pool->committed : &s->pool->rolled_back) += 1;
	if (left != OK) /* not tried again: it might be done twice, or for ever */
		return db_report_failure(cx, &failure, NULL);
	return e == E_BUSY ? fail(cx, E_BUSY, "db.busy", NO_ARGS) : e;
}
