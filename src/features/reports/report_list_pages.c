/* report_list_pages.c -- the months of a KI and what each is at; and what all pages of reports have in common. */
#include <inttypes.h>

#include "core/user.h"
#include "core/words.h"
#include "features/reports/report_pages.h"
#include "view/chart.h"

enum { MONTHS_SHOWN = 14 };

/* --- in common ---------------------------------------------------------------------------------------------------- */

err report_month_asked(struct cx *cx, const struct request *rq, day *ret_first)
{
	if (!month_parse(route_part(rq, "code"), ret_first) || day_year(*ret_first) < REPORT_FIRST_YEAR ||
	    day_cmp(*ret_first, cx->today) > 0)
		return fail(cx, E_NOTFOUND, "reports.no_month", NO_ARGS);
	return OK;
}

str report_path(struct cx *cx, const struct request *rq, str month, const char *tail)
{
	str list = frame_path(cx, rq, "reports");
	if (!month.p)
		return list;
	return str_print(cx->mem, STR_FMT "/" STR_FMT "%s%s", STR_ARG(list), STR_ARG(month), *tail ? "/" : "", tail);
}

err report_frame(struct cx *cx, const struct request *rq, const char *title_key, str month_name,
                 struct centre_frame *ret)
{
	TRY(frame_fill(cx, rq, "reports", title_key, ret));
	ret->title = word_args(cx->words, cx->mem, title_key, ARGS({ "month", month_name }, { "name", ret->name }));
	*LIST_ADD(cx->mem, &ret->crumbs, struct crumb) =
	        (struct crumb){ word(cx->words, cx->mem, "reports.tab"), report_path(cx, rq, STR_NONE, "") };
	return OK;
}

bool report_of_own(const struct cx *cx, const struct request *rq)
{
	return frame_may(cx, rq, RIGHT_REPORT_PREPARE);
}

const char *report_tone(str state)
{
	return str_is(state, "late")       ? "bad"
	       : str_is(state, "released") ? "good"
	       : str_is(state, "running")  ? "off"
	                                   : "warn";
}

str report_records_path(struct cx *cx, const struct request *rq, str indicator, str by, str code, day from, day to)
{
	struct text t = TEXT(cx->mem);
	text_add(&t, frame_path(cx, rq, "figures"));
	text_c(&t, "?indicator=");
	text_url(&t, indicator);
	if (by.p) {
		text_c(&t, "&by=");
		text_url(&t, by);
		text_c(&t, "&code=");
		text_url(&t, code);
	}
	text_print(&t, "&from=" STR_FMT "&to=" STR_FMT, STR_ARG(month_iso(cx->mem, from)),
	           STR_ARG(month_iso(cx->mem, to)));
	return text_str(&t);
}

str report_anchor(struct arena *a, str code, str part)
{
	struct text t = TEXT(a);
	text_c(&t, "h-");
	text_add(&t, code);
	text_c(&t, "-");
	text_add(&t, part);
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] == '.')
			t.p[i] = '-';
	return text_str(&t);
}

/* Of a month that is masked there is no point: the line goes on without it. */
str report_months_chart(struct arena *a, const struct report_figure *f, str title)
{
	struct point points[16];
	size_t n = 0;
	LIST_EACH (const struct report_cell, c, &f->months)
		if (c->value.has && n < 16)
			points[n++] = (struct point){ .label = c->label,
				                      .amount = c->amount,
				                      .value = c->value.v > 0 ? c->value.v : 0 };
	if (n < 2)
		return S("");
	return chart_line(a, report_anchor(a, f->code, S("line")), title, f->answer, points, n, false);
}

