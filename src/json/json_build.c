/* json_build.c -- documents that no record describes. */
#include <inttypes.h>

#include "json/json.h"

static void begin(struct json_out *o, const char *name)
{
	if (o->comma)
		text_char(&o->text, ',');
	if (name) {
		json_quoted(&o->text, str_of(name));
		text_char(&o->text, ':');
	}
	o->comma = true;
}

void json_open(struct json_out *o, const char *name, char bracket)
{
	begin(o, name);
	text_char(&o->text, bracket);
	o->comma = false;
}

void json_shut(struct json_out *o, char bracket)
{
	text_char(&o->text, bracket);
	o->comma = true;
}

void json_put_text(struct json_out *o, const char *name, str s)
{
	begin(o, name);
	if (s.p)
		json_quoted(&o->text, s);
	else
		text_c(&o->text, "null");
}

void json_put_word(struct json_out *o, const char *name, const char *c)
{
	json_put_text(o, name, str_of(c));
}

void json_put_int(struct json_out *o, const char *name, int64_t i)
{
	begin(o, name);
	text_int(&o->text, i);
}

void json_put_bool(struct json_out *o, const char *name, bool b)
{
	begin(o, name);
	text_c(&o->text, b ? "true" : "false");
}

void json_put_raw(struct json_out *o, const char *name, str json)
{
	begin(o, name);
	text_add(&o->text, json);
}
