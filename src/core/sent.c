/* sent.c -- what is sent beside plain forms: files, JSON instead of a form, and the version that a program wants to
 * change. */
#include <inttypes.h>

#include "core/app.h"
#include "json/json.h"

static bool is_json(const struct req *rq)
{
	return str_is(rq->content_type, "application/json");
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static err read_json(struct cx *cx, struct req *rq)
{
	struct json_pair *pairs;
	size_t n;
	struct list items = { 0 };
	TRY(json_flat(cx->mem, rq->body, &pairs, &n));
	for (size_t i = 0; i < n; i++)
		*LIST_ADD(cx->mem, &items, struct pair) = (struct pair){ pairs[i].name, pairs[i].value };
	rq->form = (struct pairs){ items.items, items.n };
	return OK;
}

/* --- files -------------------------------------------------------------------------------------------------------- */

enum { BESIDE_FILES = 64 * 1024 }; /* room for the other fields and the framing of a form with files */

static bool has_files(const struct req *rq)
{
	return str_is(rq->content_type, "multipart/form-data");
}

static err read_files(struct cx *cx, struct req *rq)
{
	return http_decode_multipart(cx->mem, req_header(rq, "content-type"), rq->body, &rq->form, &rq->files);
}

const struct route *route_with_files(const struct app *a, struct arena *mem, const struct req *rq)
{
	struct pairs parts;
	bool other;
	if (!has_files(rq) || !rq->path.p)
		return NULL;
	const struct route *r = route_find(a, mem, rq, &parts, &other);
	return r && r->upload ? r : NULL;
}

size_t app_body_limit(void *self, struct arena *mem, const struct req *rq)
{
	const struct route *r = route_with_files(self, mem, rq);
	return r ? r->upload + BESIDE_FILES : 0;
}

static int read_body(struct cx *cx, struct req *rq, const struct route *r, const char **ret_key)
{
	bool is_form = str_is(rq->content_type, "application/x-www-form-urlencoded");
	if (rq->body.n == 0 || is_form)
		return 0;
	if (r->upload && has_files(rq)) {
		*ret_key = "error.bad_upload";
		return read_files(cx, rq) == OK ? 0 : 400;
	}
	*ret_key = is_json(rq) ? "error.bad_json" : "error.415.text";
	if (!is_json(rq))
		return 415;
	return read_json(cx, rq) == OK ? 0 : 400;
}

/* --- versions ----------------------------------------------------------------------------------------------------- */

str etag_of(struct arena *a, int64_t version)
{
	return str_print(a, "\"v%" PRId64 "\"", version);
}

bool sent_if_match(const struct req *rq)
{
	return req_header(rq, "if-match").p != NULL;
}

/* A proxy that compresses on the way makes a tag weak (nginx does): ours names the version of a thing, not the bytes of
 * an answer, so W/"v3" says the same. */
static bool parse_etag(str etag, str *ret_version)
{
	int64_t version;
	if (str_starts(etag, "W/"))
		etag = str_part(etag, 2, etag.n);
	if (!str_starts(etag, "\"v") || !str_ends(etag, "\"") || etag.n < 4)
		return false;
	*ret_version = str_part(etag, 2, etag.n - 1);
	return ret_version->p[0] != '+' && str_to_int(*ret_version, &version) && version > 0;
}

/* The header stands for the form's field, and wins over it. "*" says only that there is something, which protects
 * nobody's work; a list would be a guess. */
static int read_if_match(struct cx *cx, struct req *rq, const struct route *r, const char **ret_key)
{
	struct list items = { 0 };
	str version;
	if (!sent_if_match(rq))
		return 0;
	*ret_key = "error.if_match";
	if (!route_takes_version(r->takes) || pairs_count(&rq->headers, "if-match") != 1 ||
	    !parse_etag(str_trim(req_header(rq, "if-match")), &version))
		return 400;
	*LIST_ADD(cx->mem, &items, struct pair) = (struct pair){ S("version"), version };
	for (size_t i = 0; i < rq->form.n; i++)
		if (!str_is(rq->form.items[i].name, "version"))
			*LIST_ADD(cx->mem, &items, struct pair) = rq->form.items[i];
	rq->form = (struct pairs){ items.items, items.n };
	return 0;
}

int sent_read(struct cx *cx, struct req *rq, const struct route *r, const char **ret_key)
{
	if (rq->method != POST)
		return 0;
	int status = read_body(cx, rq, r, ret_key);
	return status ? status : read_if_match(cx, rq, r, ret_key);
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static bool is_taken(const struct record *takes, str name)
{
	const struct field *f = takes ? record_field(takes, name) : NULL;
	return str_is(name, "csrf") || (f && (f->input || str_is(name, "version")));
}

err sent_check(struct cx *cx, const struct req *rq, const struct route *r)
{
	err e = OK;
	if (rq->method != POST || !is_json(rq))
		return OK;
	for (size_t i = 0; i < rq->form.n; i++)
		if (!is_taken(r->takes, rq->form.items[i].name))
			e = problem_add(cx, str_c(cx->mem, rq->form.items[i].name), "form.not_a_field",
			                ARGS({ "name", rq->form.items[i].name }));
	return e;
}
