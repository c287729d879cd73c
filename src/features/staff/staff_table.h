/* staff_table.h -- the staff plan as one flat table: what is exported as CSV and XLSX, and what is imported from CSV. A
 * row is a share of a post; a post that nobody holds is a row without a person. What was exported can be imported
 * again. */
#ifndef FEATURES_STAFF_STAFF_TABLE_H
#define FEATURES_STAFF_STAFF_TABLE_H
#include "features/staff/staff_records.h"

struct staff_row {
	str kind, title;
	int64_t fte; /* of the post */
	str funding, employer, employer_name, focus;
	day valid_from, valid_to; /* of the post */
	str family_name, given_name;
	struct maybe share; /* thousandths; absent: nobody */
	day share_from, share_to;
};
extern const struct record staff_row_rec;

/* The posts of that day with who holds them; DAY_NONE: all of all times. By line, title and begin. */
err staff_rows_on(struct cx *cx, const struct tenant *centre, day on, struct list *ret) MUST;

extern const struct sql staff_table_sql[];
#endif
