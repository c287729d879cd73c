/* Figures: what a KI could get on a day, two days side by side, and the ceilings over the years. All public. */
#include "core/user.h"
#include "core/words.h"
#include "features/rulebook/rule_text.h"
#include "features/rulebook/rulebook_pages.h"
#include "view/chart.h"

/* --- who is asked for --------------------------------------------------------------------------------------------- */

/* A kind of authority, or one KI, which has its kind. */
struct subject {
	str authority;
	struct rule_centre centre; /* id 0: any */
};

#define SUBJECT ASKED("centre", KIND_TEXT), ASKED("authority", KIND_CHOICE, .choices = &authority_choices)
static const struct field subject_fields[] = { SUBJECT };
static const struct field subject_day_fields[] = { SUBJECT, ASKED("day", KIND_DAY) };
static const struct field compare_asked_fields[] = { SUBJECT, ASKED("from", KIND_DAY), ASKED("to", KIND_DAY) };
const struct record rule_subject_asked_rec = ASKED_RECORD(subject_fields);
const struct record rule_subject_day_asked_rec = ASKED_RECORD(subject_day_fields);
const struct record rule_compare_asked_rec = ASKED_RECORD(compare_asked_fields);

/* ?centre=SLUG (an unknown one is E_NOTFOUND), else ?authority=, else the KI of the person who asks, else a Kreis. */
static err read_subject(struct cx *cx, const struct request *rq, struct subject *s)
{
	str slug = route_asked(rq, "centre");
	s->authority = query_choice(rq, "authority", &authority_choices);
	if (!s->authority.p && str_blank(slug) && cx->user)
		slug = cx->user->centre_slug;
	if (!s->authority.p)
		s->authority = S("kreis");
	if (str_blank(slug))
		return OK;
	TRY(rule_centre_by_slug(cx, slug, &s->centre));
	s->authority = s->centre.kind;
	return OK;
}

static void add_subject(struct text *t, const struct subject *s)
{
	if (s->centre.id)
		query_add(t, "centre", s->centre.slug);
	else
		query_add(t, "authority", s->authority);
}

static str subject_words(struct cx *cx, const struct subject *s)
{
	return s->centre.id ? s->centre.name : code_word(cx, "rule_subject", s->authority);
}

struct day_link {
	struct subject subject;
	str path, first_name, second_name;
	day first, second;
};

/* The same days for the other kind of authority. */
static str with_authority(struct cx *cx, const void *self, str code)
{
	const struct day_link *l = self;
	struct text t = TEXT(cx->mem);
	text_add(&t, l->path);
	query_add(&t, "authority", code);
	query_add(&t, l->first_name.p, day_iso(cx->mem, l->first));
	if (l->second_name.p)
		query_add(&t, l->second_name.p, day_iso(cx->mem, l->second));
	return text_str(&t);
}

/* What stands in a date field: what was typed, if it is no day; days in figures, as they can be read back. */
static str typed_day(struct cx *cx, const struct request *rq, const char *name, day d)
{
	return problem_of(cx, name) ? route_asked(rq, name) : day_german(cx->mem, d);
}

/* --- one day ------------------------------------------------------------------------------------------------------ */

struct entitlement_page {
	str title, sentence, subject;
	str day_typed, day_error, authority, centre_slug;
	struct list authorities, crumbs;
	struct entitlement entitlement;
	bool nothing, has_unknown; /* nothing: no rule is in force on that day */
	str nothing_text;
	struct list unknown; /* struct chip: items without an amount */
	str rules_path, compare_path;
};
static const struct field entitlement_page_fields[] = {
	FIELD(struct entitlement_page, title, KIND_TEXT),
	FIELD(struct entitlement_page, sentence, KIND_TEXT),
	FIELD(struct entitlement_page, subject, KIND_TEXT),
	FIELD(struct entitlement_page, day_typed, KIND_TEXT, .hidden = true),
	FIELD(struct entitlement_page, day_error, KIND_TEXT, .hidden = true),
	FIELD(struct entitlement_page, authority, KIND_TEXT, .hidden = true),
	FIELD(struct entitlement_page, centre_slug, KIND_TEXT),
	FIELD(struct entitlement_page, authorities, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct entitlement_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct entitlement_page, entitlement, KIND_ONE, .of = &entitlement_rec),
	FIELD(struct entitlement_page, nothing, KIND_BOOL),
	FIELD(struct entitlement_page, has_unknown, KIND_BOOL),
	FIELD(struct entitlement_page, nothing_text, KIND_TEXT),
	FIELD(struct entitlement_page, unknown, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct entitlement_page, rules_path, KIND_PATH),
	FIELD(struct entitlement_page, compare_path, KIND_PATH),
};
static const struct record entitlement_page_rec =
        RECORD("rule_entitlement", struct entitlement_page, entitlement_page_fields);
