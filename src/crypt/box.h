/* box.h -- one small secret in the database, closed with a key that is not in it: whoever has a copy of the database or
 * a backup, but not the key, cannot use it (P-SEC-1). libsodium's secretbox (XSalsa20-Poly1305) with a nonce of its
 * own.
 *
 *   "open:SECRET"                      there was no key
 *   "box1:BASE64(nonce, sealed)"       closed
 */
#ifndef CRYPT_BOX_H
#define CRYPT_BOX_H
#include "base/arena.h"
#include "base/text.h"
#include "crypt/seal.h"

/* Text that box_open understands; without a key (NULL) the secret stands in it as it is. */
str box_close(struct arena *a, const struct seal_key *key, str secret);
bool box_is_closed(str box); /* a key is needed to open it */
/* Absent: another key, none, or it was changed. */
str box_open(struct arena *a, const struct seal_key *key, str box);
#endif
