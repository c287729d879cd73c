/* The page that the head opens: for any day what there is to be, what there is, who leads, what vacancy costs, what has
 * to be done (S-STA-1, -2, -6, -8, P-STA-1; story 23). It says first what the Landrat asks. */
#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_survey.h"
#include "features/staff/staff_total.h"

struct day_page {
	struct centre_frame frame;
	struct section_top top;
	struct day_choice day;
	day date;
	struct list chips; /* struct link */
	struct plan_total total;
	struct list lines;
	struct list shown;          /* struct plan_line: without those of which nothing is known and nothing is there */
	str unknown;                /* names of the others */
	struct list rules_of_lines; /* struct plan_line: those that name rules */
	const struct plan_leader *head, *deputy;
	struct list findings, posts;
	struct list figures; /* struct figure */
	bool nothing;        /* neither rules nor posts on that day */
	bool no_posts;
	str statement;     /* the share of the newest survey that is shown on that day; absent: none */
	day statement_day; /* its reference day */
	str path, timeline_path, money_path, leading_path, posts_path;
	str csv_path, xlsx_path, pdf_path;
};
static const struct field day_fields[] = {
	SECTION_FIELDS(struct day_page),
	FIELD(struct day_page, date, KIND_DAY),
	{ .name = "day_typed", .kind = KIND_TEXT, .offset = offsetof(struct day_page, day.typed), .hidden = true },
	{ .name = "day_error", .kind = KIND_TEXT, .offset = offsetof(struct day_page, day.error), .hidden = true },
	FIELD(struct day_page, chips, KIND_MANY, .of = &link_rec, .hidden = true),
	FIELD(struct day_page, total, KIND_ONE, .of = &plan_total_rec),
	FIELD(struct day_page, lines, KIND_MANY, .of = &plan_line_rec),
	FIELD(struct day_page, shown, KIND_MANY, .of = &plan_line_rec, .hidden = true),
	FIELD(struct day_page, unknown, KIND_TEXT, .hidden = true),
	FIELD(struct day_page, rules_of_lines, KIND_MANY, .of = &plan_line_rec, .hidden = true),
	FIELD(struct day_page, head, KIND_ONE, .of = &plan_leader_rec, .maybe = true),
	FIELD(struct day_page, deputy, KIND_ONE, .of = &plan_leader_rec, .maybe = true),
	FIELD(struct day_page, findings, KIND_MANY, .of = &finding_rec),
	FIELD(struct day_page, posts, KIND_MANY, .of = &plan_post_rec),
	FIELD(struct day_page, figures, KIND_MANY, .of = &figure_rec, .hidden = true),
	FIELD(struct day_page, nothing, KIND_BOOL, .hidden = true),
	FIELD(struct day_page, no_posts, KIND_BOOL, .hidden = true),
	FIELD(struct day_page, statement, KIND_TEXT),
	FIELD(struct day_page, statement_day, KIND_DAY),
	FIELD(struct day_page, path, KIND_PATH),
	FIELD(struct day_page, timeline_path, KIND_PATH),
	FIELD(struct day_page, money_path, KIND_PATH),
	FIELD(struct day_page, leading_path, KIND_PATH),
	FIELD(struct day_page, posts_path, KIND_PATH, .hidden = true),
	FIELD(struct day_page, csv_path, KIND_PATH),
	FIELD(struct day_page, xlsx_path, KIND_PATH),
	FIELD(struct day_page, pdf_path, KIND_PATH),
};
static const struct record day_rec = RECORD("staff_day", struct day_page, day_fields);
const struct page page_staff_day = { "staff/day.html", &day_rec };

/* --- days that people ask for ------------------------------------------------------------------------------------- */

static void add_chip(struct cx *cx, struct day_page *p, str text, day on)
{
	*LIST_ADD(cx->mem, &p->chips, struct link) =
	        (struct link){ .text = text,
		               .path = str_print(cx->mem, STR_FMT "?day=" STR_FMT, STR_ARG(p->path),
		                                 STR_ARG(day_iso(cx->mem, on))),
		               .current = day_cmp(on, p->date) == 0 };
}

