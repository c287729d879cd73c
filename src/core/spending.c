#include "core/spending.h"

#include "core/app.h"

err spending_list(struct cx *cx, int64_t centre_id, int64_t year, struct list *ret)
{
	for (const struct feature *const *f = cx->app ? cx->app->config.features : NULL; f && *f; f++)
		if ((*f)->spending)
			TRY((*f)->spending(cx, centre_id, year, ret));
	return OK;
}
