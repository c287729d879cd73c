/* The example pools' requests and assignments: something in every state, nobody at two places at once, every pot with
 * terms, amounts that add up, and nothing that the events would not say (S-INT-1 ... 3, P-INT-3, P-INT-5 ... 8). */
#include "features/interpreters/booking.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_settings.h"
#include "features/interpreters/pool_test.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/tariff_cards.h"

static const char *const slugs[] = { "coesfeld", "bottrop", "soest", "rhein-erft-kreis" };
enum { SLUGS = sizeof slugs / sizeof *slugs, MOST = 2000, PAGE = 500 };

static int64_t ask(const char *text)
{
	const struct sql q = { text, "" };
	int64_t n = -1;
	assert_int_equal(db_int(&k->cx, &q, &n, V_NONE), OK);
	return n;
}

static int64_t ask_of(const struct tenant *t, const char *text)
{
	const struct sql q = { text, "i" };
	int64_t n = -1;
	assert_int_equal(db_int(&k->cx, &q, &n, V(t->id)), OK);
	return n;
}

static struct tenant centre_of(const char *slug)
{
	struct tenant t;
	assert_int_equal(tenant_by_slug(&k->cx, str_of(slug), &t), OK);
	return t;
}

/* --- what there is ------------------------------------------------------------------------------------------------ */

static void every_stage_and_event_occurs(void **state UNUSED)
{
	for (const char *const *s = booking_stage_choices.codes; *s; s++) {
		const struct sql q = { "SELECT count(*) FROM booking_now WHERE stage = $1", "s" };
		int64_t n;
		if (strcmp(*s, "held") == 0) /* time makes it of booked */
			continue;
		assert_int_equal(db_int(&k->cx, &q, &n, V(str_of(*s))), OK);
		if (n == 0)
			print_error("no booking is %s\n", *s);
		assert_true(n > 0);
	}
	for (const char *const *e = booking_event_choices.codes; *e; e++) {
		const struct sql q = { "SELECT count(*) FROM booking_event WHERE kind = $1", "s" };
		int64_t n;
		if (strcmp(*e, "corrected") == 0 || strcmp(*e, "noted") == 0)
			continue;
		assert_int_equal(db_int(&k->cx, &q, &n, V(str_of(*e))), OK);
		assert_true(n > 0);
	}
}

static void each_pool_is_lively(void **state UNUSED)
{
	static const int most[] = { 900, 400, 400, 400 };
	for (int i = 0; i < SLUGS; i++) {
		struct tenant t = centre_of(slugs[i]);
		const struct sql ahead = { "SELECT count(*) FROM booking_now WHERE centre_id = $1 AND starts_at > $2",
			                   "it" };
		const struct sql passed = { "SELECT count(*) FROM booking_now WHERE centre_id = $1 AND starts_at <= $2"
			                    " AND stage IN ('open', 'asking')",
			                    "it" };
		int64_t n;
		assert_in_range(ask_of(&t, "SELECT count(*) FROM booking WHERE centre_id = $1"), 200, most[i]);
		assert_int_equal(db_int(&k->cx, &ahead, &n, V(t.id, k->cx.now)), OK);
		assert_in_range(n, 12, 80);
		assert_int_equal(db_int(&k->cx, &passed, &n, V(t.id, k->cx.now)), OK);
		assert_in_range(n, 1, 3);
		for (const char *const *s = (const char *const[]){ "open", "asking", "booked", "reported", "disputed",
		                                                   "signed", "settled", "cancelled", "unfilled", NULL };
		     *s; s++) {
			const struct sql q = { "SELECT count(*) FROM booking_now WHERE centre_id = $1 AND stage = $2",
				               "is" };
			assert_int_equal(db_int(&k->cx, &q, &n, V(t.id, str_of(*s))), OK);
			assert_true(n > 0);
		}
		/* somebody is found for nine in ten, or nearly so */
		int64_t all = ask_of(&t, "SELECT count(*) FROM booking_now WHERE centre_id = $1");
		assert_true(ask_of(&t, "SELECT count(*) FROM booking_now WHERE centre_id = $1 AND stage = 'unfilled'") *
		                    6 <
		            all);
	}
}

