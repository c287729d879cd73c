/* Pots on a real database: amounts by the rulebook, terms by day, what is booked and settled, one KI never sees
 * another's (P-INT-1, P-INT-8; story 9), and the settings of the pool. */
#include "features/interpreters/pool_test.h"

#include "features/interpreters/pool_settings.h"
#include "features/interpreters/pot.h"

struct work {
	const struct tenant *centre;
	struct pot_new pot;
	struct pot change;
	struct pot_terms terms;
	struct pot_year_set year;
	struct setting_row row;
	const struct setting *setting;
};

static err add_tx(struct cx *cx, const void *in, void *ret)
{
	const struct work *w = in;
	return pot_add_in_tx(cx, w->centre, &w->pot, ret);
}
static err change_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct work *w = in;
	return pot_change_in_tx(cx, w->centre, &w->change);
}
static err terms_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct work *w = in;
	return pot_terms_add_in_tx(cx, w->centre, &w->terms);
}
static err year_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct work *w = in;
	return pot_year_set_in_tx(cx, w->centre, &w->year);
}
static err setting_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct work *w = in;
	return setting_set_in_tx(cx, w->setting, w->centre->id, &w->row);
}

static int64_t pot_added(const struct tenant *centre, const char *name, const char *kind, int64_t place, bool travel)
{
	const struct work w = { .centre = centre,
		                .pot = { .name = str_of(name),
		                         .kind = str_of(kind),
		                         .place = place,
		                         .valid_from = on("2019-01-01"),
		                         .travel = travel,
		                         .source = S("Bescheid") } };
	int64_t id = 0;
	assert_int_equal(db_tx(&k->cx, "test", add_tx, &w, &id, sizeof id), OK);
	return id;
}

static struct pot_money money(const struct tenant *centre, int64_t pot, const char *when)
{
	struct list all = { 0 };
	assert_int_equal(pot_money_on(&k->cx, centre, on(when), &all), OK);
	LIST_EACH (const struct pot_money, m, &all)
		if (m->pot_id == pot)
			return *m;
	return (struct pot_money){ 0 };
}

/* --- rows of bookings, written as the fold and the settlement leave them ------------------------------------------ */

static err run_sql(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct sql statement = { in, "" };
	return db_exec(cx, &statement, NULL, V_NONE);
}

static void sql(const char *text)
{
	assert_int_equal(db_tx(&k->cx, "test", run_sql, text, NULL, 0), OK);
}

/* An assignment of a KI on a day (Berlin, ten o'clock), as lists see it. */
static void assignment(const struct tenant *centre, int64_t id, const char *stage, const char *when, int64_t pot,
                       int64_t cents, int64_t travel_pot, int64_t travel_cents)
{
	instant at;
	assert_true(instant_parse(str_print(k->mem, "%sT10:00", when), &at));
	sql(str_print(k->mem,
	              "INSERT INTO booking (id, centre_id, number, service, language_code, mode, occasion, legal, "
	              "medical, aosf, lesson, recurring, private, institution_kind, institution, municipality, "
	              "received_at, received_on, received_by) VALUES (%d, %d, '2026-%04d', 'interpreting', 'prs', "
	              "'on_site', 'parent_talk', 0, 0, 0, 0, 0, 0, 'school', 'Schule', 'Dülmen', 1, '2020-01-01', "
	              "'test')",
	              (int)id, (int)centre->id, (int)id)
	            .p);
	sql(str_print(
	            k->mem,
	            "INSERT INTO booking_now (booking_id, centre_id, stage, round, since, starts_at, ends_at, held_on, "
	            "asked, declined, pot_id, travel_pot_id, expected_cents, expected_travel_cents) VALUES (%d, %d, "
	            "'%s', 1, 1, %lld, %lld, '%s', 1, 0, %d, %d, %d, %d)",
	            (int)id, (int)centre->id, stage, (long long)at.ms, (long long)at.ms + 3600000, when, (int)pot,
	            (int)travel_pot, (int)cents, (int)travel_cents)
	            .p);
}

