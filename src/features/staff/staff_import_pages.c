/* A table of posts is sent, looked at as a whole, and taken as a whole (P-STA-1). */
#include "features/staff/staff_import.h"
#include "features/staff/staff_page.h"
#include "features/staff/staff_pages.h"

static err look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_preview *ret)
{
	struct import_plan plan;
	TRY(import_look(cx, centre, table, &plan));
	ret->said = plan.said;
	ret->rows = plan.rows;
	ret->nothing_new = plan.new_posts + plan.new_people + plan.new_shares == 0;
	import_count(cx, ret, "staff_import.new_posts", plan.new_posts);
	import_count(cx, ret, "staff_import.new_people", plan.new_people);
	import_count(cx, ret, "staff_import.new_shares", plan.new_shares);
	import_count(cx, ret, "staff_import.known", plan.known);
	LIST_EACH (const struct import_row, r, &plan.drafts)
		*LIST_ADD(cx->mem, &ret->examples, struct staff_row) = r->row;
	return OK;
}

static err take_in_tx(struct cx *cx, const struct import_in *in)
{
	struct import_plan plan;
	return import_take_in_tx(cx, in, &plan);
}

static const char *const columns[] = {
	"title", "kind", "fte", "valid_from", "family_name", "given_name", "share", NULL
};
static const struct import_kind kind = { .purpose = { "staff.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 },
	                                 .section = &staff_section,
	                                 .area = "",
	                                 .form = "import",
	                                 .preview = "import",
	                                 .back = "",
	                                 .back_word = "staff.crumb",
	                                 .table = ".csv?all=1",
	                                 .words = "staff_import",
	                                 .row = &staff_row_rec,
	                                 .columns = columns,
	                                 .look = look,
	                                 .take_in_tx = take_in_tx };

err import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_get(cx, rq, rs, &kind);
}

err import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_post(cx, rq, rs, &kind);
}

err import_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_show(cx, rq, rs, &kind);
}

err import_take_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_take(cx, rq, rs, &kind);
}
