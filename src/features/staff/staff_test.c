/* The staff plan on a real database (SQLite and PostgreSQL): what is saved, what is refused, what the Land sees. */
#include "features/staff/staff_test.h"

#include "core/audit.h"

/* --- posts and shares (S-STA-1, S-STA-2) -------------------------------------------------------------------------- */

static void what_was_saved_is_read_again(void **state UNUSED)
{
	struct post p = a_post("specialist", "ki", 1000, "2018-01-01", NULL), saved, found;
	p.focus = S("Übergang Schule–Beruf");
	p.employer_name = S("Kreis Coesfeld");
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &p, &saved), OK);
	assert_int_equal(post_find(&k->cx, &coesfeld, saved.id, &found), OK);
	assert_true(str_is(found.focus, "Übergang Schule–Beruf"));
	assert_int_equal(found.version, 1);
	int64_t elif = person_added(&coesfeld, "Yılmaz", "Elif");
	int64_t id = share_added(&coesfeld, saved.id, elif, 500, "2018-02-01", NULL);
	struct share s;
	assert_int_equal(share_find(&k->cx, &coesfeld, id, &s), OK);
	assert_true(str_is(s.person_name, "Yılmaz, Elif"));
	assert_int_equal(s.fte, 500);
	found.title = S("Fachkraft Bildung");
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &found, &saved), OK);
	assert_int_equal(saved.version, 2);
	assert_int_equal(SAVE(&coesfeld, post_save_in_tx, &found, &saved), E_STALE);
	assert_string_equal(fault(), "staff.stale");
	sums_are_right();
}

static void the_day_of_a_head(void **state UNUSED)
{
	struct staff_day d;
	int64_t post = post_added(&coesfeld, "specialist", "ki", 1000, "2018-01-01", NULL);
	int64_t who = person_added(&coesfeld, "Yılmaz", "Elif");
	share_added(&coesfeld, post, who, 500, "2018-02-01", NULL);
	next();
	assert_int_equal(staff_day_of(&k->cx, &coesfeld, on("2024-06-01"), &d), OK);
	assert_int_equal(d.plan.posts.n, 1);
	const struct plan_post *p = LIST_AT(&d.plan.posts, struct plan_post, 0);
	assert_int_equal(p->vacant, 500);
	assert_int_equal(day_cmp(p->vacant_since, on("2018-01-01")), 0);
	assert_true(str_starts(p->path, "/centres/coesfeld/staff/posts/"));
	assert_true(d.findings.n > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(what_was_saved_is_read_again), TEST(the_day_of_a_head) };
	if (!kit_available())
		return 77;
	return cmocka_run_group_tests_name("staff", tests, NULL, NULL);
}
