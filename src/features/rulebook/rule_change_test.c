/* Rules are added, ended, replaced and confirmed by two people, so that nothing is overwritten (S-RUL-7, S-RUL-8,
 * P-RUL-1, P-FUN-7). */
#include <string.h>

#include "features/rulebook/rulebook_test.h"

#include "core/audit.h"
#include "features/rulebook/rulebook_demo.h"

/* --- how it changes ----------------------------------------------------------------------------------------------- */

static struct rule_new seventh_specialist(void)
{
	return (struct rule_new){ .quantity = MAYBE(7000),
		                  .unit_cents = MAYBE(EURO(57000)),
		                  .financing = S("full_capped"),
		                  .valid_from = on("2027-01-01"),
		                  .mark = S("read"),
		                  .source = S("Erlass vom 01.12.2026"),
		                  .reason = S("Mehr Bedarf") };
}

static int64_t propose_seventh(void)
{
	struct rule_new in = seventh_specialist();
	int64_t id;
	assert_int_equal(rule_propose_replace(as(&ministry), S("specialist-2025-kreis"), &in, &id), OK);
	return id;
}

static void decide(int64_t id, bool approve)
{
	assert_int_equal(rule_decide(as(&authority), id, approve, S("geprüft")), OK);
}

/* S-RUL-7: a number of posts changes from a day on; nothing is overwritten, old days give the old answers. */
static void a_replaced_rule_leaves_old_days_alone(void **state UNUSED)
{
	int64_t id = propose_seventh();
	assert_int_equal(total("kreis", "2027-06-01"), EURO(452500)); /* proposed is not in force */
	struct rule r;
	assert_int_equal(rule_by_code(&k->cx, S("specialist-2027-kreis"), &r), E_NOTFOUND);
	decide(id, true);
	as(&ministry);
	assert_int_equal(total("kreis", "2027-01-01"), EURO(452500 + 57000));
	assert_int_equal(total("kreis", "2026-12-31"), EURO(452500));
	assert_int_equal(total("kreisfreie_stadt", "2027-06-01"), EURO(395500));
	assert_int_equal(day_cmp(rule("specialist-2025-kreis").valid_to, on("2026-12-31")), 0);
	assert_int_equal(rule("specialist-2027-kreis").quantity.v, 7000);
	for (const char *const *d = (const char *const[]){ "2013-06-01", "2018-06-01", "2024-06-01", NULL }; *d; d++)
		assert_int_equal(total("kreis", *d), EURO(!strcmp(*d, "2013-06-01")   ? 170000
		                                          : !strcmp(*d, "2018-06-01") ? 370000
		                                                                      : 414500));
}

/* As it was known before the decision: the clock decides which approvals count. */
static void the_rulebook_as_it_was_known(void **state UNUSED)
{
	instant before = k->cx.now;
	decide(propose_seventh(), true);
	struct list rules = { 0 };
	assert_int_equal(rules_known(&k->cx, before, &rules), OK);
	struct entitlement e = entitlement_of(k->cx.mem, &rules, S("kreis"), 0, on("2027-06-01"), false);
	assert_int_equal(e.total_cents, EURO(452500));
	assert_int_equal(total("kreis", "2027-06-01"), EURO(509500));
}

static void the_effect_is_shown_before_the_approval(void **state UNUSED)
{
	struct proposal p;
	struct proposal_effect e;
	int64_t id = propose_seventh();
	assert_int_equal(proposal_by_id(&k->cx, id, &p), OK);
	assert_string_equal(p.state.p, "pending");
	assert_string_equal(p.proposer.p, "Referat 425");
	assert_int_equal(proposal_effect(&k->cx, &p, &e), OK);
	assert_int_equal(day_cmp(e.on, on("2027-01-01")), 0);
	assert_int_equal(e.effects.rows.n, 54);
	assert_int_equal(e.effects.changed, 31);
	assert_int_equal(e.effects.difference, EURO(31 * 57000));
	decide(id, true);
	assert_int_equal(proposal_by_id(&k->cx, id, &p), OK);
	assert_int_equal(proposal_effect(&k->cx, &p, &e), OK); /* as it was just before the decision */
	assert_int_equal(e.effects.changed, 31);
}

