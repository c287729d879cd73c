#include "features/interpreters/booking_times.h"

#include <inttypes.h>

#include "core/audit.h"
#include "crypt/crypt.h"
#include "features/interpreters/pool_mail.h"

/* The PIN of a booking; pin_failed: mistakes with this one and those before it. */
struct pin_row {
	int64_t id;
	str pin_hash;
	int64_t pin_failed;
};
static const struct field pin_fields[] = {
	FIELD(struct pin_row, id, KIND_INT),
	FIELD(struct pin_row, pin_hash, KIND_TEXT),
	FIELD(struct pin_row, pin_failed, KIND_INT),
};
static const struct record pin_rec = RECORD("pool_link", struct pin_row, pin_fields);

enum { PIN_FIND, PIN_FAILED, PIN_SET };
const struct sql booking_times_sql[] = {
	/* Every mail to the institution brings a new PIN: mistakes count for the assignment, not for one of them. */
	[PIN_FIND] = { "SELECT l.id, l.pin_hash, (SELECT CAST(SUM(f.pin_failed) AS BIGINT) FROM pool_link f WHERE"
	               " f.centre_id = $1 AND f.booking_id = $2 AND f.round = $3 AND f.purpose = 'sign') AS pin_failed"
	               " FROM pool_link l WHERE l.centre_id = $1 AND l.booking_id = $2 AND l.round = $3"
	               " AND l.pin_hash IS NOT NULL AND l.expires_at > $4 ORDER BY l.id DESC LIMIT 1",
	               "iiit" },
	[PIN_FAILED] = { "UPDATE pool_link SET pin_failed = pin_failed + 1 WHERE centre_id = $1 AND id = $2", "ii" },
	[PIN_SET] = { "UPDATE pool_link SET pin_hash = $2 WHERE hash = $1 AND purpose = 'sign'", "ss" },
	{ 0 },
};

/* --- reading what was typed --------------------------------------------------------------------------------------- */

/* "9:30", "09.30", "930" and "9" are times of the day; in minutes, or -1. */
static int minutes_of(str typed)
{
	str rest = str_trim(typed), hours = rest, minutes = S("0");
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == ':' || rest.p[i] == '.') {
			hours = (str){ rest.p, i };
			minutes = (str){ rest.p + i + 1, rest.n - i - 1 };
			break;
		}
	if (hours.n == rest.n && rest.n > 2) { /* no sign between them */
		hours = (str){ rest.p, rest.n - 2 };
		minutes = (str){ rest.p + rest.n - 2, 2 };
	}
	int64_t h, m;
	if (!str_to_int(hours, &h) || !str_to_int(minutes, &m) || h < 0 || h > 23 || m < 0 || m > 59)
		return -1;
	return (int)(h * 60 + m);
}

/* A minute of a day in Berlin; in the hour that March leaves out there is none. */
static err at(struct cx *cx, const char *field, day d, int minutes, instant *ret)
{
	str text = str_print(cx->mem, STR_FMT "T%02d:%02d", STR_ARG(day_iso(cx->mem, d)), minutes / 60, minutes % 60);
	return instant_parse(text, ret) ? OK : problem_add(cx, field, "request_form.no_such_hour", NO_ARGS);
}

err times_read(struct cx *cx, const struct booking *b, str begin, str end, struct booking_times *ret)
{
	int from = minutes_of(begin), to = minutes_of(end);
	day d = instant_day(b->starts_at);
	err e = OK;
	if (from < 0)
		e = problem_add(cx, "begin", "times.no_time", NO_ARGS);
	if (to < 0)
		e = problem_add(cx, "end", "times.no_time", NO_ARGS);
	if (e != OK)
		return e;
	TRY(at(cx, "begin", d, from, &ret->starts_at));
	TRY(at(cx, "end", to > from ? d : day_add(d, 1), to, &ret->ends_at));
	if (ret->ends_at.ms > cx->now.ms || b->starts_at.ms > cx->now.ms)
		return problem_add(cx, "end", "times.not_yet", NO_ARGS);
	return OK;
}

str times_clock(struct cx *cx, instant t)
{
	str said = instant_local(cx->mem, t);
	return t.ms ? (str){ said.p + said.n - 5, 5 } : STR_NONE;
}

/* --- the PIN ------------------------------------------------------------------------------------------------------ */

static str pin_hash(struct arena *a, str link_hash, str pin)
{
	return crypt_hash_parts(a, (const str[]){ S("pool pin"), link_hash, pin }, 3);
}

