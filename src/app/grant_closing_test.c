/* The check of a proof and what comes of it; figures that were taken along; reminders. S-FUN-4, P-FUN-3, P-FUN-7. */
#include "app/grant_proof_test.h"

#include "features/centres/centres.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_proof_remind.h"
#include "features/grants/grant_use_remind.h"
#include "features/grants/grant_proof_table.h"

/* --- check, closing, repayment ------------------------------------------------------------------------------------ */

static struct closing_form fresh(void)
{
	struct grant_proof p;
	struct grant_state s = state_now();
	assert_int_equal(proof_read(&k->cx, s.proof, &p), OK);
	return closing_form_fresh(&s, &p, k->cx.today, 1);
}

static err close_case(const struct user *who, const struct closing_form *f, struct grant_event *ret)
{
	const struct closing_add in = { &coesfeld, the_case.id, f };
	again();
	k->cx.user = who;
	return db_tx(&k->cx, "test", closing_draft_in_tx, &in, ret, sizeof *ret);
}

static void proven_and_checked(void)
{
	struct grant_event e;
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	ADD(&administrator, "used", "2025-04-01", .about_id = MAYBE(call), .cents = MAYBE(EURO(15000)));
	ADD(&administrator, "used", "2025-09-01", .about_id = MAYBE(call), .cents = MAYBE(EURO(10000)));
	cost("expense", "land", EURO(25000), "1", false);
	told();
	assert_int_equal(hand_in(&head, mark_now(), true, &e), OK);
	ADD(&first, "checked_content", "2026-11-21");
	ADD(&first, "checked_figures", "2026-11-21");
}

#define REFUSED(who, f, code, field, words)                                                                            \
	do {                                                                                                           \
		struct grant_event ignored;                                                                            \
		assert_int_equal(close_case((who), (f), &ignored), (code));                                            \
		assert_string_equal(problem_at(field), (words));                                                       \
	} while (0)
enum { INTERPRETERS = 2 };

void closing_refuses(void **state UNUSED)
{
	struct grant_event e;
	proven_and_checked();
	struct closing_form f = fresh();
	f.admitted[INTERPRETERS] = MAYBE(EURO(25001));
	REFUSED(&first, &f, E_INVALID, "admitted_interpreter_costs", "grants.closing.too_much");
	f.admitted[INTERPRETERS] = MAYBE(EURO(24000));
	REFUSED(&first, &f, E_INVALID, "reason_interpreter_costs", "grants.closing.reason_missing");
	f = fresh();
	f.waived = true;
	REFUSED(&first, &f, E_INVALID, "waiver_reason", "grants.closing.reason_missing");
	f = fresh();
	f.due_on = day_add(k->cx.today, -1);
	REFUSED(&first, &f, E_INVALID, "due_on", "grants.closing.due_past");
	f = fresh();
	assert_int_equal(close_case(&head, &f, &e), E_DENIED);
	f.version--;
	assert_int_equal(close_case(&first, &f, &e), E_STALE);
}

/* 30,000 paid, 25,000 proven of which 10,000 late, 24,000 admitted: demand with interest, approved by another person.
 */
void demand_with_interest(void **state UNUSED)
{
	struct grant_event e;
	struct grant_closing c;
	proven_and_checked();
	struct closing_form f = fresh();
	f.admitted[INTERPRETERS] = MAYBE(EURO(24000));
	f.reason[INTERPRETERS] = S("Ein Einsatz mit Rechtswirkung ist nicht förderfähig.");
	assert_int_equal(close_case(&first, &f, &e), OK);
	assert_int_equal(closing_read(&k->cx, &e, &c), OK);
	assert_int_equal(c.back_cents, EURO(6000));
	assert_int_equal(c.admitted_cents + c.back_cents, c.paid_cents);
	/* 9,000 late until 01.09.2025 and 6,000 until today, each from 03.03.2025, in two half-years */
	assert_int_equal(c.interest.stretches.n, 4);
	assert_int_equal(c.demand_cents, EURO(6000) + c.interest.cents);
	int64_t late = grant_interest_cents(EURO(9000), 5270, 120) + grant_interest_cents(EURO(9000), 4270, 62);
	int64_t back = grant_interest_cents(EURO(6000), 5270, 120) + grant_interest_cents(EURO(6000), 4270, 508);
	assert_int_equal(c.interest.cents, late + back);
	assert_false(state_now().closing);
	ADD(&second, "approved", "2026-11-21", .about_id = MAYBE(e.id));
	struct grant_state s = state_now();
	assert_true(str_is(s.stage, "repaying"));
	assert_int_equal(s.demanded_cents, c.demand_cents);
	assert_false(s.repay_late);
	k->cx.today = day_add(k->cx.today, 40);
	assert_true(state_now().repay_late);
	ADD(&first, "repaid", "2026-12-20", .cents = MAYBE(c.demand_cents));
	s = state_now();
	assert_true(str_is(s.stage, "closed"));
	assert_false(s.repay_late);
	const struct grant_event *approval = LIST_AT(&events, struct grant_event, events.n - 2);
	str letter, letter_again;
	assert_int_equal(closing_letter(&k->cx, &c, &e, approval, &letter), OK);
	k->cx.words = words_of(S("en"));
	assert_int_equal(closing_letter(&k->cx, &c, &e, approval, &letter_again), OK);
	assert_true(str_eq(letter, letter_again));
}

