/* pool_test.h -- what the tests of the pool share: a fresh database, short ways to save. */
#ifndef FEATURES_INTERPRETERS_POOL_TEST_H
#define FEATURES_INTERPRETERS_POOL_TEST_H
#include "kit/short.h"

#include <string.h>

#include "features/interpreters/pool_page.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, pool_set_up, pool_tear_down)

extern struct tenant coesfeld, bottrop; /* a Kreis, a kreisfreie Stadt */
int pool_set_up(void **state);
int pool_tear_down(void **state);

typedef err (*saver)(struct cx *cx, const void *in, void *ret);
err save(const struct tenant *centre, saver fn, const void *row, void *ret, size_t size);
#define SAVE(centre, fn, row, ret) save((centre), (fn), (row), (ret), sizeof *(ret))
#endif
