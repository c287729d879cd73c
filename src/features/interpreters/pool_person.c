/* pool_person.c -- writing about people of the pool: see pool_people.h. */
#include "core/audit.h"
#include "core/mail.h"
#include "core/user.h"
#include "core/words.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/postcode.h"

enum {
	INSERT,
	UPDATE,
	TOUCH,
	LANGUAGE_INSERT,
	LANGUAGE_UPDATE,
	LANGUAGE_DELETE,
	HOURS_DELETE,
	HOURS_INSERT,
	EXCEPTION_INSERT,
	EXCEPTION_DELETE,
	STEP_INSERT,
	STEP_WITHDRAW,
	YEAR_INSERT,
	YEAR_UPDATE
};
const struct sql pool_person_sql[] = {
	[INSERT] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, gender, email, phone, "
	             "postcode,"
	             " town, lat, lon, interpreting, guiding, translating, most_per_week, tax_kind, note, recorded_by,"
	             " recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
	             "$17, $18,"
	             " $19) RETURNING id",
	             "issssssssiiiiiissst" },
	[UPDATE] = { "UPDATE interpreter SET family_name = $4, given_name = $5, sort_name = $6, gender = $7, email = "
	             "$8,"
	             " phone = $9, postcode = $10, town = $11, lat = $12, lon = $13, interpreting = $14, guiding = $15,"
	             " translating = $16, most_per_week = $17, tax_kind = $18, note = $19, version = version + 1"
	             " WHERE centre_id = $1 AND id = $2 AND version = $3",
	             "iiissssssssiiiiiiss" },
	[TOUCH] = { "UPDATE interpreter SET version = version + 1 WHERE centre_id = $1 AND id = $2 AND version = $3",
	            "iii" },
	[LANGUAGE_INSERT] = { "INSERT INTO interpreter_language (centre_id, interpreter_id, language_code, level,"
	                      " all_dialects, on_site, phone, video, written) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
	                      "$9)"
	                      " RETURNING id",
	                      "iissiiiii" },
	[LANGUAGE_UPDATE] = { "UPDATE interpreter_language SET language_code = $3, level = $4, all_dialects = $5,"
	                      " on_site = $6, phone = $7, video = $8, written = $9 WHERE centre_id = $1 AND id = $2",
	                      "iissiiiii" },
	[LANGUAGE_DELETE] = { "DELETE FROM interpreter_language WHERE centre_id = $1 AND id = $2", "ii" },
	[HOURS_DELETE] = { "DELETE FROM interpreter_hours WHERE centre_id = $1 AND interpreter_id = $2", "ii" },
	[HOURS_INSERT] = { "INSERT INTO interpreter_hours (centre_id, interpreter_id, weekday, from_minute, to_minute)"
	                   " VALUES ($1, $2, $3, $4, $5)",
	                   "iiiii" },
	[EXCEPTION_INSERT] = { "INSERT INTO interpreter_exception (centre_id, interpreter_id, kind, day_from, day_to, "
	                       "note)"
	                       " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
	                       "iisdds" },
	[EXCEPTION_DELETE] = { "DELETE FROM interpreter_exception WHERE centre_id = $1 AND id = $2", "ii" },
	[STEP_INSERT] = { "INSERT INTO interpreter_step (centre_id, interpreter_id, kind, day, until, note, "
	                  "recorded_by,"
	                  " recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	                  "iisddsst" },
	[STEP_WITHDRAW] = { "UPDATE interpreter_step SET withdrawn_on = $3 WHERE centre_id = $1 AND id = $2"
	                    " AND withdrawn_on IS NULL",
	                    "iid" },
	[YEAR_INSERT] = { "INSERT INTO interpreter_year (centre_id, interpreter_id, year, other_cents, consent_on,"
	                  " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
	                  "iiiidst" },
	[YEAR_UPDATE] = { "UPDATE interpreter_year SET other_cents = $4, consent_on = $5, version = version + 1"
	                  " WHERE centre_id = $1 AND id = $2 AND version = $3",
	                  "iiiid" },
	{ 0 },
};

static void note_change(struct cx *cx, const struct tenant *centre, const char *action, int64_t interpreter_id,
                        const struct record *r, const void *before, const void *after)
{
	audit_change(cx, action, pool_object(cx, centre, "people", interpreter_id), MAYBE(centre->id), r, before,
	             after);
}

/* --- the person --------------------------------------------------------------------------------------------------- */

