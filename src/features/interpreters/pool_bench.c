/* The first KI of a pool for measuring, row by row; the others are copies of it (pool_bench_copy.c). */
#include "features/interpreters/pool_bench.h"

#include "features/interpreters/pool_bench_parts.h"
#include "features/interpreters/pot.h"

enum { OCCUPIED, CENTRES, LANGUAGES, PERSON, SPEAKS, STEP, HOURS, AWAY, YEAR };
const struct sql pool_bench_sql[] = {
	[OCCUPIED] = { "SELECT count(*) AS n FROM (SELECT id FROM (SELECT id FROM interpreter LIMIT 1) p UNION ALL"
	               " SELECT id FROM (SELECT id FROM booking LIMIT 1) b) x",
	               "" },
	/* tenant: all */
	[CENTRES] = { "SELECT id, slug, kind FROM centre ORDER BY CASE slug WHEN 'coesfeld' THEN 0 ELSE 1 END, id "
	              "LIMIT $1",
	              "i" },
	[LANGUAGES] = { "SELECT code FROM language WHERE of_code IS NULL"
	                " ORDER BY CASE code WHEN 'ara' THEN 0 ELSE 1 END, code LIMIT $1",
	                "i" },
	[PERSON] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, gender, email, postcode, "
	             "town,"
	             " lat, lon, interpreting, guiding, translating, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, "
	             "$5, $6,"
	             " '48653', 'Coesfeld', $7, $8, 1, 0, 0, 'bench', $9) RETURNING id",
	             "isssssiit" },
	[SPEAKS] = { "INSERT INTO interpreter_language (centre_id, interpreter_id, language_code, level, all_dialects,"
	             " on_site, phone, video, written) VALUES ($1, $2, $3, $4, $5, 1, 1, 0, 0)",
	             "iissi" },
	[STEP] = { "INSERT INTO interpreter_step (centre_id, interpreter_id, kind, day, until, recorded_by, "
	           "recorded_at)"
	           " VALUES ($1, $2, $3, $4, $5, 'bench', $6)",
	           "iisddt" },
	[HOURS] = { "INSERT INTO interpreter_hours (centre_id, interpreter_id, weekday, from_minute, to_minute)"
	            " VALUES ($1, $2, $3, $4, $5)",
	            "iiiii" },
	[AWAY] = { "INSERT INTO interpreter_exception (centre_id, interpreter_id, kind, day_from, day_to)"
	           " VALUES ($1, $2, 'away', $3, $4)",
	           "iidd" },
	/* All agreed to earn beyond the tax-free amount: a settlement of thousands leaves nobody out. */
	[YEAR] = { "INSERT INTO interpreter_year (centre_id, interpreter_id, year, consent_on, recorded_by, "
	           "recorded_at)"
	           " VALUES ($1, $2, $3, $4, 'bench', $5)",
	           "iiidt" },
	{ 0 },
};

struct code_row {
	str code;
};
static const struct field code_fields[] = { FIELD(struct code_row, code, KIND_TEXT) };
static const struct record code_rec = RECORD("bench_language", struct code_row, code_fields);
static const struct field centre_fields[] = { FIELD(struct tenant, id, KIND_INT), FIELD(struct tenant, slug, KIND_TEXT),
	                                      FIELD(struct tenant, kind, KIND_TEXT) };
static const struct record centre_rec = RECORD("bench_centre", struct tenant, centre_fields);

/* --- money -------------------------------------------------------------------------------------------------------- */

err bench_money(struct bench *b, const struct tenant *centre, struct bench_ids *ret)
{
	struct cx *cx = b->t.cx;
	struct tariff card = *tariff_template(S("rheinisch-berg"));
	const struct pot_new pot = { .name = S("Landesmittel"),
		                     .kind = S("land"),
		                     .place = 1,
		                     .valid_from = DAY(2012, 1, 1),
		                     .source = S("bench") };
	card.valid_from = DAY(2012, 1, 1);
	card.source = S("bench");
	TRY(tariff_card_add_in_tx(cx, centre, &card, &ret->card));
	TRY(pot_add_in_tx(cx, centre, &pot, &ret->pot));
	for (int year = day_year(cx->today) - b->in.years; year <= day_year(cx->today) + 1; year++) {
		const struct pot_year_set set = {
			.pot_id = ret->pot, .year = year, .cents = BENCH_POT_CENTS, .source = S("bench")
		};
		TRY(pot_year_set_in_tx(cx, centre, &set));
	}
	return OK;
}

