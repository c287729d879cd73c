#include "features/activities/activity_indicators.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/tenant.h"
#include "core/words.h"
#include "features/activities/activity_model.h"
#include "features/centres/centres_model.h"

#define MUNICIPALITY "municipality"
#define NO_PLACE "none"
static const char *const dimensions[] = { "kind",       "field",      "stage",         "recipient", "target",
	                                  "main_field", MUNICIPALITY, DIMENSION_MONTH, NULL };

/* What one activity adds to a figure; also which column of the sums has it. */
enum measure { ACTIVITIES, PARTICIPANTS, MINUTES };

/* The code of a row in the dimension $n. */
#define CODE_BY(n)                                                                                                     \
	"CASE " n " WHEN 'kind' THEN kind WHEN 'field' THEN field WHEN 'stage' THEN stage WHEN 'recipient' THEN "      \
	"recipient WHEN 'target' THEN target WHEN 'main_field' THEN main_field WHEN 'municipality' THEN"               \
	" COALESCE(ags8, 'none') WHEN 'month' THEN substr(day, 1, 7) ELSE '' END"
/* What a row adds to the measure $n. */
#define VALUE_OF(n) "CASE " n " WHEN 1 THEN COALESCE(participants, 0) WHEN 2 THEN COALESCE(minutes, 0) ELSE 1 END"
#define SUM_OF(n) "CAST(SUM(CASE " n " WHEN 1 THEN participants WHEN 2 THEN minutes ELSE activities END) AS BIGINT)"
#define NOW " FROM activity WHERE centre_id = $1 AND day BETWEEN $2 AND $3"
/* As far as it was recorded until $n: what is current and older, and what ended only later. */
#define KNOWN(columns, past_columns, n)                                                                                \
	"(SELECT " columns NOW " AND said_at <= " n " UNION ALL SELECT " past_columns                                  \
	" FROM activity_past WHERE centre_id = $1 AND day BETWEEN $2 AND $3 AND said_at <= " n " AND ended_at > " n    \
	") k"
#define COUNT_COLUMNS "day, kind, field, stage, recipient, target, main_field, ags8, participants, minutes"
#define SHOW_COLUMNS COUNT_COLUMNS ", partner"
#define RECORDS                                                                                                        \
	" WHERE ($7 IS NULL OR " CODE_BY("$6") " = $7) AND (day > $4 OR (day = $4 AND id > $5)) AND " VALUE_OF(        \
	        "$8") " > 0 ORDER BY day, id LIMIT $9"
#define RECORD_COLUMNS "SELECT id, day, kind, partner, ags8, " VALUE_OF("$8") " AS value"

enum { CELLS, MONTHS, CELLS_THEN, RECORDS_NOW, RECORDS_THEN };
const struct sql activity_indicator_sql[] = {
	/* Whole years from the row of the year, else from those of the months. */
	[CELLS] = { "SELECT code, " SUM_OF(
	                    "$6") " AS value FROM activity_sum WHERE centre_id = $1 AND dimension = $2"
	                          " AND period BETWEEN $3 AND $4 AND length(period) = $5 GROUP BY code LIMIT 2000",
	            "isssii" },
	[MONTHS] = { "SELECT period AS code, " SUM_OF("$4") " AS value FROM activity_sum WHERE centre_id = $1"
	                                                    " AND dimension = '' AND period BETWEEN $2 AND $3 AND "
	                                                    "length(period) = 7 GROUP BY period LIMIT 2000",
	             "issi" },
	[CELLS_THEN] = { "SELECT " CODE_BY("$5") " AS code, CAST(SUM(" VALUE_OF(
	                         "$6") ") AS BIGINT) AS value FROM " KNOWN(COUNT_COLUMNS, COUNT_COLUMNS,
	                                                                   "$4") " GROUP BY 1 LIMIT 2000",
	                 "iddtsi" },
	[RECORDS_NOW] = { RECORD_COLUMNS " FROM (SELECT id, " SHOW_COLUMNS NOW ") k" RECORDS, "idddissii" },
	[RECORDS_THEN] = { RECORD_COLUMNS " FROM " KNOWN("id, " SHOW_COLUMNS, "activity_id AS id, " SHOW_COLUMNS, "$10")
	                           RECORDS,
	                   "idddissiit" },
	{ 0 },
};