const struct page page_rule_entitlement = { "rulebook/entitlement.html", &entitlement_page_rec };

static void add_unknown(struct cx *cx, struct list *unknown, const struct list *items)
{
	LIST_EACH (const struct entitlement_item, item, items)
		if (item->unknown)
			*LIST_ADD(cx->mem, unknown, struct chip) =
			        (struct chip){ .text = item_word(cx, item->item),
				               .path = LIST_AT(&item->rules, struct rule_use, 0)->path };
}

static void fill_unknown(struct cx *cx, struct entitlement_page *p)
{
	const struct entitlement *e = &p->entitlement;
	p->nothing = e->items.n == 0;
	p->nothing_text = word_args(cx->words, cx->mem, "rule_entitlement.nothing",
	                            ARGS({ "day", say_day(cx->words, cx->mem, e->date) }));
	add_unknown(cx, &p->unknown, &e->items);
	LIST_EACH (const struct programme, programme, &e->programmes)
		add_unknown(cx, &p->unknown, &programme->items);
	p->has_unknown = p->unknown.n > 0;
}

static void fill_links(struct cx *cx, struct entitlement_page *p, const struct subject *s)
{
	struct text rules = TEXT(cx->mem), compare = TEXT(cx->mem);
	str date = day_iso(cx->mem, p->entitlement.date);
	text_c(&rules, "/rules");
	query_add(&rules, "day", date);
	query_add(&rules, "authority", s->authority);
	text_c(&compare, "/rules/compare");
	add_subject(&compare, s);
	query_add(&compare, "from", day_iso(cx->mem, day_add_months(p->entitlement.date, -12)));
	query_add(&compare, "to", date);
	p->rules_path = text_str(&rules);
	p->compare_path = text_str(&compare);
}

err rule_entitlement_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct subject s = { 0 };
	day on;
	struct entitlement_page p = { .title = word(cx->words, cx->mem, "rule_entitlement.title"),
		                      .crumbs = rulebook_crumbs(cx) };
	TRY(read_subject(cx, rq, &s));
	err e = route_day(cx, rq, "day", &on);
	TRY(entitlement_on(cx, s.authority, s.centre.id, on, &p.entitlement));
	p.subject = subject_words(cx, &s);
	p.authority = s.authority;
	p.centre_slug = s.centre.id ? s.centre.slug : STR_NONE;
	p.day_error = problem_words(cx, "day");
	p.day_typed = typed_day(cx, rq, "day", on);
	p.sentence = word_args(cx->words, cx->mem, "rule_entitlement.sentence",
	                       ARGS({ "subject", p.subject }, { "day", say_day_long(cx->words, cx->mem, on) }));
	struct day_link link = { .subject = s, .path = S("/rules/entitlement"), .first_name = S("day"), .first = on };
	chips_of(cx, &p.authorities, &authority_choices, s.centre.id ? STR_NONE : s.authority, NULL, with_authority,
	         &link);
	fill_unknown(cx, &p);
	fill_links(cx, &p, &s);
	return page_show(cx, rq->http, rs, page_status(e), &page_rule_entitlement, &p);
}

/* --- two days ----------------------------------------------------------------------------------------------------- */

struct compare_page {
	str title, sentence, subject;
	day from, to;
	str from_typed, to_typed, from_error, to_error, authority, centre_slug;
	struct list authorities, crumbs;
	struct list rows; /* struct comparison_row */
	int64_t before_cents, after_cents, difference_cents;
	str difference; /* in words, with its sign */
	bool complete, same;
};
static const struct field compare_fields[] = {
	FIELD(struct compare_page, title, KIND_TEXT),
	FIELD(struct compare_page, sentence, KIND_TEXT),
	FIELD(struct compare_page, subject, KIND_TEXT),
	FIELD(struct compare_page, from, KIND_DAY),
	FIELD(struct compare_page, to, KIND_DAY),
	FIELD(struct compare_page, from_typed, KIND_TEXT, .hidden = true),
	FIELD(struct compare_page, to_typed, KIND_TEXT, .hidden = true),
	FIELD(struct compare_page, from_error, KIND_TEXT, .hidden = true),
	FIELD(struct compare_page, to_error, KIND_TEXT, .hidden = true),
	FIELD(struct compare_page, authority, KIND_TEXT),
	FIELD(struct compare_page, centre_slug, KIND_TEXT),
	FIELD(struct compare_page, authorities, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct compare_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct compare_page, rows, KIND_MANY, .of = &comparison_row_rec),
	FIELD(struct compare_page, before_cents, KIND_MONEY),
	FIELD(struct compare_page, after_cents, KIND_MONEY),
	FIELD(struct compare_page, difference_cents, KIND_MONEY),
	FIELD(struct compare_page, difference, KIND_TEXT, .hidden = true),
	FIELD(struct compare_page, complete, KIND_BOOL),
	FIELD(struct compare_page, same, KIND_BOOL),
};
static const struct record compare_rec = RECORD("rule_compare", struct compare_page, compare_fields);
const struct page page_rule_compare = { "rulebook/compare.html", &compare_rec };

