/* land_figures_pages.c -- the year of the Land by month, dimension and KI: from released reports only (S-REP-2). */
#include <inttypes.h>

#include "core/words.h"
#include "features/reports/land_wish.h"
#include "features/reports/report_live.h"
#include "features/reports/report_pages.h"
#include "view/chart.h"

struct cell {
	str code, label, amount;
	int64_t value, masked, reports; /* reports: of a month */
};
static const struct field cell_fields[] = {
	FIELD(struct cell, code, KIND_TEXT),   FIELD(struct cell, label, KIND_TEXT),
	FIELD(struct cell, amount, KIND_TEXT), FIELD(struct cell, value, KIND_INT),
	FIELD(struct cell, masked, KIND_INT),  FIELD(struct cell, reports, KIND_INT),
};
static const struct record cell_rec = RECORD("land_cell", struct cell, cell_fields);
struct land_figures {
	str title, sentence, question, rule, by_name, months_chart, cells_chart, multiples, csv_path, xlsx_path,
	        compare_path;
	int64_t year;
	struct list indicators, dimensions, years; /* struct land_choice */
	struct list months, cells, centres;        /* struct cell */
};
static const struct field page_fields[] = {
	FIELD(struct land_figures, title, KIND_TEXT),
	FIELD(struct land_figures, sentence, KIND_TEXT),
	FIELD(struct land_figures, year, KIND_INT),
	FIELD(struct land_figures, question, KIND_TEXT, .label = "report_figure.question"),
	FIELD(struct land_figures, rule, KIND_TEXT, .label = "report_figure.rule"),
	FIELD(struct land_figures, by_name, KIND_TEXT, .label = "report_split.name"),
	FIELD(struct land_figures, months_chart, KIND_HTML, .hidden = true),
	FIELD(struct land_figures, cells_chart, KIND_HTML, .hidden = true),
	FIELD(struct land_figures, multiples, KIND_HTML, .hidden = true),
	FIELD(struct land_figures, csv_path, KIND_PATH),
	FIELD(struct land_figures, xlsx_path, KIND_PATH),
	FIELD(struct land_figures, compare_path, KIND_PATH, .hidden = true),
	FIELD(struct land_figures, indicators, KIND_MANY, .of = &land_choice_rec, .hidden = true),
	FIELD(struct land_figures, dimensions, KIND_MANY, .of = &land_choice_rec, .hidden = true),
	FIELD(struct land_figures, years, KIND_MANY, .of = &land_choice_rec, .hidden = true),
	FIELD(struct land_figures, months, KIND_MANY, .of = &cell_rec),
	FIELD(struct land_figures, cells, KIND_MANY, .of = &cell_rec),
	FIELD(struct land_figures, centres, KIND_MANY, .of = &cell_rec),
};
static const struct record page_rec = RECORD("land_figures", struct land_figures, page_fields);
const struct page page_land_figures = { "reports/land_figures.html", &page_rec };

static const struct field asked_fields[] = { ASKED("indicator", KIND_TEXT, .max = 80),
	                                     ASKED("by", KIND_TEXT, .max = 40), ASKED("year", KIND_INT) };
const struct record land_figures_asked_rec = ASKED_RECORD(asked_fields);

/* --- months ------------------------------------------------------------------------------------------------------- */

static void fill_months(struct cx *cx, const struct land_wish *w, const struct list *centres, struct list *ret)
{
	for (int n = 0; n < LAND_MONTHS; n++) {
		day month = day_of((int)w->year, n + 1, 1);
		struct cell cell = { .code = month_iso(cx->mem, month), .label = say_month(cx->words, cx->mem, month) };
		LIST_EACH (const struct land_centre, c, centres) {
			cell.reports += c->months[n].has;
			cell.value += c->months[n].v;
		}
		if (!cell.reports)
			continue;
		cell.amount = indicator_amount(cx, w->indicator->unit, cell.value);
		*LIST_ADD(cx->mem, ret, struct cell) = cell;
	}
}