/* --- people ------------------------------------------------------------------------------------------------------- */

static err add_people(struct bench *b, int64_t *ids)
{
	struct cx *cx = b->t.cx;
	struct db_many rows = { .sql = &pool_bench_sql[PERSON] };
	for (int i = 0; i < b->in.people; i++) {
		str family = str_print(cx->mem, "Messung %03d", i);
		db_many_add(cx, &rows,
		            V(b->t.centre.id, family, S("Person"), str_print(cx->mem, "messung %03d  person", i),
		              i % 3 ? S("female") : S("male"), str_print(cx->mem, "person%d@example.org", i),
		              51800000 + i * 7919 % 300000, 7000000 + i * 104729 % 500000, cx->now));
	}
	return db_many_run(cx, &rows, ids);
}

static err add_languages(struct bench *b, const int64_t *ids)
{
	static const char *const dialects[] = { "apc", "acm", "arz", "apd", "ara" };
	struct db_many rows = { .sql = &pool_bench_sql[SPEAKS] };
	for (int i = 0; i < b->in.people; i++) {
		str other = LIST_AT(&b->languages, struct code_row, (size_t)(1 + i % (BENCH_LANGUAGES - 1)))->code;
		bool all = i % 5 == 4;
		db_many_add(b->t.cx, &rows, V(b->t.centre.id, ids[i], str_of(dialects[i % 5]), S("native"), all));
		db_many_add(b->t.cx, &rows, V(b->t.centre.id, ids[i], other, S("fluent"), true));
	}
	return db_many_run(b->t.cx, &rows, NULL);
}

static err add_steps(struct bench *b, const int64_t *ids)
{
	static const char *const kinds[] = { "applied", "interviewed", "trained", "pledged", "certificate", "listed" };
	struct cx *cx = b->t.cx;
	struct db_many rows = { .sql = &pool_bench_sql[STEP] };
	day last = day_add(cx->today, -400);
	for (int i = 0; i < b->in.people; i++)
		for (int k = 0; k < 6; k++) {
			bool certificate = k == 4;
			db_many_add(cx, &rows,
			            V(b->t.centre.id, ids[i], str_of(kinds[k]), day_add(last, 20 * (k - 5) - i % 90),
			              certificate ? day_add(cx->today, 30 + i % 600) : DAY_NONE, cx->now));
		}
	return db_many_run(cx, &rows, NULL);
}

static err add_times(struct bench *b, const int64_t *ids)
{
	struct cx *cx = b->t.cx;
	struct db_many hours = { .sql = &pool_bench_sql[HOURS] }, away = { .sql = &pool_bench_sql[AWAY] },
	               years = { .sql = &pool_bench_sql[YEAR] };
	for (int i = 0; i < b->in.people; i++) {
		for (int weekday = 1; i % 2 && weekday <= 5; weekday++)
			db_many_add(cx, &hours, V(b->t.centre.id, ids[i], weekday, 480, i % 4 == 1 ? 780 : 1080));
		if (i % 10 == 0)
			db_many_add(
			        cx, &away,
			        V(b->t.centre.id, ids[i], day_add(cx->today, i % 30), day_add(cx->today, i % 30 + 9)));
		for (int year = day_year(cx->today); year <= day_year(cx->today) + 1; year++)
			db_many_add(cx, &years, V(b->t.centre.id, ids[i], year, day_of(year, 1, 1), cx->now));
	}
	TRY(db_many_run(cx, &hours, NULL));
	TRY(db_many_run(cx, &away, NULL));
	return db_many_run(cx, &years, NULL);
}

static err make_people(struct cx *cx, const void *in, void *ret)
{
	struct bench b = *(const struct bench *)in;
	struct bench_ids *first = ret;
	int64_t *ids = NEW_ARRAY(cx->mem, int64_t, (size_t)b.in.people);
	TRY(bench_money(&b, &b.t.centre, first));
	TRY(add_people(&b, ids));
	first->person = ids[0];
	TRY(add_languages(&b, ids));
	TRY(add_steps(&b, ids));
	return add_times(&b, ids);
}