/* Today, the beginning of this year, and a Stichtag in each of the periods in which the rules differ. */
static void fill_chips(struct cx *cx, struct day_page *p)
{
	static const int years[] = { 2024, 2021, 2018, 2013 };
	add_chip(cx, p, word(cx->words, cx->mem, "core.today"), cx->today);
	add_chip(cx, p, say_day(cx->words, cx->mem, DAY(day_year(cx->today), 1, 1)), DAY(day_year(cx->today), 1, 1));
	for (size_t i = 0; i < sizeof years / sizeof *years; i++)
		add_chip(cx, p, say_day(cx->words, cx->mem, DAY(years[i], 1, 1)), DAY(years[i], 1, 1));
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

static void add_figure(struct cx *cx, struct day_page *p, const char *key, str value, str hint, str path)
{
	*LIST_ADD(cx->mem, &p->figures, struct figure) =
	        (struct figure){ word(cx->words, cx->mem, key), value, hint, path };
}

static void fill_figures(struct cx *cx, struct day_page *p)
{
	const struct plan_total *t = &p->total;
	str partly = t->complete ? STR_NONE : word(cx->words, cx->mem, "staff.as_far_as_known");
	add_figure(cx, p, "staff.figure_filled",
	           word_args(cx->words, cx->mem, "staff.of",
	                     ARGS({ "some", say_decimal(cx->words, cx->mem, t->filled) },
	                          { "all", say_decimal(cx->words, cx->mem, t->wanted) })),
	           STR_NONE, p->posts_path);
	add_figure(cx, p, "staff.figure_month", say_money(cx->words, cx->mem, t->month_cents), partly, p->money_path);
	add_figure(cx, p, "staff.figure_so_far", say_money(cx->words, cx->mem, t->so_far_cents), partly, p->money_path);
	add_figure(cx, p, "staff.figure_year", say_money(cx->words, cx->mem, t->year_cents), partly, p->money_path);
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static str with_day(struct cx *cx, str path, day on)
{
	return str_print(cx->mem, STR_FMT "?day=" STR_FMT, STR_ARG(path), STR_ARG(day_iso(cx->mem, on)));
}

static const struct plan_leader *leader(struct cx *cx, const struct plan_leader *l)
{
	if (!l->person_id)
		return NULL;
	struct plan_leader *copy = NEW(cx->mem, struct plan_leader);
	*copy = *l;
	return copy;
}

static void fill_paths(struct cx *cx, const struct request *rq, struct day_page *p)
{
	p->path = staff_at(cx, rq, "", 0, "");
	p->posts_path = with_day(cx, staff_at(cx, rq, "posts", 0, ""), p->date);
	p->timeline_path = with_day(cx, staff_at(cx, rq, "timeline", 0, ""), p->date);
	p->money_path =
	        str_print(cx->mem, STR_FMT "?year=%d", STR_ARG(staff_at(cx, rq, "money", 0, "")), day_year(p->date));
	if (frame_may(cx, rq, RIGHT_STAFF_DECIDE))
		p->leading_path = staff_at(cx, rq, "leading", 0, "");
}

static void fill_lines(struct cx *cx, struct day_page *p)
{
	struct text unknown = TEXT(cx->mem);
	LIST_EACH (const struct plan_line, l, &p->lines) {
		if (l->rules.n > 0)
			*LIST_ADD(cx->mem, &p->rules_of_lines, struct plan_line) = *l;
		if (l->entitled.has || l->posts || l->filled) {
			*LIST_ADD(cx->mem, &p->shown, struct plan_line) = *l;
			continue;
		}
		text_c(&unknown, unknown.n ? ", " : "");
		text_add(&unknown,
		         word(cx->words, cx->mem, str_print(cx->mem, "staff_line." STR_FMT, STR_ARG(l->line)).p));
	}
	p->unknown = unknown.n ? text_str(&unknown) : STR_NONE;
}

static void fill_plan(struct cx *cx, struct day_page *p, const struct staff_day *d)
{
	p->total = plan_total_of(d);
	p->lines = d->plan.lines;
	fill_lines(cx, p);
	p->head = leader(cx, &d->plan.head);
	p->deputy = leader(cx, &d->plan.deputy);
	p->findings = d->findings;
	p->posts = d->plan.posts;
	p->no_posts = d->plan.posts.n == 0;
	p->nothing = d->plan.lines.n == 0;
	p->frame.sentence = plan_sentence(cx, d, &p->total);
}

/* The plan of this day as CSV, Excel and PDF. */
static void fill_exports(struct cx *cx, const struct request *rq, struct day_page *p)
{
	static const char *const endings[] = { "csv", "xlsx", "pdf" };
	str *const paths[] = { &p->csv_path, &p->xlsx_path, &p->pdf_path };
	for (size_t i = 0; i < 3; i++)
		*paths[i] = str_print(cx->mem, STR_FMT ".%s?day=" STR_FMT, STR_ARG(staff_at(cx, rq, "", 0, "")),
		                      endings[i], STR_ARG(day_iso(cx->mem, p->date)));
}

/* Only when the model gives one, and only as it says it (S-STA-7). */
static err fill_statement(struct cx *cx, const struct request *rq, struct day_page *p)
{
	struct list surveys = { 0 };
	TRY(surveys_of(cx, &rq->centre, &surveys));
	LIST_EACH (const struct survey, s, &surveys) {
		if (p->statement.p || !s->share.shown || day_cmp(s->closed_on, p->date) > 0)
			continue;
		p->statement = s->share.said;
		p->statement_day = s->reference_day;
	}
	return OK;
}

err staff_day_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct day_page p = { 0 };
	struct staff_day d;
	day_chosen(cx, rq, &p.day);
	p.date = p.day.on;
	TRY(staff_fill(cx, rq, "", "staff.title", STR_NONE, &p.frame, &p.top));
	TRY(staff_day_of(cx, &rq->centre, p.date, &d));
	TRY(fill_statement(cx, rq, &p));
	fill_paths(cx, rq, &p);
	fill_plan(cx, &p, &d);
	fill_figures(cx, &p);
	fill_chips(cx, &p);
	if (p.no_posts)
		section_primary(cx, rq, &p.top, RIGHT_STAFF_RECORD, "staff.do_post",
		                staff_at(cx, rq, "posts", 0, "new"));
	else
		section_primary(cx, rq, &p.top, RIGHT_STAFF_RECORD, "staff.do_share",
		                staff_at(cx, rq, "shares", 0, "new"));
	fill_exports(cx, rq, &p);
	section_other(cx, rq, &p.top, RIGHT_STAFF_RECORD, "staff.do_import", staff_at(cx, rq, "import", 0, ""));
	return page_show(cx, rq->http, rs, page_status(p.day.problem), &page_staff_day, &p);
}
