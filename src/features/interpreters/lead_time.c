#include "features/interpreters/lead_time.h"

static enum lead_verdict verdict_of(const struct lead_rule *rule, const struct lead_answer *l, str urgent_reason)
{
	if (day_cmp(l->wanted, l->asked_on) < 0)
		return LEAD_PAST;
	if (day_cmp(l->wanted, l->earliest) >= 0)
		return LEAD_FINE;
	if (rule->hard)
		return LEAD_TOO_LATE;
	return str_blank(urgent_reason) ? LEAD_NEEDS_REASON : LEAD_URGENT;
}

static void note_uncounted(struct arena *a, struct lead_answer *l)
{
	for (day d = day_add(l->asked_on, 1); day_cmp(d, l->earliest) < 0; d = day_add(d, 1)) {
		const char *holiday = holiday_nrw(d);
		l->weekend |= day_weekday(d) > 5;
		if (holiday && day_weekday(d) <= 5)
			*LIST_ADD(a, &l->holidays, struct lead_holiday) = (struct lead_holiday){ d, str_of(holiday) };
	}
}

struct lead_answer lead_time(struct arena *a, const struct lead_rule *rule, day asked_on, day wanted, str urgent_reason)
{
	ASSERT(day_is(asked_on) && day_is(wanted) && rule->days >= 0 && rule->days <= LEAD_MOST_DAYS);
	struct lead_answer l = { .asked_on = asked_on, .wanted = wanted };
	l.earliest = rule->working ? day_add_working(asked_on, (int)rule->days) : day_add(asked_on, (int)rule->days);
	l.verdict = verdict_of(rule, &l, urgent_reason);
	if (rule->working)
		note_uncounted(a, &l);
	return l;
}

bool lead_allows(const struct lead_answer *l)
{
	return l->verdict == LEAD_FINE || l->verdict == LEAD_URGENT;
}

/* --- words -------------------------------------------------------------------------------------------------------- */

str lead_day(const struct words *w, struct arena *a, day d)
{
	static const char *const weekdays[] = { "lead.monday", "lead.tuesday",  "lead.wednesday", "lead.thursday",
		                                "lead.friday", "lead.saturday", "lead.sunday" };
	str weekday = word(w, a, weekdays[day_weekday(d) - 1]);
	return str_print(a, STR_FMT ", " STR_FMT, STR_ARG(weekday), STR_ARG(say_day(w, a, d)));
}

static str days_in_words(const struct words *w, struct arena *a, const struct lead_rule *rule)
{
	return word_plural(w, a, rule->working ? "lead.working_days" : "lead.calendar_days", rule->days, NO_ARGS);
}

const char *lead_key(const struct lead_answer *l)
{
	static const char *const keys[] = { [LEAD_FINE] = "lead.fine",
		                            [LEAD_URGENT] = "lead.urgent",
		                            [LEAD_NEEDS_REASON] = "lead.needs_reason",
		                            [LEAD_TOO_LATE] = "lead.too_late",
		                            [LEAD_PAST] = "lead.past" };
	return keys[l->verdict];
}

const struct arg *lead_args(const struct words *w, struct arena *a, const struct lead_rule *rule,
                            const struct lead_answer *l)
{
	return args_copy(a, ARGS({ "days", days_in_words(w, a, rule) }, { "wanted", lead_day(w, a, l->wanted) },
	                         { "earliest", lead_day(w, a, l->earliest) }));
}

str lead_say(const struct words *w, struct arena *a, const struct lead_rule *rule, const struct lead_answer *l)
{
	return word_args(w, a, lead_key(l), lead_args(w, a, rule, l));
}

static str uncounted(const struct words *w, struct arena *a, const struct lead_answer *l)
{
	struct text t = TEXT(a);
	text_add(&t, word(w, a, "lead.request_day"));
	if (l->weekend)
		text_print(&t, ", " STR_FMT, STR_ARG(word(w, a, "lead.weekends")));
	LIST_EACH (const struct lead_holiday, h, &l->holidays)
		text_print(&t, ", " STR_FMT " (" STR_FMT ")", STR_ARG(h->name), STR_ARG(say_day(w, a, h->on)));
	return text_str(&t);
}

str lead_trace(const struct words *w, struct arena *a, const struct lead_rule *rule, const struct lead_answer *l)
{
	if (rule->days == 0)
		return word(w, a, "lead.trace_none");
	return word_args(w, a, "lead.trace",
	                 ARGS({ "days", days_in_words(w, a, rule) }, { "asked", lead_day(w, a, l->asked_on) },
	                      { "earliest", lead_day(w, a, l->earliest) }, { "uncounted", uncounted(w, a, l) }));
}