static str line_of(struct cx *cx, const struct land_figures *p)
{
	struct point *points = NEW_ARRAY(cx->mem, struct point, p->months.n + 1);
	size_t n = 0;
	LIST_EACH (const struct cell, c, &p->months)
		points[n++] = (struct point){ c->label, c->amount, c->value > 0 ? c->value : 0 };
	return n < 2 ? S("") : chart_line(cx->mem, S("land-months"), p->question, p->sentence, points, n, false);
}

/* --- cells of a dimension ----------------------------------------------------------------------------------------- */

static err fill_cells(struct cx *cx, const struct land_wish *w, struct land_figures *p)
{
	struct list totals = { 0 };
	struct bar bars[14];
	size_t n = 0;
	if (!w->by)
		return OK;
	TRY(report_totals(cx, w->indicator, str_of(w->by), w->year, &totals));
	LIST_EACH (const struct report_total, t, &totals) {
		str amount = indicator_amount(cx, w->indicator->unit, t->value);
		*LIST_ADD(cx->mem, &p->cells, struct cell) = (struct cell){
			.code = t->code, .label = t->label, .amount = amount, .value = t->value, .masked = t->masked
		};
		if (n < 14)
			bars[n++] = (struct bar){
				.label = t->label, .amount = amount, .value = t->value > 0 ? t->value : 0, .tone = 4
			};
	}
	p->by_name = report_dimension_name(cx, str_of(w->by));
	p->cells_chart =
	        chart_bars(cx->mem, S("land-cells"),
	                   str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(w->indicator_name), STR_ARG(p->by_name)),
	                   p->sentence, bars, n);
	return OK;
}

/* --- all KI ------------------------------------------------------------------------------------------------------- */

static const int64_t *values_of(struct cx *cx, const struct land_centre *c)
{
	int64_t *values = NEW_ARRAY(cx->mem, int64_t, LAND_MONTHS);
	for (int n = 0; n < LAND_MONTHS; n++)
		values[n] = !c->months[n].has ? MULTIPLE_UNKNOWN : c->months[n].v > 0 ? c->months[n].v : 0;
	return values;
}

static void fill_centres(struct cx *cx, const struct land_wish *w, const struct list *centres, struct land_figures *p)
{
	struct multiple *m = NEW_ARRAY(cx->mem, struct multiple, centres->n + 1);
	size_t n = 0;
	LIST_EACH (const struct land_centre, c, centres) {
		int64_t value = land_value(w->indicator, c->sum, c->reported - c->masked);
		struct cell *cell = LIST_ADD(cx->mem, &p->centres, struct cell);
		*cell = (struct cell){ .code = c->centre.slug,
			               .label = c->centre.name,
			               .amount = c->reported ? indicator_amount(cx, w->indicator->unit, value) : S("–"),
			               .value = value,
			               .masked = c->masked,
			               .reports = c->reported };
		m[n++] = (struct multiple){ .name = c->centre.carrier,
			                    .amount = cell->amount,
			                    .values = values_of(cx, c) };
	}
	p->multiples = chart_multiples(cx->mem, m, n, LAND_MONTHS);
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static str sentence_of(struct cx *cx, const struct land_wish *w, const struct list *centres)
{
	int64_t sum = 0, reported = 0, masked = 0, some = 0, value = 0;
	LIST_EACH (const struct land_centre, c, centres) {
		sum += c->sum;
		reported += c->reported;
		masked += c->masked;
		some += c->reported > 0;
		value += land_value(w->indicator, c->sum, c->reported - c->masked);
	}
	const struct arg *args = ARGS(
	        { "year", str_print(cx->mem, "%" PRId64, w->year) },
	        { "amount", indicator_amount(cx, w->indicator->unit, w->indicator->stock ? value : sum) },
	        { "reports", say_int(cx->words, cx->mem, reported) }, { "some", say_int(cx->words, cx->mem, some) },
	        { "all", say_int(cx->words, cx->mem, (int64_t)centres->n) });
	if (!reported)
		return word_args(cx->words, cx->mem, "reports.land_none", args);
	str sentence = word_args(cx->words, cx->mem,
	                         w->indicator->stock ? "reports.land_average" : "reports.land_total", args);
	if (!masked)
		return sentence;
	return str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(sentence),
	                 STR_ARG(word_plural(cx->words, cx->mem, "reports.land_masked", masked, NO_ARGS)));
}

