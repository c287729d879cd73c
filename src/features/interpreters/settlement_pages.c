/* settlement_pages.c -- the months, and what a run would do: who gets how much, and what is missing. */
#include "features/interpreters/settlement_pages.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/pot_pages.h"

enum { MOST_SHOWN = 100 };

/* --- words -------------------------------------------------------------------------------------------------------- */

str settlement_month_name(struct cx *cx, str month)
{
	day first;
	return month_parse(month, &first) ? say_month(cx->words, cx->mem, first) : month;
}

str settlement_name(struct cx *cx, const struct settlement *s)
{
	str month = settlement_month_name(cx, s->month);
	if (s->run == 1)
		return month;
	return word_args(cx->words, cx->mem, "settlement.name_run",
	                 ARGS({ "month", month }, { "run", say_int(cx->words, cx->mem, s->run) }));
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

struct run_row {
	struct settlement s;
	str name, path;
	bool corrects;
};
#define RUN_FIELD(member, kind_)                                                                                       \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct run_row, s.member),                        \
		.label = "settlement." #member                                                                         \
	}
static const struct field run_fields[] = {
	RUN_FIELD(id, KIND_INT),
	RUN_FIELD(month, KIND_TEXT),
	RUN_FIELD(run, KIND_INT),
	RUN_FIELD(settled_by, KIND_TEXT),
	RUN_FIELD(settled_at, KIND_INSTANT),
	RUN_FIELD(assignments, KIND_INT),
	RUN_FIELD(people, KIND_INT),
	RUN_FIELD(cents, KIND_MONEY),
	FIELD(struct run_row, name, KIND_TEXT, .label = "settlement.month"),
	FIELD(struct run_row, path, KIND_PATH),
	FIELD(struct run_row, corrects, KIND_BOOL, .label = "settlement_line.corrects"),
};
static const struct record run_rec = RECORD("settlement_row", struct run_row, run_fields);

struct settlements_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t year, earlier_year, later_year;
	str year_error, path, earlier, later;
	struct list items; /* struct run_row */
};
static const struct field settlements_fields[] = {
	SECTION_FIELDS(struct settlements_page),
	FIELD(struct settlements_page, year, KIND_INT, .label = "pots.year"),
	FIELD(struct settlements_page, year_error, KIND_TEXT, .hidden = true),
	FIELD(struct settlements_page, path, KIND_PATH, .hidden = true),
	FIELD(struct settlements_page, earlier, KIND_PATH, .hidden = true),
	FIELD(struct settlements_page, later, KIND_PATH, .hidden = true),
	FIELD(struct settlements_page, earlier_year, KIND_INT, .hidden = true),
	FIELD(struct settlements_page, later_year, KIND_INT, .hidden = true),
	FIELD(struct settlements_page, items, KIND_MANY, .of = &run_rec),
};
static const struct record settlements_rec = RECORD("settlements_page", struct settlements_page, settlements_fields);
const struct page page_settlements = { "interpreters/settlements.html", &settlements_rec };

static str month_path(struct cx *cx, const struct request *rq, str month)
{
	return pool_at(cx, rq, "settlements/months", 0, str_c(cx->mem, month));
}

static err is_settled(struct cx *cx, const struct request *rq, str month, bool *ret)
{
	int64_t year = 0;
	struct list runs = { 0 };
	*ret = false;
	if (!str_to_int(str_part(month, 0, 4), &year))
		return OK;
	TRY(settlement_list(cx, rq->centre.id, (int)year, &runs));
	LIST_EACH (const struct settlement, s, &runs)
		*ret |= str_eq(s->month, month);
	return OK;
}

/* First the month before this one; was it settled, this one, which brings along what was late. The other can be, too.
 */
