/* The proof of use from what is recorded to the repayment: T24, T25, T26 through the proof, T29, T40; sums and shares;
 * what is refused; what was handed in stays the same to the byte: on both databases. S-FUN-4, P-FUN-3, P-FUN-6,
 * P-FUN-7. */
#include "app/grant_proof_test.h"

#include "app/program.h"
#include "core/spending.h"
#include "features/grants/grant_proof_letter.h"

#undef TEST
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

struct app *app;
struct user head, administrator, first, second;
struct grant_case the_case;
int64_t call;

static int set_up(void **state)
{
	struct text words = { 0 };
	staff_set_up(state);
	words.mem = k->mem;
	const struct app_config config = { .pool = k->pool, .features = program_features };
	assert_int_equal(app_new(&config, &app, &words), OK);
	k->cx.app = app;
	head = account_made("head@coesfeld", "Annegret Terhorst", "head", "coesfeld");
	administrator = account_made("administrator@coesfeld", "Birgit Schulze Wext", "administrator", "coesfeld");
	first = account_made("authority@arnsberg", "Christiane Vogt", "authority", NULL);
	second = account_made("second@arnsberg", "Holger Brandhoff", "authority", NULL);
	return 0;
}

static int tear_down(void **state)
{
	staff_tear_down(state);
	app_free(app);
	return 0;
}

void again(void)
{
	fault_clear(&k->cx);
	k->cx.problems = NULL;
}

struct list events;
struct grant_state state_now(void)
{
	struct grant_state s;
	again();
	events = (struct list){ 0 };
	assert_int_equal(grant_state_on(&k->cx, &the_case, &s, &events), OK);
	return s;
}

int64_t add(const struct user *who, struct grant_event e)
{
	struct grant_event stored = { 0 };
	const struct grant_add in = {
		.centre = &coesfeld, .case_id = the_case.id, .seen = state_now().seen, .event = e
	};
	k->cx.user = who;
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &in, &stored, sizeof stored), OK);
	return stored.id;
}
static str paper(const char *type, const char *item, int64_t cents)
{
	struct grant_paper p = {
		.format = GRANT_FORMAT, .type = str_of(type), .group = S("basic"), .total_cents = cents
	};
	*LIST_ADD(k->cx.mem, &p.lines, struct grant_line) =
	        (struct grant_line){ .item = str_of(item), .label = str_of(item), .group = S("basic"), .cents = cents };
	return grant_paper_json(k->cx.mem, &grant_paper_rec, &p);
}

/* One position, granted, called and paid as a whole in the year before the one in which it is proven. */
void paid(int year, const char *item, int64_t cents, const char *paid_on)
{
	const struct grant_case_in in = { &coesfeld, S("base"), year };
	k->cx.user = &head;
	assert_int_equal(db_tx(&k->cx, "test", grant_case_open_in_tx, &in, &the_case, sizeof the_case), OK);
	ADD(&head, "applied", "2022-10-01", .cents = MAYBE(cents), .content = paper("", item, cents));
	ADD(&first, "checked_content", "2022-11-01");
	ADD(&first, "checked_figures", "2022-11-01");
	int64_t draft = ADD(&first, "decision_draft", "2022-12-01", .cents = MAYBE(cents),
	                    .content = paper("grant", item, cents));
	ADD(&second, "approved", "2022-12-02", .about_id = MAYBE(draft));
	ADD(&head, "waived", "2022-12-10");
	call = ADD(&head, "called", "2022-12-15", .cents = MAYBE(cents), .content = paper("", item, cents));
	draft = ADD(&first, "payout_draft", "2022-12-16", .about_id = MAYBE(call), .cents = MAYBE(cents));
	ADD(&second, "approved", "2022-12-17", .about_id = MAYBE(draft));
	ADD(&first, "paid", paid_on, .about_id = MAYBE(call), .cents = MAYBE(cents));
}

struct grant_proof proof_now(struct proof_draft *draft)
{
	struct grant_proof p;
	struct grant_state s = state_now();
	assert_int_equal(proof_prepare(&k->cx, &coesfeld, &the_case, &s, &events, &p, draft), OK);
	int64_t share = 0;
	LIST_EACH (const struct proof_line, l, &p.expenses) {
		assert_int_equal(l->used_cents + l->back_cents, l->paid_cents);
		share += l->share;
	}
	assert_int_equal(p.used_cents + p.back_cents, p.paid_cents);
	assert_int_equal(share, p.expense_cents ? 100000 : 0);
	assert_int_equal(p.income_cents, p.expense_cents + p.back_cents);
	return p;
}

static const struct proof_line *line_of(const struct list *lines, const char *item)
{
	LIST_EACH (const struct proof_line, l, lines)
		if (str_is(l->item, item))
			return l;
	assert_non_null(NULL);
	return NULL;
}
#define expense(p, item) line_of(&(p)->expenses, (item))
#define income(p, source) line_of(&(p)->income, (source))

