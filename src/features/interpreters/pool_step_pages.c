/* What happens with a person of the pool, step by step: each its own small form; mistaken entries are withdrawn; and
 * the tax-free amount of a year. */
#include "core/words.h"
#include "features/interpreters/pool_people_pages.h"

/* --- a step ------------------------------------------------------------------------------------------------------- */

static const struct field form_fields[] = {
	FIELD(struct interpreter_step, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct interpreter_step, until, KIND_DAY, .input = true),
	FIELD(struct interpreter_step, note, KIND_TEXT, .input = true, .max = 500, .lines = true),
};
const struct record pool_step_form_rec = RECORD("interpreter_step", struct interpreter_step, form_fields);
static const struct field plain_fields[] = {
	FIELD(struct interpreter_step, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct interpreter_step, note, KIND_TEXT, .input = true, .max = 500, .lines = true),
};
static const struct record plain_rec = RECORD("interpreter_step", struct interpreter_step, plain_fields);
/* The end of a certificate has to be said; its hint is another one. */
static const struct field certificate_fields[] = {
	FIELD(struct interpreter_step, day, KIND_DAY, .input = true, .required = true, .label = "pool.certificate_day"),
	FIELD(struct interpreter_step, until, KIND_DAY, .input = true, .required = true,
	      .label = "pool.certificate_until"),
	FIELD(struct interpreter_step, note, KIND_TEXT, .input = true, .max = 500, .lines = true),
};
static const struct record certificate_rec = RECORD("interpreter_step", struct interpreter_step, certificate_fields);

enum { CERTIFICATE_YEARS = 3 }; /* what is offered; the KI says how long it trusts one */

static const struct record *form_for(str kind)
{
	if (str_is(kind, "certificate"))
		return &certificate_rec;
	return str_is(kind, "trained") || str_is(kind, "paused") ? &pool_step_form_rec : &plain_rec;
}

static err step_kind(struct cx *cx, const struct request *rq, str *ret)
{
	*ret = route_part(rq, "code");
	return choices_has(&interpreter_step_choices, *ret) ? OK : pool_not_found(cx, E_NOTFOUND);
}

