/* Trying a tariff card: what an assignment is worth, by parts and with its calculation. Nothing is kept, so it is a
 * question in the address, which can be sent to somebody. The same as `scharnier tariff try`. */
#include <string.h>

#include "base/money.h"
#include "core/words.h"
#include "features/interpreters/tariff_pages.h"
#include "features/interpreters/tariff_words.h"

static const struct field asked_fields[] = {
	ASKED("card", KIND_TEXT),           ASKED("starts_at", KIND_TEXT),   ASKED("ends_at", KIND_TEXT),
	ASKED("pages", KIND_DECIMAL),       ASKED("characters", KIND_INT),   ASKED("travel_minutes", KIND_INT),
	ASKED("distance_km", KIND_DECIMAL), ASKED("travel_cost", KIND_TEXT), ASKED("cancelled_before_h", KIND_DECIMAL),
};
const struct record tariff_try_asked_rec = ASKED_RECORD(asked_fields);

/* What was asked, as people type it. */
struct question {
	str card;
	instant starts_at, ends_at;
	struct maybe pages, characters, travel_minutes, distance_km, travel_cost, cancelled_before_h;
};
#define FIGURE(member, kind_) FIELD(struct question, member, kind_, .maybe = true, .input = true)
static const struct field question_fields[] = {
	FIELD(struct question, card, KIND_TEXT, .input = true, .required = true, .max = 60),
	FIELD(struct question, starts_at, KIND_INSTANT, .input = true),
	FIELD(struct question, ends_at, KIND_INSTANT, .input = true),
	FIGURE(travel_minutes, KIND_INT),
	FIGURE(distance_km, KIND_DECIMAL),
	FIGURE(travel_cost, KIND_MONEY),
	FIGURE(cancelled_before_h, KIND_DECIMAL),
	FIGURE(pages, KIND_DECIMAL),
	FIGURE(characters, KIND_INT),
};
static const struct record question_rec = RECORD("tariff_job", struct question, question_fields);

struct part_row {
	str part;
	int64_t cents;
};
static const struct field part_fields[] = {
	FIELD(struct part_row, part, KIND_CHOICE, .choices = &tariff_part_choices),
	FIELD(struct part_row, cents, KIND_MONEY),
};
static const struct record part_rec = RECORD("tariff_part_row", struct part_row, part_fields);

struct result {
	int64_t amount_cents;
	bool assumed, has_parts;
	struct list parts; /* struct part_row: those that are not 0 */
	struct list trace; /* struct tariff_line */
	str card_path;     /* of a card of this KI */
};
static const struct field result_fields[] = {
	FIELD(struct result, amount_cents, KIND_MONEY),
	FIELD(struct result, assumed, KIND_BOOL),
	FIELD(struct result, has_parts, KIND_BOOL, .hidden = true),
	FIELD(struct result, parts, KIND_MANY, .of = &part_rec),
	FIELD(struct result, trace, KIND_MANY, .of = &tariff_line_rec),
	FIELD(struct result, card_path, KIND_PATH),
};
static const struct record result_rec = RECORD("tariff_result", struct result, result_fields);

struct try_page {
	struct centre_frame frame;
	struct section_top top;
	const struct result *result; /* NULL: what was asked cannot be */
};
static const struct field try_fields[] = {
	SECTION_FIELDS(struct try_page),
	FIELD(struct try_page, result, KIND_ONE, .of = &result_rec, .maybe = true),
};
static const struct record try_rec = RECORD("tariff_try_page", struct try_page, try_fields);
const struct page page_tariff_try = { "interpreters/tariff_try.html", &try_rec };

/* --- the question ------------------------------------------------------------------------------------------------- */

static bool asked(const struct request *rq, const char *name)
{
	return !str_blank(route_asked(rq, name));
}

static err read_question(struct cx *cx, const struct request *rq, struct question *q)
{
	err e = OK;
	for (size_t i = 0; i < question_rec.count; i++) {
		const struct field *f = &question_rec.fields[i];
		const char *key = NULL;
		if (asked(rq, f->name) && field_parse(cx->mem, f, route_asked(rq, f->name), q, &key) != OK)
			e = problem_add(cx, f->name, key, form_limits(cx, f));
	}
	return e;
}

/* Of this KI, valid on the day of the assignment; else a published one. NULL: there is none. */
static const struct tariff *card_of(struct cx *cx, const struct list *cards, struct question *q)
{
	day on = q->starts_at.ms ? instant_day(q->starts_at) : cx->today;
	const struct tariff *card =
	        q->card.p ? tariff_card_pick(cards, q->card, on) : tariff_card_for(cards, S("interpreting"), on);
	if (!q->card.p)
		q->card = card ? card->name : tariff_templates[0].name;
	return card ? card : tariff_template(q->card);
}

static instant today_at(struct cx *cx, const char *clock)
{
	instant t = { 0 };
	ASSERT(instant_parse(str_print(cx->mem, STR_FMT "T%s", STR_ARG(day_iso(cx->mem, cx->today)), clock), &t));
	return t;
}

/* Where nobody has said how long or how much yet: two hours and a half today, one page. */
static void fill_usual(struct cx *cx, const struct request *rq, const struct tariff *card, struct question *q)
{
	bool pages = card && str_is(card->basis, "pages");
	if (pages && !asked(rq, "pages") && !asked(rq, "characters"))
		q->pages = MAYBE(1000);
	if (pages || asked(rq, "starts_at") || asked(rq, "ends_at"))
		return;
	q->starts_at = today_at(cx, "10:00");
	q->ends_at = today_at(cx, "12:30");
}

