#include "features/interpreters/pool_load.h"

#include <string.h>

#include "features/interpreters/pool_crew.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/tax_ceiling.h"
#include "features/rulebook/rulebook.h"

/* --- rows --------------------------------------------------------------------------------------------------------- */

struct person_row {
	int64_t id;
	str name, gender, tax_kind;
	bool interpreting, guiding, translating;
	struct maybe lat, lon, most_per_week;
};
static const struct field person_fields[] = {
	FIELD(struct person_row, id, KIND_INT),
	FIELD(struct person_row, name, KIND_TEXT),
	FIELD(struct person_row, gender, KIND_TEXT),
	FIELD(struct person_row, tax_kind, KIND_TEXT),
	FIELD(struct person_row, interpreting, KIND_BOOL),
	FIELD(struct person_row, guiding, KIND_BOOL),
	FIELD(struct person_row, translating, KIND_BOOL),
	FIELD(struct person_row, lat, KIND_INT, .maybe = true),
	FIELD(struct person_row, lon, KIND_INT, .maybe = true),
	FIELD(struct person_row, most_per_week, KIND_INT, .maybe = true),
};
static const struct record person_rec = RECORD("interpreter", struct person_row, person_fields);

struct language_row {
	int64_t interpreter_id;
	str language_code, of_code, level;
	bool all_dialects, on_site, phone, video, written;
};
static const struct field language_fields[] = {
	FIELD(struct language_row, interpreter_id, KIND_INT), FIELD(struct language_row, language_code, KIND_TEXT),
	FIELD(struct language_row, of_code, KIND_TEXT),       FIELD(struct language_row, level, KIND_TEXT),
	FIELD(struct language_row, all_dialects, KIND_BOOL),  FIELD(struct language_row, on_site, KIND_BOOL),
	FIELD(struct language_row, phone, KIND_BOOL),         FIELD(struct language_row, video, KIND_BOOL),
	FIELD(struct language_row, written, KIND_BOOL),
};
static const struct record language_rec_ = RECORD("interpreter_language", struct language_row, language_fields);

struct hours_row {
	int64_t interpreter_id, weekday, from_minute, to_minute;
};
static const struct field hours_fields[] = {
	FIELD(struct hours_row, interpreter_id, KIND_INT),
	FIELD(struct hours_row, weekday, KIND_INT),
	FIELD(struct hours_row, from_minute, KIND_INT),
	FIELD(struct hours_row, to_minute, KIND_INT),
};
static const struct record hours_rec = RECORD("interpreter_hours", struct hours_row, hours_fields);

struct days_row {
	int64_t interpreter_id;
	str kind;
	day day_from, day_to;
};
static const struct field days_fields[] = {
	FIELD(struct days_row, interpreter_id, KIND_INT),
	FIELD(struct days_row, kind, KIND_TEXT),
	FIELD(struct days_row, day_from, KIND_DAY),
	FIELD(struct days_row, day_to, KIND_DAY),
};
static const struct record days_rec = RECORD("interpreter_exception", struct days_row, days_fields);

struct booked_row {
	int64_t interpreter_id, id;
	instant starts_at, ends_at;
	str mode;
	struct maybe lat, lon;
};
static const struct field booked_fields[] = {
	FIELD(struct booked_row, interpreter_id, KIND_INT),
	FIELD(struct booked_row, id, KIND_INT),
	FIELD(struct booked_row, starts_at, KIND_INSTANT),
	FIELD(struct booked_row, ends_at, KIND_INSTANT),
	FIELD(struct booked_row, mode, KIND_TEXT),
	FIELD(struct booked_row, lat, KIND_INT, .maybe = true),
	FIELD(struct booked_row, lon, KIND_INT, .maybe = true),
};
static const struct record booked_rec = RECORD("booking_now", struct booked_row, booked_fields);

