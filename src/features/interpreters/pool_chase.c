#include "features/interpreters/pool_chase.h"

#include "base/log.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_mail.h"

enum { MOST_PER_CENTRE = 200 };
#define DAY_MS INT64_C(86400000)

struct centre_row {
	int64_t id;
};
static const struct field centre_fields[] = { FIELD(struct centre_row, id, KIND_INT) };
static const struct record centre_rec = RECORD("centre", struct centre_row, centre_fields);
struct late_row {
	int64_t centre_id, booking_id, round, interpreter_id;
	str stage;
	instant ends_at;
	int64_t step; /* the last reminder; 0: none */
};
static const struct field late_fields[] = {
	FIELD(struct late_row, booking_id, KIND_INT),     FIELD(struct late_row, round, KIND_INT),
	FIELD(struct late_row, interpreter_id, KIND_INT), FIELD(struct late_row, stage, KIND_TEXT),
	FIELD(struct late_row, ends_at, KIND_INSTANT),    FIELD(struct late_row, step, KIND_INT),
};
static const struct record late_rec = RECORD("late", struct late_row, late_fields);

enum { CENTRES, LATE };
const struct sql pool_chase_sql[] = {
	/* tenant: all */
	[CENTRES] = { "SELECT id FROM centre ORDER BY id LIMIT 1000", "" },
	/* Only those that wait for a reminder, so that the ones that had theirs never stand in their way. */
	[LATE] = { "SELECT booking_id, round, interpreter_id, stage, ends_at, step FROM (SELECT n.booking_id, n.round,"
	           " n.interpreter_id, n.stage, n.ends_at, COALESCE((SELECT MAX(e.step) FROM booking_event e WHERE"
	           " e.booking_id = n.booking_id AND e.round = n.round AND e.kind = 'chased'), 0) AS step FROM"
	           " booking_now n WHERE n.centre_id = $1 AND n.stage IN ('booked', 'reported', 'disputed') AND"
	           " n.interpreter_id IS NOT NULL AND n.starts_at >= $2 AND n.ends_at <= $3) w WHERE step = 0 OR"
	           " (step = 1 AND ends_at <= $4) ORDER BY ends_at, booking_id LIMIT 200",
	           "ittt" },
	{ 0 },
};

int pool_chase_step(instant ended, instant now)
{
	int64_t days = (now.ms - ended.ms) / DAY_MS;
	return days >= CHASE_SECOND_DAYS ? 2 : days >= CHASE_FIRST_DAYS ? 1 : 0;
}

static err remind(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct late_row *r = in;
	bool times = str_is(r->stage, "booked"); /* it is over, and nobody said when */
	const struct booking_event e = { .kind = S("chased"),
		                         .round = r->round,
		                         .interpreter_id = times ? MAYBE(r->interpreter_id) : (struct maybe){ 0 },
		                         .step = MAYBE(pool_chase_step(r->ends_at, cx->now)) };
	TRY(booking_event_in_tx(cx, r->centre_id, r->booking_id, &e, NULL));
	return pool_mail_in_tx(cx, r->centre_id, times ? POOL_MAIL_CHASE_TIMES : POOL_MAIL_CHASE_SIGN, r->booking_id,
	                       r->round, times ? r->interpreter_id : 0);
}

static err chase_centre(struct cx *cx, int64_t centre_id, bool *more)
{
	struct list late = { 0 };
	TRY(db_list(cx, &pool_chase_sql[LATE], &late_rec, &late,
	            V(centre_id, (instant){ cx->now.ms - CHASE_OLDEST_DAYS * DAY_MS },
	              (instant){ cx->now.ms - CHASE_FIRST_DAYS * DAY_MS },
	              (instant){ cx->now.ms - CHASE_SECOND_DAYS * DAY_MS })));
	LIST_EACH (struct late_row, r, &late) {
		r->centre_id = centre_id;
		err e = db_tx(cx, "pool.chase", remind, r, NULL, 0);
		if (e != OK && e != E_STALE &&
		    e != E_INVALID) /* those: somebody answered, or the reminder is out already */
			return e;
		fault_clear(cx);
	}
	*more |= late.n == MOST_PER_CENTRE;
	return OK;
}

static err go_on(struct cx *cx, const void *in UNUSED, void *ret UNUSED)
{
	return job_add_in_tx(cx, "pool.chase", S("{}"), cx->now);
}

err pool_chase_job_run(struct cx *cx, const struct job *job UNUSED)
{
	struct list centres = { 0 };
	bool more = false;
	TRY(db_list(cx, &pool_chase_sql[CENTRES], &centre_rec, &centres, V_NONE));
	LIST_EACH (const struct centre_row, c, &centres)
		TRY(chase_centre(cx, c->id, &more));
	return more ? db_tx(cx, "pool.chase", go_on, NULL, NULL, 0) : OK;
}
