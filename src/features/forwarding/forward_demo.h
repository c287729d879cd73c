/* forward_demo.h -- invented calls and applications: Kreis Coesfeld by hand, the others by filling. */
#ifndef FEATURES_FORWARDING_FORWARD_DEMO_H
#define FEATURES_FORWARDING_FORWARD_DEMO_H
#include "db/db.h"

err forward_demo(struct cx *cx) MUST;
str forward_demo_photo(void); /* a JPEG */

/* Finished rounds of one year each, with bids that went all the way: for the demo, and for measuring. */
struct forward_fill {
	int first_year, years;
	int bids;        /* of each KI and year */
	int64_t centres; /* so many, Kreis Coesfeld first */
	bool but_coesfeld;
};
/* One transaction for each year. ret: how many bids. */
err forward_fill(struct cx *cx, const struct forward_fill *in, int64_t *ret) MUST;
extern const struct sql forward_fill_sql[];
#endif
