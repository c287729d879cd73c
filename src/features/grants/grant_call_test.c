/* grant_call_test.c -- calls for funds: what is left, two groups, the term of use, shares to the cent: on both
 * databases. S-FUN-2, P-FUN-2, P-FUN-5; T29, T33 (its days), T35. */
#include <string.h>

#include "kit/short.h"

#include "core/user.h"
#include "features/grants/grant_call.h"
#include "features/grants/grant_call_trace.h"
#include "features/grants/grant_outlook.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define EURO(x) ((int64_t)(x)*100)
enum { SPECIALIST, ASSISTANT, INTERPRETERS, PREVENTION };

static struct tenant coesfeld;
static struct user head, first, second;
static struct grant_case the_case;

static int set_up(void **state UNUSED)
{
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	head = account_made("head@coesfeld", "Annegret Terhorst", "head", "coesfeld");
	first = account_made("authority@arnsberg", "Christiane Vogt", "authority", NULL);
	second = account_made("second@arnsberg", "Holger Brandhoff", "authority", NULL);
	return 0;
}

static int tear_down(void **state UNUSED)
{
	kit_close(k);
	return 0;
}

static struct grant_state state_now(void)
{
	struct grant_state s;
	fault_clear(&k->cx);
	k->cx.problems = NULL;
	assert_int_equal(grant_state_on(&k->cx, &the_case, &s, NULL), OK);
	return s;
}

static int64_t add(const struct user *who, struct grant_event e)
{
	struct grant_event stored = { 0 };
	k->cx.user = who;
	struct grant_add in = { .centre = &coesfeld, .case_id = the_case.id, .seen = state_now().seen, .event = e };
	if (!day_is(in.event.day))
		in.event.day = k->cx.today;
	assert_int_equal(db_tx(&k->cx, "test", grant_add_in_tx, &in, &stored, sizeof stored), OK);
	return stored.id;
}

static void line(struct grant_paper *p, const char *item, int64_t cents)
{
	*LIST_ADD(k->cx.mem, &p->lines, struct grant_line) =
	        (struct grant_line){ .item = str_of(item),
		                     .label = str_of(item),
		                     .group = grant_group_of(S("base"), str_of(item)),
		                     .cents = cents };
	p->total_cents += cents;
}

/* Posts 300,000, interpreters 30,000 and Ziffer 2.3 58,000 EUR; final. */
static void granted(int64_t year)
{
	struct grant_paper p = { .format = GRANT_FORMAT, .type = S("grant") };
	const struct grant_case_in in = { &coesfeld, S("base"), year };
	k->cx.user = &head;
	assert_int_equal(db_tx(&k->cx, "test", grant_case_open_in_tx, &in, &the_case, sizeof the_case), OK);
	line(&p, "specialist", EURO(300000));
	line(&p, "interpreter_costs", EURO(30000));
	line(&p, "volunteering_prevention", EURO(58000));
	str paper = grant_paper_json(k->cx.mem, &grant_paper_rec, &p);
	add(&head, (struct grant_event){ .kind = S("applied"), .cents = MAYBE(p.total_cents), .content = paper });
	add(&first, (struct grant_event){ .kind = S("checked_content") });
	add(&first, (struct grant_event){ .kind = S("checked_figures") });
	int64_t draft = add(
	        &first,
	        (struct grant_event){ .kind = S("decision_draft"), .cents = MAYBE(p.total_cents), .content = paper });
	add(&second, (struct grant_event){ .kind = S("approved"), .about_id = MAYBE(draft) });
	add(&head, (struct grant_event){ .kind = S("waived") });
}

