/* The queue of the granting authority, and all cases of a budget year. The ministry and the LaSI see amounts alone. */
#include <inttypes.h>

#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_queue.h"

enum { SHOWN = 12 }; /* of what waits */

struct queue_row {
	str name, path, programme, stage, wait, due;
	int64_t year, asked_cents, granted_cents, paid_cents;
	day since;
	bool late;
};
static const struct field row_fields[] = {
	FIELD(struct queue_row, name, KIND_TEXT, .label = "grant_case.centre_name"),
	FIELD(struct queue_row, path, KIND_PATH, .label = "grant_row.path"),
	FIELD(struct queue_row, programme, KIND_CHOICE, .choices = &grant_programme_choices,
	      .label = "grant_row.programme"),
	FIELD(struct queue_row, year, KIND_INT, .label = "grant_row.year"),
	FIELD(struct queue_row, stage, KIND_CHOICE, .choices = &grant_stage_choices, .label = "core.state"),
	FIELD(struct queue_row, wait, KIND_CHOICE, .choices = &grant_wait_choices),
	FIELD(struct queue_row, due, KIND_TEXT),
	FIELD(struct queue_row, since, KIND_DAY),
	FIELD(struct queue_row, late, KIND_BOOL, .label = "grant_page.late"),
	FIELD(struct queue_row, asked_cents, KIND_MONEY, .label = "grant_row.asked_cents"),
	FIELD(struct queue_row, granted_cents, KIND_MONEY, .label = "grant_row.granted_cents"),
	FIELD(struct queue_row, paid_cents, KIND_MONEY, .label = "grant_row.paid_cents"),
};
static const struct record row_rec = RECORD("grant_queue_row", struct queue_row, row_fields);

/* What a KI owes and has not done in time. */
struct overdue_row {
	str name, path, programme, text, due;
	int64_t year;
	day day; /* on which it was due */
};
static const struct field overdue_fields[] = {
	FIELD(struct overdue_row, name, KIND_TEXT, .label = "grant_case.centre_name"),
	FIELD(struct overdue_row, path, KIND_PATH, .label = "grant_row.path"),
	FIELD(struct overdue_row, programme, KIND_CHOICE, .choices = &grant_programme_choices,
	      .label = "grant_row.programme"),
	FIELD(struct overdue_row, year, KIND_INT, .label = "grant_row.year"),
	FIELD(struct overdue_row, text, KIND_TEXT),
	FIELD(struct overdue_row, day, KIND_DAY),
	FIELD(struct overdue_row, due, KIND_TEXT, .label = "grant_queue_row.due"),
};
static const struct record overdue_rec = RECORD("grant_overdue_row", struct overdue_row, overdue_fields);

