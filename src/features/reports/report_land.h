/* report_land.h -- the Land and the duty to report: who has reported a month, who is late, who misses the duty
 * (S-REP-2, S-FUN-5); tasks and figures of the start page, reminders by mail. */
#ifndef FEATURES_REPORTS_REPORT_LAND_H
#define FEATURES_REPORTS_REPORT_LAND_H
#include "core/duty.h"
#include "core/job.h"
#include "features/centres/centres_model.h"
#include "features/reports/report_model.h"

enum { REPORT_OWED_MOST = 13 }; /* months back that are looked at */

/* A KI and a month. */
struct land_line {
	int64_t centre_id, late_months; /* late_months: of the last 13 that were owed */
	str slug, name, short_name, state, tone, path, late_names;
	int64_t hex_column, hex_row;
	day released_on;
	struct maybe number;
};
/* All KI, by name. */
err report_land_lines(struct cx *cx, const struct report_rules *rules, day first, struct list *ret) MUST;

err report_today(struct cx *cx, struct list *tasks) MUST;
/* Hook `duties`: the owed months that are not released although their day is over. */
err report_duties(struct cx *cx, int64_t centre_id, struct list *ret) MUST;
err report_watched(struct cx *cx, struct list *figures) MUST; /* hook `figures` */

/* Every morning: a mail to the heads of a KI REPORT_REMIND_BEFORE days before a month is due, and one on the day after.
 * Nothing for what is released. A row of report_reminder for each keeps it from going twice. */
enum { REPORT_REMIND_BEFORE = 3 };
err report_remind_job_run(struct cx *cx, const struct job *job) MUST;
#define REPORT_REMIND_JOB                                                                                              \
	{                                                                                                              \
		.name = "reports.remind", .run = report_remind_job_run, .daily_at = 6 * 60 + 30                        \
	}
extern const struct sql report_remind_sql[];

extern const struct page page_land_reports, page_land_figures, page_land_comparison;
extern const struct record land_reports_asked_rec, land_figures_asked_rec, land_comparison_asked_rec;
err land_reports_get(struct cx *cx, const struct request *rq, struct res *rs);
err land_figures_get(struct cx *cx, const struct request *rq, struct res *rs);
err land_figures_csv_get(struct cx *cx, const struct request *rq, struct res *rs);
err land_figures_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err land_comparison_get(struct cx *cx, const struct request *rq, struct res *rs);
#endif
