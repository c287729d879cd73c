/* activity_demo.h -- what 54 KI did from 2022 on, or in the last three years: invented, and the same on every machine
 * for the same day. Quiet in the school holidays, busy before them; more with newcomers from March 2022 on. The last
 * finished month of Kreis Coesfeld has what a head should see before a report: a talk twice, four thousand people, none
 * at all. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_DEMO_H
#define FEATURES_ACTIVITIES_ACTIVITY_DEMO_H
#include "db/db.h"

err activity_demo(struct cx *cx) MUST; /* in its own transactions */

extern const struct sql activity_demo_sql[];
#endif
