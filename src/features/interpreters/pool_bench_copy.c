/* The first KI of a pool for measuring, copied inside the database. Rows are copied in the order of their ids and get
 * ids that follow each other, so whatever points to them is moved by the same distance. */
#include "features/interpreters/pool_bench_parts.h"

/* $1 the KI, $2 the first KI, $3 ... $4 which ids of it; then distances: of bookings, people, pots, settlements, cards.
 * The plus keeps SQLite from reading all rows of the KI by an index that begins with it. */
#define TO "CAST($1 AS BIGINT)"
#define FROM(table, key) " FROM " table " WHERE +centre_id = $2 AND " key " BETWEEN $3 AND $4 ORDER BY "
#define BY(n) " + CAST($" #n " AS BIGINT)"

enum {
	LAST_PERSON,
	LAST_BOOKING,
	LAST_SETTLEMENT,
	FIRST_OF,
	FIRST_SETTLEMENT,
	PERSON,
	SPEAKS,
	STEP,
	HOURS,
	AWAY,
	YEAR,
	BOOKING,
	CONTACT,
	DATE,
	EVENT,
	NOW,
	SETTLEMENT,
	LINE
};
const struct sql pool_bench_copy_sql[] = {
	/* tenant: all */
	[LAST_PERSON] = { "SELECT COALESCE(max(id), 0) FROM interpreter", "" },
	/* tenant: all */
	[LAST_BOOKING] = { "SELECT COALESCE(max(id), 0) FROM booking", "" },
	/* tenant: all */
	[LAST_SETTLEMENT] = { "SELECT COALESCE(max(id), 0) FROM settlement", "" },
	[FIRST_OF] = { "SELECT min(id) FROM booking WHERE centre_id = $1 AND id > $2", "ii" },
	[FIRST_SETTLEMENT] = { "SELECT COALESCE(min(id), 0) FROM settlement WHERE centre_id = $1 AND id > $2", "ii" },
	[PERSON] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, gender, email, postcode, "
	             "town,"
	             " lat, lon, interpreting, guiding, translating, recorded_by, recorded_at) SELECT " TO
	             ", family_name,"
	             " given_name, sort_name, gender, email, postcode, town, lat, lon, interpreting, guiding, "
	             "translating,"
	             " recorded_by, recorded_at" FROM("interpreter", "id") "id",
	             "iiii" },
	[SPEAKS] = { "INSERT INTO interpreter_language (centre_id, interpreter_id, language_code, level, all_dialects,"
	             " on_site, phone, video, written) SELECT " TO
	             ", interpreter_id" BY(5) ", language_code, level,"
	                                      " all_dialects, on_site, phone, video, written" FROM(
	                                              "interpreter_language", "interpreter_id") "id",
	             "iiiii" },
	[STEP] = { "INSERT INTO interpreter_step (centre_id, interpreter_id, kind, day, until, recorded_by, "
	           "recorded_at)"
	           " SELECT " TO ", interpreter_id" BY(5) ", kind, day, until, recorded_by, recorded_at" FROM(
	                   "interpreter_step", "interpreter_id") "id",
	           "iiiii" },
	[HOURS] = { "INSERT INTO interpreter_hours (centre_id, interpreter_id, weekday, from_minute, to_minute) "
	            "SELECT " TO ", interpreter_id" BY(5) ", weekday, from_minute, to_minute" FROM(
	                    "interpreter_hours", "interpreter_id") "id",
	            "iiiii" },
	[AWAY] = { "INSERT INTO interpreter_exception (centre_id, interpreter_id, kind, day_from, day_to) SELECT " TO
	           ", interpreter_id" BY(5) ", kind, day_from, day_to" FROM("interpreter_exception",
	                                                                    "interpreter_id") "id",
	           "iiiii" },
	[YEAR] = { "INSERT INTO interpreter_year (centre_id, interpreter_id, year, consent_on, recorded_by, "
	           "recorded_at)"
	           " SELECT " TO ", interpreter_id" BY(5) ", year, consent_on, recorded_by, recorded_at" FROM(
	                   "interpreter_year", "interpreter_id") "id",
	           "iiiii" },
	[BOOKING] = { "INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical, "
	              "aosf,"
	              " lesson, recurring, private, gender_wish, pages, urgent_reason, institution_kind, institution,"
	              " municipality, remark, received_at, received_on, received_by) SELECT " TO ", number, service,"
	              " language_code, mode, occasion, legal, medical, aosf, lesson, recurring, private, gender_wish, "
	              "pages,"
	              " urgent_reason, institution_kind, institution, municipality, remark, received_at, received_on,"
	              " received_by" FROM("booking", "id") "id",
	              "iiii" },
	[CONTACT] = { "INSERT INTO booking_contact (booking_id, centre_id, name, email, phone, street, postcode, room, "
	              "lat,"
	              " lon) SELECT booking_id" BY(5) ", " TO
	                                              ", name, email, phone, street, postcode, room, lat, lon" FROM(
	                                                      "booking_contact", "booking_id") "booking_id",
	              "iiiii" },
	[DATE] = { "INSERT INTO booking_date (centre_id, booking_id, round, choice, starts_at, ends_at) SELECT " TO
	           ", booking_id" BY(5) ", round, choice, starts_at, ends_at" FROM("booking_date",
	                                                                           "booking_id") "booking_id, choice",
	           "iiiii" },
	[EVENT] = { "INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, interpreter_id, "
	            "choice,"
	            " starts_at, ends_at, pot_id, expected_cents, expected_travel_cents) SELECT " TO ", booking_id" BY(
	                    5) ", round, kind, at, by_whom, interpreter_id" BY(6) ", choice, starts_at, ends_at, "
	                                                                          "pot_id" BY(7) ", expected_cents, "
	                                                                                         "expected_travel_"
	                                                                                         "cents" FROM("booking_"
	                                                                                                      "event",
	                                                                                                      "booking_"
	                                                                                                      "id") "bo"
	                                                                                                            "ok"
	                                                                                                            "in"
	                                                                                                            "g_"
	                                                                                                            "id"
	                                                                                                            ", "
	                                                                                                            "i"
	                                                                                                            "d",
	            "iiiiiii" },
	[NOW] = { "INSERT INTO booking_now (centre_id, booking_id, stage, round, since, starts_at, ends_at, held_on,"
	          " interpreter_id, asked, declined, pot_id, expected_cents, expected_travel_cents) SELECT " TO
	          ", booking_id" BY(5) ", stage, round, since, starts_at, ends_at, held_on, interpreter_id" BY(
	                  6) ", asked, declined, pot_id" BY(7) ", expected_cents, expected_travel_cents" FROM("booking_"
	                                                                                                      "now",
	                                                                                                      "booking_"
	                                                                                                      "id") "bo"
	                                                                                                            "ok"
	                                                                                                            "in"
	                                                                                                            "g_"
	                                                                                                            "i"
	                                                                                                            "d",
	          "iiiiiii" },
	[SETTLEMENT] = { "INSERT INTO settlement (centre_id, month, run, settled_by, settled_at) SELECT " TO
	                 ", month, run,"
	                 " settled_by, settled_at" FROM("settlement", "id") "id",
	                 "iiii" },
	[LINE] = { "INSERT INTO settlement_line (centre_id, settlement_id, booking_id, interpreter_id, pot_id, part, "
	           "cents,"
	           " card_id, paid_on) SELECT " TO
	           ", settlement_id" BY(8) ", booking_id" BY(5) ", interpreter_id" BY(6) ", pot_id" BY(
	                   7) ", part, cents, card_id" BY(9) ", paid_on" FROM("settlement_line",
	                                                                      "booking_id") "booking_id",
	           "iiiiiiiii" },
	{ 0 },
};

