/* echo_main.c -- a server for the tests of tests/http: tells as JSON what it understood of each request.
 *
 * /mark/ID remembers that it was executed, /seen/ID tells whether it was (the oracle of the smuggling tests),
 * /slow/MS says "busy" and waits, /large/N answers N bytes, /packed is stored as gzip, /redirect leads on.
 */
#include "base/arena.h"
#include "http/http.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_MARKS = 10000, MARK_ROOM = 64 };

struct echo {
	pthread_mutex_t lock;
	char marks[MOST_MARKS][MARK_ROOM];
	int count;
};

static str behind(const struct req *rq, const char *prefix)
{
	return str_part(rq->path, strlen(prefix), rq->path.n);
}

static int64_t number(str s)
{
	int64_t n;
	return str_to_int(s, &n) && n >= 0 ? n : 0;
}

static void remember(struct echo *e, str mark)
{
	pthread_mutex_lock(&e->lock);
	ASSERT(e->count < MOST_MARKS && mark.n < MARK_ROOM);
	memcpy(e->marks[e->count++], mark.p, mark.n);
	pthread_mutex_unlock(&e->lock);
}

static bool was_seen(struct echo *e, str mark)
{
	bool seen = false;
	pthread_mutex_lock(&e->lock);
	for (int i = 0; i < e->count; i++)
		seen = seen || str_is(mark, e->marks[i]);
	pthread_mutex_unlock(&e->lock);
	return seen;
}

static void wait_ms(int64_t ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	nanosleep(&t, NULL);
}

static void quote(struct text *t, str s)
{
	text_char(t, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\' || (unsigned char)s.p[i] < 0x20)
			text_print(t, "\\u%04x", (unsigned char)s.p[i]);
		else
			text_char(t, s.p[i]);
	}
	text_char(t, '"');
}

static void quote_member(struct text *t, const char *name, str value)
{
	text_print(t, ",\"%s\":", name);
	quote(t, value);
}

static void quote_pairs(struct text *t, const char *name, const struct pairs *p)
{
	text_print(t, ",\"%s\":[", name);
	for (size_t i = 0; i < p->n; i++) {
		text_c(t, i ? ",[" : "[");
		quote(t, p->items[i].name);
		text_char(t, ',');
		quote(t, p->items[i].value);
		text_char(t, ']');
	}
	text_char(t, ']');
}

static void tell(struct arena *mem, const struct req *rq, struct res *rs)
{
	struct text t = TEXT(mem);
	text_print(&t, "{\"method\":\"%s\",\"body\":%zu,\"head\":%s,\"secure\":%s", method_name(rq->method), rq->body.n,
	           rq->head ? "true" : "false", rq->secure ? "true" : "false");
	quote_member(&t, "path", rq->path);
	quote_member(&t, "target", rq->target);
	quote_member(&t, "address", rq->address);
	quote_member(&t, "type", rq->content_type.p ? rq->content_type : S(""));
	quote_pairs(&t, "query", &rq->query);
	quote_pairs(&t, "form", &rq->form);
	quote_pairs(&t, "cookies", &rq->cookies);
	text_c(&t, "}\n");
	res_text(rs, 200, "application/json", text_str(&t));
}

/* "hello, packed world\n" as gzip */
static const unsigned char packed[] = { 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
	                                0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xd7, 0x51, 0x28, 0x48, 0x4c,
	                                0xce, 0x4e, 0x4d, 0x51, 0x28, 0xcf, 0x2f, 0xca, 0x49, 0xe1,
	                                0x02, 0x00, 0xde, 0xe1, 0x1c, 0x4a, 0x14, 0x00, 0x00, 0x00 };

static void handle(void *self, struct arena *mem, const struct req *rq, struct res *rs)
{
	struct echo *e = self;
	if (str_starts(rq->path, "/mark/"))
		remember(e, behind(rq, "/mark/"));
	if (str_starts(rq->path, "/slow/")) {
		puts("busy");
		fflush(stdout);
		wait_ms(number(behind(rq, "/slow/")));
	}
	if (str_starts(rq->path, "/seen/")) {
		res_text(rs, 200, "text/plain", was_seen(e, behind(rq, "/seen/")) ? S("yes") : S("no"));
	} else if (str_starts(rq->path, "/large/")) {
		size_t n = (size_t)number(behind(rq, "/large/"));
		char *bytes = arena_alloc(mem, n + 1);
		memset(bytes, 'x', n);
		res_text(rs, 200, "text/plain", (str){ bytes, n });
	} else if (str_is(rq->path, "/packed")) {
		res_text(rs, 200, "text/plain", (str){ (const char *)packed, sizeof(packed) });
		rs->gzip = true;
	} else if (str_is(rq->path, "/redirect")) {
		(void)res_redirect(rs, S("/elsewhere"));
	} else {
		tell(mem, rq, rs);
	}
}

static void configure(int argc, char **argv, struct http_config *c)
{
	static const struct option options[] = {
		{ "listen", 1, NULL, 'l' },       { "threads", 1, NULL, 't' },
		{ "connections", 1, NULL, 'c' },  { "per-address", 1, NULL, 'a' },
		{ "head", 1, NULL, 'h' },         { "body", 1, NULL, 'b' },
		{ "idle", 1, NULL, 'i' },         { "max-body", 1, NULL, 'm' },
		{ "behind-proxy", 0, NULL, 'p' }, { 0 },
	};
	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		int n = (int)number(str_of(optarg));
		switch (o) {
		case 'l':
			c->listen = str_of(optarg);
			break;
		case 't':
			c->threads = n;
			break;
		case 'c':
			c->max_connections = n;
			break;
		case 'a':
			c->max_per_address = n;
			break;
		case 'h':
			c->head_seconds = n;
			break;
		case 'b':
			c->body_seconds = n;
			break;
		case 'i':
			c->idle_seconds = n;
			break;
		case 'm':
			c->max_body = (size_t)n;
			break;
		case 'p':
			c->behind_proxy = true;
			break;
		default:
			exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	static struct echo echo = { .lock = PTHREAD_MUTEX_INITIALIZER };
	struct http_config c = { .listen = S("127.0.0.1:0"), .handle = handle, .self = &echo };
	struct arena *mem = arena_new();
	struct http_server *server;
	str words = STR_NONE;
	sigset_t ends;
	int signal;
	configure(argc, argv, &c);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	if (http_start(mem, &c, &server, &words) != OK) {
		fprintf(stderr, STR_FMT "\n", STR_ARG(words));
		return 3;
	}
	printf(STR_FMT "\n", STR_ARG(http_address(server)));
	fflush(stdout);
	sigwait(&ends, &signal);
	http_stop(server, 10);
	arena_free(mem);
	return 0;
}
