/* interpreters_feature.c -- what the pool hands up. */
#include "features/interpreters/interpreters.h"

static const struct route routes[] = {
	{ 0 },
};
static const struct sql *const statements[] = {
	NULL,
};
static const struct page *const pages[] = {
	NULL,
};

const struct feature interpreters_feature = {
	.name = "interpreters",
	.routes = routes,
	.statements = statements,
	.pages = pages,
};
