/* settlement_list.c -- what was settled, as lists read it. */
#include "features/interpreters/interpreters.h"
#include "features/interpreters/settlement.h"

static const struct field settlement_fields[] = {
	FIELD(struct settlement, id, KIND_INT),
	FIELD(struct settlement, month, KIND_TEXT),
	FIELD(struct settlement, run, KIND_INT),
	FIELD(struct settlement, settled_by, KIND_TEXT),
	FIELD(struct settlement, settled_at, KIND_INSTANT),
	FIELD(struct settlement, assignments, KIND_INT),
	FIELD(struct settlement, people, KIND_INT),
	FIELD(struct settlement, cents, KIND_MONEY),
	FIELD(struct settlement, corrections, KIND_INT),
};
const struct record settlement_rec = RECORD("settlement", struct settlement, settlement_fields);
static const struct field line_fields[] = {
	FIELD(struct settlement_line, id, KIND_INT),
	FIELD(struct settlement_line, booking_id, KIND_INT),
	FIELD(struct settlement_line, interpreter_id, KIND_INT),
	FIELD(struct settlement_line, pot_id, KIND_INT),
	FIELD(struct settlement_line, number, KIND_TEXT),
	FIELD(struct settlement_line, held_on, KIND_DAY),
	FIELD(struct settlement_line, institution, KIND_TEXT),
	FIELD(struct settlement_line, name, KIND_TEXT),
	FIELD(struct settlement_line, pot_name, KIND_TEXT),
	FIELD(struct settlement_line, part, KIND_CHOICE, .choices = &tariff_part_choices),
	FIELD(struct settlement_line, cents, KIND_MONEY),
	FIELD(struct settlement_line, card_id, KIND_INT, .maybe = true),
	FIELD(struct settlement_line, paid_on, KIND_DAY),
	FIELD(struct settlement_line, corrects, KIND_BOOL),
	FIELD(struct settlement_line, reason, KIND_TEXT),
};
const struct record settlement_line_rec = RECORD("settlement_line", struct settlement_line, line_fields);
static const struct field year_fields[] = {
	FIELD(struct settlement_year, interpreter_id, KIND_INT),
	FIELD(struct settlement_year, year, KIND_INT),
	FIELD(struct settlement_year, name, KIND_TEXT),
	FIELD(struct settlement_year, kind, KIND_CHOICE, .choices = &tax_kind_choices),
	FIELD(struct settlement_year, assignments, KIND_INT),
	FIELD(struct settlement_year, paid_cents, KIND_MONEY),
	FIELD(struct settlement_year, counted_cents, KIND_MONEY),
	FIELD(struct settlement_year, other_cents, KIND_MONEY),
	FIELD(struct settlement_year, ceiling_cents, KIND_MONEY, .maybe = true),
	FIELD(struct settlement_year, left_cents, KIND_MONEY, .maybe = true),
	FIELD(struct settlement_year, over_cents, KIND_MONEY),
	FIELD(struct settlement_year, consent_on, KIND_DAY),
	FIELD(struct settlement_year, rule_path, KIND_PATH),
};
const struct record settlement_year_rec = RECORD("settlement_year", struct settlement_year, year_fields);

/* Only the lines of the runs in question are read, by the index that begins with the run. */
#define RUN                                                                                                            \
	"SELECT s.id, s.month, s.run, s.settled_by, s.settled_at, count(DISTINCT l.booking_id) AS assignments,"        \
	" count(DISTINCT l.interpreter_id) AS people, CAST(COALESCE(SUM(l.cents), 0) AS BIGINT) AS cents,"             \
	" CAST(COALESCE(SUM(l.corrects), 0) AS BIGINT) AS corrections FROM settlement s"                               \
	" LEFT JOIN settlement_line l ON l.settlement_id = s.id WHERE s.centre_id = $1"
#define RUN_GROUP " GROUP BY s.id, s.month, s.run, s.settled_by, s.settled_at"
#define LINE                                                                                                           \
	"SELECT l.id, l.booking_id, l.interpreter_id, l.pot_id, l.part, l.cents, l.card_id, l.paid_on, l.corrects,"    \
	" l.reason, b.number, b.institution, n.held_on, i.given_name || ' ' || i.family_name AS name,"                 \
	" p.name AS pot_name FROM settlement_line l JOIN booking b ON b.id = l.booking_id"                             \
	" JOIN booking_now n ON n.booking_id = l.booking_id JOIN interpreter i ON i.id = l.interpreter_id"             \
	" JOIN pot p ON p.id = l.pot_id WHERE l.centre_id = $1"
enum { LIST, FIND, LINES, LINES_PERSON, LINES_OF, LINES_YEAR };
const struct sql settlement_list_sql[] = {
	[LIST] = { RUN " AND s.month >= $2 AND s.month <= $3" RUN_GROUP " ORDER BY s.month DESC, s.run DESC LIMIT 2000",
	           "iss" },
	[FIND] = { RUN " AND s.id = $2" RUN_GROUP, "ii" },
	[LINES] = { LINE
	            " AND l.settlement_id = $2 ORDER BY i.sort_name, i.id, n.held_on, l.booking_id, l.id LIMIT 100000",
	            "ii" },
	[LINES_PERSON] = { LINE " AND l.settlement_id = $2 AND l.interpreter_id = $3"
	                        " ORDER BY n.held_on, l.booking_id, l.id LIMIT 10000",
	                   "iii" },
	[LINES_OF] = { LINE " AND l.booking_id = $2 ORDER BY l.id LIMIT 1000", "ii" },
	[LINES_YEAR] = { LINE " AND l.interpreter_id = $2 AND l.paid_on >= $3 AND l.paid_on <= $4"
	                      " ORDER BY l.paid_on, l.booking_id, l.id LIMIT 10000",
	                 "iidd" },
	{ 0 },
};

err settlement_list(struct cx *cx, int64_t centre_id, int year, struct list *ret)
{
	str first = str_print(cx->mem, "%04d-01", year), last = str_print(cx->mem, "%04d-12", year);
	return db_list(cx, &settlement_list_sql[LIST], &settlement_rec, ret, V(centre_id, first, last));
}

err settlement_find(struct cx *cx, int64_t centre_id, int64_t id, struct settlement *ret)
{
	err e = db_row(cx, &settlement_list_sql[FIND], &settlement_rec, ret, V(centre_id, id));
	return e == E_NOTFOUND ? fail(cx, E_NOTFOUND, "settlement.unknown", NO_ARGS) : e;
}

err settlement_lines(struct cx *cx, int64_t centre_id, int64_t id, int64_t interpreter_id, struct list *ret)
{
	if (!interpreter_id)
		return db_list(cx, &settlement_list_sql[LINES], &settlement_line_rec, ret, V(centre_id, id));
	return db_list(cx, &settlement_list_sql[LINES_PERSON], &settlement_line_rec, ret,
	               V(centre_id, id, interpreter_id));
}

err settlement_lines_of(struct cx *cx, int64_t centre_id, int64_t booking_id, struct list *ret)
{
	return db_list(cx, &settlement_list_sql[LINES_OF], &settlement_line_rec, ret, V(centre_id, booking_id));
}

err settlement_lines_year(struct cx *cx, int64_t centre_id, int64_t interpreter_id, int year, struct list *ret)
{
	return db_list(cx, &settlement_list_sql[LINES_YEAR], &settlement_line_rec, ret,
	               V(centre_id, interpreter_id, day_of(year, 1, 1), day_of(year, 12, 31)));
}
