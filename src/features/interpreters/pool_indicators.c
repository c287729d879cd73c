#include "features/interpreters/pool_indicators.h"

#include <inttypes.h>
#include <string.h>

#include "core/tenant.h"
#include "core/words.h"

static err pool_cells(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret);
static err pool_records(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret);

static const char *const dimensions[] = { "language", "institution_kind", "municipality",
	                                  "occasion", DIMENSION_MONTH,    NULL };
#define POOL_INDICATOR(code_, unit_)                                                                                   \
	{                                                                                                              \
		.code = "pool." code_, .unit = (unit_), .dimensions = dimensions, .cells = pool_cells,                 \
		.records = pool_records                                                                                \
	}
/* The order is that of the measures in the statements. */
static const struct indicator all[] = {
	POOL_INDICATOR("requests", UNIT_COUNT), POOL_INDICATOR("assignments", UNIT_COUNT),
	POOL_INDICATOR("hours", UNIT_MINUTES),  POOL_INDICATOR("unfilled", UNIT_COUNT),
	POOL_INDICATOR("cost", UNIT_CENTS),
};
const struct indicator *const pool_indicators[] = { &all[0], &all[1], &all[2], &all[3], &all[4], NULL };

/* $5: the dimension, 0 none, else its place in `dimensions`. */
#define CODE                                                                                                           \
	"CASE $5 WHEN 1 THEN b.language_code WHEN 2 THEN b.institution_kind WHEN 3 THEN b.municipality"                \
	" WHEN 4 THEN b.occasion WHEN 5 THEN substr(n.held_on, 1, 7) ELSE '' END"
/* $4: the measure. An assignment is one that somebody took and that is over (figures.h). */
#define COUNTS                                                                                                         \
	" AND CASE $4 WHEN 0 THEN 1 WHEN 3 THEN CASE WHEN n.stage IN ('open', 'asking', 'unfilled') THEN 1 ELSE 0 END" \
	" WHEN 4 THEN CASE WHEN EXISTS (SELECT 1 FROM settlement_line l WHERE l.booking_id = n.booking_id)"            \
	" THEN 1 ELSE 0 END WHEN 2 THEN CASE WHEN b.service <> 'translating' AND " TAKEN " THEN 1 ELSE 0 END"          \
	" ELSE CASE WHEN " TAKEN " THEN 1 ELSE 0 END END = 1"
#define TAKEN                                                                                                          \
	"n.stage IN ('booked', 'reported', 'disputed', 'signed', 'settled') AND NOT (n.stage = 'settled' AND EXISTS"   \
	" (SELECT 1 FROM booking_event f WHERE f.booking_id = n.booking_id AND f.kind IN ('cancelled', 'not_held')))"
/* The times of the institution stand above those of the person, later ones above earlier ones. */
#define HELD_MS                                                                                                        \
	"COALESCE((SELECT e.ends_at - e.starts_at FROM booking_event e WHERE e.booking_id = n.booking_id"              \
	" AND e.kind IN ('reported', 'signed') AND e.ends_at IS NOT NULL AND e.round = n.round"                        \
	" ORDER BY e.kind DESC, e.id DESC LIMIT 1), n.ends_at - n.starts_at)"
#define VALUE                                                                                                          \
	"CASE $4 WHEN 2 THEN CAST(" HELD_MS " AS BIGINT) / 60000 WHEN 4 THEN (SELECT CAST(SUM(l.cents) AS BIGINT)"     \
	" FROM settlement_line l WHERE l.booking_id = n.booking_id) ELSE 1 END"
#define OF_PERIOD                                                                                                      \
	" FROM booking_now n JOIN booking b ON b.id = n.booking_id JOIN language l ON l.code = b.language_code"        \
	" LEFT JOIN language o ON o.code = l.of_code WHERE n.centre_id = $1 AND n.held_on >= $2 AND n.held_on <= $3"
#define LANGUAGE_NAME "CASE WHEN o.name IS NULL THEN l.name ELSE o.name || ': ' || l.name END"

