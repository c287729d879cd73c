/* pool_crew_test_kit.c -- chance changes of the example pool, each through the door that the program uses. */
#include "features/interpreters/pool_crew_test.h"

#include "features/interpreters/booking_offer.h"
#include "features/interpreters/booking_request.h"
#include "features/interpreters/booking_times.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/settlement.h"

/* --- chance --------------------------------------------------------------------------------------------------------
 */

static uint64_t dice = 88172645463325252u;
int pool_chance(int below)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (int)((dice >> 11) % (uint64_t)below);
}

int64_t pool_some(const char *table, const char *where)
{
	str text = str_print(k->cx.mem,
	                     "SELECT id FROM (SELECT x.id FROM %s x WHERE x.centre_id = $1 %s ORDER BY x.id"
	                     " LIMIT 1000) y ORDER BY id LIMIT 1 OFFSET $2",
	                     table, where);
	str all = str_print(k->cx.mem, "SELECT count(*) FROM %s x WHERE x.centre_id = $1 %s", table, where);
	const struct sql count = { all.p, "i" }, pick = { text.p, "ii" };
	int64_t n, id;
	assert_int_equal(db_int(&k->cx, &count, &n, V(coesfeld.id)), OK);
	if (!n)
		return 0;
	assert_int_equal(db_int(&k->cx, &pick, &id, V(coesfeld.id, pool_chance((int)(n < 1000 ? n : 1000)))), OK);
	return id;
}

static int64_t some_booking(const char *stage)
{
	str where = str_print(k->cx.mem,
	                      "AND EXISTS (SELECT 1 FROM booking_now n WHERE n.booking_id = x.id AND n.stage ="
	                      " '%s')",
	                      stage);
	return pool_some("booking", where.p);
}

static day soon(int within)
{
	return day_add(k->cx.today, pool_chance(within));
}

/* --- the doors; a refusal is as good as a change -------------------------------------------------------------------
 */

static err change_person(void)
{
	struct interpreter p, saved;
	TRY(interpreter_find(&k->cx, &coesfeld, pool_some("interpreter", ""), &p));
	p.most_per_week = pool_chance(2) ? MAYBE(1 + pool_chance(5)) : (struct maybe){ 0 };
	p.gender = pool_chance(2) ? S("female") : S("diverse");
	p.guiding = pool_chance(2);
	p.family_name = str_print(k->cx.mem, "Neu%d", pool_chance(1000));
	return SAVE(&coesfeld, interpreter_save_in_tx, &p, &saved);
}

err pool_add_person(void)
{
	struct interpreter p = { .family_name = S("Zugang"),
		                 .given_name = S("Neu"),
		                 .interpreting = true,
		                 .tax_kind = S("volunteer"),
		                 .applied_on = k->cx.today },
	                   saved;
	return SAVE(&coesfeld, interpreter_save_in_tx, &p, &saved);
}

static err change_language(void)
{
	struct interpreter_language l = { .interpreter_id = pool_some("interpreter", ""),
		                          .language_code = S("lin"),
		                          .level = S("good"),
		                          .on_site = true },
	                            saved;
	if (pool_chance(2))
		return SAVE(&coesfeld, interpreter_language_save_in_tx, &l, &saved);
	TRY(interpreter_language_find(&k->cx, &coesfeld, pool_some("interpreter_language", ""), &l));
	if (pool_chance(2)) {
		l.phone = !l.phone;
		return SAVE(&coesfeld, interpreter_language_save_in_tx, &l, &saved);
	}
	return SAVE(&coesfeld, interpreter_language_remove_in_tx, &l, &saved);
}

static err change_hours(void)
{
	struct interpreter p, saved;
	TRY(interpreter_find(&k->cx, &coesfeld, pool_some("interpreter", ""), &p));
	struct interpreter_week week = { p.id, p.version, { 0 } };
	for (int weekday = 1; weekday <= pool_chance(6); weekday++)
		*LIST_ADD(k->cx.mem, &week.hours, struct interpreter_hours) = (struct interpreter_hours){
			.weekday = weekday, .from_minute = 480 + pool_chance(60), .to_minute = 900
		};
	return SAVE(&coesfeld, interpreter_week_save_in_tx, &week, &saved);
}

err pool_change_days(void)
{
	day from = soon(20);
	struct interpreter_exception x = { .interpreter_id = pool_some("interpreter", ""),
		                           .kind = pool_chance(2) ? S("away") : S("there"),
		                           .day_from = from,
		                           .day_to = day_add(from, pool_chance(5)) },
	                             saved;
	if (pool_chance(3))
		return SAVE(&coesfeld, interpreter_exception_add_in_tx, &x, &saved);
	TRY(interpreter_exception_find(&k->cx, &coesfeld, pool_some("interpreter_exception", ""), &x));
	return SAVE(&coesfeld, interpreter_exception_remove_in_tx, &x, &saved);
}

