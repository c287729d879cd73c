/* Entering and correcting a person of the pool, what she speaks, and when she can be asked: small forms, one thing
 * each. */
#include "core/words.h"
#include "features/interpreters/pool_hours.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_people_pages.h"

/* --- the person --------------------------------------------------------------------------------------------------- */

static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	const struct interpreter fresh = { .interpreting = true, .tax_kind = S("volunteer"), .applied_on = cx->today };
	const struct section_form f = { .section = &pool_section,
		                        .area = "people",
		                        .title_key = "pool.person_new",
		                        .lead_key = "pool.person_new_lead",
		                        .rec = &interpreter_new_rec,
		                        .row = &fresh,
		                        .action = person_path(cx, rq, 0, "new"),
		                        .back = person_path(cx, rq, 0, ""),
		                        .back_text = word(cx->words, cx->mem, "pool.area.people"),
		                        .submit_key = "pool.submit_person" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_person_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_new(cx, rq, rs, 200);
}

err pool_person_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter row = { 0 }, saved;
	err e = form_read(cx, rq->http, &interpreter_new_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.person", interpreter_save_in_tx, &row, &saved, sizeof saved);
	if (e != OK)
		return frame_tells(e) ? show_new(cx, rq, rs, page_status(e)) : e;
	str path = person_path(cx, rq, saved.id, "");
	return page_done_thing(cx, rq->http, rs, path, "pool.done_person", path, saved.version);
}

static err show_edit(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct interpreter person;
	TRY(interpreter_find(cx, &rq->centre, route_id(rq), &person));
	const struct section_form f = { .section = &pool_section,
		                        .area = "people",
		                        .title_key = "pool.person_edit",
		                        .about = person.name,
		                        .rec = &interpreter_form_rec,
		                        .row = &person,
		                        .action = person_path(cx, rq, person.id, "edit"),
		                        .back = person_path(cx, rq, person.id, ""),
		                        .submit_key = "pool.submit_save" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_person_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_edit(cx, rq, rs, 200);
}

static err show_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct interpreter *typed)
{
	struct interpreter stored;
	TRY(interpreter_find(cx, &rq->centre, typed->id, &stored));
	return stale_show(cx, rq, rs, &interpreter_form_rec, &stored, typed, stored.version,
	                  person_path(cx, rq, typed->id, "edit"), "pool.submit_save");
}

err pool_person_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter row = { .id = route_id(rq), .version = sent_version(rq) }, saved;
	err e = form_read(cx, rq->http, &interpreter_form_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.person", interpreter_save_in_tx, &row, &saved, sizeof saved);
	if (e == E_STALE)
		return show_stale(cx, rq, rs, &row);
	if (e != OK)
		return frame_tells(e) ? show_edit(cx, rq, rs, page_status(e)) : e;
	str path = person_path(cx, rq, row.id, "");
	return page_done_thing(cx, rq->http, rs, path, "pool.done_saved", path, saved.version);
}

/* --- languages ---------------------------------------------------------------------------------------------------- */

static err show_spoken(struct cx *cx, const struct request *rq, struct res *rs, int status, int64_t person_id,
                       const struct interpreter_language *row)
{
	struct interpreter person;
	TRY(interpreter_find(cx, &rq->centre, person_id, &person));
	struct section_form f = { .section = &pool_section,
		                  .area = "people",
		                  .title_key = row->id ? "pool.language_edit" : "pool.language_new",
		                  .about = person.name,
		                  .rec = &interpreter_language_form_rec,
		                  .row = row,
		                  .action = row->id ? pool_at(cx, rq, "spoken", row->id, "edit")
		                                    : person_path(cx, rq, person_id, "languages/new"),
		                  .back = person_path(cx, rq, person_id, ""),
		                  .submit_key = "pool.submit_language",
		                  .offer_field = "language_code" };
	TRY(language_choices(cx, &f.offers));
	if (row->id)
		f.remove = (struct link){ .text = word(cx->words, cx->mem, "pool.do_language_remove"),
			                  .path = pool_at(cx, rq, "spoken", row->id, "remove") };
	return section_form_show(cx, rq, rs, status, &f);
}

