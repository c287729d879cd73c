/* Requests on a real database: numbers, the same form twice, pots and expected costs, late cancelling by the tariff
 * card, moving (P-INT-1, P-INT-5, P-INT-8; story 2). It is Saturday, 21.11.2026, 07:48. */
#include "features/interpreters/pool_test.h"

#include <pthread.h>

#include "features/interpreters/booking_budget.h"
#include "features/interpreters/booking_request.h"
#include "features/interpreters/booking_offer.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/tariff_cards.h"

enum { PERSON, MAILS, COUNT, LEFT };
static const struct sql own_sql[] = {
	[PERSON] = { "INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, email, interpreting, "
	             "guiding,"
	             " translating, recorded_by, recorded_at) VALUES ($1, 'Azizi', 'Mina', 'azizi', "
	             "'mina@example.org', 1,"
	             " 0, 0, 'test', 1) RETURNING id",
	             "i" },
	[MAILS] = { "SELECT count(*) FROM job WHERE kind = 'pool.mail'", "" },
	[COUNT] = { "SELECT count(*) FROM booking WHERE centre_id = $1", "i" },
	[LEFT] = { "SELECT count(*) FROM booking_contact", "" },
};

static instant clock_at(const char *text)
{
	instant t;
	assert_true(instant_parse(str_of(text), &t));
	return t;
}

static int64_t count(const struct sql *q, struct bounds v)
{
	int64_t n;
	assert_int_equal(db_int(&k->cx, q, &n, v), OK);
	return n;
}

/* --- a little world: Land money, own money until the end of 2026, a card ---------------------------------------------
 */

struct pot_in {
	const struct tenant *centre;
	struct pot_new pot;
};
static err pot_tx(struct cx *cx, const void *in, void *ret)
{
	const struct pot_in *p = in;
	return pot_add_in_tx(cx, p->centre, &p->pot, ret);
}

static int64_t pot(const struct tenant *centre, const char *name, const char *kind, int64_t place, bool aosf,
                   const char *until)
{
	const struct pot_in in = { centre,
		                   { .name = str_of(name),
		                     .kind = str_of(kind),
		                     .place = place,
		                     .valid_from = on("2019-01-01"),
		                     .valid_to = on(until),
		                     .aosf = aosf,
		                     .legal = aosf,
		                     .travel = aosf,
		                     .source = S("Bescheid") } };
	int64_t id;
	assert_int_equal(db_tx(&k->cx, "test", pot_tx, &in, &id, sizeof id), OK);
	return id;
}

static err card_tx(struct cx *cx, const void *in, void *ret)
{
	return tariff_card_add_in_tx(cx, &coesfeld, in, ret);
}

static void card(const char *template)
{
	struct tariff t = *tariff_template(str_of(template));
	int64_t id;
	t.standard = true;
	t.valid_from = on("2020-01-01");
	t.source = S("Test");
	assert_int_equal(db_tx(&k->cx, "test", card_tx, &t, &id, sizeof id), OK);
}

static struct booking_new request(const char *form_key, const char *starts, const char *ends)
{
	struct booking_new n = { .service = S("interpreting"),
		                 .language_code = S("prs"),
		                 .mode = S("on_site"),
		                 .occasion = S("parent_talk"),
		                 .institution_kind = S("school"),
		                 .institution = S("Grundschule am Teich"),
		                 .municipality = S("Dülmen"),
		                 .contact = { .name = S("Petra Sommer"), .email = S("sekretariat@schule.example") },
		                 .form_key = str_of(form_key) };
	*LIST_ADD(k->mem, &n.dates, struct booking_date) = (struct booking_date){ 1, clock_at(starts), clock_at(ends) };
	return n;
}

static const char KEY[] = "0123456789012345678901234567890123456789012";

static err receive(struct cx *cx, const struct tenant *centre, const struct booking_new *n,
                   struct booking_received *ret)
{
	const struct booking_receive in = { centre, n };
	return db_tx(cx, "test", booking_receive_in_tx, &in, ret, sizeof *ret);
}

static struct booking_received received(const struct booking_new *n)
{
	struct booking_received got;
	assert_int_equal(receive(&k->cx, &coesfeld, n, &got), OK);
	got.number = str_copy(k->mem, got.number);
	return got;
}

static struct booking seen(int64_t id)
{
	struct booking b;
	assert_int_equal(booking_find(&k->cx, coesfeld.id, id, &b), OK);
	return b;
}

static err person_tx(struct cx *cx, const void *in UNUSED, void *ret)
{
	return db_int(cx, &own_sql[PERSON], ret, V(coesfeld.id));
}