static err head_of_letters_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	return setting_set_in_tx(cx, &setting_letter_lines, coesfeld.id, in);
}

/* What goes to a KI without a letter head goes to what its record knows, and nothing is invented. */
void an_address_is_what_is_known(void **state UNUSED)
{
	str address;
	const struct setting_row row = { .name = S("centre.letter_lines"),
		                         .valid_from = DAY(2020, 1, 1),
		                         .value = S(
		                                 "Kreis Coesfeld\nAm Markt 1\n48653 Coesfeld\nTelefon 1\nki@x.example"),
		                         .mark = S("read"),
		                         .source = S("Test") };
	assert_int_equal(grant_address(&k->cx, coesfeld.id, k->cx.today, &address), OK);
	assert_true(str_is(address, "Kreis Coesfeld\nKommunales Integrationszentrum Kreis Coesfeld\nCoesfeld"));
	again();
	assert_int_equal(db_tx(&k->cx, "test", head_of_letters_in_tx, &row, NULL, 0), OK);
	assert_int_equal(grant_address(&k->cx, coesfeld.id, k->cx.today, &address), OK);
	assert_true(str_is(address, "Kreis Coesfeld\nAm Markt 1\n48653 Coesfeld"));
}

/* Waived with reasons: only what was not used comes back. */
void waived_interest(void **state UNUSED)
{
	struct grant_event e;
	struct grant_closing c;
	proven_and_checked();
	struct closing_form f = fresh();
	f.waived = true;
	f.waiver_reason = S("Die Auszahlung kam vor dem vereinbarten Termin.");
	assert_int_equal(close_case(&first, &f, &e), OK);
	assert_int_equal(closing_read(&k->cx, &e, &c), OK);
	assert_true(c.interest.cents > 0);
	assert_int_equal(c.waived_cents, c.interest.cents);
	assert_int_equal(c.demand_cents, EURO(5000));
	assert_int_equal(e.cents.v, EURO(5000));
}

/* What a revocation has demanded already is not demanded again, and bears no interest here. */
void nothing_is_demanded_twice(void **state UNUSED)
{
	struct grant_event e;
	struct grant_closing c;
	proven_and_checked();
	struct grant_paper left = { .format = GRANT_FORMAT, .type = S("revocation"), .total_cents = EURO(26000) };
	*LIST_ADD(k->cx.mem, &left.lines, struct grant_line) = (struct grant_line){ .item = S("interpreter_costs"),
		                                                                    .label = S("Laiensprachmittlung"),
		                                                                    .cents = EURO(26000) };
	str content = grant_paper_json(k->cx.mem, &grant_paper_rec, &left);
	ADD(&first, "hearing", "2026-11-21", .note = S("4.000 Euro wurden zweckfremd verwendet."));
	ADD(&head, "heard", "2026-11-21", .note = S("Das trifft zu."));
	int64_t draft = ADD(&first, "decision_draft", "2026-11-21", .cents = MAYBE(EURO(4000)), .content = content);
	ADD(&second, "approved", "2026-11-21", .about_id = MAYBE(draft));
	ADD(&first, "checked_content", "2026-11-21");
	ADD(&first, "checked_figures", "2026-11-21");
	struct closing_form f = fresh();
	assert_int_equal(close_case(&first, &f, &e), OK);
	assert_int_equal(closing_read(&k->cx, &e, &c), OK);
	assert_int_equal(c.back_cents, EURO(5000));
	assert_int_equal(c.before_cents.v, EURO(4000));
	/* the 4,000 are of the 5,000 that nobody used: 10,000 late and 1,000 until today bear interest, no more */
	int64_t late = grant_interest_cents(EURO(10000), 5270, 120) + grant_interest_cents(EURO(10000), 4270, 62);
	int64_t back = grant_interest_cents(EURO(1000), 5270, 120) + grant_interest_cents(EURO(1000), 4270, 508);
	assert_int_equal(c.interest.cents, late + back);
	assert_int_equal(c.demand_cents, EURO(1000) + late + back);
	ADD(&second, "approved", "2026-11-21", .about_id = MAYBE(e.id));
	assert_int_equal(state_now().demanded_cents, EURO(5000) + c.interest.cents);
}

