/* forward_feature.c -- what the handing on of money to third parties hands up. */
#include "core/job.h"
#include "features/forwarding/forward_demo.h"
#include "features/forwarding/forward_indicators.h"
#include "features/forwarding/forward_list.h"
#include "features/forwarding/forward_lost.h"
#include "features/forwarding/forward_mail.h"
#include "features/forwarding/forward_pages.h"
#include "features/forwarding/forwarding.h"

#define OWN "/centres/{slug}/forwarding"
#define BID "/apply/bids/{code}"
#define READ(path, get, page, ...)                                                                                     \
	{                                                                                                              \
		GET, OWN path, RIGHT_FORWARD_READ, SCOPE_OWN, get, .shows = &page, __VA_ARGS__                         \
	}
#define FILE_OF(path, get, type, ...)                                                                                  \
	{                                                                                                              \
		GET, OWN path, RIGHT_FORWARD_READ, SCOPE_OWN, get, .media = type, __VA_ARGS__                          \
	}
#define FORM(path, right, get, post, page, record)                                                                     \
	{ GET, OWN path, right, SCOPE_OWN, get, .shows = &page },                                                      \
	{                                                                                                              \
		POST, OWN path, right, SCOPE_OWN, post, .takes = &record                                               \
	}
#define STEP(path, right, record)                                                                                      \
	FORM("/bids/{id}" path, right, forward_step_get, forward_step_post, page_section_form, record)
#define PUBLIC_GET(path, get, page, ...)                                                                               \
	{                                                                                                              \
		GET, path, RIGHT_PUBLIC, SCOPE_NONE, get, .shows = &page, .asks = &easy_asked_rec, __VA_ARGS__         \
	}
#define PUBLIC_POST(path, post, record, ...)                                                                           \
	{                                                                                                              \
		POST, path, RIGHT_PUBLIC, SCOPE_NONE, post, .takes = &record, .asks = &easy_asked_rec, __VA_ARGS__     \
	}
