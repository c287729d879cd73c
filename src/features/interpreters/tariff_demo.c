#include "features/interpreters/tariff_demo.h"

#include "core/tenant.h"
#include "core/user.h"
#include "core/words.h"
#include "features/interpreters/tariff_cards.h"
#include "features/interpreters/tariff_words.h"

/* Kreis Coesfeld changed its card twice, and will again with the new year; it also pays guides and translators. */
static const struct {
	const char *name, *service, *basis;
	int year;          /* from its first of January; 0: from the coming one */
	int cents, amount; /* first block: minutes, or thousandths of a page */
	int more_cents, more;
	const char *travel_cost;
	int cancel_hours;
	const char *source;
} coesfeld[] = {
	{ "coesfeld", "interpreting", "time", 2018, 1500, 60, 1500, 60, "none", 0,
	  "Beispiel: Beschluss des Kreistages vom 13.12.2017" },
	{ "coesfeld", "interpreting", "time", 2022, 2000, 60, 1000, 60, "as_given", 0,
	  "Beispiel: Beschluss des Kreistages vom 15.12.2021" },
	{ "coesfeld", "interpreting", "time", 2024, 2500, 120, 1000, 60, "as_given", 24,
	  "Beispiel: Beschluss des Kreistages vom 13.12.2023" },
	{ "coesfeld", "interpreting", "time", 0, 2750, 120, 1100, 60, "as_given", 24,
	  "Beispiel: Beschluss des Kreisausschusses zum Haushalt" },
	{ "lotsen", "guiding", "time", 2023, 0, 0, 1200, 60, "per_km", 0,
	  "Beispiel: Dienstanweisung Integrationslotsen vom 02.01.2023" },
	{ "uebersetzung", "translating", "pages", 2023, 1500, 1000, 600, 500, "none", 0,
	  "Beispiel: Dienstanweisung Übersetzungen vom 02.01.2023" },
};

struct demo {
	struct tenant centre;
	struct list cards; /* struct tariff */
};

static struct maybe some(int64_t n)
{
	return n ? MAYBE(n) : (struct maybe){ 0 };
}

static void draw_coesfeld(struct cx *cx, struct list *cards)
{
	for (size_t i = 0; i < sizeof coesfeld / sizeof *coesfeld; i++) {
		bool pages = str_is(str_of(coesfeld[i].basis), "pages");
		bool per_km = str_is(str_of(coesfeld[i].travel_cost), "per_km");
		int year = coesfeld[i].year ? coesfeld[i].year : day_year(cx->today) + 1;
		struct tariff t = { .name = str_of(coesfeld[i].name),
			            .service = str_of(coesfeld[i].service),
			            .standard = true,
			            .valid_from = DAY(year, 1, 1),
			            .basis = str_of(coesfeld[i].basis),
			            .first_cents = some(coesfeld[i].cents),
			            .further_cents = some(coesfeld[i].more_cents),
			            .travel_time = S("none"),
			            .travel_cost = str_of(coesfeld[i].travel_cost),
			            .km_cents = per_km ? MAYBE(30) : (struct maybe){ 0 },
			            .both_ways = per_km,
			            .cancel_hours = some(coesfeld[i].cancel_hours),
			            .cancel_minutes = some(coesfeld[i].cancel_hours ? 60 : 0),
			            .source = str_of(coesfeld[i].source),
			            .mark = S("read") };
		*(pages ? &t.first_pages : &t.first_minutes) = some(coesfeld[i].amount);
		*(pages ? &t.further_pages : &t.further_minutes) = some(coesfeld[i].more);
		t.page_characters = pages ? MAYBE(1500) : (struct maybe){ 0 };
		*LIST_ADD(cx->mem, cards, struct tariff) = t;
	}
}

static void draw_published(struct cx *cx, const char *name, str slug, int year, struct list *cards)
{
	const struct tariff *published = tariff_template(str_of(name));
	ASSERT(published);
	struct tariff t = tariff_from_template(cx->words, cx->mem, published);
	t.name = slug;
	t.valid_from = DAY(year, 1, 1);
	t.source = str_print(cx->mem, "Beispiel, nach: " STR_FMT, STR_ARG(t.source));
	*LIST_ADD(cx->mem, cards, struct tariff) = t;
}

static err add_tx(struct cx *cx, const void *in, UNUSED void *ret)
{
	const struct demo *d = in;
	LIST_EACH (const struct tariff, t, &d->cards) {
		int64_t id;
		TRY(tariff_card_add_in_tx(cx, &d->centre, t, &id));
	}
	return OK;
}

static err demo_of(struct cx *cx, const char *slug, const char *published, int year)
{
	struct demo d = { 0 };
	struct list there = { 0 };
	TRY(tenant_by_slug(cx, str_of(slug), &d.centre));
	TRY(tariff_cards(cx, d.centre.id, &there));
	if (there.n > 0)
		return OK;
	if (published)
		draw_published(cx, published, d.centre.slug, year, &d.cards);
	else
		draw_coesfeld(cx, &d.cards);
	return db_tx(cx, "demo tariff", add_tx, &d, NULL, 0);
}

err tariff_demo(struct cx *cx)
{
	TRY(demo_of(cx, "coesfeld", NULL, 0));
	TRY(demo_of(cx, "bottrop", "rheinisch-berg", 2021));
	TRY(demo_of(cx, "soest", "soest", 2020));
	return demo_of(cx, "rhein-erft-kreis", "rhein-erft", 2018);
}
