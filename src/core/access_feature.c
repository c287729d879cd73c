/* The feature of getting in again: mail addresses, new passwords by mail, the second factor. */
#include "core/access_pages.h"
#include "core/job.h"
#include "core/reset.h"
#include "core/statements.h"

static const struct route routes[] = {
	{ GET, "/login/forgotten", RIGHT_PUBLIC, SCOPE_NONE, forgotten_get, .shows = &page_forgotten },
	{ POST, "/login/forgotten", RIGHT_PUBLIC, SCOPE_NONE, forgotten_post, .takes = &forgotten_rec },
	{ GET, "/login/reset/{code}", RIGHT_PUBLIC, SCOPE_NONE, reset_get, .shows = &page_reset },
	{ POST, "/login/reset/{code}", RIGHT_PUBLIC, SCOPE_NONE, reset_post, .takes = &reset_rec },
	{ GET, "/account/email", RIGHT_SIGNED_IN, SCOPE_NONE, own_email_get, .shows = &page_own_email },
	{ POST, "/account/email", RIGHT_SIGNED_IN, SCOPE_NONE, own_email_post, .takes = &own_email_rec },
	{ GET, "/accounts/{id}", RIGHT_ACCOUNTS, SCOPE_NONE, one_account_get, .shows = &page_one_account },
	{ POST, "/accounts/{id}/email", RIGHT_ACCOUNTS, SCOPE_NONE, account_email_post, .takes = &account_email_rec },
	{ 0 },
};
static const struct sql *const statements[] = { contact_sql, reset_sql, NULL };
static const struct page *const pages[] = { &page_forgotten, &page_reset, &page_own_email, &page_one_account, NULL };
static const struct job_kind kinds[] = { RESET_JOB, { 0 } };

const struct feature access_feature = {
	.name = "access", .routes = routes, .statements = statements, .pages = pages, .jobs = kinds
};
