/* oidc_test.c -- the checks of a token and the mapping of roles, each for itself; with the service they are tested in
 * tests/http/oidc_*.mjs. P-SEC-1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours, of base/context.h */

#include "core/oidc_parts.h"
#include "crypt/crypt.h"
#include "crypt/digest.h"

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

static struct list claims_of(const char *json)
{
	struct list claims;
	assert_int_equal(json_leaves(mem, str_of(json), &claims), OK);
	return claims;
}

/* --- the token ---------------------------------------------------------------------------------------------------- */

enum { NOW = 1800000000 };
static const struct token_wishes wishes = {
	.issuer = S_INIT("https://s"), .client = S_INIT("c"), .nonce = S_INIT("n"), .now = { NOW * 1000LL }
};

/* A token with these members behind the good ones; a good one is left out by its name. */
static const char *fault_with(const char *without, const char *more)
{
	static const char *const good[][2] = {
		{ "iss", "\"https://s\"" }, { "aud", "\"c\"" },      { "sub", "\"p\"" },
		{ "nonce", "\"n\"" },       { "iat", "1800000000" }, { "exp", "1800000300" },
	};
	struct text t = TEXT(mem);
	text_c(&t, "{\"x\":1");
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (strcmp(good[i][0], without) != 0)
			text_print(&t, ",\"%s\":%s", good[i][0], good[i][1]);
	text_print(&t, "%s%s}", *more ? "," : "", more);
	struct list claims = claims_of(text_str(&t).p);
	const char *fault = token_fault(mem, &claims, &wishes);
	return fault ? fault : "none";
}

static void what_must_be_there(void **state UNUSED)
{
	static const char *const needed[] = { "iss", "aud", "sub", "nonce", "iat", "exp", NULL };
	assert_string_equal(fault_with("", ""), "none");
	for (const char *const *name = needed; *name; name++)
		assert_string_equal(fault_with(*name, ""), *name);
}

static void clocks_may_differ_by_a_minute(void **state UNUSED)
{
	assert_string_equal(fault_with("exp", "\"exp\":1799999941"), "none"); /* 59 s ago */
	assert_string_equal(fault_with("exp", "\"exp\":1799999940"), "exp");
	assert_string_equal(fault_with("exp", "\"exp\":1.8000003e9"), "none");
	assert_string_equal(fault_with("exp", "\"exp\":\"1800000300\""), "exp");
	assert_string_equal(fault_with("exp", "\"exp\":-9223372036854775808"), "exp");
	assert_string_equal(fault_with("exp", "\"exp\":[1800000300,1800000300]"), "exp");
	assert_string_equal(fault_with("iat", "\"iat\":1800000060"), "none");
	assert_string_equal(fault_with("iat", "\"iat\":1800000061"), "iat");
	assert_string_equal(fault_with("", "\"nbf\":1800000060"), "none");
	assert_string_equal(fault_with("", "\"nbf\":1800000061"), "nbf");
	assert_string_equal(fault_with("", "\"nbf\":9223372036854775807"), "nbf");
	assert_string_equal(fault_with("", "\"nbf\":true"), "nbf");
}

static void the_token_must_be_for_us(void **state UNUSED)
{
	assert_string_equal(fault_with("aud", "\"aud\":[\"c\"]"), "none");
	assert_string_equal(fault_with("aud", "\"aud\":[\"a\",\"c\"]"), "azp");
	assert_string_equal(fault_with("aud", "\"aud\":[\"a\",\"c\"],\"azp\":\"c\""), "none");
	assert_string_equal(fault_with("aud", "\"aud\":[\"a\",\"c\"],\"azp\":\"a\""), "azp");
	assert_string_equal(fault_with("", "\"azp\":\"a\""), "azp");
	assert_string_equal(fault_with("", "\"azp\":[\"c\",\"c\"]"), "azp");
	assert_string_equal(fault_with("aud", "\"aud\":[\"a\"],\"azp\":\"c\""), "aud");
	assert_string_equal(fault_with("aud", "\"aud\":\"C\""), "aud");
	assert_string_equal(fault_with("iss", "\"iss\":\"https://s/\""), "iss");
	assert_string_equal(fault_with("nonce", "\"nonce\":\"N\""), "nonce");
	assert_string_equal(fault_with("sub", "\"sub\":\"\""), "sub");
	assert_string_equal(fault_with("sub", "\"sub\":\"a\\u0007\""), "sub");
}

static const char *hash_fault(const char *more, enum jwt_alg alg, const char *access_token)
{
	struct list claims = claims_of(
	        str_print(mem,
	                  "{\"iss\":\"https://s\",\"aud\":\"c\",\"sub\":\"p\",\"nonce\":\"n\",\"iat\":1800000000,"
	                  "\"exp\":1800000300%s}",
	                  more)
	                .p);
	struct token_wishes w = wishes;
	w.alg = alg;
	w.access_token = str_of(access_token);
	const char *fault = token_fault(mem, &claims, &w);
	return fault ? fault : "none";
}

