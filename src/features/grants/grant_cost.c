#include "features/grants/grant_cost.h"

#include <inttypes.h>
#include <string.h>

#include "core/audit.h"
#include "core/evidence.h"
#include "core/user.h"
#include "crypt/crypt.h"
#include "db/db.h"
#include "features/grants/grant_state.h"

enum { LIST, FILES, BARE_ONES, FIND, LAST, SUMS, OF_KEY, CANCELLED, KEYS_BETWEEN, ADD, CANCEL };
#define COLUMNS                                                                                                        \
	"c.id, c.case_id, g.year, g.programme, c.side, c.item, c.day, c.cents, c.source, c.payee, c.voucher,"          \
	" c.purpose, c.invoice_cents, c.source_key, c.recorded_by, c.recorded_at, x.reason AS cancelled,"              \
	" x.recorded_by AS cancelled_by FROM grant_cost c JOIN grant_case g ON g.id = c.case_id"                       \
	" LEFT JOIN grant_cost_cancelled x ON x.cost_id = c.id"
#define BARE                                                                                                           \
	"c.side = 'expense' AND x.cost_id IS NULL AND NOT EXISTS (SELECT 1 FROM evidence v WHERE"                      \
	" v.owner_kind = 'grant.cost' AND v.owner_id = c.case_id AND v.part_id = c.id)"
#define LISTED                                                                                                         \
	" WHERE c.centre_id = $1 AND c.case_id = $2 AND (c.day, c.id) < ($3, $4)"                                      \
	" AND ($5 IS NULL OR c.item = $5) AND ($6 IS NULL OR c.source = $6) AND ($8 = 0 OR (" BARE "))"                \
	" ORDER BY c.day DESC, c.id DESC LIMIT $7"
