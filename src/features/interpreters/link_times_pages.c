/* link_times_pages.c -- when it really began and ended: the person says it, the institution confirms it (P-INT-6). */
#include "core/centre_frame.h"
#include "core/words.h"
#include "features/interpreters/booking_times.h"
#include "features/interpreters/link_pages.h"

static const struct field times_fields[] = {
	FIELD(struct times_said, begin, KIND_TEXT, .input = true, .required = true, .max = 5),
	FIELD(struct times_said, end, KIND_TEXT, .input = true, .required = true, .max = 5),
	FIELD(struct times_said, travel_minutes, KIND_INT, .input = true, .maybe = true, .min = 0, .max = 1440),
	FIELD(struct times_said, distance_km, KIND_DECIMAL, .input = true, .maybe = true, .min = 0, .max = 2000000),
	FIELD(struct times_said, travel_cents, KIND_MONEY, .input = true, .maybe = true, .min = 0, .max = 50000),
	FIELD(struct times_said, pin, KIND_TEXT, .input = true, .max = 6),
};
const struct record times_rec = RECORD("link_times", struct times_said, times_fields);
static const char *const verdict_codes[] = { "right", "wrong", NULL };
static const struct choices verdict_choices = { "link_verdict", verdict_codes };
static const struct field sign_fields[] = {
	FIELD(struct sign_said, verdict, KIND_CHOICE, .choices = &verdict_choices, .input = true, .required = true),
	FIELD(struct sign_said, begin, KIND_TEXT, .input = true, .max = 5),
	FIELD(struct sign_said, end, KIND_TEXT, .input = true, .max = 5),
	FIELD(struct sign_said, note, KIND_TEXT, .input = true, .max = 500, .lines = true),
	FIELD(struct sign_said, version, KIND_INT, .hidden = true),
};
const struct record sign_rec = RECORD("link_sign", struct sign_said, sign_fields);

static str path_of(struct cx *cx, const char *folder, const struct request *rq)
{
	return str_print(cx->mem, "/interpreters/%s/" STR_FMT, folder, STR_ARG(route_part(rq, "code")));
}

static err read_link(struct cx *cx, const struct request *rq, const char *purpose, struct pool_link *l,
                     struct booking *b, struct booking_contact *c)
{
	TRY(pool_link_find(cx, route_part(rq, "code"), purpose, l));
	TRY(booking_find(cx, l->centre_id, l->booking_id.v, b));
	TRY(booking_contact_find(cx, l->centre_id, l->booking_id.v, c));
	return b->round == l->round.v ? OK : fail(cx, E_STALE, "booking.moved", NO_ARGS);
}

/* --- the person --------------------------------------------------------------------------------------------------- */

static err show_times(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct booking *b,
                      const struct booking_contact *c)
{
	struct times_said row = { .begin = times_clock(cx, b->starts_at), .end = times_clock(cx, b->ends_at) };
	struct form form =
	        form_of(cx, rq->http, &times_rec, &row, path_of(cx, "times", rq), "link.times_submit", STR_NONE);
	struct link_page p = { .title = word(cx->words, cx->mem, "link.times_title"),
		               .lead = word(cx->words, cx->mem, "link.times_lead"),
		               .form = &form };
	if (b->ends_at.ms > cx->now.ms) {
		p.form = NULL;
		p.lead = word(cx->words, cx->mem, "link.times_early");
	}
	TRY(link_facts(cx, b, c, true, &p.facts));
	return page_show(cx, rq->http, rs, status, &page_link, &p);
}

err times_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_link l;
	struct booking b;
	struct booking_contact c;
	err e = read_link(cx, rq, "times", &l, &b, &c);
	if (e == OK)
		e = show_times(cx, rq, rs, 200, &b, &c);
	return e == OK ? OK : link_too_late(cx, rq, rs, e);
}

static err say_done(struct cx *cx, const struct request *rq, struct res *rs, const char *title, const char *said)
{
	struct link_page p = { .title = word(cx->words, cx->mem, title), .said = word(cx->words, cx->mem, said) };
	return page_show(cx, rq->http, rs, 200, &page_link, &p);
}

