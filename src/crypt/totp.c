#include "crypt/totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { SECRET_BYTES = 20 };

void totp_init(void)
{
	ASSERT(oath_init() == OATH_OK);
}

str totp_secret(struct arena *a)
{
	unsigned char random[SECRET_BYTES];
	char *text = NULL;
	size_t n = 0;
	randombytes_buf(random, sizeof random);
	ASSERT(oath_base32_encode((const char *)random, sizeof random, &text, &n) == OATH_OK);
	sodium_memzero(random, sizeof random);
	str secret = str_copy(a, (str){ text, n });
	sodium_memzero(text, n);
	free(text);
	return secret;
}

/* False: this is no secret of ours. */
static bool code_at(str secret, int64_t step, char code[TOTP_DIGITS + 1])
{
	char *bytes = NULL;
	size_t n = 0;
	if (oath_base32_decode(secret.p, secret.n, &bytes, &n) != OATH_OK)
		return false;
	int rc = oath_totp_generate(bytes, n, (time_t)(step * TOTP_SECONDS), TOTP_SECONDS, 0, TOTP_DIGITS, code);
	sodium_memzero(bytes, n);
	free(bytes);
	return rc == OATH_OK;
}

str totp_code(struct arena *a, str secret, int64_t unix_seconds)
{
	char code[TOTP_DIGITS + 1];
	return code_at(secret, unix_seconds / TOTP_SECONDS, code) ? str_copy(a, str_of(code)) : STR_NONE;
}

/* All three are always computed and compared in constant time. */
int64_t totp_step(str secret, str code, int64_t unix_seconds)
{
	int64_t now = unix_seconds / TOTP_SECONDS, found = -1;
	if (code.n != TOTP_DIGITS)
		return -1;
	for (int64_t step = now - 1; step <= now + 1; step++) {
		char good[TOTP_DIGITS + 1];
		if (code_at(secret, step, good) && sodium_memcmp(good, code.p, TOTP_DIGITS) == 0)
			found = step;
	}
	return found;
}
