/* The drawn story of a KI: its posts as the rules of each time allow them, who came and went, who led. */
#include "features/staff/staff_demo.h"

#include "base/list.h"
#include "features/staff/staff_demo_maker.h"
#include "features/staff/staff_model.h"

/* --- posts -------------------------------------------------------------------------------------------------------- */

/* A post that a KI sets up; begin and end are offsets to what its row says. */
struct plan_row {
	const char *kind, *title, *funding, *focus;
	int fte;
	int from_year, from_month; /* 0: at the founding */
	int to_year;               /* its last day is 31.12.; 0: no end */
	int percent;               /* how many KI have it */
	bool kreis_only;
};
static const struct plan_row plan_rows[] = {
	{ "teacher", "Lehrkraft Schulentwicklung", "land", "Durchgängige Sprachbildung", 1000, 0, 0, 0, 100, false },
	{ "teacher", "Lehrkraft Seiteneinstieg", "land", "Beratung neu zugewanderter Schülerinnen und Schüler", 1000, 0,
	  0, 0, 100, false },
	{ "teacher", "Lehrkraft Übergang Schule–Beruf", "land", "Übergang Schule–Beruf", 1000, 2017, 2, 2019, 100,
	  false },
	{ "teacher", "Lehrkraft Elternbildung", "land", "Griffbereit und Rucksack Schule", 500, 2017, 8, 2019, 100,
	  true },
	{ "specialist", "Fachkraft Frühe Bildung", "ki", "Elementarbereich, Griffbereit und Rucksack Kita", 1000, 0, 0,
	  0, 100, false },
	{ "specialist", "Fachkraft Seiteneinstieg", "ki", "Schulische Erstberatung", 1000, 0, 0, 0, 100, false },
	{ "specialist", "Fachkraft Interkulturelle Öffnung", "ki", "Fortbildung der Verwaltung", 1000, 2017, 4, 0, 100,
	  false },
	{ "specialist", "Fachkraft Sprachmittlung", "ki", "Laiensprachmittlerpool", 1000, 2017, 7, 0, 96, false },
	{ "specialist", "Fachkraft Städte und Gemeinden", "ki", "Zusammenarbeit mit den Gemeinden", 1000, 2018, 1, 0,
	  92, true },
	{ "assistant", "Verwaltungsassistenz", "ki", NULL, 500, 0, 0, 0, 100, false },
	{ "specialist", "Fachkraft KOMM-AN", "komman", "Ehrenamt in der Flüchtlingshilfe", 1000, 2016, 3, 2024, 100,
	  false },
	{ "specialist", "KIM-Koordination", "kim", "Kommunales Integrationsmanagement", 1000, 2021, 1, 0, 88, false },
	{ "assistant", "Assistenz KIM", "kim", NULL, 500, 2021, 4, 0, 60, false },
	{ "specialist", "Fachkraft Ehrenamt", "own", "Begleitung von Ehrenamtlichen", 500, 2025, 1, 0, 40, false },
};

static day end_of_year(int year)
{
	return year ? DAY(year, 12, 31) : DAY_NONE;
}

/* --- who holds them ----------------------------------------------------------------------------------------------- */

static day earlier(day a, day b)
{
	return day_is(b) && (!day_is(a) || day_cmp(b, a) < 0) ? b : a;
}

/* Secondments run from the first of August, two or three years each; one in three is prolonged year by year. */
static err secondments(struct maker *m, int64_t person, day from, day to)
{
	struct chance *c = &m->chance;
	str home = demo_school(m->cx->mem, c, m->centre.seat);
	bool yearly = chance_percent(c, 30);
	for (day begin = from; !day_is(to) ? day_cmp(begin, m->cx->today) <= 0 : day_cmp(begin, to) <= 0;) {
		int year, month, dom;
		day_split(begin, &year, &month, &dom);
		int years = (month >= 8 ? 1 : 0) + (yearly ? 0 : chance_between(c, 1, 2));
		day end = DAY(year + years, 7, 31);
		if (day_cmp(end, begin) < 0)
			end = DAY(year + years + 1, 7, 31);
		TRY(make_secondment(m, person, begin, earlier(end, to), home));
		begin = day_add(end, 1);
	}
	return OK;
}

