#include "features/reports/report_live.h"

#include <string.h>

#include "core/indicator.h"
#include "core/words.h"

enum { MONTHS = 13 }; /* the month, the twelve before: last month and the same one last year are among them */

const char *report_unit(const struct indicator *i)
{
	static const char *const units[] = { [UNIT_COUNT] = "count",
		                             [UNIT_PERSONS] = "persons",
		                             [UNIT_MINUTES] = "minutes",
		                             [UNIT_CENTS] = "cents",
		                             [UNIT_FTE] = "fte" };
	return units[i->unit];
}

static str word_of(struct cx *cx, const char *prefix, str code)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "%s." STR_FMT, prefix, STR_ARG(code)).p);
}

str report_indicator_name(struct cx *cx, str code)
{
	return word_of(cx, "indicator", code);
}

str report_dimension_name(struct cx *cx, str dimension)
{
	return word_of(cx, "dimension", dimension);
}

str report_question(struct cx *cx, const struct indicator *i)
{
	str key = str_print(cx->mem, "indicator_question.%s", i->code);
	return words_has(cx->words, key) ? word(cx->words, cx->mem, key.p) : report_indicator_name(cx, str_of(i->code));
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

static struct report_cell *add_cell(struct cx *cx, const struct indicator *i, struct list *to, str code, str label,
                                    int64_t value)
{
	struct report_cell *c = LIST_ADD(cx->mem, to, struct report_cell);
	*c = (struct report_cell){
		.code = code, .label = label, .value = MAYBE(value), .amount = indicator_amount(cx, i->unit, value)
	};
	return c;
}

static int64_t value_of(const struct list *cells, str code)
{
	LIST_EACH (const struct indicator_cell, c, cells)
		if (str_eq(c->code, code))
			return c->value;
	return 0;
}

/* *ret_any: there was something in one of the months. */
static err fill_months(struct cx *cx, const struct indicator *i, struct indicator_question q, day first,
                       struct report_figure *f, bool *ret_any)
{
	struct list cells = { 0 };
	q.from = day_add_months(first, 1 - MONTHS);
	q.dimension = DIMENSION_MONTH;
	TRY(i->cells(cx, i, &q, &cells));
	for (int n = 0; n < MONTHS; n++) {
		day month = day_add_months(q.from, n);
		str code = month_iso(cx->mem, month);
		add_cell(cx, i, &f->months, code, say_month(cx->words, cx->mem, month), value_of(&cells, code));
	}
	f->value = LIST_AT(&f->months, struct report_cell, MONTHS - 1)->value;
	f->before = LIST_AT(&f->months, struct report_cell, MONTHS - 2)->value;
	f->year_before = LIST_AT(&f->months, struct report_cell, 0)->value;
	*ret_any = cells.n > 0;
	return OK;
}

static err stock_on(struct cx *cx, const struct indicator *i, struct indicator_question q, day first, struct maybe *ret)
{
	q.from = first;
	q.to = month_last(first);
	ret->has = true;
	return indicator_value(cx, i, &q, &ret->v);
}

static err fill_stock(struct cx *cx, const struct indicator *i, const struct indicator_question *q, day first,
                      struct report_figure *f, bool *ret_any)
{
	TRY(stock_on(cx, i, *q, first, &f->value));
	TRY(stock_on(cx, i, *q, day_add_months(first, -1), &f->before));
	TRY(stock_on(cx, i, *q, day_add_months(first, -12), &f->year_before));
	*ret_any = f->value.v || f->before.v || f->year_before.v;
	return OK;
}

static err fill_split(struct cx *cx, const struct indicator *i, struct indicator_question q, const char *dimension,
                      struct report_figure *f)
{
	struct list cells = { 0 };
	q.dimension = dimension;
	TRY(i->cells(cx, i, &q, &cells));
	if (!cells.n)
		return OK;
	struct report_split *s = LIST_ADD(cx->mem, &f->splits, struct report_split);
	s->dimension = str_of(dimension);
	s->name = report_dimension_name(cx, s->dimension);
	LIST_EACH (const struct indicator_cell, c, &cells)
		add_cell(cx, i, &s->cells, c->code, c->label, c->value);
	return OK;
}

/* The main fields first (S-REP-3). */
static err fill_splits(struct cx *cx, const struct indicator *i, const struct indicator_question *q,
                       struct report_figure *f)
{
	if (indicator_splits_by(i, DIMENSION_MAIN_FIELD))
		TRY(fill_split(cx, i, *q, DIMENSION_MAIN_FIELD, f));
	for (const char *const *d = i->dimensions; *d; d++)
		if (strcmp(*d, DIMENSION_MAIN_FIELD) != 0 && strcmp(*d, DIMENSION_MONTH) != 0)
			TRY(fill_split(cx, i, *q, *d, f));
	return OK;
}

/* A value of so many more than the threshold leaves room enough, as no table has more cells. */
enum { MOST_CELLS = 100 };

err report_hides_value(struct cx *cx, int64_t centre_id, const struct report_figure *f, day first, int64_t value,
                       int64_t threshold, bool *ret)
{
	const struct indicator_question q = { .centre_id = centre_id, .from = first, .to = month_last(first) };
	struct report_content alone = { .threshold = threshold };
	struct report_figure *figure = LIST_ADD(cx->mem, &alone.figures, struct report_figure);
	*figure = (struct report_figure){ .code = f->code, .unit = f->unit, .value = MAYBE(value) };
	if (value < threshold + MOST_CELLS)
		TRY(fill_splits(cx, indicator_of_code(cx, f->code), &q, figure));
	report_mask(cx->mem, &alone);
	*ret = figure->masked;
	return OK;
}

static void fill_amounts(struct cx *cx, const struct indicator *i, struct report_figure *f)
{
	f->amount = indicator_amount(cx, i->unit, f->value.v);
	f->amount_before = indicator_amount(cx, i->unit, f->before.v);
	f->amount_year_before = indicator_amount(cx, i->unit, f->year_before.v);
}

str report_answer(struct cx *cx, const struct report_content *c, const struct report_figure *f)
{
	return word_args(cx->words, cx->mem, "reports.answer",
	                 ARGS({ "month", c->month_name }, { "amount", f->amount }, { "before", f->amount_before },
	                      { "month_year_before", c->month_year_before }, { "year_before", f->amount_year_before }));
}

static err add_figure(struct cx *cx, const struct indicator *i, const struct indicator_question *q,
                      struct report_content *c)
{
	str code = str_of(i->code);
	bool any = false;
	struct report_figure f = { .code = code,
		                   .unit = str_of(report_unit(i)),
		                   .name = report_indicator_name(cx, code),
		                   .question = report_question(cx, i),
		                   .rule = word_of(cx, "indicator_rule", code),
		                   .stock = i->stock };
	TRY(i->stock ? fill_stock(cx, i, q, q->from, &f, &any) : fill_months(cx, i, *q, q->from, &f, &any));
	if (!any)
		return OK;
	TRY(fill_splits(cx, i, q, &f));
	fill_amounts(cx, i, &f);
	f.answer = report_answer(cx, c, &f);
	*LIST_ADD(cx->mem, &c->figures, struct report_figure) = f;
	return OK;
}

static err add_findings(struct cx *cx, const struct indicator_question *q, struct report_content *c)
{
	struct list odd = { 0 };
	TRY(oddity_list(cx, q->centre_id, q->from, q->to, &odd));
	LIST_EACH (const struct oddity, o, &odd)
		LIST_ADD(cx->mem, &c->findings, struct report_finding)->text = o->text;
	return OK;
}

err report_live(struct cx *cx, const struct tenant *centre, day first, struct report_content *ret)
{
	const struct indicator_question q = { .centre_id = centre->id, .from = first, .to = month_last(first) };
	struct face face;
	TRY(face_on(cx, centre, q.to, &face));
	*ret = (struct report_content){ .format = REPORT_FORMAT,
		                        .centre = face.name,
		                        .slug = centre->slug,
		                        .kind = centre->kind,
		                        .recognition = face.recognition,
		                        .month = month_iso(cx->mem, first),
		                        .month_name = say_month(cx->words, cx->mem, first),
		                        .month_before = say_month(cx->words, cx->mem, day_add_months(first, -1)),
		                        .month_year_before = say_month(cx->words, cx->mem, day_add_months(first, -12)),
		                        .demo = app_is_demo(cx) };
	for (const struct indicator *const *i = indicator_all(cx); *i; i++)
		TRY(add_figure(cx, *i, &q, ret));
	TRY(add_findings(cx, &q, ret));
	return OK;
}