/* Sums of a person. */
struct sum_row {
	int64_t interpreter_id, a, b, c;
};
static const struct field sum_fields[] = {
	FIELD(struct sum_row, interpreter_id, KIND_INT),
	FIELD(struct sum_row, a, KIND_INT),
	FIELD(struct sum_row, b, KIND_INT),
	FIELD(struct sum_row, c, KIND_INT),
};
static const struct record sum_rec = RECORD("interpreter_sum", struct sum_row, sum_fields);

struct work_row {
	int64_t interpreter_id;
	str occasion;
	int64_t a, b;
};
static const struct field work_fields[] = {
	FIELD(struct work_row, interpreter_id, KIND_INT),
	FIELD(struct work_row, occasion, KIND_TEXT),
	FIELD(struct work_row, a, KIND_INT),
	FIELD(struct work_row, b, KIND_INT),
};
static const struct record work_rec = RECORD("interpreter_work", struct work_row, work_fields);

/* --- statements --------------------------------------------------------------------------------------------------- */

enum { PEOPLE, LANGUAGES, STEPS, HOURS, DAYS, BOOKED, WORK, ANSWERS, EARNED, YEARS };
#define TAKEN " AND n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled')"
const struct sql pool_load_sql[] = {
	[PEOPLE] = { "SELECT i.id, i.given_name || ' ' || i.family_name AS name, i.gender, i.tax_kind, i.interpreting,"
	             " i.guiding, i.translating, i.lat, i.lon, i.most_per_week FROM interpreter i WHERE i.centre_id = "
	             "$1"
	             " ORDER BY i.id LIMIT 2000",
	             "i" },
	[LANGUAGES] = { "SELECT s.interpreter_id, s.language_code, l.of_code, s.level, s.all_dialects, s.on_site,"
	                " s.phone, s.video, s.written FROM interpreter_language s JOIN language l"
	                " ON l.code = s.language_code WHERE s.centre_id = $1 ORDER BY s.interpreter_id, s.id LIMIT "
	                "20000",
	                "i" },
	[STEPS] = { "SELECT t.id, t.interpreter_id, t.kind, t.day, t.until, t.note, t.withdrawn_on, t.recorded_by,"
	            " t.recorded_at FROM interpreter_step t WHERE t.centre_id = $1"
	            " ORDER BY t.interpreter_id, t.day, t.id LIMIT 50000",
	            "i" },
	[HOURS] = { "SELECT h.interpreter_id, h.weekday, h.from_minute, h.to_minute FROM interpreter_hours h"
	            " WHERE h.centre_id = $1 ORDER BY h.interpreter_id, h.id LIMIT 50000",
	            "i" },
	[DAYS] = { "SELECT e.interpreter_id, e.kind, e.day_from, e.day_to FROM interpreter_exception e"
	           " WHERE e.centre_id = $1 AND e.day_to >= $2 AND e.day_from <= $3"
	           " ORDER BY e.interpreter_id, e.id LIMIT 50000",
	           "idd" },
	[BOOKED] = { "SELECT n.interpreter_id, n.booking_id AS id, n.starts_at, n.ends_at, b.mode, c.lat, c.lon"
	             " FROM booking_now n JOIN booking b ON b.id = n.booking_id"
	             " LEFT JOIN booking_contact c ON c.booking_id = n.booking_id WHERE n.centre_id = $1"
	             " AND n.held_on BETWEEN $2 AND $3" TAKEN " ORDER BY n.interpreter_id, n.starts_at LIMIT 50000",
	             "idd" },
	/* a: since $3, b: all, both held or to come; from $2 on */
	[WORK] = { "SELECT n.interpreter_id, b.occasion, SUM(CASE WHEN n.held_on >= $3 THEN 1 ELSE 0 END) AS a,"
	           " count(*) AS b FROM booking_now n JOIN booking b ON b.id = n.booking_id WHERE n.centre_id = $1"
	           " AND n.held_on >= $2 AND n.interpreter_id IS NOT NULL" TAKEN
	           " GROUP BY n.interpreter_id, b.occasion ORDER BY n.interpreter_id, b.occasion LIMIT 50000",
	           "idd" },
	/* a: yes, b: no, c: asked; since $2. By person, so that what is older is not read. */
	[ANSWERS] = { "SELECT e.interpreter_id, SUM(CASE WHEN e.kind = 'accepted' THEN 1 ELSE 0 END) AS a,"
	              " SUM(CASE WHEN e.kind = 'declined' THEN 1 ELSE 0 END) AS b,"
	              " SUM(CASE WHEN e.kind = 'asked' THEN 1 ELSE 0 END) AS c FROM interpreter i"
	              " CROSS JOIN booking_event e WHERE i.centre_id = $1 AND e.centre_id = $1 AND e.interpreter_id = "
	              "i.id"
	              " AND e.at >= $2 AND e.kind IN ('asked', 'accepted', 'declined')"
	              " GROUP BY e.interpreter_id ORDER BY e.interpreter_id LIMIT 2000",
	              "it" },
	/* a: the year, b: booked and not settled; or settled and paid in that year. The years' first and last day,
	 * their beginning and end. What is settled is read by person, what is not by its stage. */
	[EARNED] = { "SELECT x.interpreter_id, x.a, SUM(x.b) AS b, 0 AS c FROM ("
	             "SELECT n.interpreter_id, CAST(substr(n.held_on, 1, 4) AS INTEGER) AS a, n.expected_cents AS b"
	             " FROM booking_now n WHERE n.centre_id = $1 AND n.starts_at >= $4 AND n.starts_at < $5"
	             " AND n.stage IN ('booked', 'reported', 'disputed', 'signed') AND n.interpreter_id IS NOT NULL"
	             " UNION ALL SELECT l.interpreter_id, CAST(substr(l.paid_on, 1, 4) AS INTEGER) AS a, l.cents AS b"
	             " FROM interpreter i CROSS JOIN settlement_line l WHERE i.centre_id = $1 AND l.centre_id = $1"
	             " AND l.interpreter_id = i.id AND l.paid_on BETWEEN $2 AND $3 AND l.part <> 'travel_cost') x"
	             " GROUP BY x.interpreter_id, x.a ORDER BY x.interpreter_id, x.a LIMIT 8000",
	             "iddtt" },
	/* a: the year, b: other income, c: consented */
	[YEARS] = { "SELECT y.interpreter_id, y.year AS a, y.other_cents AS b,"
	            " CASE WHEN y.consent_on IS NULL THEN 0 ELSE 1 END AS c FROM interpreter_year y"
	            " WHERE y.centre_id = $1 AND y.year BETWEEN $2 AND $3 ORDER BY y.interpreter_id, y.year LIMIT 8000",
	            "iii" },
	{ 0 },
};

