/* The rulebook on a real database: the totals of the law, and how rules are added, ended, replaced and confirmed by two
 * people, so that nothing is overwritten (S-RUL-1 ... 8, P-RUL-1 ... 3, P-FUN-7). */
#include <string.h>

#include "kit/kit.h"

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "crypt/crypt.h"
#include "features/rulebook/rulebook_demo.h"
#include "features/rulebook/rulebook_model.h"
#include "view/embedded.h"

#define EURO(x) ((int64_t)(x) * 100)

static struct kit *k;
static struct user ministry, authority, deputy; /* deputy: the ministry's person under a second account */

static err create(struct cx *cx, const void *in, void *ret)
{
	return user_create_in_tx(cx, in, ret);
}

static struct user account(const char *login, const char *name, const char *role)
{
	struct user_new in = { .login = str_of(login), .name = str_of(name), .role = str_of(role), .password = S("ein langes Passwort") };
	struct user u;
	assert_int_equal(db_tx(&k->cx, "create", create, &in, &u, sizeof u), OK);
	/* the arena of a request ends: keep what the tests use */
	u.login = str_copy(k->mem, u.login);
	u.name = str_copy(k->mem, u.name);
	u.role = str_copy(k->mem, u.role);
	return u;
}

static int set_up(void **state)
{
	(void)state;
	struct migration list[64];
	int n = 0;
	for (const struct embedded_file *f = embedded_migrations; f->name; f++)
		list[n++] = (struct migration){ f->name, { f->data, f->size } };
	k = kit_open(list, n);
	db_set_commit_hook(k->pool, audit_commit_hook);
	k->cx.words = words_of(S("de"));
	ministry = account("ministry@land", "Referat 425", "ministry");
	authority = account("authority@arnsberg", "Dezernat 36", "authority");
	deputy = account("deputy@land", "REFERAT 425", "ministry");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	kit_close(k);
	return 0;
}

/* The next request, of this person, a minute later. */
static struct cx *as(const struct user *u)
{
	instant now = k->cx.now;
	kit_next(k);
	k->cx.now = (instant){ now.ms + 60000 };
	k->cx.words = words_of(S("de"));
	k->cx.user = u;
	return &k->cx;
}

static day on(const char *text)
{
	day d;
	assert_true(day_parse(str_of(text), &d));
	return d;
}

static struct entitlement ask(const char *kind, const char *slug, const char *date)
{
	struct rule_centre centre = { 0 };
	struct entitlement e;
	if (slug)
		assert_int_equal(rule_centre_by_slug(&k->cx, str_of(slug), &centre), OK);
	assert_int_equal(entitlement_on(&k->cx, str_of(kind), centre.id, on(date), &e), OK);
	return e;
}

static int64_t total(const char *kind, const char *date)
{
	return ask(kind, NULL, date).total_cents;
}

static struct rule rule(const char *code)
{
	struct rule r;
	assert_int_equal(rule_by_code(&k->cx, str_of(code), &r), OK);
	return r;
}

static const char *problem_at(const char *field)
{
	const struct problem *p = problem_of(&k->cx, field);
	assert_non_null(p);
	return p->key;
}

static const char *fault(void)
{
	assert_non_null(k->cx.fault.key);
	return k->cx.fault.key;
}

/* --- what the rulebook says -------------------------------------------------------------------------------------------- */

/* Issue 2: the totals of every period, read from the database. S-RUL-1, S-RUL-3, S-RUL-5, S-RUL-6. */
static void totals_of_the_law(void **state UNUSED)
{
	static const struct {
		const char *date;
		int64_t kreis, stadt;
		bool complete, assumed;
	} want[] = {
		{ "2012-06-24", 0, 0, true, false },           { "2013-06-01", 170000, 170000, true, false },
		{ "2016-12-31", 170000, 170000, true, false }, { "2017-01-01", 370000, 320000, true, false },
		{ "2018-06-01", 370000, 320000, true, false }, { "2020-12-31", 370000, 320000, true, false },
		{ "2021-01-01", 402500, 347500, true, false }, { "2021-06-01", 402500, 347500, true, false },
		{ "2024-06-01", 414500, 357500, true, false }, { "2024-12-31", 414500, 357500, true, false },
		{ "2025-01-01", 452500, 395500, false, true }, { "2025-06-01", 452500, 395500, false, true },
		{ "2031-07-01", 452500, 395500, false, true },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct entitlement kreis = ask("kreis", NULL, want[i].date);
		struct entitlement stadt = ask("kreisfreie_stadt", NULL, want[i].date);
		assert_int_equal(kreis.total_cents, EURO(want[i].kreis));
		assert_int_equal(stadt.total_cents, EURO(want[i].stadt));
		assert_int_equal(kreis.complete, want[i].complete);
		assert_int_equal(stadt.assumed, want[i].assumed);
	}
}