static str address(struct cx *cx, const char *path, const struct land_wish *w)
{
	return str_print(cx->mem, "%s?indicator=%s&year=%" PRId64 "%s%s", path, w->indicator->code, w->year,
	                 w->by ? "&by=" : "", w->by ? w->by : "");
}

err land_figures_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct land_wish w;
	struct list centres = { 0 };
	TRY(land_wish_read(cx, rq, &w));
	land_wish_dimension(cx, rq, &w);
	TRY(land_centres_of(cx, str_of(w.indicator->code), w.year, &centres));
	struct land_figures p = { .title = word(cx->words, cx->mem, "reports.land_figures_title"),
		                  .year = w.year,
		                  .question = report_question(cx, w.indicator),
		                  .rule = word(cx->words, cx->mem,
		                               str_print(cx->mem, "indicator_rule.%s", w.indicator->code).p),
		                  .indicators = w.indicators,
		                  .dimensions = w.dimensions,
		                  .years = w.years,
		                  .csv_path = address(cx, "/land/figures.csv", &w),
		                  .xlsx_path = address(cx, "/land/figures.xlsx", &w),
		                  .compare_path = str_print(cx->mem, "/land/comparison?indicator=%s&year=%" PRId64,
		                                            w.indicator->code, w.year) };
	p.sentence = sentence_of(cx, &w, &centres);
	fill_months(cx, &w, &centres, &p.months);
	p.months_chart = line_of(cx, &p);
	TRY(fill_cells(cx, &w, &p));
	fill_centres(cx, &w, &centres, &p);
	return page_show(cx, rq->http, rs, 200, &page_land_figures, &p);
}

/* --- as a table: a row for each KI and month ---------------------------------------------------------------------- */

struct row {
	str name, month, amount;
	struct maybe value;
};
static const struct field row_fields[] = {
	FIELD(struct row, name, KIND_TEXT, .label = "land_line.name"),
	FIELD(struct row, month, KIND_TEXT, .label = "reports.month"),
	FIELD(struct row, value, KIND_INT, .maybe = true, .label = "report_cell.value"),
	FIELD(struct row, amount, KIND_TEXT, .label = "report_cell.amount"),
};
static const struct record row_rec = RECORD("land_row", struct row, row_fields);

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct land_wish w;
	struct list points = { 0 }, rows = { 0 }, centres = { 0 };
	TRY(land_wish_read(cx, rq, &w));
	land_wish_dimension(cx, rq, &w);
	TRY(land_centres_of(cx, str_of(w.indicator->code), w.year, &centres));
	TRY(report_points(cx, str_of(w.indicator->code), str_print(cx->mem, "%" PRId64 "-01", w.year),
	                  str_print(cx->mem, "%" PRId64 "-12", w.year), &points));
	str masked = word(cx->words, cx->mem, "report_words.masked");
	LIST_EACH (const struct land_centre, c, &centres)
		LIST_EACH (const struct report_point, p, &points)
			if (p->centre_id == c->centre.id)
				*LIST_ADD(cx->mem, &rows, struct row) =
				        (struct row){ c->centre.name, p->month,
					              p->value.has ? indicator_amount(cx, w.indicator->unit, p->value.v)
					                           : masked,
					              p->value };
	return page_table(cx, rs, str_print(cx->mem, "zahlen-%s-%" PRId64, w.indicator->code, w.year), xlsx,
	                  w.indicator_name, word(cx->words, cx->mem, "reports.land_export_note"), &row_rec, &rows);
}

err land_figures_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err land_figures_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}
