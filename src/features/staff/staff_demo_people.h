/* staff_demo_people.h -- invented people for the example data: names as one meets them in NRW. */
#ifndef FEATURES_STAFF_STAFF_DEMO_PEOPLE_H
#define FEATURES_STAFF_STAFF_DEMO_PEOPLE_H
#include "base/chance.h"
#include "base/text.h"

struct demo_name {
	const char *family, *given;
};
struct demo_name demo_name(struct chance *c);

/* A home school of a seconded teacher; place: "Coesfeld". */
str demo_school(struct arena *a, struct chance *c, str place);
#endif
