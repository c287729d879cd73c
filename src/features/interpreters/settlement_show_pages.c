/* settlement_show_pages.c -- what a run did: per person, per pot, the lists for the finance office. */
#include "features/interpreters/settlement_pages.h"

#include <inttypes.h>

#include "core/words.h"

/* --- lines of an assignment, told as one -------------------------------------------------------------------------- */

static const struct field row_fields[] = {
	FIELD(struct settlement_row, booking_id, KIND_INT, .hidden = true),
	FIELD(struct settlement_row, held_on, KIND_DAY, .label = "settlement_line.held_on"),
	FIELD(struct settlement_row, number, KIND_TEXT, .label = "settlement_line.number"),
	FIELD(struct settlement_row, institution, KIND_TEXT, .label = "settlement_line.institution"),
	FIELD(struct settlement_row, parts, KIND_TEXT, .label = "settlement.parts"),
	FIELD(struct settlement_row, cents, KIND_MONEY, .label = "settlement_line.cents"),
	FIELD(struct settlement_row, paid_on, KIND_DAY, .label = "settlement_line.paid_on"),
	FIELD(struct settlement_row, corrects, KIND_BOOL, .label = "settlement_line.corrects"),
	FIELD(struct settlement_row, reason, KIND_TEXT, .label = "settlement_line.reason"),
	FIELD(struct settlement_row, path, KIND_PATH, .hidden = true),
};
const struct record settlement_row_rec = RECORD("settlement_part", struct settlement_row, row_fields);

static str part_said(struct cx *cx, const struct settlement_line *l)
{
	str part = word(cx->words, cx->mem, str_print(cx->mem, "tariff_part." STR_FMT, STR_ARG(l->part)).p);
	return word_args(
	        cx->words, cx->mem, "settlement.part",
	        ARGS({ "part", part }, { "cents", say_money(cx->words, cx->mem, l->cents) }, { "pot", l->pot_name }));
}

struct list settlement_rows(struct cx *cx, const struct request *rq, const struct list *lines)
{
	struct list rows = { 0 };
	struct settlement_row *r = NULL;
	LIST_EACH (const struct settlement_line, l, lines) {
		str said = part_said(cx, l);
		if (r && r->booking_id == l->booking_id && r->corrects == l->corrects && r->paid_on.n == l->paid_on.n) {
			r->cents += l->cents;
			r->parts = str_print(cx->mem, STR_FMT "; " STR_FMT, STR_ARG(r->parts), STR_ARG(said));
			continue;
		}
		r = LIST_ADD(cx->mem, &rows, struct settlement_row);
		*r = (struct settlement_row){ .booking_id = l->booking_id,
			                      .cents = l->cents,
			                      .number = l->number,
			                      .institution = l->institution,
			                      .held_on = l->held_on,
			                      .paid_on = l->paid_on,
			                      .parts = said,
			                      .corrects = l->corrects,
			                      .reason = l->reason,
			                      .path = pool_at(cx, rq, "settlements/assignments", l->booking_id, "") };
	}
	return rows;
}

str settlement_counter(struct cx *cx, const struct settlement_year *y)
{
	const struct words *w = cx->words;
	const struct arg *args = ARGS({ "year", str_print(cx->mem, "%" PRId64, y->year) },
	                              { "counted", say_money(w, cx->mem, y->counted_cents) },
	                              { "other", say_money(w, cx->mem, y->other_cents) },
	                              { "ceiling", say_money(w, cx->mem, y->ceiling_cents.v) },
	                              { "left", say_money(w, cx->mem, y->left_cents.v) },
	                              { "over", say_money(w, cx->mem, y->over_cents) });
	const char *key = !y->ceiling_cents.has ? "settlement.counter_none"
	                  : y->over_cents > 0   ? "settlement.counter_over"
	                                        : "settlement.counter";
	return word_args(w, cx->mem, key, args);
}

/* --- a run -------------------------------------------------------------------------------------------------------- */

