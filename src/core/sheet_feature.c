/* sheet_feature.c -- what workbooks of authorities hand up (P-FUN-3). */
#include "core/sheet_pages.h"

#define LAND(method, tail, handle, ...)                                                                                \
	{                                                                                                              \
		method, "/land/sheets" tail, RIGHT_LAND_SETTING, SCOPE_NONE, handle, __VA_ARGS__                       \
	}
#define OWN(method, tail, handle, ...)                                                                                 \
	{                                                                                                              \
		method, "/centres/{slug}/sheets" tail, RIGHT_CENTRE_DECIDE, SCOPE_OWN, handle, __VA_ARGS__             \
	}
#define ONE "/{code}"
#define FORM .shows = &page_sheet_form
#define XLSX .media = MEDIA_XLSX, .asks = &sheet_asked_rec
#define FILES .takes = &sheet_file_rec, .upload = SHEET_MOST_BYTES

static const struct route routes[] = {
	LAND(GET, "", sheets_get, .shows = &page_sheets),
	LAND(GET, ONE, sheet_get, .shows = &page_sheet, .versioned = "newest"),
	LAND(GET, ONE "/template.xlsx", sheet_template_xlsx_get, XLSX),
	LAND(GET, ONE "/test.xlsx", sheet_test_xlsx_get, XLSX),
	LAND(GET, ONE "/file", sheet_file_get, FORM),
	LAND(POST, ONE "/file", sheet_file_post, FILES),
	LAND(GET, ONE "/mapping", sheet_mapping_get, FORM),
	LAND(POST, ONE "/mapping", sheet_mapping_post, .takes = &sheet_mapping_rec),
	LAND(GET, ONE "/stop", sheet_stop_get, FORM),
	LAND(POST, ONE "/stop", sheet_stop_post, .takes = &sheet_stop_rec),
	OWN(GET, "", sheets_get, .shows = &page_sheets),
	OWN(GET, ONE, sheet_get, .shows = &page_sheet, .versioned = "newest"),
	OWN(GET, ONE "/template.xlsx", sheet_template_xlsx_get, XLSX),
	OWN(GET, ONE "/test.xlsx", sheet_test_xlsx_get, XLSX),
	OWN(GET, ONE "/file", sheet_file_get, FORM),
	OWN(POST, ONE "/file", sheet_file_post, FILES),
	OWN(GET, ONE "/mapping", sheet_mapping_get, FORM),
	OWN(POST, ONE "/mapping", sheet_mapping_post, .takes = &sheet_mapping_rec),
	OWN(GET, ONE "/stop", sheet_stop_get, FORM),
	OWN(POST, ONE "/stop", sheet_stop_post, .takes = &sheet_stop_rec),
	{ 0 },
};
static const struct sql *const statements[] = { sheet_template_sql, NULL };
static const struct page *const pages[] = { &page_sheets, &page_sheet, &page_sheet_form, NULL };
static const struct navigation navigation[] = { { "sheets.nav", "/land/sheets", RIGHT_LAND_SETTING }, { 0 } };

const struct feature sheet_feature = {
	.name = "sheets", .routes = routes, .statements = statements, .pages = pages, .navigation = navigation
};
