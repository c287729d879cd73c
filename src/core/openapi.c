/* openapi.c -- the document: what it is about, how to sign in, and one operation per route. */
#include "core/openapi.h"

#include <ctype.h>
#include <string.h>

#include "core/app.h"
#include "core/token.h"
#include "core/words.h"

static const char *const document_languages[] = { "de", "en", NULL };
static const struct choices language_choices = { "language", document_languages };
static const struct field asked_fields[] = { ASKED("lang", KIND_CHOICE, .choices = &language_choices) };
const struct record language_asked_rec = ASKED_RECORD(asked_fields);

/* --- small pieces ------------------------------------------------------------------------------------------------- */

static void say_if(struct openapi *o, const char *name, str key)
{
	str said = openapi_said(o, key);
	if (said.p)
		json_put_text(&o->out, name, said);
}

static void ref_to(struct openapi *o, const char *name, const char *what)
{
	json_open(&o->out, name, '{');
	json_put_word(&o->out, "$ref", what);
	json_shut(&o->out, '}');
}

/* "get_centres_slug_checks": stays as long as method and path do. */
static str operation_id(struct arena *a, const struct route *r)
{
	struct text t = TEXT(a);
	for (const char *c = method_name(r->method); *c; c++)
		text_char(&t, (char)tolower((unsigned char)*c));
	if (!r->path[1])
		text_c(&t, "_start");
	for (const char *c = r->path; *c && r->path[1]; c++)
		if (*c != '{' && *c != '}')
			text_char(&t, isalnum((unsigned char)*c) ? *c : '_');
	return text_str(&t);
}

/* --- parameters --------------------------------------------------------------------------------------------------- */

static void part_schema(struct openapi *o, str name)
{
	json_open(&o->out, "schema", '{');
	if (str_is(name, "id")) {
		json_put_word(&o->out, "type", "integer");
		json_put_word(&o->out, "format", "int64");
		json_put_int(&o->out, "minimum", 1);
	} else {
		json_put_word(&o->out, "type", "string");
		json_put_int(&o->out, "minLength", 1);
	}
	json_shut(&o->out, '}');
}

static void add_part(struct openapi *o, str name)
{
	json_open(&o->out, NULL, '{');
	json_put_text(&o->out, "name", name);
	json_put_word(&o->out, "in", "path");
	json_put_bool(&o->out, "required", true);
	say_if(o, "description", str_print(o->cx->mem, "api.part." STR_FMT, STR_ARG(name)));
	part_schema(o, name);
	json_shut(&o->out, '}');
}

static void add_parts(struct openapi *o, const char *path)
{
	for (str rest = str_of(path); rest.p;) {
		str part = str_split(&rest, '/');
		if (str_starts(part, "{"))
			add_part(o, str_part(part, 1, part.n - 1));
	}
}

static void add_asked(struct openapi *o, const struct record *asks)
{
	for (size_t i = 0; asks && i < asks->count; i++) {
		const struct field *f = &asks->fields[i];
		json_open(&o->out, NULL, '{');
		json_put_word(&o->out, "name", f->name);
		json_put_word(&o->out, "in", "query");
		json_put_bool(&o->out, "required", f->required);
		say_if(o, "description", field_label(o->cx->mem, asks, f));
		openapi_sent(o, "schema", asks, f);
		json_shut(&o->out, '}');
	}
}

static void add_parameters(struct openapi *o, const struct route *r)
{
	json_open(&o->out, "parameters", '[');
	add_parts(o, r->path);
	add_asked(o, r->asks);
	if (route_takes_version(r->takes))
		ref_to(o, NULL, "#/components/parameters/if_match");
	ref_to(o, NULL, "#/components/parameters/accept_language");
	json_shut(&o->out, ']');
}

/* --- who may ------------------------------------------------------------------------------------------------------ */