/* --- a year of requests ------------------------------------------------------------------------------------------- */

static void say(struct bench *b, struct demo_booking *r, const char *kind, int days_before)
{
	r->clock = (instant){ r->slot.starts_at.ms - days_before * DEMO_DAY_MS };
	if (r->clock.ms > b->t.cx->now.ms)
		r->clock = b->t.cx->now;
	struct booking_event *e = demo_event(&b->t, r, kind, S("bench"));
	if (str_is(e->kind, "received") || str_is(e->kind, "accepted") || str_is(e->kind, "reported") ||
	    str_is(e->kind, "signed")) {
		e->starts_at = r->slot.starts_at;
		e->ends_at = r->slot.ends_at;
	}
	if (str_is(e->kind, "budgeted")) {
		e->pot_id = MAYBE(r->pot_id);
		e->expected_cents = MAYBE(r->expected_cents);
		e->expected_travel_cents = MAYBE(0);
	}
}

static void say_of(struct bench *b, struct demo_booking *r, const char *kind, int days_before, int person)
{
	say(b, r, kind, days_before);
	LIST_AT(&r->events, struct booking_event, r->events.n - 1)->interpreter_id = MAYBE(b->first.person + person);
}

/* Who speaks the language: everybody Arabic, five people each of the others. i: which request it is, of all languages.
 */
static int speaker(const struct bench *b, int language, int i)
{
	int others = BENCH_LANGUAGES - 1, person = language - 1 + others * (i / BENCH_LANGUAGES % 5);
	return language == 0 ? i / 4 * 13 % b->in.people : person % b->in.people;
}

/* Of ten that are to come six have somebody; of twenty of the last weeks nearly all are signed; all older ones are
 * settled but for one in ten. */
static void tell(struct bench *b, struct demo_booking *r, int i, int language)
{
	int64_t age = (b->t.cx->now.ms - r->slot.ends_at.ms) / DEMO_DAY_MS;
	bool over = r->slot.ends_at.ms < b->t.cx->now.ms, old = day_is(r->month);
	int person = speaker(b, language, i), other = speaker(b, language, i + BENCH_LANGUAGES);
	int of_ten = i % 10, of_twenty = i % 20;
	say(b, r, "received", 14);
	say(b, r, "budgeted", 14);
	if (!over && of_ten >= 8)
		return;
	say_of(b, r, "asked", 12, person);
	say_of(b, r, "asked", 12, other);
	if (over && of_ten == 9 && old) {
		say(b, r, i % 3 ? "cancelled" : "unfilled", 5);
		return;
	}
	if (!over && of_ten >= 6)
		return;
	say_of(b, r, "accepted", 11, person);
	if (!over || (!old && of_twenty == 19 && age < 20))
		return;
	say_of(b, r, "reported", -1, person);
	if (!old && of_twenty == 18)
		return;
	say(b, r, "signed", -1);
}

static void request(struct bench *b, struct demo_booking *r, int i, day on)
{
	static const char *const occasions[] = { "parent_talk", "admission", "advice", "office_visit", "daycare_talk" };
	struct demo_teller *t = &b->t;
	int language = i % 4 == 0 ? 0 : i * 7 % BENCH_LANGUAGES, place = i % b->places;
	r->place = &t->ki->places[place];
	r->where = &t->where[place];
	r->service = S("interpreting");
	r->mode = S("on_site");
	r->language = LIST_AT(&b->languages, struct code_row, (size_t)language)->code;
	r->occasion = str_of(occasions[i % 5]);
	r->slot.starts_at = instant_at(on, 8 * 60 + i % 18 * 30);
	r->slot.ends_at = (instant){ r->slot.starts_at.ms + 60 * DEMO_MINUTE_MS };
	r->received_at = (instant){ r->slot.starts_at.ms - 14 * DEMO_DAY_MS };
	r->round = 1;
	r->card = &b->card;
	r->pot_id = b->first.pot;
	r->expected_cents = BENCH_CENTS;
	int year, month, dom;
	day_split(on, &year, &month, &dom);
	r->month = day_cmp(on, t->settled_until) <= 0 ? day_of(year, month, 1) : DAY_NONE;
	*LIST_ADD(t->cx->mem, &r->dates, struct demo_date) =
	        (struct demo_date){ 1, { 1, r->slot.starts_at, r->slot.ends_at } };
	tell(b, r, i, language);
	r->state = booking_fold(t->cx->mem, &r->events);
	ASSERT(r->state.ignored == 0);
	if (!day_is(r->month) || !booking_is_payable(&r->state)) {
		r->month = DAY_NONE;
		return;
	}
	r->amount.time_cents = BENCH_CENTS;
	r->clock = demo_settled_at(r->month);
	(void)booking_take(t->cx->mem, &r->state, demo_event(t, r, "settled", S("bench")));
}

