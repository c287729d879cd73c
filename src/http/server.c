/* server.c -- the only file that sees microhttpd.h.
 *
 * Each worker is one daemon of the library with one thread and an epoll set of its own; connections come from the watch
 * (watch.h). A request lives in an `exchange`, whose arena is emptied when the answer is out. A worker's exchanges are
 * touched by its thread alone, so that there is nothing to lock on the way of a request.
 */
#include "http/parts.h"
#include "http/pulse.h"

#include "base/log.h"

#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
	CONNECTION_MEMORY = 32 * 1024, /* one head, and one answer's head */
	KEPT_EXCHANGES = 64,
	BYTES_PER_SECOND = 64 * 1024, /* the least a client must manage beyond body_seconds */
	BODIES_AT_ONCE = 32,          /* all bodies in memory together: this many of the largest */
	/* What level 1 of 0.9.75 refuses (no Host, a space in the target) it answers with a doubled head or not at all;
	 * our guard refuses both. Later versions refuse more, and properly. */
	STRICTNESS = MHD_VERSION < 0x01000000 ? 0 : 1,
};

struct exchange {
	struct exchange *next;
	struct worker *worker;
	struct peer *peer;
	struct arena *mem;
	str target; /* as received: the library changes its own copy later on */
	const char *target_at;
	struct req rq;
	struct text body;
	size_t max_body; /* of this request */
	int64_t began;   /* watch_now() when the head was complete */
	bool head_seen;
};

struct worker {
	struct http_server *server;
	struct MHD_Daemon *daemon;
	struct arena *mem;
	struct exchange *free;
	int free_count;
};

struct http_server {
	struct http_config c;
	str address;
	struct watch *watch;
	struct pulse *pulse;
	struct worker *workers;
	_Atomic size_t body_bytes; /* held by all exchanges */
};

/* --- exchanges ---------------------------------------------------------------------------------------------------- */

static struct exchange *exchange_take(struct worker *k)
{
	struct exchange *x = k->free;
	if (x) {
		k->free = x->next;
		k->free_count--;
		return x;
	}
	x = NEW(k->mem, struct exchange);
	x->worker = k;
	return x;
}

