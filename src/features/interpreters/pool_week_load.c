#include "features/interpreters/pool_week_load.h"

#include "features/interpreters/pool_crew.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_load.h"

/* --- rows, all by the id of the booking --------------------------------------------------------------------------- */

struct place_row {
	int64_t booking_id;
	struct maybe lat, lon;
};
static const struct field place_fields[] = {
	FIELD(struct place_row, booking_id, KIND_INT),
	FIELD(struct place_row, lat, KIND_INT, .maybe = true),
	FIELD(struct place_row, lon, KIND_INT, .maybe = true),
};
static const struct record place_rec = RECORD("booking_contact", struct place_row, place_fields);

struct date_row {
	int64_t booking_id;
	instant starts_at, ends_at;
};
static const struct field date_fields[] = {
	FIELD(struct date_row, booking_id, KIND_INT),
	FIELD(struct date_row, starts_at, KIND_INSTANT),
	FIELD(struct date_row, ends_at, KIND_INSTANT),
};
static const struct record date_rec = RECORD("booking_date", struct date_row, date_fields);

static const struct field asked_fields[] = {
	FIELD(struct week_asked, booking_id, KIND_INT),
	FIELD(struct week_asked, interpreter_id, KIND_INT),
	FIELD(struct week_asked, declined, KIND_BOOL),
};
static const struct record asked_rec = RECORD("booking_event", struct week_asked, asked_fields);

#define OPEN " WHERE n.centre_id = $1 AND n.stage IN ('open', 'asking') AND n.starts_at >= $2 AND n.starts_at < $3"
enum { PLACES, DATES, ASKED_PEOPLE };
const struct sql pool_week_load_sql[] = {
	[PLACES] = { "SELECT c.booking_id, c.lat, c.lon FROM booking_now n JOIN booking_contact c"
	             " ON c.booking_id = n.booking_id" OPEN " ORDER BY c.booking_id LIMIT 1000",
	             "itt" },
	[DATES] = { "SELECT d.booking_id, d.starts_at, d.ends_at FROM booking_now n JOIN booking_date d"
	            " ON d.booking_id = n.booking_id AND d.round = n.round" OPEN
	            " ORDER BY d.booking_id, d.choice LIMIT 3000",
	            "itt" },
	[ASKED_PEOPLE] = { "SELECT e.booking_id, e.interpreter_id, MAX(CASE WHEN e.kind = 'declined' THEN 1 ELSE 0 END)"
	                   " AS declined FROM booking_now n JOIN booking_event e ON e.booking_id = n.booking_id"
	                   " AND e.round = n.round AND e.kind IN ('asked', 'declined')" OPEN
	                   " GROUP BY e.booking_id, e.interpreter_id ORDER BY e.booking_id LIMIT 100000",
	                   "itt" },
	{ 0 },
};

/* --- requests ----------------------------------------------------------------------------------------------------- */

struct reader {
	struct cx *cx;
	struct list languages, places, dates; /* struct language, place_row, date_row */
	struct week_open *open;
	day first, last; /* that any date touches */
};

static str of_code(const struct reader *r, str code)
{
	LIST_EACH (const struct language, l, &r->languages)
		if (str_eq(l->code, code))
			return l->of_code;
	return STR_NONE;
}

static const struct place_row *place_of(const struct reader *r, int64_t booking_id)
{
	static const struct place_row nowhere;
	LIST_EACH (const struct place_row, p, &r->places)
		if (p->booking_id == booking_id)
			return p;
	return &nowhere;
}

static struct list declined_of(const struct reader *r, int64_t booking_id)
{
	struct list found = { 0 };
	LIST_EACH (const struct week_asked, a, &r->open->asked)
		if (a->booking_id == booking_id && a->declined)
			*LIST_ADD(r->cx->mem, &found, int64_t) = a->interpreter_id;
	return found;
}

static void add_date(struct reader *r, const struct booking *b, struct week_request *to, instant starts, instant ends)
{
	if (starts.ms <= r->cx->now.ms)
		return;
	const struct place_row *p = place_of(r, b->id);
	struct fit_request *rq = LIST_ADD(r->cx->mem, &to->dates, struct fit_request);
	*rq = pool_question(b, b->language_code, of_code(r, b->language_code), p->lat, p->lon, starts, ends);
	rq->declined = declined_of(r, b->id);
	day from = instant_day(starts), until = instant_day(ends);
	r->first = day_is(r->first) && day_cmp(r->first, from) <= 0 ? r->first : from;
	r->last = day_is(r->last) && day_cmp(r->last, until) >= 0 ? r->last : until;
}

static void add_request(struct reader *r, const struct booking *b)
{
	struct week_request *to = LIST_ADD(r->cx->mem, &r->open->requests, struct week_request);
	LIST_EACH (const struct date_row, d, &r->dates)
		if (d->booking_id == b->id)
			add_date(r, b, to, d->starts_at, d->ends_at);
	if (to->dates.n == 0)
		add_date(r, b, to, b->starts_at, b->ends_at);
}

err pool_week_load(struct cx *cx, const struct tenant *centre, day from, struct week_open *ret)
{
	instant begin = instant_at(from, 0), end = instant_at(day_add(from, WEEK_DAYS), 0);
	struct reader r = { .cx = cx, .open = ret, .first = from, .last = from };
	*ret = (struct week_open){ 0 };
	if (begin.ms <= cx->now.ms)
		begin.ms = cx->now.ms + 1; /* what has begun cannot be planned */
	TRY(booking_looking(cx, centre->id, begin, end, WEEK_REQUESTS, &ret->bookings));
	TRY(db_list(cx, &pool_week_load_sql[PLACES], &place_rec, &r.places, V(centre->id, begin, end)));
	TRY(db_list(cx, &pool_week_load_sql[DATES], &date_rec, &r.dates, V(centre->id, begin, end)));
	TRY(db_list(cx, &pool_week_load_sql[ASKED_PEOPLE], &asked_rec, &ret->asked, V(centre->id, begin, end)));
	TRY(language_list(cx, &r.languages));
	LIST_EACH (const struct booking, b, &ret->bookings)
		add_request(&r, b);
	return pool_crew(cx, centre->id, r.first, r.last, &ret->people);
}

bool pool_week_was_asked(const struct week_open *w, int64_t booking_id, int64_t interpreter_id)
{
	LIST_EACH (const struct week_asked, a, &w->asked)
		if (a->booking_id == booking_id && a->interpreter_id == interpreter_id)
			return true;
	return false;
}
