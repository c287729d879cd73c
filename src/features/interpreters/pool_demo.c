#include "features/interpreters/pool_demo.h"
#include "features/interpreters/tariff_demo.h"

err pool_demo(struct cx *cx)
{
	TRY(pool_demo_people(cx));
	TRY(tariff_demo(cx));
	return pool_demo_bookings(cx);
}
