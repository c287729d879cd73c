/* indicator.h -- what features count: recorded once, counted everywhere (P-ACT-2, S-REP-1 ... 3).
 *
 * A feature hands up its indicators in struct feature; reports ask them and copy nothing. Each has
 *   a name                the word "indicator.<code>"
 *   a counting rule       the word "indicator_rule.<code>": one or two sentences that say what counts and what does not
 *   a unit, and dimensions by which it can be split: the word "dimension.<code>"
 * The cells of a dimension add up to the value without one, and the records behind a cell add up to the cell. A test
 * (reports_test) holds both for every indicator that any feature declares.
 *
 * Periods are whole months. What is counted by a stock (people in post) stands as it is on the last day and is not
 * added up over months.
 */
#ifndef CORE_INDICATOR_H
#define CORE_INDICATOR_H
#include "base/context.h"
#include "base/list.h"
#include "base/record.h"

enum indicator_unit {
	UNIT_COUNT,   /* of things: the word of the indicator says which */
	UNIT_PERSONS, /* small cells are masked where figures leave the KI (P-REP-1) */
	UNIT_MINUTES,
	UNIT_CENTS,
	UNIT_FTE, /* thousandths of a full post */
};
#define DIMENSION_MONTH "month" /* every indicator that is no stock has it; codes are "2026-11" */

struct indicator_question {
	int64_t centre_id;
	day from, to;          /* first day of a month, last day of the same or a later one */
	instant as_of;         /* as far as it was recorded until then; absent: now. Only where `historic` */
	const char *dimension; /* NULL: none, the answer is one cell without a code */
	/* For records only. */
	str code;      /* of one cell; absent: of all */
	day after_day; /* keyset: what comes after this day and id; absent: from the beginning */
	int64_t after_id;
	int limit; /* at most so many */
};
struct indicator_cell {
	str code, label; /* label: as the code was called in that period; absent in the cell without a code */
	int64_t value;
};
struct indicator_record {
	int64_t id; /* with its day: the order, and unique in the answer */
	day day;
	str text;      /* what it is, in a line: no names of clients */
	str path;      /* where it is shown; the reader's rights are checked there */
	int64_t value; /* what it adds to the figure */
};

struct indicator {
	const char *code; /* "activities.count": feature and what, stable for ever; stands in frozen reports */
	enum indicator_unit unit;
	bool stock, historic;
	const char *const *dimensions; /* ends with NULL */
	/* Adds struct indicator_cell: those that are not zero, in the order in which people read them. At a cost that
	 * grows with the cells and not with the records: from prepared sums or by the index on the period. */
	err (*cells)(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret);
	/* Adds struct indicator_record by day and id. */
	err (*records)(struct cx *cx, const struct indicator *i, const struct indicator_question *q, struct list *ret);
};

/* What looks odd among the records of a KI, so that somebody looks at it before a report is released: the same twice,
 * four thousand participants, none where there are always some. It is never wrong by itself, and nothing is stopped. */
struct oddity {
	int64_t id; /* of the record, with its day: where it stands in the order */
	day day;
	str kind; /* "activities.twice": feature and what, for programs */
	str text; /* a sentence that says what is odd and names the record; no names of clients */
	str path; /* where it can be put right */
};
extern const struct record oddity_rec;
/* Of all features, by day, those of whole months from ... to; at most ODDITY_MOST of each feature. */
enum { ODDITY_MOST = 100 };
err oddity_list(struct cx *cx, int64_t centre_id, day from, day to, struct list *ret) MUST;

/* Those of all features, in the order of features; ends with NULL. */
const struct indicator *const *indicator_all(const struct cx *cx);
const struct indicator *indicator_of_code(const struct cx *cx, str code); /* NULL: there is none */
bool indicator_splits_by(const struct indicator *i, const char *dimension);
/* The value without a dimension; 0 if there is nothing. */
err indicator_value(struct cx *cx, const struct indicator *i, const struct indicator_question *q, int64_t *ret) MUST;
/* "1.234", "12:30 Std.", "1.234,56 €", "5,50": the value as people read it. */
str indicator_amount(struct cx *cx, enum indicator_unit unit, int64_t value);
#endif
