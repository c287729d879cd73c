/* db_group.c -- transactions that wait for each other share one commit.
 *
 * SQLite has one writer, and each commit waits for the disk (synchronous=FULL). While one transaction of this process
 * runs, others wait for their turn. So whoever is done does not commit if somebody waits: it leaves the transaction of
 * the database open for the next one, which runs inside a savepoint, and the last one commits for all. Nobody is told
 * "done" before that commit: all of the group are on the disk then, or none.
 *
 * The members see what those before them wrote, as if these had committed already; one that fails takes back its own
 * work alone. A failure that ends the whole transaction (a full disk) is everybody's failure.
 */
#include <string.h>

#include "db/db_driver.h"

/* So that the first one does not wait for ever while others keep coming. */
enum { MOST_MEMBERS = 64 };

static bool shares(const struct db_conn *c)
{
	return c == c->pool->writer && !c->pool->shared;
}

const char *db_group_begin(const struct db_conn *c)
{
	return c->pool->members ? "SAVEPOINT member" : c->driver->begin_write;
}

/* With the pool's mutex held: the members learn what became of them. */
static void settle(struct db_pool *p, const struct db_failure *failure)
{
	for (struct db_member *m = p->members; m; m = m->next) {
		m->settled = true;
		if (failure)
			m->failure = *failure;
	}
	p->members = NULL;
	p->members_n = 0;
	pthread_cond_broadcast(&p->settled);
}

static void settle_locked(struct db_pool *p, const struct db_failure *failure)
{
	pthread_mutex_lock(&p->mutex);
	settle(p, failure);
	pthread_mutex_unlock(&p->mutex);
}

void db_group_undo(struct db_conn *c)
{
	if (!c->pool->members) {
		c->driver->rollback(c);
		return;
	}
	struct db_failure own = c->failure;
	if (c->driver->command(c, "ROLLBACK TO member; RELEASE member") == OK) {
		c->failure = own; /* it is still to be reported */
		return;
	}
	c->driver->rollback(c);
	settle_locked(c->pool, own.code == OK ? &c->failure : &own);
	c->failure = own;
}

static err commit(struct db_conn *c)
{
	err e = c->driver->commit(c);
	c->pool->commits += e == OK;
	return e;
}

err db_group_done(struct db_conn *c)
{
	if (!shares(c))
		return commit(c);
	return c->pool->members ? c->driver->command(c, "RELEASE member") : OK;
}

void db_group_close(struct db_conn *c)
{
	if (!c->pool->members)
		return;
	err e = commit(c);
	struct db_failure failure = c->failure;
	if (e != OK)
		c->driver->rollback(c);
	settle_locked(c->pool, e == OK ? NULL : &failure);
}

static void join(struct db_pool *p, struct db_member *me)
{
	me->next = p->members;
	p->members = me;
	p->members_n++;
}

/* Whoever was told to wait for the writer takes it over: it counts itself out under the same mutex (db_writer_take). */
static bool somebody_follows(struct db_pool *p)
{
	pthread_mutex_lock(&p->mutex);
	bool follows = p->followers > 0 && p->members_n < MOST_MEMBERS;
	if (follows)
		db_writer_pass(p);
	pthread_mutex_unlock(&p->mutex);
	return follows;
}

static void await(struct db_pool *p, struct db_member *me)
{
	pthread_mutex_lock(&p->mutex);
	while (!me->settled)
		pthread_cond_wait(&p->settled, &p->mutex);
	pthread_mutex_unlock(&p->mutex);
}

err db_group_leave(struct db_conn *c, bool worked, struct db_failure *ret)
{
	struct db_pool *p = c->pool;
	struct db_member me = { 0 };
	if (!shares(c)) {
		db_writer_give(p);
		return OK;
	}
	if (worked)
		join(p, &me);
	if (!p->members || !somebody_follows(p)) {
		db_group_close(c);
		db_writer_give(p);
	}
	if (worked)
		await(p, &me);
	*ret = me.failure;
	return me.failure.code;
}
