/* pool_page.h -- what the pages of the pool have in common: its areas, and the words of what all writing can answer. */
#ifndef FEATURES_INTERPRETERS_POOL_PAGE_H
#define FEATURES_INTERPRETERS_POOL_PAGE_H
#include "core/section.h"
#include "features/interpreters/interpreters.h"

extern const struct section pool_section;
/* section_fill and section_at for the pool. */
err pool_fill(struct cx *cx, const struct request *rq, const char *area, const char *title_key, str about,
              struct centre_frame *frame, struct section_top *top) MUST;
str pool_at(struct cx *cx, const struct request *rq, const char *folder, int64_t id, const char *tail);
/* "1 Person" / "12 Personen": {n} is the number. */
str pool_count(struct cx *cx, const char *key, int64_t n, const struct arg *args);

/* What a function for db_tx gets: the KI, and a row of its own kind. */
struct pool_in {
	const struct tenant *centre;
	const void *row;
};
/* db_tx with struct pool_in. */
err pool_write(struct cx *cx, const struct request *rq, const char *name,
               err (*fn)(struct cx *cx, const void *in, void *ret), const void *row, void *ret, size_t size) MUST;

/* Somebody else saved first: E_STALE with words. */
err pool_stale(struct cx *cx) MUST;
/* E_NOTFOUND gets words: it is not there, or not of this KI. */
err pool_not_found(struct cx *cx, err e) MUST;
/* "centres/coesfeld/interpreters/people/12": as the audit log names it. */
str pool_object(struct cx *cx, const struct tenant *centre, const char *folder, int64_t id);
#endif