static err offer_months(struct cx *cx, const struct request *rq, struct section_top *top)
{
	bool settled;
	str now = str_part(day_iso(cx->mem, cx->today), 0, 7);
	str before = str_part(day_iso(cx->mem, day_add_months(cx->today, -1)), 0, 7);
	TRY(is_settled(cx, rq, before, &settled));
	str keys[] = { settled ? now : before, settled ? before : now };
	for (int n = 0; n < 2; n++) {
		struct link *link = NEW(cx->mem, struct link);
		*link = (struct link){ .text = word_args(cx->words, cx->mem, "settlement.do_month",
			                                 ARGS({ "month", settlement_month_name(cx, keys[n]) })),
			               .path = month_path(cx, rq, keys[n]) };
		if (n == 0)
			top->primary = link;
		else
			*LIST_ADD(cx->mem, &top->others, struct link) = *link;
	}
	return OK;
}

static void fill_years(struct cx *cx, struct settlements_page *p)
{
	p->earlier_year = p->year - 1;
	p->later_year = p->year + 1;
	if (p->earlier_year >= POT_FIRST_YEAR)
		p->earlier = str_print(cx->mem, STR_FMT "?year=%" PRId64, STR_ARG(p->path), p->earlier_year);
	if (p->later_year <= day_year(cx->today))
		p->later = str_print(cx->mem, STR_FMT "?year=%" PRId64, STR_ARG(p->path), p->later_year);
}

err settlements_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct settlements_page p = { .path = pool_at(cx, rq, "settlements", 0, "") };
	struct list runs = { 0 };
	int64_t cents = 0;
	err wrong = pot_year_asked(cx, rq, &p.year);
	TRY(pool_fill(cx, rq, "settlements", "settlement.title", STR_NONE, &p.frame, &p.top));
	TRY(settlement_list(cx, rq->centre.id, (int)p.year, &runs));
	LIST_EACH (const struct settlement, s, &runs) {
		cents += s->cents;
		*LIST_ADD(cx->mem, &p.items, struct run_row) =
		        (struct run_row){ .s = *s,
			                  .name = settlement_name(cx, s),
			                  .path = pool_at(cx, rq, "settlements", s->id, ""),
			                  .corrects = s->corrections > 0 };
	}
	fill_years(cx, &p);
	p.frame.sentence = word_plural(cx->words, cx->mem, "settlement.list_sentence", (int64_t)runs.n,
	                               ARGS({ "year", str_print(cx->mem, "%" PRId64, p.year) },
	                                    { "cents", say_money(cx->words, cx->mem, cents) }));
	if (wrong != OK) {
		const struct problem *problem = problem_of(cx, "year");
		p.year_error = word_args(cx->words, cx->mem, problem->key, problem->args);
		fault_clear(cx);
	}
	TRY(offer_months(cx, rq, &p.top));
	return page_show(cx, rq->http, rs, wrong == OK ? 200 : 422, &page_settlements, &p);
}

/* --- what a run would do ------------------------------------------------------------------------------------------ */

struct draft_person {
	int64_t id, assignments, cents, left_out, left_out_cents;
	str name, note, path; /* note: beyond the ceiling; path: where the consent is recorded */
};
static const struct field draft_person_fields[] = {
	FIELD(struct draft_person, id, KIND_INT),
	FIELD(struct draft_person, name, KIND_TEXT),
	FIELD(struct draft_person, assignments, KIND_INT, .label = "settlement.assignments"),
	FIELD(struct draft_person, cents, KIND_MONEY, .label = "settlement.cents"),
	FIELD(struct draft_person, left_out, KIND_INT),
	FIELD(struct draft_person, left_out_cents, KIND_MONEY),
	FIELD(struct draft_person, note, KIND_TEXT),
	FIELD(struct draft_person, path, KIND_PATH),
};
static const struct record draft_person_rec = RECORD("draft_person", struct draft_person, draft_person_fields);
struct gap_row {
	int64_t booking_id;
	str number, institution, name, why, path;
	day held_on;
};
static const struct field gap_fields[] = {
	FIELD(struct gap_row, booking_id, KIND_INT),
	FIELD(struct gap_row, number, KIND_TEXT, .label = "settlement_line.number"),
	FIELD(struct gap_row, institution, KIND_TEXT, .label = "settlement_line.institution"),
	FIELD(struct gap_row, name, KIND_TEXT, .label = "settlement_line.name"),
	FIELD(struct gap_row, held_on, KIND_DAY, .label = "settlement_line.held_on"),
	FIELD(struct gap_row, why, KIND_TEXT),
	FIELD(struct gap_row, path, KIND_PATH),
};
static const struct record gap_rec = RECORD("settlement_gap", struct gap_row, gap_fields);
struct gap_group {
	str code, title, hint;
	int64_t count;
	struct list rows; /* struct gap_row, at most MOST_SHOWN */
};
static const struct field group_fields[] = {
	FIELD(struct gap_group, code, KIND_TEXT),
	FIELD(struct gap_group, title, KIND_TEXT, .hidden = true),
	FIELD(struct gap_group, hint, KIND_TEXT, .hidden = true),
	FIELD(struct gap_group, count, KIND_INT),
	FIELD(struct gap_group, rows, KIND_MANY, .of = &gap_rec),
};
static const struct record group_rec = RECORD("settlement_group", struct gap_group, group_fields);

