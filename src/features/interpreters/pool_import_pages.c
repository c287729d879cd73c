/* A list of people is sent, looked at as a whole, and taken as a whole (S-INT-1). */
#include "features/interpreters/pool_import.h"
#include "features/interpreters/pool_people_pages.h"

static err look(struct cx *cx, const struct tenant *centre, const struct csv *table, struct import_preview *ret)
{
	struct pool_import plan;
	TRY(pool_import_look(cx, centre, table, &plan));
	ret->said = plan.said;
	ret->rows = plan.rows;
	ret->nothing_new = plan.new_people == 0;
	import_count(cx, ret, "pool_import.new_people", plan.new_people);
	import_count(cx, ret, "pool_import.known", plan.known);
	LIST_EACH (const struct pool_import_row, r, &plan.drafts) {
		if (r->known)
			continue;
		struct pool_table_row *row = LIST_ADD(cx->mem, &ret->examples, struct pool_table_row);
		*row = r->row;
		row->languages = interpreter_languages_said(cx, &r->languages); /* as it was understood */
	}
	return OK;
}

static err take_in_tx(struct cx *cx, const struct import_in *in)
{
	struct pool_import plan;
	return pool_import_take_in_tx(cx, in, &plan);
}

static const char *const columns[] = { "family_name", "given_name",      "town", "languages",
	                               "listed_from", "certified_until", NULL };
static const struct import_kind kind = { .purpose = { "pool.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 },
	                                 .section = &pool_section,
	                                 .area = "people",
	                                 .form = "people/import",
	                                 .preview = "import",
	                                 .back = "people",
	                                 .back_word = "pool.area.people",
	                                 .table = ".csv",
	                                 .words = "pool_import",
	                                 .row = &pool_table_rec,
	                                 .columns = columns,
	                                 .look = look,
	                                 .take_in_tx = take_in_tx };

err pool_import_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_get(cx, rq, rs, &kind);
}

err pool_import_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_form_post(cx, rq, rs, &kind);
}

err pool_import_preview_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_show(cx, rq, rs, &kind);
}

err pool_import_take_post(struct cx *cx, const struct request *rq, struct res *rs)
{
	return import_preview_take(cx, rq, rs, &kind);
}