static void add_scheme(struct openapi *o, const char *first, const char *second)
{
	json_open(&o->out, NULL, '{');
	for (int i = 0; i < 2; i++) {
		const char *name = i ? second : first;
		if (!name)
			continue;
		json_open(&o->out, name, '[');
		json_shut(&o->out, ']');
	}
	json_shut(&o->out, '}');
}

static void add_security(struct openapi *o, const struct route *r)
{
	bool writes = r->method != GET;
	json_open(&o->out, "security", '[');
	if (r->right == RIGHT_PUBLIC && !writes)
		add_scheme(o, NULL, NULL);
	if (token_reaches(r->right, writes))
		add_scheme(o, "token", NULL);
	add_scheme(o, r->right == RIGHT_PUBLIC && writes ? "visitor" : "session", writes ? "csrf" : NULL);
	json_shut(&o->out, ']');
	json_put_word(&o->out, "x-right", right_name(r->right));
}

/* --- what is sent and answered ------------------------------------------------------------------------------------ */

static void add_body(struct openapi *o, const struct route *r)
{
	const struct record *takes = r->takes;
	bool needed = false;
	if (!takes)
		return;
	for (size_t i = 0; i < takes->count; i++)
		needed = needed || (takes->fields[i].input && openapi_needs(&takes->fields[i]));
	json_open(&o->out, "requestBody", '{');
	json_put_bool(&o->out, "required", needed);
	json_open(&o->out, "content", '{');
	json_open(&o->out, r->upload ? "multipart/form-data" : "application/json", '{');
	openapi_form(o, "schema", takes);
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
}

static void add_media(struct openapi *o, const char *media, const struct record *r)
{
	json_open(&o->out, media, '{');
	if (r)
		openapi_ref(o, "schema", r);
	json_shut(&o->out, '}');
}

static void open_answer(struct openapi *o, const char *status, const char *key)
{
	json_open(&o->out, status, '{');
	openapi_say(o, "description", key);
}

static void add_page(struct openapi *o, const struct route *r)
{
	open_answer(o, "200", r->versioned ? "api.answer.thing" : "api.answer.page");
	if (r->versioned) {
		json_open(&o->out, "headers", '{');
		ref_to(o, "ETag", "#/components/headers/etag");
		json_shut(&o->out, '}');
	}
	json_open(&o->out, "content", '{');
	add_media(o, "application/json", r->shows->record);
	add_media(o, "text/html", NULL);
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
}

static void add_success(struct openapi *o, const struct route *r)
{
	if (r->shows) {
		add_page(o, r);
	} else if (r->media) {
		open_answer(o, "200", "api.answer.file");
		json_open(&o->out, "content", '{');
		add_media(o, r->media, NULL);
		json_shut(&o->out, '}');
		json_shut(&o->out, '}');
	} else if (r->method == GET) {
		open_answer(o, "303", "api.answer.elsewhere");
		json_shut(&o->out, '}');
	} else {
		ref_to(o, "200", "#/components/responses/done");
	}
}

static void add_problem(struct openapi *o, bool there, const char *status)
{
	if (there)
		ref_to(o, status, str_print(o->cx->mem, "#/components/responses/%s", status).p);
}

static void add_answers(struct openapi *o, const struct route *r)
{
	bool writes = r->method != GET, open = r->right == RIGHT_PUBLIC;
	bool changes = route_takes_version(r->takes);
	json_open(&o->out, "responses", '{');
	add_success(o, r);
	add_problem(o, writes, "400");
	add_problem(o, true, "401"); /* also where nobody must sign in: a wrong token is refused everywhere */
	add_problem(o, writes || !open, "403");
	add_problem(o, strchr(r->path, '{') != NULL || r->asks || r->right == RIGHT_SIGNED_IN,
	            "404"); /* the own account may lack what is asked for */
	add_problem(o, writes, "409");
	add_problem(o, changes, "412");
	add_problem(o, writes, "415");
	add_problem(o, r->takes || r->asks, "422");
	ref_to(o, "default", "#/components/responses/default");
	json_shut(&o->out, '}');
}