/* Somebody says yes to the first date. */
static void accepted(int64_t id)
{
	int64_t who;
	struct booking_state s;
	assert_int_equal(db_tx(&k->cx, "test", person_tx, NULL, &who, sizeof who), OK);
	const struct offer_place in = { coesfeld.id, id, 1, who, 1 };
	assert_int_equal(db_tx(&k->cx, "test", offer_accept_in_tx, &in, &s, sizeof s), OK);
}

/* --- receiving ---------------------------------------------------------------------------------------------------- */

static void a_request_has_number_pot_and_expected_costs(void **state UNUSED)
{
	int64_t land = pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	int64_t own = pot(&coesfeld, "Kreis", "own", 2, true, NULL);
	card("soest");
	struct booking_new n = request(KEY, "2026-12-01T09:00", "2026-12-01T10:10");
	struct booking_received got = received(&n);
	assert_string_equal(got.number.p, "2026-0001");
	assert_int_equal(got.code.n, 43);
	struct booking b = seen(got.id);
	assert_string_equal(b.stage.p, "open");
	assert_int_equal(b.pot_id.v, land);
	assert_int_equal(b.travel_pot_id.v, own);
	assert_int_equal(b.expected_cents, 4000); /* Soest 1:10 */
	assert_string_equal(b.received_by.p, "form");
	n = request("1123456789012345678901234567890123456789012", "2026-12-02T09:00", "2026-12-02T10:00");
	n.rules.aosf = true;
	got = received(&n);
	assert_string_equal(got.number.p, "2026-0002");
	assert_int_equal(seen(got.id).pot_id.v, own);
}

static void the_same_form_twice_is_one_request(void **state UNUSED)
{
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	const struct booking_new n = request(KEY, "2026-12-01T09:00", "2026-12-01T10:00");
	struct booking_received one = received(&n), two = received(&n);
	assert_int_equal(one.id, two.id);
	assert_false(one.again);
	assert_true(two.again);
	assert_string_equal(one.number.p, two.number.p);
	assert_false(str_eq(one.code, two.code));
	assert_int_equal(count(&own_sql[COUNT], V(coesfeld.id)), 1);
}

/* P-INT-1: what no pot permits is not kept, not even in part. */
static void what_no_pot_permits_leaves_nothing(void **state UNUSED)
{
	struct booking_new n = request(KEY, "2026-12-01T09:00", "2026-12-01T10:00");
	struct booking_received got;
	assert_int_equal(receive(&k->cx, &coesfeld, &n, &got), E_INVALID);
	assert_string_equal(fault(), "request.refused");
	next();
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	n.rules.medical = true;
	assert_int_equal(receive(&k->cx, &coesfeld, &n, &got), E_INVALID);
	next();
	assert_int_equal(count(&own_sql[COUNT], V(coesfeld.id)), 0);
	assert_int_equal(count(&own_sql[LEFT], V_NONE), 0);
}

static void numbers_are_counted_per_centre_and_year(void **state UNUSED)
{
	struct booking_received got;
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	(void)pot(&bottrop, "Landesmittel", "land", 1, false, NULL);
	struct booking_new n = request(NULL, "2027-02-01T09:00", "2027-02-01T10:00");
	for (int i = 1; i <= 3; i++)
		assert_string_equal(received(&n).number.p, str_print(k->mem, "2026-%04d", i).p);
	assert_int_equal(receive(&k->cx, &bottrop, &n, &got), OK);
	assert_string_equal(got.number.p, "2026-0001");
	k->cx.now = clock_at("2027-01-01T00:01");
	k->cx.today = on("2027-01-01");
	assert_string_equal(received(&n).number.p, "2027-0001");
	assert_string_equal(received(&n).number.p, "2027-0002");
}

/* --- many at once, on PostgreSQL from two processes' worth of pools -------------------------------------------------
 */

struct sender {
	pthread_t thread;
	struct cx cx;
	struct booking_new request;
	int64_t numbers[40];
	int n;
};

static void *send_many(void *self)
{
	struct sender *s = self;
	while (s->n < 20) {
		struct booking_received got;
		fault_clear(&s->cx);
		err e = receive(&s->cx, &coesfeld, &s->request, &got);
		if (e == E_BUSY)
			continue;
		assert_int_equal(e, OK);
		assert_true(str_to_int(str_part(got.number, 5, got.number.n), &s->numbers[s->n++]));
	}
	return NULL;
}

