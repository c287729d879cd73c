#include "features/activities/activity_demo.h"

#include <string.h>

#include "core/audit.h"
#include "core/user.h"
#include "features/activities/activity_demo_parts.h"
#include "features/activities/activity_rows.h"

enum { SEED = 0x5eed5, WORKING_DAYS = 230, COESFELD_A_YEAR = 900, TOWNS_MOST = 60 };
#define MINUTE_MS INT64_C(60000)

#define INSERT "INSERT INTO activity (centre_id, account_id, said_by, said_at, " ACTIVITY_SAID ") VALUES "
#define ROW_1 "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17"
#define ROW_2 "$1, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33"
#define ROW_3 "$1, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49"
#define ROW_LETTERS "ist" ACTIVITY_SAID_LETTERS
enum { CENTRES, TOWNS, THREE, ONE, ROW_VALUES = 16 };
const struct sql activity_demo_sql[] = {
	/* tenant: all */
	[CENTRES] = { "SELECT id, slug, name, kind FROM centre ORDER BY id LIMIT 100", "" },
	[TOWNS] = { "SELECT ags8, name FROM municipality WHERE centre_id = $1 ORDER BY sort_name LIMIT 100", "i" },
	/* Three at once: fewer statements. The last of a KI may stand alone. */
	[THREE] = { INSERT "(" ROW_1 "), (" ROW_2 "), (" ROW_3 ")", "i" ROW_LETTERS ROW_LETTERS ROW_LETTERS },
	[ONE] = { INSERT "(" ROW_1 ")", "i" ROW_LETTERS },
	{ 0 },
};

static const struct field centre_fields[] = { FIELD(struct tenant, id, KIND_INT), FIELD(struct tenant, slug, KIND_TEXT),
	                                      FIELD(struct tenant, name, KIND_TEXT),
	                                      FIELD(struct tenant, kind, KIND_TEXT) };
const struct record activity_demo_centre_rec = RECORD("activity_demo_centre", struct tenant, centre_fields);
static const struct field town_fields[] = { FIELD(struct demo_town, ags8, KIND_TEXT),
	                                    FIELD(struct demo_town, name, KIND_TEXT) };
static const struct record town_rec = RECORD("activity_demo_town", struct demo_town, town_fields);

/* Who records at a KI; those of Kreis Coesfeld who can sign in are accounts. */
struct writer {
	str name;
	struct maybe account;
};
struct teller {
	struct cx *cx;
	struct chance chance;
	struct tenant centre;
	struct list towns; /* struct demo_town */
	str seat;
	struct writer writers[6];
	int n_writers, a_year;
	bool told; /* Kreis Coesfeld in the demo: with accounts, and with a month that wants looking at */
	day from, last;
	day quiet;          /* the Monday of a week in which the specialist of Kreis Coesfeld recorded nothing */
	struct list values; /* struct bound: ROW_VALUES for each activity */
};

/* --- how much, and what ------------------------------------------------------------------------------------------- */

/* Percent of a usual day: the year of a KI, and the spring of 2022, when more than two hundred thousand came. */
static int busy(day d)
{
	static const int months[12] = { 90, 105, 115, 95, 105, 115, 85, 80, 120, 100, 125, 75 };
	int year, month, dom;
	day_split(d, &year, &month, &dom);
	int percent = months[month - 1];
	if (activity_demo_holidays(d))
		percent = percent * 35 / 100;
	if (year == 2022 && month >= 3)
		percent = percent * (month <= 6 ? 160 : 135) / 100;
	return percent;
}

static const struct demo_story *choose(struct teller *t, day d)
{
	bool holidays = activity_demo_holidays(d), rise = day_year(d) == 2022 && day_cmp(d, day_of(2022, 3, 1)) >= 0;
	int total = 0, weights[64];
	ASSERT(activity_demo_story_count <= 64);
	for (int i = 0; i < activity_demo_story_count; i++) {
		const struct demo_story *s = &activity_demo_stories[i];
		weights[i] = s->weight * (rise && s->of_newcomers ? 3 : 1);
		if (holidays && s->of_school)
			weights[i] /= 10;
		total += weights[i];
	}
	int at = chance_below(&t->chance, total), i = 0;
	while (at >= weights[i])
		at -= weights[i++];
	return &activity_demo_stories[i];
}

static const struct writer *writer_of(struct teller *t, day d)
{
	const struct writer *w = &t->writers[chance_below(&t->chance, t->n_writers)];
	bool quiet = day_is(t->quiet) && day_cmp(d, t->quiet) >= 0 && day_diff(d, t->quiet) < 7;
	return quiet && w->account.has ? &t->writers[t->n_writers - 1] : w;
}