static void urgent_ones_others_moved_and_given_back(void **state UNUSED)
{
	const struct sql late = {
		"SELECT count(*) FROM booking_now n WHERE n.stage = 'booked' AND n.ends_at < $1 AND EXISTS"
		" (SELECT 1 FROM booking_event e WHERE e.booking_id = n.booking_id AND e.step = 2)",
		"t"
	};
	const struct sql urgent = { "SELECT count(*) FROM booking b JOIN booking_now n ON n.booking_id = b.id WHERE"
		                    " b.urgent_reason IS NOT NULL AND n.starts_at > $1 AND n.stage = 'open'",
		                    "t" };
	int64_t n;
	assert_int_equal(db_int(&k->cx, &late, &n, V((instant){ k->cx.now.ms - INT64_C(10) * 86400000 })), OK);
	assert_true(n >= SLUGS); /* times missing for more than ten days, and asked for twice */
	assert_int_equal(db_int(&k->cx, &urgent, &n, V(k->cx.now)), OK);
	assert_true(n >= SLUGS);
	assert_true(ask("SELECT count(*) FROM booking_now n WHERE n.round > 1 AND n.interpreter_id IS NOT NULL") > 20);
	assert_true(ask("SELECT count(*) FROM booking WHERE service = 'translating' AND pages > 1") > 5);
	assert_true(ask("SELECT count(*) FROM booking WHERE service = 'guiding'") > 20);
	assert_true(ask("SELECT count(DISTINCT language_code) FROM booking") >= 20);
	assert_true(ask("SELECT count(DISTINCT occasion) FROM booking") >= 12);
}

static void what_each_ki_decided_differs(void **state UNUSED)
{
	struct pool_settings a, b;
	assert_int_equal(pool_settings_on(&k->cx, coesfeld.id, k->cx.today, &a), OK);
	assert_int_equal(pool_settings_on(&k->cx, bottrop.id, k->cx.today, &b), OK);
	assert_false(str_eq(a.contact_visibility, b.contact_visibility));
	assert_false(str_eq(a.sign, b.sign));
	assert_true(a.lead.days != b.lead.days && a.lead.working != b.lead.working && b.lead.hard);
}

/* --- is it right? ------------------------------------------------------------------------------------------------- */

static void the_events_say_the_same(void **state UNUSED)
{
	int64_t before = INT64_MAX, bad, last;
	do {
		assert_int_equal(booking_verify(&k->cx, before, PAGE, &bad, &last), OK);
		assert_int_equal(bad, 0);
		before = last;
		next();
	} while (last);
	assert_int_equal(ask("SELECT count(*) FROM booking b WHERE NOT EXISTS"
	                     " (SELECT 1 FROM booking_now n WHERE n.booking_id = b.id)"),
	                 0);
	/* nothing lies in the future, and nothing goes back in time */
	const struct sql later = { "SELECT count(*) FROM booking_event WHERE at > $1", "t" };
	int64_t n;
	assert_int_equal(db_int(&k->cx, &later, &n, V(k->cx.now)), OK);
	assert_int_equal(n, 0);
	assert_int_equal(ask("SELECT count(*) FROM booking_event e JOIN booking_event f ON f.booking_id = e.booking_id"
	                     " AND f.id > e.id WHERE f.at < e.at"),
	                 0);
}

struct appointment {
	int64_t interpreter_id;
	instant starts_at, ends_at;
	str mode;
	int64_t lat, lon;
};
static const struct field appointment_fields[] = {
	FIELD(struct appointment, interpreter_id, KIND_INT),
	FIELD(struct appointment, starts_at, KIND_INSTANT),
	FIELD(struct appointment, ends_at, KIND_INSTANT),
	FIELD(struct appointment, mode, KIND_TEXT),
	FIELD(struct appointment, lat, KIND_INT),
	FIELD(struct appointment, lon, KIND_INT),
};
static const struct record appointment_rec = RECORD("appointment", struct appointment, appointment_fields);

static struct fit_slot slot_of(const struct appointment *a)
{
	return (struct fit_slot){ .start = a->starts_at,
		                  .end = a->ends_at,
		                  .mode = str_is(a->mode, "on_site")   ? FIT_ON_SITE
		                          : str_is(a->mode, "written") ? FIT_WRITTEN
		                                                       : FIT_PHONE,
		                  .place = { (int32_t)a->lat, (int32_t)a->lon } };
}

static void nobody_is_at_two_places(void **state UNUSED)
{
	const struct sql q = {
		"SELECT n.interpreter_id, n.starts_at, n.ends_at, b.mode, c.lat, c.lon FROM booking_now n"
		" JOIN booking b ON b.id = n.booking_id JOIN booking_contact c ON c.booking_id = n.booking_id"
		" WHERE n.centre_id = $1 AND n.interpreter_id IS NOT NULL AND n.stage IN ('booked', 'reported',"
		" 'disputed', 'signed', 'settled') ORDER BY n.interpreter_id, n.starts_at LIMIT 2000",
		"i"
	};
	for (int i = 0; i < SLUGS; i++) {
		struct tenant t = centre_of(slugs[i]);
		struct list all = { 0 };
		assert_int_equal(db_list(&k->cx, &q, &appointment_rec, &all, V(t.id)), OK);
		assert_true(all.n > 100 && all.n < MOST);
		for (size_t x = 0; x < all.n; x++)
			for (size_t y = x + 1; y < all.n; y++) {
				const struct appointment *a = LIST_AT(&all, struct appointment, x),
				                         *b = LIST_AT(&all, struct appointment, y);
				if (a->interpreter_id != b->interpreter_id)
					break;
				const struct fit_slot one = slot_of(a), other = slot_of(b);
				int64_t way;
				assert_false(fit_clash(&fit_rules_default.travel, &one, &other, &way));
			}
	}
}