/* --- operations --------------------------------------------------------------------------------------------------- */

static void add_operation(struct openapi *o, const struct openapi_route * or)
{
	const struct route *r = or->route;
	str id = operation_id(o->cx->mem, r);
	json_open(&o->out, r->method == GET ? "get" : "post", '{');
	json_put_text(&o->out, "operationId", id);
	say_if(o, "summary", str_print(o->cx->mem, "route." STR_FMT, STR_ARG(id)));
	json_open(&o->out, "tags", '[');
	json_put_word(&o->out, NULL, or->feature);
	json_shut(&o->out, ']');
	add_parameters(o, r);
	add_body(o, r);
	add_answers(o, r);
	add_security(o, r);
	json_shut(&o->out, '}');
}

static bool same_path(const struct openapi *o, size_t i, size_t j)
{
	return !strcmp(LIST_AT(&o->routes, struct openapi_route, i)->route->path,
	               LIST_AT(&o->routes, struct openapi_route, j)->route->path);
}

static bool first_of_path(const struct openapi *o, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_path(o, i, j))
			return false;
	return true;
}

static void add_paths(struct openapi *o)
{
	json_open(&o->out, "paths", '{');
	for (size_t i = 0; i < o->routes.n; i++) {
		if (!first_of_path(o, i))
			continue;
		json_open(&o->out, LIST_AT(&o->routes, struct openapi_route, i)->route->path, '{');
		for (size_t j = i; j < o->routes.n; j++)
			if (same_path(o, i, j))
				add_operation(o, LIST_AT(&o->routes, struct openapi_route, j));
		json_shut(&o->out, '}');
	}
	json_shut(&o->out, '}');
}

static void add_tags(struct openapi *o)
{
	const char *last = "";
	json_open(&o->out, "tags", '[');
	LIST_EACH (const struct openapi_route, r, &o->routes) {
		if (!strcmp(r->feature, last))
			continue;
		last = r->feature;
		json_open(&o->out, NULL, '{');
		json_put_word(&o->out, "name", last);
		say_if(o, "description", str_print(o->cx->mem, "api.tag.%s", last));
		json_shut(&o->out, '}');
	}
	json_shut(&o->out, ']');
}

static void add_info(struct openapi *o)
{
	json_put_word(&o->out, "openapi", "3.1.0");
	json_open(&o->out, "info", '{');
	json_put_word(&o->out, "title", "Scharnier");
	json_put_word(&o->out, "version", SCHARNIER_VERSION);
	openapi_say(o, "description", "api.about");
	json_open(&o->out, "license", '{');
	json_put_word(&o->out, "name", "EUPL-1.2");
	json_put_word(&o->out, "identifier", "EUPL-1.2");
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
	json_put_raw(&o->out, "servers", S("[{\"url\":\"/\"}]"));
}

static void collect(void *self, const char *feature, const struct route *r)
{
	struct openapi *o = self;
	*LIST_ADD(o->cx->mem, &o->routes, struct openapi_route) = (struct openapi_route){ feature, r };
}

str openapi_document(struct cx *cx)
{
	struct openapi o = { .cx = cx, .out = JSON_OUT(cx->mem) };
	text_room(&o.out.text, 512 * 1024);
	app_each_route(cx->app, collect, &o);
	json_open(&o.out, NULL, '{');
	add_info(&o);
	add_tags(&o);
	add_paths(&o);
	openapi_components(&o);
	json_shut(&o.out, '}');
	return text_str(&o.out.text);
}

err openapi_get(struct cx *cx, const struct request *rq, struct res *rs)
{
	str wish = route_asked(rq, "lang");
	if (wish.p && !choices_has(&language_choices, wish))
		return problem_add(cx, "lang", "form.not_a_choice", NO_ARGS);
	if (wish.p)
		cx->words = words_sibling(cx->words, wish);
	res_text(rs, 200, "application/json", openapi_document(cx));
	return OK;
}