static void numbers_have_no_gap_and_no_double_under_load(void **state UNUSED)
{
	enum { SENDERS = 4 };
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	struct sender all[SENDERS] = { 0 };
	struct db_pool *second = NULL;
	bool taken[SENDERS * 20 + 1] = { 0 };
	str words;
	if (!strcmp(kit_kind(), "postgresql"))
		assert_int_equal(db_pool_open(k->mem, k->url, DB_SERVE, &second, &words), OK);
	for (int i = 0; i < SENDERS; i++) {
		all[i].cx = kit_enter(k);
		all[i].cx.words = k->cx.words;
		all[i].request = request(NULL, "2027-02-01T09:00", "2027-02-01T10:00");
		if (second && i % 2) {
			db_leave(all[i].cx.db);
			assert_int_equal(db_enter(second, &all[i].cx.db), OK);
		}
	}
	for (int i = 0; i < SENDERS; i++)
		assert_int_equal(pthread_create(&all[i].thread, NULL, send_many, &all[i]), 0);
	for (int i = 0; i < SENDERS; i++) {
		pthread_join(all[i].thread, NULL);
		for (int j = 0; j < all[i].n; j++) {
			assert_true(all[i].numbers[j] >= 1 && all[i].numbers[j] <= SENDERS * 20);
			assert_false(taken[all[i].numbers[j]]);
			taken[all[i].numbers[j]] = true;
		}
		kit_leave(&all[i].cx);
	}
	db_pool_close(second);
}

/* --- what the desk says before somebody is asked --------------------------------------------------------------------
 */

/* Borken pays the way: beforehand the amount is without it, and says so; on the phone nobody travels (P-INT-8). */
static void the_way_comes_on_top_of_what_is_expected(void **state UNUSED)
{
	struct booking_budget m;
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	card("borken");
	struct booking_new n = request(NULL, "2026-12-01T09:00", "2026-12-01T09:50");
	struct booking b = seen(received(&n).id);
	assert_int_equal(booking_budget_of(&k->cx, &coesfeld, &b, &m), OK);
	assert_int_equal(m.amount.total_cents, 1500);
	assert_int_equal(m.amount.total_cents, b.expected_cents);
	assert_true(m.travel_on_top);
	n = request("1123456789012345678901234567890123456789012", "2026-12-02T09:00", "2026-12-02T09:50");
	n.mode = S("phone");
	b = seen(received(&n).id);
	assert_int_equal(booking_budget_of(&k->cx, &coesfeld, &b, &m), OK);
	assert_int_equal(m.amount.total_cents, 1500);
	assert_false(m.travel_on_top);
}

/* --- cancelling --------------------------------------------------------------------------------------------------- */

/* Ennepe-Ruhr: cancelled less than 24 hours before, one hour is paid; 30 hours before, nothing. */
static void late_cancelling_is_what_the_card_says(void **state UNUSED)
{
	static const struct {
		const char *starts, *ends;
		bool late;
	} want[] = { { "2026-11-22T03:48", "2026-11-22T05:48", true },
		     { "2026-11-22T13:48", "2026-11-22T15:48", false } };
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	card("ennepe-ruhr");
	for (size_t i = 0; i < 2; i++) {
		struct booking_late late;
		struct booking_state s;
		const struct booking_new n = request(NULL, want[i].starts, want[i].ends);
		int64_t id = received(&n).id;
		struct booking b = seen(id);
		assert_int_equal(booking_late_now(&k->cx, coesfeld.id, &b, &late), OK);
		assert_false(late.late || late.someone_comes); /* nobody is disturbed yet */
		accepted(id);
		b = seen(id);
		assert_int_equal(booking_late_now(&k->cx, coesfeld.id, &b, &late), OK);
		assert_true(late.someone_comes);
		assert_int_equal(late.hours, 24);
		assert_int_equal(late.late, want[i].late);
		assert_int_equal(late.cents, want[i].late ? 1500 : 0);
		const struct booking_cancel in = { coesfeld.id, id, S("Kind krank") };
		int64_t mails = count(&own_sql[MAILS], V_NONE);
		assert_int_equal(db_tx(&k->cx, "test", booking_cancel_in_tx, &in, &s, sizeof s), OK);
		assert_string_equal(seen(id).stage.p, want[i].late ? "late_cancelled" : "cancelled");
		assert_int_equal(count(&own_sql[MAILS], V_NONE), mails + 1); /* who had said yes hears it */
		assert_int_equal(db_tx(&k->cx, "test", booking_cancel_in_tx, &in, &s, sizeof s), E_STALE);
		next();
	}
}

static void cancelling_of_another_centre_is_impossible(void **state UNUSED)
{
	struct booking_state s;
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	const struct booking_new n = request(NULL, "2026-12-01T09:00", "2026-12-01T10:00");
	int64_t id = received(&n).id;
	const struct booking_cancel in = { bottrop.id, id, STR_NONE };
	assert_int_equal(db_tx(&k->cx, "test", booking_cancel_in_tx, &in, &s, sizeof s), E_NOTFOUND);
	next();
	assert_string_equal(seen(id).stage.p, "open");
}