static struct tariff_job job_of(const struct question *q)
{
	struct tariff_job job = { .starts_at = q->starts_at,
		                  .ends_at = q->ends_at,
		                  .pages = q->pages,
		                  .characters = q->characters,
		                  .travel_minutes = q->travel_minutes,
		                  .distance_km = q->distance_km,
		                  .travel_cost_cents = q->travel_cost };
	if (q->cancelled_before_h.has)
		job.cancelled_before_minutes = MAYBE(q->cancelled_before_h.v * 60 / 1000);
	return job;
}

/* The calculation names the fields of a job, the form has two of them in other units. */
static void name_as_in_form(struct cx *cx)
{
	for (struct problem *p = cx->problems; p; p = p->next) {
		if (!strcmp(p->field, "cancelled_before_minutes"))
			p->field = "cancelled_before_h";
		if (!strcmp(p->field, "travel_cost_cents"))
			p->field = "travel_cost";
	}
}

/* --- the answer --------------------------------------------------------------------------------------------------- */

static void add_part(struct cx *cx, struct list *parts, const char *part, int64_t cents)
{
	if (cents)
		*LIST_ADD(cx->mem, parts, struct part_row) = (struct part_row){ str_of(part), cents };
}

static err answer(struct cx *cx, const struct request *rq, const struct tariff *card, const struct question *q,
                  const struct result **ret)
{
	struct tariff_job job = job_of(q);
	struct tariff_amount a;
	if (!card)
		return problem_add(cx, "card", "tariff.no_card_here", ARGS({ "name", q->card }));
	TRY(tariff_amount(cx, card, &job, &a));
	struct result *r = NEW(cx->mem, struct result);
	*r = (struct result){ .amount_cents = a.total_cents, .assumed = a.assumed };
	add_part(cx, &r->parts, "time", a.time_cents);
	add_part(cx, &r->parts, "pages", a.pages_cents);
	add_part(cx, &r->parts, "travel_time", a.travel_time_cents);
	add_part(cx, &r->parts, "travel_cost", a.travel_cost_cents);
	add_part(cx, &r->parts, "cancellation", a.cancellation_cents);
	r->has_parts = r->parts.n > 1; /* one alone is the amount */
	r->trace = tariff_trace(cx->words, cx->mem, card, &a);
	r->card_path = card->id ? pool_at(cx, rq, "tariffs", card->id, "") : STR_NONE;
	*ret = r;
	return OK;
}

/* The KI's own cards first, each once; then the published ones. */
static struct list card_choices(struct cx *cx, const struct list *cards)
{
	struct list offer = { 0 };
	str last = STR_NONE;
	LIST_EACH (const struct tariff, t, cards) {
		if (!str_eq(t->name, last))
			*LIST_ADD(cx->mem, &offer, struct form_choice) =
			        (struct form_choice){ .code = t->name, .text = t->name };
		last = t->name;
	}
	for (const struct tariff *t = tariff_templates; t->name.p; t++) {
		str title =
		        word(cx->words, cx->mem, str_print(cx->mem, "tariff_template." STR_FMT, STR_ARG(t->name)).p);
		if (!tariff_card_pick(cards, t->name, cx->today))
			*LIST_ADD(cx->mem, &offer, struct form_choice) =
			        (struct form_choice){ .code = t->name,
				                      .text = word_args(cx->words, cx->mem, "tariff_try.template",
				                                        ARGS({ "title", title })) };
	}
	return offer;
}

/* Asked is what fits the card; pages have no way, and time has none. */
static bool fits(const struct tariff *card, str field)
{
	bool of_pages = str_is(field, "pages") || str_is(field, "characters");
	bool pages = card && str_is(card->basis, "pages");
	if (str_is(field, "characters"))
		return pages && card->page_characters.has;
	return str_is(field, "card") || of_pages == pages;
}

/* What was typed stands there again, also where it could not be read. */
static struct form *form_for(struct cx *cx, const struct request *rq, const struct list *cards,
                             const struct tariff *card, const struct question *q)
{
	struct form *form = NEW(cx->mem, struct form);
	struct list offer = card_choices(cx, cards), fields = { 0 };
	*form = form_of(cx, rq->http, &question_rec, q, pool_at(cx, rq, "tariffs", 0, "try"), "tariff_try.submit",
	                STR_NONE);
	LIST_EACH (struct form_field, f, &form->fields) {
		if (!fits(card, f->name))
			continue;
		if (asked(rq, f->name.p))
			f->typed = route_asked(rq, f->name.p);
		f->optional = f->optional && !str_is(f->name, "starts_at") && !str_is(f->name, "ends_at");
		*LIST_ADD(cx->mem, &fields, struct form_field) = *f;
	}
	form->fields = fields;
	form_offer(cx, form, "card", &offer);
	return form;
}

err tariff_try_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct try_page p = { 0 };
	struct list cards = { 0 };
	struct question q = { 0 };
	TRY(pool_fill(cx, rq, "tariffs", "tariff_try.title", STR_NONE, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pool.area.tariffs"), pool_at(cx, rq, "tariffs", 0, ""));
	TRY(tariff_cards(cx, rq->centre.id, &cards));
	err e = read_question(cx, rq, &q);
	const struct tariff *card = card_of(cx, &cards, &q);
	fill_usual(cx, rq, card, &q);
	if (e == OK)
		e = answer(cx, rq, card, &q, &p.result);
	if (e != OK && e != E_INVALID)
		return e;
	name_as_in_form(cx);
	p.frame.form = form_for(cx, rq, &cards, card, &q);
	p.frame.sentence = word(cx->words, cx->mem, "tariff_try.sentence");
	return page_show(cx, rq->http, rs, page_status(e), &page_tariff_try, &p);
}
