/* The terms of the procedure that hold for a case: from the rules of its year. */
#include <string.h>

#include "features/grants/grant_state.h"
#include "features/rulebook/rulebook.h"

/* Of the case's year, as the rules stood on its first day or later in it, for those that began within the year. */
static str term_value(const struct list *rules, const struct grant_case *c, const char *item)
{
	const struct rule *r = term_of(rules, str_of(item), c->kind, c->centre_id, day_of((int)c->year, 1, 1));
	if (!r)
		r = term_of(rules, str_of(item), c->kind, c->centre_id, day_of((int)c->year, 12, 31));
	return r ? r->value : STR_NONE;
}

static int64_t term_number(const struct list *rules, const struct grant_case *c, const char *item, int64_t otherwise)
{
	int64_t n;
	return str_to_int(term_value(rules, c, item), &n) ? n : otherwise;
}

/* "31.10." of a year, or a whole date. */
static day term_day(str value, int64_t year)
{
	int64_t dom, month;
	day whole;
	if (day_parse(value, &whole))
		return whole;
	str rest = value;
	str first = str_split(&rest, '.');
	if (!str_to_int(first, &dom) || !str_to_int(str_split(&rest, '.'), &month))
		return DAY_NONE;
	return day_of((int)year, (int)month, (int)dom);
}

static day application_end(const struct list *rules, const struct grant_case *c)
{
	const char *item = str_is(c->programme, "komman") ? "komman_application_deadline"
	                   : str_is(c->programme, "kim")  ? "kim_application_deadline"
	                                                  : "application_deadline";
	return term_day(term_value(rules, c, item), c->year - 1);
}

/* "01.01.–30.11." */
static void call_window(str value, int64_t year, struct grant_terms *ret)
{
	const char *dash = value.p ? strstr(value.p, "–") : NULL;
	if (!dash)
		return;
	size_t at = (size_t)(dash - value.p);
	ret->call_from = term_day(str_part(value, 0, at), year);
	ret->call_to = term_day(str_part(value, at + strlen("–"), value.n), year);
}

struct grant_terms grant_terms_of(const struct list *rules, const struct grant_case *c)
{
	struct grant_terms t = {
		.use_months = term_number(rules, c, "use_within", 2),
		.warning_days = term_number(rules, c, "use_warning", 50),
		.remedy_months = term_number(rules, c, "remedy_period", 1),
		.two_groups = str_is(term_value(rules, c, "call_groups"), "apart"),
		.application_end = application_end(rules, c),
		.proof_due = term_day(term_value(rules, c, "proof_due"), c->year + 1),
	};
	call_window(term_value(rules, c, "call_window"), c->year, &t);
	return t;
}