/* S-RUL-2, S-RUL-5, S-RUL-8: two teachers since 2012, more from 2017 to 2019, never money. */
static void teachers_by_decree(void **state UNUSED)
{
	static const struct {
		const char *kind, *date;
		int64_t thousandths;
	} want[] = { { "kreis", "2015-06-01", 2000 },       { "kreis", "2018-05-07", 3500 },
		     { "kreis", "2018-05-08", 3500 },       { "kreisfreie_stadt", "2018-06-01", 3000 },
		     { "kreis", "2020-06-01", 2000 },       { "kreisfreie_stadt", "2026-11-21", 2000 } };
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct entitlement e = ask(want[i].kind, NULL, want[i].date);
		const struct entitlement_item *it = entitlement_find(&e, S("teacher"));
		assert_non_null(it);
		assert_int_equal(it->quantity.v, want[i].thousandths);
		assert_true(it->is_post);
		assert_int_equal(it->total_cents.v, 0);
	}
}

/* T10, T16, T17, T18, T19, T22: KOMM-AN and KIM of single KI, beside the KI guideline's own total. S-RUL-4. */
static void programmes_of_single_centres(void **state UNUSED)
{
	static const struct {
		const char *slug, *date, *item;
		int64_t cents; /* -1: unknown */
	} want[] = {
		{ "coesfeld", "2024-06-01", "komman_posts", EURO(85500) },
		{ "coesfeld", "2024-06-01", "komman_costs", EURO(15000) },
		{ "staedteregion-aachen", "2024-06-01", "interpreter_costs", EURO(50000) },
		{ "staedteregion-aachen", "2024-06-01", "komman_costs", EURO(15000) },
		{ "staedteregion-aachen", "2024-06-01", "komman_local", EURO(121100) },
		{ "staedteregion-aachen", "2024-06-01", "kim_costs", EURO(40000) },
		{ "staedteregion-aachen", "2025-06-01", "interpreter_costs", EURO(30000) },
		{ "staedteregion-aachen", "2025-06-01", "komman_costs", 0 },
		{ "staedteregion-aachen", "2025-06-01", "komman_local", 0 },
		{ "staedteregion-aachen", "2025-06-01", "kim_costs", EURO(15000) },
		{ "hoexter", "2016-06-01", "komman_local", 7028982 },
		{ "hoexter", "2021-12-31", "komman_local", 7028982 },
		{ "hoexter", "2022-06-01", "komman_local", -1 },
		{ "steinfurt", "2024-06-01", "komman_local", EURO(193300) },
		{ "rhein-kreis-neuss", "2016-06-01", "komman_local", -1 },
		{ "unna", "2021-06-01", "kim_case", -1 },
		{ "coesfeld", "2016-06-01", "komman_posts", -1 },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct entitlement e = ask("kreis", want[i].slug, want[i].date);
		const struct entitlement_item *it = entitlement_find(&e, str_of(want[i].item));
		assert_non_null(it);
		assert_int_equal(it->total_cents.has, want[i].cents >= 0);
		assert_int_equal(it->unknown, want[i].cents < 0);
		if (want[i].cents >= 0)
			assert_int_equal(it->total_cents.v, want[i].cents);
	}
	struct entitlement e = ask("kreis", "coesfeld", "2023-06-01");
	bool complete;
	assert_int_equal(entitlement_total(&e, S("kim"), &complete), EURO(1020000) + 0);
	assert_int_equal(e.total_cents, EURO(414500));
	e = ask("kreis", "coesfeld", "2016-06-01");
	assert_int_equal(entitlement_find(&e, S("komman_posts"))->quantity.v, 1500);
}