static void exchange_give(struct exchange *x)
{
	struct worker *k = x->worker;
	struct arena *mem = x->mem;
	atomic_fetch_sub(&k->server->body_bytes, x->body.n);
	if (mem && k->free_count < KEPT_EXCHANGES) {
		arena_reset(mem);
	} else {
		arena_free(mem);
		mem = NULL;
	}
	*x = (struct exchange){ .next = k->free, .worker = k, .mem = mem };
	k->free = x;
	k->free_count++;
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

static void add_header(struct MHD_Response *r, const char *name, const char *value)
{
	if (*value && MHD_add_response_header(r, name, value) != MHD_YES)
		log_event(LOG_WARNING, "http.header_dropped", "name", name, NULL);
}

static struct MHD_Response *make_response(const struct exchange *x, const struct res *rs)
{
	/* The library only reads the buffer, and is done with it before on_completed() empties the arena. */
	struct MHD_Response *r =
	        MHD_create_response_from_buffer(rs->body.n, (void *)(uintptr_t)rs->body.p, MHD_RESPMEM_PERSISTENT);
	if (!r)
		return NULL;
	if (rs->content_type.n)
		add_header(r, "Content-Type", str_c(x->mem, rs->content_type));
	for (const struct header *h = rs->headers; h; h = h->next)
		add_header(r, h->name, h->value.p ? h->value.p : "");
	if (rs->close)
		add_header(r, "Connection", "close");
	return r;
}

static enum MHD_Result send_response(struct exchange *x, struct MHD_Connection *c, struct res *rs)
{
	const struct http_config *config = &x->worker->server->c;
	ASSERT(rs->status >= 200 && rs->status <= 599);
	if (rs->gzip && response_fit_gzip(&x->rq, rs) != OK) {
		log_event(LOG_ERROR, "http.bad_gzip", NULL);
		return MHD_NO;
	}
	rs->close = rs->close || watch_is_draining(x->worker->server->watch);
	struct MHD_Response *r = make_response(x, rs);
	if (!r)
		return MHD_NO;
	int64_t size_ms = (int64_t)rs->body.n * 1000 / BYTES_PER_SECOND;
	watch_stage(x->peer, STAGE_ANSWER, watch_now() + config->body_seconds * 1000 + size_ms);
	enum MHD_Result result = MHD_queue_response(c, (unsigned)rs->status, r);
	MHD_destroy_response(r);
	return result;
}

static struct res make_refusal(struct exchange *x, int status, const char *reason)
{
	const struct http_config *config = &x->worker->server->c;
	struct res rs = { .mem = x->mem };
	if (config->refuse)
		config->refuse(config->self, x->mem, &x->rq, status, reason, &rs);
	else
		res_text(&rs, status, "text/plain; charset=utf-8", str_print(x->mem, "%s\n", reason));
	rs.status = status;
	rs.close = true;
	rs.gzip = false;
	if (status == 405)
		res_header(&rs, "Allow", S("GET, HEAD, POST"));
	log_event(LOG_INFO, "http.refused", "status", str_c(x->mem, str_print(x->mem, "%d", status)), "reason", reason,
	          NULL);
	x->peer->linger = true;
	return rs;
}

static enum MHD_Result refuse(struct exchange *x, struct MHD_Connection *c, int status, const char *reason)
{
	struct res rs = make_refusal(x, status, reason);
	return send_response(x, c, &rs);
}

/* The library takes no answer while a body comes in. So this one goes straight to the socket, which nobody else writes
 * to at this moment, and the connection ends. If the client does not take it at once it is lost. */
static enum MHD_Result refuse_midway(struct exchange *x, int status, const char *reason)
{
	struct res rs = make_refusal(x, status, reason);
	struct text out = TEXT(x->mem);
	text_print(&out, "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Length: %zu\r\n", status, http_reason(status),
	           rs.body.n);
	text_print(&out, "Content-Type: " STR_FMT "\r\n", STR_ARG(rs.content_type));
	for (const struct header *h = rs.headers; h; h = h->next)
		text_print(&out, "%s: " STR_FMT "\r\n", h->name, STR_ARG(h->value));
	text_c(&out, "\r\n");
	text_add(&out, rs.body);
	if (send(x->peer->fd, out.p, out.n, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)out.n)
		log_event(LOG_INFO, "http.refusal_cut_short", NULL);
	return MHD_NO;
}

/* --- heads -------------------------------------------------------------------------------------------------------- */

struct collector {
	struct pair *items;
	size_t n, room;
};

static enum MHD_Result collect(void *self, enum MHD_ValueKind kind, const char *name, size_t name_size,
                               const char *value, size_t value_size)
{
	struct collector *to = self;
	(void)kind;
	if (to->n == to->room)
		return MHD_NO;
	to->items[to->n].name = (str){ name, name_size };
	to->items[to->n++].value = (str){ value ? value : "", value ? value_size : 0 };
	return MHD_YES;
}

static void collect_headers(struct exchange *x, struct MHD_Connection *c, struct head *h)
{
	int count = MHD_get_connection_values_n(c, MHD_HEADER_KIND, NULL, NULL);
	struct collector to = { .room = count > 0 ? (size_t)count : 0 };
	to.items = NEW_ARRAY(x->mem, struct pair, to.room + 1);
	MHD_get_connection_values_n(c, MHD_HEADER_KIND, collect, &to);
	h->headers = to.items;
	h->n = to.n;
}

/* Libraries before 1.0 hide bare line feeds, NUL and folded lines from us, but not where the pieces stood. */
static bool is_as_sent(const struct exchange *x, struct MHD_Connection *c, const struct head *h)
{
#if MHD_VERSION < 0x01000000
	const union MHD_ConnectionInfo *size = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	struct head received = *h;
	received.target.p = x->target_at;
	return size && head_is_exact(&received, size->header_size);
#else
	(void)x, (void)c, (void)h;
	return true;
#endif
}

static str announced_length(const struct exchange *x)
{
	return req_header(&x->rq, "content-length");
}

static bool expects_body(const struct exchange *x)
{
	str length = announced_length(x);
	return req_header(&x->rq, "transfer-encoding").p || (length.p && !str_is(length, "0"));
}

static bool is_too_large(const struct exchange *x)
{
	int64_t length;
	return str_to_int(announced_length(x), &length) && (uint64_t)length > x->max_body;
}

static enum MHD_Result take_head(struct exchange *x, struct MHD_Connection *c, const char *method, const char *version)
{
	const struct http_config *config = &x->worker->server->c;
	struct head h = { .method = str_of(method), .target = x->target, .version = str_of(version) };
	struct origin from = { str_of(x->peer->address), config->behind_proxy && x->peer->local };
	int status = 400;
	const char *reason = "Der Kopf der Anfrage ist fehlerhaft.";
	x->head_seen = true;
	x->began = watch_now();
	collect_headers(x, c, &h);
	if (!is_as_sent(x, c, &h) || http_guard(&h, &status, &reason) != OK)
		return refuse(x, c, status, reason);
	if (request_fill(x->mem, &h, &from, &x->rq) != OK)
		return refuse(x, c, 400, "Die Adresse ist ungültig.");
	size_t own = config->body_limit ? config->body_limit(config->self, x->mem, &x->rq) : 0;
	x->max_body = own ? own : config->max_body;
	if (is_too_large(x))
		return refuse(x, c, 413, "Die Anfrage ist zu groß.");
	if (expects_body(x))
		watch_stage(x->peer, STAGE_BODY, x->began + config->body_seconds * 1000);
	else
		watch_stage(x->peer, STAGE_WORK, 0);
	return MHD_YES;
}

/* --- bodies ------------------------------------------------------------------------------------------------------- */

static enum MHD_Result take_body(struct exchange *x, const char *bytes, size_t *n)
{
	struct http_server *s = x->worker->server;
	if (x->body.n + *n > x->max_body)
		return refuse_midway(x, 413, "Die Anfrage ist zu groß.");
	if (atomic_fetch_add(&s->body_bytes, *n) + *n > s->c.max_body * BODIES_AT_ONCE) {
		atomic_fetch_sub(&s->body_bytes, *n);
		return refuse_midway(x, 503, "Zurzeit kommen zu viele große Anfragen an.");
	}
	x->body.mem = x->mem;
	text_add(&x->body, (str){ bytes, *n });
	*n = 0;
	int64_t earned_ms = (int64_t)x->body.n * 1000 / BYTES_PER_SECOND;
	watch_stage(x->peer, STAGE_BODY, x->began + s->c.body_seconds * 1000 + earned_ms);
	return MHD_YES;
}

static enum MHD_Result answer(struct exchange *x, struct MHD_Connection *c)
{
	const struct http_config *config = &x->worker->server->c;
	struct res rs = { .mem = x->mem };
	watch_stage(x->peer, STAGE_WORK, 0);
	x->rq.body = text_str(&x->body);
	if (request_decode_body(x->mem, &x->rq) != OK)
		return refuse(x, c, 400, "Das Formular ist fehlerhaft kodiert.");
	int worker = (int)(x->worker - x->worker->server->workers);
	watch_busy(x->worker->server->watch, worker, true);
	config->handle(config->self, x->mem, &x->rq, &rs);
	watch_busy(x->worker->server->watch, worker, false);
	return send_response(x, c, &rs);
}

/* --- what the library calls --------------------------------------------------------------------------------------- */

static void *on_target(void *self, const char *target, struct MHD_Connection *c)
{
	struct worker *k = self;
	struct exchange *x = exchange_take(k);
	x->peer = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	if (!x->mem)
		x->mem = arena_new();
	x->target_at = target;
	x->target = str_copy(x->mem, str_of(target ? target : ""));
	/* The first request's time runs since the connection was made. */
	if (atomic_load_explicit(&x->peer->stage, memory_order_relaxed) != STAGE_HEAD)
		watch_stage(x->peer, STAGE_HEAD, watch_now() + k->server->c.head_seconds * 1000);
	return x;
}

static enum MHD_Result on_request(void *self, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *bytes, size_t *n, void **exchange)
{
	struct exchange *x = *exchange;
	(void)self, (void)url;
	if (!x->head_seen)
		return take_head(x, c, method, version);
	if (*n > 0)
		return take_body(x, bytes, n);
	return answer(x, c);
}

static void on_completed(void *self, struct MHD_Connection *c, void **exchange, enum MHD_RequestTerminationCode how)
{
	struct worker *k = self;
	struct exchange *x = *exchange;
	(void)c;
	if (!x)
		return;
	/* A stage that ended otherwise tells the watch to drain before the socket is closed. */
	if (how == MHD_REQUEST_TERMINATED_COMPLETED_OK)
		watch_stage(x->peer, STAGE_IDLE, watch_now() + k->server->c.idle_seconds * 1000);
	exchange_give(x);
	*exchange = NULL;
}

static void on_connection(void *self, struct MHD_Connection *c, void **peer, enum MHD_ConnectionNotificationCode what)
{
	struct worker *k = self;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		int fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		struct peer *p = watch_peer(k->server->watch, fd);
		*peer = p;
		if (p->probe)
			pulse_answer(k->server->pulse, p->worker);
	} else if (*peer) {
		watch_leave(k->server->watch, *peer);
		*peer = NULL;
	}
}