struct person_sum {
	int64_t id, assignments, cents, last;
	str name, path, sheet_path;
};
static const struct field person_sum_fields[] = {
	FIELD(struct person_sum, id, KIND_INT),
	FIELD(struct person_sum, name, KIND_TEXT, .label = "settlement_line.name"),
	FIELD(struct person_sum, assignments, KIND_INT, .label = "settlement.assignments"),
	FIELD(struct person_sum, cents, KIND_MONEY, .label = "settlement.cents"),
	FIELD(struct person_sum, path, KIND_PATH),
	FIELD(struct person_sum, sheet_path, KIND_PATH),
};
static const struct record person_sum_rec = RECORD("settlement_sum", struct person_sum, person_sum_fields);
struct pot_sum {
	int64_t id, cents;
	str name, path;
};
static const struct field pot_sum_fields[] = {
	FIELD(struct pot_sum, id, KIND_INT),
	FIELD(struct pot_sum, name, KIND_TEXT, .label = "settlement_line.pot_name"),
	FIELD(struct pot_sum, cents, KIND_MONEY, .label = "settlement.cents"),
	FIELD(struct pot_sum, path, KIND_PATH),
};
static const struct record pot_sum_rec = RECORD("settlement_pot_sum", struct pot_sum, pot_sum_fields);

struct run_page {
	struct centre_frame frame;
	struct section_top top;
	struct settlement settlement;
	struct list people, pots;
	str csv_path, xlsx_path;
};
static const struct field run_page_fields[] = {
	SECTION_FIELDS(struct run_page),
	FIELD(struct run_page, settlement, KIND_ONE, .of = &settlement_rec),
	FIELD(struct run_page, people, KIND_MANY, .of = &person_sum_rec),
	FIELD(struct run_page, pots, KIND_MANY, .of = &pot_sum_rec),
	FIELD(struct run_page, csv_path, KIND_PATH),
	FIELD(struct run_page, xlsx_path, KIND_PATH),
};
static const struct record run_page_rec = RECORD("settlement_page", struct run_page, run_page_fields);
const struct page page_settlement = { "interpreters/settlement.html", &run_page_rec };

str settlement_person_path(struct cx *cx, const struct request *rq, int64_t id, int64_t interpreter_id,
                           const char *tail)
{
	return str_print(cx->mem, STR_FMT "/%" PRId64 "%s", STR_ARG(pool_at(cx, rq, "settlements", id, "people")),
	                 interpreter_id, tail);
}

/* Lines come by person, and those of an assignment one after the other. */
static void fill_people(struct cx *cx, const struct request *rq, struct run_page *p, const struct list *lines)
{
	struct person_sum *s = NULL;
	LIST_EACH (const struct settlement_line, l, lines) {
		if (!s || s->id != l->interpreter_id) {
			s = LIST_ADD(cx->mem, &p->people, struct person_sum);
			*s = (struct person_sum){ .id = l->interpreter_id,
				                  .name = l->name,
				                  .path = settlement_person_path(cx, rq, p->settlement.id,
				                                                 l->interpreter_id, ""),
				                  .sheet_path = settlement_person_path(
				                          cx, rq, p->settlement.id, l->interpreter_id, "/sheet.pdf") };
		}
		s->assignments += s->last != l->booking_id;
		s->last = l->booking_id;
		s->cents += l->cents;
	}
}

static void fill_pots(struct cx *cx, const struct request *rq, struct run_page *p, const struct list *lines)
{
	LIST_EACH (const struct settlement_line, l, lines) {
		struct pot_sum *found = NULL;
		LIST_EACH (struct pot_sum, s, &p->pots)
			if (s->id == l->pot_id)
				found = s;
		if (!found) {
			found = LIST_ADD(cx->mem, &p->pots, struct pot_sum);
			*found = (struct pot_sum){ .id = l->pot_id,
				                   .name = l->pot_name,
				                   .path = pool_at(cx, rq, "pots", l->pot_id, "") };
		}
		found->cents += l->cents;
	}
}