static void cost_of_post(int64_t post, int64_t cents)
{
	const struct post_cost row = { .post_id = post, .year = 2024, .cents = cents };
	struct post_cost saved;
	assert_int_equal(SAVE(&coesfeld, post_cost_save_in_tx, &row, &saved), OK);
}

/* --- T24, T25, T26 ------------------------------------------------------------------------------------------------ */

static void t24_vacant_months(void **state UNUSED)
{
	k->cx.user = &head;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2024-01-01", NULL);
	share_added(&coesfeld, post, person_added(&coesfeld, "Kaya", "Deniz"), 1000, "2024-01-01", "2024-06-30");
	share_added(&coesfeld, post, person_added(&coesfeld, "Brinkmann", "Jan"), 1000, "2024-10-01", NULL);
	cost_of_post(post, EURO(61000));
	paid(2024, "specialist", EURO(57000), "2024-03-01");
	struct grant_proof p = proof_now(NULL);
	const struct proof_line *l = expense(&p, "specialist");
	assert_int_equal(l->cents, EURO(61000));
	assert_int_equal(l->eligible_cents, EURO(42750));
	assert_int_equal(l->used_cents, EURO(42750));
	assert_int_equal(l->back_cents, EURO(14250));
	assert_true(str_has(l->calculation, "42.750,00"));
	const struct proof_post *one = LIST_AT(&p.posts, struct proof_post, 0);
	assert_int_equal(one->filled_months, 9000);
	assert_int_equal(one->vacant_months, 3000);
	assert_true(str_has(one->calculation, "9/12"));
	/* Who was there from when to when, within the year. */
	assert_int_equal(p.people.n, 2);
	const struct proof_person *last = LIST_AT(&p.people, struct proof_person, 1);
	assert_int_equal(day_cmp(last->until, on("2024-12-31")), 0);
	assert_int_equal(income(&p, "own")->cents, EURO(61000 - 42750));
}

static void t25_two_halves(void **state UNUSED)
{
	k->cx.user = &head;
	int64_t one = post_added(&coesfeld, "specialist", "ki", 500, "2024-01-01", NULL);
	int64_t other = post_added(&coesfeld, "specialist", "ki", 500, "2024-07-01", NULL);
	share_added(&coesfeld, one, person_added(&coesfeld, "Kaya", "Deniz"), 500, "2024-01-01", NULL);
	share_added(&coesfeld, other, person_added(&coesfeld, "Brinkmann", "Jan"), 500, "2024-07-01", NULL);
	cost_of_post(one, EURO(30000));
	cost_of_post(other, EURO(15000));
	paid(2024, "specialist", EURO(57000), "2024-03-01");
	struct grant_proof p = proof_now(NULL);
	assert_int_equal(expense(&p, "specialist")->used_cents, EURO(42750));
}

/* No cost known is not no cost: what the plan grants is proposed, and said to be so. */
static void a_post_without_cost_is_no_zero(void **state UNUSED)
{
	k->cx.user = &head;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2024-01-01", NULL);
	share_added(&coesfeld, post, person_added(&coesfeld, "Kaya", "Deniz"), 1000, "2024-01-01", NULL);
	paid(2024, "specialist", EURO(57000), "2024-03-01");
	struct grant_proof p = proof_now(NULL);
	assert_int_equal(expense(&p, "specialist")->used_cents, EURO(57000));
	assert_true(str_has(expense(&p, "specialist")->calculation, "keine Kosten eingetragen"));
}

static void t26_cost_below_the_ceiling(void **state UNUSED)
{
	k->cx.user = &head;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2024-01-01", NULL);
	share_added(&coesfeld, post, person_added(&coesfeld, "Kaya", "Deniz"), 1000, "2024-01-01", NULL);
	cost_of_post(post, EURO(48200));
	paid(2024, "specialist", EURO(57000), "2024-03-01");
	struct grant_proof p = proof_now(NULL);
	assert_int_equal(expense(&p, "specialist")->used_cents, EURO(48200));
	assert_int_equal(p.back_cents, EURO(8800));
	assert_int_equal(income(&p, "own")->cents, 0);
}

/* --- what is recorded --------------------------------------------------------------------------------------------- */

