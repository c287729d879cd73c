/* evaluation_pages.h -- the page of the LaSI: what is there, the form, the log. */
#ifndef FEATURES_EVALUATION_EVALUATION_PAGES_H
#define FEATURES_EVALUATION_EVALUATION_PAGES_H
#include "core/route.h"
#include "features/evaluation/evaluation_model.h"

extern const struct page page_evaluation;
err evaluation_get(struct cx *cx, const struct request *rq, struct res *rs);
/* Answers with the workbook. Twice the same form: two exports with pseudonyms of their own, and two rows in the log. */
err evaluation_post(struct cx *cx, const struct request *rq, struct res *rs);
#endif
