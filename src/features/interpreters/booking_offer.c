#include "features/interpreters/booking_offer.h"

#include "features/interpreters/pool_fit.h"
#include "features/interpreters/pool_mail.h"

/* Where a person is booked, and where a booking is. */
struct slot_row {
	int64_t id;
	instant starts_at, ends_at;
	str mode;
	struct maybe lat, lon;
};
static const struct field slot_fields[] = {
	FIELD(struct slot_row, id, KIND_INT),
	FIELD(struct slot_row, starts_at, KIND_INSTANT),
	FIELD(struct slot_row, ends_at, KIND_INSTANT),
	FIELD(struct slot_row, mode, KIND_TEXT),
	FIELD(struct slot_row, lat, KIND_INT, .maybe = true),
	FIELD(struct slot_row, lon, KIND_INT, .maybe = true),
};
static const struct record slot_rec = RECORD("slot", struct slot_row, slot_fields);

enum { SLOT, NEAR, LOCK_PERSON };
const struct sql booking_offer_sql[] = {
	[SLOT] = { "SELECT b.id, n.starts_at, n.ends_at, b.mode, c.lat, c.lon FROM booking b"
	           " JOIN booking_now n ON n.booking_id = b.id LEFT JOIN booking_contact c ON c.booking_id = b.id"
	           " WHERE b.centre_id = $1 AND b.id = $2",
	           "ii" },
	/* What the person has within a day of it: no way within the Land takes longer. */
	[NEAR] = { "SELECT b.id, n.starts_at, n.ends_at, b.mode, c.lat, c.lon FROM booking_now n"
	           " JOIN booking b ON b.id = n.booking_id LEFT JOIN booking_contact c ON c.booking_id = n.booking_id"
	           " WHERE n.centre_id = $1 AND n.interpreter_id = $2 AND n.starts_at BETWEEN $3 AND $4"
	           " AND n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled') AND n.booking_id <> $5"
	           " ORDER BY n.starts_at LIMIT 200",
	           "iitti" },
	/* Others who want the same person wait here; the row itself stays as it is. */
	[LOCK_PERSON] = { "UPDATE interpreter SET id = id WHERE centre_id = $1 AND id = $2", "ii" },
	{ 0 },
};

/* --- asking ------------------------------------------------------------------------------------------------------- */

static struct booking_event about(const struct booking *b, const char *kind, int64_t interpreter_id)
{
	return (struct booking_event){ .kind = str_of(kind),
		                       .round = b->round,
		                       .interpreter_id = MAYBE(interpreter_id) };
}

static bool was_asked(const struct list *events, int64_t round, int64_t interpreter_id)
{
	LIST_EACH (const struct booking_event, e, events)
		if (e->round == round && e->interpreter_id.has && e->interpreter_id.v == interpreter_id &&
		    (str_is(e->kind, "asked") || str_is(e->kind, "declined")))
			return true;
	return false;
}

err offer_ask_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct offer_ask *ask = in;
	int64_t *asked = ret;
	struct booking b;
	struct list events = { 0 };
	TRY(booking_find(cx, ask->centre_id, ask->booking_id, &b));
	TRY(booking_events(cx, ask->centre_id, ask->booking_id, &events));
	*asked = 0;
	for (size_t i = 0; i < ask->n; i++) {
		if (was_asked(&events, b.round, ask->people[i]))
			continue;
		struct booking_event e = about(&b, "asked", ask->people[i]);
		TRY(booking_event_in_tx(cx, ask->centre_id, ask->booking_id, &e, NULL));
		TRY(pool_mail_in_tx(cx, ask->centre_id, POOL_MAIL_ASK, ask->booking_id, b.round, ask->people[i]));
		++*asked;
	}
	return OK;
}

/* --- one person at one place at a time ---------------------------------------------------------------------------- */

static struct fit_slot slot_of(const struct slot_row *r)
{
	return (struct fit_slot){ .start = r->starts_at,
		                  .end = r->ends_at,
		                  .mode = fit_mode_of(r->mode),
		                  .place = { (int32_t)r->lat.v, (int32_t)r->lon.v } };
}

