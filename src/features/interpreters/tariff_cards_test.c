/* Tariff cards on a real database: nothing is overwritten, the card of the day counts, one KI never sees another's
 * (P-INT-5); the yearly amounts as the rulebook has them (P-INT-7). */
#include "features/interpreters/pool_test.h"

#include "features/interpreters/tariff_cards.h"
#include "features/interpreters/tariff_demo.h"
#include "features/interpreters/tariff_words.h"
#include "features/interpreters/tax_ceiling.h"
#include "features/rulebook/rulebook.h"

static err add_tx(struct cx *cx, const void *in, void *ret)
{
	const struct pool_in *i = in;
	return tariff_card_add_in_tx(cx, i->centre, i->row, ret);
}

static struct tariff card(const char *template, const char *name, const char *from)
{
	const struct tariff *t = tariff_template(str_of(template));
	assert_non_null(t);
	struct tariff c = tariff_from_template(k->cx.words, k->cx.mem, t);
	c.name = str_of(name);
	c.valid_from = on(from);
	return c;
}

static int64_t added(const struct tenant *centre, const char *template, const char *name, const char *from)
{
	int64_t id = 0;
	struct tariff c = card(template, name, from);
	assert_int_equal(SAVE(centre, add_tx, &c, &id), OK);
	assert_true(id > 0);
	return id;
}

static int64_t on_day(const struct tenant *centre, const char *name, const char *when)
{
	struct list all = { 0 };
	assert_int_equal(tariff_cards(&k->cx, centre->id, &all), OK);
	const struct tariff *picked = tariff_card_pick(&all, str_of(name), on(when));
	return picked ? picked->id : 0;
}

static void same_card(const struct tariff *a, const struct tariff *b)
{
	for (size_t i = 0; i < tariff_rec.count; i++) {
		const struct field *f = &tariff_rec.fields[i];
		if (strcmp(f->name, "id") && strncmp(f->name, "recorded", 8) && !record_equal(f, a, b))
			print_error("%s differs\n", f->name);
		if (strcmp(f->name, "id") && strncmp(f->name, "recorded", 8))
			assert_true(record_equal(f, a, b));
	}
}

/* Every field of every template comes back as it went in. */
static void all_fields_are_kept(void **state UNUSED)
{
	for (const struct tariff *t = tariff_templates; t->name.p; t++) {
		struct tariff in = card(t->name.p, t->name.p, "2026-01-01"), out;
		int64_t id = added(&coesfeld, t->name.p, t->name.p, "2026-01-01");
		assert_int_equal(tariff_card_find(&k->cx, coesfeld.id, id, &out), OK);
		same_card(&in, &out);
		assert_true(out.recorded_at.ms == k->cx.now.ms);
		assert_string_equal(out.recorded_by.p, "system");
	}
	struct tariff full = card("borken", "voll", "2026-01-01"), out;
	int64_t id = 0;
	full.step_minutes = MAYBE(10);
	full.travel_time = S("own");
	full.travel_max_minutes = MAYBE(60);
	full.travel_block_minutes = MAYBE(15);
	full.travel_block_cents = MAYBE(250);
	full.travel_cost = S("per_km");
	full.km_cents = MAYBE(30);
	full.both_ways = true;
	full.travel_cost_max_cents = MAYBE(2000);
	full.cancel_hours = MAYBE(48);
	full.cancel_minutes = MAYBE(45);
	full.max_minutes = MAYBE(240);
	full.rate_assumed = full.cancel_assumed = true;
	assert_int_equal(SAVE(&coesfeld, add_tx, &full, &id), OK);
	assert_int_equal(tariff_card_find(&k->cx, coesfeld.id, id, &out), OK);
	same_card(&full, &out);
}

