/* grant_cost_test.c -- cost lines: no double funding, parts of an invoice, tables as a whole, what comes of the year:
 * on both databases. S-FUN-2, S-FUN-3, P-FUN-4, P-FUN-6; T37. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kit/short.h"

#include "core/table.h"
#include "core/user.h"
#include "doc/doc.h"
#include "features/grants/grant_cost_import.h"
#include "features/grants/grant_outlook.h"
#include "features/grants/grant_proof.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define EURO(x) ((int64_t)(x)*100)

static struct tenant coesfeld, unna;
static struct user administrator, second;
static struct grant_case base, kim, komman, foreign;

static struct grant_case opened(const struct tenant *centre, const char *programme, int64_t year)
{
	const struct grant_case_in in = { centre, str_of(programme), year };
	struct grant_case c;
	assert_int_equal(db_tx(&k->cx, "test", grant_case_open_in_tx, &in, &c, sizeof c), OK);
	return c;
}

static int set_up(void **state UNUSED)
{
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	unna = centre_called("unna");
	administrator = account_made("administrator@coesfeld", "Birgit Schulze Wext", "administrator", "coesfeld");
	k->cx.user = &administrator;
	base = opened(&coesfeld, "base", 2026);
	kim = opened(&coesfeld, "kim", 2026);
	komman = opened(&coesfeld, "komman", 2026);
	foreign = opened(&unna, "base", 2026);
	return 0;
}

static int tear_down(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

static struct grant_cost line(const char *item, int64_t cents, const char *source, const char *payee,
                              const char *voucher)
{
	return (struct grant_cost){ .side = S("expense"),
		                    .item = str_of(item),
		                    .day = on("2026-03-12"),
		                    .cents = cents,
		                    .source = str_of(source),
		                    .payee = str_of(payee),
		                    .voucher = str_of(voucher) };
}

static err add(const struct grant_case *c, struct grant_cost l, int64_t *ret_id)
{
	struct grant_cost stored = { 0 };
	const struct grant_cost_add in = { c, &l };
	fault_clear(&k->cx);
	k->cx.problems = NULL;
	err e = db_tx(&k->cx, "test", grant_cost_add_in_tx, &in, &stored, sizeof stored);
	if (ret_id)
		*ret_id = stored.id;
	return e;
}
#define ADDED(c, ...) assert_int_equal(add((c), line(__VA_ARGS__), NULL), OK)
#define REFUSED(words, c, ...)                                                                                         \
	do {                                                                                                           \
		assert_int_equal(add((c), line(__VA_ARGS__), NULL), E_INVALID);                                        \
		assert_string_equal(fault(), (words));                                                                 \
	} while (0)

static err add_part(const struct grant_case *c, int64_t cents, const char *source, int64_t invoice)
{
	struct grant_cost l =
	        line(c == &kim ? "kim_costs" : "interpreter_costs", cents, source, "Druckerei Heller", "RE 2026-117");
	l.invoice_cents = MAYBE(invoice);
	return add(c, l, NULL);
}

/* P-FUN-4, T37: the same voucher is the same cost however it is written, over all cases of the KI. */
static void no_voucher_stands_on_two_public_sources(void **state UNUSED)
{
	ADDED(&base, "interpreter_costs", EURO(480), "land", "Druckerei Heller GmbH", "RE 2026-117");
	REFUSED("grants.cost.double_kim", &kim, "kim_costs", EURO(480), "eu", "DRUCKEREI Heller GmbH", "re2026/117");
	REFUSED("grants.cost.double", &komman, "komman_costs", EURO(480), "land", "Druckerei Héller GmbH",
	        "RE 2026 117");
	REFUSED("grants.cost.double", &base, "other_costs", EURO(480), "federal", "Druckerei Heller GmbH",
	        "RE 2026-117");
	REFUSED("grants.cost.twice", &base, "interpreter_costs", EURO(480), "land", "Druckerei Heller GmbH",
	        "RE 2026-117");
	REFUSED("grants.cost.twice", &base, "interpreter_costs", EURO(100), "own", "Druckerei Heller GmbH",
	        "RE 2026-117");
	/* what stands against it is named */
	str said = word_args(k->cx.words, k->cx.mem, k->cx.fault.key, k->cx.fault.args);
	assert_true(str_has(said, "Druckerei Heller GmbH") && str_has(said, "12.03.2026") && str_has(said, "480,00"));
	/* another day, another KI: another cost */
	ADDED(&foreign, "interpreter_costs", EURO(480), "land", "Druckerei Heller GmbH", "RE 2026-117");
	struct grant_cost later = line("interpreter_costs", EURO(480), "land", "Druckerei Heller GmbH", "RE 2026-117");
	later.day = on("2026-03-13");
	assert_int_equal(add(&base, later, NULL), OK);
}

