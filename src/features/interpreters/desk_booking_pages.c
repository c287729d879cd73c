/* desk_booking_pages.c -- one booking: what is asked for, who suits, what happened, and the next step. */
#include <inttypes.h>

#include "core/words.h"
#include "features/interpreters/booking_budget.h"
#include "features/interpreters/desk_pages.h"
#include "features/interpreters/link_pages.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_page.h"

enum { ASK_FIRST = 5 }; /* whom the button means that does not ask all; its words say so */

/* --- who suits ---------------------------------------------------------------------------------------------------- */

struct candidate_row {
	int64_t id, points;
	str name, path;
	str why;   /* the parts of the order, in words; or all reasons why not */
	str asked; /* "gefragt", "kann nicht"; absent: not asked in this round */
	bool may_ask;
};
static const struct field candidate_fields[] = {
	FIELD(struct candidate_row, id, KIND_INT),
	FIELD(struct candidate_row, points, KIND_INT),
	FIELD(struct candidate_row, name, KIND_TEXT),
	FIELD(struct candidate_row, path, KIND_PATH),
	FIELD(struct candidate_row, why, KIND_TEXT),
	FIELD(struct candidate_row, asked, KIND_TEXT),
	FIELD(struct candidate_row, may_ask, KIND_BOOL, .hidden = true),
};
static const struct record candidate_rec = RECORD("candidate", struct candidate_row, candidate_fields);

struct event_row {
	str when, what, who, note;
};
static const struct field event_fields[] = {
	FIELD(struct event_row, when, KIND_TEXT),
	FIELD(struct event_row, what, KIND_TEXT),
	FIELD(struct event_row, who, KIND_TEXT),
	FIELD(struct event_row, note, KIND_TEXT),
};
static const struct record event_rec = RECORD("booking_event_row", struct event_row, event_fields);

struct booking_page {
	struct centre_frame frame;
	struct section_top top;
	struct booking booking;
	struct list facts;                /* struct link_fact */
	struct list events;               /* struct event_row, newest first */
	struct list suitable, unsuitable; /* struct candidate_row */
	int64_t suitable_n;
	str money, money_tone; /* the pot, what it costs, what is left */
	str ask_path, csrf;    /* absent: nobody can be asked now, or the reader may not */
	str ask_all, tone;
	bool needs_reason, looking;
	bool ask_first;            /* more suit than "the first" are */
	str reason_error, problem; /* of the form that asks; absent: fine */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct booking_page),
	FIELD(struct booking_page, booking, KIND_ONE, .of = &booking_rec),
	FIELD(struct booking_page, facts, KIND_MANY, .of = &link_fact_rec),
	FIELD(struct booking_page, events, KIND_MANY, .of = &event_rec),
	FIELD(struct booking_page, suitable, KIND_MANY, .of = &candidate_rec),
	FIELD(struct booking_page, unsuitable, KIND_MANY, .of = &candidate_rec),
	FIELD(struct booking_page, suitable_n, KIND_INT),
	FIELD(struct booking_page, money, KIND_TEXT),
	FIELD(struct booking_page, money_tone, KIND_TEXT, .hidden = true),
	FIELD(struct booking_page, ask_path, KIND_PATH, .hidden = true),
	FIELD(struct booking_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct booking_page, ask_all, KIND_TEXT, .hidden = true),
	FIELD(struct booking_page, tone, KIND_TEXT, .hidden = true),
	FIELD(struct booking_page, needs_reason, KIND_BOOL, .hidden = true),
	FIELD(struct booking_page, looking, KIND_BOOL, .hidden = true),
	FIELD(struct booking_page, ask_first, KIND_BOOL, .hidden = true),
	FIELD(struct booking_page, reason_error, KIND_TEXT, .hidden = true),
	FIELD(struct booking_page, problem, KIND_TEXT, .hidden = true),
};
static const struct record page_rec = RECORD("booking_page", struct booking_page, page_fields);
const struct page page_booking = { "interpreters/booking.html", &page_rec };

static str join(struct cx *cx, const struct list *texts)
{
	struct text t = TEXT(cx->mem);
	LIST_EACH (const str, s, texts) {
		if (t.n)
			text_c(&t, " · ");
		text_add(&t, *s);
	}
	return text_str(&t);
}

