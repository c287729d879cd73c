/* booking.c -- reading bookings, and the one door for events. */
#include "features/interpreters/booking.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "core/words.h"
#include "features/interpreters/interpreters.h"

/* --- records ------------------------------------------------------------------------------------------------------ */

static const struct field booking_fields[] = {
	FIELD(struct booking, id, KIND_INT),
	FIELD(struct booking, version, KIND_INT),
	FIELD(struct booking, number, KIND_TEXT),
	FIELD(struct booking, service, KIND_CHOICE, .choices = &booking_service_choices),
	FIELD(struct booking, language_code, KIND_TEXT),
	FIELD(struct booking, language, KIND_TEXT),
	FIELD(struct booking, mode, KIND_CHOICE, .choices = &booking_mode_choices),
	FIELD(struct booking, occasion, KIND_TEXT),
	FIELD(struct booking, legal, KIND_BOOL),
	FIELD(struct booking, medical, KIND_BOOL),
	FIELD(struct booking, aosf, KIND_BOOL),
	FIELD(struct booking, lesson, KIND_BOOL),
	FIELD(struct booking, recurring, KIND_BOOL),
	FIELD(struct booking, private, KIND_BOOL),
	FIELD(struct booking, gender_wish, KIND_CHOICE, .choices = &interpreter_gender_choices),
	FIELD(struct booking, gender_needed, KIND_BOOL),
	FIELD(struct booking, pages, KIND_INT, .maybe = true),
	FIELD(struct booking, urgent_reason, KIND_TEXT),
	FIELD(struct booking, institution_kind, KIND_CHOICE, .choices = &institution_kind_choices),
	FIELD(struct booking, institution, KIND_TEXT),
	FIELD(struct booking, municipality, KIND_TEXT),
	FIELD(struct booking, remark, KIND_TEXT),
	FIELD(struct booking, received_at, KIND_INSTANT),
	FIELD(struct booking, received_on, KIND_DAY),
	FIELD(struct booking, received_by, KIND_TEXT),
	FIELD(struct booking, stage, KIND_CHOICE, .choices = &booking_stage_choices),
	FIELD(struct booking, round, KIND_INT),
	FIELD(struct booking, since, KIND_INSTANT),
	FIELD(struct booking, starts_at, KIND_INSTANT),
	FIELD(struct booking, ends_at, KIND_INSTANT),
	FIELD(struct booking, interpreter_id, KIND_INT, .maybe = true),
	FIELD(struct booking, pot_id, KIND_INT, .maybe = true),
	FIELD(struct booking, travel_pot_id, KIND_INT, .maybe = true),
	FIELD(struct booking, interpreter_name, KIND_TEXT),
	FIELD(struct booking, asked, KIND_INT),
	FIELD(struct booking, declined, KIND_INT),
	FIELD(struct booking, expected_cents, KIND_MONEY),
	FIELD(struct booking, expected_travel_cents, KIND_MONEY),
};
const struct record booking_rec = RECORD("booking", struct booking, booking_fields);
static const struct field contact_fields[] = {
	FIELD(struct booking_contact, booking_id, KIND_INT),
	FIELD(struct booking_contact, name, KIND_TEXT),
	FIELD(struct booking_contact, email, KIND_TEXT),
	FIELD(struct booking_contact, phone, KIND_TEXT),
	FIELD(struct booking_contact, street, KIND_TEXT),
	FIELD(struct booking_contact, postcode, KIND_TEXT),
	FIELD(struct booking_contact, room, KIND_TEXT),
	FIELD(struct booking_contact, lat, KIND_INT, .maybe = true),
	FIELD(struct booking_contact, lon, KIND_INT, .maybe = true),
};
const struct record booking_contact_rec = RECORD("booking_contact", struct booking_contact, contact_fields);
static const struct field date_fields[] = {
	FIELD(struct booking_date, choice, KIND_INT),
	FIELD(struct booking_date, starts_at, KIND_INSTANT),
	FIELD(struct booking_date, ends_at, KIND_INSTANT),
};
const struct record booking_date_rec = RECORD("booking_date", struct booking_date, date_fields);

