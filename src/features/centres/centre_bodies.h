/* centre_bodies.h -- who must be involved in a KI from the start, who was, when, and who is missing (S-CEN-5, S-CEN-6).
 */
#ifndef FEATURES_CENTRES_CENTRE_BODIES_H
#define FEATURES_CENTRES_CENTRE_BODIES_H
#include "core/route.h"

extern const struct choices body_choices;
extern const struct choices manner_choices; /* informed, heard, took_part, agreed, cooperation */
extern const struct choices duty_choices;   /* from_start, must, should */

struct involvement {
	int64_t id;
	str body, partner;
	day day;
	str manner, note, recorded_by;
	instant recorded_at;
};
extern const struct record involvement_rec, involvement_form_rec;

/* E_INVALID with problems: a day in the future. */
err involvement_record_in_tx(struct cx *cx, const struct tenant *centre, const struct involvement *in) MUST;
err involvement_list(struct cx *cx, int64_t centre_id, struct list *ret) MUST; /* newest first */

struct body_line {
	str body, duty;
	str source;
	bool involved, missing; /* missing: a must without any entry up to the day */
	day first, last;
	str partners; /* names, parted by commas, each once */
	int64_t times;
};
extern const struct record body_line_rec;
struct body_picture {
	struct list lines; /* struct body_line, in the order of the law */
	int64_t missing;   /* how many of the musts */
};
/* Pure: `entries` (struct involvement) up to the day. */
void bodies_of(struct cx *cx, const struct list *entries, day on, struct body_picture *ret);

extern const struct sql body_sql[];
#endif