static void an_ended_rule_ends(void **state UNUSED)
{
	struct rule_end in = { .ends_on = on("2026-12-31"),
		               .source = S("Haushalt 2027"),
		               .reason = S("Mittel gestrichen") };
	int64_t id;
	assert_int_equal(rule_propose_end(as(&ministry), S("interpreter-costs-2025"), &in, &id), OK);
	decide(id, true);
	as(&ministry);
	assert_int_equal(total("kreis", "2026-12-31"), EURO(452500));
	assert_int_equal(total("kreis", "2027-01-01"), EURO(422500));
	in.ends_on = on("2027-03-31"); /* an end can only come nearer */
	assert_int_equal(rule_propose_end(as(&ministry), S("interpreter-costs-2025"), &in, &id), E_INVALID);
	assert_string_equal(problem_at("ends_on"), "rule.end_too_late");
	in.ends_on = on("2024-12-30");
	assert_int_equal(rule_propose_end(as(&ministry), S("interpreter-costs-2025"), &in, &id), E_INVALID);
	assert_string_equal(problem_at("ends_on"), "rule.end_too_early");
	in.ends_on = on("2024-12-31"); /* the day before it began: taken back entirely */
	assert_int_equal(rule_propose_end(as(&ministry), S("interpreter-costs-2025"), &in, &id), OK);
	decide(id, true);
	assert_int_equal(total("kreis", "2025-06-01"), EURO(422500));
}

/* P-RUL-1: an inferred or assumed rule is confirmed by somebody who has read it. */
static void a_confirmed_rule_counts_as_read(void **state UNUSED)
{
	struct rule_confirm in = { .source = S("MBl. NRW. 2025 S. 1"), .reason = S("nachgelesen") };
	int64_t id;
	assert_int_equal(rule_propose_confirm(as(&ministry), S("specialist-2025-kreis"), &in, &id), OK);
	decide(id, true);
	assert_string_equal(rule("specialist-2025-kreis").mark.p, "read");
	assert_string_equal(rule("specialist-2025-kreis").source.p, "MBl. NRW. 2025 S. 1");
	assert_int_equal(total("kreis", "2025-06-01"), EURO(452500));
	assert_int_equal(rule_propose_confirm(as(&ministry), S("specialist-2025-kreis"), &in, &id), E_INVALID);
	assert_string_equal(fault(), "rule.confirm_read");
	assert_int_equal(rule_propose_confirm(as(&ministry), S("fathers-work-2025"), &in, &id), E_INVALID);
	assert_string_equal(fault(), "rule.confirm_unknown");
}