str interpreter_sort_name(struct arena *a, const struct interpreter *row)
{
	return utf8_fold(a, str_print(a, STR_FMT "  " STR_FMT, STR_ARG(row->family_name), STR_ARG(row->given_name)));
}

static err check_person(struct cx *cx, const struct interpreter *in)
{
	err e = OK;
	if (str_blank(in->family_name))
		e = problem_add(cx, "family_name", "form.required", NO_ARGS);
	else if (str_has(in->family_name, ","))
		e = problem_add(cx, "family_name", "pool.comma", NO_ARGS);
	if (str_blank(in->given_name))
		e = problem_add(cx, "given_name", "form.required", NO_ARGS);
	if (!str_blank(in->email) && !mail_address_ok(in->email))
		e = problem_add(cx, "email", "pool.not_an_address", NO_ARGS);
	if (!str_blank(in->postcode) && !postcode_written(in->postcode))
		e = problem_add(cx, "postcode", "pool.not_a_postcode", NO_ARGS);
	if (!in->interpreting && !in->guiding && !in->translating)
		e = problem_add(cx, "interpreting", "pool.no_service", NO_ARGS);
	return e;
}

/* Town and position of the postcode; a town that was typed stays, a place elsewhere has no position. */
static err find_place(struct cx *cx, struct interpreter *row)
{
	struct postcode p;
	row->lat = row->lon = (struct maybe){ 0 };
	if (str_blank(row->postcode))
		return OK;
	err e = postcode_find(cx, row->postcode, &p);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	row->lat = MAYBE(p.lat);
	row->lon = MAYBE(p.lon);
	if (str_blank(row->town))
		row->town = p.town;
	return OK;
}

err interpreter_insert(struct cx *cx, const struct tenant *centre, const struct interpreter *row, int64_t *ret_id)
{
	return db_int(cx, &pool_person_sql[INSERT], ret_id,
	              V_LIST(bound_int(centre->id), bound_text(row->family_name), bound_text(row->given_name),
	                     bound_text(interpreter_sort_name(cx->mem, row)), bound_text(row->gender),
	                     bound_text(row->email), bound_text(row->phone), bound_text(row->postcode),
	                     bound_text(row->town), bound_maybe(row->lat), bound_maybe(row->lon),
	                     bound_bool(row->interpreting), bound_bool(row->guiding), bound_bool(row->translating),
	                     bound_maybe(row->most_per_week), bound_text(row->tax_kind), bound_text(row->note),
	                     bound_text(user_signature(cx)), bound_instant(cx->now)));
}

static err update_person(struct cx *cx, const struct tenant *centre, const struct interpreter *row)
{
	int64_t changed;
	TRY(db_exec(cx, &pool_person_sql[UPDATE], &changed,
	            V(centre->id, row->id, row->version, row->family_name, row->given_name,
	              interpreter_sort_name(cx->mem, row), row->gender, row->email, row->phone, row->postcode,
	              row->town, row->lat, row->lon, row->interpreting, row->guiding, row->translating,
	              row->most_per_week, row->tax_kind, row->note)));
	return changed == 1 ? OK : pool_stale(cx);
}

/* A new person comes with the day on which it all began. */
static err add_person(struct cx *cx, const struct tenant *centre, const struct interpreter *row, int64_t *ret_id)
{
	struct interpreter_step first = { .kind = S("applied"), .day = row->applied_on };
	int64_t step_id;
	if (!day_is(first.day))
		return problem_add(cx, "applied_on", "form.required", NO_ARGS);
	if (day_cmp(first.day, cx->today) > 0)
		return problem_add(cx, "applied_on", "pool.day_to_come", NO_ARGS);
	TRY(interpreter_insert(cx, centre, row, ret_id));
	first.interpreter_id = *ret_id;
	return interpreter_step_insert(cx, centre, &first, &step_id);
}

err interpreter_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	struct interpreter row = *(const struct interpreter *)in->row, stored, *ret = ret_;
	ASSERT(db_in_tx(cx));
	TRY(check_person(cx, &row));
	TRY(find_place(cx, &row));
	if (row.id) {
		TRY(interpreter_find(cx, in->centre, row.id, &stored));
		TRY(update_person(cx, in->centre, &row));
		TRY(interpreter_find(cx, in->centre, row.id, ret));
		note_change(cx, in->centre, "pool.person", row.id, &interpreter_rec, &stored, ret);
		return OK;
	}
	TRY(add_person(cx, in->centre, &row, &row.id));
	TRY(interpreter_find(cx, in->centre, row.id, ret));
	ret->applied_on = row.applied_on;
	note_change(cx, in->centre, "pool.person", row.id, &interpreter_rec, NULL, ret);
	return OK;
}

