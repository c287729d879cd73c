/* grant_test.c -- a case from the application to the repayment, by its events; four eyes; what is refused: on both
 * databases. S-FUN-1, P-FUN-1, P-FUN-7. */
#include <string.h>

#include "kit/short.h"

#include "core/user.h"
#include "features/grants/grant_state.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define EURO(x) ((int64_t)(x)*100)

static struct tenant coesfeld, unna;
static struct user head, administrator, first, second, twin;
static struct grant_case the_case;

static int set_up(void **state UNUSED)
{
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	unna = centre_called("unna");
	head = account_made("head@coesfeld", "Annegret Terhorst", "head", "coesfeld");
	administrator = account_made("administrator@coesfeld", "Birgit Schulze Wext", "administrator", "coesfeld");
	first = account_made("authority@arnsberg", "Christiane Vogt", "authority", NULL);
	second = account_made("second@arnsberg", "Holger Brandhoff", "authority", NULL);
	twin = account_made("vogt@arnsberg", "CHRISTIANE VOGT", "authority", NULL);
	k->cx.user = &head;
	const struct grant_case_in in = { &coesfeld, S("base"), 2026 };
	assert_int_equal(db_tx(&k->cx, "test", grant_case_open_in_tx, &in, &the_case, sizeof the_case), OK);
	return 0;
}

static int tear_down(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

static void again(void)
{
	fault_clear(&k->cx);
	k->cx.problems = NULL;
}

static struct grant_state state_now(void)
{
	struct grant_state s;
	again();
	assert_int_equal(grant_state_on(&k->cx, &the_case, &s, NULL), OK);
	return s;
}

/* What one person adds, having seen all there is. */
static err add(const struct user *who, struct grant_event e, int64_t *ret_id)
{
	struct grant_event stored = { 0 };
	struct grant_add in = { .centre = &coesfeld, .case_id = the_case.id, .seen = state_now().seen, .event = e };
	k->cx.user = who;
	if (!day_is(in.event.day))
		in.event.day = k->cx.today;
	err result = db_tx(&k->cx, "test", grant_add_in_tx, &in, &stored, sizeof stored);
	if (ret_id)
		*ret_id = stored.id;
	return result;
}
#define ADD(who, ...) assert_int_equal(add((who), (struct grant_event){ __VA_ARGS__ }, NULL), OK)
#define REFUSED(result, who, words, ...)                                                                               \
	do {                                                                                                           \
		assert_int_equal(add((who), (struct grant_event){ __VA_ARGS__ }, NULL), (result));                     \
		assert_string_equal(fault(), (words));                                                                 \
	} while (0)

/* Two positions: posts of 300,000 and interpreters of 30,000 EUR. */
static str paper(const char *type, int64_t posts, int64_t interpreters)
{
	struct grant_paper p = { .format = GRANT_FORMAT, .type = str_of(type), .total_cents = posts + interpreters };
	p.group = S("basic");
	*LIST_ADD(k->cx.mem, &p.lines, struct grant_line) = (struct grant_line){
		.item = S("specialist"), .label = S("Fachkräfte"), .group = S("basic"), .cents = posts
	};
	*LIST_ADD(k->cx.mem, &p.lines, struct grant_line) = (struct grant_line){ .item = S("interpreter_costs"),
		                                                                 .label = S("Laiensprachmittlung"),
		                                                                 .group = S("basic"),
		                                                                 .cents = interpreters };
	return grant_paper_json(k->cx.mem, &grant_paper_rec, &p);
}

static void stage_is(const char *stage)
{
	struct grant_state s = state_now();
	assert_string_equal(str_c(k->cx.mem, s.stage), stage);
}

static int64_t draft(const char *kind, int64_t about, int64_t cents, str content)
{
	int64_t id;
	struct grant_event e = { .kind = str_of(kind), .cents = MAYBE(cents), .content = content };
	if (about)
		e.about_id = MAYBE(about);
	assert_int_equal(add(&first, e, &id), OK);
	return id;
}

static void approve(int64_t draft_id)
{
	ADD(&second, .kind = S("approved"), .about_id = MAYBE(draft_id));
}

static void applied_and_checked(void)
{
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(330000)), .content = paper("", EURO(300000), EURO(30000)));
	ADD(&first, .kind = S("checked_content"));
	ADD(&first, .kind = S("checked_figures"));
}

