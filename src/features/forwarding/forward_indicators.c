/* What was granted to third parties, for reports: recorded once, counted from the same events (S-REP-2). */
#include "features/forwarding/forward_indicators.h"

#include <inttypes.h>
#include <string.h>

#include "core/tenant.h"
#include "core/words.h"
#include "features/forwarding/forward_pages.h"

static err cells(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret);
static err records(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret);

/* A bid has several blocks: only money can be split by them. */
static const char *const by_bid[] = { "municipality", "programme", DIMENSION_MONTH, NULL };
static const char *const by_line[] = { "municipality", "programme", DIMENSION_MONTH, "block", NULL };
static const struct indicator all[] = {
	{ .code = "forwarding.granted", .unit = UNIT_COUNT, .dimensions = by_bid, .cells = cells, .records = records },
	{ .code = "forwarding.cents", .unit = UNIT_CENTS, .dimensions = by_line, .cells = cells, .records = records },
};
const struct indicator *const forward_indicators[] = { &all[0], &all[1], NULL };

/* $4: the dimension, 0 none, else its place in `by_line`. What was withdrawn afterwards does not count. */
#define CODE                                                                                                           \
	"CASE $4 WHEN 1 THEN COALESCE(m.name, '') WHEN 2 THEN r.programme WHEN 3 THEN substr(e.day, 1, 7) WHEN 4 THEN" \
	" l.block ELSE '' END"
#define GRANTED                                                                                                        \
	" FROM forward_event e JOIN forward_bid b ON b.id = e.bid_id JOIN forward_round r ON r.id = b.round_id"        \
	" LEFT JOIN municipality m ON m.ags8 = b.ags8"
#define LINES                                                                                                          \
	" JOIN forward_decision d ON d.bid_id = b.id AND d.agreed = 1 JOIN forward_share s ON s.proposal_id ="         \
	" d.proposal_id AND s.cents > 0 JOIN forward_line l ON l.id = s.line_id"
#define OF_PERIOD                                                                                                      \
	" WHERE e.centre_id = $1 AND e.kind = 'granted' AND e.day >= $2 AND e.day <= $3 AND NOT EXISTS (SELECT 1 FROM" \
	" forward_event w WHERE w.bid_id = b.id AND w.kind = 'withdrawn')"
#define CELLS_END                                                                                                      \
	" GROUP BY 1) x WHERE value <> 0 ORDER BY CASE $4 WHEN 3 THEN code ELSE '' END, value DESC, code LIMIT 20000"
#define RECORDS_END                                                                                                    \
	" AND (e.day > $6 OR (e.day = $6 AND b.id > $7)) GROUP BY b.id, b.name, e.day ORDER BY e.day, b.id LIMIT $8"
#define NO_LINE "(SELECT '' AS block) l"
enum { COUNT_CELLS, COUNT_RECORDS, CENT_CELLS, CENT_RECORDS };
const struct sql forward_indicator_sql[] = {
	[COUNT_CELLS] = { "SELECT code, value FROM (SELECT " CODE " AS code, COUNT(*) AS value" GRANTED
	                  " CROSS JOIN " NO_LINE OF_PERIOD CELLS_END,
	                  "iddi" },
	[COUNT_RECORDS] = { "SELECT b.id, b.name, e.day, COUNT(*) AS value" GRANTED " CROSS JOIN " NO_LINE OF_PERIOD
	                    " AND ($5 IS NULL OR " CODE " = $5)" RECORDS_END,
	                    "iddisdii" },
	[CENT_CELLS] = { "SELECT code, value FROM (SELECT " CODE
	                 " AS code, CAST(SUM(s.cents) AS BIGINT) AS value" GRANTED LINES OF_PERIOD CELLS_END,
	                 "iddi" },
	[CENT_RECORDS] = { "SELECT b.id, b.name, e.day, CAST(SUM(s.cents) AS BIGINT) AS value" GRANTED LINES OF_PERIOD
	                   " AND ($5 IS NULL OR " CODE " = $5)" RECORDS_END,
	                   "iddisdii" },
	{ 0 },
};

static const struct field cell_fields[] = {
	FIELD(struct indicator_cell, code, KIND_TEXT),
	FIELD(struct indicator_cell, value, KIND_INT),
};
static const struct record cell_rec = RECORD("forward_cell", struct indicator_cell, cell_fields);
struct row {
	int64_t id, value;
	str name;
	day day;
};
static const struct field row_fields[] = {
	FIELD(struct row, id, KIND_INT),
	FIELD(struct row, value, KIND_INT),
	FIELD(struct row, name, KIND_TEXT),
	FIELD(struct row, day, KIND_DAY),
};
static const struct record row_rec = RECORD("forward_record", struct row, row_fields);

static int place_of(const char *dimension)
{
	for (int n = 0; dimension && by_line[n]; n++)
		if (!strcmp(by_line[n], dimension))
			return n + 1;
	return 0;
}

static str label_of(struct cx *cx, int place, str code)
{
	day month;
	switch (place) {
	case 2:
		return word(cx->words, cx->mem, str_print(cx->mem, "forward_programme." STR_FMT, STR_ARG(code)).p);
	case 3:
		return month_parse(code, &month) ? say_month(cx->words, cx->mem, month) : code;
	case 4:
		return block_name(cx, code);
	default:
		return code.n ? code : word(cx->words, cx->mem, "forward.no_town");
	}
}

static err cells(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	struct list rows = { 0 };
	int place = place_of(q->dimension);
	const struct sql *sql = &forward_indicator_sql[i == all ? COUNT_CELLS : CENT_CELLS];
	TRY(db_list(cx, sql, &cell_rec, &rows, V(q->centre_id, q->from, q->to, place)));
	LIST_EACH (const struct indicator_cell, c, &rows)
		*LIST_ADD(cx->mem, ret, struct indicator_cell) =
		        (struct indicator_cell){ place ? c->code : STR_NONE,
			                         place ? label_of(cx, place, c->code) : STR_NONE, c->value };
	return OK;
}

static err records(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret)
{
	struct list rows = { 0 };
	struct tenant centre;
	day after = day_is(q->after_day) ? q->after_day : day_add(q->from, -1);
	const struct sql *sql = &forward_indicator_sql[i == all ? COUNT_RECORDS : CENT_RECORDS];
	TRY(tenant_by_id(cx, q->centre_id, &centre));
	TRY(db_list(cx, sql, &row_rec, &rows,
	            V(q->centre_id, q->from, q->to, place_of(q->dimension), q->code, after, q->after_id, q->limit)));
	LIST_EACH (const struct row, r, &rows)
		*LIST_ADD(cx->mem, ret, struct indicator_record) =
		        (struct indicator_record){ .id = r->id,
			                           .day = r->day,
			                           .text = r->name,
			                           .path = str_print(cx->mem,
			                                             "/centres/" STR_FMT "/forwarding/bids/%" PRId64,
			                                             STR_ARG(centre.slug), r->id),
			                           .value = r->value };
	return OK;
}
