/* openapi_shared.c -- what all operations share: how to sign in, the versions of things, and refusals. */
#include "core/app.h"
#include "core/openapi.h"

/* --- signing in --------------------------------------------------------------------------------------------------- */

static void add_key(struct openapi *o, const char *name, const char *in, const char *what, const char *key)
{
	json_open(&o->out, name, '{');
	json_put_word(&o->out, "type", "apiKey");
	json_put_word(&o->out, "in", in);
	json_put_word(&o->out, "name", what);
	openapi_say(o, "description", key);
	json_shut(&o->out, '}');
}

static void add_schemes(struct openapi *o)
{
	const struct app *app = o->cx->app;
	json_open(&o->out, "securitySchemes", '{');
	json_open(&o->out, "token", '{');
	json_put_word(&o->out, "type", "http");
	json_put_word(&o->out, "scheme", "bearer");
	openapi_say(o, "description", "api.scheme.token");
	json_shut(&o->out, '}');
	add_key(o, "session", "cookie", cookie_session(app), "api.scheme.session");
	add_key(o, "visitor", "cookie", cookie_visitor(app), "api.scheme.visitor");
	add_key(o, "csrf", "header", "X-CSRF-Token", "api.scheme.csrf");
	json_shut(&o->out, '}');
}

/* --- headers ------------------------------------------------------------------------------------------------------ */

static void add_version_schema(struct openapi *o)
{
	json_open(&o->out, "schema", '{');
	json_put_word(&o->out, "type", "string");
	json_put_word(&o->out, "pattern", "^\"v[0-9]+\"$");
	json_shut(&o->out, '}');
}

static void add_headers(struct openapi *o)
{
	json_open(&o->out, "parameters", '{');
	json_open(&o->out, "if_match", '{');
	json_put_word(&o->out, "name", "If-Match");
	json_put_word(&o->out, "in", "header");
	json_put_bool(&o->out, "required", false);
	openapi_say(o, "description", "api.if_match");
	add_version_schema(o);
	json_shut(&o->out, '}');
	json_open(&o->out, "accept_language", '{');
	json_put_word(&o->out, "name", "Accept-Language");
	json_put_word(&o->out, "in", "header");
	json_put_bool(&o->out, "required", false);
	openapi_say(o, "description", "api.accept_language");
	json_put_raw(&o->out, "schema", S("{\"type\":\"string\",\"default\":\"de\"}"));
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
	json_open(&o->out, "headers", '{');
	json_open(&o->out, "etag", '{');
	json_put_bool(&o->out, "required", false);
	openapi_say(o, "description", "api.etag");
	add_version_schema(o);
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

static void add_done(struct openapi *o)
{
	json_open(&o->out, "done", '{');
	openapi_say(o, "description", "api.answer.done");
	json_put_raw(&o->out, "headers", S("{\"ETag\":{\"$ref\":\"#/components/headers/etag\"}}"));
	json_put_raw(&o->out, "content",
	         S("{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/api.done\"}}}"));
	json_shut(&o->out, '}');
}

static void add_refusals(struct openapi *o)
{
	static const char *const statuses[] = { "400", "401", "403", "404", "409", "412", "415", "422", "default" };
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		json_open(&o->out, statuses[i], '{');
		openapi_say(o, "description", str_print(o->cx->mem, "api.answer.%s", statuses[i]).p);
		json_put_raw(&o->out, "content",
		         S("{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/"
		           "api.problem\"}}}"));
		json_shut(&o->out, '}');
	}
}

/* The two shapes that page.c writes without a record. */
static void add_shapes(struct openapi *o)
{
	json_put_raw(&o->out, "api.done",
	         S("{\"type\":\"object\",\"required\":[\"location\"],\"properties\":{"
	           "\"location\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
	           "\"version\":{\"type\":\"integer\",\"format\":\"int64\"}}}"));
	json_put_raw(&o->out, "api.problem",
	         S("{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\",\"instance\","
	           "\"errors\"],\"properties\":{"
	           "\"type\":{\"type\":\"string\",\"format\":\"uri-reference\"},\"title\":{\"type\":\"string\"},"
	           "\"status\":{\"type\":\"integer\",\"minimum\":400,\"maximum\":599},"
	           "\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\",\"format\":\"uri\"},"
	           "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	           "\"required\":[\"field\",\"detail\"],\"properties\":{"
	           "\"field\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}}},"
	           "\"page\":{\"type\":\"object\"}}}"));
}

void openapi_components(struct openapi *o)
{
	json_open(&o->out, "components", '{');
	add_schemes(o);
	add_headers(o);
	json_open(&o->out, "responses", '{');
	add_done(o);
	add_refusals(o);
	json_shut(&o->out, '}');
	json_open(&o->out, "schemas", '{');
	add_shapes(o);
	openapi_schemas(o);
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
}
