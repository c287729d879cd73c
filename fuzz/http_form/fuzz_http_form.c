/* fuzz_http_form.c -- the decoders of paths, forms and cookies: the first byte chooses. */
#include "base/arena.h"
#include "http/http.h"

#include <stdlib.h>
#include <string.h>

static void check_text(str s)
{
	ASSERT(s.p && s.p[s.n] == '\0');
	ASSERT(s.n == 0 || utf8_valid(s));
}

static void check_pairs(const struct pairs *p)
{
	ASSERT(p->n <= 2000);
	for (size_t i = 0; i < p->n; i++) {
		check_text(p->items[i].name);
		check_text(p->items[i].value);
	}
}

/* What we decoded and encode again must decode to the same. */
static void check_round_trip(struct arena *mem, const struct pairs *p)
{
	struct text t = TEXT(mem);
	struct pairs again;
	for (size_t i = 0; i < p->n; i++) {
		text_c(&t, i ? "&" : "");
		text_url(&t, p->items[i].name);
		text_char(&t, '=');
		text_url(&t, p->items[i].value);
	}
	ASSERT(http_decode_form(mem, text_str(&t), &again) == OK && again.n == p->n);
	for (size_t i = 0; i < p->n; i++)
		ASSERT(str_eq(again.items[i].name, p->items[i].name) &&
		       str_eq(again.items[i].value, p->items[i].value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct arena *mem = arena_new();
	str raw = { (const char *)data + 1, size - 1 }, path;
	struct pairs p;
	if (data[0] == 'p' && http_decode_path(mem, raw, &path) == OK) {
		check_text(path);
		ASSERT(path.p[0] == '/' && !str_has(path, "//") && !str_has(path, "/../") && !str_ends(path, "/.."));
	} else if (data[0] == 'f' && http_decode_form(mem, raw, &p) == OK) {
		check_pairs(&p);
		check_round_trip(mem, &p);
	} else if (data[0] == 'c' && http_decode_cookies(mem, raw, &p) == OK) {
		check_pairs(&p);
	}
	arena_free(mem);
	return 0;
}
