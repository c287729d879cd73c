/* What the institutions of the example pools ask for: when, in which language, what for. */
#include "features/interpreters/pool_demo_parts.h"

enum { DAYS_BACK = 425, DAYS_AHEAD = 28, FIRST_OF_DAY = 7 * 60 + 30, LAST_OF_DAY = 16 * 60 };

/* By demand; `of`: the language of a dialect. The last ones nobody in the pools speaks. */
static const struct {
	const char *code, *of;
	int weight;
} demand[] = {
	{ "ara", NULL, 15 }, { "apc", "ara", 7 }, { "acm", "ara", 2 }, { "ukr", NULL, 12 }, { "kmr", "kur", 8 },
	{ "kur", NULL, 3 },  { "ckb", "kur", 2 }, { "prs", "fas", 8 }, { "pes", "fas", 2 }, { "tur", NULL, 7 },
	{ "ron", NULL, 6 },  { "bul", NULL, 5 },  { "tir", NULL, 3 },  { "rus", NULL, 5 },  { "pol", NULL, 4 },
	{ "aln", "sqi", 2 }, { "sqi", NULL, 1 },  { "som", NULL, 2 },  { "pus", NULL, 2 },  { "urd", NULL, 2 },
	{ "srp", "hbs", 2 }, { "bos", "hbs", 1 }, { "fra", NULL, 1 },  { "eng", NULL, 1 },  { "amh", NULL, 1 },
	{ "vie", NULL, 1 },  { "tam", NULL, 1 },  { "spa", NULL, 1 },  { "gsg", NULL, 1 },  { "lin", NULL, 1 },
};
enum { DEMAND = sizeof demand / sizeof *demand };

/* What a kind of institution asks for: how often, between which hours it begins, for how many minutes. */
struct occasion {
	const char *kind, *service, *code;
	int weight, from, to, shortest, longest;
};
#define TALKS "interpreting"
static const struct occasion occasions[] = {
	{ "school", TALKS, "parent_talk", 60, 8, 17, 45, 60 },
	{ "school", TALKS, "parents_evening", 7, 18, 19, 90, 120 },
	{ "school", TALKS, "information_evening", 5, 18, 19, 90, 120 },
	{ "school", TALKS, "admission", 13, 8, 12, 45, 75 },
	{ "school", TALKS, "crisis", 4, 8, 14, 60, 90 },
	{ "school", TALKS, "other", 3, 8, 14, 45, 60 },
	{ "school", "translating", "invitation", 8, 16, 16, 60, 60 },
	{ "daycare", TALKS, "daycare_talk", 62, 8, 15, 45, 60 },
	{ "daycare", TALKS, "admission", 20, 8, 14, 45, 60 },
	{ "daycare", TALKS, "parents_evening", 10, 17, 19, 90, 120 },
	{ "daycare", "translating", "invitation", 8, 16, 16, 60, 60 },
	{ "office", TALKS, "youth_office", 32, 8, 15, 60, 120 },
	{ "office", TALKS, "office_visit", 22, 8, 12, 45, 60 },
	{ "office", TALKS, "work", 22, 8, 12, 45, 90 },
	{ "office", TALKS, "home_visit", 8, 9, 15, 60, 90 },
	{ "office", "guiding", "office_visit", 12, 8, 11, 60, 120 },
	{ "office", "translating", "other", 4, 16, 16, 60, 60 },
	{ "advice", TALKS, "advice", 60, 9, 16, 60, 90 },
	{ "advice", TALKS, "housing", 12, 9, 15, 45, 60 },
	{ "advice", TALKS, "work", 8, 9, 15, 45, 60 },
	{ "advice", "guiding", "housing", 12, 9, 15, 60, 120 },
	{ "advice", "guiding", "health", 8, 8, 15, 60, 120 },
	{ "health", TALKS, "health", 85, 8, 15, 45, 60 },
	{ "health", TALKS, "home_visit", 15, 9, 14, 60, 60 },
	{ "association", TALKS, "information_evening", 50, 17, 19, 90, 120 },
	{ "association", TALKS, "other", 50, 10, 18, 60, 90 },
};
enum { OCCASIONS = sizeof occasions / sizeof *occasions };

/* Parent talks come before the half-year reports, in November and in February. */
static const int month_weights[] = { 90, 150, 100, 80, 100, 90, 40, 55, 110, 75, 165, 70 };
static const int weekday_weights[] = { 100, 110, 105, 110, 70, 5, 0 };

/* --- when --------------------------------------------------------------------------------------------------------- */

static int64_t weight_of(day d)
{
	int year, month, dom;
	day_split(d, &year, &month, &dom);
	if (holiday_nrw(d) || (month == 12 && dom > 23) || (month == 1 && dom < 3))
		return 0;
	return month_weights[month - 1] * weekday_weights[day_weekday(d) - 1];
}

