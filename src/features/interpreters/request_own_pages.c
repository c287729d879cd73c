/* What the institution sees of its request by the link in its mail, and what it can do about it. */
#include "features/centres/centres_model.h"
#include "features/interpreters/request_pages.h"

#include <inttypes.h>

#include "core/centre_frame.h"
#include "features/interpreters/booking_request.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_link.h"

static const struct field own_asked[] = { ASKED("sent", KIND_BOOL) };
const struct record own_asked_rec = ASKED_RECORD(own_asked);

struct own_event {
	instant at;
	str what, note;
};
static const struct field event_fields[] = {
	FIELD(struct own_event, at, KIND_INSTANT),
	FIELD(struct own_event, what, KIND_TEXT),
	FIELD(struct own_event, note, KIND_TEXT),
};
static const struct record event_rec = RECORD("own_event", struct own_event, event_fields);

struct own_page {
	str title, name, said, next, number;
	str stage, tone;
	bool sent, good, warn, bad;
	struct list facts;    /* struct fact */
	struct list timeline; /* struct own_event */
	str cancel_path, move_path, feedback_path, again_path, reach;
};
static const struct field page_fields[] = {
	FIELD(struct own_page, title, KIND_TEXT),
	FIELD(struct own_page, name, KIND_TEXT),
	FIELD(struct own_page, said, KIND_TEXT),
	FIELD(struct own_page, next, KIND_TEXT),
	FIELD(struct own_page, number, KIND_TEXT),
	FIELD(struct own_page, stage, KIND_CHOICE, .label = "core.state", .choices = &booking_stage_choices),
	FIELD(struct own_page, sent, KIND_BOOL, .hidden = true),
	FIELD(struct own_page, good, KIND_BOOL, .hidden = true),
	FIELD(struct own_page, warn, KIND_BOOL, .hidden = true),
	FIELD(struct own_page, bad, KIND_BOOL, .hidden = true),
	FIELD(struct own_page, facts, KIND_MANY, .of = &fact_rec),
	FIELD(struct own_page, timeline, KIND_MANY, .of = &event_rec),
	FIELD(struct own_page, cancel_path, KIND_PATH),
	FIELD(struct own_page, move_path, KIND_PATH),
	FIELD(struct own_page, feedback_path, KIND_PATH),
	FIELD(struct own_page, again_path, KIND_PATH),
	FIELD(struct own_page, reach, KIND_TEXT),
};
static const struct record page_rec = RECORD("own_request", struct own_page, page_fields);
const struct page page_own_request = { "interpreters/own_request.html", &page_rec };

/* --- what the link leads to --------------------------------------------------------------------------------------- */

struct own {
	struct tenant centre;
	struct face face;
	struct booking b;
	struct booking_contact contact;
	struct list events, dates;
	struct pool_settings settings;
	str code;
};

/* A link whose time is over says so; one that is none is 404. */
static err load(struct cx *cx, const struct request *rq, struct own *o)
{
	struct pool_link l;
	o->code = route_part(rq, "code");
	err e = pool_link_find(cx, o->code, "request", &l);
	if (e == E_STALE)
		return fail(cx, E_NOTFOUND, "pool_link.over", NO_ARGS);
	TRY(e);
	TRY(tenant_by_id(cx, l.centre_id, &o->centre));
	TRY(face_on(cx, &o->centre, cx->today, &o->face));
	TRY(booking_find(cx, l.centre_id, l.booking_id.v, &o->b));
	TRY(booking_contact_find(cx, l.centre_id, o->b.id, &o->contact));
	TRY(booking_events(cx, l.centre_id, o->b.id, &o->events));
	TRY(booking_dates(cx, l.centre_id, o->b.id, o->b.round, &o->dates));
	return pool_settings_on(cx, l.centre_id, cx->today, &o->settings);
}

static str own_path(struct cx *cx, const struct own *o, const char *tail)
{
	return str_print(cx->mem, "/interpreters/requests/" STR_FMT "%s", STR_ARG(o->code), tail);
}

static bool stage_is(const struct own *o, const char *a, const char *b, const char *c)
{
	return str_is(o->b.stage, a) || str_is(o->b.stage, b) || str_is(o->b.stage, c);
}

