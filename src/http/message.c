/* message.c -- the small helpers around requests and responses. */
#include "http/http.h"

#include <string.h>

const char *method_name(enum method m)
{
	static const char *const names[METHOD_COUNT] = { [GET] = "GET", [POST] = "POST" };
	ASSERT(m < METHOD_COUNT);
	return names[m];
}

str pairs_get(const struct pairs *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_is(p->items[i].name, name))
			return p->items[i].value;
	return STR_NONE;
}

size_t pairs_count(const struct pairs *p, const char *name)
{
	size_t count = 0;
	for (size_t i = 0; i < p->n; i++)
		count += str_is(p->items[i].name, name);
	return count;
}

str req_header(const struct req *rq, const char *lower_case_name)
{
	return pairs_get(&rq->headers, lower_case_name);
}

const struct file *req_file(const struct req *rq, const char *field)
{
	for (size_t i = 0; i < rq->files.n; i++)
		if (str_is(rq->files.items[i].field, field))
			return &rq->files.items[i];
	return NULL;
}

void res_header(struct res *rs, const char *name, str value)
{
	for (size_t i = 0; i < value.n; i++)
		ASSERT(value.p[i] != '\r' && value.p[i] != '\n' && value.p[i] != '\0');
	struct header *h = NEW(rs->mem, struct header);
	h->name = name;
	h->value = str_copy(rs->mem, value);
	struct header **end = &rs->headers;
	while (*end)
		end = &(*end)->next;
	*end = h;
}

void res_text(struct res *rs, int status, const char *content_type, str body)
{
	rs->status = status;
	rs->content_type = str_of(content_type);
	rs->body = body;
}

err res_redirect(struct res *rs, str location)
{
	res_text(rs, 303, "text/plain; charset=utf-8", S(""));
	res_header(rs, "Location", location);
	return OK;
}

const char *http_reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 206, "Partial Content" },
		{ 301, "Moved Permanently" },
		{ 302, "Found" },
		{ 303, "See Other" },
		{ 304, "Not Modified" },
		{ 307, "Temporary Redirect" },
		{ 308, "Permanent Redirect" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 408, "Request Timeout" },
		{ 409, "Conflict" },
		{ 410, "Gone" },
		{ 411, "Length Required" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 428, "Precondition Required" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 501, "Not Implemented" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
	};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}