static const struct sql cost_sql = {
	"INSERT INTO grant_cost (case_id, centre_id, side, item, day, cents, source, payee, voucher, source_key, once,"
	" recorded_by, recorded_at) VALUES ($1, $2, $3, $4, '2024-05-02', $5, $6, 'Stadt', $7, $7, $7, '', 0) "
	"RETURNING id",
	"iississ"
};
static const struct sql cancel_sql = { "INSERT INTO grant_cost_cancelled VALUES ($1, 'doppelt', '', 0)", "i" };
struct cost {
	const char *side, *source;
	int64_t cents, centre_id;
	const char *voucher;
	bool cancelled;
};
static err book(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct cost *c = in;
	int64_t id;
	TRY(db_int(cx, &cost_sql, &id,
	           V(the_case.id, c->centre_id, str_of(c->side), S("interpreter_costs"), c->cents, str_of(c->source),
	             str_of(c->voucher))));
	return c->cancelled ? db_exec(cx, &cancel_sql, NULL, V(id)) : OK;
}
void cost(const char *side, const char *source, int64_t cents, const char *voucher, bool cancelled)
{
	const struct cost c = { side, source, cents, coesfeld.id, voucher, cancelled };
	assert_int_equal(db_tx(&k->cx, "test", book, &c, NULL, 0), OK);
}

/* T29, and money of others: the larger of income and what is booked on them is subtracted, once. */
static void interpreters_above_the_ceiling(void **state UNUSED)
{
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	cost("expense", "land", 3018050, "1", false);
	cost("expense", "own", EURO(13000), "2", false);
	cost("expense", "own", EURO(900), "3", true);
	struct grant_proof p = proof_now(NULL);
	assert_int_equal(p.expense_cents, 4318050);
	assert_int_equal(expense(&p, "interpreter_costs")->used_cents, EURO(30000));
	assert_int_equal(income(&p, "own")->cents, 1318050);
	cost("income", "donation", EURO(2000), "4", false);
	p = proof_now(NULL);
	assert_int_equal(expense(&p, "interpreter_costs")->others_cents, EURO(2000));
	assert_int_equal(income(&p, "donation")->cents, EURO(2000));
	assert_int_equal(income(&p, "own")->cents, 1118050);
	cost("expense", "eu", EURO(1500), "5", false);
	p = proof_now(NULL);
	assert_int_equal(expense(&p, "interpreter_costs")->others_cents, EURO(2000));
	cost("expense", "eu", EURO(20000), "6", false);
	p = proof_now(NULL);
	assert_int_equal(expense(&p, "interpreter_costs")->others_cents, EURO(21500));
	assert_int_equal(income(&p, "eu")->cents, EURO(21500)); /* what paid for it is no own share */
}

/* --- handing in --------------------------------------------------------------------------------------------------- */

static err save_draft(const struct user *who, const struct proof_draft *d, struct proof_draft *ret)
{
	const struct proof_draft_in in = { &coesfeld, the_case.id, *d };
	again();
	k->cx.user = who;
	return db_tx(&k->cx, "test", proof_draft_save_in_tx, &in, ret, sizeof *ret);
}

err hand_in(const struct user *who, int64_t mark, bool confirmed, struct grant_event *ret)
{
	const struct proof_submit in = { &coesfeld, the_case.id, mark, confirmed, true, true };
	again();
	k->cx.user = who;
	return db_tx(&k->cx, "test", proof_submit_in_tx, &in, ret, sizeof *ret);
}

int64_t mark_now(void)
{
	struct proof_draft d;
	struct grant_proof p = proof_now(&d);
	return proof_mark(&k->cx, &p, &d, state_now().seen);
}

void told(void)
{
	struct proof_draft d, saved;
	proof_now(&d);
	d.success = S("Mehr Familien finden den Weg in die Kita.");
	assert_int_equal(save_draft(&administrator, &d, &saved), OK);
	assert_int_equal(save_draft(&administrator, &d, &saved), E_STALE);
	assert_string_equal(fault(), "grants.proof.stale");
}

/* What it says, amounts by the books too; who may; nothing twice, nothing that was not looked at. */
static void handing_in(void **state UNUSED)
{
	struct grant_event e;
	struct proof_draft d, saved;
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	cost("expense", "land", EURO(25000), "1", false);
	assert_int_equal(hand_in(&head, mark_now(), true, &e), E_INVALID);
	assert_string_equal(problem_at("success"), "grants.proof.success_missing");
	told();
	int64_t mark = mark_now();
	assert_int_equal(hand_in(&head, mark, false, &e), E_INVALID);
	assert_string_equal(problem_at("kept"), "grants.proof.confirm");
	assert_int_equal(hand_in(&administrator, mark, true, &e), E_DENIED);
	proof_now(&d);
	*LIST_ADD(k->cx.mem, &d.amounts, struct proof_typed) =
	        (struct proof_typed){ S("interpreter_costs"), MAYBE(EURO(24000)), S("Gutschrift") };
	assert_int_equal(save_draft(&administrator, &d, &saved), OK);
	assert_int_equal(hand_in(&head, mark, true, &e), E_STALE);
	mark = mark_now();
	cost("expense", "land", 1, "2", false);
	cost("income", "donation", EURO(1), "3", false);
	assert_int_equal(hand_in(&head, mark, true, &e), E_STALE);
	mark = mark_now();
	assert_int_equal(hand_in(&head, mark, true, &e), OK);
	assert_int_equal(hand_in(&head, mark, true, &e), E_STALE);
	struct grant_state s = state_now();
	assert_true(str_is(s.stage, "proven"));
	assert_int_equal(s.proof->cents.v, EURO(23999));
}

