#include "crypt/crypt.h"
#include "base/arena.h"
#include "base/log.h"
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_BYTES = 32, HASH_BYTES = 32 };

/* RFC 9106 names 64 MiB and 3 passes for small machines; half of that keeps a login under 0.2 s and a KI's server
 * small, and passwords are checked one at a time. */
#define PASSES 3ULL
#define MEMORY ((size_t)32 * 1024 * 1024)
static unsigned long long passes = PASSES;
static size_t memory = MEMORY;

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

void crypt_init(void)
{
	if (sodium_init() >= 0)
		return;
	log_event(LOG_ERROR, "crypt", "detail", "libsodium does not start", NULL);
	abort();
}

str crypt_token(struct arena *a)
{
	unsigned char random[TOKEN_BYTES];
	size_t room = sodium_base64_ENCODED_LEN(TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *p = arena_alloc(a, room);
	randombytes_buf(random, sizeof random);
	sodium_bin2base64(p, room, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(random, sizeof random);
	return (str){ p, room - 1 };
}

int64_t crypt_random(int64_t below)
{
	ASSERT(below > 0);
	/* What lies above the largest multiple of `below` would make small results likelier. */
	uint64_t n = (uint64_t)below, surplus = (UINT64_MAX % n + 1) % n, r;
	do
		randombytes_buf(&r, sizeof r);
	while (r > UINT64_MAX - surplus);
	return (int64_t)(r % n);
}

static str to_hex(struct arena *a, const unsigned char hash[HASH_BYTES])
{
	char *p = arena_alloc(a, HASH_BYTES * 2 + 1);
	sodium_bin2hex(p, HASH_BYTES * 2 + 1, hash, HASH_BYTES);
	return (str){ p, HASH_BYTES * 2 };
}

str crypt_hash(struct arena *a, str data)
{
	unsigned char hash[HASH_BYTES];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)data.p, data.n, NULL, 0);
	return to_hex(a, hash);
}

/* The length as eight bytes, lowest first, so that the hash is the same on every machine. An absent part is not an
 * empty one: its length is written as all ones. */
static void hash_part(crypto_generichash_state *state, str part)
{
	uint64_t n = part.p ? part.n : UINT64_MAX;
	unsigned char length[8];
	for (size_t i = 0; i < sizeof length; i++)
		length[i] = (unsigned char)(n >> (8 * i));
	crypto_generichash_update(state, length, sizeof length);
	crypto_generichash_update(state, (const unsigned char *)part.p, part.n);
}

str crypt_hash_parts(struct arena *a, const str *parts, size_t n)
{
	crypto_generichash_state state;
	unsigned char hash[HASH_BYTES];
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	for (size_t i = 0; i < n; i++)
		hash_part(&state, parts[i]);
	crypto_generichash_final(&state, hash, sizeof hash);
	return to_hex(a, hash);
}

bool crypt_equal(str a, str b)
{
	return a.p && b.p && a.n == b.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}

void crypt_passwords_are_cheap(void)
{
	passes = crypto_pwhash_OPSLIMIT_MIN;
	memory = crypto_pwhash_MEMLIMIT_MIN;
}

err crypt_password_hash(struct arena *a, str password, str *ret)
{
	char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
	pthread_mutex_lock(&one_at_a_time);
	int failed = crypto_pwhash_str_alg(hash, password.p ? password.p : "", password.n, passes, memory,
	                                   crypto_pwhash_ALG_ARGON2ID13);
	pthread_mutex_unlock(&one_at_a_time);
	if (failed) /* no memory */
		return E_BROKEN;
	*ret = str_of(hash);
	return OK;
}

/* libsodium reads the whole buffer and wants it closed by zeros. */
static bool hash_buffer(str hash, char ret[crypto_pwhash_STRBYTES])
{
	memset(ret, 0, crypto_pwhash_STRBYTES);
	if (!hash.p || hash.n == 0 || hash.n >= crypto_pwhash_STRBYTES)
		return false;
	memcpy(ret, hash.p, hash.n);
	return true;
}

bool crypt_password_ok(str hash, str password)
{
	char buffer[crypto_pwhash_STRBYTES];
	if (!hash_buffer(hash, buffer))
		return false;
	pthread_mutex_lock(&one_at_a_time);
	int failed = crypto_pwhash_str_verify(buffer, password.p ? password.p : "", password.n);
	pthread_mutex_unlock(&one_at_a_time);
	return !failed;
}

bool crypt_password_outdated(str hash)
{
	char buffer[crypto_pwhash_STRBYTES];
	return !hash_buffer(hash, buffer) || crypto_pwhash_str_needs_rehash(buffer, passes, memory) != 0;
}
