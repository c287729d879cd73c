/* fuzz_json_flat.c -- bodies of requests. What is taken must be texts that may be stored. */
#include "base/arena.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct json_pair *pairs = NULL;
	size_t n = 0;
	if (json_flat(a, (str){ (const char *)data, size }, &pairs, &n) == OK) {
		struct text out = TEXT(a);
		for (size_t i = 0; i < n; i++) {
			ASSERT(utf8_valid(pairs[i].name) && utf8_valid(pairs[i].value));
			json_quoted(&out, pairs[i].value);
		}
	}
	arena_free(a);
	return 0;
}