static void settled(const struct tenant *centre, int64_t booking, int64_t pot, const char *part, int64_t cents,
                    const char *paid_on)
{
	sql(str_print(k->mem,
	              "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, interpreting, guiding, "
	              "translating, recorded_by, recorded_at) SELECT %d, 'Azizi', 'Mina', 'azizi', 1, 0, 0, 'test', 1 "
	              "WHERE NOT EXISTS (SELECT 1 FROM interpreter WHERE centre_id = %d)",
	              (int)centre->id, (int)centre->id)
	            .p);
	sql(str_print(k->mem,
	              "INSERT INTO settlement (centre_id, month, run, settled_by, settled_at) SELECT %d, '2026-01', 1, "
	              "'test', 1 WHERE NOT EXISTS (SELECT 1 FROM settlement WHERE centre_id = %d)",
	              (int)centre->id, (int)centre->id)
	            .p);
	sql(str_print(
	            k->mem,
	            "INSERT INTO settlement_line (centre_id, settlement_id, booking_id, interpreter_id, pot_id, part, "
	            "cents, paid_on) SELECT %d, s.id, %d, i.id, %d, '%s', %d, '%s' FROM settlement s, interpreter i "
	            "WHERE s.centre_id = %d AND i.centre_id = %d",
	            (int)centre->id, (int)booking, (int)pot, part, (int)cents, paid_on, (int)centre->id,
	            (int)centre->id)
	            .p);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

/* 50,000 EUR a year until 2024, 30,000 EUR from 2025 on, unless the KI entered another amount. */
static void land_money_is_what_the_rulebook_says(void **state UNUSED)
{
	int64_t land = pot_added(&coesfeld, "Landesmittel", "land", 1, false);
	int64_t second = pot_added(&coesfeld, "Landesmittel Rest", "land", 2, false);
	int64_t own = pot_added(&coesfeld, "Kreis", "own", 3, true);
	static const struct {
		const char *day;
		int64_t cents;
	} want[] = { { "2019-06-01", 5000000 },
		     { "2024-12-31", 5000000 },
		     { "2025-01-01", 3000000 },
		     { "2026-11-21", 3000000 } };
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct pot_money m = money(&coesfeld, land, want[i].day);
		assert_true(m.cents.has && m.by_rule);
		assert_int_equal(m.cents.v, want[i].cents);
		assert_true(str_starts(m.rule_path, "/rules/"));
		assert_false(money(&coesfeld, second, want[i].day).cents.has); /* the Land pays it once */
		assert_false(money(&coesfeld, own, want[i].day).cents.has);
		assert_int_equal(money(&coesfeld, own, want[i].day).state, POT_UNKNOWN);
	}
	struct work w = { .centre = &coesfeld, .year = { land, 0, 2026, 2800000, S("Bescheid vom 12.01.2026") } };
	assert_int_equal(db_tx(&k->cx, "test", year_tx, &w, NULL, 0), OK);
	struct pot_money m = money(&coesfeld, land, "2026-11-21");
	assert_int_equal(m.cents.v, 2800000);
	assert_false(m.by_rule);
	assert_int_equal(m.version, 1);
	next();
	assert_int_equal(db_tx(&k->cx, "test", year_tx, &w, NULL, 0), E_STALE); /* somebody else was first */
	next();
	w.year.version = 1;
	w.year.cents = 2900000;
	assert_int_equal(db_tx(&k->cx, "test", year_tx, &w, NULL, 0), OK);
	assert_int_equal(money(&coesfeld, land, "2026-11-21").cents.v, 2900000);
	assert_int_equal(money(&coesfeld, land, "2025-11-21").cents.v, 3000000);
}

