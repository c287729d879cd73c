/* The feature of core itself. */
#include "core/app.h"
#include "core/core_pages.h"
#include "core/statements.h"

static const struct route routes[] = {
	{ GET, "/", RIGHT_PUBLIC, SCOPE_NONE, start_get },
	{ GET, "/about", RIGHT_PUBLIC, SCOPE_NONE, about_get },
	{ GET, "/accessibility", RIGHT_PUBLIC, SCOPE_NONE, accessibility_get },
	{ GET, "/help", RIGHT_PUBLIC, SCOPE_NONE, help_get },
	{ GET, "/language/{code}", RIGHT_PUBLIC, SCOPE_NONE, language_get },
	{ GET, "/login", RIGHT_PUBLIC, SCOPE_NONE, login_get },
	{ POST, "/login", RIGHT_PUBLIC, SCOPE_NONE, login_post },
	{ POST, "/logout", RIGHT_SIGNED_IN, SCOPE_NONE, logout_post },
	{ GET, "/account", RIGHT_SIGNED_IN, SCOPE_NONE, account_get },
	{ POST, "/account", RIGHT_SIGNED_IN, SCOPE_NONE, account_post },
	{ GET, "/accounts", RIGHT_ACCOUNTS, SCOPE_NONE, accounts_get },
	{ GET, "/accounts/new", RIGHT_ACCOUNTS, SCOPE_NONE, account_new_get },
	{ POST, "/accounts/new", RIGHT_ACCOUNTS, SCOPE_NONE, account_new_post },
	{ POST, "/accounts/{id}/close", RIGHT_ACCOUNTS, SCOPE_NONE, account_close_post },
	{ GET, "/audit", RIGHT_AUDIT_READ, SCOPE_NONE, audit_get },
	{ 0 },
};

static const struct sql *const statements[] = { user_sql, session_sql, audit_sql, setting_sql, tenant_sql, NULL };
static const struct page *const pages[] = {
	&page_start,    &page_about,       &page_accessibility, &page_help,  &page_login, &page_account,
	&page_accounts, &page_account_new, &page_audit,         &page_error, NULL
};
static const struct navigation navigation[] = {
	{ "nav.accounts", "/accounts", RIGHT_ACCOUNTS },
	{ "nav.audit", "/audit", RIGHT_AUDIT_READ },
	{ 0 },
};

const struct feature core_feature = {
	.name = "core", .routes = routes, .statements = statements, .pages = pages, .navigation = navigation
};
