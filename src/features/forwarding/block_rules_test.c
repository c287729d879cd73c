/* The rules of the building blocks, by number: T20, T21 (funding-rules.md section 10), the checks of the Köln form,
 * local ceilings of Essen, Rheinisch-Bergischer Kreis and others (P-VOL-1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail
#include <string.h>

#include "features/forwarding/block_rules.h"

static struct arena *mem;

static int set_up(void **state)
{
	(void)state;
	mem = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static struct block_rule *offer(struct block_terms *t, const char *code, int64_t cents)
{
	struct block_rule *r = LIST_ADD(mem, &t->rules, struct block_rule);
	*r = (struct block_rule){ .block = block_of_code(str_of(code)), .in_force = true };
	if (cents)
		r->lump_cents = MAYBE(cents);
	return r;
}

/* KOMM-AN part II, 2024. Offers are added before any is pointed at. */
static struct block_terms komman(void)
{
	struct block_terms t = { .per_building = MAYBE(2) };
	offer(&t, "renovation", 100000);
	offer(&t, "equipment", 100000);
	offer(&t, "running", 40000)->lump_units = MAYBE(12);
	offer(&t, "digital", 0);
	offer(&t, "accompaniment", 3500);
	offer(&t, "meeting", 25000);
	offer(&t, "print", 50000)->lump_units = MAYBE(1);
	offer(&t, "internet", 50000)->lump_units = MAYBE(1);
	offer(&t, "translation", 5000);
	offer(&t, "speaker", 10000);
	offer(&t, "exchange", 5000);
	return t;
}

static void ask(struct list *lines, const char *block, int64_t units)
{
	*LIST_ADD(mem, lines, struct block_line) = (struct block_line){
		.id = (int64_t)lines->n + 1, .block = str_of(block), .building = S("Haus der Begegnung"), .units = units
	};
}

/* One room renovated and equipped, twelve months, and so on; rooms: of the building. */
static struct list club(int64_t renovated)
{
	struct list l = { 0 };
	ask(&l, "renovation", renovated);
	ask(&l, "equipment", 1);
	ask(&l, "running", 12);
	ask(&l, "accompaniment", 10);
	ask(&l, "meeting", 8);
	ask(&l, "print", 1);
	ask(&l, "internet", 1);
	ask(&l, "translation", 6);
	ask(&l, "speaker", 8);
	ask(&l, "exchange", 6);
	return l;
}

static const struct block_amount *amount(const struct block_sum *s, size_t i)
{
	return LIST_AT(&s->amounts, struct block_amount, i);
}

static const char *only_note(const struct block_sum *s, size_t i)
{
	const struct list *notes = &amount(s, i)->notes;
	assert_int_equal(notes->n, 1);
	return LIST_AT(notes, struct block_note, 0)->key;
}

static void t20_a_club_gets_11550(void **state)
{
	(void)state;
	static const int64_t parts[] = { 100000, 100000, 480000, 35000, 200000, 50000, 50000, 30000, 80000, 30000 };
	struct block_terms t = komman();
	struct list lines = club(1);
	struct block_sum s = block_reckon(mem, &t, &lines);
	assert_int_equal(s.cents, 1155000);
	assert_true(s.complete && !s.refused);
	for (size_t i = 0; i < s.amounts.n; i++) {
		assert_int_equal(amount(&s, i)->cents.v, parts[i]);
		assert_int_equal(amount(&s, i)->notes.n, 0);
	}
}

static void t21_a_second_room_of_the_building_is_refused(void **state)
{
	(void)state;
	struct block_terms t = komman();
	struct list lines = club(2);
	struct block_sum s = block_reckon(mem, &t, &lines);
	assert_int_equal(s.cents, 1155000);
	assert_string_equal(only_note(&s, 1), "block.per_building");
	assert_int_equal(amount(&s, 1)->cents.v, 0);
	/* Written otherwise it is the same house; another house has its own two. */
	lines = (struct list){ 0 };
	ask(&lines, "renovation", 2);
	ask(&lines, "equipment", 2);
	LIST_AT(&lines, struct block_line, 1)->building = S(" haus der begegnung ");
	assert_int_equal(block_reckon(mem, &t, &lines).cents, 200000);
	LIST_AT(&lines, struct block_line, 1)->building = S("Alte Schule");
	assert_int_equal(block_reckon(mem, &t, &lines).cents, 400000);
}

