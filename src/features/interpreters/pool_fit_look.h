/* pool_fit_look.h -- private to pool_fit*.c: a request with what every check of it needs, worked out once. */
#ifndef FEATURES_INTERPRETERS_POOL_FIT_LOOK_H
#define FEATURES_INTERPRETERS_POOL_FIT_LOOK_H
#include "features/interpreters/pool_fit.h"

struct fit_look {
	const struct fit_rules *rules;
	const struct fit_request *rq;
	day first, last;              /* the days it touches, in Europe/Berlin */
	int from_minute, to_minute;   /* of the first, of the last (1 ... 1440) */
	instant week_start, week_end; /* Monday 00:00 and the next one */
	int year;
};
struct fit_look fit_look_of(const struct fit_rules *rules, const struct fit_request *rq);

/* Sets way and price of the candidate. */
void fit_measure(const struct fit_look *l, struct fit_candidate *c);
/* The conditions that are broken, as bits; each is added to *found (struct fit_reason), unless it is NULL. */
uint32_t fit_refusals(struct arena *a, const struct fit_look *l, const struct fit_candidate *c, struct list *found);
/* The same question for many: stops at the first condition that is broken. Sets way and price if all are kept. */
bool fit_suits(const struct fit_look *l, struct fit_candidate *c);
/* Sets parts and points. */
void fit_rate(const struct fit_look *l, struct fit_candidate *c);
#endif
