/* quality_evaluation.c -- see quality_evaluation.h. Whom k-anonymity counts here is the KI: what a KI said of itself is
 * told only together with others, as on the page of the Land. Evidence, a free text, stays. */
#include "features/quality/quality_evaluation.h"

enum { ROWS };
const struct sql quality_evaluation_sql[] = {
	[ROWS] = { "SELECT a.centre_id, a.centre_id AS person, substr(e.day, 1, 7) AS month, c.area AS c1, c.name AS "
	           "c2,"
	           " w.level AS c3, 1 AS records FROM quality_assessment a JOIN quality_assessment_event e ON"
	           " e.assessment_id = a.id AND e.kind = 'concluded' JOIN quality_answer w ON w.assessment_id = a.id"
	           " JOIN quality_criterion c ON c.id = w.criterion_id WHERE a.centre_id = $1"
	           " AND e.day BETWEEN $2 AND $3 LIMIT $4",
	           "iddi" },
	{ 0 },
};

static err rows(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	return db_list(cx, &quality_evaluation_sql[ROWS], &evaluation_row_rec, ret,
	               V(centre_id, from, to, (int64_t)EVALUATION_MOST + 1));
}

enum { NO_NAME = 1 << 1 };
static const struct evaluation_column columns[] = { { "area", EVALUATION_KNOWN, "quality_area" },
	                                            { "criterion", EVALUATION_KNOWN, NULL },
	                                            { "level", EVALUATION_TOLD, "quality_level" },
	                                            { 0 } };
static const struct evaluation_step ladder[] = {
	{ REGION_DISTRICT, true, 0 },
	{ REGION_LAND, true, 0 },
	{ REGION_LAND, true, NO_NAME },
	{ REGION_LAND, true, EVALUATION_LAST_STEP },
};
static const struct evaluation_table table = { .code = "assessments",
	                                       .kind = EVALUATION_EVENTS,
	                                       .columns = columns,
	                                       .ladder = ladder,
	                                       .steps = sizeof ladder / sizeof *ladder,
	                                       .rows = rows };
const struct evaluation_table *const quality_evaluation[] = { &table, NULL };
