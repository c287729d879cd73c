/* quality_feature.c -- what quality hands up (S-EVA-2). */
#include "features/quality/quality.h"
#include "features/quality/quality_evaluation.h"
#include "features/quality/quality_pages.h"

#define OWN "/centres/{slug}/quality"
#define LAND "/land/quality"

static const struct route routes[] = {
	{ GET, OWN, RIGHT_REPORT_READ, SCOPE_OWN, quality_get, .shows = &page_quality },
	{ GET, OWN ".xlsx", RIGHT_REPORT_READ, SCOPE_OWN, quality_xlsx_get, .media = MEDIA_XLSX },
	{ GET, OWN "/assessments/{id}", RIGHT_REPORT_READ, SCOPE_OWN, assessment_get, .shows = &page_assessment },
	{ GET, OWN "/questions/{id}", RIGHT_REPORT_PREPARE, SCOPE_OWN, question_get, .shows = &page_question },
	{ POST, OWN "/questions/{id}", RIGHT_REPORT_PREPARE, SCOPE_OWN, question_post, .takes = &answers_typed_rec },
	{ GET, OWN "/check", RIGHT_REPORT_PREPARE, SCOPE_OWN, quality_check_get, .shows = &page_quality_check },
	{ POST, OWN "/conclude", RIGHT_REPORT_RELEASE, SCOPE_OWN, quality_conclude_post, .takes = &quality_seen_rec },
	{ POST, OWN "/discard", RIGHT_REPORT_RELEASE, SCOPE_OWN, quality_discard_post, .takes = &quality_seen_rec },
	{ GET, OWN "/follow-ups", RIGHT_REPORT_READ, SCOPE_OWN, follow_ups_get, .shows = &page_follow_ups },
	{ GET, OWN "/follow-ups/new", RIGHT_REPORT_RELEASE, SCOPE_OWN, follow_up_new_get, .shows = &page_section_form },
	{ POST, OWN "/follow-ups/new", RIGHT_REPORT_RELEASE, SCOPE_OWN, follow_up_new_post,
	  .takes = &follow_up_new_rec },
	{ GET, OWN "/follow-ups/{id}", RIGHT_REPORT_READ, SCOPE_OWN, follow_up_get, .shows = &page_follow_up },
	{ POST, OWN "/follow-ups/{id}", RIGHT_REPORT_PREPARE, SCOPE_OWN, follow_up_post,
	  .takes = &follow_up_close_rec },
	{ GET, LAND, RIGHT_REPORT_LAND, SCOPE_NONE, quality_land_get, .shows = &page_quality_land },
	{ POST, LAND "/follow-ups/{id}/agree", RIGHT_REPORT_EVALUATE, SCOPE_NONE, follow_up_agree_post, .takes = NULL },
	{ GET, LAND "/criteria", RIGHT_REPORT_EVALUATE, SCOPE_NONE, criteria_get, .shows = &page_criteria },
	{ GET, LAND "/criteria/new", RIGHT_REPORT_EVALUATE, SCOPE_NONE, criterion_new_get,
	  .shows = &page_criterion_form },
	{ POST, LAND "/criteria/new", RIGHT_REPORT_EVALUATE, SCOPE_NONE, criterion_new_post,
	  .takes = &criterion_new_rec },
	{ GET, LAND "/criteria/{id}/reword", RIGHT_REPORT_EVALUATE, SCOPE_NONE, criterion_reword_get,
	  .shows = &page_criterion_form },
	{ POST, LAND "/criteria/{id}/reword", RIGHT_REPORT_EVALUATE, SCOPE_NONE, criterion_reword_post,
	  .takes = &criterion_reword_rec },
	{ GET, LAND "/criteria/{id}/end", RIGHT_REPORT_EVALUATE, SCOPE_NONE, criterion_end_get,
	  .shows = &page_criterion_form },
	{ POST, LAND "/criteria/{id}/end", RIGHT_REPORT_EVALUATE, SCOPE_NONE, criterion_end_post,
	  .takes = &criterion_end_rec },
	{ 0 },
};
static const struct sql *const statements[] = { quality_criteria_sql,
	                                        quality_assess_sql,
	                                        quality_follow_sql,
	                                        quality_land_sql,
	                                        quality_demo_sql,
	                                        quality_evaluation_sql,
	                                        NULL };
static const struct page *const pages[] = {
	&page_quality,   &page_assessment,   &page_question, &page_quality_check,  &page_follow_ups,
	&page_follow_up, &page_quality_land, &page_criteria, &page_criterion_form, NULL
};
static const struct tab tabs[] = { { "quality", "quality.tab", RIGHT_REPORT_READ, 95, NULL }, { 0 } };
static const struct navigation navigation[] = { { "quality.nav", LAND, RIGHT_REPORT_LAND }, { 0 } };

const struct feature quality_feature = { .name = "quality",
	                                 .routes = routes,
	                                 .statements = statements,
	                                 .pages = pages,
	                                 .tabs = tabs,
	                                 .navigation = navigation,
	                                 .evaluation = quality_evaluation,
	                                 .today = quality_today,
	                                 .demo = quality_demo };