static err exception_for(struct maker *m, int64_t person, str kind, day since)
{
	bool assistant = str_is(kind, "assistant");
	struct exception_case e = { .person_id = person,
		                    .kind = assistant ? S("assistant") : S("specialist"),
		                    .applied_on = day_add(since, -60),
		                    .grounds = S("Beispiel: langjährige Leitung eines Sprachcafés, mehrsprachig, keine "
		                                 "andere geeignete Bewerbung nach zwei Ausschreibungen") };
	const struct exception_step steps[] = {
		{ .day = day_add(since, -50),
		  .kind = S("asked"),
		  .party = assistant ? S("authority") : S("ministry"),
		  .note = S("Formloses Schreiben mit Werdegang") },
		{ .day = day_add(since, -25),
		  .kind = S("answered"),
		  .party = assistant ? S("authority") : S("ministry"),
		  .note = S("Keine Bedenken") },
		{ .day = day_add(since, -20),
		  .kind = S("granted"),
		  .party = S("employer"),
		  .note = S("Entscheidung der Personalstelle") },
	};
	return make_exception(m, &e, steps, sizeof steps / sizeof *steps);
}

static err newcomer(struct maker *m, const struct post *p, int64_t fte, day from, day to)
{
	struct chance *c = &m->chance;
	int64_t person;
	bool teacher = str_is(p->kind, "teacher"), usual = teacher || !chance_percent(c, 5);
	TRY(make_person(m, demo_name(c), &person));
	TRY(make_share(m, p, person, fte, from, to));
	TRY(make_papers(m, person, p->kind, from, usual));
	if (!usual && chance_percent(c, 70))
		TRY(exception_for(m, person, p->kind, from));
	return teacher ? secondments(m, person, from, to) : OK;
}

/* One, or two who share it: mostly in equal halves, as the decree recommends. */
static err holders(struct maker *m, const struct post *p, day from, day to)
{
	struct chance *c = &m->chance;
	int64_t first = p->fte;
	if (p->fte == 1000 && chance_percent(c, 22))
		first = chance_percent(c, 75) ? 500 : chance_percent(c, 50) ? 600 : 750;
	TRY(newcomer(m, p, first, from, to));
	if (first == p->fte || chance_percent(c, 8)) /* now and then the other part stays empty */
		return OK;
	return newcomer(m, p, p->fte - first, from, to);
}

/* How long somebody stays, in months. */
static int stay(struct chance *c, bool teacher)
{
	return teacher ? 12 * chance_between(c, 2, 7) : chance_between(c, 16, 84);
}

static err fill_post(struct maker *m, const struct post *p)
{
	struct chance *c = &m->chance;
	day last = earlier(p->valid_to, m->cx->today), from = p->valid_from;
	if (!p->follows_id.has)
		from = day_add_months(from, chance_percent(c, 55) ? 0 : chance_between(c, 1, 5));
	while (day_cmp(from, last) <= 0) {
		day until = day_add(day_add_months(from, stay(c, str_is(p->kind, "teacher"))), -1);
		bool stays = day_cmp(until, last) >= 0;
		TRY(holders(m, p, from, stays ? p->valid_to : until));
		if (stays)
			return OK;
		from = day_add_months(day_add(until, 1), chance_percent(c, 45) ? 0 : chance_between(c, 1, 7));
	}
	return OK;
}

static err add_post(struct maker *m, struct post *p)
{
	TRY(make_post(m, p, &p->id));
	return fill_post(m, p);
}

/* The Verwaltungsfachkraft of 2012 goes on as one of the specialists when the decree of 2018 no longer knows it. */
static err administrators(struct maker *m, day founded)
{
	struct post before = { .kind = S("administrator"),
		               .title = S("Verwaltungsfachkraft"),
		               .fte = 1000,
		               .funding = S("ki"),
		               .employer = S("municipality"),
		               .focus = S("Förderung und Verwaltung"),
		               .valid_from = founded,
		               .valid_to = DAY(2018, 5, 7) };
	struct post after = before;
	TRY(add_post(m, &before));
	after.kind = S("specialist");
	after.title = S("Fachkraft Querschnitt und Förderung");
	after.focus = S("Integration als Querschnittsaufgabe");
	after.valid_from = DAY(2018, 5, 8);
	after.valid_to = DAY_NONE;
	after.follows_id = MAYBE(before.id);
	return add_post(m, &after);
}

