/* seal.c -- see seal.h. */
#include "crypt/seal.h"

#include <sodium.h>
#include <string.h>

enum {
	MARK_BYTES = 8,
	HASH_BYTES = 32,
	OVERHEAD = crypto_secretstream_xchacha20poly1305_ABYTES,
	STREAM_HEAD = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	MORE = 'm',
	LAST = 'z',
};
_Static_assert(SEAL_KEY_BYTES == crypto_secretstream_xchacha20poly1305_KEYBYTES, "the key fits");

static const char magic[] = "SCHARNIER\n";
enum { MAGIC = sizeof magic - 1, HEAD = MAGIC + 1 + MARK_BYTES };

/* --- keys --------------------------------------------------------------------------------------------------------- */

void seal_key_new(struct seal_key *ret)
{
	randombytes_buf(ret->bytes, sizeof ret->bytes);
}

str seal_key_hex(struct arena *a, const struct seal_key *k)
{
	size_t room = SEAL_KEY_BYTES * 2 + 1;
	char *p = arena_alloc(a, room);
	sodium_bin2hex(p, room, k->bytes, sizeof k->bytes);
	return (str){ p, room - 1 };
}

bool seal_key_read(str hex, struct seal_key *ret)
{
	size_t n = 0;
	str trimmed = str_trim(hex);
	const char *end = NULL;
	if (trimmed.n != SEAL_KEY_BYTES * 2)
		return false;
	return sodium_hex2bin(ret->bytes, sizeof ret->bytes, trimmed.p, trimmed.n, NULL, &n, &end) == 0 &&
	       n == sizeof ret->bytes && end == trimmed.p + trimmed.n;
}

void seal_key_wipe(struct seal_key *k)
{
	sodium_memzero(k, sizeof *k);
}

/* Tells keys apart without telling them. */
static void mark_of(const struct seal_key *key, unsigned char ret[MARK_BYTES])
{
	unsigned char hash[HASH_BYTES];
	memset(ret, 0, MARK_BYTES);
	if (!key)
		return;
	crypto_generichash(hash, sizeof hash, (const unsigned char *)"scharnier key mark", 18, key->bytes,
	                   sizeof key->bytes);
	memcpy(ret, hash, MARK_BYTES);
}

static void put_length(unsigned char *p, size_t n)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(n >> (8 * i));
}

static size_t get_length(const unsigned char *p)
{
	return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
}

/* Of a chunk without a key: chained to all before it. */
static void chain(unsigned char link[HASH_BYTES], const unsigned char *head, const unsigned char *data, size_t n)
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
	crypto_generichash_update(&state, link, HASH_BYTES);
	crypto_generichash_update(&state, head, 5);
	crypto_generichash_update(&state, data, n);
	crypto_generichash_final(&state, link, HASH_BYTES);
}

