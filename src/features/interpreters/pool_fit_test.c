/* pool_fit_test.c -- who suits a request (P-INT-2, P-INT-4): every hard condition on both sides of its border, and all
 * reasons at once. */
#include "features/interpreters/pool_fit_test.h"

/* --- what the person is ------------------------------------------------------------------------------------------- */

static void in_the_pool(void **state UNUSED)
{
	p.papers.listed_from = on("2026-12-16");
	suits();
	p.papers.listed_from = on("2026-12-17");
	refused(FIT_NOT_LISTED);
	p.papers.listed_from = DAY_NONE;
	refused(FIT_NOT_LISTED);
	p.papers.listed_from = on("2024-01-01");
	p.papers.left_on = on("2026-12-17");
	suits();
	p.papers.left_on = on("2026-12-16");
	refused(FIT_NOT_LISTED);
	p.papers.left_on = DAY_NONE;
	p.services = FIT_GUIDING | FIT_TRANSLATING;
	refused(FIT_NO_SERVICE);
	p.services |= FIT_INTERPRETING;
	suits();
}

/* P-INT-2: language, dialect and mode of one and the same row. */
static void language_dialect_mode(void **state UNUSED)
{
	suits();
	rq.language = S("ara");
	refused(FIT_NO_LANGUAGE);
	rq.language = S("kur");
	rq.dialect = S("ckb");
	refused(FIT_NO_DIALECT);
	speaks("kur", "ckb", false, FIT_GOOD, FIT_PHONE);
	refused(FIT_NO_MODE); /* Sorani by phone, Kurmanji on site: no Sorani on site */
	rq.slot.mode = FIT_PHONE;
	suits();
	rq.slot.mode = FIT_VIDEO;
	refused(FIT_NO_MODE);
	rq.slot.mode = FIT_ON_SITE;
	rq.dialect = STR_NONE;
	suits();
	rq.dialect = S("sdh");
	refused(FIT_NO_DIALECT);
	speaks("kur", NULL, false, FIT_GOOD, FIT_ON_SITE); /* the language as such is not each of its dialects */
	refused(FIT_NO_DIALECT);
	speaks("kur", NULL, true, FIT_GOOD, FIT_ON_SITE);
	suits();
}

static void level_and_gender(void **state UNUSED)
{
	rq.level = FIT_FLUENT;
	suits();
	rq.level = FIT_NATIVE;
	refused(FIT_LOW_LEVEL);
	rq.level = FIT_ANY_LEVEL;
	rq.gender = FIT_MALE;
	suits(); /* a wish only orders */
	rq.gender_needed = true;
	refused(FIT_OTHER_GENDER);
	rq.gender = FIT_FEMALE;
	suits();
	p.gender = FIT_ANY_GENDER; /* not said */
	refused(FIT_OTHER_GENDER);
}

/* --- what was proven ---------------------------------------------------------------------------------------------- */

static void training_and_pledge(void **state UNUSED)
{
	p.papers.trained_on = on("2026-12-16");
	suits();
	p.papers.trained_on = on("2026-12-17");
	refused(FIT_UNTRAINED);
	p.papers.trained_on = DAY_NONE;
	assert_false(day_is(refused(FIT_UNTRAINED).until));
	rules.waives_training = true;
	suits();
	rules.waives_training = false;
	p.papers.trained_on = on("2023-11-11");
	p.papers.trained_until = on("2026-12-16");
	suits();
	p.papers.trained_until = on("2026-12-15");
	assert_int_equal(refused(FIT_UNTRAINED).until.n, on("2026-12-15").n);
	p.papers.trained_until = DAY_NONE;
	p.papers.pledged_on = on("2026-12-16");
	suits();
	p.papers.pledged_on = on("2026-12-17");
	refused(FIT_UNPLEDGED);
	p.papers.pledged_on = DAY_NONE;
	refused(FIT_UNPLEDGED);
	rules.waives_pledge = true;
	suits();
}

