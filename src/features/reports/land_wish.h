/* land_wish.h -- what the figure pages of the Land have in common: indicator, year and dimension that are asked for,
 * and the released figures of all KI in that year. */
#ifndef FEATURES_REPORTS_LAND_WISH_H
#define FEATURES_REPORTS_LAND_WISH_H
#include "core/indicator.h"
#include "features/centres/centres_model.h"
#include "features/reports/report_land.h"

struct land_choice { /* an option of a select */
	str code, text;
	bool chosen;
};
extern const struct record land_choice_rec;
struct land_wish {
	const struct indicator *indicator;
	const char *by; /* NULL: it has no dimension but the month */
	int64_t year;
	str indicator_name;
	struct list indicators, dimensions, years; /* struct land_choice */
};
/* Falls back on the first one that counts something, and on this year. E_NOTFOUND: asked for what there is not. */
err land_wish_read(struct cx *cx, const struct request *rq, struct land_wish *ret) MUST;

/* The dimension, too; one of another indicator, kept from the form before, falls back on the first of this. */
void land_wish_dimension(struct cx *cx, const struct request *rq, struct land_wish *w);

/* A KI in the year. */
enum { LAND_MONTHS = 12 };
struct land_centre {
	struct centre centre;
	struct maybe months[LAND_MONTHS]; /* released and not masked */
	int64_t sum, reported, masked;    /* months: with a report; of them masked ones */
};
/* All KI by name. */
err land_centres_of(struct cx *cx, str indicator, int64_t year, struct list *ret) MUST;
/* Of a stock the average over the reported months; else the sum. */
int64_t land_value(const struct indicator *i, int64_t sum, int64_t months);
#endif
