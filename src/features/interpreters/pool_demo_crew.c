/* The people of an example pool as the matching sees them. */
#include "features/interpreters/pool_demo_parts.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/tax_ceiling.h"

enum { NEAR_CENTS = 1000, SETTLED_ON_DOM = 7 };

static void take_languages(struct demo_teller *t, const struct list *languages, struct fit_person *p)
{
	LIST_EACH (const struct interpreter_language, l, languages)
		*LIST_ADD(t->cx->mem, &p->languages, struct fit_language) = (struct fit_language){
			.language = l->of_code.p ? l->of_code : l->language_code,
			.dialect = l->of_code.p ? l->language_code : STR_NONE,
			.all_dialects = l->all_dialects,
			.level = fit_level_of(l->level),
			.modes = (l->on_site ? FIT_ON_SITE : 0u) | (l->phone ? FIT_PHONE : 0u) |
			         (l->video ? FIT_VIDEO : 0u) | (l->written ? FIT_WRITTEN : 0u),
		};
}

static void take_times(struct demo_teller *t, const struct list *hours, const struct list *exceptions,
                       struct fit_person *p)
{
	LIST_EACH (const struct interpreter_hours, h, hours)
		*LIST_ADD(t->cx->mem, &p->hours, struct fit_hours) =
		        (struct fit_hours){ (int)h->weekday, (int)h->from_minute, (int)h->to_minute };
	LIST_EACH (const struct interpreter_exception, x, exceptions)
		*LIST_ADD(t->cx->mem, &p->exceptions, struct fit_days) =
		        (struct fit_days){ x->day_from, x->day_to, str_is(x->kind, "there") };
}

static err take_years(struct demo_teller *t, str tax_kind, struct fit_person *p)
{
	for (int i = 0; i < DEMO_YEARS; i++) {
		int year = day_year(t->cx->today) - 2 + i;
		struct tax_ceiling c;
		TRY(tax_ceiling_on(t->cx, tax_kind, year, &c));
		*LIST_ADD(t->cx->mem, &p->years, struct fit_year) =
		        (struct fit_year){ .year = year, .ceiling_cents = c.cents.v, .consented = !c.cents.has };
	}
	return OK;
}

static struct fit_person fit_of(const struct interpreter *n)
{
	return (struct fit_person){ .id = n->id,
		                    .services = (n->interpreting ? FIT_INTERPRETING : 0u) |
		                                (n->guiding ? FIT_GUIDING : 0u) |
		                                (n->translating ? FIT_TRANSLATING : 0u),
		                    .gender = fit_gender_of(n->gender),
		                    .home = { (int32_t)n->lat.v, (int32_t)n->lon.v },
		                    .most_per_week = n->most_per_week.v };
}

err demo_people_load(struct demo_teller *t)
{
	struct cx *cx = t->cx;
	const struct people_filter all = { 0 };
	struct list hours = { 0 }, exceptions = { 0 };
	TRY(interpreter_whole_list(cx, &t->centre, &all, cx->today, &t->wholes));
	TRY(interpreter_hours_of(cx, &t->centre, 0, &hours));
	TRY(interpreter_exceptions(cx, &t->centre, 0, DAY(2000, 1, 1), &exceptions));
	t->people = NEW_ARRAY(cx->mem, struct demo_person, t->wholes.n);
	LIST_EACH (const struct person_whole, w, &t->wholes) {
		struct demo_person *p = &t->people[t->n_people++];
		const struct list h = interpreter_part(&hours, w->person.id),
		                  x = interpreter_part(&exceptions, w->person.id);
		p->steps = w->steps;
		p->fit = fit_of(&w->person);
		take_languages(t, &w->languages, &p->fit);
		take_times(t, &h, &x, &p->fit);
		TRY(take_years(t, w->person.tax_kind, &p->fit));
	}
	ASSERT(t->n_people <= DEMO_MOST_SUITED);
	return OK;
}

void demo_people_on(struct demo_teller *t, day on)
{
	struct arena_mark mark = arena_mark(t->cx->mem);
	for (int i = 0; i < t->n_people; i++) {
		struct fit_person *p = &t->people[i].fit;
		struct interpreter_standing s = interpreter_standing_of(t->cx->mem, &t->people[i].steps, on);
		p->papers = pool_papers_of(&s, on);
	}
	arena_release(t->cx->mem, mark);
}

/* --- who can come ------------------------------------------------------------------------------------------------- */

day demo_paid_on(day held_on)
{
	int year, month, dom;
	day_split(day_add_months(held_on, 1), &year, &month, &dom);
	return day_add_working(day_of(year, month, SETTLED_ON_DOM - 1), 1);
}

