/* totp.h -- one-time passwords by time (RFC 6238: SHA-1, 30 seconds, six digits, as every app has them); liboath. */
#ifndef CRYPT_TOTP_H
#define CRYPT_TOTP_H
#include "base/arena.h"
#include "base/text.h"

enum { TOTP_SECONDS = 30, TOTP_DIGITS = 6, TOTP_SECRET_CHARS = 32 };

void totp_init(void);             /* once, at start */
str totp_secret(struct arena *a); /* 160 random bits as 32 characters of base32 */
str totp_code(struct arena *a, str secret, int64_t unix_seconds);
/* The step (unix time / 30) that this code belongs to: the present one or a neighbour; -1: none of them. */
int64_t totp_step(str secret, str code, int64_t unix_seconds);
#endif