enum { CELLS, RECORDS };
const struct sql pool_indicator_sql[] = {
	[CELLS] = { "SELECT code, label, value FROM (SELECT " CODE " AS code, MIN(CASE $5 WHEN 1 THEN " LANGUAGE_NAME
	            " ELSE '' END) AS label, CAST(SUM(" VALUE ") AS BIGINT) AS value" OF_PERIOD COUNTS
	            " GROUP BY 1) x WHERE value <> 0 ORDER BY CASE $5 WHEN 5 THEN code ELSE '' END, value DESC, code"
	            " LIMIT 20000",
	            "iddii" },
	[RECORDS] = { "SELECT n.booking_id AS id, n.held_on AS day, b.number, b.institution, "
	              "b.municipality, " LANGUAGE_NAME " AS language, " VALUE " AS value" OF_PERIOD COUNTS
	              " AND ($6 IS NULL OR " CODE " = $6)"
	              " AND (n.held_on > $7 OR (n.held_on = $7 AND n.booking_id > $8))"
	              " ORDER BY n.held_on, n.booking_id LIMIT $9",
	              "iddiisdii" },
	{ 0 },
};

static const struct field cell_fields[] = {
	FIELD(struct indicator_cell, code, KIND_TEXT),
	FIELD(struct indicator_cell, label, KIND_TEXT),
	FIELD(struct indicator_cell, value, KIND_INT),
};
static const struct record cell_rec = RECORD("indicator_cell", struct indicator_cell, cell_fields);

struct row {
	int64_t id, value;
	day day;
	str number, institution, municipality, language;
};
static const struct field row_fields[] = {
	FIELD(struct row, id, KIND_INT),           FIELD(struct row, value, KIND_INT),
	FIELD(struct row, day, KIND_DAY),          FIELD(struct row, number, KIND_TEXT),
	FIELD(struct row, institution, KIND_TEXT), FIELD(struct row, municipality, KIND_TEXT),
	FIELD(struct row, language, KIND_TEXT),
};
static const struct record row_rec = RECORD("pool_indicator_row", struct row, row_fields);

static int place_of(const char *dimension)
{
	for (int n = 0; dimension && dimensions[n]; n++)
		if (!strcmp(dimensions[n], dimension))
			return n + 1;
	return 0;
}

/* What has not happened yet does not count. */
static day last_day(const struct cx *cx, const struct indicator_question *q)
{
	return day_cmp(q->to, cx->today) > 0 ? cx->today : q->to;
}

static str label_of(struct cx *cx, int place, const struct indicator_cell *c)
{
	day month;
	switch (place) {
	case 1:
		return c->label;
	case 2:
		return word(cx->words, cx->mem, str_print(cx->mem, "institution_kind." STR_FMT, STR_ARG(c->code)).p);
	case 4: {
		str key = str_print(cx->mem, "booking_occasion." STR_FMT, STR_ARG(c->code));
		return words_has(cx->words, key) ? word(cx->words, cx->mem, key.p) : c->code;
	}
	case 5:
		return month_parse(c->code, &month) ? say_month(cx->words, cx->mem, month) : c->code;
	default:
		return c->code;
	}
}

static err pool_cells(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	struct list rows = { 0 };
	int place = place_of(q->dimension);
	TRY(db_list(cx, &pool_indicator_sql[CELLS], &cell_rec, &rows,
	            V(q->centre_id, q->from, last_day(cx, q), (int64_t)(i - all), (int64_t)place)));
	LIST_EACH (const struct indicator_cell, c, &rows)
		*LIST_ADD(cx->mem, ret, struct indicator_cell) =
		        (struct indicator_cell){ place ? c->code : STR_NONE, place ? label_of(cx, place, c) : STR_NONE,
			                         c->value };
	return OK;
}

static err pool_records(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	struct list rows = { 0 };
	struct tenant centre;
	day after = day_is(q->after_day) ? q->after_day : day_add(q->from, -1);
	TRY(tenant_by_id(cx, q->centre_id, &centre));
	TRY(db_list(cx, &pool_indicator_sql[RECORDS], &row_rec, &rows,
	            V(q->centre_id, q->from, last_day(cx, q), (int64_t)(i - all), (int64_t)place_of(q->dimension),
	              q->code, after, q->after_id, q->limit)));
	LIST_EACH (const struct row, r, &rows)
		*LIST_ADD(cx->mem, ret, struct indicator_record) = (struct indicator_record){
			.id = r->id,
			.day = r->day,
			.text = str_print(cx->mem, STR_FMT ": " STR_FMT ", " STR_FMT ", " STR_FMT, STR_ARG(r->number),
			                  STR_ARG(r->institution), STR_ARG(r->municipality), STR_ARG(r->language)),
			.path = str_print(cx->mem, "/centres/" STR_FMT "/interpreters/bookings/%" PRId64,
			                  STR_ARG(centre.slug), r->id),
			.value = r->value
		};
	return OK;
}
