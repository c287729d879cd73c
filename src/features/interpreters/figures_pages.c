/* figures_pages.c -- a question as heading, the answer as a sentence and a chart, and each figure opens to its records.
 */
#include "features/interpreters/figures_pages.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"
#include "features/interpreters/figures.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/pot_pages.h"
#include "view/chart.h"

enum { MOST_BARS = 12, MOST_RECORDS = 500 };

static const struct field asked_fields[] = { ASKED("year", KIND_TEXT, .max = 4), ASKED("month", KIND_TEXT, .max = 2) };
const struct record figures_asked_rec = ASKED_RECORD(asked_fields);
static const struct field records_asked_fields[] = { ASKED("year", KIND_TEXT, .max = 4),
	                                             ASKED("month", KIND_TEXT, .max = 2),
	                                             ASKED("figure", KIND_TEXT, .max = 20),
	                                             ASKED("value", KIND_TEXT, .max = 120) };
const struct record figure_records_asked_rec = ASKED_RECORD(records_asked_fields);

/* --- the period --------------------------------------------------------------------------------------------------- */

struct period {
	int64_t year, month; /* month 0: the whole year */
	day from, to;
	str name, query; /* "Oktober 2026"; "year=2026&month=10" */
};

static str say(struct cx *cx, const char *prefix, const char *code)
{
	return word(cx->words, cx->mem, str_print(cx->mem, "%s%s", prefix, code).p);
}

static void reckon_period(struct cx *cx, struct period *p)
{
	int m = (int)p->month, y = (int)p->year;
	p->from = day_of(y, m ? m : 1, 1);
	p->to = m ? day_add(day_add_months(p->from, 1), -1) : day_of(y, 12, 31);
	p->name = str_print(cx->mem, "%d", y);
	p->query = str_print(cx->mem, "year=%d", y);
	if (!m)
		return;
	p->name = say_month(cx->words, cx->mem, p->from);
	p->query = str_print(cx->mem, "year=%d&month=%d", y, m);
}

/* E_INVALID: what is asked for is no period; then it is this year. */
static err read_period(struct cx *cx, const struct request *rq, struct period *ret)
{
	str month = route_asked(rq, "month");
	err e = pot_year_asked(cx, rq, &ret->year);
	if (!str_blank(month) && (!str_to_int(str_trim(month), &ret->month) || ret->month < 1 || ret->month > 12)) {
		ret->month = 0;
		e = problem_add(cx, "month", "figures.month_range", NO_ARGS);
	}
	reckon_period(cx, ret);
	return e;
}

static str records_path(struct cx *cx, const struct request *rq, const struct period *p, enum figure_kind kind,
                        str code)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, pool_at(cx, rq, "figures/records", 0, ""));
	text_print(&t, "?" STR_FMT "&figure=%s", STR_ARG(p->query), figure_codes[kind]);
	if (code.p) {
		text_c(&t, "&value=");
		text_url(&t, code);
	}
	return text_str(&t);
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

struct bucket_row {
	str label, path;
	int64_t count, count_before;
	struct maybe cents, cents_before;
};
static const struct field bucket_fields[] = {
	FIELD(struct bucket_row, label, KIND_TEXT),
	FIELD(struct bucket_row, count, KIND_INT),
	FIELD(struct bucket_row, count_before, KIND_INT),
	FIELD(struct bucket_row, cents, KIND_MONEY, .maybe = true),
	FIELD(struct bucket_row, cents_before, KIND_MONEY, .maybe = true),
	FIELD(struct bucket_row, path, KIND_PATH),
};
static const struct record bucket_rec = RECORD("figure_bucket", struct bucket_row, bucket_fields);
struct figure_part {
	str code, question, answer, rule, chart, path, id;
	int64_t count, count_before;
	bool money;
	struct list buckets; /* struct bucket_row */
};
static const struct field part_fields[] = {
	FIELD(struct figure_part, code, KIND_TEXT),
	FIELD(struct figure_part, question, KIND_TEXT),
	FIELD(struct figure_part, answer, KIND_TEXT),
	FIELD(struct figure_part, rule, KIND_TEXT),
	FIELD(struct figure_part, count, KIND_INT),
	FIELD(struct figure_part, count_before, KIND_INT),
	FIELD(struct figure_part, path, KIND_PATH),
	FIELD(struct figure_part, id, KIND_TEXT, .hidden = true),
	FIELD(struct figure_part, chart, KIND_HTML, .hidden = true),
	FIELD(struct figure_part, money, KIND_BOOL, .hidden = true),
	FIELD(struct figure_part, buckets, KIND_MANY, .of = &bucket_rec),
};
static const struct record part_rec = RECORD("figure_part", struct figure_part, part_fields);

