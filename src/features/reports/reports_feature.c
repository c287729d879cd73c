/* reports_feature.c -- what reports hand up. */
#include "features/reports/report_evaluation.h"
#include "features/reports/report_land.h"
#include "features/reports/report_pages.h"
#include "features/reports/reports.h"
#include "features/reports/reports_demo.h"

#define REPORTS "/centres/{slug}/reports"
#define MONTH REPORTS "/{code}"
#define PAGE(path, right, get, page, ...)                                                                              \
	{                                                                                                              \
		GET, path, right, SCOPE_OWN, get, .shows = &page, __VA_ARGS__                                          \
	}
#define REPORT_FILE(tail, get, type)                                                                                   \
	{                                                                                                              \
		GET, MONTH tail, RIGHT_REPORT_READ, SCOPE_OWN, get, .media = type, .asks = &report_file_asked_rec      \
	}

#define LAND(path, get, page)                                                                                          \
	{                                                                                                              \
		GET, path, RIGHT_REPORT_LAND, SCOPE_NONE, get, .shows = &page_##page, .asks = &page##_asked_rec        \
	}

static const struct route routes[] = {
	PAGE(REPORTS, RIGHT_REPORT_READ, reports_get, page_reports, .asks = &reports_asked_rec),
	PAGE(MONTH, RIGHT_REPORT_READ, report_page_get, page_report, .asks = NULL),
	PAGE(MONTH "/versions/{id}", RIGHT_REPORT_READ, report_version_get, page_report, .asks = NULL),
	REPORT_FILE("/report.pdf", report_pdf_get, MEDIA_PDF),
	REPORT_FILE("/report.xlsx", report_xlsx_get, MEDIA_XLSX),
	{ GET, MONTH "/template.xlsx", RIGHT_REPORT_READ, SCOPE_OWN, report_template_get, .media = MEDIA_XLSX,
	  .asks = &report_template_asked_rec },
	REPORT_FILE("/report.json", report_json_get, MEDIA_JSON),
	PAGE(MONTH "/draft", RIGHT_REPORT_PREPARE, report_draft_page_get, page_report_draft, .versioned = "draft"),
	{ POST, MONTH "/comment", RIGHT_REPORT_PREPARE, SCOPE_OWN, report_comment_post, .takes = &report_comment_rec },
	PAGE(MONTH "/check", RIGHT_REPORT_RELEASE, report_check_get, page_report_check, .asks = NULL),
	{ POST, MONTH "/versions/{id}", RIGHT_REPORT_RELEASE, SCOPE_OWN, report_release_post,
	  .takes = &report_either_rec },
	PAGE("/centres/{slug}/figures", RIGHT_REPORT_PREPARE, figure_rows_get, page_figure_rows,
	     .asks = &figure_rows_asked_rec),
	LAND("/land/reports", land_reports_get, land_reports),
	LAND("/land/figures", land_figures_get, land_figures),
	LAND("/land/comparison", land_comparison_get, land_comparison),
	{ GET, "/land/figures.csv", RIGHT_REPORT_LAND, SCOPE_NONE, land_figures_csv_get, .media = MEDIA_CSV,
	  .asks = &land_figures_asked_rec },
	{ GET, "/land/figures.xlsx", RIGHT_REPORT_LAND, SCOPE_NONE, land_figures_xlsx_get, .media = MEDIA_XLSX,
	  .asks = &land_figures_asked_rec },
	{ 0 },
};
static const struct sql *const statements[] = {
	report_sql, report_sums_sql, report_remind_sql, reports_demo_sql, report_evaluation_sql, NULL,
};
static const struct page *const pages[] = {
	&page_reports,      &page_report,          &page_report_draft,
	&page_report_check, &page_figure_rows,     &page_land_reports,
	&page_land_figures, &page_land_comparison, NULL,
};
static const struct tab tabs[] = { { "reports", "reports.tab", RIGHT_REPORT_READ, 16, NULL }, { 0 } };

static const struct navigation navigation[] = {
	{ "reports.nav_land", "/land/reports", RIGHT_REPORT_LAND },
	{ "reports.nav_figures", "/land/figures", RIGHT_REPORT_LAND },
	{ 0 },
};
static const struct job_kind jobs[] = { REPORT_REMIND_JOB, { 0 } };

const struct feature reports_feature = {
	.name = "reports",
	.routes = routes,
	.statements = statements,
	.pages = pages,
	.settings = report_settings,
	.sheets = report_sheets,
	.evaluation = report_evaluation,
	.tabs = tabs,
	.navigation = navigation,
	.jobs = jobs,
	.today = report_today,
	.duties = report_duties,
	.figures = report_watched,
	.check = report_check,
	.demo = reports_demo,
};
