#include "features/interpreters/pool_demo.h"

err pool_demo(struct cx *cx)
{
	return pool_demo_people(cx);
}