/* The example of OpenID Connect Core 1.0, A.3, for RS256; for Ed25519 with SHA-512, as the libraries agree on. */
static void the_access_token_must_belong_to_it(void **state UNUSED)
{
	const char *token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
	           *good = ",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RQ\"";
	assert_string_equal(hash_fault(good, JWT_RS256, token), "none");
	assert_string_equal(hash_fault(good, JWT_ES256, token), "none");
	assert_string_equal(hash_fault(good, JWT_EDDSA, token), "at_hash");
	assert_string_equal(hash_fault(good, JWT_RS256, "another"), "at_hash");
	assert_string_equal(hash_fault(",\"sid\":\"s\",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RQ\"", JWT_RS256, "another"),
	                    "at_hash");
	assert_string_equal(hash_fault("", JWT_RS256, token), "none"); /* may be left out with a code */
	assert_string_equal(hash_fault(good, JWT_RS256, NULL), "none");
	str half = digest_base64url(mem, str_part(digest_sha512(mem, str_of(token)), 0, 32));
	assert_string_equal(hash_fault(str_print(mem, ",\"at_hash\":\"%s\"", half.p).p, JWT_EDDSA, token), "none");
}

/* --- the mapping -------------------------------------------------------------------------------------------------- */

static const char *role_with(const char *mapping, const char *claims_json, const char *claim)
{
	struct oidc_config c = { .claim = str_of(claim) };
	struct oidc_person p = { 0 };
	struct list claims = claims_of(claims_json);
	str wrong;
	if (!oidc_roles_read(mem, str_of(mapping), &c.roles, &wrong))
		return str_print(mem, "wrong: " STR_FMT, STR_ARG(wrong)).p;
	oidc_roles_apply(mem, &c, &claims, &p);
	if (p.torn)
		return p.role.p ? "torn with a role" : "torn";
	return p.role.p ? str_print(mem, STR_FMT " " STR_FMT, STR_ARG(p.role), STR_ARG(p.centre_slug)).p : "none";
}

static void roles_from_a_claim(void **state UNUSED)
{
	const char *map = "chef:head:coesfeld, ki-{slug}-leitung:head,ki-{slug}:specialist, land : ministry ,";
	assert_string_equal(role_with(map, "{\"g\":\"chef\"}", "g"), "head coesfeld");
	assert_string_equal(role_with(map, "{\"g\":[\"x\",\"land\"]}", "g"), "ministry ");
	assert_string_equal(role_with(map, "{\"g\":[\"ki-unna\"]}", "g"), "specialist unna");
	assert_string_equal(role_with(map, "{\"g\":[\"ki-unna-leitung\"]}", "g"), "head unna");
	assert_string_equal(role_with(map, "{\"g\":[\"ki-unna\",\"ki-unna-leitung\"]}", "g"),
	                    "head unna"); /* first line */
	assert_string_equal(role_with(map, "{\"g\":[\"ki-unna\",\"ki-borken\"]}", "g"), "torn");
	assert_string_equal(role_with(map, "{\"g\":[\"ki-unna\",\"ki-unna\"]}", "g"), "specialist unna");
	assert_string_equal(role_with(map, "{\"g\":[\"ki-unna\",\"ki-borken\",\"chef\"]}", "g"), "head coesfeld");
	assert_string_equal(role_with(map, "{\"g\":[\"ki-\",\"ki-A\",\"ki-a/b\",\"Land\",\"chef \"]}", "g"), "none");
	assert_string_equal(role_with(map, "{\"g\":[1,true,null]}", "g"), "none");
	assert_string_equal(role_with(map, "{\"h\":\"chef\"}", "g"), "none");
	assert_string_equal(role_with(map, "{\"realm_access\":{\"roles\":[\"chef\"]}}", "realm_access.roles"),
	                    "head coesfeld");
	assert_string_equal(role_with("cn=a%2Cou=b%3Ac%25:lasi", "{\"g\":\"cn=a,ou=b:c%\"}", "g"), "lasi ");
}

static void mappings_that_cannot_be(void **state UNUSED)
{
	static const char *const wrong[] = {
		"a",           "a:",      ":head:coesfeld",      "a:head", "a:head:", "a:king:unna", "a:lasi:unna",
		"{slug}:lasi", "a:b:c:d", "ki-{slug}:head:unna", NULL
	};
	for (const char *const *w = wrong; *w; w++)
		assert_true(str_starts(str_of(role_with(*w, "{}", "g")), "wrong: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_must_be_there),       cmocka_unit_test(clocks_may_differ_by_a_minute),
		cmocka_unit_test(the_token_must_be_for_us), cmocka_unit_test(the_access_token_must_belong_to_it),
		cmocka_unit_test(roles_from_a_claim),       cmocka_unit_test(mappings_that_cannot_be),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
