/* What became of each request of the example pools until somebody comes, or nobody does. */
#include "features/interpreters/pool_demo_parts.h"

enum { OPENS = 7 * 60, CLOSES = 20 * 60, TRIES = 6 };

/* --- the clock of a request --------------------------------------------------------------------------------------- */

static int64_t least_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Some minutes later, not in the middle of the night, and never behind `limit` or now. */
void demo_tick(struct demo_teller *t, struct demo_booking *b, int least, int most, instant limit)
{
	struct pool_chance *c = &t->chance;
	int64_t end = least_of(limit.ms, t->cx->now.ms - DEMO_MINUTE_MS), from = b->clock.ms;
	instant next = { from + pool_chance_between(c, least, most) * DEMO_MINUTE_MS + pool_chance_below(c, 60000) };
	int minute = instant_minute(next);
	if (minute < OPENS || minute >= CLOSES)
		next.ms +=
		        ((minute < OPENS ? OPENS : OPENS + 1440) - minute + pool_chance_below(c, 180)) * DEMO_MINUTE_MS;
	if (next.ms > end)
		next.ms = end > from ? from + (end - from) * pool_chance_between(c, 20, 80) / 100 : from;
	b->clock = next;
}

struct booking_event *demo_event(struct demo_teller *t, struct demo_booking *b, const char *kind, str by)
{
	struct booking_event *e = LIST_ADD(t->cx->mem, &b->events, struct booking_event);
	*e = (struct booking_event){ .kind = str_of(kind), .round = b->round, .at = b->clock, .by_whom = by };
	return e;
}

/* The answers of a round are due by then. */
static instant before_start(const struct demo_booking *b)
{
	return (instant){ b->slot.starts_at.ms - 60 * DEMO_MINUTE_MS };
}

/* --- the beginning ------------------------------------------------------------------------------------------------ */

static void add_date(struct demo_teller *t, struct demo_booking *b, int64_t choice, int days)
{
	*LIST_ADD(t->cx->mem, &b->dates, struct demo_date) = (struct demo_date){
		b->round,
		{ choice, { b->slot.starts_at.ms + days * DEMO_DAY_MS }, { b->slot.ends_at.ms + days * DEMO_DAY_MS } }
	};
}

/* The dates of a round; sometimes the second one is taken, and the wish was the day before. */
static struct booking_times add_dates(struct demo_teller *t, struct demo_booking *b)
{
	bool other_day = pool_chance_percent(&t->chance, 25);
	bool early = b->received_at.ms + 5 * DEMO_DAY_MS < b->slot.starts_at.ms;
	day on = instant_day(b->slot.starts_at);
	b->choice = 1;
	if (other_day && early && pool_chance_percent(&t->chance, 25)) {
		b->choice = 2;
		add_date(t, b, 1, day_diff(day_add_working(on, -1), on));
		add_date(t, b, 2, 0);
	} else {
		add_date(t, b, 1, 0);
		if (other_day)
			add_date(t, b, 2, day_diff(day_add_working(on, 1), on));
		if (other_day && pool_chance_percent(&t->chance, 30))
			add_date(t, b, 3, 7);
	}
	const struct demo_date *wish = LIST_AT(&b->dates, struct demo_date, b->dates.n - 1);
	while (wish->date.choice != 1)
		wish--;
	return (struct booking_times){ wish->date.starts_at, wish->date.ends_at };
}

static void budget(struct demo_teller *t, struct demo_booking *b)
{
	struct booking_event *e = demo_event(t, b, "budgeted", b->by_phone ? t->clerk : S("link"));
	e->pot_id = MAYBE(b->pot_id);
	if (b->travel_pot_id)
		e->travel_pot_id = MAYBE(b->travel_pot_id);
	e->expected_cents = MAYBE(b->expected_cents);
	e->expected_travel_cents = MAYBE(b->expected_travel_cents);
}

static void receive(struct demo_teller *t, struct demo_booking *b)
{
	struct booking_times wish;
	str by = b->by_phone ? t->clerk : S("link");
	b->clock = b->received_at;
	b->round = 1;
	if (b->moved) { /* it was to be a week later; the place is free sooner */
		add_date(t, b, 1, 7);
		const struct booking_date *d = &LIST_AT(&b->dates, struct demo_date, 0)->date;
		wish = (struct booking_times){ d->starts_at, d->ends_at };
	} else {
		wish = add_dates(t, b);
	}
	struct booking_event *e = demo_event(t, b, "received", by);
	e->starts_at = wish.starts_at;
	e->ends_at = wish.ends_at;
}

