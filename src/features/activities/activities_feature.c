/* activities_feature.c -- what the recording of activities hands up. */
#include "core/check.h"
#include "features/activities/activity_bench.h"
#include "features/activities/activity_demo.h"
#include "features/activities/activity_evaluation.h"
#include "features/activities/activity_import.h"
#include "features/activities/activity_indicators.h"
#include "features/activities/activity_list.h"
#include "features/activities/activity_model.h"
#include "features/activities/activity_page.h"
#include "features/activities/activity_pages.h"
#include "features/activities/activity_quiet.h"
#include "features/activities/activity_template.h"

#define ALL "/centres/{slug}/activities"
#define READ(path, get, page, ...)                                                                                     \
	{                                                                                                              \
		GET, ALL path, RIGHT_ACTIVITY_READ, SCOPE_OWN, get, .shows = &page, __VA_ARGS__                        \
	}
#define RECORD_POST(path, post, record)                                                                                \
	{                                                                                                              \
		POST, ALL path, RIGHT_ACTIVITY_RECORD, SCOPE_OWN, post, .takes = record                                \
	}
#define RECORD_FORM(path, name, record)                                                                                \
	{ GET, ALL path, RIGHT_ACTIVITY_RECORD, SCOPE_OWN, name##_get, .shows = &page_activity_form },                 \
	        RECORD_POST(path, name##_post, &record)
#define TEMPLATE_FORM(path, name, thing)                                                                               \
	{ GET,                                                                                                         \
	  ALL "/templates" path,                                                                                       \
	  RIGHT_ACTIVITY_RECORD,                                                                                       \
	  SCOPE_OWN,                                                                                                   \
	  name##_get,                                                                                                  \
	  .shows = &page_activity_template,                                                                            \
	  .versioned = thing },                                                                                        \
	        RECORD_POST("/templates" path, name##_post, &activity_template_form_rec)
#define CATALOGUE_FORM(path, name, record, ...)                                                                        \
	{ GET,        "/land/catalogue" path,        RIGHT_LAND_SETTING, SCOPE_NONE,                                   \
	  name##_get, .shows = &page_catalogue_form, __VA_ARGS__ },                                                    \
	{                                                                                                              \
		POST, "/land/catalogue" path, RIGHT_LAND_SETTING, SCOPE_NONE, name##_post, .takes = &record,           \
		                                                                           __VA_ARGS__                 \
	}
static const struct route routes[] = {
	READ("", activity_line_get, page_activity_line, .asks = &activity_line_asked_rec),
	{ POST, ALL, RIGHT_ACTIVITY_RECORD, SCOPE_OWN, activity_line_post, .takes = &activity_line_form_rec,
	  .asks = &activity_line_asked_rec },
	RECORD_FORM("/new", activity_new, activity_form_rec),
	READ("/week", activity_week_get, page_activity_week, .asks = &activity_week_asked_rec),
	READ("/list", activity_list_get, page_activity_list, .asks = &activity_list_asked_rec),
	{ GET, ALL "/list.csv", RIGHT_ACTIVITY_READ, SCOPE_OWN, activity_csv_get, .media = MEDIA_CSV,
	  .asks = &activity_list_asked_rec },
	{ GET, ALL "/list.xlsx", RIGHT_ACTIVITY_READ, SCOPE_OWN, activity_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &activity_list_asked_rec },
	{ GET, ALL "/import", RIGHT_ACTIVITY_RECORD, SCOPE_OWN, activity_import_get, .shows = &page_section_form },
	{ POST, ALL "/import", RIGHT_ACTIVITY_RECORD, SCOPE_OWN, activity_import_post, .takes = &import_sent_rec,
	  .upload = UPLOAD_MOST_BYTES },
	{ GET, ALL "/import/{id}", RIGHT_ACTIVITY_RECORD, SCOPE_OWN, activity_preview_get,
	  .shows = &page_import_preview },
	{ POST, ALL "/import/{id}", RIGHT_ACTIVITY_RECORD, SCOPE_OWN, activity_preview_post, .takes = NULL },
	{ GET, ALL "/templates", RIGHT_ACTIVITY_RECORD, SCOPE_OWN, activity_templates_get,
	  .shows = &page_activity_templates },
	TEMPLATE_FORM("/new", activity_template_new, NULL),
	TEMPLATE_FORM("/{id}/edit", activity_template_edit, "thing"),
	RECORD_POST("/templates/{id}/remove", activity_template_remove_post, &activity_template_remove_rec),
	{ GET, ALL "/quiet", RIGHT_ACTIVITY_RECORD, SCOPE_OWN, quiet_get, .shows = &page_quiet },
	RECORD_POST("/quiet", quiet_post, &quiet_answer_rec),
	READ("/{id}", activity_get, page_activity, .versioned = "activity"),
	RECORD_FORM("/{id}/edit", activity_edit, activity_form_rec),
	RECORD_POST("/{id}/again", activity_again_post, NULL),
	RECORD_POST("/{id}/withdraw", activity_withdraw_post, &activity_withdraw_rec),
	RECORD_POST("/{id}/restore", activity_restore_post, NULL),
	{ GET, "/land/catalogue", RIGHT_LAND_SETTING, SCOPE_NONE, catalogue_get, .shows = &page_catalogue },
	CATALOGUE_FORM("/new", catalogue_new, catalogue_add_rec, .asks = &catalogue_asked_rec),
	CATALOGUE_FORM("/{code}/rename", catalogue_rename, catalogue_rename_rec, .asks = NULL),
	CATALOGUE_FORM("/{code}/end", catalogue_end, catalogue_end_rec, .asks = NULL),
	{ 0 },
};
static const struct page *const pages[] = { &page_activity_line,
	                                    &page_activity_form,
	                                    &page_activity_list,
	                                    &page_activity_week,
	                                    &page_activity,
	                                    &page_activity_templates,
	                                    &page_activity_template,
	                                    &page_quiet,
	                                    &page_catalogue,
	                                    &page_catalogue_form,
	                                    NULL };
static const struct navigation navigation[] = { { "catalogue.nav", "/land/catalogue", RIGHT_LAND_SETTING }, { 0 } };
static const struct tab tabs[] = { { "activities", "activities.tab", RIGHT_ACTIVITY_READ, 12, NULL }, { 0 } };
static const struct sql *const statements[] = { catalogue_sql,
	                                        activity_sql,
	                                        activity_write_sql,
	                                        activity_sum_sql,
	                                        activity_indicator_sql,
	                                        activity_oddity_sql,
	                                        activity_demo_sql,
	                                        activity_list_sql,
	                                        activity_import_sql,
	                                        activity_template_sql,
	                                        quiet_sql,
	                                        activity_bench_sql,
	                                        activity_evaluation_sql,
	                                        NULL };

/* Prepared sums that no longer say what the activities say: for `scharnier check`. The newest months are counted again,
 * where nearly all writing happens; all years are compared with their months. */
enum { MONTHS_LOOKED_AT = 3 };
static err check(struct cx *cx, struct list *findings)
{
	struct list wrong;
	int year, month, dom;
	day_split(cx->today, &year, &month, &dom);
	day first = day_of(year, month, 1);
	TRY(activity_sums_verify(cx, day_add_months(first, 1 - MONTHS_LOOKED_AT), day_add(day_add_months(first, 1), -1),
	                         &wrong));
	LIST_EACH (const struct activity_sums_wrong, w, &wrong)
		check_add_counted(cx, findings, CHECK_BROKEN, "activities", "check.activity_sums_wrong", w->cells,
		                  ARGS({ "centre", w->name }, { "slug", w->slug }));
	if (wrong.n == 0)
		check_add(cx, findings, CHECK_GOOD, "activities", "check.activity_sums", NO_ARGS);
	return OK;
}

const struct feature activities_feature = { .name = "activities",
	                                    .routes = routes,
	                                    .statements = statements,
	                                    .pages = pages,
	                                    .tabs = tabs,
	                                    .navigation = navigation,
	                                    .indicators = activity_indicators,
	                                    .evaluation = activity_evaluation,
	                                    .oddities = activity_oddities,
	                                    .today = activity_today,
	                                    .check = check,
	                                    .demo = activity_demo };
