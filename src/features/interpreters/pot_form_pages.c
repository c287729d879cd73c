/* Forms of pots: a new one, its name and end, new terms from a day on, the amount of a year (pool.decide). */
#include <inttypes.h>

#include "core/words.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/pot_pages.h"

static const struct field year_asked[] = { ASKED("year", KIND_INT) };
const struct record pot_year_asked_rec = ASKED_RECORD(year_asked);

static str pots_path(struct cx *cx, const struct request *rq)
{
	return pool_at(cx, rq, "pots", 0, "");
}

static str pot_path(struct cx *cx, const struct request *rq, int64_t id)
{
	return pool_at(cx, rq, "pots", id, "");
}

/* --- a new one ---------------------------------------------------------------------------------------------------- */

/* The next place, and Land money first: most KI begin with it. */
static err show_new(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct list pots = { 0 };
	TRY(pot_list(cx, rq->centre.id, &pots));
	struct pot_new fresh = { .place = 1,
		                 .kind = pots.n ? S("own") : S("land"),
		                 .valid_from = day_of(day_year(cx->today), 1, 1) };
	if (pots.n)
		fresh.place = LIST_AT(&pots, struct pot, pots.n - 1)->place + 1;
	if (fresh.place > 99)
		fresh.place = 99;
	const struct section_form f = { .section = &pool_section,
		                        .area = "pots",
		                        .title_key = "pots.new_title",
		                        .lead_key = "pots.new_lead",
		                        .rec = &pot_new_rec,
		                        .row = &fresh,
		                        .action = pool_at(cx, rq, "pots", 0, "new"),
		                        .back = pots_path(cx, rq),
		                        .back_text = word(cx->words, cx->mem, "pots.area"),
		                        .submit_key = "pots.submit_new",
		                        .note_key = "pots.order_note" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pot_new_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_new(cx, rq, rs, 200);
}

static err add_tx(struct cx *cx, const void *in, void *ret)
{
	const struct pool_in *i = in;
	return pot_add_in_tx(cx, i->centre, i->row, ret);
}

err pot_new_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pot_new row = { 0 };
	int64_t id = 0;
	err e = form_read(cx, rq->http, &pot_new_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.pot", add_tx, &row, &id, sizeof id);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, pots_path(cx, rq), "pots.done_new", pot_path(cx, rq, id), 1);
	return frame_tells(e) ? show_new(cx, rq, rs, page_status(e)) : e;
}

/* --- name, order, end --------------------------------------------------------------------------------------------- */

static err show_edit(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct pot pot;
	TRY(pot_find(cx, rq->centre.id, route_id(rq), &pot));
	const struct section_form f = { .section = &pool_section,
		                        .area = "pots",
		                        .title_key = "pots.edit_title",
		                        .about = pot.name,
		                        .rec = &pot_change_rec,
		                        .row = &pot,
		                        .action = pool_at(cx, rq, "pots", pot.id, "edit"),
		                        .back = pot_path(cx, rq, pot.id),
		                        .submit_key = "pots.submit_edit" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pot_edit_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_edit(cx, rq, rs, 200);
}

static err change_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct pool_in *i = in;
	return pot_change_in_tx(cx, i->centre, i->row);
}

err pot_edit_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pot row = { .id = route_id(rq), .version = sent_version(rq) }, stored;
	str at = pot_path(cx, rq, row.id);
	err e = form_read(cx, rq->http, &pot_change_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.pot_change", change_tx, &row, NULL, 0);
	if (e == OK)
		return page_done_thing(cx, rq->http, rs, at, "pots.done_edit", at, row.version + 1);
	if (e != E_STALE)
		return frame_tells(e) ? show_edit(cx, rq, rs, page_status(e)) : e;
	TRY(pot_find(cx, rq->centre.id, row.id, &stored));
	return stale_show(cx, rq, rs, &pot_change_rec, &stored, &row, stored.version,
	                  pool_at(cx, rq, "pots", row.id, "edit"), "pots.submit_edit");
}

/* --- terms -------------------------------------------------------------------------------------------------------- */

static err show_terms(struct cx *cx, const struct request *rq, struct res *rs, int status)
{
	struct pot pot;
	struct list there = { 0 };
	struct pot_terms fresh = { 0 };
	TRY(pot_find(cx, rq->centre.id, route_id(rq), &pot));
	TRY(pot_terms_list(cx, rq->centre.id, pot.id, &there));
	if (there.n)
		fresh = *LIST_AT(&there, struct pot_terms, 0);
	fresh.valid_from = day_add(cx->today, 1);
	fresh.source = STR_NONE;
	const struct section_form f = { .section = &pool_section,
		                        .area = "pots",
		                        .title_key = "pots.new_terms",
		                        .about = pot.name,
		                        .lead_key = "pots.terms_lead",
		                        .rec = &pot_terms_new_rec,
		                        .row = &fresh,
		                        .action = pool_at(cx, rq, "pots", pot.id, "terms"),
		                        .back = pot_path(cx, rq, pot.id),
		                        .submit_key = "pots.submit_terms" };
	return section_form_show(cx, rq, rs, status, &f);
}

err pot_terms_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return show_terms(cx, rq, rs, 200);
}

