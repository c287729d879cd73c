/* centre_suggestions.h -- a kreisangehörige municipality cannot apply; it can put a suggestion to its Kreis, which the
 * Kreis answers (S-CEN-1). */
#ifndef FEATURES_CENTRES_CENTRE_SUGGESTIONS_H
#define FEATURES_CENTRES_CENTRE_SUGGESTIONS_H
#include "core/route.h"

extern const struct choices suggestion_outcome_choices; /* taken_up, partly, declined */

struct suggestion {
	int64_t id, version;
	str ags8, town;
	day received_on;
	str subject, wording;
	str recorded_by;
	day answered_on;
	str outcome, answer, answered_by;
	bool open;       /* computed: no answer yet */
	int64_t waiting; /* days since it was received; to the answer, or to today */
	str path;
};
extern const struct record suggestion_rec;
extern const struct record suggestion_form_rec;   /* recording one */
extern const struct record suggestion_answer_rec; /* answering it */

err suggestion_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* open ones first, then the newest */
err suggestion_find(struct cx *cx, int64_t centre_id, int64_t id, struct suggestion *ret) MUST; /* E_NOTFOUND */
/* E_INVALID: the carrier is no Kreis, the municipality is none of this Kreis, a day in the future. */
err suggestion_record_in_tx(struct cx *cx, const struct tenant *centre, const struct suggestion *in,
                            int64_t *ret_id) MUST;
/* in: id, version, answered_on, outcome, answer. E_STALE when somebody answered first. */
err suggestion_answer_in_tx(struct cx *cx, const struct tenant *centre, const struct suggestion *in) MUST;

extern const struct sql suggestion_sql[];
#endif