static err check_free(struct cx *cx, const struct offer_place *p, const struct booking_date *date)
{
	struct slot_row wanted;
	struct list near = { 0 };
	int64_t way;
	const int64_t a_day = 86400000;
	TRY(db_exec(cx, &booking_offer_sql[LOCK_PERSON], NULL, V(p->centre_id, p->interpreter_id)));
	TRY(db_row(cx, &booking_offer_sql[SLOT], &slot_rec, &wanted, V(p->centre_id, p->booking_id)));
	wanted.starts_at = date->starts_at;
	wanted.ends_at = date->ends_at;
	TRY(db_list(cx, &booking_offer_sql[NEAR], &slot_rec, &near,
	            V(p->centre_id, p->interpreter_id, (instant){ date->starts_at.ms - 2 * a_day },
	              (instant){ date->ends_at.ms + a_day }, p->booking_id)));
	struct fit_slot mine = slot_of(&wanted);
	LIST_EACH (const struct slot_row, r, &near) {
		struct fit_slot other = slot_of(r);
		if (fit_clash(&fit_rules_default.travel, &mine, &other, &way))
			return fail(cx, E_STALE, "booking.clash", NO_ARGS);
	}
	return OK;
}

static err date_of(struct cx *cx, const struct offer_place *p, struct booking_date *ret)
{
	struct list dates = { 0 };
	TRY(booking_dates(cx, p->centre_id, p->booking_id, p->round, &dates));
	LIST_EACH (const struct booking_date, d, &dates) {
		if (d->choice != p->choice)
			continue;
		*ret = *d;
		return OK;
	}
	return problem_add(cx, "choice", "booking.no_date", NO_ARGS);
}

/* --- answering ---------------------------------------------------------------------------------------------------- */

static err tell_the_others(struct cx *cx, const struct offer_place *p, const struct booking_state *s)
{
	LIST_EACH (const struct booking_asked, a, &s->asked)
		if (a->interpreter_id != s->interpreter_id && !a->declined)
			TRY(pool_mail_in_tx(cx, p->centre_id, POOL_MAIL_TAKEN, p->booking_id, s->round,
			                    a->interpreter_id));
	return OK;
}

err offer_accept_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct offer_place *p = in;
	struct booking_state *s = ret;
	struct booking_date date = { 0 };
	struct booking_event e = { .kind = S("accepted"),
		                   .round = p->round,
		                   .interpreter_id = MAYBE(p->interpreter_id),
		                   .choice = MAYBE(p->choice) };
	TRY(date_of(cx, p, &date));
	e.starts_at = date.starts_at;
	e.ends_at = date.ends_at;
	TRY(booking_event_in_tx(cx, p->centre_id, p->booking_id, &e, s)); /* locks the booking, then the person */
	TRY(check_free(cx, p, &date));
	TRY(tell_the_others(cx, p, s));
	TRY(pool_mail_in_tx(cx, p->centre_id, POOL_MAIL_BOOKED, p->booking_id, s->round, p->interpreter_id));
	return pool_mail_in_tx(cx, p->centre_id, POOL_MAIL_FOUND, p->booking_id, s->round, 0);
}

err offer_decline_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct offer_place *p = in;
	struct booking_event e = { .kind = S("declined"),
		                   .round = p->round,
		                   .interpreter_id = MAYBE(p->interpreter_id) };
	return booking_event_in_tx(cx, p->centre_id, p->booking_id, &e, ret);
}

err offer_answer_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct offer_answer *a = in;
	const struct offer_place p = { .centre_id = a->link.centre_id,
		                       .booking_id = a->link.booking_id.v,
		                       .round = a->link.round.v,
		                       .interpreter_id = a->link.interpreter_id.v,
		                       .choice = a->choice };
	struct booking_date date;
	TRY(pool_link_use_in_tx(cx, &a->link));
	if (!a->yes)
		return offer_decline_in_tx(cx, &p, ret);
	TRY(date_of(cx, &p, &date));
	if (date.starts_at.ms <= cx->now.ms) /* the KI may note afterwards who came; a click may not */
		return problem_add(cx, "choice", "booking.no_date", NO_ARGS);
	return offer_accept_in_tx(cx, &p, ret);
}

err offer_return_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct offer_return *r = in;
	struct booking b;
	TRY(booking_find(cx, r->centre_id, r->booking_id, &b));
	struct booking_event e = about(&b, "returned", b.interpreter_id.v);
	e.note = r->note;
	TRY(booking_event_in_tx(cx, r->centre_id, r->booking_id, &e, ret));
	TRY(booking_dates_repeat_in_tx(cx, r->centre_id, r->booking_id, b.round));
	TRY(pool_mail_lost_in_tx(cx, r->centre_id, &b));
	return pool_mail_in_tx(cx, r->centre_id, POOL_MAIL_SEARCHING, r->booking_id, b.round + 1, 0);
}