/* Köln A1: 1,000 € for a room once, at most two; at least 33 % of use; planned costs above 1,000 €. */
static struct block_sum koeln(int64_t units, int64_t rooms, int64_t percent, int64_t planned)
{
	struct block_terms t = { .per_building = MAYBE(2), .room_once = true };
	struct list lines = { 0 };
	struct block_rule *r = offer(&t, "renovation", 100000);
	r->use_percent = MAYBE(33);
	r->above_cents = MAYBE(100000);
	ask(&lines, "renovation", units);
	struct block_line *l = LIST_AT(&lines, struct block_line, 0);
	l->rooms = MAYBE(rooms), l->use_percent = MAYBE(percent), l->planned_cents = MAYBE(planned);
	return block_reckon(mem, &t, &lines);
}

static void koeln_a1(void **state)
{
	(void)state;
	assert_int_equal(koeln(2, 2, 33, 250000).cents, 200000);
	assert_int_equal(koeln(1, 1, 50, 250000).cents, 100000);
	struct block_sum s = koeln(2, 1, 50, 250000); /* a place of one room gets one */
	assert_int_equal(s.cents, 100000);
	assert_string_equal(only_note(&s, 0), "block.room_once");
	s = koeln(3, 5, 50, 900000);
	assert_int_equal(s.cents, 200000);
	s = koeln(1, 1, 50, 100000); /* exactly 1,000 € is not above it */
	assert_true(s.refused);
	assert_string_equal(only_note(&s, 0), "block.plan_too_low");
	assert_false(koeln(1, 1, 50, 100001).refused);
	s = koeln(1, 1, 32, 250000);
	assert_true(s.refused && s.cents == 0);
	assert_string_equal(only_note(&s, 0), "block.use_too_low");
}

static void a_room_that_is_renovated_is_not_equipped_as_well_where_rooms_count_once(void **state)
{
	(void)state;
	struct block_terms t = komman();
	struct list lines = { 0 };
	t.room_once = true;
	ask(&lines, "renovation", 1);
	ask(&lines, "equipment", 1);
	LIST_AT(&lines, struct block_line, 0)->rooms = LIST_AT(&lines, struct block_line, 1)->rooms = MAYBE(1);
	struct block_sum s = block_reckon(mem, &t, &lines);
	assert_int_equal(s.cents, 100000);
	assert_true(amount(&s, 1)->refused);
}

/* A club cannot get round it with a second bid; what that asks of another house is its own matter. */
static void a_room_counts_once_over_all_bids_of_the_year(void **state)
{
	(void)state;
	struct block_terms t = komman();
	struct list lines = { 0 };
	t.room_once = true;
	ask(&t.elsewhere, "renovation", 1);
	ask(&lines, "equipment", 1);
	struct block_line *l = LIST_AT(&lines, struct block_line, 0);
	struct block_sum s = block_reckon(mem, &t, &lines);
	assert_true(s.refused);
	assert_string_equal(only_note(&s, 0), "block.rooms_missing"); /* not to be left out to get round it */
	l->rooms = MAYBE(1);
	s = block_reckon(mem, &t, &lines);
	assert_true(s.refused && s.cents == 0);
	assert_string_equal(only_note(&s, 0), "block.room_once_others");
	l->rooms = MAYBE(2), l->units = 2;
	s = block_reckon(mem, &t, &lines);
	assert_int_equal(s.cents, 100000); /* the second room is free */
	l->building = S("Alte Schule");
	assert_int_equal(block_reckon(mem, &t, &lines).cents, 200000);
	t.room_once = false; /* by the rule of the building alone */
	l->building = S("haus der begegnung");
	l->units = 1;
	assert_int_equal(block_reckon(mem, &t, &lines).cents, 100000);
}

static void an_unknown_amount_stays_unknown(void **state)
{
	(void)state;
	struct block_terms t = komman();
	struct list lines = { 0 };
	ask(&lines, "digital", 1);
	ask(&lines, "meeting", 2);
	struct block_sum s = block_reckon(mem, &t, &lines);
	assert_false(amount(&s, 0)->cents.has);
	assert_string_equal(only_note(&s, 0), "block.unknown");
	assert_int_equal(s.cents, 50000);
	assert_true(!s.complete && !s.refused);
}

