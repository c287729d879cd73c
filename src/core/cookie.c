#include "core/app.h"

/* On https the __Host- prefix binds a cookie to this host, path / and https. */
const char *cookie_session(const struct app *a)
{
	return a->config.secure_only ? "__Host-session" : "session";
}

const char *cookie_visitor(const struct app *a)
{
	return a->config.secure_only ? "__Host-visitor" : "visitor";
}

const char *cookie_step(const struct app *a)
{
	return a->config.secure_only ? "__Host-step" : "step";
}

static void set(struct cx *cx, struct res *rs, const char *name, str value, str more)
{
	res_header(rs, "Set-Cookie",
	           str_print(cx->mem, "%s=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax%s" STR_FMT, name, STR_ARG(value),
	                     cx->app->config.secure_only ? "; Secure" : "", STR_ARG(more)));
}

void cookie_set(struct cx *cx, struct res *rs, const char *name, str value, int max_age_s)
{
	set(cx, rs, name, value, max_age_s > 0 ? str_print(cx->mem, "; Max-Age=%d", max_age_s) : S(""));
}

void cookie_drop(struct cx *cx, struct res *rs, const char *name)
{
	set(cx, rs, name, S(""), S("; Max-Age=0"));
}