err settlement_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct run_page p = { .csv_path = pool_at(cx, rq, "settlements", route_id(rq), "handover.csv"),
		              .xlsx_path = pool_at(cx, rq, "settlements", route_id(rq), "handover.xlsx") };
	struct list lines = { 0 };
	struct settlement *s = &p.settlement;
	TRY(settlement_find(cx, rq->centre.id, route_id(rq), s));
	TRY(settlement_lines(cx, rq->centre.id, s->id, 0, &lines));
	TRY(pool_fill(cx, rq, "settlements", "settlement.one_title", settlement_name(cx, s), &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "settlement.area"), pool_at(cx, rq, "settlements", 0, ""));
	fill_people(cx, rq, &p, &lines);
	fill_pots(cx, rq, &p, &lines);
	p.frame.sentence = word_plural(
	        cx->words, cx->mem, s->corrections ? "settlement.one_correction" : "settlement.one_sentence",
	        s->assignments,
	        ARGS({ "people", word_plural(cx->words, cx->mem, "settlement.people_n", s->people, NO_ARGS) },
	             { "cents", say_money(cx->words, cx->mem, s->cents) },
	             { "day", say_day(cx->words, cx->mem, instant_day(s->settled_at)) }, { "by", s->settled_by }));
	return page_show(cx, rq->http, rs, 200, &page_settlement, &p);
}

/* --- for the finance office --------------------------------------------------------------------------------------- */

/* A person and a pot: what is to be paid, without bank details (P-FUN-5). */
struct handover {
	str name, pot, number; /* number: of the run */
	int64_t assignments, cents, interpreter_id, pot_id, last;
	day paid_on;
};
static const struct field handover_fields[] = {
	FIELD(struct handover, number, KIND_TEXT),
	FIELD(struct handover, name, KIND_TEXT, .label = "settlement_line.name"),
	FIELD(struct handover, pot, KIND_TEXT, .label = "settlement_line.pot_name"),
	FIELD(struct handover, assignments, KIND_INT, .label = "settlement.assignments"),
	FIELD(struct handover, cents, KIND_MONEY, .label = "settlement.cents"),
	FIELD(struct handover, paid_on, KIND_DAY, .label = "settlement_line.paid_on"),
};
static const struct record handover_rec = RECORD("settlement_handover", struct handover, handover_fields);

static struct handover *handover_of(struct list *rows, size_t from, const struct settlement_line *l)
{
	for (size_t n = from; n < rows->n; n++)
		if (LIST_AT(rows, struct handover, n)->pot_id == l->pot_id)
			return LIST_AT(rows, struct handover, n);
	return NULL;
}

static struct list handover_rows(struct cx *cx, const struct settlement *s, const struct list *lines)
{
	struct list rows = { 0 };
	size_t from = 0; /* where the rows of the person begin */
	str number = str_print(cx->mem, STR_FMT "/%" PRId64, STR_ARG(s->month), s->run);
	LIST_EACH (const struct settlement_line, l, lines) {
		if (rows.n && LIST_AT(&rows, struct handover, rows.n - 1)->interpreter_id != l->interpreter_id)
			from = rows.n;
		struct handover *h = handover_of(&rows, from, l);
		if (!h) {
			h = LIST_ADD(cx->mem, &rows, struct handover);
			*h = (struct handover){ .name = l->name,
				                .pot = l->pot_name,
				                .number = number,
				                .interpreter_id = l->interpreter_id,
				                .pot_id = l->pot_id,
				                .paid_on = l->paid_on };
		}
		h->assignments += h->last != l->booking_id;
		h->last = l->booking_id;
		h->cents += l->cents;
	}
	return rows;
}

static err hand_over(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct settlement s;
	struct list lines = { 0 };
	TRY(settlement_find(cx, rq->centre.id, route_id(rq), &s));
	TRY(settlement_lines(cx, rq->centre.id, s.id, 0, &lines));
	struct list rows = handover_rows(cx, &s, &lines);
	str file = str_print(cx->mem, "abrechnung-" STR_FMT "-" STR_FMT "-%" PRId64, STR_ARG(rq->centre.slug),
	                     STR_ARG(s.month), s.run);
	return page_table(
	        cx, rs, file, xlsx,
	        word_args(cx->words, cx->mem, "settlement.one_title", ARGS({ "about", settlement_name(cx, &s) })),
	        word(cx->words, cx->mem, "settlement.handover_note"), &handover_rec, &rows);
}

err settlement_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return hand_over(cx, rq, rs, false);
}

