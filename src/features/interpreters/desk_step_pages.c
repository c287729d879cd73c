/* desk_step_pages.c -- the steps of a booking that have a small form of their own. */
#include "core/words.h"
#include "features/interpreters/booking_offer.h"
#include "features/interpreters/booking_request.h"
#include "features/interpreters/booking_times.h"
#include "features/interpreters/desk_pages.h"
#include "features/interpreters/pool_mail.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/request_pages.h"

static err find(struct cx *cx, const struct request *rq, struct booking *ret)
{
	return booking_find(cx, rq->centre.id, route_id(rq), ret);
}

/* A form about one booking; tail: its address behind that of the booking. */
static struct section_form form_for(struct cx *cx, const struct request *rq, const struct booking *b, const char *tail,
                                    const char *title_key, const struct record *rec, const void *row,
                                    const char *submit_key)
{
	return (struct section_form){ .section = &pool_section,
		                      .area = "bookings",
		                      .title_key = title_key,
		                      .about = b->number,
		                      .rec = rec,
		                      .row = row,
		                      .action = pool_at(cx, rq, "bookings", b->id, tail),
		                      .back = pool_at(cx, rq, "bookings", b->id, ""),
		                      .submit_key = submit_key };
}

static err done(struct cx *cx, const struct request *rq, struct res *rs, const char *notice)
{
	return page_done(cx, rq->http, rs, pool_at(cx, rq, "bookings", route_id(rq), ""), notice);
}

/* --- somebody said yes on the phone ------------------------------------------------------------------------------- */

struct place_form {
	str person, choice; /* choice: number of the date */
};
static const struct field place_fields[] = {
	FIELD(struct place_form, person, KIND_TEXT, .input = true, .required = true, .max = 20),
	FIELD(struct place_form, choice, KIND_TEXT, .input = true, .required = true, .max = 1),
};
const struct record booking_place_rec = RECORD("booking_place", struct place_form, place_fields);

static err show_place(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct booking b;
	struct place_form row = { .choice = S("1") };
	struct list people = { 0 }, dates = { 0 };
	TRY(find(cx, rq, &b));
	struct section_form f =
	        form_for(cx, rq, &b, "place", "desk.place_title", &booking_place_rec, &row, "desk.place_submit");
	const struct people_filter speaks = { .language_code = b.language_code };
	TRY(interpreter_list(cx, &rq->centre, &speaks, &people));
	LIST_EACH (const struct interpreter, i, &people)
		section_offer(cx, &f.offers, i->id, i->name);
	f.offer_field = "person";
	TRY(booking_dates(cx, rq->centre.id, b.id, b.round, &dates));
	LIST_EACH (const struct booking_date, d, &dates)
		section_offer(cx, &f.other_offers, d->choice,
		              request_when(cx, d->starts_at, d->ends_at, str_is(b.service, "translating")));
	f.other_field = "choice";
	return section_form_show(cx, rq, rs, status, &f);
}

err booking_place_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_place(cx, rq, rs, 200);
}

err booking_place_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct place_form in = { 0 };
	struct booking b;
	struct booking_state s;
	int64_t person = 0, choice = 0;
	TRY(find(cx, rq, &b));
	err e = form_read(cx, rq->http, &booking_place_rec, &in);
	if (e == OK && !str_to_int(in.person, &person))
		e = problem_add(cx, "person", "desk.no_person", NO_ARGS);
	if (e == OK && !str_to_int(in.choice, &choice))
		e = problem_add(cx, "choice", "booking.no_date", NO_ARGS);
	const struct offer_place place = { rq->centre.id, b.id, b.round, person, choice };
	if (e == OK)
		e = db_tx(cx, "place interpreter", offer_accept_in_tx, &place, &s, sizeof s);
	if (e == E_STALE)
		e = problem_add(cx, "person", cx->fault.key, cx->fault.args);
	if (e == E_INVALID)
		return show_place(cx, rq, rs, 422);
	TRY(e);
	return done(cx, rq, rs, "notice.placed");
}

/* --- cannot come after all ---------------------------------------------------------------------------------------- */

struct note_form {
	str note;
};
static const struct field return_fields[] = { FIELD(struct note_form, note, KIND_TEXT, .input = true, .required = true,
	                                            .max = 500, .lines = true) };
