/* activity_evaluation.c -- see activity_evaluation.h. Who recorded an activity does not leave and is not counted: how
 * much a KI does of which kind in a month is published with its report, and an evaluation is no look at colleagues. */
#include "features/activities/activity_evaluation.h"

#include "features/activities/activity_catalogue.h"

static const struct evaluation_column columns[] = {
	{ "kind", EVALUATION_KNOWN, NULL },
	{ "field", EVALUATION_TOLD, NULL },
	{ "stage", EVALUATION_TOLD, NULL },
	{ "recipient", EVALUATION_TOLD, NULL },
	{ "target", EVALUATION_TOLD, NULL },
	{ "main_field", EVALUATION_TOLD, NULL },
	{ "participants", EVALUATION_TOLD, "evaluation_band" },
	{ "minutes", EVALUATION_TOLD, "evaluation_band" },
	{ 0 },
};
static const struct evaluation_step ladder[] = {
	{ REGION_CENTRE, false, 0 },
	{ REGION_CENTRE, true, 0 },
	{ REGION_DISTRICT, true, 0 },
	{ REGION_LAND, true, 0 },
	{ REGION_LAND, true, EVALUATION_LAST_STEP },
};

enum { ROWS };
const struct sql activity_evaluation_sql[] = {
	[ROWS] = { "SELECT centre_id, substr(day, 1, 7) AS month, kind AS c1, field AS c2, stage AS c3, recipient AS "
	           "c4,"
	           " target AS c5, main_field AS c6, " EVALUATION_SIZE("participants") " AS c7, " EVALUATION_MINUTES(
	                   "minutes") " AS c8, COUNT(*) AS records FROM activity WHERE centre_id = $1"
	                              " AND day BETWEEN $2 AND $3 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 LIMIT $4",
	           "iddi" },
	{ 0 },
};

static err rows(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	struct list catalogue = { 0 };
	TRY(catalogue_load(cx, &catalogue));
	TRY(db_list(cx, &activity_evaluation_sql[ROWS], &evaluation_row_rec, ret,
	            V(centre_id, from, to, (int64_t)EVALUATION_MOST + 1)));
	LIST_EACH (struct evaluation_row, r, ret)
		for (int part = 0; part < PARTS; part++)
			r->cells[part] = catalogue_name(cx, &catalogue, (enum part)part, r->cells[part], to);
	return OK;
}

static const struct evaluation_table table = { .code = "activities",
	                                       .kind = EVALUATION_EVENTS,
	                                       .columns = columns,
	                                       .ladder = ladder,
	                                       .steps = sizeof ladder / sizeof *ladder,
	                                       .rows = rows };
const struct evaluation_table *const activity_evaluation[] = { &table, NULL };