static void granted(void)
{
	applied_and_checked();
	approve(draft("decision_draft", 0, EURO(320000), paper("grant", EURO(300000), EURO(20000))));
}

static int64_t called(int64_t posts, int64_t interpreters)
{
	int64_t id;
	struct grant_event e = { .kind = S("called"), .cents = MAYBE(posts + interpreters) };
	e.content = paper("", posts, interpreters);
	assert_int_equal(add(&head, e, &id), OK);
	return id;
}

static void paid(int64_t call, int64_t cents)
{
	approve(draft("payout_draft", call, cents, STR_NONE));
	ADD(&first, .kind = S("paid"), .about_id = MAYBE(call), .cents = MAYBE(cents));
}

static void ahead(int days)
{
	k->cx.today = day_add(k->cx.today, days);
	k->cx.now.ms += (int64_t)days * 24 * 60 * 60 * 1000;
}

/* P-FUN-1: the whole chain; each stage is computed from the events alone. */
static void the_chain_from_application_to_repayment(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	stage_is("preparing");
	granted();
	stage_is("decided");
	ADD(&head, .kind = S("waived"));
	stage_is("running");
	int64_t call = called(EURO(90000), EURO(10000));
	paid(call, EURO(100000));
	ADD(&administrator, .kind = S("used"), .about_id = MAYBE(call), .cents = MAYBE(EURO(60000)));
	struct grant_state s = state_now();
	assert_int_equal(s.paid_cents, EURO(100000));
	assert_int_equal(s.used_cents, EURO(60000));
	const struct grant_item *posts = LIST_AT(&s.items, struct grant_item, 0);
	assert_int_equal(posts->asked_cents, EURO(300000));
	assert_int_equal(posts->paid_cents, EURO(90000));
	assert_int_equal(posts->left_cents, EURO(210000));
	k->cx.today = on("2027-02-01");
	stage_is("proof_due");
	ADD(&head, .kind = S("proven"), .content = paper("", EURO(60000), 0));
	stage_is("proven");
	ADD(&first, .kind = S("checked_content"));
	ADD(&first, .kind = S("checked_figures"));
	approve(draft("closing_draft", 0, EURO(40000), paper("demand", EURO(60000), 0)));
	stage_is("repaying");
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(39999)));
	stage_is("repaying");
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(1)));
	stage_is("closed");
	REFUSED(E_INVALID, &first, "grants.may_not.repay", .kind = S("repaid"), .cents = MAYBE(1));
}

/* Money is called after the period for remedies, or at once after a waiver; an action stops it. */
static void finality(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	REFUSED(E_INVALID, &head, "grants.may_not.not_final", .kind = S("called"), .cents = MAYBE(1),
	        .content = paper("", 1, 0));
	ADD(&administrator, .kind = S("delivered"), .day = on("2026-03-02"));
	k->cx.today = on("2026-04-02");
	stage_is("decided");
	k->cx.today = on("2026-04-03");
	stage_is("running");
	k->cx.today = on("2026-04-01");
	ADD(&head, .kind = S("appealed"), .note = S("Die Kürzung wird angegriffen."));
	k->cx.today = on("2026-07-01");
	stage_is("decided");
	REFUSED(E_INVALID, &head, "grants.may_not.waive", .kind = S("waived"));
	ADD(&first, .kind = S("appeal_ended"), .note = S("Rücknahme der Klage"));
	stage_is("running");
}