/* --- languages ---------------------------------------------------------------------------------------------------- */

err interpreter_language_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_language *row,
                                int64_t *ret_id)
{
	return db_int(cx, &pool_person_sql[LANGUAGE_INSERT], ret_id,
	              V(centre->id, row->interpreter_id, row->language_code, row->level, row->all_dialects,
	                row->on_site, row->phone, row->video, row->written));
}

static err check_language(struct cx *cx, const struct tenant *centre, struct interpreter_language *row)
{
	struct language l;
	struct list others = { 0 };
	err e = language_by_word(cx, row->language_code, &l);
	if (e == E_NOTFOUND)
		return problem_add(cx, "language_code", "pool.language_unknown", NO_ARGS);
	TRY(e);
	row->language_code = l.code;
	if (row->all_dialects && l.of_code.p)
		return problem_add(cx, "all_dialects", "pool.dialect_of_dialect", NO_ARGS);
	if (!row->on_site && !row->phone && !row->video && !row->written)
		return problem_add(cx, "on_site", "pool.no_mode", NO_ARGS);
	TRY(interpreter_languages(cx, centre, row->interpreter_id, &others));
	LIST_EACH (const struct interpreter_language, o, &others)
		if (o->id != row->id && str_eq(o->language_code, l.code))
			return problem_add(cx, "language_code", "pool.language_twice", NO_ARGS);
	return OK;
}

err interpreter_language_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	struct interpreter_language row = *(const struct interpreter_language *)in->row, stored, *ret = ret_;
	struct interpreter person;
	bool known = row.id != 0;
	ASSERT(db_in_tx(cx));
	if (known) {
		TRY(interpreter_language_find(cx, in->centre, row.id, &stored));
		row.interpreter_id = stored.interpreter_id;
	}
	TRY(interpreter_find(cx, in->centre, row.interpreter_id, &person));
	TRY(check_language(cx, in->centre, &row));
	if (known)
		TRY(db_exec(cx, &pool_person_sql[LANGUAGE_UPDATE], NULL,
		            V(in->centre->id, row.id, row.language_code, row.level, row.all_dialects, row.on_site,
		              row.phone, row.video, row.written)));
	else
		TRY(interpreter_language_insert(cx, in->centre, &row, &row.id));
	TRY(interpreter_language_find(cx, in->centre, row.id, ret));
	note_change(cx, in->centre, "pool.language", row.interpreter_id, &interpreter_language_rec,
	            known ? &stored : NULL, ret);
	return OK;
}

err interpreter_language_remove_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	struct interpreter_language *ret = ret_;
	ASSERT(db_in_tx(cx));
	TRY(interpreter_language_find(cx, in->centre, ((const struct interpreter_language *)in->row)->id, ret));
	TRY(db_exec(cx, &pool_person_sql[LANGUAGE_DELETE], NULL, V(in->centre->id, ret->id)));
	note_change(cx, in->centre, "pool.language_remove", ret->interpreter_id, &interpreter_language_rec, ret, NULL);
	return OK;
}

/* --- when they can be asked --------------------------------------------------------------------------------------- */

err interpreter_hours_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_hours *row)
{
	return db_exec(cx, &pool_person_sql[HOURS_INSERT], NULL,
	               V(centre->id, row->interpreter_id, row->weekday, row->from_minute, row->to_minute));
}

err interpreter_week_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	const struct interpreter_week *week = in->row;
	struct interpreter *ret = ret_;
	int64_t changed, id = week->interpreter_id;
	ASSERT(db_in_tx(cx));
	TRY(interpreter_find(cx, in->centre, id, ret));
	TRY(db_exec(cx, &pool_person_sql[TOUCH], &changed, V(in->centre->id, id, week->version)));
	if (changed != 1)
		return pool_stale(cx);
	TRY(db_exec(cx, &pool_person_sql[HOURS_DELETE], NULL, V(in->centre->id, id)));
	LIST_EACH (const struct interpreter_hours, h, &week->hours) {
		struct interpreter_hours row = *h;
		row.interpreter_id = id;
		TRY(interpreter_hours_insert(cx, in->centre, &row));
	}
	ret->version++;
	audit_note(cx, "pool.hours", pool_object(cx, in->centre, "people", id), MAYBE(in->centre->id));
	return OK;
}

