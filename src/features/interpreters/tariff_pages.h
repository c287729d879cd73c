/* tariff_pages.h -- the pages of tariff cards: the list with its history, one card in words, a new version, trying one.
 */
#ifndef FEATURES_INTERPRETERS_TARIFF_PAGES_H
#define FEATURES_INTERPRETERS_TARIFF_PAGES_H
#include "features/interpreters/pool_page.h"
#include "features/interpreters/tariff_cards.h"

/* in_force, coming (from its day on), past (another version follows), replaced (another one of the same day). */
extern const struct choices tariff_state_choices;

/* One version as a list shows it. */
struct tariff_row {
	int64_t id;
	str name, service;
	bool standard;
	str rate; /* in words */
	day valid_from, valid_to;
	str state;
	bool in_force, coming;
	str recorded_by;
	str path;
};
extern const struct record tariff_row_rec;
/* cards: all of the KI. */
struct tariff_row tariff_row_of(struct cx *cx, const struct request *rq, const struct list *cards,
                                const struct tariff *t);

/* A published card. */
struct tariff_template_row {
	str name, title, rate, source, mark, note;
	str try_path, use_path; /* use_path absent: the reader may not add cards */
};
extern const struct record tariff_template_row_rec;

extern const struct page page_tariffs, page_tariff, page_tariff_form, page_tariff_try;
extern const struct record tariff_new_asked_rec, tariff_try_asked_rec;
err tariffs_get(struct cx *cx, const struct request *rq, struct res *rs);
err tariff_get(struct cx *cx, const struct request *rq, struct res *rs);
err tariff_new_get(struct cx *cx, const struct request *rq, struct res *rs);
err tariff_new_post(struct cx *cx, const struct request *rq, struct res *rs);
err tariff_try_get(struct cx *cx, const struct request *rq, struct res *rs);
#endif
