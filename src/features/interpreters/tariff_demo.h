/* tariff_demo.h -- example tariff cards of the four KI whose pools are examples (pool_demo.h). */
#ifndef FEATURES_INTERPRETERS_TARIFF_DEMO_H
#define FEATURES_INTERPRETERS_TARIFF_DEMO_H
#include "base/context.h"

/* In its own transactions, one per KI. A KI that has cards already keeps them as they are. */
err tariff_demo(struct cx *cx) MUST;
#endif
