/* land_comparison_pages.c -- KI side by side, fairly: only ratios (for each month reported, per 100,000 inhabitants and
 * per filled post), with median and quartiles, in the order of names and never of values (S-REP-2). */
#include "core/words.h"
#include "features/reports/land_wish.h"
#include "features/reports/report_pages.h"

struct ratio {
	str name;
	struct maybe by_inhabitants, by_posts; /* thousandths; absent: no report, or nothing to divide by */
	int64_t reports;
};
static const struct field ratio_fields[] = {
	FIELD(struct ratio, name, KIND_TEXT, .label = "land_line.name"),
	FIELD(struct ratio, by_inhabitants, KIND_DECIMAL, .maybe = true),
	FIELD(struct ratio, by_posts, KIND_DECIMAL, .maybe = true),
	FIELD(struct ratio, reports, KIND_INT, .label = "land_cell.reports"),
};
static const struct record ratio_rec = RECORD("land_ratio", struct ratio, ratio_fields);
struct spread {
	str name;
	struct maybe lower, median, upper;
};
static const struct field spread_fields[] = {
	FIELD(struct spread, name, KIND_TEXT),
	FIELD(struct spread, lower, KIND_DECIMAL, .maybe = true),
	FIELD(struct spread, median, KIND_DECIMAL, .maybe = true),
	FIELD(struct spread, upper, KIND_DECIMAL, .maybe = true),
};
static const struct record spread_rec = RECORD("land_spread", struct spread, spread_fields);
struct land_comparison {
	str title, sentence, rule;
	int64_t year;
	struct list indicators, years; /* struct land_choice */
	struct list spread;            /* struct spread */
	struct list items;             /* struct ratio */
};
static const struct field page_fields[] = {
	FIELD(struct land_comparison, title, KIND_TEXT),
	FIELD(struct land_comparison, sentence, KIND_TEXT),
	FIELD(struct land_comparison, year, KIND_INT),
	FIELD(struct land_comparison, rule, KIND_TEXT, .label = "report_figure.rule"),
	FIELD(struct land_comparison, indicators, KIND_MANY, .of = &land_choice_rec, .hidden = true),
	FIELD(struct land_comparison, years, KIND_MANY, .of = &land_choice_rec, .hidden = true),
	FIELD(struct land_comparison, spread, KIND_MANY, .of = &spread_rec),
	FIELD(struct land_comparison, items, KIND_MANY, .of = &ratio_rec),
};
static const struct record page_rec = RECORD("land_comparison", struct land_comparison, page_fields);
const struct page page_land_comparison = { "reports/land_comparison.html", &page_rec };

static const struct field asked_fields[] = { ASKED("indicator", KIND_TEXT, .max = 80), ASKED("year", KIND_INT) };
const struct record land_comparison_asked_rec = ASKED_RECORD(asked_fields);

/* What people read: hours instead of minutes, euro instead of cents, posts instead of thousandths. */
static int64_t divisor(enum indicator_unit unit)
{
	return unit == UNIT_MINUTES ? 60 : unit == UNIT_CENTS ? 100 : unit == UNIT_FTE ? 1000 : 1;
}

/* The first indicator that counts posts: what the features call it does not matter. */
static const struct indicator *posts_of(struct cx *cx)
{
	for (const struct indicator *const *i = indicator_all(cx); *i; i++)
		if ((*i)->unit == UNIT_FTE && (*i)->stock)
			return *i;
	return NULL;
}

static int64_t rounded(int64_t a, int64_t b)
{
	return (a + b / 2) / b;
}

/* Of an average month, in thousandths. posts: of the same year, added up over its months. */
static struct ratio ratio_of(const struct indicator *i, const struct land_centre *c, const struct land_centre *posts)
{
	struct ratio r = { .name = c->centre.name, .reports = c->reported };
	int64_t months = c->reported - c->masked, unit = divisor(i->unit);
	int64_t post_months = posts ? posts->reported - posts->masked : 0;
	if (months && c->centre.inhabitants.has && c->centre.inhabitants.v > 0)
		r.by_inhabitants = MAYBE(rounded(c->sum * 1000, months * unit) * 100000 / c->centre.inhabitants.v);
	if (months && post_months && posts->sum > 0)
		r.by_posts = MAYBE(rounded(c->sum * 1000, months * unit) * 1000 / rounded(posts->sum, post_months));
	return r;
}

/* --- the spread --------------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* Between two values, the mean weighted by nearness: the usual way for few values. quarter: 1 ... 3. */
static struct maybe quartile(const struct list *sorted, int quarter)
{
	if (!sorted->n)
		return (struct maybe){ 0 };
	size_t at = (sorted->n - 1) * (size_t)quarter, whole = at / 4, part = at % 4;
	int64_t low = *LIST_AT(sorted, int64_t, whole);
	int64_t high = *LIST_AT(sorted, int64_t, part ? whole + 1 : whole);
	return MAYBE(low + (high - low) * (int64_t)part / 4);
}

static void add_spread(struct cx *cx, const char *key, struct list *values, struct list *ret)
{
	list_sort(values, by_size);
	*LIST_ADD(cx->mem, ret, struct spread) = (struct spread){ word(cx->words, cx->mem, key), quartile(values, 1),
		                                                  quartile(values, 2), quartile(values, 3) };
}

static void fill_spread(struct cx *cx, const struct list *items, struct list *ret)
{
	struct list inhabitants = { .size = sizeof(int64_t) }, posts = { .size = sizeof(int64_t) };
	LIST_EACH (const struct ratio, r, items) {
		if (r->by_inhabitants.has)
			*LIST_ADD(cx->mem, &inhabitants, int64_t) = r->by_inhabitants.v;
		if (r->by_posts.has)
			*LIST_ADD(cx->mem, &posts, int64_t) = r->by_posts.v;
	}
	add_spread(cx, "land_ratio.by_inhabitants", &inhabitants, ret);
	add_spread(cx, "land_ratio.by_posts", &posts, ret);
}

err land_comparison_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct land_wish w;
	struct list centres = { 0 }, posts = { 0 };
	const struct indicator *fte = posts_of(cx);
	TRY(land_wish_read(cx, rq, &w));
	TRY(land_centres_of(cx, str_of(w.indicator->code), w.year, &centres));
	if (fte)
		TRY(land_centres_of(cx, str_of(fte->code), w.year, &posts));
	struct land_comparison p = { .title = word(cx->words, cx->mem, "reports.comparison_title"),
		                     .year = w.year,
		                     .rule = word(cx->words, cx->mem,
		                                  str_print(cx->mem, "indicator_rule.%s", w.indicator->code).p),
		                     .indicators = w.indicators,
		                     .years = w.years };
	for (size_t n = 0; n < centres.n; n++)
		*LIST_ADD(cx->mem, &p.items, struct ratio) =
		        ratio_of(w.indicator, LIST_AT(&centres, struct land_centre, n),
		                 n < posts.n ? LIST_AT(&posts, struct land_centre, n) : NULL);
	fill_spread(cx, &p.items, &p.spread);
	p.sentence = word_args(cx->words, cx->mem, "reports.comparison_sentence",
	                       ARGS({ "name", w.indicator_name }, { "year", str_print(cx->mem, "%d", (int)w.year) }));
	return page_show(cx, rq->http, rs, 200, &page_land_comparison, &p);
}
