/* jwt_test.c -- the examples of RFC 7515 (appendix A.1-A.3, A.5) and RFC 8037 (A.4), and what must not be taken. The
 * forged tokens of tests/http/oidc_forged_http.mjs go through the same door with keys of their own. */
#include "base/arena.h"
#include "crypt/crypt.h"
#include "crypt/digest.h"
#include "crypt/jwt.h"
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#define N                                                                                                              \
	"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-"       \
	"SFd2lZS-pCgNMsD1"                                                                                             \
	"W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-"                      \
	"UTo7WTBEMa2R2CapHg665xsmtdVMTB"                                                                               \
	"QY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
#define RSA "{\"kty\":\"RSA\",\"n\":\"" N "\",\"e\":\"AQAB\""
#define EC                                                                                                             \
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","                     \
	"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\""
#define ED "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\""
#define SET(keys) S("{\"keys\":[" keys "]}")

#define BODY "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
#define RS256_SIGNATURE                                                                                                \
	"cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"                        \
	"O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ"                                                                              \
	"cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"      \
	"xi12jzDwusC-e"                                                                                                \
	"OkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"              \
	"IoypGlUPQGe77Rw"
#define ES256_SIGNATURE "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
#define RS256 "eyJhbGciOiJSUzI1NiJ9." BODY "." RS256_SIGNATURE
#define ES256 "eyJhbGciOiJFUzI1NiJ9." BODY "." ES256_SIGNATURE
#define EDDSA                                                                                                          \
	"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."                                                    \
	"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
#define HS256 "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." BODY ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define UNSIGNED "eyJhbGciOiJub25lIn0." BODY "."

static struct arena *mem;

static int set_up(void **state UNUSED)
{
	crypt_init();
	mem = arena_new();
	return 0;
}

static int tear_down(void **state UNUSED)
{
	arena_free(mem);
	return 0;
}

static const char *verdict(str token, str keys)
{
	struct jwt jwt;
	return jwt_verdict_name(jwt_verify(mem, token, keys, &jwt));
}

/* A token with this header; what it says is looked at before its signature. */
static str with_header(const char *header)
{
	return str_print(mem, "%s." BODY "." RS256_SIGNATURE, digest_base64url(mem, str_of(header)).p);
}

static void the_examples_of_the_standards_hold(void **state UNUSED)
{
	struct jwt jwt;
	str all = SET(RSA "}," EC "}," ED "}");
	assert_int_equal(jwt_verify(mem, S(RS256), all, &jwt), JWT_GOOD);
	assert_int_equal(jwt.alg, JWT_RS256);
	assert_string_equal(jwt.payload.p,
	                    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
	assert_int_equal(jwt_verify(mem, S(ES256), all, &jwt), JWT_GOOD);
	assert_int_equal(jwt.alg, JWT_ES256);
	assert_int_equal(jwt_verify(mem, S(EDDSA), all, &jwt), JWT_GOOD);
	assert_int_equal(jwt.alg, JWT_EDDSA);
	assert_string_equal(jwt.payload.p, "Example of Ed25519 signing");
}

static void no_algorithm_beyond_the_three(void **state UNUSED)
{
	static const char *const names[] = { "none",  "None",  "HS256",  "HS512", "RS384", "RS512", "PS256",
		                             "ES384", "ES512", "ES256K", "rs256", "",      NULL };
	str all = SET(RSA "}," EC "}," ED "}");
	assert_string_equal(verdict(S(UNSIGNED), all), "algorithm");
	assert_string_equal(verdict(S(HS256), all), "algorithm");
	assert_string_equal(
	        verdict(S(HS256), SET("{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"
	                              "aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}")),
	        "algorithm");
	for (const char *const *name = names; *name; name++)
		assert_string_equal(verdict(with_header(str_print(mem, "{\"alg\":\"%s\"}", *name).p), all),
		                    "algorithm");
	assert_string_equal(verdict(with_header("{\"alg\":[\"RS256\"]}"), all), "algorithm");
	assert_string_equal(verdict(with_header("{}"), all), "algorithm");
}

static void a_changed_token_is_refused(void **state UNUSED)
{
	char token[] = RS256;
	assert_string_equal(verdict(S("eyJhbGciOiJSUzI1NiJ9." BODY "."), SET(RSA "}")), "signature"); /* cut off */
	for (size_t i = strlen("eyJhbGciOiJSUzI1NiJ9."); i < sizeof token - 1; i += 7) {
		char kept = token[i];
		token[i] = kept == 'A' ? 'B' : 'A';
		assert_string_not_equal(verdict(str_of(token), SET(RSA "}")), "good");
		token[i] = kept;
	}
	assert_string_equal(verdict(str_of(token), SET(RSA "}")), "good");
	/* the signature of one algorithm under another's name */
	assert_string_equal(verdict(S("eyJhbGciOiJSUzI1NiJ9." BODY "." ES256_SIGNATURE), SET(RSA "}," EC "}")),
	                    "signature");
	assert_string_equal(verdict(S("eyJhbGciOiJFUzI1NiJ9." BODY "." RS256_SIGNATURE), SET(RSA "}," EC "}")),
	                    "signature");
}

static void odd_headers(void **state UNUSED)
{
	str keys = SET(RSA "}");
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"crit\":[\"exp\"]}"), keys), "header");
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"zip\":\"DEF\"}"), keys), "header");
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}"), keys), "header");
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"typ\":7}"), keys), "header");
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"kid\":7}"), keys), "header");
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"typ\":\"jwt\"}"), keys), "signature");
}