static void keep(struct teller *t, const struct activity *a, const struct writer *w)
{
	struct cx *cx = t->cx;
	/* Some at once, most on the same day, some at the end of the week. */
	int lag = chance_percent(&t->chance, 70) ? 0 : chance_between(&t->chance, 1, 5);
	instant said = instant_at(day_add(a->day, lag), 15 * 60 + chance_below(&t->chance, 150));
	instant today = instant_at(cx->today, 0); /* today is left to whoever looks at the demo */
	if (said.ms >= today.ms)
		said = (instant){ today.ms - chance_between(&t->chance, 360, 500) * MINUTE_MS };
	struct bounds row = V(w->account, w->name, said, ACTIVITY_SAID_BOUND(a));
	ASSERT(row.n == ROW_VALUES);
	for (int i = 0; i < row.n; i++)
		*LIST_ADD(cx->mem, &t->values, struct bound) = row.v[i];
}

/* Few are many, most are in the lower half. */
static int64_t participants(struct teller *t, const struct demo_story *s)
{
	int half = s->least + (s->most - s->least) / 2;
	return chance_percent(&t->chance, 75) ? chance_between(&t->chance, s->least, half)
	                                      : chance_between(&t->chance, half, s->most);
}

static void happen(struct teller *t, day d)
{
	struct chance *c = &t->chance;
	const struct demo_story *s = choose(t, d);
	const struct demo_town *town = LIST_AT(&t->towns, struct demo_town, (size_t)chance_below(c, (int)t->towns.n));
	bool city = t->towns.n == 1;
	struct activity a = { .day = d, .people = MAYBE(chance_percent(c, 80) ? 1 : 2) };
	for (int part = 0; part < PARTS; part++)
		a.code[part] = str_of(s->codes[part]);
	a.partner = activity_demo_partner(t->cx, c, s->with, town->name, t->seat, city);
	if (city || (s->with != WITH_LAND && s->with != WITH_NOBODY && str_ends(a.partner, town->name.p)))
		a.ags8 = town->ags8;
	if (s->most)
		a.participants = MAYBE(participants(t, s));
	a.minutes = MAYBE(s->minutes + chance_below(c, (s->longest - s->minutes) / 15 + 1) * 15);
	int notes = s->notes[1] ? 2 : 1;
	if (chance_percent(c, 45))
		a.note = str_of(s->notes[chance_below(c, notes)]);
	keep(t, &a, writer_of(t, d));
}

static void live(struct teller *t)
{
	for (day d = t->from; day_cmp(d, t->last) <= 0; d = day_add(d, 1)) {
		/* Saturdays see an event now and then, Sundays and holidays nothing. */
		int share = day_is_working(d) ? 100 : day_weekday(d) == 6 && !holiday_nrw(d) ? 6 : 0;
		int parts = t->a_year * busy(d) / 100 * share; /* of WORKING_DAYS * 100 */
		int n = parts / (WORKING_DAYS * 100);
		n += chance_below(&t->chance, WORKING_DAYS * 100) < parts % (WORKING_DAYS * 100);
		for (int i = 0; i < n; i++)
			happen(t, d);
	}
}

/* --- what a head should see before a report ----------------------------------------------------------------------- */

static void add_odd(struct teller *t, day d, int story, const char *partner, int64_t n, const char *note)
{
	const struct demo_story *s = &activity_demo_stories[story];
	struct activity a = { .day = d,
		              .partner = str_of(partner),
		              .participants = { .v = n, .has = n > 0 },
		              .minutes = MAYBE(s->minutes),
		              .people = MAYBE(1),
		              .note = note ? str_of(note) : STR_NONE };
	for (int part = 0; part < PARTS; part++)
		a.code[part] = str_of(s->codes[part]);
	keep(t, &a, &t->writers[0]);
}

static void odd_month(struct teller *t)
{
	int year, month, dom;
	enum { ADVICE = 2, PARENTS = 4, FEST = 19 };
	day_split(t->cx->today, &year, &month, &dom);
	day first = day_add_months(day_of(year, month, 1), -1);
	day third = day_add_working(first, 3), eighth = day_add_working(first, 8);
	add_odd(t, third, ADVICE, "Gesamtschule Senden", 6, NULL);
	add_odd(t, third, ADVICE, "Gesamtschule Senden", 6, NULL);
	add_odd(t, eighth, FEST, "Sportverein Dülmen", 4000, "Fest der Kulturen, gemeinsam mit dem Stadtfest");
	add_odd(t, day_add_working(first, 6), PARENTS, "Kita Sonnenschein Nottuln", 0, NULL);
}

/* --- one KI after the other --------------------------------------------------------------------------------------- */

