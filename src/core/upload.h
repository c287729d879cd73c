/* upload.h -- files that came with a form and wait for the next step, such as the preview of an import.
 *
 *   static const struct upload_purpose plan_upload = { "staff.import", UPLOAD_TABLE, UPLOAD_MOST_BYTES, 60 };
 *   { POST, "/centres/{slug}/staff/import", ..., import_post, .takes = &import_rec, .upload = UPLOAD_MOST_BYTES },
 *
 *   1. POST: form_read() (the record has a field with .file), then upload_take() looks at the file, and
 *      db_tx(upload_keep_in_tx) stores it; redirect to a page with the upload's id.
 *   2. GET of that page: upload_get(), table_read(), show the preview.
 *   3. POST: upload_get() before the transaction; in it upload_drop_in_tx() first, then whatever the import does. Of
 * two who press the button at once, one gets E_STALE: nothing is imported twice.
 *
 * The bytes lie in the database, so that it does not matter which process of the service gets the next request. Only
 * the account that sent a file sees it, only at the KI for which it was sent, only for its purpose, and only until its
 * time is over: for anybody else it does not exist (E_NOTFOUND, "upload.gone"). An account has at most
 * UPLOAD_MOST_KEPT; the oldest one gives way.
 */
#ifndef CORE_UPLOAD_H
#define CORE_UPLOAD_H
#include "base/context.h"
#include "base/record.h"
#include "db/db.h"
#include "http/http.h"

enum { UPLOAD_MOST_BYTES = 5 * 1024 * 1024, UPLOAD_MOST_KEPT = 10 };

enum upload_content {
	UPLOAD_TABLE,    /* CSV or XLSX that table_read() reads (core/table.h) */
	UPLOAD_WORKBOOK, /* an XLSX with at least one sheet, to be filled (doc/xlsx_fill.h) */
};
struct upload_purpose {
	const char *name; /* "staff.import" */
	enum upload_content content;
	int64_t most_bytes;
	int64_t minutes; /* how long it waits; at most a day, as the privacy register says */
};
struct upload {
	int64_t id, account_id;
	struct maybe centre_id; /* absent: of the Land */
	str purpose;
	str name;    /* as the client called it; for showing only */
	str content; /* the bytes as they came */
	int64_t size;
	str hash;       /* BLAKE2b-256 of the content: says in the audit log which file it was */
	bool converted; /* it came as Windows-1252: say "upload.converted", so that umlauts are looked at */
	instant created_at, expires_at;
};
extern const struct record upload_rec; /* without the content */

/* Looks at a file of a form before it is kept. centre_id 0: of the Land. E_INVALID: the problem stands at the file's
 * field: empty, too large, no table (with the line). */
err upload_take(struct cx *cx, const struct upload_purpose *p, int64_t centre_id, const struct file *f,
                struct upload *ret) MUST;
/* in, ret: struct upload; ret has the id. */
err upload_keep_in_tx(struct cx *cx, const void *in, void *ret) MUST;
err upload_get(struct cx *cx, const struct upload_purpose *p, int64_t centre_id, int64_t id, struct upload *ret) MUST;
/* It is used. E_STALE "upload.gone": somebody else was faster. */
err upload_drop_in_tx(struct cx *cx, const struct upload *u) MUST;
/* Deletes those whose time is over; called with each sign-in and each upload, and by whoever has a clock. */
err upload_sweep_in_tx(struct cx *cx) MUST;
#endif
