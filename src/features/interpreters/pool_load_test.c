/* What matching reads of all people at once is what the tables say of each of them (P-INT-4): by the example pools, for
 * everybody and for those who speak a language. */
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_people.h"
#include "features/interpreters/pool_test.h"

static int64_t count(const char *text, const char *params, struct bounds v)
{
	const struct sql q = { text, params };
	int64_t n = -1;
	assert_int_equal(db_int(&k->cx, &q, &n, v), OK);
	return n;
}
#define COUNT(text, params, ...) count((text), (params), V(__VA_ARGS__))

static struct list load(const char *language)
{
	struct list people = { 0 };
	assert_int_equal(pool_people_load(&k->cx, coesfeld.id, k->cx.today, day_add(k->cx.today, 6), &people), OK);
	return language ? pool_speakers(k->cx.mem, &people, str_of(language)) : people;
}

static int64_t talks_of(const struct fit_person *p)
{
	LIST_EACH (const struct fit_experience, e, &p->experience)
		if (str_is(e->occasion, "parent_talk"))
			return e->times;
	return 0;
}

#define TAKEN " AND n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled')"

static void work_and_answers(const struct fit_person *p)
{
	day year_ago = day_add(k->cx.today, -365);
	instant since = instant_at(year_ago, 0);
	assert_int_equal(
	        p->load,
	        COUNT("SELECT count(*) FROM booking_now n WHERE n.interpreter_id = $1 AND n.held_on >= $2" TAKEN, "id",
	              p->id, day_add(k->cx.today, -90)));
	int64_t talks = COUNT("SELECT count(*) FROM booking_now n JOIN booking b ON b.id = n.booking_id WHERE"
	                      " n.interpreter_id = $1 AND n.held_on >= $2 AND b.occasion = 'parent_talk'" TAKEN,
	                      "id", p->id, year_ago);
	assert_int_equal(talks_of(p), talks);
	int64_t asked =
	        COUNT("SELECT count(*) FROM booking_event e WHERE e.interpreter_id = $1 AND e.at >= $2 AND e.kind ="
	              " 'asked'",
	              "it", p->id, since);
	assert_int_equal(p->accepted,
	                 COUNT("SELECT count(*) FROM booking_event e WHERE e.interpreter_id = $1 AND e.at >= $2"
	                       " AND e.kind = 'accepted'",
	                       "it", p->id, since));
	assert_int_equal(p->declined,
	                 COUNT("SELECT count(*) FROM booking_event e WHERE e.interpreter_id = $1 AND e.at >= $2"
	                       " AND e.kind = 'declined'",
	                       "it", p->id, since));
	assert_int_equal(p->unanswered, asked > p->accepted + p->declined ? asked - p->accepted - p->declined : 0);
}

static void earnings(const struct fit_person *p)
{
	LIST_EACH (const struct fit_year, y, &p->years) {
		assert_int_equal(y->year, 2026);
		assert_int_equal(y->ceiling_cents, 96000);
		assert_int_equal(
		        y->earned_cents,
		        COUNT("SELECT COALESCE(CAST(sum(l.cents) AS BIGINT), 0) FROM settlement_line l WHERE "
		              "l.interpreter_id = $1"
		              " AND l.paid_on BETWEEN '2026-01-01' AND '2026-12-31' AND l.part <> 'travel_cost'",
		              "i", p->id) +
		                COUNT("SELECT COALESCE(CAST(sum(n.expected_cents) AS BIGINT), 0) FROM booking_now n "
		                      "WHERE"
		                      " n.interpreter_id = $1 AND n.held_on BETWEEN '2026-01-01' AND '2026-12-31' AND "
		                      "n.stage IN"
		                      " ('booked', 'reported', 'disputed', 'signed')",
		                      "i", p->id) +
		                COUNT("SELECT COALESCE(CAST(sum(y.other_cents) AS BIGINT), 0) FROM interpreter_year y "
		                      "WHERE"
		                      " y.interpreter_id = $1 AND y.year = 2026",
		                      "i", p->id));
	}
}

