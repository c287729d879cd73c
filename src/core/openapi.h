/* openapi.h -- the face for programs: every route with what it takes and answers, as OpenAPI 3.1.
 *
 * Nothing in it is written by hand: paths come from the route tables of the features, types from the records behind
 * forms and pages, names and explanations from the words. A route or a field that is not declared is not in it, and
 * what a program sends beyond it is refused; so the document cannot fall behind the program. docs/api.md explains it.
 */
#ifndef CORE_OPENAPI_H
#define CORE_OPENAPI_H
#include "core/route.h"
#include "json/json.h"

/* The whole document, in the language of cx->words. */
str openapi_document(struct cx *cx);
err openapi_get(struct cx *cx, const struct request *rq, struct res *rs) MUST; /* GET /openapi.json */
extern const struct record language_asked_rec;

/* --- between openapi.c and openapi_schema.c ----------------------------------------------------------------------- */
struct openapi {
	struct cx *cx;
	struct json_out out;
	struct list routes; /* struct openapi_route */
	struct list
	        schemas; /* struct openapi_schema: the records of answers, each once, in the order of their first use */
};
struct openapi_route {
	const char *feature;
	const struct route *route;
};
struct openapi_schema {
	const struct record *record;
	str name;
};
/* {"$ref": ...} as the value `name` (NULL: in an array); remembers the record for openapi_schemas. */
void openapi_ref(struct openapi *o, const char *name, const struct record *r);
/* The schemas of all records that were referred to, as members of the object that is open. */
void openapi_schemas(struct openapi *o);
/* What all operations share, and the schemas. */
void openapi_components(struct openapi *o);
/* The object that a program sends for the form. */
void openapi_form(struct openapi *o, const char *name, const struct record *form);
/* One field that is sent to us, with its explanation: a member of a form, or a query parameter's schema. */
void openapi_sent(struct openapi *o, const char *name, const struct record *r, const struct field *f);
bool openapi_needs(const struct field *f); /* a program must send it */
/* The word, or absent if there is none in any language. */
str openapi_said(const struct openapi *o, str key);
void openapi_say(struct openapi *o, const char *name,
                 const char *key); /* a member with the words, which must be there */
#endif
