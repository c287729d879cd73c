/* evaluation_feature.c -- what the evaluation hands up (S-EVA-1). */
#include "features/evaluation/evaluation_feature.h"
#include "features/evaluation/evaluation_pages.h"

static const struct route routes[] = {
	{ GET, "/land/evaluation", RIGHT_REPORT_EVALUATE, SCOPE_NONE, evaluation_get, .shows = &page_evaluation },
	{ POST, "/land/evaluation", RIGHT_REPORT_EVALUATE, SCOPE_NONE, evaluation_post, .takes = &evaluation_wish_rec,
	  .media = MEDIA_XLSX },
	{ 0 },
};
static const struct sql *const statements[] = { evaluation_sql, NULL };
static const struct page *const pages[] = { &page_evaluation, NULL };
static const struct navigation navigation[] = { { "evaluation.nav", "/land/evaluation", RIGHT_REPORT_EVALUATE },
	                                        { 0 } };

const struct feature evaluation_feature = { .name = "evaluation",
	                                    .routes = routes,
	                                    .statements = statements,
	                                    .pages = pages,
	                                    .settings = evaluation_settings,
	                                    .navigation = navigation };