/* Story 9: Land 50,000 and Kreis 40,000; travel only in one. Booked but unsettled counts, cancelled does not; an
 * assignment stays in its year when it is settled in the next. */
static void booked_and_settled_count_where_they_take_place(void **state UNUSED)
{
	int64_t land = pot_added(&coesfeld, "Landesmittel", "land", 1, false);
	int64_t own = pot_added(&coesfeld, "Kreis", "own", 2, true);
	int64_t other = pot_added(&bottrop, "Landesmittel", "land", 1, false);
	static const char *const counted[] = { "booked", "reported", "disputed", "signed" };
	static const char *const not_counted[] = { "open",     "asking",  "cancelled", "refused",
		                                   "unfilled", "settled", "not_held" };
	int64_t id = 1;
	for (size_t i = 0; i < 4; i++)
		assignment(&coesfeld, id++, counted[i], "2026-03-10", land, 2500, own, 600);
	for (size_t i = 0; i < 7; i++)
		assignment(&coesfeld, id++, not_counted[i], "2026-03-10", land, 2500, own, 600);
	assignment(&coesfeld, id++, "late_cancelled", "2026-03-11", land, 1000, own, 600); /* paid, nobody travelled */
	assignment(&coesfeld, id++, "booked", "2027-01-01", land, 7000, own, 0);
	assignment(&coesfeld, id++, "booked", "2025-12-31", land, 8000, own, 0);
	assignment(&bottrop, id++, "booked", "2026-03-10", other, 9000, other, 0);
	assignment(&coesfeld, id, "settled", "2025-12-30", land, 2500, own, 600);
	settled(&coesfeld, id, land, "time", 2600, "2026-01-31");
	settled(&coesfeld, id, own, "travel_cost", 700, "2026-01-31");
	struct pot_money m = money(&coesfeld, land, "2026-11-21");
	assert_int_equal(m.booked_cents, 4 * 2500 + 1000);
	assert_int_equal(m.settled_cents, 0);
	assert_int_equal(m.left_cents.v, 3000000 - 11000);
	assert_int_equal(money(&coesfeld, own, "2026-11-21").booked_cents, 4 * 600);
	m = money(&coesfeld, land, "2025-06-01");
	assert_int_equal(m.booked_cents, 8000);
	assert_int_equal(m.settled_cents, 2600);
	assert_int_equal(money(&coesfeld, own, "2025-06-01").settled_cents, 700);
	assert_int_equal(money(&coesfeld, land, "2027-06-01").booked_cents, 7000);
	assert_int_equal(money(&bottrop, other, "2026-06-01").booked_cents, 9000);
	assert_int_equal(money(&bottrop, land, "2026-06-01").pot_id, 0);
	struct list offers = { 0 };
	const struct pot_case simple = { 0 };
	assert_int_equal(pot_offers_on(&k->cx, &coesfeld, on("2026-11-21"), &offers), OK);
	struct pot_choice c = pot_choose(k->cx.mem, &offers, &simple, 2500, 600);
	assert_int_equal(c.pot_id, land);
	assert_int_equal(c.travel_pot_id, own);
}

/* S-RUL like: what was in force stays known; what comes later changes nothing before. */
static void terms_hold_from_their_day(void **state UNUSED)
{
	int64_t own = pot_added(&coesfeld, "Kreis", "own", 1, true);
	struct work w = { .centre = &coesfeld,
		          .terms = { .pot_id = own,
		                     .valid_from = on("2021-07-01"),
		                     .legal = true,
		                     .aosf = true,
		                     .source = S("Städteregionstag") } };
	assert_int_equal(db_tx(&k->cx, "test", terms_tx, &w, NULL, 0), OK);
	const struct pot_case legal = { .legal = true };
	static const struct {
		const char *day;
		bool pays;
	} want[] = { { "2018-12-31", false }, { "2021-06-30", false }, { "2021-07-01", true }, { "2026-11-21", true } };
	for (size_t i = 0; i < 4; i++) {
		struct list offers = { 0 };
		assert_int_equal(pot_offers_on(&k->cx, &coesfeld, on(want[i].day), &offers), OK);
		assert_int_equal(pot_choose(k->cx.mem, &offers, &legal, 0, 0).pot_id != 0, want[i].pays);
	}
	next();
	assert_int_equal(db_tx(&k->cx, "test", terms_tx, &w, NULL, 0), E_INVALID); /* the same day again */
	assert_string_equal(problem_at("valid_from"), "pot.terms_earlier");
	next();
	w.centre = &bottrop; /* another KI */
	w.terms.valid_from = on("2026-01-01");
	assert_int_equal(db_tx(&k->cx, "test", terms_tx, &w, NULL, 0), E_NOTFOUND);
}

