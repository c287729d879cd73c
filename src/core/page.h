/* page.h -- a page is a document with two faces: HTML through a template, or the same record as JSON. */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H
#include "base/context.h"
#include "base/record.h"
#include "http/http.h"

/* A kind of page: its template and the record of its data. Every record of a page has a text field `title`.
 * Registered in the feature, so that `scharnier templates` can check it. */
struct page {
	const char *template; /* "centres/show.html" */
	const struct record *record;
};
/* Answers with the page, in the face the client accepts. Always returns OK unless rendering is broken. */
err page_show(struct cx *cx, const struct req *rq, struct res *rs, int status, const struct page *p,
              const void *data) MUST;
/* For lists: .../list.csv and .../list.xlsx of the same rows. `name`: file name without ending. */
err page_table(struct cx *cx, struct res *rs, str name, bool xlsx, str title, str note, const struct record *r,
               const struct list *rows) MUST;
/* A workbook to take along: .../list.xlsx, with the rules of doc/doc.h for what is typed into it. */
struct doc_table;
err page_workbook(struct cx *cx, struct res *rs, str name, const struct doc_table *table) MUST;
/* A mistaken form: 422, or 409 after E_STALE. */
int page_status(err e);
/* After a write: 303 to `location`, where the notice (word key) is said once. JSON clients get 200 {"location":...}. */
err page_done(struct cx *cx, const struct req *rq, struct res *rs, str location, const char *notice_key) MUST;
/* The same when one thing with a version was written: people go on to `location`, programs get the address of the thing
 * and the version it has now: {"location": thing, "version": 3}, ETag "v3". */
err page_done_thing(struct cx *cx, const struct req *rq, struct res *rs, str location, const char *notice_key,
                    str thing, int64_t version) MUST;

struct crumb {
	str text, path;
};
extern const struct record crumb_rec; /* breadcrumbs: a KIND_MANY field `crumbs` in a page's record, if it has one */
#endif