const struct sql grant_cost_sql[] = {
	[LIST] = { "SELECT " COLUMNS LISTED, "iisissii" },
	[FILES] = { "SELECT e.id, e.part_id, e.name, e.type, e.size, e.scan, e.sent_at FROM evidence e"
	            " WHERE e.owner_kind = 'grant.cost' AND e.owner_id = $2 AND e.centre_id = $1 AND e.part_id IN"
	            " (SELECT c.id FROM grant_cost c LEFT JOIN grant_cost_cancelled x ON x.cost_id = c.id" LISTED
	            ") ORDER BY e.part_id, e.id LIMIT 1000",
	            "iisissii" },
	[BARE_ONES] = { "SELECT COUNT(*) AS n FROM grant_cost c LEFT JOIN grant_cost_cancelled x ON x.cost_id = c.id"
	                " WHERE +c.centre_id = $1 AND c.case_id = $2 AND " BARE,
	                "ii" },
	[FIND] = { "SELECT " COLUMNS " WHERE c.centre_id = $1 AND c.case_id = $2 AND c.id = $3", "iii" },
	[LAST] = { "SELECT " COLUMNS " WHERE +c.centre_id = $1 AND c.case_id = $2 ORDER BY c.id DESC LIMIT 1", "ii" },
	[SUMS] = { "SELECT c.item, c.side, c.source, CAST(SUM(c.cents) AS BIGINT) AS cents, COUNT(*) AS lines"
	           " FROM grant_cost c LEFT JOIN grant_cost_cancelled x ON x.cost_id = c.id"
	           " JOIN rule_item i ON i.code = c.item WHERE c.centre_id = $1 AND c.case_id = $2 AND c.day <= $3"
	           " AND x.cost_id IS NULL GROUP BY i.position, c.item, c.side, c.source"
	           " ORDER BY i.position, c.side, c.source LIMIT 500",
	           "iid" },
	[OF_KEY] = { "SELECT " COLUMNS " WHERE c.centre_id = $1 AND c.source_key = $2 AND c.side = $3"
	             " AND x.cost_id IS NULL ORDER BY c.id LIMIT 10000",
	             "iss" },
	[CANCELLED] = { "SELECT COUNT(*) AS n FROM grant_cost c JOIN grant_cost_cancelled x ON x.cost_id = c.id"
	                " WHERE c.centre_id = $1 AND c.source_key = $2",
	                "is" },
	[KEYS_BETWEEN] = { "SELECT " COLUMNS " WHERE c.centre_id = $1 AND c.day BETWEEN $2 AND $3 AND x.cost_id IS NULL"
	                   " ORDER BY c.source_key, c.id LIMIT 500000",
	                   "idd" },
	[ADD] = { "INSERT INTO grant_cost (case_id, centre_id, side, item, day, cents, source, payee, voucher, purpose,"
	          " invoice_cents, source_key, once, recorded_by, recorded_at)"
	          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id",
	          "iissdissssisss"
	          "t" },
	[CANCEL] = { "INSERT INTO grant_cost_cancelled (cost_id, reason, recorded_by, recorded_at)"
	             " VALUES ($1, $2, $3, $4)",
	             "isst" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

err grant_cost_list(struct cx *cx, const struct grant_case *c, const struct grant_cost_filter *f, str before_day,
                    int64_t before_id, int limit, struct list *ret)
{
	return db_list(cx, &grant_cost_sql[LIST], &grant_cost_rec, ret,
	               V(c->centre_id, c->id, before_day, before_id, f->item, f->source, limit, f->bare));
}

err grant_cost_files(struct cx *cx, const struct grant_case *c, const struct grant_cost_filter *f, str before_day,
                     int64_t before_id, int limit, struct list *ret)
{
	return db_list(cx, &grant_cost_sql[FILES], &evidence_rec, ret,
	               V(c->centre_id, c->id, before_day, before_id, f->item, f->source, limit, f->bare));
}

err grant_cost_bare(struct cx *cx, const struct grant_case *c, int64_t *ret)
{
	return db_int(cx, &grant_cost_sql[BARE_ONES], ret, V(c->centre_id, c->id));
}

err grant_cost_find(struct cx *cx, const struct grant_case *c, int64_t id, struct grant_cost *ret)
{
	err e = db_row(cx, &grant_cost_sql[FIND], &grant_cost_rec, ret, V(c->centre_id, c->id, id));
	return e == E_NOTFOUND ? fail(cx, e, "grants.cost.unknown", NO_ARGS) : e;
}

err grant_cost_last(struct cx *cx, const struct grant_case *c, struct grant_cost *ret)
{
	*ret = (struct grant_cost){ 0 };
	err e = db_row(cx, &grant_cost_sql[LAST], &grant_cost_rec, ret, V(c->centre_id, c->id));
	return e == E_NOTFOUND ? OK : e;
}

err grant_cost_sums(struct cx *cx, const struct grant_case *c, day until, struct list *ret)
{
	return db_list(cx, &grant_cost_sql[SUMS], &grant_cost_sum_rec, ret, V(c->centre_id, c->id, until));
}

err grant_cost_keys(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	return db_list(cx, &grant_cost_sql[KEYS_BETWEEN], &grant_cost_rec, ret, V(centre_id, from, to));
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static str object_of(struct cx *cx, const struct grant_case *c)
{
	return str_print(cx->mem, "centres/" STR_FMT "/grants/%" PRId64 "/costs", STR_ARG(c->slug), c->id);
}

err grant_cost_open(struct cx *cx, const struct grant_case *c)
{
	struct grant_state s;
	TRY(grant_state_on(cx, c, &s, NULL));
	if (s.discarded)
		return fail(cx, E_INVALID, "grants.may_not.discarded", NO_ARGS);
	return s.closing ? fail(cx, E_INVALID, "grants.may_not.closed", NO_ARGS) : OK;
}

/* The same line once more is the same, until the first one is cancelled. */
static err once_of(struct cx *cx, const struct grant_case *c, const struct grant_cost *l, str *ret)
{
	int64_t cancelled = 0;
	TRY(db_int(cx, &grant_cost_sql[CANCELLED], &cancelled, V(c->centre_id, l->source_key)));
	str numbers = str_print(cx->mem, "%" PRId64 "/%" PRId64 "/%" PRId64, c->id, l->cents, cancelled);
	const str parts[] = { numbers, l->source_key, l->side, l->item, l->source };
	*ret = crypt_hash_parts(cx->mem, parts, sizeof parts / sizeof *parts);
	return OK;
}

err grant_cost_add_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct grant_cost_add *in = in_;
	struct grant_cost *ret = ret_, line = *in->line;
	const struct grant_cost *other = NULL;
	struct list others = { 0 };
	str once;
	ASSERT(db_in_tx(cx));
	TRY(grant_cost_open(cx, in->c));
	TRY(grant_cost_check(cx, in->c, &line));
	line.case_id = in->c->id;
	line.programme = in->c->programme;
	line.year = in->c->year;
	line.source_key = grant_cost_key(cx->mem, line.payee, line.voucher, line.day);
	TRY(db_list(cx, &grant_cost_sql[OF_KEY], &grant_cost_rec, &others,
	            V(in->c->centre_id, line.source_key, line.side)));
	const char *clash = grant_cost_clash(&others, &line, &other);
	if (clash)
		return fail(cx, E_INVALID, clash, ARGS({ "other", grant_cost_said(cx, other) }));
	TRY(once_of(cx, in->c, &line, &once));
	TRY(db_int(cx, &grant_cost_sql[ADD], &line.id,
	           V(line.case_id, in->c->centre_id, line.side, line.item, line.day, line.cents, line.source,
	             line.payee, line.voucher, line.purpose, line.invoice_cents, line.source_key, once,
	             user_signature(cx), cx->now)));
	TRY(grant_cost_find(cx, in->c, line.id, ret));
	audit_change(cx, "grant.cost", object_of(cx, in->c), MAYBE(in->c->centre_id), &grant_cost_rec, NULL, ret);
	return OK;
}

err grant_cost_cancel_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct grant_cost_cancel *in = in_;
	struct grant_cost *ret = ret_, before;
	ASSERT(db_in_tx(cx));
	TRY(grant_cost_open(cx, in->c));
	TRY(grant_cost_find(cx, in->c, in->id, &before));
	if (before.cancelled.p)
		return fail(cx, E_STALE, "grants.cost.cancelled_already", NO_ARGS);
	TRY(db_exec(cx, &grant_cost_sql[CANCEL], NULL, V(in->id, in->reason, user_signature(cx), cx->now)));
	TRY(grant_cost_find(cx, in->c, in->id, ret));
	audit_change(cx, "grant.cost_cancel", object_of(cx, in->c), MAYBE(in->c->centre_id), &grant_cost_rec, &before,
	             ret);
	return OK;
}

err grant_cost_insert_many(struct cx *cx, int64_t centre_id, const struct list *lines, str once)
{
	struct db_many many = { .sql = &grant_cost_sql[ADD] };
	str by = user_signature(cx);
	int64_t n = 0;
	ASSERT(db_in_tx(cx));
	LIST_EACH (const struct grant_cost, l, lines)
		db_many_add(cx, &many,
		            V(l->case_id, centre_id, l->side, l->item, l->day, l->cents, l->source, l->payee,
		              l->voucher, l->purpose, l->invoice_cents, l->source_key,
		              str_print(cx->mem, STR_FMT "/%" PRId64, STR_ARG(once), ++n), by, cx->now));
	return db_many_run(cx, &many, NULL);
}