static void a_pot_can_be_changed_and_ended(void **state UNUSED)
{
	int64_t own = pot_added(&coesfeld, "Kreis", "own", 1, true);
	(void)pot_added(&coesfeld, "Stiftung", "other", 2, true);
	struct work w = { .centre = &coesfeld,
		          .change = { .id = own, .version = 1, .name = S("Stiftung"), .place = 1 } };
	assert_int_equal(db_tx(&k->cx, "test", change_tx, &w, NULL, 0), E_INVALID);
	assert_string_equal(problem_at("name"), "pot.name_taken");
	next();
	w.change.name = S("Kreis");
	w.change.valid_to = on("2018-01-01");
	assert_int_equal(db_tx(&k->cx, "test", change_tx, &w, NULL, 0), E_INVALID);
	assert_string_equal(problem_at("valid_to"), "pot.ends_before");
	next();
	w.change.valid_to = on("2026-06-30");
	assert_int_equal(db_tx(&k->cx, "test", change_tx, &w, NULL, 0), OK);
	struct list offers = { 0 };
	assert_int_equal(pot_offers_on(&k->cx, &coesfeld, on("2026-06-30"), &offers), OK);
	assert_int_equal(offers.n, 2);
	assert_int_equal(pot_offers_on(&k->cx, &coesfeld, on("2026-07-01"), &offers), OK);
	assert_int_equal(offers.n, 1);
	assert_int_equal(money(&coesfeld, own, "2026-11-21").pot_id, own); /* its money of the year is still shown */
	assert_int_equal(money(&coesfeld, own, "2027-01-01").pot_id, 0);
	next();
	assert_int_equal(db_tx(&k->cx, "test", change_tx, &w, NULL, 0), E_STALE);
	next();
	w.centre = &bottrop;
	assert_int_equal(db_tx(&k->cx, "test", change_tx, &w, NULL, 0), E_NOTFOUND);
	/* the money read once: the terms are still those of each day, whichever comes first */
	struct list money = { 0 };
	static const char *const days[] = { "2026-07-01", "2026-06-30", "2026-12-31", "2026-01-01" };
	assert_int_equal(pot_money_on(&k->cx, &coesfeld, on("2026-07-01"), &money), OK);
	for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
		struct list also = { 0 };
		assert_int_equal(pot_offers_on(&k->cx, &coesfeld, on(days[d]), &offers), OK);
		assert_int_equal(pot_offers_also_on(&k->cx, &coesfeld, on(days[d]), &money, &also), OK);
		assert_int_equal(also.n, offers.n);
		for (size_t n = 0; n < offers.n; n++) {
			const struct pot_offer *x = LIST_AT(&offers, struct pot_offer, n),
			                       *y = LIST_AT(&also, struct pot_offer, n);
			assert_int_equal(x->id, y->id);
			assert_int_equal(x->has_terms, y->has_terms);
			assert_memory_equal(&x->permits, &y->permits, sizeof x->permits);
			assert_int_equal(x->travel, y->travel);
			assert_int_equal(x->booked_cents, y->booked_cents);
		}
	}
}

/* --- settings ----------------------------------------------------------------------------------------------------- */