/* --- putting them together ---------------------------------------------------------------------------------------- */

/* The rows of all lists are sorted by person: each list is walked once, beside the people. */
struct walk {
	const char *at, *end;
	size_t size;
};
static struct walk walk_of(const struct list *l)
{
	const char *p = l->items;
	return (struct walk){ p, p ? p + l->n * l->size : p, l->size };
}

/* The next row of this person; NULL: there is none. Rows begin with the person's id, but for those of steps. */
static const void *next_of(struct walk *w, int64_t id, size_t offset)
{
	while (w->at < w->end) {
		int64_t whose = *(const int64_t *)(const void *)(w->at + offset);
		if (whose > id)
			return NULL;
		const void *row = w->at;
		w->at += w->size;
		if (whose == id)
			return row;
	}
	return NULL;
}
#define EACH_OF(type, row, walk, id, offset)                                                                           \
	for (const type *row = next_of((walk), (id), (offset)); row; row = next_of((walk), (id), (offset)))

struct rows {
	struct list people, languages, steps, hours, days, booked, work, answers, earned, years;
};
struct walks {
	struct walk languages, steps, hours, days, booked, work, answers, earned, years;
};

static struct place place_of(struct maybe lat, struct maybe lon)
{
	return (struct place){ (int32_t)lat.v, (int32_t)lon.v };
}

