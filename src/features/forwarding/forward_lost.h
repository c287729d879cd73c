/* forward_lost.h -- links that were lost: whoever gives an address gets a mail there with new links to all bids that
 * have it. Only the job looks whether there are any, so that nobody learns who has applied. */
#ifndef FEATURES_FORWARDING_FORWARD_LOST_H
#define FEATURES_FORWARDING_FORWARD_LOST_H
#include "core/link_order.h"
#include "db/db.h"

struct job;
struct lost_links {
	struct link_order order; /* whom to send to */
	str place;               /* from where it was asked, as http calls it */
};
/* How long to wait still, from there or for that address; 0: go on. */
err lost_links_wait(struct cx *cx, const struct lost_links *l, int64_t *ret_ms) MUST;
err lost_links_ask_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* in: struct lost_links */
err lost_links_job_run(struct cx *cx, const struct job *job) MUST;       /* "forward.lost" */
extern const struct sql forward_lost_sql[];
#endif