/* A revocation after the proof: no more is admitted than is granted still. */
void no_more_is_admitted_than_granted(void **state UNUSED)
{
	proven_and_checked();
	struct grant_paper left = { .format = GRANT_FORMAT, .type = S("revocation"), .total_cents = EURO(20000) };
	*LIST_ADD(k->cx.mem, &left.lines, struct grant_line) =
	        (struct grant_line){ .item = S("interpreter_costs"), .cents = EURO(20000) };
	str content = grant_paper_json(k->cx.mem, &grant_paper_rec, &left);
	ADD(&first, "hearing", "2026-11-21", .note = S("10.000 Euro wurden zweckfremd verwendet."));
	ADD(&head, "heard", "2026-11-21", .note = S("Das trifft zu."));
	int64_t draft = ADD(&first, "decision_draft", "2026-11-21", .cents = MAYBE(EURO(10000)), .content = content);
	ADD(&second, "approved", "2026-11-21", .about_id = MAYBE(draft));
	struct closing_form f = fresh();
	assert_int_equal(f.admitted[INTERPRETERS].v, EURO(20000));
	f.admitted[INTERPRETERS] = MAYBE(EURO(20001));
	REFUSED(&first, &f, E_INVALID, "admitted_interpreter_costs", "grants.closing.too_much");
}

/* --- taken along -------------------------------------------------------------------------------------------------- */

static err take(struct cx *cx, const void *in, void *ret UNUSED)
{
	return proof_table_take_in_tx(cx, in);
}

static struct csv table_of(const char *rows)
{
	struct csv table;
	struct csv_fault ignored;
	str text = str_print(k->cx.mem, "Programm;Förderjahr;Position;nach Bescheid;nach Büchern;Grund\n%s", rows);
	assert_int_equal(csv_read(k->cx.mem, text, &table, &ignored), OK);
	return table;
}

static struct proof_table_found looked(const char *rows)
{
	struct proof_table_found found;
	struct csv table = table_of(rows);
	again();
	assert_int_equal(proof_table_look(&k->cx, &coesfeld, &table, &found), OK);
	return found;
}

static void line_says(const struct proof_table_found *f, size_t i, int64_t line, const char *words)
{
	const struct import_message *m = LIST_AT(&f->said.messages, struct import_message, i);
	assert_int_equal(m->line, line);
	assert_true(str_has(m->words, words));
}

#define INTERPRETERS_2025 "Grundförderung;2025;Laiensprachmittlung (Sachausgaben);30000,00;"

