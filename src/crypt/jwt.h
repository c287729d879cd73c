/* jwt.h -- signed tokens of a sign-in service (JWS in compact form, RFC 7515): was it signed by one of these keys?
 * Only here rhonabwy.h is seen, with the
 * jansson.h that its header is made of. What the payload says is the caller's to check.
 *
 * Taken are RS256 (from 2,048 bits on), ES256 and EdDSA with Ed25519; never "none", and nothing with a shared secret,
 * so that nobody can sign with the public key. The key comes only from the set that the caller got from the service:
 * keys and addresses of keys inside the token (jwk, jku, x5c, x5u) are not looked at. With a kid, that key must fit;
 * without one, exactly one key of the set may fit the algorithm. Extensions that must be understood (crit) and
 * compressed payloads (zip) are refused, as is a type other than JWT (access and logout tokens carry their own).
 */
#ifndef CRYPT_JWT_H
#define CRYPT_JWT_H
#include "base/text.h"

struct arena;

enum jwt_alg { JWT_RS256, JWT_ES256, JWT_EDDSA };
enum jwt_verdict {
	JWT_GOOD,
	JWT_MALFORMED, /* not three parts of base64url with a JSON header, or longer than 64 KiB */
	JWT_ALGORITHM, /* not one of the three */
	JWT_HEADER,    /* crit, zip, or another type */
	JWT_KEY,       /* no key of the set fits; the set may be an old one */
	JWT_SIGNATURE, /* a key fits, the signature does not */
};
struct jwt {
	enum jwt_alg alg;
	str payload; /* as signed; JSON if the service is in its right mind */
};
/* `keys`: a JWKS document (RFC 7517). *ret is set only for JWT_GOOD. Thread-safe. */
enum jwt_verdict jwt_verify(struct arena *a, str token, str keys, struct jwt *ret);
const char *jwt_verdict_name(enum jwt_verdict v); /* "signature": for the log */
#endif
