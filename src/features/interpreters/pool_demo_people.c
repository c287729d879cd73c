/* The people of the example pools: who came when, what they speak, which papers they have. Straight into the tables,
 * without the checks of the model: some have run out. */
#include "core/tenant.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/postcode.h"

/* --- chance ------------------------------------------------------------------------------------------------------- */

static uint64_t draw(struct pool_chance *c)
{
	uint64_t z = c->state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

int pool_chance_below(struct pool_chance *c, int n)
{
	return (int)(draw(c) % (uint64_t)n);
}

int pool_chance_between(struct pool_chance *c, int a, int b)
{
	return a + pool_chance_below(c, b - a + 1);
}

bool pool_chance_percent(struct pool_chance *c, int percent)
{
	return pool_chance_below(c, 100) < percent;
}

/* --- pools -------------------------------------------------------------------------------------------------------- */

/* What a person's steps tell. The first of a pool are told, one each; all others are simply there. */
enum story {
	LISTED,
	EXPIRED,      /* the certificate has run out */
	EXPIRING,     /* and runs out soon */
	TRAINING_OLD, /* the training has an end, and it is near */
	PAUSED,
	AWAY_SOON, /* a pause is agreed for later */
	LEFT,
	DECLINED,
	APPLIED,
	APPLIED_LONG_AGO,
	INTERVIEWED,
	TRAINED,
	PLEDGED,
	READY /* all papers there: can be listed */
};
static const enum story told[] = { EXPIRED,          EXPIRING,    EXPIRING, TRAINING_OLD, PAUSED,
	                           PAUSED,           AWAY_SOON,   LEFT,     DECLINED,     APPLIED,
	                           APPLIED_LONG_AGO, INTERVIEWED, TRAINED,  PLEDGED,      READY };
enum { TOLD = sizeof told / sizeof *told, MOST_OF_A_POOL = 60 };

struct pool_maker {
	struct cx *cx;
	struct tenant centre;
	struct pool_chance chance;
	const char *const *postcodes;
	int n_postcodes, made;
};
static const struct demo_pool {
	const char *slug;
	const char *postcodes[11];
	int people; /* 0: as demo_origins_coesfeld says */
} pools[] = {
	{ "coesfeld",
	  { "48653", "48249", "59348", "48308", "48301", "59387", "48727", "48329", "59394", "59399", "48720" },
	  0 },
	{ "bottrop", { "46236", "46238", "46240" }, 31 },
	{ "soest", { "59494", "59555", "59557", "59457", "59581", "59590" }, 38 },
	{ "rhein-erft-kreis", { "50126", "50171", "50354", "50226", "50321", "50259", "50389", "50374" }, 40 },
};

static int count_of(const char *const *words, int most)
{
	int n = 0;
	while (n < most && words[n])
		n++;
	return n;
}

/* --- one person --------------------------------------------------------------------------------------------------- */

static const char *pick(struct pool_chance *c, const char *const *words, int n)
{
	return words[pool_chance_below(c, n)];
}

/* Addresses are plain ASCII: "Łukasz Dąbrowski" is lukasz.dabrowski. */
static str address_of(struct arena *a, str given, str family, int number)
{
	struct text t = TEXT(a);
	str name = utf8_fold(a, str_print(a, STR_FMT "." STR_FMT, STR_ARG(given), STR_ARG(family)));
	for (size_t i = 0; i < name.n; i++)
		text_char(&t, name.p[i] == ' ' ? '-' : name.p[i]);
	text_print(&t, "%d@example.org", number);
	return text_str(&t);
}

static void name_person(struct pool_maker *m, const struct demo_origin *o, struct interpreter *n)
{
	struct pool_chance *c = &m->chance;
	int women = count_of(o->women, 9), men = count_of(o->men, 9), families = count_of(o->families, 13);
	bool woman = pool_chance_percent(c, 66);
	n->gender = woman ? S("female") : S("male");
	n->given_name = str_of(woman ? pick(c, o->women, women) : pick(c, o->men, men));
	if (o->by_gender)
		n->family_name = str_of(o->families[(woman ? families / 2 : 0) + pool_chance_below(c, families / 2)]);
	else
		n->family_name = str_of(pick(c, o->families, families));
}

static err place_person(struct pool_maker *m, struct interpreter *n)
{
	struct postcode p;
	TRY(postcode_find(m->cx, str_of(m->postcodes[pool_chance_below(&m->chance, m->n_postcodes)]), &p));
	n->postcode = p.code;
	n->town = p.town;
	n->lat = MAYBE(p.lat);
	n->lon = MAYBE(p.lon);
	return OK;
}

static err add_person(struct pool_maker *m, const struct demo_origin *o, struct interpreter *ret)
{
	struct pool_chance *c = &m->chance;
	struct interpreter n = { .interpreting = true, .tax_kind = S("volunteer") };
	name_person(m, o, &n);
	TRY(place_person(m, &n));
	n.guiding = pool_chance_percent(c, 15);
	n.translating = !str_is(str_of(o->languages[0]), "gsg") && pool_chance_percent(c, 22);
	if (pool_chance_percent(c, 30))
		n.most_per_week = MAYBE(pool_chance_between(c, 1, 5));
	n.email = address_of(m->cx->mem, n.given_name, n.family_name, m->made);
	n.phone = str_print(m->cx->mem, "0171 39200-%02d", m->made % 100);
	TRY(interpreter_insert(m->cx, &m->centre, &n, &n.id));
	*ret = n;
	return OK;
}

static err add_language(struct pool_maker *m, const struct interpreter *n, const char *code, bool first)
{
	struct pool_chance *c = &m->chance;
	bool signs = str_is(str_of(code), "gsg");
	struct interpreter_language l = { .interpreter_id = n->id, .language_code = str_of(code) };
	int64_t id;
	l.level = first ? S("native") : pool_chance_percent(c, 60) ? S("fluent") : S("good");
	l.on_site = signs || pool_chance_percent(c, 92);
	l.phone = !signs && (!l.on_site || pool_chance_percent(c, 70));
	l.video = signs || pool_chance_percent(c, 35);
	l.written = !signs && n->translating;
	return interpreter_language_insert(m->cx, &m->centre, &l, &id);
}

static err add_languages(struct pool_maker *m, const struct demo_origin *o, const struct interpreter *n)
{
	TRY(add_language(m, n, o->languages[0], true));
	for (int i = 1; o->languages[i]; i++)
		if (pool_chance_percent(&m->chance, 45))
			TRY(add_language(m, n, o->languages[i], false));
	return OK;
}

/* Two in five say when they can; mornings, afternoons, or the days without work. */
static err add_hours(struct pool_maker *m, int64_t person)
{
	static const struct {
		int from_day, to_day, from, to;
	} weeks[] = { { 1, 5, 8, 12 }, { 1, 5, 8, 13 }, { 1, 5, 14, 19 }, { 1, 3, 8, 18 }, { 4, 6, 9, 17 } };
	int i = pool_chance_below(&m->chance, (int)(sizeof weeks / sizeof *weeks));
	if (!pool_chance_percent(&m->chance, 40))
		return OK;
	for (int weekday = weeks[i].from_day; weekday <= weeks[i].to_day; weekday++) {
		const struct interpreter_hours h = { .interpreter_id = person,
			                             .weekday = weekday,
			                             .from_minute = weeks[i].from * 60,
			                             .to_minute = weeks[i].to * 60 };
		TRY(interpreter_hours_insert(m->cx, &m->centre, &h));
	}
	return OK;
}

static err add_holiday(struct pool_maker *m, int64_t person)
{
	struct interpreter_exception x = { .interpreter_id = person, .kind = S("away"), .note = S("Urlaub") };
	int64_t id;
	if (!pool_chance_percent(&m->chance, 12))
		return OK;
	x.day_from = day_add(m->cx->today, pool_chance_between(&m->chance, 3, 40));
	x.day_to = day_add(x.day_from, pool_chance_between(&m->chance, 6, 20));
	return interpreter_exception_insert(m->cx, &m->centre, &x, &id);
}

/* --- steps -------------------------------------------------------------------------------------------------------- */

static err add_step(struct pool_maker *m, int64_t person, const char *kind, day on, day until, const char *note)
{
	const struct interpreter_step s = { .interpreter_id = person,
		                            .kind = str_of(kind),
		                            .day = on,
		                            .until = until,
		                            .note = note ? str_of(note) : STR_NONE };
	int64_t id;
	return interpreter_step_insert(m->cx, &m->centre, &s, &id);
}

/* Certificates for three years each, until one ends far enough from today. */
static err certificates(struct pool_maker *m, int64_t person, day first)
{
	for (day on = first;;) {
		day until = day_add(day_add_months(on, 36), -1);
		TRY(add_step(m, person, "certificate", on, until, NULL));
		if (day_diff(until, m->cx->today) > EXPIRY_DAYS + 30)
			return OK;
		on = day_add(until, -pool_chance_between(&m->chance, 5, 40));
		if (day_cmp(on, m->cx->today) > 0)
			on = m->cx->today;
	}
}

static err applicant(struct pool_maker *m, int64_t person, enum story story)
{
	day today = m->cx->today;
	int days = story == APPLIED ? 4 : story == APPLIED_LONG_AGO ? 26 : 12 + 14 * (int)(story - INTERVIEWED + 1);
	day on = day_add(today, -days);
	TRY(add_step(m, person, "applied", on, DAY_NONE, "Bewerbung über das Formular"));
	if (story == DECLINED)
		return add_step(m, person, "declined", day_add(today, -2), DAY_NONE, "Zeit reicht derzeit nicht");
	if (story >= INTERVIEWED)
		TRY(add_step(m, person, "interviewed", day_add(on, 9), DAY_NONE, NULL));
	if (story >= TRAINED)
		TRY(add_step(m, person, "trained", day_add(on, 24), DAY_NONE, "Basisschulung, 2 Tage"));
	if (story >= PLEDGED)
		TRY(add_step(m, person, "pledged", day_add(on, 25), DAY_NONE, NULL));
	return story >= READY ? certificates(m, person, day_add(on, 30)) : OK;
}

/* From the application into the pool, some years ago; the papers end as the story says. */
static err into_the_pool(struct pool_maker *m, int64_t person, enum story story)
{
	struct pool_chance *c = &m->chance;
	day today = m->cx->today, on = day_add(today, -pool_chance_between(c, 500, 2600)), ends = DAY_NONE;
	day training_ends = story == TRAINING_OLD ? day_add(today, 33) : DAY_NONE;
	TRY(add_step(m, person, "applied", on, DAY_NONE, NULL));
	on = day_add(on, pool_chance_between(c, 6, 25));
	TRY(add_step(m, person, "interviewed", on, DAY_NONE, NULL));
	on = day_add(on, pool_chance_between(c, 10, 60));
	TRY(add_step(m, person, "trained", on, training_ends, "Basisschulung, 2 Tage"));
	TRY(add_step(m, person, "pledged", on, DAY_NONE, NULL));
	on = day_add(on, pool_chance_between(c, 5, 30));
	if (story == EXPIRED)
		ends = day_add(today, -12);
	else if (story == EXPIRING)
		ends = day_add(today, pool_chance_between(c, 15, 50));
	TRY(day_is(ends) ? add_step(m, person, "certificate", day_add(day_add_months(ends, -36), 1), ends, NULL)
	                 : certificates(m, person, on));
	return add_step(m, person, "listed", day_add(on, 3), DAY_NONE, NULL);
}

static err add_steps(struct pool_maker *m, int64_t person, enum story story)
{
	day today = m->cx->today;
	if (story >= DECLINED)
		return applicant(m, person, story);
	TRY(into_the_pool(m, person, story));
	switch (story) {
	case PAUSED:
		return add_step(m, person, "paused", day_add(today, -40),
		                pool_chance_percent(&m->chance, 50) ? day_add(today, 30) : DAY_NONE, "Elternzeit");
	case AWAY_SOON:
		return add_step(m, person, "paused", day_add(today, 21), day_add(today, 110), "Prüfungen");
	case LEFT:
		return add_step(m, person, "left", day_add(today, -60), DAY_NONE, "Umzug");
	default:
		return OK;
	}
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static err make_person(struct pool_maker *m, const struct demo_origin *o, enum story story)
{
	struct interpreter n;
	m->made++;
	TRY(add_person(m, o, &n));
	TRY(add_languages(m, o, &n));
	TRY(add_hours(m, n.id));
	TRY(add_holiday(m, n.id));
	return add_steps(m, n.id, story);
}

/* Which origin each person of a pool has. Elsewhere than in Coesfeld the first of the table are met most often. */
static int origins_of(struct pool_maker *m, const struct demo_pool *p, int *ret)
{
	int n = 0;
	for (int i = 0; i < demo_origin_count && !p->people; i++)
		for (int k = 0; k < demo_origins_coesfeld[i]; k++)
			ret[n++] = i;
	while (n < p->people) {
		int a = pool_chance_below(&m->chance, demo_origin_count),
		    b = pool_chance_below(&m->chance, demo_origin_count);
		ret[n++] = a < b ? a : b;
	}
	return n;
}

static err make_pool(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct demo_pool *p = in;
	struct pool_maker m = { .cx = cx, .postcodes = p->postcodes, .n_postcodes = count_of(p->postcodes, 11) };
	int origins[MOST_OF_A_POOL];
	TRY(tenant_by_slug(cx, str_of(p->slug), &m.centre));
	m.chance.state = 0x1a4e27 + (uint64_t)(p - pools) * 7919;
	int n = origins_of(&m, p, origins);
	ASSERT(n >= TOLD && n <= MOST_OF_A_POOL);
	/* the stories spread over the origins: every third person is told until all are */
	for (int i = 0; i < n; i++) {
		bool is_told = i % 3 == 1 && i / 3 < TOLD;
		TRY(make_person(&m, &demo_origins[origins[i]], is_told ? told[i / 3] : LISTED));
	}
	return OK;
}

err pool_demo_people(struct cx *cx)
{
	for (size_t i = 0; i < sizeof pools / sizeof *pools; i++)
		TRY(db_tx(cx, "demo pool people", make_pool, &pools[i], NULL, 0));
	return OK;
}
