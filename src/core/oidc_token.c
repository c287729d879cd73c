/* What an ID token has to say to be believed: OpenID Connect Core 1.0, 3.1.3.7 and 3.1.3.8. */
#include "core/oidc_parts.h"
#include "crypt/crypt.h"
#include "crypt/digest.h"

enum { LONGEST_SUBJECT = 255 };

bool oidc_has_claim(const struct list *claims, const char *name)
{
	LIST_EACH (struct leaf, l, claims)
		if (str_is(l->name, name))
			return true;
	return false;
}

/* A claim that is there once and a text. */
static str only_text(const struct list *claims, const char *name)
{
	int n = 0;
	LIST_EACH (struct leaf, l, claims)
		n += str_is(l->name, name);
	return n == 1 ? leaf_text(claims, name) : STR_NONE;
}

/* Seconds since 1970. False: absent, or no number. */
static bool only_time(const struct list *claims, const char *name, int64_t *ret)
{
	int n = 0;
	bool number = true;
	LIST_EACH (struct leaf, l, claims) {
		if (!str_is(l->name, name))
			continue;
		n++;
		number &= l->kind == LEAF_NUMBER;
		*ret = l->number;
	}
	return n == 1 && number;
}

/* The token must be for us. One that is for others as well must say that we asked for it. */
static const char *audience_fault(const struct list *claims, str client)
{
	int all = 0;
	bool ours = false;
	LIST_EACH (struct leaf, l, claims) {
		if (!str_is(l->name, "aud"))
			continue;
		all++;
		ours |= l->kind == LEAF_TEXT && str_eq(l->text, client);
	}
	if (!ours)
		return "aud";
	if (!oidc_has_claim(claims, "azp"))
		return all == 1 ? NULL : "azp";
	return str_eq(only_text(claims, "azp"), client) ? NULL : "azp";
}

static const char *time_fault(const struct list *claims, instant now)
{
	int64_t expires, issued, begins, seconds = now.ms / 1000;
	if (!only_time(claims, "exp", &expires) || expires < seconds - CLOCK_SKEW_S + 1)
		return "exp";
	if (!only_time(claims, "iat", &issued) || issued > seconds + CLOCK_SKEW_S)
		return "iat";
	if (oidc_has_claim(claims, "nbf") && (!only_time(claims, "nbf", &begins) || begins > seconds + CLOCK_SKEW_S))
		return "nbf";
	return NULL;
}

/* The left half of the access token's hash, by the hash function of the signature (for Ed25519: SHA-512). */
static const char *hash_fault(struct arena *a, const struct list *claims, const struct token_wishes *w)
{
	if (!w->access_token.p || !oidc_has_claim(claims, "at_hash"))
		return NULL;
	str hash = w->alg == JWT_EDDSA ? digest_sha512(a, w->access_token) : digest_sha256(a, w->access_token);
	str half = digest_base64url(a, str_part(hash, 0, hash.n / 2));
	return crypt_equal(half, only_text(claims, "at_hash")) ? NULL : "at_hash";
}

static bool is_subject(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7E)
			return false;
	return s.n > 0 && s.n <= LONGEST_SUBJECT;
}

const char *token_fault(struct arena *a, const struct list *claims, const struct token_wishes *w)
{
	if (!str_eq(only_text(claims, "iss"), w->issuer))
		return "iss";
	const char *fault = audience_fault(claims, w->client);
	if (!fault)
		fault = time_fault(claims, w->now);
	if (!fault && !crypt_equal(only_text(claims, "nonce"), w->nonce))
		fault = "nonce";
	if (!fault)
		fault = hash_fault(a, claims, w);
	if (!fault && !is_subject(only_text(claims, "sub")))
		fault = "sub";
	return fault;
}