/* Two days; from is a year before to unless given. */
static err read_days(struct cx *cx, const struct request *rq, struct compare_page *p)
{
	err first = route_day(cx, rq, "from", &p->from), second = route_day(cx, rq, "to", &p->to);
	if (str_blank(route_asked(rq, "from")))
		p->from = day_add_months(p->to, -12);
	if (!day_is(p->from)) /* the calendar begins in 1900 */
		p->from = p->to;
	p->from_error = problem_words(cx, "from");
	p->to_error = problem_words(cx, "to");
	p->from_typed = typed_day(cx, rq, "from", p->from);
	p->to_typed = typed_day(cx, rq, "to", p->to);
	return first != OK ? first : second;
}

static str row_difference(struct cx *cx, const struct comparison_row *r)
{
	if (r->is_post && r->difference_quantity.has)
		return posts_difference(cx, r->difference_quantity.v);
	if (!r->is_post && r->difference_cents.has)
		return money_difference(cx, r->difference_cents.v);
	return word(cx->words, cx->mem, "core.unknown");
}

static err fill_comparison(struct cx *cx, struct compare_page *p, const struct subject *s)
{
	struct entitlement before, after;
	TRY(entitlement_on(cx, s->authority, s->centre.id, p->from, &before));
	TRY(entitlement_on(cx, s->authority, s->centre.id, p->to, &after));
	struct comparison c = entitlement_compare(cx->mem, &before, &after);
	p->rows = c.rows;
	p->before_cents = c.before_cents;
	p->after_cents = c.after_cents;
	p->difference_cents = c.difference_cents;
	p->complete = c.complete;
	p->same = true;
	LIST_EACH (struct comparison_row, r, &p->rows) {
		p->same = p->same && !r->differs;
		r->difference = row_difference(cx, r);
	}
	p->difference = money_difference(cx, c.difference_cents);
	return OK;
}

static str compare_sentence(struct cx *cx, const struct compare_page *p)
{
	int64_t more = p->difference_cents;
	const char *key = p->same    ? "rule_compare.same"
	                  : more > 0 ? "rule_compare.rises"
	                  : more < 0 ? "rule_compare.falls"
	                             : "rule_compare.stays";
	return word_args(cx->words, cx->mem, key,
	                 ARGS({ "subject", p->subject }, { "from", say_day_long(cx->words, cx->mem, p->from) },
	                      { "to", say_day_long(cx->words, cx->mem, p->to) },
	                      { "difference", say_money(cx->words, cx->mem, more < 0 ? -more : more) }));
}

err rule_compare_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct subject s = { 0 };
	struct compare_page p = { .crumbs = rulebook_crumbs(cx) };
	TRY(read_subject(cx, rq, &s));
	err e = read_days(cx, rq, &p);
	TRY(fill_comparison(cx, &p, &s));
	p.subject = subject_words(cx, &s);
	p.authority = s.authority;
	p.centre_slug = s.centre.id ? s.centre.slug : STR_NONE;
	p.title = s.centre.id ? word_args(cx->words, cx->mem, "rule_compare.title_of", ARGS({ "centre", p.subject }))
	                      : word(cx->words, cx->mem, "rule_compare.title");
	p.sentence = compare_sentence(cx, &p);
	struct day_link link = { .subject = s,
		                 .path = S("/rules/compare"),
		                 .first_name = S("from"),
		                 .second_name = S("to"),
		                 .first = p.from,
		                 .second = p.to };
	chips_of(cx, &p.authorities, &authority_choices, s.centre.id ? STR_NONE : s.authority, NULL, with_authority,
	         &link);
	return page_show(cx, rq->http, rs, page_status(e), &page_rule_compare, &p);
}