const struct record booking_return_rec = RECORD("booking_return", struct note_form, return_fields);
const struct record booking_note_rec = RECORD("booking_note", struct note_form, return_fields);

static err show_note(struct cx *cx, const struct request *rq, struct res *rs, int status, bool back)
{
	struct booking b;
	TRY(find(cx, rq, &b));
	struct section_form f = form_for(
	        cx, rq, &b, back ? "return" : "note", back ? "desk.return_title" : "desk.note_title",
	        back ? &booking_return_rec : &booking_note_rec, NULL, back ? "desk.return_submit" : "desk.note_submit");
	f.lead_key = back ? "desk.return_lead" : NULL;
	return section_form_show(cx, rq, rs, status, &f);
}

err booking_return_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_note(cx, rq, rs, 200, true);
}

err booking_return_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct note_form in = { 0 };
	struct booking_state s;
	err e = form_read(cx, rq->http, &booking_return_rec, &in);
	const struct offer_return back = { rq->centre.id, route_id(rq), in.note };
	if (e == OK)
		e = db_tx(cx, "assignment given back", offer_return_in_tx, &back, &s, sizeof s);
	if (e == E_INVALID)
		return show_note(cx, rq, rs, 422, true);
	TRY(e);
	return done(cx, rq, rs, "notice.returned");
}

/* --- a remark ----------------------------------------------------------------------------------------------------- */

static err add_note(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct offer_return *n = in;
	const struct booking_event e = { .kind = S("noted"), .note = n->note, .round = 1 };
	return booking_event_in_tx(cx, n->centre_id, n->booking_id, &e, NULL);
}

err booking_note_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_note(cx, rq, rs, 200, false);
}

err booking_note_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct note_form in = { 0 };
	err e = form_read(cx, rq->http, &booking_note_rec, &in);
	const struct offer_return note = { rq->centre.id, route_id(rq), in.note };
	if (e == OK)
		e = db_tx(cx, "booking note", add_note, &note, NULL, 0);
	if (e == E_INVALID)
		return show_note(cx, rq, rs, 422, false);
	TRY(e);
	return done(cx, rq, rs, "notice.noted");
}

/* --- times from the paper sheet ----------------------------------------------------------------------------------- */

static const struct field sheet_fields[] = {
	FIELD(struct times_said, begin, KIND_TEXT, .input = true, .required = true, .max = 5),
	FIELD(struct times_said, end, KIND_TEXT, .input = true, .required = true, .max = 5),
	FIELD(struct times_said, travel_minutes, KIND_INT, .input = true, .maybe = true, .min = 0, .max = 1440),
	FIELD(struct times_said, distance_km, KIND_DECIMAL, .input = true, .maybe = true, .min = 0, .max = 2000000),
	FIELD(struct times_said, travel_cents, KIND_MONEY, .input = true, .maybe = true, .min = 0, .max = 50000),
};
const struct record booking_sheet_rec = RECORD("link_times", struct times_said, sheet_fields);

static err show_sheet(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct booking b;
	TRY(find(cx, rq, &b));
	struct times_said row = { .begin = times_clock(cx, b.starts_at), .end = times_clock(cx, b.ends_at) };
	struct section_form f =
	        form_for(cx, rq, &b, "sheet", "desk.sheet_title", &booking_sheet_rec, &row, "desk.sheet_submit");
	f.lead_key = "desk.sheet_lead";
	return section_form_show(cx, rq, rs, status, &f);
}

/* The sheet carries both signatures: what the person says and the institution confirms, at once. */
static err take_sheet(struct cx *cx, const void *in, void *ret)
{
	const struct times_in *t = in;
	struct times_in both = *t;
	both.pin.id = 1;
	return times_report_in_tx(cx, &both, ret);
}

err booking_sheet_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_sheet(cx, rq, rs, 200);
}

