#include "core/signatory.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/statements.h"
#include "db/db.h"

static const struct field fields[] = {
	FIELD(struct signatory, account_id, KIND_INT),
	FIELD(struct signatory, version, KIND_INT),
	FIELD(struct signatory, login, KIND_TEXT),
	FIELD(struct signatory, name, KIND_TEXT),
	FIELD(struct signatory, role, KIND_CHOICE, .choices = &role_choices),
	FIELD(struct signatory, valid_from, KIND_DAY),
	FIELD(struct signatory, valid_until, KIND_DAY),
	FIELD(struct signatory, named_by, KIND_TEXT),
};
const struct record signatory_rec = RECORD("signatory", struct signatory, fields);

enum { LIST, FIND, NAME, CHANGE, END };
#define SELECT                                                                                                         \
	"SELECT a.id AS account_id, coalesce(g.version, 0) AS version, a.login, a.name, a.role, g.valid_from,"         \
	" g.valid_until, g.named_by FROM account a" SIGNATORY_JOIN                                                     \
	" WHERE a.centre_id = $1 AND a.closed_at IS NULL AND a.role IN ('administrator', 'specialist')"
const struct sql signatory_sql[] = {
	[LIST] = { SELECT " ORDER BY a.name, a.id LIMIT 500", "i" },
	[FIND] = { SELECT " AND a.id = $2", "ii" },
	/* A row that another KI has left behind is written over. */
	[NAME] = { "INSERT INTO signatory (account_id, centre_id, valid_from, valid_until, named_by, named_at)"
	           " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id) DO UPDATE SET centre_id = $2, version = "
	           "1,"
	           " valid_from = $3, valid_until = $4, named_by = $5, named_at = $6",
	           "iiddst" },
	[CHANGE] = { "UPDATE signatory SET version = version + 1, valid_from = $4, valid_until = $5, named_by = $6,"
	             " named_at = $7 WHERE account_id = $1 AND centre_id = $2 AND version = $3",
	             "iiiddst" },
	[END] = { "DELETE FROM signatory WHERE account_id = $1 AND centre_id = $2 AND version = $3", "iii" },
	{ 0 },
};

err signatory_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	return db_list(cx, &signatory_sql[LIST], &signatory_rec, ret, V(centre_id));
}

err signatory_find(struct cx *cx, int64_t centre_id, int64_t account_id, struct signatory *ret)
{
	return db_row(cx, &signatory_sql[FIND], &signatory_rec, ret, V(centre_id, account_id));
}

static err store(struct cx *cx, const struct signatory_in *in)
{
	int64_t changed = 1;
	if (in->end)
		TRY(db_exec(cx, &signatory_sql[END], &changed, V(in->account_id, in->centre->id, in->version)));
	else if (!in->version)
		TRY(db_exec(cx, &signatory_sql[NAME], NULL,
		            V(in->account_id, in->centre->id, in->valid_from, in->valid_until, user_signature(cx),
		              cx->now)));
	else
		TRY(db_exec(cx, &signatory_sql[CHANGE], &changed,
		            V(in->account_id, in->centre->id, in->version, in->valid_from, in->valid_until,
		              user_signature(cx), cx->now)));
	return changed ? OK : fail(cx, E_STALE, "signatory.stale", NO_ARGS);
}

err signatory_set_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct signatory_in *in = in_;
	struct signatory before, after;
	ASSERT(db_in_tx(cx));
	TRY(signatory_find(cx, in->centre->id, in->account_id, &before));
	if (before.version != in->version)
		return fail(cx, E_STALE, "signatory.stale", NO_ARGS);
	if (!in->end && day_is(in->valid_until) && day_cmp(in->valid_until, in->valid_from) < 0)
		return problem_add(cx, "valid_until", "signatory.until_before", NO_ARGS);
	TRY(store(cx, in));
	TRY(signatory_find(cx, in->centre->id, in->account_id, &after));
	audit_change(cx, in->end ? "signatory.end" : "signatory.name",
	             str_print(cx->mem, "accounts/" STR_FMT, STR_ARG(after.login)), MAYBE(in->centre->id),
	             &signatory_rec, &before, &after);
	*(int64_t *)ret = after.version;
	return OK;
}

void signatory_settle(const struct cx *cx, struct user *u)
{
	u->signs = day_is(u->signs_from) && day_cmp(u->signs_from, cx->today) <= 0 &&
	           !(day_is(u->signs_until) && day_cmp(u->signs_until, cx->today) < 0);
}
