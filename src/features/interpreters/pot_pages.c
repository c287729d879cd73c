/* The money of the pots in a year, and one pot with the history of its terms. */
#include "features/interpreters/pot_pages.h"

#include <inttypes.h>

#include "core/words.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/pot.h"
#include "view/chart.h"

enum { YEARS_AHEAD = 2, YEARS_BACK = 2, MOST_BARS = 20 };

/* A row of the list of pots: what is in it, and what it permits in a few words. */
struct pot_line {
	struct pot_money money;
	str path, said, permits, travel, state;
};
#define LINE_MONEY(member, kind_, ...)                                                                                 \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(struct pot_line, money.member),                   \
		.label = "pot_money." #member, __VA_ARGS__                                                             \
	}
static const struct field line_fields[] = {
	LINE_MONEY(pot_id, KIND_INT),
	LINE_MONEY(year, KIND_INT),
	LINE_MONEY(name, KIND_TEXT),
	LINE_MONEY(kind, KIND_CHOICE, .choices = &pot_kind_choices),
	LINE_MONEY(place, KIND_INT),
	LINE_MONEY(cents, KIND_MONEY, .maybe = true),
	LINE_MONEY(source, KIND_TEXT),
	LINE_MONEY(by_rule, KIND_BOOL),
	LINE_MONEY(rule_path, KIND_PATH),
	LINE_MONEY(booked_cents, KIND_MONEY),
	LINE_MONEY(settled_cents, KIND_MONEY),
	LINE_MONEY(left_cents, KIND_MONEY, .maybe = true),
	LINE_MONEY(used_percent, KIND_INT, .maybe = true),
	LINE_MONEY(warns, KIND_BOOL),
	LINE_MONEY(stops, KIND_BOOL),
	LINE_MONEY(unsure, KIND_BOOL),
	FIELD(struct pot_line, path, KIND_PATH),
	FIELD(struct pot_line, said, KIND_TEXT, .label = "pots.money"),
	FIELD(struct pot_line, permits, KIND_TEXT, .label = "pots.permits"),
	FIELD(struct pot_line, travel, KIND_TEXT, .label = "pot_terms.travel"),
	FIELD(struct pot_line, state, KIND_TEXT, .label = "core.state"),
};
static const struct record line_rec = RECORD("pot_line", struct pot_line, line_fields);

struct pots_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t year;
	str year_error, path, earlier, later, caption, chart, none;
	int64_t earlier_year, later_year;
	struct list pots; /* struct pot_line */
};
static const struct field pots_fields[] = {
	SECTION_FIELDS(struct pots_page),
	FIELD(struct pots_page, year, KIND_INT),
	FIELD(struct pots_page, year_error, KIND_TEXT, .hidden = true),
	FIELD(struct pots_page, path, KIND_PATH, .hidden = true),
	FIELD(struct pots_page, earlier, KIND_PATH, .hidden = true),
	FIELD(struct pots_page, later, KIND_PATH, .hidden = true),
	FIELD(struct pots_page, earlier_year, KIND_INT, .hidden = true),
	FIELD(struct pots_page, later_year, KIND_INT, .hidden = true),
	FIELD(struct pots_page, caption, KIND_TEXT, .hidden = true),
	FIELD(struct pots_page, chart, KIND_HTML, .hidden = true),
	FIELD(struct pots_page, none, KIND_TEXT, .hidden = true),
	FIELD(struct pots_page, pots, KIND_MANY, .of = &line_rec),
};
static const struct record pots_rec = RECORD("pots_page", struct pots_page, pots_fields);
const struct page page_pots = { "interpreters/pots.html", &pots_rec };

/* --- words -------------------------------------------------------------------------------------------------------- */

str pot_money_say(struct cx *cx, const struct pot_money *m)
{
	const struct words *w = cx->words;
	int64_t left = m->left_cents.v;
	return word_args(w, cx->mem,
	                 !m->cents.has ? "pots.says_unknown"
	                 : left < 0    ? "pots.says_over"
	                               : "pots.says_fits",
	                 ARGS({ "cents", say_money(w, cx->mem, m->cents.v) },
	                      { "booked", say_money(w, cx->mem, m->booked_cents) },
	                      { "settled", say_money(w, cx->mem, m->settled_cents) },
	                      { "left", say_money(w, cx->mem, left) }, { "over", say_money(w, cx->mem, -left) }));
}

