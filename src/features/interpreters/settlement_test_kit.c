/* What the tests of the settlement and the figures share: see settlement_test.h. */
#include "features/interpreters/settlement_test.h"

#include "features/interpreters/pot.h"
#include "features/interpreters/tariff_cards.h"
#include "features/interpreters/tariff_words.h"

enum { PERSON, BOOKING, EVENT, NOW, CONSENT };
static const struct sql own_sql[] = {
	[PERSON] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, interpreting, guiding,"
	             " translating, tax_kind, recorded_by, recorded_at) VALUES ($1, $2, 'Amina', $3, 1, 0, 1, $4, "
	             "'test',"
	             " 1) RETURNING id",
	             "isss" },
	[BOOKING] = { "INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical,"
	              " aosf, lesson, recurring, private, pages, institution_kind, institution, municipality,"
	              " received_at, received_on, received_by) VALUES ($1, $2, $3, $4, 'on_site', $5, $6, 0, 0, 0, 0,"
	              " 0, $7, $8, 'Paul-Gerhardt-Schule', $9, $10, $11, 'link') RETURNING id",
	              "issssiisstd" },
	[EVENT] = { "INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, interpreter_id,"
	            " starts_at, ends_at, travel_minutes, distance_m, travel_cents, pot_id, travel_pot_id, late,"
	            " expected_cents, expected_travel_cents) VALUES ($1, $2, 1, $3, $4, 'test', $5, $6, $7, $8, $9,"
	            " $10, $11, $12, $13, $14, $15)",
	            "iistittiiiiiiii" },
	[NOW] = { "INSERT INTO booking_now (centre_id, booking_id, stage, round, since, starts_at, ends_at, held_on,"
	          " interpreter_id, asked, declined, pot_id, travel_pot_id, expected_cents, expected_travel_cents)"
	          " VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13)",
	          "iistttdiiiiii" },
	[CONSENT] = { "INSERT INTO interpreter_year (centre_id, interpreter_id, year, other_cents, consent_on,"
	              " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, 'test', 1)",
	              "iiiid" },
	{ 0 },
};

static instant clock_at(const char *text)
{
	instant t;
	assert_true(instant_parse(str_of(text), &t));
	return t;
}

static str or_else(const char *given, const char *other)
{
	return str_of(given ? given : other);
}

static struct maybe id_or_none(int64_t id)
{
	return id ? MAYBE(id) : (struct maybe){ 0 };
}

/* --- bookings ----------------------------------------------------------------------------------------------------- */

struct pile {
	const struct tenant *centre;
	const struct past *list;
	size_t n;
};
static int64_t counter; /* numbers are counted up over a test program */

static bool is(const struct past *p, const char *stage)
{
	return !strcmp(p->stage ? p->stage : "signed", stage);
}

static void add_event(struct cx *cx, struct db_many *m, int64_t centre, int64_t id, const char *kind, instant at,
                      const struct past *p, bool with_times, bool with_way)
{
	const struct maybe none = { 0 };
	bool money = !strcmp(kind, "budgeted"), who = strcmp(kind, "received") && !money;
	bool late = !strcmp(kind, "cancelled") || !strcmp(kind, "not_held");
	db_many_add(cx, m,
	            V(centre, id, str_of(kind), at, who ? id_or_none(p->person) : none,
	              with_times ? clock_at(p->from) : (instant){ 0 }, with_times ? clock_at(p->to) : (instant){ 0 },
	              with_way ? MAYBE(p->travel_minutes) : none, with_way ? MAYBE(p->distance_m) : none,
	              with_way ? MAYBE(p->travel_cents) : none, money ? id_or_none(p->pot) : none,
	              money ? id_or_none(p->travel_pot) : none, late ? MAYBE(1) : none, money ? MAYBE(2500) : none,
	              money ? MAYBE(0) : none));
}

/* The events of one booking in their order; returns when the last one that changed the stage came. */
static instant add_events(struct cx *cx, struct db_many *m, int64_t centre, int64_t id, const struct past *p)
{
	instant begin = clock_at(str_print(cx->mem, "%sT08:00", p->received ? p->received : "2025-01-02").p);
	instant yes = p->booked ? clock_at(p->booked) : begin, end = clock_at(p->to);
	add_event(cx, m, centre, id, "received", begin, p, true, false);
	if (is(p, "open"))
		return begin;
	if (p->pot || p->travel_pot)
		add_event(cx, m, centre, id, "budgeted", begin, p, false, false);
	add_event(cx, m, centre, id, "accepted", yes, p, true, false);
	if (is(p, "booked"))
		return yes;
	if (is(p, "late_cancelled")) {
		instant when = clock_at(p->cancelled);
		add_event(cx, m, centre, id, "cancelled", when, p, false, false);
		return when;
	}
	if (is(p, "not_held")) {
		add_event(cx, m, centre, id, "not_held", end, p, false, false);
		return end;
	}
	add_event(cx, m, centre, id, "reported", end, p, true, true);
	if (is(p, "disputed"))
		add_event(cx, m, centre, id, "disputed", end, p, false, false);
	if (is(p, "signed"))
		add_event(cx, m, centre, id, "signed", end, p, true, false);
	return end;
}

static void add_booking(struct cx *cx, struct db_many *m, int64_t centre, const struct past *p)
{
	str number = str_print(k->mem, "2025-%06lld", (long long)++counter);
	instant received = clock_at(str_print(cx->mem, "%sT08:00", p->received ? p->received : "2025-01-02").p);
	db_many_add(cx, m,
	            V(centre, number, or_else(p->service, "interpreting"), or_else(p->language, "ckb"),
	              or_else(p->occasion, "parent_talk"), p->legal, id_or_none(p->pages),
	              or_else(p->institution_kind, "school"), or_else(p->municipality, "Dülmen"), received,
	              instant_day(received)));
}

