/* grants_feature.c -- what grants hand up. */
#include "features/grants/grant_pages.h"
#include "features/grants/grants.h"

#define GRANTS "/centres/{slug}/grants"
#define CASE GRANTS "/{id}"
#define STEPS(folder, right)                                                                                           \
	{ GET, CASE folder "/{code}", right, SCOPE_OWN, grant_step_get, .shows = &page_section_form },                 \
	{                                                                                                              \
		POST, CASE folder "/{code}", right, SCOPE_OWN, grant_step_post, .takes = &grant_step_rec               \
	}

static const struct route routes[] = {
	{ GET, GRANTS, RIGHT_GRANT_READ, SCOPE_OWN, grants_get, .shows = &page_grants },
	{ POST, GRANTS, RIGHT_GRANT_RECORD, SCOPE_OWN, grants_post, .takes = &grant_open_rec },
	{ GET, CASE, RIGHT_GRANT_READ, SCOPE_OWN, grant_get, .shows = &page_grant },
	STEPS("/record", RIGHT_GRANT_RECORD),
	STEPS("/submit", RIGHT_GRANT_SUBMIT),
	STEPS("/check", RIGHT_GRANT_CHECK),
	{ GET, CASE "/drafts/{code}", RIGHT_GRANT_READ, SCOPE_OWN, grant_draft_get, .shows = &page_grant_draft },
	{ POST, CASE "/drafts/{code}", RIGHT_GRANT_DECIDE, SCOPE_OWN, grant_draft_post, .takes = &grant_verdict_rec },
	{ GET, "/land/budget", RIGHT_GRANT_LAND, SCOPE_NONE, grant_budget_get, .shows = &page_grant_budget,
	  .asks = &grant_budget_asked_rec },
	{ GET, "/land/budget.csv", RIGHT_GRANT_LAND, SCOPE_NONE, grant_budget_csv_get, .media = MEDIA_CSV,
	  .asks = &grant_budget_asked_rec },
	{ GET, "/land/budget.xlsx", RIGHT_GRANT_LAND, SCOPE_NONE, grant_budget_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &grant_budget_asked_rec },
	{ GET, "/land/what-if", RIGHT_GRANT_LAND, SCOPE_NONE, what_if_get, .shows = &page_what_if,
	  .asks = &what_if_asked_rec },
	{ GET, "/land/what-if.csv", RIGHT_GRANT_LAND, SCOPE_NONE, what_if_csv_get, .media = MEDIA_CSV,
	  .asks = &what_if_asked_rec },
	{ 0 },
};
static const struct sql *const statements[] = { grant_event_sql, NULL };
static const struct page *const pages[] = { &page_grants,       &page_grant,   &page_grant_draft,
	                                    &page_grant_budget, &page_what_if, NULL };

const struct feature grants_feature = {
	.name = "grants",
	.routes = routes,
	.statements = statements,
	.pages = pages,
};