static void the_card_of_the_day_counts(void **state UNUSED)
{
	int64_t first = added(&coesfeld, "rheinisch-berg", "karte", "2024-01-01");
	int64_t second = added(&coesfeld, "heinsberg", "karte", "2026-03-01");
	assert_int_equal(on_day(&coesfeld, "karte", "2023-12-31"), 0);
	assert_int_equal(on_day(&coesfeld, "karte", "2024-01-01"), first);
	assert_int_equal(on_day(&coesfeld, "karte", "2026-02-28"), first);
	assert_int_equal(on_day(&coesfeld, "karte", "2026-03-01"), second);
	assert_int_equal(on_day(&coesfeld, "karte", "2030-01-01"), second);
	/* recorded late, from a day in between */
	int64_t between = added(&coesfeld, "soest", "karte", "2025-01-01");
	assert_int_equal(on_day(&coesfeld, "karte", "2024-12-31"), first);
	assert_int_equal(on_day(&coesfeld, "karte", "2025-06-01"), between);
	assert_int_equal(on_day(&coesfeld, "karte", "2026-03-01"), second);
	/* a slip put right: the later one of the same day counts, both stay */
	int64_t again = added(&coesfeld, "rhein-erft", "karte", "2026-03-01");
	assert_int_equal(on_day(&coesfeld, "karte", "2026-03-01"), again);
	struct list all = { 0 };
	assert_int_equal(tariff_cards(&k->cx, coesfeld.id, &all), OK);
	assert_int_equal(all.n, 4);
	assert_int_equal(LIST_AT(&all, struct tariff, 0)->id, again);
	assert_int_equal(LIST_AT(&all, struct tariff, 3)->id, first);
}

static int64_t standard_on(const char *service, const char *when)
{
	struct list all = { 0 };
	assert_int_equal(tariff_cards(&k->cx, coesfeld.id, &all), OK);
	const struct tariff *t = tariff_card_for(&all, str_of(service), on(when));
	return t ? t->id : 0;
}

static void the_standard_card_that_began_last_counts(void **state UNUSED)
{
	int64_t id = 0;
	assert_int_equal(standard_on("interpreting", "2026-06-01"), 0);
	int64_t old = added(&coesfeld, "heinsberg", "alt", "2024-01-01");
	int64_t new = added(&coesfeld, "soest", "neu", "2026-01-01");
	assert_int_equal(standard_on("interpreting", "2025-12-31"), old);
	assert_int_equal(standard_on("interpreting", "2026-01-01"), new);
	assert_int_equal(standard_on("guiding", "2026-01-01"), 0);
	struct tariff off = card("soest", "neu", "2026-07-01");
	off.standard = false; /* from July on it is one for special cases */
	assert_int_equal(SAVE(&coesfeld, add_tx, &off, &id), OK);
	assert_int_equal(standard_on("interpreting", "2026-06-30"), new);
	assert_int_equal(standard_on("interpreting", "2026-07-01"), old);
	struct tariff guide = card("rheinisch-berg", "lotsen", "2026-01-01");
	guide.service = S("guiding");
	assert_int_equal(SAVE(&coesfeld, add_tx, &guide, &id), OK);
	assert_int_equal(standard_on("guiding", "2026-01-01"), id);
	assert_int_equal(standard_on("interpreting", "2026-07-01"), old);
}

static void cards_of_another_ki_are_not_there(void **state UNUSED)
{
	struct tariff t;
	struct list all = { 0 };
	int64_t id = added(&coesfeld, "heinsberg", "karte", "2024-01-01");
	assert_int_equal(tariff_card_find(&k->cx, bottrop.id, id, &t), E_NOTFOUND);
	fault_clear(&k->cx);
	assert_int_equal(on_day(&bottrop, "karte", "2026-01-01"), 0);
	assert_int_equal(tariff_cards(&k->cx, bottrop.id, &all), OK);
	assert_int_equal(all.n, 0);
}

static void refused(struct tariff t, const char *field, const char *key)
{
	int64_t id = 0;
	next();
	assert_int_equal(SAVE(&coesfeld, add_tx, &t, &id), E_INVALID);
	assert_string_equal(problem_at(field), key);
	struct list all = { 0 };
	assert_int_equal(tariff_cards(&k->cx, coesfeld.id, &all), OK);
	assert_int_equal(all.n, 0);
}

static void what_is_not_whole_is_not_kept(void **state UNUSED)
{
	struct tariff t = card("heinsberg", "karte", "2011-12-31");
	refused(t, "valid_from", "tariff.day_far_away");
	t = card("heinsberg", "karte", "2032-01-01");
	refused(t, "valid_from", "tariff.day_far_away");
	t = card("heinsberg", "Karte 1", "2026-01-01");
	refused(t, "name", "tariff.bad_name");
	t = card("heinsberg", "karte", "2026-01-01");
	t.further_minutes = (struct maybe){ 0 };
	refused(t, "further_minutes", "form.required");
}

/* The database itself holds what the form checks. */
static err broken_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct sql q = { in, "i" };
	return db_exec(cx, &q, NULL, V(coesfeld.id));
}