instant demo_settled_at(day held_on)
{
	return instant_at(demo_paid_on(held_on), 10 * 60 + 15);
}

static int year_index(const struct demo_teller *t, day on)
{
	int i = day_year(on) - day_year(t->cx->today) + 2;
	return i < 0 ? 0 : i >= DEMO_YEARS ? DEMO_YEARS - 1 : i;
}

static struct fit_request request_of(const struct demo_teller *t, const struct demo_booking *b)
{
	bool dialect = b->language_of.p;
	return (struct fit_request){
		.id = b - t->bookings + 1,
		.service = fit_service_of(b->service),
		.language = dialect ? b->language_of : b->language,
		.dialect = dialect ? b->language : STR_NONE,
		.slot = { .start = b->slot.starts_at,
		          .end = b->slot.ends_at,
		          .mode = fit_mode_of(b->mode),
		          .place = { (int32_t)b->where->lat, (int32_t)b->where->lon } },
		.occasion = b->occasion,
		.gender = fit_gender_of(b->gender_wish),
		.price = { b->worth_cents, b->worth_cents },
	};
}

/* The year in which it is paid may be the next one. What is earned counts in both, so that it stays below whichever of
 * them is looked at. */
static bool stays_below(const struct demo_teller *t, const struct demo_person *p, const struct demo_booking *b)
{
	int i = year_index(t, demo_paid_on(instant_day(b->slot.starts_at)));
	const struct fit_year *y = LIST_AT(&p->fit.years, struct fit_year, (size_t)i);
	return y->consented || y->earned_cents + b->worth_cents <= y->ceiling_cents;
}

static void earn(const struct demo_teller *t, const struct demo_person *p, const struct demo_booking *b)
{
	day on = instant_day(b->slot.starts_at);
	int held = year_index(t, on), paid = year_index(t, demo_paid_on(on));
	for (int i = held; i <= paid; i++)
		LIST_AT(&p->fit.years, struct fit_year, (size_t)i)->earned_cents += b->worth_cents;
}

static int by_points(const void *a, const void *b)
{
	int64_t x = ((const struct demo_suited *)a)->points, y = ((const struct demo_suited *)b)->points;
	return x < y ? 1 : x > y ? -1 : 0;
}

int demo_suited(struct demo_teller *t, const struct demo_booking *b, struct demo_suited *ret)
{
	const struct fit_request rq = request_of(t, b);
	struct list found = { 0 };
	for (int i = 0; i < t->n_people; i++) {
		struct fit_candidate c = fit_check(&fit_rules_default, &rq, &t->people[i].fit);
		if (c.refused || !stays_below(t, &t->people[i], b))
			continue;
		*LIST_ADD(t->cx->mem, &found, struct demo_suited) =
		        (struct demo_suited){ &t->people[i], c.points, c.way_minutes, c.way_m };
	}
	list_sort(&found, by_points);
	for (size_t i = 0; i < found.n; i++)
		ret[i] = *LIST_AT(&found, struct demo_suited, i);
	return (int)found.n;
}

void demo_engage(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *who)
{
	struct fit_person *p = &who->person->fit;
	const struct fit_request rq = request_of(t, b);
	b->person = who->person;
	b->way_minutes = who->way_minutes;
	b->way_m = who->way_m > 0 ? who->way_m : 0;
	*LIST_ADD(t->cx->mem, &p->bookings, struct fit_booking) = (struct fit_booking){ rq.id, rq.slot };
	earn(t, who->person, b);
	p->load++;
}

/* --- the ceiling -------------------------------------------------------------------------------------------------- */

static struct fit_year *year_of(const struct fit_person *p, int year)
{
	LIST_EACH (struct fit_year, y, &p->years)
		if (y->year == year)
			return y;
	return NULL;
}

/* Who earned most this year told of other income: one more assignment needs a consent. */
err demo_near_ceiling(struct demo_teller *t)
{
	struct cx *cx = t->cx;
	struct list people = { 0 };
	struct interpreter_year row = { .year = day_year(cx->today) }, saved;
	const struct pool_in in = { .centre = &t->centre, .row = &row };
	int64_t most = -1;
	TRY(pool_people_load(cx, t->centre.id, cx->today, cx->today, &people));
	LIST_EACH (const struct fit_person, p, &people) {
		const struct fit_year *y = year_of(p, day_year(cx->today));
		if (!y || y->earned_cents <= most)
			continue;
		most = y->earned_cents;
		row.interpreter_id = p->id;
		row.other_cents = y->ceiling_cents - NEAR_CENTS - y->earned_cents;
	}
	return row.other_cents > 0 ? interpreter_year_save_in_tx(cx, &in, &saved) : OK;
}
