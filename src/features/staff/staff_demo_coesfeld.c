/* The told story of the KI Kreis Coesfeld: what its head finds in the morning. All people are invented. */
#include "features/staff/staff_demo_maker.h"

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

/* A person on a post; `to` 0: still there; `paper`: what kind of papers, 0 none. */
struct told_holder {
	struct demo_name name;
	int fte;
	int from[3], to[3];
	enum { USUAL, UNUSUAL, NOTHING } papers;
};
struct told_post {
	const char *kind, *title, *funding, *focus;
	int fte;
	int from[3], to[3];
	bool follows; /* the post before it in the list */
	struct told_holder holders[5];
};

static const struct told_post told[] = {
	{ "teacher",
	  "Lehrkraft Schulentwicklung",
	  "land",
	  "Durchgängige Sprachbildung",
	  1000,
	  { 2016, 2, 1 },
	  { 0 },
	  false,
	  { { { "Althoff", "Miriam" }, 1000, { 2016, 2, 1 }, { 0 }, USUAL } } },
	{ "teacher",
	  "Lehrkraft Seiteneinstieg",
	  "land",
	  "Beratung neu zugewanderter Schülerinnen und Schüler",
	  1000,
	  { 2016, 2, 1 },
	  { 0 },
	  false,
	  { { { "Tenbrink", "Jörg" }, 1000, { 2016, 8, 1 }, { 2021, 7, 31 }, USUAL },
	    { { "Yıldırım", "Elif" }, 500, { 2021, 8, 1 }, { 0 }, USUAL },
	    { { "Feldkamp", "Lena" }, 500, { 2021, 8, 1 }, { 0 }, USUAL } } },
	{ "teacher",
	  "Lehrkraft Übergang Schule–Beruf",
	  "land",
	  "Übergang Schule–Beruf",
	  1000,
	  { 2017, 8, 1 },
	  { 2019, 12, 31 },
	  false,
	  { { { "Rensing", "Dirk" }, 1000, { 2017, 8, 1 }, { 2019, 12, 31 }, USUAL } } },
	{ "teacher",
	  "Lehrkraft Elternbildung",
	  "land",
	  "Griffbereit und Rucksack Schule",
	  500,
	  { 2017, 8, 1 },
	  { 2019, 12, 31 },
	  false,
	  { { { "Wenning", "Ute" }, 250, { 2018, 2, 1 }, { 2019, 7, 31 }, USUAL } } },
	{ "specialist",
	  "Fachkraft Frühe Bildung",
	  "ki",
	  "Elementarbereich, Griffbereit und Rucksack Kita",
	  1000,
	  { 2016, 2, 1 },
	  { 0 },
	  false,
	  { { { "Böckmann", "Frauke" }, 1000, { 2016, 3, 1 }, { 2022, 9, 30 }, USUAL },
	    { { "Haddad", "Layla" }, 1000, { 2022, 12, 1 }, { 0 }, USUAL } } },
	{ "specialist",
	  "Fachkraft Seiteneinstieg",
	  "ki",
	  "Schulische Erstberatung",
	  1000,
	  { 2016, 2, 1 },
	  { 0 },
	  false,
	  { { { "Kowalczyk", "Joanna" }, 500, { 2016, 4, 1 }, { 0 }, USUAL },
	    { { "Hüsing", "Kathrin" }, 500, { 2016, 4, 1 }, { 0 }, USUAL } } },
	{ "administrator",
	  "Verwaltungsfachkraft",
	  "ki",
	  "Förderung und Verwaltung",
	  1000,
	  { 2016, 2, 1 },
	  { 2018, 5, 7 },
	  false,
	  { { { "Overbeck", "Ralf" }, 1000, { 2016, 2, 1 }, { 2018, 5, 7 }, USUAL } } },
	{ "specialist",
	  "Fachkraft Querschnitt und Förderung",
	  "ki",
	  "Integration als Querschnittsaufgabe",
	  1000,
	  { 2018, 5, 8 },
	  { 0 },
	  true,
	  { { { "Overbeck", "Ralf" }, 1000, { 2018, 5, 8 }, { 0 }, USUAL } } },
	{ "specialist",
	  "Fachkraft Interkulturelle Öffnung",
	  "ki",
	  "Fortbildung der Verwaltung",
	  1000,
	  { 2017, 4, 1 },
	  { 0 },
	  false,
	  { { { "Papadopoulou", "Eleni" }, 1000, { 2017, 6, 1 }, { 2023, 3, 31 }, USUAL },
	    { { "Stratmann", "Svenja" }, 600, { 2023, 5, 1 }, { 0 }, USUAL },
	    { { "Karimi", "Nasrin" }, 400, { 2023, 5, 1 }, { 0 }, USUAL } } },
	{ "specialist",
	  "Fachkraft Sprachmittlung",
	  "ki",
	  "Laiensprachmittlerpool",
	  1000,
	  { 2017, 7, 1 },
	  { 0 },
	  false,
	  { { { "Petrenko", "Oksana" }, 1000, { 2017, 9, 1 }, { 0 }, UNUSUAL } } },
	{ "specialist",
	  "Fachkraft Städte und Gemeinden",
	  "ki",
	  "Zusammenarbeit mit den elf Städten und Gemeinden",
	  1000,
	  { 2018, 1, 1 },
	  { 0 },
	  false,
	  { { { "Uhlenbrock", "Hendrik" }, 1000, { 2018, 3, 1 }, { 2026, 6, 30 }, USUAL } } },
	{ "assistant",
	  "Verwaltungsassistenz",
	  "ki",
	  NULL,
	  500,
	  { 2016, 2, 1 },
	  { 0 },
	  false,
	  { { { "Zumbusch", "Petra" }, 500, { 2016, 2, 1 }, { 0 }, USUAL } } },
	{ "specialist",
	  "Fachkraft KOMM-AN",
	  "komman",
	  "Ehrenamt in der Flüchtlingshilfe",
	  1000,
	  { 2016, 4, 1 },
	  { 2024, 12, 31 },
	  false,
	  { { { "Lammers", "Judith" }, 1000, { 2016, 5, 1 }, { 2024, 12, 31 }, USUAL } } },
	{ "specialist",
	  "Fachkraft KOMM-AN (halbe Stelle)",
	  "komman",
	  "Ehrenamt in der Flüchtlingshilfe",
	  500,
	  { 2016, 4, 1 },
	  { 2024, 12, 31 },
	  false,
	  { { { "Azizi", "Farid" }, 500, { 2016, 8, 1 }, { 2023, 6, 30 }, USUAL } } },
	{ "specialist",
	  "KIM-Koordination",
	  "kim",
	  "Kommunales Integrationsmanagement",
	  1000,
	  { 2021, 1, 1 },
	  { 0 },
	  false,
	  { { { "Demirtaş", "Emre" }, 1000, { 2021, 4, 1 }, { 0 }, USUAL } } },
	{ "specialist",
	  "Fachkraft Ehrenamt",
	  "own",
	  "Begleitung von Ehrenamtlichen",
	  500,
	  { 2025, 1, 1 },
	  { 0 },
	  false,
	  { { { "Lammers", "Judith" }, 500, { 2025, 1, 1 }, { 0 }, USUAL } } },
};

