#include "features/centres/centre_conflicts.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"

static const char *const employer_codes[] = { "municipality", "land", "both", NULL };
const struct choices employer_choices = { "employer", employer_codes };
static const char *const step_codes[] = { "talk", "employer", "school_supervision", "measure", NULL };
const struct choices step_choices = { "step", step_codes };
static const char *const any_step_codes[] = { "talk", "employer", "school_supervision", "measure", "concluded", NULL };
static const struct choices any_step_choices = { "step", any_step_codes };
static const char *const state_codes[] = { "open", "with_employer", "with_school_supervision", "concluded", NULL };
const struct choices conflict_state_choices = { "conflict_state", state_codes };

static const struct field row_fields[] = {
	FIELD(struct conflict, id, KIND_INT),
	FIELD(struct conflict, opened_on, KIND_DAY),
	FIELD(struct conflict, subject, KIND_TEXT),
	FIELD(struct conflict, employer, KIND_CHOICE, .choices = &employer_choices),
	FIELD(struct conflict, description, KIND_TEXT, .max = 4000),
	FIELD(struct conflict, recorded_by, KIND_TEXT),
	FIELD(struct conflict, state, KIND_CHOICE, .choices = &conflict_state_choices),
	FIELD(struct conflict, since, KIND_DAY),
	FIELD(struct conflict, steps, KIND_INT),
	FIELD(struct conflict, open, KIND_BOOL),
	FIELD(struct conflict, path, KIND_PATH),
};
const struct record conflict_rec = RECORD("conflict", struct conflict, row_fields);

static const struct field form_fields[] = {
	FIELD(struct conflict, subject, KIND_TEXT, .input = true, .required = true),
	FIELD(struct conflict, opened_on, KIND_DAY, .input = true, .required = true),
	FIELD(struct conflict, employer, KIND_CHOICE, .choices = &employer_choices, .input = true, .required = true),
	FIELD(struct conflict, description, KIND_TEXT, .input = true, .required = true, .max = 4000, .lines = true),
};
const struct record conflict_form_rec = RECORD("conflict", struct conflict, form_fields);

static const struct field step_fields[] = {
	FIELD(struct conflict_step, id, KIND_INT),
	FIELD(struct conflict_step, conflict_id, KIND_INT, .hidden = true),
	FIELD(struct conflict_step, day, KIND_DAY),
	FIELD(struct conflict_step, kind, KIND_CHOICE, .choices = &any_step_choices),
	FIELD(struct conflict_step, participants, KIND_TEXT),
	FIELD(struct conflict_step, result, KIND_TEXT, .max = 4000),
	FIELD(struct conflict_step, recorded_by, KIND_TEXT),
};
const struct record conflict_step_rec = RECORD("conflict_step", struct conflict_step, step_fields);

#define STEP_INPUT                                                                                                     \
	FIELD(struct conflict_step, day, KIND_DAY, .input = true, .required = true),                                   \
	        FIELD(struct conflict_step, participants, KIND_TEXT, .input = true, .required = true),                 \
	        FIELD(struct conflict_step, result, KIND_TEXT, .input = true, .required = true, .max = 4000,           \
	              .lines = true)
static const struct field step_form_fields[] = {
	FIELD(struct conflict_step, kind, KIND_CHOICE, .choices = &step_choices, .input = true, .required = true),
	STEP_INPUT,
};
const struct record conflict_step_form_rec = RECORD("conflict_step", struct conflict_step, step_form_fields);
static const struct field conclude_fields[] = { STEP_INPUT };
const struct record conflict_conclude_form_rec = RECORD("conflict_step", struct conflict_step, conclude_fields);

