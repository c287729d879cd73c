#include "features/centres/centre_agreements.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"

static const char *const state_codes[] = { "draft", "coming", "running", "ended", NULL };
const struct choices agreement_state_choices = { "agreement_state", state_codes };

static const struct field row_fields[] = {
	FIELD(struct agreement, id, KIND_INT),
	FIELD(struct agreement, version, KIND_INT),
	FIELD(struct agreement, title, KIND_TEXT),
	FIELD(struct agreement, partner, KIND_TEXT),
	FIELD(struct agreement, goals, KIND_TEXT, .max = 4000),
	FIELD(struct agreement, concluded_on, KIND_DAY),
	FIELD(struct agreement, valid_from, KIND_DAY),
	FIELD(struct agreement, valid_to, KIND_DAY),
	FIELD(struct agreement, review, KIND_TEXT, .max = 4000),
	FIELD(struct agreement, recorded_by, KIND_TEXT),
	FIELD(struct agreement, state, KIND_CHOICE, .choices = &agreement_state_choices),
	FIELD(struct agreement, path, KIND_PATH),
};
const struct record agreement_rec = RECORD("agreement", struct agreement, row_fields);

static const struct field form_fields[] = {
	FIELD(struct agreement, title, KIND_TEXT, .input = true, .required = true),
	FIELD(struct agreement, partner, KIND_TEXT, .input = true, .required = true),
	FIELD(struct agreement, goals, KIND_TEXT, .input = true, .required = true, .max = 4000, .lines = true),
	FIELD(struct agreement, concluded_on, KIND_DAY, .input = true),
	FIELD(struct agreement, valid_from, KIND_DAY, .input = true, .required = true),
	FIELD(struct agreement, valid_to, KIND_DAY, .input = true, .required = true),
	FIELD(struct agreement, review, KIND_TEXT, .input = true, .max = 4000, .lines = true),
	FIELD(struct agreement, version, KIND_INT, .hidden = true),
};
const struct record agreement_form_rec = RECORD("agreement", struct agreement, form_fields);
/* The same without the version, which stands last: a new one has none yet. */
const struct record agreement_new_rec = { "agreement", sizeof(struct agreement), form_fields,
	                                  sizeof form_fields / sizeof *form_fields - 1 };

#define AGREEMENT_SELECT                                                                                               \
	"SELECT id, version, title, partner, goals, concluded_on, valid_from, valid_to, review, recorded_by"           \
	" FROM centre_agreement"
enum { LIST_ALL, FIND, INSERT, UPDATE };
const struct sql agreement_sql[] = {
	[LIST_ALL] = { AGREEMENT_SELECT " WHERE centre_id = $1 ORDER BY valid_from DESC, id DESC LIMIT 100", "i" },
	[FIND] = { AGREEMENT_SELECT " WHERE centre_id = $1 AND id = $2", "ii" },
	[INSERT] = { "INSERT INTO centre_agreement (centre_id, title, partner, goals, concluded_on, valid_from, "
	             "valid_to, review,"
	             " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
	             " RETURNING id",
	             "isssdddsst" },
	[UPDATE] = { "UPDATE centre_agreement SET title = $1, partner = $2, goals = $3, concluded_on = $4, valid_from "
	             "= $5,"
	             " valid_to = $6, review = $7, recorded_by = $8, recorded_at = $9, version = version + 1"
	             " WHERE centre_id = $10 AND id = $11 AND version = $12",
	             "sssdddsstiii" },
	{ 0 },
};

static void compute(struct cx *cx, const struct tenant *centre, struct agreement *a)
{
	const char *state = !day_is(a->concluded_on)                ? "draft"
	                    : day_cmp(cx->today, a->valid_from) < 0 ? "coming"
	                    : day_cmp(cx->today, a->valid_to) > 0   ? "ended"
	                                                            : "running";
	a->state = str_of(state);
	a->path = str_print(cx->mem, "/centres/" STR_FMT "/agreements/%" PRId64, STR_ARG(centre->slug), a->id);
}

err agreement_list(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	TRY(db_list(cx, &agreement_sql[LIST_ALL], &agreement_rec, ret, V(centre->id)));
	LIST_EACH (struct agreement, a, ret)
		compute(cx, centre, a);
	return OK;
}

err agreement_find(struct cx *cx, const struct tenant *centre, int64_t id, struct agreement *ret)
{
	TRY(db_row(cx, &agreement_sql[FIND], &agreement_rec, ret, V(centre->id, id)));
	compute(cx, centre, ret);
	return OK;
}

static err check_input(struct cx *cx, const struct agreement *in)
{
	err e = OK;
	if (day_cmp(in->valid_to, in->valid_from) < 0)
		e = problem_add(cx, "valid_to", "centres.ends_before", NO_ARGS);
	if (day_cmp(in->concluded_on, cx->today) > 0)
		e = problem_add(cx, "concluded_on", "centres.future", NO_ARGS);
	return e;
}

static err insert(struct cx *cx, const struct tenant *centre, const struct agreement *row, int64_t *ret_id)
{
	TRY(db_int(cx, &agreement_sql[INSERT], ret_id,
	           V(centre->id, row->title, row->partner, row->goals, row->concluded_on, row->valid_from,
	             row->valid_to, row->review, row->recorded_by, cx->now)));
	audit_change(cx, "centre.agreement",
	             str_print(cx->mem, "centres/" STR_FMT "/agreements", STR_ARG(centre->slug)), MAYBE(centre->id),
	             &agreement_rec, NULL, row);
	return OK;
}

static err update(struct cx *cx, const struct tenant *centre, const struct agreement *row)
{
	struct agreement before;
	int64_t changed;
	TRY(agreement_find(cx, centre, row->id, &before));
	TRY(db_exec(cx, &agreement_sql[UPDATE], &changed,
	            V(row->title, row->partner, row->goals, row->concluded_on, row->valid_from, row->valid_to,
	              row->review, row->recorded_by, cx->now, centre->id, row->id, row->version)));
	if (changed == 0)
		return fail(cx, E_STALE, "centres.stale", NO_ARGS);
	audit_change(cx, "centre.agreement", before.path, MAYBE(centre->id), &agreement_rec, &before, row);
	return OK;
}

err agreement_save_in_tx(struct cx *cx, const struct tenant *centre, const struct agreement *in, int64_t *ret_id)
{
	ASSERT(db_in_tx(cx));
	struct agreement row = *in;
	TRY(check_input(cx, in));
	row.recorded_by = user_signature(cx);
	compute(cx, centre, &row);
	*ret_id = row.id;
	return row.id ? update(cx, centre, &row) : insert(cx, centre, &row, ret_id);
}
