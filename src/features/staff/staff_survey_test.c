/* The voluntary, anonymous statement (S-STA-7): only a rounded share, only when it is closed, only from five on, and
 * nothing that a comparison of two pages, two surveys or two audit rows could tell. */
#include "features/staff/staff_test.h"

#include "core/audit.h"
#include "core/user.h"
#include "features/staff/staff_survey.h"

static struct user head_of(const struct tenant *centre)
{
	return (struct user){
		.id = 1, .login = S("head"), .name = S("Leitung"), .role = S("head"), .centre_id = MAYBE(centre->id)
	};
}

static err open_survey(const struct tenant *centre, const char *date, int64_t codes, struct survey_opened *ret)
{
	struct survey_new row = { on(date), codes };
	struct user head = head_of(centre);
	k->cx.user = &head;
	err e = SAVE(centre, survey_open_in_tx, &row, ret);
	k->cx.user = NULL;
	return e;
}

static err close_survey(const struct tenant *centre, int64_t id, struct survey *ret)
{
	struct survey row = { .id = id };
	struct user head = head_of(centre);
	k->cx.user = &head;
	err e = SAVE(centre, survey_close_in_tx, &row, ret);
	k->cx.user = NULL;
	return e;
}

static err answer(const struct tenant *centre, str code, const char *statement)
{
	struct survey_answer in = { centre->id, code, str_of(statement) };
	return db_tx(&k->cx, "answer", survey_answer_in_tx, &in, NULL, 0);
}

/* Opens, lets people answer, closes. */
static struct survey survey_with(const struct tenant *centre, const char *date, int yes, int no)
{
	struct survey_opened o;
	struct survey closed;
	assert_int_equal(open_survey(centre, date, 20, &o), OK);
	for (int i = 0; i < yes + no; i++)
		assert_int_equal(
		        answer(centre, LIST_AT(&o.codes, struct survey_code, (size_t)i)->code, i < yes ? "yes" : "no"),
		        OK);
	assert_int_equal(close_survey(centre, o.survey.id, &closed), OK);
	return closed;
}

static void fewer_than_five_show_nothing(void **state UNUSED)
{
	struct survey s = survey_with(&coesfeld, "2026-11-01", 2, 2);
	assert_false(s.share.shown);
	assert_int_equal(s.share.percent, 0);
	s = survey_with(&bielefeld, "2026-11-01", 2, 3);
	assert_true(s.share.shown);
	assert_int_equal(s.share.percent, 40);
	assert_true(str_is(s.share.said, "rund 40 %"));
}

/* "All" and "none" would tell of each single person. */
static void all_and_none_are_bounds(void **state UNUSED)
{
	static const struct {
		int yes, no;
		int64_t percent;
		bool at_most, at_least;
	} want[] = {
		{ 0, 5, 20, true, false },   { 1, 4, 20, true, false },  { 5, 0, 80, false, true },
		{ 4, 1, 80, false, true },   { 3, 2, 60, false, false }, { 0, 10, 10, true, false },
		{ 1, 9, 10, true, false },   { 10, 0, 90, false, true }, { 3, 10, 20, false, false },
		{ 6, 13, 30, false, false }, { 1, 19, 10, true, false }, { 20, 0, 90, false, true },
	};
	static const char *const slugs[] = { "coesfeld",  "bielefeld", "unna",        "kleve",
		                             "steinfurt", "hoexter",   "mettmann",    "rhein-erft-kreis",
		                             "dortmund",  "essen",     "duesseldorf", "rhein-kreis-neuss" };
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct tenant centre;
		assert_int_equal(tenant_by_slug(&k->cx, str_of(slugs[i]), &centre), OK);
		struct survey s = survey_with(&centre, "2026-11-01", want[i].yes, want[i].no);
		assert_true(s.share.shown);
		assert_int_equal(s.share.percent, want[i].percent);
		assert_int_equal(s.share.at_most, want[i].at_most);
		assert_int_equal(s.share.at_least, want[i].at_least);
	}
}

static void an_open_survey_shows_nothing(void **state UNUSED)
{
	struct survey_opened o;
	struct list all = { 0 };
	assert_int_equal(open_survey(&coesfeld, "2026-11-01", 8, &o), OK);
	assert_int_equal(o.codes.n, 8);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(answer(&coesfeld, LIST_AT(&o.codes, struct survey_code, i)->code, "yes"), OK);
	assert_int_equal(surveys_of(&k->cx, &coesfeld, &all), OK);
	assert_int_equal(all.n, 1);
	const struct survey *s = LIST_AT(&all, struct survey, 0);
	assert_true(s->open);
	assert_false(s->share.shown);
	assert_int_equal(s->share.percent, 0);
	assert_false(s->share.at_most || s->share.at_least);
}

