/* pool_fit_words.c -- reasons and parts as sentences; the words stand in messages/matching.*.po. */
#include "features/interpreters/pool_fit.h"

#include "base/arena.h"
#include "core/words.h"

static str clock_of(struct arena *a, instant t)
{
	int minute = instant_minute(t);
	return str_print(a, "%02d:%02d", minute / 60, minute % 60);
}

/* What makes a sentence of its own out of one reason: "fit.paused" + ".until". */
static const char *form_of(const struct fit_reason *r)
{
	switch (r->why) {
	case FIT_UNTRAINED:
	case FIT_UNCERTIFIED:
		return day_is(r->until) ? ".ended" : ".never";
	case FIT_PAUSED:
		return day_is(r->until) ? ".until" : ".open";
	case FIT_AWAY:
		return day_cmp(r->from, r->until) == 0 ? ".day" : ".days";
	case FIT_CLASH:
		return r->way_minutes ? ".way" : ".overlap";
	default:
		return "";
	}
}

str fit_reason_say(const struct words *w, struct arena *a, const struct fit_reason *r)
{
	str key = str_print(a, "fit.%s%s", fit_refusal_choices.codes[r->why], form_of(r));
	return word_args(w, a, key.p,
	                 ARGS({ "from", say_day(w, a, r->from) }, { "until", say_day(w, a, r->until) },
	                      { "starts", say_instant(w, a, r->starts) }, { "ends", clock_of(a, r->ends) },
	                      { "minutes", say_int(w, a, r->way_minutes) }, { "count", say_int(w, a, r->count) },
	                      { "most", say_int(w, a, r->most) },
	                      { "sum", say_money(w, a, r->earned_cents + r->more_cents) },
	                      { "ceiling", say_money(w, a, r->ceiling_cents) }));
}

str fit_part_say(const struct words *w, struct arena *a, enum fit_part_kind kind, const struct fit_part *part)
{
	const char *code = fit_part_choices.codes[kind];
	bool none = part->measured < 0 || (kind == FIT_RELIABILITY && part->of == 0) ||
	            (kind == FIT_EXPERIENCE && part->measured == 0);
	if (none)
		return word(w, a, str_print(a, "fit.%s.none", code).p);
	if (kind == FIT_WISHED || kind == FIT_GENDER)
		return word(w, a, str_print(a, "fit.%s.%s", code, part->measured ? "yes" : "no").p);
	return word_plural(w, a, str_print(a, "fit.%s", code).p, kind == FIT_RELIABILITY ? part->of : part->measured,
	                   ARGS({ "yes", say_int(w, a, part->measured) }));
}
