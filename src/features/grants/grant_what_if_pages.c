/* What another amount would cost the Land, over all KI, before any rule is proposed. */
#include "core/user.h"
#include "core/words.h"
#include "features/grants/grant_pages.h"
#include "features/grants/grant_what_if.h"
#include "features/rulebook/rulebook_model.h"

#include <inttypes.h>

enum { PROPOSALS = 50 };

struct what_if_page {
	str title, sentence;
	const struct form *form;
	struct list proposals; /* struct link: those that wait and can be reckoned with */
	bool answered;
	struct list rows; /* struct what_if_row */
	struct what_if_row sum;
	str csv_path;
};
static const struct field page_fields[] = {
	FIELD(struct what_if_page, title, KIND_TEXT),
	FIELD(struct what_if_page, sentence, KIND_TEXT),
	FIELD(struct what_if_page, form, KIND_ONE, .of = &form_rec, .maybe = true, .hidden = true),
	FIELD(struct what_if_page, proposals, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct what_if_page, answered, KIND_BOOL, .hidden = true),
	FIELD(struct what_if_page, rows, KIND_MANY, .of = &what_if_row_rec),
	FIELD(struct what_if_page, sum, KIND_ONE, .of = &what_if_row_rec),
	FIELD(struct what_if_page, csv_path, KIND_PATH),
};
static const struct record page_rec = RECORD("what_if_page", struct what_if_page, page_fields);
const struct page page_what_if = { "grants/what_if.html", &page_rec };

static const struct field form_fields[] = {
	FIELD(struct what_if, item, KIND_CHOICE, .choices = &what_if_item_choices, .input = true, .required = true),
	{ .name = "euros",
	  .kind = KIND_MONEY,
	  .offset = offsetof(struct what_if, cents),
	  .input = true,
	  .required = true,
	  .min = 0,
	  .max = 10000000000 },
	FIELD(struct what_if, year, KIND_INT, .input = true, .required = true, .min = 2012, .max = 2100),
};
static const struct record form_record = RECORD("what_if", struct what_if, form_fields);
static const struct field asked_fields[] = { ASKED("item", KIND_CHOICE, .choices = &what_if_item_choices),
	                                     ASKED("euros", KIND_TEXT, .max = 20), ASKED("year", KIND_INT),
	                                     ASKED("proposal", KIND_INT) };
const struct record what_if_asked_rec = ASKED_RECORD(asked_fields);

/* --- what is asked ------------------------------------------------------------------------------------------------ */

/* A question is an address, so that it can be sent to a colleague: the form is sent with GET. */
static err read_wish(struct cx *cx, const struct request *rq, struct what_if *ret, bool *ret_asked)
{
	*ret = (struct what_if){ .item = S("specialist"), .year = day_year(cx->today) + 1 };
	*ret_asked = str_to_int(route_asked(rq, "proposal"), &ret->proposal_id);
	for (size_t i = 0; i < form_record.count; i++) {
		const struct field *f = &form_record.fields[i];
		const char *key = NULL;
		str typed = route_asked(rq, f->name);
		if (!typed.p)
			continue;
		*ret_asked |= !ret->proposal_id && str_is(str_of(f->name), "euros");
		if (field_parse(cx->mem, f, typed, ret, &key) != OK)
			(void)problem_add(cx, f->name, key, form_limits(cx, f));
	}
	return cx->problems ? E_INVALID : OK;
}

/* An answer without a page to ask on: nothing asked is no question about 0 euros. */
static err read_question(struct cx *cx, const struct request *rq, struct what_if *ret)
{
	bool asked;
	TRY(read_wish(cx, rq, ret, &asked));
	return asked ? OK : problem_add(cx, "euros", "form.required", NO_ARGS);
}

static void show_typed(const struct request *rq, struct form *form)
{
	LIST_EACH (struct form_field, f, &form->fields) {
		str typed = route_asked(rq, f->name.p);
		if (!typed.p && str_is(f->name, "euros"))
			f->typed = S(""); /* 0 euros would be a question */
		if (!typed.p)
			continue;
		f->typed = typed;
		LIST_EACH (struct form_choice, c, &f->choices)
			c->chosen = str_eq(c->code, typed);
	}
}

static err offer_proposals(struct cx *cx, struct list *ret)
{
	struct list waiting = { 0 };
	TRY(proposals_list(cx, true, 0, PROPOSALS, &waiting));
	LIST_EACH (const struct proposal, p, &waiting)
		if (choices_has(&what_if_item_choices, p->item))
			*LIST_ADD(cx->mem, ret, struct link) = (struct link){
				.text = word_args(
				        cx->words, cx->mem, "what_if.proposal",
				        ARGS({ "item", word(cx->words, cx->mem,
				                            str_print(cx->mem, "item." STR_FMT, STR_ARG(p->item)).p) },
				             { "who", p->proposer }, { "reason", p->reason })),
				.path = str_print(cx->mem, "/land/what-if?proposal=%" PRId64, p->id),
			};
	return OK;
}

/* --- the answer --------------------------------------------------------------------------------------------------- */