/* ret: struct bench, for what has been counted. */
static err make_year(struct cx *cx, const void *in, void *ret)
{
	struct bench b = *(const struct bench *)in;
	int n = b.in.requests, days = day_count_working(b.from, b.to), i = 0, passed = 0;
	b.t.bookings = NEW_ARRAY(cx->mem, struct demo_booking, (size_t)n);
	b.t.n_bookings = n;
	for (day d = b.from; day_cmp(d, b.to) < 0; d = day_add(d, 1)) {
		passed += day_is_working(d);
		for (; i < n && (int64_t)i * days < (int64_t)passed * n; i++)
			request(&b, &b.t.bookings[i], i, d);
	}
	ASSERT(i == n);
	TRY(demo_write(&b.t));
	for (i = 0; i < n; i++)
		b.events += (int64_t)b.t.bookings[i].events.n;
	*(struct bench *)ret = b;
	return OK;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static err begin(struct cx *cx, const struct pool_bench_in *in, struct bench *b)
{
	struct list centres = { 0 };
	*b = (struct bench){ .in = *in, .t = { .cx = cx, .ki = demo_kis, .clerk = S("bench") } };
	TRY(db_list(cx, &pool_bench_sql[CENTRES], &centre_rec, &centres, V(in->centres)));
	TRY(db_list(cx, &pool_bench_sql[LANGUAGES], &code_rec, &b->languages, V(BENCH_LANGUAGES)));
	ASSERT(centres.n > 0 && b->languages.n == BENCH_LANGUAGES);
	b->centres = centres;
	b->t.centre = *LIST_AT(&centres, struct tenant, 0);
	b->t.settled_until = demo_settled_until(cx->today);
	TRY(demo_places_find(&b->t));
	while (b->t.ki->places[b->places].name)
		b->places++;
	b->copies = NEW_ARRAY(cx->mem, struct bench_ids, centres.n);
	TRY(db_tx(cx, "bench pool people", make_people, b, &b->first, sizeof b->first));
	b->card.id = b->first.card;
	for (size_t i = 1; i < centres.n; i++)
		TRY(bench_copy_people(b, i));
	return OK;
}

static err one_year(struct cx *cx, struct bench *b, struct pool_bench_size *ret)
{
	struct arena_mark mark = arena_mark(cx->mem);
	struct bench made;
	TRY(db_tx(cx, "bench pool year", make_year, b, &made, sizeof made));
	b->t.number_year = made.t.number_year;
	b->t.last_number = made.t.last_number;
	ret->requests += b->in.requests * (int64_t)b->centres.n;
	ret->events += made.events * (int64_t)b->centres.n;
	arena_release(cx->mem, mark);
	return bench_copy_year(b);
}

err pool_bench(struct cx *cx, const struct pool_bench_in *in, struct pool_bench_size *ret)
{
	int64_t rows;
	struct bench b;
	int year, month, dom;
	*ret = (struct pool_bench_size){ 0 };
	TRY(db_int(cx, &pool_bench_sql[OCCUPIED], &rows, V_NONE));
	ret->occupied = rows > 0;
	if (ret->occupied)
		return OK;
	TRY(begin(cx, in, &b));
	day_split(day_add_months(day_add(cx->today, 28), 1), &year, &month, &dom);
	for (int back = in->years; back > 0; back--) {
		b.from = day_add_months(day_of(year, month, 1), -12 * back);
		b.to = day_add_months(b.from, 12);
		TRY(one_year(cx, &b, ret));
	}
	ret->centres = (int64_t)b.centres.n;
	ret->people = in->people * ret->centres;
	return OK;
}