/* Use within two months, warned from day 50; T33: what is used in time is never late. */
static void use_within_two_months(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	int64_t call = called(EURO(1000), 0);
	paid(call, EURO(1000));
	struct grant_state s = state_now();
	const struct grant_call *c = grant_call_of(&s, call);
	assert_int_equal(day_cmp(c->use_by, on("2026-05-02")), 0);
	assert_false(c->warn);
	ahead(49);
	s = state_now();
	assert_false(grant_call_of(&s, call)->warn);
	ahead(1);
	s = state_now();
	assert_true(grant_call_of(&s, call)->warn);
	k->cx.today = on("2026-05-03");
	s = state_now();
	assert_true(grant_call_of(&s, call)->late);
	ADD(&administrator, .kind = S("used"), .about_id = MAYBE(call), .cents = MAYBE(EURO(1000)),
	    .day = on("2026-04-30"));
	s = state_now();
	assert_false(grant_call_of(&s, call)->late);
}

/* P-FUN-7: not oneself, not a second account of the same person, not twice, not an old page, not without the right. */
static void four_eyes(void **state UNUSED)
{
	applied_and_checked();
	int64_t id = draft("decision_draft", 0, EURO(320000), paper("grant", EURO(300000), EURO(20000)));
	REFUSED(E_DENIED, &first, "four_eyes.self", .kind = S("approved"), .about_id = MAYBE(id));
	REFUSED(E_DENIED, &twin, "four_eyes.person", .kind = S("approved"), .about_id = MAYBE(id));
	REFUSED(E_DENIED, &head, "error.denied", .kind = S("approved"), .about_id = MAYBE(id));
	REFUSED(E_INVALID, &first, "grants.may_not.draft_waits", .kind = S("decision_draft"), .cents = MAYBE(1));
	ADD(&second, .kind = S("rejected"), .about_id = MAYBE(id), .note = S("Sachkosten fehlen."));
	REFUSED(E_STALE, &second, "grants.decided_already", .kind = S("approved"), .about_id = MAYBE(id));
	stage_is("submitted");
	approve(draft("decision_draft", 0, EURO(330000), paper("grant", EURO(300000), EURO(30000))));
	stage_is("decided");
	assert_int_equal(state_now().granted_cents, EURO(330000));
}

/* The wall behind the program: the row of an approval by the drafter, or of another content, does not go in. */
static const struct sql by_hand = {
	"INSERT INTO grant_event (case_id, seq, kind, about_id, day, hash, drafted_by, drafted_hash, account_id,"
	" recorded_by, recorded_at) SELECT case_id, seq + 1, 'approved', id, day, hash, $2, COALESCE($3, hash), $4, "
	"'', 0"
	" FROM grant_event WHERE id = $1",
	"iisi"
};
struct hand {
	int64_t draft, drafted_by, decided_by;
	str hash;
};
static err force(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct hand *h = in;
	return db_exec(cx, &by_hand, NULL, V(h->draft, h->drafted_by, h->hash, h->decided_by));
}

static void four_eyes_by_the_schema(void **state UNUSED)
{
	applied_and_checked();
	int64_t id = draft("decision_draft", 0, EURO(320000), paper("grant", EURO(300000), EURO(20000)));
	const struct hand self = { id, first.id, first.id, STR_NONE };
	const struct hand other_name = { id, second.id, first.id, STR_NONE };
	const struct hand other_content = { id, first.id, second.id,
		                            S("0000000000000000000000000000000000000000000000000000000000000000") };
	const struct hand right = { id, first.id, second.id, STR_NONE };
	assert_int_equal(db_tx(&k->cx, "test", force, &self, NULL, 0), E_INVALID);
	again();
	assert_int_equal(db_tx(&k->cx, "test", force, &other_name, NULL, 0), E_INVALID);
	again();
	assert_int_equal(db_tx(&k->cx, "test", force, &other_content, NULL, 0), E_INVALID);
	again();
	assert_int_equal(db_tx(&k->cx, "test", force, &right, NULL, 0), OK);
}