struct option {
	int64_t number;
	str text;
	bool chosen;
};
static const struct field option_fields[] = {
	FIELD(struct option, number, KIND_INT),
	FIELD(struct option, text, KIND_TEXT),
	FIELD(struct option, chosen, KIND_BOOL),
};
static const struct record option_rec = RECORD("figure_option", struct option, option_fields);

struct figures_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t year, month;
	str path, problem, csv_path, xlsx_path;
	struct list months, parts;
};
static const struct field figures_fields[] = {
	SECTION_FIELDS(struct figures_page),
	FIELD(struct figures_page, year, KIND_INT, .label = "pots.year"),
	FIELD(struct figures_page, month, KIND_INT, .label = "figures.month"),
	FIELD(struct figures_page, path, KIND_PATH, .hidden = true),
	FIELD(struct figures_page, problem, KIND_TEXT, .hidden = true),
	FIELD(struct figures_page, csv_path, KIND_PATH),
	FIELD(struct figures_page, xlsx_path, KIND_PATH),
	FIELD(struct figures_page, months, KIND_MANY, .of = &option_rec, .hidden = true),
	FIELD(struct figures_page, parts, KIND_MANY, .of = &part_rec),
};
static const struct record figures_rec = RECORD("figures_page", struct figures_page, figures_fields);
const struct page page_figures = { "interpreters/figures.html", &figures_rec };

/* This period and the same of the year before, up to the same day. */
struct both {
	struct figure_data now, before;
};
static err read_both(struct cx *cx, const struct request *rq, const struct period *p, struct both *ret)
{
	day from = day_add_months(p->from, -12);
	TRY(figures_read(cx, rq->centre.id, p->from, p->to, &ret->now));
	return figures_read(cx, rq->centre.id, from, day_add_months(ret->now.to, -12), &ret->before);
}

static const struct figure_bucket *same(const struct list *buckets, str code)
{
	LIST_EACH (const struct figure_bucket, b, buckets)
		if (str_eq(b->code, code))
			return b;
	return NULL;
}

static void fill_buckets(struct cx *cx, const struct request *rq, const struct period *p, const struct both *d,
                         enum figure_kind kind, struct figure_part *part)
{
	struct list now = figure_buckets(cx->words, cx->mem, &d->now, kind),
	            before = figure_buckets(cx->words, cx->mem, &d->before, kind);
	LIST_EACH (const struct figure_bucket, b, &now) {
		const struct figure_bucket *was = same(&before, b->code);
		struct bucket_row *row = LIST_ADD(cx->mem, &part->buckets, struct bucket_row);
		*row = (struct bucket_row){ .label = b->label,
			                    .count = b->count,
			                    .count_before = was ? was->count : 0,
			                    .path = records_path(cx, rq, p, kind, b->code) };
		if (kind != FIGURE_COST)
			continue;
		row->cents = MAYBE(b->cents);
		row->cents_before = MAYBE(was ? was->cents : 0);
	}
	part->count = (int64_t)figure_records(cx->mem, &d->now, kind, STR_NONE).n;
	part->count_before = (int64_t)figure_records(cx->mem, &d->before, kind, STR_NONE).n;
}

