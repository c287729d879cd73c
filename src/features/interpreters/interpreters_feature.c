/* interpreters_feature.c -- what the pool hands up. */
#include "features/interpreters/tariff_pages.h"
#include "features/interpreters/interpreters.h"

#include "core/check.h"
#include "core/words.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/booking_list.h"
#include "features/interpreters/booking_offer.h"
#include "features/interpreters/booking_paper.h"
#include "features/interpreters/booking_times.h"
#include "features/interpreters/desk_pages.h"
#include "features/interpreters/figures.h"
#include "features/interpreters/figures_pages.h"
#include "features/interpreters/link_pages.h"
#include "features/interpreters/pool_bench.h"
#include "features/interpreters/pool_chase.h"
#include "features/interpreters/pool_demo.h"
#include "features/interpreters/pool_demo_parts.h"
#include "features/interpreters/pool_evaluation.h"
#include "features/interpreters/pool_indicators.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_load.h"
#include "features/interpreters/pool_mail.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/pool_people_routes.h"
#include "features/interpreters/pool_settings.h"
#include "features/interpreters/pool_week_load.h"
#include "features/interpreters/postcode.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/pot_pages.h"
#include "features/interpreters/request_pages.h"
#include "features/interpreters/settlement_routes.h"
#include "features/interpreters/tariff_cards.h"