/* All days at once, in order: the same share of the requests for the same weight. */
static void choose_days(struct demo_teller *t, day *ret)
{
	day first = day_add(t->cx->today, -DAYS_BACK), last = day_add(t->cx->today, DAYS_AHEAD);
	int64_t all = 0, passed = 0;
	int n = t->ki->bookings, i = 0;
	for (day d = first; day_cmp(d, last) <= 0; d = day_add(d, 1))
		all += weight_of(d);
	for (day d = first; i < n && day_cmp(d, last) <= 0; d = day_add(d, 1)) {
		passed += weight_of(d);
		while (i < n && (2 * i + 1) * all < 2 * passed * n)
			ret[i++] = d;
	}
	ASSERT(i == n);
}

static void set_slot(struct demo_teller *t, struct demo_booking *b, const struct occasion *o, day on)
{
	struct pool_chance *c = &t->chance;
	int quarters = (o->to - o->from) * 4;
	int begin = o->from * 60 + 15 * (quarters ? pool_chance_below(c, quarters + 1) : 0);
	int minutes = 15 * pool_chance_between(c, o->shortest / 15, o->longest / 15);
	b->slot.starts_at = instant_at(on, begin);
	b->slot.ends_at = (instant){ b->slot.starts_at.ms + minutes * DEMO_MINUTE_MS };
	if (!b->pages.has && pool_chance_percent(c, 35))
		b->later_minutes = 5 * pool_chance_between(c, -2, 5);
}

/* So many minutes ago; what would be in the night came in the afternoon before. */
instant demo_lately(struct demo_teller *t, int least, int most)
{
	instant at = { t->cx->now.ms - pool_chance_between(&t->chance, least, most) * DEMO_MINUTE_MS };
	int minute = instant_minute(at);
	if (minute < FIRST_OF_DAY)
		at.ms -= (minute + 1440 - pool_chance_between(&t->chance, 13 * 60, 17 * 60)) * DEMO_MINUTE_MS;
	else if (minute > 19 * 60)
		at.ms -= (minute - pool_chance_between(&t->chance, 13 * 60, 17 * 60)) * DEMO_MINUTE_MS;
	return at;
}

/* Usually one to four weeks before; some are urgent and say why. */
static void set_received(struct demo_teller *t, struct demo_booking *b)
{
	static const char *const reasons[] = { "Gespräch zum Schutz eines Kindes, kann nicht warten",
		                               "Aufnahme in dieser Woche",
		                               "Die bisherige Verständigung ist ausgefallen",
		                               "Konflikt in der Klasse, Gespräch noch vor dem Wochenende" };
	struct pool_chance *c = &t->chance;
	bool urgent = pool_chance_percent(c, 7);
	day on = instant_day(b->slot.starts_at), came;
	came = day_add_working(on, urgent ? -pool_chance_between(c, 1, 2) : -pool_chance_between(c, 6, 20));
	b->received_at = instant_at(came, pool_chance_between(c, FIRST_OF_DAY, LAST_OF_DAY));
	b->received_at.ms += pool_chance_below(c, 60000);
	if (b->received_at.ms >= t->cx->now.ms) /* it has come already, in the last days */
		b->received_at = demo_lately(t, 40, 4 * 1440);
	if (urgent)
		b->urgent_reason = str_of(reasons[pool_chance_below(c, 4)]);
}

/* --- what --------------------------------------------------------------------------------------------------------- */

static const struct demo_place *choose_place(struct demo_teller *t, int *ret_index)
{
	int all = 0, i = 0, at;
	for (const struct demo_place *p = t->ki->places; p->name; p++)
		all += p->weight;
	at = pool_chance_below(&t->chance, all);
	while (at >= t->ki->places[i].weight)
		at -= t->ki->places[i++].weight;
	*ret_index = i;
	return &t->ki->places[i];
}

static const struct occasion *choose_occasion(struct demo_teller *t, const char *kind)
{
	int all = 0, at;
	for (int i = 0; i < OCCASIONS; i++)
		all += str_is(str_of(kind), occasions[i].kind) ? occasions[i].weight : 0;
	at = pool_chance_below(&t->chance, all);
	for (int i = 0; i < OCCASIONS; i++) {
		if (!str_is(str_of(kind), occasions[i].kind))
			continue;
		at -= occasions[i].weight;
		if (at < 0)
			return &occasions[i];
	}
	ASSERT(false);
	return NULL;
}

void demo_language(struct demo_teller *t, struct demo_booking *b)
{
	int all = 0, i = 0, at;
	for (int k = 0; k < DEMAND; k++)
		all += demand[k].weight;
	at = pool_chance_below(&t->chance, all);
	while (at >= demand[i].weight)
		at -= demand[i++].weight;
	b->language = str_of(demand[i].code);
	b->language_of = str_of(demand[i].of);
}

