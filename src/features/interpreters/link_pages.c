/* link_pages.c -- what the pages behind links have in common, and a person's yes or no. */
#include "features/interpreters/link_pages.h"

#include "core/words.h"
#include "features/interpreters/booking_offer.h"

static const struct field fact_fields[] = {
	FIELD(struct link_fact, label, KIND_TEXT),
	FIELD(struct link_fact, value, KIND_TEXT),
};
const struct record link_fact_rec = RECORD("link_fact", struct link_fact, fact_fields);
static const struct field row_fields[] = {
	FIELD(struct link_row, when, KIND_TEXT),
	FIELD(struct link_row, what, KIND_TEXT),
	FIELD(struct link_row, where, KIND_TEXT),
	FIELD(struct link_row, stage, KIND_TEXT),
};
static const struct record row_rec = RECORD("link_row", struct link_row, row_fields);
static const struct field page_fields[] = {
	FIELD(struct link_page, title, KIND_TEXT),
	FIELD(struct link_page, lead, KIND_TEXT),
	FIELD(struct link_page, said, KIND_TEXT),
	FIELD(struct link_page, facts, KIND_MANY, .of = &link_fact_rec),
	FIELD(struct link_page, choices, KIND_MANY, .of = &form_choice_rec),
	FIELD(struct link_page, yes, KIND_TEXT),
	FIELD(struct link_page, no, KIND_TEXT),
	FIELD(struct link_page, form, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	FIELD(struct link_page, rows, KIND_MANY, .of = &row_rec),
	FIELD(struct link_page, feed, KIND_TEXT),
};
static const struct record page_rec = RECORD("link_page", struct link_page, page_fields);
const struct page page_link = { "interpreters/link.html", &page_rec };

/* --- what all have in common -------------------------------------------------------------------------------------- */

static void add_fact(struct cx *cx, struct list *facts, const char *key, str value)
{
	if (value.p)
		*LIST_ADD(cx->mem, facts, struct link_fact) =
		        (struct link_fact){ word(cx->words, cx->mem, key), value };
}

err link_facts(struct cx *cx, const struct booking *b, const struct booking_contact *c, bool whole, struct list *ret)
{
	add_fact(cx, ret, "link.language", b->language);
	add_fact(cx, ret, "link.mode",
	         word(cx->words, cx->mem,
	              str_c(cx->mem, str_print(cx->mem, "booking_mode." STR_FMT, STR_ARG(b->mode)))));
	add_fact(cx, ret, "link.begin", say_instant(cx->words, cx->mem, b->starts_at));
	add_fact(cx, ret, "link.end", say_instant(cx->words, cx->mem, b->ends_at));
	add_fact(cx, ret, "link.institution", b->institution);
	add_fact(cx, ret, "link.place",
	         booking_place(cx, b->municipality, c, whole ? BOOKING_ADDRESS_AND_ROOM : BOOKING_TOWN));
	if (b->pages.has)
		add_fact(cx, ret, "link.pages", say_int(cx->words, cx->mem, b->pages.v));
	add_fact(cx, ret, "link.number", b->number);
	return OK;
}

err link_too_late(struct cx *cx, const struct request *rq, struct res *rs, err e)
{
	if (e != E_STALE)
		return e;
	struct link_page p = { .title = word(cx->words, cx->mem, "link.late_title"),
		               .said = word_args(cx->words, cx->mem, cx->fault.key, cx->fault.args) };
	fault_clear(cx);
	return page_show(cx, rq->http, rs, 200, &page_link, &p);
}

/* --- yes or no ---------------------------------------------------------------------------------------------------- */

struct answer {
	str answer;
	struct maybe choice; /* absent: there was only one */
};
static const char *const answer_codes[] = { "yes", "no", NULL };
static const struct choices answer_choices = { "link_answer", answer_codes };
static const struct field answer_fields[] = {
	FIELD(struct answer, answer, KIND_CHOICE, .choices = &answer_choices, .input = true, .required = true),
	FIELD(struct answer, choice, KIND_INT, .input = true, .maybe = true, .min = 1, .max = 3),
};
const struct record answer_rec = RECORD("link_answer", struct answer, answer_fields);

static str path_of(struct cx *cx, const char *folder, const struct request *rq)
{
	return str_print(cx->mem, "/interpreters/%s/" STR_FMT, folder, STR_ARG(route_part(rq, "code")));
}

/* The dates that have not passed; the first one is chosen. */
static err add_choices(struct cx *cx, const struct pool_link *l, struct list *ret)
{
	struct list dates = { 0 };
	TRY(booking_dates(cx, l->centre_id, l->booking_id.v, l->round.v, &dates));
	LIST_EACH (const struct booking_date, d, &dates) {
		if (d->starts_at.ms <= cx->now.ms)
			continue;
		*LIST_ADD(cx->mem, ret, struct form_choice) = (struct form_choice){
			.code = say_int(cx->words, cx->mem, d->choice),
			.text = word_args(cx->words, cx->mem, "link.from_to",
			                  ARGS({ "begin", say_instant(cx->words, cx->mem, d->starts_at) },
			                       { "end", say_instant(cx->words, cx->mem, d->ends_at) })),
			.chosen = ret->n == 1
		};
	}
	return OK;
}

static err show_answer(struct cx *cx, const struct request *rq, struct res *rs, int status, const struct pool_link *l)
{
	struct booking b;
	struct booking_contact c;
	struct form form = form_of(cx, rq->http, &answer_rec, NULL, path_of(cx, "answer", rq), "link.yes", STR_NONE);
	struct link_page p = { .title = word(cx->words, cx->mem, "link.ask_title"),
		               .yes = word(cx->words, cx->mem, "link.yes"),
		               .no = word(cx->words, cx->mem, "link.no"),
		               .form = &form };
	TRY(booking_find(cx, l->centre_id, l->booking_id.v, &b));
	TRY(booking_contact_find(cx, l->centre_id, l->booking_id.v, &c));
	struct booking_event yes = { .kind = S("accepted"),
		                     .round = l->round.v,
		                     .interpreter_id = l->interpreter_id,
		                     .starts_at = b.starts_at };
	struct list events = { 0 };
	TRY(booking_events(cx, l->centre_id, l->booking_id.v, &events));
	struct booking_state s = booking_fold(cx->mem, &events);
	const char *why = booking_fits(&s, &yes);
	if (why)
		return fail(cx, E_STALE, why, NO_ARGS);
	TRY(link_facts(cx, &b, &c, false, &p.facts));
	TRY(add_choices(cx, l, &p.choices));
	return page_show(cx, rq->http, rs, status, &page_link, &p);
}

err answer_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pool_link l;
	err e = pool_link_find(cx, route_part(rq, "code"), "answer", &l);
	if (e == OK)
		e = show_answer(cx, rq, rs, 200, &l);
	return e == OK ? OK : link_too_late(cx, rq, rs, e);
}