/* A draft that was changed behind the program's back is approved by nobody. */
static const struct sql change_draft = { "UPDATE grant_event SET cents = cents + 1 WHERE id = $1", "i" };
static err change(struct cx *cx, const void *in, UNUSED void *ret)
{
	return db_exec(cx, &change_draft, NULL, V(*(const int64_t *)in));
}

static void a_changed_draft_is_approved_by_nobody(void **state UNUSED)
{
	applied_and_checked();
	int64_t id = draft("decision_draft", 0, EURO(320000), paper("grant", EURO(300000), EURO(20000)));
	assert_int_equal(db_tx(&k->cx, "test", change, &id, NULL, 0), OK);
	REFUSED(E_BROKEN, &second, "grants.draft_changed", .kind = S("approved"), .about_id = MAYBE(id));
}

/* What was seen decides: an old page adds nothing, and neither does the same form twice. */
static void an_old_page_adds_nothing(void **state UNUSED)
{
	struct grant_add in = { .centre = &coesfeld,
		                .case_id = the_case.id,
		                .seen = 0,
		                .event = { .kind = S("applied"),
		                           .day = k->cx.today,
		                           .cents = MAYBE(EURO(330000)),
		                           .content = paper("", EURO(300000), EURO(30000)) } };
	struct grant_event stored;
	k->cx.user = &head;
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &in, &stored, sizeof stored), OK);
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &in, &stored, sizeof stored), E_STALE);
	assert_string_equal(fault(), "grants.stale");
	again();
	in.centre = &unna;
	in.seen = 1;
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &in, &stored, sizeof stored), E_NOTFOUND);
	again();
	REFUSED(E_DENIED, &administrator, "error.denied", .kind = S("withdrawn"), .note = S("Irrtum"));
	assert_int_equal(
	        add(&head, (struct grant_event){ .kind = S("withdrawn"), .day = day_add(k->cx.today, 1) }, NULL),
	        E_INVALID);
	assert_string_equal(problem_at("day"), "grants.future");
}

/* Money that was approved is not paid once the grant is revoked; what waits is sent back, the call can be withdrawn. */
static void nothing_is_paid_after_a_revocation(void **state UNUSED)
{
	granted();
	ADD(&head, .kind = S("waived"));
	int64_t call = called(EURO(1000), 0);
	int64_t payout = draft("payout_draft", call, EURO(1000), STR_NONE);
	ADD(&first, .kind = S("hearing"), .note = S("Der Zweck ist entfallen."));
	ADD(&head, .kind = S("heard"), .note = S("Keine Einwände."));
	approve(draft("decision_draft", 0, 0, paper("revocation", 0, 0)));
	REFUSED(E_INVALID, &second, "grants.may_not.not_payable", .kind = S("approved"), .about_id = MAYBE(payout));
	ADD(&second, .kind = S("rejected"), .about_id = MAYBE(payout), .note = S("Widerrufen"));
	ADD(&head, .kind = S("call_withdrawn"), .about_id = MAYBE(call));
	assert_int_equal(state_now().paid_cents, 0);
}

/* No more comes back than is asked for: a slip of the keyboard closes no case. */
static void no_more_is_repaid_than_demanded(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	int64_t call = called(EURO(1000), 0);
	paid(call, EURO(1000));
	ADD(&first, .kind = S("hearing"), .note = S("Der Zweck ist entfallen."));
	ADD(&head, .kind = S("heard"), .note = S("Keine Einwände."));
	approve(draft("decision_draft", 0, EURO(1000), paper("revocation", 0, 0)));
	assert_int_equal(add(&first, (struct grant_event){ .kind = S("repaid"), .cents = MAYBE(EURO(10000)) }, NULL),
	                 E_INVALID);
	assert_string_equal(problem_at("cents"), "grants.repaid_too_much");
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(1000)));
	stage_is("closed");
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(330000)), .content = paper("", EURO(300000), EURO(30000)));
	stage_is("submitted"); /* applied again after a revocation */
}

