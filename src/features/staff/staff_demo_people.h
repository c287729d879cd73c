/* staff_demo_people.h -- invented people for the example data: seeded chance, and names as one meets them in NRW. */
#ifndef FEATURES_STAFF_STAFF_DEMO_PEOPLE_H
#define FEATURES_STAFF_STAFF_DEMO_PEOPLE_H
#include "base/text.h"

/* splitmix64: the same seed gives the same people on every machine. */
struct chance {
	uint64_t state;
};
uint64_t chance_next(struct chance *c);
int chance_below(struct chance *c, int n);          /* 0 ... n - 1 */
int chance_between(struct chance *c, int a, int b); /* both included */
bool chance_percent(struct chance *c, int percent);

struct demo_name {
	const char *family, *given;
};
struct demo_name demo_name(struct chance *c);

/* A home school of a seconded teacher; place: "Coesfeld". */
str demo_school(struct arena *a, struct chance *c, str place);
#endif