static struct grant_call_in asking(int64_t specialist, int64_t interpreters, int64_t prevention)
{
	struct grant_call_in in = { .from = k->cx.today,
		                    .until = day_add(k->cx.today, 50),
		                    .account = S("Kreiskasse Coesfeld, DE12"),
		                    .declared = true };
	in.version = state_now().seen;
	in.cents[SPECIALIST] = specialist ? MAYBE(specialist) : (struct maybe){ 0 };
	in.cents[INTERPRETERS] = interpreters ? MAYBE(interpreters) : (struct maybe){ 0 };
	in.cents[PREVENTION] = prevention ? MAYBE(prevention) : (struct maybe){ 0 };
	return in;
}

static err called(const struct grant_call_in *in)
{
	struct grant_event stored;
	struct grant_state s = state_now();
	const struct grant_call_add add = { .centre = &coesfeld, .c = &the_case, .state = &s, .call = in };
	k->cx.user = &head;
	TRY(grant_call_check(&k->cx, &s, in));
	return db_tx(&k->cx, "test", grant_call_add_in_tx, &add, &stored, sizeof stored);
}

static const struct grant_call *call_at(const struct grant_state *s, size_t i)
{
	return LIST_AT(&s->calls, const struct grant_call, i);
}

/* T35: from 2025 a call of Ziffern 2.1 and 2.3 is refused with its reason, and split on request: both or none. */
static void two_groups_are_called_apart(void **state UNUSED)
{
	k->cx.today = on("2025-03-03");
	granted(2025);
	struct grant_call_in in = asking(EURO(50000), 0, EURO(8000));
	assert_int_equal(called(&in), E_INVALID);
	assert_string_equal(problem_at("split"), "grants.call.mixed");
	assert_int_equal(state_now().calls.n, 0);
	in.split = true;
	assert_int_equal(called(&in), OK);
	struct grant_state s = state_now();
	assert_int_equal(s.calls.n, 2);
	assert_true(str_is(call_at(&s, 0)->group, "basic") && call_at(&s, 0)->cents == EURO(50000));
	assert_true(str_is(call_at(&s, 1)->group, "prevention") && call_at(&s, 1)->cents == EURO(8000));
	assert_int_equal(called(&in), E_STALE); /* the same form once more */
	assert_int_equal(state_now().calls.n, 2);
	in = asking(0, 0, EURO(1000));
	assert_int_equal(called(&in), OK); /* one group alone needs no splitting */
}

static void before_2025_all_is_one_call(void **state UNUSED)
{
	k->cx.today = on("2024-03-04");
	granted(2024);
	struct grant_call_in in = asking(EURO(50000), 0, EURO(8000));
	assert_int_equal(called(&in), OK);
	struct grant_state s = state_now();
	assert_int_equal(s.calls.n, 1);
	assert_int_equal(call_at(&s, 0)->cents, EURO(58000));
}

/* S-FUN-2: at most what is granted and not called. */
static void no_more_than_is_left(void **state UNUSED)
{
	k->cx.today = on("2025-03-03");
	granted(2025);
	struct grant_call_in in = asking(EURO(200000), EURO(30000), 0);
	assert_int_equal(called(&in), OK);
	in = asking(EURO(100000) + 1, 0, 0);
	assert_int_equal(called(&in), E_INVALID);
	assert_string_equal(problem_at("cents_specialist"), "grants.call.too_much");
	in = asking(0, 1, 0);
	assert_int_equal(called(&in), E_INVALID);
	assert_string_equal(problem_at("cents_interpreter_costs"), "grants.call.too_much");
	in = asking(0, 0, 0);
	assert_int_equal(called(&in), E_INVALID);
	assert_string_equal(fault(), "grants.call.nothing");
	in = asking(EURO(100000), 0, 0);
	in.until = day_add(in.from, -1);
	assert_int_equal(called(&in), E_INVALID);
	assert_string_equal(problem_at("until"), "grants.call.until_before_from");
	in = asking(EURO(100000), 0, 0);
	assert_int_equal(called(&in), OK);
	struct grant_state s = state_now();
	assert_int_equal(grant_call_left(&s, S("specialist")), 0);
	assert_int_equal(grant_call_left(&s, S("assistant")), 0);
}

