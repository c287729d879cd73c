#include "features/interpreters/tariff_test.h"

#include <string.h>

#include "base/arena.h"

struct cx cx;

int tariff_set_up(void **state UNUSED)
{
	cx = (struct cx){ .mem = arena_new(), .words = words_of(S("de")) };
	return 0;
}

int tariff_tear_down(void **state UNUSED)
{
	arena_free(cx.mem);
	return 0;
}

instant at(const char *text)
{
	instant t;
	assert_true(instant_parse(str_of(text), &t));
	return t;
}

const struct tariff *template(const char *name)
{
	const struct tariff *t = tariff_template(str_of(name));
	assert_non_null(t);
	return t;
}

struct tariff_job lasting(int64_t minutes)
{
	instant start = at("2026-06-01T10:00");
	return (struct tariff_job){ .starts_at = start, .ends_at = { start.ms + minutes * 60000 } };
}

struct tariff_amount amount_of(const struct tariff *card, struct tariff_job job)
{
	struct tariff_amount a;
	assert_int_equal(tariff_amount(&cx, card, &job, &a), OK);
	assert_int_equal(a.total_cents, a.time_cents + a.pages_cents + a.travel_time_cents + a.travel_cost_cents +
	                                        a.cancellation_cents);
	return a;
}

int64_t cents(const char *name, int64_t minutes)
{
	return amount_of(template(name), lasting(minutes)).total_cents;
}

const char *trace(const struct tariff *card, const struct tariff_amount *a, const char *language)
{
	struct text t = TEXT(cx.mem);
	struct list lines = tariff_trace(words_of(str_of(language)), cx.mem, card, a);
	LIST_EACH (const struct tariff_line, l, &lines)
		text_print(&t, STR_FMT "\n", STR_ARG(l->text));
	return text_str(&t).p;
}

void says(const char *text, const char *part)
{
	if (!strstr(text, part))
		print_error("»%s« is not in:\n%s", part, text);
	assert_non_null(strstr(text, part));
}
