#include "kit/week_case.h"

#include <inttypes.h>

#include "base/arena.h"

/* xorshift64: Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003. */
int week_chance(uint64_t *state, int below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (int)((*state >> 11) % (uint64_t)below);
}

uint64_t week_seed(uint64_t seed)
{
	uint64_t state = UINT64_C(88172645463325252) ^ (seed * UINT64_C(0x9E3779B97F4A7C15));
	state = state ? state : 1;
	for (int i = 0; i < 10; i++)
		week_chance(&state, 2);
	return state;
}

struct maker {
	struct arena *a;
	uint64_t state;
	struct week_size size;
	day monday;
	str language[64];
};

static int chance(struct maker *m, int below)
{
	return week_chance(&m->state, below);
}

/* Of 40 languages, two are a quarter of all that is asked for and spoken. */
static str some_language(struct maker *m)
{
	int least = m->size.languages;
	for (int i = 0; i < 5; i++) {
		int one = chance(m, m->size.languages);
		least = one < least ? one : least;
	}
	return m->language[least];
}

/* In a Kreis of 50 km. */
static struct place some_place(struct maker *m)
{
	return (struct place){ 51700000 + chance(m, 450000), 6900000 + chance(m, 700000) };
}

static struct fit_slot some_slot(struct maker *m, int days, enum fit_mode mode, struct place place)
{
	int start = 8 * 60 + (chance(m, 3) ? chance(m, 16) : 16 + chance(m, 20)) * 15;
	day d = day_add(m->monday, chance(m, days));
	instant from = instant_at(d, start);
	return (struct fit_slot){ from, { from.ms + (30 + chance(m, 4) * 30) * INT64_C(60000) }, mode, place };
}

static const char *const occasions[] = { "parents", "office", "advice", "health" };

static void add_request(struct maker *m, struct week_case *c, int64_t id, struct place *before)
{
	struct week_request *r = LIST_ADD(m->a, &c->requests, struct week_request);
	enum fit_mode mode = chance(m, 5) ? FIT_ON_SITE : FIT_PHONE;
	if (chance(m, 2))
		*before = some_place(m); /* else several talks at the same school */
	int dates = chance(m, 4) ? 1 : 1 + chance(m, 3);
	struct fit_request rq = { .id = id,
		                  .number = str_print(m->a, "2026-%04" PRId64, id),
		                  .service = FIT_INTERPRETING,
		                  .language = some_language(m),
		                  .dialect = chance(m, 6) ? STR_NONE : S("d"),
		                  .occasion = str_of(occasions[chance(m, 4)]),
		                  .gender = chance(m, 8) ? FIT_ANY_GENDER : FIT_FEMALE,
		                  .gender_needed = chance(m, 3) == 0,
		                  .price = { 2500, 2500 } };
	for (int i = 0; i < dates; i++) {
		rq.slot = some_slot(m, 5, mode, *before);
		*LIST_ADD(m->a, &r->dates, struct fit_request) = rq;
	}
}

static void add_calendar(struct maker *m, struct fit_person *p)
{
	int booked = chance(m, m->size.tight ? 6 : 3);
	for (int i = 0; i < booked; i++)
		*LIST_ADD(m->a, &p->bookings, struct fit_booking) =
		        (struct fit_booking){ 100000 + p->id * 10 + i, some_slot(m, 5, FIT_ON_SITE, some_place(m)) };
	for (int weekday = 1; weekday <= 5 && chance(m, 3); weekday++)
		*LIST_ADD(m->a, &p->hours, struct fit_hours) =
		        (struct fit_hours){ weekday, chance(m, 3) * 120 + 360, 13 * 60 + chance(m, 10) * 30 };
	if (chance(m, 12) == 0) {
		day from = day_add(m->monday, chance(m, 5));
		*LIST_ADD(m->a, &p->exceptions, struct fit_days) =
		        (struct fit_days){ from, day_add(from, chance(m, 3)), chance(m, 2) == 0 };
	}
	p->most_per_week = chance(m, 3) ? 2 + chance(m, 5) : 0;
	int64_t left = m->size.tight ? chance(m, 12) * 1000 : 10000 + chance(m, 800) * 100;
	*LIST_ADD(m->a, &p->years, struct fit_year) =
	        (struct fit_year){ day_year(m->monday), 96000 - left, 96000, chance(m, 5) == 0 };
}

static void add_person(struct maker *m, struct week_case *c, int64_t id)
{
	struct fit_person *p = LIST_ADD(m->a, &c->people, struct fit_person);
	*p = (struct fit_person){ .id = id,
		                  .name = str_print(m->a, "Person %" PRId64, id),
		                  .papers.listed_from = day_add(m->monday, -chance(m, 1500)),
		                  .services = FIT_INTERPRETING,
		                  .gender = chance(m, 3) ? FIT_FEMALE : FIT_MALE,
		                  .papers.trained_on = day_add(m->monday, -2000),
		                  .papers.pledged_on = chance(m, 40) ? day_add(m->monday, -2000) : DAY_NONE,
		                  .papers.certified_on = day_add(m->monday, -500),
		                  .papers.certified_until = day_add(m->monday, chance(m, 1000)),
		                  .papers.paused_from = chance(m, 15) ? DAY_NONE : day_add(m->monday, -3),
		                  .home = chance(m, 20) ? some_place(m) : (struct place){ 0 },
		                  .load = chance(m, 15),
		                  .accepted = chance(m, 20),
		                  .declined = chance(m, 10),
		                  .unanswered = chance(m, 5) };
	int languages = 1 + (chance(m, 3) == 0) + (chance(m, 6) == 0);
	for (int i = 0; i < languages; i++)
		*LIST_ADD(m->a, &p->languages, struct fit_language) =
		        (struct fit_language){ some_language(m), chance(m, 3) ? STR_NONE : S("d"), chance(m, 3) == 0,
			                       FIT_GOOD, chance(m, 4) ? FIT_ON_SITE | FIT_PHONE : FIT_PHONE };
	add_calendar(m, p);
}

/* 25 € up to two hours, 10 € per further started hour; 30 cents per kilometre there and back, which nobody taxes. */
static struct fit_price with_the_way(const void *self UNUSED, const struct fit_request *rq,
                                     const struct fit_person *p UNUSED, int64_t way_m, int64_t way_minutes UNUSED)
{
	int64_t minutes = (rq->slot.end.ms - rq->slot.start.ms) / 60000;
	int64_t time = 2500 + (minutes > 120 ? (minutes - 120 + 59) / 60 * 1000 : 0);
	return (struct fit_price){ time + (way_m > 0 ? way_m / 1000 * 60 : 0), time };
}

struct week_case week_case_of(struct arena *a, uint64_t seed, struct week_size size)
{
	struct maker m = { .a = a, .state = week_seed(seed), .size = size, .monday = DAY(2026, 12, 7) };
	struct week_case c = { .rules = fit_rules_default };
	struct place before = some_place(&m);
	ASSERT(size.languages <= 64);
	for (int i = 0; i < size.languages; i++)
		m.language[i] = str_print(a, "l%02d", i);
	for (int i = 0; i < size.requests; i++)
		add_request(&m, &c, i + 1, &before);
	for (int i = 0; i < size.people; i++)
		add_person(&m, &c, i + 1);
	if (size.by_distance)
		c.rules.price = with_the_way;
	return c;
}