/* T14, T15: the Land's ceiling over all 54. */
static void ceiling_of_the_land(void **state UNUSED)
{
	struct list rules = { 0 }, centres = { 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	assert_int_equal(rule_centres(&k->cx, &centres), OK);
	assert_int_equal(centres.n, 54);
	struct effects e = rule_effects(k->cx.mem, &rules, &rules, &centres, S("specialist"), S("base"), on("2018-06-01"));
	assert_int_equal(e.before_total, EURO(18830000));
	e = rule_effects(k->cx.mem, &rules, &rules, &centres, S("specialist"), S("base"), on("2024-06-01"));
	assert_int_equal(e.before_total, EURO(21072000));
}

static void term_is(const char *item, const char *date, const char *want)
{
	struct rule r;
	kit_next(k);
	err e = rule_term(&k->cx, item, S("kreis"), 0, on(date), &r);
	assert_int_equal(e, want ? OK : E_NOTFOUND);
	if (want)
		assert_string_equal(str_c(k->cx.mem, r.value), want);
}

static void terms_by_day(void **state UNUSED)
{
	term_is("recognition_section", "2012-02-24", NULL);
	term_is("recognition_section", "2021-12-31", "§ 7");
	term_is("recognition_section", "2022-01-01", "§ 8");
	term_is("raa_transition", "2013-07-31", "31.07.2013");
	term_is("raa_transition", "2013-08-01", NULL);
	term_is("interest_points", "2023-06-19", "5");
	term_is("interest_points", "2023-06-20", "3");
	term_is("use_within", "2024-06-01", "2");
	term_is("concept_update_within", "2024-06-01", "6");
	term_is("concept_new_within", "2024-06-01", "12");
	term_is("application_deadline", "2026-06-01", "31.10.");
	term_is("kim_application_deadline", "2020-10-01", "28.12.2020");
	term_is("no_such_term", "2024-06-01", NULL);
}

/* P-RUL-1, P-RUL-2: every rule names its source and mark; the type of financing changes with 2021. */
static void marks_and_financing(void **state UNUSED)
{
	struct list rules = { 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	assert_true(rules.n >= 112);
	LIST_EACH(const struct rule, r, &rules) {
		assert_true(r->source.n > 0);
		assert_true(choices_has(&mark_choices, r->mark));
		assert_true(choices_has(&item_choices, r->item));
		if (str_is(r->mark, "unknown") && !str_is(r->programme, "terms"))
			assert_false(r->quantity.has && r->unit_cents.has);
		assert_null(rule_collision(&rules, r));
	}
	assert_string_equal(rule("specialist-2017-kreis").financing.p, "lump_sum");
	assert_string_equal(rule("specialist-2021-kreis").financing.p, "full_capped");
	assert_string_equal(rule("komman-local-2016").financing.p, "lump_sum");
	assert_string_equal(rule("specialist-2025-stadt").mark.p, "assumed");
	assert_string_equal(rule("fathers-work-2025").mark.p, "unknown");
}

struct item_row {
	str code;
};
static const struct field item_row_fields[] = { FIELD(struct item_row, code, KIND_TEXT) };
static const struct record item_row_rec = RECORD("rule_item", struct item_row, item_row_fields);

/* The words of the program know every item of the table, in the same order. */
static void items_of_table_and_program_agree(void **state UNUSED)
{
	static const struct sql q = { "SELECT code FROM rule_item ORDER BY position LIMIT 1000", "" };
	struct list items = { 0 };
	assert_int_equal(db_list(&k->cx, &q, &item_row_rec, &items, V_NONE), OK);
	size_t i = 0;
	for (; item_choices.codes[i]; i++) {
		assert_true(i < items.n);
		assert_string_equal(LIST_AT(&items, struct item_row, i)->code.p, item_choices.codes[i]);
	}
	assert_int_equal(i, items.n);
}

static void lists_are_paged_and_filtered(void **state UNUSED)
{
	struct rule_filter all = { 0 }, base = { .on = on("2024-06-01"), .programme = S("base"), .authority = S("kreis") };
	struct list page = { 0 };
	int64_t count = 0, seen = 0;
	str after = STR_NONE;
	assert_int_equal(rules_count(&k->cx, &all, &count), OK);
	do {
		page = (struct list){ 0 };
		assert_int_equal(rules_list(&k->cx, &all, after, 25, &page), OK);
		assert_true(page.n <= 25);
		seen += (int64_t)page.n;
		after = page.next;
	} while (after.p);
	assert_int_equal(seen, count);
	page = (struct list){ 0 };
	assert_int_equal(rules_list(&k->cx, &base, STR_NONE, 25, &page), OK);
	assert_int_equal(page.n, 3);
	assert_string_equal(LIST_AT(&page, struct rule, 0)->code.p, "specialist-2023-kreis");
	struct rule_filter unsure = { .on = on("2026-01-01"), .mark = S("assumed"), .programme = S("base"), .authority = S("kreisfreie_stadt") };
	page = (struct list){ 0 };
	assert_int_equal(rules_list(&k->cx, &unsure, STR_NONE, 25, &page), OK);
	assert_int_equal(page.n, 2);
}

/* --- how it changes ------------------------------------------------------------------------------------------------------ */

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
		assert_int_equal(total("kreis", *d), EURO(!strcmp(*d, "2013-06-01") ? 170000 : !strcmp(*d, "2018-06-01") ? 370000 : 414500));
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
	struct rule_end in = { .ends_on = on("2026-12-31"), .source = S("Haushalt 2027"), .reason = S("Mittel gestrichen") };
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

/* --- what is refused ------------------------------------------------------------------------------------------------------ */

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
	assert_string_equal(fault(), "rule.four_eyes");
	assert_int_equal(rule_decide(as(&deputy), id, true, S("")), E_DENIED); /* a second account of the same person */
	assert_string_equal(fault(), "rule.four_eyes_person");
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
	static const struct sql q = { "INSERT INTO rule_decision (proposal_id, proposed_by, decided_by, decision, reason, decided_at)"
		                      " VALUES ($1, $2, $3, 'approved', 'so', $4)",
		                      "iiit" };
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

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		TEST(totals_of_the_law),
		TEST(teachers_by_decree),
		TEST(programmes_of_single_centres),
		TEST(ceiling_of_the_land),
		TEST(terms_by_day),
		TEST(marks_and_financing),
		TEST(items_of_table_and_program_agree),
		TEST(lists_are_paged_and_filtered),
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
	if (!kit_available())
		return 77;
	crypt_init();
	if (words_load() != OK)
		return 1;
	return cmocka_run_group_tests_name("rulebook", tests, NULL, NULL);
}
