#include "crypt/jwt.h"

#include <jansson.h>
#include <rhonabwy.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "crypt/digest.h"

enum { MOST_BYTES = 64 * 1024, MOST_KEYS = 100, LEAST_RSA_BITS = 2048 };

/* The library can fetch keys from addresses: never here. */
#define NO_NET R_FLAG_IGNORE_REMOTE

static const struct {
	const char *name;
	jwa_alg alg;
	const char *kty, *crv;  /* crv NULL: has none */
	const char *members[4]; /* of a public key; nothing else of a key is used */
} algorithms[] = {
	[JWT_RS256] = { "RS256", R_JWA_ALG_RS256, "RSA", NULL, { "kty", "n", "e", NULL } },
	[JWT_ES256] = { "ES256", R_JWA_ALG_ES256, "EC", "P-256", { "crv", "x", "y", NULL } },
	[JWT_EDDSA] = { "EdDSA", R_JWA_ALG_EDDSA, "OKP", "Ed25519", { "crv", "x", NULL } },
};
enum { ALGORITHMS = sizeof algorithms / sizeof *algorithms };

const char *jwt_verdict_name(enum jwt_verdict v)
{
	static const char *const names[] = { "good", "malformed", "algorithm", "header", "key", "signature" };
	return names[v];
}

static bool is(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* --- handles that go with the arena ------------------------------------------------------------------------------- */

static void free_jws(void *p)
{
	r_jws_free(p);
}

static void free_jwk(void *p)
{
	r_jwk_free(p);
}

static void free_jwks(void *p)
{
	r_jwks_free(p);
}

static void free_json(void *p)
{
	json_decref(p);
}

/* --- the header --------------------------------------------------------------------------------------------------- */

static bool find_algorithm(const char *name, enum jwt_alg *ret)
{
	for (int i = 0; i < ALGORITHMS; i++)
		if (is(name, algorithms[i].name)) {
			*ret = (enum jwt_alg)i;
			return true;
		}
	return false;
}

/* Looked at before the library reads the token: it would unpack a payload (zip) of any size. */
static enum jwt_verdict check_header(struct arena *a, str encoded, enum jwt_alg *ret, const char **ret_kid)
{
	str text;
	json_t *header = NULL;
	if (digest_base64url_read(a, encoded, &text))
		header = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	if (!header)
		return JWT_MALFORMED;
	arena_defer(a, free_json, header);
	const json_t *type = json_object_get(header, "typ"), *kid = json_object_get(header, "kid");
	if (!json_is_object(header))
		return JWT_MALFORMED;
	if (!find_algorithm(json_string_value(json_object_get(header, "alg")), ret))
		return JWT_ALGORITHM;
	if (type && (!json_is_string(type) || strcasecmp(json_string_value(type), "JWT") != 0))
		return JWT_HEADER;
	if (json_object_get(header, "crit") || json_object_get(header, "zip") || (kid && !json_is_string(kid)))
		return JWT_HEADER;
	*ret_kid = json_string_value(kid); /* NULL: none */
	return JWT_GOOD;
}

/* --- the keys ----------------------------------------------------------------------------------------------------- */

/* May this key have made signatures with the algorithm? A key may say what it is for; one without a word may. */
static bool key_fits(jwk_t *key, enum jwt_alg alg, const char *kid)
{
	const char *use = r_jwk_get_property_str(key, "use"), *own = r_jwk_get_property_str(key, "alg");
	if (!is(r_jwk_get_property_str(key, "kty"), algorithms[alg].kty))
		return false;
	if (algorithms[alg].crv && !is(r_jwk_get_property_str(key, "crv"), algorithms[alg].crv))
		return false;
	if ((use && !is(use, "sig")) || (own && !is(own, algorithms[alg].name)))
		return false;
	return !kid || is(r_jwk_get_property_str(key, "kid"), kid);
}

/* A key with nothing but its numbers: no certificates and addresses that the library could follow. */
static jwk_t *bare_key(struct arena *a, jwk_t *key, enum jwt_alg alg)
{
	jwk_t *bare;
	unsigned int bits = 0;
	if (r_jwk_init(&bare) != RHN_OK)
		return NULL;
	arena_defer(a, free_jwk, bare);
	if (r_jwk_set_property_str(bare, "kty", algorithms[alg].kty) != RHN_OK)
		return NULL;
	for (const char *const *m = algorithms[alg].members; *m; m++) {
		const char *value = r_jwk_get_property_str(key, *m);
		if (!value || r_jwk_set_property_str(bare, *m, value) != RHN_OK)
			return NULL;
	}
	int type = r_jwk_key_type(bare, &bits, NO_NET);
	bool good = (type & R_KEY_TYPE_PUBLIC) && (alg != JWT_RS256 || bits >= LEAST_RSA_BITS);
	return good ? bare : NULL;
}

/* Without a kid two keys that fit are one too many: trying them all would let a retired key in beside its successor. */
static jwk_t *find_key(struct arena *a, str keys, enum jwt_alg alg, const char *kid)
{
	jwks_t *set;
	jwk_t *found = NULL;
	int fitting = 0;
	if (!keys.p || keys.n > MOST_BYTES || !utf8_valid(keys) || r_jwks_init(&set) != RHN_OK)
		return NULL;
	arena_defer(a, free_jwks, set);
	int ret = r_jwks_import_from_json_str(set, str_c(a, keys));
	if (ret != RHN_OK &&
	    ret != RHN_ERROR_PARAM) /* ..._PARAM: some are of kinds unknown to it, the others are there */
		return NULL;
	for (size_t i = 0; i < r_jwks_size(set) && i < MOST_KEYS; i++) {
		jwk_t *key = r_jwks_get_at(set, i); /* a copy of our own */
		if (!key)
			continue;
		arena_defer(a, free_jwk, key);
		if (key_fits(key, alg, kid) && fitting++ == 0)
			found = bare_key(a, key, alg);
	}
	return fitting == 1 ? found : NULL;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

enum jwt_verdict jwt_verify(struct arena *a, str token, str keys, struct jwt *ret)
{
	enum jwt_alg alg;
	const char *kid;
	str rest = token, payload, signature;
	if (!token.p || token.n > MOST_BYTES)
		return JWT_MALFORMED;
	str header = str_split(&rest, '.'), body = str_split(&rest, '.');
	if (!digest_base64url_read(a, body, &payload) || !rest.p)
		return JWT_MALFORMED;
	enum jwt_verdict v = check_header(a, header, &alg, &kid);
	if (v != JWT_GOOD)
		return v;
	if (rest.n == 0 || !digest_base64url_read(a, rest, &signature)) /* also a fourth part */
		return rest.n == 0 ? JWT_SIGNATURE : JWT_MALFORMED;
	jwk_t *key = find_key(a, keys, alg, kid);
	if (!key)
		return JWT_KEY;
	jws_t *jws;
	if (r_jws_init(&jws) != RHN_OK)
		return JWT_SIGNATURE;
	arena_defer(a, free_jws, jws);
	if (r_jws_advanced_compact_parsen(jws, token.p, token.n, R_PARSE_NONE, NO_NET) != RHN_OK ||
	    r_jws_get_alg(jws) != algorithms[alg].alg || r_jws_verify_signature(jws, key, NO_NET) != RHN_OK)
		return JWT_SIGNATURE;
	*ret = (struct jwt){ .alg = alg, .payload = payload };
	return JWT_GOOD;
}
