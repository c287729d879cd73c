/* What each example KI decided: tariff cards, pots, settings. */
#include "features/interpreters/pool_demo_parts.h"
#include "features/interpreters/pool_settings.h"
#include "features/interpreters/pot.h"

#include <string.h>

enum { SHORT_PERCENT = 95, ROUND_CENTS = 1000 };
#define SINCE DAY(2018, 1, 1)
#define HAS(x)                                                                                                         \
	{                                                                                                              \
		.v = (x), .has = true                                                                                  \
	}
#define EXAMPLE .standard = true, .source = S_INIT("Beispiel, frei gewählt"), .mark = S_INIT("assumed")

/* Beside the card for interpreters (tariff_demo.h), where a KI has none of its own for them. */
static const struct tariff other_cards[] = {
	{ .name = S_INIT("lotsen"),
	  .service = S_INIT("guiding"),
	  .basis = S_INIT("time"),
	  .further_cents = HAS(750),
	  .further_minutes = HAS(30),
	  .travel_time = S_INIT("none"),
	  .travel_cost = S_INIT("none"),
	  EXAMPLE },
	{ .name = S_INIT("seiten"),
	  .service = S_INIT("translating"),
	  .basis = S_INIT("pages"),
	  .further_cents = HAS(1500),
	  .further_pages = HAS(1000),
	  .travel_time = S_INIT("none"),
	  .travel_cost = S_INIT("none"),
	  EXAMPLE },
};

/* --- tariff cards ------------------------------------------------------------------------------------------------- */

static bool is_paid(const struct list *cards, str service)
{
	LIST_EACH (const struct tariff, c, cards)
		if (str_eq(c->service, service))
			return true;
	return false;
}

static err add_cards(struct demo_teller *t)
{
	struct list there = { 0 };
	int64_t id;
	TRY(tariff_cards(t->cx, t->centre.id, &there));
	for (size_t i = 0; i < sizeof other_cards / sizeof *other_cards; i++) {
		struct tariff card = other_cards[i];
		card.valid_from = SINCE;
		if (!is_paid(&there, card.service))
			TRY(tariff_card_add_in_tx(t->cx, &t->centre, &card, &id));
	}
	return tariff_cards(t->cx, t->centre.id, &t->cards);
}

/* --- pots --------------------------------------------------------------------------------------------------------- */

static err add_pots(struct demo_teller *t)
{
	struct cx *cx = t->cx;
	const struct demo_pots *p = &t->ki->pots;
	int64_t own;
	const struct pot_new land = { .name = S("Landesmittel Sprachmittlung"),
		                      .kind = S("land"),
		                      .place = 1,
		                      .valid_from = SINCE,
		                      .source = S("Fördergrundsätze: niedrigschwellige Gespräche, ohne Fahrtkosten") };
	const struct pot_new other = { .name = str_of(p->own_name),
		                       .kind = S("own"),
		                       .place = 2,
		                       .valid_from = SINCE,
		                       .medical = true,
		                       .aosf = true,
		                       .recurring = true,
		                       .travel = true,
		                       .source = str_of(p->own_source) };
	TRY(pot_add_in_tx(cx, &t->centre, &land, &t->land_pot_id));
	TRY(pot_add_in_tx(cx, &t->centre, &other, &own));
	for (int year = day_year(cx->today) - 2; year <= day_year(cx->today) + 1; year++) {
		const struct pot_year_set set = {
			.pot_id = own, .year = year, .cents = p->own_cents, .source = S("Haushaltsplan (Beispiel)")
		};
		TRY(pot_year_set_in_tx(cx, &t->centre, &set));
	}
	TRY(pot_offers_on(cx, &t->centre, cx->today, &t->offers));
	LIST_EACH (struct pot_offer, o, &t->offers)
		o->cents = (struct maybe){ 0 }; /* the examples follow the terms alone */
	return OK;
}

/* So much that nearly all of it is used: the warning can be seen on whatever day the example is made. */
err demo_short_pot(struct demo_teller *t)
{
	struct list money = { 0 };
	struct pot_year_set set = { .pot_id = t->land_pot_id,
		                    .year = day_year(t->cx->today),
		                    .source = S("Teil der Landesmittel, der für die Sprachmittlung eingeplant ist") };
	if (!t->ki->pots.land_is_short)
		return OK;
	TRY(pot_money_on(t->cx, &t->centre, t->cx->today, &money));
	LIST_EACH (const struct pot_money, m, &money)
		if (m->pot_id == t->land_pot_id)
			set.cents = (m->booked_cents + m->settled_cents) * 100 / SHORT_PERCENT;
	set.cents = (set.cents / ROUND_CENTS + 1) * ROUND_CENTS;
	return pot_year_set_in_tx(t->cx, &t->centre, &set);
}

/* --- settings ----------------------------------------------------------------------------------------------------- */

static err decide(struct demo_teller *t, const char *name, const char *value)
{
	const struct setting_row row = {
		.valid_from = SINCE, .value = str_of(value), .mark = S("seed"), .source = S("Beispiel")
	};
	if (!value)
		return OK;
	for (const struct setting *const *s = pool_settings_all; *s; s++)
		if (strcmp((*s)->name, name) == 0)
			return setting_set_in_tx(t->cx, *s, t->centre.id, &row);
	ASSERT(false);
	return OK;
}

static err decide_all(struct demo_teller *t)
{
	const struct demo_choice *c = &t->ki->choice;
	TRY(decide(t, "pool.lead_days", c->lead_days));
	TRY(decide(t, "pool.lead_unit", c->lead_unit));
	TRY(decide(t, "pool.lead_hard", c->lead_hard));
	TRY(decide(t, "pool.contact_visibility", c->visibility));
	TRY(decide(t, "pool.sign", c->sign));
	return decide(t, "pool.most_minutes", c->most_minutes);
}

err demo_rules(struct demo_teller *t)
{
	TRY(decide_all(t));
	TRY(add_cards(t));
	return add_pots(t);
}
