/* What happens when an assignment of the example pools is over: times, signatures, disputes, reminders, settlement. */
#include "features/interpreters/pool_demo_parts.h"

/* The newest ones of a pool are told one each, so that every column of the board has something; all others are signed,
 * and settled with their month. */
enum ending { SIGNED, TIMES_MISSING, TIMES_LONG_MISSING, WAITS, WAITS_LONG, DISPUTED, WRONG_TIMES };
static const struct {
	enum ending ending;
	int days; /* over for at least so long */
} endings[] = {
	{ TIMES_MISSING, 0 }, { WAITS, 0 },      { SIGNED, 1 }, { TIMES_MISSING, 1 }, { WAITS, 1 },
	{ DISPUTED, 2 },      { SIGNED, 2 },     { WAITS, 2 },  { SIGNED, 2 },        { TIMES_MISSING, 4 },
	{ WRONG_TIMES, 4 },   { WAITS_LONG, 5 }, { SIGNED, 5 }, { SIGNED, 5 },        { TIMES_LONG_MISSING, 12 },
};
enum { FREE_M = 3000, KM_CENTS = 30 };
enum { ENDINGS = sizeof endings / sizeof *endings, CHASED_FIRST = 3, CHASED_AGAIN = 10 };

static instant after_end(const struct demo_booking *b, int days)
{
	return (instant){ b->slot.ends_at.ms + days * DEMO_DAY_MS };
}

static instant settled_at(const struct demo_booking *b)
{
	return demo_settled_at(instant_day(b->slot.starts_at));
}

/* Before the settlement, if it is to stand there. */
static instant limit_of(const struct demo_teller *t, const struct demo_booking *b)
{
	return day_is(b->month) ? (instant){ settled_at(b).ms - 3600 * 1000 } : t->cx->now;
}

/* --- times -------------------------------------------------------------------------------------------------------- */

static void report(struct demo_teller *t, struct demo_booking *b)
{
	bool on_site = str_is(b->mode, "on_site");
	b->clock = b->slot.ends_at;
	demo_tick(t, b, 20, 2400, limit_of(t, b));
	struct booking_event *e = demo_event(t, b, "reported", S("link"));
	e->interpreter_id = MAYBE(b->person->fit.id);
	e->starts_at = b->slot.starts_at;
	e->ends_at = (instant){ b->slot.ends_at.ms + b->later_minutes * DEMO_MINUTE_MS };
	if (e->ends_at.ms > e->at.ms)
		e->ends_at = b->slot.ends_at;
	if (on_site) {
		e->travel_minutes = MAYBE(2 * b->way_minutes);
		e->distance_m = MAYBE(b->way_m);
		if (str_is(b->card->travel_cost, "as_given") && b->travel_pot_id && b->way_m > FREE_M)
			e->travel_cents = MAYBE(2 * b->way_m / 1000 * KM_CENTS);
	}
}

static const struct booking_event *last_of(const struct demo_booking *b)
{
	return LIST_AT(&b->events, struct booking_event, b->events.n - 1);
}

static void sign(struct demo_teller *t, struct demo_booking *b, int minutes_less)
{
	const struct booking_event reported = *last_of(b);
	demo_tick(t, b, 10, 3000, limit_of(t, b));
	struct booking_event *e = demo_event(t, b, "signed", S("link"));
	e->starts_at = reported.starts_at;
	e->ends_at = (instant){ reported.ends_at.ms - minutes_less * DEMO_MINUTE_MS };
}

static void dispute(struct demo_teller *t, struct demo_booking *b)
{
	demo_tick(t, b, 30, 1500, t->cx->now);
	demo_event(t, b, "disputed", S("link"))->note = S("Das Gespräch war eine Viertelstunde kürzer.");
}

static void chase(struct demo_teller *t, struct demo_booking *b, int days, int step)
{
	instant due = after_end(b, days);
	due = instant_at(instant_day(due), 8 * 60);
	if (due.ms < b->clock.ms)
		due = b->clock;
	if (due.ms >= t->cx->now.ms)
		return;
	b->clock = due;
	demo_event(t, b, "chased", S("system"))->step = MAYBE(step);
}

static void thank(struct demo_teller *t, struct demo_booking *b)
{
	static const char *const notes[] = { "Sehr gut verständlich, vielen Dank.", "Pünktlich und freundlich.",
		                             "Hat uns sehr geholfen.", "Kam etwas später, sonst gut." };
	int which = pool_chance_below(&t->chance, 4);
	demo_tick(t, b, 1, 600, limit_of(t, b));
	struct booking_event *e = demo_event(t, b, "feedback", S("link"));
	e->step = MAYBE(which == 3 ? 3 : pool_chance_between(&t->chance, 4, 5));
	e->note = str_of(notes[which]);
}