err booking_sheet_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct times_in in = { 0 };
	struct booking b;
	struct booking_state s;
	TRY(find(cx, rq, &b));
	in.link = (struct pool_link){ .centre_id = rq->centre.id,
		                      .booking_id = MAYBE(b.id),
		                      .round = MAYBE(b.round),
		                      .interpreter_id = b.interpreter_id };
	err e = form_read(cx, rq->http, &booking_sheet_rec, &in.said);
	if (e == OK)
		e = times_read(cx, &b, in.said.begin, in.said.end, &in.times);
	if (e == OK)
		e = db_tx(cx, "times from a sheet", take_sheet, &in, &s, sizeof s);
	if (e == E_INVALID)
		return show_sheet(cx, rq, rs, 422);
	TRY(e);
	return done(cx, rq, rs, "notice.times_signed");
}

/* --- it does not take place --------------------------------------------------------------------------------------- */

struct close_form {
	str how;
	bool late;
	str note;
};
static const char *const how_codes[] = { "cancelled", "unfilled", "not_held", "refused", NULL };
static const struct choices how_choices = { "booking_close", how_codes };
static const struct field close_fields[] = {
	FIELD(struct close_form, how, KIND_CHOICE, .choices = &how_choices, .input = true, .required = true),
	FIELD(struct close_form, late, KIND_BOOL, .input = true),
	FIELD(struct close_form, note, KIND_TEXT, .input = true, .required = true, .max = 500, .lines = true),
};
const struct record booking_close_rec = RECORD("booking_close", struct close_form, close_fields);

struct closing {
	int64_t centre_id;
	struct booking b;
	struct close_form form;
};

/* Cancelling is the same as by the institution itself: whether it is late, the tariff card says. */
static err close_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct closing *c = in;
	struct booking_state s;
	const struct booking_cancel cancel = { c->centre_id, c->b.id, c->form.note };
	struct booking_event e = { .kind = c->form.how, .round = c->b.round, .note = c->form.note };
	if (str_is(e.kind, "cancelled")) {
		TRY(booking_cancel_in_tx(cx, &cancel, &s));
		return pool_mail_in_tx(cx, c->centre_id, POOL_MAIL_CANCELLED, c->b.id, s.round, 0);
	}
	if (str_is(e.kind, "not_held"))
		e.late = MAYBE(c->form.late ? 1 : 0);
	TRY(booking_event_in_tx(cx, c->centre_id, c->b.id, &e, &s));
	if (str_is(e.kind, "not_held"))
		return OK; /* both sides were there, or know why not */
	return pool_mail_in_tx(cx, c->centre_id, str_is(e.kind, "refused") ? POOL_MAIL_REFUSED : POOL_MAIL_UNFILLED,
	                       c->b.id, s.round, 0);
}

/* What cancelling now would cost, before anybody does it. */
static err say_late(struct cx *cx, const struct request *rq, const struct booking *b, struct section_form *f)
{
	struct booking_late late;
	TRY(booking_late_now(cx, rq->centre.id, b, &late));
	if (!late.someone_comes)
		return OK;
	f->lead_key = late.late ? "desk.close_late" : "desk.close_in_time";
	f->args = args_copy(cx->mem, ARGS({ "about", b->number }, { "hours", say_int(cx->words, cx->mem, late.hours) },
	                                  { "amount", say_money(cx->words, cx->mem, late.cents) }));
	return OK;
}

static err show_close(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct booking b;
	TRY(find(cx, rq, &b));
	struct section_form f =
	        form_for(cx, rq, &b, "close", "desk.close_title", &booking_close_rec, NULL, "desk.close_submit");
	TRY(say_late(cx, rq, &b, &f));
	return section_form_show(cx, rq, rs, status, &f);
}

err booking_close_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_close(cx, rq, rs, 200);
}

err booking_close_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct closing in = { .centre_id = rq->centre.id };
	TRY(find(cx, rq, &in.b));
	err e = form_read(cx, rq->http, &booking_close_rec, &in.form);
	if (e == OK && in.form.late && !str_is(in.form.how, "not_held"))
		e = problem_add(cx, "late", "desk.late_is_computed", NO_ARGS);
	if (e == OK)
		e = db_tx(cx, "close booking", close_in_tx, &in, NULL, 0);
	if (e == E_STALE)
		e = problem_add(cx, "how", cx->fault.key, cx->fault.args);
	if (e == E_INVALID)
		return show_close(cx, rq, rs, 422);
	TRY(e);
	return done(cx, rq, rs, "notice.booking_closed");
}