static void pots_have_terms_and_one_is_nearly_empty(void **state UNUSED)
{
	assert_int_equal(
	        ask("SELECT count(*) FROM pot p WHERE NOT EXISTS (SELECT 1 FROM pot_terms t WHERE t.pot_id = p.id)"),
	        0);
	for (int i = 0; i < SLUGS; i++) {
		struct tenant t = centre_of(slugs[i]);
		struct list money = { 0 };
		assert_int_equal(pot_money_on(&k->cx, &t, k->cx.today, &money), OK);
		assert_int_equal(money.n, 2);
		const struct pot_money *land = LIST_AT(&money, struct pot_money, 0);
		assert_true(land->cents.has && land->terms.id && land->booked_cents > 0);
		assert_false(land->terms.legal || land->terms.medical || land->terms.travel);
		assert_int_equal(land->by_rule, strcmp(slugs[i], "bottrop") != 0);
		if (strcmp(slugs[i], "bottrop") == 0)
			assert_in_range(land->used_percent.v, 90, 99);
		else
			assert_in_range(land->used_percent.v, 0, 79);
	}
}

/* A case goes to a pot that permits it. */
static void cases_and_pots_fit(void **state UNUSED)
{
	assert_int_equal(ask("SELECT count(*) FROM booking b JOIN booking_now n ON n.booking_id = b.id"
	                     " JOIN pot_terms t ON t.pot_id = n.pot_id WHERE b.legal > t.legal OR b.medical > t.medical"
	                     " OR b.aosf > t.aosf OR b.lesson > t.lesson OR b.recurring > t.recurring"),
	                 0);
	assert_int_equal(ask("SELECT count(*) FROM booking_now WHERE pot_id IS NULL AND stage <> 'refused'"), 0);
	assert_int_equal(ask("SELECT count(*) FROM settlement_line l JOIN pot_terms t ON t.pot_id = l.pot_id"
	                     " WHERE l.part IN ('travel_cost', 'travel_time') AND t.travel = 0"),
	                 0);
}

/* --- money -------------------------------------------------------------------------------------------------------- */

struct settled {
	int64_t booking_id, cents, pages, card_id;
	instant starts_at, ends_at;
	int64_t travel_minutes, distance_m, travel_cents;
};
static const struct field settled_fields[] = {
	FIELD(struct settled, booking_id, KIND_INT),     FIELD(struct settled, cents, KIND_MONEY),
	FIELD(struct settled, pages, KIND_INT),          FIELD(struct settled, card_id, KIND_INT),
	FIELD(struct settled, starts_at, KIND_INSTANT),  FIELD(struct settled, ends_at, KIND_INSTANT),
	FIELD(struct settled, travel_minutes, KIND_INT), FIELD(struct settled, distance_m, KIND_INT),
	FIELD(struct settled, travel_cents, KIND_MONEY),
};
static const struct record settled_rec = RECORD("settled", struct settled, settled_fields);

/* What stands in the settlements is what the card of the day gives for the times that both signed. */
static void amounts_are_those_of_the_cards(void **state UNUSED)
{
	const struct sql q = {
		"SELECT l.booking_id, CAST(sum(l.cents) AS BIGINT) AS cents, COALESCE(max(b.pages), 0) AS pages,"
		" max(l.card_id) AS card_id, max(e.starts_at) AS starts_at, max(e.ends_at) AS ends_at,"
		" COALESCE(max(e.travel_minutes), 0) AS travel_minutes, COALESCE(max(e.distance_m), 0) AS"
		" distance_m, COALESCE(max(e.travel_cents), 0) AS travel_cents FROM settlement_line l JOIN booking b "
		"ON b.id = l.booking_id JOIN booking_event e ON"
		" e.booking_id = b.id AND e.kind = 'reported' WHERE l.centre_id = $1 GROUP BY l.booking_id LIMIT"
		" 2000",
		"i"
	};
	for (int i = 0; i < SLUGS; i++) {
		struct tenant t = centre_of(slugs[i]);
		struct list cards = { 0 }, all = { 0 };
		assert_int_equal(tariff_cards(&k->cx, t.id, &cards), OK);
		assert_int_equal(db_list(&k->cx, &q, &settled_rec, &all, V(t.id)), OK);
		assert_true(all.n > 80 && all.n < MOST);
		LIST_EACH (const struct settled, s, &all) {
			const struct tariff *card = NULL;
			LIST_EACH (const struct tariff, c, &cards)
				card = c->id == s->card_id ? c : card;
			assert_non_null(card);
			const struct tariff_job job = { .starts_at = s->starts_at,
				                        .ends_at = s->ends_at,
				                        .travel_minutes = MAYBE(s->travel_minutes),
				                        .distance_km = MAYBE(s->distance_m),
				                        .travel_cost_cents = MAYBE(s->travel_cents),
				                        .pages = { .v = s->pages * 1000, .has = s->pages > 0 } };
			struct tariff_amount amount;
			assert_int_equal(tariff_amount(&k->cx, card, &job, &amount), OK);
			assert_int_equal(amount.total_cents, s->cents);
			assert_ptr_equal(tariff_card_for(&cards, card->service, instant_day(s->starts_at)), card);
		}
	}
}