/* What was filled in is compared line by line; a mistake names its line, and then nothing is taken. */
void figures_come_back(void **state UNUSED)
{
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	cost("expense", "land", EURO(25000), "1", false);
	k->cx.user = &administrator;
	struct list rows = { 0 };
	assert_int_equal(proof_table(&k->cx, &coesfeld, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_int_equal(LIST_AT(&rows, struct proof_table_row, 0)->account_cents.v, EURO(25000));
	/* As it went out, nothing changes. */
	struct proof_table_found f = looked(INTERPRETERS_2025 "25000,00;");
	assert_int_equal(f.changes.n, 0);
	assert_int_equal(f.unchanged, 1);
	f = looked(INTERPRETERS_2025
	           "24.000,00;Gutschrift\n"
	           "Grundförderung;2024;Fachkräfte;;1,00;\nGrundförderung;2025;Fachkräfte;;1,00;\n" INTERPRETERS_2025
	           "1,00;");
	assert_int_equal(f.said.messages.n, 3);
	line_says(&f, 0, 3, "kein Nachweis");
	line_says(&f, 1, 4, "kommt im Nachweis nicht vor");
	line_says(&f, 2, 5, "schon weiter oben");
	f = looked(INTERPRETERS_2025 "-1,00;");
	line_says(&f, 0, 2, "");
	struct csv bad = table_of(INTERPRETERS_2025 "viel;"), good = table_of(INTERPRETERS_2025 "24.000,00;Gutschrift");
	struct import_in in = { .centre = &coesfeld, .table = &bad, .hash = S("0") };
	again();
	assert_int_equal(db_tx(&k->cx, "test", take, &in, NULL, 0), E_INVALID);
	in.table = &good;
	again();
	assert_int_equal(db_tx(&k->cx, "test", take, &in, NULL, 0), OK);
	assert_int_equal(proof_now(NULL).expense_cents, EURO(24000));
	/* Put back to what is recorded, without a reason: no entry any more, so it follows the costs again. */
	good = table_of(INTERPRETERS_2025 "25.000,00;");
	again();
	assert_int_equal(db_tx(&k->cx, "test", take, &in, NULL, 0), OK);
	cost("expense", "land", EURO(100), "2", false);
	assert_int_equal(proof_now(NULL).expense_cents, EURO(25100));
}

/* --- reminders ---------------------------------------------------------------------------------------------------- */

static const struct sql count_sql = { "SELECT count(*) FROM grant_reminder", "" };
static const struct sql mails_sql = { "SELECT count(*) FROM job WHERE kind = 'mail'", "" };
static const struct sql address_sql = { "INSERT INTO account_email (account_id, email, set_at) VALUES ($1, $2, 1)",
	                                "is" };

static int64_t number(const struct sql *q)
{
	int64_t n;
	assert_int_equal(db_int(&k->cx, q, &n, V_NONE), OK);
	return n;
}

static err give_address(struct cx *cx, const void *in, void *ret UNUSED)
{
	return db_exec(cx, &address_sql, NULL, V(*(const int64_t *)in, S("leitung@example.org")));
}

static void run_on(const char *today)
{
	const struct job job = { 0 };
	k->cx.user = NULL;
	k->cx.today = on(today);
	assert_int_equal(grant_proof_remind_job_run(&k->cx, &job), OK);
}

/* Due on 31.03.2026: one mail in the two weeks before, one after it, none twice, none for what was handed in. */
void heads_are_reminded_of_a_proof(void **state UNUSED)
{
	struct grant_event e;
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	assert_int_equal(db_tx(&k->cx, "test", give_address, &head.id, NULL, 0), OK);
	int64_t mails = number(&mails_sql);
	run_on("2026-03-30");
	assert_int_equal(number(&count_sql), 0); /* there is no mail server */
	app->config.mail = (struct mail_config){ .server = { .url = S("smtp://127.0.0.1:1") },
		                                 .from = S("scharnier@example.org"),
		                                 .public_url = S("https://scharnier.example.org") };
	run_on("2026-03-16");
	assert_int_equal(number(&count_sql), 0); /* too early */
	run_on("2026-03-17");
	run_on("2026-03-31");
	assert_int_equal(number(&count_sql), 1);
	assert_int_equal(number(&mails_sql), mails + 1);
	run_on("2026-04-01");
	run_on("2026-04-02");
	assert_int_equal(number(&count_sql), 2);
	assert_int_equal(number(&mails_sql), mails + 2);
	told();
	assert_int_equal(hand_in(&head, mark_now(), true, &e), OK);
	assert_int_equal(state_now().proof_late, false);
}

static const struct sql use_sql = { "SELECT count(*) FROM grant_use_reminder", "" };

static int64_t use_reminders_on(const char *today)
{
	const struct job job = { 0 };
	k->cx.user = NULL;
	k->cx.today = on(today);
	assert_int_equal(grant_use_remind_job_run(&k->cx, &job), OK);
	return number(&use_sql);
}

/* S-FUN-2: paid on 03.03.2025, to be used by 03.05.: one mail from day 50 on, one after the last day, none twice, none
 * for what is used. */
void heads_are_reminded_of_the_use(void **state UNUSED)
{
	paid(2025, "interpreter_costs", EURO(30000), "2025-03-03");
	assert_int_equal(db_tx(&k->cx, "test", give_address, &head.id, NULL, 0), OK);
	int64_t mails = number(&mails_sql);
	assert_int_equal(use_reminders_on("2025-04-25"), 0); /* there is no mail server */
	app->config.mail = (struct mail_config){ .server = { .url = S("smtp://127.0.0.1:1") },
		                                 .from = S("scharnier@example.org"),
		                                 .public_url = S("https://scharnier.example.org") };
	assert_int_equal(use_reminders_on("2025-04-21"), 0); /* too early */
	assert_int_equal(use_reminders_on("2025-04-22"), 1);
	assert_int_equal(use_reminders_on("2025-05-03"), 1);
	assert_int_equal(number(&mails_sql), mails + 1);
	assert_int_equal(use_reminders_on("2025-05-04"), 2);
	assert_int_equal(use_reminders_on("2025-05-05"), 2);
	assert_int_equal(number(&mails_sql), mails + 2);
	paid(2024, "interpreter_costs", EURO(30000), "2025-03-03");
	ADD(&head, "used", "2025-04-01", .about_id = MAYBE(call), .cents = MAYBE(EURO(30000)));
	assert_int_equal(use_reminders_on("2025-05-05"), 2);
}
