#include "features/interpreters/interpreter_state.h"

static const char *const step_codes[] = { "applied", "interviewed", "trained", "pledged",  "certificate",
	                                  "listed",  "paused",      "left",    "declined", NULL };
const struct choices interpreter_step_choices = { "interpreter_step_kind", step_codes };
static const char *const state_codes[] = { "applied", "interviewed", "trained",  "listed",
	                                   "paused",  "left",        "declined", NULL };
const struct choices interpreter_state_choices = { "interpreter_state", state_codes };
static const char *const paper_codes[] = { "training", "pledge", "certificate", NULL };
const struct choices interpreter_paper_choices = { "interpreter_paper", paper_codes };
static const char *const lack_codes[] = { "missing", "expired", "expiring", NULL };
const struct choices interpreter_lack_choices = { "interpreter_lack", lack_codes };
static const char *const next_codes[] = { "interviewed", "trained", "pledged", "certificate", "listed", NULL };
const struct choices interpreter_next_choices = { "interpreter_next", next_codes };

static const struct field step_fields[] = {
	FIELD(struct interpreter_step, id, KIND_INT),
	FIELD(struct interpreter_step, interpreter_id, KIND_INT),
	FIELD(struct interpreter_step, kind, KIND_CHOICE, .choices = &interpreter_step_choices),
	FIELD(struct interpreter_step, day, KIND_DAY),
	FIELD(struct interpreter_step, until, KIND_DAY),
	FIELD(struct interpreter_step, note, KIND_TEXT, .max = 500),
	FIELD(struct interpreter_step, withdrawn_on, KIND_DAY),
	FIELD(struct interpreter_step, recorded_by, KIND_TEXT),
	FIELD(struct interpreter_step, recorded_at, KIND_INSTANT),
};
const struct record interpreter_step_rec = RECORD("interpreter_step", struct interpreter_step, step_fields);
static const struct field lack_fields[] = {
	FIELD(struct interpreter_lack, paper, KIND_CHOICE, .choices = &interpreter_paper_choices),
	FIELD(struct interpreter_lack, how, KIND_CHOICE, .choices = &interpreter_lack_choices),
	FIELD(struct interpreter_lack, until, KIND_DAY),
};
const struct record interpreter_lack_rec = RECORD("interpreter_lack_row", struct interpreter_lack, lack_fields);

bool interpreter_step_counts(const struct interpreter_step *s, day on)
{
	return day_cmp(s->day, on) <= 0 && (!day_is(s->withdrawn_on) || day_cmp(on, s->withdrawn_on) < 0);
}

/* --- what happened ------------------------------------------------------------------------------------------------ */