err times_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct times_in in = { 0 };
	struct booking b;
	struct booking_contact c;
	struct booking_state s = { 0 };
	err e = read_link(cx, rq, "times", &in.link, &b, &c);
	if (e == OK)
		e = form_read(cx, rq->http, &times_rec, &in.said);
	if (e == OK)
		e = times_read(cx, &b, in.said.begin, in.said.end, &in.times);
	if (e == OK)
		e = times_pin_check(cx, &in);
	if (e == OK)
		e = db_tx(cx, "times reported", times_report_in_tx, &in, &s, sizeof s);
	if (e == E_INVALID)
		e = show_times(cx, rq, rs, 422, &b, &c);
	else if (e == OK)
		e = say_done(cx, rq, rs, "link.times_done",
		             str_is(s.stage, "signed") ? "link.times_signed" : "link.times_said");
	return e == OK ? OK : link_too_late(cx, rq, rs, e);
}

/* --- the institution ---------------------------------------------------------------------------------------------- */

static str say_times(struct cx *cx, const struct booking_times *t)
{
	return word_args(cx->words, cx->mem, "link.from_to",
	                 ARGS({ "begin", say_instant(cx->words, cx->mem, t->starts_at) },
	                      { "end", say_instant(cx->words, cx->mem, t->ends_at) }));
}

/* Before the person has said the times there is nothing to confirm; before it is over, neither. */
static err show_sign(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct pool_link *l,
                     const struct booking *b, const struct booking_contact *c)
{
	struct list events = { 0 };
	struct sign_said row = { .verdict = S("right"), .version = b->version };
	struct form form =
	        form_of(cx, rq->http, &sign_rec, &row, path_of(cx, "sign", rq), "link.sign_submit", STR_NONE);
	struct link_page p = { .title = word(cx->words, cx->mem, "link.sign_title"), .form = &form };
	TRY(booking_events(cx, l->centre_id, b->id, &events));
	struct booking_state s = booking_fold(cx->mem, &events);
	bool reported = s.reported.starts_at.ms != 0;
	p.lead = word(cx->words, cx->mem, reported ? "link.sign_lead" : "link.sign_early");
	if (!reported)
		p.form = NULL;
	TRY(link_facts(cx, b, c, true, &p.facts));
	if (reported)
		*LIST_ADD(cx->mem, &p.facts, struct link_fact) =
		        (struct link_fact){ word(cx->words, cx->mem, "link.reported"), say_times(cx, &s.reported) };
	if (str_is(s.stage, "signed") || str_is(s.stage, "settled")) {
		p.form = NULL;
		p.lead = word(cx->words, cx->mem, "link.sign_done");
	}
	return page_show(cx, rq->http, rs, status, &page_link, &p);
}

err sign_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_link l;
	struct booking b;
	struct booking_contact c;
	err e = read_link(cx, rq, "sign", &l, &b, &c);
	if (e == OK)
		e = show_sign(cx, rq, rs, 200, &l, &b, &c);
	return e == OK ? OK : link_too_late(cx, rq, rs, e);
}

/* "Wrong" needs to say how it was: other times, or what is the matter. */
static err read_verdict(struct cx *cx, const struct booking *b, const struct sign_said *said, struct sign_in *ret)
{
	ret->wrong = str_is(said->verdict, "wrong");
	ret->note = said->note;
	if (!ret->wrong)
		return OK;
	if (said->begin.p || said->end.p)
		return times_read(cx, b, said->begin, said->end, &ret->times);
	return said->note.p ? OK : problem_add(cx, "note", "times.say_what", NO_ARGS);
}

err sign_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_link l = { 0 };
	struct booking b;
	struct booking_contact c;
	struct sign_said said = { 0 };
	struct booking_state s = { 0 };
	err e = read_link(cx, rq, "sign", &l, &b, &c);
	if (e == OK)
		e = form_read(cx, rq->http, &sign_rec, &said);
	struct sign_in in = {
		.centre_id = l.centre_id, .booking_id = l.booking_id.v, .round = l.round.v, .version = sent_version(rq)
	};
	if (e == OK)
		e = read_verdict(cx, &b, &said, &in);
	if (e == OK)
		e = db_tx(cx, "times signed", times_sign_in_tx, &in, &s, sizeof s);
	if (e == E_INVALID)
		e = show_sign(cx, rq, rs, 422, &l, &b, &c);
	else if (e == OK)
		e = say_done(cx, rq, rs, "link.sign_thanks",
		             str_is(s.stage, "signed") ? "link.signed_said" : "link.disputed_said");
	return e == OK ? OK : link_too_late(cx, rq, rs, e);
}
