/* staff_evaluation.c -- see staff_evaluation.h. Titles of posts, employers, days, secondments and qualifications stay.
 */
#include "features/staff/staff_evaluation.h"

enum { ROWS };
const struct sql staff_evaluation_sql[] = {
	/* A person stands once, with the kind and funding of the largest share and all shares together. */
	[ROWS] = { "SELECT centre_id, person, 1 AS records, c1, c2, CASE WHEN total < 500 THEN 'f0' WHEN total < 1000 "
	           "THEN"
	           " 'f500' ELSE 'f1000' END AS c3 FROM (SELECT s.centre_id, s.person_id AS person, p.kind AS c1,"
	           " p.funding AS c2, SUM(SUM(s.fte)) OVER (PARTITION BY s.person_id) AS total, ROW_NUMBER() OVER"
	           " (PARTITION BY s.person_id ORDER BY SUM(s.fte) DESC, p.kind, p.funding) AS place FROM post_share s"
	           " JOIN post p ON p.id = s.post_id WHERE s.centre_id = $1 AND s.valid_from <= $2 AND"
	           " COALESCE(s.valid_to, '9999-12-31') >= $2 GROUP BY 1, 2, 3, 4) x WHERE place = 1 LIMIT $3",
	           "idi" },
	{ 0 },
};

static err rows(struct cx *cx, int64_t centre_id, day from UNUSED, day to, struct list *ret)
{
	return db_list(cx, &staff_evaluation_sql[ROWS], &evaluation_row_rec, ret,
	               V(centre_id, to, (int64_t)EVALUATION_MOST + 1));
}

enum { NO_FUNDING = 1 << 1, NO_FTE = 1 << 2 };
static const struct evaluation_column columns[] = { { "kind", EVALUATION_KNOWN, "post_kind" },
	                                            { "funding", EVALUATION_KNOWN, "post_funding" },
	                                            { "fte", EVALUATION_KNOWN, "evaluation_band" },
	                                            { 0 } };
static const struct evaluation_step ladder[] = {
	{ REGION_CENTRE, true, 0 },
	{ REGION_CENTRE, true, NO_FTE },
	{ REGION_DISTRICT, true, 0 },
	{ REGION_DISTRICT, true, NO_FTE },
	{ REGION_LAND, true, 0 },
	{ REGION_LAND, true, NO_FTE },
	{ REGION_LAND, true, NO_FUNDING | NO_FTE },
	{ REGION_LAND, true, EVALUATION_LAST_STEP },
};
static const struct evaluation_table table = { .code = "shares",
	                                       .kind = EVALUATION_PERSONS,
	                                       .columns = columns,
	                                       .ladder = ladder,
	                                       .steps = sizeof ladder / sizeof *ladder,
	                                       .rows = rows };
const struct evaluation_table *const staff_evaluation[] = { &table, NULL };
