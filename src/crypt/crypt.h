/* crypt.h -- the few cryptographic things we need; only here sodium.h is seen. */
#ifndef CRYPT_CRYPT_H
#define CRYPT_CRYPT_H
#include "base/error.h"
#include "base/text.h"

void crypt_init(void); /* once, at start; ends the process if libsodium will not start */

str crypt_token(struct arena *a);          /* 256 random bits as 43 characters of URL-safe base64 */
int64_t crypt_random(int64_t below);       /* uniform in [0, below) */
enum { CRYPT_HASH_HEX = 64 };              /* characters of a hash */
str crypt_hash(struct arena *a, str data); /* BLAKE2b-256 as 64 hex digits */
/* The same over several parts, each preceded by its length, so that no two lists of parts have one hash. */
str crypt_hash_parts(struct arena *a, const str *parts, size_t n);
bool crypt_equal(str a, str b); /* in constant time for equal lengths */

/* Argon2id, 32 MiB and 3 passes (docs/decisions), one at a time per process so that memory stays bounded. */
err crypt_password_hash(struct arena *a, str password, str *ret) MUST;
bool crypt_password_ok(str hash, str password);
bool crypt_password_outdated(str hash); /* parameters have grown since: hash again after a good login */
/* For tests alone: from now on this process makes hashes with the least work there is. Whoever holds such a hash can
 * try millions of passwords a second. Before the first thread. */
void crypt_passwords_are_cheap(void);
#endif
