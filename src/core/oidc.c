#include "core/oidc.h"

#include <string.h>

#include "base/log.h"
#include "core/app.h"
#include "core/oidc_parts.h"
#include "crypt/crypt.h"
#include "crypt/digest.h"

/* --- the way there ------------------------------------------------------------------------------------------------ */

/* 64 hex digits: as a PKCE verifier within the 43 to 128 characters of RFC 7636. */
static str secret_of(struct arena *a, const char *what, const struct oidc_way *way)
{
	return crypt_hash_parts(a, (const str[]){ str_of(what), way->browser, way->state }, 3);
}

static void add_pair(struct text *t, const char *name, str value)
{
	if (t->n > 0)
		text_char(t, '&');
	text_c(t, name);
	text_char(t, '=');
	text_url(t, value);
}

static str back_address(struct cx *cx)
{
	return str_print(cx->mem, STR_FMT "/login/oidc/back", STR_ARG(oidc_of(cx)->public_url));
}

/* An address of the service may have a query of its own. */
static str with_query(struct cx *cx, str address, str query)
{
	return str_print(cx->mem, STR_FMT "%s" STR_FMT, STR_ARG(address), str_has(address, "?") ? "&" : "?",
	                 STR_ARG(query));
}

err oidc_start(struct cx *cx, const struct oidc_way *way, str *ret_address)
{
	const struct oidc_config *c = oidc_of(cx);
	struct provider p;
	struct text t = TEXT(cx->mem);
	TRY(provider_get(cx, &p));
	add_pair(&t, "response_type", S("code"));
	add_pair(&t, "client_id", c->client);
	add_pair(&t, "redirect_uri", back_address(cx));
	add_pair(&t, "scope", c->scopes);
	add_pair(&t, "state", way->state);
	add_pair(&t, "nonce", secret_of(cx->mem, "nonce", way));
	add_pair(&t, "code_challenge",
	         digest_base64url(cx->mem, digest_sha256(cx->mem, secret_of(cx->mem, "verifier", way))));
	add_pair(&t, "code_challenge_method", S("S256"));
	*ret_address = with_query(cx, p.authorize, text_str(&t));
	return OK;
}

/* --- the way back ------------------------------------------------------------------------------------------------- */

/* What the service said about its refusal, if it is one of the words that the standards know; never a text for us. */
static const char *error_code(struct arena *a, const char *where, str error)
{
	for (size_t i = 0; i < error.n; i++)
		if ((error.p[i] < 'a' || error.p[i] > 'z') && error.p[i] != '_')
			return where;
	return error.n > 0 && error.n <= 40 ? str_print(a, "%s: " STR_FMT, where, STR_ARG(error)).p : where;
}

/* RFC 6749, 2.3.1: both are encoded as in a form before they become a Basic authorization. */
static str basic(struct arena *a, const struct oidc_config *c)
{
	struct text t = TEXT(a);
	text_url(&t, c->client);
	text_char(&t, ':');
	text_url(&t, c->secret);
	return str_print(a, "Basic " STR_FMT, STR_ARG(digest_base64(a, text_str(&t))));
}

struct tokens {
	str id, access;
};

static err read_tokens(struct cx *cx, const struct fetched *got, struct tokens *ret)
{
	struct list leaves;
	bool json = json_leaves(cx->mem, got->body, &leaves) == OK;
	if (got->status != 200)
		return oidc_refuse(cx, error_code(cx->mem, "token", json ? leaf_text(&leaves, "error") : STR_NONE));
	if (!json)
		return oidc_refuse(cx, "token.json");
	*ret = (struct tokens){ leaf_text(&leaves, "id_token"), leaf_text(&leaves, "access_token") };
	str type = leaf_text(&leaves, "token_type");
	if (!ret->id.p)
		return oidc_refuse(cx, "token.id_token");
	if (ret->access.p && (!type.p || strcasecmp(str_c(cx->mem, type), "Bearer") != 0))
		return oidc_refuse(cx, "token.type");
	for (size_t i = 0; i < ret->access.n; i++) /* it goes into a header: RFC 6750 knows visible ASCII only */
		if (ret->access.p[i] < 0x21 || ret->access.p[i] > 0x7E)
			return oidc_refuse(cx, "token.access_token");
	return OK;
}

static err redeem(struct cx *cx, const struct provider *p, const struct oidc_way *way, str code, struct tokens *ret)
{
	const struct oidc_config *c = oidc_of(cx);
	struct text form = TEXT(cx->mem);
	struct fetched got;
	struct fetch f = { .url = p->token };
	add_pair(&form, "grant_type", S("authorization_code"));
	add_pair(&form, "code", code);
	add_pair(&form, "redirect_uri", back_address(cx));
	add_pair(&form, "code_verifier", secret_of(cx->mem, "verifier", way));
	if (c->secret.p && !p->secret_in_form)
		f.authorization = basic(cx->mem, c);
	else
		add_pair(&form, "client_id", c->client);
	if (c->secret.p && p->secret_in_form)
		add_pair(&form, "client_secret", c->secret);
	f.form = text_str(&form);
	TRY(provider_fetch(cx, &f, &got));
	return read_tokens(cx, &got, ret);
}