err spoken_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	const struct interpreter_language fresh = { .on_site = true, .phone = true, .level = S("fluent") };
	return show_spoken(cx, rq, rs, 200, route_id(rq), &fresh);
}

err spoken_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_language row = { .interpreter_id = route_id(rq) }, saved;
	err e = form_read(cx, rq->http, &interpreter_language_form_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.language", interpreter_language_save_in_tx, &row, &saved, sizeof saved);
	if (e != OK)
		return frame_tells(e) ? show_spoken(cx, rq, rs, page_status(e), row.interpreter_id, &row) : e;
	return page_done(cx, rq->http, rs, person_path(cx, rq, row.interpreter_id, ""), "pool.done_language");
}

err spoken_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_language row;
	TRY(interpreter_language_find(cx, &rq->centre, route_id(rq), &row));
	return show_spoken(cx, rq, rs, 200, row.interpreter_id, &row);
}

err spoken_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_language row, saved;
	TRY(interpreter_language_find(cx, &rq->centre, route_id(rq), &row));
	err e = form_read(cx, rq->http, &interpreter_language_form_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.language", interpreter_language_save_in_tx, &row, &saved, sizeof saved);
	if (e != OK)
		return frame_tells(e) ? show_spoken(cx, rq, rs, page_status(e), row.interpreter_id, &row) : e;
	return page_done(cx, rq->http, rs, person_path(cx, rq, row.interpreter_id, ""), "pool.done_language");
}

err spoken_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_language row = { .id = route_id(rq) }, was;
	TRY(pool_write(cx, rq, "pool.language_remove", interpreter_language_remove_in_tx, &row, &was, sizeof was));
	return page_done(cx, rq->http, rs, person_path(cx, rq, was.interpreter_id, ""), "pool.done_language_remove");
}

/* --- the week ----------------------------------------------------------------------------------------------------- */

struct week_form {
	int64_t version;
	str monday, tuesday, wednesday, thursday, friday, saturday, sunday;
};
static const struct field week_fields[] = {
	FIELD(struct week_form, version, KIND_INT, .hidden = true),
	FIELD(struct week_form, monday, KIND_TEXT, .input = true, .max = 100, .label = "pool.weekday_1"),
	FIELD(struct week_form, tuesday, KIND_TEXT, .input = true, .max = 100, .label = "pool.weekday_2"),
	FIELD(struct week_form, wednesday, KIND_TEXT, .input = true, .max = 100, .label = "pool.weekday_3"),
	FIELD(struct week_form, thursday, KIND_TEXT, .input = true, .max = 100, .label = "pool.weekday_4"),
	FIELD(struct week_form, friday, KIND_TEXT, .input = true, .max = 100, .label = "pool.weekday_5"),
	FIELD(struct week_form, saturday, KIND_TEXT, .input = true, .max = 100, .label = "pool.weekday_6"),
	FIELD(struct week_form, sunday, KIND_TEXT, .input = true, .max = 100, .label = "pool.weekday_7"),
};
const struct record pool_week_form_rec = RECORD("pool_week", struct week_form, week_fields);

static str *line_of(struct week_form *w, int weekday)
{
	str *const lines[] = { &w->monday, &w->tuesday,  &w->wednesday, &w->thursday,
		               &w->friday, &w->saturday, &w->sunday };
	return lines[weekday - 1];
}

static err stored_week(struct cx *cx, const struct request *rq, const struct interpreter *person, struct week_form *ret)
{
	struct list all = { 0 };
	TRY(interpreter_hours_of(cx, &rq->centre, person->id, &all));
	*ret = (struct week_form){ .version = person->version };
	for (int weekday = 1; weekday <= 7; weekday++) {
		struct list spans = { 0 };
		LIST_EACH (const struct interpreter_hours, h, &all)
			if (h->weekday == weekday)
				*LIST_ADD(cx->mem, &spans, struct day_span) =
				        (struct day_span){ h->from_minute, h->to_minute };
		*line_of(ret, weekday) = spans.n ? hours_said(cx->mem, &spans) : STR_NONE;
	}
	return OK;
}

