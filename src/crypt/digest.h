/* digest.h -- SHA-2 and base64url, where the protocols of others ask for them (RFC 7636, OpenID Connect). Our own hash
 * is crypt_hash. */
#ifndef CRYPT_DIGEST_H
#define CRYPT_DIGEST_H
#include "base/text.h"

struct arena;

str digest_sha256(struct arena *a, str data);    /* 32 bytes */
str digest_sha512(struct arena *a, str data);    /* 64 bytes */
str digest_base64url(struct arena *a, str data); /* without padding */
str digest_base64(struct arena *a, str data);    /* the common one, with padding (HTTP Basic) */
/* False unless `text` is exactly what digest_base64url would write: no padding, no white space, no loose bits. */
bool digest_base64url_read(struct arena *a, str text, str *ret);
#endif