static err posts(struct maker *m, day founded)
{
	for (size_t i = 0; i < sizeof plan_rows / sizeof *plan_rows; i++) {
		const struct plan_row *r = &plan_rows[i];
		bool teacher = str_is(str_of(r->kind), "teacher");
		if ((r->kreis_only && !str_is(m->centre.kind, "kreis")) || !chance_percent(&m->chance, r->percent))
			continue;
		struct post p = { .kind = str_of(r->kind),
			          .title = str_of(r->title),
			          .fte = r->fte,
			          .funding = str_of(r->funding),
			          .employer = teacher ? S("land") : S("municipality"),
			          .focus = r->focus ? str_of(r->focus) : STR_NONE,
			          .valid_from = r->from_year ? DAY(r->from_year, r->from_month, 1) : founded,
			          .valid_to = end_of_year(r->to_year) };
		if (day_cmp(p.valid_from, founded) < 0)
			p.valid_from = founded;
		TRY(add_post(m, &p));
	}
	return administrators(m, founded);
}

/* --- who leads ---------------------------------------------------------------------------------------------------- */

/* The group that an office comes from: teachers, or the others. */
static bool in_group(const struct demo_share *s, bool teachers)
{
	return str_is(s->kind, "teacher") == teachers && !str_is(s->kind, "assistant");
}

/* Who of the group is there on that day and stays longest; NULL: nobody. */
static const struct demo_share *who_leads(const struct maker *m, bool teachers, day on, int64_t but)
{
	const struct demo_share *best = NULL;
	LIST_EACH (const struct demo_share, s, &m->shares) {
		if (!in_group(s, teachers) || s->person_id == but || day_cmp(s->from, on) > 0 ||
		    (day_is(s->to) && day_cmp(s->to, on) < 0))
			continue;
		if (!best || (day_is(best->to) && (!day_is(s->to) || day_cmp(s->to, best->to) > 0)))
			best = s;
	}
	return best;
}

static err offices(struct maker *m, const char *office, bool teachers, day from, int64_t but)
{
	for (day at = from; day_cmp(at, m->cx->today) <= 0;) {
		const struct demo_share *s = who_leads(m, teachers, at, but);
		if (!s) {
			at = day_add_months(at, 2);
			continue;
		}
		TRY(make_leading(m, s->person_id, office, at, s->to));
		if (!day_is(s->to))
			return OK;
		at = day_add(s->to, 1);
	}
	return OK;
}

/* Mostly one of each group; in a few KI both come from the same. */
static err leaders(struct maker *m, day founded)
{
	bool teacher_leads = chance_percent(&m->chance, 40), same = chance_percent(&m->chance, 8);
	day deputy_from = day_add_months(founded, chance_between(&m->chance, 0, 10));
	const struct demo_share *head = same ? who_leads(m, teacher_leads, m->cx->today, 0) : NULL;
	TRY(offices(m, "head", teacher_leads, founded, 0));
	return offices(m, "deputy", same ? teacher_leads : !teacher_leads, deputy_from, head ? head->person_id : 0);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static err make_centre(struct cx *cx, const void *in, void *ret UNUSED)
{
	struct maker m = { .cx = cx, .centre = *(const struct demo_centre *)in };
	m.tenant = (struct tenant){ .id = m.centre.id, .slug = m.centre.slug, .kind = m.centre.kind };
	m.chance.state = 0x5c4a12 + (uint64_t)m.centre.id * 7919;
	if (str_is(m.centre.slug, "coesfeld")) {
		TRY(make_coesfeld(&m));
	} else {
		day founded = day_add_months(DAY(2012, 12, 1), chance_between(&m.chance, 0, 17));
		TRY(posts(&m, founded));
		TRY(leaders(&m, founded));
	}
	return staff_sums_in_tx(cx, m.centre.id);
}

err staff_demo(struct cx *cx)
{
	struct list centres;
	TRY(make_centres(cx, &centres));
	LIST_EACH (const struct demo_centre, c, &centres)
		TRY(db_tx(cx, "demo staff", make_centre, c, NULL, 0));
	return OK;
}