static int by_day(const void *a, const void *b)
{
	const struct interpreter_step *x = a, *y = b;
	int order = day_cmp(x->day, y->day);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void begin_anew(struct interpreter_standing *s, day on)
{
	s->state = S("applied");
	s->since = on;
	s->listed_from = s->left_on = s->paused_from = s->paused_until = DAY_NONE;
}

static bool is_out(const struct interpreter_standing *s)
{
	return str_is(s->state, "left") || str_is(s->state, "declined");
}

static void move_to(struct interpreter_standing *s, const char *state, day on)
{
	s->state = str_of(state);
	s->since = on;
}

/* Steps on the way into the pool: they move an applicant on and leave others where they are. */
static void step_on_the_way(struct interpreter_standing *s, const struct interpreter_step *t)
{
	if (str_is(t->kind, "interviewed") && str_is(s->state, "applied")) {
		move_to(s, "interviewed", t->day);
	} else if (str_is(t->kind, "trained")) {
		s->trained_on = t->day;
		s->trained_until = t->until;
		if (str_is(s->state, "interviewed"))
			move_to(s, "trained", t->day);
	} else if (str_is(t->kind, "pledged")) {
		s->pledged_on = t->day;
	} else if (str_is(t->kind, "certificate")) {
		s->certified_on = t->day;
		s->certified_until = t->until;
	}
}

static void take_step(struct interpreter_standing *s, const struct interpreter_step *t)
{
	if (str_is(t->kind, "applied")) {
		if (!day_is(s->since) || is_out(s))
			begin_anew(s, t->day);
	} else if (str_is(t->kind, "listed")) {
		if (!day_is(s->listed_from) || is_out(s))
			s->listed_from = t->day;
		s->left_on = s->paused_from = s->paused_until = DAY_NONE;
		move_to(s, "listed", t->day);
	} else if (str_is(t->kind, "paused")) {
		s->paused_from = t->day;
		s->paused_until = t->until;
	} else if (str_is(t->kind, "left")) {
		s->left_on = t->day;
		move_to(s, "left", t->day);
	} else if (str_is(t->kind, "declined")) {
		move_to(s, "declined", t->day);
	} else {
		step_on_the_way(s, t);
	}
}

/* --- what is lacking, and next ------------------------------------------------------------------------------------ */

static void add_lack(struct arena *a, struct interpreter_standing *s, const char *paper, const char *how, day until)
{
	*LIST_ADD(a, &s->lacks, struct interpreter_lack) =
	        (struct interpreter_lack){ .paper = str_of(paper), .how = str_of(how), .until = until };
}

static void look_at(struct arena *a, struct interpreter_standing *s, const char *paper, day since, day until, day on)
{
	if (!day_is(since))
		add_lack(a, s, paper, "missing", DAY_NONE);
	else if (day_is(until) && day_cmp(until, on) < 0)
		add_lack(a, s, paper, "expired", until);
	else if (day_is(until) && day_diff(until, on) <= EXPIRY_DAYS)
		add_lack(a, s, paper, "expiring", until);
}

static const char *step_for(str paper)
{
	return str_is(paper, "training") ? "trained" : str_is(paper, "pledge") ? "pledged" : "certificate";
}

/* Of who is in the pool: what has ended or is missing before what is about to end. */
static str next_of_listed(const struct interpreter_standing *s)
{
	for (int soon = 0; soon < 2; soon++)
		LIST_EACH (const struct interpreter_lack, l, &s->lacks)
			if (str_is(l->how, "expiring") == soon)
				return str_of(step_for(l->paper));
	return STR_NONE;
}

static str next_of_applicant(const struct interpreter_standing *s)
{
	if (str_is(s->state, "applied"))
		return S("interviewed");
	LIST_EACH (const struct interpreter_lack, l, &s->lacks)
		if (!str_is(l->how, "expiring"))
			return str_of(step_for(l->paper));
	return S("listed");
}

static void conclude(struct arena *a, struct interpreter_standing *s, day on)
{
	bool paused = day_is(s->paused_from) && (!day_is(s->paused_until) || day_cmp(on, s->paused_until) <= 0);
	if (!paused) {
		s->paused_from = s->paused_until = DAY_NONE;
	} else if (str_is(s->state, "listed")) {
		move_to(s, "paused", s->paused_from);
	}
	s->active = str_is(s->state, "listed") || str_is(s->state, "paused");
	s->applicant = !s->active && !is_out(s);
	if (is_out(s))
		return;
	look_at(a, s, "training", s->trained_on, s->trained_until, on);
	look_at(a, s, "pledge", s->pledged_on, DAY_NONE, on);
	/* without a last day it does not hold */
	look_at(a, s, "certificate", day_is(s->certified_until) ? s->certified_on : DAY_NONE, s->certified_until, on);
	s->next = s->active ? next_of_listed(s) : next_of_applicant(s);
}

struct interpreter_standing interpreter_standing_of(struct arena *a, const struct list *steps, day on)
{
	struct interpreter_standing s = { .state = S("applied") };
	struct list counted = { 0 };
	LIST_EACH (const struct interpreter_step, t, steps)
		if (interpreter_step_counts(t, on))
			*LIST_ADD(a, &counted, struct interpreter_step) = *t;
	list_sort(&counted, by_day);
	LIST_EACH (const struct interpreter_step, t, &counted)
		take_step(&s, t);
	/* trained before the talk: the talk done, there is nothing more to wait for */
	if (str_is(s.state, "interviewed") && day_is(s.trained_on) &&
	    (!day_is(s.trained_until) || day_cmp(on, s.trained_until) <= 0))
		s.state = S("trained");
	conclude(a, &s, on);
	return s;
}
