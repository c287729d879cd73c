/* A table of activities is sent, looked at as a whole, and taken as a whole. */
#include "features/activities/activity_import.h"
#include "features/activities/activity_list.h"
#include "features/activities/activity_pages.h"
#include "features/centres/centres_model.h"

enum { EXAMPLES = 10 };

static err look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_preview *ret)
{
	struct activity_import found;
	struct activity_words w = { 0 };
	TRY(activity_import_look(cx, centre, table, &found));
	TRY(catalogue_load(cx, &w.catalogue));
	TRY(municipality_list(cx, centre->id, &w.towns));
	ret->said = found.said;
	ret->rows = found.rows;
	ret->nothing_new = found.activities.n == 0;
	import_count(cx, ret, "activity_import.new", (int64_t)found.activities.n);
	import_count(cx, ret, "activity_import.known", found.known);
	for (size_t i = 0; i < found.activities.n && i < EXAMPLES; i++) {
		struct activity_row r = activity_said(cx, &w, LIST_AT(&found.activities, struct activity, i));
		*LIST_ADD(cx->mem, &ret->examples, struct activity_table_row) = activity_table_row_of(&r);
	}
	return OK;
}

static const char *const columns[] = { "day", "kind", "partner", "participants", "field", "municipality", NULL };
static const struct import_kind kind = { .purpose = { "activities.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 },
	                                 .section = &activity_section,
	                                 .area = "list",
	                                 .form = "import",
	                                 .preview = "import",
	                                 .back = "list",
	                                 .back_word = "activities.list_title",
	                                 .table = ".csv",
	                                 .words = "activity_import",
	                                 .row = &activity_table_rec,
	                                 .columns = columns,
	                                 .look = look,
	                                 .take_in_tx = activity_import_in_tx };

err activity_import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_get(cx, rq, rs, &kind);
}

err activity_import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_post(cx, rq, rs, &kind);
}

err activity_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_show(cx, rq, rs, &kind);
}

err activity_preview_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_take(cx, rq, rs, &kind);
}