static void move(struct demo_teller *t, struct demo_booking *b)
{
	demo_tick(t, b, 600, 3000, before_start(b));
	b->round++;
	struct booking_times wish = add_dates(t, b);
	struct booking_event *e = demo_event(t, b, "moved", S("link"));
	e->starts_at = wish.starts_at;
	e->ends_at = wish.ends_at;
	e->note = S("Der Raum ist nur an diesem Tag frei.");
	budget(t, b);
}

/* --- asking and answering ----------------------------------------------------------------------------------------- */

static void ask_one(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *who)
{
	demo_event(t, b, "asked", t->clerk)->interpreter_id = MAYBE(who->person->fit.id);
}

static void says_no(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *who)
{
	demo_tick(t, b, 20, 600, before_start(b));
	demo_event(t, b, "declined", S("link"))->interpreter_id = MAYBE(who->person->fit.id);
}

static void accept(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *who)
{
	demo_tick(t, b, 15, 900, before_start(b));
	struct booking_event *e = demo_event(t, b, "accepted", S("link"));
	e->interpreter_id = MAYBE(who->person->fit.id);
	e->choice = MAYBE(b->choice);
	e->starts_at = b->slot.starts_at;
	e->ends_at = b->slot.ends_at;
}

/* The KI is closed on weekends and holidays. */
static void to_working_day(struct demo_teller *t, struct demo_booking *b)
{
	day on = instant_day(b->clock);
	if (day_is_working(on))
		return;
	instant next = instant_at(day_add_working(on, 1), pool_chance_between(&t->chance, OPENS + 60, OPENS + 240));
	if (next.ms < least_of(before_start(b).ms, t->cx->now.ms))
		b->clock = next;
}

/* All at once, as one click does. */
static void ask_all(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *s, int n)
{
	bool urgent = b->urgent_reason.p;
	demo_tick(t, b, 10, urgent ? 60 : 1500, before_start(b));
	to_working_day(t, b);
	for (int i = 0; i < n; i++)
		ask_one(t, b, &s[i]);
}

/* The dates stay the same in the round that begins. */
static void give_back(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *who)
{
	size_t before = b->dates.n;
	demo_tick(t, b, 300, 4000, before_start(b));
	struct booking_event *e = demo_event(t, b, "returned", S("link"));
	e->interpreter_id = MAYBE(who->person->fit.id);
	e->note = pool_chance_percent(&t->chance, 60) ? S("Krank") : S("Eigener Termin");
	for (size_t i = 0; i < before; i++) {
		struct demo_date d = *LIST_AT(&b->dates, struct demo_date, i);
		if (d.round++ == b->round)
			*LIST_ADD(t->cx->mem, &b->dates, struct demo_date) = d;
	}
	b->round++;
}

/* Some are asked, one comes: the best are asked first, but the first yes is anybody's. */
static void somebody_comes(struct demo_teller *t, struct demo_booking *b, struct demo_suited *s, int n)
{
	struct pool_chance *c = &t->chance;
	int asked = n < 5 ? n : pool_chance_between(c, 3, 5), no = pool_chance_below(c, asked < 3 ? 1 : 3);
	int winner = pool_chance_below(c, asked - no) + no;
	ask_all(t, b, s, asked);
	for (int i = 0; i < no; i++)
		says_no(t, b, &s[i]);
	accept(t, b, &s[winner]);
	demo_engage(t, b, &s[winner]);
}

/* Who said yes first, and could not come in the end, is the last of the list. */
static int somebody_gives_back(struct demo_teller *t, struct demo_booking *b, struct demo_suited *s, int n)
{
	if (!b->returned || n < 2)
		return n;
	ask_all(t, b, &s[n - 1], 1);
	accept(t, b, &s[n - 1]);
	give_back(t, b, &s[n - 1]);
	return n - 1;
}

/* --- endings without anybody -------------------------------------------------------------------------------------- */

static void some_are_asked(struct demo_teller *t, struct demo_booking *b, const struct demo_suited *s, int n,
                           bool all_no)
{
	int asked = n < 4 ? n : 4;
	if (!asked)
		return;
	int no = all_no ? asked : pool_chance_below(&t->chance, asked);
	ask_all(t, b, s, asked);
	for (int i = 0; i < no; i++)
		says_no(t, b, &s[i]);
}