static str sentence_of(struct cx *cx, const struct what_if_answer *a)
{
	int64_t difference = a->sum.difference.v;
	const char *key = difference < 0 ? "what_if.less" : "what_if.more";
	str item = word(cx->words, cx->mem, str_print(cx->mem, "item." STR_FMT, STR_ARG(a->item)).p);
	str said = word_args(
	        cx->words, cx->mem, key,
	        ARGS({ "item", item }, { "year", str_print(cx->mem, "%" PRId64, a->year) },
	             { "difference", say_money(cx->words, cx->mem, difference < 0 ? -difference : difference) },
	             { "before", say_money(cx->words, cx->mem, a->sum.planned_before.v) },
	             { "after", say_money(cx->words, cx->mem, a->sum.planned_after.v) }));
	if (a->complete)
		return said;
	str gap = word(cx->words, cx->mem, "what_if.incomplete");
	return str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(said), STR_ARG(gap));
}

/* The question, as it was asked. */
static str query_of(const struct request *rq)
{
	str query = rq->http->target;
	(void)str_split(&query, '?');
	return query.p ? query : S("");
}

static void fill_answer(struct cx *cx, const struct request *rq, const struct what_if_answer *a, struct what_if_page *p)
{
	p->answered = true;
	p->rows = a->rows;
	p->sum = a->sum;
	p->sentence = sentence_of(cx, a);
	str query = query_of(rq);
	p->csv_path = str_print(cx->mem, "/land/what-if.csv?" STR_FMT, STR_ARG(query));
	LIST_EACH (struct what_if_row, r, &p->rows)
		r->path = str_print(cx->mem, STR_FMT "?" STR_FMT, STR_ARG(r->path), STR_ARG(query));
}

err what_if_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct what_if_page p = { .title = word(cx->words, cx->mem, "what_if.title") };
	struct what_if wish;
	struct what_if_answer answer;
	bool asked;
	p.sentence = word(cx->words, cx->mem, "what_if.lead");
	err e = read_wish(cx, rq, &wish, &asked);
	if (e == OK && asked)
		e = what_if_of(cx, &wish, &answer);
	if (e != OK && e != E_INVALID)
		return e;
	if (e == OK && asked)
		fill_answer(cx, rq, &answer, &p);
	struct form form = form_of(cx, rq->http, &form_record, &wish, S("/land/what-if"), "what_if.submit", STR_NONE);
	show_typed(rq, &form);
	p.form = &form;
	TRY(offer_proposals(cx, &p.proposals));
	return page_show(cx, rq->http, rs, page_status(e), &page_what_if, &p);
}

err what_if_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct what_if wish;
	struct what_if_answer answer;
	TRY(read_question(cx, rq, &wish));
	TRY(what_if_of(cx, &wish, &answer));
	return page_table(cx, rs, S("was-waere-wenn"), false, word(cx->words, cx->mem, "what_if.title"),
	                  sentence_of(cx, &answer), &what_if_export_rec, &answer.rows);
}

/* --- one KI ------------------------------------------------------------------------------------------------------- */

struct what_if_centre_page {
	str title, sentence, back_path, centre_path;
	struct what_if_row row;
	bool of_posts;
	struct list posts, rules;
};
static const struct field centre_page_fields[] = {
	FIELD(struct what_if_centre_page, title, KIND_TEXT),
	FIELD(struct what_if_centre_page, sentence, KIND_TEXT),
	FIELD(struct what_if_centre_page, back_path, KIND_PATH),
	FIELD(struct what_if_centre_page, centre_path, KIND_PATH),
	FIELD(struct what_if_centre_page, row, KIND_ONE, .of = &what_if_row_rec),
	FIELD(struct what_if_centre_page, of_posts, KIND_BOOL, .hidden = true),
	FIELD(struct what_if_centre_page, posts, KIND_MANY, .of = &what_if_post_rec),
	FIELD(struct what_if_centre_page, rules, KIND_MANY, .of = &what_if_rule_rec),
};
static const struct record centre_page_rec =
        RECORD("what_if_centre_page", struct what_if_centre_page, centre_page_fields);
const struct page page_what_if_centre = { "grants/what_if_centre.html", &centre_page_rec };

err what_if_centre_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct what_if wish;
	struct what_if_centre c;
	TRY(read_question(cx, rq, &wish));
	TRY(what_if_centre_of(cx, &wish, route_part(rq, "code"), &c));
	str item = word(cx->words, cx->mem, str_print(cx->mem, "item." STR_FMT, STR_ARG(c.item)).p);
	const struct what_if_centre_page p = {
		.title = word_args(cx->words, cx->mem, "what_if.centre_title", ARGS({ "name", c.row.name })),
		.sentence = word_args(cx->words, cx->mem, "what_if.centre_lead",
		                      ARGS({ "item", item }, { "year", str_print(cx->mem, "%" PRId64, c.year) })),
		.back_path = str_print(cx->mem, "/land/what-if?" STR_FMT, STR_ARG(query_of(rq))),
		.centre_path = str_print(cx->mem, "/centres/" STR_FMT, STR_ARG(c.row.slug)),
		.row = c.row,
		.of_posts = c.of_posts,
		.posts = c.posts,
		.rules = c.rules,
	};
	return page_show(cx, rq->http, rs, 200, &page_what_if_centre, &p);
}
