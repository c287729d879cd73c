/* A budget year over all KI: commitments and outflow by item and by KI, and who will not use the money. */
#include "core/user.h"
#include "core/words.h"
#include "features/centres/centres_model.h"
#include "features/grants/grant_land.h"
#include "features/grants/grant_pages.h"
#include "view/chart.h"

#include <inttypes.h>

enum { ALL_CENTRES = 100, YEARS_BACK = 3, YEARS_AHEAD = 1 };

struct land_budget_page {
	str title, sentence, map, map_note;
	int64_t year;
	str programme;
	struct list years, programmes; /* struct link */
	struct list rows;              /* struct grant_land_row */
	struct list items;             /* struct grant_item */
	struct grant_land_row sum;
	str csv_path, xlsx_path, what_if_path;
};
static const struct field page_fields[] = {
	FIELD(struct land_budget_page, title, KIND_TEXT),
	FIELD(struct land_budget_page, sentence, KIND_TEXT),
	FIELD(struct land_budget_page, map, KIND_HTML, .hidden = true),
	FIELD(struct land_budget_page, year, KIND_INT),
	FIELD(struct land_budget_page, programme, KIND_CHOICE, .choices = &grant_programme_choices),
	FIELD(struct land_budget_page, years, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct land_budget_page, programmes, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct land_budget_page, rows, KIND_MANY, .of = &grant_land_row_rec),
	FIELD(struct land_budget_page, items, KIND_MANY, .of = &grant_item_rec),
	FIELD(struct land_budget_page, sum, KIND_ONE, .of = &grant_land_row_rec),
	FIELD(struct land_budget_page, csv_path, KIND_PATH),
	FIELD(struct land_budget_page, xlsx_path, KIND_PATH),
	FIELD(struct land_budget_page, what_if_path, KIND_PATH, .hidden = true),
};
static const struct record page_rec = RECORD("land_budget_page", struct land_budget_page, page_fields);
const struct page page_land_budget = { "grants/land_budget.html", &page_rec };

static const struct field asked_fields[] = { ASKED("year", KIND_INT),
	                                     ASKED("programme", KIND_CHOICE, .choices = &grant_programme_choices) };
const struct record land_budget_asked_rec = ASKED_RECORD(asked_fields);

/* --- what was asked for ------------------------------------------------------------------------------------------- */

/* Years that nobody can mean are this one. */
static int64_t year_asked(const struct cx *cx, const struct request *rq)
{
	int64_t year;
	if (!str_to_int(route_asked(rq, "year"), &year) || year < 2012 || year > 2100)
		return day_year(cx->today);
	return year;
}

static str programme_asked(const struct request *rq)
{
	str p = route_asked(rq, "programme");
	return choices_has(&grant_programme_choices, p) ? p : S("base");
}

static str address(struct cx *cx, const char *tail, int64_t year, str programme)
{
	return str_print(cx->mem, "/land/budget%s?year=%" PRId64 "&programme=" STR_FMT, tail, year, STR_ARG(programme));
}

static void fill_links(struct cx *cx, struct land_budget_page *p)
{
	int64_t now = day_year(cx->today);
	for (int64_t y = now + YEARS_AHEAD; y >= now - YEARS_BACK; y--)
		*LIST_ADD(cx->mem, &p->years, struct link) =
		        (struct link){ str_print(cx->mem, "%" PRId64, y), address(cx, "", y, p->programme),
			               y == p->year };
	for (const char *const *code = grant_programme_choices.codes; *code; code++)
		*LIST_ADD(cx->mem, &p->programmes, struct link) =
		        (struct link){ word(cx->words, cx->mem, str_print(cx->mem, "grant_programme.%s", *code).p),
			               address(cx, "", p->year, str_of(*code)), str_is(p->programme, *code) };
	p->csv_path = address(cx, ".csv", p->year, p->programme);
	p->xlsx_path = address(cx, ".xlsx", p->year, p->programme);
	p->what_if_path = str_print(cx->mem, "/land/what-if?year=%d", day_year(cx->today) + 1);
}