/* No record that a page or a program is given has a field for counts: neither answers nor yes. */
static void no_record_gives_counts(void **state UNUSED)
{
	const struct record *const records[] = { &survey_rec, &survey_share_rec, &survey_code_rec };
	for (size_t i = 0; i < sizeof records / sizeof *records; i++)
		for (size_t f = 0; f < records[i]->count; f++) {
			assert_string_not_equal(records[i]->fields[f].name, "yes");
			assert_string_not_equal(records[i]->fields[f].name, "answers");
		}
}

static void a_code_is_good_for_one_answer(void **state UNUSED)
{
	struct survey_opened o;
	struct survey closed;
	assert_int_equal(open_survey(&coesfeld, "2026-11-01", 5, &o), OK);
	str code = str_copy(k->mem, LIST_AT(&o.codes, struct survey_code, 0)->code);
	assert_int_equal(answer(&bielefeld, code, "yes"), E_INVALID); /* of another KI */
	assert_string_equal(problem_at("code"), "survey.code_unknown");
	next();
	struct text typed = TEXT(k->mem); /* as people type: small letters, blanks instead of hyphens */
	for (size_t i = 0; i < code.n; i++)
		text_char(&typed, code.p[i] == '-' ? ' ' : (char)(code.p[i] | (code.p[i] >= 'A' ? 0x20 : 0)));
	code = text_str(&typed);
	assert_int_equal(answer(&coesfeld, code, "perhaps"), E_INVALID);
	next();
	assert_int_equal(answer(&coesfeld, code, "yes"), OK);
	assert_int_equal(answer(&coesfeld, code, "no"), E_INVALID);
	assert_string_equal(problem_at("code"), "survey.code_unknown");
	next();
	assert_int_equal(answer(&coesfeld, S("AAAA-BBBB-CCCC"), "no"), E_INVALID);
	next();
	assert_int_equal(close_survey(&coesfeld, o.survey.id, &closed), OK);
	assert_int_equal(close_survey(&coesfeld, o.survey.id, &closed), E_INVALID);
	assert_string_equal(fault(), "survey.closed_already");
	next();
	assert_int_equal(answer(&coesfeld, code, "no"), E_INVALID);
}

/* Two surveys close together would differ by who came and went between them. */
static void two_surveys_lie_twelve_months_apart(void **state UNUSED)
{
	struct survey_opened o;
	survey_with(&coesfeld, "2026-11-01", 5, 5);
	assert_int_equal(open_survey(&coesfeld, "2026-11-20", 10, &o), E_INVALID);
	assert_string_equal(problem_at("reference_day"), "survey.too_soon");
	next();
	k->cx.today = on("2027-11-20"); /* it was opened on 21 November 2026 */
	assert_int_equal(open_survey(&coesfeld, "2027-11-20", 10, &o), E_INVALID);
	next();
	k->cx.today = on("2027-11-21");
	assert_int_equal(open_survey(&coesfeld, "2027-11-21", 10, &o), OK);
	next();
	k->cx.today = on("2027-11-21");
	assert_int_equal(open_survey(&coesfeld, "2027-11-21", 10, &o), E_INVALID);
	assert_string_equal(fault(), "survey.open_already");
}

static void what_cannot_be_meant_is_refused(void **state UNUSED)
{
	struct survey_opened o;
	struct survey closed;
	assert_int_equal(open_survey(&coesfeld, "2026-11-22", 10, &o), E_INVALID); /* tomorrow */
	next();
	assert_int_equal(open_survey(&coesfeld, "2025-11-20", 10, &o), E_INVALID);
	assert_string_equal(problem_at("reference_day"), "survey.day_too_old");
	next();
	assert_int_equal(open_survey(&coesfeld, "2026-11-01", 4, &o), E_INVALID);
	assert_string_equal(problem_at("codes"), "survey.codes_range");
	next();
	assert_int_equal(open_survey(&coesfeld, "2026-11-01", 501, &o), E_INVALID);
	next();
	struct survey_new row = { on("2026-11-01"), 10 };
	struct user other = head_of(&unna), specialist = head_of(&coesfeld);
	specialist.role = S("specialist");
	const struct user *const nobody_else[] = { NULL, &other, &specialist };
	for (size_t i = 0; i < 3; i++) {
		next();
		k->cx.user = nobody_else[i];
		assert_int_equal(SAVE(&coesfeld, survey_open_in_tx, &row, &o), E_DENIED);
	}
	next();
	assert_int_equal(open_survey(&coesfeld, "2026-11-01", 10, &o), OK);
	int64_t id = o.survey.id;
	assert_int_equal(close_survey(&unna, id, &closed), E_NOTFOUND); /* of another KI */
}