static const struct field cell_fields[] = { FIELD(struct indicator_cell, code, KIND_TEXT),
	                                    FIELD(struct indicator_cell, value, KIND_INT) };
static const struct record cell_rec = RECORD("activity_cell", struct indicator_cell, cell_fields);

struct record_row {
	int64_t id, value;
	day day;
	str kind, partner, ags8;
};
static const struct field record_fields[] = {
	FIELD(struct record_row, id, KIND_INT),       FIELD(struct record_row, value, KIND_INT),
	FIELD(struct record_row, day, KIND_DAY),      FIELD(struct record_row, kind, KIND_TEXT),
	FIELD(struct record_row, partner, KIND_TEXT), FIELD(struct record_row, ags8, KIND_TEXT),
};
static const struct record record_rec = RECORD("activity_record", struct record_row, record_fields);

static enum measure measure_of(const struct indicator *i)
{
	return i->unit == UNIT_PERSONS ? PARTICIPANTS : i->unit == UNIT_MINUTES ? MINUTES : ACTIVITIES;
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

/* A cell with where it stands in the order of people. */
struct placed {
	int64_t place;
	struct indicator_cell cell;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return str_cmp(x->cell.code, y->cell.code);
}

static void name_places(struct cx *cx, const struct list *towns, struct placed *p)
{
	p->cell.label = word(cx->words, cx->mem, "activities.no_municipality");
	p->place = (int64_t)towns->n; /* behind all of them */
	for (size_t i = 0; i < towns->n; i++) {
		const struct municipality *m = LIST_AT(towns, struct municipality, i);
		if (str_eq(m->ags8, p->cell.code)) {
			p->cell.label = m->name;
			p->place = (int64_t)i;
		}
	}
}

/* "2026-11" -> "November 2026" */
static void name_month(struct cx *cx, struct placed *p)
{
	int64_t month = 0;
	bool is_month = str_to_int(str_part(p->cell.code, 5, 7), &month);
	ASSERT(is_month);
	str name = word(cx->words, cx->mem, str_print(cx->mem, "month.long.%" PRId64, month).p);
	p->cell.label = str_print(cx->mem, STR_FMT " " STR_FMT, STR_ARG(name), STR_ARG(str_part(p->cell.code, 0, 4)));
}

static enum part part_of(const char *dimension)
{
	int part = 0;
	while (strcmp(dimension, catalogue_choices.codes[part]) != 0)
		part++;
	ASSERT(part < PARTS);
	return (enum part)part;
}

/* Labels and order: by the catalogue as of the last day, by the name of the town, by month. */
static err place_cells(struct cx *cx, const struct indicator_question *q, struct list *placed)
{
	struct list catalogue = { 0 }, towns = { 0 };
	bool month = !strcmp(q->dimension, DIMENSION_MONTH), town = !strcmp(q->dimension, MUNICIPALITY);
	if (town)
		TRY(municipality_list(cx, q->centre_id, &towns));
	else if (!month)
		TRY(catalogue_load(cx, &catalogue));
	LIST_EACH (struct placed, p, placed) {
		if (month) {
			name_month(cx, p);
		} else if (town) {
			name_places(cx, &towns, p);
		} else {
			enum part part = part_of(q->dimension);
			p->cell.label = catalogue_name(cx, &catalogue, part, p->cell.code, q->to);
			p->place = catalogue_place(&catalogue, part, p->cell.code);
		}
	}
	list_sort(placed, by_place);
	return OK;
}

static err count_cells(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	const char *dimension = q->dimension ? q->dimension : "";
	int measure = (int)measure_of(i), first, last, month, dom, last_month;
	str from = day_iso(cx->mem, q->from), to = day_iso(cx->mem, q->to);
	if (q->as_of.ms)
		return db_list(cx, &activity_indicator_sql[CELLS_THEN], &cell_rec, ret,
		               V(q->centre_id, q->from, q->to, q->as_of, str_of(dimension), measure));
	if (!strcmp(dimension, DIMENSION_MONTH))
		return db_list(cx, &activity_indicator_sql[MONTHS], &cell_rec, ret,
		               V(q->centre_id, str_part(from, 0, 7), str_part(to, 0, 7), measure));
	day_split(q->from, &first, &month, &dom);
	day_split(q->to, &last, &last_month, &dom);
	size_t length = month == 1 && last_month == 12 ? 4 : 7;
	return db_list(cx, &activity_indicator_sql[CELLS], &cell_rec, ret,
	               V(q->centre_id, str_of(dimension), str_part(from, 0, length), str_part(to, 0, length),
	                 (int64_t)length, measure));
}

static err cells(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	struct list counted = { 0 }, placed = { 0 };
	TRY(count_cells(cx, i, q, &counted));
	LIST_EACH (const struct indicator_cell, c, &counted)
		if (c->value != 0)
			LIST_ADD(cx->mem, &placed, struct placed)->cell = *c;
	if (q->dimension)
		TRY(place_cells(cx, q, &placed));
	LIST_EACH (struct placed, p, &placed)
		*LIST_ADD(cx->mem, ret, struct indicator_cell) =
		        q->dimension ? p->cell : (struct indicator_cell){ .value = p->cell.value };
	return OK;
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static err read_records(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	str dimension = str_of(q->dimension ? q->dimension : "");
	day after = day_is(q->after_day) ? q->after_day : day_add(q->from, -1);
	int64_t limit = q->limit;
	if (q->as_of.ms)
		return db_list(cx, &activity_indicator_sql[RECORDS_THEN], &record_rec, ret,
		               V(q->centre_id, q->from, q->to, after, q->after_id, dimension, q->code,
		                 (int)measure_of(i), limit, q->as_of));
	return db_list(
	        cx, &activity_indicator_sql[RECORDS_NOW], &record_rec, ret,
	        V(q->centre_id, q->from, q->to, after, q->after_id, dimension, q->code, (int)measure_of(i), limit));
}

static err records(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	struct list rows = { 0 }, catalogue;
	struct tenant centre;
	TRY(read_records(cx, i, q, &rows));
	TRY(catalogue_load(cx, &catalogue));
	TRY(tenant_by_id(cx, q->centre_id, &centre));
	LIST_EACH (const struct record_row, r, &rows) {
		struct indicator_record *to = LIST_ADD(cx->mem, ret, struct indicator_record);
		str kind = catalogue_name(cx, &catalogue, PART_KIND, r->kind, r->day);
		*to = (struct indicator_record){ .id = r->id, .day = r->day, .text = kind, .value = r->value };
		if (r->partner.p)
			to->text = str_print(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(kind), STR_ARG(r->partner));
		to->path = str_print(cx->mem, "/centres/" STR_FMT "/activities/%" PRId64, STR_ARG(centre.slug), r->id);
	}
	return OK;
}

#define INDICATOR(name, code_, unit_)                                                                                  \
	static const struct indicator name = { .code = (code_),                                                        \
		                               .unit = (unit_),                                                        \
		                               .historic = true,                                                       \
		                               .dimensions = dimensions,                                               \
		                               .cells = cells,                                                         \
		                               .records = records }
INDICATOR(count_indicator, "activities.count", UNIT_COUNT);
INDICATOR(participants_indicator, "activities.participants", UNIT_PERSONS);
INDICATOR(minutes_indicator, "activities.minutes", UNIT_MINUTES);
const struct indicator *const activity_indicators[] = { &count_indicator, &participants_indicator, &minutes_indicator,
	                                                NULL };
