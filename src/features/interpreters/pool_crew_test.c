/* What is remembered of a KI's people is what its tables say, after whatever was written through any door, by this
 * session or another one, on other days; it stays within its bound (P-INT-4, docs/decisions/0046). */
#include "features/interpreters/pool_crew.h"

#include <inttypes.h>
#include <pthread.h>

#include "core/audit.h"
#include "features/interpreters/booking_offer.h"
#include "features/interpreters/booking_request.h"
#include "features/interpreters/booking_times.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/pool_test.h"
#include "features/interpreters/settlement.h"

/* --- all that is known of a person, as a text ----------------------------------------------------------------------
 */

static void add_papers(struct text *t, const struct fit_papers *p)
{
	text_print(t, " [%d %d-%d %d-%d %d %d-%d %d-%d]", p->from.n, p->listed_from.n, p->left_on.n, p->trained_on.n,
	           p->trained_until.n, p->pledged_on.n, p->certified_on.n, p->certified_until.n, p->paused_from.n,
	           p->paused_until.n);
}

static void add_lists(struct text *t, const struct fit_person *p)
{
	LIST_EACH (const struct fit_language, l, &p->languages)
		text_print(t, " " STR_FMT "/" STR_FMT " %d %d %u", STR_ARG(l->language), STR_ARG(l->dialect),
		           l->all_dialects, (int)l->level, l->modes);
	LIST_EACH (const struct fit_hours, h, &p->hours)
		text_print(t, " %d:%d-%d", h->weekday, h->from_minute, h->to_minute);
	LIST_EACH (const struct fit_days, d, &p->exceptions)
		text_print(t, " %d-%d %d", d->from.n, d->to.n, d->there);
	LIST_EACH (const struct fit_booking, b, &p->bookings)
		text_print(t, " #%" PRId64 " %" PRId64 "-%" PRId64 " %d %d,%d", b->id, b->slot.start.ms, b->slot.end.ms,
		           (int)b->slot.mode, (int)b->slot.place.lat, (int)b->slot.place.lon);
	LIST_EACH (const struct fit_year, y, &p->years)
		text_print(t, " %d: %" PRId64 " of %" PRId64 " %d", y->year, y->earned_cents, y->ceiling_cents,
		           y->consented);
	LIST_EACH (const struct fit_experience, e, &p->experience)
		text_print(t, " " STR_FMT " %" PRId64, STR_ARG(e->occasion), e->times);
}

static str say_people(struct arena *a, const struct list *people)
{
	struct text t = TEXT(a);
	LIST_EACH (const struct fit_person, p, people) {
		text_print(&t,
		           "%" PRId64 " " STR_FMT " %u %d %d,%d most %" PRId64 " load %" PRId64 " %" PRId64 "/%" PRId64
		           "/%" PRId64,
		           p->id, STR_ARG(p->name), p->services, (int)p->gender, (int)p->home.lat, (int)p->home.lon,
		           p->most_per_week, p->load, p->accepted, p->declined, p->unanswered);
		add_papers(&t, &p->papers);
		LIST_EACH (const struct fit_papers, later, &p->later)
			add_papers(&t, later);
		add_lists(&t, p);
		text_c(&t, "\n");
	}
	return text_str(&t);
}

/* Through one session; both in the same snapshot. */
static void is_right_for(struct cx *cx, const struct tenant *centre)
{
	const struct list *remembered;
	struct list fresh = { 0 };
	day first, last;
	pool_crew_days(cx->today, &first, &last);
	assert_int_equal(pool_crew(cx, centre->id, cx->today, day_add(cx->today, 20), &remembered), OK);
	assert_int_equal(pool_people_load(cx, centre->id, first, last, &fresh), OK);
	assert_true(fresh.n > 10);
	assert_string_equal(say_people(cx->mem, remembered).p, say_people(cx->mem, &fresh).p);
}

static int64_t read_so_far(void)
{
	return pool_crew_stats().read;
}

/* --- chance --------------------------------------------------------------------------------------------------------
 */

static uint64_t dice = 88172645463325252u;
static int chance(int below)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (int)((dice >> 11) % (uint64_t)below);
}

static int64_t some(const char *table, const char *where)
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
	assert_int_equal(db_int(&k->cx, &pick, &id, V(coesfeld.id, chance((int)(n < 1000 ? n : 1000)))), OK);
	return id;
}

static int64_t some_booking(const char *stage)
{
	str where = str_print(k->cx.mem,
	                      "AND EXISTS (SELECT 1 FROM booking_now n WHERE n.booking_id = x.id AND n.stage ="
	                      " '%s')",
	                      stage);
	return some("booking", where.p);
}

