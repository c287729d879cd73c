/* desk_week_pages.c -- the plan of seven days: whom to ask for what and why, and one button that asks them all. */
#include <inttypes.h>

#include "core/words.h"
#include "features/interpreters/booking_budget.h"
#include "features/interpreters/desk_pages.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/pool_week_load.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/tariff_cards.h"

struct week_row {
	int64_t id, points, choice;
	str number, path, language, institution, municipality, when;
	str person, person_path;
	str parts; /* the parts of the order, in words */
	str why;   /* of the plan: why this person, or why nobody */
	int64_t cost_cents;
	str money, money_tone; /* absent: there is enough in the pot */
	str line;              /* "12-34": booking and person, as the form sends them */
	bool ticked, other_date, asking;
};
static const struct field row_fields[] = {
	FIELD(struct week_row, id, KIND_INT),
	FIELD(struct week_row, number, KIND_TEXT),
	FIELD(struct week_row, path, KIND_PATH),
	FIELD(struct week_row, language, KIND_TEXT),
	FIELD(struct week_row, institution, KIND_TEXT),
	FIELD(struct week_row, municipality, KIND_TEXT),
	FIELD(struct week_row, when, KIND_TEXT),
	FIELD(struct week_row, choice, KIND_INT),
	FIELD(struct week_row, person, KIND_TEXT),
	FIELD(struct week_row, person_path, KIND_PATH),
	FIELD(struct week_row, points, KIND_INT),
	FIELD(struct week_row, parts, KIND_TEXT),
	FIELD(struct week_row, why, KIND_TEXT),
	FIELD(struct week_row, cost_cents, KIND_MONEY),
	FIELD(struct week_row, money, KIND_TEXT),
	FIELD(struct week_row, money_tone, KIND_TEXT, .hidden = true),
	FIELD(struct week_row, line, KIND_TEXT),
	FIELD(struct week_row, asking, KIND_BOOL),
	FIELD(struct week_row, ticked, KIND_BOOL, .hidden = true),
	FIELD(struct week_row, other_date, KIND_BOOL, .hidden = true),
};
static const struct record row_rec = RECORD("week_row", struct week_row, row_fields);

/* A line that was not asked. */
struct week_failed {
	str number, path, person, why;
};
static const struct field failed_fields[] = {
	FIELD(struct week_failed, number, KIND_TEXT),
	FIELD(struct week_failed, path, KIND_PATH),
	FIELD(struct week_failed, person, KIND_TEXT),
	FIELD(struct week_failed, why, KIND_TEXT),
};
static const struct record failed_rec = RECORD("week_failed", struct week_failed, failed_fields);

