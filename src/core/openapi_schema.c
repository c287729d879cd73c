/* openapi_schema.c -- records as JSON Schema, exactly as json_write.c writes them and form.c reads them. */
#include <string.h>

#include "base/money.h"
#include "core/openapi.h"
#include "core/words.h"

enum { TEXT_MAX = 200 }; /* characters, where a field says nothing: as field.c reads it */

str openapi_said(const struct openapi *o, str key)
{
	const struct words *w = o->cx->words;
	return words_has(w, key) ? word(w, o->cx->mem, str_c(o->cx->mem, key)) : STR_NONE;
}

void openapi_say(struct openapi *o, const char *name, const char *key)
{
	json_put_text(&o->out, name, openapi_said(o, str_of(key)));
}

/* --- which records ------------------------------------------------------------------------------------------------ */

/* Two records may have one name in two features: the second one met gets a number. */
static str free_name(struct openapi *o, const char *wish)
{
	int same = 0;
	size_t n = strlen(wish);
	LIST_EACH (const struct openapi_schema, s, &o->schemas) {
		str rest = str_part(s->name, n, SIZE_MAX);
		same += str_starts(s->name, wish) && (rest.n == 0 || rest.p[0] == '.');
	}
	return same ? str_print(o->cx->mem, "%s.%d", wish, same + 1) : str_of(wish);
}

static str name_of(struct openapi *o, const struct record *r)
{
	LIST_EACH (const struct openapi_schema, s, &o->schemas)
		if (s->record == r)
			return s->name;
	str name = free_name(o, r->name);
	*LIST_ADD(o->cx->mem, &o->schemas, struct openapi_schema) = (struct openapi_schema){ r, name };
	return name;
}

void openapi_ref(struct openapi *o, const char *name, const struct record *r)
{
	json_open(&o->out, name, '{');
	json_put_text(&o->out, "$ref", str_print(o->cx->mem, "#/components/schemas/" STR_FMT, STR_ARG(name_of(o, r))));
	json_shut(&o->out, '}');
}

/* --- what is said about a field ----------------------------------------------------------------------------------- */

static void add_sentence(struct text *t, str s)
{
	if (s.p)
		text_print(t, "%s" STR_FMT, t->n ? " " : "", STR_ARG(s));
}

/* "kreis: Kreis; kreisfreie_stadt: kreisfreie Stadt" */
static str choices_said(struct openapi *o, const struct choices *c)
{
	struct text t = TEXT(o->cx->mem);
	for (const char *const *code = c->codes; *code; code++) {
		str said = openapi_said(o, str_print(o->cx->mem, "%s.%s", c->name, *code));
		if (!said.p)
			return STR_NONE;
		text_print(&t, "%s%s: " STR_FMT, t.n ? "; " : "", *code, STR_ARG(said));
	}
	return str_print(o->cx->mem, STR_FMT ".", STR_ARG(text_str(&t)));
}

static str kind_said(struct openapi *o, const struct field *f)
{
	switch (f->kind) {
	case KIND_CHOICE:
		return choices_said(o, f->choices);
	case KIND_MONEY:
		return openapi_said(o, S("api.kind.money"));
	case KIND_DECIMAL:
		return openapi_said(o, S("api.kind.decimal"));
	case KIND_PATH:
		return openapi_said(o, S("api.kind.path"));
	default:
		return STR_NONE;
	}
}

/* What people call it; fields that no page names have a word that all records share. */
static void describe(struct openapi *o, const struct record *r, const struct field *f)
{
	struct text t = TEXT(o->cx->mem);
	str key = field_label(o->cx->mem, r, f);
	str label = openapi_said(o, key);
	if (!label.p)
		label = openapi_said(o, str_print(o->cx->mem, "api.field.%s", f->name));
	if (label.p)
		json_put_text(&o->out, "title", label);
	add_sentence(&t, openapi_said(o, str_print(o->cx->mem, STR_FMT ".hint", STR_ARG(key))));
	add_sentence(&t, kind_said(o, f));
	if (t.n)
		json_put_text(&o->out, "description", text_str(&t));
}

/* --- types -------------------------------------------------------------------------------------------------------- */

static const char *type_name(enum kind k)
{
	switch (k) {
	case KIND_INT:
	case KIND_MONEY:
		return "integer";
	case KIND_DECIMAL:
		return "number";
	case KIND_BOOL:
		return "boolean";
	default:
		return "string";
	}
}

static const char *format_name(enum kind k)
{
	switch (k) {
	case KIND_INT:
	case KIND_MONEY:
		return "int64";
	case KIND_DAY:
		return "date";
	case KIND_INSTANT:
		return "date-time";
	case KIND_PATH:
		return "uri-reference";
	default:
		return NULL;
	}
}

static void write_type(struct openapi *o, const struct field *f, bool nullable)
{
	if (nullable) {
		json_open(&o->out, "type", '[');
		json_put_word(&o->out, NULL, type_name(f->kind));
		json_put_word(&o->out, NULL, "null");
		json_shut(&o->out, ']');
	} else {
		json_put_word(&o->out, "type", type_name(f->kind));
	}
	if (format_name(f->kind))
		json_put_word(&o->out, "format", format_name(f->kind));
	if (f->kind == KIND_HTML)
		json_put_word(&o->out, "contentMediaType", "text/html");
	if (f->kind != KIND_CHOICE)
		return;
	json_open(&o->out, "enum", '[');
	for (const char *const *code = f->choices->codes; *code; code++)
		json_put_word(&o->out, NULL, *code);
	if (nullable)
		json_put_raw(&o->out, NULL, S("null"));
	json_shut(&o->out, ']');
}

