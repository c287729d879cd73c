/* fuzz_programs.c -- what programs send beside their bodies: cursors, If-Match, Authorization. What is taken must be
 * fit to be bound. */
#include "base/arena.h"
#include "core/app.h"
#include "core/paging.h"
#include "core/token.h"

static void cursor(struct arena *a, str sent)
{
	str key;
	int64_t id;
	if (!paging_parse(a, "list", sent, &key, &id))
		return;
	ASSERT(utf8_valid(key));
	str again = paging_cursor(a, "list", key, id);
	ASSERT(str_eq(again, sent) || sent.n != again.n); /* "+5" and "05" are the same number */
}

static void headers(struct arena *a, str sent)
{
	static const struct field fields[] = { { .name = "version", .kind = KIND_INT, .hidden = true } };
	static const struct record takes = { "thing", 0, fields, 1 };
	const struct route route = { .takes = &takes };
	struct pair pairs[] = { { S("authorization"), sent }, { S("if-match"), sent } };
	struct req rq = { .method = POST, .headers = { pairs, 2 } };
	struct cx cx = { .mem = a };
	const char *key = NULL;
	str secret = token_sent(&rq);
	ASSERT(!secret.p || secret.n < sent.n);
	if (sent_read(&cx, &rq, &route, &key) != 0)
		return;
	int64_t version;
	ASSERT(str_to_int(pairs_get(&rq.form, "version"), &version) && version > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	str sent = str_copy(a, (str){ size ? (const char *)data : "", size });
	cursor(a, sent);
	headers(a, sent);
	arena_free(a);
	return 0;
}
