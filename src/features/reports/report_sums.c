/* report_sums.c -- what the Land reads: figures of months and cells of years, as far as they are public. Written when a
 * version is released. */

#include "base/arena.h"
#include "features/reports/report_model.h"

static const struct field point_fields[] = {
	FIELD(struct report_point, centre_id, KIND_INT),
	FIELD(struct report_point, month, KIND_TEXT),
	FIELD(struct report_point, value, KIND_INT, .maybe = true),
};
static const struct record point_rec = RECORD("report_point", struct report_point, point_fields);
static const struct field total_fields[] = {
	FIELD(struct report_total, code, KIND_TEXT),
	FIELD(struct report_total, label, KIND_TEXT),
	FIELD(struct report_total, value, KIND_INT),
	FIELD(struct report_total, masked, KIND_INT),
};
static const struct record total_rec = RECORD("report_total", struct report_total, total_fields);

enum { FORGET, FIGURE, SUM, POINTS, TOTALS };
const struct sql report_sums_sql[] = {
	[FORGET] = { "DELETE FROM report_figure WHERE centre_id = $1 AND month = $2", "is" },
	[FIGURE] = { "INSERT INTO report_figure (centre_id, month, indicator, value) VALUES ($1, $2, $3, $4)", "issi" },
	[SUM] = { "INSERT INTO report_sum (centre_id, year, indicator, dimension, code, label, value, masked)"
	          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (indicator, dimension, year, centre_id, code)"
	          " DO UPDATE SET label = excluded.label, value = report_sum.value + excluded.value,"
	          " masked = report_sum.masked + excluded.masked",
	          "iissssii" },
	/* tenant: all, public figures of their released reports */
	[POINTS] = { "SELECT centre_id, month, value FROM report_figure WHERE indicator = $1 AND month >= $2"
	             " AND month <= $3 ORDER BY month, centre_id LIMIT 20000",
	             "sss" },
	/* tenant: all, likewise. The label of the KI that stands last: a cell is called the same everywhere. */
	[TOTALS] = { "SELECT code, MAX(label) AS label, CAST(SUM(value) AS BIGINT) AS value, CAST(SUM(masked) AS "
	             "BIGINT)"
	             " AS masked FROM report_sum WHERE indicator = $1 AND dimension = $2 AND year = $3 GROUP BY code"
	             " HAVING SUM(value) <> 0 OR SUM(masked) <> 0 ORDER BY SUM(value) DESC, code LIMIT 1000",
	             "ssi" },
	{ 0 },
};

/* sign: 1 puts the cells of a version in, -1 takes them out again. */
static void add_cells(struct cx *cx, struct db_many *m, int64_t centre_id, const struct report_content *c,
                      const struct report_figure *f, int64_t sign)
{
	int64_t year = 0;
	ASSERT(str_to_int(str_part(c->month, 0, 4), &year));
	LIST_EACH (const struct report_split, s, &f->splits)
		LIST_EACH (const struct report_cell, cell, &s->cells)
			db_many_add(cx, m,
			            V(centre_id, year, f->code, s->dimension, cell->code, cell->label,
			              cell->value.has ? sign * cell->value.v : 0, cell->value.has ? 0 : sign));
}

err report_sums_in_tx(struct cx *cx, int64_t centre_id, const struct report_content *before,
                      const struct report_content *after)
{
	struct db_many figures = { .sql = &report_sums_sql[FIGURE] }, sums = { .sql = &report_sums_sql[SUM] };
	struct report_content now = report_public(cx->mem, after);
	if (before) {
		struct report_content was = report_public(cx->mem, before);
		TRY(db_exec(cx, &report_sums_sql[FORGET], NULL, V(centre_id, after->month)));
		LIST_EACH (const struct report_figure, f, &was.figures)
			add_cells(cx, &sums, centre_id, &was, f, -1);
	}
	LIST_EACH (const struct report_figure, f, &now.figures) {
		db_many_add(cx, &figures, V(centre_id, after->month, f->code, f->value));
		add_cells(cx, &sums, centre_id, &now, f, 1);
	}
	if (figures.rows)
		TRY(db_many_run(cx, &figures, NULL));
	return sums.rows ? db_many_run(cx, &sums, NULL) : OK;
}

err report_points(struct cx *cx, str indicator, str from, str to, struct list *ret)
{
	return db_list(cx, &report_sums_sql[POINTS], &point_rec, ret, V(indicator, from, to));
}

err report_totals(struct cx *cx, str indicator, str dimension, int64_t year, struct list *ret)
{
	return db_list(cx, &report_sums_sql[TOTALS], &total_rec, ret, V(indicator, dimension, year));
}
