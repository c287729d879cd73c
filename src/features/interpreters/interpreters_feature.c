/* interpreters_feature.c -- what the pool hands up. */
#include "features/interpreters/booking.h"
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_link.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/postcode.h"

#include "features/interpreters/booking.h"
#include "features/interpreters/pool_link.h"
#include "features/interpreters/pool_settings.h"
#include "features/interpreters/pot.h"
#include "features/interpreters/pot_pages.h"
#include "features/interpreters/tariff_cards.h"

static const struct route routes[] = {
	/* pots */
	{ GET, "/centres/{slug}/interpreters/pots", RIGHT_POOL_READ, SCOPE_OWN, pots_get, .shows = &page_pots,
	  .asks = &pot_year_asked_rec },
	{ GET, "/centres/{slug}/interpreters/pots/new", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_new_get,
	  .shows = &page_pool_form },
	{ POST, "/centres/{slug}/interpreters/pots/new", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_new_post,
	  .takes = &pot_new_rec },
	{ GET, "/centres/{slug}/interpreters/pots/{id}", RIGHT_POOL_READ, SCOPE_OWN, pot_get, .shows = &page_pot,
	  .versioned = "pot" },
	{ GET, "/centres/{slug}/interpreters/pots/{id}/edit", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_edit_get,
	  .shows = &page_pool_form },
	{ POST, "/centres/{slug}/interpreters/pots/{id}/edit", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_edit_post,
	  .takes = &pot_change_rec },
	{ GET, "/centres/{slug}/interpreters/pots/{id}/terms", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_terms_get,
	  .shows = &page_pool_form },
	{ POST, "/centres/{slug}/interpreters/pots/{id}/terms", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_terms_post,
	  .takes = &pot_terms_new_rec },
	{ GET, "/centres/{slug}/interpreters/pots/{id}/year", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_year_get,
	  .shows = &page_pool_form, .asks = &pot_year_asked_rec },
	{ POST, "/centres/{slug}/interpreters/pots/{id}/year", RIGHT_POOL_DECIDE, SCOPE_OWN, pot_year_post,
	  .takes = &pot_year_set_rec, .asks = &pot_year_asked_rec },
	{ 0 },
};
static const struct sql *const statements[] = {
	booking_sql,
	pool_link_sql,
	pool_language_sql,
	postcode_sql,
	pot_sql,
	NULL,
	booking_sql, pool_link_sql, pool_language_sql, postcode_sql, tariff_card_sql, NULL,
};
static const struct page *const pages[] = {
	&page_pool_form,
	&page_pots,
	&page_pot,
	NULL,
};

const struct feature interpreters_feature = {
	.name = "interpreters",
	.routes = routes,
	.statements = statements,
	.pages = pages,
	.settings = pool_settings_all,
};