static err say_answered(struct cx *cx, const struct request *rq, struct res *rs, const struct pool_link *l, bool yes)
{
	struct booking b;
	struct booking_contact c;
	struct link_page p = { .title = word(cx->words, cx->mem, yes ? "link.yes_title" : "link.no_title"),
		               .said = word(cx->words, cx->mem, yes ? "link.yes_said" : "link.no_said") };
	TRY(booking_find(cx, l->centre_id, l->booking_id.v, &b));
	TRY(booking_contact_find(cx, l->centre_id, l->booking_id.v, &c));
	if (yes)
		TRY(link_facts(cx, &b, &c, true, &p.facts));
	return page_show(cx, rq->http, rs, 200, &page_link, &p);
}

err answer_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct answer in = { 0 };
	struct offer_answer answer;
	struct booking_state s;
	err e = pool_link_find(cx, route_part(rq, "code"), "answer", &answer.link);
	if (e == OK)
		e = form_read(cx, rq->http, &answer_rec, &in);
	answer.yes = str_is(in.answer, "yes");
	answer.choice = in.choice.has ? in.choice.v : 1;
	if (e == OK)
		e = db_tx(cx, "interpreter answers", offer_answer_in_tx, &answer, &s, sizeof s);
	if (e == E_INVALID)
		e = show_answer(cx, rq, rs, 422, &answer.link);
	else if (e == OK)
		e = say_answered(cx, rq, rs, &answer.link, answer.yes);
	return e == OK ? OK : link_too_late(cx, rq, rs, e);
}
