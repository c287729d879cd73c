/* activity_write.c -- recording, changing, withdrawing, taking back; with the sums, in one transaction. */
#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "features/activities/activity_model.h"
#include "features/activities/activity_rows.h"

enum { RECORD, AGAIN, PAST, UPDATE, REMOVE };
const struct sql activity_write_sql[] = {
	[RECORD] = { "INSERT INTO activity (centre_id, account_id, said_by, said_at, " ACTIVITY_SAID ")"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING "
	             "id",
	             "iist" ACTIVITY_SAID_LETTERS },
	/* The last version, which was withdrawn, is current again as a further one. */
	[AGAIN] = { "INSERT INTO activity (id, version, centre_id, account_id, said_by, said_at, " ACTIVITY_SAID ")"
	            " SELECT activity_id, version + 1, centre_id, account_id, $3, $4, " ACTIVITY_SAID
	            " FROM activity_past p WHERE p.centre_id = $1 AND p.activity_id = $2 AND p.withdrawn = 1 AND "
	            "p.version ="
	            " (SELECT MAX(l.version) FROM activity_past l WHERE l.centre_id = $1 AND l.activity_id = $2)"
	            " AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.centre_id = $1 AND a.id = $2)",
	            "iist" },
	[PAST] = { "INSERT INTO activity_past (activity_id, version, centre_id, account_id, said_by, said_at, ended_by,"
	           " ended_at, withdrawn, " ACTIVITY_SAID
	           ") SELECT id, version, centre_id, account_id, said_by, said_at, $4,"
	           " $5, $6, " ACTIVITY_SAID " FROM activity WHERE centre_id = $1 AND id = $2 AND version = $3",
	           "iiisti" },
	[UPDATE] = { "UPDATE activity SET version = version + 1, said_by = $3, said_at = $4, day = $5, kind = $6, "
	             "field = $7,"
	             " stage = $8, recipient = $9, target = $10, main_field = $11, ags8 = $12, partner = $13,"
	             " participants = $14, minutes = $15, people = $16, note = $17 WHERE centre_id = $1 AND id = $2",
	             "iist" ACTIVITY_SAID_LETTERS },
	[REMOVE] = { "DELETE FROM activity WHERE centre_id = $1 AND id = $2", "ii" },
	{ 0 },
};

static str object_of(struct cx *cx, const struct tenant *centre, int64_t id)
{
	return str_print(cx->mem, "centres/" STR_FMT "/activities/%" PRId64, STR_ARG(centre->slug), id);
}

static err insert(struct cx *cx, const struct tenant *centre, struct activity *a)
{
	return db_int(cx, &activity_write_sql[RECORD], &a->id,
	              V(centre->id, a->account_id, a->said_by, a->said_at, ACTIVITY_SAID_BOUND(a)));
}

static void sign(struct cx *cx, struct activity *a)
{
	a->said_by = user_signature(cx);
	a->said_at = cx->now;
}

err activity_record_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct activity_in *i = in;
	struct activity *a = ret;
	ASSERT(db_in_tx(cx));
	*a = *i->row;
	a->version = 1;
	a->account_id = cx->user ? MAYBE(cx->user->id) : (struct maybe){ 0 };
	sign(cx, a);
	TRY(insert(cx, i->centre, a));
	TRY(activity_sum_in_tx(cx, i->centre->id, a, 1));
	audit_change(cx, "activity.record", object_of(cx, i->centre, a->id), MAYBE(i->centre->id), &activity_rec, NULL,
	             a);
	return OK;
}

/* The current version moves to the past. *ret: as it was. */
static err end_version(struct cx *cx, const struct activity_in *i, bool withdrawn, struct activity *ret)
{
	ASSERT(db_in_tx(cx));
	TRY(activity_find(cx, i->centre, i->row->id, ret));
	if (ret->version != i->row->version)
		return fail(cx, E_STALE, "activities.stale", NO_ARGS);
	TRY(db_exec(cx, &activity_write_sql[PAST], NULL,
	            V(i->centre->id, ret->id, ret->version, user_signature(cx), cx->now, withdrawn)));
	return activity_sum_in_tx(cx, i->centre->id, ret, -1);
}

err activity_change_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct activity_in *i = in;
	struct activity before, *a = ret;
	TRY(end_version(cx, i, false, &before));
	*a = *i->row;
	a->version = before.version + 1;
	a->account_id = before.account_id;
	sign(cx, a);
	TRY(db_exec(cx, &activity_write_sql[UPDATE], NULL,
	            V(i->centre->id, a->id, a->said_by, a->said_at, ACTIVITY_SAID_BOUND(a))));
	TRY(activity_sum_in_tx(cx, i->centre->id, a, 1));
	audit_change(cx, "activity.change", object_of(cx, i->centre, a->id), MAYBE(i->centre->id), &activity_rec,
	             &before, a);
	return OK;
}

err activity_withdraw_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct activity_in *i = in;
	TRY(end_version(cx, i, true, ret));
	TRY(db_exec(cx, &activity_write_sql[REMOVE], NULL, V(i->centre->id, i->row->id)));
	audit_note(cx, "activity.withdraw", object_of(cx, i->centre, i->row->id), MAYBE(i->centre->id));
	return OK;
}

err activity_restore_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct activity_in *i = in;
	int64_t n;
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &activity_write_sql[AGAIN], &n, V(i->centre->id, i->row->id, user_signature(cx), cx->now)));
	if (n != 1) /* never there, or taken back already */
		return fail(cx, E_NOTFOUND, "activities.not_withdrawn", NO_ARGS);
	TRY(activity_find(cx, i->centre, i->row->id, ret));
	TRY(activity_sum_in_tx(cx, i->centre->id, ret, 1));
	audit_note(cx, "activity.restore", object_of(cx, i->centre, i->row->id), MAYBE(i->centre->id));
	return OK;
}

err activity_record_many_in_tx(struct cx *cx, const struct tenant *centre, const struct list *rows)
{
	struct db_many many = { .sql = &activity_write_sql[RECORD] };
	struct maybe account = cx->user ? MAYBE(cx->user->id) : (struct maybe){ 0 };
	str signature = user_signature(cx);
	ASSERT(db_in_tx(cx));
	LIST_EACH (const struct activity, a, rows)
		db_many_add(cx, &many, V(centre->id, account, signature, cx->now, ACTIVITY_SAID_BOUND(a)));
	TRY(db_many_run(cx, &many, NULL));
	return activity_sums_add_in_tx(cx, centre->id, rows);
}