static void the_database_refuses_half_a_card(void **state UNUSED)
{
#define HEAD                                                                                                           \
	"INSERT INTO tariff_card (centre_id, name, service, standard, valid_from, basis, first_cents, "                \
	"further_cents, further_minutes, travel_time, travel_cost, km_cents, both_ways, cancel_hours, source, mark, "  \
	"rate_assumed, step_assumed, travel_assumed, cancel_assumed, recorded_by, recorded_at) VALUES ($1, 'x', "      \
	"'interpreting', 1, '2026-01-01', "
#define TAIL ", 'Quelle', 'read', 0, 0, 0, 0, 'ich', 1)"
	static const char *const broken[] = {
		HEAD "'flat', NULL, NULL, NULL, 'none', 'none', NULL, 0, NULL" TAIL,
		HEAD "'time', 100, 100, NULL, 'none', 'none', NULL, 0, NULL" TAIL,
		HEAD "'flat', 100, NULL, NULL, 'joined', 'none', NULL, 0, NULL" TAIL,
		HEAD "'flat', 100, NULL, NULL, 'none', 'per_km', NULL, 0, NULL" TAIL,
		HEAD "'flat', 100, NULL, NULL, 'none', 'none', NULL, 0, 24" TAIL,
		HEAD "'flat', 0, NULL, NULL, 'none', 'none', NULL, 0, NULL" TAIL,
	};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		next();
		assert_int_equal(db_tx(&k->cx, "test", broken_tx, broken[i], NULL, 0), E_INVALID);
		assert_string_equal(fault(), "db.check");
	}
	next();
	assert_int_equal(db_tx(&k->cx, "test", broken_tx,
	                       HEAD "'flat', 100, NULL, NULL, 'none', 'none', NULL, 0, NULL" TAIL, NULL, 0),
	                 OK);
}

/* P-INT-7: by year, from the rulebook; asked one by one and from all rules at once. */
static void the_yearly_amounts_of_the_rulebook(void **state UNUSED)
{
	static const struct {
		const char *kind;
		int year;
		int64_t cents; /* -1: unknown */
	} law[] = { { "volunteer", 2012, -1 },    { "volunteer", 2013, 72000 }, { "volunteer", 2020, 72000 },
		    { "volunteer", 2021, 84000 }, { "volunteer", 2025, 84000 }, { "volunteer", 2026, 96000 },
		    { "trainer", 2020, 240000 },  { "trainer", 2021, 300000 },  { "trainer", 2025, 300000 },
		    { "trainer", 2026, 330000 },  { "none", 2026, -1 } };
	struct list rules = { 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	for (size_t i = 0; i < sizeof law / sizeof *law; i++) {
		struct tax_ceiling one;
		struct tax_ceiling pure = tax_ceiling_of(k->cx.mem, &rules, str_of(law[i].kind), law[i].year);
		assert_int_equal(tax_ceiling_on(&k->cx, str_of(law[i].kind), law[i].year, &one), OK);
		assert_int_equal(one.cents.has, law[i].cents >= 0);
		assert_int_equal(pure.cents.has, one.cents.has);
		assert_int_equal(pure.cents.v, one.cents.v);
		if (one.cents.has) {
			assert_int_equal(one.cents.v, law[i].cents);
			assert_string_equal(one.mark.p, "read");
			assert_true(str_has(one.source, "§ 3 Nr. 26"));
		}
		assert_null(k->cx.fault.key);
	}
}

static void the_examples_are_whole_and_come_once(void **state UNUSED)
{
	for (int i = 0; i < 2; i++) {
		struct list all = { 0 };
		next();
		assert_int_equal(tariff_demo(&k->cx), OK);
		assert_int_equal(tariff_cards(&k->cx, coesfeld.id, &all), OK);
		assert_int_equal(all.n, 6);
		for (const char *const *s = booking_service_choices.codes; *s; s++)
			assert_non_null(tariff_card_for(&all, str_of(*s), k->cx.today));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_fields_are_kept),
		TEST(the_card_of_the_day_counts),
		TEST(the_standard_card_that_began_last_counts),
		TEST(cards_of_another_ki_are_not_there),
		TEST(what_is_not_whole_is_not_kept),
		TEST(the_database_refuses_half_a_card),
		TEST(the_yearly_amounts_of_the_rulebook),
		TEST(the_examples_are_whole_and_come_once),
	};
	return kit_available() ? cmocka_run_group_tests_name("tariff_cards", tests, NULL, NULL) : 77;
}