str desk_why(struct cx *cx, const struct fit_candidate *c)
{
	struct list said = { 0 };
	for (int part = 0; part < FIT_PARTS; part++)
		if (c->parts[part].most && c->parts[part].measured >= 0)
			*LIST_ADD(cx->mem, &said, str) =
			        fit_part_say(cx->words, cx->mem, (enum fit_part_kind)part, &c->parts[part]);
	return join(cx, &said);
}

static str why_not(struct cx *cx, const struct fit_rules *rules, const struct fit_request *rq,
                   const struct fit_candidate *c)
{
	struct list said = { 0 }, reasons = fit_reasons(cx->mem, rules, rq, c->person);
	LIST_EACH (const struct fit_reason, r, &reasons)
		*LIST_ADD(cx->mem, &said, str) = fit_reason_say(cx->words, cx->mem, r);
	return join(cx, &said);
}

static const struct booking_asked *asked_of(const struct booking_state *s, int64_t id)
{
	LIST_EACH (const struct booking_asked, a, &s->asked)
		if (a->interpreter_id == id)
			return a;
	return NULL;
}

static err add_candidates(struct cx *cx, const struct request *rq, struct booking_page *p,
                          const struct booking_contact *c, const struct booking_state *s)
{
	struct fit_request question;
	struct fit_rules rules = pool_fit_rules();
	struct list found = { 0 };
	TRY(pool_candidates(cx, &rq->centre, &p->booking, c, &question, &found));
	LIST_EACH (const struct fit_candidate, k, &found) {
		const struct booking_asked *a = asked_of(s, k->person->id);
		struct candidate_row *row =
		        LIST_ADD(cx->mem, k->refused ? &p->unsuitable : &p->suitable, struct candidate_row);
		*row = (struct candidate_row){ .id = k->person->id,
			                       .points = k->points,
			                       .name = k->person->name,
			                       .path = pool_at(cx, rq, "people", k->person->id, ""),
			                       .may_ask = !a && !k->refused,
			                       .why = k->refused ? why_not(cx, &rules, &question, k)
			                                         : desk_why(cx, k) };
		if (a)
			row->asked = word(cx->words, cx->mem, a->declined ? "desk.said_no" : "desk.was_asked");
		p->suitable_n += row->may_ask;
	}
	return OK;
}

/* --- what happened ------------------------------------------------------------------------------------------------ */

static void add_events(struct cx *cx, struct booking_page *p, const struct list *events)
{
	for (size_t i = events->n; i-- > 0;) {
		const struct booking_event *e = LIST_AT(events, struct booking_event, i);
		const char *key = str_c(cx->mem, str_print(cx->mem, "booking_event." STR_FMT, STR_ARG(e->kind)));
		struct event_row *row = LIST_ADD(cx->mem, &p->events, struct event_row);
		row->when = say_instant(cx->words, cx->mem, e->at);
		row->what = word(cx->words, cx->mem, key);
		row->who = e->interpreter_name.p ? e->interpreter_name : e->pot_name;
		row->note = e->note;
		if (e->starts_at.ms && (str_is(e->kind, "reported") || str_is(e->kind, "signed")))
			row->note = word_args(cx->words, cx->mem, "link.from_to",
			                      ARGS({ "begin", say_instant(cx->words, cx->mem, e->starts_at) },
			                           { "end", say_instant(cx->words, cx->mem, e->ends_at) }));
	}
}

/* --- money -------------------------------------------------------------------------------------------------------- */

/* While it is not decided who comes: afterwards the settlement says what was paid, and from what. */
static bool is_undecided(const struct booking *b)
{
	return str_is(b->stage, "open") || str_is(b->stage, "asking");
}

str desk_money(struct cx *cx, const struct booking_budget *m)
{
	static const char *const keys[] = { [POT_FITS] = "desk.money_fits",
		                            [POT_UNKNOWN] = "desk.money_unknown",
		                            [POT_WARNS] = "desk.money_warns",
		                            [POT_STOPS] = "desk.money_stops" };
	if (!m->pot)
		return word(cx->words, cx->mem, "desk.money_no_pot");
	str left = m->pot->left_cents.has ? say_money(cx->words, cx->mem, m->pot->left_cents.v) : S("–");
	str said = word_args(cx->words, cx->mem, keys[m->choice.state],
	                     ARGS({ "pot", m->pot->name },
	                          { "cost", say_money(cx->words, cx->mem, m->amount.total_cents) }, { "left", left }));
	if (!m->travel_on_top)
		return said;
	str travel = word(cx->words, cx->mem, "desk.money_travel");
	return str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(said), STR_ARG(travel));
}