/* What booking_now says, to compare with the events. */
struct stored {
	int64_t booking_id, centre_id;
	str stage;
	int64_t round;
	instant starts_at, ends_at;
	struct maybe interpreter_id, pot_id;
	int64_t asked, declined;
};
static const struct field stored_fields[] = {
	FIELD(struct stored, booking_id, KIND_INT),
	FIELD(struct stored, centre_id, KIND_INT),
	FIELD(struct stored, stage, KIND_TEXT),
	FIELD(struct stored, round, KIND_INT),
	FIELD(struct stored, starts_at, KIND_INSTANT),
	FIELD(struct stored, ends_at, KIND_INSTANT),
	FIELD(struct stored, interpreter_id, KIND_INT, .maybe = true),
	FIELD(struct stored, pot_id, KIND_INT, .maybe = true),
	FIELD(struct stored, asked, KIND_INT),
	FIELD(struct stored, declined, KIND_INT),
};
static const struct record stored_rec = RECORD("booking_now", struct stored, stored_fields);

/* --- statements --------------------------------------------------------------------------------------------------- */

enum { FIND, LOOKING, CONTACT, DATES, EVENTS, LOCK, EVENT_ADD, NOW_DROP, NOW_ADD, DATE_ADD, DATES_REPEAT, STORED };
#define WHOLE                                                                                                          \
	"SELECT b.id, b.version, b.number, b.service, b.language_code,"                                                \
	" CASE WHEN o.name IS NULL THEN l.name ELSE o.name || ': ' || l.name END AS language, b.mode, b.occasion,"     \
	" b.legal, b.medical, b.aosf, b.lesson, b.recurring, b.private, b.gender_wish, b.gender_needed, b.pages,"      \
	" b.urgent_reason, b.institution_kind, b.institution, b.municipality, b.remark, b.received_at,"                \
	" b.received_on, b.received_by, n.stage, n.round, n.since, n.starts_at, n.ends_at, n.interpreter_id,"          \
	" n.pot_id, n.travel_pot_id, i.given_name || ' ' || i.family_name AS interpreter_name, n.asked,"               \
	" n.declined, n.expected_cents, n.expected_travel_cents FROM booking b"                                        \
	" JOIN booking_now n ON n.booking_id = b.id JOIN language l ON l.code = b.language_code"                       \
	" LEFT JOIN language o ON o.code = l.of_code LEFT JOIN interpreter i ON i.id = n.interpreter_id"
const struct sql booking_sql[] = {
	[FIND] = { WHOLE " WHERE b.centre_id = $1 AND b.id = $2", "ii" },
	[LOOKING] = { WHOLE " WHERE b.centre_id = $1 AND n.centre_id = $1 AND n.stage IN ('open', 'asking')"
	                    " AND n.starts_at >= $2 AND n.starts_at < $3 ORDER BY n.starts_at, b.id LIMIT $4",
	              "itti" },
	[CONTACT] = { "SELECT booking_id, name, email, phone, street, postcode, room, lat, lon FROM booking_contact"
	              " WHERE centre_id = $1 AND booking_id = $2",
	              "ii" },
	[DATES] = { "SELECT choice, starts_at, ends_at FROM booking_date WHERE centre_id = $1 AND booking_id = $2"
	            " AND round = $3 ORDER BY choice LIMIT 3",
	            "iii" },
	[EVENTS] = { "SELECT e.id, e.round, e.kind, e.at, e.by_whom, e.interpreter_id, e.choice, e.starts_at, "
	             "e.ends_at,"
	             " e.travel_minutes, e.distance_m, e.travel_cents, e.pot_id, e.travel_pot_id, e.expected_cents,"
	             " e.expected_travel_cents, e.late, e.step, e.note,"
	             " i.given_name || ' ' || i.family_name AS interpreter_name, p.name AS pot_name"
	             " FROM booking_event e LEFT JOIN interpreter i ON i.id = e.interpreter_id"
	             " LEFT JOIN pot p ON p.id = e.pot_id WHERE e.centre_id = $1 AND e.booking_id = $2 ORDER BY e.id "
	             "LIMIT 2000",
	             "ii" },
	[LOCK] = { "UPDATE booking SET version = version + 1 WHERE centre_id = $1 AND id = $2", "ii" },
	[EVENT_ADD] = { "INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, interpreter_id, "
	                "choice,"
	                " starts_at, ends_at, travel_minutes, distance_m, travel_cents, pot_id, travel_pot_id,"
	                " expected_cents, expected_travel_cents, late, step, note) VALUES ($1, $2, $3, $4, $5, $6, $7, "
	                "$8,"
	                " $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
	                "iiistsiittiiiiiiiiis" },
	[NOW_DROP] = { "DELETE FROM booking_now WHERE centre_id = $1 AND booking_id = $2", "ii" },
	[NOW_ADD] = { "INSERT INTO booking_now (centre_id, booking_id, stage, round, since, starts_at, ends_at, "
	              "held_on,"
	              " interpreter_id, asked, declined, pot_id, travel_pot_id, expected_cents, expected_travel_cents)"
	              " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
	              "iisitttdiiiiiii" },
	[DATE_ADD] = { "INSERT INTO booking_date (centre_id, booking_id, round, choice, starts_at, ends_at)"
	               " VALUES ($1, $2, $3, $4, $5, $6)",
	               "iiiitt" },
	[DATES_REPEAT] = { "INSERT INTO booking_date (centre_id, booking_id, round, choice, starts_at, ends_at)"
	                   " SELECT centre_id, booking_id, round + 1, choice, starts_at, ends_at FROM booking_date"
	                   " WHERE centre_id = $1 AND booking_id = $2 AND round = $3",
	                   "iii" },
	/* tenant: all */
	[STORED] = { "SELECT booking_id, centre_id, stage, round, starts_at, ends_at, interpreter_id, pot_id, asked, "
	             "declined"
	             " FROM booking_now WHERE booking_id < $1 ORDER BY booking_id DESC LIMIT $2",
	             "ii" },
	{ 0 },
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

static err unknown(struct cx *cx, err e)
{
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "booking.unknown", NO_ARGS) : e;
}