static void certificate_of_conduct(void **state UNUSED)
{
	p.papers.certified_until = on("2026-12-16");
	suits();
	rq.slot.end = at("2026-12-17T00:00"); /* midnight belongs to the day before */
	suits();
	rq.slot.end = at("2026-12-17T00:01");
	assert_int_equal(refused(FIT_UNCERTIFIED).until.n, on("2026-12-16").n);
	rq.slot.end = at("2026-12-16T11:00");
	p.papers.certified_until = on("2026-12-15");
	refused(FIT_UNCERTIFIED);
	p.papers.certified_until = DAY_NONE;
	refused(FIT_UNCERTIFIED);
	rules.waives_certificate = true;
	suits();
	rules.waives_certificate = false;
	p.papers.certified_until = on("2027-12-01");
	p.papers.certified_on = on("2026-12-17");
	refused(FIT_UNCERTIFIED);
}

/* What changes later counts for what begins later. */
static void papers_of_the_day(void **state UNUSED)
{
	struct fit_papers *later = LIST_ADD(mem, &p.later, struct fit_papers);
	*later = p.papers;
	later->from = on("2026-12-17");
	later->paused_from = on("2026-12-17");
	suits();
	later->from = later->paused_from = on("2026-12-16");
	refused(FIT_PAUSED);
	*LIST_ADD(mem, &p.later, struct fit_papers) = p.papers;
	LIST_AT(&p.later, struct fit_papers, 1)->from = on("2026-12-16");
	suits();
}

static void said_no(void **state UNUSED)
{
	*LIST_ADD(mem, &rq.declined, int64_t) = p.id + 1;
	suits();
	*LIST_ADD(mem, &rq.declined, int64_t) = p.id;
	refused(FIT_DECLINED);
}

/* --- when the person is there ------------------------------------------------------------------------------------- */

static void pause_and_absence(void **state UNUSED)
{
	p.papers.paused_from = on("2026-12-17");
	suits();
	p.papers.paused_from = on("2026-12-16");
	refused(FIT_PAUSED);
	p.papers.paused_until = on("2026-12-16");
	refused(FIT_PAUSED);
	p.papers.paused_from = on("2026-12-01");
	p.papers.paused_until = on("2026-12-15");
	suits();
	except("2026-12-01", "2026-12-15", false);
	except("2026-12-17", "2026-12-24", false);
	suits();
	except("2026-12-16", "2026-12-18", false);
	struct fit_reason r = refused(FIT_AWAY);
	assert_int_equal(r.from.n, on("2026-12-16").n);
	assert_int_equal(r.until.n, on("2026-12-18").n);
	except("2026-12-16", "2026-12-16", true); /* away goes before there */
	refused(FIT_AWAY);
}

static void hours_of_the_week(void **state UNUSED)
{
	there(3, 10, 11);
	suits();
	rq.slot.end.ms += 60000;
	refused(FIT_NO_HOURS);
	there(3, 11, 12); /* joined to the hour before */
	suits();
	rq.slot.start.ms -= 60000;
	refused(FIT_NO_HOURS);
	except("2026-12-16", "2026-12-16", true);
	suits();
	p.exceptions.n = 0;
	there(2, 0, 24);
	refused(FIT_NO_HOURS);
	there(3, 8, 24);
	suits();
	rq.slot.end = at("2026-12-17T00:30"); /* over midnight: both days */
	refused(FIT_NO_HOURS);
	there(4, 0, 1);
	suits();
}

/* Summer time ends on Sunday, 25.10.2026: the clock on the wall counts. */
static void hours_when_clocks_change(void **state UNUSED)
{
	there(7, 9, 10);
	rq.slot = slot("2026-10-25T09:00", "2026-10-25T10:00", FIT_ON_SITE, coesfeld);
	suits();
	rq.slot = slot("2026-10-18T09:00", "2026-10-18T10:00", FIT_ON_SITE, coesfeld);
	suits();
	rq.slot = slot("2026-10-25T08:59", "2026-10-25T10:00", FIT_ON_SITE, coesfeld);
	refused(FIT_NO_HOURS);
}

/* Written work has a last day instead of an appointment. */
static void written_work(void **state UNUSED)
{
	rq.service = FIT_TRANSLATING;
	p.services = FIT_TRANSLATING;
	speaks("kur", "kmr", false, FIT_FLUENT, FIT_WRITTEN);
	rq.slot = slot("2026-12-14T08:00", "2026-12-16T18:00", FIT_WRITTEN, (struct place){ 0 });
	there(1, 8, 9);
	booked(2, slot("2026-12-15T08:00", "2026-12-15T18:00", FIT_ON_SITE, duelmen));
	suits();
	except("2026-12-14", "2026-12-15", false);
	suits();
	except("2026-12-16", "2026-12-20", false);
	refused(FIT_AWAY);
}

