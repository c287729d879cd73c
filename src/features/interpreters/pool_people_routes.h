/* pool_people_routes.h -- the addresses of the people of the pool: rows for interpreters_feature.c. */
#ifndef FEATURES_INTERPRETERS_POOL_PEOPLE_ROUTES_H
#define FEATURES_INTERPRETERS_POOL_PEOPLE_ROUTES_H
#include "core/import.h"
#include "core/route.h"
#include "features/interpreters/pool_people_pages.h"

#define PEOPLE_POOL "/centres/{slug}/interpreters"
#define PEOPLE PEOPLE_POOL "/people"
#define PEOPLE_READ(path, get, page, ...)                                                                              \
	{                                                                                                              \
		GET, path, RIGHT_POOL_READ, SCOPE_OWN, get, .shows = &page, __VA_ARGS__                                \
	}
/* A form on a page of its own, and what it sends; more: what the page reads from the query. */
#define PEOPLE_FORM(path, name, record, ...)                                                                           \
	{ GET, path, RIGHT_POOL_RECORD, SCOPE_OWN, name##_get, .shows = &page_section_form, __VA_ARGS__ },             \
	{                                                                                                              \
		POST, path, RIGHT_POOL_RECORD, SCOPE_OWN, name##_post, .takes = &record, __VA_ARGS__                   \
	}
/* A button that needs nothing but its path. */
#define PEOPLE_BUTTON(path, name)                                                                                      \
	{                                                                                                              \
		POST, path, RIGHT_POOL_RECORD, SCOPE_OWN, name##_post, .takes = NULL                                   \
	}

/* clang-format off */
#define POOL_PEOPLE_ROUTES \
	PEOPLE_READ(PEOPLE, people_get, page_pool_people, .asks = &people_asked_rec), \
	{ GET, PEOPLE ".csv", RIGHT_POOL_READ, SCOPE_OWN, people_csv_get, .media = MEDIA_CSV, \
	  .asks = &people_asked_rec }, \
	{ GET, PEOPLE ".xlsx", RIGHT_POOL_READ, SCOPE_OWN, people_xlsx_get, .media = MEDIA_XLSX, \
	  .asks = &people_asked_rec }, \
	PEOPLE_READ(PEOPLE "/applicants", people_applicants_get, page_pool_applicants, .asks = NULL), \
	PEOPLE_READ(PEOPLE "/expiring", people_expiring_get, page_pool_expiring, .asks = NULL), \
	PEOPLE_READ(PEOPLE "/load", people_load_get, page_pool_load, .asks = NULL), \
	PEOPLE_FORM(PEOPLE "/new", pool_person_new, interpreter_new_rec, .asks = NULL), \
	{ GET, PEOPLE "/import", RIGHT_POOL_RECORD, SCOPE_OWN, pool_import_get, .shows = &page_section_form }, \
	{ POST, PEOPLE "/import", RIGHT_POOL_RECORD, SCOPE_OWN, pool_import_post, .takes = &import_sent_rec, \
	  .upload = UPLOAD_MOST_BYTES }, \
	{ GET, PEOPLE_POOL "/import/{id}", RIGHT_POOL_RECORD, SCOPE_OWN, pool_import_preview_get, \
	  .shows = &page_import_preview }, \
	{ POST, PEOPLE_POOL "/import/{id}", RIGHT_POOL_RECORD, SCOPE_OWN, pool_import_take_post, .takes = NULL }, \
	PEOPLE_READ(PEOPLE "/{id}", pool_person_get, page_pool_person, .versioned = "person"), \
	PEOPLE_FORM(PEOPLE "/{id}/edit", pool_person_edit, interpreter_form_rec, .asks = NULL), \
	PEOPLE_FORM(PEOPLE "/{id}/languages/new", spoken_new, interpreter_language_form_rec, .asks = NULL), \
	PEOPLE_FORM(PEOPLE_POOL "/spoken/{id}/edit", spoken_edit, interpreter_language_form_rec, .asks = NULL), \
	PEOPLE_BUTTON(PEOPLE_POOL "/spoken/{id}/remove", spoken_remove), \
	PEOPLE_FORM(PEOPLE "/{id}/hours", pool_hours, pool_week_form_rec, .asks = NULL), \
	PEOPLE_FORM(PEOPLE "/{id}/exceptions/new", pool_exception_new, interpreter_exception_form_rec, .asks = NULL), \
	PEOPLE_BUTTON(PEOPLE_POOL "/exceptions/{id}/remove", pool_exception_remove), \
	PEOPLE_FORM(PEOPLE "/{id}/steps/{code}", pool_step, pool_step_form_rec, .asks = NULL), \
	PEOPLE_FORM(PEOPLE_POOL "/steps/{id}/withdraw", pool_step_withdraw, pool_step_withdraw_rec, .asks = NULL), \
	PEOPLE_FORM(PEOPLE "/{id}/year", pool_year, interpreter_year_form_rec, .asks = &pool_year_asked_rec)
/* clang-format on */
#endif