static void setting(const char *name, const char *value, const char *from, err want)
{
	struct work w = {
		.centre = &coesfeld,
		.row = { .valid_from = on(from), .value = str_of(value), .mark = S("read"), .source = S("-") }
	};
	for (const struct setting *const *s = pool_settings_all; *s; s++)
		if (!strcmp((*s)->name, name))
			w.setting = *s;
	assert_non_null(w.setting);
	assert_int_equal(db_tx(&k->cx, "test", setting_tx, &w, NULL, 0), want);
	next();
}

static void settings_by_day(void **state UNUSED)
{
	struct pool_settings s;
	assert_int_equal(pool_settings_on(&k->cx, coesfeld.id, on("2026-11-21"), &s), OK);
	assert_int_equal(s.lead.days, 5);
	assert_true(s.lead.working && !s.lead.hard && s.public_form && !s.private_allowed);
	assert_true(str_is(s.contact_visibility, "never"));
	setting("pool.lead_days", "7", "2026-01-01", OK);
	setting("pool.lead_days", "10", "2026-12-01", OK);
	setting("pool.lead_unit", "calendar", "2025-01-01", OK);
	setting("pool.contact_visibility", "confirmed", "2026-11-21", OK);
	setting("pool.lead_days", "61", "2026-02-01", E_INVALID);
	setting("pool.contact_visibility", "sometimes", "2026-02-01", E_INVALID);
	assert_int_equal(pool_settings_on(&k->cx, coesfeld.id, on("2026-11-21"), &s), OK);
	assert_int_equal(s.lead.days, 7);
	assert_false(s.lead.working);
	assert_true(str_is(s.contact_visibility, "confirmed"));
	assert_int_equal(pool_settings_on(&k->cx, coesfeld.id, on("2026-12-01"), &s), OK);
	assert_int_equal(s.lead.days, 10);
	assert_int_equal(pool_settings_on(&k->cx, coesfeld.id, on("2024-12-31"), &s), OK);
	assert_int_equal(s.lead.days, 5);
	assert_true(s.lead.working);
	assert_int_equal(pool_settings_on(&k->cx, bottrop.id, on("2026-12-01"), &s), OK);
	assert_int_equal(s.lead.days, 5);
}

static void mail_waits_for_the_morning(void **state UNUSED)
{
	static const struct {
		int64_t from, to;
		const char *at, *goes;
	} want[] = {
		{ 20, 7, "2026-11-21T19:59", "21.11.2026, 19:59" },
		{ 20, 7, "2026-11-21T20:00", "22.11.2026, 07:00" },
		{ 20, 7, "2026-11-22T06:59", "22.11.2026, 07:00" },
		{ 20, 7, "2026-11-22T07:00", "22.11.2026, 07:00" },
		{ 12, 14, "2026-11-21T13:20", "21.11.2026, 14:00" },
		{ 7, 7, "2026-11-21T03:00", "21.11.2026, 03:00" },
		{ 0, 6, "2026-11-21T00:30", "21.11.2026, 06:00" },
		{ 20, 7, "2026-03-28T23:10", "29.03.2026, 07:00" }, /* the night that is an hour shorter */
		{ 20, 7, "2026-10-24T21:10", "25.10.2026, 07:00" }, /* and the longer one */
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		const struct pool_settings s = { .quiet_from = want[i].from, .quiet_to = want[i].to };
		instant at;
		assert_true(instant_parse(str_of(want[i].at), &at));
		assert_string_equal(instant_local(k->cx.mem, pool_mail_time(k->cx.mem, &s, at)).p, want[i].goes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(land_money_is_what_the_rulebook_says),
		TEST(booked_and_settled_count_where_they_take_place),
		TEST(terms_hold_from_their_day),
		TEST(a_pot_can_be_changed_and_ended),
		TEST(settings_by_day),
		TEST(mail_waits_for_the_morning),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