static void first_link(unsigned char link[HASH_BYTES], const unsigned char *head)
{
	crypto_generichash(link, HASH_BYTES, head, HEAD, NULL, 0);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

struct seal_writer {
	seal_out out;
	void *self;
	bool keyed;
	crypto_secretstream_xchacha20poly1305_state stream;
	unsigned char link[HASH_BYTES], head[HEAD];
	size_t n;
	unsigned char open[SEAL_CHUNK], sealed[SEAL_CHUNK + OVERHEAD + 5 + HASH_BYTES];
};

static void wipe_writer(void *w)
{
	sodium_memzero(w, sizeof(struct seal_writer));
}

err seal_begin(struct arena *a, const struct seal_key *key, seal_out out, void *self, struct seal_writer **ret)
{
	struct seal_writer *w = NEW(a, struct seal_writer);
	arena_defer(a, wipe_writer, w);
	w->out = out;
	w->self = self;
	w->keyed = key != NULL;
	memcpy(w->head, magic, MAGIC);
	w->head[MAGIC] = key ? 'k' : 'p';
	mark_of(key, w->head + MAGIC + 1);
	*ret = w;
	TRY(out(self, w->head, HEAD));
	first_link(w->link, w->head);
	if (!key)
		return OK;
	unsigned char head[STREAM_HEAD];
	if (crypto_secretstream_xchacha20poly1305_init_push(&w->stream, head, key->bytes) != 0)
		return E_BROKEN;
	return out(self, head, sizeof head);
}

/* The head and the length are sealed with the chunk: they cannot be changed either. */
static err put_keyed(struct seal_writer *w, bool last)
{
	unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
	                         : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
	unsigned long long n = 0;
	unsigned char with[HEAD + 4];
	memcpy(with, w->head, HEAD);
	put_length(with + HEAD, w->n + OVERHEAD);
	put_length(w->sealed, w->n + OVERHEAD);
	if (crypto_secretstream_xchacha20poly1305_push(&w->stream, w->sealed + 4, &n, w->open, w->n, with, sizeof with,
	                                               tag) != 0)
		return E_BROKEN;
	return w->out(w->self, w->sealed, 4 + (size_t)n);
}

static err put_plain(struct seal_writer *w, bool last)
{
	put_length(w->sealed, w->n);
	w->sealed[4] = last ? LAST : MORE;
	memcpy(w->sealed + 5, w->open, w->n);
	chain(w->link, w->sealed, w->open, w->n);
	memcpy(w->sealed + 5 + w->n, w->link, HASH_BYTES);
	return w->out(w->self, w->sealed, 5 + w->n + HASH_BYTES);
}

static err flush(struct seal_writer *w, bool last)
{
	err e = w->keyed ? put_keyed(w, last) : put_plain(w, last);
	w->n = 0;
	return e;
}

err seal_put(struct seal_writer *w, const void *p, size_t n)
{
	const unsigned char *from = p;
	while (n > 0) {
		size_t part = n < SEAL_CHUNK - w->n ? n : SEAL_CHUNK - w->n;
		memcpy(w->open + w->n, from, part);
		w->n += part;
		from += part;
		n -= part;
		if (w->n == SEAL_CHUNK)
			TRY(flush(w, false));
	}
	return OK;
}

err seal_finish(struct seal_writer *w)
{
	return flush(w, true);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

struct seal_reader {
	seal_in in;
	void *self;
	enum seal_state state;
	bool keyed, last;
	crypto_secretstream_xchacha20poly1305_state stream;
	unsigned char link[HASH_BYTES], head[HEAD];
	size_t at, n;
	unsigned char open[SEAL_CHUNK], sealed[SEAL_CHUNK + OVERHEAD + HASH_BYTES];
};

static void wipe_reader(void *r)
{
	sodium_memzero(r, sizeof(struct seal_reader));
}

enum seal_state seal_state(const struct seal_reader *r)
{
	return r->state;
}

static err refuse(struct seal_reader *r, enum seal_state why)
{
	r->state = why;
	return why == SEAL_UNREADABLE ? E_BROKEN : E_INVALID;
}

/* Exactly n bytes of the source. */
static err take(struct seal_reader *r, void *p, size_t n)
{
	size_t got = 0;
	if (r->in(r->self, p, n, &got) != OK)
		return refuse(r, SEAL_UNREADABLE);
	return got == n ? OK : refuse(r, SEAL_CUT);
}

static err check_head(struct seal_reader *r, const struct seal_key *key)
{
	unsigned char mark[MARK_BYTES];
	mark_of(key, mark);
	if (take(r, r->head, HEAD) != OK)
		return refuse(r, r->state == SEAL_CUT ? SEAL_FOREIGN : r->state);
	char form = (char)r->head[MAGIC];
	if (memcmp(r->head, magic, MAGIC) != 0 || (form != 'k' && form != 'p'))
		return refuse(r, SEAL_FOREIGN);
	r->keyed = form == 'k';
	if (r->keyed && !key)
		return refuse(r, SEAL_NO_KEY);
	if (!r->keyed && key)
		return refuse(r, SEAL_OPEN);
	if (memcmp(r->head + MAGIC + 1, mark, MARK_BYTES) != 0)
		return refuse(r, r->keyed ? SEAL_WRONG_KEY : SEAL_CHANGED);
	return OK;
}

err seal_open(struct arena *a, const struct seal_key *key, seal_in in, void *self, struct seal_reader **ret)
{
	struct seal_reader *r = NEW(a, struct seal_reader);
	arena_defer(a, wipe_reader, r);
	r->in = in;
	r->self = self;
	*ret = r;
	TRY(check_head(r, key));
	first_link(r->link, r->head);
	if (!r->keyed)
		return OK;
	unsigned char head[STREAM_HEAD];
	TRY(take(r, head, sizeof head));
	return crypto_secretstream_xchacha20poly1305_init_pull(&r->stream, head, key->bytes) == 0
	               ? OK
	               : refuse(r, SEAL_CHANGED);
}

static err get_keyed(struct seal_reader *r)
{
	unsigned char with[HEAD + 4], tag = 0;
	unsigned long long n = 0;
	memcpy(with, r->head, HEAD);
	TRY(take(r, with + HEAD, 4));
	size_t length = get_length(with + HEAD);
	if (length < OVERHEAD || length > SEAL_CHUNK + OVERHEAD)
		return refuse(r, SEAL_CHANGED);
	TRY(take(r, r->sealed, length));
	if (crypto_secretstream_xchacha20poly1305_pull(&r->stream, r->open, &n, &tag, r->sealed, length, with,
	                                               sizeof with) != 0)
		return refuse(r, SEAL_CHANGED);
	r->n = (size_t)n;
	r->last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	return OK;
}

static err get_plain(struct seal_reader *r)
{
	unsigned char head[5];
	TRY(take(r, head, sizeof head));
	size_t length = get_length(head);
	if (length > SEAL_CHUNK || (head[4] != MORE && head[4] != LAST))
		return refuse(r, SEAL_CHANGED);
	TRY(take(r, r->open, length));
	TRY(take(r, r->sealed, HASH_BYTES));
	chain(r->link, head, r->open, length);
	if (sodium_memcmp(r->link, r->sealed, HASH_BYTES) != 0)
		return refuse(r, SEAL_CHANGED);
	r->n = length;
	r->last = head[4] == LAST;
	return OK;
}

/* The next chunk; E_INVALID behind the last. */
static err fill(struct seal_reader *r)
{
	if (r->last)
		return refuse(r, SEAL_CUT);
	r->at = r->n = 0;
	return r->keyed ? get_keyed(r) : get_plain(r);
}

err seal_get(struct seal_reader *r, void *p, size_t n)
{
	unsigned char *to = p;
	if (r->state != SEAL_FINE)
		return refuse(r, r->state);
	while (n > 0) {
		if (r->at == r->n)
			TRY(fill(r));
		size_t part = n < r->n - r->at ? n : r->n - r->at;
		memcpy(to, r->open + r->at, part);
		r->at += part;
		to += part;
		n -= part;
	}
	return OK;
}

err seal_ends(struct seal_reader *r)
{
	char behind;
	size_t got = 0;
	if (r->state != SEAL_FINE)
		return refuse(r, r->state);
	while (r->at == r->n && !r->last)
		TRY(fill(r));
	if (r->at < r->n)
		return refuse(r, SEAL_LONGER);
	if (r->in(r->self, &behind, 1, &got) != OK)
		return refuse(r, SEAL_UNREADABLE);
	return got == 0 ? OK : refuse(r, SEAL_LONGER);
}

/* --- a hash of what passes by ------------------------------------------------------------------------------------- */

struct seal_hash {
	crypto_generichash_state state;
};

struct seal_hash *seal_hash_new(struct arena *a)
{
	/* libsodium wants the state at a multiple of 64, more than an arena promises. */
	uintptr_t at = (uintptr_t)arena_alloc(a, sizeof(struct seal_hash) + 64);
	struct seal_hash *h = (struct seal_hash *)((at + 63) & ~(uintptr_t)63);
	crypto_generichash_init(&h->state, NULL, 0, HASH_BYTES);
	return h;
}

void seal_hash_add(struct seal_hash *h, const void *p, size_t n)
{
	crypto_generichash_update(&h->state, p, n);
}

str seal_hash_hex(struct seal_hash *h, struct arena *a)
{
	unsigned char hash[HASH_BYTES];
	char *p = arena_alloc(a, HASH_BYTES * 2 + 1);
	crypto_generichash_final(&h->state, hash, sizeof hash);
	sodium_bin2hex(p, HASH_BYTES * 2 + 1, hash, HASH_BYTES);
	return (str){ p, HASH_BYTES * 2 };
}