static const struct route routes[] = {
	READ("", forward_list_get, page_forward_list, .asks = &forward_list_asked_rec),
	FILE_OF("/bids.csv", forward_csv_get, MEDIA_CSV, .asks = &forward_list_asked_rec),
	FILE_OF("/bids.xlsx", forward_xlsx_get, MEDIA_XLSX, .asks = &forward_list_asked_rec),
	READ("/rounds", rounds_get, page_forward_rounds),
	FORM("/rounds/new", RIGHT_FORWARD_RECORD, round_new_get, round_new_post, page_section_form,
	     forward_round_form_rec),
	READ("/rounds/{id}", round_get, page_forward_round, .versioned = "round"),
	FORM("/rounds/{id}/edit", RIGHT_FORWARD_RECORD, round_edit_get, round_edit_post, page_section_form,
	     forward_round_form_rec),
	FORM("/rounds/{id}/quota", RIGHT_FORWARD_RECORD, round_quota_get, round_quota_post, page_forward_quota,
	     quota_form_rec),
	FORM("/rounds/{id}/blocks/{code}", RIGHT_FORWARD_RECORD, round_block_get, round_block_post, page_section_form,
	     forward_block_rec),
	{ POST, OWN "/rounds/{id}/blocks/{code}/remove", RIGHT_FORWARD_RECORD, SCOPE_OWN, round_block_remove_post,
	  .takes = NULL },
	{ GET, OWN "/payments", RIGHT_FORWARD_RECORD, SCOPE_OWN, payments_get, .shows = &page_payments },
	{ GET, OWN "/payments.csv", RIGHT_FORWARD_RECORD, SCOPE_OWN, payments_csv_get, .media = MEDIA_CSV },
	{ GET, OWN "/payments.xlsx", RIGHT_FORWARD_RECORD, SCOPE_OWN, payments_xlsx_get, .media = MEDIA_XLSX },
	READ("/bids/{id}", forward_bid_get, page_forward_bid),
	FILE_OF("/bids/{id}/letter.pdf", forward_contract_get, MEDIA_PDF),
	FILE_OF("/bids/{id}/files/{code}", forward_file_get, "application/octet-stream"),
	FORM("/bids/{id}/propose", RIGHT_FORWARD_RECORD, forward_propose_get, forward_propose_post,
	     page_forward_propose, propose_form_rec),
	FORM("/bids/{id}/check", RIGHT_FORWARD_RECORD, forward_check_get, forward_check_post, page_forward_check,
	     forward_check_form_rec),
	STEP("/rank", RIGHT_FORWARD_RECORD, step_rank_rec),
	STEP("/decide", RIGHT_FORWARD_DECIDE, step_answer_rec),
	STEP("/hand-over", RIGHT_FORWARD_RECORD, step_day_rec),
	STEP("/proof-back", RIGHT_FORWARD_RECORD, step_note_rec),
	STEP("/repaid", RIGHT_FORWARD_RECORD, step_cents_rec),
	STEP("/withdraw", RIGHT_FORWARD_RECORD, step_note_rec),
	STEP("/links", RIGHT_FORWARD_RECORD, step_link_rec),
	/* Third parties, without an account: whoever has the link has the bid. */
	{ GET, "/apply/{slug}", RIGHT_PUBLIC, SCOPE_ANY, apply_get, .shows = &page_apply, .asks = &easy_asked_rec },
	{ POST, "/apply/{slug}/start", RIGHT_PUBLIC, SCOPE_ANY, apply_start_post, .takes = &apply_start_rec,
	  .asks = &easy_asked_rec },
	{ GET, "/apply/{slug}/link", RIGHT_PUBLIC, SCOPE_ANY, apply_lost_get, .shows = &page_apply_lost,
	  .asks = &easy_asked_rec },
	{ POST, "/apply/{slug}/link", RIGHT_PUBLIC, SCOPE_ANY, apply_lost_post, .takes = &apply_lost_rec,
	  .asks = &easy_asked_rec },
	PUBLIC_GET(BID, apply_bid_get, page_apply_bid),
	PUBLIC_GET(BID "/group", apply_part_get, page_apply_part),
	PUBLIC_POST(BID "/group", apply_part_post, forward_group_rec),
	PUBLIC_GET(BID "/contact", apply_part_get, page_apply_part),
	PUBLIC_POST(BID "/contact", apply_part_post, forward_contact_form_rec),
	PUBLIC_GET(BID "/bank", apply_part_get, page_apply_part),
	PUBLIC_POST(BID "/bank", apply_part_post, forward_bank_rec),
	PUBLIC_GET(BID "/blocks", apply_blocks_get, page_apply_blocks),
	{ GET, BID "/lines/new", RIGHT_PUBLIC, SCOPE_NONE, apply_line_get, .shows = &page_apply_line,
	  .asks = &apply_line_asked_rec },
	{ POST, BID "/lines/new", RIGHT_PUBLIC, SCOPE_NONE, apply_line_post, .takes = &forward_line_form_rec,
	  .asks = &apply_line_asked_rec },
	PUBLIC_GET(BID "/lines/{id}", apply_line_get, page_apply_line),
	PUBLIC_POST(BID "/lines/{id}", apply_line_post, forward_line_form_rec),
	PUBLIC_POST(BID "/lines/{id}/remove", apply_line_remove_post, apply_seen_rec),
	PUBLIC_GET(BID "/check", apply_check_get, page_apply_check),
	PUBLIC_POST(BID "/check", apply_submit_post, apply_seen_rec),
	PUBLIC_POST(BID "/accept", apply_step_post, apply_seen_rec),
	PUBLIC_POST(BID "/call", apply_step_post, apply_seen_rec),
	PUBLIC_POST(BID "/withdraw", apply_step_post, apply_seen_rec),
	{ GET, BID "/letter.pdf", RIGHT_PUBLIC, SCOPE_NONE, apply_contract_get, .media = MEDIA_PDF,
	  .asks = &easy_asked_rec },
	PUBLIC_GET(BID "/proof/{id}", apply_proof_get, page_apply_proof),
	PUBLIC_POST(BID "/proof/{id}", apply_proof_post, forward_proof_form_rec, .upload = 5 * 1024 * 1024),
	PUBLIC_POST(BID "/proof", apply_proof_send_post, apply_seen_rec),
	{ GET, BID "/files/{id}", RIGHT_PUBLIC, SCOPE_NONE, apply_file_get, .media = "application/octet-stream",
	  .asks = &easy_asked_rec },
	PUBLIC_POST(BID "/files/{id}/remove", apply_file_remove_post, apply_seen_rec),
	{ 0 },
};
static const struct sql *const statements[] = { forward_round_sql, forward_bid_sql,       forward_draft_sql,
	                                        forward_link_sql,  forward_list_sql,      forward_decide_sql,
	                                        forward_proof_sql, forward_mail_sql,      forward_lost_sql,
	                                        forward_fill_sql,  forward_indicator_sql, NULL };
static const struct page *const pages[] = { &page_forward_list,
	                                    &page_forward_rounds,
	                                    &page_forward_round,
	                                    &page_forward_quota,
	                                    &page_payments,
	                                    &page_forward_bid,
	                                    &page_forward_propose,
	                                    &page_forward_check,
	                                    &page_apply,
	                                    &page_apply_bid,
	                                    &page_apply_part,
	                                    &page_apply_blocks,
	                                    &page_apply_line,
	                                    &page_apply_check,
	                                    &page_apply_proof,
	                                    &page_apply_lost,
	                                    NULL };
static const struct tab tabs[] = { { "forwarding", "forward.tab", RIGHT_FORWARD_READ, 18, NULL }, { 0 } };
static const struct job_kind jobs[] = {
	{ .name = "forward.mail", .run = forward_mail_job_run },
	{ .name = "forward.lost", .run = lost_links_job_run },
	{ .name = "forward.daily", .run = forward_daily_job_run, .daily_at = 6 * 60 + 20 },
	{ 0 }
};

const struct feature forwarding_feature = { .name = "forwarding",
	                                    .routes = routes,
	                                    .statements = statements,
	                                    .pages = pages,
	                                    .tabs = tabs,
	                                    .jobs = jobs,
	                                    .settings = forward_settings,
	                                    .indicators = forward_indicators,
	                                    .offers = forward_offers,
	                                    .spending = forward_spending,
	                                    .today = forward_today,
	                                    .demo = forward_demo };