static day told_day(const int d[3])
{
	return d[0] ? DAY(d[0], d[1], d[2]) : DAY_NONE;
}

/* Somebody who is told of twice is one person. */
struct known {
	struct demo_name name;
	int64_t id;
};
static err person_of(struct maker *m, struct list *known, struct demo_name name, bool *ret_new, int64_t *ret)
{
	*ret_new = false;
	LIST_EACH (const struct known, k, known)
		if (str_eq(str_of(k->name.family), str_of(name.family)) &&
		    str_eq(str_of(k->name.given), str_of(name.given))) {
			*ret = k->id;
			return OK;
		}
	*ret_new = true;
	TRY(make_person(m, name, ret));
	*LIST_ADD(m->cx->mem, known, struct known) = (struct known){ name, *ret };
	return OK;
}

/* Year by year from August on; the present one ends next summer, and nobody has prolonged it yet. */
static err seconded(struct maker *m, int64_t person, day from, day to, str home)
{
	int year, month, dom;
	for (day at = from; day_cmp(at, m->cx->today) <= 0 && (!day_is(to) || day_cmp(at, to) <= 0);) {
		day_split(at, &year, &month, &dom);
		day end = DAY(month >= 8 ? year + 1 : year, 7, 31);
		if (day_is(to) && day_cmp(to, end) < 0)
			end = to;
		TRY(make_secondment(m, person, at, end, home));
		at = day_add(end, 1);
	}
	return OK;
}