err settlement_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return hand_over(cx, rq, rs, true);
}

/* --- a person in a run -------------------------------------------------------------------------------------------- */

struct person_page {
	struct centre_frame frame;
	struct section_top top;
	str name, counter, sheet_path, statement_path;
	int64_t cents;
	struct list rows;
	struct settlement_year year;
};
static const struct field person_page_fields[] = {
	SECTION_FIELDS(struct person_page),
	FIELD(struct person_page, name, KIND_TEXT, .label = "settlement_line.name"),
	FIELD(struct person_page, counter, KIND_TEXT, .hidden = true),
	FIELD(struct person_page, sheet_path, KIND_PATH),
	FIELD(struct person_page, statement_path, KIND_PATH),
	FIELD(struct person_page, cents, KIND_MONEY, .label = "settlement.cents"),
	FIELD(struct person_page, rows, KIND_MANY, .of = &settlement_row_rec),
	FIELD(struct person_page, year, KIND_ONE, .of = &settlement_year_rec),
};
static const struct record person_page_rec = RECORD("settlement_person_page", struct person_page, person_page_fields);
const struct page page_settlement_person = { "interpreters/settlement_person.html", &person_page_rec };

/* What both faces of a person in a run need. */
struct sheet_of {
	struct settlement s;
	struct settlement_year y;
	struct list rows;
	int64_t cents;
};
static err read_sheet(struct cx *cx, const struct request *rq, struct sheet_of *ret)
{
	struct list lines = { 0 };
	int64_t who;
	if (!str_to_int(route_part(rq, "code"), &who))
		return fail(cx, E_NOTFOUND, "settlement.unknown", NO_ARGS);
	TRY(settlement_find(cx, rq->centre.id, route_id(rq), &ret->s));
	TRY(settlement_lines(cx, rq->centre.id, ret->s.id, who, &lines));
	if (!lines.n)
		return fail(cx, E_NOTFOUND, "settlement.unknown", NO_ARGS);
	day paid_on = LIST_AT(&lines, struct settlement_line, 0)->paid_on;
	TRY(settlement_person_year(cx, rq->centre.id, who, day_year(paid_on), &ret->y));
	ret->rows = settlement_rows(cx, rq, &lines);
	LIST_EACH (const struct settlement_line, l, &lines)
		ret->cents += l->cents;
	return OK;
}

err settlement_person_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sheet_of sheet = { 0 };
	TRY(read_sheet(cx, rq, &sheet));
	struct person_page p = { .name = sheet.y.name, .cents = sheet.cents, .rows = sheet.rows, .year = sheet.y };
	str name = settlement_name(cx, &sheet.s);
	TRY(pool_fill(cx, rq, "settlements", "settlement.person_title", sheet.y.name, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "settlement.area"), pool_at(cx, rq, "settlements", 0, ""));
	section_crumb(cx, &p.frame, name, pool_at(cx, rq, "settlements", sheet.s.id, ""));
	p.frame.sentence = word_plural(cx->words, cx->mem, "settlement.person_sentence", (int64_t)p.rows.n,
	                               ARGS({ "about", name }, { "cents", say_money(cx->words, cx->mem, p.cents) }));
	p.counter = settlement_counter(cx, &sheet.y);
	p.sheet_path = settlement_person_path(cx, rq, sheet.s.id, sheet.y.interpreter_id, "/sheet.pdf");
	p.statement_path =
	        str_print(cx->mem, STR_FMT "?year=%" PRId64,
	                  STR_ARG(pool_at(cx, rq, "people", sheet.y.interpreter_id, "statement")), sheet.y.year);
	return page_show(cx, rq->http, rs, 200, &page_settlement_person, &p);
}

err settlement_sheet_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct sheet_of sheet = { 0 };
	str pdf;
	TRY(read_sheet(cx, rq, &sheet));
	TRY(settlement_sheet(cx, rq, &sheet.s, sheet.y.name, &sheet.y, &sheet.rows, &pdf));
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"abrechnung-" STR_FMT "-%" PRId64 "-%" PRId64 ".pdf\"",
	                     STR_ARG(sheet.s.month), sheet.s.run, sheet.y.interpreter_id));
	return OK;
}
