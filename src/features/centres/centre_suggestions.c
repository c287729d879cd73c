#include "features/centres/centre_suggestions.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "features/centres/centres_model.h"

static const char *const outcome_codes[] = { "taken_up", "partly", "declined", NULL };
const struct choices suggestion_outcome_choices = { "suggestion_outcome", outcome_codes };

static const struct field row_fields[] = {
	FIELD(struct suggestion, id, KIND_INT),
	FIELD(struct suggestion, version, KIND_INT),
	FIELD(struct suggestion, ags8, KIND_TEXT),
	FIELD(struct suggestion, town, KIND_TEXT),
	FIELD(struct suggestion, received_on, KIND_DAY),
	FIELD(struct suggestion, subject, KIND_TEXT),
	FIELD(struct suggestion, wording, KIND_TEXT, .max = 4000),
	FIELD(struct suggestion, recorded_by, KIND_TEXT),
	FIELD(struct suggestion, answered_on, KIND_DAY),
	FIELD(struct suggestion, outcome, KIND_CHOICE, .choices = &suggestion_outcome_choices),
	FIELD(struct suggestion, answer, KIND_TEXT, .max = 4000),
	FIELD(struct suggestion, answered_by, KIND_TEXT),
	FIELD(struct suggestion, open, KIND_BOOL),
	FIELD(struct suggestion, waiting, KIND_INT),
	FIELD(struct suggestion, path, KIND_PATH),
};
const struct record suggestion_rec = RECORD("suggestion", struct suggestion, row_fields);

static const struct field form_fields[] = {
	FIELD(struct suggestion, ags8, KIND_TEXT, .input = true, .required = true, .max = 8),
	FIELD(struct suggestion, received_on, KIND_DAY, .input = true, .required = true),
	FIELD(struct suggestion, subject, KIND_TEXT, .input = true, .required = true),
	FIELD(struct suggestion, wording, KIND_TEXT, .input = true, .required = true, .max = 4000, .lines = true),
};
const struct record suggestion_form_rec = RECORD("suggestion", struct suggestion, form_fields);

static const struct field answer_fields[] = {
	FIELD(struct suggestion, outcome, KIND_CHOICE, .choices = &suggestion_outcome_choices, .input = true,
	      .required = true),
	FIELD(struct suggestion, answered_on, KIND_DAY, .input = true, .required = true),
	FIELD(struct suggestion, answer, KIND_TEXT, .input = true, .required = true, .max = 4000, .lines = true),
	FIELD(struct suggestion, version, KIND_INT, .hidden = true),
};
const struct record suggestion_answer_rec = RECORD("suggestion", struct suggestion, answer_fields);

#define SUGGESTION_SELECT                                                                                              \
	"SELECT s.id, s.version, s.ags8, m.name AS town, s.received_on, s.subject, s.wording, s.recorded_by,"          \
	" s.answered_on, s.outcome, s.answer, s.answered_by"                                                           \
	" FROM centre_suggestion s JOIN municipality m ON m.ags8 = s.ags8"
enum { LIST_ALL, FIND, INSERT, ANSWER };
const struct sql suggestion_sql[] = {
	[LIST_ALL] = { SUGGESTION_SELECT
	               " WHERE s.centre_id = $1 ORDER BY CASE WHEN s.answered_on IS NULL THEN 0 ELSE 1 END,"
	               " s.received_on DESC, s.id DESC LIMIT 200",
	               "i" },
	[FIND] = { SUGGESTION_SELECT " WHERE s.centre_id = $1 AND s.id = $2", "ii" },
	[INSERT] = { "INSERT INTO centre_suggestion (centre_id, ags8, received_on, subject, wording, recorded_by, "
	             "recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	             "isdssst" },
	[ANSWER] = { "UPDATE centre_suggestion SET answered_on = $1, outcome = $2, answer = $3, answered_by = $4,"
	             " answered_at = $5, version = version + 1"
	             " WHERE centre_id = $6 AND id = $7 AND version = $8 AND answered_on IS NULL",
	             "dssstiii" },
	{ 0 },
};

static str path_of(struct cx *cx, str slug, int64_t id)
{
	return str_print(cx->mem, "/centres/" STR_FMT "/suggestions/%" PRId64, STR_ARG(slug), id);
}

static void compute(struct cx *cx, struct suggestion *s)
{
	s->open = !day_is(s->answered_on);
	s->waiting = day_diff(s->open ? cx->today : s->answered_on, s->received_on);
}

err suggestion_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &suggestion_sql[LIST_ALL], &suggestion_rec, ret, V(centre_id)));
	LIST_EACH (struct suggestion, s, ret)
		compute(cx, s);
	return OK;
}

