#include "features/interpreters/pot_choice.h"

#include "base/error.h"

const char *const pot_rule_codes[POT_RULES] = { "legal", "medical", "aosf", "lesson", "recurring", "private" };

bool pot_case_has(const struct pot_case *c, size_t rule)
{
	const bool answers[POT_RULES] = { c->legal, c->medical, c->aosf, c->lesson, c->recurring, c->private };
	ASSERT(rule < POT_RULES);
	return answers[rule];
}

/* --- choice ------------------------------------------------------------------------------------------------------- */

static int64_t used(const struct pot_offer *o)
{
	return o->booked_cents + o->settled_cents;
}

enum pot_state pot_state_with(const struct pot_offer *o, int64_t cents)
{
	if (!o->cents.has)
		return POT_UNKNOWN;
	int64_t after = used(o) + cents;
	if (after > o->cents.v || used(o) >= o->cents.v)
		return POT_STOPS;
	return after * 100 >= o->cents.v * POT_WARN_PERCENT ? POT_WARNS : POT_FITS;
}

static struct pot_case refused_of(const struct pot_case *asked, const struct pot_case *permits)
{
	return (struct pot_case){ .legal = asked->legal && !permits->legal,
		                  .medical = asked->medical && !permits->medical,
		                  .aosf = asked->aosf && !permits->aosf,
		                  .lesson = asked->lesson && !permits->lesson,
		                  .recurring = asked->recurring && !permits->recurring,
		                  .private = asked->private && !permits->private };
}

static bool is_any(const struct pot_case *c)
{
	return c->legal || c->medical || c->aosf || c->lesson || c->recurring || c->private;
}

static struct pot_verdict judge(const struct pot_offer *o, const struct pot_case *asked, int64_t cents)
{
	struct pot_verdict v = { .pot_id = o->id, .name = o->name, .no_terms = !o->has_terms };
	if (o->has_terms)
		v.refused = refused_of(asked, &o->permits);
	v.permits = o->has_terms && !is_any(&v.refused);
	v.state = pot_state_with(o, cents);
	if (o->cents.has)
		v.left_cents = MAYBE(o->cents.v - used(o));
	return v;
}

static int by_place(const void *a, const void *b)
{
	const struct pot_offer *x = a, *y = b;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* The first that permits the case (and bears travel, if wanted) and has money; else the first that permits it. -1:
 * none. `without` is left out (-1: nobody). */
static int pick(const struct list *offers, const struct list *verdicts, bool travel, int64_t cents, int without)
{
	int stopped = -1;
	for (size_t i = 0; i < offers->n; i++) {
		const struct pot_offer *o = LIST_AT(offers, struct pot_offer, i);
		bool permits = LIST_AT(verdicts, struct pot_verdict, i)->permits;
		if (!permits || (travel && !o->travel) || (int)i == without)
			continue;
		if (pot_state_with(o, cents) != POT_STOPS)
			return (int)i;
		if (stopped < 0)
			stopped = (int)i;
	}
	return stopped;
}

static enum pot_state worse(enum pot_state a, enum pot_state b)
{
	return a > b ? a : b;
}

static const struct pot_offer *offer_at(const struct list *sorted, int i)
{
	return LIST_AT(sorted, struct pot_offer, (size_t)i);
}

/* Who pays the travel: the one that pays the time, if it bears travel and both fit in; else the next. */
static int pick_travel(const struct list *sorted, const struct list *verdicts, int first, int64_t time_cents,
                       int64_t travel_cents)
{
	const struct pot_offer *o = offer_at(sorted, first);
	if (o->travel && pot_state_with(o, time_cents + travel_cents) != POT_STOPS)
		return first;
	int other = pick(sorted, verdicts, true, travel_cents, first);
	bool stopped = other < 0 || pot_state_with(offer_at(sorted, other), travel_cents) == POT_STOPS;
	return stopped && o->travel ? first : other;
}

struct pot_choice pot_choose(struct arena *a, const struct list *offers, const struct pot_case *asked,
                             int64_t time_cents, int64_t travel_cents)
{
	struct pot_choice c = { 0 };
	struct list sorted = { 0 };
	LIST_EACH (const struct pot_offer, o, offers)
		*LIST_ADD(a, &sorted, struct pot_offer) = *o;
	list_sort(&sorted, by_place);
	LIST_EACH (const struct pot_offer, o, &sorted)
		*LIST_ADD(a, &c.verdicts, struct pot_verdict) = judge(o, asked, time_cents);
	int first = pick(&sorted, &c.verdicts, false, time_cents, -1);
	if (first < 0)
		return c;
	int travel = pick_travel(&sorted, &c.verdicts, first, time_cents, travel_cents);
	struct pot_verdict *v = LIST_AT(&c.verdicts, struct pot_verdict, (size_t)first);
	v->pays_time = true;
	c.pot_id = v->pot_id;
	c.state = pot_state_with(offer_at(&sorted, first), time_cents + (travel == first ? travel_cents : 0));
	if (travel < 0)
		return c;
	v = LIST_AT(&c.verdicts, struct pot_verdict, (size_t)travel);
	v->pays_travel = true;
	c.travel_pot_id = v->pot_id;
	if (travel != first && travel_cents > 0)
		c.state = worse(c.state, pot_state_with(offer_at(&sorted, travel), travel_cents));
	return c;
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static str say_rule(const struct words *w, struct arena *a, const char *prefix, const char *code)
{
	return word(w, a, str_print(a, "%s.%s", prefix, code).p);
}

str pot_refusal(const struct words *w, struct arena *a, const struct pot_verdict *v)
{
	struct text t = TEXT(a);
	if (v->permits)
		return STR_NONE;
	if (v->no_terms)
		return word_args(w, a, "pot_no.terms", ARGS({ "name", v->name }));
	for (size_t i = 0; i < POT_RULES; i++)
		if (pot_case_has(&v->refused, i))
			text_print(&t, "%s" STR_FMT, t.n ? "; " : "",
			           STR_ARG(say_rule(w, a, "pot_no", pot_rule_codes[i])));
	return word_args(w, a, "pot_no.line", ARGS({ "name", v->name }, { "reasons", text_str(&t) }));
}

str pot_hint(const struct words *w, struct arena *a, const struct pot_verdict *v)
{
	for (size_t i = 0; i < POT_RULES && !v->permits; i++)
		if (pot_case_has(&v->refused, i))
			return say_rule(w, a, "pot_hint", pot_rule_codes[i]);
	return STR_NONE;
}