static err show_step(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct interpreter person;
	struct interpreter_step fresh = { .day = cx->today };
	str kind;
	TRY(step_kind(cx, rq, &kind));
	TRY(interpreter_find(cx, &rq->centre, route_id(rq), &person));
	if (str_is(kind, "certificate"))
		fresh.until = day_add(day_add_months(cx->today, 12 * CERTIFICATE_YEARS), -1);
	const struct section_form f = {
		.section = &pool_section,
		.area = "people",
		.title_key = str_print(cx->mem, "pool.step_title." STR_FMT, STR_ARG(kind)).p,
		.about = person.name,
		.lead_key = str_print(cx->mem, "pool.step_lead." STR_FMT, STR_ARG(kind)).p,
		.rec = form_for(kind),
		.row = &fresh,
		.action = person_path(cx, rq, person.id, str_print(cx->mem, "steps/" STR_FMT, STR_ARG(kind)).p),
		.back = person_path(cx, rq, person.id, ""),
		.submit_key = str_print(cx->mem, "pool.do_step." STR_FMT, STR_ARG(kind)).p,
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_step_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_step(cx, rq, rs, 200);
}

err pool_step_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_step row = { .interpreter_id = route_id(rq) }, saved;
	TRY(step_kind(cx, rq, &row.kind));
	err e = form_read(cx, rq->http, &pool_step_form_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.step", interpreter_step_add_in_tx, &row, &saved, sizeof saved);
	if (e != OK)
		return frame_tells(e) ? show_step(cx, rq, rs, page_status(e)) : e;
	return page_done(cx, rq->http, rs, person_path(cx, rq, row.interpreter_id, ""), "pool.done_step");
}

/* --- a mistaken step ---------------------------------------------------------------------------------------------- */

static const struct field withdraw_fields[] = {
	FIELD(struct interpreter_step, withdrawn_on, KIND_DAY, .input = true, .required = true),
};
const struct record pool_step_withdraw_rec = RECORD("interpreter_step", struct interpreter_step, withdraw_fields);

static err show_withdraw(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct interpreter_step step;
	struct interpreter person;
	TRY(interpreter_step_find(cx, &rq->centre, route_id(rq), &step));
	TRY(interpreter_find(cx, &rq->centre, step.interpreter_id, &person));
	const struct interpreter_step fresh = { .withdrawn_on = step.day };
	str kind = word(cx->words, cx->mem, str_print(cx->mem, "interpreter_step_kind." STR_FMT, STR_ARG(step.kind)).p);
	const struct section_form f = {
		.section = &pool_section,
		.area = "people",
		.title_key = "pool.withdraw_title",
		.about = person.name,
		.lead_key = "pool.withdraw_lead",
		.args = ARGS({ "kind", kind }, { "day", say_day(cx->words, cx->mem, step.day) }),
		.rec = &pool_step_withdraw_rec,
		.row = &fresh,
		.action = pool_at(cx, rq, "steps", step.id, "withdraw"),
		.back = person_path(cx, rq, person.id, ""),
		.submit_key = "pool.do_withdraw",
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_step_withdraw_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_withdraw(cx, rq, rs, 200);
}

err pool_step_withdraw_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_step row = { .id = route_id(rq) }, saved;
	err e = form_read(cx, rq->http, &pool_step_withdraw_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.step_withdraw", interpreter_step_withdraw_in_tx, &row, &saved,
		               sizeof saved);
	if (e != OK)
		return frame_tells(e) ? show_withdraw(cx, rq, rs, page_status(e)) : e;
	return page_done(cx, rq->http, rs, person_path(cx, rq, saved.interpreter_id, ""), "pool.done_withdraw");
}

/* --- the tax-free amount of a year -------------------------------------------------------------------------------- */

static const struct field year_asked_fields[] = { ASKED("year", KIND_INT) };
const struct record pool_year_asked_rec = ASKED_RECORD(year_asked_fields);

static int64_t year_asked(struct cx *cx, const struct request *rq)
{
	int64_t year;
	return str_to_int(route_asked(rq, "year"), &year) ? year : day_year(cx->today);
}

static err show_year(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct interpreter person;
	struct interpreter_year stored;
	TRY(interpreter_find(cx, &rq->centre, route_id(rq), &person));
	TRY(interpreter_year_find(cx, &rq->centre, person.id, year_asked(cx, rq), &stored));
	const struct section_form f = { .section = &pool_section,
		                        .area = "people",
		                        .title_key = "pool.year_title",
		                        .about = person.name,
		                        .lead_key = "pool.year_lead",
		                        .rec = &interpreter_year_form_rec,
		                        .row = &stored,
		                        .action = person_path(cx, rq, person.id, "year"),
		                        .back = person_path(cx, rq, person.id, ""),
		                        .submit_key = "pool.submit_save" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_year_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_year(cx, rq, rs, 200);
}

/* The year in the form says which row is meant; another year than the one shown is another row, maybe a new one. */
err pool_year_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_year row = { .interpreter_id = route_id(rq), .version = sent_version(rq) }, saved, stored;
	err e = form_read(cx, rq->http, &interpreter_year_form_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.year", interpreter_year_save_in_tx, &row, &saved, sizeof saved);
	if (e == E_STALE) {
		TRY(interpreter_year_find(cx, &rq->centre, row.interpreter_id, row.year, &stored));
		return stale_show(cx, rq, rs, &interpreter_year_form_rec, &stored, &row, stored.version,
		                  person_path(cx, rq, row.interpreter_id, "year"), "pool.submit_save");
	}
	if (e != OK)
		return frame_tells(e) ? show_year(cx, rq, rs, page_status(e)) : e;
	str path = person_path(cx, rq, row.interpreter_id, "");
	return page_done_thing(cx, rq->http, rs, path, "pool.done_saved", path, saved.version);
}
