/* chance.h -- seeded chance for example data and measuring: never for secrets (crypt.h). */
#ifndef BASE_CHANCE_H
#define BASE_CHANCE_H
#include <stdbool.h>
#include <stdint.h>

/* splitmix64: the same seed gives the same numbers on every machine. */
struct chance {
	uint64_t state;
};
uint64_t chance_next(struct chance *c);
int chance_below(struct chance *c, int n);          /* 0 ... n - 1 */
int chance_between(struct chance *c, int a, int b); /* both included */
bool chance_percent(struct chance *c, int percent);
#endif
