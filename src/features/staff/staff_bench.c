/* Staff of a chosen size: posts that are set up anew with every year, each shared by two people who divide it anew five
 * times a year. That is more movement than a KI has; the size is what matters. */
#include "features/staff/staff_bench.h"

#include "features/staff/staff_demo_maker.h"
#include "features/staff/staff_model.h"

enum { OCCUPIED };
const struct sql staff_bench_sql[] = {
	[OCCUPIED] = { "SELECT count(*) AS n FROM (SELECT id FROM (SELECT id FROM post LIMIT 1) p UNION ALL"
	               " SELECT id FROM (SELECT id FROM person LIMIT 1) n) x",
	               "" },
	{ 0 },
};

/* A line of the plan that goes on from year to year. */
static const struct {
	const char *kind, *title, *funding, *focus;
	int fte;
} lines[] = {
	{ "teacher", "Lehrkraft Schulentwicklung", "land", "Durchgängige Sprachbildung", 1000 },
	{ "teacher", "Lehrkraft Seiteneinstieg", "land", "Beratung neu zugewanderter Schülerinnen und Schüler", 1000 },
	{ "specialist", "Fachkraft Frühe Bildung", "ki", "Elementarbereich, Griffbereit und Rucksack Kita", 1000 },
	{ "specialist", "Fachkraft Seiteneinstieg", "ki", "Schulische Erstberatung", 1000 },
	{ "specialist", "Fachkraft Interkulturelle Öffnung", "ki", "Fortbildung der Verwaltung", 1000 },
	{ "specialist", "Fachkraft Sprachmittlung", "ki", "Laiensprachmittlerpool", 1000 },
	{ "assistant", "Verwaltungsassistenz", "ki", NULL, 500 },
	{ "specialist", "Fachkraft KOMM-AN", "komman", "Ehrenamt in der Flüchtlingshilfe", 1000 },
	{ "specialist", "KIM-Koordination", "kim", "Kommunales Integrationsmanagement", 1000 },
	{ "specialist", "Fachkraft Ehrenamt", "own", "Begleitung von Ehrenamtlichen", 500 },
};
enum { LINES = sizeof lines / sizeof *lines, PARTS = 5, TEACHERS = 2, HEAD = 2, DEPUTY = 0 };

struct holder {
	int64_t person; /* 0: nobody yet */
	day since;
	bool leaves; /* at the end of the year */
};
struct bench {
	struct maker m;
	struct chance year_chance; /* of what has to be alike in every database: not of the people */
	struct staff_bench_size size;
	struct holder holders[LINES][2];
	int64_t before[LINES]; /* the post of the year before; 0: none */
	int first, last;
};

static err arrive(struct bench *b, int line, struct holder *h, day since)
{
	struct maker *m = &b->m;
	if (h->person)
		return OK;
	*h = (struct holder){ .since = since };
	TRY(make_person(m, demo_name(&m->chance), &h->person));
	b->size.people++;
	TRY(make_papers(m, h->person, str_of(lines[line].kind), since, chance_percent(&m->chance, 95)));
	if (line >= TEACHERS)
		return OK;
	return make_secondment(m, h->person, since, day_of(day_year(since), 7, 31),
	                       demo_school(m->cx->mem, &m->chance, m->centre.seat));
}

/* Who goes at the end of the year; of those who go, office and secondment end too. */
static err depart(struct bench *b, int line, struct holder *h, int year)
{
	struct maker *m = &b->m;
	h->leaves = year < b->last && chance_percent(&m->chance, 25);
	day end = day_of(year, 12, 31);
	bool leads = h == b->holders[line] && (line == HEAD || line == DEPUTY);
	if (line < TEACHERS)
		TRY(make_secondment(m, h->person, day_of(year, 8, 1), h->leaves ? end : day_of(year + 1, 7, 31),
		                    demo_school(m->cx->mem, &m->chance, m->centre.seat)));
	if (leads && (h->leaves || year == b->last))
		TRY(make_leading(m, h->person, line == HEAD ? "head" : "deputy", h->since, h->leaves ? end : DAY_NONE));
	if (h->leaves)
		h->person = 0;
	return OK;
}

