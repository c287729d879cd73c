/* grant_money_routes.h -- calls, payouts, use, costs and outlook: rows for grants_feature.c. */
#ifndef FEATURES_GRANTS_GRANT_MONEY_ROUTES_H
#define FEATURES_GRANTS_GRANT_MONEY_ROUTES_H
#include "features/grants/grant_call_pages.h"
#include "features/grants/grant_cost_pages.h"
#include "features/grants/grant_payout.h"
#include "features/grants/grant_use_remind.h"
#include "features/grants/grant_voucher.h"

#define MONEY_GRANTS "/centres/{slug}/grants"
#define MONEY_CASE MONEY_GRANTS "/{id}"

/* clang-format off */
#define CALL_STEP(folder, right, name) \
	{ GET, MONEY_CASE "/calls/{code}" folder, right, SCOPE_OWN, name##_get, .shows = &page_section_form }, \
	{ POST, MONEY_CASE "/calls/{code}" folder, right, SCOPE_OWN, name##_post, .takes = &name##_rec }
#define GRANT_MONEY_ROUTES \
	{ GET, MONEY_CASE "/calls", RIGHT_GRANT_READ, SCOPE_OWN, grant_calls_get, .shows = &page_grant_calls }, \
	{ GET, MONEY_CASE "/calls/new", RIGHT_GRANT_SUBMIT, SCOPE_OWN, grant_call_new_get, \
	  .shows = &page_grant_call_form }, \
	{ POST, MONEY_CASE "/calls/new", RIGHT_GRANT_SUBMIT, SCOPE_OWN, grant_call_new_post, \
	  .takes = &grant_call_form_rec }, \
	{ GET, MONEY_CASE "/calls/new.xlsx", RIGHT_GRANT_SUBMIT, SCOPE_OWN, grant_call_table_get, \
	  .media = MEDIA_XLSX }, \
	{ GET, MONEY_CASE "/calls/blank.pdf", RIGHT_GRANT_SUBMIT, SCOPE_OWN, grant_call_blank_get, \
	  .media = MEDIA_PDF }, \
	{ GET, MONEY_CASE "/calls/file", RIGHT_GRANT_SUBMIT, SCOPE_OWN, grant_call_file_get, \
	  .shows = &page_section_form }, \
	{ POST, MONEY_CASE "/calls/file", RIGHT_GRANT_SUBMIT, SCOPE_OWN, grant_call_file_post, \
	  .takes = &import_sent_rec, .shows = &page_grant_call_form, .upload = UPLOAD_MOST_BYTES }, \
	{ GET, MONEY_CASE "/calls/{code}", RIGHT_GRANT_READ, SCOPE_OWN, grant_call_get, \
	  .shows = &page_grant_call }, \
	{ GET, MONEY_CASE "/calls/{code}/call.pdf", RIGHT_GRANT_READ, SCOPE_OWN, grant_call_pdf_get, \
	  .media = MEDIA_PDF }, \
	CALL_STEP("/payout", RIGHT_GRANT_CHECK, grant_payout), \
	CALL_STEP("/paid", RIGHT_GRANT_CHECK, grant_paid), \
	CALL_STEP("/use", RIGHT_GRANT_RECORD, grant_use), \
	CALL_STEP("/withdraw", RIGHT_GRANT_SUBMIT, grant_call_withdraw), \
	{ GET, MONEY_CASE "/costs", RIGHT_GRANT_READ, SCOPE_OWN, grant_costs_get, \
	  .shows = &page_grant_costs, .asks = &grant_costs_asked_rec }, \
	{ POST, MONEY_CASE "/costs", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_costs_post, \
	  .takes = &grant_cost_form_rec }, \
	{ GET, MONEY_CASE "/costs.csv", RIGHT_GRANT_READ, SCOPE_OWN, grant_costs_csv_get, \
	  .media = MEDIA_CSV, .asks = &grant_costs_asked_rec }, \
	{ GET, MONEY_CASE "/costs.xlsx", RIGHT_GRANT_READ, SCOPE_OWN, grant_costs_xlsx_get, \
	  .media = MEDIA_XLSX, .asks = &grant_costs_asked_rec }, \
	{ GET, MONEY_CASE "/costs/{code}/cancel", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_cost_cancel_get, \
	  .shows = &page_section_form }, \
	{ POST, MONEY_CASE "/costs/{code}/cancel", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_cost_cancel_post, \
	  .takes = &grant_cost_cancel_rec }, \
	{ GET, MONEY_CASE "/costs/{code}/vouchers", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_vouchers_get, \
	  .shows = &page_grant_vouchers }, \
	{ POST, MONEY_CASE "/costs/{code}/vouchers", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_vouchers_post, \
	  .takes = &grant_voucher_sent_rec, .upload = GRANT_VOUCHER_BYTES }, \
	{ GET, MONEY_CASE "/vouchers/{code}", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_voucher_get, \
	  .media = "application/octet-stream" }, \
	{ POST, MONEY_CASE "/vouchers/{code}/remove", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_voucher_remove_post, \
	  .takes = NULL }, \
	{ GET, MONEY_CASE "/proof/vouchers/{code}", RIGHT_GRANT_CHECK, SCOPE_OWN, grant_proof_voucher_get, \
	  .media = "application/octet-stream" }, \
	{ GET, MONEY_GRANTS "/costs/template.xlsx", RIGHT_GRANT_RECORD, SCOPE_OWN, \
	  grant_costs_template_get, .media = MEDIA_XLSX }, \
	{ GET, MONEY_GRANTS "/costs/import", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_cost_import_get, \
	  .shows = &page_section_form }, \
	{ POST, MONEY_GRANTS "/costs/import", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_cost_import_post, \
	  .takes = &import_sent_rec, .upload = UPLOAD_MOST_BYTES }, \
	{ GET, MONEY_GRANTS "/costs/import/{id}", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_cost_preview_get, \
	  .shows = &page_import_preview }, \
	{ POST, MONEY_GRANTS "/costs/import/{id}", RIGHT_GRANT_RECORD, SCOPE_OWN, grant_cost_preview_post, \
	  .takes = NULL }, \
	{ GET, MONEY_CASE "/budget", RIGHT_GRANT_READ, SCOPE_OWN, grant_budget_get, \
	  .shows = &page_grant_budget }, \
	{ GET, "/land/payouts", RIGHT_GRANT_LAND, SCOPE_NONE, grant_payouts_get, .shows = &page_grant_payouts }, \
	{ GET, "/land/payouts.csv", RIGHT_GRANT_LAND, SCOPE_NONE, grant_payouts_csv_get, .media = MEDIA_CSV }, \
	{ GET, "/land/payouts.xlsx", RIGHT_GRANT_LAND, SCOPE_NONE, grant_payouts_xlsx_get, .media = MEDIA_XLSX }
#define GRANT_MONEY_PAGES \
	&page_grant_calls, &page_grant_call, &page_grant_call_form, &page_grant_payouts, &page_grant_costs, \
	&page_grant_vouchers, &page_grant_budget
#define GRANT_MONEY_STATEMENTS grant_payout_sql, grant_cost_sql, grant_use_remind_sql
/* clang-format on */
#endif
