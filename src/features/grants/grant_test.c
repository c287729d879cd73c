/* grant_test.c -- a case from the application to the repayment, by its events; four eyes; what is refused: on both
 * databases. S-FUN-1, P-FUN-1, P-FUN-7. */
#include <string.h>

#include "features/grants/grant_queue.h"
#include "features/grants/grant_test.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

struct tenant coesfeld;
struct user head, administrator, first, second;
static struct tenant unna;
static struct user twin;
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

void again(void)
{
	fault_clear(&k->cx);
	k->cx.problems = NULL;
}

static bool same(day a, day b)
{
	return day_cmp(a, b) == 0;
}

/* Read by the heads of its papers, a case stands the same: in the list and on the start page (grants_of_centre). */
static void brief_is(const struct grant_state *s)
{
	struct list known = { 0 };
	bool older;
	assert_int_equal(grants_of_centre(&k->cx, &coesfeld, the_case.year, &known, &older), OK);
	assert_int_equal(known.n, 1);
	const struct grant_state *b = &LIST_AT(&known, struct grant_known, 0)->state;
	assert_string_equal(b->stage.p, s->stage.p);
	assert_true(b->granted_cents == s->granted_cents && b->paid_cents == s->paid_cents &&
	            b->demanded_cents == s->demanded_cents && b->used_cents == s->used_cents);
	assert_true(same(b->proof_due, s->proof_due) && same(b->repay_by, s->repay_by) &&
	            same(b->hearing_until, s->hearing_until) && same(b->final_on, s->final_on) &&
	            same(b->application.due_on, s->application.due_on));
	assert_int_equal(b->granted.lines.n, 0); /* none was read */
}

struct grant_state state_now(void)
{
	struct grant_state s;
	again();
	assert_int_equal(grant_state_on(&k->cx, &the_case, &s, NULL), OK);
	brief_is(&s);
	return s;
}

/* What one person adds, having seen all there is. */
err add(const struct user *who, struct grant_event e, int64_t *ret_id)
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

/* Two positions: posts of 300,000 and interpreters of 30,000 EUR. */
str paper(const char *type, int64_t posts, int64_t interpreters)
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

void stage_is(const char *stage)
{
	struct grant_state s = state_now();
	assert_string_equal(str_c(k->cx.mem, s.stage), stage);
}

int64_t draft(const char *kind, int64_t about, int64_t cents, str content)
{
	int64_t id;
	struct grant_event e = { .kind = str_of(kind), .cents = MAYBE(cents), .content = content };
	if (about)
		e.about_id = MAYBE(about);
	assert_int_equal(add(&first, e, &id), OK);
	return id;
}

void approve(int64_t draft_id)
{
	ADD(&second, .kind = S("approved"), .about_id = MAYBE(draft_id));
}

void applied_and_checked(void)
{
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(330000)), .content = paper("", EURO(300000), EURO(30000)));
	ADD(&first, .kind = S("checked_content"));
	ADD(&first, .kind = S("checked_figures"));
}

void granted(void)
{
	applied_and_checked();
	approve(draft("decision_draft", 0, EURO(320000), paper("grant", EURO(300000), EURO(20000))));
}

int64_t called(int64_t posts, int64_t interpreters)
{
	int64_t id;
	struct grant_event e = { .kind = S("called"), .cents = MAYBE(posts + interpreters) };
	e.content = paper("", posts, interpreters);
	assert_int_equal(add(&head, e, &id), OK);
	return id;
}

void paid(int64_t call, int64_t cents)
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
	s = state_now();
	assert_true(grant_call_of(&s, call)->late);
	approve(draft("closing_draft", 0, EURO(40000), paper("demand", EURO(60000), 0)));
	s = state_now();
	assert_false(grant_call_of(&s, call)->late); /* what is demanded back is asked for no more */
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

static err begun(const struct tenant *centre, const char *programme, int64_t year, struct grant_case *ret)
{
	const struct grant_case_in in = { centre, str_of(programme), year };
	again();
	return db_tx(&k->cx, "test", grant_case_open_in_tx, &in, ret, sizeof *ret);
}

/* Only before anything was submitted; whoever begins the year again gets the same case. */
static void a_case_made_by_mistake_is_discarded(void **state UNUSED)
{
	struct grant_case once_more;
	REFUSED(E_DENIED, &first, "error.denied", .kind = S("discarded"), .note = S("Versehen"));
	REFUSED(E_INVALID, &administrator, "grants.may_not.resume", .kind = S("resumed"));
	ADD(&administrator, .kind = S("discarded"), .note = S("Falsches Jahr"));
	stage_is("discarded");
	REFUSED(E_INVALID, &administrator, "grants.may_not.discarded", .kind = S("discarded"),
	        .note = S("Noch einmal"));
	REFUSED(E_INVALID, &head, "grants.may_not.discarded", .kind = S("applied"), .cents = MAYBE(1),
	        .content = paper("", 1, 0));
	assert_int_equal(begun(&coesfeld, "base", 2026, &once_more), OK);
	assert_int_equal(once_more.id, the_case.id);
	stage_is("preparing");
	assert_int_equal(begun(&coesfeld, "base", 2026, &once_more), OK);
	assert_int_equal(state_now().seen, 2); /* what runs is not resumed */
	ADD(&administrator, .kind = S("discarded"), .note = S("Doch nicht"));
	ADD(&administrator, .kind = S("resumed"));
	ADD(&head, .kind = S("applied"), .cents = MAYBE(EURO(330000)), .content = paper("", EURO(300000), EURO(30000)));
	REFUSED(E_INVALID, &administrator, "grants.may_not.discard_submitted", .kind = S("discarded"), .note = S("x"));
	ADD(&head, .kind = S("withdrawn"), .note = S("Zu früh"));
	REFUSED(E_INVALID, &administrator, "grants.may_not.discard_submitted", .kind = S("discarded"), .note = S("x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_case_made_by_mistake_is_discarded),
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
		TEST(a_closing_and_a_decision_wait_for_each_other),
		TEST(a_decision_makes_the_figures_of_a_proof_old),
		TEST(a_draft_is_not_told_to_the_ki),
		TEST(no_more_is_paid_than_is_granted_still),
		TEST(what_was_approved_first_is_paid_first),
		TEST(nothing_is_paid_before_its_approval),
		TEST(of_two_demands_the_one_due_first_is_repaid),
		TEST(a_revocation_keeps_the_days_of_the_grant),
		TEST(what_is_owed_is_watched_until_it_comes),
		TEST(a_closed_case_may_still_owe_what_was_revoked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
