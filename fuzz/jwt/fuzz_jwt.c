/* fuzz_jwt.c -- a token (first line) with a set of keys (the rest), as a sign-in service sends them; and the token's
 * own JSON, read as claims. What is taken must be what was signed. */
#include "base/arena.h"
#include "crypt/crypt.h"
#include "crypt/jwt.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	if (!ready)
		crypt_init();
	ready = true;
	struct arena *a = arena_new();
	str keys = { (const char *)data, size };
	str token = str_split(&keys, '\n');
	struct jwt jwt = { 0 };
	struct list claims;
	if (jwt_verify(a, token, keys, &jwt) == JWT_GOOD)
		ASSERT(jwt.payload.p && keys.p);
	if (json_leaves(a, keys, &claims) == OK)
		LIST_EACH (struct leaf, l, &claims)
			ASSERT(utf8_valid(l->name) && (l->kind == LEAF_NUMBER || utf8_valid(l->text)));
	arena_free(a);
	return 0;
}
