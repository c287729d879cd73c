/* duty.h -- what a KI owes to the Land and has not done although its day is over, such as a monthly report (S-FUN-5).
 * Features hand it up in struct feature (.duties); others ask without knowing whose it is, because it holds payment
 * back. */
#ifndef CORE_DUTY_H
#define CORE_DUTY_H
#include "base/context.h"
#include "base/list.h"
#include "base/record.h"

struct duty {
	str text; /* a sentence that says what is missing since when */
	str path; /* where it is seen; the reader's rights are checked there */
};
extern const struct record duty_rec;
/* Of all features, in their order (struct duty). */
err duty_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST;
#endif