static str salt_of(struct cx *cx, const struct times_in *in)
{
	return str_print(cx->mem, "%" PRId64 "/%" PRId64, in->link.booking_id.v, in->link.round.v);
}

/* What became of a try; problem NULL: the PIN is right. */
struct pin_try {
	int64_t id;
	const char *problem;
};

/* Looks and counts in one transaction: many tries at the same moment are still so many. */
static err try_pin(struct cx *cx, const void *in, void *ret)
{
	const struct times_in *t = in;
	struct pin_try *out = ret;
	struct pin_row row;
	int64_t centre = t->link.centre_id;
	err e = db_row(cx, &booking_times_sql[PIN_FIND], &pin_rec, &row,
	               V(centre, t->link.booking_id.v, t->link.round.v, cx->now));
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		out->problem = "times.no_pin";
		return OK;
	}
	TRY(e);
	out->id = row.id;
	if (row.pin_failed >= PIN_TRIES)
		out->problem = "times.pin_locked";
	else if (!crypt_equal(row.pin_hash, pin_hash(cx->mem, salt_of(cx, t), str_trim(t->said.pin))))
		out->problem = "times.pin_wrong";
	if (!out->problem || row.pin_failed >= PIN_TRIES)
		return OK;
	audit_note(cx, "booking.pin_wrong", booking_object(cx, t->link.booking_id.v), MAYBE(centre));
	return db_exec(cx, &booking_times_sql[PIN_FAILED], NULL, V(centre, row.id));
}

err times_pin_check(struct cx *cx, struct times_in *in)
{
	struct pin_try tried;
	if (!str_trim(in->said.pin).n)
		return OK;
	TRY(db_tx(cx, "pin tried", try_pin, in, &tried, sizeof tried));
	if (tried.problem)
		return problem_add(cx, "pin", tried.problem, NO_ARGS);
	in->pin.id = tried.id;
	return OK;
}

err times_pin_make_in_tx(struct cx *cx, const struct pool_link *link, str code, str *ret_pin)
{
	struct times_in in = { .link = *link };
	str pin = str_print(cx->mem, "%06" PRId64, crypt_random(1000000));
	TRY(db_exec(cx, &booking_times_sql[PIN_SET], NULL,
	            V(pool_link_hash(cx->mem, code), pin_hash(cx->mem, salt_of(cx, &in), pin))));
	*ret_pin = pin;
	return OK;
}

/* --- saying and confirming ---------------------------------------------------------------------------------------- */

err times_report_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct times_in *t = in;
	struct booking_state *s = ret;
	int64_t centre = t->link.centre_id, id = t->link.booking_id.v;
	struct booking_event e = { .kind = S("reported"),
		                   .round = t->link.round.v,
		                   .interpreter_id = t->link.interpreter_id,
		                   .starts_at = t->times.starts_at,
		                   .ends_at = t->times.ends_at,
		                   .travel_minutes = t->said.travel_minutes,
		                   .distance_m = t->said.distance_km,
		                   .travel_cents = t->said.travel_cents };
	TRY(booking_event_in_tx(cx, centre, id, &e, s));
	if (str_is(s->stage, "signed"))
		return OK;
	if (!t->pin.id)
		return pool_mail_in_tx(cx, centre, POOL_MAIL_SIGN, id, s->round, 0);
	const struct sign_in sign = { .centre_id = centre, .booking_id = id, .round = s->round };
	return times_sign_in_tx(cx, &sign, ret);
}

err times_sign_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct sign_in *t = in;
	struct list events = { 0 };
	struct booking b;
	TRY(booking_find(cx, t->centre_id, t->booking_id, &b));
	if (t->version && t->version != b.version)
		return fail(cx, E_STALE, "times.changed", NO_ARGS);
	TRY(booking_events(cx, t->centre_id, t->booking_id, &events));
	struct booking_state s = booking_fold(cx->mem, &events);
	bool own = t->times.starts_at.ms != 0;
	struct booking_event e = { .kind = t->wrong && !own ? S("disputed") : S("signed"),
		                   .round = t->round,
		                   .starts_at = own ? t->times.starts_at : s.reported.starts_at,
		                   .ends_at = own ? t->times.ends_at : s.reported.ends_at,
		                   .note = t->note };
	if (str_is(e.kind, "disputed"))
		e.starts_at = e.ends_at = (instant){ 0 };
	else if (!e.starts_at.ms)
		return problem_add(cx, "begin", "times.nothing_reported", NO_ARGS);
	return booking_event_in_tx(cx, t->centre_id, t->booking_id, &e, ret);
}
