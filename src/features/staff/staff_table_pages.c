/* The staff plan of a day, to take away: CSV and XLSX (which can be imported again), and on paper. */
#include "core/words.h"
#include "features/staff/staff_letter.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_table.h"

static str file_name(struct cx *cx, const struct request *rq, day on)
{
	return str_print(cx->mem, "stellenplan-" STR_FMT "-" STR_FMT, STR_ARG(rq->centre.slug),
	                 STR_ARG(day_is(on) ? day_iso(cx->mem, on) : S("alle")));
}

/* ?all=1: posts and shares of all times; else those of ?day=. */
static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct list rows = { 0 };
	day on = DAY_NONE;
	bool all = str_is(route_asked(rq, "all"), "1");
	if (!all)
		TRY(route_day(cx, rq, "day", &on));
	TRY(staff_rows_on(cx, &rq->centre, on, &rows));
	str day_said = say_day(cx->words, cx->mem, all ? cx->today : on);
	str note = word_args(cx->words, cx->mem, all ? "staff_table.note_all" : "staff_table.note",
	                     ARGS({ "day", day_said }, { "name", rq->centre.name }));
	return page_table(cx, rs, file_name(cx, rq, on), xlsx, word(cx->words, cx->mem, "staff_table.title"), note,
	                  &staff_row_rec, &rows);
}

err staff_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err staff_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

err staff_pdf_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct staff_day d;
	day on;
	str pdf;
	TRY(route_day(cx, rq, "day", &on));
	TRY(staff_day_of(cx, &rq->centre, on, &d));
	TRY(staff_letter(cx, rq, &d, &pdf));
	res_text(rs, 200, MEDIA_PDF, pdf);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "inline; filename=\"" STR_FMT ".pdf\"", STR_ARG(file_name(cx, rq, on))));
	return OK;
}