/* An unknown amount becomes known from the first day on: the total is complete. */
static void an_unknown_rule_is_replaced(void **state UNUSED)
{
	struct rule_new in = { .quantity = MAYBE(1000),
		               .unit_cents = MAYBE(EURO(10000)),
		               .valid_from = on("2025-01-01"),
		               .mark = S("read"),
		               .source = S("Bescheid"),
		               .reason = S("Betrag gefunden") };
	int64_t id;
	assert_int_equal(rule_propose_replace(as(&ministry), S("fathers-work-2025"), &in, &id), OK);
	decide(id, true);
	struct entitlement e = ask("kreis", NULL, "2025-01-01");
	assert_true(e.complete);
	assert_int_equal(e.total_cents, EURO(462500));
	assert_int_equal(entitlement_find(&e, S("fathers_work"))->rules.n, 1);
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static struct rule_new further_post(void)
{
	return (struct rule_new){ .item = S("other_posts"),
		                  .part = S("base"),
		                  .quantity = MAYBE(1000),
		                  .unit_cents = MAYBE(EURO(57000)),
		                  .valid_from = on("2027-01-01"),
		                  .mark = S("read"),
		                  .source = S("Erlass"),
		                  .reason = S("neu") };
}

static const char *refused(struct rule_new in, const char *field)
{
	int64_t id;
	assert_int_equal(rule_propose_add(as(&ministry), &in, &id), E_INVALID);
	return problem_at(field);
}

static void overlapping_rules_are_refused(void **state UNUSED)
{
	struct rule_new in = further_post();
	in.item = S("specialist");
	in.authority = S("kreis");
	assert_string_equal(refused(in, "valid_from"), "rule.collides");
	const struct arg *args = problem_of(&k->cx, "valid_from")->args;
	assert_string_equal(args[0].value.p, "specialist-2025-kreis"); /* the message names the rule in the way */
	assert_string_equal(args[1].value.p, "01.01.2025");
	in.valid_from = on("2012-01-01");
	in.valid_to = on("2012-06-25");
	assert_string_equal(refused(in, "valid_from"), "rule.collides");
	in.valid_to = on("2012-06-24");
	int64_t id;
	assert_int_equal(rule_propose_add(as(&ministry), &in, &id), OK);
}

/* Two proposals that fit one by one but not together: the second approval is refused, inside of its transaction. */
static void the_second_of_two_that_collide_is_refused(void **state UNUSED)
{
	struct rule_new in = further_post();
	int64_t first, second;
	assert_int_equal(rule_propose_add(as(&ministry), &in, &first), OK);
	assert_int_equal(rule_propose_add(as(&ministry), &in, &second), OK);
	decide(first, true);
	assert_int_equal(rule_decide(as(&authority), second, true, S("")), E_INVALID);
	assert_string_equal(problem_at("valid_from"), "rule.collides");
	assert_int_equal(rule_decide(as(&authority), second, false, S("doppelt")), OK);
	assert_int_equal(rule("other-posts-2027").quantity.v, 1000);
}

static void a_rule_must_be_whole(void **state UNUSED)
{
	struct rule_new in = further_post();
	in.valid_to = on("2026-12-31");
	assert_string_equal(refused(in, "valid_to"), "rule.ends_before_start");
	in = further_post(), in.mark = S("unknown");
	assert_string_equal(refused(in, "mark"), "rule.unknown_with_figures");
	in = further_post(), in.quantity.has = in.unit_cents.has = false;
	assert_string_equal(refused(in, "unit_cents"), "rule.figure_missing");
	in = further_post(), in.item = S("teacher"), in.part = S("extra");
	assert_string_equal(refused(in, "unit_cents"), "rule.teacher_money"); /* S-RUL-8 */
	in = further_post(), in.item = S("proof_due");
	assert_string_equal(refused(in, "value"), "form.required");
	assert_string_equal(problem_at("quantity"), "rule.term_no_money");
	in = further_post(), in.item = S("komman_step"), in.quantity.has = in.unit_cents.has = false;
	in.value = S("B"); /* no step is called so: the KOMM-AN money of the KI would vanish without a word */
	assert_string_equal(refused(in, "value"), "rule.value_unknown");
	in = further_post(), in.item = S("tax_free_volunteer"), in.quantity.has = in.unit_cents.has = false;
	in.value = S("tausend Euro"); /* every ceiling of the year would be unknown */
	assert_string_equal(refused(in, "value"), "rule.value_no_amount");
	in = further_post(), in.centre_slug = S("atlantis");
	assert_string_equal(refused(in, "centre_slug"), "rule.no_such_centre");
	in = further_post(), in.centre_slug = S("coesfeld"), in.authority = S("kreisfreie_stadt");
	assert_string_equal(refused(in, "authority"), "rule.other_kind");
	in = further_post(), in.part = S("step_a");
	assert_string_equal(refused(in, "part"), "rule.step_elsewhere");
	in = further_post(), in.valid_from = on("2187-01-01");
	assert_string_equal(refused(in, "valid_from"), "rule.year_far_away");
}

static void a_rule_for_one_centre_goes_first(void **state UNUSED)
{
	struct rule_new in = further_post();
	int64_t id;
	in.item = S("interpreter_costs");
	in.unit_cents = MAYBE(EURO(40000));
	in.centre_slug = S("coesfeld");
	in.authority = S("kreis");
	assert_int_equal(rule_propose_add(as(&ministry), &in, &id), OK);
	decide(id, true);
	assert_int_equal(ask("kreis", "coesfeld", "2027-06-01").total_cents, EURO(462500));
	assert_int_equal(ask("kreis", "borken", "2027-06-01").total_cents, EURO(452500));
	assert_int_equal(rule("interpreter-costs-2027-coesfeld").centre_id.has, true);
}

static void a_replacement_begins_while_the_old_rule_is_in_force(void **state UNUSED)
{
	struct rule_new in = seventh_specialist();
	int64_t id;
	assert_int_equal(rule_propose_replace(as(&ministry), S("specialist-2023-kreis"), &in, &id), E_INVALID);
	assert_string_equal(problem_at("valid_from"), "rule.replace_outside");
	assert_int_equal(rule_propose_replace(as(&ministry), S("no-such-rule"), &in, &id), E_NOTFOUND);
}

/* P-FUN-7: nobody approves what he entered, by any road. */
static void four_eyes(void **state UNUSED)
{
	int64_t id = propose_seventh();
	assert_int_equal(rule_decide(as(&ministry), id, true, S("")), E_DENIED);
	assert_string_equal(fault(), "four_eyes.self");
	assert_int_equal(rule_decide(as(&deputy), id, true, S("")), E_DENIED); /* a second account of the same person */
	assert_string_equal(fault(), "four_eyes.person");
	assert_int_equal(rule_decide(as(NULL), id, true, S("")), E_DENIED);
	assert_int_equal(rule_decide(as(&authority), id, false, S("  ")), E_INVALID);
	assert_string_equal(problem_at("reason"), "form.required");
	decide(id, true);
	assert_int_equal(rule_decide(as(&authority), id, false, S("doch nicht")), E_STALE);
	assert_string_equal(fault(), "rule.decided_already");
}

struct raw {
	int64_t proposal, proposed_by, decided_by;
};
static err insert_decision(struct cx *cx, const void *in, void *ret UNUSED)
{
	static const struct sql q = {
		"INSERT INTO rule_decision (proposal_id, proposed_by, decided_by, decision, reason, decided_at)"
		" VALUES ($1, $2, $3, 'approved', 'so', $4)",
		"iiit"
	};
	const struct raw *r = in;
	return db_exec(cx, &q, NULL, V(r->proposal, r->proposed_by, r->decided_by, cx->now));
}

/* The wall stands in the schema too: not even SQL gets round it. */
static void four_eyes_by_the_schema(void **state UNUSED)
{
	int64_t id = propose_seventh();
	struct raw own = { id, ministry.id, ministry.id };
	assert_int_equal(db_tx(as(&ministry), "raw", insert_decision, &own, NULL, 0), E_INVALID);
	assert_string_equal(fault(), "db.check");
	struct raw lie = { id, deputy.id, ministry.id }; /* somebody else is said to have proposed it */
	assert_int_equal(db_tx(as(&ministry), "raw", insert_decision, &lie, NULL, 0), E_INVALID);
	assert_string_equal(fault(), "db.foreign");
	as(&ministry);
	assert_int_equal(total("kreis", "2027-06-01"), EURO(452500));
}

static void only_those_with_the_right_propose(void **state UNUSED)
{
	struct rule_new in = further_post();
	struct user lasi = account("lasi@land", "LaSI", "lasi");
	int64_t id;
	assert_int_equal(rule_propose_add(as(&lasi), &in, &id), E_DENIED);
	assert_int_equal(rule_propose_add(as(NULL), &in, &id), E_DENIED);
	assert_int_equal(rule_propose_add(as(&ministry), &in, &id), OK);
	assert_int_equal(rule_decide(as(&lasi), id, true, S("")), E_DENIED);
}

static void every_step_is_in_the_log(void **state UNUSED)
{
	struct list rows = { 0 };
	decide(propose_seventh(), true);
	assert_int_equal(audit_list(&k->cx, INT64_MAX, 2, &rows), OK);
	assert_string_equal(LIST_AT(&rows, struct audit_row, 0)->action.p, "rule.approve");
	assert_string_equal(LIST_AT(&rows, struct audit_row, 0)->actor.p, "authority@arnsberg");
	assert_string_equal(LIST_AT(&rows, struct audit_row, 1)->action.p, "rule.propose");
	assert_string_equal(LIST_AT(&rows, struct audit_row, 1)->object.p, "rules/specialist-2027-kreis");
}

static void the_demo_leaves_one_proposal_to_decide(void **state UNUSED)
{
	struct list pending = { 0 }, all = { 0 };
	assert_int_equal(rulebook_demo(as(NULL)), OK);
	assert_int_equal(proposals_list(&k->cx, true, 0, 25, &pending), OK);
	assert_int_equal(proposals_list(&k->cx, false, 0, 25, &all), OK);
	assert_int_equal(pending.n, 1);
	assert_int_equal(all.n, 3);
	assert_int_equal(total("kreis", "2027-06-01"), EURO(452500)); /* the refused one has no effect */
	assert_string_equal(rule("assistant-2021").mark.p, "read");
}

int rule_change_tests(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_replaced_rule_leaves_old_days_alone),
		TEST(the_rulebook_as_it_was_known),
		TEST(the_effect_is_shown_before_the_approval),
		TEST(an_ended_rule_ends),
		TEST(a_confirmed_rule_counts_as_read),
		TEST(an_unknown_rule_is_replaced),
		TEST(overlapping_rules_are_refused),
		TEST(the_second_of_two_that_collide_is_refused),
		TEST(a_rule_must_be_whole),
		TEST(a_rule_for_one_centre_goes_first),
		TEST(a_replacement_begins_while_the_old_rule_is_in_force),
		TEST(four_eyes),
		TEST(four_eyes_by_the_schema),
		TEST(only_those_with_the_right_propose),
		TEST(every_step_is_in_the_log),
		TEST(the_demo_leaves_one_proposal_to_decide),
	};
	return cmocka_run_group_tests_name("rulebook changes", tests, NULL, NULL);
}
