/* What the tests of the staff plan share: see staff_test.h. */
#include "features/staff/staff_test.h"

struct tenant coesfeld, bielefeld, unna;
struct staff hand;

int staff_set_up(void **state)
{
	(void)state;
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	bielefeld = centre_called("bielefeld");
	unna = centre_called("unna");
	hand = (struct staff){ 0 };
	return 0;
}

int staff_tear_down(void **state)
{
	(void)state;
	kit_close(k);
	return 0;
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

err save(const struct tenant *centre, saver fn, const void *row, void *ret, size_t size)
{
	struct staff_in in = { .centre = centre, .row = row };
	return db_tx(&k->cx, "test", fn, &in, ret, size);
}

struct post a_post(const char *kind, const char *funding, int64_t fte, const char *from, const char *to)
{
	return (struct post){ .kind = str_of(kind),
		              .title = str_of(kind),
		              .fte = fte,
		              .funding = str_of(funding),
		              .employer = str_of(strcmp(kind, "teacher") == 0 ? "land" : "municipality"),
		              .valid_from = on(from),
		              .valid_to = on(to) };
}

struct share a_share(int64_t post, int64_t person, int64_t fte, const char *from, const char *to)
{
	return (struct share){
		.post_id = post, .person_id = person, .fte = fte, .valid_from = on(from), .valid_to = on(to)
	};
}

int64_t post_added(const struct tenant *centre, const char *kind, const char *funding, int64_t fte, const char *from,
                   const char *to)
{
	struct post p = a_post(kind, funding, fte, from, to), saved;
	assert_int_equal(SAVE(centre, post_save_in_tx, &p, &saved), OK);
	return saved.id;
}

int64_t person_added(const struct tenant *centre, const char *family, const char *given)
{
	struct person p = { .family_name = str_of(family), .given_name = str_of(given) }, saved;
	assert_int_equal(SAVE(centre, person_save_in_tx, &p, &saved), OK);
	return saved.id;
}

int64_t share_added(const struct tenant *centre, int64_t post, int64_t person, int64_t fte, const char *from,
                    const char *to)
{
	struct share s = a_share(post, person, fte, from, to), saved;
	assert_int_equal(SAVE(centre, share_save_in_tx, &s, &saved), OK);
	return saved.id;
}

void sums_are_right(void)
{
	struct list wrong;
	assert_int_equal(staff_sums_verify(&k->cx, &wrong), OK);
	assert_int_equal(wrong.n, 0);
}

/* --- by hand ------------------------------------------------------------------------------------------------------ */

int64_t hand_post(const char *kind, const char *funding, int64_t fte, const char *from, const char *to)
{
	struct post *p = LIST_ADD(k->mem, &hand.posts, struct post);
	*p = a_post(kind, funding, fte, from, to);
	p->id = (int64_t)hand.posts.n;
	p->title = str_print(k->mem, "%s %d", kind, (int)hand.posts.n);
	return p->id;
}

void hand_share(int64_t post, int64_t person, int64_t fte, const char *from, const char *to)
{
	struct share *s = LIST_ADD(k->mem, &hand.shares, struct share);
	*s = a_share(post, person, fte, from, to);
	s->id = (int64_t)hand.shares.n;
	s->person_name = str_print(k->mem, "Person %d", (int)person);
}

int64_t hand_filled(const char *kind, const char *funding, int64_t fte, const char *from, const char *to)
{
	int64_t post = hand_post(kind, funding, fte, from, to);
	hand_share(post, 100 + post, fte, from, to);
	return post;
}

struct list rules_now(void)
{
	struct list rules = { 0 };
	assert_int_equal(rules_known(&k->cx, k->cx.now, &rules), OK);
	return rules;
}

struct list rules_with(const char *item, const char *value, const char *from)
{
	struct list rules = rules_now();
	struct rule other = { 0 };
	LIST_EACH (struct rule, r, &rules)
		if (str_is(r->item, item)) {
			other = *r;
			r->valid_to = day_add(on(from), -1);
		}
	other.code = str_print(k->cx.mem, "%s-other", item);
	other.value = str_of(value);
	other.valid_from = on(from);
	other.valid_to = DAY_NONE;
	*LIST_ADD(k->cx.mem, &rules, struct rule) = other;
	return rules;
}

struct plan plan_by_hand(const char *kind, const char *date)
{
	struct list rules = rules_now();
	struct entitlement e = entitlement_of(k->cx.mem, &rules, str_of(kind), 0, on(date), false);
	return plan_of(k->cx.mem, &hand, &e, on(date));
}