static bool may_cancel(const struct own *o)
{
	return stage_is(o, "open", "asking", "booked");
}

static bool may_move(const struct own *o)
{
	return may_cancel(o) || str_is(o->b.stage, "unfilled");
}

/* After it took place, once. */
static bool may_say(const struct own *o)
{
	LIST_EACH (const struct booking_event, e, &o->events)
		if (str_is(e->kind, "feedback"))
			return false;
	return stage_is(o, "held", "reported", "disputed") || stage_is(o, "signed", "settled", "not_held");
}

/* --- showing it --------------------------------------------------------------------------------------------------- */

static bool is_written(const struct own *o)
{
	return str_is(o->b.service, "translating");
}

/* Who comes, by the rule of the KI: a name only when somebody has said yes. */
static err person_facts(struct cx *cx, const struct own *o, struct list *facts)
{
	struct booking_person who;
	bool visible = !str_is(o->settings.contact_visibility, "never");
	if (!o->b.interpreter_id.has || stage_is(o, "cancelled", "late_cancelled", "late_cancelled"))
		return OK; /* nobody comes any more */
	if (!visible) {
		fact_add(cx, facts, "own.person", word(cx->words, cx->mem, "own.person_hidden"), "");
		return OK;
	}
	TRY(booking_person_find(cx, o->centre.id, o->b.interpreter_id.v, &who));
	fact_add(cx, facts, "own.person", who.name, "");
	fact_add(cx, facts, "own.person_phone", who.phone, "");
	fact_add(cx, facts, "own.person_email", who.email, "");
	return OK;
}

/* While somebody is looked for, all dates; afterwards the one that was agreed. */
static void date_facts(struct cx *cx, const struct own *o, struct list *facts)
{
	bool looking = stage_is(o, "open", "asking", "unfilled");
	if (!looking || o->dates.n == 0) {
		fact_add(cx, facts, "request.date", request_when(cx, o->b.starts_at, o->b.ends_at, is_written(o)), "");
		return;
	}
	LIST_EACH (const struct booking_date, d, &o->dates)
		fact_add(cx, facts, d->choice == 1 ? "request.date" : "request.other_date",
		         request_when(cx, d->starts_at, d->ends_at, is_written(o)), "");
}

static str code_word(struct cx *cx, const char *prefix, str code)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "%s." STR_FMT, prefix, STR_ARG(code)).p);
}

static err fill_facts(struct cx *cx, const struct own *o, struct list *facts)
{
	date_facts(cx, o, facts);
	TRY(person_facts(cx, o, facts));
	fact_add(cx, facts, "request_form.language", o->b.language, "");
	fact_add(cx, facts, "request_form.way", code_word(cx, "booking_mode", o->b.mode), "");
	if (o->b.pages.has)
		fact_add(cx, facts, "request_form.pages", say_int(cx->words, cx->mem, o->b.pages.v), "");
	fact_add(cx, facts, "request_form.occasion", booking_occasion_say(cx, o->b.occasion), "");
	fact_add(cx, facts, "request_form.institution", o->b.institution, "");
	fact_add(cx, facts, "request.place",
	         booking_place(cx, o->b.municipality, &o->contact, BOOKING_ADDRESS_AND_ROOM), "");
	fact_add(cx, facts, "request_form.contact_name", o->contact.name, "");
	return OK;
}

/* What concerns the institution, in its words; who was asked and what it costs does not. */
static void fill_timeline(struct cx *cx, const struct own *o, struct list *ret)
{
	LIST_EACH (const struct booking_event, e, &o->events) {
		str key = str_print(cx->mem, "own_event." STR_FMT, STR_ARG(e->kind));
		if (!words_has(cx->words, key))
			continue;
		bool own_words = str_is(e->kind, "refused") || str_is(e->kind, "cancelled") ||
		                 str_is(e->kind, "feedback") || str_is(e->kind, "moved");
		*LIST_ADD(cx->mem, ret, struct own_event) = (struct own_event){
			.at = e->at, .what = word(cx->words, cx->mem, key.p), .note = own_words ? e->note : STR_NONE
		};
	}
}

