/* Lead time by real rules of KI and real holidays of NRW (P-INT-1; story 2). */
#include "kit/kit.h"

#include <string.h>

#include "features/interpreters/lead_time.h"

static struct arena *mem;
static const struct words *german;

static day on(const char *text)
{
	day d;
	assert_true(day_parse(str_of(text), &d));
	return d;
}

static struct lead_answer ask(int64_t days, bool working, bool hard, const char *asked, const char *wanted,
                              const char *reason)
{
	const struct lead_rule rule = { days, working, hard };
	return lead_time(mem, &rule, on(asked), on(wanted), str_of(reason));
}

/* What KI say today (practice.md 1.2); days counted by hand on a calendar. */
static void earliest_days(void **state UNUSED)
{
	static const struct {
		int64_t days;
		bool working;
		const char *asked, *earliest;
	} want[] = {
		{ 5, true, "22.05.2026", "01.06.2026" },  /* Friday before Whit Monday, 25.05. */
		{ 5, true, "21.05.2026", "29.05.2026" },  /* the day before it */
		{ 5, true, "23.05.2026", "01.06.2026" },  /* Saturday counts from Tuesday, like Friday */
		{ 5, true, "02.04.2026", "13.04.2026" },  /* Maundy Thursday: Good Friday and Easter Monday */
		{ 5, true, "28.05.2026", "05.06.2026" },  /* Corpus Christi, Thursday 04.06., is no working day */
		{ 5, true, "23.12.2025", "02.01.2026" },  /* 24.12. counts, 25.12., 26.12. and 01.01. do not */
		{ 3, true, "30.09.2026", "05.10.2026" },  /* 03.10.2026 is a Saturday: nothing is lost */
		{ 7, true, "29.10.2026", "09.11.2026" },  /* EN; All Saints is a Sunday in 2026 */
		{ 5, true, "27.10.2017", "07.11.2017" },  /* Reformation Day, a holiday in 2017 only, and All Saints */
		{ 7, false, "22.05.2026", "29.05.2026" }, /* Krefeld */
		{ 10, false, "23.12.2025", "02.01.2026" }, { 0, true, "22.05.2026", "22.05.2026" },
		{ 0, false, "23.05.2026", "23.05.2026" },  { 60, true, "02.01.2026", "27.03.2026" },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct lead_answer l = ask(want[i].days, want[i].working, true, want[i].asked, want[i].asked, NULL);
		assert_string_equal(day_german(mem, l.earliest).p, want[i].earliest);
	}
}

static void verdicts(void **state UNUSED)
{
	static const struct {
		bool hard;
		const char *wanted, *reason;
		enum lead_verdict verdict;
	} want[] = {
		{ true, "01.06.2026", NULL, LEAD_FINE },
		{ false, "01.06.2026", NULL, LEAD_FINE },
		{ true, "29.05.2026", NULL, LEAD_TOO_LATE },
		{ true, "29.05.2026", "Kind in Gefahr", LEAD_TOO_LATE }, /* hard: no reason helps */
		{ false, "29.05.2026", NULL, LEAD_NEEDS_REASON },
		{ false, "29.05.2026", "  \t", LEAD_NEEDS_REASON },
		{ false, "29.05.2026", "Kind in Gefahr", LEAD_URGENT },
		{ false, "22.05.2026", "heute noch", LEAD_URGENT },
		{ false, "21.05.2026", "gestern", LEAD_PAST },
		{ true, "21.05.2026", NULL, LEAD_PAST },
		{ true, "30.05.2026", NULL, LEAD_TOO_LATE }, /* a Saturday between the 4th and the 5th working day */
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct lead_answer l = ask(5, true, want[i].hard, "22.05.2026", want[i].wanted, want[i].reason);
		assert_int_equal(l.verdict, want[i].verdict);
		assert_int_equal(lead_allows(&l), l.verdict == LEAD_FINE || l.verdict == LEAD_URGENT);
	}
}

static void the_trace_names_what_was_not_counted(void **state UNUSED)
{
	const struct lead_rule rule = { 5, true, false };
	struct lead_answer l = ask(5, true, false, "22.05.2026", "29.05.2026", NULL);
	assert_string_equal(lead_trace(german, mem, &rule, &l).p,
	                    "5 Arbeitstage nach Freitag, 22.05.2026: Montag, 01.06.2026. Nicht mitgezählt: der Tag der "
	                    "Anfrage, Wochenenden, Pfingstmontag (25.05.2026).");
	assert_string_equal(lead_say(german, mem, &rule, &l).p,
	                    "Freitag, 29.05.2026 ist sehr bald: Der Vorlauf ist 5 Arbeitstage, also frühestens Montag, "
	                    "01.06.2026. Begründen Sie die Eile, oder wählen Sie einen späteren Tag.");
	const struct lead_rule krefeld = { 7, false, true };
	l = ask(7, false, true, "22.05.2026", "29.05.2026", NULL);
	assert_string_equal(lead_trace(german, mem, &krefeld, &l).p,
	                    "7 Tage nach Freitag, 22.05.2026: Freitag, 29.05.2026. Nicht mitgezählt: der Tag der "
	                    "Anfrage.");
	const struct lead_rule none = { 0, true, true };
	l = ask(0, true, true, "22.05.2026", "22.05.2026", NULL);
	assert_string_equal(lead_trace(german, mem, &none, &l).p, "Es gibt keinen Vorlauf.");
}

/* For every day of 30 years: `days` working days lie in (asked, earliest], the last one is one. */
static void counted_another_way(void **state UNUSED)
{
	for (day d = on("01.01.2010"); day_cmp(d, on("31.12.2039")) < 0; d = day_add(d, 1)) {
		struct arena_mark mark = arena_mark(mem);
		int64_t days = 1 + d.n % 10;
		const struct lead_rule rule = { days, true, true };
		struct lead_answer l = lead_time(mem, &rule, d, d, STR_NONE);
		assert_int_equal(day_count_working(day_add(d, 1), day_add(l.earliest, 1)), days);
		assert_true(day_is_working(l.earliest));
		arena_release(mem, mark);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(earliest_days),
		cmocka_unit_test(verdicts),
		cmocka_unit_test(the_trace_names_what_was_not_counted),
		cmocka_unit_test(counted_another_way),
	};
	mem = arena_new();
	if (words_load() != OK)
		return 1;
	german = words_of(S("de"));
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(mem);
	return failed;
}
