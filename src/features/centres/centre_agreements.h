/* centre_agreements.h -- target agreements (Zielvereinbarungen) of the Land with the carrier (S-CEN-8). */
#ifndef FEATURES_CENTRES_CENTRE_AGREEMENTS_H
#define FEATURES_CENTRES_CENTRE_AGREEMENTS_H
#include "core/route.h"

extern const struct choices agreement_state_choices; /* draft, coming, running, ended */

struct agreement {
	int64_t id, version;
	str title, partner, goals;
	day concluded_on, valid_from, valid_to;
	str review; /* what came of it */
	str recorded_by;
	str state; /* computed for cx->today */
	str path;
};
extern const struct record agreement_rec, agreement_form_rec, agreement_new_rec;

err agreement_list(struct cx *cx, const struct tenant *centre, struct list *ret) MUST; /* newest first */
err agreement_find(struct cx *cx, const struct tenant *centre, int64_t id, struct agreement *ret) MUST;
/* in->id 0: a new one; else a change of in->version (E_STALE). E_INVALID with problems: ends before it begins,
 * concluded in the future. */
err agreement_save_in_tx(struct cx *cx, const struct tenant *centre, const struct agreement *in, int64_t *ret_id) MUST;

extern const struct sql agreement_sql[];
#endif
