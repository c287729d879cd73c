/* report_evaluation.c -- see report_evaluation.h. Small numbers of persons were masked when the report was released and
 * stay so (masking.h). */
#include "features/reports/report_evaluation.h"

#include "core/indicator.h"
#include "features/reports/report_live.h"

enum { ROWS };
const struct sql report_evaluation_sql[] = {
	[ROWS] = { "SELECT centre_id, month, indicator AS c1, 1 AS records, COALESCE(value, 0) AS number,"
	           " CASE WHEN value IS NULL THEN 1 ELSE 0 END AS masked FROM report_figure WHERE centre_id = $1"
	           " AND month BETWEEN $2 AND $3 LIMIT $4",
	           "issi" },
	{ 0 },
};

static err rows(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	TRY(db_list(cx, &report_evaluation_sql[ROWS], &evaluation_row_rec, ret,
	            V(centre_id, month_iso(cx->mem, from), month_iso(cx->mem, to), (int64_t)EVALUATION_MOST + 1)));
	LIST_EACH (struct evaluation_row, r, ret) {
		const struct indicator *i = indicator_of_code(cx, r->cells[0]);
		r->cells[1] = i ? str_of(report_unit(i)) : S(""); /* "": no longer declared */
	}
	return OK;
}

static const struct evaluation_column columns[] = { { "indicator", EVALUATION_KNOWN, NULL },
	                                            { "unit", EVALUATION_TOLD, "evaluation_unit" },
	                                            { "value", EVALUATION_NUMBER, NULL },
	                                            { 0 } };
static const struct evaluation_table table = {
	.code = "figures", .kind = EVALUATION_FIGURES, .columns = columns, .rows = rows
};
const struct evaluation_table *const report_evaluation[] = { &table, NULL };
