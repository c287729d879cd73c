/* What the tests of a booking's life share: see booking_test.h. */
#include "features/interpreters/booking_test.h"

enum { PERSON, BOOKING, CONTACT, DATE, EVENT };
static const struct sql own_sql[] = {
	[PERSON] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, email, interpreting, "
	             "guiding,"
	             " translating, recorded_by, recorded_at) VALUES ($1, $2, 'Amina', 'x', 'amina@example.org', 1, 0, "
	             "0, 'test',"
	             " 1) RETURNING id",
	             "is" },
	[BOOKING] = { "INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical, "
	              "aosf,"
	              " lesson, recurring, private, institution_kind, institution, municipality, received_at, "
	              "received_on,"
	              " received_by) VALUES ($1, $2, 'interpreting', 'ckb', $3, 'parents', 0, 0, 0, 0, 0, 0, 'school',"
	              " 'Paul-Gerhardt-Schule', 'Dülmen', 1, '2026-11-20', 'link') RETURNING id",
	              "iss" },
	[CONTACT] = { "INSERT INTO booking_contact (booking_id, centre_id, name, email, lat, lon)"
	              " VALUES ($2, $1, 'Frau Terhorst', 'sekretariat@example.org', $3, $4)",
	              "iiii" },
	[DATE] = { "INSERT INTO booking_date (centre_id, booking_id, round, choice, starts_at, ends_at)"
	           " VALUES ($1, $2, 1, $3, $4, $5)",
	           "iiitt" },
	[EVENT] = { "INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, starts_at, ends_at)"
	            " VALUES ($1, $2, 1, 'received', 1, 'link', $3, $4)",
	            "iitt" },
	{ 0 },
};

static err add_person(struct cx *cx, const void *in, void *ret)
{
	return db_int(cx, &own_sql[PERSON], ret, V(coesfeld.id, str_of(in)));
}

int64_t person(const char *name)
{
	int64_t id;
	assert_int_equal(db_tx(&k->cx, "test", add_person, name, &id, sizeof id), OK);
	return id;
}

err add_booking(struct cx *cx, const void *in, void *ret)
{
	const struct wanted *w = in;
	int64_t *id = ret;
	TRY(db_int(cx, &own_sql[BOOKING], id, V(coesfeld.id, str_of(w->number), str_of(w->mode))));
	TRY(db_exec(cx, &own_sql[CONTACT], NULL, V(coesfeld.id, *id, w->lat, w->lon)));
	TRY(db_exec(cx, &own_sql[DATE], NULL, V(coesfeld.id, *id, 1, w->starts, w->ends)));
	TRY(db_exec(cx, &own_sql[DATE], NULL,
	            V(coesfeld.id, *id, 2, (instant){ w->starts.ms + 86400000 }, (instant){ w->ends.ms + 86400000 })));
	TRY(db_exec(cx, &own_sql[EVENT], NULL, V(coesfeld.id, *id, w->starts, w->ends)));
	return booking_fold_in_tx(cx, coesfeld.id, *id, NULL);
}

instant clock_at(const char *text)
{
	instant t;
	assert_true(instant_parse(str_of(text), &t));
	return t;
}

/* In Dülmen, on 1 December 2026. */
int64_t booking(const char *number, const char *from, const char *to)
{
	struct wanted w = { number, "on_site", 51830000, 7280000, clock_at(from), clock_at(to) };
	int64_t id;
	assert_int_equal(db_tx(&k->cx, "test", add_booking, &w, &id, sizeof id), OK);
	return id;
}

int64_t count(const struct sql *q, struct bounds v)
{
	int64_t n;
	assert_int_equal(db_int(&k->cx, q, &n, v), OK);
	return n;
}

err accept(struct cx *cx, int64_t id, int64_t who, int64_t round, int64_t choice)
{
	struct offer_place in = { coesfeld.id, id, round, who, choice };
	struct booking_state s;
	return db_tx(cx, "test", offer_accept_in_tx, &in, &s, sizeof s);
}

struct booking seen(int64_t id)
{
	struct booking b;
	assert_int_equal(booking_find(&k->cx, coesfeld.id, id, &b), OK);
	return b;
}
