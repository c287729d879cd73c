/* A table of costs is sent, looked at as a whole, and taken as a whole. */
#include "features/grants/grant_cost_import.h"
#include "features/grants/grant_cost_pages.h"

static err look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_preview *ret)
{
	struct grant_cost_import plan;
	TRY(grant_cost_import_look(cx, centre, table, &plan));
	ret->said = plan.said;
	ret->rows = plan.rows;
	ret->nothing_new = plan.fresh == 0;
	import_count(cx, ret, "cost_import.fresh", plan.fresh);
	import_count(cx, ret, "cost_import.known", plan.known);
	LIST_EACH (const struct grant_cost_draft, d, &plan.drafts)
		if (!d->known)
			*LIST_ADD(cx->mem, &ret->examples, struct grant_cost) = d->cost;
	return OK;
}

static err take_in_tx(struct cx *cx, const struct import_in *in)
{
	struct grant_cost_import plan;
	return grant_cost_import_take(cx, in, &plan);
}

static const char *const columns[] = { "item", "day", "cents", "payee", "voucher", "source", NULL };
static const struct import_kind kind = { .purpose = { "grants.costs", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 },
	                                 .section = &grants_section,
	                                 .area = "",
	                                 .form = "costs/import",
	                                 .preview = "costs/import",
	                                 .back = "",
	                                 .back_word = "grants.crumb",
	                                 .table = "/costs/template.xlsx",
	                                 .words = "cost_import",
	                                 .row = &grant_cost_table_rec,
	                                 .columns = columns,
	                                 .look = look,
	                                 .take_in_tx = take_in_tx };

err grant_cost_import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_get(cx, rq, rs, &kind);
}

err grant_cost_import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_post(cx, rq, rs, &kind);
}

err grant_cost_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_show(cx, rq, rs, &kind);
}

err grant_cost_preview_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_take(cx, rq, rs, &kind);
}