/* The window is assumed: outside of it the page says so and nothing is refused. */
static void outside_of_the_window(void **state UNUSED)
{
	k->cx.today = on("2025-03-03");
	granted(2025);
	struct grant_state s = state_now();
	assert_false(grant_call_outside(&k->cx, &s.terms, on("2025-11-30")).p);
	assert_true(str_has(grant_call_outside(&k->cx, &s.terms, on("2025-12-01")), "30.11.2025"));
	s.terms.call_from = DAY_NONE;
	assert_false(grant_call_outside(&k->cx, &s.terms, on("2025-12-01")).p);
	k->cx.today = on("2025-12-01");
	struct grant_call_in in = asking(EURO(1000), 0, 0);
	assert_int_equal(called(&in), OK);
}

/* P-FUN-6: each term names its rule and how sure it is; what no rule says is reckoned with as an assumption, and said.
 */
static void each_term_names_its_rule(void **state UNUSED)
{
	const struct list none = { 0 };
	struct list said = { 0 }, unsaid = { 0 };
	k->cx.today = on("2025-03-03");
	granted(2025);
	struct grant_state s = state_now();
	grant_terms_say(&k->cx, &s.terms, &said);
	assert_int_equal(said.n, GRANT_TERMS);
	const struct grant_term_row *use = LIST_AT(&said, struct grant_term_row, TERM_USE);
	assert_string_equal(use->path.p, "/rules/use-within-2012");
	assert_string_equal(use->mark.p, "read");
	assert_string_equal(LIST_AT(&said, struct grant_term_row, TERM_WARNING)->mark.p, "assumed");
	const struct grant_terms t = grant_terms_of(&none, &the_case);
	assert_true(t.use_months == 2 && t.warning_days == 50 && t.remedy_months == 1 && !day_is(t.call_from));
	grant_terms_say(&k->cx, &t, &unsaid);
	use = LIST_AT(&unsaid, struct grant_term_row, TERM_USE);
	assert_string_equal(use->mark.p, "assumed");
	assert_string_equal(use->amount.p, "2 Monate");
	assert_true(str_has(use->source, "Annahme") && !use->path.p);
	assert_string_equal(LIST_AT(&unsaid, struct grant_term_row, TERM_PROOF)->amount.p, "nicht geregelt");
}

/* T33: the last day of use is two months after the payout; warned from day 50 on; late from the day after it. */
static void the_term_of_use(void **state UNUSED)
{
	k->cx.today = on("2025-03-03");
	granted(2025);
	struct grant_call_in in = asking(EURO(10000), 0, 0);
	assert_int_equal(called(&in), OK);
	struct grant_state s = state_now();
	int64_t call = call_at(&s, 0)->event_id;
	assert_true(str_is(grant_call_state(call_at(&s, 0)), "called"));
	int64_t draft =
	        add(&first, (struct grant_event){
	                            .kind = S("payout_draft"), .about_id = MAYBE(call), .cents = MAYBE(EURO(10000)) });
	s = state_now();
	assert_true(str_is(grant_call_state(call_at(&s, 0)), "drafted"));
	add(&second, (struct grant_event){ .kind = S("approved"), .about_id = MAYBE(draft) });
	s = state_now();
	assert_true(str_is(grant_call_state(call_at(&s, 0)), "approved"));
	add(&first, (struct grant_event){ .kind = S("paid"), .about_id = MAYBE(call), .cents = MAYBE(EURO(10000)) });
	static const struct {
		const char *day, *state;
		int64_t left;
	} days[] = { { "2025-03-03", "paid", 61 },
		     { "2025-04-21", "paid", 12 },
		     { "2025-04-22", "warned", 11 },
		     { "2025-05-03", "warned", 0 },
		     { "2025-05-04", "late", -1 } };
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		k->cx.today = on(days[i].day);
		s = state_now();
		assert_string_equal(str_c(k->cx.mem, grant_call_state(call_at(&s, 0))), days[i].state);
		assert_int_equal(grant_call_days_left(call_at(&s, 0), k->cx.today).v, days[i].left);
	}
	add(&head, (struct grant_event){ .kind = S("used"), .about_id = MAYBE(call), .cents = MAYBE(EURO(10000)) });
	s = state_now();
	assert_true(str_is(grant_call_state(call_at(&s, 0)), "used"));
	assert_false(grant_call_days_left(call_at(&s, 0), k->cx.today).has);
}

