/* tariff_cards.h -- the tariff cards of a KI, by day (P-INT-5). Nothing is overwritten: a change is another row from
 * its own day on, and an assignment counts by the card of the day on which it begins. */
#ifndef FEATURES_INTERPRETERS_TARIFF_CARDS_H
#define FEATURES_INTERPRETERS_TARIFF_CARDS_H
#include "core/route.h"
#include "features/interpreters/tariff.h"

/* All rows of the KI (struct tariff): by name, the newest day first. For many questions read them once and pick. */
err tariff_cards(struct cx *cx, int64_t centre_id, struct list *ret) MUST;
/* Pure: the card of this name that counts on a day; NULL: there is none yet. cards: as tariff_cards gives them. */
const struct tariff *tariff_card_pick(const struct list *cards, str name, day on);
/* Pure: the standard card of a service on a day: of several the one that began last. NULL: the KI has none. */
const struct tariff *tariff_card_for(const struct list *cards, str service, day on);

/* E_NOTFOUND without words. */
err tariff_card_find(struct cx *cx, int64_t centre_id, int64_t id, struct tariff *ret) MUST;

/* E_INVALID: the card is not whole (tariff_check), or its day is before 2012 or more than five years ahead. */
err tariff_card_add_in_tx(struct cx *cx, const struct tenant *centre, const struct tariff *in, int64_t *ret_id) MUST;

extern const struct sql tariff_card_sql[];
#endif