static day soon(int within)
{
	return day_add(k->cx.today, chance(within));
}

/* --- the doors; a refusal is as good as a change -------------------------------------------------------------------
 */

static err change_person(void)
{
	struct interpreter p, saved;
	TRY(interpreter_find(&k->cx, &coesfeld, some("interpreter", ""), &p));
	p.most_per_week = chance(2) ? MAYBE(1 + chance(5)) : (struct maybe){ 0 };
	p.gender = chance(2) ? S("female") : S("diverse");
	p.guiding = chance(2);
	p.family_name = str_print(k->cx.mem, "Neu%d", chance(1000));
	return SAVE(&coesfeld, interpreter_save_in_tx, &p, &saved);
}

static err add_person(void)
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
	struct interpreter_language l = { .interpreter_id = some("interpreter", ""),
		                          .language_code = S("lin"),
		                          .level = S("good"),
		                          .on_site = true },
	                            saved;
	if (chance(2))
		return SAVE(&coesfeld, interpreter_language_save_in_tx, &l, &saved);
	TRY(interpreter_language_find(&k->cx, &coesfeld, some("interpreter_language", ""), &l));
	if (chance(2)) {
		l.phone = !l.phone;
		return SAVE(&coesfeld, interpreter_language_save_in_tx, &l, &saved);
	}
	return SAVE(&coesfeld, interpreter_language_remove_in_tx, &l, &saved);
}

static err change_hours(void)
{
	struct interpreter p, saved;
	TRY(interpreter_find(&k->cx, &coesfeld, some("interpreter", ""), &p));
	struct interpreter_week week = { p.id, p.version, { 0 } };
	for (int weekday = 1; weekday <= chance(6); weekday++)
		*LIST_ADD(k->cx.mem, &week.hours, struct interpreter_hours) = (struct interpreter_hours){
			.weekday = weekday, .from_minute = 480 + chance(60), .to_minute = 900
		};
	return SAVE(&coesfeld, interpreter_week_save_in_tx, &week, &saved);
}

static err change_days(void)
{
	day from = soon(20);
	struct interpreter_exception x = { .interpreter_id = some("interpreter", ""),
		                           .kind = chance(2) ? S("away") : S("there"),
		                           .day_from = from,
		                           .day_to = day_add(from, chance(5)) },
	                             saved;
	if (chance(3))
		return SAVE(&coesfeld, interpreter_exception_add_in_tx, &x, &saved);
	TRY(interpreter_exception_find(&k->cx, &coesfeld, some("interpreter_exception", ""), &x));
	return SAVE(&coesfeld, interpreter_exception_remove_in_tx, &x, &saved);
}

static err change_steps(void)
{
	static const char *const kinds[] = { "trained", "pledged", "certificate", "listed", "paused", "left" };
	int kind = chance(6);
	struct interpreter_step t = { .interpreter_id = some("interpreter", ""),
		                      .kind = str_of(kinds[kind]),
		                      .day = day_add(k->cx.today, -chance(10)) },
	                        saved;
	if (kind == 2 || kind == 4)
		t.until = day_add(k->cx.today, 5 + chance(500));
	if (chance(3))
		return SAVE(&coesfeld, interpreter_step_add_in_tx, &t, &saved);
	TRY(interpreter_step_find(&k->cx, &coesfeld, some("interpreter_step", ""), &t));
	t.withdrawn_on = k->cx.today;
	return SAVE(&coesfeld, interpreter_step_withdraw_in_tx, &t, &saved);
}

static err change_year(void)
{
	struct interpreter_year y, saved;
	int64_t who = some("interpreter", ""), year = day_year(k->cx.today);
	TRY(interpreter_year_find(&k->cx, &coesfeld, who, year, &y));
	y.interpreter_id = who;
	y.year = year;
	y.other_cents = chance(90000);
	y.consent_on = chance(2) ? k->cx.today : DAY_NONE;
	return SAVE(&coesfeld, interpreter_year_save_in_tx, &y, &saved);
}

