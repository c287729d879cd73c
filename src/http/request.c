/* request.c -- from a guarded head to a struct req. */
#include "http/parts.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

enum { ADDRESS_ROOM = INET6_ADDRSTRLEN };

static str lower_copy(struct arena *a, str s)
{
	char *out = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		out[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
	return (str){ out, s.n };
}

/* Values that are no UTF-8 are left out: nothing we read may carry them (cookies are looked at on their own). */
static void fill_headers(struct arena *a, const struct head *h, struct req *rq)
{
	struct pair *items = NEW_ARRAY(a, struct pair, h->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++) {
		if (h->headers[i].value.n && !utf8_valid(h->headers[i].value))
			continue;
		items[n].name = lower_copy(a, h->headers[i].name);
		items[n++].value = str_trim(h->headers[i].value);
	}
	rq->headers = (struct pairs){ items, n };
}

static void append(struct arena *a, struct pairs *to, struct pairs more)
{
	if (more.n == 0)
		return;
	struct pair *items = NEW_ARRAY(a, struct pair, to->n + more.n);
	if (to->n)
		memcpy(items, to->items, to->n * sizeof(*items));
	memcpy(items + to->n, more.items, more.n * sizeof(*items));
	*to = (struct pairs){ items, to->n + more.n };
}

/* Another program on the same domain may have set a cookie that is no UTF-8: that one is skipped, so that people are
 * not locked out by it. */
static void fill_cookies(struct arena *a, const struct head *h, struct req *rq)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct pair *line = &h->headers[i];
		struct pairs some;
		if (line->name.n != strlen("cookie") || strncasecmp(line->name.p, "cookie", line->name.n) != 0)
			continue;
		if (http_decode_cookies(a, line->value, &some) == OK) {
			append(a, &rq->cookies, some);
			continue;
		}
		for (str rest = line->value; rest.p;)
			if (http_decode_cookies(a, str_split(&rest, ';'), &some) == OK)
				append(a, &rq->cookies, some);
	}
}

static str last_entry(str list)
{
	str entry = list;
	while (list.p)
		entry = str_split(&list, ',');
	return str_trim(entry);
}

static bool is_address(str s)
{
	char room[ADDRESS_ROOM];
	struct in6_addr any;
	if (s.n == 0 || s.n >= sizeof(room))
		return false;
	memcpy(room, s.p, s.n);
	room[s.n] = '\0';
	return inet_pton(AF_INET, room, &any) == 1 || inet_pton(AF_INET6, room, &any) == 1;
}

static str last_header(const struct req *rq, const char *name)
{
	for (size_t i = rq->headers.n; i-- > 0;)
		if (str_is(rq->headers.items[i].name, name))
			return rq->headers.items[i].value;
	return STR_NONE;
}

/* Earlier entries of X-Forwarded-For are whatever the client wrote; the last one is our proxy's own. */
static void fill_origin(struct arena *a, const struct origin *from, struct req *rq)
{
	rq->address = from->address;
	if (!from->trusted)
		return;
	str forwarded = last_entry(last_header(rq, "x-forwarded-for"));
	if (is_address(forwarded))
		rq->address = str_copy(a, forwarded);
	rq->secure = str_is(last_header(rq, "x-forwarded-proto"), "https");
}

err request_fill(struct arena *a, const struct head *h, const struct origin *from, struct req *rq)
{
	rq->head = str_is(h->method, "HEAD");
	rq->method = str_is(h->method, "POST") ? POST : GET;
	rq->target = origin_form(a, h->target);
	str query = rq->target;
	TRY(http_decode_path(a, str_split(&query, '?'), &rq->path));
	if (query.n)
		TRY(http_decode_form(a, query, &rq->query));
	fill_headers(a, h, rq);
	fill_cookies(a, h, rq);
	fill_origin(a, from, rq);
	str type = req_header(rq, "content-type");
	if (type.p)
		rq->content_type = lower_copy(a, str_trim(str_split(&type, ';')));
	return OK;
}

err request_decode_body(struct arena *a, struct req *rq)
{
	if (rq->method != POST || !str_is(rq->content_type, "application/x-www-form-urlencoded"))
		return OK;
	return http_decode_form(a, rq->body, &rq->form);
}