static void fill_paths(struct cx *cx, const struct own *o, struct own_page *p)
{
	if (may_cancel(o))
		p->cancel_path = own_path(cx, o, "/cancel");
	if (may_move(o))
		p->move_path = own_path(cx, o, "/move");
	if (may_say(o))
		p->feedback_path = own_path(cx, o, "/feedback");
	p->again_path = str_print(cx->mem, "/centres/" STR_FMT "/interpreters/request?like=" STR_FMT,
	                          STR_ARG(o->centre.slug), STR_ARG(o->code));
}

static void fill_state(struct cx *cx, const struct own *o, struct own_page *p)
{
	p->stage = o->b.stage;
	p->good = stage_is(o, "booked", "signed", "settled");
	p->bad = stage_is(o, "refused", "unfilled", "disputed");
	p->warn = !p->good && !p->bad;
	p->next = code_word(cx, "own_next", o->b.stage);
}

static err show_own(struct cx *cx, const struct request *rq, struct res *rs, const struct own *o)
{
	struct own_page p = { .name = o->face.name, .number = o->b.number };
	const struct arg *args = ARGS({ "number", o->b.number }, { "email", o->contact.email });
	p.sent = str_is(route_asked(rq, "sent"), "1");
	p.title = word_args(cx->words, cx->mem, p.sent ? "own.sent_title" : "own.title", args);
	if (p.sent)
		p.said = word_args(cx->words, cx->mem, mail_possible(cx) ? "own.sent" : "own.sent_no_mail", args);
	fill_state(cx, o, &p);
	TRY(fill_facts(cx, o, &p.facts));
	fill_timeline(cx, o, &p.timeline);
	fill_paths(cx, o, &p);
	TRY(centre_reach(cx, o->centre.id, &p.reach));
	return page_show(cx, rq->http, rs, 200, &page_own_request, &p);
}

err own_request_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own o = { 0 };
	TRY(load(cx, rq, &o));
	return show_own(cx, rq, rs, &o);
}

/* --- forms: one question each ------------------------------------------------------------------------------------- */

struct own_form_page {
	str title, name, lead, back_path;
	struct list facts;  /* struct fact */
	struct list groups; /* struct ask_group; of the form that moves */
	const struct form *form;
};
static const struct field form_page_fields[] = {
	FIELD(struct own_form_page, title, KIND_TEXT),
	FIELD(struct own_form_page, name, KIND_TEXT),
	FIELD(struct own_form_page, lead, KIND_TEXT),
	FIELD(struct own_form_page, back_path, KIND_PATH, .hidden = true),
	FIELD(struct own_form_page, facts, KIND_MANY, .of = &fact_rec),
	FIELD(struct own_form_page, groups, KIND_MANY, .of = &ask_group_rec, .hidden = true),
	FIELD(struct own_form_page, form, KIND_ONE, .of = &form_rec, .maybe = true),
};
static const struct record form_page_rec = RECORD("own_form", struct own_form_page, form_page_fields);
const struct page page_own_form = { "interpreters/own_form.html", &form_page_rec };

static err show_own_form(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct own *o,
                         struct own_form_page *p)
{
	p->name = o->face.name;
	p->back_path = own_path(cx, o, "");
	fact_add(cx, &p->facts, "request.date", request_when(cx, o->b.starts_at, o->b.ends_at, is_written(o)), "");
	fact_add(cx, &p->facts, "request_form.language", o->b.language, "");
	fact_add(cx, &p->facts, "own.number", o->b.number, "");
	return page_show(cx, rq->http, rs, status, &page_own_form, p);
}

static struct form *form_for(struct cx *cx, const struct request *rq, const struct own *o, const struct record *rec,
                             const void *row, const char *tail, const char *submit)
{
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, rec, row, own_path(cx, o, tail), submit, own_path(cx, o, ""));
	return form;
}