static err find_writers(struct teller *t)
{
	static const char *const names[] = { "J. Althoff", "M. Becker", "S. Demir",   "K. Feldkamp", "N. Haddad",
		                             "B. Kemper",  "L. Nowak",  "P. Rensing", "T. Wessels" };
	static const char *const logins[] = { "head@coesfeld", "specialist@coesfeld", "administrator@coesfeld" };
	for (int i = 0; t->told && i < 3; i++) {
		struct user u;
		TRY(user_by_login(t->cx, str_of(logins[i]), &u));
		t->writers[t->n_writers++] = (struct writer){ u.name, MAYBE(u.id) };
	}
	for (int i = 0; i < 3; i++)
		t->writers[t->n_writers++] = (struct writer){
			.name = str_of(names[(t->centre.id * 2 + i * 3) % (int)(sizeof names / sizeof *names)])
		};
	return OK;
}

/* "Kreis Coesfeld" has its seat in Coesfeld; of others it is the town that is called like the Kreis, else the Kreis. */
static str seat_of(const struct teller *t, str carrier)
{
	LIST_EACH (const struct demo_town, town, &t->towns)
		if (str_has(carrier, town->name.p))
			return town->name;
	return carrier;
}

static err store(struct teller *t)
{
	struct db_many threes = { .sql = &activity_demo_sql[THREE] }, ones = { .sql = &activity_demo_sql[ONE] };
	const struct bound *values = t->values.items;
	for (size_t left = t->values.n / ROW_VALUES; left > 0;) {
		struct bound all[1 + 3 * ROW_VALUES] = { BIND(t->centre.id) };
		size_t rows = left >= 3 ? 3 : 1;
		memcpy(all + 1, values, rows * ROW_VALUES * sizeof *all);
		db_many_add(t->cx, rows == 3 ? &threes : &ones, (struct bounds){ all, (int)(1 + rows * ROW_VALUES) });
		values += rows * ROW_VALUES;
		left -= rows;
	}
	TRY(db_many_run(t->cx, &threes, NULL));
	return db_many_run(t->cx, &ones, NULL);
}

static err tell(struct cx *cx, const void *in, void *ret UNUSED)
{
	struct teller t = *(const struct teller *)in;
	t.cx = cx;
	TRY(db_list(cx, &activity_demo_sql[TOWNS], &town_rec, &t.towns, V(t.centre.id)));
	ASSERT(t.towns.n > 0 && t.towns.n <= TOWNS_MOST);
	t.seat = seat_of(&t, t.centre.name);
	TRY(find_writers(&t));
	live(&t);
	if (t.told)
		odd_month(&t);
	audit_note(cx, "activity.demo", str_print(cx->mem, "centres/" STR_FMT "/activities", STR_ARG(t.centre.slug)),
	           MAYBE(t.centre.id));
	return store(&t);
}

static err count_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct teller *t = in;
	return activity_sums_in_tx(cx, t->from, cx->today);
}

err activity_demo_span_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct demo_span *s = in;
	const struct teller t = { .centre = *s->centre,
		                  .chance = { SEED + (uint64_t)s->from.n },
		                  .from = s->from,
		                  .last = s->last,
		                  .a_year = s->a_year };
	TRY(tell(cx, &t, ret));
	return activity_sums_in_tx(cx, s->from, s->last);
}

err activity_demo(struct cx *cx)
{
	struct list centres = { 0 };
	int year, month, dom;
	day_split(cx->today, &year, &month, &dom);
	struct teller t = { .from = day_of(year - 3, month, 1), .last = day_add(cx->today, -1) };
	if (day_cmp(day_of(2022, 1, 1), t.from) < 0)
		t.from = day_of(2022, 1, 1);
	TRY(db_list(cx, &activity_demo_sql[CENTRES], &activity_demo_centre_rec, &centres, V_NONE));
	LIST_EACH (const struct tenant, centre, &centres) {
		bool coesfeld = str_is(centre->slug, "coesfeld");
		struct arena_mark mark = arena_mark(cx->mem);
		t.centre = *centre;
		t.told = coesfeld;
		t.chance = (struct chance){ SEED + (uint64_t)centre->id * 7919 };
		t.a_year = coesfeld ? COESFELD_A_YEAR : 82 + chance_below(&t.chance, 8) * chance_below(&t.chance, 12);
		t.quiet = coesfeld ? day_add(day_of(year, month, 1),
		                             -17 + 1 - day_weekday(day_add(day_of(year, month, 1), -17)))
		                   : DAY_NONE;
		TRY(db_tx(cx, "activity demo", tell, &t, NULL, 0));
		arena_release(cx->mem, mark);
	}
	return db_tx(cx, "activity sums", count_tx, &t, NULL, 0);
}
