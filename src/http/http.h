/* http.h -- requests and responses, and the server behind them. Only src/http sees microhttpd.h.
 *
 * A handler sees a complete, guarded request and fills a response; it never sees the socket. The same structs are made
 * without a socket by `scharnier get` and by tests.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum method {
	GET,
	POST,
	METHOD_COUNT
}; /* HEAD arrives as GET; the server drops the body. PUT, PATCH, DELETE ...: 405 */
const char *method_name(enum method m);

struct pair {
	str name, value; /* decoded, valid UTF-8 */
};
struct pairs {
	const struct pair *items;
	size_t n;
};
str pairs_get(const struct pairs *p, const char *name); /* the first; absent if none */
size_t pairs_count(const struct pairs *p, const char *name);

/* A file that came with a form. Its name and type are what the client says: for showing only, never a path, never
 * believed. */
struct file {
	str field;        /* name of the form's field */
	str name;         /* without folders, at most 200 bytes; "" if there is none */
	str content_type; /* absent if it was not said */
	str bytes;        /* a slice of the body: no NUL follows */
};
struct files {
	const struct file *items;
	size_t n;
};

struct req {
	enum method method;
	str target; /* as sent: path and query */
	str path;   /* decoded, "/" first, no "//", no "." or ".." part */
	struct pairs query;
	struct pairs form;    /* application/x-www-form-urlencoded; JSON bodies are decoded by core into this, too */
	struct files files;   /* of a multipart/form-data body, which core decodes where a route takes files */
	struct pairs headers; /* names in lower case */
	struct pairs cookies;
	str content_type; /* without parameters, lower case */
	str body;
	str address; /* of the client: the peer, or X-Forwarded-For's last entry behind a trusted proxy */
	bool secure; /* came by https (trusted proxy said so) */
	bool head;
};
str req_header(const struct req *rq, const char *lower_case_name);
const struct file *req_file(const struct req *rq, const char *field); /* the first; NULL if none was chosen */

struct header {
	const char *name;
	str value;
	struct header *next;
};
struct res {
	struct arena *mem;
	int status; /* 0 until set */
	str content_type;
	str body; /* in mem, or static */
	struct header *headers;
	bool close; /* end the connection after this answer */
	bool gzip;  /* body is gzip already (assets); sent so only if the client takes it */
};
void res_header(struct res *rs, const char *name, str value); /* refuses CR, LF, NUL: ASSERT */
void res_text(struct res *rs, int status, const char *content_type, str body);
err res_redirect(struct res *rs, str location); /* 303; always OK, so a handler can return it */
const char *http_reason(int status);

/* Decoders; E_INVALID on bad escapes, invalid UTF-8, NUL, or more than 2,000 pairs. */
err http_decode_path(struct arena *a, str raw, str *ret) MUST;
err http_decode_form(struct arena *a, str raw, struct pairs *ret) MUST; /* also the query */
err http_decode_cookies(struct arena *a, str raw, struct pairs *ret) MUST;

/* A form with files. content_type: the header as sent. A field without a chosen file has none. E_INVALID on anything a
 * browser would not send (multipart.c), and on more than HTTP_MOST_PARTS parts. */
enum { HTTP_MOST_PARTS = 100 };
err http_decode_multipart(struct arena *a, str content_type, str body, struct pairs *ret, struct files *ret_files) MUST;

/* The guard (research/trust.md F1): looks at what the library lets us see of a request's head. OK, or E_INVALID with
 * the status to answer (400, 405, 415, 501) and a reason; the connection is closed then. Pure, so that it can be
 * fuzzed. */
struct head {
	str method, target, version;
	const struct pair *headers; /* as sent, in order */
	size_t n;
};
err http_guard(const struct head *h, int *ret_status, const char **ret_reason) MUST;

/* --- server ------------------------------------------------------------------------------------------------------- */
/* Answers one request. Runs on one of several threads. `mem` is the request's arena. Must always fill rs. */
typedef void (*http_handler)(void *self, struct arena *mem, const struct req *rq, struct res *rs);
struct http_config {
	str listen;          /* "127.0.0.1:8080", "[::1]:8080", "unix:/run/scharnier.sock" or "systemd" */
	int threads;         /* 0: 8; as many transactions can share a commit */
	int max_connections; /* 0: 2,000 */
	int max_per_address; /* 0: 100; loopback and unix sockets are exempt */
	int head_seconds;    /* 0: 10; absolute deadline for a request's head */
	int body_seconds;    /* 0: 30, plus one second per 64 KiB */
	int idle_seconds;    /* 0: 30; a kept-alive connection without a request */
	size_t max_body;     /* 0: 4 MiB; more is answered 413 */
	/* The most bytes that the body of this request (its head is known) may have; 0: max_body, as for all if NULL.
	 */
	size_t (*body_limit)(void *self, struct arena *mem, const struct req *rq);
	bool behind_proxy; /* believe X-Forwarded-For and X-Forwarded-Proto of loopback and unix peers */
	http_handler handle;
	/* Fills the body of an answer that the server gives itself (400, 405, 413, 415, 501, 503); may be NULL: plain
	 * text. 414, 431 and 505 come from the library, with its own words. */
	void (*refuse)(void *self, struct arena *mem, const struct req *rq, int status, const char *reason,
	               struct res *rs);
	void *self;
};
struct http_server;
/* *ret_words: one German sentence when it cannot start (port in use, no right, bad address ...). */
err http_start(struct arena *a, const struct http_config *c, struct http_server **ret, str *ret_words) MUST;
str http_address(const struct http_server *s); /* "http://127.0.0.1:8080"; the real port if 0 was asked for */
/* Of all servers of this process, so far. */
struct http_stats {
	int64_t open, accepted, cut, turned_away;
};
struct http_stats http_stats(void);
/* Whether the server's threads turn: the one that accepts, and at least one worker, since the last call; and no worker
 * is stuck for minutes. Each call asks them anew and waits for nobody: call it every few seconds, from one thread. */
bool http_pulse(struct http_server *s);
/* Stops listening, lets requests in flight finish (at most `seconds`), closes. */
void http_stop(struct http_server *s, int seconds);
#endif
