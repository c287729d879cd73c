/* pool_week_words.c -- the plan of a week in sentences; the words stand in messages/matching.*.po. */
#include "features/interpreters/pool_week.h"

#include "base/arena.h"
#include "core/words.h"

enum { NAMED = 3 }; /* the others are counted */

static void add_others(const struct words *w, struct arena *a, struct text *t, const struct week_line *line)
{
	size_t named = line->others.n < NAMED ? line->others.n : NAMED;
	for (size_t i = 0; i < named; i++) {
		const struct week_other *o = LIST_AT(&line->others, struct week_other, i);
		text_c(t, i ? "; " : "");
		text_add(t, word_args(w, a, "week.other",
		                      ARGS({ "name", o->person->name }, { "number", o->instead->number })));
	}
	if (line->others.n > named)
		text_print(t, "; " STR_FMT,
		           STR_ARG(word_plural(w, a, "week.others_more", (int64_t)(line->others.n - named), NO_ARGS)));
}

static void add_refusals(const struct words *w, struct arena *a, struct text *t, const struct week_line *line)
{
	LIST_EACH (const struct week_refusal, r, &line->refusals) {
		const char *code = fit_refusal_choices.codes[r->why];
		text_print(t, "%s" STR_FMT " (" STR_FMT ")", t->n ? ", " : "",
		           STR_ARG(word(w, a, str_print(a, "fit_refusal.%s", code).p)),
		           STR_ARG(say_int(w, a, r->people)));
	}
}

str week_line_say(const struct words *w, struct arena *a, const struct week_line *line)
{
	struct text who = TEXT(a);
	if (line->why == WEEK_NOBODY)
		add_refusals(w, a, &who, line);
	else
		add_others(w, a, &who, line);
	return word_args(w, a, str_print(a, "week.%s", week_why_choices.codes[line->why]).p,
	                 ARGS({ "who", text_str(&who) }));
}