static err ask_somebody(void)
{
	int64_t who = some("interpreter", ""), asked;
	const struct offer_ask in = { coesfeld.id, some_booking(chance(2) ? "open" : "asking"), &who, 1 };
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
	const struct booking_asked *who = LIST_AT(&now.asked, struct booking_asked, (size_t)chance((int)now.asked.n));
	const struct offer_place in = { coesfeld.id, b.id, b.round, who->interpreter_id, 1 };
	return db_tx(&k->cx, "test", chance(3) ? offer_accept_in_tx : offer_decline_in_tx, &in, &s, sizeof s);
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
	TRY(booking_find(&k->cx, coesfeld.id, some_booking(chance(2) ? "booked" : "open"), &b));
	const struct booking_event e = {
		.id = b.id, .kind = S("cancelled"), .round = b.round, .late = MAYBE(chance(2))
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
	const struct settlement_correction in = { &coesfeld, some_booking("settled"), 100 * (1 + chance(60)),
		                                  S("Prüfung") };
	return db_tx(&k->cx, "test", settlement_correct_in_tx, &in, &id, sizeof id);
}

static err nothing_of_this_kind(void) /* another KI's change, which must not disturb, and of no KI */
{
	struct interpreter p = { .family_name = S("Fremd"),
		                 .given_name = S("Neu"),
		                 .interpreting = true,
		                 .tax_kind = S("volunteer"),
		                 .applied_on = k->cx.today },
	                   saved;
	return SAVE(&bottrop, interpreter_save_in_tx, &p, &saved);
}

static err (*const doors[])(void) = { change_person, add_person,  change_language, change_hours, change_days,
	                              change_steps,  change_year, ask_somebody,    answer,       give_back,
	                              cancel,        sign,        settle,          correct,      nothing_of_this_kind };
enum { DOORS = sizeof doors / sizeof *doors, STEPS = 60 };
static const char *const door_names[] = { "person", "add",  "language", "hours",   "days",
	                                  "steps",  "year", "ask",      "answer",  "give_back",
	                                  "cancel", "sign", "settle",   "correct", "foreign" };

/* --- tests ---------------------------------------------------------------------------------------------------------
 */

static void whatever_is_written_is_seen_at_once(void **state UNUSED)
{
	int64_t taken[DOORS] = { 0 };
	for (int i = 0; i < STEPS; i++) {
		int door = i < DOORS ? i : chance(DOORS);
		err e = doors[door]();
		assert_true(e == OK || e == E_INVALID || e == E_STALE || e == E_NOTFOUND);
		taken[door] += e == OK;
		next();
		is_right_for(&k->cx, &coesfeld);
		if (chance(4) == 0)
			is_right_for(&k->cx, &bottrop);
		next();
	}
	for (int door = 0; door < DOORS; door++) {
		if (!taken[door])
			print_error("never went through: %s\n", door_names[door]);
		assert_true(taken[door]);
	}
}

static void it_is_read_once_until_something_changes(void **state UNUSED)
{
	is_right_for(&k->cx, &coesfeld);
	int64_t read = read_so_far();
	for (int i = 0; i < 5; i++) {
		next();
		is_right_for(&k->cx, &coesfeld);
	}
	assert_int_equal(read_so_far(), read);
	assert_int_equal(nothing_of_this_kind(), OK); /* another KI */
	next();
	is_right_for(&k->cx, &coesfeld);
	assert_int_equal(read_so_far(), read);
	assert_int_equal(change_year(), OK);
	next();
	is_right_for(&k->cx, &coesfeld);
	assert_int_equal(read_so_far(), read + 1);
}

/* Load, experience and answers are counted back from today; papers and certificates end on their day. */
static void another_day_is_another_question(void **state UNUSED)
{
	instant now = k->cx.now;
	for (int days = 0; days < 400; days += 97) {
		k->cx.now = (instant){ now.ms + days * INT64_C(86400000) };
		k->cx.today = instant_day(k->cx.now);
		is_right_for(&k->cx, &coesfeld);
	}
	k->cx.now = now;
	k->cx.today = instant_day(now);
}

/* Days beyond what is read together: read for themselves, right all the same. */
static void far_days_are_read_for_themselves(void **state UNUSED)
{
	const struct list *people;
	struct list fresh = { 0 };
	day far = day_add(k->cx.today, -200);
	int64_t read = read_so_far();
	assert_int_equal(pool_crew(&k->cx, coesfeld.id, far, far, &people), OK);
	assert_int_equal(pool_people_load(&k->cx, coesfeld.id, far, far, &fresh), OK);
	assert_string_equal(say_people(k->cx.mem, people).p, say_people(k->cx.mem, &fresh).p);
	assert_int_equal(read_so_far(), read);
}

static void is_fresh(struct cx *cx)
{
	const struct list *people;
	struct list fresh = { 0 };
	assert_int_equal(pool_crew(cx, coesfeld.id, cx->today, cx->today, &people), OK);
	assert_int_equal(pool_people_load(cx, coesfeld.id, cx->today, cx->today, &fresh), OK);
	assert_string_equal(say_people(cx->mem, people).p, say_people(cx->mem, &fresh).p);
}

static err look_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	struct interpreter_exception x = { .interpreter_id = *(const int64_t *)in,
		                           .kind = S("away"),
		                           .day_from = cx->today,
		                           .day_to = cx->today },
	                             saved;
	const struct pool_in add = { &coesfeld, &x };
	is_fresh(cx);
	TRY(interpreter_exception_add_in_tx(cx, &add, &saved));
	is_fresh(cx); /* not committed, without a link yet */
	return E_STALE;
}

