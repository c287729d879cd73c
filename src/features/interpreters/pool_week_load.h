/* pool_week_load.h -- the open requests of seven days and the people of the KI, as the plan of a week wants them
 * (pool_week.h, P-INT-4): some statements for all of them at once. */
#ifndef FEATURES_INTERPRETERS_POOL_WEEK_LOAD_H
#define FEATURES_INTERPRETERS_POOL_WEEK_LOAD_H
#include "core/tenant.h"
#include "features/interpreters/booking.h"
#include "features/interpreters/pool_week.h"

enum { WEEK_DAYS = 7 };

struct week_open {
	struct list bookings; /* struct booking: open or asking, their wished date in these days and still to come */
	struct list requests; /* struct week_request, in the same order: only dates that are still to come */
	struct list asked;    /* struct week_asked: has been asked in this round and has not answered; by request */
	const struct list *people; /* struct fit_person: everybody of the KI */
};
struct week_asked {
	int64_t booking_id, interpreter_id;
	bool declined;
};
/* From this day on, seven days. People who said no to a request stand in its `declined`. */
err pool_week_load(struct cx *cx, const struct tenant *centre, day from, struct week_open *ret) MUST;
bool pool_week_was_asked(const struct week_open *w, int64_t booking_id, int64_t interpreter_id);

extern const struct sql pool_week_load_sql[];
#endif
