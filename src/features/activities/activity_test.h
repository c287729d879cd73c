/* activity_test.h -- what the tests of activities share. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_TEST_H
#define FEATURES_ACTIVITIES_ACTIVITY_TEST_H
#include "kit/short.h"

#include "features/activities/activity_indicators.h"
#include "features/activities/activity_model.h"

extern struct tenant coesfeld, unna;
extern struct user anna, ben;       /* both of Kreis Coesfeld */
void further(const struct user *u); /* the next request, of somebody; time goes on by a second */
int activity_set_up(void **state);
int activity_tear_down(void **state);
/* An activity with everything said. */
struct activity an_activity(const char *kind, const char *held, const char *partner, int64_t participants);
typedef err (*activity_writer)(struct cx *cx, const void *in, void *ret);
err write_it(activity_writer fn, const struct tenant *centre, const struct activity *row, struct activity *ret);
struct activity recorded(const char *kind, const char *held, const char *partner, int64_t participants);
void sums_are_right(void); /* of all months from 2012 on */
#endif