static void write_bounds(struct openapi *o, const struct field *f)
{
	bool decimal = f->kind == KIND_DECIMAL;
	if (f->min == 0 && f->max == 0)
		return;
	json_put_raw(&o->out, "minimum",
	         decimal ? decimal_plain(o->cx->mem, f->min) : str_print(o->cx->mem, "%lld", (long long)f->min));
	json_put_raw(&o->out, "maximum",
	         decimal ? decimal_plain(o->cx->mem, f->max) : str_print(o->cx->mem, "%lld", (long long)f->max));
}

static void write_lengths(struct openapi *o, const struct field *f, bool needed)
{
	if (f->file) {
		json_put_word(&o->out, "format", "binary");
		return;
	}
	if (f->min > 0 || needed)
		json_put_int(&o->out, "minLength", f->min > 0 ? f->min : 1);
	json_put_int(&o->out, "maxLength", f->max ? f->max : TEXT_MAX);
	if (!strstr(f->name, "password"))
		return;
	json_put_word(&o->out, "format", "password");
	json_put_bool(&o->out, "writeOnly", true);
}

/* --- what we send ------------------------------------------------------------------------------------------------- */

/* A text, a day or a path can always be absent, a number only where the struct has a place for that. */
static bool may_lack(const struct field *f)
{
	bool number = f->kind == KIND_INT || f->kind == KIND_MONEY || f->kind == KIND_DECIMAL;
	return f->kind != KIND_BOOL && (f->maybe || !number);
}

static void write_one(struct openapi *o, const struct field *f)
{
	if (!f->maybe) {
		json_put_text(&o->out, "$ref",
		          str_print(o->cx->mem, "#/components/schemas/" STR_FMT, STR_ARG(name_of(o, f->of))));
		return;
	}
	json_open(&o->out, "oneOf", '[');
	openapi_ref(o, NULL, f->of);
	json_open(&o->out, NULL, '{');
	json_put_word(&o->out, "type", "null");
	json_shut(&o->out, '}');
	json_shut(&o->out, ']');
}

static void write_answered(struct openapi *o, const struct record *r, const struct field *f)
{
	json_open(&o->out, f->name, '{');
	if (f->kind == KIND_ONE) {
		write_one(o, f);
	} else if (f->kind == KIND_MANY) {
		json_put_word(&o->out, "type", "array");
		openapi_ref(o, "items", f->of);
	} else {
		write_type(o, f, may_lack(f));
	}
	describe(o, r, f);
	json_shut(&o->out, '}');
}

static void write_record(struct openapi *o, const char *name, const struct record *r)
{
	json_open(&o->out, name, '{');
	json_put_word(&o->out, "type", "object");
	json_open(&o->out, "required", '[');
	for (size_t i = 0; i < r->count; i++)
		if (!r->fields[i].hidden)
			json_put_word(&o->out, NULL, r->fields[i].name);
	json_shut(&o->out, ']');
	json_open(&o->out, "properties", '{');
	for (size_t i = 0; i < r->count; i++)
		if (!r->fields[i].hidden)
			write_answered(o, r, &r->fields[i]);
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
}

/* Writing one may bring further ones, at the end of the list, which may move. */
void openapi_schemas(struct openapi *o)
{
	for (size_t i = 0; i < o->schemas.n; i++) {
		struct openapi_schema s = *LIST_AT(&o->schemas, struct openapi_schema, i);
		write_record(o, str_c(o->cx->mem, s.name), s.record);
	}
}

/* --- what is sent to us ------------------------------------------------------------------------------------------- */

bool openapi_needs(const struct field *f)
{
	bool number = f->kind == KIND_INT || f->kind == KIND_MONEY || f->kind == KIND_DECIMAL;
	return f->required || (number && !f->maybe);
}

void openapi_sent(struct openapi *o, const char *name, const struct record *r, const struct field *f)
{
	bool needed = openapi_needs(f);
	json_open(&o->out, name, '{');
	write_type(o, f, !needed && f->kind != KIND_BOOL);
	if (f->kind == KIND_TEXT)
		write_lengths(o, f, needed);
	else if (f->kind == KIND_BOOL && f->required)
		json_put_raw(&o->out, "const", S("true"));
	else
		write_bounds(o, f);
	describe(o, r, f);
	json_shut(&o->out, '}');
}

static void write_version(struct openapi *o)
{
	json_open(&o->out, "version", '{');
	json_put_word(&o->out, "type", "integer");
	json_put_word(&o->out, "format", "int64");
	json_put_text(&o->out, "description", openapi_said(o, S("api.version")));
	json_shut(&o->out, '}');
}

void openapi_form(struct openapi *o, const char *name, const struct record *form)
{
	json_open(&o->out, name, '{');
	json_put_word(&o->out, "type", "object");
	json_put_bool(&o->out, "additionalProperties", false);
	json_open(&o->out, "required", '[');
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].input && openapi_needs(&form->fields[i]))
			json_put_word(&o->out, NULL, form->fields[i].name);
	json_shut(&o->out, ']');
	json_open(&o->out, "properties", '{');
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].input)
			openapi_sent(o, form->fields[i].name, form, &form->fields[i]);
	if (route_takes_version(form))
		write_version(o);
	json_shut(&o->out, '}');
	json_shut(&o->out, '}');
}
