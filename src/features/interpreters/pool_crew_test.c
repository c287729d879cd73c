/* What is remembered of a KI's people is what its tables say, after whatever was written through any door, by this
 * session or another one, on other days; it stays within its bound (P-INT-4, docs/decisions/0046). */
#include "features/interpreters/pool_crew.h"
#include "features/interpreters/pool_crew_test.h"

#include <inttypes.h>
#include <pthread.h>

#include "core/audit.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/pool_test.h"

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

enum { STEPS = 60 };

/* --- tests ---------------------------------------------------------------------------------------------------------
 */

static void whatever_is_written_is_seen_at_once(void **state UNUSED)
{
	int64_t taken[POOL_DOORS] = { 0 };
	for (int i = 0; i < STEPS; i++) {
		int door = i < POOL_DOORS ? i : pool_chance(POOL_DOORS);
		err e = pool_doors[door].go();
		assert_true(e == OK || e == E_INVALID || e == E_STALE || e == E_NOTFOUND);
		taken[door] += e == OK;
		next();
		is_right_for(&k->cx, &coesfeld);
		if (pool_chance(4) == 0)
			is_right_for(&k->cx, &bottrop);
		next();
	}
	for (int door = 0; door < POOL_DOORS; door++) {
		if (!taken[door])
			print_error("never went through: %s\n", pool_doors[door].name);
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
	assert_int_equal(pool_foreign_door(), OK); /* another KI */
	next();
	is_right_for(&k->cx, &coesfeld);
	assert_int_equal(read_so_far(), read);
	assert_int_equal(pool_change_year(), OK);
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
	int64_t who = pool_some("interpreter", ""), read = read_so_far();
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
		err e = pool_change_days();
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
			assert_int_equal(pool_add_person(), OK);
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
		err e = pool_chance(2) ? pool_change_days() : pool_change_year();
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
	kit_grown(k);
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
