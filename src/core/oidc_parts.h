/* oidc_parts.h -- between the files of oidc: what is learnt about the service, and the checks of a token. */
#ifndef CORE_OIDC_PARTS_H
#define CORE_OIDC_PARTS_H
#include "core/oidc.h"
#include "crypt/jwt.h"
#include "json/json.h"
#include "net/fetch.h"

/* From the discovery document; a copy for one request. */
struct provider {
	str authorize, token, keys, userinfo, leave; /* addresses; the last two may be absent */
	bool names_itself;                           /* RFC 9207: its answers carry iss */
	bool secret_in_form;                         /* client_secret_post is all it takes */
};
/* Fetched once an hour; after a failure not again for 10 s. An old one serves on while a new one cannot be had. */
err provider_get(struct cx *cx, struct provider *ret) MUST;
/* The JWKS document. `again`: the key of a token is not in it; fetched anew then, but once in 30 s at most. */
err provider_keys(struct cx *cx, const struct provider *p, bool again, str *ret) MUST;
/* One request to the service. E_BUSY with words if it is away, slow or itself broken (5xx). */
err provider_fetch(struct cx *cx, struct fetch *f, struct fetched *ret) MUST;

/* E_DENIED with the words for the person; `reason` is the code for the log. */
err oidc_refuse(struct cx *cx, const char *reason);

/* What an ID token must say. */
struct token_wishes {
	str issuer, client, nonce;
	str access_token; /* absent: there is none, at_hash says nothing */
	enum jwt_alg alg;
	instant now;
};
enum { CLOCK_SKEW_S = 60 };
/* NULL: all is well; else the code of the first check that fails. `claims`: struct leaf. */
const char *token_fault(struct arena *a, const struct list *claims, const struct token_wishes *w);

/* The role that the mapping gives to these claims. */
void oidc_roles_apply(struct arena *a, const struct oidc_config *c, const struct list *claims, struct oidc_person *ret);
bool oidc_has_claim(const struct list *claims, const char *name);
#endif
