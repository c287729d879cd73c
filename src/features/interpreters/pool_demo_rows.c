/* The rows of the example pools' requests, in bulk. */
#include "core/user.h"
#include "features/interpreters/pool_demo_parts.h"

#include <inttypes.h>

enum { BOOKING, CONTACT, DATE, EVENT, NOW, SETTLEMENT, LINE };
const struct sql pool_demo_sql[] = {
	[BOOKING] = { "INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical, "
	              "aosf,"
	              " lesson, recurring, private, gender_wish, pages, urgent_reason, institution_kind, institution,"
	              " municipality, remark, received_at, received_on, received_by) VALUES ($1, $2, $3, $4, $5, $6, "
	              "$7, $8,"
	              " $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) RETURNING id",
	              "isssssiiiiisissssstds" },
	[CONTACT] = { "INSERT INTO booking_contact (booking_id, centre_id, name, email, phone, street, postcode, room, "
	              "lat,"
	              " lon) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	              "iissssssii" },
	[DATE] = { "INSERT INTO booking_date (centre_id, booking_id, round, choice, starts_at, ends_at)"
	           " VALUES ($1, $2, $3, $4, $5, $6)",
	           "iiiitt" },
	[EVENT] = { "INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, interpreter_id, "
	            "choice,"
	            " starts_at, ends_at, travel_minutes, distance_m, travel_cents, pot_id, travel_pot_id, "
	            "expected_cents,"
	            " expected_travel_cents, late, step, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
	            "$12,"
	            " $13, $14, $15, $16, $17, $18, $19, $20)",
	            "iiistsiittiiiiiiiiis" },
	[NOW] = { "INSERT INTO booking_now (centre_id, booking_id, stage, round, since, starts_at, ends_at, held_on,"
	          " interpreter_id, asked, declined, pot_id, travel_pot_id, expected_cents, expected_travel_cents)"
	          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
	          "iisitttdiiiiiii" },
	[SETTLEMENT] = { "INSERT INTO settlement (centre_id, month, run, settled_by, settled_at) VALUES ($1, $2, 1, "
	                 "$3, $4)"
	                 " RETURNING id",
	                 "isst" },
	[LINE] = { "INSERT INTO settlement_line (centre_id, settlement_id, booking_id, interpreter_id, pot_id, part, "
	           "cents,"
	           " card_id, paid_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	           "iiiiisiid" },
	{ 0 },
};

static struct maybe or_none(int64_t v)
{
	return v ? MAYBE(v) : (struct maybe){ 0 };
}

/* --- requests ----------------------------------------------------------------------------------------------------- */

static int by_arrival(const void *a, const void *b)
{
	int64_t x = ((const struct demo_booking *)a)->received_at.ms,
	        y = ((const struct demo_booking *)b)->received_at.ms;
	return x < y ? -1 : x > y ? 1 : 0;
}

static void number(struct demo_teller *t)
{
	struct list all = { .items = t->bookings, .n = (size_t)t->n_bookings, .size = sizeof *t->bookings };
	list_sort(&all, by_arrival);
	LIST_EACH (struct demo_booking, b, &all) {
		int year = day_year(instant_day(b->received_at));
		t->last_number = year == t->number_year ? t->last_number + 1 : 1;
		t->number_year = year;
		b->number = str_print(t->cx->mem, "%04d-%04d", year, t->last_number);
	}
}

static err write_bookings(struct demo_teller *t)
{
	struct db_many rows = { .sql = &pool_demo_sql[BOOKING] };
	int64_t *ids = NEW_ARRAY(t->cx->mem, int64_t, (size_t)t->n_bookings);
	for (int i = 0; i < t->n_bookings; i++) {
		const struct demo_booking *b = &t->bookings[i];
		const struct pot_case *c = &b->rules;
		db_many_add(t->cx, &rows,
		            V_LIST(BIND(t->centre.id), BIND(b->number), BIND(b->service), BIND(b->language),
		                   BIND(b->mode), BIND(b->occasion), BIND(c->legal), BIND(c->medical), BIND(c->aosf),
		                   BIND(c->lesson), BIND(c->recurring), BIND(b->gender_wish), BIND(b->pages),
		                   BIND(b->urgent_reason), BIND(str_of(b->place->kind)), BIND(str_of(b->place->name)),
		                   BIND(b->where->town), BIND(b->remark), BIND(b->received_at),
		                   BIND(instant_day(b->received_at)), BIND(b->by_phone ? t->clerk : S("form"))));
	}
	TRY(db_many_run(t->cx, &rows, ids));
	for (int i = 0; i < t->n_bookings; i++)
		t->bookings[i].id = ids[i];
	return OK;
}

static err write_contacts(struct demo_teller *t)
{
	static const char *const names[] = { "Frau Brinkmann", "Herr Althoff",  "Frau Niehues",  "Frau Demirci",
		                             "Herr Voß",       "Frau Kemper",   "Frau Sandhage", "Herr Lütke",
		                             "Frau Rentrop",   "Frau Wiesmann", "Herr Schürmann" };
	struct db_many rows = { .sql = &pool_demo_sql[CONTACT] };
	struct cx *cx = t->cx;
	for (int i = 0; i < t->n_bookings; i++) {
		const struct demo_booking *b = &t->bookings[i];
		int place = (int)(b->place - t->ki->places);
		db_many_add(cx, &rows,
		            V(b->id, t->centre.id, str_of(names[place % 11]),
		              str_print(cx->mem, "%s%d.%s@example.org", b->place->kind, place + 1, t->ki->slug),
		              str_print(cx->mem, "0171 39201-%02d", place + 1),
		              str_print(cx->mem, "%s %d", b->place->street, 3 + place * 7 % 60), b->where->code,
		              str_is(b->mode, "on_site") ? S("Bitte im Sekretariat oder am Empfang melden") : STR_NONE,
		              MAYBE(b->where->lat), MAYBE(b->where->lon)));
	}
	return db_many_run(cx, &rows, NULL);
}

static err write_dates(struct demo_teller *t)
{
	struct db_many rows = { .sql = &pool_demo_sql[DATE] };
	for (int i = 0; i < t->n_bookings; i++)
		LIST_EACH (const struct demo_date, d, &t->bookings[i].dates)
			db_many_add(t->cx, &rows,
			            V(t->centre.id, t->bookings[i].id, d->round, d->date.choice, d->date.starts_at,
			              d->date.ends_at));
	return db_many_run(t->cx, &rows, NULL);
}

static err write_events(struct demo_teller *t)
{
	struct db_many rows = { .sql = &pool_demo_sql[EVENT] };
	for (int i = 0; i < t->n_bookings; i++)
		LIST_EACH (const struct booking_event, e, &t->bookings[i].events)
			db_many_add(t->cx, &rows,
			            V(t->centre.id, t->bookings[i].id, e->round, e->kind, e->at, e->by_whom,
			              e->interpreter_id, e->choice, e->starts_at, e->ends_at, e->travel_minutes,
			              e->distance_m, e->travel_cents, e->pot_id, e->travel_pot_id, e->expected_cents,
			              e->expected_travel_cents, e->late, e->step, e->note));
	return db_many_run(t->cx, &rows, NULL);
}

static err write_now(struct demo_teller *t)
{
	struct db_many rows = { .sql = &pool_demo_sql[NOW] };
	for (int i = 0; i < t->n_bookings; i++) {
		const struct demo_booking *b = &t->bookings[i];
		const struct booking_state *s = &b->state;
		db_many_add(t->cx, &rows,
		            V(t->centre.id, b->id, s->stage, s->round, s->since, s->planned.starts_at,
		              s->planned.ends_at, instant_day(s->planned.starts_at), or_none(s->interpreter_id),
		              s->asked_count, s->declined_count, or_none(s->pot_id), or_none(s->travel_pot_id),
		              s->expected_cents, s->expected_travel_cents));
	}
	return db_many_run(t->cx, &rows, NULL);
}

/* --- settlements -------------------------------------------------------------------------------------------------- */

static void add_line(struct demo_teller *t, struct db_many *rows, int64_t settlement, const struct demo_booking *b,
                     const char *part, int64_t pot, int64_t cents)
{
	if (cents > 0 && pot)
		db_many_add(t->cx, rows,
		            V(t->centre.id, settlement, b->id, b->state.interpreter_id, pot, str_of(part), cents,
		              b->card->id, demo_paid_on(b->month)));
}

static void add_lines(struct demo_teller *t, struct db_many *rows, int64_t settlement, const struct demo_booking *b)
{
	const struct tariff_amount *a = &b->amount;
	add_line(t, rows, settlement, b, "time", b->pot_id, a->time_cents);
	add_line(t, rows, settlement, b, "pages", b->pot_id, a->pages_cents);
	add_line(t, rows, settlement, b, "cancellation", b->pot_id, a->cancellation_cents);
	add_line(t, rows, settlement, b, "travel_time", b->travel_pot_id, a->travel_time_cents);
	add_line(t, rows, settlement, b, "travel_cost", b->travel_pot_id, a->travel_cost_cents);
}

static bool is_settled(const struct demo_teller *t, day month)
{
	for (int i = 0; i < t->n_bookings; i++)
		if (day_cmp(t->bookings[i].month, month) == 0)
			return true;
	return false;
}

static err write_month(struct demo_teller *t, day month, struct db_many *lines)
{
	int64_t id;
	str iso = str_part(day_iso(t->cx->mem, month), 0, 7);
	if (!is_settled(t, month))
		return OK;
	TRY(db_int(t->cx, &pool_demo_sql[SETTLEMENT], &id, V(t->centre.id, iso, t->clerk, demo_settled_at(month))));
	for (int i = 0; i < t->n_bookings; i++)
		if (day_cmp(t->bookings[i].month, month) == 0)
			add_lines(t, lines, id, &t->bookings[i]);
	return OK;
}

static err write_settlements(struct demo_teller *t)
{
	struct db_many lines = { .sql = &pool_demo_sql[LINE] };
	day first = t->settled_until;
	int year, month, dom;
	for (int i = 0; i < t->n_bookings; i++) {
		day m = t->bookings[i].month;
		first = day_is(m) && day_cmp(m, first) < 0 ? m : first;
	}
	day_split(first, &year, &month, &dom);
	for (day m = day_of(year, month, 1); day_cmp(m, t->settled_until) < 0; m = day_add_months(m, 1))
		TRY(write_month(t, m, &lines));
	return db_many_run(t->cx, &lines, NULL);
}

err demo_write(struct demo_teller *t)
{
	number(t);
	TRY(write_bookings(t));
	TRY(write_contacts(t));
	TRY(write_dates(t));
	TRY(write_events(t));
	TRY(write_now(t));
	return write_settlements(t);
}
