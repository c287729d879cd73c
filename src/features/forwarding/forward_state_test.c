/* What a bid is at comes from its events alone, and what does not fit changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail

#include "features/forwarding/forward_state.h"

static struct arena *mem;
static struct list events;

static int set_up(void **state)
{
	(void)state;
	mem = arena_new();
	events = (struct list){ 0 };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static struct forward_state after(const char *kind, int64_t cents)
{
	struct forward_state s = forward_fold(&events);
	assert_true(forward_may(&s, kind, true));
	*LIST_ADD(mem, &events, struct forward_event) = (struct forward_event){
		.seq = (int64_t)events.n + 1, .kind = str_of(kind), .day = DAY(2026, 11, 21), .cents = MAYBE(cents)
	};
	return forward_fold(&events);
}

static void the_way_of_a_bid(void **state)
{
	(void)state;
	static const char *const way[][2] = {
		{ "started", "draft" },     { "submitted", "submitted" }, { "late", "submitted" },
		{ "ranked", "submitted" },  { "proposed", "proposed" },   { "sent_back", "submitted" },
		{ "proposed", "proposed" }, { "granted", "granted" },     { "accepted", "accepted" },
		{ "called", "called" },     { "handed_over", "paid" },    { "reminded", "paid" },
		{ "proof_sent", "proof" },  { "proof_back", "paid" },     { "proof_sent", "proof" },
		{ "checked", "repay" },     { "repaid", "repay" },        { "repaid", "repay" },
		{ "closed", "closed" },
	};
	struct forward_state s = { 0 };
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		s = after(way[i][0], 100);
		assert_string_equal(s.stage.p, way[i][1]);
	}
	assert_true(s.late && s.granted.v == 100 && s.repay.v == 100 && s.repaid == 200);
	for (size_t i = 0; forward_event_choices.codes[i]; i++)
		assert_false(forward_may(&s, forward_event_choices.codes[i], true)); /* nothing follows */
}

static void what_does_not_fit_may_not_be(void **state)
{
	(void)state;
	after("started", 0);
	struct forward_state s = after("submitted", 0);
	assert_false(forward_may(&s, "submitted", false)); /* twice */
	assert_false(forward_may(&s, "granted", false));   /* without a proposal */
	assert_false(forward_may(&s, "handed_over", false));
	assert_false(forward_may(&s, "started", false));
	after("proposed", 0);
	after("granted", 5);
	s = after("accepted", 0);
	assert_true(forward_may(&s, "handed_over", false));
	assert_false(forward_may(&s, "handed_over", true)); /* to be called first */
	assert_false(forward_may(&s, "called", false));
	assert_true(forward_may(&s, "withdrawn", true));
	s = after("withdrawn", 0);
	assert_false(forward_may(&s, "proposed", true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_way_of_a_bid, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_does_not_fit_may_not_be, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