static void add_languages(struct arena *a, struct fit_person *p, struct walk *w)
{
	EACH_OF(struct language_row, r, w, p->id, 0)
	{
		struct fit_language *l = LIST_ADD(a, &p->languages, struct fit_language);
		*l = (struct fit_language){ .language = r->of_code.p ? r->of_code : r->language_code,
			                    .dialect = r->of_code.p ? r->language_code : STR_NONE,
			                    .all_dialects = r->all_dialects,
			                    .level = fit_level_of(r->level),
			                    .modes = (r->on_site ? FIT_ON_SITE : 0u) | (r->phone ? FIT_PHONE : 0u) |
			                             (r->video ? FIT_VIDEO : 0u) | (r->written ? FIT_WRITTEN : 0u) };
	}
}

struct fit_papers pool_papers_of(const struct interpreter_standing *s, day from)
{
	return (struct fit_papers){
		from,          s->listed_from,  s->left_on,         s->trained_on,  s->trained_until,
		s->pledged_on, s->certified_on, s->certified_until, s->paused_from, s->paused_until
	};
}

static void look_for(day d, day after, day last, day *next)
{
	if (day_is(d) && day_cmp(d, after) > 0 && day_cmp(d, last) <= 0 && (!day_is(*next) || day_cmp(d, *next) < 0))
		*next = d;
}

/* The next day on which something can be different: a step begins to count or no longer does, a pause is over. */
static day next_change(const struct list *steps, day after, day last)
{
	day next = DAY_NONE;
	LIST_EACH (const struct interpreter_step, t, steps) {
		look_for(t->day, after, last, &next);
		look_for(t->withdrawn_on, after, last, &next);
		if (day_is(t->until))
			look_for(day_add(t->until, 1), after, last, &next);
	}
	return next;
}

static void add_papers(struct arena *a, struct fit_person *p, struct walk *w, day first, day last)
{
	struct list steps = { 0 };
	EACH_OF(struct interpreter_step, s, w, p->id, offsetof(struct interpreter_step, interpreter_id))
	*LIST_ADD(a, &steps, struct interpreter_step) = *s;
	struct interpreter_standing st = interpreter_standing_of(a, &steps, first);
	p->papers = pool_papers_of(&st, first);
	for (day d = next_change(&steps, first, last); day_is(d); d = next_change(&steps, d, last)) {
		st = interpreter_standing_of(a, &steps, d);
		const struct fit_papers *now =
		        p->later.n ? LIST_AT(&p->later, struct fit_papers, p->later.n - 1) : &p->papers;
		struct fit_papers then = pool_papers_of(&st, now->from);
		if (memcmp(now, &then, sizeof then) == 0)
			continue;
		then.from = d;
		*LIST_ADD(a, &p->later, struct fit_papers) = then;
	}
}

static void add_times(struct arena *a, struct fit_person *p, struct walks *w)
{
	EACH_OF(struct hours_row, r, &w->hours, p->id, 0)
	*LIST_ADD(a, &p->hours, struct fit_hours) =
	        (struct fit_hours){ (int)r->weekday, (int)r->from_minute, (int)r->to_minute };
	EACH_OF(struct days_row, r, &w->days, p->id, 0)
	*LIST_ADD(a, &p->exceptions, struct fit_days) =
	        (struct fit_days){ r->day_from, r->day_to, str_is(r->kind, "there") };
	EACH_OF(struct booked_row, r, &w->booked, p->id, 0)
	*LIST_ADD(a, &p->bookings, struct fit_booking) =
	        (struct fit_booking){ r->id,
		                      { r->starts_at, r->ends_at, fit_mode_of(r->mode), place_of(r->lat, r->lon) } };
}