/* Parts of an invoice: each names its sum, together they are at most that sum; in KIM one public source only. */
static void parts_of_an_invoice(void **state UNUSED)
{
	assert_int_equal(add_part(&base, EURO(60), "land", EURO(100)), OK);
	assert_int_equal(add_part(&base, EURO(60), "land", EURO(100)), E_INVALID); /* sent twice */
	assert_string_equal(fault(), "grants.cost.twice");
	assert_int_equal(add_part(&base, EURO(41), "own", EURO(100)), E_INVALID);
	assert_string_equal(fault(), "grants.cost.invoice_exceeded");
	assert_int_equal(add_part(&base, EURO(30), "own", EURO(90)), E_INVALID);
	assert_string_equal(fault(), "grants.cost.invoice_differs");
	assert_int_equal(add_part(&kim, EURO(10), "land", EURO(100)), E_INVALID);
	assert_string_equal(fault(), "grants.cost.double_kim");
	assert_int_equal(add_part(&kim, EURO(10), "own", EURO(100)), OK);
	assert_int_equal(add_part(&base, EURO(30), "eu", EURO(100)), OK); /* no money of KIM is in it */
	assert_int_equal(add_part(&base, EURO(1), "own", EURO(100)), E_INVALID);
	assert_string_equal(fault(), "grants.cost.invoice_exceeded");
	struct grant_cost l = line("interpreter_costs", EURO(60), "land", "A", "1");
	l.invoice_cents = MAYBE(EURO(59));
	assert_int_equal(add(&base, l, NULL), E_INVALID);
	assert_string_equal(problem_at("invoice_cents"), "grants.cost.part_too_large");
}

static err cancel(const struct grant_case *c, int64_t id)
{
	struct grant_cost stored;
	const struct grant_cost_cancel in = { c, id, S("falsch zugeordnet") };
	fault_clear(&k->cx);
	return db_tx(&k->cx, "test", grant_cost_cancel_in_tx, &in, &stored, sizeof stored);
}

/* A wrong line is cancelled, once, and can be entered again; another KI does not see it. */
static void a_wrong_line_is_cancelled(void **state UNUSED)
{
	int64_t id;
	struct grant_cost found;
	struct list sums = { 0 };
	assert_int_equal(add(&base, line("interpreter_costs", EURO(480), "land", "A", "1"), &id), OK);
	assert_int_equal(cancel(&foreign, id), E_NOTFOUND);
	assert_int_equal(cancel(&kim, id), E_NOTFOUND);
	assert_int_equal(cancel(&base, id), OK);
	assert_int_equal(cancel(&base, id), E_STALE);
	fault_clear(&k->cx);
	assert_int_equal(grant_cost_find(&k->cx, &base, id, &found), OK);
	assert_true(str_is(found.cancelled, "falsch zugeordnet"));
	assert_int_equal(grant_cost_sums(&k->cx, &base, k->cx.today, &sums), OK);
	assert_int_equal(sums.n, 0);
	ADDED(&base, "interpreter_costs", EURO(480), "land", "A", "1");
	REFUSED("grants.cost.twice", &base, "interpreter_costs", EURO(480), "land", "A", "1");
}