struct draft_page {
	struct centre_frame frame;
	struct section_top top;
	str month, action, button;
	int64_t assignments, cents;
	struct list people; /* struct draft_person */
	struct list gaps;   /* struct gap_group */
};
static const struct field draft_fields[] = {
	SECTION_FIELDS(struct draft_page),
	FIELD(struct draft_page, month, KIND_TEXT, .label = "settlement.month"),
	FIELD(struct draft_page, action, KIND_PATH, .hidden = true),
	FIELD(struct draft_page, button, KIND_TEXT, .hidden = true),
	FIELD(struct draft_page, assignments, KIND_INT, .label = "settlement.assignments"),
	FIELD(struct draft_page, cents, KIND_MONEY, .label = "settlement.cents"),
	FIELD(struct draft_page, people, KIND_MANY, .of = &draft_person_rec),
	FIELD(struct draft_page, gaps, KIND_MANY, .of = &group_rec),
};
static const struct record draft_rec = RECORD("settlement_draft", struct draft_page, draft_fields);
const struct page page_settlement_draft = { "interpreters/settlement_draft.html", &draft_rec };

static int by_name(const void *a, const void *b)
{
	const struct settlement_person *x = a, *y = b;
	int order = str_cmp(x->sort_name, y->sort_name);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static str ceiling_note(struct cx *cx, const struct settlement_person *p)
{
	if (!p->left_out)
		return STR_NONE;
	return word_plural(cx->words, cx->mem, "settlement.asks_consent", p->left_out,
	                   ARGS({ "cents", say_money(cx->words, cx->mem, p->left_out_cents) },
	                        { "ceiling", say_money(cx->words, cx->mem, p->ceiling.cents.v) }));
}

static void fill_people(struct cx *cx, const struct request *rq, struct draft_page *p, struct settlement_draft *d)
{
	int64_t year = day_year(cx->today);
	list_sort(&d->world.people, by_name);
	LIST_EACH (const struct settlement_person, who, &d->world.people) {
		if (!who->count && !who->left_out)
			continue;
		str path = str_print(cx->mem, STR_FMT "?year=%" PRId64,
		                     STR_ARG(pool_at(cx, rq, "people", who->id, "year")), year);
		*LIST_ADD(cx->mem, &p->people, struct draft_person) =
		        (struct draft_person){ .id = who->id,
			                       .name = who->name,
			                       .assignments = who->count,
			                       .cents = who->cents,
			                       .left_out = who->left_out,
			                       .left_out_cents = who->left_out_cents,
			                       .note = ceiling_note(cx, who),
			                       .path = path };
	}
}

static struct gap_group *group_of(struct cx *cx, struct draft_page *p, str code)
{
	LIST_EACH (struct gap_group, g, &p->gaps)
		if (str_eq(g->code, code))
			return g;
	struct gap_group *g = LIST_ADD(cx->mem, &p->gaps, struct gap_group);
	g->code = code;
	return g;
}

static void add_gap(struct cx *cx, const struct request *rq, struct draft_page *p, str code, const struct gap_row *row)
{
	struct gap_group *g = group_of(cx, p, code);
	if (g->count++ >= MOST_SHOWN)
		return;
	struct gap_row *r = LIST_ADD(cx->mem, &g->rows, struct gap_row);
	*r = *row;
	r->path = pool_at(cx, rq, "bookings", row->booking_id, "");
}

static void fill_gaps(struct cx *cx, const struct request *rq, struct draft_page *p, const struct settlement_draft *d)
{
	LIST_EACH (const struct settlement_waiting, w, &d->waiting)
		add_gap(cx, rq, p, w->stage,
		        &(struct gap_row){ .booking_id = w->booking_id,
		                           .number = w->number,
		                           .institution = w->institution,
		                           .name = w->name,
		                           .held_on = w->held_on });
	LIST_EACH (const struct settlement_item, i, &d->items)
		if (i->missing.p) {
			const struct settlement_person *who =
			        settlement_person_of(&d->world.people, i->job->state.interpreter_id);
			add_gap(cx, rq, p, i->missing,
			        &(struct gap_row){ .booking_id = i->job->booking_id,
			                           .number = i->job->number,
			                           .institution = i->job->institution,
			                           .name = who ? who->name : STR_NONE,
			                           .held_on = i->held_on,
			                           .why = i->why });
		}
	LIST_EACH (struct gap_group, g, &p->gaps) {
		str key = str_print(cx->mem, "settlement_gap." STR_FMT, STR_ARG(g->code));
		g->title = word_plural(cx->words, cx->mem, str_c(cx->mem, key), g->count, NO_ARGS);
		g->hint = word(cx->words, cx->mem, str_c(cx->mem, str_print(cx->mem, STR_FMT ".hint", STR_ARG(key))));
	}
}

static str draft_sentence(struct cx *cx, const struct draft_page *p)
{
	int64_t missing = 0, people = 0;
	LIST_EACH (const struct gap_group, g, &p->gaps)
		missing += g->count;
	LIST_EACH (const struct draft_person, d, &p->people)
		people += d->assignments > 0;
	const struct arg *args =
	        ARGS({ "cents", say_money(cx->words, cx->mem, p->cents) },
	             { "people", word_plural(cx->words, cx->mem, "settlement.people_n", people, NO_ARGS) });
	str ready = word_plural(cx->words, cx->mem, "settlement.draft_sentence", p->assignments, args);
	if (!p->assignments)
		ready = word(cx->words, cx->mem, "settlement.nothing_now");
	if (!missing)
		return ready;
	return str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(ready),
	                 STR_ARG(word_plural(cx->words, cx->mem, "settlement.draft_missing", missing, NO_ARGS)));
}