static void add_work(struct arena *a, struct fit_person *p, struct walks *w)
{
	EACH_OF(struct work_row, r, &w->work, p->id, 0)
	{
		p->load += r->a;
		*LIST_ADD(a, &p->experience, struct fit_experience) = (struct fit_experience){ r->occasion, r->b };
	}
	EACH_OF(struct sum_row, r, &w->answers, p->id, 0)
	{
		p->accepted = r->a;
		p->declined = r->b;
		p->unanswered = r->c > r->a + r->b ? r->c - r->a - r->b : 0;
	}
}

static struct fit_year *year_of(struct arena *a, struct fit_person *p, int year)
{
	LIST_EACH (struct fit_year, y, &p->years)
		if (y->year == year)
			return y;
	struct fit_year *y = LIST_ADD(a, &p->years, struct fit_year);
	y->year = year;
	return y;
}

/* A year has a ceiling if the rulebook knows one for this kind of person. */
static void add_years(struct arena *a, struct fit_person *p, struct walks *w, const struct list *rules, str tax_kind,
                      int first, int last)
{
	for (int year = first; year <= last; year++) {
		struct tax_ceiling c = tax_ceiling_of(a, rules, tax_kind, year);
		if (c.cents.has)
			year_of(a, p, year)->ceiling_cents = c.cents.v;
	}
	EACH_OF(struct sum_row, r, &w->earned, p->id, 0)
	year_of(a, p, (int)r->a)->earned_cents += r->b;
	EACH_OF(struct sum_row, r, &w->years, p->id, 0)
	{
		struct fit_year *y = year_of(a, p, (int)r->a);
		y->earned_cents += r->b;
		y->consented = r->c != 0;
	}
	for (size_t i = 0; i < p->years.n; i++) /* without a ceiling nothing is bounded */
		if (!LIST_AT(&p->years, struct fit_year, i)->ceiling_cents)
			LIST_AT(&p->years, struct fit_year, i)->ceiling_cents = INT64_MAX / 4;
}

static err read_rows(struct cx *cx, int64_t centre, day first, day last, struct rows *r)
{
	int y0 = day_year(first), y1 = day_year(last);
	day year_ago = day_add(cx->today, -365);
	TRY(db_list(cx, &pool_load_sql[PEOPLE], &person_rec, &r->people, V(centre)));
	TRY(db_list(cx, &pool_load_sql[LANGUAGES], &language_rec_, &r->languages, V(centre)));
	TRY(db_list(cx, &pool_load_sql[STEPS], &interpreter_step_rec, &r->steps, V(centre)));
	TRY(db_list(cx, &pool_load_sql[HOURS], &hours_rec, &r->hours, V(centre)));
	TRY(db_list(cx, &pool_load_sql[DAYS], &days_rec, &r->days, V(centre, first, last)));
	TRY(db_list(cx, &pool_load_sql[BOOKED], &booked_rec, &r->booked,
	            V(centre, day_add(first, -8), day_add(last, 8))));
	TRY(db_list(cx, &pool_load_sql[WORK], &work_rec, &r->work, V(centre, year_ago, day_add(cx->today, -90))));
	TRY(db_list(cx, &pool_load_sql[ANSWERS], &sum_rec, &r->answers, V(centre, instant_at(year_ago, 0))));
	TRY(db_list(cx, &pool_load_sql[EARNED], &sum_rec, &r->earned,
	            V(centre, DAY(y0, 1, 1), DAY(y1, 12, 31), instant_at(DAY(y0, 1, 1), 0),
	              instant_at(DAY(y1 + 1, 1, 1), 0))));
	return db_list(cx, &pool_load_sql[YEARS], &sum_rec, &r->years, V(centre, y0, y1));
}

