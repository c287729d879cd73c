/* settlement_letter.c -- the statement of a year as a page, and what a person gets on paper: the sheet of a run, the
 * statement of a year (P-INT-7). */
#include "features/interpreters/settlement_pages.h"

#include <inttypes.h>

#include "core/words.h"
#include "doc/doc.h"
#include "features/interpreters/booking_paper.h"
#include "features/interpreters/pot_pages.h"

/* --- on paper ----------------------------------------------------------------------------------------------------- */

struct sheet {
	struct cx *cx;
	struct list lines; /* struct doc_line */
};

static str say(struct cx *cx, const char *key)
{
	return word(cx->words, cx->mem, key);
}

static struct doc_line *line(struct sheet *s)
{
	return LIST_ADD(s->cx->mem, &s->lines, struct doc_line);
}

static void paragraph(struct sheet *s, str text)
{
	*line(s) = (struct doc_line){ .kind = DOC_PARAGRAPH, .text = text };
}

static void add_rows(struct sheet *s, const struct list *rows, bool paid)
{
	struct cx *cx = s->cx;
	int64_t cents = 0;
	*line(s) = (struct doc_line){ .kind = DOC_HEAD_ROW,
		                      .cells = { say(cx, "settlement_line.held_on"), say(cx, "settlement_line.number"),
		                                 say(cx, "settlement_line.institution"),
		                                 say(cx, paid ? "settlement_line.paid_on" : "settlement.parts"),
		                                 say(cx, "settlement_line.cents") },
		                      .columns = 5 };
	LIST_EACH (const struct settlement_row, r, rows) {
		str what = r->corrects ? word_args(cx->words, cx->mem, "settlement.row_corrects",
		                                   ARGS({ "reason", r->reason }, { "parts", r->parts }))
		                       : r->parts;
		*line(s) = (struct doc_line){ .kind = DOC_ROW,
			                      .cells = { say_day(cx->words, cx->mem, r->held_on), r->number,
			                                 r->institution,
			                                 paid ? say_day(cx->words, cx->mem, r->paid_on) : what,
			                                 say_money(cx->words, cx->mem, r->cents) },
			                      .columns = 5 };
		cents += r->cents;
	}
	*line(s) = (struct doc_line){ .kind = DOC_SUM_ROW,
		                      .cells = { say(cx, "settlement.sum"), S(""), S(""), S(""),
		                                 say_money(cx->words, cx->mem, cents) },
		                      .columns = 5 };
}

err settlement_sheet(struct cx *cx, const struct request *rq, const struct settlement *s, str name,
                     const struct settlement_year *y, const struct list *rows, str *ret)
{
	struct sheet sheet = { .cx = cx };
	if (app_is_demo(cx))
		paragraph(&sheet, say(cx, "core.demo"));
	paragraph(&sheet, word_args(cx->words, cx->mem, "settlement.sheet_lead",
	                            ARGS({ "name", name }, { "about", settlement_name(cx, s) },
	                                 { "day", say_day(cx->words, cx->mem, instant_day(s->settled_at)) })));
	add_rows(&sheet, rows, false);
	paragraph(&sheet, settlement_counter(cx, y));
	paragraph(&sheet, say(cx, "settlement.sheet_end"));
	str subject =
	        word_args(cx->words, cx->mem, "settlement.sheet_subject", ARGS({ "about", settlement_name(cx, s) }));
	return paper_letter(cx, &rq->centre, name, say(cx, "settlement.reference"), subject, &sheet.lines, ret);
}

err settlement_statement(struct cx *cx, const struct request *rq, const struct settlement_year *y,
                         const struct list *rows, str *ret)
{
	struct sheet sheet = { .cx = cx };
	str year = str_print(cx->mem, "%" PRId64, y->year);
	if (app_is_demo(cx))
		paragraph(&sheet, say(cx, "core.demo"));
	paragraph(&sheet, word_args(cx->words, cx->mem, "settlement.statement_lead",
	                            ARGS({ "name", y->name }, { "year", year },
	                                 { "paid", say_money(cx->words, cx->mem, y->paid_cents) },
	                                 { "counted", say_money(cx->words, cx->mem, y->counted_cents) })));
	if (rows->n)
		add_rows(&sheet, rows, true);
	paragraph(&sheet, settlement_counter(cx, y));
	paragraph(&sheet, say(cx, "settlement.statement_end"));
	str subject = word_args(cx->words, cx->mem, "settlement.statement_subject", ARGS({ "year", year }));
	return paper_letter(cx, &rq->centre, y->name, say(cx, "settlement.reference"), subject, &sheet.lines, ret);
}

