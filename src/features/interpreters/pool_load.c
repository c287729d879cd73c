#include "features/interpreters/pool_load.h"

#include "features/interpreters/interpreter_state.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/tax_ceiling.h"
#include "features/rulebook/rulebook.h"

/* --- rows --------------------------------------------------------------------------------------------------------- */

struct person_row {
	int64_t id;
	str gender, tax_kind;
	bool interpreting, guiding, translating;
	struct maybe lat, lon, most_per_week;
};
static const struct field person_fields[] = {
	FIELD(struct person_row, id, KIND_INT),
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

/* --- statements --------------------------------------------------------------------------------------------------- */

/* Who speaks it: $2 is the language, '' for everybody. */
#define WHO(column)                                                                                                    \
	"($2 = '' OR " column " IN (SELECT s.interpreter_id FROM interpreter_language s JOIN language l"               \
	" ON l.code = s.language_code WHERE s.centre_id = $1 AND (l.code = $2 OR l.of_code = $2)))"
enum { PEOPLE, LANGUAGES, STEPS, HOURS, DAYS, BOOKED, WORK, ANSWERS, EARNED, YEARS };
const struct sql pool_load_sql[] = {
	[PEOPLE] = { "SELECT i.id, i.gender, i.tax_kind, i.interpreting, i.guiding, i.translating, i.lat, i.lon,"
	             " i.most_per_week FROM interpreter i WHERE i.centre_id = $1 AND " WHO(
	                     "i.id") " ORDER BY i.id LIMIT 2000",
	             "is" },
	[LANGUAGES] = { "SELECT s.interpreter_id, s.language_code, l.of_code, s.level, s.all_dialects, s.on_site, "
	                "s.phone,"
	                " s.video, s.written FROM interpreter_language s JOIN language l ON l.code = s.language_code"
	                " WHERE s.centre_id = $1 AND ($2 = '' OR l.code = $2 OR l.of_code = $2)"
	                " ORDER BY s.interpreter_id, s.id LIMIT 20000",
	                "is" },
	[STEPS] = { "SELECT t.id, t.interpreter_id, t.kind, t.day, t.until, t.note, t.withdrawn_on, t.recorded_by,"
	            " t.recorded_at FROM interpreter_step t WHERE t.centre_id = $1 AND " WHO(
	                    "t.interpreter_id") " ORDER BY t.interpreter_id, t.day, t.id LIMIT 50000",
	            "is" },
	[HOURS] = { "SELECT h.interpreter_id, h.weekday, h.from_minute, h.to_minute FROM interpreter_hours h"
	            " WHERE h.centre_id = $1 AND " WHO(
	                    "h.interpreter_id") " ORDER BY h.interpreter_id, h.id LIMIT 50000",
	            "is" },
	[DAYS] = { "SELECT e.interpreter_id, e.kind, e.day_from, e.day_to FROM interpreter_exception e"
	           " WHERE e.centre_id = $1 AND " WHO(
	                   "e.interpreter_id") " AND e.day_to >= $3 AND e.day_from <= $4"
	                                       " ORDER BY e.interpreter_id, e.id LIMIT 50000",
	           "isdd" },
	[BOOKED] = { "SELECT n.interpreter_id, n.booking_id AS id, n.starts_at, n.ends_at, b.mode, c.lat, c.lon"
	             " FROM booking_now n JOIN booking b ON b.id = n.booking_id"
	             " LEFT JOIN booking_contact c ON c.booking_id = n.booking_id WHERE n.centre_id = $1"
	             " AND n.held_on BETWEEN $3 AND $4 AND n.stage IN ('booked', 'reported', 'disputed', 'signed', "
	             "'settled')"
	             " AND " WHO("n.interpreter_id") " ORDER BY n.interpreter_id, n.starts_at LIMIT 50000",
	             "isdd" },
	/* a: since $4, b: with the occasion $5, both held or to come; from $3 on */
	[WORK] = { "SELECT n.interpreter_id, SUM(CASE WHEN n.held_on >= $4 THEN 1 ELSE 0 END) AS a,"
	           " SUM(CASE WHEN b.occasion = $5 THEN 1 ELSE 0 END) AS b, 0 AS c FROM booking_now n"
	           " JOIN booking b ON b.id = n.booking_id WHERE n.centre_id = $1 AND n.held_on >= $3"
	           " AND n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled') AND " WHO(
	                   "n.interpreter_id") " GROUP BY n.interpreter_id ORDER BY n.interpreter_id LIMIT 2000",
	           "isdds" },
	/* a: yes, b: no, c: asked; since $3. By person, so that what is older is not read. */
	[ANSWERS] = { "SELECT e.interpreter_id, SUM(CASE WHEN e.kind = 'accepted' THEN 1 ELSE 0 END) AS a,"
	              " SUM(CASE WHEN e.kind = 'declined' THEN 1 ELSE 0 END) AS b,"
	              " SUM(CASE WHEN e.kind = 'asked' THEN 1 ELSE 0 END) AS c FROM interpreter i CROSS JOIN "
	              "booking_event e"
	              " WHERE i.centre_id = $1 AND e.centre_id = $1 AND e.interpreter_id = i.id AND e.at >= $3"
	              " AND e.kind IN ('asked', 'accepted', 'declined') AND " WHO(
	                      "i.id") " GROUP BY e.interpreter_id ORDER BY e.interpreter_id LIMIT 2000",
	              "ist" },
	/* a: the year, b: booked and not settled; or settled and paid in that year. The year's first and last day, its
	 * beginning and end. What is settled is read by person, what is not by its stage. */
	[EARNED] = { "SELECT x.interpreter_id, x.a, SUM(x.b) AS b, 0 AS c FROM ("
	             "SELECT n.interpreter_id, CAST(substr(n.held_on, 1, 4) AS INTEGER) AS a, n.expected_cents AS b"
	             " FROM booking_now n WHERE n.centre_id = $1 AND n.starts_at >= $5 AND n.starts_at < $6"
	             " AND n.stage IN ('booked', 'reported', 'disputed', 'signed') AND " WHO(
	                     "n.interpreter_id") " UNION ALL SELECT l.interpreter_id, CAST(substr(l.paid_on, 1, 4) AS "
	                                         "INTEGER) AS a, l.cents AS b"
	                                         " FROM interpreter i CROSS JOIN settlement_line l WHERE i.centre_id = "
	                                         "$1 AND l.centre_id = $1"
	                                         " AND l.interpreter_id = i.id AND l.paid_on BETWEEN $3 AND $4 AND "
	                                         "l.part <> 'travel_cost'"
	                                         " AND " WHO("i.id") ") x GROUP BY x.interpreter_id, x.a ORDER BY "
	                                                             "x.interpreter_id, x.a LIMIT 4000",
	             "isddtt" },
	/* a: the year, b: other income, c: consented */
	[YEARS] = { "SELECT y.interpreter_id, y.year AS a, y.other_cents AS b,"
	            " CASE WHEN y.consent_on IS NULL THEN 0 ELSE 1 END AS c FROM interpreter_year y WHERE y.centre_id "
	            "= $1"
	            " AND y.year BETWEEN $3 AND $4 AND " WHO(
	                    "y.interpreter_id") " ORDER BY y.interpreter_id, y.year LIMIT 4000",
	            "isii" },
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

static enum fit_gender gender_of(str code)
{
	if (str_is(code, "female"))
		return FIT_FEMALE;
	if (str_is(code, "male"))
		return FIT_MALE;
	return code.p ? FIT_DIVERSE : FIT_ANY_GENDER;
}

static enum fit_mode mode_of(str code)
{
	if (str_is(code, "phone"))
		return FIT_PHONE;
	if (str_is(code, "video"))
		return FIT_VIDEO;
	return str_is(code, "written") ? FIT_WRITTEN : FIT_ON_SITE;
}

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
			                    .level = str_is(r->level, "native")   ? FIT_NATIVE
			                             : str_is(r->level, "fluent") ? FIT_FLUENT
			                                                          : FIT_GOOD,
			                    .modes = (r->on_site ? FIT_ON_SITE : 0u) | (r->phone ? FIT_PHONE : 0u) |
			                             (r->video ? FIT_VIDEO : 0u) | (r->written ? FIT_WRITTEN : 0u) };
	}
}

