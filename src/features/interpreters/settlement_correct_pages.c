/* settlement_correct_pages.c -- an assignment that was settled: how its amount came about, and putting it right. */
#include "features/interpreters/settlement_pages.h"

#include "core/words.h"
#include "features/interpreters/tariff_words.h"

struct assignment_page {
	struct centre_frame frame;
	struct section_top top;
	str name, institution, booking_path, person_path;
	day held_on;
	int64_t cents;
	struct list lines; /* struct settlement_line */
	struct list trace; /* struct tariff_line */
	bool unknown;      /* the card is not known any more */
};
static const struct field assignment_fields[] = {
	SECTION_FIELDS(struct assignment_page),
	FIELD(struct assignment_page, name, KIND_TEXT, .label = "settlement_line.name"),
	FIELD(struct assignment_page, institution, KIND_TEXT, .label = "settlement_line.institution"),
	FIELD(struct assignment_page, held_on, KIND_DAY, .label = "settlement_line.held_on"),
	FIELD(struct assignment_page, cents, KIND_MONEY, .label = "settlement.cents"),
	FIELD(struct assignment_page, booking_path, KIND_PATH),
	FIELD(struct assignment_page, person_path, KIND_PATH),
	FIELD(struct assignment_page, lines, KIND_MANY, .of = &settlement_line_rec),
	FIELD(struct assignment_page, trace, KIND_MANY, .of = &tariff_line_rec),
	FIELD(struct assignment_page, unknown, KIND_BOOL, .hidden = true),
};
static const struct record assignment_rec = RECORD("settlement_assignment", struct assignment_page, assignment_fields);
const struct page page_settlement_assignment = { "interpreters/settlement_assignment.html", &assignment_rec };

static err read_lines(struct cx *cx, const struct request *rq, struct list *ret, int64_t *ret_cents)
{
	TRY(settlement_lines_of(cx, rq->centre.id, route_id(rq), ret));
	if (!ret->n)
		return fail(cx, E_NOTFOUND, "settlement.unknown_booking", NO_ARGS);
	*ret_cents = 0;
	LIST_EACH (const struct settlement_line, l, ret)
		*ret_cents += l->cents;
	return OK;
}

err settlement_assignment_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct assignment_page p = { 0 };
	struct settlement_job job = { 0 };
	struct settlement_item item;
	TRY(read_lines(cx, rq, &p.lines, &p.cents));
	TRY(settlement_again(cx, rq->centre.id, route_id(rq), &job, &item));
	const struct settlement_line *first = LIST_AT(&p.lines, struct settlement_line, 0);
	TRY(pool_fill(cx, rq, "settlements", "settlement.assignment_title", first->number, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "settlement.area"), pool_at(cx, rq, "settlements", 0, ""));
	p.name = first->name;
	p.institution = first->institution;
	p.held_on = item.held_on;
	p.unknown = !item.card || item.missing.p;
	if (!p.unknown)
		p.trace = tariff_trace(cx->words, cx->mem, item.card, &item.amount);
	p.booking_path = pool_at(cx, rq, "bookings", first->booking_id, "");
	p.person_path = pool_at(cx, rq, "people", first->interpreter_id, "");
	p.frame.sentence = word_args(cx->words, cx->mem, "settlement.assignment_sentence",
	                             ARGS({ "name", p.name }, { "cents", say_money(cx->words, cx->mem, p.cents) },
	                                  { "day", say_day(cx->words, cx->mem, p.held_on) }));
	section_primary(cx, rq, &p.top, RIGHT_POOL_SETTLE, "settlement.do_correct",
	                pool_at(cx, rq, "settlements/assignments", first->booking_id, "correct"));
	return page_show(cx, rq->http, rs, 200, &page_settlement_assignment, &p);
}

/* --- putting it right --------------------------------------------------------------------------------------------- */

struct correct_form {
	int64_t total_cents;
	str reason;
};
static const struct field correct_fields[] = {
	FIELD(struct correct_form, total_cents, KIND_MONEY, .input = true, .required = true, .min = 0,
	      .max = TARIFF_MOST_CENTS),
	FIELD(struct correct_form, reason, KIND_TEXT, .input = true, .required = true, .lines = true, .max = 500),
};
const struct record settlement_correct_rec = RECORD("settlement_correct", struct correct_form, correct_fields);

static err show_correct(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct correct_form row = { 0 };
	struct list lines = { 0 };
	TRY(read_lines(cx, rq, &lines, &row.total_cents));
	const struct settlement_line *first = LIST_AT(&lines, struct settlement_line, 0);
	const struct section_form f = {
		.section = &pool_section,
		.area = "settlements",
		.title_key = "settlement.correct_title",
		.about = first->number,
		.lead_key = "settlement.correct_lead",
		.args = args_copy(cx->mem, ARGS({ "name", first->name },
		                                { "cents", say_money(cx->words, cx->mem, row.total_cents) })),
		.rec = &settlement_correct_rec,
		.row = &row,
		.action = pool_at(cx, rq, "settlements/assignments", first->booking_id, "correct"),
		.back = pool_at(cx, rq, "settlements/assignments", first->booking_id, ""),
		.submit_key = "settlement.correct_submit",
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err settlement_correct_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_correct(cx, rq, rs, 200);
}

err settlement_correct_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct correct_form form = { 0 };
	int64_t id = 0;
	err e = form_read(cx, rq->http, &settlement_correct_rec, &form);
	const struct settlement_correction c = { &rq->centre, route_id(rq), form.total_cents, form.reason };
	if (e == OK)
		e = db_tx(cx, "pool.correct", settlement_correct_in_tx, &c, &id, sizeof id);
	if (e == OK)
		return page_done(cx, rq->http, rs, pool_at(cx, rq, "settlements/assignments", c.booking_id, ""),
		                 "settlement.correct_done");
	return frame_tells(e) ? show_correct(cx, rq, rs, page_status(e)) : e;
}
