/* staff_case.c -- qualifications with their evidence (S-STA-3, S-STA-5) and exceptions as small cases (S-STA-4). Both
 * are append only: what was wrong is withdrawn, what happened next is a step. */
#include <inttypes.h>

#include "core/words.h"
#include "features/staff/staff_rows.h"

enum { OF_PERSON, FIND, INSERT, WITHDRAW, CASES, CASE, STEPS_OF_PERSON, STEPS, CASE_INSERT, STEP_INSERT };
const struct sql staff_case_sql[] = {
	[OF_PERSON] = { QUALIFICATION_SELECT
	                " WHERE q.centre_id = $1 AND q.person_id = $2 ORDER BY q.held_since, q.id LIMIT 200",
	                "ii" },
	[FIND] = { QUALIFICATION_SELECT " WHERE q.centre_id = $1 AND q.id = $2", "ii" },
	[INSERT] = { "INSERT INTO qualification (centre_id, person_id, kind, subject, title, held_since, evidence,"
	             " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
	             "iisssdsst" },
	[WITHDRAW] = { "UPDATE qualification SET withdrawn_on = $3"
	               " WHERE centre_id = $1 AND id = $2 AND withdrawn_on IS NULL",
	               "iid" },
	[CASES] = { EXCEPTION_SELECT
	            " WHERE x.centre_id = $1 AND x.person_id = $2 ORDER BY x.applied_on DESC, x.id DESC"
	            " LIMIT 200",
	            "ii" },
	[CASE] = { EXCEPTION_SELECT " WHERE x.centre_id = $1 AND x.id = $2", "ii" },
	[STEPS_OF_PERSON] = { STEP_SELECT
	                      " WHERE x.centre_id = $1 AND x.person_id = $2 ORDER BY t.day, t.id LIMIT 2000",
	                      "ii" },
	[STEPS] = { STEP_SELECT " WHERE x.centre_id = $1 AND x.id = $2 ORDER BY t.day, t.id LIMIT 500", "ii" },
	[CASE_INSERT] = { "INSERT INTO qualification_exception (centre_id, person_id, kind, applied_on, grounds,"
	                  " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	                  "iisdsst" },
	[STEP_INSERT] = { "INSERT INTO qualification_exception_step (exception_id, day, kind, party, note, recorded_by,"
	                  " recorded_at) SELECT x.id, $3, $4, $5, $6, $7, $8 FROM qualification_exception x"
	                  " WHERE x.centre_id = $1 AND x.id = $2",
	                  "iidsssst" },
	{ 0 },
};

/* --- qualifications ----------------------------------------------------------------------------------------------- */

err qualifications_of(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret)
{
	return db_list(cx, &staff_case_sql[OF_PERSON], &qualification_rec, ret, V(centre->id, person_id));
}

err qualification_find(struct cx *cx, const struct tenant *centre, int64_t id, struct qualification *ret)
{
	return not_found(cx, db_row(cx, &staff_case_sql[FIND], &qualification_rec, ret, V(centre->id, id)));
}

err qualification_add_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct qualification *row = in->row;
	struct qualification *ret = ret_;
	struct person person;
	int64_t id;
	ASSERT(db_in_tx(cx));
	TRY(person_find(cx, in->centre, row->person_id, &person));
	err e = check_past(cx, "held_since", row->held_since);
	if (str_blank(row->title))
		e = problem_add(cx, "title", "form.required", NO_ARGS);
	if (str_blank(row->evidence))
		e = problem_add(cx, "evidence", "form.required", NO_ARGS);
	TRY(e);
	TRY(db_int(cx, &staff_case_sql[INSERT], &id,
	           V(in->centre->id, row->person_id, row->kind, row->subject, row->title, row->held_since,
	             row->evidence, user_signature(cx), cx->now)));
	TRY(db_row(cx, &staff_case_sql[FIND], &qualification_rec, ret, V(in->centre->id, id)));
	audit_change(cx, "staff.qualification", staff_object(cx, in->centre, "people", ret->person_id),
	             MAYBE(in->centre->id), &qualification_rec, NULL, ret);
	return OK;
}

err qualification_withdraw_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct qualification *row = in->row;
	struct qualification stored, *ret = ret_;
	int64_t changed;
	ASSERT(db_in_tx(cx));
	TRY(not_found(cx, db_row(cx, &staff_case_sql[FIND], &qualification_rec, &stored, V(in->centre->id, row->id))));
	if (day_is(stored.withdrawn_on))
		return stale(cx);
	TRY(check_past(cx, "withdrawn_on", row->withdrawn_on));
	if (day_cmp(row->withdrawn_on, stored.held_since) < 0)
		return problem_add(cx, "withdrawn_on", "staff.before_held",
		                   ARGS({ "day", say_day(cx->words, cx->mem, stored.held_since) }));
	TRY(db_exec(cx, &staff_case_sql[WITHDRAW], &changed, V(in->centre->id, row->id, row->withdrawn_on)));
	if (changed != 1)
		return stale(cx);
	TRY(db_row(cx, &staff_case_sql[FIND], &qualification_rec, ret, V(in->centre->id, row->id)));
	audit_change(cx, "staff.qualification_withdraw", staff_object(cx, in->centre, "people", ret->person_id),
	             MAYBE(in->centre->id), &qualification_rec, &stored, ret);
	return OK;
}

/* --- exceptions --------------------------------------------------------------------------------------------------- */

