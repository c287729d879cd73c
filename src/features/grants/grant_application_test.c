/* grant_application_test.c -- what is asked for a position, by the numbers of the law: T16, T22, T23, T27, T28, T36;
 * what stands at the door (S-FUN-1, S-CEN-1, -2, -4, -7); the promised concept (S-FUN-2); the draft, and what a
 * decision may say. P-FUN-6. On both databases. */
#include <string.h>

#include "kit/short.h"

#include "core/user.h"
#include "features/grants/grant_application_pages.h"
#include "features/grants/grant_decision.h"
#include "features/grants/grant_queue.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define EURO(x) ((int64_t)(x)*100)
#define FTE(x) ((int64_t)((x)*1000))

static struct tenant coesfeld, aachen;
static struct user head;
static struct list rules;

static int set_up(void **state UNUSED)
{
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	aachen = centre_called("staedteregion-aachen");
	head = account_made("head@coesfeld", NULL, "head", "coesfeld");
	k->cx.user = &head;
	k->cx.today = on("2026-10-02");
	rules = (struct list){ 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	return 0;
}

static int tear_down(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

/* --- positions: pure ---------------------------------------------------------------------------------------------- */

static struct entitlement given(const struct tenant *c, int64_t centre_id, int year)
{
	return entitlement_of(k->cx.mem, &rules, c->kind, centre_id, day_of(year, 1, 1), false);
}

static struct asking ask(const struct tenant *c, int year, const char *item, struct grant_wish wish)
{
	static struct entitlement e;
	e = given(c, c->id, year);
	return asking_of(entitlement_find(&e, str_of(item)), (struct maybe){ 0 }, &wish);
}

/* T27: a Kreis asks for 7.0 specialists in 2024: 342,000 EUR, 57,000 refused. T28: a whole assistant: 22,500 EUR. */
static void more_posts_than_funded_are_refused(void **state UNUSED)
{
	struct asking a = ask(&coesfeld, 2024, "specialist", (struct grant_wish){ .quantity = MAYBE(FTE(7)) });
	assert_int_equal(a.cents.v, EURO(342000));
	assert_int_equal(a.refused_cents, EURO(57000));
	assert_int_equal(a.quantity.v, FTE(6));
	a = ask(&coesfeld, 2024, "assistant", (struct grant_wish){ .quantity = MAYBE(FTE(1)) });
	assert_int_equal(a.cents.v, EURO(22500));
	assert_int_equal(a.refused_cents, EURO(22500));
	a = ask(&coesfeld, 2024, "specialist", (struct grant_wish){ .quantity = MAYBE(FTE(5.5)) });
	assert_int_equal(a.cents.v, EURO(313500));
	assert_int_equal(a.refused_cents, 0);
}

/* Amounts: less is fine, more is refused to the cent; of posts, not more than the posts that are asked for come to. */
static void an_amount_stays_below_its_ceiling(void **state UNUSED)
{
	struct asking a = ask(&coesfeld, 2026, "interpreter_costs", (struct grant_wish){ .cents = MAYBE(3000001) });
	assert_int_equal(a.cents.v, EURO(30000));
	assert_int_equal(a.refused_cents, 1);
	a = ask(&coesfeld, 2026, "interpreter_costs", (struct grant_wish){ .cents = MAYBE(0) });
	assert_true(a.cents.has && a.cents.v == 0 && a.refused_cents == 0);
	a = ask(&coesfeld, 2026, "specialist",
	        (struct grant_wish){ .quantity = MAYBE(FTE(5)), .cents = MAYBE(EURO(300000)) });
	assert_int_equal(a.cents.v, EURO(285000));
	assert_int_equal(a.refused_cents, EURO(15000));
}

/* What nobody knows stays unknown until the KI says what it asks. */
static void an_unknown_amount_is_the_kis_own(void **state UNUSED)
{
	struct asking a = ask(&coesfeld, 2026, "fathers_work", (struct grant_wish){ 0 });
	assert_true(a.unknown && !a.cents.has);
	a = ask(&coesfeld, 2026, "fathers_work", (struct grant_wish){ .cents = MAYBE(EURO(12000)) });
	assert_true(a.unknown);
	assert_int_equal(a.cents.v, EURO(12000));
	assert_int_equal(a.refused_cents, 0);
}

/* What is planned goes before the ceiling, and a wish before both. */
static void planned_occupancy_is_what_is_proposed(void **state UNUSED)
{
	struct entitlement e = given(&coesfeld, coesfeld.id, 2026);
	const struct entitlement_item *posts = entitlement_find(&e, S("specialist"));
	assert_int_equal(asking_of(posts, MAYBE(EURO(299250)), NULL).cents.v, EURO(299250));
	assert_int_equal(asking_of(posts, (struct maybe){ 0 }, NULL).cents.v, EURO(342000));
	const struct grant_wish whole = { .cents = MAYBE(EURO(342000)) };
	assert_int_equal(asking_of(posts, MAYBE(EURO(299250)), &whole).cents.v, EURO(342000));
}

/* T23: of 0.85, 1.19 and 0.38 the third is refused; pooled to 1.0, 1.0 and 0.5 all are accepted. */
static void kim_shares_below_half_a_post_are_refused(void **state UNUSED)
{
	struct shares s;
	assert_true(shares_of(S("0,85 + 1,19 + 0,38"), FTE(0.5), &s));
	assert_int_equal(s.eligible, 2040);
	assert_int_equal(s.refused, 380);
	assert_int_equal(s.refused_count, 1);
	assert_true(shares_of(S("1,0+1,0+0,5"), FTE(0.5), &s));
	assert_int_equal(s.eligible, FTE(2.5));
	assert_int_equal(s.refused_count, 0);
	static const char *const bad[] = { "", "eins", "1 + ", "1; 1", "-1", "1 + 0", NULL };
	for (const char *const *b = bad; *b; b++)
		assert_false(shares_of(str_of(*b), FTE(0.5), &s));
}

static int64_t total_asked(const struct tenant *c, const char *programme, int64_t year, struct list *ret_lines)
{
	const struct grant_case g = {
		.centre_id = c->id, .kind = c->kind, .programme = str_of(programme), .year = year
	};
	const struct application_basis b = {
		.c = &g, .rules = &rules, .given = given(c, c->id, (int)year), .pool_concept = true
	};
	const struct list none = { 0 };
	application_lines(&k->cx, &b, &none, ret_lines);
	return grant_lines_total(ret_lines);
}

/* T10, T22, T16: KIM of Coesfeld in 2023 and KOMM-AN by its step are asked for in applications of their own. */
static void programmes_are_applied_for_apart(void **state UNUSED)
{
	struct list lines = { 0 };
	assert_int_equal(total_asked(&coesfeld, "base", 2024, &lines), EURO(414500));
	assert_int_equal(lines.n, 3);
	assert_string_equal(str_c(k->cx.mem, LIST_AT(&lines, struct grant_line, 0)->group), "basic");
	total_asked(&coesfeld, "kim", 2023, &lines);
	int64_t posts = 0;
	LIST_EACH (const struct grant_line, l, &lines)
		posts += l->quantity.has ? l->cents : 0;
	assert_int_equal(posts, EURO(1020000));
	total_asked(&aachen, "komman", 2024, &lines);
	assert_int_equal(grant_line_of(&lines, S("komman_posts"))->cents, EURO(85500));
	assert_int_equal(grant_line_of(&lines, S("komman_costs"))->cents, EURO(15000));
}

/* S-CEN-7: without a concept of the pool no money for interpreters; the line says so. */
static void without_a_pool_concept_no_interpreters(void **state UNUSED)
{
	struct list lines = { 0 };
	const struct grant_case g = {
		.centre_id = coesfeld.id, .kind = coesfeld.kind, .programme = S("base"), .year = 2026
	};
	const struct application_basis b = { .c = &g, .rules = &rules, .given = given(&coesfeld, coesfeld.id, 2026) };
	const struct list none = { 0 };
	application_lines(&k->cx, &b, &none, &lines);
	const struct grant_line *l = grant_line_of(&lines, S("interpreter_costs"));
	assert_int_equal(l->cents, 0);
	assert_true(str_has(l->note, "Ohne Konzeption"));
}

/* --- at the door -------------------------------------------------------------------------------------------------- */

static struct grant_case the_case(void)
{
	struct grant_case c;
	const struct grant_case_in in = { &coesfeld, S("base"), 2027 };
	assert_int_equal(db_tx(&k->cx, "test", grant_case_open_in_tx, &in, &c, sizeof c), OK);
	return c;
}

static struct prepared prepare(const struct grant_case *c)
{
	struct grant_state s;
	struct list events = { 0 };
	struct prepared p;
	assert_int_equal(grant_state_on(&k->cx, c, &s, &events), OK);
	assert_int_equal(application_prepare(&k->cx, &coesfeld, c, &s, &events, &p), OK);
	return p;
}

static const struct application_section *section(const struct prepared *p, const char *code)
{
	LIST_EACH (const struct application_section, s, &p->app.sections)
		if (str_is(s->code, code))
			return s;
	return NULL;
}

static err submit(const struct grant_case *c, const struct prepared *p)
{
	struct grant_event stored;
	const struct application_submit in = { &coesfeld, c->id, 0, application_digest(&k->cx, &p->app) };
	return db_tx(&k->cx, "test", application_submit_in_tx, &in, &stored, sizeof stored);
}

/* S-FUN-1: a KI of which nothing is recorded is refused, each section with its reason; nothing is stored. */
static void refused_at_the_door(void **state UNUSED)
{
	const struct grant_case c = the_case();
	struct prepared p = prepare(&c);
	assert_true(str_is(section(&p, "carrier")->state, "done"));
	static const char *const missing[] = { "site",    "preconditions", "concept",     "reasons",
		                               "contact", "bank",          "declarations" };
	assert_int_equal(submit(&c, &p), E_INVALID);
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		assert_non_null(problem_of(&k->cx, missing[i]));
	assert_string_equal(problem_of(&k->cx, "site")->key, "grants.refused_door");
	assert_string_equal(problem_of(&k->cx, "bank")->key, "grants.refused_open");
	fault_clear(&k->cx);
	struct grant_state s;
	assert_int_equal(grant_state_on(&k->cx, &c, &s, NULL), OK);
	assert_int_equal(s.seen, 0);
}

/* T36, S-CEN-1: a carrier that is neither Kreis nor kreisfreie Stadt does not get in. */
static void a_municipality_is_not_accepted(void **state UNUSED)
{
	struct grant_case c = the_case();
	c.kind = S("stadt");
	struct prepared p = prepare(&c);
	assert_true(str_is(section(&p, "carrier")->state, "missing") && section(&p, "carrier")->door);
	assert_true(str_has(section(&p, "carrier")->why, "kreisfreie"));
}

/* S-FUN-2: six months for an update, twelve for a first concept, from the day on which work starts. */
static void a_concept_is_promised_within_its_term(void **state UNUSED)
{
	const struct grant_case c = the_case();
	day starts = on("2027-01-01");
	assert_int_equal(day_cmp(concept_latest(&rules, &c, S("update"), starts), on("2027-07-01")), 0);
	assert_int_equal(day_cmp(concept_latest(&rules, &c, S("fresh"), starts), on("2028-01-01")), 0);
}

/* One draft for both who prepare it: the second save of the same version is told. */
static void an_old_page_of_the_draft_is_told(void **state UNUSED)
{
	const struct grant_case c = the_case();
	struct application app = { .contact_name = S("Annegret Terhorst") };
	int64_t version;
	*LIST_ADD(k->cx.mem, &app.wishes, struct grant_wish) =
	        (struct grant_wish){ .item = S("specialist"), .quantity = MAYBE(5500) };
	const struct application_in in = { &coesfeld, &c, &app, 0 };
	assert_int_equal(db_tx(&k->cx, "test", application_save_in_tx, &in, &version, sizeof version), OK);
	assert_int_equal(version, 1);
	assert_int_equal(db_tx(&k->cx, "test", application_save_in_tx, &in, &version, sizeof version), E_STALE);
	assert_string_equal(fault(), "grants.draft_stale");
	fault_clear(&k->cx);
	struct prepared p = prepare(&c);
	assert_string_equal(str_c(k->cx.mem, p.app.contact_name), "Annegret Terhorst");
	assert_int_equal(grant_line_of(&p.app.paper.lines, S("specialist"))->cents, EURO(313500));
}

/* --- the decision, and who waits for whom: pure ------------------------------------------------------------------- */

static struct decision decision(const char *type, int64_t asked, int64_t granted, const char *note)
{
	struct decision d = { .paper = { .type = str_of(type) } };
	*LIST_ADD(k->cx.mem, &d.asked, struct grant_line) =
	        (struct grant_line){ .item = S("specialist"), .cents = asked };
	*LIST_ADD(k->cx.mem, &d.paper.lines, struct grant_line) = (struct grant_line){
		.item = S("specialist"), .cents = granted, .note = str_of(note), .ceiling_cents = MAYBE(EURO(342000))
	};
	d.paper.total_cents = granted;
	return d;
}

static void refuses(const struct grant_state *s, struct decision d, int64_t repay, const char *field, const char *key)
{
	k->cx.problems = NULL;
	assert_int_equal(decision_check(&k->cx, s, &d, repay), E_INVALID);
	assert_non_null(problem_of(&k->cx, field));
	assert_string_equal(problem_of(&k->cx, field)->key, key);
}

static void what_a_decision_may_say(void **state UNUSED)
{
	struct grant_state s = { .granted_cents = EURO(300000), .paid_cents = EURO(100000) };
	struct decision d = decision("grant", EURO(300000), EURO(300000), NULL);
	assert_int_equal(decision_check(&k->cx, &s, &d, 0), OK);
	refuses(&s, decision("grant", EURO(300000), EURO(300001), NULL), 0, "cents_specialist",
	        "grants.more_than_asked");
	refuses(&s, decision("grant", EURO(400000), EURO(342001), NULL), 0, "cents_specialist",
	        "grants.more_than_ceiling");
	refuses(&s, decision("grant", EURO(300000), EURO(1), NULL), 0, "note_specialist", "grants.less_needs_reason");
	refuses(&s, decision("grant", EURO(300000), 0, "x"), 0, "reason", "grants.nothing_granted");
	refuses(&s, decision("refusal", EURO(300000), 0, NULL), 0, "reason", "form.required");
	refuses(&s, decision("change", EURO(300000), EURO(299999), "x"), 0, "reason", "grants.less_needs_hearing");
	d = decision("revocation", EURO(300000), EURO(50000), NULL);
	d.reason = S("Zweck verfehlt");
	assert_int_equal(decision_repay(&s, &d), EURO(50000));
	refuses(&s, d, EURO(50000), "repay_by", "grants.repay_by_past");
	d.paper.repay_by = day_add(k->cx.today, 1);
	assert_int_equal(decision_check(&k->cx, &s, &d, EURO(50000)), OK);
	refuses(&s, d, EURO(100001), "repay_cents", "grants.more_than_paid");
	d.paper.total_cents = EURO(300000);
	refuses(&s, d, 0, "reason", "grants.nothing_revoked");
}

/* One's own draft does not wait for oneself. */
static void what_waits_for_the_authority(void **state UNUSED)
{
	const struct grant_event applied = { .seq = 1, .kind = S("applied"), .day = on("2026-10-01") };
	const struct grant_event draft = {
		.seq = 4, .kind = S("decision_draft"), .day = on("2026-10-09"), .account_id = 7
	};
	struct list events = { 0 };
	struct grant_state s = { .applied = &applied };
	day today = on("2026-10-12");
	*LIST_ADD(k->cx.mem, &events, struct grant_event) = applied;
	assert_true(str_is(grant_wait_of(&s, &events, 7, today).what, "check"));
	*LIST_ADD(k->cx.mem, &events, struct grant_event) =
	        (struct grant_event){ .seq = 3, .kind = S("answered"), .day = on("2026-10-05") };
	assert_true(str_is(grant_wait_of(&s, &events, 7, today).what, "answer"));
	s.content_check = s.figures_check = LIST_AT(&events, struct grant_event, 1);
	assert_true(str_is(grant_wait_of(&s, &events, 7, today).what, "decide"));
	LIST_ADD(k->cx.mem, &s.drafts, struct grant_draft)->event = &draft;
	assert_true(str_is(grant_wait_of(&s, &events, 8, today).what, "approve"));
	assert_true(str_is(grant_wait_of(&s, &events, 7, today).what, "own_draft"));
	s.drafts = (struct list){ 0 };
	s.question = &draft;
	assert_false(grant_wait_of(&s, &events, 7, today).what.p != NULL);
}

/* A proof is not called an application; a hearing hides no call. */
static void what_waits_after_the_decision(void **state UNUSED)
{
	const struct grant_event proof = { .seq = 9, .kind = S("proven"), .day = on("2026-10-01") };
	const struct grant_event hearing = { .seq = 8, .kind = S("hearing"), .day = on("2026-09-01") };
	struct list events = { 0 };
	struct grant_state s = { .proof = &proof };
	day today = on("2026-10-12");
	assert_true(str_is(grant_wait_of(&s, &events, 7, today).what, "check_proof"));
	s = (struct grant_state){ .hearing = &hearing, .hearing_until = on("2026-11-01") };
	assert_false(grant_wait_of(&s, &events, 7, today).what.p != NULL);
	s.decision = &hearing; /* of any event: what counts is that there is one, and that it holds */
	s.is_final = true;
	s.granted_cents = EURO(1000);
	*LIST_ADD(k->cx.mem, &s.calls, struct grant_call) =
	        (struct grant_call){ .event_id = 10, .called_on = on("2026-09-15"), .cents = EURO(100) };
	assert_true(str_is(grant_wait_of(&s, &events, 7, today).what, "payout"));
	s.heard = true;
	assert_true(str_is(grant_wait_of(&s, &events, 7, today).what, "revoke"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(more_posts_than_funded_are_refused),
		TEST(an_amount_stays_below_its_ceiling),
		TEST(an_unknown_amount_is_the_kis_own),
		TEST(planned_occupancy_is_what_is_proposed),
		TEST(kim_shares_below_half_a_post_are_refused),
		TEST(programmes_are_applied_for_apart),
		TEST(without_a_pool_concept_no_interpreters),
		TEST(refused_at_the_door),
		TEST(a_municipality_is_not_accepted),
		TEST(a_concept_is_promised_within_its_term),
		TEST(an_old_page_of_the_draft_is_told),
		TEST(what_a_decision_may_say),
		TEST(what_waits_for_the_authority),
		TEST(what_waits_after_the_decision),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
