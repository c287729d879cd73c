#include "crypt/digest.h"
#include "base/arena.h"
#include <sodium.h>

str digest_sha256(struct arena *a, str data)
{
	unsigned char *hash = arena_alloc(a, crypto_hash_sha256_BYTES + 1);
	crypto_hash_sha256(hash, (const unsigned char *)data.p, data.n);
	return (str){ (char *)hash, crypto_hash_sha256_BYTES };
}

str digest_sha512(struct arena *a, str data)
{
	unsigned char *hash = arena_alloc(a, crypto_hash_sha512_BYTES + 1);
	crypto_hash_sha512(hash, (const unsigned char *)data.p, data.n);
	return (str){ (char *)hash, crypto_hash_sha512_BYTES };
}

static str encode(struct arena *a, str data, int variant)
{
	size_t room = sodium_base64_encoded_len(data.n, variant);
	char *p = arena_alloc(a, room);
	sodium_bin2base64(p, room, (const unsigned char *)data.p, data.n, variant);
	return str_of(p);
}

str digest_base64url(struct arena *a, str data)
{
	return encode(a, data, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

str digest_base64(struct arena *a, str data)
{
	return encode(a, data, sodium_base64_VARIANT_ORIGINAL);
}

bool digest_base64url_read(struct arena *a, str text, str *ret)
{
	size_t n, room = text.n / 4 * 3 + 3;
	unsigned char *p = arena_alloc(a, room + 1);
	const char *end;
	if (!text.p ||
	    sodium_base642bin(p, room, text.p, text.n, NULL, &n, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    end != text.p + text.n)
		return false;
	p[n] = '\0';
	*ret = (str){ (char *)p, n };
	return true;
}
