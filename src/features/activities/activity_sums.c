/* activity_sums.c -- prepared sums of each month and year, by each dimension: one statement when one activity is
 * recorded, one when many are counted again. */
#include <inttypes.h>

#include "features/activities/activity_model.h"

#define NO_PLACE "'none'"
/* A row of VALUES: dimension, code; month and year. */
#define BOTH(dimension, code)                                                                                          \
	"($1, '" dimension "', $2, " code ", $4, $5, $6), ($1, '" dimension "', $3, " code ", $4, $5, $6)"
#define ADD_ALL BOTH("", "''")
#define ADD_KIND BOTH("kind", "$7")
#define ADD_FIELD BOTH("field", "$8")
#define ADD_STAGE BOTH("stage", "$9")
#define ADD_RECIPIENT BOTH("recipient", "$10")
#define ADD_TARGET BOTH("target", "$11")
#define ADD_MAIN_FIELD BOTH("main_field", "$12")
#define ADD_MUNICIPALITY BOTH("municipality", "$13")
#define ADD_TO                                                                                                         \
	" ON CONFLICT (centre_id, dimension, period, code) DO UPDATE SET"                                              \
	" activities = activity_sum.activities + excluded.activities,"                                                 \
	" participants = activity_sum.participants + excluded.participants, minutes = activity_sum.minutes + "         \
	"excluded.minutes"
#define SUM_COLUMNS "centre_id, dimension, period, code, activities, participants, minutes"
/* Months [$1, $2] counted from the activities, by one dimension. */
#define COUNTED(dimension, code)                                                                                       \
	"SELECT c.id AS centre_id, '" dimension "' AS dimension, substr(a.day, 1, 7) AS period, " code " AS code,"     \
	" COUNT(*) AS activities, SUM(COALESCE(a.participants, 0)) AS participants,"                                   \
	" SUM(COALESCE(a.minutes, 0)) AS minutes FROM centre c JOIN activity a ON a.centre_id = c.id"                  \
	" AND a.day BETWEEN $1 AND $2 GROUP BY 1, 3, 4"
#define COUNTED_ALL COUNTED("", "''")
#define COUNTED_KIND " UNION ALL " COUNTED("kind", "a.kind")
#define COUNTED_FIELD " UNION ALL " COUNTED("field", "a.field")
#define COUNTED_STAGE " UNION ALL " COUNTED("stage", "a.stage")
#define COUNTED_RECIPIENT " UNION ALL " COUNTED("recipient", "a.recipient")
#define COUNTED_TARGET " UNION ALL " COUNTED("target", "a.target")
#define COUNTED_MAIN_FIELD " UNION ALL " COUNTED("main_field", "a.main_field")
#define COUNTED_MUNICIPALITY " UNION ALL " COUNTED("municipality", "COALESCE(a.ags8, " NO_PLACE ")")
#define ALL_COUNTED                                                                                                    \
	COUNTED_ALL COUNTED_KIND COUNTED_FIELD COUNTED_STAGE COUNTED_RECIPIENT COUNTED_TARGET COUNTED_MAIN_FIELD       \
	        COUNTED_MUNICIPALITY
#define TAKEN_AWAY "SELECT centre_id, dimension, period, code, -activities, -participants, -minutes FROM activity_sum"
/* Cells of which the counted and the stored part do not cancel out. */
#define DIFFERENT(parts)                                                                                               \
	"SELECT d.centre_id, d.dimension, d.period, d.code FROM (" parts ") d GROUP BY 1, 2, 3, 4"                     \
	" HAVING SUM(d.activities) <> 0 OR SUM(d.participants) <> 0 OR SUM(d.minutes) <> 0"

#define STORED_MONTHS                                                                                                  \
	" UNION ALL " TAKEN_AWAY " WHERE length(period) = 7 AND period BETWEEN substr($1, 1, 7) AND substr($2, 1, 7)"
#define MONTHS_AS_YEARS                                                                                                \
	"SELECT centre_id, dimension, substr(period, 1, 4) AS period, code, activities, participants, minutes FROM "   \
	"activity_sum WHERE length(period) = 7"