static err terms_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct pool_in *i = in;
	return pot_terms_add_in_tx(cx, i->centre, i->row);
}

err pot_terms_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pot_terms row = { .pot_id = route_id(rq) };
	err e = form_read(cx, rq->http, &pot_terms_new_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.pot_terms", terms_tx, &row, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, pot_path(cx, rq, row.pot_id), "pots.done_terms");
	return frame_tells(e) ? show_terms(cx, rq, rs, page_status(e)) : e;
}

/* --- the amount of a year ----------------------------------------------------------------------------------------- */

static err money_of_year(struct cx *cx, const struct request *rq, const struct pot *pot, int64_t year,
                         struct pot_money *ret)
{
	struct list money = { 0 };
	*ret = (struct pot_money){ .pot_id = pot->id, .year = year, .name = pot->name };
	TRY(pot_money_years(cx, &rq->centre, pot, (int)year, (int)year, &money));
	if (money.n)
		*ret = *LIST_AT(&money, struct pot_money, 0);
	return OK;
}

static str year_action(struct cx *cx, const struct request *rq, int64_t id, int64_t year)
{
	return str_print(cx->mem, STR_FMT "?year=%" PRId64, STR_ARG(pool_at(cx, rq, "pots", id, "year")), year);
}

static err show_year(struct cx *cx, const struct request *rq, struct res *rs, int status, int64_t year)
{
	struct pot pot;
	struct pot_money m;
	TRY(pot_find(cx, rq->centre.id, route_id(rq), &pot));
	TRY(money_of_year(cx, rq, &pot, year, &m));
	const struct pot_year_set row = { pot.id, m.version, year, m.cents.v, m.by_rule ? STR_NONE : m.source };
	const struct section_form f = {
		.section = &pool_section,
		.area = "pots",
		.title_key = "pots.year_title",
		.about = str_print(cx->mem, STR_FMT ", %" PRId64, STR_ARG(pot.name), year),
		.lead_key = m.by_rule ? "pots.year_lead_rule" : "pots.year_lead",
		.args = args_copy(cx->mem, ARGS({ "cents", say_money(cx->words, cx->mem, m.cents.v) })),
		.rec = &pot_year_set_rec,
		.row = &row,
		.action = year_action(cx, rq, pot.id, year),
		.back = pot_path(cx, rq, pot.id),
		.back_text = pot.name,
		.submit_key = "pots.submit_year",
	};
	return section_form_show(cx, rq, rs, status, &f);
}

err pot_year_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	int64_t year;
	err e = pot_year_asked(cx, rq, &year);
	return show_year(cx, rq, rs, e == OK ? 200 : 422, year);
}

static err year_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct pool_in *i = in;
	return pot_year_set_in_tx(cx, i->centre, i->row);
}

static err show_stale_year(struct cx *cx, const struct request *rq, struct res *rs, const struct pot_year_set *typed)
{
	struct pot pot;
	struct pot_money m;
	TRY(pot_find(cx, rq->centre.id, typed->pot_id, &pot));
	TRY(money_of_year(cx, rq, &pot, typed->year, &m));
	const struct pot_year_set stored = { pot.id, m.version, typed->year, m.cents.v, m.source };
	return stale_show(cx, rq, rs, &pot_year_set_rec, &stored, typed, m.version,
	                  year_action(cx, rq, pot.id, typed->year), "pots.submit_year");
}

/* The first amount of a year has no version: nothing sent is the same as 0. */
err pot_year_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pot_year_set row = { .pot_id = route_id(rq), .version = sent_version(rq) };
	str at = pot_path(cx, rq, row.pot_id);
	err e = pot_year_asked(cx, rq, &row.year);
	int64_t year = row.year;
	if (row.version < 0)
		row.version = 0;
	if (e == OK)
		e = form_read(cx, rq->http, &pot_year_set_rec, &row);
	if (e == OK)
		e = pool_write(cx, rq, "pool.pot_year", year_tx, &row, NULL, 0);
	if (e == OK)
		return page_done(cx, rq->http, rs, at, "pots.done_year");
	if (e == E_STALE)
		return show_stale_year(cx, rq, rs, &row);
	return frame_tells(e) ? show_year(cx, rq, rs, page_status(e), year) : e;
}
