/* rulebook_demo.h -- example proposals, clearly marked as examples, by the demo accounts of the Land. */
#ifndef FEATURES_RULEBOOK_RULEBOOK_DEMO_H
#define FEATURES_RULEBOOK_RULEBOOK_DEMO_H
#include "base/context.h"

/* After the accounts ministry@land and authority@arnsberg exist; each step in its own transaction, as they would. */
err rulebook_demo(struct cx *cx) MUST;
#endif