/* --- moving ------------------------------------------------------------------------------------------------------- */

static struct booking_move move_to(int64_t id, const char *starts, const char *ends)
{
	struct booking_move m = { .centre = &coesfeld, .booking_id = id };
	*LIST_ADD(k->mem, &m.dates, struct booking_date) = (struct booking_date){ 1, clock_at(starts), clock_at(ends) };
	return m;
}

static void moving_begins_a_round_and_sets_free_who_had_said_yes(void **state UNUSED)
{
	struct booking_state s;
	int64_t land = pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	card("heinsberg");
	const struct booking_new n = request(NULL, "2026-12-01T09:00", "2026-12-01T10:00");
	int64_t id = received(&n).id;
	accepted(id);
	int64_t mails = count(&own_sql[MAILS], V_NONE);
	const struct booking_move m = move_to(id, "2026-12-08T09:00", "2026-12-08T11:30");
	assert_int_equal(db_tx(&k->cx, "test", booking_move_in_tx, &m, &s, sizeof s), OK);
	struct booking b = seen(id);
	assert_string_equal(b.stage.p, "open");
	assert_int_equal(b.round, 2);
	assert_false(b.interpreter_id.has);
	assert_int_equal(b.pot_id.v, land);
	assert_int_equal(b.expected_cents, 3500); /* Heinsberg 2:30 */
	assert_int_equal(b.starts_at.ms, clock_at("2026-12-08T09:00").ms);
	assert_int_equal(count(&own_sql[MAILS], V_NONE), mails + 1);
	struct list dates = { 0 };
	assert_int_equal(booking_dates(&k->cx, coesfeld.id, id, 2, &dates), OK);
	assert_int_equal(dates.n, 1);
}

/* By an old page or by hand: what took place is neither cancelled nor moved away, and who was there keeps it. */
static void what_is_over_is_neither_cancelled_nor_moved(void **state UNUSED)
{
	struct booking_state s;
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	card("ennepe-ruhr");
	const struct booking_new n = request(NULL, "2026-12-01T09:00", "2026-12-01T10:00");
	int64_t id = received(&n).id;
	accepted(id);
	k->cx.now = clock_at("2026-12-01T10:00");
	k->cx.today = on("2026-12-01");
	assert_string_equal(seen(id).stage.p, "held");
	const struct booking_cancel cancel = { coesfeld.id, id, STR_NONE };
	assert_int_equal(db_tx(&k->cx, "test", booking_cancel_in_tx, &cancel, &s, sizeof s), E_STALE);
	assert_string_equal(fault(), "booking.over");
	fault_clear(&k->cx);
	const struct booking_move m = move_to(id, "2026-12-08T09:00", "2026-12-08T11:30");
	assert_int_equal(db_tx(&k->cx, "test", booking_move_in_tx, &m, &s, sizeof s), E_STALE);
	assert_string_equal(fault(), "booking.over");
	fault_clear(&k->cx);
	assert_true(seen(id).interpreter_id.has);
}

/* The only pot that permits it ends with the year: the request stays where it was. */
static void moving_to_a_day_that_no_pot_pays_changes_nothing(void **state UNUSED)
{
	struct booking_state s;
	(void)pot(&coesfeld, "Landesmittel", "land", 1, false, NULL);
	(void)pot(&coesfeld, "Kreis", "own", 2, true, "2026-12-31");
	struct booking_new n = request(NULL, "2026-12-01T09:00", "2026-12-01T10:00");
	n.rules.legal = true;
	int64_t id = received(&n).id;
	const struct booking_move m = move_to(id, "2027-01-12T09:00", "2027-01-12T10:00");
	assert_int_equal(db_tx(&k->cx, "test", booking_move_in_tx, &m, &s, sizeof s), E_INVALID);
	assert_string_equal(fault(), "request.refused");
	next();
	assert_int_equal(seen(id).round, 1);
	assert_int_equal(seen(id).starts_at.ms, clock_at("2026-12-01T09:00").ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_has_number_pot_and_expected_costs),
		TEST(the_same_form_twice_is_one_request),
		TEST(what_no_pot_permits_leaves_nothing),
		TEST(numbers_are_counted_per_centre_and_year),
		TEST(numbers_have_no_gap_and_no_double_under_load),
		TEST(the_way_comes_on_top_of_what_is_expected),
		TEST(late_cancelling_is_what_the_card_says),
		TEST(cancelling_of_another_centre_is_impossible),
		TEST(moving_begins_a_round_and_sets_free_who_had_said_yes),
		TEST(what_is_over_is_neither_cancelled_nor_moved),
		TEST(moving_to_a_day_that_no_pot_pays_changes_nothing),
	};
	return kit_available() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