err suggestion_find(struct cx *cx, int64_t centre_id, int64_t id, struct suggestion *ret)
{
	TRY(db_row(cx, &suggestion_sql[FIND], &suggestion_rec, ret, V(centre_id, id)));
	compute(cx, ret);
	return OK;
}

static err check_town(struct cx *cx, const struct tenant *centre, str ags8)
{
	struct municipality town;
	err e = municipality_find(cx, ags8, &town);
	if (e == OK && town.centre_id == centre->id)
		return OK;
	if (e != OK && e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	return problem_add(cx, "ags8", "suggestions.not_of_kreis", NO_ARGS);
}

err suggestion_record_in_tx(struct cx *cx, const struct tenant *centre, const struct suggestion *in, int64_t *ret_id)
{
	ASSERT(db_in_tx(cx));
	struct suggestion row = *in;
	if (!str_is(centre->kind, "kreis"))
		return fail(cx, E_INVALID, "suggestions.only_kreis", NO_ARGS);
	if (day_cmp(in->received_on, cx->today) > 0)
		return problem_add(cx, "received_on", "centres.future", NO_ARGS);
	TRY(check_town(cx, centre, in->ags8));
	row.recorded_by = user_signature(cx);
	TRY(db_int(cx, &suggestion_sql[INSERT], ret_id,
	           V(centre->id, row.ags8, row.received_on, row.subject, row.wording, row.recorded_by, cx->now)));
	audit_change(cx, "centre.suggestion",
	             str_print(cx->mem, "centres/" STR_FMT "/suggestions", STR_ARG(centre->slug)), MAYBE(centre->id),
	             &suggestion_rec, NULL, &row);
	return OK;
}

static err check_answer(struct cx *cx, const struct suggestion *before, const struct suggestion *in)
{
	if (before->version != in->version || !before->open)
		return fail(cx, E_STALE, "centres.stale", NO_ARGS);
	if (day_cmp(in->answered_on, cx->today) > 0)
		return problem_add(cx, "answered_on", "centres.future", NO_ARGS);
	if (day_cmp(in->answered_on, before->received_on) < 0)
		return problem_add(cx, "answered_on", "suggestions.before_received", NO_ARGS);
	return OK;
}

err suggestion_answer_in_tx(struct cx *cx, const struct tenant *centre, const struct suggestion *in)
{
	ASSERT(db_in_tx(cx));
	struct suggestion before;
	int64_t changed;
	TRY(suggestion_find(cx, centre->id, in->id, &before));
	TRY(check_answer(cx, &before, in));
	struct suggestion after = before;
	after.answered_on = in->answered_on;
	after.outcome = in->outcome;
	after.answer = in->answer;
	after.answered_by = user_signature(cx);
	TRY(db_exec(cx, &suggestion_sql[ANSWER], &changed,
	            V(after.answered_on, after.outcome, after.answer, after.answered_by, cx->now, centre->id, before.id,
	              before.version)));
	if (changed == 0)
		return fail(cx, E_STALE, "centres.stale", NO_ARGS);
	audit_change(cx, "centre.answer", path_of(cx, centre->slug, in->id), MAYBE(centre->id), &suggestion_rec,
	             &before, &after);
	return OK;
}