err interpreter_exception_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_exception *row,
                                 int64_t *ret_id)
{
	return db_int(cx, &pool_person_sql[EXCEPTION_INSERT], ret_id,
	              V(centre->id, row->interpreter_id, row->kind, row->day_from, row->day_to, row->note));
}

err interpreter_exception_add_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	const struct interpreter_exception *row = in->row;
	struct interpreter_exception *ret = ret_;
	struct interpreter person;
	int64_t id;
	ASSERT(db_in_tx(cx));
	TRY(interpreter_find(cx, in->centre, row->interpreter_id, &person));
	if (!day_is(row->day_from) || !day_is(row->day_to))
		return problem_add(cx, day_is(row->day_from) ? "day_to" : "day_from", "form.required", NO_ARGS);
	if (day_cmp(row->day_to, row->day_from) < 0)
		return problem_add(cx, "day_to", "pool.end_before_begin", NO_ARGS);
	if (day_cmp(row->day_to, cx->today) < 0)
		return problem_add(cx, "day_to", "pool.exception_over", NO_ARGS);
	if (day_diff(row->day_to, row->day_from) > 366)
		return problem_add(cx, "day_to", "pool.exception_long", NO_ARGS);
	TRY(interpreter_exception_insert(cx, in->centre, row, &id));
	TRY(interpreter_exception_find(cx, in->centre, id, ret));
	note_change(cx, in->centre, "pool.exception", row->interpreter_id, &interpreter_exception_rec, NULL, ret);
	return OK;
}

err interpreter_exception_remove_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	struct interpreter_exception *ret = ret_;
	ASSERT(db_in_tx(cx));
	TRY(interpreter_exception_find(cx, in->centre, ((const struct interpreter_exception *)in->row)->id, ret));
	TRY(db_exec(cx, &pool_person_sql[EXCEPTION_DELETE], NULL, V(in->centre->id, ret->id)));
	note_change(cx, in->centre, "pool.exception_remove", ret->interpreter_id, &interpreter_exception_rec, ret,
	            NULL);
	return OK;
}

/* --- steps -------------------------------------------------------------------------------------------------------- */

err interpreter_step_insert(struct cx *cx, const struct tenant *centre, const struct interpreter_step *row,
                            int64_t *ret_id)
{
	return db_int(cx, &pool_person_sql[STEP_INSERT], ret_id,
	              V(centre->id, row->interpreter_id, row->kind, row->day, row->until, row->note, user_signature(cx),
	                cx->now));
}

/* Pauses and leaving can be agreed beforehand; all else is told when it has happened. */
static err check_days(struct cx *cx, const struct interpreter_step *row)
{
	bool ahead = str_is(row->kind, "paused") || str_is(row->kind, "left");
	bool may_end = str_is(row->kind, "paused") || str_is(row->kind, "trained") || str_is(row->kind, "certificate");
	if (!day_is(row->day))
		return problem_add(cx, "day", "form.required", NO_ARGS);
	if (!ahead && day_cmp(row->day, cx->today) > 0)
		return problem_add(cx, "day", "pool.day_to_come", NO_ARGS);
	if (day_is(row->until) && !may_end)
		return problem_add(cx, "until", "pool.no_end", NO_ARGS);
	if (!day_is(row->until) && str_is(row->kind, "certificate"))
		return problem_add(cx, "until", "form.required", NO_ARGS);
	if (day_is(row->until) && day_cmp(row->until, row->day) < 0)
		return problem_add(cx, "until", "pool.end_before_begin", NO_ARGS);
	return OK;
}

/* What can follow where the person is on that day. */
static const char *why_not(const struct interpreter_step *row, const struct interpreter_standing *s)
{
	bool out = str_is(s->state, "left") || str_is(s->state, "declined");
	if (str_is(row->kind, "applied"))
		return out ? NULL : "pool.step_applied_already";
	if (str_is(row->kind, "listed"))
		return str_is(s->state, "listed") ? "pool.step_listed_already" : NULL;
	if (str_is(row->kind, "paused") || str_is(row->kind, "left"))
		return s->active ? NULL : "pool.step_not_listed";
	if (str_is(row->kind, "declined"))
		return s->applicant ? NULL : "pool.step_no_applicant";
	return out ? "pool.step_out" : NULL;
}