const char *desk_money_tone(const struct booking_budget *m)
{
	static const char *const tones[] = {
		[POT_FITS] = "good", [POT_UNKNOWN] = "open", [POT_WARNS] = "warn", [POT_STOPS] = "bad"
	};
	return m->pot ? tones[m->choice.state] : "bad";
}

static err add_money(struct cx *cx, const struct request *rq, struct booking_page *p)
{
	struct booking_budget m;
	TRY(booking_budget_of(cx, &rq->centre, &p->booking, &m));
	p->needs_reason = booking_budget_stops(&m);
	p->money_tone = str_of(desk_money_tone(&m));
	p->money = desk_money(cx, &m);
	return OK;
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

struct step {
	const char *stages; /* in which it can be done */
	const char *tail, *key;
	bool primary;
};
static const struct step steps[] = {
	{ " held ", "sheet", "desk.do_times", true },
	{ " reported disputed ", "sheet", "desk.do_times", true },
	{ " open asking unfilled ", "place", "desk.do_place", false },
	{ " booked ", "return", "desk.do_return", false },
	{ " booked ", "sheet", "desk.do_times", false },
	{ " open asking booked unfilled ", "close", "desk.do_close", false },
	{ " held reported disputed ", "close", "desk.do_close", false },
	{ "", "note", "desk.do_note", false },
	{ " booked held reported disputed ", "sheet.pdf", "paper.do_sheet", false },
};

static void add_steps(struct cx *cx, const struct request *rq, struct booking_page *p)
{
	str stage = str_print(cx->mem, " " STR_FMT " ", STR_ARG(p->booking.stage));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		str path = pool_at(cx, rq, "bookings", p->booking.id, steps[i].tail);
		if (steps[i].stages[0] && !str_has(str_of(steps[i].stages), str_c(cx->mem, stage)))
			continue;
		if (steps[i].primary)
			section_primary(cx, rq, &p->top, RIGHT_POOL_RECORD, steps[i].key, path);
		else
			section_other(cx, rq, &p->top, RIGHT_POOL_RECORD, steps[i].key, path);
	}
}

/* Asking is for those who may, while nobody has it and the date has not passed. */
static void add_asking(struct cx *cx, const struct request *rq, struct booking_page *p)
{
	p->looking = is_undecided(&p->booking);
	if (!p->looking || !frame_may(cx, rq, RIGHT_POOL_RECORD))
		return;
	struct form f = form_of(cx, rq->http, &desk_ask_rec, NULL, pool_at(cx, rq, "bookings", p->booking.id, "ask"),
	                        "desk.ask_one", STR_NONE);
	p->ask_path = f.action;
	p->csrf = f.csrf;
	if (p->suitable_n)
		p->ask_all = pool_count(cx, "desk.ask_all", p->suitable_n, NO_ARGS);
	p->ask_first = p->suitable_n > ASK_FIRST;
	const struct problem *reason = problem_of(cx, "reason");
	if (reason)
		p->reason_error = word_args(cx->words, cx->mem, reason->key, reason->args);
	else if (cx->problems)
		p->problem = word_args(cx->words, cx->mem, cx->problems->key, cx->problems->args);
}

static str title_of(struct cx *cx, const struct booking *b)
{
	return str_print(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(b->number), STR_ARG(b->language));
}

static void add_fact(struct cx *cx, struct booking_page *p, const char *key, str value)
{
	if (value.p)
		*LIST_ADD(cx->mem, &p->facts, struct link_fact) =
		        (struct link_fact){ word(cx->words, cx->mem, key), value };
}

