#include "crypt/box.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"

/* What stands before the secret, or before nonce and sealed secret in base64. */
#define OPEN "open:"
#define CLOSED "box1:"
enum { MARK = 5, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

str box_close(struct arena *a, const struct seal_key *key, str secret)
{
	if (!key)
		return str_print(a, OPEN STR_FMT, STR_ARG(secret));
	size_t n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.n;
	size_t room = sodium_base64_ENCODED_LEN(n, VARIANT);
	unsigned char *raw = arena_alloc(a, n);
	char *text = arena_alloc(a, MARK + room);
	randombytes_buf(raw, crypto_secretbox_NONCEBYTES);
	ASSERT(crypto_secretbox_easy(raw + crypto_secretbox_NONCEBYTES, (const unsigned char *)secret.p, secret.n, raw,
	                             key->bytes) == 0);
	memcpy(text, CLOSED, MARK);
	sodium_bin2base64(text + MARK, room, raw, n, VARIANT);
	return str_of(text);
}

bool box_is_closed(str box)
{
	return str_starts(box, CLOSED);
}

str box_open(struct arena *a, const struct seal_key *key, str box)
{
	str rest = str_part(box, MARK, box.n);
	if (str_starts(box, OPEN))
		return str_copy(a, rest);
	if (!box_is_closed(box) || !key)
		return STR_NONE;
	unsigned char *raw = arena_alloc(a, rest.n + 1);
	size_t n = 0;
	if (sodium_base642bin(raw, rest.n, rest.p, rest.n, NULL, &n, NULL, VARIANT) != 0 ||
	    n < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
		return STR_NONE;
	size_t sealed = n - crypto_secretbox_NONCEBYTES;
	char *secret = arena_alloc(a, sealed);
	if (crypto_secretbox_open_easy((unsigned char *)secret, raw + crypto_secretbox_NONCEBYTES, sealed, raw,
	                               key->bytes) != 0)
		return STR_NONE;
	return (str){ secret, sealed - crypto_secretbox_MACBYTES };
}
