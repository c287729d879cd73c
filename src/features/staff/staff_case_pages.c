/* Qualification with its evidence, and exceptions as small cases: parties, dates, decision (S-STA-3, -4, -5). The step
 * that decides is the employer's; only who leads the KI records it. */
#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"

static const struct field withdraw_fields[] = {
	FIELD(struct qualification, withdrawn_on, KIND_DAY, .input = true, .required = true),
};
const struct record qualification_withdraw_rec = RECORD("qualification", struct qualification, withdraw_fields);

static const char *const next_codes[] = { "asked", "answered", "withdrawn", NULL };
static const struct choices next_choices = { "exception_step_kind", next_codes };
static const char *const decision_codes[] = { "granted", "refused", NULL };
static const struct choices decision_choices = { "exception_step_kind", decision_codes };
static const struct field next_fields[] = {
	FIELD(struct exception_step, kind, KIND_CHOICE, .choices = &next_choices, .input = true, .required = true),
	FIELD(struct exception_step, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct exception_step, note, KIND_TEXT, .input = true, .required = true, .max = 2000, .lines = true),
};
const struct record exception_next_rec = RECORD("exception_step", struct exception_step, next_fields);
static const struct field decide_fields[] = {
	FIELD(struct exception_step, kind, KIND_CHOICE, .label = "exception_step.decision",
	      .choices = &decision_choices, .input = true, .required = true),
	FIELD(struct exception_step, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct exception_step, note, KIND_TEXT, .label = "exception_step.reason", .input = true, .required = true,
	      .max = 2000, .lines = true),
};
const struct record exception_decide_rec = RECORD("exception_step", struct exception_step, decide_fields);

static str person_path(struct cx *cx, const struct request *rq, int64_t id)
{
	return staff_at(cx, rq, "people", id, "");
}

/* --- qualification ------------------------------------------------------------------------------------------------ */

static err show_qualification(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct person person;
	TRY(person_find(cx, &rq->centre, route_id(rq), &person));
	const struct section_form f = { .section = &staff_section,
		                        .area = "people",
		                        .title_key = "staff.qualification_new",
		                        .about = person.name,
		                        .lead_key = "staff.qualification_lead",
		                        .rec = &qualification_form_rec,
		                        .action = staff_at(cx, rq, "people", person.id, "qualification"),
		                        .back = person_path(cx, rq, person.id),
		                        .submit_key = "staff.submit_qualification" };
	return section_form_show(cx, rq, rs, status, &f);
}

err qualification_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_qualification(cx, rq, rs, 200);
}

err qualification_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct qualification row = { .person_id = route_id(rq) }, saved;
	err e = form_read(cx, rq->http, &qualification_form_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.qualification", qualification_add_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, person_path(cx, rq, row.person_id), "staff.done_qualification");
	return frame_tells(e) ? show_qualification(cx, rq, rs, page_status(e)) : e;
}

static err show_withdraw(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct qualification q;
	struct person person;
	TRY(qualification_find(cx, &rq->centre, route_id(rq), &q));
	TRY(person_find(cx, &rq->centre, q.person_id, &person));
	const struct qualification row = { .withdrawn_on = cx->today };
	const struct section_form f = { .section = &staff_section,
		                        .area = "people",
		                        .title_key = "staff.withdraw_title",
		                        .about = q.title,
		                        .lead_key = "staff.withdraw_lead",
		                        .args = args_copy(cx->mem, ARGS({ "name", person.name }, { "title", q.title })),
		                        .rec = &qualification_withdraw_rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "qualifications", q.id, "withdraw"),
		                        .back = person_path(cx, rq, person.id),
		                        .back_text = person.name,
		                        .submit_key = "staff.submit_withdraw" };
	return section_form_show(cx, rq, rs, status, &f);
}

err qualification_withdraw_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_withdraw(cx, rq, rs, 200);
}

err qualification_withdraw_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct qualification row = { .id = route_id(rq) }, saved;
	err e = form_read(cx, rq->http, &qualification_withdraw_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.qualification_withdraw", qualification_withdraw_in_tx, &row, &saved,
		                sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, person_path(cx, rq, saved.person_id), "staff.done_withdraw");
	return frame_tells(e) ? show_withdraw(cx, rq, rs, page_status(e)) : e;
}

/* --- a new exception ---------------------------------------------------------------------------------------------- */

static err show_exception_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct person person;
	const struct exception_case row = { .applied_on = cx->today };
	TRY(person_find(cx, &rq->centre, route_id(rq), &person));
	const struct section_form f = { .section = &staff_section,
		                        .area = "people",
		                        .title_key = "staff.exception_new",
		                        .about = person.name,
		                        .lead_key = "staff.exception_lead",
		                        .rec = &exception_form_rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "people", person.id, "exception"),
		                        .back = person_path(cx, rq, person.id),
		                        .submit_key = "staff.submit_exception" };
	return section_form_show(cx, rq, rs, status, &f);
}

err exception_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_exception_new(cx, rq, rs, 200);
}

err exception_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct exception_case row = { .person_id = route_id(rq) }, saved;
	err e = form_read(cx, rq->http, &exception_form_rec, &row);
	if (e == OK)
		e = staff_write(cx, rq, "staff.exception", exception_open_in_tx, &row, &saved, sizeof saved);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "exceptions", saved.id, ""),
		                 "staff.done_exception");
	return frame_tells(e) ? show_exception_new(cx, rq, rs, page_status(e)) : e;
}

/* --- the case ----------------------------------------------------------------------------------------------------- */

