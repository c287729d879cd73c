/* desk_paper_pages.c -- what the desk prints: the list of a day, the sheets of a day, the sheet of one assignment. */
#include "core/words.h"
#include "features/interpreters/booking_paper.h"
#include "features/interpreters/desk_pages.h"

static err answer(struct cx *cx, struct res *rs, str name, str pdf)
{
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"" STR_FMT ".pdf\"", STR_ARG(name)));
	return OK;
}

err desk_day_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	day on;
	str pdf;
	TRY(route_day(cx, rq, "day", &on));
	TRY(paper_day_list(cx, &rq->centre, on, &pdf));
	return answer(cx, rs, str_print(cx->mem, "einsaetze-" STR_FMT, STR_ARG(day_iso(cx->mem, on))), pdf);
}

err desk_sheets_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	day on;
	str pdf;
	struct list rows = { 0 }, given = { 0 };
	TRY(route_day(cx, rq, "day", &on));
	TRY(paper_rows(cx, rq->centre.id, on, on, &rows));
	LIST_EACH (const struct paper_row, r, &rows)
		if (r->person.p) /* where nobody comes nothing is signed */
			*LIST_ADD(cx->mem, &given, struct paper_row) = *r;
	str subject =
	        word_args(cx->words, cx->mem, "paper.sheets_subject", ARGS({ "day", say_day(cx->words, cx->mem, on) }));
	TRY(paper_sheets(cx, &rq->centre, subject, &given, &pdf));
	return answer(cx, rs, str_print(cx->mem, "einsatznachweise-" STR_FMT, STR_ARG(day_iso(cx->mem, on))), pdf);
}

err booking_sheet_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct list one = { 0 };
	struct paper_row *r = LIST_ADD(cx->mem, &one, struct paper_row);
	str pdf;
	TRY(paper_row_of(cx, rq->centre.id, route_id(rq), r));
	str subject = word_args(cx->words, cx->mem, "paper.sheet_subject", ARGS({ "number", r->number }));
	TRY(paper_sheets(cx, &rq->centre, subject, &one, &pdf));
	return answer(cx, rs, str_print(cx->mem, "einsatznachweis-" STR_FMT, STR_ARG(r->number)), pdf);
}