/* --- what is booked already --------------------------------------------------------------------------------------- */

static void clash(void **state UNUSED)
{
	booked(2, slot("2026-12-16T09:00", "2026-12-16T10:00", FIT_ON_SITE, coesfeld));
	booked(3, slot("2026-12-16T11:00", "2026-12-16T12:00", FIT_ON_SITE, coesfeld));
	suits(); /* the same place: no way between */
	rq.slot.end.ms += 60000;
	struct fit_reason r = refused(FIT_CLASH);
	assert_int_equal(r.booking_id, 3);
	assert_int_equal(r.way_minutes, 0);
	rq.id = 3; /* it is being moved: it does not clash with itself */
	suits();
}

static void clash_by_the_way(void **state UNUSED)
{
	int64_t way = travel_minutes(&rules.travel, coesfeld, duelmen), none = 0;
	assert_int_equal(place_line_m(coesfeld, duelmen) / 1000, 14);
	assert_int_equal(way, 10 + 20 + 9 + 1); /* 19 km: 10 at 30 km/h, 9 at 60, rounded up to 5 */
	struct fit_slot before = slot("2026-12-16T08:00", "2026-12-16T09:20", FIT_ON_SITE, duelmen);
	booked(2, before);
	suits();
	p.bookings.n = 0;
	before.end.ms += 60000;
	booked(2, before);
	struct fit_reason r = refused(FIT_CLASH);
	assert_int_equal(r.way_minutes, way);
	assert_int_equal(r.starts.ms, before.start.ms);
	LIST_AT(&p.bookings, struct fit_booking, 0)->slot.mode = FIT_PHONE; /* no way to go */
	suits();
	struct fit_slot after = slot("2026-12-16T11:39", "2026-12-16T12:00", FIT_ON_SITE, duelmen);
	assert_true(fit_clash(&rules.travel, &rq.slot, &after, &none));
	assert_true(fit_clash(&rules.travel, &after, &rq.slot, &none));
	after.start.ms += 60000;
	assert_false(fit_clash(&rules.travel, &rq.slot, &after, &none));
	after.place = (struct place){ 0 }; /* unknown: the way is assumed, not left out */
	assert_true(fit_clash(&rules.travel, &rq.slot, &after, &none));
	assert_int_equal(none, rules.travel.unknown_minutes);
}

static void week_is_full(void **state UNUSED)
{
	p.most_per_week = 3;
	booked(2, slot("2026-12-14T00:00", "2026-12-14T01:00", FIT_ON_SITE, coesfeld)); /* Monday */
	booked(3, slot("2026-12-20T23:00", "2026-12-20T23:30", FIT_PHONE, coesfeld));   /* Sunday */
	booked(4, slot("2026-12-13T23:00", "2026-12-13T23:59", FIT_PHONE, coesfeld));   /* the week before */
	booked(5, slot("2026-12-21T00:00", "2026-12-21T00:30", FIT_PHONE, coesfeld));   /* the week after */
	suits();
	p.most_per_week = 2;
	struct fit_reason r = refused(FIT_WEEK_FULL);
	assert_int_equal(r.count, 2);
	assert_int_equal(r.most, 2);
	rq.id = 3;
	suits();
}

/* P-INT-7: 960 € in 2026, at 25 € the 38th passes and the 39th asks for a consent. */
static void yearly_ceiling(void **state UNUSED)
{
	*LIST_ADD(mem, &p.years, struct fit_year) = (struct fit_year){ 2025, 84000, 84000, false };
	struct fit_year *y = LIST_ADD(mem, &p.years, struct fit_year);
	*y = (struct fit_year){ 2026, 37 * 2500, 96000, false };
	suits();
	y->earned_cents = 38 * 2500;
	struct fit_reason r = refused(FIT_CEILING);
	assert_int_equal(r.earned_cents + r.more_cents, 39 * 2500);
	assert_true(fit_needs_consent(fit_check(&rules, &rq, &p).refused));
	rq.price.earned_cents = 1000;
	suits();
	rq.price.earned_cents = 1001;
	refused(FIT_CEILING);
	y->consented = true;
	suits();
	y->consented = false;
	p.papers.pledged_on = DAY_NONE;
	assert_false(fit_needs_consent(fit_check(&rules, &rq, &p).refused)); /* a consent alone would not help */
}

