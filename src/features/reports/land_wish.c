#include "features/reports/land_wish.h"

#include <inttypes.h>
#include <string.h>

#include "core/words.h"
#include "features/reports/report_live.h"
#include "features/reports/report_pages.h"

static const struct field choice_fields[] = {
	FIELD(struct land_choice, code, KIND_TEXT),
	FIELD(struct land_choice, text, KIND_TEXT),
	FIELD(struct land_choice, chosen, KIND_BOOL),
};
const struct record land_choice_rec = RECORD("land_choice", struct land_choice, choice_fields);

static void offer(struct cx *cx, struct list *to, str code, str text, bool chosen)
{
	*LIST_ADD(cx->mem, to, struct land_choice) = (struct land_choice){ code, text, chosen };
}

static err read_indicator(struct cx *cx, const struct request *rq, struct land_wish *w)
{
	str asked = str_trim(route_asked(rq, "indicator"));
	const struct indicator *const *all = indicator_all(cx);
	if (!str_blank(asked))
		w->indicator = indicator_of_code(cx, asked);
	else
		for (const struct indicator *const *i = all; *i && !w->indicator; i++)
			if (!(*i)->stock)
				w->indicator = *i;
	if (!w->indicator)
		return fail(cx, E_NOTFOUND, "reports.no_indicator", NO_ARGS);
	w->indicator_name = report_indicator_name(cx, str_of(w->indicator->code));
	for (const struct indicator *const *i = all; *i; i++)
		offer(cx, &w->indicators, str_of((*i)->code), report_indicator_name(cx, str_of((*i)->code)),
		      *i == w->indicator);
	return OK;
}

void land_wish_dimension(struct cx *cx, const struct request *rq, struct land_wish *w)
{
	str asked = str_trim(route_asked(rq, "by"));
	for (const char *const *d = w->indicator->dimensions; *d; d++)
		if (strcmp(*d, DIMENSION_MONTH) != 0 && (!w->by || str_is(asked, *d)))
			w->by = *d;
	for (const char *const *d = w->indicator->dimensions; *d; d++)
		if (strcmp(*d, DIMENSION_MONTH) != 0)
			offer(cx, &w->dimensions, str_of(*d), report_dimension_name(cx, str_of(*d)), *d == w->by);
}

err land_wish_read(struct cx *cx, const struct request *rq, struct land_wish *ret)
{
	str asked = str_trim(route_asked(rq, "year"));
	int64_t this_year = day_year(cx->today);
	*ret = (struct land_wish){ .year = this_year };
	if (!str_blank(asked) &&
	    (!str_to_int(asked, &ret->year) || ret->year < REPORT_FIRST_YEAR || ret->year > this_year))
		return fail(cx, E_NOTFOUND, "reports.no_year", NO_ARGS);
	TRY(read_indicator(cx, rq, ret));
	for (int64_t y = this_year; y >= REPORT_FIRST_YEAR; y--) {
		str year = str_print(cx->mem, "%" PRId64, y);
		offer(cx, &ret->years, year, year, y == ret->year);
	}
	return OK;
}

/* --- the year of all KI ------------------------------------------------------------------------------------------- */

static struct land_centre *centre_of(struct list *centres, int64_t id)
{
	LIST_EACH (struct land_centre, c, centres)
		if (c->centre.id == id)
			return c;
	return NULL;
}

static void add_point(struct land_centre *c, const struct report_point *p)
{
	int64_t month = 0;
	ASSERT(str_to_int(str_part(p->month, 5, 7), &month) && month >= 1 && month <= LAND_MONTHS);
	c->reported++;
	c->months[month - 1] = p->value;
	if (p->value.has)
		c->sum += p->value.v;
	else
		c->masked++;
}

err land_centres_of(struct cx *cx, str indicator, int64_t year, struct list *ret)
{
	const struct centre_query all = { .district = S(""), .kind = S(""), .limit = 100 };
	struct list centres = { 0 }, points = { 0 };
	day last = day_of((int)year, 12, 31);
	TRY(centre_list(cx, &all, day_cmp(last, cx->today) < 0 ? last : cx->today, &centres));
	TRY(report_points(cx, indicator, str_print(cx->mem, "%" PRId64 "-01", year),
	                  str_print(cx->mem, "%" PRId64 "-12", year), &points));
	LIST_EACH (const struct centre, c, &centres)
		LIST_ADD(cx->mem, ret, struct land_centre)->centre = *c;
	LIST_EACH (const struct report_point, p, &points) {
		struct land_centre *c = centre_of(ret, p->centre_id);
		if (c)
			add_point(c, p);
	}
	return OK;
}

int64_t land_value(const struct indicator *i, int64_t sum, int64_t months)
{
	if (!i->stock)
		return sum;
	return months ? (sum + months / 2) / months : 0;
}
