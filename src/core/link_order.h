/* link_order.h -- an order to mail links to whoever has lost them, as the arguments of a job: to which address, of
 * which KI. Only the job looks whether there is anything to send, so that no answer tells whether an address is known.
 * How often one may ask is for the feature to count. */
#ifndef CORE_LINK_ORDER_H
#define CORE_LINK_ORDER_H
#include "base/context.h"

struct job;
struct link_order {
	int64_t centre_id;
	str email; /* folded (utf8_fold) */
};
/* Adds the job; the order is good for an hour, so that a mail that waited longer surprises nobody. */
err link_order_in_tx(struct cx *cx, const char *job_kind, const struct link_order *o) MUST;
/* E_INVALID "job.failed": these are no such arguments; "mail.too_late": the hour is over. */
err link_order_read(struct cx *cx, const struct job *job, struct link_order *ret) MUST;
#endif
