/* grant_land_test.c -- what another amount costs over all KI, a budget year as the sum of its cases, and who is warned:
 * on both databases. P-FUN-1, P-FUN-6, S-RUL-7, P-STA-1. */
#include "kit/short.h"

#include "core/user.h"
#include "features/grants/grant_land.h"
#include "features/grants/grant_what_if.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define EURO(x) ((int64_t)(x)*100)

static int set_up(void **state UNUSED)
{
	k = kit_furnished();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

/* --- what another amount costs ------------------------------------------------------------------------------------ */

static struct what_if_answer answer(struct what_if wish)
{
	struct what_if_answer a;
	assert_int_equal(what_if_of(&k->cx, &wish, &a), OK);
	return a;
}

/* 31 Kreise with six posts and 23 towns with five, 2,000 EUR more for each: 602,000 EUR; nothing is stored. */
static void two_thousand_more_for_each_post(void **state UNUSED)
{
	struct what_if_answer a =
	        answer((struct what_if){ .item = S("specialist"), .cents = EURO(59000), .year = 2027 });
	assert_int_equal(a.rows.n, 54);
	assert_true(a.complete);
	assert_int_equal(a.sum.ceiling_before.v, EURO(57000) * (31 * 6 + 23 * 5));
	assert_int_equal(a.sum.ceiling_after.v - a.sum.ceiling_before.v, EURO(602000));
	assert_int_equal(a.sum.difference.v, 0); /* nobody holds a post here: nothing is drawn */
	struct list rules = { 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	LIST_EACH (const struct rule, r, &rules)
		assert_false(str_ends(r->code, "-what-if"));
}

/* P-FUN-6: the row of a KI opens to the rules of its ceiling, as they are and as they would be. */
static void a_row_opens_to_its_rules(void **state UNUSED)
{
	const struct what_if wish = { .item = S("specialist"), .cents = EURO(59000), .year = 2027 };
	struct what_if_centre c;
	assert_int_equal(what_if_centre_of(&k->cx, &wish, S("coesfeld"), &c), OK);
	assert_int_equal(c.rules.n, 2);
	const struct what_if_rule *today = LIST_AT(&c.rules, struct what_if_rule, 0),
	                          *then = LIST_AT(&c.rules, struct what_if_rule, 1);
	assert_true(str_has(today->calculation, "6 × 57.000,00") && str_has(today->calculation, "= 342.000,00") &&
	            !today->after);
	assert_true(str_has(then->calculation, "6 × 59.000,00") && str_has(then->calculation, "= 354.000,00") &&
	            then->after);
	assert_true(str_ends(then->code, "-what-if") && str_is(then->mark, "assumed"));
	assert_true(str_is(then->source, "Annahme dieser Rechnung, keine Regel"));
	assert_true(c.of_posts && c.posts.n == 0);
	assert_int_equal(what_if_centre_of(&k->cx, &wish, S("nowhere"), &c), E_NOTFOUND);
}

/* Money that does not hang on posts: the ceiling is the plan. */
static void less_for_interpreters(void **state UNUSED)
{
	struct what_if_answer a =
	        answer((struct what_if){ .item = S("interpreter_costs"), .cents = EURO(20000), .year = 2027 });
	assert_int_equal(a.sum.difference.v, -54 * EURO(10000));
}

/* An amount that is not known today: the difference would be a guess, so the page says that it is incomplete. */
static void an_unknown_amount_stays_unknown(void **state UNUSED)
{
	struct what_if_answer a =
	        answer((struct what_if){ .item = S("fathers_work"), .cents = EURO(10000), .year = 2027 });
	assert_false(a.complete);
	assert_false(LIST_AT(&a.rows, struct what_if_row, 0)->ceiling_before.has);
	assert_int_equal(LIST_AT(&a.rows, struct what_if_row, 0)->ceiling_after.v, EURO(10000));
	assert_false(LIST_AT(&a.rows, struct what_if_row, 0)->difference.has);
	assert_int_equal(a.sum.difference.v, 0); /* of what is known */
}

static void a_year_without_a_rule(void **state UNUSED)
{
	const struct what_if wish = { .item = S("volunteering_prevention"), .cents = EURO(1), .year = 2020 };
	struct what_if_answer a;
	assert_int_equal(what_if_of(&k->cx, &wish, &a), E_INVALID);
	assert_string_equal(problem_at("item"), "what_if.no_rule");
}

/* --- a budget year ------------------------------------------------------------------------------------------------ */

static struct grant_paper paper_of(int64_t posts, int64_t interpreters)
{
	struct grant_paper p = { .format = GRANT_FORMAT, .type = S("grant"), .total_cents = posts + interpreters };
	*LIST_ADD(k->cx.mem, &p.lines, struct grant_line) =
	        (struct grant_line){ .item = S("specialist"), .label = S("Fachkräfte"), .cents = posts };
	*LIST_ADD(k->cx.mem, &p.lines, struct grant_line) = (struct grant_line){ .item = S("interpreter_costs"),
		                                                                 .label = S("Laiensprachmittlung"),
		                                                                 .cents = interpreters };
	return p;
}

static void as(const char *login, const char *role, const char *centre)
{
	struct user *u = NEW(k->mem, struct user);
	if (user_by_login(&k->cx, str_of(login), u) != OK) {
		fault_clear(&k->cx);
		*u = account_made(login, NULL, role, centre);
	}
	k->cx.user = u;
}

static void opened(const char *slug, struct tenant *centre, struct grant_case *c)
{
	*centre = centre_called(slug);
	const struct grant_case_in in = { centre, S("base"), 2026 };
	as(slug, "head", slug);
	assert_int_equal(db_tx(&k->cx, "test", grant_case_open_in_tx, &in, c, sizeof *c), OK);
}

static int64_t add(const struct tenant *centre, const struct grant_case *c, struct grant_event e)
{
	struct grant_state s;
	struct grant_event stored = { 0 };
	assert_int_equal(grant_state_on(&k->cx, c, &s, NULL), OK);
	const struct grant_add in = { .centre = centre, .case_id = c->id, .seen = s.seen, .event = e };
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &in, &stored, sizeof stored), OK);
	return stored.id;
}

