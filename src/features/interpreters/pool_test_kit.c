/* What the tests of the pool share: see pool_test.h. */
#include "features/interpreters/pool_test.h"

struct tenant coesfeld, bottrop;

int pool_set_up(void **state)
{
	(void)state;
	k = kit_furnished();
	coesfeld = centre_called("coesfeld");
	bottrop = centre_called("bottrop");
	return 0;
}

int pool_tear_down(void **state)
{
	(void)state;
	kit_close(k);
	return 0;
}

err save(const struct tenant *centre, saver fn, const void *row, void *ret, size_t size)
{
	struct pool_in in = { .centre = centre, .row = row };
	return db_tx(&k->cx, "test", fn, &in, ret, size);
}
