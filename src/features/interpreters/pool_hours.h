/* pool_hours.h -- the hours of a day as people write them: "8-12, 14:30-18" or "8 bis 12 Uhr und ab 14 Uhr". Pure. */
#ifndef FEATURES_INTERPRETERS_POOL_HOURS_H
#define FEATURES_INTERPRETERS_POOL_HOURS_H
#include "base/list.h"
#include "base/text.h"

struct arena;

/* A span of a day in minutes; to_minute at most 1440, which people write 24:00. */
struct day_span {
	int64_t from_minute, to_minute;
};
/* Adds struct day_span to *ret, sorted, none touching another. Blank: none. False: it cannot be read, ends before it
 * begins, or two of them overlap. */
bool hours_parse(struct arena *a, str typed, struct list *ret);
/* "8:00–12:00, 14:30–18:00": hours_parse() reads it again; "" if there are none. */
str hours_said(struct arena *a, const struct list *spans);
#endif
