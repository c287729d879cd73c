/* settlement.c -- what a run and a correction write. */
#include "features/interpreters/settlement.h"

#include <inttypes.h>

#include "base/money.h"
#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "features/interpreters/booking.h"

enum { RUN_LAST, RUN_ADD, LINE_ADD, EVENT_ADD, NOW_SETTLED, VERSION };
const struct sql settlement_sql[] = {
	[RUN_LAST] = { "SELECT COALESCE(MAX(run), 0) FROM settlement WHERE centre_id = $1 AND month = $2", "is" },
	[RUN_ADD] = { "INSERT INTO settlement (centre_id, month, run, settled_by, settled_at) VALUES ($1, $2, $3, $4, "
	              "$5)"
	              " RETURNING id",
	              "isist" },
	[LINE_ADD] = { "INSERT INTO settlement_line (centre_id, settlement_id, booking_id, interpreter_id, pot_id, "
	               "part,"
	               " cents, card_id, paid_on, corrects, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
	               " $11)",
	               "iiiiisiidis" },
	[EVENT_ADD] = { "INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, interpreter_id)"
	                " VALUES ($1, $2, $3, 'settled', $4, $5, $6)",
	                "iiitsi" },
	/* All of the run $2 at once, by its lines. The KI stands in the part that chooses, see settlement_draft.c. */
	[NOW_SETTLED] = { "UPDATE booking_now SET stage = 'settled', since = $3 WHERE booking_id IN (SELECT "
	                  "l.booking_id"
	                  " FROM settlement_line l WHERE l.centre_id = $1 AND l.settlement_id = $2)",
	                  "iit" },
	[VERSION] = { "UPDATE booking SET version = version + 1 WHERE id IN (SELECT l.booking_id"
	              " FROM settlement_line l WHERE l.centre_id = $1 AND l.settlement_id = $2)",
	              "ii" },
	{ 0 },
};

/* --- a run -------------------------------------------------------------------------------------------------------- */

/* *ret: its number in the database. */
static err begin_run(struct cx *cx, int64_t centre_id, struct settlement *s)
{
	int64_t last;
	s->settled_by = user_signature(cx);
	s->settled_at = cx->now;
	TRY(db_int(cx, &settlement_sql[RUN_LAST], &last, V(centre_id, s->month)));
	s->run = last + 1;
	err e = db_int(cx, &settlement_sql[RUN_ADD], &s->id, V(centre_id, s->month, s->run, s->settled_by, cx->now));
	if (e == E_INVALID) { /* the same number in the same moment */
		fault_clear(cx);
		return fail(cx, E_STALE, "settlement.elsewhere", NO_ARGS);
	}
	return e;
}

static void note_run(struct cx *cx, const char *action, const struct tenant *centre, const struct settlement *s)
{
	audit_change(cx, action,
	             str_print(cx->mem, "centres/" STR_FMT "/interpreters/settlements/%" PRId64, STR_ARG(centre->slug),
	                       s->id),
	             MAYBE(centre->id), &settlement_rec, NULL, s);
}

/* What a run adds, a statement each for all rows. */
struct writer {
	struct db_many events, lines;
};

static void add_item(struct cx *cx, struct writer *w, int64_t centre_id, const struct settlement_item *i, int64_t run)
{
	const struct booking_state *state = &i->job->state;
	int64_t id = i->job->booking_id;
	str who = cx->user ? cx->user->login : S("system");
	db_many_add(cx, &w->events, V(centre_id, id, state->round, cx->now, who, state->interpreter_id));
	LIST_EACH (const struct settlement_share, share, &i->shares)
		db_many_add(cx, &w->lines,
		            V(centre_id, run, id, state->interpreter_id, share->pot_id, str_of(share->part),
		              share->cents, i->card->id, cx->today, 0, STR_NONE));
}

static err write_items(struct cx *cx, int64_t centre_id, const struct settlement_draft *d, const struct settlement *s)
{
	struct writer w = { { .sql = &settlement_sql[EVENT_ADD] }, { .sql = &settlement_sql[LINE_ADD] } };
	LIST_EACH (const struct settlement_item, i, &d->items)
		if (!i->missing.p)
			add_item(cx, &w, centre_id, i, s->id);
	err e = db_many_run(cx, &w.events, NULL);
	if (e == OK)
		e = db_many_run(cx, &w.lines, NULL);
	if (e == E_INVALID) { /* the unique indexes: it is settled by now */
		fault_clear(cx);
		return fail(cx, E_STALE, "settlement.elsewhere", NO_ARGS);
	}
	TRY(e);
	TRY(db_exec(cx, &settlement_sql[NOW_SETTLED], NULL, V(centre_id, s->id, cx->now)));
	return db_exec(cx, &settlement_sql[VERSION], NULL, V(centre_id, s->id));
}