struct exception_page {
	struct centre_frame frame;
	struct section_top top;
	struct exception_case exception;
	bool open, good, bad;
	str next; /* what has to be done next, in words; absent when it is decided */
	str person_path, decide_path;
};
static const struct field exception_fields[] = {
	SECTION_FIELDS(struct exception_page),
	FIELD(struct exception_page, exception, KIND_ONE, .of = &exception_rec),
	FIELD(struct exception_page, open, KIND_BOOL),
	FIELD(struct exception_page, good, KIND_BOOL, .hidden = true),
	FIELD(struct exception_page, bad, KIND_BOOL, .hidden = true),
	FIELD(struct exception_page, next, KIND_TEXT),
	FIELD(struct exception_page, person_path, KIND_PATH),
	FIELD(struct exception_page, decide_path, KIND_PATH),
};
static const struct record page_rec = RECORD("staff_exception", struct exception_page, exception_fields);
const struct page page_exception = { "staff/exception.html", &page_rec };

static bool is_for_specialist(const struct exception_case *c)
{
	return str_is(c->kind, "specialist");
}

static bool has_step(const struct exception_case *c, const char *kind)
{
	LIST_EACH (const struct exception_step, s, &c->steps)
		if (str_is(s->kind, kind))
			return true;
	return false;
}

static str next_of(struct cx *cx, const struct exception_case *c)
{
	const char *key = !has_step(c, "asked") && is_for_specialist(c) ? "staff.exception_next_ministry"
	                  : !has_step(c, "asked")                       ? "staff.exception_next_authority"
	                  : !has_step(c, "answered")                    ? "staff.exception_next_answer"
	                                                                : "staff.exception_next_decide";
	return word(cx->words, cx->mem, key);
}

/* The step that comes next is offered; who is consulted the kind of exception says. */
static struct exception_step fresh_step(struct cx *cx, const struct exception_case *c)
{
	return (struct exception_step){ .day = cx->today, .kind = has_step(c, "asked") ? S("answered") : S("asked") };
}

static err show_case(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct exception_page p = { 0 };
	TRY(exception_find(cx, &rq->centre, route_id(rq), &p.exception));
	const struct exception_step fresh = fresh_step(cx, &p.exception);
	TRY(staff_fill(cx, rq, "people", "staff.exception_title", p.exception.person_name, &p.frame, &p.top));
	p.person_path = person_path(cx, rq, p.exception.person_id);
	section_crumb(cx, &p.frame, p.exception.person_name, p.person_path);
	p.good = str_is(p.exception.state, "granted");
	p.bad = str_is(p.exception.state, "refused");
	p.open = str_is(p.exception.state, "open") || str_is(p.exception.state, "consulting");
	if (p.open)
		p.next = next_of(cx, &p.exception);
	if (p.open && has_step(&p.exception, "asked"))
		section_other(cx, rq, &p.top, RIGHT_STAFF_DECIDE, "staff.do_decide",
		              staff_at(cx, rq, "exceptions", p.exception.id, "decide"));
	if (p.open || status != 200)
		p.frame.form = frame_form(cx, rq, RIGHT_STAFF_RECORD, &exception_next_rec, &fresh,
		                          staff_at(cx, rq, "exceptions", p.exception.id, "steps"), "staff.submit_step");
	return page_show(cx, rq->http, rs, status, &page_exception, &p);
}

err exception_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_case(cx, rq, rs, 200);
}

/* Whom the employer consults, and who decides, is not a question: the decree says it (RdErl. 4.1, 4.2). */
static err party_of(struct cx *cx, const struct request *rq, struct exception_step *row)
{
	struct exception_case c = { 0 };
	TRY(exception_find(cx, &rq->centre, row->exception_id, &c));
	bool consulting = str_is(row->kind, "asked") || str_is(row->kind, "answered");
	row->party = !consulting ? S("employer") : is_for_specialist(&c) ? S("ministry") : S("authority");
	return OK;
}

static err save_step(struct cx *cx, const struct request *rq, const struct record *rec)
{
	struct exception_step row = { .exception_id = route_id(rq) }, saved;
	TRY(form_read(cx, rq->http, rec, &row));
	TRY(party_of(cx, rq, &row));
	return staff_write(cx, rq, "staff.exception_step", exception_step_in_tx, &row, &saved, sizeof saved);
}

err exception_step_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	err e = save_step(cx, rq, &exception_next_rec);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "exceptions", route_id(rq), ""), "staff.done_step");
	return frame_tells(e) ? show_case(cx, rq, rs, page_status(e)) : e;
}

static err show_decide(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct exception_case c = { 0 };
	const struct exception_step row = { .day = cx->today };
	TRY(exception_find(cx, &rq->centre, route_id(rq), &c));
	const struct section_form f = { .section = &staff_section,
		                        .area = "people",
		                        .title_key = "staff.decide_title",
		                        .about = c.person_name,
		                        .lead_key = "staff.decide_lead",
		                        .rec = &exception_decide_rec,
		                        .row = &row,
		                        .action = staff_at(cx, rq, "exceptions", c.id, "decide"),
		                        .back = staff_at(cx, rq, "exceptions", c.id, ""),
		                        .submit_key = "staff.submit_decide" };
	return section_form_show(cx, rq, rs, status, &f);
}

err exception_decide_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_decide(cx, rq, rs, 200);
}

err exception_decide_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	err e = save_step(cx, rq, &exception_decide_rec);
	if (e == OK)
		return page_done(cx, rq->http, rs, staff_at(cx, rq, "exceptions", route_id(rq), ""),
		                 "staff.done_decide");
	return frame_tells(e) ? show_decide(cx, rq, rs, page_status(e)) : e;
}
