/* figures.h -- what the head tells about a year or a month of the pool: how many assignments by language, kind of
 * institution, municipality and occasion, what nobody was found for, how long people waited, what each pot paid
 * (P-INT-7, S-INT-1; story 11).
 *
 * Counting rules. A request counts in the period in which its day lies, up to today. An assignment is one that somebody
 * took and that is over: cancelled ones and those that did not take place do not count. Unfilled are requests whose day
 * has passed without anybody. Waiting is the time from the request to the yes that counts. Cost is what was settled for
 * assignments of the period, whenever that was.
 *
 * Each bucket knows its records: the list behind a figure is made of the same rows by the same rule. Only the rows of
 * the period are read (by the index on the day), so old years cost nothing.
 */
#ifndef FEATURES_INTERPRETERS_FIGURES_H
#define FEATURES_INTERPRETERS_FIGURES_H
#include "core/words.h"
#include "db/db.h"

enum figure_kind {
	FIGURE_LANGUAGE,
	FIGURE_INSTITUTION,
	FIGURE_MUNICIPALITY,
	FIGURE_OCCASION,
	FIGURE_UNFILLED,
	FIGURE_WAITING,
	FIGURE_COST,
	FIGURE_KINDS
};
extern const char *const figure_codes[FIGURE_KINDS]; /* "language" ...: in addresses and words */

/* A request of the period. */
struct figure_row {
	int64_t booking_id;
	str number, institution, language_code, language, institution_kind, municipality, occasion, stage;
	day held_on;
	instant starts_at, received_at, booked_at; /* booked_at absent: nobody has taken it */
	bool fell_out;                             /* cancelled late or not held, and settled as such */
};
/* What a pot paid for an assignment. */
struct figure_cost {
	int64_t booking_id, pot_id, cents;
	str pot_name;
};
struct figure_data {
	day from, to;
	struct list rows;  /* struct figure_row, by day */
	struct list costs; /* struct figure_cost */
};
/* Everything of a period, up to today. */
err figures_read(struct cx *cx, int64_t centre_id, day from, day to, struct figure_data *ret) MUST;

struct figure_bucket {
	str code, label;      /* code: in addresses */
	int64_t count, cents; /* count: records; cents: of costs */
};
/* Pure. Buckets by size, waiting by length. */
struct list figure_buckets(const struct words *w, struct arena *a, const struct figure_data *d, enum figure_kind kind);
/* Pure: the records (struct figure_row) of a bucket, by day; as many as its count. code absent: of the whole figure. */
struct list figure_records(struct arena *a, const struct figure_data *d, enum figure_kind kind, str code);
/* Pure: the median of the days that people waited, in thousandths; absent: nobody did. */
struct maybe figure_median(struct arena *a, const struct figure_data *d);

extern const struct sql figures_sql[];
#endif