static void settled_is_what_has_lines(void **state UNUSED)
{
	assert_int_equal(ask("SELECT count(*) FROM booking_now n WHERE (n.stage = 'settled') <> EXISTS"
	                     " (SELECT 1 FROM settlement_line l WHERE l.booking_id = n.booking_id)"),
	                 0);
	assert_int_equal(ask("SELECT count(*) FROM settlement_line l JOIN settlement s ON s.id = l.settlement_id JOIN"
	                     " booking_now n ON n.booking_id = l.booking_id WHERE substr(n.held_on, 1, 7) <> s.month"
	                     " OR n.interpreter_id <> l.interpreter_id"),
	                 0);
	assert_int_equal(ask("SELECT count(*) FROM settlement s WHERE NOT EXISTS"
	                     " (SELECT 1 FROM settlement_line l WHERE l.settlement_id = s.id)"),
	                 0);
	assert_true(ask("SELECT count(*) FROM settlement_line WHERE part = 'cancellation'") > 0);
	assert_true(ask("SELECT count(*) FROM settlement_line WHERE part = 'travel_cost'") > 0);
	assert_true(ask("SELECT count(*) FROM settlement_line WHERE part = 'pages'") > 0);
}

/* Nobody earns more than is free of tax, and somebody nearly does. */
static void somebody_is_near_the_ceiling(void **state UNUSED)
{
	for (int i = 0; i < SLUGS; i++) {
		struct tenant t = centre_of(slugs[i]);
		struct list people = { 0 };
		int64_t most = 0;
		assert_int_equal(pool_people_load(&k->cx, t.id, k->cx.today, k->cx.today, &people), OK);
		LIST_EACH (const struct fit_person, p, &people)
			LIST_EACH (const struct fit_year, y, &p->years) {
				assert_true(y->earned_cents <= y->ceiling_cents);
				most = y->year == 2026 && y->earned_cents > most ? y->earned_cents : most;
			}
		assert_in_range(most, 95000, 96000);
	}
}

/* --- on other days ------------------------------------------------------------------------------------------------ */

/* Some days into a year, before the settlement of a month, in the holidays. */
static void it_is_lively_on_other_days(void **state)
{
	static const char *const days[] = { "2026-01-02", "2026-03-06", "2026-08-09" };
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		pool_tear_down(state);
		pool_set_up(state);
		k->cx.today = on(days[i]);
		k->cx.now = instant_at(k->cx.today, 7 * 60 + 5);
		assert_int_equal(pool_demo(&k->cx), OK);
		each_pool_is_lively(state);
		nobody_is_at_two_places(state);
		pots_have_terms_and_one_is_nearly_empty(state);
		amounts_are_those_of_the_cards(state);
		settled_is_what_has_lines(state);
		the_events_say_the_same(state);
	}
}

static int set_up(void **state)
{
	pool_set_up(state);
	assert_int_equal(pool_demo(&k->cx), OK);
	next();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_stage_and_event_occurs),
		cmocka_unit_test(each_pool_is_lively),
		cmocka_unit_test(urgent_ones_others_moved_and_given_back),
		cmocka_unit_test(what_each_ki_decided_differs),
		cmocka_unit_test(the_events_say_the_same),
		cmocka_unit_test(nobody_is_at_two_places),
		cmocka_unit_test(pots_have_terms_and_one_is_nearly_empty),
		cmocka_unit_test(cases_and_pots_fit),
		cmocka_unit_test(amounts_are_those_of_the_cards),
		cmocka_unit_test(settled_is_what_has_lines),
		cmocka_unit_test(somebody_is_near_the_ceiling),
		cmocka_unit_test(it_is_lively_on_other_days),
	};
	/* They only read, but for the last one: one database is enough. */
	return kit_available() ? cmocka_run_group_tests(tests, set_up, pool_tear_down) : 77;
}