static err holder(struct maker *m, struct list *known, const struct post *p, const struct told_holder *h)
{
	int64_t person;
	bool fresh;
	day from = told_day(h->from), to = told_day(h->to);
	TRY(person_of(m, known, h->name, &fresh, &person));
	TRY(make_share(m, p, person, h->fte, from, to));
	if (fresh && h->papers != NOTHING)
		TRY(make_papers(m, person, p->kind, from, h->papers == USUAL));
	if (str_is(p->kind, "teacher"))
		TRY(seconded(m, person, from, to, demo_school(m->cx->mem, &m->chance, S("Dülmen"))));
	return OK;
}

static err posts(struct maker *m, struct list *known)
{
	int64_t before = 0;
	for (int i = 0; i < COUNT(told); i++) {
		const struct told_post *t = &told[i];
		struct post p = { .kind = str_of(t->kind),
			          .title = str_of(t->title),
			          .fte = t->fte,
			          .funding = str_of(t->funding),
			          .employer = str_is(str_of(t->kind), "teacher") ? S("land") : S("municipality"),
			          .focus = t->focus ? str_of(t->focus) : STR_NONE,
			          .valid_from = told_day(t->from),
			          .valid_to = told_day(t->to) };
		if (t->follows)
			p.follows_id = MAYBE(before);
		TRY(make_post(m, &p, &p.id));
		before = p.id;
		for (int h = 0; h < COUNT(t->holders) && t->holders[h].name.family; h++)
			TRY(holder(m, known, &p, &t->holders[h]));
		if (str_is(p.title, "Fachkraft Frühe Bildung"))
			TRY(make_cost(m, p.id, 2024, 4820000));
	}
	return OK;
}

/* The first head was a teacher, then a specialist followed; the deputy came from the other side each time. */
static err leaders(struct maker *m, struct list *known)
{
	static const struct {
		struct demo_name name;
		const char *office;
		int from[3], to[3];
	} terms[] = { { { "Tenbrink", "Jörg" }, "head", { 2016, 8, 1 }, { 2021, 7, 31 } },
		      { { "Böckmann", "Frauke" }, "deputy", { 2016, 8, 1 }, { 2021, 7, 31 } },
		      { { "Overbeck", "Ralf" }, "head", { 2021, 8, 1 }, { 0 } },
		      { { "Althoff", "Miriam" }, "deputy", { 2021, 8, 1 }, { 0 } } };
	for (int i = 0; i < COUNT(terms); i++) {
		int64_t person;
		bool fresh;
		TRY(person_of(m, known, terms[i].name, &fresh, &person));
		TRY(make_leading(m, person, terms[i].office, told_day(terms[i].from), told_day(terms[i].to)));
	}
	return OK;
}

/* Asked, answered, not yet decided: until then it is a breach. */
static err exceptions(struct maker *m, struct list *known)
{
	int64_t person;
	bool fresh;
	TRY(person_of(m, known, (struct demo_name){ "Petrenko", "Oksana" }, &fresh, &person));
	day applied = day_add(m->cx->today, -40);
	struct exception_case e = { .person_id = person,
		                    .kind = S("specialist"),
		                    .applied_on = applied,
		                    .grounds =
		                            S("Beispiel: baut den Sprachmittlerpool seit neun Jahren auf, spricht vier "
		                              "Sprachen; das Studium hat keine einschlägigen Inhalte") };
	const struct exception_step steps[] = {
		{ .day = day_add(applied, 5),
		  .kind = S("asked"),
		  .party = S("ministry"),
		  .note = S("Schreiben mit Werdegang und Zeugnissen") },
		{ .day = day_add(applied, 31),
		  .kind = S("answered"),
		  .party = S("ministry"),
		  .note = S("Keine Bedenken; die Entscheidung liegt beim Kreis") },
	};
	return make_exception(m, &e, steps, COUNT(steps));
}

err make_coesfeld(struct maker *m)
{
	struct list known = { 0 };
	TRY(posts(m, &known));
	TRY(leaders(m, &known));
	return exceptions(m, &known);
}