err pool_people_load(struct cx *cx, int64_t centre_id, day first, day last, struct list *ret)
{
	struct rows r = { 0 };
	struct list rules = { 0 };
	TRY(read_rows(cx, centre_id, first, last, &r));
	TRY(rules_known(cx, cx->now, &rules));
	struct walks w = { walk_of(&r.languages), walk_of(&r.steps),  walk_of(&r.hours),
		           walk_of(&r.days),      walk_of(&r.booked), walk_of(&r.work),
		           walk_of(&r.answers),   walk_of(&r.earned), walk_of(&r.years) };
	LIST_EACH (const struct person_row, row, &r.people) {
		struct fit_person *p = LIST_ADD(cx->mem, ret, struct fit_person);
		p->id = row->id;
		p->name = row->name;
		p->services = (row->interpreting ? FIT_INTERPRETING : 0u) | (row->guiding ? FIT_GUIDING : 0u) |
		              (row->translating ? FIT_TRANSLATING : 0u);
		p->gender = fit_gender_of(row->gender);
		p->home = place_of(row->lat, row->lon);
		p->most_per_week = row->most_per_week.v;
		add_languages(cx->mem, p, &w.languages);
		add_papers(cx->mem, p, &w.steps, first, last);
		add_times(cx->mem, p, &w);
		add_work(cx->mem, p, &w);
		add_years(cx->mem, p, &w, &rules, row->tax_kind, day_year(first), day_year(last));
	}
	return OK;
}

static bool speaks(const struct fit_person *p, str language)
{
	LIST_EACH (const struct fit_language, l, &p->languages)
		if (str_eq(l->language, language))
			return true;
	return false;
}

struct list pool_speakers(struct arena *a, const struct list *people, str language)
{
	struct list found = { 0 };
	LIST_EACH (const struct fit_person, p, people)
		if (speaks(p, language))
			*LIST_ADD(a, &found, struct fit_person) = *p;
	return found;
}

/* --- a booking as a question -------------------------------------------------------------------------------------- */

struct fit_request pool_question(const struct booking *b, str language_code, str of_code, struct maybe lat,
                                 struct maybe lon, instant starts_at, instant ends_at)
{
	return (struct fit_request){
		.id = b->id,
		.number = b->number,
		.service = fit_service_of(b->service),
		.language = of_code.p ? of_code : language_code,
		.dialect = of_code.p ? language_code : STR_NONE,
		.slot = { starts_at, ends_at, fit_mode_of(b->mode), place_of(lat, lon) },
		.occasion = b->occasion,
		.gender = fit_gender_of(b->gender_wish),
		.gender_needed = b->gender_needed,
		.price = { b->expected_cents, b->expected_cents },
	};
}

err pool_request_of(struct cx *cx, const struct booking *b, const struct booking_contact *c, instant starts_at,
                    instant ends_at, struct fit_request *ret)
{
	struct language l;
	err e = language_find(cx, b->language_code, &l);
	if (e == E_NOTFOUND)
		return fail(cx, E_BROKEN, "error.broken", NO_ARGS);
	TRY(e);
	*ret = pool_question(b, l.code, l.of_code, c->lat, c->lon, starts_at, ends_at);
	return OK;
}

struct fit_rules pool_fit_rules(void)
{
	return fit_rules_default;
}

err pool_candidates(struct cx *cx, const struct tenant *centre, const struct booking *b,
                    const struct booking_contact *c, struct fit_request *ret_request, struct list *ret)
{
	const struct list *everybody;
	struct list *people = NEW(cx->mem, struct list); /* candidates point to them */
	struct fit_rules rules = pool_fit_rules();
	TRY(pool_request_of(cx, b, c, b->starts_at, b->ends_at, ret_request));
	TRY(pool_crew(cx, centre->id, instant_day(b->starts_at), instant_day(b->ends_at), &everybody));
	*people = pool_speakers(cx->mem, everybody, ret_request->language);
	*ret = fit_list(cx->mem, &rules, ret_request, people);
	return OK;
}
