/* grants_feature.c -- what grants hand up. */
#include "features/grants/grant_application_pages.h"
#include "features/grants/grant_decision_pages.h"
#include "features/grants/grant_letter.h"
#include "features/grants/grant_money_routes.h"
#include "features/grants/grant_proof_letter.h"
#include "features/grants/grant_proof_pages.h"
#include "features/grants/grant_proof_remind.h"
#include "features/grants/grant_proof_table.h"
#include "features/grants/grant_queue.h"
#include "features/grants/grant_remind.h"
#include "features/grants/grant_signatory_pages.h"
#include "features/grants/grants.h"
#include "features/grants/grants_demo.h"

#define GRANTS "/centres/{slug}/grants"
#define CASE GRANTS "/{id}"
#define STEPS(folder, right)                                                                                           \
	{ GET, CASE folder "/{code}", right, SCOPE_OWN, grant_step_get, .shows = &page_section_form },                 \
	{                                                                                                              \
		POST, CASE folder "/{code}", right, SCOPE_OWN, grant_step_post, .takes = &grant_step_rec               \
	}

/* A page with a form and where it goes: <name>_get, <name>_post. */
#define FORM(path, right, name, page, form)                                                                            \
	{ GET, path, right, SCOPE_OWN, name##_get, .shows = &(page) },                                                 \
	{                                                                                                              \
		POST, path, right, SCOPE_OWN, name##_post, .takes = &(form)                                            \
	}

static const struct route routes[] = {
	{ GET, GRANTS, RIGHT_GRANT_READ, SCOPE_OWN, grants_get, .shows = &page_grants, .asks = &grants_asked_rec },
	{ POST, GRANTS, RIGHT_GRANT_RECORD, SCOPE_OWN, grants_post, .takes = &grant_open_rec },
	{ GET, CASE, RIGHT_GRANT_READ, SCOPE_OWN, grant_get, .shows = &page_grant },
	{ GET, GRANTS "/signatories", RIGHT_GRANT_READ, SCOPE_OWN, grant_signatories_get,
	  .shows = &page_grant_signatories },
	FORM(GRANTS "/signatories/{id}", RIGHT_CENTRE_DECIDE, grant_signatory, page_section_form, grant_signatory_rec),
	{ POST, GRANTS "/signatories/{id}/end", RIGHT_CENTRE_DECIDE, SCOPE_OWN, grant_signatory_end_post,
	  .takes = NULL },
	STEPS("/record", RIGHT_GRANT_RECORD),
	STEPS("/submit", RIGHT_GRANT_SUBMIT),
	STEPS("/check", RIGHT_GRANT_CHECK),
	{ GET, CASE "/application", RIGHT_GRANT_RECORD, SCOPE_OWN, application_get, .shows = &page_application },
	{ GET, CASE "/application/answers/{code}", RIGHT_GRANT_RECORD, SCOPE_OWN, application_answer_get,
	  .shows = &page_section_form },
	{ POST, CASE "/application/answers/{code}", RIGHT_GRANT_RECORD, SCOPE_OWN, application_answer_post,
	  .takes = &application_answer_rec },
	{ GET, CASE "/application/positions/{code}", RIGHT_GRANT_RECORD, SCOPE_OWN, application_position_get,
	  .shows = &page_section_form },
	{ POST, CASE "/application/positions/{code}", RIGHT_GRANT_RECORD, SCOPE_OWN, application_position_post,
	  .takes = &application_position_rec },
	{ GET, CASE "/application/letter", RIGHT_GRANT_RECORD, SCOPE_OWN, application_letter_get, .media = MEDIA_PDF },
	{ GET, CASE "/application.xlsx", RIGHT_GRANT_RECORD, SCOPE_OWN, application_workbook_get, .media = MEDIA_XLSX },
	{ GET, CASE "/application/import", RIGHT_GRANT_RECORD, SCOPE_OWN, application_import_get,
	  .shows = &page_section_form },
	{ POST, CASE "/application/import", RIGHT_GRANT_RECORD, SCOPE_OWN, application_import_post,
	  .takes = &import_sent_rec, .upload = UPLOAD_MOST_BYTES },
	{ GET, CASE "/application/import/{code}", RIGHT_GRANT_RECORD, SCOPE_OWN, application_preview_get,
	  .shows = &page_import_preview },
	{ POST, CASE "/application/import/{code}", RIGHT_GRANT_RECORD, SCOPE_OWN, application_preview_post,
	  .takes = NULL },
	{ GET, CASE "/application/check", RIGHT_GRANT_RECORD, SCOPE_OWN, application_check_get,
	  .shows = &page_application_check },
	{ POST, CASE "/application/submit", RIGHT_GRANT_SUBMIT, SCOPE_OWN, application_submit_post,
	  .takes = &application_submit_rec },
	{ GET, CASE "/applications/{code}", RIGHT_GRANT_READ, SCOPE_OWN, application_submitted_get,
	  .shows = &page_application_submitted },
	{ GET, CASE "/applications/{code}/letter", RIGHT_GRANT_READ, SCOPE_OWN, application_submitted_letter_get,
	  .media = MEDIA_PDF },
	{ GET, CASE "/decision/{code}", RIGHT_GRANT_CHECK, SCOPE_OWN, decision_get, .shows = &page_decision },
	{ POST, CASE "/decision/{code}", RIGHT_GRANT_CHECK, SCOPE_OWN, decision_post, .takes = &decision_form_rec },
	{ GET, CASE "/decisions/{code}/letter", RIGHT_GRANT_READ, SCOPE_OWN, decision_letter_get, .media = MEDIA_PDF },
	{ GET, CASE "/drafts/{code}", RIGHT_GRANT_READ, SCOPE_OWN, grant_draft_get, .shows = &page_grant_draft },
	{ POST, CASE "/drafts/{code}", RIGHT_GRANT_DECIDE, SCOPE_OWN, grant_draft_post, .takes = &grant_verdict_rec },
	{ GET, "/land/budget", RIGHT_GRANT_LAND, SCOPE_NONE, land_budget_get, .shows = &page_land_budget,
	  .asks = &land_budget_asked_rec },
	{ GET, "/land/budget.csv", RIGHT_GRANT_LAND, SCOPE_NONE, land_budget_csv_get, .media = MEDIA_CSV,
	  .asks = &land_budget_asked_rec },
	{ GET, "/land/budget.xlsx", RIGHT_GRANT_LAND, SCOPE_NONE, land_budget_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &land_budget_asked_rec },
	{ GET, "/land/what-if", RIGHT_GRANT_LAND, SCOPE_NONE, what_if_get, .shows = &page_what_if,
	  .asks = &what_if_asked_rec },
	{ GET, "/land/what-if/{code}", RIGHT_GRANT_LAND, SCOPE_NONE, what_if_centre_get, .shows = &page_what_if_centre,
	  .asks = &what_if_asked_rec },
	{ GET, "/land/what-if.csv", RIGHT_GRANT_LAND, SCOPE_NONE, what_if_csv_get, .media = MEDIA_CSV,
	  .asks = &what_if_asked_rec },
	{ GET, "/land/grants", RIGHT_GRANT_LAND, SCOPE_NONE, grant_queue_get, .shows = &page_grant_queue,
	  .asks = &grant_queue_asked_rec },
	GRANT_MONEY_ROUTES,
	{ GET, CASE "/proof", RIGHT_GRANT_READ, SCOPE_OWN, proof_get, .shows = &page_grant_proof },
	{ POST, CASE "/proof", RIGHT_GRANT_SUBMIT, SCOPE_OWN, proof_post, .takes = &proof_confirm_rec },
	FORM(CASE "/proof/text", RIGHT_GRANT_RECORD, proof_text, page_section_form, proof_text_form_rec),
	FORM(CASE "/proof/amounts", RIGHT_GRANT_RECORD, proof_amounts, page_section_form, proof_amounts_form_rec),
	{ GET, CASE "/proofs/{code}", RIGHT_GRANT_READ, SCOPE_OWN, proof_handed_in_get, .shows = &page_grant_proven },
	{ GET, CASE "/proofs/{code}/proof.pdf", RIGHT_GRANT_READ, SCOPE_OWN, proof_pdf_get, .media = MEDIA_PDF },
	{ GET, CASE "/proofs/{code}/proof.xlsx", RIGHT_GRANT_READ, SCOPE_OWN, proof_xlsx_get, .media = MEDIA_XLSX },
	{ GET, CASE "/proofs/{code}/template.xlsx", RIGHT_GRANT_READ, SCOPE_OWN, proof_sheet_get, .media = MEDIA_XLSX },
	{ GET, GRANTS "/proof.csv", RIGHT_GRANT_RECORD, SCOPE_OWN, proof_table_csv_get, .media = MEDIA_CSV },
	{ GET, GRANTS "/proof.xlsx", RIGHT_GRANT_RECORD, SCOPE_OWN, proof_table_xlsx_get, .media = MEDIA_XLSX },
	{ GET, GRANTS "/proof/import", RIGHT_GRANT_RECORD, SCOPE_OWN, proof_import_get, .shows = &page_section_form },
	{ POST, GRANTS "/proof/import", RIGHT_GRANT_RECORD, SCOPE_OWN, proof_import_post, .takes = &import_sent_rec,
	  .upload = UPLOAD_MOST_BYTES },
	{ GET, GRANTS "/proof/import/{id}", RIGHT_GRANT_RECORD, SCOPE_OWN, proof_preview_get,
	  .shows = &page_import_preview },
	{ POST, GRANTS "/proof/import/{id}", RIGHT_GRANT_RECORD, SCOPE_OWN, proof_preview_post, .takes = NULL },
	FORM(CASE "/closing", RIGHT_GRANT_CHECK, closing, page_grant_closing, closing_form_rec),
	{ GET, CASE "/closings/{code}/letter.pdf", RIGHT_GRANT_READ, SCOPE_OWN, closing_letter_get,
	  .media = MEDIA_PDF },
	{ 0 },
};
static const struct sql *const statements[] = {
	grant_event_sql, application_sql, GRANT_MONEY_STATEMENTS, proof_sql, proof_remind_sql, grant_remind_sql, NULL
};
static const struct page *const pages[] = { &page_grants,
	                                    &page_grant,
	                                    &page_grant_draft,
	                                    &page_land_budget,
	                                    &page_what_if,
	                                    &page_what_if_centre,
	                                    &page_application,
	                                    &page_application_check,
	                                    &page_application_submitted,
	                                    &page_decision,
	                                    &page_grant_queue,
	                                    GRANT_MONEY_PAGES,
	                                    &page_grant_proof,
	                                    &page_grant_proven,
	                                    &page_grant_closing,
	                                    &page_grant_signatories,
	                                    NULL };

static const struct job_kind jobs[] = { GRANT_USE_REMIND_JOB, GRANT_PROOF_REMIND_JOB, { 0 } };
static const struct setting *const settings[] = { &setting_grant_remedies, NULL };
static const struct tab tabs[] = { { "grants", "grants.tab", RIGHT_GRANT_READ, 26, NULL }, { 0 } };
static const struct navigation navigation[] = { { "grants.nav", "/land/grants", RIGHT_GRANT_LAND }, { 0 } };

const struct feature grants_feature = {
	.name = "grants",
	.routes = routes,
	.statements = statements,
	.pages = pages,
	.tabs = tabs,
	.navigation = navigation,
	.jobs = jobs,
	.sheets = grant_sheets,
	.settings = settings,
	.today = grants_today,
	.demo = grants_demo,
};
