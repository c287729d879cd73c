/* grant_course_test.c -- what changes the course of a case: late, changed and withdrawn applications, hearings,
 * revocations, court actions, repayment: on both databases. P-FUN-1; T34. */
#include "features/grants/grant_payout.h"
#include "features/grants/grant_queue.h"
#include "features/grants/grant_test.h"

static void revoked(int64_t left, const char *repay_by, int64_t repaid)
{
	struct grant_paper p = { .format = GRANT_FORMAT, .type = S("revocation"), .total_cents = left };
	p.repay_by = on(repay_by);
	ADD(&first, .kind = S("hearing"), .note = S("Der Zweck ist entfallen."));
	ADD(&head, .kind = S("heard"), .note = S("Keine Einwände."));
	approve(draft("decision_draft", 0, repaid, grant_paper_json(k->cx.mem, &grant_paper_rec, &p)));
}

/* Money that was approved is not paid once the grant is revoked; what waits is sent back, the call can be withdrawn. */
void nothing_is_paid_after_a_revocation(void **state UNUSED)
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
void no_more_is_repaid_than_demanded(void **state UNUSED)
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
void a_late_application_is_flagged(void **state UNUSED)
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
void a_refused_change_leaves_the_grant(void **state UNUSED)
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
void a_hearing_may_end_without_a_revocation(void **state UNUSED)
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

/* It speaks of what was granted: a changed application still waits for its decision, with the checks that it has. */
void a_revocation_decides_on_no_application(void **state UNUSED)
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
void a_revocation_names_the_day_of_payment(void **state UNUSED)
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
void a_withdrawn_change_leaves_the_first_application(void **state UNUSED)
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
void a_proof_speaks_of_what_holds(void **state UNUSED)
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
void an_action_counts_from_its_day(void **state UNUSED)
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

static void proven_and_checked(void)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	paid(called(EURO(1000), 0), EURO(1000));
	ADD(&head, .kind = S("proven"), .content = paper("", EURO(1000), 0));
	ADD(&first, .kind = S("checked_content"));
	ADD(&first, .kind = S("checked_figures"));
}

/* A closing reckons with what holds: it waits for hearings and drafts of decisions, and they wait for it. */
void a_closing_and_a_decision_wait_for_each_other(void **state UNUSED)
{
	proven_and_checked();
	int64_t change = draft("decision_draft", 0, EURO(325000), paper("change", EURO(300000), EURO(25000)));
	REFUSED(E_INVALID, &first, "grants.may_not.decision_waits", .kind = S("closing_draft"), .cents = MAYBE(0));
	REFUSED(E_INVALID, &head, "grants.may_not.in_work", .kind = S("proven"), .content = paper("", EURO(900), 0));
	ADD(&second, .kind = S("rejected"), .about_id = MAYBE(change), .note = S("nicht jetzt"));
	ADD(&first, .kind = S("hearing"), .note = S("Der Zweck ist entfallen."));
	REFUSED(E_INVALID, &first, "grants.may_not.hearing_open", .kind = S("closing_draft"), .cents = MAYBE(0));
	ADD(&first, .kind = S("hearing_ended"), .note = S("Irrtum"));
	int64_t closing = draft("closing_draft", 0, 0, paper("close", EURO(1000), 0));
	REFUSED(E_INVALID, &first, "grants.may_not.closing_waits", .kind = S("decision_draft"), .cents = MAYBE(0));
	REFUSED(E_INVALID, &first, "grants.may_not.closing_waits", .kind = S("hearing"), .note = S("zu spät"));
	approve(closing);
	stage_is("closed");
}

/* What was found right by amounts that hold no more is looked at again; the report stays checked. */
void a_decision_makes_the_figures_of_a_proof_old(void **state UNUSED)
{
	proven_and_checked();
	revoked(EURO(500), "2026-04-02", EURO(500));
	struct grant_state s = state_now();
	assert_non_null(s.content_check);
	assert_null(s.figures_check);
	REFUSED(E_INVALID, &first, "grants.may_not.checks_first", .kind = S("closing_draft"), .cents = MAYBE(0));
	ADD(&first, .kind = S("checked_figures"));
	draft("closing_draft", 0, 0, paper("close", EURO(500), 0));
}