static void what_a_line_must_be(void **state UNUSED)
{
	struct grant_cost l = line("interpreter_costs", EURO(1), "land", "A", "1");
	l.day = day_add(k->cx.today, 1);
	assert_int_equal(add(&base, l, NULL), E_INVALID);
	assert_string_equal(problem_at("day"), "grants.future");
	l.day = on("2025-12-31");
	assert_int_equal(add(&base, l, NULL), E_INVALID);
	assert_string_equal(problem_at("day"), "grants.cost.other_year");
	assert_int_equal(add(&base, line("kim_costs", 1, "land", "A", "1"), NULL), E_INVALID);
	assert_string_equal(problem_at("item"), "grants.cost.other_item");
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

static struct grant_cost_import look(const char *bytes)
{
	struct csv table;
	struct csv_fault wrong;
	struct grant_cost_import plan;
	fault_clear(&k->cx);
	assert_int_equal(csv_read(k->cx.mem, str_of(bytes), &table, &wrong), OK);
	assert_int_equal(grant_cost_import_look(&k->cx, &coesfeld, &table, &plan), OK);
	return plan;
}

struct sent {
	struct csv table;
	struct grant_cost_import plan;
};

static err take_in_tx(struct cx *cx, const void *in, void *ret)
{
	struct sent *s = ret;
	static int files;
	str hash = str_print(cx->mem, "file %d", ++files);
	const struct import_in import = { .centre = &coesfeld, .table = in, .hash = hash };
	return grant_cost_import_take(cx, &import, &s->plan);
}

static err take(str bytes, struct grant_cost_import *ret)
{
	struct csv table;
	struct csv_fault wrong;
	struct sent s;
	fault_clear(&k->cx);
	assert_int_equal(csv_read(k->cx.mem, bytes, &table, &wrong), OK);
	err e = db_tx(&k->cx, "test", take_in_tx, &table, &s, sizeof s);
	*ret = s.plan;
	return e;
}

#define HEAD                                                                                                           \
	"Programm;Förderjahr;Position;Tag;Betrag;Zahlungsempfänger;Beleg;Mittelherkunft;Gesamtbetrag der Rechnung\n"
#define ROW(payee, voucher, cents, source)                                                                             \
	"Grundförderung;2026;Laiensprachmittlung (Sachausgaben);12.03.2026;" cents ";" payee ";" voucher ";" source    \
	";\n"

static void says(const struct grant_cost_import *p, size_t i, int64_t line_, const char *words)
{
	assert_true(i < p->said.messages.n);
	const struct import_message *m = LIST_AT(&p->said.messages, const struct import_message, i);
	if (m->line != line_ || !str_has(m->words, words))
		print_error("line %d: " STR_FMT "\n", (int)m->line, STR_ARG(m->words));
	assert_int_equal(m->line, line_);
	assert_true(str_has(m->words, words));
}

/* Line by line, and all or nothing; a table that comes back takes only what is new. */
static void a_table_is_taken_as_a_whole(void **state UNUSED)
{
	struct grant_cost_import p = look(HEAD ROW("A", "1", "10,00", "Eigenmittel") ROW("A", "1", "10,00", "EU")
	                                          ROW("B", "2", "zehn", "EU") ROW("C", "3", "1,00", "Lotto"));
	assert_int_equal(p.said.messages.n, 3);
	says(&p, 0, 3, "schon erfasst");
	says(&p, 1, 4, "Betrag");
	says(&p, 2, 5, "Lotto");
	assert_int_equal(take(S(HEAD ROW("A", "1", "10,00", "EU") ROW("A", "1", "10,00", "EU")), &p), E_INVALID);
	assert_int_equal(take(S(HEAD ROW("A", "1", "10,00", "EU") ROW("B", "2", "20,00", "EU")), &p), OK);
	assert_int_equal(p.fresh, 2);
	assert_int_equal(
	        take(S(HEAD ROW("A", "1", "10,00", "EU") ROW("B", "2", "20,00", "EU") ROW("C", "3", "5,00", "EU")), &p),
	        OK);
	assert_true(p.fresh == 1 && p.known == 2);
	p = look(HEAD ROW("A", "1", "11,00", "EU"));
	says(&p, 0, 2, "schon erfasst");
	p = look(HEAD "Grundförderung;2019;Fachkräfte;12.03.2019;1,00;A;1;EU;\n");
	says(&p, 0, 2, "2019");
}

static err close_in_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	struct grant_event draft = { .seq = 1,
		                     .kind = S("closing_draft"),
		                     .day = cx->today,
		                     .cents = MAYBE(0),
		                     .account_id = administrator.id,
		                     .recorded_by = S("Eine"),
		                     .recorded_at = cx->now };
	TRY(grant_event_put_in_tx(cx, in, NULL, &draft));
	struct grant_event yes = { .seq = 2,
		                   .kind = S("approved"),
		                   .about_id = MAYBE(draft.id),
		                   .day = cx->today,
		                   .account_id = second.id,
		                   .recorded_by = S("Andere"),
		                   .recorded_at = cx->now };
	return grant_event_put_in_tx(cx, in, &draft, &yes);
}