struct queue_page {
	str title, sentence;
	int64_t year;
	const struct form *filter;
	struct list waiting; /* struct queue_row: for the reader, of all years */
	str more_wait;       /* how many more there are; absent: none */
	struct list overdue; /* struct overdue_row: of all years */
	bool has_overdue;
	struct list rows; /* struct queue_row: all cases of the year that the filter lets through */
	int64_t asked_cents, granted_cents, paid_cents;
	bool checks;
};
static const struct field page_fields[] = {
	FIELD(struct queue_page, title, KIND_TEXT),
	FIELD(struct queue_page, sentence, KIND_TEXT),
	FIELD(struct queue_page, year, KIND_INT),
	FIELD(struct queue_page, filter, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	FIELD(struct queue_page, waiting, KIND_MANY, .of = &row_rec),
	FIELD(struct queue_page, more_wait, KIND_TEXT),
	FIELD(struct queue_page, overdue, KIND_MANY, .of = &overdue_rec),
	FIELD(struct queue_page, has_overdue, KIND_BOOL, .hidden = true),
	FIELD(struct queue_page, rows, KIND_MANY, .of = &row_rec),
	FIELD(struct queue_page, asked_cents, KIND_MONEY),
	FIELD(struct queue_page, granted_cents, KIND_MONEY),
	FIELD(struct queue_page, paid_cents, KIND_MONEY),
	FIELD(struct queue_page, checks, KIND_BOOL, .hidden = true),
};
static const struct record page_rec = RECORD("grant_queue", struct queue_page, page_fields);
const struct page page_grant_queue = { "grants/queue.html", &page_rec };

static const struct field asked_fields[] = {
	ASKED("year", KIND_INT, .min = 2012, .max = 2100, .maybe = true),
	ASKED("programme", KIND_CHOICE, .choices = &grant_programme_choices),
	ASKED("at_stage", KIND_CHOICE, .choices = &grant_stage_choices),
};
const struct record grant_queue_asked_rec = ASKED_RECORD(asked_fields);

static struct queue_row row_of(struct cx *cx, const struct grant_known *k, bool checks)
{
	struct grant_wait w = grant_wait_of(&k->state, &k->events, cx->user->id, cx->today);
	struct queue_row r = { .name = k->c.centre_name,
		               .path = checks ? k->c.path : STR_NONE,
		               .programme = k->c.programme,
		               .year = k->c.year,
		               .stage = k->state.stage,
		               .late = k->state.late,
		               .asked_cents = k->state.asked_cents,
		               .granted_cents = k->state.granted_cents,
		               .paid_cents = k->state.paid_cents };
	if (!checks || !w.what.p)
		return r;
	r.wait = w.what;
	r.since = w.since;
	r.due = word_plural(cx->words, cx->mem, "grants.waits_days", day_diff(cx->today, w.since), NO_ARGS);
	return r;
}

static int place_of(str wait)
{
	int place = 0;
	while (grant_wait_choices.codes[place] && !str_is(wait, grant_wait_choices.codes[place]))
		place++;
	return place;
}

/* Drafts of a colleague first, for somebody waits in the same house; of one kind the oldest first. */
static int by_kind_and_age(const void *a_, const void *b_)
{
	const struct queue_row *a = a_, *b = b_;
	int order = place_of(a->wait) - place_of(b->wait);
	if (order == 0)
		order = day_cmp(a->since, b->since);
	return order ? order : str_cmp(a->name, b->name);
}

static int by_day(const void *a_, const void *b_)
{
	const struct overdue_row *a = a_, *b = b_;
	int order = day_cmp(a->day, b->day);
	return order ? order : str_cmp(a->name, b->name);
}

static void add_overdue(struct cx *cx, const struct grant_known *k, const char *key, day due, struct list *ret)
{
	const int64_t open = k->state.demanded_cents - k->state.repaid_cents;
	*LIST_ADD(cx->mem, ret, struct overdue_row) = (struct overdue_row){
		.name = k->c.centre_name,
		.path = k->c.path,
		.programme = k->c.programme,
		.year = k->c.year,
		.text = word_args(cx->words, cx->mem, key,
		                  ARGS({ "day", say_day(cx->words, cx->mem, due) },
		                       { "open", say_money(cx->words, cx->mem, open) })),
		.day = due,
		.due = word_plural(cx->words, cx->mem, "grants.waits_days", day_diff(cx->today, due), NO_ARGS),
	};
}

/* What the reader can do something about, not what he has drafted himself; and what a KI has not done in time. */
static err add_watched(struct cx *cx, struct queue_page *p)
{
	struct list known = { 0 };
	TRY(grants_watched(cx, &known));
	LIST_EACH (const struct grant_known, k, &known) {
		struct queue_row r = row_of(cx, k, true);
		if (k->state.applied)
			r.asked_cents = k->state.applied->cents.v; /* no paper was read */
		if (r.wait.p && !str_is(r.wait, "own_draft"))
			*LIST_ADD(cx->mem, &p->waiting, struct queue_row) = r;
		if (k->state.proof_late)
			add_overdue(cx, k, "grants.overdue_proof", k->state.proof_due, &p->overdue);
		if (k->state.repay_late)
			add_overdue(cx, k, "grants.overdue_repayment", k->state.repay_by, &p->overdue);
	}
	list_sort(&p->waiting, by_kind_and_age);
	list_sort(&p->overdue, by_day);
	p->has_overdue = p->overdue.n > 0;
	return OK;
}

static err add_rows(struct cx *cx, const struct request *rq, struct queue_page *p)
{
	struct list known = { 0 };
	str stage = route_asked(rq, "at_stage"), programme = route_asked(rq, "programme");
	TRY(grants_known(cx, p->year, choices_has(&grant_programme_choices, programme) ? programme : STR_NONE, &known));
	LIST_EACH (const struct grant_known, k, &known) {
		if (choices_has(&grant_stage_choices, stage) ? !str_eq(k->state.stage, stage) : k->state.discarded)
			continue;
		*LIST_ADD(cx->mem, &p->rows, struct queue_row) = row_of(cx, k, p->checks);
		p->asked_cents += k->state.asked_cents;
		p->granted_cents += k->state.granted_cents;
		p->paid_cents += k->state.paid_cents;
	}
	return OK;
}

/* From July on people are busy with the year that comes. */
static int64_t year_of(const struct cx *cx, const struct request *rq)
{
	int64_t year;
	int y, month, dom;
	day_split(cx->today, &y, &month, &dom);
	if (str_to_int(route_asked(rq, "year"), &year) && year >= 2012 && year <= 2100)
		return year;
	return month >= 7 ? y + 1 : y;
}

struct filter {
	int64_t year;
	str programme, at_stage;
};
static const struct field filter_fields[] = {
	FIELD(struct filter, year, KIND_INT, .input = true, .label = "grant_row.year"),
	FIELD(struct filter, programme, KIND_CHOICE, .choices = &grant_programme_choices, .input = true,
	      .label = "grant_row.programme"),
	FIELD(struct filter, at_stage, KIND_CHOICE, .choices = &grant_stage_choices, .input = true,
	      .label = "core.state"),
};
static const struct record filter_rec = RECORD("grant_filter", struct filter, filter_fields);

static void add_filter(struct cx *cx, const struct request *rq, struct queue_page *p)
{
	const struct filter row = { p->year, route_asked(rq, "programme"), route_asked(rq, "at_stage") };
	struct form *form = NEW(cx->mem, struct form);
	*form = form_of(cx, rq->http, &filter_rec, &row, S("/land/grants"), "grants.show", STR_NONE);
	LIST_EACH (struct form_field, f, &form->fields)
		if (f->is_choice && f->choices.n && LIST_AT(&f->choices, struct form_choice, 0)->code.n == 0)
			LIST_AT(&f->choices, struct form_choice, 0)->text = word(cx->words, cx->mem, "grants.all");
	p->filter = form;
}

err grant_queue_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct queue_page p = { .title = word(cx->words, cx->mem, "grants.queue_title") };
	p.checks = user_may(cx->user, RIGHT_GRANT_CHECK);
	p.year = year_of(cx, rq);
	if (p.checks)
		TRY(add_watched(cx, &p));
	p.sentence = !p.checks ? word(cx->words, cx->mem, "grants.queue_amounts")
	                       : word_plural(cx->words, cx->mem, "grants.queue_waiting", (int64_t)p.waiting.n, NO_ARGS);
	if (p.waiting.n > SHOWN) {
		p.more_wait =
		        word_plural(cx->words, cx->mem, "grants.more_wait", (int64_t)p.waiting.n - SHOWN, NO_ARGS);
		p.waiting.n = SHOWN;
	}
	TRY(add_rows(cx, rq, &p));
	add_filter(cx, rq, &p);
	return page_show(cx, rq->http, rs, 200, &page_grant_queue, &p);
}
