#include "features/activities/activity_bench.h"

#include "core/route.h"
#include "features/activities/activity_demo_parts.h"
#include "features/activities/activity_rows.h"

/* The town of all copies that have one: names differ from KI to KI, their number does not. */
#define A_TOWN "(SELECT MIN(m.ags8) FROM municipality m WHERE m.centre_id = CAST($1 AS BIGINT))"
#define BUT_TOWN "partner, participants, minutes, people, note, said_by, said_at"
enum { OCCUPIED, CENTRES, LAST_ID, COUNT, COPY, COPY_SUMS };
const struct sql activity_bench_sql[] = {
	[OCCUPIED] = { "SELECT count(*) AS n FROM (SELECT id FROM activity LIMIT 1) x", "" },
	/* tenant: all */
	[CENTRES] = { "SELECT id, slug, name, kind FROM centre ORDER BY CASE slug WHEN 'coesfeld' THEN 0 ELSE 1 END, "
	              "id "
	              "LIMIT $1",
	              "i" },
	/* tenant: all */
	[LAST_ID] = { "SELECT COALESCE(max(id), 0) AS n FROM activity", "" },
	[COUNT] = { "SELECT CAST(COALESCE(SUM(activities), 0) AS BIGINT) AS n FROM activity_sum WHERE centre_id = $1"
	            " AND dimension = '' AND length(period) = 4",
	            "i" },
	/* The plus keeps SQLite from reading all rows of the KI by an index that begins with it. */
	[COPY] = { "INSERT INTO activity (centre_id, day, kind, field, stage, recipient, target, main_field, "
	           "ags8, " BUT_TOWN
	           ") SELECT CAST($1 AS BIGINT), day, kind, field, stage, recipient, target, main_field,"
	           " CASE WHEN ags8 IS NULL THEN NULL ELSE " A_TOWN " END, " BUT_TOWN
	           " FROM activity WHERE +centre_id = $2 AND id > $3 AND id <= $4 ORDER BY id",
	           "iiii" },
	[COPY_SUMS] = { "INSERT INTO activity_sum (centre_id, dimension, period, code, activities, participants, "
	                "minutes)"
	                " SELECT CAST($1 AS BIGINT), dimension, period, code, SUM(activities), SUM(participants),"
	                " SUM(minutes) FROM (SELECT dimension, period, activities, participants, minutes,"
	                " CASE WHEN dimension = 'municipality' AND code <> 'none' THEN " A_TOWN " ELSE code END AS code"
	                " FROM activity_sum WHERE centre_id = $2) x GROUP BY dimension, period, code",
	                "ii" },
	{ 0 },
};

struct copying {
	int64_t to, from, after, last;
};

static err copy_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct copying *c = in;
	return db_exec(cx, &activity_bench_sql[COPY], NULL, V(c->to, c->from, c->after, c->last));
}

static err copy_sums_tx(struct cx *cx, const void *in, void *ret UNUSED)
{
	const struct copying *c = in;
	return db_exec(cx, &activity_bench_sql[COPY_SUMS], NULL, V(c->to, c->from));
}

/* The first KI, with its sums, then the others. */
static err one_year(struct cx *cx, const struct list *centres, struct demo_span *span)
{
	struct copying c = { .from = LIST_AT(centres, struct tenant, 0)->id };
	struct arena_mark mark = arena_mark(cx->mem);
	TRY(db_int(cx, &activity_bench_sql[LAST_ID], &c.after, V_NONE));
	TRY(db_tx(cx, "bench activities", activity_demo_span_in_tx, span, NULL, 0));
	TRY(db_int(cx, &activity_bench_sql[LAST_ID], &c.last, V_NONE));
	arena_release(cx->mem, mark);
	for (size_t i = 1; i < centres->n; i++) {
		c.to = LIST_AT(centres, struct tenant, i)->id;
		TRY(db_tx(cx, "bench activities copied", copy_tx, &c, NULL, 0));
	}
	return OK;
}

err activity_bench(struct cx *cx, const struct activity_bench_in *in, struct activity_bench_size *ret)
{
	struct list centres = { 0 };
	int64_t rows;
	*ret = (struct activity_bench_size){ 0 };
	TRY(db_int(cx, &activity_bench_sql[OCCUPIED], &rows, V_NONE));
	ret->occupied = rows > 0;
	if (ret->occupied)
		return OK;
	TRY(db_list(cx, &activity_bench_sql[CENTRES], &activity_demo_centre_rec, &centres, V(in->centres)));
	const struct tenant *first = LIST_AT(&centres, struct tenant, 0);
	struct demo_span span = { .centre = first, .a_year = in->a_year };
	int year, month, dom;
	day_split(cx->today, &year, &month, &dom);
	for (int i = in->years; i > 0; i--) {
		span.from = day_of(year - i, month, 1);
		span.last = i > 1 ? day_add(day_add_months(span.from, 12), -1) : day_add(cx->today, -1);
		TRY(one_year(cx, &centres, &span));
	}
	for (size_t i = 1; i < centres.n; i++) {
		struct copying c = { .from = first->id, .to = LIST_AT(&centres, struct tenant, i)->id };
		TRY(db_tx(cx, "bench sums copied", copy_sums_tx, &c, NULL, 0));
	}
	TRY(db_int(cx, &activity_bench_sql[COUNT], &rows, V(first->id)));
	ret->centres = (int64_t)centres.n;
	ret->activities = rows * ret->centres;
	return OK;
}
