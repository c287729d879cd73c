/* report_pages.h -- what the pages of reports share, and what reports_feature.c puts into the routes. */
#ifndef FEATURES_REPORTS_REPORT_PAGES_H
#define FEATURES_REPORTS_REPORT_PAGES_H
#include "core/centre_frame.h"
#include "core/indicator.h"
#include "features/reports/report_model.h"

enum { REPORT_FIRST_YEAR = 2012 };

/* The month of the path. E_NOTFOUND reports.no_month: none, before 2012, or not begun yet. */
err report_month_asked(struct cx *cx, const struct request *rq, day *ret_first) MUST;
/* /centres/coesfeld/reports/2026-10/draft; tail "": the released page. month absent: the list. */
str report_path(struct cx *cx, const struct request *rq, str month, const char *tail);
/* Frame of a page under the list of months. */
err report_frame(struct cx *cx, const struct request *rq, const char *title_key, str month_name,
                 struct centre_frame *ret) MUST;
/* The reader is one of the KI: sees figures as they are. Others see what masking leaves. */
bool report_of_own(const struct cx *cx, const struct request *rq);
/* A released version as this reader may see it. */
err report_content_for(struct cx *cx, const struct request *rq, const struct report *r,
                       struct report_content *ret) MUST;
const char *report_tone(str state); /* of app-state: good warn bad open */
/* Where the records behind a figure are: by and code absent: all of it. */
str report_records_path(struct cx *cx, const struct request *rq, str indicator, str by, str code, day from, day to);
/* Pictures: a line over the months; bars of the cells. "" if nothing is there. */
str report_months_chart(struct arena *a, const struct report_figure *f, str title);
str report_cells_chart(struct arena *a, const struct report_figure *f, const struct report_split *s);
str report_anchor(struct arena *a, str code, str part); /* an id on the page */

extern const struct page page_reports, page_report_draft, page_report_check, page_report, page_figure_rows;
extern const struct record reports_asked_rec, figure_rows_asked_rec, report_file_asked_rec, report_template_asked_rec,
        report_either_rec;

err reports_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_draft_page_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_comment_post(struct cx *cx, const struct request *rq, struct res *rs);
err report_check_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_release_post(struct cx *cx, const struct request *rq, struct res *rs);
err report_page_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_version_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_pdf_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_template_get(struct cx *cx, const struct request *rq, struct res *rs);
err report_json_get(struct cx *cx, const struct request *rq, struct res *rs);
err figure_rows_get(struct cx *cx, const struct request *rq, struct res *rs);

/* From the frozen text alone (report_files.c): always as those outside the KI see it. */
err report_pdf(struct cx *cx, const struct report_content *c, str *ret) MUST;
err report_xlsx(struct cx *cx, const struct report_content *c, str *ret) MUST;
/* Of a value in its unit: persons, hours, euro, posts. */
struct maybe report_thousandths(str unit, struct maybe v);

/* The same in the workbook of an authority that holds on a day, of the KI or of the Land (report_sheet.c). */
extern const struct sheet_purpose *const report_sheets[];
err report_sheet_there(struct cx *cx, int64_t centre_id, day on, bool *ret, bool *ret_own) MUST;
err report_sheet(struct cx *cx, int64_t centre_id, const struct report_content *c, day on, str *ret) MUST;
err report_sheet_demo(struct cx *cx) MUST;
err report_sheet_demo_own(struct cx *cx, int64_t centre_id) MUST;
#endif