/* A closed case takes nothing new, each line is told; what it has already may stand in the table, and so may lines of
 * other cases. */
static void a_closed_case_takes_no_lines(void **state UNUSED)
{
	struct grant_cost_import p;
	second = account_made("second@arnsberg", "Holger Brandhoff", "authority", NULL);
	assert_int_equal(take(S(HEAD ROW("A", "1", "10,00", "EU")), &p), OK);
	assert_int_equal(db_tx(&k->cx, "test", close_in_tx, &base, NULL, 0), OK);
#define KIM_ROW "KIM NRW;2026;KIM 1: Veranstaltungen und Material;12.03.2026;1,00;D;4;EU;\n"
	p = look(HEAD ROW("A", "1", "10,00", "EU") ROW("B", "2", "20,00", "EU") KIM_ROW ROW("C", "3", "5,00", "EU"));
	assert_int_equal(p.said.messages.n, 2);
	says(&p, 0, 3, "Der Vorgang des Jahres 2026 ist abgeschlossen");
	says(&p, 1, 5, "nimmt keine neuen Zeilen an");
	assert_int_equal(take(S(HEAD ROW("B", "2", "20,00", "EU")), &p), E_INVALID);
	p = look(HEAD ROW("A", "1", "10,00", "EU"));
	assert_true(p.said.messages.n == 0 && p.known == 1 && p.fresh == 0);
}

/* Nor does one that was discarded; and what has lines is not discarded. */
static void a_discarded_case_takes_no_lines(void **state UNUSED)
{
	struct grant_event stored;
	struct grant_cost_import p;
	struct grant_add away = { .centre = &coesfeld,
		                  .case_id = base.id,
		                  .event = { .kind = S("discarded"), .day = k->cx.today, .note = S("Versehen") } };
	ADDED(&base, "interpreter_costs", EURO(10), "own", "A", "1");
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &away, &stored, sizeof stored), E_INVALID);
	assert_string_equal(k->cx.fault.key, "grants.may_not.discard_costs");
	fault_clear(&k->cx);
	away.case_id = kim.id;
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &away, &stored, sizeof stored), OK);
	p = look(HEAD ROW("B", "2", "20,00", "EU") KIM_ROW);
	assert_int_equal(p.said.messages.n, 1);
	says(&p, 0, 3, "verworfen");
}

/* What was taken along as a workbook comes back: known lines are passed over, filled ones are new. */
static void a_workbook_comes_back(void **state UNUSED)
{
	const struct formatter f = words_formatter(k->cx.words);
	struct list rows = { 0 };
	struct table_fault wrong;
	struct csv table;
	struct grant_cost_import p;
	str book;
	ADDED(&base, "interpreter_costs", EURO(480), "land", "A & B <GmbH>", "RE 1");
	assert_int_equal(grant_cost_keys(&k->cx, coesfeld.id, on("2026-01-01"), on("2026-12-31"), &rows), OK);
	struct grant_cost *filled = LIST_ADD(k->cx.mem, &rows, struct grant_cost);
	*filled = line("interpreter_costs", 1234, "eu", "Kemper", "9");
	filled->programme = S("base");
	filled->year = 2026;
	const struct doc_table t = { .record = &grant_cost_table_rec, .rows = &rows, .to_fill = 50 };
	assert_int_equal(doc_xlsx(k->cx.mem, &t, &f, &book), OK);
	assert_int_equal(table_read(&k->cx, book, &table, &wrong), OK);
	assert_int_equal(grant_cost_import_look(&k->cx, &coesfeld, &table, &p), OK);
	assert_int_equal(p.said.messages.n, 0);
	assert_true(p.known == 1 && p.fresh == 1 && p.fresh_cents == 1234);
}

