/* fuzz_http_multipart.c -- forms with files. The first line is the content type, the rest the body. What is taken lies
 * inside the body, is text where it must be, and bears no path. */
#include "base/arena.h"
#include "http/http.h"

#include <stdlib.h>
#include <string.h>

static void check_file(const struct file *f, str body)
{
	ASSERT(f->bytes.p >= body.p && f->bytes.p + f->bytes.n <= body.p + body.n);
	ASSERT(f->field.n && utf8_valid(f->field));
	ASSERT(f->name.n <= 200 && (f->name.n == 0 || utf8_valid(f->name)));
	ASSERT(!str_has(f->name, "/") && !str_has(f->name, "\\"));
}

static void check_field(const struct pair *p)
{
	ASSERT(p->name.n && utf8_valid(p->name));
	ASSERT(p->value.p && p->value.p[p->value.n] == '\0' && (p->value.n == 0 || utf8_valid(p->value)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new();
	str body = { (const char *)data, size };
	str type = str_split(&body, '\n');
	struct pairs fields;
	struct files files;
	if (body.p && http_decode_multipart(mem, type, body, &fields, &files) == OK) {
		ASSERT(fields.n + files.n <= HTTP_MOST_PARTS);
		for (size_t i = 0; i < files.n; i++)
			check_file(&files.items[i], body);
		for (size_t i = 0; i < fields.n; i++)
			check_field(&fields.items[i]);
	} else if (body.p) {
		ASSERT(fields.n == 0 && files.n == 0);
	}
	arena_free(mem);
	return 0;
}
