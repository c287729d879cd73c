/* postcode.h -- the postcodes of North Rhine-Westphalia: town and a point in its middle (migrations/0014_postcodes.sql,
 * from OpenGeoDB, public domain). Enough for ways between people and places; no street is looked up anywhere. */
#ifndef FEATURES_INTERPRETERS_POSTCODE_H
#define FEATURES_INTERPRETERS_POSTCODE_H
#include "db/db.h"

struct postcode {
	str code, town;
	int64_t lat, lon; /* WGS 84, millionths of a degree */
};
extern const struct record postcode_rec;

bool postcode_written(str s); /* five digits */
/* E_NOTFOUND without words: not one of NRW that we know; the place is then without a position. */
err postcode_find(struct cx *cx, str code, struct postcode *ret) MUST;

extern const struct sql postcode_sql[];
#endif