static err last_id(struct cx *cx, int which, int64_t *ret)
{
	return db_int(cx, &pool_bench_copy_sql[which], ret, V_NONE);
}

/* --- people ------------------------------------------------------------------------------------------------------- */

static err copy_people(struct cx *cx, const void *in, void *ret)
{
	struct bench b = *(const struct bench *)in;
	struct bench_ids *ids = ret;
	const struct tenant *to = LIST_AT(&b.centres, struct tenant, b.at);
	int64_t from = b.t.centre.id, first = b.first.person, last = first + b.in.people - 1, before;
	TRY(bench_money(&b, to, ids));
	TRY(last_id(cx, LAST_PERSON, &before));
	TRY(db_exec(cx, &pool_bench_copy_sql[PERSON], NULL, V(to->id, from, first, last)));
	ids->person = before + 1;
	for (int part = SPEAKS; part <= YEAR; part++)
		TRY(db_exec(cx, &pool_bench_copy_sql[part], NULL, V(to->id, from, first, last, ids->person - first)));
	return OK;
}

err bench_copy_people(struct bench *b, size_t centre)
{
	b->at = centre;
	return db_tx(b->t.cx, "bench pool people", copy_people, b, &b->copies[centre], sizeof *b->copies);
}

/* --- a year ------------------------------------------------------------------------------------------------------- */