static void add_standing(struct arena *a, struct fit_person *p, struct walk *w, day on)
{
	struct list steps = { 0 };
	EACH_OF(struct interpreter_step, s, w, p->id, offsetof(struct interpreter_step, interpreter_id))
	*LIST_ADD(a, &steps, struct interpreter_step) = *s;
	struct interpreter_standing st = interpreter_standing_of(a, &steps, on);
	p->listed_from = st.listed_from;
	p->left_on = st.left_on;
	p->trained_on = st.trained_on;
	p->trained_until = st.trained_until;
	p->pledged_on = st.pledged_on;
	p->certified_on = st.certified_on;
	p->certified_until = st.certified_until;
	p->paused_from = st.paused_from;
	p->paused_until = st.paused_until;
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
	        (struct fit_booking){ r->id, { r->starts_at, r->ends_at, mode_of(r->mode), place_of(r->lat, r->lon) } };
}

static void add_work(struct arena *a, struct fit_person *p, struct walks *w, str occasion)
{
	EACH_OF(struct sum_row, r, &w->work, p->id, 0)
	{
		p->load = r->a;
		if (r->b)
			*LIST_ADD(a, &p->experience, struct fit_experience) = (struct fit_experience){ occasion, r->b };
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

static err read_rows(struct cx *cx, int64_t centre, str language, str occasion, day first, day last, struct rows *r)
{
	str lang = language.p ? language : S("");
	int y0 = day_year(first), y1 = day_year(last);
	instant year_ago = { cx->now.ms - 365 * 86400000LL };
	TRY(db_list(cx, &pool_load_sql[PEOPLE], &person_rec, &r->people, V(centre, lang)));
	TRY(db_list(cx, &pool_load_sql[LANGUAGES], &language_rec_, &r->languages, V(centre, lang)));
	TRY(db_list(cx, &pool_load_sql[STEPS], &interpreter_step_rec, &r->steps, V(centre, lang)));
	TRY(db_list(cx, &pool_load_sql[HOURS], &hours_rec, &r->hours, V(centre, lang)));
	TRY(db_list(cx, &pool_load_sql[DAYS], &days_rec, &r->days, V(centre, lang, first, last)));
	TRY(db_list(cx, &pool_load_sql[BOOKED], &booked_rec, &r->booked,
	            V(centre, lang, day_add(first, -8), day_add(last, 8))));
	TRY(db_list(cx, &pool_load_sql[WORK], &sum_rec, &r->work,
	            V(centre, lang, day_add(cx->today, -365), day_add(cx->today, -90), occasion.p ? occasion : S(""))));
	TRY(db_list(cx, &pool_load_sql[ANSWERS], &sum_rec, &r->answers, V(centre, lang, year_ago)));
	TRY(db_list(cx, &pool_load_sql[EARNED], &sum_rec, &r->earned,
	            V(centre, lang, DAY(y0, 1, 1), DAY(y1, 12, 31), instant_at(DAY(y0, 1, 1), 0),
	              instant_at(DAY(y1 + 1, 1, 1), 0))));
	return db_list(cx, &pool_load_sql[YEARS], &sum_rec, &r->years, V(centre, lang, y0, y1));
}

err pool_people_load(struct cx *cx, const struct tenant *centre, str language, str occasion, day first, day last,
                     struct list *ret)
{
	struct rows r = { 0 };
	struct list rules = { 0 };
	TRY(read_rows(cx, centre->id, language, occasion, first, last, &r));
	TRY(rules_known(cx, cx->now, &rules));
	struct walks w = { walk_of(&r.languages), walk_of(&r.steps),  walk_of(&r.hours),
		           walk_of(&r.days),      walk_of(&r.booked), walk_of(&r.work),
		           walk_of(&r.answers),   walk_of(&r.earned), walk_of(&r.years) };
	LIST_EACH (const struct person_row, row, &r.people) {
		struct fit_person *p = LIST_ADD(cx->mem, ret, struct fit_person);
		p->id = row->id;
		p->services = (row->interpreting ? FIT_INTERPRETING : 0u) | (row->guiding ? FIT_GUIDING : 0u) |
		              (row->translating ? FIT_TRANSLATING : 0u);
		p->gender = gender_of(row->gender);
		p->home = place_of(row->lat, row->lon);
		p->most_per_week = row->most_per_week.v;
		add_languages(cx->mem, p, &w.languages);
		add_standing(cx->mem, p, &w.steps, first);
		add_times(cx->mem, p, &w);
		add_work(cx->mem, p, &w, occasion);
		add_years(cx->mem, p, &w, &rules, row->tax_kind, day_year(first), day_year(last));
	}
	return OK;
}

/* --- a booking as a question -------------------------------------------------------------------------------------- */

err pool_request_of(struct cx *cx, const struct booking *b, const struct booking_contact *c, instant starts_at,
                    instant ends_at, struct fit_request *ret)
{
	struct language l;
	err e = language_find(cx, b->language_code, &l);
	if (e == E_NOTFOUND)
		return fail(cx, E_BROKEN, "error.broken", NO_ARGS);
	TRY(e);
	*ret = (struct fit_request){
		.id = b->id,
		.service = str_is(b->service, "guiding")       ? FIT_GUIDING
		           : str_is(b->service, "translating") ? FIT_TRANSLATING
		                                               : FIT_INTERPRETING,
		.language = l.of_code.p ? l.of_code : l.code,
		.dialect = l.of_code.p ? l.code : STR_NONE,
		.slot = { starts_at, ends_at, mode_of(b->mode), place_of(c->lat, c->lon) },
		.occasion = b->occasion,
		.gender = gender_of(b->gender_wish),
		.gender_needed = b->gender_needed,
		.price = { b->expected_cents, b->expected_cents },
	};
	return OK;
}

struct fit_rules pool_fit_rules(void)
{
	return fit_rules_default;
}

err pool_candidates(struct cx *cx, const struct tenant *centre, const struct booking *b,
                    const struct booking_contact *c, struct fit_request *ret_request, struct list *ret)
{
	struct list *people = NEW(cx->mem, struct list);
	struct fit_rules rules = pool_fit_rules();
	TRY(pool_request_of(cx, b, c, b->starts_at, b->ends_at, ret_request));
	TRY(pool_people_load(cx, centre, ret_request->language, b->occasion, instant_day(b->starts_at),
	                     instant_day(b->ends_at), people));
	*ret = fit_list(cx->mem, &rules, ret_request, people);
	return OK;
}
