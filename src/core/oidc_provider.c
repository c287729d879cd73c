/* What is known about the sign-in service, fetched when it is needed and kept for all threads of the process. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "core/app.h"
#include "core/oidc_parts.h"
#include "db/db.h"

enum { AT_ONCE = 2, WAIT_S = 1, FRESH_MS = 3600 * 1000, AFTER_FAILURE_MS = 10 * 1000, KEYS_AGAIN_MS = 30 * 1000 };

struct oidc {
	struct oidc_config config;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t freed;
	int running;       /* requests to the service */
	struct arena *mem; /* of `known`; replaced with it */
	struct provider known;
	instant known_since, failed_at; /* 0: never */
	struct arena *keys_mem;
	str keys;
	instant keys_since;
};

struct oidc *oidc_new(const struct oidc_config *c)
{
	struct oidc *o = calloc(1, sizeof *o);
	ASSERT(o);
	o->config = *c;
	pthread_mutex_init(&o->lock, NULL);
	pthread_cond_init(&o->freed, NULL);
	return o;
}

void oidc_free(struct oidc *o)
{
	if (!o)
		return;
	arena_free(o->mem);
	arena_free(o->keys_mem);
	pthread_cond_destroy(&o->freed);
	pthread_mutex_destroy(&o->lock);
	free(o);
}

const struct oidc_config *oidc_of(const struct cx *cx)
{
	return cx->app && cx->app->oidc ? &cx->app->oidc->config : NULL;
}

err oidc_refuse(struct cx *cx, const char *reason)
{
	return fail_detail(cx, E_DENIED, "login.oidc_failed", NO_ARGS, str_of(reason));
}

static err away(struct cx *cx, str detail)
{
	return fail_detail(cx, E_BUSY, "login.oidc_away", NO_ARGS, detail);
}

/* --- requests ----------------------------------------------------------------------------------------------------- */

/* Waits a moment for one of the places. Who gets none begins anew, most often without typing anything. */
static bool take_place(struct oidc *o)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_S;
	pthread_mutex_lock(&o->lock);
	while (o->running >= AT_ONCE && pthread_cond_timedwait(&o->freed, &o->lock, &until) == 0)
		;
	bool got = o->running < AT_ONCE;
	o->running += got;
	pthread_mutex_unlock(&o->lock);
	return got;
}

static void give_place(struct oidc *o)
{
	pthread_mutex_lock(&o->lock);
	o->running--;
	pthread_cond_signal(&o->freed);
	pthread_mutex_unlock(&o->lock);
}

err provider_fetch(struct cx *cx, struct fetch *f, struct fetched *ret)
{
	struct oidc *o = cx->app->oidc;
	str words = STR_NONE;
	ASSERT(!db_in_tx(cx));
	f->ca_file = o->config.ca_file;
	if (!take_place(o))
		return away(cx, S("two requests to the service are running"));
	err e = fetch(cx->mem, f, ret, &words);
	give_place(o);
	if (e != OK)
		return away(cx, str_print(cx->mem, STR_FMT ": " STR_FMT, STR_ARG(f->url), STR_ARG(words)));
	if (ret->status >= 500)
		return away(cx, str_print(cx->mem, STR_FMT ": status %d", STR_ARG(f->url), ret->status));
	return OK;
}

/* A JSON document of the service. */
static err fetch_document(struct cx *cx, str url, str *ret, struct list *ret_leaves)
{
	struct fetch f = { .url = url };
	struct fetched got;
	TRY(provider_fetch(cx, &f, &got));
	if (got.status != 200)
		return away(cx, str_print(cx->mem, STR_FMT ": status %d", STR_ARG(url), got.status));
	if (json_leaves(cx->mem, got.body, ret_leaves) != OK)
		return away(cx, str_print(cx->mem, STR_FMT ": no JSON object", STR_ARG(url)));
	*ret = got.body;
	return OK;
}

/* --- discovery ---------------------------------------------------------------------------------------------------- */

/* The service must not send us, or our secret, from https to http, nor to this machine if it is another one. */
static bool address_fits(const struct oidc_config *c, str url)
{
	return fetch_allowed(url) && (str_starts(url, "https://") || str_starts(c->issuer, "http://"));
}

static bool offers(const struct list *leaves, const char *name, const char *value)
{
	LIST_EACH (struct leaf, l, leaves)
		if (str_is(l->name, name) && str_is(l->text, value))
			return true;
	return false;
}

