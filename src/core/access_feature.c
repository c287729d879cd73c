/* The feature of getting in again: mail addresses, new passwords by mail, the second factor. */
#include "core/access_pages.h"
#include "core/check.h"
#include "core/job.h"
#include "core/reset.h"
#include "core/second_factor.h"
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
	{ GET, "/login/code", RIGHT_PUBLIC, SCOPE_NONE, step_get, .shows = &page_step, .asks = &step_asked_rec },
	{ POST, "/login/code", RIGHT_PUBLIC, SCOPE_NONE, step_post, .takes = &factor_code_rec,
	  .asks = &step_asked_rec },
	{ GET, "/account/second-factor", RIGHT_SIGNED_IN, SCOPE_NONE, factor_get, .shows = &page_factor },
	{ POST, "/account/second-factor", RIGHT_SIGNED_IN, SCOPE_NONE, factor_begin_post, .takes = &factor_begin_rec },
	{ POST, "/account/second-factor/confirm", RIGHT_SIGNED_IN, SCOPE_NONE, factor_confirm_post,
	  .shows = &page_codes, .takes = &factor_app_code_rec },
	{ GET, "/account/second-factor/codes", RIGHT_SIGNED_IN, SCOPE_NONE, factor_codes_get,
	  .shows = &page_with_code },
	{ POST, "/account/second-factor/codes", RIGHT_SIGNED_IN, SCOPE_NONE, factor_codes_post, .shows = &page_codes,
	  .takes = &factor_code_rec },
	{ GET, "/account/second-factor/off", RIGHT_SIGNED_IN, SCOPE_NONE, factor_off_get, .shows = &page_with_code },
	{ POST, "/account/second-factor/off", RIGHT_SIGNED_IN, SCOPE_NONE, factor_off_post, .takes = &factor_code_rec },
	{ POST, "/accounts/{id}/second-factor/reset", RIGHT_ACCOUNTS, SCOPE_NONE, factor_reset_post, .takes = NULL },
	{ 0 },
};

/* Who runs the house with a password alone; secrets that whoever reads the database or a backup could use; secrets that
 * nobody can use any more. */
static err check_access(struct cx *cx, struct list *findings)
{
	struct factor_counts c;
	TRY(factor_count(cx, &c));
	if (c.technical)
		check_add_counted(cx, findings, CHECK_HINT, "access", "check.factor_technical", c.technical, NO_ARGS);
	if (c.open)
		check_add_counted(cx, findings, CHECK_MEND, "access", "check.factor_open", c.open, NO_ARGS);
	if (c.lost)
		check_add_counted(cx, findings, CHECK_BROKEN, "access", "check.factor_no_key", c.lost, NO_ARGS);
	if (!c.open && !c.lost)
		check_add_counted(cx, findings, CHECK_GOOD, "access", "check.factor_good", c.confirmed, NO_ARGS);
	return OK;
}
static const struct sql *const statements[] = { contact_sql, reset_sql, factor_sql, step_sql, NULL };
static const struct page *const pages[] = { &page_forgotten,   &page_reset,  &page_own_email,
	                                    &page_one_account, &page_factor, &page_codes,
	                                    &page_with_code,   &page_step,   NULL };
static const struct job_kind kinds[] = { RESET_JOB, { 0 } };

const struct feature access_feature = { .name = "access",
	                                .routes = routes,
	                                .statements = statements,
	                                .pages = pages,
	                                .jobs = kinds,
	                                .check = check_access };
