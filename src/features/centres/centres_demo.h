/* centres_demo.h -- example data: a KI that has done nearly everything (Kreis Coesfeld), and some with open checks. */
#ifndef FEATURES_CENTRES_CENTRES_DEMO_H
#define FEATURES_CENTRES_CENTRES_DEMO_H
#include "base/context.h"

/* In its own transactions; expects the 54 KI and their municipalities. The data are invented, and say so. */
err centres_demo(struct cx *cx) MUST;
#endif