static err read_week(struct cx *cx, struct week_form *typed, struct interpreter_week *ret)
{
	err e = OK;
	for (int weekday = 1; weekday <= 7; weekday++) {
		struct list spans = { 0 };
		if (!hours_parse(cx->mem, *line_of(typed, weekday), &spans))
			e = problem_add(cx, pool_week_form_rec.fields[weekday].name, "pool.hours_wrong", NO_ARGS);
		LIST_EACH (const struct day_span, s, &spans)
			*LIST_ADD(cx->mem, &ret->hours, struct interpreter_hours) = (struct interpreter_hours){
				.weekday = weekday, .from_minute = s->from_minute, .to_minute = s->to_minute
			};
	}
	return e;
}

static err show_hours(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct interpreter person;
	struct week_form week;
	TRY(interpreter_find(cx, &rq->centre, route_id(rq), &person));
	TRY(stored_week(cx, rq, &person, &week));
	const struct section_form f = { .section = &pool_section,
		                        .area = "people",
		                        .title_key = "pool.hours_title",
		                        .about = person.name,
		                        .lead_key = "pool.hours_lead",
		                        .rec = &pool_week_form_rec,
		                        .row = &week,
		                        .action = person_path(cx, rq, person.id, "hours"),
		                        .back = person_path(cx, rq, person.id, ""),
		                        .submit_key = "pool.submit_hours" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_hours_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_hours(cx, rq, rs, 200);
}

static err hours_stale(struct cx *cx, const struct request *rq, struct res *rs, const struct week_form *typed)
{
	struct interpreter person;
	struct week_form stored;
	TRY(interpreter_find(cx, &rq->centre, route_id(rq), &person));
	TRY(stored_week(cx, rq, &person, &stored));
	return stale_show(cx, rq, rs, &pool_week_form_rec, &stored, typed, stored.version,
	                  person_path(cx, rq, person.id, "hours"), "pool.submit_hours");
}

err pool_hours_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct week_form typed = { 0 };
	struct interpreter_week week = { .interpreter_id = route_id(rq), .version = sent_version(rq) };
	struct interpreter saved;
	err e = form_read(cx, rq->http, &pool_week_form_rec, &typed);
	if (e == OK)
		e = read_week(cx, &typed, &week);
	if (e == OK)
		e = pool_write(cx, rq, "pool.hours", interpreter_week_save_in_tx, &week, &saved, sizeof saved);
	if (e == E_STALE)
		return hours_stale(cx, rq, rs, &typed);
	if (e != OK)
		return frame_tells(e) ? show_hours(cx, rq, rs, page_status(e)) : e;
	str path = person_path(cx, rq, week.interpreter_id, "");
	return page_done_thing(cx, rq->http, rs, path, "pool.done_hours", path, saved.version);
}

/* --- exceptions --------------------------------------------------------------------------------------------------- */

static err show_exception(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct interpreter person;
	const struct interpreter_exception fresh = { .kind = S("away") };
	TRY(interpreter_find(cx, &rq->centre, route_id(rq), &person));
	const struct section_form f = { .section = &pool_section,
		                        .area = "people",
		                        .title_key = "pool.exception_new",
		                        .about = person.name,
		                        .lead_key = "pool.exception_lead",
		                        .rec = &interpreter_exception_form_rec,
		                        .row = &fresh,
		                        .action = person_path(cx, rq, person.id, "exceptions/new"),
		                        .back = person_path(cx, rq, person.id, ""),
		                        .submit_key = "pool.submit_exception" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pool_exception_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_exception(cx, rq, rs, 200);
}

err pool_exception_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_exception row = { .interpreter_id = route_id(rq) }, saved;
	err e = form_read(cx, rq->http, &interpreter_exception_form_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.exception", interpreter_exception_add_in_tx, &row, &saved, sizeof saved);
	if (e != OK)
		return frame_tells(e) ? show_exception(cx, rq, rs, page_status(e)) : e;
	return page_done(cx, rq->http, rs, person_path(cx, rq, row.interpreter_id, ""), "pool.done_exception");
}

err pool_exception_remove_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct interpreter_exception row = { .id = route_id(rq) }, was;
	TRY(pool_write(cx, rq, "pool.exception_remove", interpreter_exception_remove_in_tx, &row, &was, sizeof was));
	return page_done(cx, rq->http, rs, person_path(cx, rq, was.interpreter_id, ""), "pool.done_exception_remove");
}