static void choose_mode(struct demo_teller *t, struct demo_booking *b)
{
	struct pool_chance *c = &t->chance;
	bool signs = str_is(b->language, "gsg"), office = str_is(str_of(b->place->kind), "office");
	b->mode = S("on_site");
	if (str_is(b->service, "translating")) {
		b->mode = S("written");
		b->pages = MAYBE(pool_chance_between(c, 1, 4));
	} else if (!str_is(b->service, "guiding") && !signs) {
		if (pool_chance_percent(c, office ? 25 : 7))
			b->mode = S("phone");
		else if (pool_chance_percent(c, 6))
			b->mode = S("video");
	}
}

static void choose_rules(struct demo_teller *t, struct demo_booking *b)
{
	struct pool_chance *c = &t->chance;
	bool school = str_is(str_of(b->place->kind), "school"), youth = str_is(b->occasion, "youth_office");
	b->rules.medical = str_is(b->occasion, "health") && pool_chance_percent(c, 60);
	b->rules.aosf = str_is(b->occasion, "parent_talk") && pool_chance_percent(c, 4);
	b->rules.recurring = (youth || str_is(b->occasion, "advice")) && pool_chance_percent(c, 10);
	b->rules.legal = youth && pool_chance_percent(c, 5);
	b->rules.lesson = school && pool_chance_percent(c, 1);
	if (pool_chance_percent(c, youth || str_is(b->occasion, "health") ? 15 : 3))
		b->gender_wish = S("female");
}

static void choose_words(struct demo_teller *t, struct demo_booking *b)
{
	static const char *const remarks[] = { "Das Gespräch führt die Klassenleitung mit der Schulsozialarbeit.",
		                               "Bitte am Haupteingang klingeln.", "Es sind Unterlagen zu erklären.",
		                               "Parkplätze gibt es hinter dem Haus.",
		                               "Wenn möglich dieselbe Person wie beim letzten Mal." };
	b->by_phone = pool_chance_percent(&t->chance, 25);
	if (pool_chance_percent(&t->chance, 22))
		b->remark = str_of(remarks[pool_chance_below(&t->chance, 5)]);
}

/* --- who pays ----------------------------------------------------------------------------------------------------- */

static err worth(struct demo_teller *t, const struct demo_booking *b, int64_t later_minutes, int64_t *ret_cents)
{
	struct tariff_amount amount;
	const struct tariff_job job = { .starts_at = b->slot.starts_at,
		                        .ends_at = { b->slot.ends_at.ms + later_minutes * DEMO_MINUTE_MS },
		                        .pages = { .v = b->pages.v * 1000, .has = b->pages.has } };
	TRY(tariff_amount(t->cx, b->card, &job, &amount));
	*ret_cents = amount.total_cents;
	return OK;
}

static err expect(struct demo_teller *t, struct demo_booking *b)
{
	struct arena_mark mark = arena_mark(t->cx->mem);
	b->card = tariff_card_for(&t->cards, b->service, instant_day(b->slot.starts_at));
	ASSERT(b->card);
	TRY(worth(t, b, 0, &b->expected_cents));
	TRY(worth(t, b, b->later_minutes, &b->worth_cents));
	const struct pot_choice pots = pot_choose(t->cx->mem, &t->offers, &b->rules, b->expected_cents, 0);
	b->pot_id = pots.pot_id;
	b->travel_pot_id = pots.travel_pot_id;
	arena_release(t->cx->mem, mark);
	return OK;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static err ask(struct demo_teller *t, struct demo_booking *b, day on)
{
	int place;
	b->place = choose_place(t, &place);
	b->where = &t->where[place];
	const struct occasion *o = choose_occasion(t, b->place->kind);
	b->service = str_of(o->service);
	b->occasion = str_of(o->code);
	demo_language(t, b);
	choose_mode(t, b);
	choose_rules(t, b);
	choose_words(t, b);
	set_slot(t, b, o, on);
	set_received(t, b);
	return expect(t, b);
}

err demo_places_find(struct demo_teller *t)
{
	int n = 0;
	while (t->ki->places[n].name)
		n++;
	t->where = NEW_ARRAY(t->cx->mem, struct postcode, (size_t)n);
	for (int i = 0; i < n; i++)
		TRY(postcode_find(t->cx, str_of(t->ki->places[i].postcode), &t->where[i]));
	return OK;
}

static int by_start(const void *a, const void *b)
{
	int64_t x = ((const struct demo_booking *)a)->slot.starts_at.ms,
	        y = ((const struct demo_booking *)b)->slot.starts_at.ms;
	return x < y ? -1 : x > y ? 1 : 0;
}

err demo_requests(struct demo_teller *t)
{
	struct cx *cx = t->cx;
	int n = t->ki->bookings;
	day *days = NEW_ARRAY(cx->mem, day, (size_t)n);
	struct list all = { 0 };
	TRY(demo_places_find(t));
	choose_days(t, days);
	for (int i = 0; i < n; i++)
		TRY(ask(t, LIST_ADD(cx->mem, &all, struct demo_booking), days[i]));
	list_sort(&all, by_start);
	t->bookings = all.items;
	t->n_bookings = n;
	return OK;
}