/* What the authority has drafted is told to nobody else. */
void a_draft_is_not_told_to_the_ki(void **state UNUSED)
{
	applied_and_checked();
	draft("decision_draft", 0, EURO(320000), paper("grant", EURO(300000), EURO(20000)));
	REFUSED(E_INVALID, &head, "grants.may_not.in_work", .kind = S("withdrawn"), .note = S("Irrtum"));
	REFUSED(E_INVALID, &head, "grants.may_not.in_work", .kind = S("applied"), .cents = MAYBE(1),
	        .content = paper("", 1, 0));
}

/* After a revocation in part no more leaves than is left of the grant, whatever was called and approved before. */
void no_more_is_paid_than_is_granted_still(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	paid(called(EURO(100000), 0), EURO(100000));
	int64_t approved = called(EURO(80000), 0), drafted = called(EURO(30000), 0), later = called(EURO(10000), 0);
	approve(draft("payout_draft", approved, EURO(80000), STR_NONE));
	int64_t waits = draft("payout_draft", drafted, EURO(30000), STR_NONE);
	revoked(EURO(150000), "2026-04-02", 0);
	ADD(&head, .kind = S("waived"));
	REFUSED(E_INVALID, &first, "grants.may_not.more_than_granted", .kind = S("paid"), .about_id = MAYBE(approved),
	        .cents = MAYBE(EURO(80000)));
	REFUSED(E_INVALID, &second, "grants.may_not.more_than_granted", .kind = S("approved"),
	        .about_id = MAYBE(waits));
	REFUSED(E_INVALID, &first, "grants.may_not.more_than_granted", .kind = S("payout_draft"),
	        .about_id = MAYBE(later), .cents = MAYBE(EURO(10000)));
	ADD(&head, .kind = S("call_withdrawn"), .about_id = MAYBE(approved));
	struct grant_state s = state_now();
	assert_int_equal(grant_payable_cents(&s, grant_call_of(&s, drafted)), EURO(50000));
	approve(waits);
	ADD(&first, .kind = S("paid"), .about_id = MAYBE(drafted), .cents = MAYBE(EURO(30000)));
	s = state_now();
	assert_int_equal(grant_payable_cents(&s, grant_call_of(&s, later)), EURO(20000));
	REFUSED(E_INVALID, &head, "grants.may_not.withdraw_call", .kind = S("call_withdrawn"),
	        .about_id = MAYBE(drafted));
}

/* What a revocation leaves is for the payment that was drafted first; the list to hand over names no other. */
void what_was_approved_first_is_paid_first(void **state UNUSED)
{
	struct list payouts = { 0 };
	int64_t total = 0;
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	paid(called(EURO(100000), 0), EURO(100000));
	int64_t one = called(EURO(40000), 0), other = called(EURO(20000), 0);
	approve(draft("payout_draft", one, EURO(40000), STR_NONE));
	approve(draft("payout_draft", other, EURO(20000), STR_NONE));
	assert_int_equal(grant_payouts_waiting(&k->cx, &payouts, &total), OK);
	assert_int_equal(total, EURO(60000));
	revoked(EURO(150000), "2026-04-02", 0);
	payouts = (struct list){ 0 };
	assert_int_equal(grant_payouts_waiting(&k->cx, &payouts, &total), OK);
	assert_int_equal(payouts.n, 0); /* not final yet */
	ADD(&head, .kind = S("waived"));
	payouts = (struct list){ 0 };
	total = 0;
	assert_int_equal(grant_payouts_waiting(&k->cx, &payouts, &total), OK);
	assert_int_equal(total, EURO(40000));
	REFUSED(E_INVALID, &first, "grants.may_not.more_than_granted", .kind = S("paid"), .about_id = MAYBE(other),
	        .cents = MAYBE(EURO(20000)));
	ADD(&first, .kind = S("paid"), .about_id = MAYBE(one), .cents = MAYBE(EURO(40000)));
	struct grant_state s = state_now();
	assert_null(grant_wait_of(&s, &(struct list){ 0 }, first.id, k->cx.today).what.p);
	ADD(&head, .kind = S("call_withdrawn"), .about_id = MAYBE(other));
	called(EURO(10000), 0);
	s = state_now();
	assert_true(str_is(grant_wait_of(&s, &(struct list){ 0 }, first.id, k->cx.today).what, "payout"));
}