static str chart_of(struct cx *cx, const struct figure_part *part)
{
	struct bar bars[MOST_BARS];
	size_t n = 0;
	LIST_EACH (const struct bucket_row, b, &part->buckets) {
		if (n == MOST_BARS)
			break;
		int64_t value = b->cents.has ? b->cents.v : b->count;
		bars[n++] = (struct bar){ .label = b->label,
			                  .amount = b->cents.has ? say_money(cx->words, cx->mem, value)
			                                         : say_int(cx->words, cx->mem, value),
			                  .value = value > 0 ? value : 0,
			                  .tone = 4 };
	}
	return chart_bars(cx->mem, str_print(cx->mem, "figure-" STR_FMT, STR_ARG(part->code)), part->question,
	                  part->answer, bars, n);
}

static int64_t cents_of(const struct figure_data *d)
{
	int64_t cents = 0;
	LIST_EACH (const struct figure_cost, c, &d->costs)
		cents += c->cents;
	return cents;
}

static str days_said(struct cx *cx, const struct figure_data *d)
{
	struct maybe median = figure_median(cx->mem, d);
	return median.has ? say_decimal(cx->words, cx->mem, median.v / 100 * 100) : S("–");
}

static str answer_of(struct cx *cx, const struct period *p, const struct both *d, enum figure_kind kind,
                     const struct figure_part *part)
{
	const struct words *w = cx->words;
	const struct bucket_row *first = part->buckets.n ? LIST_AT(&part->buckets, struct bucket_row, 0) : NULL;
	const struct arg *args = ARGS(
	        { "period", p->name }, { "before", say_int(w, cx->mem, part->count_before) },
	        { "first", first ? first->label : S("") }, { "first_n", say_int(w, cx->mem, first ? first->count : 0) },
	        { "kinds", say_int(w, cx->mem, (int64_t)part->buckets.n) },
	        { "cents", say_money(w, cx->mem, cents_of(&d->now)) },
	        { "cents_before", say_money(w, cx->mem, cents_of(&d->before)) }, { "median", days_said(cx, &d->now) },
	        { "median_before", days_said(cx, &d->before) });
	if (!part->count)
		return word_args(w, cx->mem, kind == FIGURE_UNFILLED ? "figures.all_filled" : "figures.nothing", args);
	return word_plural(w, cx->mem, str_print(cx->mem, "figures.answer_%s", figure_codes[kind]).p, part->count,
	                   args);
}

static void fill_part(struct cx *cx, const struct request *rq, const struct period *p, const struct both *d,
                      enum figure_kind kind, struct figure_part *part)
{
	const char *code = figure_codes[kind];
	*part = (struct figure_part){ .code = str_of(code),
		                      .question = say(cx, "figures.question_", code),
		                      .rule = say(cx, "figures.rule_", code),
		                      .id = str_print(cx->mem, "h-%s", code),
		                      .path = records_path(cx, rq, p, kind, STR_NONE),
		                      .money = kind == FIGURE_COST };
	fill_buckets(cx, rq, p, d, kind, part);
	part->answer = answer_of(cx, p, d, kind, part);
	if (part->count)
		part->chart = chart_of(cx, part);
}

static void fill_months(struct cx *cx, struct figures_page *page)
{
	*LIST_ADD(cx->mem, &page->months, struct option) =
	        (struct option){ 0, word(cx->words, cx->mem, "figures.whole_year"), page->month == 0 };
	for (int m = 1; m <= 12; m++) {
		str rest = say_month(cx->words, cx->mem, day_of((int)page->year, m, 1));
		*LIST_ADD(cx->mem, &page->months, struct option) =
		        (struct option){ m, str_split(&rest, ' '), page->month == m };
	}
}

static str table_path(struct cx *cx, const struct request *rq, const struct period *p, const char *ending)
{
	return str_print(cx->mem, STR_FMT "%s?" STR_FMT, STR_ARG(pool_at(cx, rq, "figures", 0, "")), ending,
	                 STR_ARG(p->query));
}

