#include "base/chance.h"

uint64_t chance_next(struct chance *c)
{
	uint64_t z = c->state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

int chance_below(struct chance *c, int n)
{
	return (int)(chance_next(c) % (uint64_t)n);
}

int chance_between(struct chance *c, int a, int b)
{
	return a + chance_below(c, b - a + 1);
}

bool chance_percent(struct chance *c, int percent)
{
	return chance_below(c, 100) < percent;
}