/* T34: late is flagged and not refused. */
static void a_late_application_is_flagged(void **state UNUSED)
{
	k->cx.today = on("2025-10-31");
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(330000)), .content = paper("", EURO(300000), EURO(30000)));
	assert_false(state_now().late);
	ADD(&head, .kind = S("withdrawn"), .note = S("Zahlen werden überarbeitet"));
	k->cx.today = on("2025-11-01");
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(330000)), .content = paper("", EURO(300000), EURO(30000)));
	assert_true(state_now().late);
	stage_is("submitted");
}

/* What was granted stays, and stays final, when a changed application is refused. */
static void a_refused_change_leaves_the_grant(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	applied_and_checked();
	approve(draft("decision_draft", 0, 0, paper("refusal", 0, 0)));
	stage_is("running");
	struct grant_state s = state_now();
	assert_int_equal(s.granted_cents, EURO(320000));
	assert_true(s.is_final);
	REFUSED(E_INVALID, &head, "grants.may_not.withdraw", .kind = S("withdrawn"), .note = S("zu spät"));
}

/* A hearing can end without a revocation: what was granted stays, and can be changed again. */
static void a_hearing_may_end_without_a_revocation(void **state UNUSED)
{
	granted();
	REFUSED(E_INVALID, &first, "grants.may_not.be_heard", .kind = S("hearing_ended"), .note = S("Irrtum"));
	ADD(&first, .kind = S("hearing"), .note = S("Der Zweck ist entfallen."));
	REFUSED(E_DENIED, &head, "error.denied", .kind = S("hearing_ended"), .note = S("Bitte beenden"));
	ADD(&first, .kind = S("hearing_ended"), .note = S("Der Träger hat die Stelle wieder besetzt."));
	assert_null(state_now().hearing);
	assert_int_equal(state_now().granted_cents, EURO(320000));
	REFUSED(E_INVALID, &head, "grants.may_not.be_heard", .kind = S("heard"), .note = S("zu spät"));
	draft("decision_draft", 0, EURO(330000), paper("change", EURO(300000), EURO(30000)));
}

static void revoked(int64_t left, const char *repay_by, int64_t repaid)
{
	struct grant_paper p = { .format = GRANT_FORMAT, .type = S("revocation"), .total_cents = left };
	p.repay_by = on(repay_by);
	ADD(&first, .kind = S("hearing"), .note = S("Der Zweck ist entfallen."));
	ADD(&head, .kind = S("heard"), .note = S("Keine Einwände."));
	approve(draft("decision_draft", 0, repaid, grant_paper_json(k->cx.mem, &grant_paper_rec, &p)));
}

/* It speaks of what was granted: a changed application still waits for its decision, with the checks that it has. */
static void a_revocation_decides_on_no_application(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	applied_and_checked();
	revoked(EURO(200000), "2026-04-02", 0);
	struct grant_state s = state_now();
	assert_int_equal(s.granted_cents, EURO(200000));
	assert_true(grant_undecided(&s));
	assert_non_null(s.figures_check);
	approve(draft("decision_draft", 0, EURO(330000), paper("change", EURO(300000), EURO(30000))));
	s = state_now();
	assert_false(grant_undecided(&s));
	assert_int_equal(s.granted_cents, EURO(330000));
}

/* What a revocation demands has its day, and is late after it. */
static void a_revocation_names_the_day_of_payment(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	paid(called(EURO(1000), 0), EURO(1000));
	revoked(0, "2026-04-02", EURO(1000));
	k->cx.today = on("2026-04-02");
	struct grant_state s = state_now();
	assert_int_equal(day_cmp(s.repay_by, on("2026-04-02")), 0);
	assert_false(s.repay_late);
	k->cx.today = on("2026-04-03");
	assert_true(state_now().repay_late);
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(1000)));
	assert_false(state_now().repay_late);
}