#define STORED_YEARS " UNION ALL " TAKEN_AWAY " WHERE length(period) = 4"
#define WRONG_MONTHS DIFFERENT(ALL_COUNTED STORED_MONTHS)
#define WRONG_YEARS DIFFERENT(MONTHS_AS_YEARS STORED_YEARS)

enum { ADD, COUNT_MONTHS, COUNT_YEARS, WRONG };
/* tenant: all, where sums are counted again */
const struct sql activity_sum_sql[] = {
	[ADD] = { "INSERT INTO activity_sum (" SUM_COLUMNS ") VALUES " ADD_ALL ", " ADD_KIND ", " ADD_FIELD
	          ", " ADD_STAGE ", " ADD_RECIPIENT ", " ADD_TARGET ", " ADD_MAIN_FIELD ", " ADD_MUNICIPALITY ADD_TO,
	          "issiiisssssss" },
	[COUNT_MONTHS] = { "INSERT INTO activity_sum (" SUM_COLUMNS ") " ALL_COUNTED, "dd" },
	[COUNT_YEARS] = { "INSERT INTO activity_sum (" SUM_COLUMNS
	                  ") SELECT centre_id, dimension, substr(period, 1, 4), code,"
	                  " SUM(activities), SUM(participants), SUM(minutes) FROM activity_sum WHERE "
	                  "length(period) = 7"
	                  " AND period BETWEEN substr($1, 1, 7) AND substr($2, 1, 7) GROUP BY 1, 2, 3, "
	                  "4" ADD_TO,
	                  "ss" },
	[WRONG] = { "SELECT c.name, c.slug, COUNT(*) AS cells FROM (" WRONG_MONTHS " UNION ALL " WRONG_YEARS
	            ") w JOIN centre c ON c.id = w.centre_id GROUP BY c.id, c.name, c.slug ORDER BY c.name LIMIT 100",
	            "dd" },
	{ 0 },
};

static const struct field wrong_fields[] = {
	FIELD(struct activity_sums_wrong, name, KIND_TEXT),
	FIELD(struct activity_sums_wrong, slug, KIND_TEXT),
	FIELD(struct activity_sums_wrong, cells, KIND_INT),
};
static const struct record wrong_rec = RECORD("activity_sums_wrong", struct activity_sums_wrong, wrong_fields);

static void add_step(struct cx *cx, struct db_many *steps, int64_t centre_id, const struct activity *a, int n)
{
	str iso = day_iso(cx->mem, a->day);
	int64_t participants = a->participants.has ? a->participants.v : 0, minutes = a->minutes.has ? a->minutes.v : 0;
	db_many_add(cx, steps,
	            V(centre_id, str_part(iso, 0, 7), str_part(iso, 0, 4), n, n * participants, n * minutes,
	              a->code[PART_KIND], a->code[PART_FIELD], a->code[PART_STAGE], a->code[PART_RECIPIENT],
	              a->code[PART_TARGET], a->code[PART_MAIN_FIELD], a->ags8.p ? a->ags8 : S("none")));
}

err activity_sum_in_tx(struct cx *cx, int64_t centre_id, const struct activity *a, int n)
{
	struct db_many step = { .sql = &activity_sum_sql[ADD] };
	add_step(cx, &step, centre_id, a, n);
	return db_many_run(cx, &step, NULL);
}

err activity_sums_add_in_tx(struct cx *cx, int64_t centre_id, const struct list *rows)
{
	struct db_many steps = { .sql = &activity_sum_sql[ADD] };
	LIST_EACH (const struct activity, a, rows)
		add_step(cx, &steps, centre_id, a, 1);
	return db_many_run(cx, &steps, NULL);
}

err activity_sums_in_tx(struct cx *cx, day from, day to)
{
	ASSERT(db_in_tx(cx));
	TRY(db_exec(cx, &activity_sum_sql[COUNT_MONTHS], NULL, V(from, to)));
	return db_exec(cx, &activity_sum_sql[COUNT_YEARS], NULL, V(day_iso(cx->mem, from), day_iso(cx->mem, to)));
}

err activity_sums_verify(struct cx *cx, day from, day to, struct list *ret)
{
	*ret = (struct list){ 0 };
	return db_list(cx, &activity_sum_sql[WRONG], &wrong_rec, ret, V(from, to));
}
