/* staff_feature.c -- what the staff plan hands up. */
#include "core/check.h"
#include "core/import.h"
#include "core/upload.h"
#include "features/staff/staff_bench.h"
#include "features/staff/staff_demo.h"
#include "features/staff/staff_evaluation.h"
#include "features/staff/staff_indicators.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"
#include "features/staff/staff_rows.h"
#include "features/staff/staff_table.h"
#include "features/staff/staff_survey.h"

#define PLAN "/centres/{slug}/staff"
#define READ(path, get, page, ...)                                                                                     \
	{                                                                                                              \
		GET, PLAN path, RIGHT_STAFF_READ, SCOPE_OWN, get, .shows = &page, __VA_ARGS__                          \
	}
/* A form on a page of its own, and what it sends; more: what the page reads from the query. */
#define FORM(path, right, name, record, ...)                                                                           \
	{ GET, PLAN path, right, SCOPE_OWN, name##_get, .shows = &page_section_form, __VA_ARGS__ },                    \
	{                                                                                                              \
		POST, PLAN path, right, SCOPE_OWN, name##_post, .takes = &record, __VA_ARGS__                          \
	}
#define RECORD_FORM(path, name, record, ...) FORM(path, RIGHT_STAFF_RECORD, name, record, __VA_ARGS__)
#define DECIDE_FORM(path, name, record, ...) FORM(path, RIGHT_STAFF_DECIDE, name, record, __VA_ARGS__)

static const struct field posts_asked[] = { ASKED("day", KIND_DAY), ASKED("all", KIND_BOOL) };
static const struct record posts_asked_rec = ASKED_RECORD(posts_asked);
static const struct field people_asked[] = { ASKED("q", KIND_TEXT), ASKED("after", KIND_TEXT, .max = 2000) };
static const struct record people_asked_rec = ASKED_RECORD(people_asked);
static const struct field year_asked[] = { ASKED("year", KIND_INT) };
static const struct record year_asked_rec = ASKED_RECORD(year_asked);
static const struct field post_asked[] = { ASKED("post", KIND_INT) };
static const struct record post_asked_rec = ASKED_RECORD(post_asked);
static const struct field share_asked[] = { ASKED("post", KIND_INT), ASKED("person", KIND_INT) };
static const struct record share_asked_rec = ASKED_RECORD(share_asked);

static const struct route routes[] = {
	READ("", staff_day_get, page_staff_day, .asks = &day_asked_rec),
	READ("/timeline", staff_timeline_get, page_staff_timeline, .asks = &day_asked_rec),
	READ("/money", staff_money_get, page_staff_money, .asks = &year_asked_rec),
	READ("/posts", staff_posts_get, page_staff_posts, .asks = &posts_asked_rec),
	RECORD_FORM("/posts/new", post_new, post_new_rec, .asks = NULL),
	READ("/posts/{id}", staff_post_get, page_staff_post, .versioned = "post"),
	RECORD_FORM("/posts/{id}/edit", post_edit, post_form_rec, .asks = NULL),
	RECORD_FORM("/posts/{id}/change", post_change, post_change_rec, .asks = NULL),
	RECORD_FORM("/posts/{id}/cost", post_cost, post_cost_form_rec, .asks = &year_asked_rec),
	RECORD_FORM("/shares/new", share_new, share_new_rec, .asks = &share_asked_rec),
	RECORD_FORM("/shares/{id}/edit", share_edit, share_edit_rec, .asks = NULL),
	RECORD_FORM("/shares/{id}/end", share_end, share_end_rec, .asks = NULL),
	READ("/people", staff_people_get, page_staff_people, .asks = &people_asked_rec),
	RECORD_FORM("/people/new", person_new, person_new_rec, .asks = &post_asked_rec),
	READ("/people/{id}", staff_person_get, page_staff_person, .versioned = "person"),
	RECORD_FORM("/people/{id}/edit", person_edit, person_form_rec, .asks = NULL),
	RECORD_FORM("/people/{id}/qualification", qualification_new, qualification_form_rec, .asks = NULL),
	RECORD_FORM("/qualifications/{id}/withdraw", qualification_withdraw, qualification_withdraw_rec, .asks = NULL),
	RECORD_FORM("/people/{id}/exception", exception_new, exception_form_rec, .asks = NULL),
	READ("/exceptions/{id}", exception_get, page_exception, .asks = NULL),
	{ POST, PLAN "/exceptions/{id}/steps", RIGHT_STAFF_RECORD, SCOPE_OWN, exception_step_post,
	  .takes = &exception_next_rec },
	DECIDE_FORM("/exceptions/{id}/decide", exception_decide, exception_decide_rec, .asks = NULL),
	RECORD_FORM("/people/{id}/secondment", secondment_new, secondment_new_rec, .asks = NULL),
	RECORD_FORM("/secondments/{id}/edit", secondment_edit, secondment_form_rec, .asks = NULL),
	{ GET, PLAN "/leading", RIGHT_STAFF_DECIDE, SCOPE_OWN, leading_get, .shows = &page_leading },
	{ POST, PLAN "/leading", RIGHT_STAFF_DECIDE, SCOPE_OWN, leading_post, .takes = &leading_new_rec },
	DECIDE_FORM("/leading/{id}/end", leading_end, leading_end_rec, .asks = NULL),
	{ GET, PLAN ".csv", RIGHT_STAFF_READ, SCOPE_OWN, staff_csv_get, .media = MEDIA_CSV, .asks = &posts_asked_rec },
	{ GET, PLAN ".xlsx", RIGHT_STAFF_READ, SCOPE_OWN, staff_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &posts_asked_rec },
	{ GET, PLAN ".pdf", RIGHT_STAFF_READ, SCOPE_OWN, staff_pdf_get, .media = MEDIA_PDF, .asks = &day_asked_rec },
	{ GET, PLAN "/import", RIGHT_STAFF_RECORD, SCOPE_OWN, import_get, .shows = &page_section_form },
	{ POST, PLAN "/import", RIGHT_STAFF_RECORD, SCOPE_OWN, import_post, .takes = &import_sent_rec,
	  .upload = UPLOAD_MOST_BYTES },
	{ GET, PLAN "/import/{id}", RIGHT_STAFF_RECORD, SCOPE_OWN, import_preview_get, .shows = &page_import_preview },
	{ POST, PLAN "/import/{id}", RIGHT_STAFF_RECORD, SCOPE_OWN, import_take_post, .takes = NULL },
	{ GET, PLAN "/survey", RIGHT_STAFF_DECIDE, SCOPE_OWN, staff_survey_get, .shows = &page_staff_survey },
	{ POST, PLAN "/survey", RIGHT_STAFF_DECIDE, SCOPE_OWN, staff_survey_post, .takes = &survey_form_rec,
	  .shows = &page_survey_codes },
	{ POST, PLAN "/survey/{id}/close", RIGHT_STAFF_DECIDE, SCOPE_OWN, staff_survey_close_post, .takes = NULL },
	{ GET, "/centres/{slug}/survey", RIGHT_PUBLIC, SCOPE_ANY, survey_answer_get, .shows = &page_survey_answer },
	{ POST, "/centres/{slug}/survey", RIGHT_PUBLIC, SCOPE_ANY, survey_answer_post,
	  .takes = &survey_answer_form_rec },
	{ GET, "/land/staff", RIGHT_STAFF_LAND, SCOPE_NONE, staff_land_get, .shows = &page_staff_land,
	  .asks = &staff_land_asked_rec },
	{ GET, "/land/staff.csv", RIGHT_STAFF_LAND, SCOPE_NONE, staff_land_csv_get, .media = MEDIA_CSV,
	  .asks = &staff_land_asked_rec },
	{ GET, "/land/staff.xlsx", RIGHT_STAFF_LAND, SCOPE_NONE, staff_land_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &staff_land_asked_rec },
	{ 0 },
};
static const struct sql *const statements[] = { staff_sql,
	                                        staff_post_sql,
	                                        staff_share_sql,
	                                        staff_person_sql,
	                                        staff_case_sql,
	                                        staff_sum_sql,
	                                        staff_survey_sql,
	                                        staff_demo_sql,
	                                        staff_table_sql,
	                                        staff_bench_sql,
	                                        staff_indicator_sql,
	                                        staff_evaluation_sql,
	                                        NULL };
static const struct page *const pages[] = { &page_staff_day,     &page_staff_timeline,
	                                    &page_staff_money,   &page_staff_posts,
	                                    &page_staff_post,    &page_staff_people,
	                                    &page_staff_person,  &page_exception,
	                                    &page_leading,       &page_staff_land,
	                                    &page_staff_survey,  &page_survey_codes,
	                                    &page_survey_answer, NULL };
static const struct tab tabs[] = { { "staff", "staff.tab", RIGHT_STAFF_READ, 30, NULL }, { 0 } };
static const struct navigation navigation[] = { { "staff.nav_land", "/land/staff", RIGHT_STAFF_LAND }, { 0 } };

/* Prepared sums that no longer say what the posts and shares say: for `scharnier check`. */
static err check(struct cx *cx, struct list *findings)
{
	struct list wrong;
	TRY(staff_sums_verify(cx, &wrong));
	LIST_EACH (const struct staff_sums_wrong, w, &wrong)
		check_add_counted(cx, findings, CHECK_BROKEN, "staff", "check.staff_sums_wrong", w->days,
		                  ARGS({ "centre", w->name }, { "slug", w->slug }));
	if (wrong.n == 0)
		check_add(cx, findings, CHECK_GOOD, "staff", "check.staff_sums", NO_ARGS);
	return OK;
}

const struct feature staff_feature = { .name = "staff",
	                               .routes = routes,
	                               .statements = statements,
	                               .pages = pages,
	                               .tabs = tabs,
	                               .navigation = navigation,
	                               .indicators = staff_indicators,
	                               .evaluation = staff_evaluation,
	                               .today = staff_today,
	                               .figures = staff_figures,
	                               .check = check,
	                               .demo = staff_demo };
