/* The week's requests and people are what each request's own page says (P-INT-4): the same people, and nobody suits
 * here who does not suit there; who said no is not proposed again. On the example pools. */
#include "features/interpreters/pool_week_load.h"
#include "features/interpreters/booking_offer.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_test.h"

static struct week_open week_from(const struct tenant *centre, int days)
{
	struct week_open w;
	assert_int_equal(pool_week_load(&k->cx, centre, day_add(k->cx.today, days), &w), OK);
	assert_int_equal(w.bookings.n, w.requests.n);
	return w;
}

static const struct fit_person *person_in(const struct list *people, int64_t id)
{
	LIST_EACH (const struct fit_person, p, people)
		if (p->id == id)
			return p;
	return NULL;
}

/* One date of a request, asked in both ways. */
static int64_t compare_date(const struct tenant *centre, const struct week_open *w, const struct booking *b,
                            const struct fit_request *date)
{
	struct booking_contact c;
	struct booking then = *b;
	struct fit_request question;
	struct list found = { 0 };
	struct fit_rules rules = pool_fit_rules();
	then.starts_at = date->slot.start;
	then.ends_at = date->slot.end;
	assert_int_equal(booking_contact_find(&k->cx, centre->id, b->id, &c), OK);
	assert_int_equal(pool_candidates(&k->cx, centre, &then, &c, &question, &found), OK);
	LIST_EACH (const struct fit_candidate, page, &found) {
		struct fit_candidate mine = fit_check(&rules, date, person_in(w->people, page->person->id));
		assert_int_equal(mine.refused & ~(UINT32_C(1) << FIT_DECLINED), page->refused);
		assert_int_equal(mine.points, page->points);
		assert_int_equal(mine.price.cost_cents, page->price.cost_cents);
		assert_string_equal(mine.person->name.p, page->person->name.p);
	}
	int64_t speakers = 0;
	LIST_EACH (const struct fit_person, p, w->people)
		speakers += (fit_check(&rules, date, p).refused >> FIT_NO_LANGUAGE & 1) == 0;
	assert_int_equal(speakers, found.n);
	return (int64_t)found.n;
}

static void each_request_sees_who_its_page_names(void **state UNUSED)
{
	static const char *const slugs[] = { "coesfeld", "bottrop" };
	int64_t compared = 0, dates = 0;
	for (size_t s = 0; s < 2; s++) {
		struct tenant centre = centre_called(slugs[s]);
		for (int days = -7; days <= 21; days += 7) {
			struct week_open w = week_from(&centre, days);
			for (size_t i = 0; i < w.bookings.n; i++) {
				const struct booking *b = LIST_AT(&w.bookings, struct booking, i);
				const struct week_request *rq = LIST_AT(&w.requests, struct week_request, i);
				assert_true(str_is(b->stage, "open") || str_is(b->stage, "asking"));
				assert_true(b->starts_at.ms > k->cx.now.ms);
				assert_in_range(day_diff(instant_day(b->starts_at), k->cx.today), days, days + 6);
				assert_in_range(rq->dates.n, 1, 3);
				LIST_EACH (const struct fit_request, date, &rq->dates) {
					assert_int_equal(date->id, b->id);
					assert_true(date->slot.start.ms > k->cx.now.ms);
					compared += compare_date(&centre, &w, b, date);
					dates++;
				}
			}
			next();
		}
	}
	assert_true(dates > 30 && compared > 100);
}

/* Somebody is proposed, says no, and is not proposed again; an appointment given elsewhere counts at once. */
static void a_no_is_not_asked_again(void **state UNUSED)
{
	struct fit_rules rules = pool_fit_rules();
	struct week_open w = week_from(&coesfeld, 0);
	struct week_plan plan = week_plan_of(k->cx.mem, &rules, &w.requests, w.people, WEEK_PATIENCE);
	int64_t proposed = 0;
	for (size_t i = 0; i < plan.lines.n; i++) {
		const struct week_line *line = LIST_AT(&plan.lines, struct week_line, i);
		if (!line->date)
			continue;
		const struct booking *b = LIST_AT(&w.bookings, struct booking, i);
		int64_t who = line->candidate.person->id, asked;
		proposed++;
		struct offer_ask ask = { coesfeld.id, b->id, &who, 1 };
		assert_int_equal(db_tx(&k->cx, "test", offer_ask_in_tx, &ask, &asked, sizeof asked), OK);
		struct week_open after = week_from(&coesfeld, 0);
		assert_true(pool_week_was_asked(&after, b->id, who));
		struct offer_place no = { coesfeld.id, b->id, b->round, who, 0 };
		struct booking_state s;
		assert_int_equal(db_tx(&k->cx, "test", offer_decline_in_tx, &no, &s, sizeof s), OK);
		after = week_from(&coesfeld, 0);
		struct week_plan again = week_plan_of(k->cx.mem, &rules, &after.requests, after.people, WEEK_PATIENCE);
		const struct week_line *then = LIST_AT(&again.lines, struct week_line, i);
		assert_int_equal(LIST_AT(&after.bookings, struct booking, i)->id, b->id);
		assert_true(!then->date || then->candidate.person->id != who);
	}
	assert_true(proposed > 1);
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
		cmocka_unit_test(each_request_sees_who_its_page_names),
		cmocka_unit_test(a_no_is_not_asked_again),
	};
	return kit_available() ? cmocka_run_group_tests(tests, set_up, pool_tear_down) : 77;
}
