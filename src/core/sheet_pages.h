/* sheet_pages.h -- the pages of workbooks and their mappings (sheet_template.h), the same for the Land and for a KI.
 * Core's own; features only fill. */
#ifndef CORE_SHEET_PAGES_H
#define CORE_SHEET_PAGES_H
#include "core/centre_frame.h"
#include "core/sheet_template.h"

extern const struct feature sheet_feature;

/* Of which purpose the address speaks, and where its pages are. */
struct sheet_place {
	const struct sheet_purpose *purpose;
	str path, name;
};
err sheet_place_find(struct cx *cx, const struct request *rq, struct sheet_place *ret) MUST;

/* The first member, called `top`, of the data of every page here. */
struct sheet_top {
	str title, sentence;
	struct list crumbs; /* struct crumb */
};
#define SHEET_TOP_FIELD(type, member, kind_, ...)                                                                      \
	{                                                                                                              \
		.name = #member, .kind = (kind_), .offset = offsetof(type, top.member), __VA_ARGS__                    \
	}
#define SHEET_TOP_FIELDS(type)                                                                                         \
	SHEET_TOP_FIELD(type, title, KIND_TEXT), SHEET_TOP_FIELD(type, sentence, KIND_TEXT),                           \
	        SHEET_TOP_FIELD(type, crumbs, KIND_MANY, .of = &crumb_rec, .hidden = true)
/* The way back: the KI, the list (at NULL: we are there), the purpose (if the page lies below it). */
err sheet_crumbs(struct cx *cx, const struct request *rq, const struct sheet_place *at, bool below,
                 struct sheet_top *top) MUST;

/* A field that has no cell yet. */
struct sheet_unused {
	str field, label, kind, example;
	bool in_list;
};
extern const struct record sheet_unused_rec;
/* Those that are in none of these lines (struct sheet_line); lines NULL: all. */
void sheet_unused_of(struct cx *cx, const struct sheet_purpose *p, const struct list *lines, struct list *ret);

extern const struct page page_sheets, page_sheet, page_sheet_form;
extern const struct record sheet_asked_rec, sheet_file_rec, sheet_mapping_rec, sheet_stop_rec;
err sheets_get(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_get(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_template_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_test_xlsx_get(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_file_get(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_file_post(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_mapping_get(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_mapping_post(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_stop_get(struct cx *cx, const struct request *rq, struct res *rs);
err sheet_stop_post(struct cx *cx, const struct request *rq, struct res *rs);
#endif