err settlement_run_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct settlement_order *o = in;
	struct settlement_draft d;
	struct settlement s = { .month = o->month };
	ASSERT(db_in_tx(cx));
	TRY(settlement_draft_of(cx, o->centre, o->month, &d));
	if (!d.count)
		return fail(cx, E_STALE, "settlement.nothing", NO_ARGS);
	s.assignments = d.count;
	s.cents = d.cents;
	LIST_EACH (const struct settlement_person, p, &d.world.people)
		s.people += p->count > 0;
	TRY(begin_run(cx, o->centre->id, &s));
	TRY(write_items(cx, o->centre->id, &d, &s));
	note_run(cx, "pool.settle", o->centre, &s);
	*(int64_t *)ret = s.id;
	return OK;
}

/* --- a correction ------------------------------------------------------------------------------------------------- */

/* What one pot paid for one part, all lines together. */
struct paid {
	int64_t pot_id, cents;
	str part;
};

static struct list paid_of(struct cx *cx, const struct list *lines, int64_t *ret_total)
{
	struct list paid = { 0 };
	*ret_total = 0;
	LIST_EACH (const struct settlement_line, l, lines) {
		struct paid *there = NULL;
		LIST_EACH (struct paid, p, &paid)
			if (p->pot_id == l->pot_id && str_eq(p->part, l->part))
				there = p;
		if (!there) {
			there = LIST_ADD(cx->mem, &paid, struct paid);
			*there = (struct paid){ .pot_id = l->pot_id, .part = l->part };
		}
		there->cents += l->cents;
		*ret_total += l->cents;
	}
	return paid;
}

/* The difference, in proportion to what was paid; all on the first one if nothing was. */
static int64_t *split(struct cx *cx, const struct list *paid, int64_t cents)
{
	int64_t *weights = NEW_ARRAY(cx->mem, int64_t, paid->n), *parts = NEW_ARRAY(cx->mem, int64_t, paid->n);
	for (size_t n = 0; n < paid->n; n++) {
		int64_t was = LIST_AT(paid, struct paid, n)->cents;
		weights[n] = was > 0 ? was : 0;
	}
	money_split(cents, weights, paid->n, parts);
	return parts;
}

static err check_ceiling(struct cx *cx, int64_t centre_id, int64_t interpreter_id, int64_t cents)
{
	struct settlement_year y;
	int year = day_year(cx->today);
	TRY(settlement_person_year(cx, centre_id, interpreter_id, year, &y));
	const struct tax_ceiling ceiling = { .kind = y.kind, .year = year, .cents = y.ceiling_cents };
	int64_t earned = y.counted_cents > 0 ? y.counted_cents : 0;
	struct tax_verdict v = tax_verdict_of(&ceiling, earned, y.other_cents, cents);
	if (str_is(v.verdict, "consent") && !day_is(y.consent_on))
		return problem_add(cx, "total_cents", "settlement.correct_ceiling",
		                   ARGS({ "name", y.name }, { "over", say_money(cx->words, cx->mem, v.over_cents) }));
	return OK;
}

static err write_correction(struct cx *cx, const struct settlement_correction *c, const struct list *lines,
                            const struct settlement *s, const struct list *paid, const int64_t *parts)
{
	const struct settlement_line *first = LIST_AT(lines, struct settlement_line, 0);
	struct db_many add = { .sql = &settlement_sql[LINE_ADD] };
	for (size_t n = 0; n < paid->n; n++) {
		const struct paid *p = LIST_AT(paid, struct paid, n);
		if (parts[n])
			db_many_add(cx, &add,
			            V(c->centre->id, s->id, c->booking_id, first->interpreter_id, p->pot_id, p->part,
			              parts[n], first->card_id, cx->today, 1, c->reason));
	}
	TRY(db_many_run(cx, &add, NULL));
	struct booking b;
	TRY(booking_find(cx, c->centre->id, c->booking_id, &b));
	const struct booking_event e = { .kind = S("corrected"),
		                         .round = b.round,
		                         .interpreter_id = MAYBE(first->interpreter_id),
		                         .note = c->reason };
	return booking_event_in_tx(cx, c->centre->id, c->booking_id, &e, NULL);
}

err settlement_correct_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct settlement_correction *c = in;
	struct list lines = { 0 };
	int64_t total;
	ASSERT(db_in_tx(cx));
	TRY(settlement_lines_of(cx, c->centre->id, c->booking_id, &lines));
	if (!lines.n)
		return fail(cx, E_NOTFOUND, "settlement.unknown_booking", NO_ARGS);
	struct list paid = paid_of(cx, &lines, &total);
	int64_t cents = c->total_cents - total;
	if (!cents)
		return problem_add(cx, "total_cents", "settlement.correct_same", NO_ARGS);
	TRY(check_ceiling(cx, c->centre->id, LIST_AT(&lines, struct settlement_line, 0)->interpreter_id, cents));
	struct settlement s = { .month = str_part(day_iso(cx->mem, cx->today), 0, 7),
		                .people = 1,
		                .assignments = 1,
		                .cents = cents,
		                .corrections = 1 };
	TRY(begin_run(cx, c->centre->id, &s));
	TRY(write_correction(cx, c, &lines, &s, &paid, split(cx, &paid, cents)));
	note_run(cx, "pool.correct", c->centre, &s);
	*(int64_t *)ret = s.id;
	return OK;
}
