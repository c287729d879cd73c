/* activity_form.h -- the form with everything, as the pages of the activities share it. */
#ifndef FEATURES_ACTIVITIES_ACTIVITY_FORM_H
#define FEATURES_ACTIVITIES_ACTIVITY_FORM_H
#include "features/activities/activity_page.h"

/* Nothing similar is there: asks for the rest once, with what was typed and what could be taken. 422 for programs. */
err activity_ask_rest(struct cx *cx, const struct request *rq, struct res *rs, const struct activity *a) MUST;
/* Recorded: back to the line, where it is shown with what was taken and the next one can begin. */
err activity_recorded(struct cx *cx, const struct request *rq, struct res *rs, const struct activity *saved) MUST;
#endif
