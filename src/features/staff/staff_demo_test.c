/* staff_demo_test.c -- the example staff is plausible: it obeys the model where it should, and breaks it where it shows
 * something. */
#include "features/staff/staff_demo.h"
#include "features/staff/staff_demo_people.h"
#include "features/staff/staff_test.h"

struct id_row {
	int64_t id;
	str slug, kind;
};
static const struct field id_fields[] = {
	FIELD(struct id_row, id, KIND_INT),
	FIELD(struct id_row, slug, KIND_TEXT),
	FIELD(struct id_row, kind, KIND_TEXT),
};
static const struct record id_rec = RECORD("demo_id", struct id_row, id_fields);
static const struct sql all_centres = { "SELECT id, slug, kind FROM centre ORDER BY id LIMIT 100", "" };

static bool found(const struct staff_day *d, const char *kind)
{
	LIST_EACH (const struct finding, f, &d->findings)
		if (str_is(f->kind, kind))
			return true;
	return false;
}

static void no_post_is_held_by_more_than_it_is(const struct plan *p)
{
	LIST_EACH (const struct plan_post, post, &p->posts) {
		assert_true(post->filled <= post->post.fte);
		LIST_EACH (const struct plan_holder, h, &post->holders)
			assert_true(h->fte > 0 && h->name.n > 3);
	}
}

/* S-STA-1, S-STA-8: all 54 KI have a plan on any day since 2013. */
static void every_centre_has_staff_on_any_day(void **state UNUSED)
{
	struct list centres;
	int breaches = 0, without = 0;
	assert_int_equal(staff_demo(&k->cx), OK);
	next();
	assert_int_equal(db_list(&k->cx, &all_centres, &id_rec, &centres, V_NONE), OK);
	assert_int_equal(centres.n, 54);
	LIST_EACH (const struct id_row, c, &centres) {
		struct tenant t = { .id = c->id, .slug = c->slug, .kind = c->kind };
		struct staff_day now, before;
		assert_int_equal(staff_day_of(&k->cx, &t, k->cx.today, &now), OK);
		assert_int_equal(staff_day_of(&k->cx, &t, DAY(2017, 6, 1), &before), OK);
		no_post_is_held_by_more_than_it_is(&now.plan);
		no_post_is_held_by_more_than_it_is(&before.plan);
		assert_true(now.plan.posts.n >= 7 && before.plan.posts.n >= 6);
		assert_false(found(&now, "person_above_full"));
		assert_true(now.so_far.granted_cents > 0);
		without += now.plan.head.person_id == 0;
		LIST_EACH (const struct finding, f, &now.findings)
			breaches += str_is(f->weight, "breach");
	}
	assert_true(breaches >= 5 && breaches <= 80);
	assert_true(without <= 8);
	sums_are_right();
}

static void coesfeld_has_something_to_do(void **state UNUSED)
{
	static const char *const kinds[] = { "split_unequal", "no_qualification", "secondment_ends", "vacancy_long" };
	struct staff_day d;
	assert_int_equal(staff_demo(&k->cx), OK);
	assert_int_equal(staff_day_of(&k->cx, &coesfeld, k->cx.today, &d), OK);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		assert_true(found(&d, kinds[i]));
	assert_false(found(&d, "same_profession"));
	assert_string_equal(str_c(k->cx.mem, d.plan.head.name), "Overbeck, Ralf");
	assert_string_equal(str_c(k->cx.mem, d.plan.deputy.profession), "teacher");
}

static void the_same_seed_gives_the_same_people(void **state UNUSED)
{
	struct chance a = { 42 }, b = { 42 };
	for (int i = 0; i < 200; i++) {
		struct demo_name x = demo_name(&a), y = demo_name(&b);
		assert_ptr_equal(x.family, y.family);
		assert_ptr_equal(x.given, y.given);
		int n = chance_between(&a, 3, 7);
		assert_true(n >= 3 && n <= 7);
		assert_int_equal(n, chance_between(&b, 3, 7));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(every_centre_has_staff_on_any_day), TEST(coesfeld_has_something_to_do),
		                            TEST(the_same_seed_gives_the_same_people) };
	if (!kit_available())
		return 77;
	return cmocka_run_group_tests_name("staff demo", tests, NULL, NULL);
}