/* What the institution said, also what only the KI may see: whom to call, and the other dates. */
static err add_facts(struct cx *cx, const struct request *rq, struct booking_page *p, const struct booking_contact *c)
{
	struct list dates = { 0 };
	const struct booking *b = &p->booking;
	TRY(link_facts(cx, b, c, true, &p->facts));
	TRY(booking_dates(cx, rq->centre.id, b->id, b->round, &dates));
	LIST_EACH (const struct booking_date, d, &dates)
		if (d->choice > 1)
			add_fact(cx, p, "desk.other_date", say_instant(cx->words, cx->mem, d->starts_at));
	add_fact(cx, p, "desk.occasion", booking_occasion_say(cx, b->occasion));
	add_fact(cx, p, "desk.contact", c->name);
	add_fact(cx, p, "desk.phone", c->phone);
	add_fact(cx, p, "desk.email", c->email);
	add_fact(cx, p, "desk.who_comes", b->interpreter_name);
	return OK;
}

static err show_booking(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct booking_page p = { 0 };
	struct booking_contact c;
	struct list events = { 0 };
	TRY(booking_find(cx, rq->centre.id, route_id(rq), &p.booking));
	TRY(booking_contact_find(cx, rq->centre.id, p.booking.id, &c));
	TRY(booking_events(cx, rq->centre.id, p.booking.id, &events));
	struct booking_state s = booking_fold(cx->mem, &events);
	TRY(pool_fill(cx, rq, "bookings", "desk.booking_title", title_of(cx, &p.booking), &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "desk.list"), pool_at(cx, rq, "bookings", 0, ""));
	TRY(add_facts(cx, rq, &p, &c));
	p.tone = str_of(desk_tone(p.booking.stage));
	if (is_undecided(&p.booking)) {
		TRY(add_money(cx, rq, &p));
		TRY(add_candidates(cx, rq, &p, &c, &s));
	}
	add_events(cx, &p, &events);
	add_steps(cx, rq, &p);
	add_asking(cx, rq, &p);
	return page_show(cx, rq->http, rs, status, &page_booking, &p);
}

err booking_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_booking(cx, rq, rs, 200);
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

struct ask_form {
	str who;
	struct maybe person;
	str reason;
};
static const char *const who_codes[] = { "all", "first", "one", NULL };
static const struct choices who_choices = { "desk_who", who_codes };
static const struct field ask_fields[] = {
	FIELD(struct ask_form, who, KIND_CHOICE, .choices = &who_choices, .input = true, .required = true),
	FIELD(struct ask_form, person, KIND_INT, .input = true, .maybe = true),
	FIELD(struct ask_form, reason, KIND_TEXT, .input = true, .max = 500),
};
const struct record desk_ask_rec = RECORD("desk_ask", struct ask_form, ask_fields);

/* Whom the button means, among those who suit now and were not asked yet. */
static err choose(struct cx *cx, const struct request *rq, const struct ask_form *form, struct budget_ask *ret)
{
	struct booking b;
	struct booking_contact c;
	struct fit_request question;
	struct list found = { 0 }, events = { 0 };
	TRY(booking_find(cx, rq->centre.id, route_id(rq), &b));
	TRY(booking_events(cx, rq->centre.id, b.id, &events));
	struct booking_state s = booking_fold(cx->mem, &events);
	TRY(booking_contact_find(cx, rq->centre.id, b.id, &c));
	TRY(pool_candidates(cx, &rq->centre, &b, &c, &question, &found));
	int64_t *people = NEW_ARRAY(cx->mem, int64_t, found.n + 1);
	size_t n = 0, most = str_is(form->who, "first") ? ASK_FIRST : found.n;
	LIST_EACH (const struct fit_candidate, k, &found)
		if (!k->refused && !asked_of(&s, k->person->id) && n < most &&
		    (!str_is(form->who, "one") || k->person->id == form->person.v))
			people[n++] = k->person->id;
	*ret = (struct budget_ask){ { &rq->centre, b.id, form->reason }, { rq->centre.id, b.id, people, n } };
	return n ? OK : problem_add(cx, "person", "desk.nobody_suits", NO_ARGS);
}

err booking_ask_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct ask_form form = { 0 };
	struct budget_ask in;
	int64_t asked;
	err e = form_read(cx, rq->http, &desk_ask_rec, &form);
	if (e == OK)
		e = choose(cx, rq, &form, &in);
	if (e == OK)
		e = db_tx(cx, "ask interpreters", budget_ask_in_tx, &in, &asked, sizeof asked);
	if (e == E_INVALID)
		return show_booking(cx, rq, rs, 422);
	TRY(e);
	return page_done(cx, rq->http, rs, pool_at(cx, rq, "bookings", route_id(rq), ""), "notice.people_asked");
}