static void granted(const char *slug, int64_t posts, int64_t interpreters)
{
	struct tenant centre;
	struct grant_case c;
	struct grant_paper p = paper_of(posts, interpreters);
	str json = grant_paper_json(k->cx.mem, &grant_paper_rec, &p);
	day today = k->cx.today;
	opened(slug, &centre, &c);
	add(&centre, &c,
	    (struct grant_event){ .kind = S("applied"), .day = today, .cents = MAYBE(p.total_cents), .content = json });
	as("first@arnsberg", "authority", NULL);
	add(&centre, &c, (struct grant_event){ .kind = S("checked_content"), .day = today });
	add(&centre, &c, (struct grant_event){ .kind = S("checked_figures"), .day = today });
	int64_t draft = add(
	        &centre, &c,
	        (struct grant_event){
	                .kind = S("decision_draft"), .day = today, .cents = MAYBE(p.total_cents), .content = json });
	as("second@arnsberg", "authority", NULL);
	add(&centre, &c, (struct grant_event){ .kind = S("approved"), .day = today, .about_id = MAYBE(draft) });
}

/* The Land's sums are those of the cases; another year and another programme have none of them. */
static void the_land_is_the_sum_of_its_cases(void **state UNUSED)
{
	struct grant_land land;
	granted("coesfeld", EURO(342000), EURO(30000));
	granted("unna", EURO(285000), EURO(20000));
	assert_int_equal(grant_land_of(&k->cx, 2026, S("base"), &land), OK);
	assert_int_equal(land.rows.n, 2);
	assert_int_equal(land.sum.granted_cents, EURO(677000));
	assert_int_equal(land.sum.left_cents, EURO(677000));
	assert_false(land.sum.demanded_cents.has);
	int64_t items = 0;
	LIST_EACH (const struct grant_item, i, &land.items)
		items += i->granted_cents;
	assert_int_equal(items, land.sum.granted_cents);
	assert_int_equal(LIST_AT(&land.items, struct grant_item, 0)->granted_cents, EURO(627000));
	assert_int_equal(grant_land_of(&k->cx, 2025, S("base"), &land), OK);
	assert_int_equal(land.rows.n, 0);
	assert_int_equal(grant_land_of(&k->cx, 2026, S("kim"), &land), OK);
	assert_int_equal(land.rows.n, 0);
}

/* --- warnings: pure ----------------------------------------------------------------------------------------------- */

static str warning(const struct grant_state *s, struct maybe posts, const char *today, int64_t *ret_cents)
{
	const struct grant_case c = { .year = 2026 };
	return grant_warning_of(s, &c, posts, on(today), ret_cents);
}

static void who_is_warned(void **state UNUSED)
{
	int64_t cents;
	struct grant_item items[] = {
		{ .item = S("specialist"), .granted_cents = EURO(342000), .called_cents = EURO(171000) },
		{ .item = S("interpreter_costs"), .granted_cents = EURO(30000), .called_cents = EURO(15000) },
	};
	struct grant_call call = { .late = true, .unused_cents = EURO(1500) };
	struct grant_state s = { .granted_cents = EURO(372000), .called_cents = EURO(200000) };
	s.items = (struct list){ items, 2, sizeof *items, 2, STR_NONE };
	assert_false(warning(&s, MAYBE(0), "2026-11-01", &cents).p);
	assert_true(str_is(warning(&s, MAYBE(EURO(42000)), "2026-11-01", &cents), "posts"));
	assert_int_equal(cents, EURO(42000));
	s.calls = (struct list){ &call, 1, sizeof call, 1, STR_NONE };
	assert_true(str_is(warning(&s, MAYBE(0), "2026-11-01", &cents), "unused"));
	assert_int_equal(cents, EURO(1500));
	s.calls = (struct list){ 0 };
	items[1].called_cents = EURO(14999); /* the posts alone are half of all */
	assert_false(warning(&s, (struct maybe){ 0 }, "2026-09-30", &cents).p);
	assert_true(str_is(warning(&s, (struct maybe){ 0 }, "2026-10-01", &cents), "slow"));
	assert_int_equal(cents, EURO(15001));
	items[0].called_cents = 0;
	assert_true(str_is(warning(&s, (struct maybe){ 0 }, "2026-10-01", &cents), "slow"));
	assert_int_equal(cents, EURO(357001));
	s.closing = &(struct grant_event){ 0 };
	assert_false(warning(&s, MAYBE(EURO(1)), "2026-11-01", &cents).p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_thousand_more_for_each_post),  TEST(a_row_opens_to_its_rules),
		TEST(two_thousand_more_for_each_post),  TEST(less_for_interpreters),
		TEST(an_unknown_amount_stays_unknown),  TEST(a_year_without_a_rule),
		TEST(the_land_is_the_sum_of_its_cases), TEST(who_is_warned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
