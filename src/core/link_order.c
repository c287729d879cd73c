#include "core/link_order.h"

#include <inttypes.h>

#include "core/job.h"
#include "json/json.h"

enum { GOOD_MINUTES = 60 };

err link_order_in_tx(struct cx *cx, const char *job_kind, const struct link_order *o)
{
	struct text t = TEXT(cx->mem);
	text_c(&t, "{\"email\":");
	json_quoted(&t, o->email);
	text_print(&t, ",\"centre\":%" PRId64 ",\"until\":%" PRId64 "}", o->centre_id,
	           cx->now.ms + GOOD_MINUTES * INT64_C(60000));
	return job_add_in_tx(cx, job_kind, text_str(&t), cx->now);
}

err link_order_read(struct cx *cx, const struct job *job, struct link_order *ret)
{
	struct json_pair *pairs;
	size_t n;
	int64_t until;
	if (json_flat(cx->mem, job->arguments, &pairs, &n) != OK || n != 3 || !pairs[0].value.p ||
	    !str_to_int(pairs[1].value, &ret->centre_id) || !str_to_int(pairs[2].value, &until))
		return fail(cx, E_INVALID, "job.failed", NO_ARGS);
	ret->email = pairs[0].value;
	return until < cx->now.ms ? fail(cx, E_INVALID, "mail.too_late", NO_ARGS) : OK;
}