/* --- the map ------------------------------------------------------------------------------------------------------ */

/* The steps of the legend: how much of what is granted was called. */
static int tone_of(const struct grant_land_row *r)
{
	if (!r || !r->granted_cents)
		return 0;
	int64_t percent = r->called_cents * 100 / r->granted_cents;
	return percent >= 100 ? 5 : percent >= 75 ? 4 : percent >= 50 ? 3 : percent >= 25 ? 2 : 1;
}

static str amount_of(struct cx *cx, const struct grant_land_row *r)
{
	if (!r)
		return word(cx->words, cx->mem, "land_budget.no_case");
	return word_args(cx->words, cx->mem, "land_budget.amount",
	                 ARGS({ "called", say_money(cx->words, cx->mem, r->called_cents) },
	                      { "granted", say_money(cx->words, cx->mem, r->granted_cents) }));
}

static const struct grant_land_row *row_of(const struct list *rows, int64_t centre_id)
{
	LIST_EACH (const struct grant_land_row, r, rows)
		if (r->c.centre_id == centre_id)
			return r;
	return NULL;
}

static err fill_map(struct cx *cx, struct land_budget_page *p)
{
	const struct centre_query all = { .district = S(""), .kind = S(""), .limit = ALL_CENTRES };
	struct list centres = { 0 };
	size_t n = 0;
	TRY(centre_list(cx, &all, cx->today, &centres));
	struct hexagon *h = NEW_ARRAY(cx->mem, struct hexagon, centres.n);
	LIST_EACH (const struct centre, c, &centres) {
		const struct grant_land_row *r = row_of(&p->rows, c->id);
		h[n++] = (struct hexagon){ .column = (int)c->hex_column,
			                   .row = (int)c->hex_row,
			                   .label = c->short_name,
			                   .name = c->name,
			                   .amount = amount_of(cx, r),
			                   .path = r ? r->path : c->path,
			                   .tone = tone_of(r) };
	}
	p->map = chart_hexagons(cx->mem, S("budget-map"), word(cx->words, cx->mem, "land_budget.map"), p->sentence, h,
	                        n);
	return OK;
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static str sentence_of(struct cx *cx, const struct grant_land *l)
{
	if (!l->rows.n)
		return word_args(cx->words, cx->mem, "land_budget.nothing",
		                 ARGS({ "year", str_print(cx->mem, "%" PRId64, l->year) }));
	return word_plural(cx->words, cx->mem, "land_budget.sentence", l->warned,
	                   ARGS({ "year", str_print(cx->mem, "%" PRId64, l->year) },
	                        { "granted", say_money(cx->words, cx->mem, l->sum.granted_cents) },
	                        { "paid", say_money(cx->words, cx->mem, l->sum.paid_cents) }));
}

err land_budget_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct grant_land land;
	struct land_budget_page p = { .title = word(cx->words, cx->mem, "land_budget.title"),
		                      .year = year_asked(cx, rq) };
	p.programme = programme_asked(rq);
	TRY(grant_land_of(cx, p.year, p.programme, &land));
	p.rows = land.rows;
	p.items = land.items;
	p.sum = land.sum;
	p.sentence = sentence_of(cx, &land);
	TRY(fill_map(cx, &p));
	fill_links(cx, &p);
	return page_show(cx, rq->http, rs, 200, &page_land_budget, &p);
}

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct grant_land land;
	TRY(grant_land_of(cx, year_asked(cx, rq), programme_asked(rq), &land));
	return page_table(cx, rs, str_print(cx->mem, "zuwendungen-%" PRId64, land.year), xlsx,
	                  word(cx->words, cx->mem, "land_budget.title"), sentence_of(cx, &land), &grant_land_export_rec,
	                  &land.rows);
}

err land_budget_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err land_budget_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}
