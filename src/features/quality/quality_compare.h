/* quality_compare.h -- an assessment beside the one before it: pure, but for the words of the reader (S-EVA-2). */
#ifndef FEATURES_QUALITY_QUALITY_COMPARE_H
#define FEATURES_QUALITY_QUALITY_COMPARE_H
#include "features/quality/quality_model.h"

struct compare_row {
	str area; /* code */
	str code, name, question;
	str before, now; /* levels; absent: was not asked */
	str before_evidence, now_evidence;
	str change;    /* better worse same new gone */
	bool reworded; /* asked in other words than last time */
	str picture;
};
extern const struct record compare_row_rec, compare_export_rec;
struct compare_area {
	str area;         /* code of quality_area_choices */
	struct list rows; /* struct compare_row */
};
extern const struct record compare_area_rec;
/* All criteria of both, area by area, in the words of now; `before` may be empty. Criteria are matched by their code.
 */
void compare_of(struct cx *cx, const struct list *now, const struct list *before, struct list *ret_areas);
#endif