#define CONFLICT_SELECT "SELECT id, opened_on, subject, employer, description, recorded_by FROM centre_conflict"
enum { LIST_ALL, FIND, INSERT, STEPS_OF_CENTRE, STEPS, INSERT_STEP };
const struct sql conflict_sql[] = {
	[LIST_ALL] = { CONFLICT_SELECT " WHERE centre_id = $1 ORDER BY opened_on DESC, id DESC LIMIT 200", "i" },
	[FIND] = { CONFLICT_SELECT " WHERE centre_id = $1 AND id = $2", "ii" },
	[INSERT] = { "INSERT INTO centre_conflict (centre_id, opened_on, subject, employer, description, recorded_by, "
	             "recorded_at)"
	             " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	             "idsssst" },
	[STEPS_OF_CENTRE] = { "SELECT s.id, s.conflict_id, s.day, s.kind, s.participants, s.result, s.recorded_by"
	                      " FROM centre_conflict_step s JOIN centre_conflict c ON c.id = s.conflict_id"
	                      " WHERE c.centre_id = $1 ORDER BY s.day, s.id LIMIT 2000",
	                      "i" },
	[STEPS] = { "SELECT s.id, s.conflict_id, s.day, s.kind, s.participants, s.result, s.recorded_by"
	            " FROM centre_conflict_step s JOIN centre_conflict c ON c.id = s.conflict_id"
	            " WHERE c.centre_id = $1 AND c.id = $2 ORDER BY s.day, s.id LIMIT 500",
	            "ii" },
	[INSERT_STEP] = { "INSERT INTO centre_conflict_step (conflict_id, day, kind, participants, result, "
	                  "recorded_by, recorded_at)"
	                  " SELECT id, $3, $4, $5, $6, $7, $8 FROM centre_conflict WHERE centre_id = $1 AND id = $2",
	                  "iidsssst" },
	{ 0 },
};

/* --- state: pure -------------------------------------------------------------------------------------------------- */

static const char *state_after(str kind, const char *before)
{
	if (str_is(kind, "concluded"))
		return "concluded";
	if (str_is(kind, "school_supervision"))
		return "with_school_supervision";
	return str_is(kind, "employer") ? "with_employer" : before;
}

void conflict_state_of(struct conflict *c, const struct list *steps)
{
	const char *state = "open";
	c->since = c->opened_on;
	c->steps = 0;
	LIST_EACH (const struct conflict_step, s, steps) {
		if (s->conflict_id != c->id)
			continue;
		const char *next = state_after(s->kind, state);
		if (next != state)
			c->since = s->day;
		state = next;
		c->steps++;
	}
	c->state = str_of(state);
	c->open = !str_is(c->state, "concluded");
}

/* --- with the database -------------------------------------------------------------------------------------------- */

static str path_of(struct cx *cx, str slug, int64_t id)
{
	return str_print(cx->mem, "/centres/" STR_FMT "/conflicts/%" PRId64, STR_ARG(slug), id);
}

static int open_first(const void *a, const void *b)
{
	const struct conflict *x = a, *y = b;
	return (int)y->open - (int)x->open;
}

err conflict_list(struct cx *cx, const struct tenant *centre, struct list *ret)
{
	struct list steps = { 0 };
	TRY(db_list(cx, &conflict_sql[LIST_ALL], &conflict_rec, ret, V(centre->id)));
	TRY(db_list(cx, &conflict_sql[STEPS_OF_CENTRE], &conflict_step_rec, &steps, V(centre->id)));
	LIST_EACH (struct conflict, c, ret) {
		conflict_state_of(c, &steps);
		c->path = path_of(cx, centre->slug, c->id);
	}
	list_sort(ret, open_first);
	return OK;
}

err conflict_find(struct cx *cx, const struct tenant *centre, int64_t id, struct conflict *ret, struct list *ret_steps)
{
	TRY(db_row(cx, &conflict_sql[FIND], &conflict_rec, ret, V(centre->id, id)));
	TRY(db_list(cx, &conflict_sql[STEPS], &conflict_step_rec, ret_steps, V(centre->id, id)));
	conflict_state_of(ret, ret_steps);
	ret->path = path_of(cx, centre->slug, id);
	return OK;
}

err conflict_open_in_tx(struct cx *cx, const struct tenant *centre, const struct conflict *in, int64_t *ret_id)
{
	ASSERT(db_in_tx(cx));
	struct conflict row = *in;
	if (day_cmp(in->opened_on, cx->today) > 0)
		return problem_add(cx, "opened_on", "centres.future", NO_ARGS);
	row.recorded_by = user_signature(cx);
	TRY(db_int(cx, &conflict_sql[INSERT], ret_id,
	           V(centre->id, row.opened_on, row.subject, row.employer, row.description, row.recorded_by, cx->now)));
	audit_change(cx, "centre.conflict", str_print(cx->mem, "centres/" STR_FMT "/conflicts", STR_ARG(centre->slug)),
	             MAYBE(centre->id), &conflict_rec, NULL, &row);
	return OK;
}

/* A step may be recorded late, but not before the present state began; the conclusion comes after all steps. */
static day earliest(const struct conflict *c, const struct list *steps, const struct conflict_step *in)
{
	bool last = str_is(in->kind, "concluded") && steps->n > 0;
	return last ? LIST_AT(steps, struct conflict_step, steps->n - 1)->day : c->since;
}

static err check_step(struct cx *cx, const struct conflict *c, const struct list *steps, const struct conflict_step *in)
{
	day from = earliest(c, steps, in);
	if (!c->open)
		return fail(cx, E_INVALID, "conflicts.concluded_already", NO_ARGS);
	if (day_cmp(in->day, cx->today) > 0)
		return problem_add(cx, "day", "centres.future", NO_ARGS);
	if (day_cmp(in->day, from) < 0)
		return problem_add(cx, "day", "conflicts.before_last", ARGS({ "since", day_german(cx->mem, from) }));
	return OK;
}

err conflict_step_in_tx(struct cx *cx, const struct tenant *centre, const struct conflict_step *in)
{
	ASSERT(db_in_tx(cx));
	struct conflict conflict;
	struct list steps = { 0 };
	struct conflict_step row = *in;
	TRY(conflict_find(cx, centre, in->conflict_id, &conflict, &steps));
	TRY(check_step(cx, &conflict, &steps, in));
	row.recorded_by = user_signature(cx);
	TRY(db_exec(cx, &conflict_sql[INSERT_STEP], NULL,
	            V(centre->id, row.conflict_id, row.day, row.kind, row.participants, row.result, row.recorded_by,
	              cx->now)));
	audit_change(cx, "centre.conflict_step", conflict.path, MAYBE(centre->id), &conflict_step_rec, NULL, &row);
	return OK;
}