/* We decode targets ourselves. */
static size_t keep_escapes(void *self, struct MHD_Connection *c, char *s)
{
	(void)self, (void)c;
	return strlen(s);
}

static void on_panic(void *self, const char *file, unsigned line, const char *reason)
{
	(void)self;
	log_event(LOG_ERROR, "http.panic", "reason", reason ? reason : "", NULL);
	assert_failed("microhttpd", file, (int)line);
}

static bool hand_over(void *self, int worker, int fd, const struct sockaddr *from, socklen_t size)
{
	struct http_server *s = self;
	return MHD_add_connection(s->workers[worker].daemon, fd, from, size) == MHD_YES;
}

/* --- starting and stopping ---------------------------------------------------------------------------------------- */

static bool start_worker(struct http_server *s, struct worker *k)
{
	k->server = s;
	k->mem = arena_new();
	k->daemon = MHD_start_daemon(
	        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC, 0, NULL, NULL, on_request, k,
	        MHD_OPTION_URI_LOG_CALLBACK, on_target, k, MHD_OPTION_NOTIFY_COMPLETED, on_completed, k,
	        MHD_OPTION_NOTIFY_CONNECTION, on_connection, k, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, k,
	        MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->c.max_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	        (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, STRICTNESS, MHD_OPTION_END);
	return k->daemon != NULL;
}

static void stop_worker(struct worker *k)
{
	if (k->daemon)
		MHD_stop_daemon(k->daemon);
	for (struct exchange *x = k->free; x; x = x->next)
		arena_free(x->mem);
	arena_free(k->mem);
}

static void stop_workers(struct http_server *s)
{
	for (int i = 0; i < s->c.threads; i++)
		stop_worker(&s->workers[i]);
}

static void fill_defaults(struct http_config *c)
{
	c->threads = c->threads > 0 ? c->threads : 8;
	c->threads = c->threads < 64 ? c->threads : 64;
	c->max_connections = c->max_connections > 0 ? c->max_connections : 2000;
	c->max_per_address = c->max_per_address > 0 ? c->max_per_address : 100;
	c->head_seconds = c->head_seconds > 0 ? c->head_seconds : 10;
	c->body_seconds = c->body_seconds > 0 ? c->body_seconds : 30;
	c->idle_seconds = c->idle_seconds > 0 ? c->idle_seconds : 30;
	c->max_body = c->max_body > 0 ? c->max_body : 4 * 1024 * 1024;
}

static err start_threads(struct arena *a, struct http_server *s, const struct listener *l)
{
	const struct watch_config watched = {
		.workers = s->c.threads,
		.max_connections = s->c.max_connections,
		.max_per_address = s->c.max_per_address,
		.head_ms = (int64_t)s->c.head_seconds * 1000,
		.hand_over = hand_over,
		.self = s,
	};
	for (int i = 0; i < s->c.threads; i++)
		if (!start_worker(s, &s->workers[i]))
			return E_BROKEN;
	return watch_start(a, &watched, l, &s->watch);
}

err http_start(struct arena *a, const struct http_config *c, struct http_server **ret, str *ret_words)
{
	struct listener l;
	struct http_server *s = NEW(a, struct http_server);
	ASSERT(c->handle);
	s->c = *c;
	fill_defaults(&s->c);
	s->workers = NEW_ARRAY(a, struct worker, (size_t)s->c.threads);
	TRY(listen_open(a, c->listen, &l, ret_words));
	s->address = l.address;
	MHD_set_panic_func(on_panic, NULL);
	/* Signals are for the main thread. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err e = start_threads(a, s, &l);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (e != OK) {
		stop_workers(s);
		listen_close(&l);
		*ret_words = S("Der Server kann keine Threads starten.");
		return e;
	}
	s->pulse = pulse_new(a, s->watch, s->c.threads);
	*ret = s;
	return OK;
}

bool http_pulse(struct http_server *s)
{
	return pulse_look(s->pulse);
}

str http_address(const struct http_server *s)
{
	return s->address;
}

void http_stop(struct http_server *s, int seconds)
{
	watch_drain(s->watch, seconds);
	stop_workers(s);
	watch_stop(s->watch);
}