str report_cells_chart(struct arena *a, const struct report_figure *f, const struct report_split *s)
{
	struct bar bars[12];
	size_t n = 0;
	LIST_EACH (const struct report_cell, c, &s->cells)
		if (n < 12)
			bars[n++] = (struct bar){ .label = c->label,
				                  .amount = c->amount,
				                  .value = c->value.has && c->value.v > 0 ? c->value.v : 0,
				                  .unknown = !c->value.has,
				                  .tone = 4 };
	return chart_bars(a, report_anchor(a, f->code, str_print(a, "bars-" STR_FMT, STR_ARG(s->dimension))),
	                  str_print(a, STR_FMT ": " STR_FMT, STR_ARG(f->name), STR_ARG(s->name)), f->answer, bars, n);
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

struct month_line {
	str month, name, state, tone, path;
	day due, released_on, corrected_on;
	struct maybe number;
};
static const struct field line_fields[] = {
	FIELD(struct month_line, month, KIND_TEXT, .label = "reports.month"),
	FIELD(struct month_line, name, KIND_TEXT, .hidden = true),
	FIELD(struct month_line, state, KIND_CHOICE, .choices = &report_state_choices, .label = "core.state"),
	FIELD(struct month_line, tone, KIND_TEXT, .hidden = true),
	FIELD(struct month_line, due, KIND_DAY, .label = "reports.due"),
	FIELD(struct month_line, released_on, KIND_DAY, .label = "report.released_on"),
	FIELD(struct month_line, corrected_on, KIND_DAY, .label = "reports.corrected_on"),
	FIELD(struct month_line, number, KIND_INT, .maybe = true, .label = "report.number"),
	FIELD(struct month_line, path, KIND_PATH),
};
static const struct record line_rec = RECORD("report_line", struct month_line, line_fields);
struct reports_page {
	struct centre_frame frame;
	str earlier, later, note;
	int64_t earlier_year, later_year;
	struct list items;
};
static const struct field reports_fields[] = {
	FRAME_FIELDS(struct reports_page),
	FIELD(struct reports_page, items, KIND_MANY, .of = &line_rec),
	FIELD(struct reports_page, note, KIND_TEXT, .hidden = true),
	FIELD(struct reports_page, earlier, KIND_PATH, .hidden = true),
	FIELD(struct reports_page, later, KIND_PATH, .hidden = true),
	FIELD(struct reports_page, earlier_year, KIND_INT, .hidden = true),
	FIELD(struct reports_page, later_year, KIND_INT, .hidden = true),
};
static const struct record reports_rec = RECORD("reports_page", struct reports_page, reports_fields);
const struct page page_reports = { "reports/list.html", &reports_rec };

static const struct field asked_fields[] = { ASKED("year", KIND_INT) };
const struct record reports_asked_rec = ASKED_RECORD(asked_fields);

/* First and last month shown: a year, or the newest ones. */
static void months_asked(struct cx *cx, const struct request *rq, day *first, day *last, int64_t *year)
{
	int y = day_year(cx->today);
	*last = month_first(cx->today);
	*first = day_add_months(*last, 1 - MONTHS_SHOWN);
	if (!str_to_int(str_trim(route_asked(rq, "year")), year) || *year < REPORT_FIRST_YEAR || *year > y) {
		*year = 0;
		return;
	}
	*first = day_of((int)*year, 1, 1);
	if (*year < y)
		*last = day_of((int)*year, 12, 1);
}

static const struct report_month *released(const struct list *months, str month)
{
	LIST_EACH (const struct report_month, m, months)
		if (str_eq(m->month, month))
			return m;
	return NULL;
}

static void add_line(struct cx *cx, const struct request *rq, day first, const struct report_rules *rules,
                     const struct list *months, struct list *ret)
{
	str month = month_iso(cx->mem, first);
	const struct report_month *m = released(months, month);
	struct report_duty duty = report_duty_of(rules, first, cx->today);
	if (m)
		duty.due = m->was_due; /* as it was when it was released */
	struct month_line *l = LIST_ADD(cx->mem, ret, struct month_line);
	*l = (struct month_line){ .month = month,
		                  .name = say_month(cx->words, cx->mem, first),
		                  .due = duty.due,
		                  .state = report_state(&duty, first, m ? m->released_on : DAY_NONE, cx->today) };
	l->tone = str_of(report_tone(l->state));
	if (m) {
		l->released_on = m->released_on;
		l->corrected_on = m->corrected_on;
		l->number = MAYBE(m->number);
		l->path = report_path(cx, rq, month, "");
	} else if (report_of_own(cx, rq)) {
		l->path = report_path(cx, rq, month, "draft");
	}
}

static str year_path(struct cx *cx, const struct request *rq, int64_t year)
{
	return str_print(cx->mem, STR_FMT "?year=%" PRId64, STR_ARG(report_path(cx, rq, STR_NONE, "")), year);
}

static void fill_years(struct cx *cx, const struct request *rq, int64_t year, struct reports_page *p)
{
	int64_t this_year = day_year(cx->today);
	p->earlier_year = year ? year - 1 : this_year - 1;
	p->later_year = year + 1;
	if (p->earlier_year >= REPORT_FIRST_YEAR)
		p->earlier = year_path(cx, rq, p->earlier_year);
	if (year && p->later_year <= this_year)
		p->later = year_path(cx, rq, p->later_year);
}

static str sentence_of(struct cx *cx, const struct list *lines)
{
	int64_t late = 0, released_ones = 0;
	LIST_EACH (const struct month_line, l, lines) {
		late += str_is(l->state, "late");
		released_ones += l->number.has;
	}
	str sentence = word_plural(cx->words, cx->mem, "reports.sentence", released_ones, NO_ARGS);
	if (!late)
		return sentence;
	return str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(sentence),
	                 STR_ARG(word_plural(cx->words, cx->mem, "reports.sentence_late", late, NO_ARGS)));
}

static str duty_note(struct cx *cx, const struct report_rules *rules, day month)
{
	struct report_duty d = report_duty_of(rules, month, cx->today);
	if (!day_is(d.due))
		return word(cx->words, cx->mem, "reports.no_duty");
	str recipient = d.recipient.p ? d.recipient : word(cx->words, cx->mem, "reports.recipient_unknown");
	return word_args(cx->words, cx->mem, d.assumed ? "reports.duty_assumed" : "reports.duty",
	                 ARGS({ "recipient", recipient }, { "source", d.source.p ? d.source : S("–") }));
}

err reports_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct reports_page p = { 0 };
	struct report_rules rules = { 0 };
	struct list months = { 0 };
	day first, last;
	int64_t year = 0;
	months_asked(cx, rq, &first, &last, &year);
	TRY(report_rules_read(cx, &rules));
	TRY(report_months(cx, rq->centre.id, month_iso(cx->mem, first), month_iso(cx->mem, last), &months));
	TRY(frame_fill(cx, rq, "reports", "reports.title", &p.frame));
	for (day d = last; day_cmp(d, first) >= 0; d = day_add_months(d, -1))
		add_line(cx, rq, d, &rules, &months, &p.items);
	p.frame.sentence = sentence_of(cx, &p.items);
	p.note = duty_note(cx, &rules, last);
	fill_years(cx, rq, year, &p);
	return page_show(cx, rq->http, rs, 200, &page_reports, &p);
}