/* A key that the token brings along, or an address of one, is no key. */
static void keys_come_only_from_the_set(void **state UNUSED)
{
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"jwk\":" RSA "}}"), SET("")), "key");
	assert_string_equal(verdict(with_header("{\"alg\":\"RS256\",\"jku\":\"https://127.0.0.1:1/keys\"}"), SET("")),
	                    "key");
	assert_string_equal(
	        verdict(with_header("{\"alg\":\"RS256\",\"x5u\":\"https://127.0.0.1:1/key\"}"), SET(EC "}")), "key");
}

static void the_key_must_fit(void **state UNUSED)
{
	str named = with_header("{\"alg\":\"RS256\",\"kid\":\"k2\"}");
	assert_string_equal(verdict(named, SET(RSA ",\"kid\":\"k1\"}")), "key");
	assert_string_equal(verdict(named, SET(RSA "}")), "key");
	assert_string_equal(verdict(named, SET(RSA ",\"kid\":\"k1\"}," RSA ",\"kid\":\"k2\"}")), "signature");
	assert_string_equal(verdict(S(RS256), SET(RSA ",\"kid\":\"k1\"}")), "good"); /* no kid, one key */
	assert_string_equal(verdict(S(RS256), SET(RSA ",\"kid\":\"k1\"}," RSA ",\"kid\":\"k2\"}")), "key");
	assert_string_equal(verdict(S(RS256), SET(RSA ",\"use\":\"enc\"}")), "key");
	assert_string_equal(verdict(S(RS256), SET(RSA ",\"use\":\"sig\",\"alg\":\"RS256\"}")), "good");
	assert_string_equal(verdict(S(RS256), SET(RSA ",\"alg\":\"RS512\"}")), "key");
	assert_string_equal(verdict(S(RS256), SET(RSA ",\"x5u\":\"https://127.0.0.1:1/cert\"}")),
	                    "good"); /* not asked */
	assert_string_equal(verdict(S(RS256), SET("{\"kty\":\"XYZ\"},{}," RSA "}")),
	                    "good"); /* others are passed over */
	assert_string_equal(verdict(S(RS256), SET("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}")),
	                    "key"); /* 17 bits */
	assert_string_equal(verdict(S(RS256), SET("{\"kty\":\"RSA\",\"e\":\"AQAB\"}")), "key");
	assert_string_equal(verdict(S(ES256), SET("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}")),
	                    "signature");
	assert_string_equal(verdict(S(RS256), S("no JSON")), "key");
	assert_string_equal(verdict(S(RS256), S("[]")), "key");
	assert_string_equal(verdict(S(RS256), STR_NONE), "key");
}

static void what_is_no_token(void **state UNUSED)
{
	static const char *const none[] = { "",
		                            ".",
		                            "..",
		                            "...",
		                            "a.b",
		                            "a.b.c",
		                            RS256 ".x",
		                            RS256 ".",
		                            "=" RS256,
		                            RS256 "=",
		                            " " RS256,
		                            "bnVsbA.e30.e30",
		                            "W10.e30.e30",
		                            "IjEi.e30.e30",
		                            NULL };
	for (const char *const *token = none; *token; token++)
		assert_string_equal(verdict(str_of(*token), SET(RSA "}")), "malformed");
	assert_string_equal(verdict(STR_NONE, SET(RSA "}")), "malformed");
	char *huge = arena_alloc(mem, 70000);
	memset(huge, 'A', 69999);
	assert_string_equal(verdict(str_of(huge), SET(RSA "}")), "malformed");
}

/* FIPS 180-2, RFC 4648 and the example of RFC 7636 (appendix B). */
static void digests(void **state UNUSED)
{
	str out;
	str challenge = digest_base64url(mem, digest_sha256(mem, S("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")));
	assert_string_equal(challenge.p, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
	assert_string_equal(digest_base64url(mem, digest_sha512(mem, S("abc"))).p,
	                    "3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_BqDa6PCOj_uu9RU1EI2Q86A4qmslPpUyknw");
	assert_string_equal(digest_base64url(mem, S("")).p, "");
	assert_true(digest_base64url_read(mem, S("Zm9vYg"), &out));
	assert_string_equal(out.p, "foob");
	assert_true(digest_base64url_read(mem, S(""), &out));
	assert_int_equal(out.n, 0);
	assert_false(digest_base64url_read(mem, S("Zm9vYg=="), &out));
	assert_false(digest_base64url_read(mem, S("Zm9vYh"), &out)); /* loose bits: a second writing of the same */
	assert_false(digest_base64url_read(mem, S("Zm9+"), &out));
	assert_false(digest_base64url_read(mem, S("Zm 9v"), &out));
	assert_false(digest_base64url_read(mem, S("A"), &out));
	assert_false(digest_base64url_read(mem, STR_NONE, &out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_standards_hold),
		cmocka_unit_test(no_algorithm_beyond_the_three),
		cmocka_unit_test(a_changed_token_is_refused),
		cmocka_unit_test(odd_headers),
		cmocka_unit_test(keys_come_only_from_the_set),
		cmocka_unit_test(the_key_must_fit),
		cmocka_unit_test(what_is_no_token),
		cmocka_unit_test(digests),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
