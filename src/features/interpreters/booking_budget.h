/* booking_budget.h -- what a booking will cost, and from which pot: said before anybody is asked (P-INT-8, P-INT-5).
 *
 * Expected cost is what the standard tariff card of the KI gives for the planned time, without ways, which nobody knows
 * before a person is found. The cheapest pot that permits the case and has money takes it (pot_choice.h). A pot that is
 * used up stops; whoever may decide goes on with a reason, which stands in the booking. */
#ifndef FEATURES_INTERPRETERS_BOOKING_BUDGET_H
#define FEATURES_INTERPRETERS_BOOKING_BUDGET_H
#include "core/tenant.h"
#include "features/interpreters/booking_offer.h"
#include "features/interpreters/pot_choice.h"
#include "features/interpreters/tariff.h"

struct booking_budget {
	struct tariff card;          /* id 0: the KI has no card for this service on that day, nothing can be said */
	struct tariff_amount amount; /* without the way */
	bool travel_on_top;          /* on site, by a card that pays the way: how much, only the person decides */
	struct pot_choice choice;
	const struct pot_verdict *pot; /* the chosen one; NULL: none permits the case */
};
err booking_budget_of(struct cx *cx, const struct tenant *centre, const struct booking *b,
                      struct booking_budget *ret) MUST;

/* The same for many at once. cards: as tariff_cards() gives them; offers: as pot_offers_on() of the day. */
err booking_budget_by(struct cx *cx, const struct list *cards, const struct list *offers, const struct booking *b,
                      struct booking_budget *ret) MUST;
bool booking_budget_stops(const struct booking_budget *m); /* nobody is asked without a reason */

struct budget_in {
	const struct tenant *centre;
	int64_t booking_id;
	str reason; /* for going on although the pot is used up; absent: it must not be */
};
/* Notes the pot and the cost as an event, if that has not been done in this round or has changed. E_INVALID with a
 * problem at `reason`: the pot is used up (or no pot permits the case) and no reason is given, or its giver may not
 * decide that (RIGHT_POOL_DECIDE). */
err booking_budget_in_tx(struct cx *cx, const struct budget_in *in) MUST;

/* For db_tx (in: struct budget_ask): first the money, then the people; *ret (int64_t) as offer_ask_in_tx. */
struct budget_ask {
	struct budget_in budget;
	struct offer_ask ask;
};
err budget_ask_in_tx(struct cx *cx, const void *in, void *ret) MUST;
#endif
