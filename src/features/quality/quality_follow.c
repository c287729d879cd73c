/* Follow-ups: proposed by the KI, agreed by the LaSI, done or dropped with a note; all of it as events (S-EVA-2). */
#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "features/quality/quality_model.h"

static const char *const state_codes[] = { "proposed", "agreed", "done", "dropped", NULL };
const struct choices follow_up_state_choices = { "follow_up_state", state_codes };
static const char *const close_codes[] = { "done", "dropped", NULL };
static const struct choices close_choices = { "follow_up_state", close_codes };

static const struct field row_fields[] = {
	FIELD(struct follow_up, id, KIND_INT),
	FIELD(struct follow_up, centre_id, KIND_INT, .hidden = true),
	FIELD(struct follow_up, centre_name, KIND_TEXT),
	FIELD(struct follow_up, slug, KIND_TEXT, .hidden = true),
	FIELD(struct follow_up, criterion_id, KIND_INT),
	FIELD(struct follow_up, criterion, KIND_TEXT),
	FIELD(struct follow_up, criterion_en, KIND_TEXT, .hidden = true),
	FIELD(struct follow_up, what, KIND_TEXT, .max = 500),
	FIELD(struct follow_up, who, KIND_TEXT),
	FIELD(struct follow_up, due_on, KIND_DAY),
	FIELD(struct follow_up, proposed_on, KIND_DAY),
	FIELD(struct follow_up, recorded_by, KIND_TEXT),
	FIELD(struct follow_up, agreed_on, KIND_DAY),
	FIELD(struct follow_up, agreed_by, KIND_TEXT),
	FIELD(struct follow_up, done_on, KIND_DAY),
	FIELD(struct follow_up, dropped_on, KIND_DAY),
	FIELD(struct follow_up, closed_by, KIND_TEXT),
	FIELD(struct follow_up, note, KIND_TEXT, .max = 500),
	FIELD(struct follow_up, state, KIND_CHOICE, .label = "core.state", .choices = &follow_up_state_choices),
	FIELD(struct follow_up, open, KIND_BOOL),
	FIELD(struct follow_up, overdue, KIND_BOOL),
	FIELD(struct follow_up, path, KIND_PATH),
};
const struct record follow_up_rec = RECORD("follow_up", struct follow_up, row_fields);

static const struct field new_fields[] = {
	FIELD(struct follow_up, criterion_id, KIND_INT, .label = "follow_up.criterion", .input = true,
	      .required = true),
	FIELD(struct follow_up, what, KIND_TEXT, .input = true, .required = true, .max = 500, .lines = true),
	FIELD(struct follow_up, who, KIND_TEXT, .input = true, .required = true),
	FIELD(struct follow_up, due_on, KIND_DAY, .input = true, .required = true),
};
const struct record follow_up_new_rec = RECORD("follow_up", struct follow_up, new_fields);

static const struct field close_fields[] = {
	FIELD(struct follow_up_close, kind, KIND_CHOICE, .choices = &close_choices, .input = true, .required = true),
	FIELD(struct follow_up_close, note, KIND_TEXT, .input = true, .required = true, .max = 500, .lines = true),
};
const struct record follow_up_close_rec = RECORD("follow_up_close", struct follow_up_close, close_fields);

#define FOLLOW_UP_SELECT                                                                                               \
	"SELECT f.id, f.centre_id, c.name AS centre_name, c.slug, f.criterion_id, k.name AS criterion,"                \
	" k.name_en AS criterion_en, f.what, f.who, f.due_on, f.proposed_on, f.recorded_by, a.day AS agreed_on,"       \
	" a.recorded_by AS agreed_by, d.day AS done_on, x.day AS dropped_on,"                                          \
	" COALESCE(d.recorded_by, x.recorded_by) AS closed_by, COALESCE(d.note, x.note) AS note"                       \
	" FROM quality_follow_up f JOIN centre c ON c.id = f.centre_id"                                                \
	" JOIN quality_criterion k ON k.id = f.criterion_id"                                                           \
	" LEFT JOIN quality_follow_up_event a ON a.follow_up_id = f.id AND a.kind = 'agreed'"                          \
	" LEFT JOIN quality_follow_up_event d ON d.follow_up_id = f.id AND d.kind = 'done'"                            \
	" LEFT JOIN quality_follow_up_event x ON x.follow_up_id = f.id AND x.kind = 'dropped'"