/* --- the statement as a page -------------------------------------------------------------------------------------- */

struct statement_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t earlier_year, later_year;
	str counter, pdf_path, earlier, later, person_path;
	struct settlement_year year;
	struct list rows; /* struct settlement_row */
};
static const struct field statement_fields[] = {
	SECTION_FIELDS(struct statement_page),
	FIELD(struct statement_page, counter, KIND_TEXT, .hidden = true),
	FIELD(struct statement_page, pdf_path, KIND_PATH),
	FIELD(struct statement_page, person_path, KIND_PATH),
	FIELD(struct statement_page, earlier, KIND_PATH, .hidden = true),
	FIELD(struct statement_page, later, KIND_PATH, .hidden = true),
	FIELD(struct statement_page, earlier_year, KIND_INT, .hidden = true),
	FIELD(struct statement_page, later_year, KIND_INT, .hidden = true),
	FIELD(struct statement_page, year, KIND_ONE, .of = &settlement_year_rec),
	FIELD(struct statement_page, rows, KIND_MANY, .of = &settlement_row_rec),
};
static const struct record statement_rec = RECORD("settlement_statement", struct statement_page, statement_fields);
const struct page page_settlement_statement = { "interpreters/settlement_statement.html", &statement_rec };

static err read_year(struct cx *cx, const struct request *rq, int64_t year, struct settlement_year *y,
                     struct list *rows)
{
	struct list lines = { 0 };
	TRY(settlement_person_year(cx, rq->centre.id, route_id(rq), (int)year, y));
	TRY(settlement_lines_year(cx, rq->centre.id, route_id(rq), (int)year, &lines));
	*rows = settlement_rows(cx, rq, &lines);
	return OK;
}

static str year_path(struct cx *cx, const struct request *rq, const char *tail, int64_t year)
{
	return str_print(cx->mem, STR_FMT "?year=%" PRId64, STR_ARG(pool_at(cx, rq, "people", route_id(rq), tail)),
	                 year);
}

err settlement_statement_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct statement_page p = { .person_path = pool_at(cx, rq, "people", route_id(rq), "") };
	int64_t year;
	err wrong = pot_year_asked(cx, rq, &year);
	if (wrong != OK)
		fault_clear(cx);
	TRY(read_year(cx, rq, year, &p.year, &p.rows));
	str about = str_print(cx->mem, STR_FMT ", %" PRId64, STR_ARG(p.year.name), year);
	TRY(pool_fill(cx, rq, "people", "settlement.statement_title", about, &p.frame, &p.top));
	section_crumb(cx, &p.frame, p.year.name, p.person_path);
	p.frame.sentence = word_plural(cx->words, cx->mem, "settlement.statement_sentence", p.year.assignments,
	                               ARGS({ "paid", say_money(cx->words, cx->mem, p.year.paid_cents) },
	                                    { "year", str_print(cx->mem, "%" PRId64, year) }));
	p.counter = settlement_counter(cx, &p.year);
	p.pdf_path = year_path(cx, rq, "statement.pdf", year);
	p.earlier_year = year - 1;
	p.later_year = year + 1;
	if (p.earlier_year >= POT_FIRST_YEAR)
		p.earlier = year_path(cx, rq, "statement", p.earlier_year);
	if (p.later_year <= day_year(cx->today))
		p.later = year_path(cx, rq, "statement", p.later_year);
	return page_show(cx, rq->http, rs, wrong == OK ? 200 : 422, &page_settlement_statement, &p);
}

err settlement_statement_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct settlement_year y;
	struct list rows = { 0 };
	int64_t year;
	str pdf;
	TRY(pot_year_asked(cx, rq, &year));
	TRY(read_year(cx, rq, year, &y, &rows));
	TRY(settlement_statement(cx, rq, &y, &rows, &pdf));
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"jahresaufstellung-%" PRId64 "-%" PRId64 ".pdf\"", year,
	                     y.interpreter_id));
	return OK;
}
