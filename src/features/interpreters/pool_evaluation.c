/* pool_evaluation.c -- see pool_evaluation.h. Nothing of clients is kept, so nothing of them leaves. Institutions,
 * places, days, contacts and remarks stay; a dialect is told as its language. */
#include "features/interpreters/pool_evaluation.h"

#define HELD "n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled')"
#define ENDED(kind)                                                                                                    \
	"n.stage = 'settled' AND EXISTS (SELECT 1 FROM booking_event f WHERE f.booking_id = n.booking_id AND f.kind "  \
	"= "                                                                                                           \
	"'" kind "')"
/* Also after it was settled, it counts as what became of it. */
#define OUTCOME                                                                                                        \
	"CASE WHEN n.stage IN ('cancelled', 'late_cancelled') OR (" ENDED(                                             \
	        "cancelled") ") THEN 'cancelled' WHEN"                                                                 \
	                     " n.stage = 'not_held' OR (" ENDED(                                                       \
	                             "not_held") ") THEN 'not_held' WHEN " HELD " THEN 'held' WHEN n.stage ="          \
	                                         " 'refused' THEN 'refused' ELSE 'unfilled' END"
/* How long before the appointment the request came; milliseconds. */
#define NOTICE                                                                                                         \
	"CASE WHEN n.starts_at - b.received_at < 86400000 THEN 'd0' WHEN n.starts_at - b.received_at < 259200000"      \
	" THEN 'd1' WHEN n.starts_at - b.received_at < 604800000 THEN 'd3' WHEN n.starts_at - b.received_at"           \
	" < 1209600000 THEN 'd7' ELSE 'd14' END"
#define MINUTES "CASE WHEN b.service = 'translating' THEN NULL ELSE (n.ends_at - n.starts_at) / 60000 END"
#define OF_CENTRE                                                                                                      \
	" FROM booking_now n JOIN booking b ON b.id = n.booking_id JOIN language l ON l.code = b.language_code"        \
	" LEFT JOIN language o ON o.code = l.of_code WHERE n.centre_id = $1 AND n.held_on BETWEEN $2 AND $3"
#define LANGUAGE "COALESCE(o.name, l.name)"

enum { ASSIGNMENTS, PEOPLE };
const struct sql pool_evaluation_sql[] = {
	[ASSIGNMENTS] = { "SELECT centre_id, person, month, c1, c2, c3, c4, c5, " EVALUATION_MINUTES(
	                          "length_min") " AS c6, c7, COUNT(*) AS records FROM (SELECT n.centre_id,"
	                                        " COALESCE(n.interpreter_id, 0) AS person, substr(n.held_on, 1, 7) AS"
	                                        " month, " LANGUAGE " AS c1, b.service AS c2, b.mode AS c3,"
	                                        " b.institution_kind AS c4, " OUTCOME " AS c5, " MINUTES
	                                        " AS length_min, " NOTICE " AS c7" OF_CENTRE
	                                        ") x GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 LIMIT $4",
	                  "iddi" },
	/* Whoever had at least one assignment, with the language of most of them. */
	[PEOPLE] = { "SELECT centre_id, person, 1 AS records, c1, CASE WHEN total < 3 THEN 'a1' WHEN total < 10 THEN "
	             "'a3'"
	             " WHEN total < 30 THEN 'a10' ELSE 'a30' END AS c2 FROM (SELECT n.centre_id, n.interpreter_id AS"
	             " person, " LANGUAGE " AS c1, SUM(COUNT(*)) OVER (PARTITION BY n.interpreter_id) AS total,"
	             " ROW_NUMBER() OVER (PARTITION BY n.interpreter_id ORDER BY COUNT(*) DESC, " LANGUAGE
	             ") AS place" OF_CENTRE " AND n.interpreter_id IS NOT NULL AND " OUTCOME
	             " = 'held' GROUP BY 1, 2, 3) x WHERE place = 1 LIMIT $4",
	             "iddi" },
	{ 0 },
};

static err rows_of(struct cx *cx, int q, int64_t centre_id, day from, day to, struct list *ret)
{
	return db_list(cx, &pool_evaluation_sql[q], &evaluation_row_rec, ret,
	               V(centre_id, from, to, (int64_t)EVALUATION_MOST + 1));
}

static err assignment_rows(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	return rows_of(cx, ASSIGNMENTS, centre_id, from, to, ret);
}

static err people_rows(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret)
{
	return rows_of(cx, PEOPLE, centre_id, from, to, ret);
}

enum { NO_LANGUAGE = 1 << 0 };
static const struct evaluation_column assignment_columns[] = {
	{ "language", EVALUATION_KNOWN, NULL },
	{ "service", EVALUATION_KNOWN, "booking_service" },
	{ "mode", EVALUATION_TOLD, "booking_mode" },
	{ "institution_kind", EVALUATION_TOLD, "institution_kind" },
	{ "outcome", EVALUATION_TOLD, "evaluation_outcome" },
	{ "minutes", EVALUATION_TOLD, "evaluation_band" },
	{ "notice", EVALUATION_TOLD, "evaluation_band" },
	{ 0 },
};
static const struct evaluation_step assignment_ladder[] = {
	{ REGION_CENTRE, false, 0 },
	{ REGION_CENTRE, true, 0 },
	{ REGION_DISTRICT, true, 0 },
	{ REGION_LAND, true, 0 },
	{ REGION_CENTRE, true, NO_LANGUAGE },
	{ REGION_DISTRICT, true, NO_LANGUAGE },
	{ REGION_LAND, true, EVALUATION_LAST_STEP },
};
static const struct evaluation_column people_columns[] = { { "language", EVALUATION_KNOWN, NULL },
	                                                   { "assignments", EVALUATION_KNOWN, "evaluation_band" },
	                                                   { 0 } };
static const struct evaluation_step people_ladder[] = {
	{ REGION_CENTRE, true, 0 },
	{ REGION_DISTRICT, true, 0 },
	{ REGION_LAND, true, 0 },
	{ REGION_CENTRE, true, NO_LANGUAGE },
	{ REGION_DISTRICT, true, NO_LANGUAGE },
	{ REGION_LAND, true, NO_LANGUAGE },
	{ REGION_LAND, true, EVALUATION_LAST_STEP },
};

static const struct evaluation_table assignments = { .code = "assignments",
	                                             .kind = EVALUATION_EVENTS,
	                                             .columns = assignment_columns,
	                                             .ladder = assignment_ladder,
	                                             .steps = sizeof assignment_ladder / sizeof *assignment_ladder,
	                                             .rows = assignment_rows };
static const struct evaluation_table people = { .code = "interpreters",
	                                        .kind = EVALUATION_PERSONS,
	                                        .columns = people_columns,
	                                        .ladder = people_ladder,
	                                        .steps = sizeof people_ladder / sizeof *people_ladder,
	                                        .rows = people_rows };
const struct evaluation_table *const pool_evaluation[] = { &assignments, &people, NULL };
