/* centre_sites.h -- one KI has one site (S-CEN-2). A second one is refused; a site is moved instead. It need not stand
 * in the town of the Kreis's own seat. */
#ifndef FEATURES_CENTRES_CENTRE_SITES_H
#define FEATURES_CENTRES_CENTRE_SITES_H
#include "core/route.h"

struct site_row {
	int64_t id, version;
	str street, postcode, ags8;
	str town; /* name of the municipality */
	day moved_in, moved_out;
	str reason; /* of a move */
	str recorded_by;
	instant recorded_at;
};
extern const struct record site_row_rec;
extern const struct record site_form_rec; /* the first site */
extern const struct record site_move_rec; /* moving it: with a reason */

err site_history(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* newest first */
/* The site of a day. site_on: E_NOTFOUND if there is none; site_there says so in *ret_there. */
err site_on(struct cx *cx, int64_t centre_id, day on, struct site_row *ret) MUST;
err site_there(struct cx *cx, int64_t centre_id, day on, struct site_row *ret, bool *ret_there) MUST;
/* E_INVALID "sites.second" when there is one already, and problems at the fields. */
err site_add_in_tx(struct cx *cx, const struct tenant *centre, const struct site_row *in) MUST;
/* Ends the present site on the day before and begins the new one. E_STALE: in->version is not that of the present
 * site. E_INVALID: there is none to move, or it would begin before the present one. */
err site_move_in_tx(struct cx *cx, const struct tenant *centre, const struct site_row *in) MUST;

extern const struct sql site_sql[];
#endif