err booking_find(struct cx *cx, int64_t centre_id, int64_t id, struct booking *ret)
{
	TRY(unknown(cx, db_row(cx, &booking_sql[FIND], &booking_rec, ret, V(centre_id, id))));
	ret->stage = booking_stage_at(ret->stage, ret->starts_at, ret->ends_at, cx->now);
	return OK;
}

err booking_looking(struct cx *cx, int64_t centre_id, instant from, instant to, int most, struct list *ret)
{
	TRY(db_list(cx, &booking_sql[LOOKING], &booking_rec, ret, V(centre_id, from, to, most)));
	LIST_EACH (struct booking, b, ret)
		b->stage = booking_stage_at(b->stage, b->starts_at, b->ends_at, cx->now);
	return OK;
}

err booking_contact_find(struct cx *cx, int64_t centre_id, int64_t id, struct booking_contact *ret)
{
	return unknown(cx, db_row(cx, &booking_sql[CONTACT], &booking_contact_rec, ret, V(centre_id, id)));
}

err booking_dates(struct cx *cx, int64_t centre_id, int64_t id, int64_t round, struct list *ret)
{
	return db_list(cx, &booking_sql[DATES], &booking_date_rec, ret, V(centre_id, id, round));
}

err booking_events(struct cx *cx, int64_t centre_id, int64_t id, struct list *ret)
{
	return db_list(cx, &booking_sql[EVENTS], &booking_event_rec, ret, V(centre_id, id));
}

/* --- in words ----------------------------------------------------------------------------------------------------- */

str booking_place(struct cx *cx, str municipality, const struct booking_contact *c, enum booking_place_part part)
{
	struct text t = TEXT(cx->mem);
	if (part != BOOKING_TOWN && !str_blank(c->street))
		text_print(&t, STR_FMT ", ", STR_ARG(c->street));
	if (part != BOOKING_TOWN && !str_blank(c->postcode))
		text_print(&t, STR_FMT " ", STR_ARG(c->postcode));
	text_add(&t, municipality);
	if (part == BOOKING_ADDRESS_AND_ROOM && !str_blank(c->room))
		text_print(&t, ", " STR_FMT, STR_ARG(c->room));
	return text_str(&t);
}

