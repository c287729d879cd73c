/* The feature of core itself. */
#include "core/app.h"
#include "core/centre_frame.h"
#include "core/core_pages.h"
#include "core/statements.h"
#include "core/user.h"

static const struct route routes[] = {
	{ GET, "/", RIGHT_PUBLIC, SCOPE_NONE, start_get, .shows = &page_start },
	{ GET, "/about", RIGHT_PUBLIC, SCOPE_NONE, about_get, .shows = &page_about },
	{ GET, "/accessibility", RIGHT_PUBLIC, SCOPE_NONE, accessibility_get, .shows = &page_accessibility },
	{ GET, "/privacy", RIGHT_PUBLIC, SCOPE_NONE, privacy_get, .shows = &page_privacy },
	{ GET, "/help", RIGHT_PUBLIC, SCOPE_NONE, help_get, .shows = &page_help },
	{ GET, "/language/{code}", RIGHT_PUBLIC, SCOPE_NONE, language_get, .shows = NULL },
	{ GET, "/login", RIGHT_PUBLIC, SCOPE_NONE, login_get, .shows = &page_login },
	{ POST, "/login", RIGHT_PUBLIC, SCOPE_NONE, login_post, .takes = NULL },
	{ POST, "/logout", RIGHT_SIGNED_IN, SCOPE_NONE, logout_post, .takes = NULL },
	{ GET, "/account", RIGHT_SIGNED_IN, SCOPE_NONE, account_get, .shows = &page_account },
	{ POST, "/account", RIGHT_SIGNED_IN, SCOPE_NONE, account_post, .takes = NULL },
	{ GET, "/accounts", RIGHT_ACCOUNTS, SCOPE_NONE, accounts_get, .shows = &page_accounts },
	{ GET, "/accounts/new", RIGHT_ACCOUNTS, SCOPE_NONE, account_new_get, .shows = &page_account_new },
	{ POST, "/accounts/new", RIGHT_ACCOUNTS, SCOPE_NONE, account_new_post, .takes = &user_new_rec },
	{ POST, "/accounts/{id}/close", RIGHT_ACCOUNTS, SCOPE_NONE, account_close_post, .takes = NULL },
	{ GET, "/audit", RIGHT_AUDIT_READ, SCOPE_NONE, audit_get, .shows = &page_audit },
	{ 0 },
};

static const struct sql *const statements[] = { user_sql, session_sql, audit_sql, setting_sql, tenant_sql, NULL };
static const struct page *const pages[] = { &page_start, &page_about,   &page_accessibility, &page_help,
	                                    &page_login, &page_account, &page_accounts,      &page_account_new,
	                                    &page_audit, &page_error,   &page_stale,         &page_privacy,
	                                    NULL };
static const struct navigation navigation[] = {
	{ "nav.accounts", "/accounts", RIGHT_ACCOUNTS },
	{ "nav.audit", "/audit", RIGHT_AUDIT_READ },
	{ 0 },
};

const struct feature core_feature = {
	.name = "core", .routes = routes, .statements = statements, .pages = pages, .navigation = navigation
};
