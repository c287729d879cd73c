/* activity_template.h -- what recurs in a KI under a name: it fills the line and all that goes with it (P-ACT-1). */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_TEMPLATE_H
#define FEATURES_ACTIVITIES_ACTIVITY_TEMPLATE_H
#include "features/activities/activity_model.h"

struct activity_template {
	struct activity activity; /* id and version are those of the template; day, note and account are not used */
	str name;                 /* one of its kind in a KI */
};
extern const struct record activity_template_rec, activity_template_form_rec;

err activity_template_list(struct cx *cx, const struct tenant *centre, struct list *ret) MUST; /* by name */
err activity_template_find(struct cx *cx, const struct tenant *centre, int64_t id, struct activity_template *ret) MUST;

struct activity_template_in {
	const struct tenant *centre;
	const struct activity_template *row;
};
/* id 0: a new one. E_INVALID: the name is taken, or there are ACTIVITY_TEMPLATES_MOST. E_STALE. ret: the template. */
enum { ACTIVITY_TEMPLATES_MOST = 40 };
err activity_template_save_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err activity_template_remove_in_tx(struct cx *cx, const void *in, void *ret) MUST; /* id and version */

extern const struct sql activity_template_sql[];
#endif