str booking_occasion_say(struct cx *cx, str occasion)
{
	str key = str_print(cx->mem, "booking_occasion." STR_FMT, STR_ARG(occasion));
	return words_has(cx->words, key) ? word(cx->words, cx->mem, key.p) : occasion;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

str booking_object(struct cx *cx, int64_t id)
{
	return str_print(cx->mem, "bookings/%" PRId64, id);
}

static struct maybe or_none(int64_t v)
{
	return v ? MAYBE(v) : (struct maybe){ 0 };
}

static err write_now(struct cx *cx, int64_t centre_id, int64_t id, const struct booking_state *s)
{
	TRY(db_exec(cx, &booking_sql[NOW_DROP], NULL, V(centre_id, id)));
	return db_exec(cx, &booking_sql[NOW_ADD], NULL,
	               V(centre_id, id, s->stage, s->round, s->since, s->planned.starts_at, s->planned.ends_at,
	                 instant_day(s->planned.starts_at), or_none(s->interpreter_id), s->asked_count,
	                 s->declined_count, or_none(s->pot_id), or_none(s->travel_pot_id), s->expected_cents,
	                 s->expected_travel_cents));
}

static err insert_event(struct cx *cx, int64_t centre_id, int64_t id, const struct booking_event *e)
{
	return db_exec(cx, &booking_sql[EVENT_ADD], NULL,
	               V(centre_id, id, e->round, e->kind, e->at, e->by_whom, e->interpreter_id, e->choice,
	                 e->starts_at, e->ends_at, e->travel_minutes, e->distance_m, e->travel_cents, e->pot_id,
	                 e->travel_pot_id, e->expected_cents, e->expected_travel_cents, e->late, e->step, e->note));
}

err booking_event_in_tx(struct cx *cx, int64_t centre_id, int64_t id, const struct booking_event *e,
                        struct booking_state *ret)
{
	int64_t found;
	struct list events = { 0 };
	struct booking_event now = *e;
	now.at = cx->now;
	now.by_whom = cx->user ? cx->user->login : cx->request ? S("link") : S("system");
	TRY(db_exec(cx, &booking_sql[LOCK], &found, V(centre_id, id)));
	if (!found)
		return fail(cx, E_NOTFOUND, "booking.unknown", NO_ARGS);
	TRY(booking_events(cx, centre_id, id, &events));
	struct booking_state s = booking_fold(cx->mem, &events);
	const char *why = booking_fits(&s, &now);
	if (why)
		return fail(cx, E_STALE, why, NO_ARGS);
	TRY(insert_event(cx, centre_id, id, &now));
	(void)booking_take(cx->mem, &s, &now);
	TRY(write_now(cx, centre_id, id, &s));
	audit_change(cx, str_c(cx->mem, str_print(cx->mem, "booking." STR_FMT, STR_ARG(now.kind))),
	             booking_object(cx, id), MAYBE(centre_id), &booking_event_rec, NULL, &now);
	if (ret)
		*ret = s;
	return OK;
}

err booking_fold_in_tx(struct cx *cx, int64_t centre_id, int64_t id, struct booking_state *ret)
{
	struct list events = { 0 };
	TRY(booking_events(cx, centre_id, id, &events));
	struct booking_state s = booking_fold(cx->mem, &events);
	TRY(write_now(cx, centre_id, id, &s));
	if (ret)
		*ret = s;
	return OK;
}

err booking_dates_add_in_tx(struct cx *cx, int64_t centre_id, int64_t id, int64_t round, const struct list *dates)
{
	LIST_EACH (const struct booking_date, d, dates)
		TRY(db_exec(cx, &booking_sql[DATE_ADD], NULL,
		            V(centre_id, id, round, d->choice, d->starts_at, d->ends_at)));
	return OK;
}

err booking_dates_repeat_in_tx(struct cx *cx, int64_t centre_id, int64_t id, int64_t round)
{
	return db_exec(cx, &booking_sql[DATES_REPEAT], NULL, V(centre_id, id, round));
}

/* --- checking ----------------------------------------------------------------------------------------------------- */

static bool agrees(const struct stored *n, const struct booking_state *s)
{
	return str_eq(n->stage, s->stage) && n->round == s->round && n->starts_at.ms == s->planned.starts_at.ms &&
	       n->ends_at.ms == s->planned.ends_at.ms && n->interpreter_id.v == s->interpreter_id &&
	       n->pot_id.v == s->pot_id && n->asked == s->asked_count && n->declined == s->declined_count;
}

err booking_verify(struct cx *cx, int64_t before, int64_t most, int64_t *ret_bad, int64_t *ret_last)
{
	struct list rows = { 0 };
	*ret_bad = *ret_last = 0;
	TRY(db_list(cx, &booking_sql[STORED], &stored_rec, &rows, V(before, most)));
	LIST_EACH (const struct stored, n, &rows) {
		struct list events = { 0 };
		TRY(booking_events(cx, n->centre_id, n->booking_id, &events));
		struct booking_state s = booking_fold(cx->mem, &events);
		*ret_last = n->booking_id;
		if (agrees(n, &s))
			continue;
		*ret_bad = n->booking_id;
		return OK;
	}
	return OK;
}
