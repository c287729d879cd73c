/* The money of a year, line by line and post by post; each amount opens to its calculation with rules and marks
 * (P-FUN-6), and what is assumed is said beside the total. */
#include "core/words.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"

enum { FIRST_YEAR = 2012 };

struct money_page {
	struct centre_frame frame;
	struct section_top top;
	int64_t year;
	str year_error;
	struct staff_money money;
	str path, earlier, later; /* earlier and later: paths of the years around it */
	int64_t earlier_year, later_year;
	int64_t capped_cents, vacancy_cents;
	bool nothing, running; /* running: the year is not over, so it is reckoned as if nothing changed */
};
static const struct field money_fields[] = {
	SECTION_FIELDS(struct money_page),
	FIELD(struct money_page, year, KIND_INT),
	FIELD(struct money_page, year_error, KIND_TEXT, .hidden = true),
	FIELD(struct money_page, money, KIND_ONE, .of = &staff_money_rec),
	FIELD(struct money_page, path, KIND_PATH),
	FIELD(struct money_page, earlier, KIND_PATH, .hidden = true),
	FIELD(struct money_page, later, KIND_PATH, .hidden = true),
	FIELD(struct money_page, earlier_year, KIND_INT, .hidden = true),
	FIELD(struct money_page, later_year, KIND_INT, .hidden = true),
	FIELD(struct money_page, capped_cents, KIND_MONEY),
	FIELD(struct money_page, vacancy_cents, KIND_MONEY),
	FIELD(struct money_page, nothing, KIND_BOOL, .hidden = true),
	FIELD(struct money_page, running, KIND_BOOL),
};
static const struct record money_rec = RECORD("staff_money_page", struct money_page, money_fields);
const struct page page_staff_money = { "staff/money.html", &money_rec };

/* The year that is asked for; this one if none is. A year without a plan is a mistake that is told. */
static err year_asked(struct cx *cx, const struct request *rq, struct money_page *p)
{
	str typed = route_asked(rq, "year");
	p->year = day_year(cx->today);
	if (str_blank(typed))
		return OK;
	int64_t year;
	if (str_to_int(str_trim(typed), &year) && year >= FIRST_YEAR && year <= day_year(cx->today) + 10) {
		p->year = year;
		return OK;
	}
	p->year_error = word_args(cx->words, cx->mem, "staff.year_range",
	                          ARGS({ "last", str_print(cx->mem, "%d", day_year(cx->today) + 10) }));
	return E_INVALID;
}

static str year_path(struct cx *cx, const struct money_page *p, int64_t year)
{
	return str_print(cx->mem, STR_FMT "?year=%d", STR_ARG(p->path), (int)year);
}

static str money_sentence(struct cx *cx, const struct money_page *p)
{
	const struct staff_money *m = &p->money;
	const char *key = p->nothing     ? "staff.money_nothing"
	                  : !m->complete ? "staff.money_incomplete"
	                  : p->running   ? "staff.money_running"
	                                 : "staff.money_sentence";
	str ceiling = m->ceiling_cents.has ? say_money(cx->words, cx->mem, m->ceiling_cents.v)
	                                   : word(cx->words, cx->mem, "core.unknown");
	return word_args(cx->words, cx->mem, key,
	                 ARGS({ "year", str_print(cx->mem, "%d", (int)p->year) },
	                      { "granted", say_money(cx->words, cx->mem, m->granted_cents) }, { "ceiling", ceiling }));
}

err staff_money_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	struct money_page p = { .path = staff_at(cx, rq, "money", 0, "") };
	err e = year_asked(cx, rq, &p);
	TRY(staff_year_of(cx, &rq->centre, (int)p.year, &p.money));
	TRY(staff_fill(cx, rq, "money", "staff.money_title", str_print(cx->mem, "%d", (int)p.year), &p.frame, &p.top));
	p.nothing = p.money.lines.n == 0;
	p.running = p.year >= day_year(cx->today);
	p.earlier_year = p.year - 1;
	p.later_year = p.year + 1;
	if (p.year > FIRST_YEAR)
		p.earlier = year_path(cx, &p, p.earlier_year);
	if (p.year < day_year(cx->today) + 1)
		p.later = year_path(cx, &p, p.later_year);
	LIST_EACH (const struct line_money, l, &p.money.lines) {
		p.capped_cents += l->capped_cents;
		p.vacancy_cents += l->vacancy_cents.has ? l->vacancy_cents.v : 0;
	}
	p.frame.sentence = money_sentence(cx, &p);
	return page_show(cx, rq->http, rs, page_status(e), &page_staff_money, &p);
}