static void not_held(struct demo_teller *t, struct demo_booking *b)
{
	b->clock = b->slot.ends_at;
	demo_tick(t, b, 30, 900, limit_of(t, b));
	struct booking_event *e = demo_event(t, b, "not_held", t->clerk);
	e->late = MAYBE(b->card->cancel_hours.has ? 1 : 0);
	e->note = S("Die Familie ist nicht gekommen.");
}

static void end(struct demo_teller *t, struct demo_booking *b, enum ending ending)
{
	if (ending == TIMES_MISSING || ending == TIMES_LONG_MISSING) {
		chase(t, b, CHASED_FIRST, 1);
		chase(t, b, CHASED_AGAIN, 2);
		return;
	}
	report(t, b);
	if (ending == WAITS_LONG)
		chase(t, b, CHASED_FIRST, 1);
	if (ending == DISPUTED)
		dispute(t, b);
	if (ending == SIGNED || ending == WRONG_TIMES)
		sign(t, b, ending == SIGNED ? 0 : 15);
	if (ending == SIGNED && pool_chance_percent(&t->chance, 15))
		thank(t, b);
}

/* --- money -------------------------------------------------------------------------------------------------------- */

/* As the settlement counts it: what was signed, by the card of the day; a late cancellation as the card pays it. */
static err reckon(struct demo_teller *t, struct demo_booking *b)
{
	struct arena_mark mark = arena_mark(t->cx->mem);
	bool held = !b->state.late, written = str_is(b->mode, "written");
	const struct booking_times *times = held && !written ? &b->state.reported : &b->state.planned;
	struct tariff_job job = { .starts_at = times->starts_at,
		                  .ends_at = times->ends_at,
		                  .travel_minutes = MAYBE(b->state.travel_minutes),
		                  .distance_km = MAYBE(b->state.distance_m),
		                  .travel_cost_cents = MAYBE(b->state.travel_cents),
		                  .pages = { .v = b->pages.v * 1000, .has = b->pages.has } };
	if (!held)
		job.cancelled_before_minutes = MAYBE(0);
	if (!held && b->story == STORY_LATE)
		job.cancelled_before_minutes = MAYBE((b->slot.starts_at.ms - last_of(b)->at.ms) / DEMO_MINUTE_MS);
	TRY(tariff_amount(t->cx, b->card, &job, &b->amount));
	arena_release(t->cx->mem, mark);
	b->amount.steps = (struct list){ 0 };
	return OK;
}

static err settle(struct demo_teller *t, struct demo_booking *b)
{
	if (!day_is(b->month))
		return OK;
	if (!booking_is_payable(&b->state)) {
		b->month = DAY_NONE;
		return OK;
	}
	TRY(reckon(t, b));
	b->clock = settled_at(b);
	(void)booking_take(t->cx->mem, &b->state, demo_event(t, b, "settled", t->clerk));
	return OK;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static bool is_over(const struct demo_teller *t, const struct demo_booking *b)
{
	return (b->story == STORY_COMES || b->story == STORY_NOT_HELD) && b->person &&
	       b->slot.ends_at.ms < t->cx->now.ms;
}

static void set_month(const struct demo_teller *t, struct demo_booking *b)
{
	int year, month, dom;
	day on = instant_day(b->slot.starts_at);
	day_split(on, &year, &month, &dom);
	b->month = day_cmp(on, t->settled_until) <= 0 ? day_of(year, month, 1) : DAY_NONE;
}

static enum ending ending_of(const struct demo_teller *t, const struct demo_booking *b, int *next)
{
	bool long_enough = *next < ENDINGS && after_end(b, endings[*next].days).ms < t->cx->now.ms;
	return long_enough ? endings[(*next)++].ending : SIGNED;
}

err demo_tell_after(struct demo_teller *t)
{
	int next = 0;
	for (int i = t->n_bookings - 1; i >= 0; i--) {
		struct demo_booking *b = &t->bookings[i];
		set_month(t, b);
		if (next < ENDINGS)
			b->month = DAY_NONE; /* too late for the settlement */
		if (is_over(t, b) && b->story == STORY_NOT_HELD)
			not_held(t, b);
		else if (is_over(t, b))
			end(t, b, ending_of(t, b, &next));
		b->state = booking_fold(t->cx->mem, &b->events);
		ASSERT(b->state.ignored == 0);
		TRY(settle(t, b));
	}
	return OK;
}
