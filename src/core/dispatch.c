/* The life of a request: session, route, right, tenant, CSRF, handler, answer, log line. See route.h. */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "core/app.h"
#include "core/metrics.h"
#include "core/monitor.h"
#include "core/once.h"
#include "core/second_factor.h"
#include "core/session.h"
#include "core/tenant.h"
#include "core/texts.h"
#include "core/token.h"
#include "core/user.h"
#include "crypt/crypt.h"

/* One request on its way. */
struct call {
	struct cx cx;
	struct app *app;
	struct req req; /* a copy: JSON bodies become form fields */
	struct request request;
	struct res *res;
	struct user user;
	struct session session;
	struct token token;
	bool by_token;     /* it was sent: no cookie counts, whether it is good or not */
	str trusted_login; /* `get --as`: no session, CSRF taken as given */
};

static void security_headers(const struct app *a, struct res *rs)
{
	res_header(rs, "Content-Security-Policy",
	           S("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
	             "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
	res_header(rs, "X-Content-Type-Options", S("nosniff"));
	res_header(rs, "X-Frame-Options", S("DENY"));
	/* Not "no-referrer": with that, browsers send "Origin: null" with our own forms, and from_here() needs it. */
	res_header(rs, "Referrer-Policy", S("same-origin"));
	res_header(rs, "Cross-Origin-Opener-Policy", S("same-origin"));
	res_header(rs, "Cross-Origin-Resource-Policy", S("same-origin"));
	res_header(rs, "Permissions-Policy", S("camera=(), microphone=(), geolocation=(), payment=()"));
	if (a->config.secure_only)
		res_header(rs, "Strict-Transport-Security", S("max-age=31536000"));
}

/* --- who asks ----------------------------------------------------------------------------------------------------- */

static err find_trusted(struct call *c)
{
	if (c->trusted_login.n == 0)
		return OK;
	err e = user_by_login(&c->cx, c->trusted_login, &c->user);
	if (e == E_NOTFOUND || (e == OK && c->user.closed))
		return fail(&c->cx, E_DENIED, "login.wrong", NO_ARGS);
	TRY(e);
	c->cx.user = &c->user;
	return OK;
}

/* Noting that somebody was here must not keep him from reading while the database is busy or full. */
static void noted(struct cx *cx, err e, const char *what)
{
	if (e == OK)
		return;
	log_event(LOG_WARNING, what, "error", err_name(e), "key", cx->fault.key ? cx->fault.key : "", NULL);
	fault_clear(cx);
}

static err find_token(struct call *c, str secret)
{
	struct cx *cx = &c->cx;
	c->by_token = true;
	err e = token_find(cx, secret, &c->token, &c->user);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	cx->token = &c->token;
	cx->user = &c->user;
	noted(cx, token_used(cx, &c->token), "token not noted");
	return OK;
}

static err find_session(struct call *c)
{
	struct cx *cx = &c->cx;
	str token = pairs_get(&c->req.cookies, cookie_session(c->app));
	str secret = token_sent(&c->req);
	if (c->trusted_login.p)
		return find_trusted(c);
	if (secret.p)
		return find_token(c, secret);
	if (!token.p)
		return OK;
	err e = session_find(cx, token, &c->session, &c->user);
	if (e == E_NOTFOUND) {
		fault_clear(cx);
		return OK;
	}
	TRY(e);
	cx->session = &c->session;
	cx->user = &c->user;
	noted(cx, session_seen(cx, &c->session), "session not noted");
	return OK;
}

/* Nobody signed in: a visitor's cookie keeps the CSRF token of public forms alike from page to page. */
static void find_visitor(struct call *c)
{
	str token = pairs_get(&c->req.cookies, cookie_visitor(c->app));
	if (!c->by_token && !c->cx.session && token.n == 43)
		c->cx.session = session_of_visitor(c->cx.mem, token);
}

static const struct words *choose_language(struct call *c)
{
	str chosen = pairs_get(&c->req.cookies, COOKIE_LANGUAGE), wish = req_header(&c->req, "accept-language");
	str language = str_of(words_language(words_negotiate(wish)));
	if (c->by_token && wish.p) /* a program that says what it wants */
		;
	else if (chosen.p && !c->by_token)
		language = chosen;
	else if (c->cx.user && c->cx.user->language.p)
		language = c->cx.user->language;
	return words_sibling(c->request.texts->german, language);
}

/* --- may it ------------------------------------------------------------------------------------------------------- */

/* Answers with the sign-in page's address for people, 401 for programs. */
static void ask_to_sign_in(struct call *c)
{
	struct text to = TEXT(c->cx.mem);
	if (wants_json(&c->req) || c->req.method != GET) {
		page_status_only(&c->cx, &c->req, c->res, 401, "error.401.text");
		res_header(c->res, "WWW-Authenticate", S("Bearer realm=\"scharnier\""));
		return;
	}
	text_c(&to, "/login?to=");
	text_url(&to, c->req.target);
	(void)!res_redirect(c->res, text_str(&to));
}

/* The house wants a second factor of this account: nothing else before it is set up. */
static err ask_for_factor(struct call *c)
{
	if (wants_json(&c->req) || c->req.method != GET)
		return fail(&c->cx, E_DENIED, "factor.set_up_first", NO_ARGS);
	return res_redirect(c->res, S("/account/second-factor"));
}

/* Never a fallback to what everybody may: a program must learn that its token is no longer good. */
static void refuse_token(struct call *c)
{
	struct cx *cx = &c->cx;
	int64_t wait = 0;
	noted(cx, token_refused(cx, c->req.address, &wait), "wrong token not noted");
	if (wait == 0) {
		page_status_only(cx, &c->req, c->res, 401, "token.wrong");
		res_header(c->res, "WWW-Authenticate", S("Bearer realm=\"scharnier\", error=\"invalid_token\""));
		return;
	}
	page_status_only(cx, &c->req, c->res, 429, "error.429.text");
	res_header(c->res, "Retry-After", str_print(cx->mem, "%" PRId64, wait));
}

/* The right, then the tenant. A KI that the user may not see is 404, the same as none at all: the page must not know
 * it, so the request gets it last. */
static err check_right(struct call *c)
{
	const struct route *r = c->request.route;
	struct cx *cx = &c->cx;
	if (!user_may(cx->user, r->right))
		return fail(cx, E_DENIED, "error.403.text", NO_ARGS);
	TRY(token_check(cx, r->right, r->method != GET));
	if (r->scope == SCOPE_NONE)
		return OK;
	struct tenant centre;
	TRY(tenant_by_slug(cx, route_part(&c->request, "slug"), &centre));
	if (r->scope == SCOPE_OWN && !user_may_at(cx->user, r->right, centre.id))
		return fail(cx, E_NOTFOUND, "error.404.text", NO_ARGS);
	c->request.centre = centre;
	return OK;
}

static bool from_here(const struct call *c)
{
	str site = req_header(&c->req, "sec-fetch-site"), origin = req_header(&c->req, "origin");
	if (site.p && !str_is(site, "same-origin") && !str_is(site, "none"))
		return false;
	if (!origin.p || str_is(origin, "null"))
		return !origin.p;
	str rest = origin;
	for (int i = 0; i < 2; i++) /* behind "https://" */
		str_split(&rest, '/');
	return str_eq(rest, req_header(&c->req, "host"));
}

/* A form from before the sign-in, of the same browser: signing in from a second window, when the first one has done so
 * meanwhile. Only for what everybody may do; the visitor's cookie is as secret as the session's. */
static bool is_of_visitor(const struct call *c, str token)
{
	str visitor = pairs_get(&c->req.cookies, cookie_visitor(c->app));
	return c->request.route->right == RIGHT_PUBLIC && visitor.n == 43 &&
	       crypt_equal(token, session_of_visitor(c->cx.mem, visitor)->csrf);
}

static err check_csrf(struct call *c)
{
	struct cx *cx = &c->cx;
	if (c->req.method == GET || c->trusted_login.p || cx->token) /* no browser sends a token by itself */
		return OK;
	str token = pairs_get(&c->req.form, "csrf");
	if (!token.p)
		token = req_header(&c->req, "x-csrf-token");
	if (!from_here(c) || !cx->session || !token.p)
		return fail(cx, E_DENIED, "error.csrf", NO_ARGS);
	if (!crypt_equal(token, cx->session->csrf) && !is_of_visitor(c, token))
		return fail(cx, E_DENIED, "error.csrf", NO_ARGS);
	return OK;
}

/* --- the way through ---------------------------------------------------------------------------------------------- */

static err run_handler(struct call *c)
{
	struct cx *cx = &c->cx;
	TRY(check_right(c));
	TRY(check_csrf(c));
	TRY(sent_check(cx, &c->req, c->request.route));
	once_of_request(cx, &c->req);
	if (c->req.method != GET)
		return c->request.route->handle(cx, &c->request, c->res);
	TRY(db_snapshot(cx));
	err e = c->request.route->handle(cx, &c->request, c->res);
	db_snapshot_end(cx);
	return e;
}

/* What a session may do at all, before what it may do here. */
static err run_route(struct call *c)
{
	bool owes_factor;
	TRY(step_must_set_up(&c->cx, c->request.route, &owes_factor));
	return owes_factor ? ask_for_factor(c) : run_handler(c);
}

static struct header **end_of_headers(struct res *rs)
{
	struct header **end = &rs->headers;
	while (*end)
		end = &(*end)->next;
	return end;
}

/* What the handler had prepared goes; what every answer carries, up to `end`, stays. A database that does not answer
 * is not asked for the error page's frame. */
static void answer_failure(struct call *c, struct header **end, err e)
{
	*end = NULL;
	c->res->gzip = false;
	if (e == E_BROKEN || e == E_BUSY)
		c->request.centre = (struct tenant){ 0 };
	page_failure(&c->cx, &c->req, c->res, e);
}

static void answer_route(struct call *c)
{
	struct header **end = end_of_headers(c->res);
	const struct route *r = c->request.route;
	const char *key = NULL;
	int status = sent_read(&c->cx, &c->req, r, &key);
	if (status) {
		page_status_only(&c->cx, &c->req, c->res, status, key);
	} else if (!c->cx.user && r->right != RIGHT_PUBLIC) {
		ask_to_sign_in(c);
	} else {
		err e = run_route(c);
		if (e != OK)
			answer_failure(c, end, e);
	}
}

static void answer(struct call *c)
{
	bool other_method;
	err e = find_session(c);
	if (e != OK) {
		page_failure(&c->cx, &c->req, c->res, e);
		return;
	}
	find_visitor(c);
	c->cx.words = choose_language(c);
	if (c->by_token && !c->cx.token) {
		refuse_token(c);
		return;
	}
	c->request.route = route_find(c->app, c->cx.mem, &c->req, &c->request.parts, &other_method);
	if (c->request.route) {
		answer_route(c);
	} else if (other_method) {
		page_status_only(&c->cx, &c->req, c->res, 405, "error.405.text");
		res_header(c->res, "Allow", c->req.method == GET ? S("POST") : S("GET, HEAD"));
	} else {
		page_status_only(&c->cx, &c->req, c->res, 404, "error.404.text");
	}
	if (c->cx.session && c->cx.session->fresh)
		cookie_set(&c->cx, c->res, cookie_visitor(c->app), c->cx.session->token, 0);
}

static void init(struct call *c, struct app *a, struct arena *mem, const struct req *rq, struct res *rs)
{
	instant now = a->config.fixed_now.ms ? a->config.fixed_now : instant_now();
	*c = (struct call){ .app = a, .req = *rq, .res = rs };
	c->cx = (struct cx){ .mem = mem, .app = a, .now = now, .today = instant_day(now) };
	c->cx.request_id = str_copy(mem, str_part(crypt_token(mem), 0, 10));
	struct texts *texts = texts_take(a);
	arena_defer(mem, texts_let_go,
	            texts); /* the arena lives until the answer is out, and the answer may be a word */
	c->request.texts = texts;
	c->cx.words = choose_language(c); /* once more when the user is known */
	c->request.http = &c->req;
	c->request.face = NEW(mem, struct face);
	c->cx.request = &c->request;
}

static int64_t clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void log_line(const struct call *c, int64_t us)
{
	struct arena *mem = c->cx.mem;
	log_event(LOG_INFO, "request", "method", method_name(c->req.method), "route",
	          c->request.route ? c->request.route->path : "-", "status", str_print(mem, "%d", c->res->status).p,
	          "us", str_print(mem, "%" PRId64, us).p, "user",
	          c->cx.user ? str_print(mem, "%" PRId64, c->cx.user->id).p : "-", "request", c->cx.request_id.p, NULL);
}

static void with_database(struct call *c)
{
	err e = db_enter(c->app->config.pool, &c->cx.db);
	if (e != OK) {
		log_event(LOG_ERROR, "no session of the database", "error", err_name(e), "request", c->cx.request_id.p,
		          NULL);
		c->cx.db = NULL;
		page_status_only(&c->cx, &c->req, c->res, 503, "error.503.text");
		return;
	}
	answer(c);
	db_leave(c->cx.db);
	if (c->cx.added_job)
		job_worker_wake(c->app->worker);
}

static void handle(struct app *a, struct arena *mem, str login, const struct req *rq, struct res *rs)
{
	struct call c;
	int64_t began = clock_us();
	rs->mem = mem;
	security_headers(a, rs);
	if (monitor_answer(a, rq, rs))
		return;
	if (asset_answer(rq, rs)) {
		metrics_request(a->metrics, NULL, METRICS_ASSET, rs->status, clock_us() - began);
		return;
	}
	init(&c, a, mem, rq, rs);
	res_header(rs, "Cache-Control", S("no-store"));
	c.trusted_login = login;
	with_database(&c);
	ASSERT(rs->status != 0);
	int64_t us = clock_us() - began;
	metrics_request(a->metrics, c.request.route, METRICS_NO_ROUTE, rs->status, us);
	if (a->config.log_requests)
		log_line(&c, us);
}

void app_handle(void *self, struct arena *mem, const struct req *rq, struct res *rs)
{
	handle(self, mem, STR_NONE, rq, rs);
}

void app_handle_as(struct app *a, struct arena *mem, str login, const struct req *rq, struct res *rs)
{
	handle(a, mem, login, rq, rs);
}

/* The server itself says no; there is a page for that too, as far as the request was understood, without a database. */
void app_refuse(void *self, struct arena *mem, const struct req *rq, int status, const char *reason UNUSED,
                struct res *rs)
{
	struct call c;
	rs->mem = mem;
	security_headers(self, rs);
	init(&c, self, mem, rq, rs);
	c.cx.words = choose_language(&c);
	str key = str_print(mem, "error.%d.text", status);
	if (status == 413 && route_with_files(self, mem, rq))
		key = S("error.413.upload");
	page_status_only(&c.cx, &c.req, rs, status, words_has(c.cx.words, key) ? key.p : "error.400.text");
	metrics_request(c.app->metrics, NULL, METRICS_NO_ROUTE, status, 0);
}
