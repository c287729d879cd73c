/* land_reports_pages.c -- which KI has reported a month, who is late, who misses the duty (S-REP-2, S-FUN-5). */
#include "core/words.h"
#include "features/reports/report_land.h"
#include "features/reports/report_pages.h"
#include "view/chart.h"

enum { CHIPS = 13 };

static const struct field line_fields[] = {
	FIELD(struct land_line, name, KIND_TEXT),
	FIELD(struct land_line, state, KIND_CHOICE, .choices = &report_state_choices, .label = "core.state"),
	FIELD(struct land_line, tone, KIND_TEXT, .hidden = true),
	FIELD(struct land_line, released_on, KIND_DAY, .label = "report.released_on"),
	FIELD(struct land_line, number, KIND_INT, .maybe = true, .label = "report.number"),
	FIELD(struct land_line, late_months, KIND_INT),
	FIELD(struct land_line, late_names, KIND_TEXT),
	FIELD(struct land_line, path, KIND_PATH),
};
static const struct record line_rec = RECORD("land_line", struct land_line, line_fields);
struct land_reports {
	str title, sentence, month, map;
	day due;
	struct list chips;   /* struct link: months */
	struct list items;   /* struct land_line */
	struct list missing; /* those with months that are late */
};
static const struct field page_fields[] = {
	FIELD(struct land_reports, title, KIND_TEXT),
	FIELD(struct land_reports, sentence, KIND_TEXT),
	FIELD(struct land_reports, month, KIND_TEXT, .label = "reports.month"),
	FIELD(struct land_reports, due, KIND_DAY, .label = "reports.due"),
	FIELD(struct land_reports, map, KIND_HTML, .hidden = true),
	FIELD(struct land_reports, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct land_reports, items, KIND_MANY, .of = &line_rec),
	FIELD(struct land_reports, missing, KIND_MANY, .of = &line_rec),
};
static const struct record page_rec = RECORD("land_reports", struct land_reports, page_fields);
const struct page page_land_reports = { "reports/land_reports.html", &page_rec };

static const struct field asked_fields[] = { ASKED("month", KIND_TEXT, .max = 7) };
const struct record land_reports_asked_rec = ASKED_RECORD(asked_fields);

/* The steps are said in words under the picture, too. */
static int tone_of(const struct land_line *l)
{
	return str_is(l->state, "released")        ? 5
	       : str_is(l->state, "released_late") ? 3
	       : str_is(l->state, "late")          ? 0
	                                           : 1;
}

static str map_of(struct cx *cx, const struct list *lines, str title, str description)
{
	struct hexagon *h = NEW_ARRAY(cx->mem, struct hexagon, lines->n + 1);
	size_t n = 0;
	LIST_EACH (const struct land_line, l, lines)
		h[n++] = (struct hexagon){ .column = (int)l->hex_column,
			                   .row = (int)l->hex_row,
			                   .label = l->short_name,
			                   .name = l->name,
			                   .amount = word(
			                           cx->words, cx->mem,
			                           str_print(cx->mem, "report_state." STR_FMT, STR_ARG(l->state)).p),
			                   .path = l->path,
			                   .tone = tone_of(l) };
	return chart_hexagons(cx->mem, S("reports-map"), title, description, h, n);
}

static str sentence_of(struct cx *cx, const struct land_reports *p, str month)
{
	int64_t released = 0, late = 0;
	LIST_EACH (const struct land_line, l, &p->items) {
		released += l->number.has;
		late += str_is(l->state, "late");
	}
	return word_plural(cx->words, cx->mem, day_is(p->due) ? "reports.land_sentence" : "reports.land_no_duty", late,
	                   ARGS({ "month", month }, { "some", say_int(cx->words, cx->mem, released) },
	                        { "all", say_int(cx->words, cx->mem, (int64_t)p->items.n) },
	                        { "due", say_day(cx->words, cx->mem, p->due) }));
}

static void fill_chips(struct cx *cx, struct land_reports *p, day first)
{
	for (int n = 1; n <= CHIPS; n++) {
		day month = day_add_months(month_first(cx->today), -n);
		*LIST_ADD(cx->mem, &p->chips, struct link) =
		        (struct link){ say_month(cx->words, cx->mem, month),
			               str_print(cx->mem, "/land/reports?month=" STR_FMT,
			                         STR_ARG(month_iso(cx->mem, month))),
			               day_cmp(month, first) == 0 };
	}
}

err land_reports_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct land_reports p = { .title = word(cx->words, cx->mem, "reports.land_title") };
	struct report_rules rules = { 0 };
	str asked = str_trim(route_asked(rq, "month"));
	day first = day_add_months(month_first(cx->today), -1);
	if (!str_blank(asked) &&
	    (!month_parse(asked, &first) || day_year(first) < REPORT_FIRST_YEAR || day_cmp(first, cx->today) > 0))
		return fail(cx, E_NOTFOUND, "reports.no_month", NO_ARGS);
	TRY(report_rules_read(cx, &rules));
	TRY(report_land_lines(cx, &rules, first, &p.items));
	LIST_EACH (const struct land_line, l, &p.items)
		if (l->late_months)
			*LIST_ADD(cx->mem, &p.missing, struct land_line) = *l;
	str month = say_month(cx->words, cx->mem, first);
	p.month = month_iso(cx->mem, first);
	p.due = report_duty_of(&rules, first, cx->today).due;
	p.sentence = sentence_of(cx, &p, month);
	p.map = map_of(cx, &p.items, word_args(cx->words, cx->mem, "reports.land_map", ARGS({ "month", month })),
	               p.sentence);
	fill_chips(cx, &p, first);
	return page_show(cx, rq->http, rs, 200, &page_land_reports, &p);
}
