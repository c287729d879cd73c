#include "features/interpreters/postcode.h"

static const struct field postcode_fields[] = {
	FIELD(struct postcode, code, KIND_TEXT),
	FIELD(struct postcode, town, KIND_TEXT),
	FIELD(struct postcode, lat, KIND_INT),
	FIELD(struct postcode, lon, KIND_INT),
};
const struct record postcode_rec = RECORD("postcode", struct postcode, postcode_fields);

enum { FIND };
const struct sql postcode_sql[] = {
	[FIND] = { "SELECT code, town, lat, lon FROM postcode WHERE code = $1", "s" },
	{ 0 },
};

bool postcode_written(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == 5;
}

err postcode_find(struct cx *cx, str code, struct postcode *ret)
{
	return db_row(cx, &postcode_sql[FIND], &postcode_rec, ret, V(code));
}
