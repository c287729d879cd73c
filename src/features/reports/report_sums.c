/* report_sums.c -- what the Land reads: figures of months and cells of years, as far as they are public. Written when a
 * version is released. */

#include <inttypes.h>

#include "base/arena.h"
#include "core/indicator.h"
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
	/* tenant: all, likewise. A cell is called the same everywhere. $4: of a stock, the average over the months that
	 * the KI has reported. */
	[TOTALS] = { "SELECT s.code, MAX(s.label) AS label, CAST(SUM(CASE WHEN $4 = 1 AND m.n > 0 THEN"
	             " (s.value + m.n / 2) / m.n ELSE s.value END) AS BIGINT) AS value, CAST(SUM(s.masked) AS BIGINT) "
	             "AS"
	             " masked FROM report_sum s JOIN (SELECT f.centre_id, COUNT(f.value) AS n FROM report_figure f "
	             "WHERE"
	             " f.indicator = $1 AND f.month >= $5 AND f.month <= $6 GROUP BY f.centre_id) m ON m.centre_id ="
	             " s.centre_id WHERE s.indicator = $1 AND s.dimension = $2 AND s.year = $3 GROUP BY s.code"
	             " HAVING SUM(s.value) <> 0 OR SUM(s.masked) <> 0 ORDER BY 3 DESC, s.code LIMIT 1000",
	             "ssiiss" },
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

err report_totals(struct cx *cx, const struct indicator *i, str dimension, int64_t year, struct list *ret)
{
	return db_list(cx, &report_sums_sql[TOTALS], &total_rec, ret,
	               V(str_of(i->code), dimension, year, i->stock, str_print(cx->mem, "%" PRId64 "-01", year),
	                 str_print(cx->mem, "%" PRId64 "-12", year)));
}
