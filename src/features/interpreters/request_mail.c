/* Mails to institutions: that a request has arrived, and all requests of an address. Both are jobs; their links are
 * made when the mail goes out, so that they never lie in the database. */
#include <inttypes.h>

#include "core/audit.h"
#include "core/job.h"
#include "core/link_order.h"
#include "core/mail.h"
#include "core/words.h"
#include "features/interpreters/pool_link.h"
#include "features/interpreters/request_pages.h"
#include "json/json.h"

enum { BACK_DAYS = 90 };
#define DAY_MS INT64_C(86400000)

struct row {
	int64_t id;
	str number, language, stage;
	instant starts_at, ends_at;
};
static const struct field row_fields[] = {
	FIELD(struct row, id, KIND_INT),
	FIELD(struct row, number, KIND_TEXT),
	FIELD(struct row, language, KIND_TEXT),
	FIELD(struct row, stage, KIND_TEXT),
	FIELD(struct row, starts_at, KIND_INSTANT),
	FIELD(struct row, ends_at, KIND_INSTANT),
};
static const struct record row_rec = RECORD("request_mine_row", struct row, row_fields);

enum { BY_EMAIL };
const struct sql request_mail_sql[] = {
	[BY_EMAIL] = { "SELECT b.id, b.number, l.name AS language, n.stage, n.starts_at, n.ends_at FROM "
	               "booking_contact c"
	               " JOIN booking_now n ON n.booking_id = c.booking_id JOIN booking b ON b.id = c.booking_id"
	               " JOIN language l ON l.code = b.language_code WHERE c.centre_id = $1 AND c.email = $2"
	               " AND n.starts_at > $3 ORDER BY n.starts_at DESC, b.id DESC LIMIT 100",
	               "ist" },
	{ 0 },
};

/* --- all requests of an address ----------------------------------------------------------------------------------- */

struct linking {
	int64_t centre_id;
	const struct list *rows; /* struct row */
};

/* ret: struct list of str, a code for each row */
static err link_tx(struct cx *cx, const void *in, void *ret)
{
	const struct linking *l = in;
	struct list *codes = ret;
	LIST_EACH (const struct row, r, l->rows) {
		const struct pool_link link = { .centre_id = l->centre_id,
			                        .purpose = S("request"),
			                        .booking_id = MAYBE(r->id),
			                        .expires_at = { cx->now.ms + BOOKING_LINK_DAYS * DAY_MS } };
		TRY(pool_link_make_in_tx(cx, &link, LIST_ADD(cx->mem, codes, str)));
		audit_note(cx, "booking.link", booking_object(cx, r->id), MAYBE(l->centre_id));
	}
	return OK;
}

static str lines_of(struct cx *cx, const struct list *rows, const struct list *codes)
{
	struct text t = TEXT(cx->mem);
	size_t i = 0;
	LIST_EACH (const struct row, r, rows) {
		str stage = booking_stage_at(r->stage, r->starts_at, r->ends_at, cx->now);
		str code = *LIST_AT(codes, str, i++);
		str path = str_print(cx->mem, "/interpreters/requests/" STR_FMT, STR_ARG(code));
		str key = str_print(cx->mem, "booking_stage." STR_FMT, STR_ARG(stage));
		text_print(&t, STR_FMT ", " STR_FMT ", " STR_FMT ": " STR_FMT "\n" STR_FMT "\n\n", STR_ARG(r->number),
		           STR_ARG(r->language), STR_ARG(say_instant(cx->words, cx->mem, r->starts_at)),
		           STR_ARG(word(cx->words, cx->mem, key.p)), STR_ARG(mail_link(cx, path)));
	}
	return text_str(&t);
}

/* An address that has no request gets no mail; nobody is told. */
err mine_job_run(struct cx *cx, const struct job *job)
{
	struct link_order o;
	struct list rows = { 0 }, codes;
	struct tenant centre;
	TRY(link_order_read(cx, job, &o));
	instant since = { cx->now.ms - BACK_DAYS * DAY_MS };
	TRY(db_list(cx, &request_mail_sql[BY_EMAIL], &row_rec, &rows, V(o.centre_id, o.email, since)));
	if (rows.n == 0)
		return OK;
	TRY(tenant_by_id(cx, o.centre_id, &centre));
	const struct linking in = { o.centre_id, &rows };
	TRY(db_tx(cx, "booking.links", link_tx, &in, &codes, sizeof codes));
	const struct arg *args = ARGS({ "name", centre.name }, { "requests", lines_of(cx, &rows, &codes) });
	const struct mail mail = { .to = o.email,
		                   .subject = word_args(cx->words, cx->mem, "request_mine.mail_subject", args),
		                   .text = word_args(cx->words, cx->mem, "request_mine.mail_text", args) };
	return mail_send(cx, job, &mail);
}

/* --- it has arrived ----------------------------------------------------------------------------------------------- */

err request_mail_in_tx(struct cx *cx, int64_t centre_id, int64_t booking_id)
{
	return job_add_in_tx(
	        cx, "pool.received",
	        str_print(cx->mem, "{\"centre\":%" PRId64 ",\"booking\":%" PRId64 "}", centre_id, booking_id), cx->now);
}

static bool read_ids(struct cx *cx, str arguments, int64_t *ret_centre, int64_t *ret_booking)
{
	struct json_pair *pairs;
	size_t n;
	return json_flat(cx->mem, arguments, &pairs, &n) == OK && n == 2 && str_to_int(pairs[0].value, ret_centre) &&
	       str_to_int(pairs[1].value, ret_booking);
}

static err one_link(struct cx *cx, int64_t centre_id, int64_t booking_id, str *ret)
{
	struct list rows = { 0 }, codes;
	LIST_ADD(cx->mem, &rows, struct row)->id = booking_id;
	const struct linking in = { centre_id, &rows };
	TRY(db_tx(cx, "booking.links", link_tx, &in, &codes, sizeof codes));
	str code = *LIST_AT(&codes, str, 0);
	*ret = mail_link(cx, str_print(cx->mem, "/interpreters/requests/" STR_FMT, STR_ARG(code)));
	return OK;
}

/* One that was cancelled before the mail went out needs none. */
err received_job_run(struct cx *cx, const struct job *job)
{
	int64_t centre_id, id;
	struct booking b;
	struct booking_contact c;
	struct tenant centre;
	struct face face;
	str link;
	if (!read_ids(cx, job->arguments, &centre_id, &id))
		return fail(cx, E_INVALID, "job.failed", NO_ARGS);
	TRY(booking_find(cx, centre_id, id, &b));
	TRY(booking_contact_find(cx, centre_id, id, &c));
	if (!c.email.p || str_is(b.stage, "cancelled"))
		return OK;
	TRY(tenant_by_id(cx, centre_id, &centre));
	TRY(face_on(cx, &centre, cx->today, &face));
	TRY(one_link(cx, centre_id, id, &link));
	const struct arg *args =
	        ARGS({ "number", b.number }, { "name", face.name }, { "language", b.language },
	             { "when", request_when(cx, b.starts_at, b.ends_at, str_is(b.service, "translating")) },
	             { "institution", b.institution }, { "link", link });
	const struct mail mail = { .to = c.email,
		                   .subject = word_args(cx->words, cx->mem, "request_mail.subject", args),
		                   .text = word_args(cx->words, cx->mem, "request_mail.text", args) };
	return mail_send(cx, job, &mail);
}