static str permits_in_words(struct cx *cx, const struct pot_terms *t)
{
	const struct pot_case permits = { t->legal, t->medical, t->aosf, t->lesson, t->recurring, t->private };
	struct text text = TEXT(cx->mem);
	if (!t->id)
		return word(cx->words, cx->mem, "pots.no_terms");
	for (size_t i = 0; i < POT_RULES; i++)
		if (pot_case_has(&permits, i)) {
			str key = str_print(cx->mem, "pot_short.%s", pot_rule_codes[i]);
			text_print(&text, "%s" STR_FMT, text.n ? ", " : "", STR_ARG(word(cx->words, cx->mem, key.p)));
		}
	return text.n ? text_str(&text) : word(cx->words, cx->mem, "pots.permits_simple");
}

static struct pot_line line_of(struct cx *cx, const struct request *rq, const struct pot_money *m)
{
	static const char *const states[] = { [POT_FITS] = "pots.state_fits",
		                              [POT_UNKNOWN] = "pots.state_unknown",
		                              [POT_WARNS] = "pots.state_warns",
		                              [POT_STOPS] = "pots.state_stops" };
	return (struct pot_line){ .money = *m,
		                  .path = pool_at(cx, rq, "pots", m->pot_id, ""),
		                  .said = pot_money_say(cx, m),
		                  .permits = permits_in_words(cx, &m->terms),
		                  .travel = word(cx->words, cx->mem,
		                                 m->terms.travel ? "pots.travel_yes" : "pots.travel_no"),
		                  .state = word(cx->words, cx->mem, states[m->state]) };
}

/* --- all pots ----------------------------------------------------------------------------------------------------- */

err pot_year_asked(struct cx *cx, const struct request *rq, int64_t *ret)
{
	str typed = route_asked(rq, "year");
	int64_t year, last = day_year(cx->today) + YEARS_AHEAD;
	*ret = day_year(cx->today);
	if (str_blank(typed))
		return OK;
	if (!str_to_int(str_trim(typed), &year) || year < POT_FIRST_YEAR || year > last)
		return problem_add(cx, "year", "pots.year_range",
		                   ARGS({ "last", str_print(cx->mem, "%" PRId64, last) }));
	*ret = year;
	return OK;
}

static str year_path(struct cx *cx, const struct pots_page *p, int64_t year)
{
	return str_print(cx->mem, STR_FMT "?year=%" PRId64, STR_ARG(p->path), year);
}

static void fill_years(struct cx *cx, struct pots_page *p)
{
	p->earlier_year = p->year - 1;
	p->later_year = p->year + 1;
	if (p->earlier_year >= POT_FIRST_YEAR)
		p->earlier = year_path(cx, p, p->earlier_year);
	if (p->later_year <= day_year(cx->today) + YEARS_AHEAD)
		p->later = year_path(cx, p, p->later_year);
}

static str sentence_of(struct cx *cx, const struct pots_page *p, const struct list *money)
{
	int64_t cents = 0, left = 0;
	bool known = true;
	LIST_EACH (const struct pot_money, m, money) {
		known &= m->cents.has;
		cents += m->cents.v;
		left += m->left_cents.v;
	}
	return word_plural(cx->words, cx->mem, known ? "pots.sentence" : "pots.sentence_unknown", (int64_t)money->n,
	                   ARGS({ "year", str_print(cx->mem, "%" PRId64, p->year) },
	                        { "left", say_money(cx->words, cx->mem, left) },
	                        { "cents", say_money(cx->words, cx->mem, cents) }));
}

/* A bar per pot: the money that is left, all on one scale. */
static str chart_of(struct cx *cx, const struct pots_page *p, const struct list *money)
{
	struct bar bars[MOST_BARS];
	size_t n = 0;
	LIST_EACH (const struct pot_money, m, money) {
		if (n == MOST_BARS)
			break;
		int64_t left = m->left_cents.v > 0 ? m->left_cents.v : 0;
		bars[n++] = (struct bar){ .label = m->name,
			                  .amount = m->cents.has ? say_money(cx->words, cx->mem, m->left_cents.v)
			                                         : word(cx->words, cx->mem, "pots.state_unknown"),
			                  .value = left,
			                  .tone = m->stops   ? 1
			                          : m->warns ? 2
			                                     : 4,
			                  .unknown = !m->cents.has };
	}
	const struct arg *args = ARGS({ "year", str_print(cx->mem, "%" PRId64, p->year) });
	return chart_bars(cx->mem, S("pots"), word_args(cx->words, cx->mem, "pots.chart", args),
	                  word(cx->words, cx->mem, "pots.chart_text"), bars, n);
}