static err show_draft(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct settlement_draft d;
	str month = route_part(rq, "code");
	struct draft_page p = { .month = month };
	TRY(settlement_draft_of(cx, &rq->centre, month, &d));
	str name = settlement_month_name(cx, month);
	TRY(pool_fill(cx, rq, "settlements", "settlement.draft_title", name, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "settlement.area"), pool_at(cx, rq, "settlements", 0, ""));
	p.assignments = d.count;
	p.cents = d.cents;
	fill_gaps(cx, rq, &p, &d);
	fill_people(cx, rq, &p, &d);
	p.frame.sentence = draft_sentence(cx, &p);
	p.action = month_path(cx, rq, month);
	if (d.count)
		p.button = word_args(cx->words, cx->mem, "settlement.submit", ARGS({ "month", name }));
	return page_show(cx, rq->http, rs, status, &page_settlement_draft, &p);
}

err settlement_draft_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_draft(cx, rq, rs, 200);
}

err settlement_draft_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	day first, last;
	int64_t id = 0;
	const struct settlement_order order = { &rq->centre, route_part(rq, "code") };
	TRY(settlement_month(cx, order.month, &first, &last));
	TRY(db_tx(cx, "pool.settle", settlement_run_in_tx, &order, &id, sizeof id));
	return page_done(cx, rq->http, rs, pool_at(cx, rq, "settlements", id, ""), "settlement.done");
}
