#include "features/interpreters/booking_request.h"

#include <inttypes.h>

#include "core/audit.h"
#include "core/user.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_link.h"
#include "features/interpreters/pool_mail.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/tariff_cards.h"

static const char *const occasion_codes[] = { "parent_talk",
	                                      "parents_evening",
	                                      "information_evening",
	                                      "admission",
	                                      "daycare_talk",
	                                      "youth_office",
	                                      "office_visit",
	                                      "advice",
	                                      "housing",
	                                      "work",
	                                      "health",
	                                      "home_visit",
	                                      "crisis",
	                                      "invitation",
	                                      "other",
	                                      NULL };
const struct choices booking_occasion_choices = { "booking_occasion", occasion_codes };

#define DAY_MS (INT64_C(86400000))

enum { LAST_NUMBER, ADD, CONTACT, BY_KEY, LAST_OF, PERSON };
const struct sql booking_request_sql[] = {
	/* "2026-0412": what stands behind the year, over the requests of the KI in that year */
	[LAST_NUMBER] = { "SELECT COALESCE(max(CAST(substr(number, 6) AS BIGINT)), 0) FROM booking WHERE centre_id = $1"
	                  " AND received_on >= $2 AND received_on <= $3",
	                  "idd" },
	[ADD] = { "INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical, "
	          "aosf,"
	          " lesson, recurring, private, gender_wish, gender_needed, pages, urgent_reason, institution_kind,"
	          " institution, municipality, remark, received_at, received_on, received_by, form_key) VALUES ($1, $2,"
	          " $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,"
	          " $24) RETURNING id",
	          "isssssiiiiiisiissssstdss" },
	[CONTACT] = { "INSERT INTO booking_contact (booking_id, centre_id, name, email, phone, street, postcode, room,"
	              " lat, lon) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	              "iissssssii" },
	[BY_KEY] = { "SELECT id, number FROM booking WHERE centre_id = $1 AND form_key = $2", "is" },
	[LAST_OF] = { "SELECT id, number FROM booking WHERE centre_id = $1 AND received_by = $2 ORDER BY received_on "
	              "DESC, id DESC"
	              " LIMIT 1",
	              "is" },
	[PERSON] = { "SELECT given_name || ' ' || family_name AS name, phone, email FROM interpreter WHERE centre_id = "
	             "$1"
	             " AND id = $2",
	             "ii" },
	{ 0 },
};

struct found {
	int64_t id;
	str number;
};
static const struct field found_fields[] = {
	FIELD(struct found, id, KIND_INT),
	FIELD(struct found, number, KIND_TEXT),
};
static const struct record found_rec = RECORD("booking", struct found, found_fields);

static const struct field person_fields[] = {
	FIELD(struct booking_person, name, KIND_TEXT),
	FIELD(struct booking_person, phone, KIND_TEXT),
	FIELD(struct booking_person, email, KIND_TEXT),
};
static const struct record person_rec = RECORD("booking_person", struct booking_person, person_fields);

/* --- what it costs, and who pays ---------------------------------------------------------------------------------- */

static const struct booking_date *wish_of(const struct list *dates)
{
	ASSERT(dates->n > 0);
	return LIST_AT(dates, struct booking_date, 0);
}

/* A card that needs what nobody knows yet (the way, characters) gives no expectation. */
static err amount_or_nothing(struct cx *cx, const struct tariff *card, const struct tariff_job *job,
                             struct tariff_amount *ret)
{
	struct fault fault = cx->fault;
	struct problem *problems = cx->problems;
	err e = tariff_amount(cx, card, job, ret);
	if (e != E_INVALID)
		return e;
	cx->fault = fault;
	cx->problems = problems;
	*ret = (struct tariff_amount){ 0 };
	return OK;
}

err booking_expected(struct cx *cx, int64_t centre_id, const struct booking_new *request, int64_t *ret_cents)
{
	const struct booking_date *wish = wish_of(&request->dates);
	struct list cards = { 0 };
	struct tariff_amount amount;
	const struct tariff_job job = { .starts_at = wish->starts_at,
		                        .ends_at = wish->ends_at,
		                        .travel_minutes = MAYBE(0),
		                        .distance_km = MAYBE(0),
		                        .pages = { .v = request->pages.v * 1000, .has = request->pages.has } };
	*ret_cents = 0;
	TRY(tariff_cards(cx, centre_id, &cards));
	const struct tariff *card = tariff_card_for(&cards, request->service, instant_day(wish->starts_at));
	if (!card)
		return OK;
	TRY(amount_or_nothing(cx, card, &job, &amount));
	*ret_cents = amount.total_cents;
	return OK;
}

err booking_pots(struct cx *cx, const struct tenant *centre, const struct booking_new *request, struct pot_choice *ret)
{
	struct list offers = { 0 };
	int64_t cents;
	TRY(pot_offers_on(cx, centre, instant_day(wish_of(&request->dates)->starts_at), &offers));
	TRY(booking_expected(cx, centre->id, request, &cents));
	*ret = pot_choose(cx->mem, &offers, &request->rules, cents, 0);
	return OK;
}

/* --- receiving ---------------------------------------------------------------------------------------------------- */

static err make_link(struct cx *cx, int64_t centre_id, int64_t id, instant ends_at, str *ret_code)
{
	const struct pool_link l = { .centre_id = centre_id,
		                     .purpose = S("request"),
		                     .booking_id = MAYBE(id),
		                     .expires_at = { ends_at.ms + BOOKING_LINK_DAYS * DAY_MS } };
	return pool_link_make_in_tx(cx, &l, ret_code);
}

/* The form was sent before: the same request, with a link of its own. */
static err received_before(struct cx *cx, const struct booking_receive *r, struct booking_received *out)
{
	struct found f;
	TRY(db_row(cx, &booking_request_sql[BY_KEY], &found_rec, &f, V(r->centre->id, r->request->form_key)));
	out->id = f.id;
	out->number = f.number;
	out->again = true;
	audit_note(cx, "booking.sent_again", booking_object(cx, f.id), MAYBE(r->centre->id));
	return make_link(cx, r->centre->id, f.id, wish_of(&r->request->dates)->ends_at, &out->code);
}

static err next_number(struct cx *cx, int64_t centre_id, str *ret)
{
	int year = day_year(cx->today);
	int64_t last;
	TRY(db_int(cx, &booking_request_sql[LAST_NUMBER], &last,
	           V(centre_id, day_of(year, 1, 1), day_of(year, 12, 31))));
	*ret = str_print(cx->mem, "%04d-%04" PRId64, year, last + 1);
	return OK;
}

static err insert(struct cx *cx, const struct booking_receive *r, str number, int64_t *ret_id)
{
	const struct booking_new *n = r->request;
	const struct pot_case *c = &n->rules;
	return db_int(cx, &booking_request_sql[ADD], ret_id,
	              V_LIST(BIND(r->centre->id), BIND(number), BIND(n->service), BIND(n->language_code), BIND(n->mode),
	                     BIND(n->occasion), BIND(c->legal), BIND(c->medical), BIND(c->aosf), BIND(c->lesson),
	                     BIND(c->recurring), BIND(c->private), BIND(n->gender_wish), BIND(n->gender_needed),
	                     BIND(n->pages), BIND(n->urgent_reason), BIND(n->institution_kind), BIND(n->institution),
	                     BIND(n->municipality), BIND(n->remark), BIND(cx->now), BIND(cx->today),
	                     BIND(cx->user ? cx->user->login : S("form")), BIND(n->form_key)));
}

static err insert_contact(struct cx *cx, int64_t centre_id, int64_t id, const struct booking_contact *c)
{
	return db_exec(cx, &booking_request_sql[CONTACT], NULL,
	               V(id, centre_id, c->name, c->email, c->phone, c->street, c->postcode, c->room, c->lat, c->lon));
}

/* Two processes that took the same number: the later one begins again. */
static err same_number(struct cx *cx, err e)
{
	if (e != E_INVALID || !str_is(str_of(cx->fault.key), "db.unique"))
		return e;
	fault_clear(cx);
	return fail(cx, E_BUSY, "db.busy", NO_ARGS);
}

static err budget(struct cx *cx, const struct booking_receive *r, int64_t id, int64_t round)
{
	int64_t cents;
	struct pot_choice pots;
	TRY(booking_pots(cx, r->centre, r->request, &pots));
	if (!pots.pot_id)
		return fail(cx, E_INVALID, "request.refused", NO_ARGS);
	TRY(booking_expected(cx, r->centre->id, r->request, &cents));
	struct booking_event e = { .round = round,
		                   .kind = S("budgeted"),
		                   .pot_id = MAYBE(pots.pot_id),
		                   .expected_cents = MAYBE(cents),
		                   .expected_travel_cents = MAYBE(0) };
	if (pots.travel_pot_id)
		e.travel_pot_id = MAYBE(pots.travel_pot_id);
	return booking_event_in_tx(cx, r->centre->id, id, &e, NULL);
}

err booking_receive_in_tx(struct cx *cx, const void *in, void *ret)
{
	ASSERT(db_in_tx(cx));
	const struct booking_receive *r = in;
	struct booking_received *out = ret;
	err e = received_before(cx, r, out);
	if (e != E_NOTFOUND)
		return e;
	fault_clear(cx);
	TRY(next_number(cx, r->centre->id, &out->number));
	TRY(same_number(cx, insert(cx, r, out->number, &out->id)));
	TRY(insert_contact(cx, r->centre->id, out->id, &r->request->contact));
	TRY(booking_dates_add_in_tx(cx, r->centre->id, out->id, 1, &r->request->dates));
	const struct booking_date *wish = wish_of(&r->request->dates);
	const struct booking_event received = {
		.round = 1, .kind = S("received"), .starts_at = wish->starts_at, .ends_at = wish->ends_at
	};
	TRY(booking_event_in_tx(cx, r->centre->id, out->id, &received, NULL));
	TRY(budget(cx, r, out->id, 1));
	return make_link(cx, r->centre->id, out->id, wish->ends_at, &out->code);
}

/* --- cancelling --------------------------------------------------------------------------------------------------- */

err booking_late_now(struct cx *cx, int64_t centre_id, const struct booking *b, struct booking_late *ret)
{
	struct list cards = { 0 };
	struct tariff_amount amount;
	int64_t minutes = (b->starts_at.ms - cx->now.ms) / 60000;
	*ret = (struct booking_late){ .someone_comes = str_is(b->stage, "booked") };
	TRY(tariff_cards(cx, centre_id, &cards));
	const struct tariff *card = tariff_card_for(&cards, b->service, instant_day(b->starts_at));
	if (!card || !card->cancel_hours.has)
		return OK;
	ret->hours = card->cancel_hours.v;
	ret->late = ret->someone_comes && minutes < ret->hours * 60;
	if (!ret->late)
		return OK;
	const struct tariff_job job = { .starts_at = b->starts_at,
		                        .ends_at = b->ends_at,
		                        .cancelled_before_minutes = MAYBE(minutes > 0 ? minutes : 0),
		                        .pages = { .v = b->pages.v * 1000, .has = b->pages.has } };
	TRY(amount_or_nothing(cx, card, &job, &amount));
	ret->cents = amount.total_cents;
	return OK;
}

/* An assignment that is over stays: who was there is paid, whatever is typed into an old page. */
static err not_held_yet(struct cx *cx, const struct booking *b)
{
	return str_is(b->stage, "held") ? fail(cx, E_STALE, "booking.over", NO_ARGS) : OK;
}

err booking_cancel_in_tx(struct cx *cx, const void *in, void *ret)
{
	ASSERT(db_in_tx(cx));
	const struct booking_cancel *c = in;
	struct booking b;
	struct booking_late late;
	TRY(booking_find(cx, c->centre_id, c->booking_id, &b));
	TRY(not_held_yet(cx, &b));
	TRY(booking_late_now(cx, c->centre_id, &b, &late));
	const struct booking_event e = {
		.round = b.round, .kind = S("cancelled"), .note = c->note, .late = MAYBE(late.late ? 1 : 0)
	};
	TRY(booking_event_in_tx(cx, c->centre_id, c->booking_id, &e, ret));
	return pool_mail_lost_in_tx(cx, c->centre_id, &b);
}

/* --- moving ------------------------------------------------------------------------------------------------------- */

/* Another day can be another year, or one on which other terms hold: the pot is chosen anew. */
static err budget_anew(struct cx *cx, const struct booking_move *m, const struct booking *b)
{
	const struct booking_new request = {
		.service = b->service,
		.rules = { b->legal, b->medical, b->aosf, b->lesson, b->recurring, b->private },
		.pages = b->pages,
		.dates = m->dates,
	};
	const struct booking_receive r = { m->centre, &request };
	return budget(cx, &r, b->id, b->round + 1);
}

err booking_move_in_tx(struct cx *cx, const void *in, void *ret)
{
	ASSERT(db_in_tx(cx));
	const struct booking_move *m = in;
	struct booking b;
	const struct booking_date *wish = wish_of(&m->dates);
	TRY(booking_find(cx, m->centre->id, m->booking_id, &b));
	TRY(not_held_yet(cx, &b));
	const struct booking_event e = { .round = b.round + 1,
		                         .kind = S("moved"),
		                         .starts_at = wish->starts_at,
		                         .ends_at = wish->ends_at,
		                         .note = m->note };
	TRY(booking_event_in_tx(cx, m->centre->id, m->booking_id, &e, ret));
	TRY(booking_dates_add_in_tx(cx, m->centre->id, m->booking_id, b.round + 1, &m->dates));
	TRY(budget_anew(cx, m, &b));
	return pool_mail_lost_in_tx(cx, m->centre->id, &b);
}

/* --- feedback ----------------------------------------------------------------------------------------------------- */

err booking_feedback_in_tx(struct cx *cx, const void *in, void *ret)
{
	ASSERT(db_in_tx(cx));
	const struct booking_feedback *f = in;
	struct booking b;
	TRY(booking_find(cx, f->centre_id, f->booking_id, &b));
	const struct booking_event e = {
		.round = b.round, .kind = S("feedback"), .step = MAYBE(f->stars), .note = f->note
	};
	return booking_event_in_tx(cx, f->centre_id, f->booking_id, &e, ret);
}

err booking_last_of(struct cx *cx, int64_t centre_id, str login, int64_t *ret_id)
{
	struct found f;
	TRY(db_row(cx, &booking_request_sql[LAST_OF], &found_rec, &f, V(centre_id, login)));
	*ret_id = f.id;
	return OK;
}

err booking_person_find(struct cx *cx, int64_t centre_id, int64_t interpreter_id, struct booking_person *ret)
{
	return db_row(cx, &booking_request_sql[PERSON], &person_rec, ret, V(centre_id, interpreter_id));
}