/* What a link in a mail opens: a page, and what it sends. */
#define BY_LINK(path, name, record)                                                                                    \
	{ GET, "/interpreters/" path "/{code}", RIGHT_PUBLIC, SCOPE_NONE, name##_get, .shows = &page_link },           \
	{                                                                                                              \
		POST, "/interpreters/" path "/{code}", RIGHT_PUBLIC, SCOPE_NONE, name##_post, .takes = &record,        \
		                                                                              .shows = &page_link      \
	}

#define DESK "/centres/{slug}/interpreters"
#define DESK_READ(path, get, page, ...)                                                                                \
	{                                                                                                              \
		GET, path, RIGHT_POOL_READ, SCOPE_OWN, get, .shows = &page, __VA_ARGS__                                \
	}
#define DESK_PDF(path, get, ...)                                                                                       \
	{                                                                                                              \
		GET, path, RIGHT_POOL_READ, SCOPE_OWN, get, .media = MEDIA_PDF, __VA_ARGS__                            \
	}
#define DESK_FORM(path, name, record)                                                                                  \
	{ GET, path, RIGHT_POOL_RECORD, SCOPE_OWN, name##_get, .shows = &page_section_form },                          \
	{                                                                                                              \
		POST, path, RIGHT_POOL_RECORD, SCOPE_OWN, name##_post, .takes = &record                                \
	}

static const struct route routes[] = {
	/* tariff cards */
	{ GET, "/centres/{slug}/interpreters/tariffs", RIGHT_POOL_READ, SCOPE_OWN, tariffs_get,
	  .shows = &page_tariffs },
	{ GET, "/centres/{slug}/interpreters/tariffs/new", RIGHT_POOL_DECIDE, SCOPE_OWN, tariff_new_get,
	  .shows = &page_tariff_form, .asks = &tariff_new_asked_rec },
	{ POST, "/centres/{slug}/interpreters/tariffs/new", RIGHT_POOL_DECIDE, SCOPE_OWN, tariff_new_post,
	  .takes = &tariff_rec, .asks = &tariff_new_asked_rec },
	{ GET, "/centres/{slug}/interpreters/tariffs/try", RIGHT_POOL_READ, SCOPE_OWN, tariff_try_get,
	  .shows = &page_tariff_try, .asks = &tariff_try_asked_rec },
	{ GET, "/centres/{slug}/interpreters/tariffs/{id}", RIGHT_POOL_READ, SCOPE_OWN, tariff_get,
	  .shows = &page_tariff },
	/* the desk */
	DESK_READ(DESK, pool_board_get, page_pool_board, .asks = NULL),
	DESK_READ(DESK "/week", week_get, page_pool_week, .asks = &day_asked_rec),
	{ POST, DESK "/week", RIGHT_POOL_RECORD, SCOPE_OWN, week_post, .takes = &week_ask_rec,
	  .shows = &page_pool_week },
	DESK_READ(DESK "/bookings", bookings_get, page_bookings, .asks = &bookings_asked_rec),
	DESK_READ(DESK "/bookings/{id}", booking_get, page_booking, .versioned = "booking"),
	{ POST, DESK "/bookings/{id}/ask", RIGHT_POOL_RECORD, SCOPE_OWN, booking_ask_post, .takes = &desk_ask_rec },
	DESK_FORM(DESK "/bookings/{id}/place", booking_place, booking_place_rec),
	DESK_FORM(DESK "/bookings/{id}/return", booking_return, booking_return_rec),
	DESK_FORM(DESK "/bookings/{id}/sheet", booking_sheet, booking_sheet_rec),
	DESK_FORM(DESK "/bookings/{id}/close", booking_close, booking_close_rec),
	DESK_FORM(DESK "/bookings/{id}/note", booking_note, booking_note_rec),
	DESK_PDF(DESK "/day.pdf", desk_day_pdf_get, .asks = &day_asked_rec),
	DESK_PDF(DESK "/sheets.pdf", desk_sheets_pdf_get, .asks = &day_asked_rec),
	DESK_PDF(DESK "/bookings/{id}/sheet.pdf", booking_sheet_pdf_get, .asks = NULL),
	/* pots */
	{ GET, "/centres/{slug}/interpreters/pots", RIGHT_POOL_READ, SCOPE_OWN, pots_get, .shows = &page_pots,
	  .asks = &pot_year_asked_rec },
	{ GET, "/centres/{slug}/interpreters/pots/new", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_new_get,
	  .shows = &page_section_form },
	{ POST, "/centres/{slug}/interpreters/pots/new", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_new_post,
	  .takes = &pot_new_rec },
	{ GET, "/centres/{slug}/interpreters/pots/{id}", RIGHT_POOL_READ, SCOPE_OWN, pot_get, .shows = &page_pot,
	  .versioned = "pot" },
	{ GET, "/centres/{slug}/interpreters/pots/{id}/edit", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_edit_get,
	  .shows = &page_section_form },
	{ POST, "/centres/{slug}/interpreters/pots/{id}/edit", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_edit_post,
	  .takes = &pot_change_rec },
	{ GET, "/centres/{slug}/interpreters/pots/{id}/terms", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_terms_get,
	  .shows = &page_section_form },
	{ POST, "/centres/{slug}/interpreters/pots/{id}/terms", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_terms_post,
	  .takes = &pot_terms_new_rec },
	{ GET, "/centres/{slug}/interpreters/pots/{id}/year", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_year_get,
	  .shows = &page_section_form, .asks = &pot_year_asked_rec },
	{ POST, "/centres/{slug}/interpreters/pots/{id}/year", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_year_post,
	  .takes = &pot_year_set_rec, .asks = &pot_year_asked_rec },
	/* what links in mails open */
	BY_LINK("answer", answer, answer_rec),
	BY_LINK("times", times, times_rec),
	BY_LINK("sign", sign, sign_rec),
	{ GET, "/interpreters/me/{code}", RIGHT_PUBLIC, SCOPE_NONE, person_get, .shows = &page_link },
	{ POST, "/interpreters/me/{code}", RIGHT_PUBLIC, SCOPE_NONE, person_post, .takes = NULL, .shows = &page_link },
	{ GET, "/interpreters/calendar/{code}", RIGHT_PUBLIC, SCOPE_NONE, calendar_get, .media = MEDIA_CALENDAR },
	/* people */
	POOL_PEOPLE_ROUTES,
	/* requests of institutions */
	{ GET, "/interpreters/request", RIGHT_PUBLIC, SCOPE_NONE, request_place_get, .shows = &page_request_place,
	  .asks = &request_place_asked_rec },
	{ GET, "/centres/{slug}/interpreters/request", RIGHT_PUBLIC, SCOPE_ANY, request_get, .shows = &page_request,
	  .asks = &request_asked_rec },
	{ POST, "/centres/{slug}/interpreters/request", RIGHT_PUBLIC, SCOPE_ANY, request_post,
	  .shows = &page_request_check, .takes = &request_form_rec, .asks = &request_asked_rec },
	{ GET, "/centres/{slug}/interpreters/requests", RIGHT_PUBLIC, SCOPE_ANY, mine_get, .shows = &page_mine },
	{ POST, "/centres/{slug}/interpreters/requests", RIGHT_PUBLIC, SCOPE_ANY, mine_post, .shows = &page_mine,
	  .takes = &mine_rec },
	{ GET, "/interpreters/requests/{code}", RIGHT_PUBLIC, SCOPE_NONE, own_request_get, .shows = &page_own_request,
	  .asks = &own_asked_rec },
	{ GET, "/interpreters/requests/{code}/cancel", RIGHT_PUBLIC, SCOPE_NONE, own_cancel_get,
	  .shows = &page_own_form },
	{ POST, "/interpreters/requests/{code}/cancel", RIGHT_PUBLIC, SCOPE_NONE, own_cancel_post,
	  .takes = &own_cancel_rec },
	{ GET, "/interpreters/requests/{code}/move", RIGHT_PUBLIC, SCOPE_NONE, own_move_get, .shows = &page_own_form },
	{ POST, "/interpreters/requests/{code}/move", RIGHT_PUBLIC, SCOPE_NONE, own_move_post, .takes = &own_move_rec },
	{ GET, "/interpreters/requests/{code}/feedback", RIGHT_PUBLIC, SCOPE_NONE, own_feedback_get,
	  .shows = &page_own_form },
	{ POST, "/interpreters/requests/{code}/feedback", RIGHT_PUBLIC, SCOPE_NONE, own_feedback_post,
	  .takes = &own_feedback_rec },
	/* settlement */
	SETTLEMENT_ROUTES,
	/* figures */
	FIGURES_ROUTES,
	{ 0 },
};
/* One in a line, so that two who add one each do not get into each other's way. */
/* clang-format off */
static const struct sql *const statements[] = {
	booking_list_sql,
	booking_offer_sql,
	booking_paper_sql,
	booking_request_sql,
	booking_sql,
	booking_times_sql,
	pool_bench_copy_sql,
	pool_bench_sql,
	pool_demo_sql,
	pool_language_sql,
	pool_link_sql,
	pool_load_sql,
	pool_mail_sql,
	pool_people_sql,
	pool_person_sql,
	pool_week_load_sql,
	postcode_sql,
	pot_sql,
	request_mail_sql,
	figures_sql,
	pool_indicator_sql,
	pool_evaluation_sql,
	pool_chase_sql,
	settlement_draft_sql,
	settlement_list_sql,
	settlement_sql,
	tariff_card_sql,
	NULL,
};
static const struct page *const pages[] = {
	&page_tariffs,
	&page_tariff,
	&page_tariff_form,
	&page_tariff_try,
	&page_booking,
	&page_bookings,
	&page_link,
	&page_mine,
	&page_own_form,
	&page_own_request,
	&page_pool_applicants,
	&page_pool_board,
	&page_pool_expiring,
	&page_pool_load,
	&page_pool_people,
	&page_pool_person,
	&page_pool_week,
	&page_pot,
	&page_pots,
	&page_request,
	&page_request_check,
	&page_request_place,
	&page_figure_records,
	&page_figures,
	&page_settlement,
	&page_settlement_assignment,
	&page_settlement_draft,
	&page_settlement_person,
	&page_settlement_statement,
	&page_settlements,
	NULL,
};
static const struct job_kind jobs[] = {
	MINE_JOB,
	POOL_CHASE_JOB,
	POOL_MAIL_JOB,
	RECEIVED_JOB,
	{ 0 },
};
static const struct navigation navigation[] = {
	{ "request_place.nav", "/interpreters/request", RIGHT_PUBLIC },
	{ 0 },
};
/* clang-format on */

static err today(struct cx *cx, struct list *tasks)
{
	TRY(desk_today(cx, tasks));
	return pool_people_today(cx, tasks);
}

/* Stages of bookings that no longer say what their events say: for `scharnier check`. A slice: the newest. */
static err check(struct cx *cx, struct list *findings)
{
	enum { SLICE = 20000 };
	int64_t bad, last;
	TRY(booking_verify(cx, INT64_MAX, SLICE, &bad, &last));
	if (bad)
		check_add(cx, findings, CHECK_BROKEN, "interpreters", "check.booking_wrong",
		          ARGS({ "id", say_int(cx->words, cx->mem, bad) }));
	else
		check_add(cx, findings, CHECK_GOOD, "interpreters", "check.bookings", NO_ARGS);
	return OK;
}

static const struct tab tabs[] = {
	{ "interpreters", "pool.tab", RIGHT_POOL_READ, 14, NULL },
	{ 0 },
};

const struct feature interpreters_feature = {
	.name = "interpreters",
	.routes = routes,
	.statements = statements,
	.pages = pages,
	.tabs = tabs,
	.spending = pot_spending,
	.today = today,
	.demo = pool_demo,
	.settings = pool_settings_all,
	.jobs = jobs,
	.indicators = pool_indicators,
	.evaluation = pool_evaluation,
	.check = check,
	.navigation = navigation,
};