static struct fit_price by_the_way(const void *self, const struct fit_request *r, const struct fit_person *person,
                                   int64_t way_m, int64_t way_minutes)
{
	assert_ptr_equal(self, &rules);
	assert_ptr_equal(r, &rq);
	assert_int_equal(person->id, 7);
	assert_int_equal(way_minutes, 40);
	return (struct fit_price){ .cost_cents = 2500 + way_m / 1000 * 30, .earned_cents = 96001 };
}

static void tariff_is_asked(void **state UNUSED)
{
	rules.price = by_the_way;
	rules.price_self = &rules;
	p.home = duelmen;
	*LIST_ADD(mem, &p.years, struct fit_year) = (struct fit_year){ 2026, 0, 96000, false };
	struct fit_candidate c = fit_check(&rules, &rq, &p);
	assert_int_equal(c.price.cost_cents, 2500 + 19 * 30);
	assert_true(fit_needs_consent(c.refused));
}

static void all_reasons_at_once(void **state UNUSED)
{
	p.papers.trained_on = p.papers.pledged_on = p.papers.certified_until = DAY_NONE;
	p.papers.paused_from = on("2026-01-01");
	p.gender = FIT_MALE;
	rq.gender = FIT_FEMALE;
	rq.gender_needed = true;
	booked(2, rq.slot);
	static const enum fit_refusal expected[] = { FIT_OTHER_GENDER, FIT_UNTRAINED, FIT_UNPLEDGED,
		                                     FIT_UNCERTIFIED,  FIT_PAUSED,    FIT_CLASH };
	struct list found = fit_reasons(mem, &rules, &rq, &p);
	assert_int_equal(found.n, 6);
	for (size_t i = 0; i < found.n; i++)
		assert_int_equal(LIST_AT(&found, struct fit_reason, i)->why, expected[i]);
}

/* The codes of the tables, which several readers share. */
static void codes_mean_the_same_everywhere(void **state)
{
	(void)state;
	assert_int_equal(fit_mode_of(S("on_site")), FIT_ON_SITE);
	assert_int_equal(fit_mode_of(S("phone")), FIT_PHONE);
	assert_int_equal(fit_mode_of(S("video")), FIT_VIDEO);
	assert_int_equal(fit_mode_of(S("written")), FIT_WRITTEN);
	assert_int_equal(fit_service_of(S("interpreting")), FIT_INTERPRETING);
	assert_int_equal(fit_service_of(S("guiding")), FIT_GUIDING);
	assert_int_equal(fit_service_of(S("translating")), FIT_TRANSLATING);
	assert_int_equal(fit_level_of(S("good")), FIT_GOOD);
	assert_int_equal(fit_level_of(S("fluent")), FIT_FLUENT);
	assert_int_equal(fit_level_of(S("native")), FIT_NATIVE);
	assert_int_equal(fit_gender_of(S("female")), FIT_FEMALE);
	assert_int_equal(fit_gender_of(S("male")), FIT_MALE);
	assert_int_equal(fit_gender_of(S("diverse")), FIT_DIVERSE);
	assert_int_equal(fit_gender_of(STR_NONE), FIT_ANY_GENDER);
	assert_int_equal(fit_level_of(STR_NONE), FIT_ANY_LEVEL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_mean_the_same_everywhere),
		TEST(in_the_pool),
		TEST(language_dialect_mode),
		TEST(level_and_gender),
		TEST(training_and_pledge),
		TEST(certificate_of_conduct),
		TEST(papers_of_the_day),
		TEST(said_no),
		TEST(pause_and_absence),
		TEST(hours_of_the_week),
		TEST(hours_when_clocks_change),
		TEST(written_work),
		TEST(clash),
		TEST(clash_by_the_way),
		TEST(week_is_full),
		TEST(yearly_ceiling),
		TEST(tariff_is_asked),
		TEST(all_reasons_at_once),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
