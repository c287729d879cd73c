/* interpreters_feature.c -- what the pool hands up. */
#include "features/interpreters/interpreters.h"
#include "features/interpreters/pool_language.h"
#include "features/interpreters/pool_page.h"
#include "features/interpreters/postcode.h"

#include "features/interpreters/booking.h"
#include "features/interpreters/pool_link.h"

static const struct route routes[] = {
	{ 0 },
};
static const struct sql *const statements[] = {
	booking_sql, pool_link_sql, pool_language_sql, postcode_sql, NULL,
};
static const struct page *const pages[] = {
	&page_pool_form,
	NULL,
};

const struct feature interpreters_feature = {
	.name = "interpreters",
	.routes = routes,
	.statements = statements,
	.pages = pages,
};