struct week_page {
	struct centre_frame frame;
	struct section_top top;
	day day, last_day;
	str day_typed, day_error, path, earlier, later;
	int64_t requests, served, cost_cents, people, most_each;
	bool proven;
	struct list proposed; /* struct week_row: can be asked */
	struct list waiting;  /* struct week_row: has been asked and has not answered */
	struct list unserved; /* struct week_row: nobody */
	str proof, ask_path, csrf, problem;
	bool needs_reason;
	str reason;
	int64_t asked;      /* by this click */
	str said;           /* what the click did */
	struct list failed; /* struct week_failed */
};
static const struct field page_fields[] = {
	SECTION_FIELDS(struct week_page),
	FIELD(struct week_page, day, KIND_DAY),
	FIELD(struct week_page, last_day, KIND_DAY),
	FIELD(struct week_page, day_typed, KIND_TEXT, .hidden = true),
	FIELD(struct week_page, day_error, KIND_TEXT, .hidden = true),
	FIELD(struct week_page, path, KIND_PATH, .hidden = true),
	FIELD(struct week_page, earlier, KIND_PATH),
	FIELD(struct week_page, later, KIND_PATH),
	FIELD(struct week_page, requests, KIND_INT),
	FIELD(struct week_page, served, KIND_INT),
	FIELD(struct week_page, cost_cents, KIND_MONEY),
	FIELD(struct week_page, people, KIND_INT),
	FIELD(struct week_page, most_each, KIND_INT),
	FIELD(struct week_page, proven, KIND_BOOL),
	FIELD(struct week_page, proposed, KIND_MANY, .of = &row_rec),
	FIELD(struct week_page, waiting, KIND_MANY, .of = &row_rec),
	FIELD(struct week_page, unserved, KIND_MANY, .of = &row_rec),
	FIELD(struct week_page, asked, KIND_INT),
	FIELD(struct week_page, failed, KIND_MANY, .of = &failed_rec),
	FIELD(struct week_page, proof, KIND_TEXT, .hidden = true),
	FIELD(struct week_page, ask_path, KIND_PATH, .hidden = true),
	FIELD(struct week_page, csrf, KIND_TEXT, .hidden = true),
	FIELD(struct week_page, problem, KIND_TEXT, .hidden = true),
	FIELD(struct week_page, needs_reason, KIND_BOOL, .hidden = true),
	FIELD(struct week_page, reason, KIND_TEXT, .hidden = true),
	FIELD(struct week_page, said, KIND_TEXT, .hidden = true),
};
static const struct record page_rec = RECORD("week_page", struct week_page, page_fields);
const struct page page_pool_week = { "interpreters/week.html", &page_rec };

/* --- money -------------------------------------------------------------------------------------------------------- */

/* What the pots have, read once per year, and what they permit, once per day: for all requests of it. */
struct year_money {
	int year;
	struct list pots; /* struct pot_money */
};
struct day_offers {
	day on;
	struct list *offers; /* struct pot_offer */
};
struct money {
	struct list cards, years, days; /* struct tariff, year_money, day_offers */
};

static err money_of_year(struct cx *cx, const struct request *rq, struct money *m, day on, struct list **ret)
{
	LIST_EACH (struct year_money, y, &m->years)
		if (y->year == day_year(on)) {
			*ret = &y->pots;
			return OK;
		}
	struct year_money *y = LIST_ADD(cx->mem, &m->years, struct year_money);
	y->year = day_year(on);
	*ret = &y->pots;
	return pot_money_on(cx, &rq->centre, on, &y->pots);
}

static err offers_on(struct cx *cx, const struct request *rq, struct money *m, day on, const struct list **ret)
{
	LIST_EACH (const struct day_offers, d, &m->days)
		if (day_cmp(d->on, on) == 0) {
			*ret = d->offers;
			return OK;
		}
	struct list *pots, *offers = NEW(cx->mem, struct list);
	TRY(money_of_year(cx, rq, m, on, &pots));
	TRY(pot_offers_also_on(cx, &rq->centre, on, pots, offers));
	*LIST_ADD(cx->mem, &m->days, struct day_offers) = (struct day_offers){ on, offers };
	*ret = offers;
	return OK;
}

/* Said only where the pot gets short, stops, or where there is none. */
static err add_money(struct cx *cx, const struct request *rq, struct week_page *p, struct money *m,
                     const struct booking *b, struct week_row *row)
{
	const struct list *offers;
	struct booking_budget budget;
	TRY(offers_on(cx, rq, m, instant_day(b->starts_at), &offers));
	TRY(booking_budget_by(cx, &m->cards, offers, b, &budget));
	p->needs_reason |= booking_budget_stops(&budget) && frame_may(cx, rq, RIGHT_POOL_DECIDE);
	if (budget.pot && budget.choice.state != POT_WARNS && budget.choice.state != POT_STOPS)
		return OK;
	row->money = desk_money(cx, &budget);
	row->money_tone = str_of(desk_money_tone(&budget));
	return OK;
}

/* --- the plan ----------------------------------------------------------------------------------------------------- */