err exceptions_of(struct cx *cx, const struct tenant *centre, int64_t person_id, struct list *ret)
{
	struct list steps = { 0 };
	TRY(db_list(cx, &staff_case_sql[CASES], &exception_rec, ret, V(centre->id, person_id)));
	TRY(db_list(cx, &staff_case_sql[STEPS_OF_PERSON], &exception_step_rec, &steps, V(centre->id, person_id)));
	LIST_EACH (struct exception_case, c, ret) {
		LIST_EACH (const struct exception_step, s, &steps)
			if (s->exception_id == c->id)
				*LIST_ADD(cx->mem, &c->steps, struct exception_step) = *s;
		exception_state_of(c);
	}
	return OK;
}

err exception_find(struct cx *cx, const struct tenant *centre, int64_t id, struct exception_case *ret)
{
	TRY(not_found(cx, db_row(cx, &staff_case_sql[CASE], &exception_rec, ret, V(centre->id, id))));
	TRY(db_list(cx, &staff_case_sql[STEPS], &exception_step_rec, &ret->steps, V(centre->id, id)));
	exception_state_of(ret);
	return OK;
}

err exception_open_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct exception_case *row = in->row;
	struct exception_case *ret = ret_;
	struct person person;
	struct list cases = { 0 };
	int64_t id;
	ASSERT(db_in_tx(cx));
	TRY(person_find(cx, in->centre, row->person_id, &person));
	TRY(check_past(cx, "applied_on", row->applied_on));
	if (str_blank(row->grounds))
		return problem_add(cx, "grounds", "form.required", NO_ARGS);
	TRY(exceptions_of(cx, in->centre, row->person_id, &cases));
	LIST_EACH (const struct exception_case, c, &cases)
		if (str_eq(c->kind, row->kind) && (str_is(c->state, "open") || str_is(c->state, "consulting")))
			return fail(cx, E_INVALID, "staff.exception_running",
			            ARGS({ "day", say_day(cx->words, cx->mem, c->applied_on) }));
	TRY(db_int(cx, &staff_case_sql[CASE_INSERT], &id,
	           V(in->centre->id, row->person_id, row->kind, row->applied_on, row->grounds, user_signature(cx),
	             cx->now)));
	TRY(exception_find(cx, in->centre, id, ret));
	audit_change(cx, "staff.exception", staff_object(cx, in->centre, "people", ret->person_id),
	             MAYBE(in->centre->id), &exception_rec, NULL, ret);
	return OK;
}

static bool is_decision(str kind)
{
	return str_is(kind, "granted") || str_is(kind, "refused");
}

/* Whom the employer has to consult: the ministry about a specialist, the granting authority about an assistant. */
static const char *consulted(const struct exception_case *c)
{
	return str_is(c->kind, "specialist") ? "ministry" : "authority";
}

static err check_party(struct cx *cx, const struct exception_case *c, const struct exception_step *in)
{
	bool consulting = str_is(in->kind, "asked") || str_is(in->kind, "answered"), asked = false;
	if (consulting && !str_is(in->party, consulted(c)))
		return problem_add(cx, "party",
		                   str_is(c->kind, "specialist") ? "staff.exception_ministry"
		                                                 : "staff.exception_authority",
		                   NO_ARGS);
	if (!consulting && !str_is(in->party, "employer"))
		return problem_add(cx, "party", "staff.exception_employer", NO_ARGS);
	LIST_EACH (const struct exception_step, s, &c->steps)
		asked = asked || str_is(s->kind, "asked");
	if (!asked && (is_decision(in->kind) || str_is(in->kind, "answered")))
		return problem_add(cx, "kind",
		                   str_is(c->kind, "specialist") ? "staff.exception_ask_ministry"
		                                                 : "staff.exception_ask_authority",
		                   NO_ARGS);
	return OK;
}

static err check_step(struct cx *cx, const struct exception_case *c, const struct exception_step *in)
{
	day last = c->steps.n ? LIST_AT(&c->steps, struct exception_step, c->steps.n - 1)->day : c->applied_on;
	if (!str_is(c->state, "open") && !str_is(c->state, "consulting"))
		return fail(cx, E_INVALID, "staff.exception_closed",
		            ARGS({ "since", say_day(cx->words, cx->mem, c->since) }));
	TRY(check_past(cx, "day", in->day));
	if (day_cmp(in->day, last) < 0)
		return problem_add(cx, "day", "staff.exception_before",
		                   ARGS({ "day", say_day(cx->words, cx->mem, last) }));
	if (str_blank(in->note))
		return problem_add(cx, "note", "form.required", NO_ARGS);
	return check_party(cx, c, in);
}

err exception_step_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct staff_in *in = in_;
	const struct exception_step *row = in->row;
	struct exception_step *ret = ret_;
	struct exception_case c = { 0 };
	ASSERT(db_in_tx(cx));
	TRY(exception_find(cx, in->centre, row->exception_id, &c));
	TRY(check_step(cx, &c, row));
	TRY(db_exec(cx, &staff_case_sql[STEP_INSERT], NULL,
	            V(in->centre->id, c.id, row->day, row->kind, row->party, row->note, user_signature(cx), cx->now)));
	c = (struct exception_case){ 0 };
	TRY(exception_find(cx, in->centre, row->exception_id, &c));
	*ret = *LIST_AT(&c.steps, struct exception_step, c.steps.n - 1);
	audit_change(cx, "staff.exception_step", staff_object(cx, in->centre, "people", c.person_id),
	             MAYBE(in->centre->id), &exception_step_rec, NULL, ret);
	return OK;
}