static void tell_problem(struct cx *cx, str *ret)
{
	const struct problem *problem = cx->problems;
	*ret = word_args(cx->words, cx->mem, problem->key, problem->args);
	fault_clear(cx);
}

err figures_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct figures_page page = { .path = pool_at(cx, rq, "figures", 0, "") };
	struct period p = { 0 };
	struct both d;
	err wrong = read_period(cx, rq, &p);
	if (wrong != OK)
		tell_problem(cx, &page.problem);
	page.year = p.year;
	page.month = p.month;
	TRY(read_both(cx, rq, &p, &d));
	TRY(pool_fill(cx, rq, "figures", "figures.title", p.name, &page.frame, &page.top));
	for (int kind = 0; kind < FIGURE_KINDS; kind++)
		fill_part(cx, rq, &p, &d, kind, LIST_ADD(cx->mem, &page.parts, struct figure_part));
	const struct figure_part *first = LIST_AT(&page.parts, struct figure_part, 0);
	page.frame.sentence =
	        word_plural(cx->words, cx->mem, "figures.sentence", first->count,
	                    ARGS({ "period", p.name }, { "before", say_int(cx->words, cx->mem, first->count_before) },
	                         { "cents", say_money(cx->words, cx->mem, cents_of(&d.now)) }));
	fill_months(cx, &page);
	page.csv_path = table_path(cx, rq, &p, ".csv");
	page.xlsx_path = table_path(cx, rq, &p, ".xlsx");
	return page_show(cx, rq->http, rs, wrong == OK ? 200 : 422, &page_figures, &page);
}

/* --- as a table --------------------------------------------------------------------------------------------------- */

struct cell {
	str question, label;
	int64_t count, count_before;
	struct maybe cents, cents_before;
};
static const struct field cell_fields[] = {
	FIELD(struct cell, question, KIND_TEXT, .label = "figure_part.question"),
	FIELD(struct cell, label, KIND_TEXT, .label = "figure_bucket.label"),
	FIELD(struct cell, count, KIND_INT, .label = "figure_bucket.count"),
	FIELD(struct cell, count_before, KIND_INT, .label = "figure_bucket.count_before"),
	FIELD(struct cell, cents, KIND_MONEY, .maybe = true, .label = "figure_bucket.cents"),
	FIELD(struct cell, cents_before, KIND_MONEY, .maybe = true, .label = "figure_bucket.cents_before"),
};
static const struct record cell_rec = RECORD("figure_cell", struct cell, cell_fields);

static err export(struct cx *cx, const struct request *rq, struct res *rs, bool xlsx)
{
	struct period p = { 0 };
	struct both d;
	struct list cells = { 0 };
	TRY(read_period(cx, rq, &p));
	TRY(read_both(cx, rq, &p, &d));
	for (int kind = 0; kind < FIGURE_KINDS; kind++) {
		struct figure_part part;
		fill_part(cx, rq, &p, &d, kind, &part);
		LIST_EACH (const struct bucket_row, b, &part.buckets)
			*LIST_ADD(cx->mem, &cells, struct cell) =
			        (struct cell){ part.question,   b->label, b->count,
				               b->count_before, b->cents, b->cents_before };
	}
	str file = str_print(cx->mem, "sprachmittlung-" STR_FMT "-%04d-%02d", STR_ARG(rq->centre.slug), (int)p.year,
	                     (int)p.month);
	return page_table(cx, rs, file, xlsx, word_args(cx->words, cx->mem, "figures.title", ARGS({ "about", p.name })),
	                  word(cx->words, cx->mem, "figures.export_note"), &cell_rec, &cells);
}

err figures_csv_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, false);
}

err figures_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return export(cx, rq, rs, true);
}

/* --- the records behind a figure ---------------------------------------------------------------------------------- */