struct year_copy {
	const struct bench *b;
	int64_t first, last;                       /* bookings of the first KI */
	int64_t first_settlement, last_settlement; /* 0: none */
};

static err copy_year(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct year_copy *y = in;
	const struct bench *b = y->b;
	const struct bench_ids *ids = &b->copies[b->at];
	const struct tenant *centre = LIST_AT(&b->centres, struct tenant, b->at);
	int64_t to = centre->id, from = b->t.centre.id, bookings, settlements;
	int64_t people = ids->person - b->first.person, pots = ids->pot - b->first.pot,
	        cards = ids->card - b->first.card;
	TRY(last_id(cx, LAST_BOOKING, &bookings));
	TRY(last_id(cx, LAST_SETTLEMENT, &settlements));
	bookings += 1 - y->first;
	settlements += 1 - y->first_settlement;
	TRY(db_exec(cx, &pool_bench_copy_sql[BOOKING], NULL, V(to, from, y->first, y->last)));
	TRY(db_exec(cx, &pool_bench_copy_sql[CONTACT], NULL, V(to, from, y->first, y->last, bookings)));
	TRY(db_exec(cx, &pool_bench_copy_sql[DATE], NULL, V(to, from, y->first, y->last, bookings)));
	TRY(db_exec(cx, &pool_bench_copy_sql[EVENT], NULL, V(to, from, y->first, y->last, bookings, people, pots)));
	TRY(db_exec(cx, &pool_bench_copy_sql[NOW], NULL, V(to, from, y->first, y->last, bookings, people, pots)));
	if (!y->first_settlement)
		return OK;
	TRY(db_exec(cx, &pool_bench_copy_sql[SETTLEMENT], NULL, V(to, from, y->first_settlement, y->last_settlement)));
	return db_exec(cx, &pool_bench_copy_sql[LINE], NULL,
	               V(to, from, y->first, y->last, bookings, people, pots, settlements, cards));
}

/* The newest year is what the first KI has behind everything that was copied before. */
err bench_copy_year(struct bench *b)
{
	struct cx *cx = b->t.cx;
	struct year_copy y = { .b = b };
	TRY(last_id(cx, LAST_BOOKING, &y.last));
	TRY(last_id(cx, LAST_SETTLEMENT, &y.last_settlement));
	TRY(db_int(cx, &pool_bench_copy_sql[FIRST_OF], &y.first, V(b->t.centre.id, y.last - b->in.requests)));
	TRY(db_int(cx, &pool_bench_copy_sql[FIRST_SETTLEMENT], &y.first_settlement,
	           V(b->t.centre.id, b->settled_before)));
	for (b->at = 1; b->at < b->centres.n; b->at++)
		TRY(db_tx(cx, "bench pool year", copy_year, &y, NULL, 0));
	return last_id(cx, LAST_SETTLEMENT, &b->settled_before);
}