static err add_pile(struct cx *cx, const void *in, void *ret)
{
	const struct pile *pile = in;
	int64_t *ids = ret, centre = pile->centre->id;
	struct db_many bookings = { .sql = &own_sql[BOOKING] }, events = { .sql = &own_sql[EVENT] },
	               nows = { .sql = &own_sql[NOW] };
	for (size_t n = 0; n < pile->n; n++)
		add_booking(cx, &bookings, centre, &pile->list[n]);
	TRY(db_many_run(cx, &bookings, ids));
	for (size_t n = 0; n < pile->n; n++) {
		const struct past *p = &pile->list[n];
		instant since = add_events(cx, &events, centre, ids[n], p), from = clock_at(p->from);
		bool money = (p->pot || p->travel_pot) && !is(p, "open"), open = is(p, "open");
		db_many_add(cx, &nows,
		            V(centre, ids[n], or_else(p->stage, "signed"), since, from, clock_at(p->to),
		              instant_day(from), open ? (struct maybe){ 0 } : id_or_none(p->person), open ? 0 : 1,
		              money ? id_or_none(p->pot) : (struct maybe){ 0 },
		              money ? id_or_none(p->travel_pot) : (struct maybe){ 0 }, money ? 2500 : 0, 0));
	}
	TRY(db_many_run(cx, &events, NULL));
	return db_many_run(cx, &nows, NULL);
}

enum { MANY = 500 }; /* rows for which a plan made for an empty table is slow */

void past_add(const struct tenant *centre, const struct past *list, size_t n, int64_t *ret)
{
	const struct pile pile = { centre, list, n };
	int64_t *ids = NEW_ARRAY(k->mem, int64_t, n);
	assert_int_equal(db_tx(&k->cx, "test", add_pile, &pile, ids, n * sizeof *ids), OK);
	if (n > MANY)
		kit_grown(k);
	if (ret)
		memcpy(ret, ids, n * sizeof *ids);
}

int64_t past_one(const struct past *p)
{
	int64_t id;
	past_add(&coesfeld, p, 1, &id);
	return id;
}

void past_verify(void)
{
	int64_t bad, last;
	assert_int_equal(booking_verify(&k->cx, INT64_MAX, 100000, &bad, &last), OK);
	assert_int_equal(bad, 0);
}

/* --- people, pots, cards ------------------------------------------------------------------------------------------ */

struct person {
	int64_t centre;
	const char *name, *kind;
};
static err add_person(struct cx *cx, const void *in, void *ret)
{
	const struct person *p = in;
	str name = str_of(p->name);
	return db_int(cx, &own_sql[PERSON], ret, V(p->centre, name, utf8_fold(cx->mem, name), str_of(p->kind)));
}

int64_t past_person(const struct tenant *centre, const char *family_name, const char *tax_kind)
{
	const struct person p = { centre->id, family_name, tax_kind };
	int64_t id;
	assert_int_equal(db_tx(&k->cx, "test", add_person, &p, &id, sizeof id), OK);
	return id;
}

struct consent {
	int64_t person, other;
	int year;
	const char *on;
};
static err add_consent(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct consent *c = in;
	return db_exec(cx, &own_sql[CONSENT], NULL, V(coesfeld.id, c->person, c->year, c->other, on(c->on)));
}

void past_consent(int64_t person, int year, int64_t other_cents, const char *consent_on)
{
	const struct consent c = { person, other_cents, year, consent_on };
	assert_int_equal(db_tx(&k->cx, "test", add_consent, &c, NULL, 0), OK);
}

static err add_pot(struct cx *cx, const void *in, void *ret)
{
	const struct pool_in *i = in;
	return pot_add_in_tx(cx, i->centre, i->row, ret);
}

static err set_year(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct pool_in *i = in;
	return pot_year_set_in_tx(cx, i->centre, i->row);
}

int64_t past_pot(const struct tenant *centre, const char *name, const char *kind, int64_t place, bool travel,
                 int64_t cents)
{
	const struct pot_new pot = { .name = str_of(name),
		                     .kind = str_of(kind),
		                     .place = place,
		                     .valid_from = on("2019-01-01"),
		                     .travel = travel,
		                     .source = S("Bescheid") };
	int64_t id = 0;
	assert_int_equal(SAVE(centre, add_pot, &pot, &id), OK);
	for (int64_t year = 2025; cents && year <= 2026; year++) {
		const struct pot_year_set set = { .pot_id = id, .year = year, .cents = cents, .source = S("Haushalt") };
		assert_int_equal(save(centre, set_year, &set, NULL, 0), OK);
	}
	return id;
}

static err add_card(struct cx *cx, const void *in, void *ret)
{
	const struct pool_in *i = in;
	return tariff_card_add_in_tx(cx, i->centre, i->row, ret);
}

void past_card(const struct tenant *centre, const char *template, const char *valid_from, bool travel)
{
	struct tariff card = tariff_from_template(k->cx.words, k->cx.mem, tariff_template(str_of(template)));
	int64_t id;
	card.valid_from = on(valid_from);
	if (travel)
		card.travel_cost = S("as_given");
	assert_int_equal(SAVE(centre, add_card, &card, &id), OK);
}

/* --- settling ----------------------------------------------------------------------------------------------------- */

err settle(const struct tenant *centre, const char *month, int64_t *ret)
{
	const struct settlement_order order = { centre, str_of(month) };
	return db_tx(&k->cx, "settle", settlement_run_in_tx, &order, ret, sizeof *ret);
}

struct settlement_draft draft(const char *month)
{
	struct settlement_draft d;
	assert_int_equal(settlement_draft_of(&k->cx, &coesfeld, str_of(month), &d), OK);
	return d;
}