/* --- over the years ----------------------------------------------------------------------------------------------- */

enum { FIRST_YEAR = 2012, YEARS_AHEAD = 1 };

struct year_row {
	str year, path;
	int64_t total_cents;
	struct maybe specialists; /* thousandths */
	struct maybe interpreter_cents;
	bool complete, assumed;
};
static const struct field year_fields[] = {
	FIELD(struct year_row, year, KIND_TEXT),
	FIELD(struct year_row, path, KIND_PATH),
	FIELD(struct year_row, total_cents, KIND_MONEY),
	FIELD(struct year_row, specialists, KIND_DECIMAL, .maybe = true),
	FIELD(struct year_row, interpreter_cents, KIND_MONEY, .maybe = true),
	FIELD(struct year_row, complete, KIND_BOOL),
	FIELD(struct year_row, assumed, KIND_BOOL),
};
static const struct record year_rec = RECORD("rule_year", struct year_row, year_fields);

struct history_page {
	str title, sentence, chart;
	struct list authorities, crumbs, years;
};
static const struct field history_fields[] = {
	FIELD(struct history_page, title, KIND_TEXT),
	FIELD(struct history_page, sentence, KIND_TEXT),
	FIELD(struct history_page, chart, KIND_HTML, .hidden = true),
	FIELD(struct history_page, authorities, KIND_MANY, .of = &chip_rec, .hidden = true),
	FIELD(struct history_page, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true),
	FIELD(struct history_page, years, KIND_MANY, .of = &year_rec),
};
static const struct record history_rec = RECORD("rule_history", struct history_page, history_fields);
const struct page page_rule_history = { "rulebook/history.html", &history_rec };

/* The ceiling on 1 July stands for the year: grants are yearly, and rules change with the year. */
static struct year_row year_of(struct cx *cx, const struct list *rules, str authority, int year)
{
	day on = DAY(year, 7, 1);
	struct entitlement e = entitlement_of(cx->mem, rules, authority, 0, on, false);
	const struct entitlement_item *posts = entitlement_find(&e, S("specialist"));
	const struct entitlement_item *interpreters = entitlement_find(&e, S("interpreter_costs"));
	struct text path = TEXT(cx->mem);
	text_c(&path, "/rules/entitlement");
	query_add(&path, "authority", authority);
	query_add(&path, "day", day_iso(cx->mem, on));
	return (struct year_row){ .year = str_print(cx->mem, "%d", year),
		                  .path = text_str(&path),
		                  .total_cents = e.total_cents,
		                  .specialists = posts ? posts->quantity : (struct maybe){ 0 },
		                  .interpreter_cents = interpreters ? interpreters->total_cents : (struct maybe){ 0 },
		                  .complete = e.complete,
		                  .assumed = e.assumed };
}

static str draw_years(struct cx *cx, const struct history_page *p)
{
	struct point *points = NEW_ARRAY(cx->mem, struct point, p->years.n);
	for (size_t i = 0; i < p->years.n; i++) {
		const struct year_row *y = LIST_AT(&p->years, struct year_row, i);
		points[i] = (struct point){ .label = y->year,
			                    .amount = say_money(cx->words, cx->mem, y->total_cents),
			                    .value = y->total_cents };
	}
	return chart_line(cx->mem, S("ceilings"), p->title, p->sentence, points, p->years.n, true);
}

static str history_path(struct cx *cx, const void *self UNUSED, str code)
{
	struct text t = TEXT(cx->mem);
	text_c(&t, "/rules/history");
	query_add(&t, "authority", code);
	return text_str(&t);
}

err rule_history_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct list rules = { 0 };
	struct history_page p = { .title = word(cx->words, cx->mem, "rule_history.title"),
		                  .crumbs = rulebook_crumbs(cx) };
	struct subject s = { 0 };
	TRY(read_subject(cx, rq, &s));
	TRY(rules_known(cx, cx->now, &rules));
	for (int year = FIRST_YEAR; year <= day_year(cx->today) + YEARS_AHEAD; year++)
		*LIST_ADD(cx->mem, &p.years, struct year_row) = year_of(cx, &rules, s.authority, year);
	p.sentence = word_args(cx->words, cx->mem, "rule_history.sentence",
	                       ARGS({ "subject", code_word(cx, "rule_subject", s.authority) }));
	chips_of(cx, &p.authorities, &authority_choices, s.authority, NULL, history_path, NULL);
	p.chart = draw_years(cx, &p);
	return page_show(cx, rq->http, rs, 200, &page_rule_history, &p);
}
