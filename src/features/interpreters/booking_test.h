/* booking_test.h -- what the tests of a booking's life share: people and requests of one KI, in Dülmen. */
#ifndef FEATURES_INTERPRETERS_BOOKING_TEST_H
#define FEATURES_INTERPRETERS_BOOKING_TEST_H
#include "features/interpreters/pool_test.h"

#include "features/interpreters/booking_offer.h"

struct wanted {
	const char *number, *mode;
	int64_t lat, lon;
	instant starts, ends;
};
err add_booking(struct cx *cx, const void *in, void *ret); /* in: struct wanted; ret: its id */
int64_t person(const char *name);
instant clock_at(const char *text);
int64_t booking(const char *number, const char *from, const char *to); /* on site; a second date a day later */
int64_t count(const struct sql *q, struct bounds v);
err accept(struct cx *cx, int64_t id, int64_t who, int64_t round, int64_t choice);
struct booking seen(int64_t id);
#define is_at(id, want) assert_string_equal(str_c(k->cx.mem, seen(id).stage), want)
#endif
