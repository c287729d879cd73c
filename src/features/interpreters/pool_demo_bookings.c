/* The requests and assignments of the example pools: fourteen months back and four weeks ahead. */
#include "features/interpreters/pool_demo_parts.h"

enum { SEED = 0x5eed4 };

/* --- the story of each -------------------------------------------------------------------------------------------- */

/* The next appointments, then by chance. */
static enum demo_story story_ahead(struct demo_teller *t, const struct demo_booking *b, int rank)
{
	static const enum demo_story first[] = { STORY_COMES, STORY_COMES,      STORY_OPEN,      STORY_COMES,
		                                 STORY_COMES, STORY_ALL_SAY_NO, STORY_ASKING,    STORY_COMES,
		                                 STORY_COMES, STORY_ASKING,     STORY_CANCELLED, STORY_COMES };
	int roll = pool_chance_below(&t->chance, 100);
	int days = day_diff(instant_day(b->slot.starts_at), t->cx->today);
	int comes = days < 4 ? 90 : days < 11 ? 70 : days < 19 ? 45 : 25;
	if (rank < (int)(sizeof first / sizeof *first))
		return first[rank];
	if (roll < comes)
		return STORY_COMES;
	roll = pool_chance_below(&t->chance, 100);
	return roll < 50 ? STORY_ASKING : roll < 62 ? STORY_ALL_SAY_NO : roll < 66 ? STORY_CANCELLED : STORY_OPEN;
}

/* Nearly all came to pass; of the last days two were forgotten, one was cancelled late, one was not held. */
static enum demo_story story_past(struct demo_teller *t, int rank)
{
	static const enum demo_story newest[] = { STORY_COMES, STORY_COMES,    STORY_COMES, STORY_OPEN,  STORY_COMES,
		                                  STORY_LATE,  STORY_NOT_HELD, STORY_COMES, STORY_ASKING };
	int roll = pool_chance_below(&t->chance, 100);
	if (rank < 9 && newest[rank] != STORY_COMES)
		return newest[rank];
	return roll < 1    ? STORY_REFUSED
	       : roll < 6  ? STORY_CANCELLED
	       : roll < 9  ? STORY_LATE
	       : roll < 11 ? STORY_NOT_HELD
	       : roll < 13 ? STORY_UNFILLED
	                   : STORY_COMES;
}

/* What nobody was asked for yet has come in the last days. */
static void make_fresh(struct demo_teller *t, struct demo_booking *b, int rank)
{
	instant at = rank < 4 ? demo_lately(t, 30, 180) : demo_lately(t, 60, 3 * 1440);
	if (b->received_at.ms < at.ms)
		b->received_at = at;
	if (rank < 4)
		b->urgent_reason = S("Aufnahme in dieser Woche, die Familie ist gestern angekommen");
}

static void choose_stories(struct demo_teller *t)
{
	int first_ahead = 0;
	while (first_ahead < t->n_bookings && t->bookings[first_ahead].slot.starts_at.ms <= t->cx->now.ms)
		first_ahead++;
	for (int i = 0; i < t->n_bookings; i++) {
		struct demo_booking *b = &t->bookings[i];
		int rank = i - first_ahead;
		b->moved = rank == 7 || rank == 9 || pool_chance_percent(&t->chance, 3);
		b->returned = rank == 6 || rank == 8 || pool_chance_percent(&t->chance, 4);
		b->story = rank >= 0 ? story_ahead(t, b, rank) : story_past(t, -1 - rank);
		if (rank >= 0 && b->story == STORY_OPEN)
			make_fresh(t, b, rank);
	}
}

static err tell_all(struct demo_teller *t)
{
	day on = DAY_NONE;
	for (int i = 0; i < t->n_bookings; i++) {
		struct demo_booking *b = &t->bookings[i];
		day begins = instant_day(b->slot.starts_at);
		if (day_cmp(begins, on) != 0)
			demo_people_on(t, begins);
		on = begins;
		TRY(demo_tell(t, b));
	}
	return demo_tell_after(t);
}

/* --- one KI ------------------------------------------------------------------------------------------------------- */

/* The last month that has been settled by now. */
day demo_settled_until(day today)
{
	int year, month, dom;
	day_split(today, &year, &month, &dom);
	day last = day_add(day_of(year, month, 1), -1);
	if (day_cmp(demo_paid_on(last), today) < 0)
		return last;
	day_split(last, &year, &month, &dom);
	return day_add(day_of(year, month, 1), -1);
}

static err make_bookings(struct cx *cx, const void *in, void *ret UNUSED)
{
	struct demo_teller t = { .cx = cx, .ki = in };
	TRY(tenant_by_slug(cx, str_of(t.ki->slug), &t.centre));
	t.chance.state = SEED + (uint64_t)(t.ki - demo_kis) * 104729;
	t.clerk = str_print(cx->mem, "specialist@%s", t.ki->slug);
	t.settled_until = demo_settled_until(cx->today);
	TRY(demo_rules(&t));
	TRY(demo_people_load(&t));
	TRY(demo_requests(&t));
	choose_stories(&t);
	TRY(tell_all(&t));
	TRY(demo_write(&t));
	TRY(demo_near_ceiling(&t));
	return demo_short_pot(&t);
}

err pool_demo_bookings(struct cx *cx)
{
	for (int i = 0; i < demo_ki_count; i++) {
		struct arena_mark mark = arena_mark(cx->mem);
		TRY(db_tx(cx, "demo pool bookings", make_bookings, &demo_kis[i], NULL, 0));
		arena_release(cx->mem, mark);
	}
	return OK;
}