/* What does not fit any more is told on the page of the request, which says what holds now. */
static err told(struct cx *cx, const struct request *rq, struct res *rs, const struct own *o, err e)
{
	if (e != E_STALE)
		return e;
	struct own now = { 0 };
	str why = word_args(cx->words, cx->mem, cx->fault.key, cx->fault.args);
	fault_clear(cx);
	TRY(load(cx, rq, &now));
	struct own_page p = { .name = o->face.name, .number = now.b.number, .said = why };
	p.title = word_args(cx->words, cx->mem, "own.title", ARGS({ "number", now.b.number }));
	fill_state(cx, &now, &p);
	TRY(fill_facts(cx, &now, &p.facts));
	fill_timeline(cx, &now, &p.timeline);
	fill_paths(cx, &now, &p);
	return page_show(cx, rq->http, rs, 409, &page_own_request, &p);
}

/* --- cancelling --------------------------------------------------------------------------------------------------- */

static const struct field cancel_fields[] = { FIELD(struct booking_cancel, note, KIND_TEXT, .input = true, .max = 500,
	                                            .lines = true) };
const struct record own_cancel_rec = RECORD("own_cancel", struct booking_cancel, cancel_fields);

static str consequence(struct cx *cx, const struct booking_late *late)
{
	const struct arg *args = ARGS({ "hours", say_int(cx->words, cx->mem, late->hours) },
	                              { "cents", say_money(cx->words, cx->mem, late->cents) });
	const char *key = late->late && late->cents ? "own.cancel_paid"
	                  : late->someone_comes     ? "own.cancel_booked"
	                                            : "own.cancel_free";
	return word_args(cx->words, cx->mem, key, args);
}

static err show_cancel(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct own *o)
{
	struct booking_late late;
	struct own_form_page p = { .title = word_args(cx->words, cx->mem, "own.cancel_title",
		                                      ARGS({ "number", o->b.number })) };
	TRY(booking_late_now(cx, o->centre.id, &o->b, &late));
	p.lead = may_cancel(o) || status != 200 ? consequence(cx, &late) : word(cx->words, cx->mem, "own.too_late");
	if (may_cancel(o))
		p.form = form_for(cx, rq, o, &own_cancel_rec, NULL, "/cancel", "own.cancel_submit");
	return show_own_form(cx, rq, rs, status, o, &p);
}

err own_cancel_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own o = { 0 };
	TRY(load(cx, rq, &o));
	return show_cancel(cx, rq, rs, 200, &o);
}

err own_cancel_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own o = { 0 };
	struct booking_cancel in = { 0 };
	struct booking_state after;
	TRY(load(cx, rq, &o));
	err e = form_read(cx, rq->http, &own_cancel_rec, &in);
	in.centre_id = o.centre.id;
	in.booking_id = o.b.id;
	if (e == OK)
		e = db_tx(cx, "booking.cancel", booking_cancel_in_tx, &in, &after, sizeof after);
	if (e == OK)
		return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "own.cancel_done");
	return e == E_INVALID ? show_cancel(cx, rq, rs, 422, &o) : told(cx, rq, rs, &o, e);
}

/* --- moving ------------------------------------------------------------------------------------------------------- */

static const struct field move_fields[] = {
	FIELD(struct booking_ask, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct booking_ask, begin, KIND_TEXT, .input = true, .max = 12),
	FIELD(struct booking_ask, minutes, KIND_INT, .maybe = true, .input = true, .min = 15, .max = 720),
	FIELD(struct booking_ask, day_2, KIND_DAY, .input = true),
	FIELD(struct booking_ask, begin_2, KIND_TEXT, .input = true, .max = 12),
	FIELD(struct booking_ask, day_3, KIND_DAY, .input = true),
	FIELD(struct booking_ask, begin_3, KIND_TEXT, .input = true, .max = 12),
	FIELD(struct booking_ask, urgent_reason, KIND_TEXT, .input = true, .max = 500, .lines = true),
};
const struct record own_move_rec = RECORD("request_form", struct booking_ask, move_fields);
static const struct ask_layout move_layout[] = {
	{ "when", "own.move_group", .fields = { "day", "begin", "minutes" } },
	{ .fields = { "day_2", "begin_2" } },
	{ .fields = { "day_3", "begin_3" } },
	{ .fields = { "urgent_reason" } },
};

