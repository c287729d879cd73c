/* fuzz_http_guard.c -- no head may crash the guard, and what it lets pass has one meaning only. */
#include "base/arena.h"
#include "http/parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_HEADERS = 200 };

static size_t count(const struct head *h, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++)
		n += h->headers[i].name.n == strlen(name) && strncasecmp(h->headers[i].name.p, name, strlen(name)) == 0;
	return n;
}

static str take_line(str *rest)
{
	str line = str_split(rest, '\n');
	return line.n && line.p[line.n - 1] == '\r' ? str_part(line, 0, line.n - 1) : line;
}

static void cut_into_pieces(str rest, struct head *h, struct pair *headers)
{
	str line = take_line(&rest);
	h->method = str_split(&line, ' ');
	h->target = line.p ? str_split(&line, ' ') : S("");
	h->version = line.p ? line : S("");
	while (rest.p && h->n < MOST_HEADERS) {
		line = take_line(&rest);
		if (line.n == 0)
			break;
		headers[h->n].name = str_split(&line, ':');
		headers[h->n].value = line.p ? line : S("");
		while (headers[h->n].value.n && headers[h->n].value.p[0] == ' ')
			headers[h->n].value = str_part(headers[h->n].value, 1, headers[h->n].value.n);
		h->n++;
	}
}

static void check_one_meaning(const struct head *h)
{
	ASSERT(count(h, "host") == 1 || (count(h, "host") == 0 && str_is(h->version, "HTTP/1.0")));
	ASSERT(count(h, "content-length") + count(h, "transfer-encoding") <= 1);
	ASSERT(str_is(h->method, "GET") || str_is(h->method, "HEAD") || str_is(h->method, "POST"));
	for (size_t i = 0; i < h->target.n; i++)
		ASSERT(h->target.p[i] > 0x20 && h->target.p[i] < 0x7F && h->target.p[i] != '#');
	for (size_t i = 0; i < h->n; i++)
		ASSERT(!memchr(h->headers[i].value.p, '\r', h->headers[i].value.n));
}

static void check_request(const struct req *rq)
{
	ASSERT(rq->path.n > 0 && rq->path.p[0] == '/' && rq->target.p[0] == '/');
	ASSERT(utf8_valid(rq->path) && !str_has(rq->path, "//") && !str_has(rq->path, "/../"));
	for (size_t i = 0; i < rq->headers.n; i++)
		ASSERT(rq->headers.items[i].value.n == 0 || utf8_valid(rq->headers.items[i].value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pair headers[MOST_HEADERS];
	struct head h = { .headers = headers };
	int status = 0;
	const char *reason = NULL;
	if (size == 0)
		return 0;
	cut_into_pieces((str){ (const char *)data, size }, &h, headers);
	if (http_guard(&h, &status, &reason) != OK) {
		ASSERT(status >= 400 && status <= 501 && reason);
		return 0;
	}
	check_one_meaning(&h);
	struct arena *mem = arena_new();
	struct req rq = { 0 };
	if (request_fill(mem, &h, &(struct origin){ S("local"), true }, &rq) == OK)
		check_request(&rq);
	if (h.version.p > (const char *)data && h.version.p <= (const char *)data + size)
		(void)head_is_exact(&h, size);
	arena_free(mem);
	return 0;
}