static void inside_a_transaction_it_reads(void **state UNUSED)
{
	int64_t who = some("interpreter", ""), read = read_so_far();
	assert_int_equal(db_tx(&k->cx, "test", look_in_tx, &who, NULL, 0), E_STALE);
	assert_int_equal(read_so_far(), read);
	next();
	is_right_for(&k->cx, &coesfeld);
}

/* Another session, as another process would have: what it writes is seen here, and a snapshot taken before it goes on
 * seeing what was. */
static void another_session_writes(void **state UNUSED)
{
	struct db_pool *pool;
	str words;
	struct cx other = k->cx;
	bool sqlite = !strcmp(kit_kind(), "sqlite");
	other.mem = arena_new();
	assert_int_equal(db_pool_open(other.mem, k->url, sqlite ? DB_READ : DB_SERVE, &pool, &words), OK);
	db_set_commit_hook(pool, audit_commit_hook);
	assert_int_equal(db_enter(pool, &other.db), OK);
	for (int i = 0; i < 6; i++) {
		is_right_for(&other, &coesfeld); /* holds its snapshot */
		err e = change_days();
		assert_true(e == OK || e == E_NOTFOUND || e == E_INVALID);
		next();
		is_right_for(&other, &coesfeld);
		is_right_for(&k->cx, &coesfeld);
		db_snapshot_end(&other);
		is_right_for(&other, &coesfeld);
		db_snapshot_end(&other);
		if (!sqlite) { /* and the other way round */
			struct cx mine = k->cx;
			k->cx = other;
			assert_int_equal(add_person(), OK);
			k->cx = mine;
			next();
			is_right_for(&k->cx, &coesfeld);
		}
		next();
	}
	db_leave(other.db);
	arena_free(other.mem);
	db_pool_close(pool);
}

static void it_stays_within_its_bound(void **state UNUSED)
{
	pool_crew_limit(CREW_MOST_BYTES);
	is_right_for(&k->cx, &coesfeld);
	size_t one = (size_t)pool_crew_stats().bytes;
	assert_in_range(one, 1000, 500000);
	pool_crew_limit(one + one / 2);
	is_right_for(&k->cx, &coesfeld);
	is_right_for(&k->cx, &bottrop); /* one goes, or is too large; both are right */
	assert_true(pool_crew_stats().bytes <= (int64_t)(one + one / 2));
	is_right_for(&k->cx, &coesfeld);
	pool_crew_limit(10);
	is_right_for(&k->cx, &coesfeld);
	assert_int_equal(pool_crew_stats().kept, 0);
	pool_crew_limit(CREW_MOST_BYTES);
}

/* --- many at once --------------------------------------------------------------------------------------------------
 */

static void *look_often(void *seed)
{
	struct cx cx = k->cx;
	cx.fault = (struct fault){ 0 };
	cx.mem = arena_new();
	assert_int_equal(db_enter(k->pool, &cx.db), OK);
	for (int i = 0; i < 12; i++) {
		is_right_for(&cx, (i + *(int *)seed) % 3 ? &coesfeld : &bottrop);
		db_snapshot_end(&cx);
		arena_reset(cx.mem);
	}
	db_leave(cx.db);
	arena_free(cx.mem);
	return NULL;
}

static void many_look_while_one_writes(void **state UNUSED)
{
	pthread_t threads[4];
	int seeds[4] = { 0, 1, 2, 3 };
	next();
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, look_often, &seeds[i]), 0);
	for (int i = 0; i < 15; i++) {
		err e = chance(2) ? change_days() : change_year();
		assert_true(e == OK || e == E_NOTFOUND || e == E_INVALID || e == E_STALE || e == E_BUSY);
		next();
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
}

static int set_up(void **state)
{
	pool_set_up(state);
	assert_int_equal(pool_demo(&k->cx), OK);
	next();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_is_written_is_seen_at_once),
		cmocka_unit_test(it_is_read_once_until_something_changes),
		cmocka_unit_test(another_day_is_another_question),
		cmocka_unit_test(far_days_are_read_for_themselves),
		cmocka_unit_test(inside_a_transaction_it_reads),
		cmocka_unit_test(another_session_writes),
		cmocka_unit_test(it_stays_within_its_bound),
		cmocka_unit_test(many_look_while_one_writes),
	};
	return kit_available() ? cmocka_run_group_tests(tests, set_up, pool_tear_down) : 77;
}