/* A key that is not in the set may have come since it was fetched. */
static err verify(struct cx *cx, const struct provider *p, str token, struct jwt *ret)
{
	str keys;
	TRY(provider_keys(cx, p, false, &keys));
	enum jwt_verdict v = jwt_verify(cx->mem, token, keys, ret);
	if (v == JWT_KEY) {
		TRY(provider_keys(cx, p, true, &keys));
		v = jwt_verify(cx->mem, token, keys, ret);
	}
	return v == JWT_GOOD ? OK : oidc_refuse(cx, jwt_verdict_name(v));
}

/* Some services put the groups only here. The answer is not signed: it came by the service's own https, and must be
 * about the same person. */
static err ask_userinfo(struct cx *cx, const struct provider *p, str access_token, str subject, struct list *ret)
{
	struct fetched got;
	struct fetch f = { .url = p->userinfo };
	f.authorization = str_print(cx->mem, "Bearer " STR_FMT, STR_ARG(access_token));
	TRY(provider_fetch(cx, &f, &got));
	if (got.status != 200)
		return oidc_refuse(cx, "userinfo");
	if (json_leaves(cx->mem, got.body, ret) != OK)
		return oidc_refuse(cx, "userinfo.json");
	return str_eq(leaf_text(ret, "sub"), subject) ? OK : oidc_refuse(cx, "userinfo.sub");
}

static str usable_name(struct arena *a, str name)
{
	str s = str_trim(name);
	return s.n > 0 && utf8_length(s) <= 200 ? utf8_nfc(a, s) : STR_NONE;
}

/* From `claims`, and what these do not say from `more`. */
static void fill_person(struct cx *cx, const struct list *claims, const struct list *more, struct oidc_person *ret)
{
	const struct oidc_config *c = oidc_of(cx);
	const char *login = str_c(cx->mem, c->login_claim);
	bool roles_here = oidc_has_claim(claims, str_c(cx->mem, c->claim));
	ret->name = usable_name(cx->mem, leaf_text(oidc_has_claim(claims, "name") ? claims : more, "name"));
	ret->login = leaf_text(oidc_has_claim(claims, login) ? claims : more, login);
	oidc_roles_apply(cx->mem, c, roles_here ? claims : more, ret);
}

static err check_answer(struct cx *cx, const struct provider *p, const struct oidc_answer *answer)
{
	const struct oidc_config *c = oidc_of(cx);
	/* Whose answer it is comes first: also its refusal must be its own (mix-up, RFC 9207). */
	if (answer->iss.p ? !str_eq(answer->iss, c->issuer) : p->names_itself)
		return oidc_refuse(cx, "answer.iss");
	if (answer->error.p)
		return oidc_refuse(cx, error_code(cx->mem, "answer", answer->error));
	return answer->code.n > 0 ? OK : oidc_refuse(cx, "answer.code");
}

err oidc_finish(struct cx *cx, const struct oidc_way *way, const struct oidc_answer *answer, struct oidc_person *ret)
{
	const struct oidc_config *c = oidc_of(cx);
	struct provider p;
	struct tokens tokens;
	struct jwt jwt;
	struct list claims, more = { 0 };
	TRY(provider_get(cx, &p));
	TRY(check_answer(cx, &p, answer));
	TRY(redeem(cx, &p, way, answer->code, &tokens));
	TRY(verify(cx, &p, tokens.id, &jwt));
	if (json_leaves(cx->mem, jwt.payload, &claims) != OK)
		return oidc_refuse(cx, "claims.json");
	struct token_wishes wishes = { .issuer = c->issuer,
		                       .client = c->client,
		                       .nonce = secret_of(cx->mem, "nonce", way),
		                       .access_token = tokens.access,
		                       .alg = jwt.alg,
		                       .now = cx->now };
	const char *fault = token_fault(cx->mem, &claims, &wishes);
	if (fault)
		return oidc_refuse(cx, fault);
	*ret = (struct oidc_person){ .issuer = c->issuer, .subject = leaf_text(&claims, "sub") };
	bool lacks = !oidc_has_claim(&claims, str_c(cx->mem, c->claim)) || !oidc_has_claim(&claims, "name");
	if (lacks && p.userinfo.p && tokens.access.p)
		TRY(ask_userinfo(cx, &p, tokens.access, ret->subject, &more));
	fill_person(cx, &claims, &more, ret);
	return OK;
}

str oidc_leave_address(struct cx *cx)
{
	const struct oidc_config *c = oidc_of(cx);
	struct provider p;
	struct text t = TEXT(cx->mem);
	if (provider_get(cx, &p) != OK) {
		fault_clear(cx);
		return STR_NONE;
	}
	if (!p.leave.p)
		return STR_NONE;
	add_pair(&t, "client_id", c->client);
	add_pair(&t, "post_logout_redirect_uri", str_print(cx->mem, STR_FMT "/", STR_ARG(c->public_url)));
	return with_query(cx, p.leave, text_str(&t));
}