struct record_row {
	int64_t booking_id;
	str number, institution, language, municipality, stage, path;
	day held_on;
};
static const struct field record_fields[] = {
	FIELD(struct record_row, booking_id, KIND_INT),
	FIELD(struct record_row, number, KIND_TEXT, .label = "settlement_line.number"),
	FIELD(struct record_row, held_on, KIND_DAY, .label = "figures.day"),
	FIELD(struct record_row, language, KIND_TEXT, .label = "figures.language"),
	FIELD(struct record_row, institution, KIND_TEXT, .label = "settlement_line.institution"),
	FIELD(struct record_row, municipality, KIND_TEXT, .label = "figures.municipality"),
	FIELD(struct record_row, stage, KIND_CHOICE, .choices = &booking_stage_choices, .label = "core.state"),
	FIELD(struct record_row, path, KIND_PATH),
};
static const struct record record_row_rec = RECORD("figure_record", struct record_row, record_fields);
struct records_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t count;
	str more;
	struct list items; /* struct record_row, at most MOST_RECORDS */
};
static const struct field records_fields[] = {
	SECTION_FIELDS(struct records_page),
	FIELD(struct records_page, count, KIND_INT, .label = "figure_bucket.count"),
	FIELD(struct records_page, more, KIND_TEXT, .hidden = true),
	FIELD(struct records_page, items, KIND_MANY, .of = &record_row_rec),
};
static const struct record records_rec = RECORD("figure_records", struct records_page, records_fields);
const struct page page_figure_records = { "interpreters/figure_records.html", &records_rec };

static int kind_of(str code)
{
	for (int kind = 0; kind < FIGURE_KINDS; kind++)
		if (str_is(code, figure_codes[kind]))
			return kind;
	return -1;
}

static str label_of(struct cx *cx, const struct figure_data *d, enum figure_kind kind, str code)
{
	struct list buckets = figure_buckets(cx->words, cx->mem, d, kind);
	const struct figure_bucket *b = same(&buckets, code);
	return b ? b->label : word(cx->words, cx->mem, "figures.all");
}

static void fill_records(struct cx *cx, const struct request *rq, const struct list *found, struct records_page *page)
{
	page->count = (int64_t)found->n;
	LIST_EACH (const struct figure_row, r, found) {
		if (page->items.n == MOST_RECORDS) {
			page->more = word_args(cx->words, cx->mem, "figures.more",
			                       ARGS({ "most", say_int(cx->words, cx->mem, MOST_RECORDS) }));
			return;
		}
		*LIST_ADD(cx->mem, &page->items, struct record_row) =
		        (struct record_row){ .booking_id = r->booking_id,
			                     .number = r->number,
			                     .institution = r->institution,
			                     .language = r->language,
			                     .municipality = r->municipality,
			                     .stage = r->stage,
			                     .held_on = r->held_on,
			                     .path = pool_at(cx, rq, "bookings", r->booking_id, "") };
	}
}

err figure_records_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct records_page page = { 0 };
	struct period p = { 0 };
	struct figure_data d;
	str code = route_asked(rq, "value");
	int kind = kind_of(route_asked(rq, "figure"));
	if (kind < 0)
		return fail(cx, E_NOTFOUND, "figures.unknown", NO_ARGS);
	TRY(read_period(cx, rq, &p));
	TRY(figures_read(cx, rq->centre.id, p.from, p.to, &d));
	struct list found = figure_records(cx->mem, &d, kind, str_blank(code) ? STR_NONE : code);
	TRY(pool_fill(cx, rq, "figures", "figures.records_title", label_of(cx, &d, kind, code), &page.frame,
	              &page.top));
	section_crumb(
	        cx, &page.frame, word_args(cx->words, cx->mem, "figures.title", ARGS({ "about", p.name })),
	        str_print(cx->mem, STR_FMT "?" STR_FMT, STR_ARG(pool_at(cx, rq, "figures", 0, "")), STR_ARG(p.query)));
	fill_records(cx, rq, &found, &page);
	page.frame.sentence = word_plural(
	        cx->words, cx->mem, "figures.records_sentence", page.count,
	        ARGS({ "period", p.name }, { "question", say(cx, "figures.question_", figure_codes[kind]) }));
	return page_show(cx, rq->http, rs, 200, &page_figure_records, &page);
}