/* Ten shares: five parts of the year, two people. */
static err fill(struct bench *b, int line, const struct post *p, int year)
{
	static const int months[PARTS] = { 1, 3, 6, 8, 11 };
	struct holder *h = b->holders[line];
	for (int i = 0; i < PARTS; i++) {
		day from = day_of(year, months[i], 1);
		day to = i + 1 < PARTS ? day_add(day_of(year, months[i + 1], 1), -1) : p->valid_to;
		int64_t first = p->fte * chance_between(&b->year_chance, 4, 6) / 10;
		TRY(make_share(&b->m, p, h[0].person, first, from, to));
		TRY(make_share(&b->m, p, h[1].person, p->fte - first, from, to));
		b->size.shares += 2;
	}
	return OK;
}

static err line_of_year(struct bench *b, int line, int year)
{
	bool teacher = line < TEACHERS;
	struct holder *h = b->holders[line];
	day first = day_of(year, 1, 1);
	struct post p = { .kind = str_of(lines[line].kind),
		          .title = str_of(lines[line].title),
		          .fte = lines[line].fte,
		          .funding = str_of(lines[line].funding),
		          .employer = teacher ? S("land") : S("municipality"),
		          .focus = lines[line].focus ? str_of(lines[line].focus) : STR_NONE,
		          .valid_from = first,
		          .valid_to = year < b->last ? day_of(year, 12, 31) : DAY_NONE };
	if (b->before[line])
		p.follows_id = MAYBE(b->before[line]);
	TRY(make_post(&b->m, &p, &p.id));
	b->before[line] = p.id;
	b->size.posts++;
	TRY(arrive(b, line, &h[0], first));
	TRY(arrive(b, line, &h[1], first));
	TRY(fill(b, line, &p, year));
	TRY(depart(b, line, &h[0], year));
	return depart(b, line, &h[1], year);
}

static err make_centre(struct cx *cx, const void *in, void *ret)
{
	struct bench b = *(const struct bench *)in;
	int64_t id = b.m.centre.id;
	b.m.chance.state = 0xbe4c4 + (uint64_t)id * 7919;
	/* The tenth line: of every fourth KI, but not of the one that is measured. */
	int count = id % 4 == 0 && !str_is(b.m.centre.slug, "coesfeld") ? LINES : LINES - 1;
	for (int year = b.first; year <= b.last; year++) {
		b.year_chance.state = (uint64_t)id * 7919 + (uint64_t)year;
		for (int line = 0; line < count; line++)
			TRY(line_of_year(&b, line, year));
	}
	*(struct staff_bench_size *)ret = b.size;
	return staff_sums_in_tx(cx, id);
}

static err add_centre(struct cx *cx, const struct staff_bench_in *in, const struct demo_centre *c,
                      struct staff_bench_size *ret)
{
	int last = day_year(cx->today);
	struct staff_bench_size size;
	struct bench b = { .m = { .cx = cx, .centre = *c }, .first = last - in->years + 1, .last = last };
	b.m.tenant = (struct tenant){ .id = c->id, .slug = c->slug, .kind = c->kind };
	TRY(db_tx(cx, "bench staff", make_centre, &b, &size, sizeof size));
	ret->centres++;
	ret->posts += size.posts;
	ret->people += size.people;
	ret->shares += size.shares;
	return OK;
}

err staff_bench(struct cx *cx, const struct staff_bench_in *in, struct staff_bench_size *ret)
{
	struct list centres;
	int64_t rows;
	*ret = (struct staff_bench_size){ 0 };
	TRY(db_int(cx, &staff_bench_sql[OCCUPIED], &rows, V_NONE));
	ret->occupied = rows > 0;
	if (ret->occupied)
		return OK;
	TRY(make_centres(cx, &centres));
	for (int others = 0; others < 2; others++)
		LIST_EACH (const struct demo_centre, c, &centres) {
			if (str_is(c->slug, "coesfeld") == others || ret->centres == in->centres)
				continue;
			struct arena_mark mark = arena_mark(cx->mem);
			TRY(add_centre(cx, in, c, ret));
			arena_release(cx->mem, mark);
		}
	return OK;
}