static err change_steps(void)
{
	static const char *const kinds[] = { "trained", "pledged", "certificate", "listed", "paused", "left" };
	int kind = pool_chance(6);
	struct interpreter_step t = { .interpreter_id = pool_some("interpreter", ""),
		                      .kind = str_of(kinds[kind]),
		                      .day = day_add(k->cx.today, -pool_chance(10)) },
	                        saved;
	if (kind == 2 || kind == 4)
		t.until = day_add(k->cx.today, 5 + pool_chance(500));
	if (pool_chance(3))
		return SAVE(&coesfeld, interpreter_step_add_in_tx, &t, &saved);
	TRY(interpreter_step_find(&k->cx, &coesfeld, pool_some("interpreter_step", ""), &t));
	t.withdrawn_on = k->cx.today;
	return SAVE(&coesfeld, interpreter_step_withdraw_in_tx, &t, &saved);
}

err pool_change_year(void)
{
	struct interpreter_year y, saved;
	int64_t who = pool_some("interpreter", ""), year = day_year(k->cx.today);
	TRY(interpreter_year_find(&k->cx, &coesfeld, who, year, &y));
	y.interpreter_id = who;
	y.year = year;
	y.other_cents = pool_chance(90000);
	y.consent_on = pool_chance(2) ? k->cx.today : DAY_NONE;
	return SAVE(&coesfeld, interpreter_year_save_in_tx, &y, &saved);
}

static err ask_somebody(void)
{
	int64_t who = pool_some("interpreter", ""), asked;
	const struct offer_ask in = { coesfeld.id, some_booking(pool_chance(2) ? "open" : "asking"), &who, 1 };
	return db_tx(&k->cx, "test", offer_ask_in_tx, &in, &asked, sizeof asked);
}

static err answer(void)
{
	struct booking b;
	struct booking_state s;
	struct list events = { 0 };
	TRY(booking_find(&k->cx, coesfeld.id, some_booking("asking"), &b));
	TRY(booking_events(&k->cx, coesfeld.id, b.id, &events));
	struct booking_state now = booking_fold(k->cx.mem, &events);
	const struct booking_asked *who =
	        LIST_AT(&now.asked, struct booking_asked, (size_t)pool_chance((int)now.asked.n));
	const struct offer_place in = { coesfeld.id, b.id, b.round, who->interpreter_id, 1 };
	return db_tx(&k->cx, "test", pool_chance(3) ? offer_accept_in_tx : offer_decline_in_tx, &in, &s, sizeof s);
}

static err give_back(void)
{
	const struct offer_return in = { coesfeld.id, some_booking("booked"), S("erkrankt") };
	struct booking_state s;
	return db_tx(&k->cx, "test", offer_return_in_tx, &in, &s, sizeof s);
}

static err event_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct booking_event *e = in;
	return booking_event_in_tx(cx, coesfeld.id, e->id, e, NULL);
}

static err cancel(void)
{
	struct booking b;
	TRY(booking_find(&k->cx, coesfeld.id, some_booking(pool_chance(2) ? "booked" : "open"), &b));
	const struct booking_event e = {
		.id = b.id, .kind = S("cancelled"), .round = b.round, .late = MAYBE(pool_chance(2))
	};
	return db_tx(&k->cx, "test", event_in_tx, &e, NULL, 0);
}

static err sign(void)
{
	struct booking b;
	struct booking_state s;
	TRY(booking_find(&k->cx, coesfeld.id, some_booking("reported"), &b));
	const struct sign_in in = { .centre_id = coesfeld.id, .booking_id = b.id, .round = b.round };
	return db_tx(&k->cx, "test", times_sign_in_tx, &in, &s, sizeof s);
}

static err settle(void)
{
	int64_t id;
	str month = str_part(day_iso(k->cx.mem, k->cx.today), 0, 7);
	const struct settlement_order in = { &coesfeld, month };
	return db_tx(&k->cx, "test", settlement_run_in_tx, &in, &id, sizeof id);
}

static err correct(void)
{
	int64_t id;
	const struct settlement_correction in = { &coesfeld, some_booking("settled"), 100 * (1 + pool_chance(60)),
		                                  S("Prüfung") };
	return db_tx(&k->cx, "test", settlement_correct_in_tx, &in, &id, sizeof id);
}

err pool_foreign_door(void)
{
	struct interpreter p = { .family_name = S("Fremd"),
		                 .given_name = S("Neu"),
		                 .interpreting = true,
		                 .tax_kind = S("volunteer"),
		                 .applied_on = k->cx.today },
	                   saved;
	return SAVE(&bottrop, interpreter_save_in_tx, &p, &saved);
}

const struct pool_door pool_doors[POOL_DOORS] = {
	{ "person", change_person },  { "add", pool_add_person },   { "language", change_language },
	{ "hours", change_hours },    { "days", pool_change_days }, { "steps", change_steps },
	{ "year", pool_change_year }, { "ask", ask_somebody },      { "answer", answer },
	{ "give_back", give_back },   { "cancel", cancel },         { "sign", sign },
	{ "settle", settle },         { "correct", correct },       { "foreign", pool_foreign_door },
};