/* Money does not leave before two people have said so. */
void nothing_is_paid_before_its_approval(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	int64_t call = called(EURO(1000), 0);
	k->cx.today = on("2026-03-10");
	approve(draft("payout_draft", call, EURO(1000), STR_NONE));
	k->cx.today = on("2026-03-12");
	REFUSED(E_INVALID, &first, "grants.may_not.before_approval", .kind = S("paid"), .about_id = MAYBE(call),
	        .cents = MAYBE(EURO(1000)), .day = on("2026-03-09"));
	ADD(&first, .kind = S("paid"), .about_id = MAYBE(call), .cents = MAYBE(EURO(1000)), .day = on("2026-03-10"));
}

/* Repaid is what is due first: whoever has paid one demand in time is not late because a second one is open. */
void of_two_demands_the_one_due_first_is_repaid(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	paid(called(EURO(3000), 0), EURO(3000));
	revoked(EURO(2000), "2026-06-02", EURO(2000));
	ADD(&head, .kind = S("waived"));
	revoked(EURO(1000), "2026-04-02", EURO(1000));
	struct grant_state s = state_now();
	assert_int_equal(day_cmp(s.repay_by, on("2026-04-02")), 0);
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(1000)));
	s = state_now();
	assert_int_equal(day_cmp(s.repay_by, on("2026-06-02")), 0);
	k->cx.today = on("2026-04-03");
	assert_false(state_now().repay_late);
	k->cx.today = on("2026-06-03");
	assert_true(state_now().repay_late);
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(2000)));
	s = state_now();
	assert_false(day_is(s.repay_by));
}

/* A revocation in part names neither the period nor the day of the proof: they stay as they were granted. */
void a_revocation_keeps_the_days_of_the_grant(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	struct grant_paper p = { .format = GRANT_FORMAT, .type = S("grant"), .total_cents = EURO(320000) };
	p.from = on("2026-02-01");
	p.until = on("2026-11-30");
	p.due_on = on("2027-06-30");
	applied_and_checked();
	approve(draft("decision_draft", 0, p.total_cents, grant_paper_json(k->cx.mem, &grant_paper_rec, &p)));
	revoked(EURO(200000), "2026-04-02", 0);
	struct grant_state s = state_now();
	assert_int_equal(day_cmp(s.proof_due, on("2027-06-30")), 0);
	assert_int_equal(day_cmp(s.granted.from, on("2026-02-01")), 0);
	assert_int_equal(day_cmp(s.granted.until, on("2026-11-30")), 0);
}

static const struct grant_known *watched(void)
{
	struct list *known = NEW(k->cx.mem, struct list);
	again();
	assert_int_equal(grants_watched(&k->cx, known), OK);
	LIST_EACH (const struct grant_known, each, known)
		if (str_is(each->c.slug, "coesfeld"))
			return each;
	return NULL;
}

/* Years later what is owed is still seen, until it has come; then the case is read no more. */
void what_is_owed_is_watched_until_it_comes(void **state UNUSED)
{
	struct grant_paper p = { .format = GRANT_FORMAT, .type = S("demand"), .total_cents = EURO(600) };
	p.due_on = on("2028-04-02");
	proven_and_checked();
	approve(draft("closing_draft", 0, EURO(400), grant_paper_json(k->cx.mem, &grant_paper_rec, &p)));
	k->cx.today = on("2028-04-02");
	assert_non_null(watched());
	assert_false(watched()->state.repay_late);
	k->cx.today = on("2029-11-27");
	assert_true(watched()->state.repay_late);
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(399)));
	assert_true(watched()->state.repay_late);
	ADD(&first, .kind = S("repaid"), .cents = MAYBE(EURO(1)));
	assert_null(watched());
}

/* What a revocation demands is not forgotten because the closing demands nothing. */
void a_closed_case_may_still_owe_what_was_revoked(void **state UNUSED)
{
	k->cx.today = on("2026-03-02");
	granted();
	ADD(&head, .kind = S("waived"));
	paid(called(EURO(1000), 0), EURO(1000));
	revoked(EURO(900), "2026-04-02", EURO(100));
	ADD(&head, .kind = S("waived"));
	ADD(&head, .kind = S("proven"), .content = paper("", EURO(900), 0));
	ADD(&first, .kind = S("checked_content"));
	ADD(&first, .kind = S("checked_figures"));
	approve(draft("closing_draft", 0, 0, paper("close", EURO(900), 0)));
	k->cx.today = on("2027-01-04");
	assert_true(watched()->state.repay_late);
}