/* Taken back is what was not decided: the application that was decided on counts again, with its day. */
static void a_withdrawn_change_leaves_the_first_application(void **state UNUSED)
{
	k->cx.today = on("2025-11-03"); /* late (T34) */
	granted();
	k->cx.today = on("2026-03-02");
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(100)), .content = paper("", EURO(100), 0));
	assert_int_equal(state_now().asked_cents, EURO(100));
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(200)), .content = paper("", EURO(200), 0));
	ADD(&head, .kind = S("withdrawn"), .note = S("Die Stelle wird nicht besetzt."));
	struct grant_state s = state_now();
	assert_int_equal(s.asked_cents, EURO(330000));
	assert_int_equal(day_cmp(s.applied_on, on("2025-11-03")), 0);
	assert_true(s.late);
	assert_false(grant_undecided(&s));
	REFUSED(E_INVALID, &head, "grants.may_not.withdraw", .kind = S("withdrawn"), .note = S("noch einmal"));
}

/* Proven is what is decided; use is added while the authority asks, not behind its back. */
static void a_proof_speaks_of_what_holds(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	int64_t call = called(EURO(1000), 0);
	paid(call, EURO(1000));
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(100)), .content = paper("", EURO(100), 0));
	REFUSED(E_INVALID, &head, "grants.may_not.prove_undecided", .kind = S("proven"),
	        .content = paper("", EURO(500), 0));
	ADD(&head, .kind = S("withdrawn"), .note = S("erledigt"));
	ADD(&head, .kind = S("proven"), .content = paper("", EURO(500), 0));
	REFUSED(E_INVALID, &administrator, "grants.may_not.use_proven", .kind = S("used"), .about_id = MAYBE(call),
	        .cents = MAYBE(EURO(500)));
	ADD(&first, .kind = S("asked"), .note = S("Wann wurde der Rest verwendet?"));
	ADD(&administrator, .kind = S("used"), .about_id = MAYBE(call), .cents = MAYBE(EURO(500)));
	ADD(&head, .kind = S("proven"), .content = paper("", EURO(500), 0));
	assert_null(state_now().question);
}

/* Raised in time and recorded later, it stops finality; it is recorded once. */
static void an_action_counts_from_its_day(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&administrator, .kind = S("delivered"));
	k->cx.today = on("2026-04-20");
	stage_is("running");
	REFUSED(E_INVALID, &head, "grants.may_not.before_decision", .kind = S("appealed"), .day = on("2026-03-01"));
	REFUSED(E_INVALID, &head, "grants.may_not.appeal_late", .kind = S("appealed"), .day = on("2026-04-03"));
	ADD(&head, .kind = S("appealed"), .day = on("2026-04-02"));
	stage_is("decided");
	REFUSED(E_INVALID, &first, "grants.may_not.before_appeal", .kind = S("appeal_ended"), .day = on("2026-04-01"));
	ADD(&first, .kind = S("appeal_ended"), .day = on("2026-04-20"));
	stage_is("running");
	REFUSED(E_INVALID, &head, "grants.may_not.waive", .kind = S("appealed"), .day = on("2026-04-02"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_chain_from_application_to_repayment),
		TEST(finality),
		TEST(use_within_two_months),
		TEST(four_eyes),
		TEST(four_eyes_by_the_schema),
		TEST(a_changed_draft_is_approved_by_nobody),
		TEST(an_old_page_adds_nothing),
		TEST(nothing_is_paid_after_a_revocation),
		TEST(no_more_is_repaid_than_demanded),
		TEST(a_late_application_is_flagged),
		TEST(a_refused_change_leaves_the_grant),
		TEST(a_hearing_may_end_without_a_revocation),
		TEST(a_revocation_decides_on_no_application),
		TEST(a_revocation_names_the_day_of_payment),
		TEST(a_withdrawn_change_leaves_the_first_application),
		TEST(a_proof_speaks_of_what_holds),
		TEST(an_action_counts_from_its_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
