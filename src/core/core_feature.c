/* The feature of core itself. */
#include "core/import.h"
#include "core/app.h"
#include "core/check.h"
#include "core/centre_frame.h"
#include "core/core_pages.h"
#include "core/four_eyes.h"
#include "core/once.h"
#include "core/section.h"
#include "core/openapi.h"
#include "core/paging.h"
#include "core/statements.h"
#include "core/token.h"
#include "core/user.h"

static const struct route routes[] = {
	{ GET, "/", RIGHT_PUBLIC, SCOPE_NONE, start_get, .shows = &page_start },
	{ GET, "/about", RIGHT_PUBLIC, SCOPE_NONE, about_get, .shows = &page_about },
	{ GET, "/accessibility", RIGHT_PUBLIC, SCOPE_NONE, accessibility_get, .shows = &page_accessibility },
	{ GET, "/privacy", RIGHT_PUBLIC, SCOPE_NONE, privacy_get, .shows = &page_privacy },
	{ GET, "/help", RIGHT_PUBLIC, SCOPE_NONE, help_get, .shows = &page_help },
	{ GET, "/language/{code}", RIGHT_PUBLIC, SCOPE_NONE, language_get, .shows = NULL, .asks = &target_asked_rec },
	{ GET, "/login", RIGHT_PUBLIC, SCOPE_NONE, login_get, .shows = &page_login, .asks = &login_asked_rec },
	{ POST, "/login", RIGHT_PUBLIC, SCOPE_NONE, login_post, .takes = &credentials_rec, .asks = &target_asked_rec },
	{ GET, "/login/oidc", RIGHT_PUBLIC, SCOPE_NONE, oidc_get, .shows = NULL, .asks = &target_asked_rec },
	{ GET, "/login/oidc/back", RIGHT_PUBLIC, SCOPE_NONE, oidc_back_get, .shows = NULL, .asks = &oidc_asked_rec },
	{ GET, "/login/oidc/leave", RIGHT_PUBLIC, SCOPE_NONE, oidc_leave_get, .shows = NULL },
	{ POST, "/logout", RIGHT_SIGNED_IN, SCOPE_NONE, logout_post, .takes = NULL },
	{ GET, "/account", RIGHT_SIGNED_IN, SCOPE_NONE, account_get, .shows = &page_account },
	{ POST, "/account", RIGHT_SIGNED_IN, SCOPE_NONE, account_post, .takes = &new_password_rec },
	{ GET, "/account/tokens", RIGHT_SIGNED_IN, SCOPE_NONE, tokens_get, .shows = &page_tokens },
	{ POST, "/account/tokens", RIGHT_SIGNED_IN, SCOPE_NONE, tokens_post, .takes = &token_new_rec,
	  .shows = &page_token_made },
	{ POST, "/account/tokens/{id}/revoke", RIGHT_SIGNED_IN, SCOPE_NONE, token_revoke_post, .takes = NULL },
	{ GET, "/accounts", RIGHT_ACCOUNTS, SCOPE_NONE, accounts_get, .shows = &page_accounts,
	  .asks = &paging_asked_rec },
	{ GET, "/accounts/new", RIGHT_ACCOUNTS, SCOPE_NONE, account_new_get, .shows = &page_account_new },
	{ POST, "/accounts/new", RIGHT_ACCOUNTS, SCOPE_NONE, account_new_post, .takes = &user_new_rec },
	{ POST, "/accounts/{id}/close", RIGHT_ACCOUNTS, SCOPE_NONE, account_close_post, .takes = &account_close_rec },
	{ GET, "/accounts/{id}/identity", RIGHT_ACCOUNTS, SCOPE_NONE, identity_get, .shows = &page_identity },
	{ POST, "/accounts/{id}/identity", RIGHT_ACCOUNTS, SCOPE_NONE, identity_post, .takes = &identity_wish_rec },
	{ POST, "/accounts/{id}/identity/remove", RIGHT_ACCOUNTS, SCOPE_NONE, identity_remove_post, .takes = NULL },
	{ GET, "/accounts/tokens", RIGHT_ACCOUNTS, SCOPE_NONE, all_tokens_get, .shows = &page_all_tokens,
	  .asks = &paging_asked_rec },
	{ POST, "/accounts/tokens/{id}/revoke", RIGHT_ACCOUNTS, SCOPE_NONE, any_token_revoke_post, .takes = NULL },
	{ GET, "/audit", RIGHT_AUDIT_READ, SCOPE_NONE, audit_get, .shows = &page_audit, .asks = &paging_asked_rec },
	{ GET, "/openapi.json", RIGHT_PUBLIC, SCOPE_NONE, openapi_get, .media = MEDIA_JSON,
	  .asks = &language_asked_rec },
	{ 0 },
};

static const struct sql *const statements[] = { user_sql,      signatory_sql, session_sql,  audit_sql,  setting_sql,
	                                        tenant_sql,    token_sql,     instance_sql, upload_sql, identity_sql,
	                                        four_eyes_sql, once_sql,      evidence_sql, NULL };
static const struct page *const pages[] = { &page_section_form,
	                                    &page_import_preview,
	                                    &page_start,
	                                    &page_about,
	                                    &page_accessibility,
	                                    &page_help,
	                                    &page_login,
	                                    &page_account,
	                                    &page_accounts,
	                                    &page_account_new,
	                                    &page_audit,
	                                    &page_error,
	                                    &page_tokens,
	                                    &page_token_made,
	                                    &page_all_tokens,
	                                    &page_stale,
	                                    &page_privacy,
	                                    &page_identity,
	                                    NULL };
static const struct navigation navigation[] = {
	{ "nav.accounts", "/accounts", RIGHT_ACCOUNTS },
	{ "nav.audit", "/audit", RIGHT_AUDIT_READ },
	{ 0 },
};

const struct feature core_feature = { .name = "core",
	                              .routes = routes,
	                              .statements = statements,
	                              .pages = pages,
	                              .navigation = navigation,
	                              .check = check_core };