static void papers(const struct fit_person *p)
{
	struct list steps = { 0 };
	assert_int_equal(interpreter_steps(&k->cx, &coesfeld, p->id, &steps), OK);
	struct interpreter_standing s = interpreter_standing_of(k->cx.mem, &steps, k->cx.today);
	struct fit_papers wanted = pool_papers_of(&s, k->cx.today);
	assert_memory_equal(&p->papers, &wanted, sizeof wanted);
	for (int i = 0; i <= 6; i++) { /* on each day what counts on it */
		day d = day_add(k->cx.today, i);
		const struct fit_papers *now = &p->papers;
		LIST_EACH (const struct fit_papers, later, &p->later)
			if (day_cmp(later->from, d) <= 0)
				now = later;
		s = interpreter_standing_of(k->cx.mem, &steps, d);
		wanted = pool_papers_of(&s, now->from);
		assert_memory_equal(now, &wanted, sizeof wanted);
	}
	assert_int_equal(p->hours.n,
	                 COUNT("SELECT count(*) FROM interpreter_hours h WHERE h.interpreter_id = $1", "i", p->id));
}

/* What lies around the days asked for. */
static void bookings(const struct fit_person *p)
{
	int64_t n =
	        COUNT("SELECT count(*) FROM booking_now n WHERE n.interpreter_id = $1 AND n.held_on >= $2 AND n.held_on"
	              " <= $3" TAKEN,
	              "idd", p->id, day_add(k->cx.today, -1), day_add(k->cx.today, 7));
	int64_t found = 0;
	LIST_EACH (const struct fit_booking, b, &p->bookings) {
		day on = instant_day(b->slot.start);
		found += day_cmp(on, day_add(k->cx.today, -1)) >= 0 && day_cmp(on, day_add(k->cx.today, 7)) <= 0;
		assert_int_equal(
		        COUNT("SELECT count(*) FROM booking_now n WHERE n.booking_id = $1 AND n.interpreter_id = $2",
		              "ii", b->id, p->id),
		        1);
	}
	assert_int_equal(found, n);
}

static void everybody_is_as_the_tables_say(void **state UNUSED)
{
	struct list people = load(NULL);
	int64_t busy = 0;
	assert_int_equal(people.n, 46);
	LIST_EACH (const struct fit_person, p, &people) {
		work_and_answers(p);
		earnings(p);
		papers(p);
		bookings(p);
		busy += p->bookings.n > 0;
	}
	assert_true(busy > 10);
}

/* Those who speak it, a dialect of it, or another language besides; and nothing of theirs is missing. */
static void a_language_takes_its_speakers(void **state UNUSED)
{
	static const char *const languages[] = { "ara", "kur", "tur", "gsg", "lin" };
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct list people = load(languages[i]);
		assert_int_equal(
		        people.n,
		        COUNT("SELECT count(DISTINCT s.interpreter_id) FROM interpreter_language s JOIN language l"
		              " ON l.code = s.language_code WHERE s.centre_id = $1 AND (l.code = $2 OR l.of_code"
		              " = $2)",
		              "is", coesfeld.id, str_of(languages[i])));
		LIST_EACH (const struct fit_person, p, &people) {
			assert_true(p->languages.n > 0);
			work_and_answers(p);
			earnings(p);
			papers(p);
			bookings(p);
		}
	}
}

struct wanted_step {
	int64_t person;
	const char *kind;
	day day, until, withdrawn_on;
};
static err add_step_in_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	static const struct sql add = { "INSERT INTO interpreter_step (centre_id, interpreter_id, kind, day, until,"
		                        " withdrawn_on, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6,"
		                        " 'test', 1)",
		                        "iisddd" };
	const struct wanted_step *s = in;
	return db_exec(cx, &add, NULL, V(coesfeld.id, s->person, str_of(s->kind), s->day, s->until, s->withdrawn_on));
}

/* What begins, ends or is withdrawn within the days counts from its own day on, as on the page of each request. */
static void papers_change_within_the_week(void **state UNUSED)
{
	struct list before = load(NULL);
	const struct fit_person *p = LIST_AT(&before, struct fit_person, 0);
	int64_t id = p->id;
	day t = k->cx.today;
	const struct wanted_step steps[] = { { id, "paused", day_add(t, 2), day_add(t, 4), DAY_NONE },
		                             { id, "certificate", day_add(t, 5), day_add(t, 400), day_add(t, 6) } };
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		assert_int_equal(db_tx(&k->cx, "step", add_step_in_tx, &steps[i], NULL, 0), OK);
	struct list after = load(NULL);
	p = LIST_AT(&after, struct fit_person, 0);
	assert_int_equal(p->id, id);
	papers(p);
	assert_int_equal(p->later.n, 3); /* pauses; is back, with another certificate; it is withdrawn */
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
		cmocka_unit_test(everybody_is_as_the_tables_say),
		cmocka_unit_test(a_language_takes_its_speakers),
		cmocka_unit_test(papers_change_within_the_week),
	};
	return kit_available() ? cmocka_run_group_tests(tests, set_up, pool_tear_down) : 77;
}