static void limits_of_the_rulebook(void **state)
{
	(void)state;
	struct block_terms t = komman();
	struct list lines = { 0 };
	ask(&lines, "running", 14);
	ask(&lines, "training", 1); /* of another programme */
	struct block_sum s = block_reckon(mem, &t, &lines);
	assert_int_equal(amount(&s, 0)->cents.v, 480000);
	assert_string_equal(only_note(&s, 0), "block.units_of_rule");
	assert_string_equal(only_note(&s, 1), "block.not_offered");
	LIST_AT(&t.rules, struct block_rule, 2)->in_force = false; /* 2025 */
	s = block_reckon(mem, &t, &lines);
	assert_string_equal(only_note(&s, 0), "block.no_rule");
}

/* By cost, since 2025. */
static struct block_sum by_cost(const struct block_rule *local, const char *block, int64_t units, int64_t planned,
                                int64_t per_bid)
{
	struct block_terms t = { 0 };
	struct list lines = { 0 };
	struct block_rule *r = LIST_ADD(mem, &t.rules, struct block_rule);
	*r = *local;
	r->block = block_of_code(str_of(block));
	if (per_bid)
		t.per_bid_cents = MAYBE(per_bid);
	ask(&lines, block, units);
	if (planned)
		LIST_AT(&lines, struct block_line, 0)->planned_cents = MAYBE(planned);
	return block_reckon(mem, &t, &lines);
}

static void local_ceilings_since_2025(void **state)
{
	(void)state;
	const struct block_rule none = { 0 }, rent = { .unit_cents = MAYBE(40000), .most_units = MAYBE(12) },
	                        measure = { .min_cents = MAYBE(5000), .unit_cents = MAYBE(50000) };
	struct block_sum s = by_cost(&none, "together", 1, 310000, 200000); /* Essen: 2,000 for an applicant */
	assert_int_equal(s.cents, 200000);
	assert_string_equal(only_note(&s, 0), "block.per_bid");
	assert_int_equal(by_cost(&none, "together", 1, 310000, 250000).cents, 250000); /* RBK */
	assert_int_equal(by_cost(&none, "together", 1, 31050, 250000).cents, 31050);
	s = by_cost(&rent, "rent", 12, 600000, 0); /* 500 a month */
	assert_int_equal(s.cents, 480000);
	assert_int_equal(by_cost(&rent, "rent", 3, 105000, 0).cents, 105000);
	assert_int_equal(by_cost(&measure, "information", 3, 180000, 0).cents, 150000);
	assert_string_equal(only_note(&s, 0), "block.unit_ceiling");
	s = by_cost(&measure, "information", 1, 4999, 0);
	assert_string_equal(only_note(&s, 0), "block.too_little");
	s = by_cost(&none, "information", 1, 0, 0);
	assert_true(s.refused);
	assert_string_equal(only_note(&s, 0), "block.plan_missing");
}

static void the_ceiling_of_an_applicant_is_cut_from_the_last_lines(void **state)
{
	(void)state;
	struct block_terms t = komman();
	struct list lines = { 0 };
	t.per_bid_cents = MAYBE(200000);
	ask(&lines, "renovation", 1);
	ask(&lines, "meeting", 8);
	ask(&lines, "exchange", 1);
	struct block_sum s = block_reckon(mem, &t, &lines);
	assert_int_equal(s.cents, 200000);
	assert_int_equal(amount(&s, 0)->cents.v, 100000);
	assert_int_equal(amount(&s, 1)->cents.v, 100000);
	assert_int_equal(amount(&s, 2)->cents.v, 0);
}

static void every_code_is_a_block(void **state)
{
	(void)state;
	size_t n = 0;
	for (; blocks[n].code; n++)
		assert_string_equal(blocks[n].code, block_choices.codes[n]);
	assert_null(block_choices.codes[n]);
	assert_null(block_of_code(S("roof")));
	assert_true(block_of_programme(block_of_code(S("running")), S("komman")));
	assert_true(block_of_programme(block_of_code(S("rent")), S("prevention")));
	assert_false(block_of_programme(block_of_code(S("rent")), S("komman")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(t20_a_club_gets_11550),
		cmocka_unit_test(t21_a_second_room_of_the_building_is_refused),
		cmocka_unit_test(koeln_a1),
		cmocka_unit_test(a_room_that_is_renovated_is_not_equipped_as_well_where_rooms_count_once),
		cmocka_unit_test(a_room_counts_once_over_all_bids_of_the_year),
		cmocka_unit_test(an_unknown_amount_stays_unknown),
		cmocka_unit_test(limits_of_the_rulebook),
		cmocka_unit_test(local_ceilings_since_2025),
		cmocka_unit_test(the_ceiling_of_an_applicant_is_cut_from_the_last_lines),
		cmocka_unit_test(every_code_is_a_block),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
