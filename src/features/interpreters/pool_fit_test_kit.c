#include "features/interpreters/pool_fit_test.h"

struct arena *mem;
struct fit_rules rules;
struct fit_request rq;
struct fit_person p; /* suits rq until a test changes something */

const struct place coesfeld = { 51945000, 7168000 }, duelmen = { 51832000, 7280000 };

instant at(const char *text)
{
	instant t;
	assert_true(instant_parse(str_of(text), &t));
	return t;
}

day on(const char *text)
{
	day d = DAY_NONE;
	assert_true(text == NULL || day_parse(str_of(text), &d));
	return d;
}

struct fit_slot slot(const char *start, const char *end, enum fit_mode mode, struct place place)
{
	return (struct fit_slot){ .start = at(start), .end = at(end), .mode = mode, .place = place };
}

void speaks(const char *language, const char *dialect, bool all, enum fit_level level, unsigned modes)
{
	*LIST_ADD(mem, &p.languages, struct fit_language) = (struct fit_language){ .language = str_of(language),
		                                                                   .dialect = str_of(dialect),
		                                                                   .all_dialects = all,
		                                                                   .level = level,
		                                                                   .modes = modes };
}

void booked(int64_t id, struct fit_slot s)
{
	*LIST_ADD(mem, &p.bookings, struct fit_booking) = (struct fit_booking){ .id = id, .slot = s };
}

void there(int weekday, int from, int to)
{
	*LIST_ADD(mem, &p.hours, struct fit_hours) = (struct fit_hours){ weekday, from * 60, to * 60 };
}

void except(const char *from, const char *to, bool is_there)
{
	*LIST_ADD(mem, &p.exceptions, struct fit_days) = (struct fit_days){ on(from), on(to), is_there };
}

/* Wednesday, 16.12.2026, 10 to 11 in Coesfeld, Kurmanji. */
int fresh(void **state UNUSED)
{
	arena_reset(mem);
	rules = fit_rules_default;
	rq = (struct fit_request){ .id = 1,
		                   .service = FIT_INTERPRETING,
		                   .language = S("kur"),
		                   .dialect = S("kmr"),
		                   .slot = slot("2026-12-16T10:00", "2026-12-16T11:00", FIT_ON_SITE, coesfeld),
		                   .occasion = S("parents"),
		                   .price = { 2500, 2500 } };
	p = (struct fit_person){ .id = 7,
		                 .papers.listed_from = on("2024-01-01"),
		                 .services = FIT_INTERPRETING,
		                 .gender = FIT_FEMALE,
		                 .papers.trained_on = on("2023-11-11"),
		                 .papers.pledged_on = on("2023-11-11"),
		                 .papers.certified_on = on("2023-12-01"),
		                 .papers.certified_until = on("2027-12-01"),
		                 .home = coesfeld };
	speaks("kur", "kmr", false, FIT_FLUENT, FIT_ON_SITE | FIT_PHONE);
	return 0;
}

void suits(void)
{
	assert_int_equal(fit_check(&rules, &rq, &p).refused, 0);
	assert_int_equal(fit_reasons(mem, &rules, &rq, &p).n, 0);
}

/* Refused for this one reason, which is returned. */
struct fit_reason refused(enum fit_refusal why)
{
	assert_int_equal(fit_check(&rules, &rq, &p).refused, UINT32_C(1) << why);
	struct list found = fit_reasons(mem, &rules, &rq, &p);
	assert_int_equal(found.n, 1);
	assert_int_equal(LIST_AT(&found, struct fit_reason, 0)->why, why);
	return *LIST_AT(&found, struct fit_reason, 0);
}

int set_up(void **state UNUSED)
{
	mem = arena_new();
	return words_load() == OK ? 0 : 1;
}

int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}
