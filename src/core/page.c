#include "core/page.h"

#include "base/log.h"
#include "core/app.h"
#include "core/route.h"
#include "core/session.h"
#include "core/texts.h"
#include "core/token.h"
#include "doc/doc.h"
#include "json/json.h"

static const struct field crumb_fields[] = {
	FIELD(struct crumb, text, KIND_TEXT),
	FIELD(struct crumb, path, KIND_PATH),
};
const struct record crumb_rec = RECORD("crumb", struct crumb, crumb_fields);

bool wants_json(const struct req *rq)
{
	str accept = req_header(rq, "accept");
	if (str_has(accept, "application/json") || str_has(accept, "application/problem+json"))
		return true;
	return token_sent(rq).p && !str_has(accept, "text/html");
}

static err show_html(struct cx *cx, const struct req *rq, struct res *rs, int status, const struct page *p,
                     const void *data)
{
	struct site_root root;
	str words = STR_NONE;
	struct text out = TEXT(cx->mem);
	struct formatter f = words_formatter(cx->words);
	TRY(site_fill(cx, rq, status, &root));
	struct scope scopes[] = { { &site_root_rec, &root }, { p->record, data } };
	text_room(&out, 32 * 1024);
	if (view_render(cx->request->texts->view, p->template, scopes, 2, &f, &out, &words) != OK)
		return fail_detail(cx, E_BROKEN, "error.broken", NO_ARGS, words);
	if (pairs_get(&rq->cookies, COOKIE_NOTICE).p)
		cookie_drop(cx, rs, COOKIE_NOTICE);
	res_text(rs, status, "text/html; charset=utf-8", text_str(&out));
	return OK;
}

/* `more`: further members, as text that starts with a comma; may be empty. */
static void problem_details(struct cx *cx, struct res *rs, int status, const char *key, const struct arg *args,
                            str more)
{
	struct text out = TEXT(cx->mem);
	text_c(&out, "{\"type\":\"about:blank\",\"title\":");
	json_quoted(&out, str_of(http_reason(status)));
	text_print(&out, ",\"status\":%d,\"detail\":", status);
	json_quoted(&out, word_args(cx->words, cx->mem, key, args));
	text_c(&out, ",\"instance\":");
	json_quoted(&out, str_print(cx->mem, "urn:request:" STR_FMT, STR_ARG(cx->request_id)));
	text_c(&out, ",\"errors\":[");
	for (const struct problem *p = cx->problems; p; p = p->next) {
		text_c(&out, p == cx->problems ? "{\"field\":" : ",{\"field\":");
		json_quoted(&out, str_of(p->field));
		text_c(&out, ",\"detail\":");
		json_quoted(&out, word_args(cx->words, cx->mem, p->key, p->args));
		text_c(&out, "}");
	}
	text_c(&out, "]");
	text_add(&out, more);
	text_c(&out, "}");
	res_text(rs, status, "application/problem+json", text_str(&out));
}

void problem_json(struct cx *cx, struct res *rs, int status, const char *key, const struct arg *args)
{
	problem_details(cx, rs, status, key, args, S(""));
}

/* A page that says no, for a program. Somebody else was faster (409): both versions stand in the page's record. */
static void problem_of_page(struct cx *cx, struct res *rs, int status, const struct page *p, const void *data)
{
	struct text more = TEXT(cx->mem);
	bool stale = status == 409 || status == 412;
	const char *usual = stale ? "error.409.text" : "form.failed";
	if (stale) {
		text_c(&more, ",\"page\":");
		json_record(&more, p->record, data);
	}
	problem_details(cx, rs, status, cx->fault.key ? cx->fault.key : usual, cx->fault.args, text_str(&more));
}

/* What the route names as the thing shown; 0 if it is absent. */
static int64_t version_shown(const struct cx *cx, const struct record *r, const void *data)
{
	const struct route *route = cx->request ? cx->request->route : NULL;
	if (!route || !route->versioned || route->shows->record != r)
		return 0;
	const struct field *f = record_field(r, str_of(route->versioned));
	struct value thing = record_get(f, data);
	return thing.none ? 0 : record_get(record_field(f->of, S("version")), thing.one).i;
}

/* Somebody else was faster: 409, or 412 if the program had made it a condition. */
static int told_status(const struct req *rq, int status)
{
	return status == 409 && sent_if_match(rq) ? 412 : status;
}

err page_show(struct cx *cx, const struct req *rq, struct res *rs, int status, const struct page *p, const void *data)
{
	status = told_status(rq, status);
	if (!wants_json(rq))
		return show_html(cx, rq, rs, status, p, data);
	if (status >= 400) {
		problem_of_page(cx, rs, status, p, data);
		return OK;
	}
	struct text out = TEXT(cx->mem);
	json_record(&out, p->record, data);
	res_text(rs, status, "application/json", text_str(&out));
	int64_t version = version_shown(cx, p->record, data);
	if (version)
		res_header(rs, "ETag", etag_of(cx->mem, version));
	return OK;
}

static err send_table(struct cx *cx, struct res *rs, str name, bool xlsx, const struct doc_table *table)
{
	struct formatter f = words_formatter(cx->words);
	str body;
	if (xlsx)
		TRY(doc_xlsx(cx->mem, table, &f, &body));
	else
		body = doc_csv(cx->mem, table, &f);
	res_text(rs, 200, xlsx ? MEDIA_XLSX : "text/csv; charset=utf-8", body);
	res_header(rs, "Content-Disposition",
	           str_print(cx->mem, "attachment; filename=\"" STR_FMT ".%s\"", STR_ARG(name), xlsx ? "xlsx" : "csv"));
	return OK;
}

