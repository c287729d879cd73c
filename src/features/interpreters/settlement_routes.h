/* settlement_routes.h -- the addresses of the settlement: rows for interpreters_feature.c. */
#ifndef FEATURES_INTERPRETERS_SETTLEMENT_ROUTES_H
#define FEATURES_INTERPRETERS_SETTLEMENT_ROUTES_H
#include "core/route.h"
#include "features/interpreters/pot_pages.h"
#include "features/interpreters/settlement_pages.h"

#define SETTLE_POOL "/centres/{slug}/interpreters"
#define SETTLE SETTLE_POOL "/settlements"
#define SETTLE_READ(path, get, page, ...)                                                                              \
	{                                                                                                              \
		GET, path, RIGHT_POOL_SETTLE, SCOPE_OWN, get, .shows = &page, __VA_ARGS__                              \
	}
#define SETTLE_FILE(path, get, type, ...)                                                                              \
	{                                                                                                              \
		GET, path, RIGHT_POOL_SETTLE, SCOPE_OWN, get, .media = type, __VA_ARGS__                               \
	}

/* clang-format off */
#define SETTLEMENT_ROUTES \
	SETTLE_READ(SETTLE, settlements_get, page_settlements, .asks = &pot_year_asked_rec), \
	SETTLE_READ(SETTLE "/months/{code}", settlement_draft_get, page_settlement_draft, .asks = NULL), \
	{ POST, SETTLE "/months/{code}", RIGHT_POOL_SETTLE, SCOPE_OWN, settlement_draft_post, .takes = NULL }, \
	SETTLE_READ(SETTLE "/{id}", settlement_get, page_settlement, .asks = NULL), \
	SETTLE_FILE(SETTLE "/{id}/handover.csv", settlement_csv_get, MEDIA_CSV, .asks = NULL), \
	SETTLE_FILE(SETTLE "/{id}/handover.xlsx", settlement_xlsx_get, MEDIA_XLSX, .asks = NULL), \
	SETTLE_READ(SETTLE "/{id}/people/{code}", settlement_person_get, page_settlement_person, .asks = NULL), \
	SETTLE_FILE(SETTLE "/{id}/people/{code}/sheet.pdf", settlement_sheet_get, MEDIA_PDF, .asks = NULL), \
	SETTLE_READ(SETTLE "/assignments/{id}", settlement_assignment_get, page_settlement_assignment, .asks = NULL), \
	{ GET, SETTLE "/assignments/{id}/correct", RIGHT_POOL_SETTLE, SCOPE_OWN, settlement_correct_get, \
	  .shows = &page_section_form }, \
	{ POST, SETTLE "/assignments/{id}/correct", RIGHT_POOL_SETTLE, SCOPE_OWN, settlement_correct_post, \
	  .takes = &settlement_correct_rec }, \
	SETTLE_READ(SETTLE_POOL "/people/{id}/statement", settlement_statement_get, page_settlement_statement, \
	            .asks = &pot_year_asked_rec), \
	SETTLE_FILE(SETTLE_POOL "/people/{id}/statement.pdf", settlement_statement_pdf_get, MEDIA_PDF, \
	            .asks = &pot_year_asked_rec)
/* clang-format on */
#endif
