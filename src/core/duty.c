#include "core/duty.h"

#include "core/app.h"

static const struct field duty_fields[] = {
	FIELD(struct duty, text, KIND_TEXT),
	FIELD(struct duty, path, KIND_PATH),
};
const struct record duty_rec = RECORD("duty", struct duty, duty_fields);

err duty_list(struct cx *cx, int64_t centre_id, struct list *ret)
{
	for (const struct feature *const *f = cx->app ? cx->app->config.features : NULL; f && *f; f++)
		if ((*f)->duties)
			TRY((*f)->duties(cx, centre_id, ret));
	return OK;
}