/* T29: interpreter cost of 2025 above the ceiling is the KI's own. */
static void what_is_above_the_ceiling_is_own_money(void **state UNUSED)
{
	struct grant_capped c = grant_cap(4318050, EURO(30000));
	assert_int_equal(c.granted, EURO(30000));
	assert_int_equal(c.own, 1318050);
	c = grant_cap(100, 100);
	assert_true(c.granted == 100 && c.own == 0);
	c = grant_cap(99, 100);
	assert_true(c.granted == 99 && c.own == 0);
}

static struct grant_call_trace trace_of_call(size_t i)
{
	struct grant_state s;
	struct list events = { 0 };
	struct grant_call_paper p = { 0 };
	struct grant_call_trace t = { 0 };
	assert_int_equal(grant_state_on(&k->cx, &the_case, &s, &events), OK);
	LIST_EACH (const struct grant_event, e, &events)
		if (e->id == call_at(&s, i)->event_id) {
			assert_int_equal(grant_paper_read(&k->cx, e->content, &grant_call_paper_rec, &p), OK);
			assert_int_equal(grant_call_trace_of(&k->cx, &the_case, &events, e, &p, &t), OK);
		}
	return t;
}

static void step_is(const struct grant_call_trace *t, size_t i, const char *label, int64_t before, int64_t cents,
                    int64_t left)
{
	const struct grant_call_step *s = LIST_AT(&t->steps, struct grant_call_step, i);
	assert_true(str_has(s->label, label));
	assert_int_equal(s->before_cents, before);
	assert_int_equal(s->cents, cents);
	assert_int_equal(s->left_cents, left);
	assert_int_equal(s->granted_cents, before + cents + left);
}

/* P-FUN-6: a call opens to what was granted, called before, taken and left, by position and group; what comes after it
 * changes nothing of it. */
static void a_call_shows_how_it_came_about(void **state UNUSED)
{
	granted(2026);
	struct grant_call_in in = asking(EURO(50000), EURO(10000), 0);
	assert_int_equal(called(&in), OK);
	in = asking(EURO(50000), 0, 0);
	assert_int_equal(called(&in), OK);
	in = asking(EURO(1), 0, 0);
	assert_int_equal(called(&in), OK);
	struct grant_call_trace t = trace_of_call(1);
	assert_int_equal(t.steps.n, 5);
	step_is(&t, 0, "specialist", EURO(50000), EURO(50000), EURO(200000));
	step_is(&t, 1, "interpreter_costs", EURO(10000), 0, EURO(20000));
	step_is(&t, 2, "Ziffern 2.1 und 2.2", EURO(60000), EURO(50000), EURO(220000));
	step_is(&t, 3, "volunteering_prevention", 0, 0, EURO(58000));
	step_is(&t, 4, "Ziffer 2.3", 0, 0, EURO(58000));
	assert_int_equal(LIST_AT(&t.steps, struct grant_call_step, 0)->percent.v, 16667);
	assert_true(day_cmp(t.decided_on, k->cx.today) == 0);
	assert_true(str_has(t.window, "Regel call-window"));
	assert_true(str_has(t.groups, "Regel call-groups-2025"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_groups_are_called_apart),
		TEST(before_2025_all_is_one_call),
		TEST(no_more_than_is_left),
		TEST(outside_of_the_window),
		TEST(each_term_names_its_rule),
		TEST(a_call_shows_how_it_came_about),
		TEST(the_term_of_use),
		TEST(what_is_above_the_ceiling_is_own_money),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