static void refuse(struct demo_teller *t, struct demo_booking *b)
{
	demo_tick(t, b, 30, 1200, before_start(b));
	demo_event(t, b, "refused", t->clerk)->note =
	        b->rules.legal    ? S("Termin mit Rechtswirkung: bitte eine vereidigte Dolmetscherin oder einen "
	                                 "vereidigten Dolmetscher beauftragen.")
	        : b->rules.lesson ? S("Unterricht und Ausflüge sind kein Einsatz für den Pool.")
	                          : S("Für diesen Termin ist der Arbeitgeber zuständig.");
}

static void cancel(struct demo_teller *t, struct demo_booking *b, bool late)
{
	instant day_before = { b->slot.starts_at.ms - (late ? 16 : 26) * 60 * DEMO_MINUTE_MS };
	if (late && b->clock.ms < day_before.ms - 300 * DEMO_MINUTE_MS)
		b->clock.ms = day_before.ms - pool_chance_below(&t->chance, 240) * DEMO_MINUTE_MS;
	else
		demo_tick(t, b, 60, 4000, day_before);
	struct booking_event *e = demo_event(t, b, "cancelled", S("link"));
	bool paid = late && b->person && b->card->cancel_hours.has &&
	            b->slot.starts_at.ms - b->clock.ms < b->card->cancel_hours.v * 60 * DEMO_MINUTE_MS;
	e->late = MAYBE(paid ? 1 : 0);
	e->note =
	        pool_chance_percent(&t->chance, 50) ? S("Die Familie hat abgesagt.") : S("Die Lehrkraft ist erkrankt.");
}

static void give_up(struct demo_teller *t, struct demo_booking *b)
{
	demo_tick(t, b, 600, 4000, before_start(b));
	demo_event(t, b, "unfilled", t->clerk)->note = S("Niemand mit dieser Sprache hat Zeit.");
}

/* --- one request -------------------------------------------------------------------------------------------------- */

/* With nobody suited the story is another one. */
static enum demo_story possible(const struct demo_teller *t, const struct demo_booking *b, int n)
{
	if (!b->pot_id || b->story == STORY_REFUSED)
		return STORY_REFUSED;
	if (n > 0 || b->story == STORY_OPEN || b->story == STORY_CANCELLED)
		return b->story;
	return b->slot.starts_at.ms <= t->cx->now.ms ? STORY_UNFILLED : STORY_OPEN;
}

static void tell(struct demo_teller *t, struct demo_booking *b, struct demo_suited *s, int n)
{
	switch (b->story) {
	case STORY_COMES:
	case STORY_LATE:
	case STORY_NOT_HELD:
		somebody_comes(t, b, s, n);
		break;
	case STORY_ASKING:
	case STORY_ALL_SAY_NO:
	case STORY_UNFILLED:
		some_are_asked(t, b, s, n, b->story != STORY_ASKING);
		break;
	case STORY_CANCELLED:
		some_are_asked(t, b, s, pool_chance_percent(&t->chance, 50) ? n : 0, false);
		break;
	default:
		break;
	}
	if (b->story == STORY_CANCELLED || b->story == STORY_LATE)
		cancel(t, b, b->story == STORY_LATE);
	if (b->story == STORY_UNFILLED)
		give_up(t, b);
}

/* Institutions know what the pool speaks: where nobody suits, mostly another language was asked for. */
static int find_suited(struct demo_teller *t, struct demo_booking *b, struct demo_suited *s)
{
	int n = b->pot_id ? demo_suited(t, b, s) : 0;
	for (int i = 0; b->pot_id && !n && i < TRIES && pool_chance_percent(&t->chance, 80); i++) {
		demo_language(t, b);
		n = demo_suited(t, b, s);
	}
	return n;
}

err demo_tell(struct demo_teller *t, struct demo_booking *b)
{
	struct demo_suited s[DEMO_MOST_SUITED];
	int n = find_suited(t, b, s);
	b->story = possible(t, b, n);
	bool early = b->received_at.ms + 4 * DEMO_DAY_MS < b->slot.starts_at.ms;
	b->moved = b->moved && early && b->story != STORY_REFUSED;
	b->returned = b->returned && early && n > 1 && b->story != STORY_REFUSED;
	receive(t, b);
	if (b->story == STORY_REFUSED) {
		refuse(t, b);
		return OK;
	}
	budget(t, b);
	if (b->moved)
		move(t, b);
	n = somebody_gives_back(t, b, s, n);
	tell(t, b, s, n);
	return OK;
}
