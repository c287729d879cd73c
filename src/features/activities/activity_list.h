/* activity_list.h -- the activities of a KI, the newest day first, page by page, by any of their columns. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_LIST_H
#define FEATURES_ACTIVITIES_ACTIVITY_LIST_H
#include "core/paging.h"
#include "features/activities/activity_page.h"

struct activity_filter {
	str code[PARTS]; /* each absent: any */
	str ags8;        /* "none": without a municipality */
	str partner;
	struct maybe account; /* whose entries */
};
/* Adds struct activity behind the key and id (day as ISO text; "9999-12-31": from the newest), at most `limit`. Walks
 * the index of the filter that leaves the fewest, so page 1,000 costs as much as page 1. */
err activity_list(struct cx *cx, const struct tenant *centre, const struct activity_filter *f, str before_day,
                  int64_t before_id, int limit, struct list *ret) MUST;
/* How many there are: from the prepared sums. *ret absent: more than one filter, which nobody has counted. */
err activity_count(struct cx *cx, const struct tenant *centre, const struct activity_filter *f, struct maybe *ret) MUST;

/* A line of the table to take away; the same columns can be imported again. */
struct activity_table_row {
	day day;
	str name[PARTS];
	str partner, municipality, note, said_by;
	struct maybe participants, minutes, people;
};
extern const struct record activity_table_rec;
struct activity_table_row activity_table_row_of(const struct activity_row *r);

extern const struct sql activity_list_sql[];
#endif