static err check_step(struct cx *cx, const struct tenant *centre, const struct interpreter_step *row)
{
	struct list steps = { 0 };
	TRY(check_days(cx, row));
	TRY(interpreter_steps(cx, centre, row->interpreter_id, &steps));
	LIST_EACH (const struct interpreter_step, t, &steps)
		if (str_eq(t->kind, row->kind) && day_cmp(t->day, row->day) == 0 && !day_is(t->withdrawn_on))
			return problem_add(cx, "day", "pool.step_twice", NO_ARGS);
	struct interpreter_standing s = interpreter_standing_of(cx->mem, &steps, row->day);
	const char *reason = why_not(row, &s);
	return reason ? problem_add(cx, "day", reason, ARGS({ "day", say_day(cx->words, cx->mem, row->day) })) : OK;
}

err interpreter_step_add_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	const struct interpreter_step *row = in->row;
	struct interpreter_step *ret = ret_;
	struct interpreter person;
	int64_t id;
	ASSERT(db_in_tx(cx) && choices_has(&interpreter_step_choices, row->kind));
	TRY(interpreter_find(cx, in->centre, row->interpreter_id, &person));
	TRY(check_step(cx, in->centre, row));
	TRY(interpreter_step_insert(cx, in->centre, row, &id));
	TRY(interpreter_step_find(cx, in->centre, id, ret));
	note_change(cx, in->centre, "pool.step", row->interpreter_id, &interpreter_step_rec, NULL, ret);
	return OK;
}

err interpreter_step_withdraw_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	const struct interpreter_step *row = in->row;
	struct interpreter_step stored, *ret = ret_;
	int64_t changed;
	ASSERT(db_in_tx(cx));
	TRY(interpreter_step_find(cx, in->centre, row->id, &stored));
	if (!day_is(row->withdrawn_on))
		return problem_add(cx, "withdrawn_on", "form.required", NO_ARGS);
	if (day_cmp(row->withdrawn_on, stored.day) < 0)
		return problem_add(cx, "withdrawn_on", "pool.withdrawn_before", NO_ARGS);
	if (day_cmp(row->withdrawn_on, cx->today) > 0 && day_cmp(row->withdrawn_on, stored.day) > 0)
		return problem_add(cx, "withdrawn_on", "pool.day_to_come", NO_ARGS);
	TRY(db_exec(cx, &pool_person_sql[STEP_WITHDRAW], &changed, V(in->centre->id, row->id, row->withdrawn_on)));
	if (changed != 1)
		return pool_stale(cx);
	TRY(interpreter_step_find(cx, in->centre, row->id, ret));
	note_change(cx, in->centre, "pool.step_withdraw", ret->interpreter_id, &interpreter_step_rec, &stored, ret);
	return OK;
}

/* --- the tax-free amount of a year -------------------------------------------------------------------------------- */

static err check_year(struct cx *cx, const struct interpreter_year *row)
{
	if (row->year < 2012 || row->year > day_year(cx->today) + 1)
		return problem_add(cx, "year", "pool.year_range", NO_ARGS);
	if (row->other_cents < 0)
		return problem_add(cx, "other_cents", "form.out_of_range", NO_ARGS);
	if (day_is(row->consent_on) && day_cmp(row->consent_on, cx->today) > 0)
		return problem_add(cx, "consent_on", "pool.day_to_come", NO_ARGS);
	return OK;
}

err interpreter_year_save_in_tx(struct cx *cx, const void *in_, void *ret_)
{
	const struct pool_in *in = in_;
	const struct interpreter_year *row = in->row;
	struct interpreter_year stored, *ret = ret_;
	struct interpreter person;
	int64_t id, changed = 1;
	ASSERT(db_in_tx(cx));
	TRY(interpreter_find(cx, in->centre, row->interpreter_id, &person));
	TRY(check_year(cx, row));
	TRY(interpreter_year_find(cx, in->centre, row->interpreter_id, row->year, &stored));
	if (stored.version != row->version)
		return pool_stale(cx);
	if (stored.id)
		TRY(db_exec(cx, &pool_person_sql[YEAR_UPDATE], &changed,
		            V(in->centre->id, stored.id, row->version, row->other_cents, row->consent_on)));
	else
		TRY(db_int(cx, &pool_person_sql[YEAR_INSERT], &id,
		           V(in->centre->id, row->interpreter_id, row->year, row->other_cents, row->consent_on,
		             user_signature(cx), cx->now)));
	if (changed != 1)
		return pool_stale(cx);
	TRY(interpreter_year_find(cx, in->centre, row->interpreter_id, row->year, ret));
	note_change(cx, in->centre, "pool.year", row->interpreter_id, &interpreter_year_rec, stored.id ? &stored : NULL,
	            ret);
	return OK;
}
