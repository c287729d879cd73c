/* What the tests of activities share: see activity_test.h. */
#include "features/activities/activity_test.h"

#include "core/user.h"

struct tenant coesfeld, unna;
struct user anna, ben;

static int64_t seconds;

void further(const struct user *u)
{
	next();
	k->cx.user = u;
	k->cx.now.ms += ++seconds * 1000;
}

static struct user made(const char *login, const char *name)
{
	const struct user_new in = { .login = str_of(login),
		                     .name = str_of(name),
		                     .role = S("specialist"),
		                     .centre_slug = S("coesfeld"),
		                     .password = S("Scharnier-Probe-2026") };
	struct user u;
	assert_int_equal(user_create(&k->cx, &in, &u), OK);
	u.login = str_copy(k->mem, u.login);
	u.name = str_copy(k->mem, u.name);
	u.role = str_copy(k->mem, u.role);
	u.centre_slug = str_copy(k->mem, u.centre_slug);
	return u;
}

int activity_set_up(void **state)
{
	(void)state;
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	unna = centre_called("unna");
	anna = made("anna@coesfeld", "Anna Althoff");
	ben = made("ben@coesfeld", "Ben Becker");
	seconds = 0;
	further(&anna);
	return 0;
}

int activity_tear_down(void **state)
{
	(void)state;
	kit_close(k);
	return 0;
}

struct activity an_activity(const char *kind, const char *held, const char *partner, int64_t participants)
{
	struct activity a = { .day = on(held),
		              .partner = partner ? str_of(partner) : STR_NONE,
		              .participants = MAYBE(participants),
		              .minutes = MAYBE(90),
		              .people = MAYBE(1) };
	static const char *const rest[PARTS] = {
		NULL, "education", "school", "school", "education_bodies", "education"
	};
	for (int part = 0; part < PARTS; part++)
		a.code[part] = str_of(part == PART_KIND ? kind : rest[part]);
	return a;
}

err write_it(activity_writer fn, const struct tenant *centre, const struct activity *row, struct activity *ret)
{
	const struct activity_in in = { centre, row };
	return db_tx(&k->cx, "test", fn, &in, ret, sizeof *ret);
}

struct activity recorded(const char *kind, const char *held, const char *partner, int64_t participants)
{
	const struct activity a = an_activity(kind, held, partner, participants);
	struct activity saved;
	assert_int_equal(write_it(activity_record_in_tx, &coesfeld, &a, &saved), OK);
	return saved;
}

void sums_are_right(void)
{
	struct list wrong;
	assert_int_equal(activity_sums_verify(&k->cx, activity_first_day(), on("2030-12-31"), &wrong), OK);
	assert_int_equal(wrong.n, 0);
}