/* Three KI at least, and only from what is shown anyway: no new figure, so no difference to be made. */
static void the_land_is_the_average_of_what_is_shown(void **state UNUSED)
{
	struct survey_share land;
	int64_t centres;
	survey_with(&coesfeld, "2026-11-01", 3, 4);  /* 40 */
	survey_with(&bielefeld, "2026-11-01", 6, 4); /* 60 */
	survey_with(&unna, "2026-11-01", 1, 3);      /* too few */
	assert_int_equal(survey_of_land(&k->cx, k->cx.today, &land, &centres), OK);
	assert_int_equal(centres, 2);
	assert_false(land.shown);
	assert_int_equal(land.percent, 0);
	struct tenant kleve;
	assert_int_equal(tenant_by_slug(&k->cx, S("kleve"), &kleve), OK);
	survey_with(&kleve, "2026-11-01", 2, 8); /* 20 */
	assert_int_equal(survey_of_land(&k->cx, k->cx.today, &land, &centres), OK);
	assert_int_equal(centres, 3);
	assert_true(land.shown);
	assert_int_equal(land.percent, 40); /* (40 + 60 + 20) / 3 */
	assert_int_equal(survey_of_land(&k->cx, on("2026-11-20"), &land, &centres), OK);
	assert_false(land.shown); /* the day before they were closed */
}

static int64_t number(const char *text)
{
	struct sql q = { text, "" };
	int64_t n = -1;
	assert_int_equal(db_int(&k->cx, &q, &n, V_NONE), OK);
	return n;
}

/* The audit log says that a survey was opened and closed, not that or when somebody answered. */
static void an_answer_leaves_no_link(void **state UNUSED)
{
	struct survey_opened o;
	struct user who = head_of(&coesfeld);
	assert_int_equal(open_survey(&coesfeld, "2026-11-01", 6, &o), OK);
	static const char audited[] = "SELECT COUNT(*) FROM audit";
	int64_t before = number(audited);
	k->cx.user = &who;
	assert_int_equal(answer(&coesfeld, LIST_AT(&o.codes, struct survey_code, 3)->code, "yes"), OK);
	k->cx.user = NULL;
	assert_int_equal(number(audited), before);
	struct list rows = { 0 };
	assert_int_equal(audit_list(&k->cx, INT64_MAX, 100, &rows), OK);
	LIST_EACH (const struct audit_row, r, &rows)
		LIST_EACH (const struct survey_code, c, &o.codes)
			assert_false(str_has(r->detail, c->code.p));
}

/* Codes go with the survey; answers below the minimum, too. Nothing is stored that could be joined to a person. */
static void what_is_not_needed_is_forgotten(void **state UNUSED)
{
	survey_with(&coesfeld, "2026-11-01", 1, 3);
	survey_with(&bielefeld, "2026-11-01", 3, 3);
	assert_int_equal(number("SELECT COUNT(*) FROM staff_survey_code"), 0);
	assert_int_equal(number("SELECT CAST(SUM(answers) AS BIGINT) FROM staff_survey_count"), 6);
}

const struct CMUnitTest survey_tests[] = {
	TEST(fewer_than_five_show_nothing),    TEST(all_and_none_are_bounds),
	TEST(an_open_survey_shows_nothing),    TEST(no_record_gives_counts),
	TEST(a_code_is_good_for_one_answer),   TEST(two_surveys_lie_twelve_months_apart),
	TEST(what_cannot_be_meant_is_refused), TEST(the_land_is_the_average_of_what_is_shown),
	TEST(an_answer_leaves_no_link),        TEST(what_is_not_needed_is_forgotten),
};
const size_t survey_test_count = sizeof survey_tests / sizeof *survey_tests;