/* 10,000 lines at once. The time is printed for whoever measures (bench); the test is that they all arrive. */
static void ten_thousand_lines(void **state UNUSED)
{
	struct text t = TEXT(k->cx.mem);
	struct grant_cost_import p;
	struct list sums = { 0 };
	struct timespec a, b;
	text_c(&t, HEAD);
	for (int i = 0; i < 10000; i++)
		text_print(&t,
		           "Grundförderung;2026;Laiensprachmittlung (Sachausgaben);%02d.%02d.2026;%d,%02d;Empfänger %d "
		           "GmbH;RE-%05d;Land (diese Zuwendung);\n",
		           1 + i % 28, 1 + i % 10, 10 + i % 90, i % 100, i % 700, i);
	clock_gettime(CLOCK_MONOTONIC, &a);
	assert_int_equal(take(text_str(&t), &p), OK);
	clock_gettime(CLOCK_MONOTONIC, &b);
	print_message("10,000 lines: %.0f ms\n",
	              (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6);
	assert_int_equal(p.fresh, 10000);
	assert_int_equal(grant_cost_sums(&k->cx, &base, k->cx.today, &sums), OK);
	assert_int_equal(LIST_AT(&sums, const struct grant_cost_sum, 0)->lines, 10000);
	assert_int_equal(LIST_AT(&sums, const struct grant_cost_sum, 0)->cents, p.fresh_cents);
}

/* --- outlook ------------------------------------------------------------------------------------------------------ */

static void a_straight_line(void **state UNUSED)
{
	day from = on("2026-01-01"), to = on("2026-12-31");
	assert_int_equal(grant_straight_line(EURO(100), from, to, on("2026-12-31")), EURO(100));
	assert_int_equal(grant_straight_line(EURO(100), from, to, on("2027-03-01")), EURO(100));
	assert_int_equal(grant_straight_line(EURO(73), from, to, on("2026-03-14")), EURO(365)); /* 73 of 365 days */
	assert_int_equal(grant_straight_line(EURO(73), from, to, on("2025-12-31")), 0);
	assert_int_equal(grant_straight_line(1, from, to, on("2026-01-02")), 183); /* 182.5 rounds up */
}

/* T29 in a case: what is above the grant is own money, and nothing is left. */
static void what_is_known_of_the_year(void **state UNUSED)
{
	struct grant_state s = { 0 };
	struct list lines = { 0 };
	*LIST_ADD(k->cx.mem, &s.granted.lines, struct grant_line) =
	        (struct grant_line){ .item = S("interpreter_costs"),
		                     .label = S("Laiensprachmittlung"),
		                     .group = S("basic"),
		                     .cents = EURO(30000) };
	*LIST_ADD(k->cx.mem, &s.granted.lines, struct grant_line) = (struct grant_line){
		.item = S("other_costs"), .label = S("Sachausgaben"), .group = S("basic"), .cents = EURO(1000)
	};
	ADDED(&base, "interpreter_costs", 4318050, "land", "Sprachmittlung", "Jahressumme");
	ADDED(&base, "interpreter_costs", EURO(500), "own", "Raummiete", "7");
	k->cx.today = on("2026-12-31");
	assert_int_equal(grant_outlook_of(&k->cx, &coesfeld, &base, &s, &lines), OK);
	const struct grant_outlook *o = LIST_AT(&lines, const struct grant_outlook, 0);
	assert_int_equal(o->spent_cents, EURO(30000));
	assert_int_equal(o->own_cents, 1318050);
	assert_int_equal(o->left_cents, 0);
	assert_int_equal(o->unused_cents, 0);
	o = LIST_AT(&lines, const struct grant_outlook, 1);
	assert_int_equal(o->unused_cents, EURO(1000));
	/* from cost to use: of the group, what no call has noted yet, at most what is unused */
	const struct grant_call calls[] = { { .event_id = 1, .group = S("basic"), .used_cents = EURO(12000) },
		                            { .event_id = 2, .group = S("basic"), .unused_cents = EURO(20000) },
		                            { .event_id = 3, .group = S("prevention"), .unused_cents = EURO(5) } };
	for (size_t i = 0; i < 3; i++)
		*LIST_ADD(k->cx.mem, &s.calls, struct grant_call) = calls[i];
	assert_int_equal(grant_use_suggested(&s, &calls[1], &lines), EURO(18000));
	assert_int_equal(grant_use_suggested(&s, &calls[2], &lines), 0);
}

/* Own money, money of the Land and of others: proof and outlook mean the same money of the Land. */
static void the_money_of_the_land_is_the_same_in_proof_and_outlook(void **state UNUSED)
{
	struct grant_state s = { 0 };
	struct list lines = { 0 }, sums = { 0 }, none = { 0 };
	*LIST_ADD(k->cx.mem, &s.granted.lines, struct grant_line) = (struct grant_line){
		.item = S("interpreter_costs"), .label = S("Laiensprachmittlung"), .cents = EURO(30000)
	};
	ADDED(&base, "interpreter_costs", EURO(1000), "land", "Druckerei", "L-1");
	ADDED(&base, "interpreter_costs", EURO(500), "own", "Raummiete", "O-1");
	ADDED(&base, "interpreter_costs", EURO(200), "third", "Stiftung", "T-1");
	struct grant_cost gift = line("interpreter_costs", EURO(300), "third", "Stiftung", "T-2");
	gift.side = S("income");
	assert_int_equal(add(&base, gift, NULL), OK);
	k->cx.today = on("2026-12-31");
	assert_int_equal(grant_outlook_of(&k->cx, &coesfeld, &base, &s, &lines), OK);
	assert_int_equal(proof_sums(&k->cx, &base, &sums), OK);
	const struct proof_draft draft = { 0 };
	const struct staff_money staff = { 0 };
	const struct proof_basis b = { &base, &s, &none, &none, &staff, &sums, &none, &draft, k->cx.today };
	struct grant_proof p = { 0 };
	proof_figures(&k->cx, &b, &p);
	/* the 100 that the third party gave beyond its line take the place of own money */
	assert_int_equal(LIST_AT(&lines, struct grant_outlook, 0)->spent_cents, EURO(1000));
	assert_int_equal(LIST_AT(&p.expenses, struct proof_line, 0)->cents, EURO(1700));
	assert_int_equal(LIST_AT(&p.expenses, struct proof_line, 0)->eligible_cents, EURO(1000));
	/* 450 more, of which 50 are more than the own money: so much less of the Land's */
	gift = line("interpreter_costs", EURO(450), "donation", "Bürgerstiftung", "T-3");
	gift.side = S("income");
	assert_int_equal(add(&base, gift, NULL), OK);
	lines = sums = (struct list){ 0 };
	p = (struct grant_proof){ 0 };
	assert_int_equal(grant_outlook_of(&k->cx, &coesfeld, &base, &s, &lines), OK);
	assert_int_equal(proof_sums(&k->cx, &base, &sums), OK);
	proof_figures(&k->cx, &b, &p);
	assert_int_equal(LIST_AT(&lines, struct grant_outlook, 0)->spent_cents, EURO(950));
	assert_int_equal(LIST_AT(&p.expenses, struct proof_line, 0)->eligible_cents, EURO(950));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_voucher_stands_on_two_public_sources),
		TEST(parts_of_an_invoice),
		TEST(a_wrong_line_is_cancelled),
		TEST(what_a_line_must_be),
		TEST(a_table_is_taken_as_a_whole),
		TEST(a_closed_case_takes_no_lines),
		TEST(a_discarded_case_takes_no_lines),
		TEST(a_workbook_comes_back),
		TEST(ten_thousand_lines),
		TEST(a_straight_line),
		TEST(what_is_known_of_the_year),
		TEST(the_money_of_the_land_is_the_same_in_proof_and_outlook),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