/* The terms of a year that is over are those of its last day, of one that is to come those of its first. */
static day day_in(const struct cx *cx, int64_t year)
{
	if (year == day_year(cx->today))
		return cx->today;
	return year < day_year(cx->today) ? day_of((int)year, 12, 31) : day_of((int)year, 1, 1);
}

err pots_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pots_page p = { .path = pool_at(cx, rq, "pots", 0, "") };
	struct list money = { 0 };
	err wrong = pot_year_asked(cx, rq, &p.year);
	const struct arg *year = args_copy(cx->mem, ARGS({ "year", str_print(cx->mem, "%" PRId64, p.year) }));
	TRY(pool_fill(cx, rq, "pots", "pots.title", STR_NONE, &p.frame, &p.top));
	TRY(pot_money_on(cx, &rq->centre, day_in(cx, p.year), &money));
	fill_years(cx, &p);
	LIST_EACH (const struct pot_money, m, &money)
		*LIST_ADD(cx->mem, &p.pots, struct pot_line) = line_of(cx, rq, m);
	p.caption = word_args(cx->words, cx->mem, "pots.caption", year);
	p.frame.sentence =
	        money.n ? sentence_of(cx, &p, &money) : word_args(cx->words, cx->mem, "pots.none_lead", year);
	if (money.n)
		p.chart = chart_of(cx, &p, &money);
	else
		p.none = word_args(cx->words, cx->mem, "pots.none", year);
	if (wrong != OK) {
		const struct problem *problem = problem_of(cx, "year");
		p.year_error = word_args(cx->words, cx->mem, problem->key, problem->args);
		fault_clear(cx);
	}
	section_primary(cx, rq, &p.top, RIGHT_POOL_DECIDE, "pots.new", pool_at(cx, rq, "pots", 0, "new"));
	return page_show(cx, rq->http, rs, wrong == OK ? 200 : 422, &page_pots, &p);
}

/* --- one pot ------------------------------------------------------------------------------------------------------ */

struct terms_line {
	struct pot_terms terms;
	str permits, travel;
	bool current, coming;
};
static const struct field terms_line_fields[] = {
	{ .name = "valid_from",
	  .kind = KIND_DAY,
	  .offset = offsetof(struct terms_line, terms.valid_from),
	  .label = "pot_terms.valid_from" },
	{ .name = "source",
	  .kind = KIND_TEXT,
	  .offset = offsetof(struct terms_line, terms.source),
	  .label = "pot_terms.source" },
	{ .name = "recorded_by",
	  .kind = KIND_TEXT,
	  .offset = offsetof(struct terms_line, terms.recorded_by),
	  .label = "pot_terms.recorded_by" },
	FIELD(struct terms_line, terms, KIND_ONE, .of = &pot_terms_rec, .label = "pots.terms"),
	FIELD(struct terms_line, permits, KIND_TEXT, .label = "pots.permits"),
	FIELD(struct terms_line, travel, KIND_TEXT, .label = "pot_terms.travel"),
	FIELD(struct terms_line, current, KIND_BOOL, .label = "pots.terms_now"),
	FIELD(struct terms_line, coming, KIND_BOOL, .label = "pots.terms_coming"),
};
static const struct record terms_line_rec = RECORD("terms_line", struct terms_line, terms_line_fields);

struct pot_page {
	struct centre_frame frame;
	struct section_top top;
	struct pot pot;
	struct list years; /* struct pot_line, path: the form of its amount */
	struct list terms; /* struct terms_line */
	str chart, permits, travel;
	bool may_decide, ended;
};
static const struct field pot_fields[] = {
	SECTION_FIELDS(struct pot_page),
	FIELD(struct pot_page, pot, KIND_ONE, .of = &pot_rec),
	FIELD(struct pot_page, years, KIND_MANY, .of = &line_rec),
	FIELD(struct pot_page, terms, KIND_MANY, .of = &terms_line_rec),
	FIELD(struct pot_page, chart, KIND_HTML, .hidden = true),
	FIELD(struct pot_page, permits, KIND_TEXT, .hidden = true),
	FIELD(struct pot_page, travel, KIND_TEXT, .hidden = true),
	FIELD(struct pot_page, may_decide, KIND_BOOL, .hidden = true),
	FIELD(struct pot_page, ended, KIND_BOOL),
};
static const struct record pot_page_rec = RECORD("pot_page", struct pot_page, pot_fields);
const struct page page_pot = { "interpreters/pot.html", &pot_page_rec };