static err show_move(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct own *o)
{
	struct booking_ask row;
	struct own_form_page p = { .title = word_args(cx->words, cx->mem, "own.move_title",
		                                      ARGS({ "number", o->b.number })) };
	booking_ask_like(&o->b, &o->contact, &row);
	p.lead = word(cx->words, cx->mem,
	              !may_move(o)                   ? "own.too_late"
	              : str_is(o->b.stage, "booked") ? "own.move_booked"
	                                             : "own.move_free");
	if (may_move(o)) {
		struct form *form = form_for(cx, rq, o, &own_move_rec, &row, "/move", "own.move_submit");
		ask_minutes(cx, o->settings.most_minutes, form);
		ask_groups(cx, form, move_layout, sizeof move_layout / sizeof *move_layout, false, &p.groups);
		p.form = form;
	}
	return show_own_form(cx, rq, rs, status, o, &p);
}

err own_move_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own o = { 0 };
	TRY(load(cx, rq, &o));
	return show_move(cx, rq, rs, 200, &o);
}

err own_move_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own o = { 0 };
	struct booking_ask typed = { 0 };
	struct booking_state after;
	TRY(load(cx, rq, &o));
	struct booking_move in = { .centre = &o.centre, .booking_id = o.b.id };
	err e = form_read(cx, rq->http, &own_move_rec, &typed);
	typed.way = is_written(&o) ? S("written") : o.b.mode;
	typed.pages = o.b.pages;
	if (e == OK)
		e = booking_ask_dates(cx, &o.settings, &typed, &in.dates);
	in.note = str_blank(typed.urgent_reason) ? STR_NONE : typed.urgent_reason;
	if (e == OK)
		e = db_tx(cx, "booking.move", booking_move_in_tx, &in, &after, sizeof after);
	if (e == OK)
		return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "own.move_done");
	return e == E_INVALID ? show_move(cx, rq, rs, 422, &o) : told(cx, rq, rs, &o, e);
}

/* --- how it was --------------------------------------------------------------------------------------------------- */

static const char *const stars_codes[] = { "5", "4", "3", "2", "1", NULL };
static const struct choices stars_choices = { "booking_stars", stars_codes };
struct feedback_typed {
	str stars, note;
};
static const struct field feedback_fields[] = {
	FIELD(struct feedback_typed, stars, KIND_CHOICE, .choices = &stars_choices, .input = true, .required = true),
	FIELD(struct feedback_typed, note, KIND_TEXT, .input = true, .max = 1000, .lines = true),
};
const struct record own_feedback_rec = RECORD("own_feedback", struct feedback_typed, feedback_fields);

static err show_feedback(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct own *o)
{
	struct own_form_page p = { .title = word(cx->words, cx->mem, "own.feedback_title") };
	p.lead = word(cx->words, cx->mem, may_say(o) ? "own.feedback_lead" : "own.feedback_not");
	if (may_say(o))
		p.form = form_for(cx, rq, o, &own_feedback_rec, NULL, "/feedback", "own.feedback_submit");
	return show_own_form(cx, rq, rs, status, o, &p);
}

err own_feedback_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own o = { 0 };
	TRY(load(cx, rq, &o));
	return show_feedback(cx, rq, rs, 200, &o);
}

err own_feedback_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct own o = { 0 };
	struct feedback_typed typed = { 0 };
	struct booking_state after;
	TRY(load(cx, rq, &o));
	struct booking_feedback in = { .centre_id = o.centre.id, .booking_id = o.b.id };
	err e = form_read(cx, rq->http, &own_feedback_rec, &typed);
	if (e == OK && !may_say(&o))
		e = fail(cx, E_STALE, "own.feedback_not", NO_ARGS);
	if (e == OK && !str_to_int(typed.stars, &in.stars))
		e = E_INVALID;
	in.note = typed.note;
	if (e == OK)
		e = db_tx(cx, "booking.feedback", booking_feedback_in_tx, &in, &after, sizeof after);
	if (e == OK)
		return page_done(cx, rq->http, rs, own_path(cx, &o, ""), "own.feedback_done");
	return e == E_INVALID ? show_feedback(cx, rq, rs, 422, &o) : told(cx, rq, rs, &o, e);
}