enum { OF_CENTRE, OPEN, FIND, FIND_ANY, INSERT, EVENT };
const struct sql quality_follow_sql[] = {
	[OF_CENTRE] = { FOLLOW_UP_SELECT " WHERE f.centre_id = $1 ORDER BY f.due_on, f.id LIMIT 200", "i" },
	[OPEN] = { FOLLOW_UP_SELECT " WHERE d.day IS NULL AND x.day IS NULL ORDER BY f.due_on, f.id LIMIT 500", "" },
	[FIND] = { FOLLOW_UP_SELECT " WHERE f.centre_id = $1 AND f.id = $2", "ii" },
	[FIND_ANY] = { FOLLOW_UP_SELECT " WHERE f.id = $1", "i" }, /* for the LaSI, which speaks with all KI */
	[INSERT] = { "INSERT INTO quality_follow_up (centre_id, criterion_id, what, who, due_on, proposed_on,"
	             " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	             "iissddst" },
	[EVENT] = { "INSERT INTO quality_follow_up_event (follow_up_id, kind, day, note, recorded_by, recorded_at)"
	            " SELECT f.id, $3, $4, $5, $6, $7 FROM quality_follow_up f WHERE f.centre_id = $1 AND f.id = $2",
	            "iisdsst" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void compute_state(struct cx *cx, struct follow_up *f)
{
	f->state = day_is(f->done_on)      ? S("done")
	           : day_is(f->dropped_on) ? S("dropped")
	           : day_is(f->agreed_on)  ? S("agreed")
	                                   : S("proposed");
	f->open = !day_is(f->done_on) && !day_is(f->dropped_on);
	f->overdue = f->open && day_cmp(f->due_on, cx->today) < 0;
	f->criterion = in_language(cx, f->criterion, f->criterion_en);
}

err follow_ups_of(struct cx *cx, int64_t centre_id, struct list *ret)
{
	TRY(db_list(cx, &quality_follow_sql[OF_CENTRE], &follow_up_rec, ret, V(centre_id)));
	LIST_EACH (struct follow_up, f, ret) {
		compute_state(cx, f);
		f->centre_name = STR_NONE;
	}
	return OK;
}

err follow_ups_open(struct cx *cx, struct list *ret)
{
	TRY(db_list(cx, &quality_follow_sql[OPEN], &follow_up_rec, ret, V_NONE));
	LIST_EACH (struct follow_up, f, ret)
		compute_state(cx, f);
	return OK;
}

static err found(struct cx *cx, err e, struct follow_up *f)
{
	if (e == E_NOTFOUND)
		return fail(cx, e, "quality.unknown_follow_up", NO_ARGS);
	TRY(e);
	compute_state(cx, f);
	return OK;
}

err follow_up_find(struct cx *cx, int64_t centre_id, int64_t id, struct follow_up *ret)
{
	return found(cx, db_row(cx, &quality_follow_sql[FIND], &follow_up_rec, ret, V(centre_id, id)), ret);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static str object_of(struct cx *cx, const struct follow_up *f)
{
	return str_print(cx->mem, "centres/" STR_FMT "/quality/follow-ups/%" PRId64, STR_ARG(f->slug), f->id);
}

err follow_up_propose_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct quality_in *in = in_;
	const struct follow_up *row = in->row;
	struct follow_up *ret = ret_;
	struct criterion criterion;
	int64_t id;
	ASSERT(db_in_tx(cx));
	err e = criterion_find(cx, row->criterion_id, &criterion);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		e = problem_add(cx, "criterion_id", "form.not_a_choice", NO_ARGS);
	}
	if (day_cmp(row->due_on, cx->today) < 0)
		e = problem_add(cx, "due_on", "quality.due_past", NO_ARGS);
	TRY(e);
	TRY(db_int(cx, &quality_follow_sql[INSERT], &id,
	           V(in->centre->id, criterion.id, row->what, row->who, row->due_on, cx->today, user_signature(cx),
	             cx->now)));
	TRY(follow_up_find(cx, in->centre->id, id, ret));
	audit_change(cx, "quality.follow_up", object_of(cx, ret), MAYBE(in->centre->id), &follow_up_rec, NULL, ret);
	return OK;
}

static err add_event(struct cx *cx, const struct follow_up *before, str kind, str note, struct follow_up *ret)
{
	TRY(db_exec(cx, &quality_follow_sql[EVENT], NULL,
	            V(before->centre_id, before->id, kind, cx->today, note, user_signature(cx), cx->now)));
	TRY(follow_up_find(cx, before->centre_id, before->id, ret));
	audit_change(cx, str_print(cx->mem, "quality.follow_up_" STR_FMT, STR_ARG(kind)).p, object_of(cx, ret),
	             MAYBE(ret->centre_id), &follow_up_rec, before, ret);
	return OK;
}

err follow_up_close_in_tx(struct cx *cx, const void *in_, void *ret)
{
	const struct quality_in *in = in_;
	const struct follow_up_close *row = in->row;
	struct follow_up before;
	ASSERT(db_in_tx(cx));
	TRY(follow_up_find(cx, in->centre->id, row->id, &before));
	if (!before.open)
		return fail(cx, E_STALE, "quality.follow_up_closed", NO_ARGS);
	return add_event(cx, &before, row->kind, row->note, ret);
}

err follow_up_agree_in_tx(struct cx *cx, const void *in, void *ret)
{
	const int64_t *id = in;
	struct follow_up before;
	ASSERT(db_in_tx(cx));
	TRY(found(cx, db_row(cx, &quality_follow_sql[FIND_ANY], &follow_up_rec, &before, V(*id)), &before));
	if (!str_is(before.state, "proposed"))
		return fail(cx, E_STALE, "quality.follow_up_agreed", NO_ARGS);
	return add_event(cx, &before, S("agreed"), STR_NONE, ret);
}