static void add_bar(struct cx *cx, struct bar *to, const char *key, int64_t cents, int tone)
{
	*to = (struct bar){ .label = word(cx->words, cx->mem, key),
		            .amount = say_money(cx->words, cx->mem, cents),
		            .value = cents > 0 ? cents : 0,
		            .tone = tone };
}

static str chart_of_year(struct cx *cx, const struct pot_money *m)
{
	struct bar bars[3];
	if (!m->cents.has)
		return STR_NONE;
	add_bar(cx, &bars[0], "pot_money.settled_cents", m->settled_cents, 5);
	add_bar(cx, &bars[1], "pot_money.booked_cents", m->booked_cents, 3);
	add_bar(cx, &bars[2], "pot_money.left_cents", m->left_cents.v, 1);
	str title = str_print(cx->mem, STR_FMT ", %" PRId64, STR_ARG(m->name), m->year);
	return chart_bars(cx->mem, S("pot"), title, pot_money_say(cx, m), bars, 3);
}

static err fill_money(struct cx *cx, const struct request *rq, struct pot_page *p)
{
	struct list money = { 0 };
	int year = day_year(cx->today), begun = day_year(p->pot.valid_from);
	int first = begun > year - YEARS_BACK ? begun : year - YEARS_BACK;
	TRY(pot_money_years(cx, &rq->centre, &p->pot, first, year + 1, &money));
	LIST_EACH (const struct pot_money, m, &money) {
		struct pot_line *l = LIST_ADD(cx->mem, &p->years, struct pot_line);
		*l = line_of(cx, rq, m);
		l->path = str_print(cx->mem, STR_FMT "?year=%" PRId64,
		                    STR_ARG(pool_at(cx, rq, "pots", m->pot_id, "year")), m->year);
		if (m->year != year)
			continue;
		p->frame.sentence = l->said;
		p->chart = chart_of_year(cx, m);
	}
	return OK;
}

static err fill_terms(struct cx *cx, const struct request *rq, struct pot_page *p)
{
	struct list terms = { 0 };
	bool found = false;
	TRY(pot_terms_list(cx, rq->centre.id, p->pot.id, &terms));
	LIST_EACH (const struct pot_terms, t, &terms) {
		bool coming = day_cmp(t->valid_from, cx->today) > 0;
		*LIST_ADD(cx->mem, &p->terms, struct terms_line) =
		        (struct terms_line){ .terms = *t,
			                     .permits = permits_in_words(cx, t),
			                     .travel = word(cx->words, cx->mem,
			                                    t->travel ? "pots.travel_yes" : "pots.travel_no"),
			                     .coming = coming,
			                     .current = !coming && !found };
		if (!coming && !found) {
			p->permits = permits_in_words(cx, t);
			p->travel = word(cx->words, cx->mem, t->travel ? "pots.travel_yes" : "pots.travel_no");
		}
		found |= !coming;
	}
	return OK;
}

err pot_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct pot_page p = { .may_decide = frame_may(cx, rq, RIGHT_POOL_DECIDE) };
	TRY(pot_find(cx, rq->centre.id, route_id(rq), &p.pot));
	TRY(pool_fill(cx, rq, "pots", "pots.one_title", p.pot.name, &p.frame, &p.top));
	section_crumb(cx, &p.frame, word(cx->words, cx->mem, "pots.area"), pool_at(cx, rq, "pots", 0, ""));
	p.ended = day_is(p.pot.valid_to) && day_cmp(p.pot.valid_to, cx->today) < 0;
	TRY(fill_money(cx, rq, &p));
	TRY(fill_terms(cx, rq, &p));
	section_primary(cx, rq, &p.top, RIGHT_POOL_DECIDE, "pots.new_terms",
	                pool_at(cx, rq, "pots", p.pot.id, "terms"));
	section_other(cx, rq, &p.top, RIGHT_POOL_DECIDE, "pots.set_year", pool_at(cx, rq, "pots", p.pot.id, "year"));
	section_other(cx, rq, &p.top, RIGHT_POOL_DECIDE, "pots.edit", pool_at(cx, rq, "pots", p.pot.id, "edit"));
	return page_show(cx, rq->http, rs, 200, &page_pot, &p);
}
