/* figures_pages.h -- the figures of the pool as pages, tables and lists of records. */
#ifndef FEATURES_INTERPRETERS_FIGURES_PAGES_H
#define FEATURES_INTERPRETERS_FIGURES_PAGES_H
#include "core/route.h"

extern const struct page page_figures, page_figure_records;
extern const struct record figures_asked_rec, figure_records_asked_rec;
err figures_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err figures_csv_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err figures_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;
err figure_records_get(struct cx *cx, const struct request *rq, struct res *rs) MUST;

/* clang-format off */
#define FIGURES "/centres/{slug}/interpreters/figures"
#define FIGURES_ROUTES \
	{ GET, FIGURES, RIGHT_POOL_READ, SCOPE_OWN, figures_get, .shows = &page_figures, .asks = &figures_asked_rec }, \
	{ GET, FIGURES ".csv", RIGHT_POOL_READ, SCOPE_OWN, figures_csv_get, .media = MEDIA_CSV, .asks = &figures_asked_rec }, \
	{ GET, FIGURES ".xlsx", RIGHT_POOL_READ, SCOPE_OWN, figures_xlsx_get, .media = MEDIA_XLSX, \
	  .asks = &figures_asked_rec }, \
	{ GET, FIGURES "/records", RIGHT_POOL_READ, SCOPE_OWN, figure_records_get, .shows = &page_figure_records, \
	  .asks = &figure_records_asked_rec }
/* clang-format on */
#endif