err page_workbook(struct cx *cx, struct res *rs, str name, const struct doc_table *table)
{
	return send_table(cx, rs, name, true, table);
}

err page_table(struct cx *cx, struct res *rs, str name, bool xlsx, str title, str note, const struct record *r,
               const struct list *rows)
{
	const struct doc_table table = { .title = title, .note = note, .record = r, .rows = rows };
	return send_table(cx, rs, name, xlsx, &table);
}

int page_status(err e)
{
	switch (e) {
	case OK:
		return 200;
	case E_INVALID:
		return 422;
	case E_NOTFOUND:
		return 404;
	case E_DENIED:
		return 403;
	case E_STALE:
		return 409;
	case E_BUSY:
		return 503;
	case E_BROKEN:
		break;
	}
	return 500;
}

static err done_json(struct cx *cx, struct res *rs, str location, int64_t version)
{
	struct json_out out = JSON_OUT(cx->mem);
	json_open(&out, NULL, '{');
	json_put_text(&out, "location", location);
	if (version)
		json_put_int(&out, "version", version);
	json_shut(&out, '}');
	res_text(rs, 200, "application/json", text_str(&out.text));
	if (version)
		res_header(rs, "ETag", etag_of(cx->mem, version));
	return OK;
}

err page_done_thing(struct cx *cx, const struct req *rq, struct res *rs, str location, const char *notice_key,
                    str thing, int64_t version)
{
	return wants_json(rq) ? done_json(cx, rs, thing, version) : page_done(cx, rq, rs, location, notice_key);
}

err page_done(struct cx *cx, const struct req *rq, struct res *rs, str location, const char *notice_key)
{
	if (wants_json(rq))
		return done_json(cx, rs, location, 0);
	if (notice_key)
		cookie_set(cx, rs, COOKIE_NOTICE, str_of(notice_key), 60);
	return res_redirect(rs, location);
}

/* --- failures ----------------------------------------------------------------------------------------------------- */

struct failure {
	str title, message, hint, request_id, back, back_path;
	int64_t status;
};
static const struct field failure_fields[] = {
	FIELD(struct failure, title, KIND_TEXT), FIELD(struct failure, message, KIND_TEXT),
	FIELD(struct failure, hint, KIND_TEXT),  FIELD(struct failure, request_id, KIND_TEXT),
	FIELD(struct failure, back, KIND_TEXT),  FIELD(struct failure, back_path, KIND_PATH),
	FIELD(struct failure, status, KIND_INT),
};
static const struct record failure_rec = RECORD("failure", struct failure, failure_fields);
const struct page page_error = { "error.html", &failure_rec };

static str hint_of(struct cx *cx, int status)
{
	str key = str_print(cx->mem, "error.%d.hint", status);
	return words_has(cx->words, key) ? word(cx->words, cx->mem, key.p) : STR_NONE;
}

/* Some failures have a title of their own ("error.csrf.title"), most that of their status. Whoever only opened a page
 * of something has given nothing that he could check. */
static str failure_title(struct cx *cx, const struct req *rq, int status, const char *key)
{
	str own = str_print(cx->mem, "%s.title", key), general = str_print(cx->mem, "error.%d", status);
	if (status == 422 && rq->method == GET && cx->back.path.p)
		general = S("error.not_now");
	if (words_has(cx->words, own))
		return word(cx->words, cx->mem, own.p);
	return word(cx->words, cx->mem, words_has(cx->words, general) ? general.p : "error.other");
}

static void show_failure(struct cx *cx, const struct req *rq, struct res *rs, int status, const char *key,
                         const struct arg *args)
{
	struct failure f = { .title = failure_title(cx, rq, status, key),
		             .message = word_args(cx->words, cx->mem, key, args),
		             .hint = hint_of(cx, status),
		             .request_id = cx->request_id,
		             .back = cx->back.text,
		             .back_path = cx->back.path,
		             .status = status };
	if (wants_json(rq)) {
		problem_json(cx, rs, status, key, args);
	} else if (show_html(cx, rq, rs, status, &page_error, &f) != OK) {
		log_event(LOG_ERROR, "error page failed", "detail", str_c(cx->mem, cx->fault.detail), "request",
		          str_c(cx->mem, cx->request_id), NULL);
		res_text(rs, status, "text/plain; charset=utf-8", f.message);
	}
}

void page_status_only(struct cx *cx, const struct req *rq, struct res *rs, int status, const char *key)
{
	show_failure(cx, rq, rs, status, key, NO_ARGS);
}

void page_failure(struct cx *cx, const struct req *rq, struct res *rs, err e)
{
	struct fault fault = cx->fault;
	if (e == E_BROKEN || e == E_BUSY)
		log_event(LOG_ERROR, "failure", "error", err_name(e), "key", fault.key ? fault.key : "", "detail",
		          str_c(cx->mem, fault.detail), "request", str_c(cx->mem, cx->request_id), NULL);
	fault_clear(cx);
	int status = told_status(rq, page_status(e));
	const char *key = fault.key ? fault.key : str_print(cx->mem, "error.%d.text", status).p;
	if (!fault.key && cx->problems) {
		key = cx->problems->key;
		fault.args = cx->problems->args;
	}
	show_failure(cx, rq, rs, status, key, fault.args);
}