static const char *read_discovery(const struct oidc_config *c, const struct list *d, struct provider *ret)
{
	const char *methods = "token_endpoint_auth_methods_supported";
	*ret = (struct provider){ .authorize = leaf_text(d, "authorization_endpoint"),
		                  .token = leaf_text(d, "token_endpoint"),
		                  .keys = leaf_text(d, "jwks_uri"),
		                  .userinfo = leaf_text(d, "userinfo_endpoint"),
		                  .leave = leaf_text(d, "end_session_endpoint") };
	ret->names_itself = offers(d, "authorization_response_iss_parameter_supported", "1");
	ret->secret_in_form = !offers(d, methods, "client_secret_basic") && offers(d, methods, "client_secret_post");
	if (!str_eq(leaf_text(d, "issuer"), c->issuer))
		return "issuer is not the configured one";
	if (!address_fits(c, ret->authorize) || !address_fits(c, ret->token) || !address_fits(c, ret->keys))
		return "an endpoint is missing or no https address";
	if (ret->userinfo.p && !address_fits(c, ret->userinfo))
		ret->userinfo = STR_NONE;
	if (ret->leave.p && !address_fits(c, ret->leave))
		ret->leave = STR_NONE;
	return NULL;
}

static err discover(struct cx *cx, const struct oidc_config *c, struct provider *ret)
{
	struct list leaves;
	str document, root = str_ends(c->issuer, "/") ? str_part(c->issuer, 0, c->issuer.n - 1) : c->issuer;
	TRY(fetch_document(cx, str_print(cx->mem, STR_FMT "/.well-known/openid-configuration", STR_ARG(root)),
	                   &document, &leaves));
	const char *wrong = read_discovery(c, &leaves, ret);
	return wrong ? away(cx, str_print(cx->mem, "discovery: %s", wrong)) : OK;
}

static struct provider copy(struct arena *a, const struct provider *p)
{
	struct provider c = *p;
	str *texts[] = { &c.authorize, &c.token, &c.keys, &c.userinfo, &c.leave };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = str_copy(a, *texts[i]);
	return c;
}

/* True: *ret is set, and `*ret_fresh` says whether it need not be asked for. */
static bool look_up(struct oidc *o, struct cx *cx, struct provider *ret, bool *ret_fresh)
{
	pthread_mutex_lock(&o->lock);
	bool known = o->mem != NULL, failed = o->failed_at.ms > 0 && cx->now.ms - o->failed_at.ms < AFTER_FAILURE_MS;
	*ret_fresh = failed || (known && cx->now.ms - o->known_since.ms < FRESH_MS);
	if (known)
		*ret = copy(cx->mem, &o->known);
	pthread_mutex_unlock(&o->lock);
	return known;
}

static void remember(struct oidc *o, const struct cx *cx, const struct provider *p)
{
	struct arena *mem = arena_new(), *old;
	pthread_mutex_lock(&o->lock);
	old = o->mem;
	o->mem = mem;
	o->known = copy(mem, p);
	o->known_since = cx->now;
	o->failed_at.ms = 0;
	pthread_mutex_unlock(&o->lock);
	arena_free(old);
}

static void remember_failure(struct oidc *o, const struct cx *cx)
{
	pthread_mutex_lock(&o->lock);
	o->failed_at = cx->now;
	pthread_mutex_unlock(&o->lock);
}

err provider_get(struct cx *cx, struct provider *ret)
{
	struct oidc *o = cx->app->oidc;
	struct provider found;
	bool fresh, known = look_up(o, cx, ret, &fresh);
	if (fresh)
		return known ? OK : away(cx, S("failed a moment ago"));
	err e = discover(cx, &o->config, &found);
	if (e == OK) {
		remember(o, cx, &found);
		*ret = found;
		return OK;
	}
	remember_failure(o, cx);
	if (!known)
		return e;
	log_event(LOG_WARNING, "sign-in service away", "detail", str_c(cx->mem, cx->fault.detail), NULL);
	fault_clear(cx);
	return OK;
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

static bool look_up_keys(struct oidc *o, struct cx *cx, bool again, str *ret)
{
	pthread_mutex_lock(&o->lock);
	int64_t age = cx->now.ms - o->keys_since.ms;
	bool good = o->keys_mem && age < (again ? KEYS_AGAIN_MS : FRESH_MS);
	if (good)
		*ret = str_copy(cx->mem, o->keys);
	pthread_mutex_unlock(&o->lock);
	return good;
}

err provider_keys(struct cx *cx, const struct provider *p, bool again, str *ret)
{
	struct oidc *o = cx->app->oidc;
	struct list leaves;
	if (look_up_keys(o, cx, again, ret))
		return OK;
	TRY(fetch_document(cx, p->keys, ret, &leaves));
	struct arena *mem = arena_new(), *old;
	pthread_mutex_lock(&o->lock);
	old = o->keys_mem;
	o->keys_mem = mem;
	o->keys = str_copy(mem, *ret);
	o->keys_since = cx->now;
	pthread_mutex_unlock(&o->lock);
	arena_free(old);
	return OK;
}