/* A donation that only takes the place of own money changes no sum, and is looked at all the same. */
static void income_counts_as_changed(void **state UNUSED)
{
	struct grant_event e;
	paid(2025, "interpreter_costs", EURO(10000), "2025-03-03");
	cost("expense", "land", EURO(25000), "1", false);
	told();
	int64_t mark = mark_now();
	cost("income", "donation", EURO(1), "2", false);
	assert_int_equal(hand_in(&head, mark, true, &e), E_STALE);
	assert_int_equal(hand_in(&head, mark_now(), true, &e), OK);
}

/* Frozen: neither the day nor the language of who reads it changes a byte. */
static void the_same_bytes(void **state UNUSED)
{
	struct grant_event e;
	struct grant_proof p;
	str pdf, xlsx, pdf_again, xlsx_again;
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	cost("expense", "land", EURO(25000), "1", false);
	told();
	assert_int_equal(hand_in(&head, mark_now(), true, &e), OK);
	assert_int_equal(proof_read(&k->cx, &e, &p), OK);
	assert_int_equal(proof_letter(&k->cx, &p, &pdf), OK);
	assert_int_equal(proof_xlsx(&k->cx, &p, &xlsx), OK);
	cost("expense", "land", EURO(5000), "2", false);
	k->cx.words = words_of(S("en"));
	k->cx.today = day_add(k->cx.today, 400);
	k->cx.now.ms += INT64_C(400) * 24 * 60 * 60 * 1000;
	assert_int_equal(proof_read(&k->cx, state_now().proof, &p), OK);
	assert_int_equal(proof_letter(&k->cx, &p, &pdf_again), OK);
	assert_int_equal(proof_xlsx(&k->cx, &p, &xlsx_again), OK);
	assert_true(str_eq(pdf, pdf_again));
	assert_true(str_eq(xlsx, xlsx_again));
}

/* T40: five years after it was handed in, not after the year. */
static void vouchers_are_kept(void **state UNUSED)
{
	struct list rules = { 0 };
	const struct grant_case c = { .kind = S("kreis"), .centre_id = coesfeld.id, .year = 2023 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	assert_int_equal(day_cmp(proof_keep_until(&rules, &c, on("2024-03-15")), on("2029-03-15")), 0);
	assert_int_equal(day_cmp(proof_keep_until(&rules, &c, on("2024-02-29")), on("2029-02-28")), 0);
}

/* What the pool has settled on the Land's money is an expense of the position; nobody types it again (P-FUN-6). */
static void settlements_count_as_expenses(void **state UNUSED)
{
	struct grant_proof p = { 0 };
	struct list rules = { 0 }, none = { 0 }, spending = { 0 };
	struct staff_money staff = { 0 };
	struct proof_draft draft = { 0 };
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	struct grant_state s = state_now();
	*LIST_ADD(k->cx.mem, &spending, struct spending) =
	        (struct spending){ .item = S("interpreter_costs"), .spent_cents = EURO(12000) };
	const struct proof_basis basis = {
		&the_case, &s, &events, &rules, &staff, &none, &spending, &draft, k->cx.today
	};
	proof_figures(&k->cx, &basis, &p);
	const struct proof_line *l = expense(&p, "interpreter_costs");
	assert_int_equal(l->proposed_cents, EURO(12000));
	assert_int_equal(l->used_cents, EURO(12000));
	assert_int_equal(l->back_cents, EURO(18000));
	assert_true(str_has(l->calculation, "12.000,00"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(t24_vacant_months),
		TEST(t25_two_halves),
		TEST(t26_cost_below_the_ceiling),
		TEST(interpreters_above_the_ceiling),
		TEST(handing_in),
		TEST(income_counts_as_changed),
		TEST(the_same_bytes),
		TEST(vouchers_are_kept),
		TEST(closing_refuses),
		TEST(demand_with_interest),
		TEST(an_address_is_what_is_known),
		TEST(waived_interest),
		TEST(settlements_count_as_expenses),
		TEST(a_post_without_cost_is_no_zero),
		TEST(nothing_is_demanded_twice),
		TEST(no_more_is_admitted_than_granted),
		TEST(figures_come_back),
		TEST(heads_are_reminded_of_a_proof),
		TEST(heads_are_reminded_of_the_use),
		TEST(vouchers_stand_beside_their_line),
		TEST(vouchers_of_another_case),
		TEST(vouchers_of_a_proof_stay),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