static struct week_row row_of(struct cx *cx, const struct request *rq, const struct booking *b,
                              const struct week_line *line)
{
	struct week_row row = { .id = b->id,
		                .number = b->number,
		                .path = pool_at(cx, rq, "bookings", b->id, ""),
		                .language = b->language,
		                .institution = b->institution,
		                .municipality = b->municipality,
		                .when = say_instant(cx->words, cx->mem, b->starts_at),
		                .asking = str_is(b->stage, "asking"),
		                .ticked = !str_is(b->stage, "asking") || b->asked == b->declined,
		                .why = week_line_say(cx->words, cx->mem, line) };
	if (!line->date)
		return row;
	const struct fit_person *who = line->candidate.person;
	row.when = say_instant(cx->words, cx->mem, line->date->slot.start);
	row.choice = line->choice;
	row.other_date = line->date->slot.start.ms != b->starts_at.ms;
	row.person = who->name;
	row.person_path = pool_at(cx, rq, "people", who->id, "");
	row.points = line->candidate.points;
	row.parts = desk_why(cx, &line->candidate);
	row.cost_cents = line->candidate.price.cost_cents;
	row.line = str_print(cx->mem, "%" PRId64 "-%" PRId64, b->id, who->id);
	return row;
}

static int by_person(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* How many people the plan needs, and how often the one whom it needs most. */
static void count_people(struct cx *cx, struct week_page *p, const struct week_plan *plan)
{
	struct list ids = { 0 };
	int64_t run = 0, last = 0;
	LIST_EACH (const struct week_line, line, &plan->lines)
		if (line->date)
			*LIST_ADD(cx->mem, &ids, int64_t) = line->candidate.person->id;
	list_sort(&ids, by_person);
	LIST_EACH (const int64_t, id, &ids) {
		p->people += *id != last;
		run = *id == last ? run + 1 : 1;
		p->most_each = run > p->most_each ? run : p->most_each;
		last = *id;
	}
}

static err add_rows(struct cx *cx, const struct request *rq, struct week_page *p, const struct week_open *w,
                    const struct week_plan *plan)
{
	struct money money = { 0 };
	TRY(tariff_cards(cx, rq->centre.id, &money.cards));
	for (size_t i = 0; i < plan->lines.n; i++) {
		const struct booking *b = LIST_AT(&w->bookings, struct booking, i);
		const struct week_line *line = LIST_AT(&plan->lines, struct week_line, i);
		struct week_row row = row_of(cx, rq, b, line);
		struct list *to = &p->unserved;
		if (line->date && pool_week_was_asked(w, b->id, line->candidate.person->id)) {
			to = &p->waiting;
		} else if (line->date) {
			to = &p->proposed;
			TRY(add_money(cx, rq, p, &money, b, &row));
		}
		*LIST_ADD(cx->mem, to, struct week_row) = row;
	}
	return OK;
}

static void say_plan(struct cx *cx, struct week_page *p)
{
	const struct words *w = cx->words;
	if (!p->requests) {
		p->frame.sentence = word_args(
		        w, cx->mem, "week.none",
		        ARGS({ "from", say_day(w, cx->mem, p->day) }, { "until", say_day(w, cx->mem, p->last_day) }));
		return;
	}
	p->frame.sentence = pool_count(
	        cx, "week.sum", p->requests,
	        ARGS({ "served", say_int(w, cx->mem, p->served) }, { "cost", say_money(w, cx->mem, p->cost_cents) },
	             { "people", pool_count(cx, "week.people", p->people, NO_ARGS) },
	             { "each", pool_count(cx, "week.each", p->most_each, NO_ARGS) },
	             { "from", say_day(w, cx->mem, p->day) }, { "until", say_day(w, cx->mem, p->last_day) }));
	p->proof = word(w, cx->mem, p->proven ? "week.proven" : "week.unproven");
}

static str week_path(struct cx *cx, const struct request *rq, day from)
{
	return str_print(cx->mem, STR_FMT "?day=" STR_FMT, STR_ARG(pool_at(cx, rq, "week", 0, "")),
	                 STR_ARG(day_iso(cx->mem, from)));
}

static void add_asking(struct cx *cx, const struct request *rq, struct week_page *p)
{
	if (!p->proposed.n || !frame_may(cx, rq, RIGHT_POOL_RECORD))
		return;
	struct form f = form_of(cx, rq->http, &week_ask_rec, NULL, p->path, "week.ask_all", STR_NONE);
	p->ask_path = f.action;
	p->csrf = f.csrf;
}

static err show_week(struct cx *cx, const struct request *rq, struct res *rs, int status, struct week_page *p)
{
	struct week_open open;
	struct fit_rules rules = pool_fit_rules();
	TRY(pool_fill(cx, rq, "week", "week.title", STR_NONE, &p->frame, &p->top));
	TRY(pool_week_load(cx, &rq->centre, p->day, &open));
	struct week_plan plan = week_plan_of(cx->mem, &rules, &open.requests, open.people, WEEK_PATIENCE);
	p->last_day = day_add(p->day, WEEK_DAYS - 1);
	p->path = pool_at(cx, rq, "week", 0, "");
	if (!p->day_typed.p)
		p->day_typed = day_german(cx->mem, p->day);
	if (day_cmp(p->day, cx->today) > 0)
		p->earlier = week_path(cx, rq, day_add(p->day, -WEEK_DAYS));
	p->later = week_path(cx, rq, day_add(p->day, WEEK_DAYS));
	p->requests = (int64_t)plan.lines.n;
	p->served = plan.served;
	p->cost_cents = plan.cost_cents;
	p->proven = plan.proven;
	count_people(cx, p, &plan);
	TRY(add_rows(cx, rq, p, &open, &plan));
	say_plan(cx, p);
	add_asking(cx, rq, p);
	if (cx->problems && !p->day_error.p)
		p->problem = word_args(cx->words, cx->mem, cx->problems->key, cx->problems->args);
	return page_show(cx, rq->http, rs, status, &page_pool_week, p);
}

err week_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct week_page p = { 0 };
	err e = route_day(cx, rq, "day", &p.day);
	if (e != OK && e != E_INVALID)
		return e;
	if (e == E_INVALID) {
		p.day_typed = route_asked(rq, "day");
		p.day_error = word_args(cx->words, cx->mem, cx->problems->key, cx->problems->args);
	}
	return show_week(cx, rq, rs, e == OK ? 200 : 422, &p);
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

/* `line` comes once for each tick: "12-34". */
struct week_ask {
	day day;
	str line, reason;
};
static const struct field ask_fields[] = {
	FIELD(struct week_ask, day, KIND_DAY, .input = true, .required = true),
	FIELD(struct week_ask, line, KIND_TEXT, .input = true, .required = true, .max = 40),
	FIELD(struct week_ask, reason, KIND_TEXT, .input = true, .max = 500),
};
const struct record week_ask_rec = RECORD("week_ask", struct week_ask, ask_fields);

struct asker {
	const struct request *rq;
	const struct week_ask *form;
	struct week_open open;
	struct week_page *page;
};

/* Both numbers of a line; false: it is none. */
static bool read_line(str line, int64_t *booking_id, int64_t *person_id)
{
	str first = str_split(&line, '-');
	return str_to_int(first, booking_id) && str_to_int(line, person_id);
}

/* Why the person cannot be asked for this request now; absent: can be. *ret_person: the name, if there is such a person
 * in the pool. */
static str check_person(struct cx *cx, const struct asker *a, const struct week_request *w, int64_t person_id,
                        str *ret_person)
{
	struct fit_rules rules = pool_fit_rules();
	const struct fit_person *who = NULL;
	LIST_EACH (const struct fit_person, p, a->open.people)
		if (p->id == person_id)
			who = p;
	if (!who)
		return word(cx->words, cx->mem, "pool.not_found");
	*ret_person = who->name;
	LIST_EACH (const struct fit_request, date, &w->dates)
		if (!fit_check(&rules, date, who).refused)
			return STR_NONE;
	struct list reasons =
	        fit_reasons(cx->mem, &rules, LIST_AT(&w->dates, struct fit_request, 0), who); /* of the wished date */
	struct text said = TEXT(cx->mem);
	LIST_EACH (const struct fit_reason, r, &reasons) {
		text_c(&said, said.n ? " · " : "");
		text_add(&said, fit_reason_say(cx->words, cx->mem, r));
	}
	return text_str(&said);
}

/* What went wrong, in words; it is forgotten then, for the next line begins anew. */
static str take_words(struct cx *cx)
{
	const struct problem *p = cx->problems;
	str said = p ? word_args(cx->words, cx->mem, p->key, p->args)
	             : word_args(cx->words, cx->mem, cx->fault.key, cx->fault.args);
	cx->problems = NULL;
	fault_clear(cx);
	return said;
}

/* One request, one transaction: what fails takes nothing else with it. *ret_why: absent if the person was asked. */
static err ask_one(struct cx *cx, const struct asker *a, int64_t booking_id, int64_t person_id, str *ret_why)
{
	const struct budget_ask in = { { &a->rq->centre, booking_id, a->form->reason },
		                       { a->rq->centre.id, booking_id, &person_id, 1 } };
	int64_t asked;
	err e = db_tx(cx, "ask interpreters", budget_ask_in_tx, &in, &asked, sizeof asked);
	if (e == E_BROKEN)
		return e;
	if (e != OK)
		*ret_why = take_words(cx);
	else if (!asked)
		*ret_why = word(cx->words, cx->mem, "week.asked_before");
	return OK;
}

static err ask_line(struct cx *cx, struct asker *a, str line)
{
	int64_t booking_id, person_id;
	struct week_failed f = { .number = line, .why = word(cx->words, cx->mem, "week.gone") };
	if (read_line(line, &booking_id, &person_id)) {
		for (size_t i = 0; i < a->open.bookings.n; i++) {
			const struct booking *b = LIST_AT(&a->open.bookings, struct booking, i);
			if (b->id != booking_id)
				continue;
			f.number = b->number;
			f.path = pool_at(cx, a->rq, "bookings", b->id, "");
			f.why = check_person(cx, a, LIST_AT(&a->open.requests, struct week_request, i), person_id,
			                     &f.person);
			if (!f.why.p)
				TRY(ask_one(cx, a, booking_id, person_id, &f.why));
		}
	}
	if (f.why.p)
		*LIST_ADD(cx->mem, &a->page->failed, struct week_failed) = f;
	else
		a->page->asked++;
	return OK;
}

static err ask_all(struct cx *cx, struct asker *a)
{
	const struct pairs *sent = &a->rq->http->form;
	TRY(pool_week_load(cx, &a->rq->centre, a->form->day, &a->open));
	for (size_t i = 0; i < sent->n; i++)
		if (str_is(sent->items[i].name, "line"))
			TRY(ask_line(cx, a, sent->items[i].value));
	return OK;
}

err week_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct week_ask form = { .day = cx->today };
	struct week_page p = { 0 };
	struct asker a = { .rq = rq, .form = &form, .page = &p };
	err e = form_read(cx, rq->http, &week_ask_rec, &form);
	p.day = day_is(form.day) ? form.day : cx->today;
	p.reason = form.reason;
	if (e == E_INVALID)
		return show_week(cx, rq, rs, 422, &p);
	TRY(e);
	TRY(ask_all(cx, &a));
	if (!p.failed.n)
		return page_done(cx, rq->http, rs, week_path(cx, rq, form.day), "notice.people_asked");
	p.said = pool_count(cx, "week.asked", p.asked, NO_ARGS);
	return show_week(cx, rq, rs, 200, &p);
}
