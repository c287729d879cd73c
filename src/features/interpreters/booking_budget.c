#include "features/interpreters/booking_budget.h"

#include "core/user.h"
#include "core/words.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/tariff_cards.h"

err booking_budget_by(struct cx *cx, const struct list *cards, const struct list *offers, const struct booking *b,
                      struct booking_budget *ret)
{
	const struct pot_case asked = { b->legal, b->medical, b->aosf, b->lesson, b->recurring, b->private };
	const struct tariff *card = tariff_card_for(cards, b->service, instant_day(b->starts_at));
	*ret = (struct booking_budget){ 0 };
	if (card) {
		const struct tariff_job job = { .starts_at = b->starts_at,
			                        .ends_at = b->ends_at,
			                        .travel_minutes = MAYBE(0),
			                        .distance_km = MAYBE(0),
			                        .pages = { .v = b->pages.v * 1000, .has = b->pages.has } };
		ret->travel_on_top = str_is(b->mode, "on_site") &&
		                     !(str_is(card->travel_time, "none") && str_is(card->travel_cost, "none"));
		struct problem *kept = cx->problems; /* those of a form that is shown again */
		ret->card = *card;
		cx->problems = NULL;
		err e = tariff_amount(cx, card, &job, &ret->amount);
		cx->problems = kept;
		if (e != OK && e != E_INVALID)
			return e; /* what the card cannot reckon beforehand costs nothing yet */
	}
	ret->choice = pot_choose(cx->mem, offers, &asked, ret->amount.total_cents, 0);
	LIST_EACH (const struct pot_verdict, v, &ret->choice.verdicts)
		if (v->pot_id == ret->choice.pot_id)
			ret->pot = v;
	return OK;
}

err booking_budget_of(struct cx *cx, const struct tenant *centre, const struct booking *b, struct booking_budget *ret)
{
	struct list cards = { 0 }, offers = { 0 };
	TRY(tariff_cards(cx, centre->id, &cards));
	TRY(pot_offers_on(cx, centre, instant_day(b->starts_at), &offers));
	return booking_budget_by(cx, &cards, &offers, b, ret);
}

bool booking_budget_stops(const struct booking_budget *m)
{
	return !m->pot || m->choice.state == POT_STOPS;
}

static err check_money(struct cx *cx, const struct budget_in *in, const struct booking_budget *m)
{
	if (!booking_budget_stops(m))
		return OK;
	if (!role_has(role_of_code(cx->user->role), RIGHT_POOL_DECIDE))
		return problem_add(cx, "reason", m->pot ? "budget.stopped_ask_head" : "budget.no_pot_ask_head",
		                   NO_ARGS);
	if (!in->reason.p)
		return problem_add(cx, "reason", m->pot ? "budget.stopped" : "budget.no_pot", NO_ARGS);
	return OK;
}

err booking_budget_in_tx(struct cx *cx, const struct budget_in *in)
{
	struct booking b;
	struct booking_budget m;
	TRY(booking_find(cx, in->centre->id, in->booking_id, &b));
	TRY(booking_budget_of(cx, in->centre, &b, &m));
	TRY(check_money(cx, in, &m));
	if (!m.pot || (b.pot_id.v == m.choice.pot_id && b.expected_cents == m.amount.total_cents && !in->reason.p))
		return OK;
	struct booking_event e = { .kind = S("budgeted"),
		                   .round = b.round,
		                   .pot_id = MAYBE(m.choice.pot_id),
		                   .expected_cents = MAYBE(m.amount.total_cents),
		                   .expected_travel_cents = MAYBE(0),
		                   .note = in->reason };
	if (m.choice.travel_pot_id)
		e.travel_pot_id = MAYBE(m.choice.travel_pot_id);
	return booking_event_in_tx(cx, in->centre->id, in->booking_id, &e, NULL);
}

err budget_ask_in_tx(struct cx *cx, const void *in, void *ret)
{
	const struct budget_ask *a = in;
	TRY(booking_budget_in_tx(cx, &a->budget));
	return offer_ask_in_tx(cx, &a->ask, ret);
}
